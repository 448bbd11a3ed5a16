/*
 * The rights desk: that every right can be used, by whoever has it, today.
 */
#include "law/identity.h"
#include "law/refusal_ground.h"
#include "policy/check_parts.h"

static const struct node *
rights(const struct check *check, const char *key)
{
	return node_path(check->root, "rights", key, NULL);
}

static void
right_missing(struct check *check)
{
	static const char *const wanted[] = { "purpose_notice", "disclosure",
	    "provision_records", "correction", "use_stop", "provision_stop",
	    "complaint" };

	for (size_t i = 0; i < LENGTH(wanted); i++)
		if (!check_has_right(check, wanted[i]))
			check_hit_by(check, check_section(check, "rights"),
			    text_of(wanted[i]));
}

static bool
discloses(const struct node *right)
{
	struct text kind = node_text(right, "kind");

	return text_is(kind, "disclosure") ||
	    text_is(kind, "provision_records");
}

static void
lacks_method(struct check *check, const char *method)
{
	const struct node *types = rights(check, "types");

	for (size_t i = 0; i < node_count(types); i++)
		if (discloses(node_at(types, i)) && !node_lists(node_get(
		    node_at(types, i), "methods"), text_of(method)))
			check_hit(check, node_at(types, i));
}

static void
disclosure_not_electronic(struct check *check)
{
	lacks_method(check, "electronic");
}

static void
disclosure_not_paper(struct check *check)
{
	lacks_method(check, "paper");
}

static void
fee_not_allowed(struct check *check)
{
	const struct node *types = rights(check, "types");

	for (size_t i = 0; i < node_count(types); i++)
		if (node_int(node_at(types, i), "fee", 0) > 0 &&
		    !refusal_ground_fee(node_text(node_at(types, i),
		    "kind")))
			check_hit(check, node_at(types, i));
}

static void
refusal_not_lawful(struct check *check)
{
	const struct node *types = rights(check, "types");

	for (size_t i = 0; i < node_count(types); i++) {
		const struct node *right = node_at(types, i);
		const struct node *refusals = node_get(right, "refusals");

		for (size_t j = 0; j < node_count(refusals); j++)
			if (refusal_ground_article(node_text(right, "kind"),
			    node_at(refusals, j)->text, check->today) == NULL)
				check_hit_by(check, right,
				    node_at(refusals, j)->text);
	}
}

static void
refusal_unexplained(struct check *check)
{
	const struct node *types = rights(check, "types");

	for (size_t i = 0; i < node_count(types); i++)
		if (node_count(node_get(node_at(types, i), "refusals")) > 0 &&
		    rights(check, "refusal") == NULL) {
			check_hit(check, node_at(types, i));
			return;
		}
}

/* A document that is no more, unless the policy itself has stopped it. */
static void
identity_obsolete(struct check *check)
{
	const struct node *list = rights(check, "identity");

	for (size_t i = 0; i < node_count(list); i++) {
		const struct node *node = node_at(list, i);
		const struct node *until = node_get(node, "until");
		enum identity identity;

		if (identity_find(node_text(node, "document"), &identity) &&
		    (until == NULL || until->number >= check->today) &&
		    !identity_valid(identity, check->today))
			check_hit(check, node);
	}
}

static void
identity_unmasked(struct check *check)
{
	const struct node *list = rights(check, "identity");

	for (size_t i = 0; i < node_count(list); i++) {
		const struct node *node = node_at(list, i);
		enum identity identity;

		if (identity_find(node_text(node, "document"), &identity) &&
		    identity_table[identity].mask.ja != NULL &&
		    node_get(node, "mask") == NULL)
			check_hit_by(check, node, text_of(
			    identity_table[identity].mask.ja));
	}
}

static void
identity_missing(struct check *check)
{
	if (node_count(rights(check, "identity")) == 0)
		check_hit(check, check_section(check, "rights"));
}

static void
agent_missing(struct check *check)
{
	static const char *const wanted[] = { "legal_representative",
	    "mandate" };
	const struct node *agents = rights(check, "agents");

	for (size_t i = 0; i < LENGTH(wanted); i++) {
		bool found = false;

		for (size_t j = 0; j < node_count(agents); j++)
			found |= text_is(node_text(node_at(agents, j),
			    "kind"), wanted[i]);
		if (!found)
			check_hit_by(check, check_section(check, "rights"),
			    text_of(wanted[i]));
	}
}

static void
agent_unidentified(struct check *check)
{
	const struct node *agents = rights(check, "agents");

	for (size_t i = 0; i < node_count(agents); i++)
		if (!node_bool(node_at(agents, i), "own_identity", false))
			check_hit_by(check, node_at(agents, i),
			    node_text(node_at(agents, i), "kind"));
}

