/*
 * Consents, exceptions and clients: what may be asked, and what need not be.
 */
#include "law/ground.h"
#include "policy/check_parts.h"

#define EACH_CONSENT(check, c) \
	for (const struct policy_consent *c = (check)->policy->consents; \
	    c < (check)->policy->consents + (check)->policy->consent_count; \
	    c++)

/* It records that somebody read something, and no permission rests on it. */
static bool
covers_nothing(const struct policy_consent *c)
{
	return bits_empty(&c->purposes) && bits_empty(&c->recipients) &&
	    !c->special_care;
}

/* Whether anything of the file asks for the consent or needs it. */
static bool
is_wanted(const struct policy *p, const struct policy_consent *c)
{
	const struct node *mail = node_path(p->root, "notices", "mail",
	    NULL);

	for (size_t i = 0; i < p->way_count; i++)
		if (bits_has(&p->ways[i].consents, c->number))
			return true;
	for (size_t i = 0; i < p->purpose_count; i++)
		if (p->purposes[i].consent == c->number)
			return true;
	for (size_t i = 0; i < p->recipient_count; i++)
		if (p->recipients[i].consent == c->number)
			return true;
	for (size_t i = 0; i < node_count(mail); i++)
		if (text_equal(node_text(node_at(mail, i), "consent"),
		    c->id))
			return true;
	return false;
}

static void
consent_unused(struct check *check)
{
	EACH_CONSENT(check, c)
		if (!covers_nothing(c) && !is_wanted(check->policy, c))
			check_hit(check, c->node);
}

static void
consent_covers_nothing(struct check *check)
{
	EACH_CONSENT(check, c)
		if (covers_nothing(c))
			check_hit(check, c->node);
}

/* The persons a consent can be about: those of its purposes. */
static struct bits
persons_of(const struct policy *p, const struct policy_consent *c)
{
	struct bits found = { { 0 } };

	BITS_EACH(i, &c->purposes)
		found = bits_or(&found, &p->purpose_at[i]->subjects);
	return found;
}

static void
consent_without_guardian(struct check *check)
{
	const struct policy *p = check->policy;

	EACH_CONSENT(check, c) {
		struct bits persons = persons_of(p, c);

		for (size_t i = 0; i < p->subject_count; i++)
			if (p->subjects[i].guardian_under > 0 &&
			    bits_has(&persons, p->subjects[i].number) &&
			    (c->givers & 2u) == 0)
				check_hit_by(check, c->node,
				    p->subjects[i].id);
	}
}

static void
consent_without_withdrawal(struct check *check)
{
	EACH_CONSENT(check, c)
		if (!covers_nothing(c) &&
		    node_get(c->node, "withdrawal") == NULL)
			check_hit(check, c->node);
}

static void
exception_scope(struct check *check)
{
	const struct node *exceptions = check_section(check, "exceptions");

	for (size_t i = 0; i < node_count(exceptions); i++) {
		const struct node *node = node_at(exceptions, i);
		const struct node *scopes = node_get(node, "scopes");
		const struct node *ground = node_get(node, "ground");

		for (size_t j = 0; j < node_count(scopes); j++)
			if (ground_article((enum ground)ground->number,
			    (enum ground_scope)node_at(scopes, j)->number,
			    check->today) == NULL)
				check_hit_by(check, node,
				    node_at(scopes, j)->text);
	}
}

static void
exception_evidence(struct check *check)
{
	static const struct {
		enum ground ground;
		const char *evidence;
	} wanted[] = {
		{ GROUND_LAW, "statute" },
		{ GROUND_LIFE_BODY_PROPERTY, "consent_hard" },
		{ GROUND_PUBLIC_HEALTH_CHILD, "consent_hard" },
		{ GROUND_PUBLIC_DUTY, "authority" },
		{ GROUND_ACADEMIC_RECIPIENT, "no_unjust_harm" },
	};
	const struct node *exceptions = check_section(check, "exceptions");

	for (size_t i = 0; i < node_count(exceptions); i++) {
		const struct node *node = node_at(exceptions, i);

		for (size_t j = 0; j < LENGTH(wanted); j++)
			if (node_get(node, "ground")->number ==
			    (int64_t)wanted[j].ground && !node_lists(
			    node_get(node, "evidence"),
			    text_of(wanted[j].evidence)))
				check_hit_by(check, node,
				    text_of(wanted[j].evidence));
	}
}

static void
exception_without_approver(struct check *check)
{
	const struct node *exceptions = check_section(check, "exceptions");

	for (size_t i = 0; i < node_count(exceptions); i++) {
		const struct node *node = node_at(exceptions, i);
		const struct node *scopes = node_get(node, "scopes");

		if (node_get(node, "approver") == NULL &&
		    (node_lists(scopes, TEXT("provide")) ||
		    node_lists(scopes, TEXT("use"))))
			check_hit(check, node);
	}
}

static void
client_without_contract(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->client_count; i++)
		if (node_get(p->clients[i].node, "contract") == NULL)
			check_hit(check, p->clients[i].node);
}

const struct check_rule check_consents_rules[] = {
	RULE("consent_unused", WARNING, "", consent_unused,
	    "どこでも求められず、何にも必要とされない同意です",
	    "is asked for nowhere and needed by nothing",
	    "様式の consents に加えるか、同意を削ります",
	    "Ask for it on a form, or drop it."),
	RULE("consent_covers_nothing", WARNING, "通則ガイドライン2-16",
	    consent_covers_nothing,
	    "利用目的にも提供先にも及ばない同意で、これを根拠に行えることはありません",
	    "covers neither purpose nor recipient: nothing can rest on it",
	    "purposes、recipients、special_care のいずれかを書きます",
	    "Write purposes, recipients or special_care."),
	RULE("consent_without_guardian", ERROR, "通則ガイドライン2-16",
	    consent_without_guardian,
	    "法定代理人の同意が要る本人がいますが、法定代理人が同意できません",
	    "is asked of minors, but a guardian may not give it",
	    "given_by に guardian を加えます",
	    "Add guardian to given_by."),
	RULE("consent_without_withdrawal", WARNING, "",
	    consent_without_withdrawal,
	    "撤回の方法が書かれていません",
	    "does not say how to withdraw it",
	    "withdrawal に方法を書きます", "Write withdrawal."),
	RULE("exception_scope", ERROR, "18(3), 20(2), 21(4), 27(1), 27(5)",
	    exception_scope,
	    "法律がその場面では認めていない根拠です",
	    "the law does not allow this ground there",
	    "scopes から外します", "Take it out of scopes."),
	RULE("exception_evidence", ERROR, "27(1)", exception_evidence,
	    "根拠の要件を満たすことの記録が足りません",
	    "what the ground asks for is not recorded",
	    "evidence に加えます", "Add it to evidence."),
	RULE("exception_without_approver", WARNING, "10-3",
	    exception_without_approver,
	    "だれが判断するかが書かれていません",
	    "who decides is not said",
	    "approver に役割を書きます", "Name the role in approver."),
	RULE("client_without_contract", WARNING, "25",
	    client_without_contract,
	    "受託の契約が書かれていません",
	    "the contract with the client is not declared",
	    "contract を書きます", "Write contract."),
	END_OF_RULES
};
