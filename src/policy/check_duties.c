/*
 * Operator, measures, incidents, trackers, mail, revisions.
 */
#include "policy/check_parts.h"

static const struct node *
operator_of(const struct check *check)
{
	return check_section(check, "operator");
}

static void
address_missing(struct check *check)
{
	const struct node *address = node_get(operator_of(check), "address");

	if (node_get(address, "value") == NULL &&
	    !node_bool(address, "on_request", false))
		check_hit_at(check, operator_of(check), address, TEXT(""));
}

static void
representative_missing(struct check *check)
{
	const struct node *holder = node_get(operator_of(check),
	    "representative");

	if (!text_is(node_text(operator_of(check), "legal_form"),
	    "sole_proprietor") && node_get(holder, "name") == NULL &&
	    !node_bool(holder, "on_request", false))
		check_hit_at(check, operator_of(check), holder, TEXT(""));
}

/* Titles that the law of each kind of body does not know. */
static void
representative_title(struct check *check)
{
	static const char *const forms[] = {
	    "general_incorporated_association",
	    "general_incorporated_foundation",
	    "public_interest_corporation", "nonprofit_corporation" };
	const struct node *holder = node_get(operator_of(check),
	    "representative");
	struct text form = node_text(operator_of(check), "legal_form");
	struct text title = policy_label(node_get(holder, "title"),
	    LANGUAGE_JA);

	for (size_t i = 0; i < LENGTH(forms); i++)
		if (text_is(form, forms[i]) &&
		    text_find(title, TEXT("取締役")) >= 0)
			check_hit_at(check, operator_of(check), holder,
			    title);
}

static void
country_unchecked(struct check *check)
{
	const struct node *countries = node_get(operator_of(check),
	    "countries");

	for (size_t i = 0; i < node_count(countries); i++)
		if (node_get(node_at(countries, i), "checked") == NULL)
			check_hit(check, node_at(countries, i));
}

static void
measure_group_missing(struct check *check)
{
	static const char *const groups[] = { "rules", "organisational",
	    "human", "physical", "technical", "external_environment" };
	const struct node *measures = check_section(check, "measures");

	for (size_t i = 0; i < LENGTH(groups); i++) {
		bool found = false;

		for (size_t j = 0; j < node_count(measures); j++)
			found |= text_is(node_text(node_at(measures, j),
			    "group"), groups[i]);
		if (!found)
			check_hit_by(check, measures, text_of(groups[i]));
	}
}

static void
measures_unpublished(struct check *check)
{
	const struct node *measures = check_section(check, "measures");

	for (size_t i = 0; i < node_count(measures); i++)
		if (node_bool(node_at(measures, i), "publishable", false))
			return;
	check_hit(check, measures);
}

static void
measure_without_owner(struct check *check)
{
	const struct node *measures = check_section(check, "measures");

	for (size_t i = 0; i < node_count(measures); i++)
		if (node_get(node_at(measures, i), "owner") == NULL)
			check_hit(check, node_at(measures, i));
}

static void
incidents_missing(struct check *check)
{
	if (check_section(check, "incidents") == NULL)
		check_hit(check, check->root);
}

static void
incident_line_missing(struct check *check)
{
	const struct node *incidents = check_section(check, "incidents");

	if (incidents != NULL && node_get(incidents, "report_line") == NULL)
		check_hit(check, incidents);
}

static void
tracker_purpose_missing(struct check *check)
{
	const struct node *trackers = check_section(check, "trackers");

	for (size_t i = 0; i < node_count(trackers); i++) {
		const struct node *tracker = node_at(trackers, i);

		if (node_get(tracker, "to") != NULL && node_get(node_get(
		    tracker, "used_for"), "recipient") == NULL)
			check_hit(check, tracker);
	}
}

static void
tracker_scope_undecided(struct check *check)
{
	const struct node *trackers = check_section(check, "trackers");

	for (size_t i = 0; i < node_count(trackers); i++)
		if (node_get(node_at(trackers, i), "to") != NULL &&
		    check_scope(check, "external_transmission") < 0)
			check_hit(check, node_at(trackers, i));
}

static void
tracker_without_stop(struct check *check)
{
	const struct node *trackers = check_section(check, "trackers");

	for (size_t i = 0; i < node_count(trackers); i++) {
		const struct node *tracker = node_at(trackers, i);

		if (!text_is(node_text(tracker, "class"), "essential") &&
		    node_get(tracker, "opt_out") == NULL &&
		    node_get(tracker, "settings") == NULL)
			check_hit(check, tracker);
	}
}

