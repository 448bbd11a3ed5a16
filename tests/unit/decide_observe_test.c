/*
 * The gate while a business observes: what is noted and let through, and
 * what is refused as ever (S0.5.5a; APPI 18, 20(2), 27, 35).
 */
#include "gate_world.h"

#define RULE(id, items, start, rest) \
	"  - {id: " id ", " LABEL ", items: " items ", start: " start ", " \
	rest ", at_end: erase, clause: n." id "}\n"

static struct world *
observing(struct arena *arena, const char *rules)
{
	struct world *w = world_keeps(arena, rules);

	w->ask.observe = true;
	return w;
}

/* Permitted like this, and noted as that. */
#define assert_observed(w, ids_, code_, clause_) \
	do { \
		const struct decision *o_ = decide(w); \
		struct error noted_; \
		assert_permitted(w, ids_); \
		assert_string_equal(code_of(decision_observed(o_)), code_); \
		assert_text(decision_clause(o_), clause_); \
		assert_true(decision_fits(o_, 5, 7)); \
		(void)decision_observed_error(o_, &noted_); \
		assert_string_equal(noted_.code, code_); \
		assert_string_equal(noted_.clause, clause_); \
	} while (0)

static void
what_is_permitted_is_not_noted(void **state)
{
	struct world *w = observing(*state, "");

	assert_permitted(w, "name email");
	assert_int_equal(decision_observed(decide(w)), REFUSAL_NONE);
	assert_text(decision_clause(decide(w)), "p.serve");
}

static void
roles_are_observed(void **state)
{
	struct world *w = observing(*state, "");
	struct limits limits = { { { 0 } }, { { 0 } }, { { 0 } } };

	w->role = *policy_role(w->policy, TEXT("guest"));
	assert_observed(w, "name email", "item_not_for_role", "r.guest");
	w->ask.purpose = TEXT("teach");
	w->ask.items = items(w, "name");
	/* The first that was noted is the one that is told. */
	assert_observed(w, "name", "role_not_for_purpose", "r.guest");
	w->ask.purpose = TEXT("serve");
	w->ask.act = ACT_CORRECT;
	assert_observed(w, "name", "role_not_for_act", "r.guest");
	/* A key's own limits, a missing role and an auditor's stay. */
	w->ask.act = ACT_USE;
	w->ask.limits = &limits;
	assert_refused(w, "role_not_for_purpose", "r.guest");
	limits.purposes = w->role.purposes;
	assert_refused(w, "item_not_for_role", "r.guest");
	w->ask.limits = NULL;
	w->role.kind = ROLE_AUDITOR;
	w->ask.items = items(w, "email");
	assert_refused(w, "item_not_for_role", "r.guest");
	w->principal.role = NULL;
	assert_refused(w, "role_not_for_purpose", "s.roles");
}

static void
only_plain_items_pass(void **state)
{
	struct world *w = observing(*state, "");

	w->ask.purpose = TEXT("mail");
	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
	w->ask.items = items(w, "name phone");
	assert_observed(w, "name phone", "item_not_for_purpose", "p.mail");
	w->ask.items = items(w, "name health");
	assert_permitted(w, "name");
	assert_item(w, "health", "item_not_for_purpose", "p.mail");
	w->ask.items = items(w, "password");
	assert_refused(w, "item_not_for_purpose", "p.mail");
}

static void
the_class_must_be_of_this_revision(void **state)
{
	struct world *w = observing(*state, "");

	bits_remove(&w->class[1].purposes, purpose(w, "study")->number);
	w->ask.purpose = TEXT("study");
	w->ask.records = w->head;
	w->ask.record_count = 1;
	assert_observed(w, "name email", "class_without_purpose", "p.study");
	/* An older revision did not publish it. */
	w->class[1].revision = 7;
	assert_refused(w, "class_without_purpose", "p.study");
	w->class[1].revision = 1;
	w->class[1].subject = number_of(w, SPACE_SUBJECTS, "staff");
	purpose(w, "study")->subjects = (struct bits){ { 0 } };
	assert_refused(w, "class_without_purpose", "p.study");
}

static void
retention_is_observed(void **state)
{
	struct world *w = observing(*state, RULE("a", "[name, email]",
	    "contract_end", "period: {years: 1}"));

	w->standing.event[START_CONTRACT_END] = WORLD_DAY - 1000;
	assert_observed(w, "name email", "retention_over", "n.a");
	w->ask.observe = false;
	assert_refused(w, "retention_over", "n.a");
}

/* What a person has said, what the law forbids, what leaves the house. */
static void
these_are_never_passed(void **state)
{
	struct world *w = observing(*state, "");

	bits_add(&w->standing.stops, purpose(w, "serve")->number);
	assert_refused(w, "use_stopped", "s.rights");
	w = observing(*state, "");
	w->ask.purpose = TEXT("mail");
	assert_refused(w, "consent_missing", "c.mail");
	(void)add_consent(w, "mail_ok", CONSENT_WITHDRAWN);
	assert_refused(w, "consent_withdrawn", "c.mail");
	w = observing(*state, "");
	w->ask.hidden = true;
	assert_refused(w, "person_not_found", "");
	w = observing(*state, "");
	quarantine(w, 7);
	assert_refused(w, "special_care_without_ground", "i.name");
	w = observing(*state, "");
	w->ask.purpose = TEXT("selling");
	assert_refused(w, "use_prohibited", "x.selling");
	w->ask.purpose = TEXT("nothing");
	assert_refused(w, "purpose_unknown", "s.purposes");
	w = observing(*state, "");
	w->standing.client = 1;
	w->ask.purpose = TEXT("study");
	assert_refused(w, "kept_as_processor", "k.chain");
	w = observing(*state, "");
	w->ask.items = items(w, "creed");
	assert_refused(w, "item_never_held", "i.creed");
	w->ask.items = items(w, "name");
	for (int act = ACT_ACQUIRE; act <= ACT_ANONYMISE; act++) {
		if (act == ACT_USE || act == ACT_ACQUIRE ||
		    act == ACT_CORRECT)
			continue;
		w->role.acts = 0;
		w->ask.act = (enum act)act;
		assert_refused(w, "role_not_for_act", "r.clerk");
	}
}

static void
way_is_observed(void **state)
{
	struct world *w = observing(*state, "");

	w->ask.act = ACT_ACQUIRE;
	w->ask.way = way(w, "told");
	w->ask.subject = number_of(w, SPACE_SUBJECTS, "customer");
	w->ask.standing = NULL;
	w->ask.person = 0;
	w->ask.record_count = 0;
	w->ask.purpose = TEXT("study");
	w->ask.items = items(w, "name");
	assert_int_equal(decision_refusal(decide(w)), REFUSAL_NONE);
	assert_int_equal(decision_observed(decide(w)),
	    REFUSAL_WAY_NOT_FOR_PURPOSE);
	assert_text(decision_clause(decide(w)), "w.told");
	/* What the way does not ask for has no class to stand in. */
	w->ask.items = items(w, "phone");
	assert_int_not_equal(decision_refusal(decide(w)), REFUSAL_NONE);
	w->ask.observe = false;
	w->ask.items = items(w, "name");
	assert_int_equal(decision_refusal(decide(w)),
	    REFUSAL_WAY_NOT_FOR_PURPOSE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(what_is_permitted_is_not_noted),
		arena_test(roles_are_observed),
		arena_test(only_plain_items_pass),
		arena_test(the_class_must_be_of_this_revision),
		arena_test(retention_is_observed),
		arena_test(these_are_never_passed),
		arena_test(way_is_observed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