static void
desk_missing(struct check *check)
{
	static const char *const wanted[] = { "requests", "complaints" };
	const struct node *desks = check_section(check, "desks");

	for (size_t i = 0; i < LENGTH(wanted); i++) {
		bool found = false;

		for (size_t j = 0; j < node_count(desks); j++)
			found |= node_lists(node_get(node_at(desks, j),
			    "handles"), text_of(wanted[i]));
		if (!found)
			check_hit_by(check, desks, text_of(wanted[i]));
	}
}

static void
desk_unreachable(struct check *check)
{
	const struct node *desks = check_section(check, "desks");

	for (size_t i = 0; i < node_count(desks); i++) {
		const struct node *desk = node_at(desks, i);

		if (node_get(desk, "web") == NULL &&
		    node_get(desk, "email") == NULL &&
		    node_get(desk, "phone") == NULL &&
		    node_get(desk, "address") == NULL)
			check_hit(check, desk);
	}
}

static void
breach_desk_missing(struct check *check)
{
	const struct node *desks = check_section(check, "desks");

	for (size_t i = 0; i < node_count(desks); i++)
		if (node_lists(node_get(node_at(desks, i), "handles"),
		    TEXT("breaches")) ||
		    node_lists(node_get(node_at(desks, i), "handles"),
		    TEXT("inquiries")))
			return;
	check_hit(check, desks);
}

/* host, or something.host, of a URL or an address. */
static struct text
host_of(struct text url)
{
	ptrdiff_t start = text_find(url, TEXT("://"));
	struct text host = url;
	size_t n = 0;

	if (start >= 0)
		host = text_slice(url, (size_t)start + 3, url.n);
	else if ((start = text_find(url, TEXT("@"))) >= 0)
		host = text_slice(url, (size_t)start + 1, url.n);
	while (n < host.n && strchr("/?#:", host.p[n]) == NULL)
		n++;
	return text_slice(host, 0, n);
}

static bool
is_own(const struct check *check, struct text host)
{
	const struct node *hosts = node_path(check->root, "operator",
	    "hosts", NULL);

	for (size_t i = 0; i < node_count(hosts); i++) {
		struct text own = node_at(hosts, i)->text;

		if (text_equal(host, own))
			return true;
		if (host.n > own.n && host.p[host.n - own.n - 1] == '.' &&
		    text_equal(text_slice(host, host.n - own.n, host.n),
		    own))
			return true;
	}
	return false;
}

static void
desk_host(struct check *check)
{
	const struct node *desks = check_section(check, "desks");

	for (size_t i = 0; i < node_count(desks); i++) {
		struct text web = node_text(node_at(desks, i), "web");

		if (web.n > 0 && !is_own(check, host_of(web)))
			check_hit_by(check, node_at(desks, i), host_of(web));
	}
}

static void
desk_email_host(struct check *check)
{
	const struct node *desks = check_section(check, "desks");

	for (size_t i = 0; i < node_count(desks); i++) {
		struct text email = node_text(node_at(desks, i), "email");

		if (email.n > 0 && !is_own(check, host_of(email)))
			check_hit_by(check, node_at(desks, i),
			    host_of(email));
	}
}

static void
deadline_without_calendar(struct check *check)
{
	const struct node *deadline = rights(check, "deadline");

	if (node_get(deadline, "business_days") != NULL &&
	    rights(check, "calendar") == NULL)
		check_hit_at(check, check_section(check, "rights"), deadline,
		    TEXT(""));
}

static void
destruction_missing(struct check *check)
{
	if (node_count(rights(check, "identity")) > 0 &&
	    rights(check, "destruction") == NULL)
		check_hit(check, check_section(check, "rights"));
}

static void
objection_without_right(struct check *check)
{
	const struct node *changes = node_path(check->root, "notices",
	    "changes", NULL);

	if (node_bool(changes, "objection", false) &&
	    !check_has_right(check, "policy_change_objection"))
		check_hit(check, changes);
}

static void
right_without_objection(struct check *check)
{
	const struct node *types = rights(check, "types");
	const struct node *changes = node_path(check->root, "notices",
	    "changes", NULL);

	for (size_t i = 0; i < node_count(types); i++)
		if (text_is(node_text(node_at(types, i), "kind"),
		    "policy_change_objection") &&
		    !node_bool(changes, "objection", false))
			check_hit(check, node_at(types, i));
}