static void
tracker_linked(struct check *check)
{
	const struct node *trackers = check_section(check, "trackers");

	for (size_t i = 0; i < node_count(trackers); i++) {
		const struct node *tracker = node_at(trackers, i);
		const struct node *items = node_get(tracker, "items");

		for (size_t j = 0; j < node_count(items); j++) {
			const struct policy_item *item = policy_item(
			    check->policy, node_at(items, j)->text);

			if (item != NULL &&
			    item->category == CATEGORY_RELATED && node_bool(
			    tracker, "linked_to_account", false))
				check_hit_by(check, tracker, item->id);
		}
	}
}

static void
tracker_linked_outside(struct check *check)
{
	const struct node *trackers = check_section(check, "trackers");

	for (size_t i = 0; i < node_count(trackers); i++) {
		const struct node *tracker = node_at(trackers, i);
		const struct node *to = node_get(tracker, "to");

		if (to != NULL && node_get(to, "recipient") == NULL &&
		    node_bool(tracker, "linked_to_account", false))
			check_hit(check, tracker);
	}
}

static void
mail_scope_undecided(struct check *check)
{
	const struct node *mail = node_path(check->root, "notices", "mail",
	    NULL);

	for (size_t i = 0; i < node_count(mail); i++)
		if (node_bool(node_at(mail, i), "advertising", false) &&
		    check_scope(check, "advertising_mail") < 0)
			check_hit(check, node_at(mail, i));
}

static void
notice_period_missing(struct check *check)
{
	const struct node *changes = node_path(check->root, "notices",
	    "changes", NULL);

	if (node_bool(changes, "objection", false) &&
	    node_get(changes, "displayed_for") == NULL)
		check_hit(check, changes);
}

static int64_t
date(const struct node *revision, const char *key)
{
	const struct node *value = node_get(revision, key);

	return value == NULL ? INT64_MIN : value->number;
}

static void
revision_undated(struct check *check)
{
	const struct node *revisions = check_section(check, "revisions");

	for (size_t i = 0; i < node_count(revisions); i++) {
		const struct node *revision = node_at(revisions, i);

		if (date(revision, "enacted") == INT64_MIN &&
		    date(revision, "revised") == INT64_MIN &&
		    date(revision, "in_force") == INT64_MIN)
			check_hit_by(check, revision,
			    node_text(revision, "version"));
	}
}

/* Both orders are found in practice: the newest first, or the oldest. */
static void
revision_order(struct check *check)
{
	const struct node *revisions = check_section(check, "revisions");

	for (size_t i = 0; i < node_count(revisions); i++) {
		const struct node *revision = node_at(revisions, i);
		int64_t made = date(revision, "revised");
		int64_t in_force = date(revision, "in_force");
		bool again = false;

		if (made == INT64_MIN)
			made = date(revision, "enacted");
		for (size_t j = 0; j < i; j++)
			again |= text_equal(node_text(revision, "version"),
			    node_text(node_at(revisions, j), "version"));
		if (again || (in_force != INT64_MIN && in_force < made) ||
		    (date(revision, "enacted") != INT64_MIN &&
		    date(revision, "revised") != INT64_MIN &&
		    date(revision, "revised") < date(revision, "enacted")))
			check_hit_by(check, revision,
			    node_text(revision, "version"));
	}
}

static void
revision_reason_missing(struct check *check)
{
	const struct node *revisions = check_section(check, "revisions");
	const struct node *changes = node_path(check->root, "notices",
	    "changes", NULL);

	for (size_t i = 0; i < node_count(revisions); i++) {
		const struct node *revision = node_at(revisions, i);

		if (node_bool(changes, "with_reason", false) &&
		    date(revision, "revised") != INT64_MIN &&
		    node_get(revision, "reason") == NULL)
			check_hit_by(check, revision,
			    node_text(revision, "version"));
	}
}

const struct check_rule check_duties_rules[] = {
	RULE("address_missing", ERROR, "32(1)1", address_missing,
	    "住所がなく、求めに応じて答えるともしていません",
	    "its address is neither published nor told on request",
	    "address.value を書くか、on_request: true とします",
	    "Write address.value, or say on_request: true."),
	RULE("representative_missing", ERROR, "32(1)1",
	    representative_missing,
	    "代表者の氏名がなく、求めに応じて答えるともしていません",
	    "its representative is neither published nor told on request",
	    "representative.name を書くか、on_request: true とします",
	    "Write representative.name, or say on_request: true."),
	RULE("representative_title", ERROR, "32(1)1", representative_title,
	    "この種類の法人にはない役職です",
	    "a body of this kind has no such title",
	    "代表理事などの正しい役職にします",
	    "Use the right title, such as 代表理事."),
	RULE("country_unchecked", WARNING, "28(2), Order 10(1)",
	    country_unchecked,
	    "制度を確認した日が書かれていません",
	    "when its system was checked is not said",
	    "checked に日付を書きます", "Write checked."),
	RULE("measure_group_missing", ERROR, "23, Order 10(1)",
	    measure_group_missing,
	    "安全管理措置のうち定めのない区分があります",
	    "there is no measure of a group of annex 10",
	    "その区分の措置を加えます (通則ガイドライン別添10)",
	    "Add a measure of that group (guideline, annex 10)."),
	RULE("measures_unpublished", ERROR, "32(1)4, Order 10(1)",
	    measures_unpublished,
	    "安全管理措置を一つも公表していません",
	    "no measure is made known",
	    "公表してよい措置に publishable: true と書きます",
	    "Say publishable: true of those that may be published."),
	RULE("measure_without_owner", ERROR, "23", measure_without_owner,
	    "担当する役割がありません", "nobody sees to it",
	    "owner に役割を書きます", "Name the role in owner."),
	RULE("incidents_missing", ERROR, "26, 23", incidents_missing,
	    "漏えい等への対応 (incidents) の定めがありません",
	    "what is done about leaks is not declared",
	    "incidents を書きます", "Write incidents."),
	RULE("incident_line_missing", WARNING, "23", incident_line_missing,
	    "漏えい等の報告連絡体制が書かれていません",
	    "the line of reports is not said",
	    "report_line を書きます", "Write report_line."),
	RULE("tracker_purpose_missing", ERROR, "電気通信事業法27条の12",
	    tracker_purpose_missing,
	    "送信先での利用目的がありません",
	    "what the recipient uses it for is not said",
	    "used_for.recipient を書きます", "Write used_for.recipient."),
	RULE("tracker_scope_undecided", ERROR, "電気通信事業法27条の12",
	    tracker_scope_undecided,
	    "外部送信がありますが、scopes に external_transmission の判断がありません",
	    "something is sent outside, but scopes does not decide on "
	    "external_transmission",
	    "operator.scopes に適用の有無と理由を書きます",
	    "Say in operator.scopes whether it applies, and why."),
	RULE("tracker_without_stop", WARNING, "電気通信事業法27条の12",
	    tracker_without_stop,
	    "停止の方法がありません", "cannot be stopped",
	    "opt_out か settings を書きます", "Write opt_out or settings."),
	RULE("tracker_linked", ERROR, "2(1)", tracker_linked,
	    "会員情報と結び付くのに、個人関連情報とされた項目があります",
	    "is joined to the account, but an item is said to be only related",
	    "項目の category を personal とします",
	    "Make the item's category personal."),
	RULE("tracker_linked_outside", ERROR, "27(1), 31(1)",
	    tracker_linked_outside,
	    "会員情報と結び付くものを、取扱先として宣言していない相手に送ります",
	    "sends what is joined to the account to no declared recipient",
	    "recipients に宣言し、to.recipient で指します",
	    "Declare the recipient and name it in to.recipient."),
	RULE("mail_scope_undecided", ERROR, "特定電子メール法3条1項",
	    mail_scope_undecided,
	    "広告のメールを送りますが、scopes に advertising_mail の判断がありません",
	    "advertises by mail, but scopes does not decide on "
	    "advertising_mail",
	    "operator.scopes に適用の有無と理由を書きます",
	    "Say in operator.scopes whether it applies, and why."),
	RULE("notice_period_missing", ERROR, "21(3)", notice_period_missing,
	    "掲示中の異議を約束しますが、掲示する期間がありません",
	    "promises objections while displayed, but not for how long",
	    "displayed_for を書きます", "Write displayed_for."),
	RULE("revision_undated", WARNING, "", revision_undated,
	    "日付のない版です", "has no date",
	    "enacted、revised、in_force のいずれかを書きます",
	    "Write enacted, revised or in_force."),
	RULE("revision_order", ERROR, "", revision_order,
	    "日付の前後か、版の番号が合いません",
	    "its dates are out of order, or its version stands twice",
	    "日付と version を確かめます", "Check the dates and version."),
	RULE("revision_reason_missing", WARNING, "21(3)",
	    revision_reason_missing,
	    "理由を示して知らせると約束しますが、改訂の理由がありません",
	    "its reason is promised but missing",
	    "reason を書きます", "Write reason."),
	END_OF_RULES
};