const struct check_rule check_rights_rules[] = {
	RULE("right_missing", ERROR, "32(1)3, 40", right_missing,
	    "法の定める請求のうち受け付けないものがあります",
	    "a request that the law gives is not received",
	    "rights.types に加えます", "Add it to rights.types."),
	RULE("disclosure_not_electronic", ERROR, "33(1), 33(2)",
	    disclosure_not_electronic,
	    "電磁的記録による開示を選べません",
	    "cannot be had electronically",
	    "methods に electronic を加えます",
	    "Add electronic to methods."),
	RULE("disclosure_not_paper", WARNING, "33(1), 33(2)",
	    disclosure_not_paper,
	    "書面の交付による開示を選べません",
	    "cannot be had on paper",
	    "methods に paper を加えます", "Add paper to methods."),
	RULE("fee_not_allowed", ERROR, "38", fee_not_allowed,
	    "手数料を徴収できない請求です",
	    "no fee may be asked for this request",
	    "fee を削ります", "Drop the fee."),
	RULE("refusal_not_lawful", ERROR, "32(2), 33(2), 34(2), 35",
	    refusal_not_lawful,
	    "この請求を拒める根拠ではありません",
	    "this request may not be refused on that ground",
	    "refusals から外します", "Take it out of refusals."),
	RULE("refusal_unexplained", WARNING, "36", refusal_unexplained,
	    "応じない場合の説明の仕方が書かれていません",
	    "how a refusal is explained is not said",
	    "rights.refusal に書きます", "Write rights.refusal."),
	RULE("identity_obsolete", ERROR, "37(1), Order 12",
	    identity_obsolete,
	    "もう使えない本人確認書類です",
	    "is a document that is valid no more",
	    "今使える書類に替えるか、until に受付を終えた日を書きます",
	    "Replace it, or say in until when it ceased to be accepted."),
	RULE("identity_unmasked", ERROR, "20(1)", identity_unmasked,
	    "写しに残してはならない箇所を黒塗りする定めがありません",
	    "what may not stand in a copy is not masked",
	    "mask に箇所を書きます", "Write it in mask."),
	RULE("identity_missing", ERROR, "32(1)3, Order 12", identity_missing,
	    "本人確認の方法がありません",
	    "how somebody shows who they are is not said",
	    "rights.identity に書類・方法を書きます",
	    "Write rights.identity."),
	RULE("agent_missing", ERROR, "37(3), Order 13", agent_missing,
	    "代理人による請求の定めが足りません",
	    "an agent that the Order names cannot ask",
	    "rights.agents に legal_representative と mandate を書きます",
	    "Write legal_representative and mandate in rights.agents."),
	RULE("agent_unidentified", WARNING, "37(3)", agent_unidentified,
	    "代理人自身の本人確認を行いません",
	    "the agent's own identity is not checked",
	    "own_identity: true とします", "Say own_identity: true."),
	RULE("desk_missing", ERROR, "32(1), 40, Order 10(2)", desk_missing,
	    "受け付ける窓口がありません",
	    "no desk takes it",
	    "desks の handles に加えます", "Add it to handles of a desk."),
	RULE("desk_unreachable", ERROR, "32(1), Order 10(2)",
	    desk_unreachable,
	    "連絡先のない窓口です", "has no way to be reached",
	    "web、email、phone、address のいずれかを書きます",
	    "Write web, email, phone or address."),
	RULE("breach_desk_missing", WARNING, "26", breach_desk_missing,
	    "漏えい等の知らせを受ける窓口がありません",
	    "no desk is told of a leak",
	    "handles に breaches を加えます", "Add breaches to handles."),
	RULE("desk_host", ERROR, "32(1)", desk_host,
	    "フォームの URL が自社のホストではありません",
	    "its form is not on a host of the operator",
	    "URL を直すか、自社のものなら operator.hosts に加えます",
	    "Mend the URL, or add the host to operator.hosts."),
	RULE("desk_email_host", WARNING, "32(1)", desk_email_host,
	    "メールアドレスが自社のドメインではありません",
	    "its address is not in a domain of the operator",
	    "アドレスを確かめ、自社のものなら operator.hosts に加えます",
	    "Check the address; if it is yours add it to operator.hosts."),
	RULE("deadline_without_calendar", WARNING, "33",
	    deadline_without_calendar,
	    "営業日で期限を約束しますが、営業日の暦がありません",
	    "promises business days without a business calendar",
	    "rights.calendar を書きます", "Write rights.calendar."),
	RULE("destruction_missing", WARNING, "22", destruction_missing,
	    "本人確認書類を廃棄する時期が書かれていません",
	    "when identity documents are destroyed is not said",
	    "rights.destruction を書きます", "Write rights.destruction."),
	RULE("objection_without_right", ERROR, "", objection_without_right,
	    "改訂の掲示中に削除を求められると約束しますが、その請求がありません",
	    "promises objections to a change, but no such request",
	    "rights.types に policy_change_objection を加えます",
	    "Add policy_change_objection to rights.types."),
	RULE("right_without_objection", ERROR, "", right_without_objection,
	    "改訂への異議の請求ですが、改訂の知らせ方に約束がありません",
	    "is an objection that the notice of changes does not promise",
	    "notices.changes に objection: true と書きます",
	    "Say objection: true in notices.changes."),
	END_OF_RULES
};
