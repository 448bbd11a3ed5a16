/*
 * Compiling: ids to numbers that stay through all revisions, lists to sets,
 * and the clauses that stand behind declarations.
 */
#include "gate_world.h"

static struct policy *
compile(struct numbering *numbering, const char *const *parts,
    struct arena *arena)
{
	return world_compile(numbering, world_text(parts, arena), arena);
}

/* The policy of the world, in this order. */
static struct policy *
usual(struct numbering *numbering, struct arena *arena)
{
	const char *const parts[] = {
		WORLD_PARTS, WORLD_TAIL, WORLD_TEXT, NULL
	};

	return compile(numbering, parts, arena);
}

static void
numbers_follow_the_file(void **state)
{
	static const char *const in_order[] = {
		"name", "email", "phone", "note", "health", "creed",
		"password", "wage"
	};
	struct numbering n;
	struct policy *policy;

	numbering_init(&n, *state);
	policy = usual(&n, *state);
	assert_int_equal(policy->item_count, LENGTH(in_order));
	for (size_t i = 0; i < policy->item_count; i++) {
		assert_text(policy->items[i].id, in_order[i]);
		assert_int_equal(numbering_find(&n, SPACE_ITEMS,
		    text_of(in_order[i])), policy->items[i].number);
		assert_ptr_equal(policy->item_at[policy->items[i].number],
		    &policy->items[i]);
	}
	/* Ids of another kind have numbers of their own. */
	assert_int_equal(numbering_find(&n, SPACE_SUBJECTS,
	    TEXT("customer")), 1);
	assert_int_equal(numbering_find(&n, SPACE_SERVICES, TEXT("shop")),
	    1);
	assert_int_equal(numbering_find(&n, SPACE_SUBJECTS, TEXT("shop")),
	    0);
	assert_text(numbering_id(&n, SPACE_ITEMS, 1), "name");
	assert_text(numbering_id(&n, SPACE_ITEMS, 400), "");
	assert_null(policy->item_at[0]);
}

#define ITEM(id) "  - {id: " id ", kind: text, " LABEL "}\n"
#define SMALL(items, purpose_items) \
	WORLD_HEAD, WORLD_PEOPLE, "items:\n", items, \
	"acquisition:\n" \
	"  - {id: form, " LABEL ", medium: web, source: person, " \
	"optional: all, purposes: all}\n" \
	"purposes:\n" \
	"  - {id: serve, " LABEL ", text: {ja: 提供}, items: " \
	purpose_items ", made_known: published}\n" \
	"roles:\n" \
	"  - {id: clerk, kind: staff, " LABEL ", purposes: all, " \
	"items: all, acts: [use]}\n", \
	WORLD_TAIL, WORLD_TEXT, NULL

static void
numbers_stay_through_revisions(void **state)
{
	static const char *const first[] = {
		SMALL(ITEM("a") ITEM("b") ITEM("c"), "[a, b, c]")
	};
	static const char *const second[] = {
		SMALL(ITEM("d") ITEM("c") ITEM("a"), "[d, c]")
	};
	static const char *const third[] = {
		SMALL(ITEM("e") ITEM("b") ITEM("d"), "all")
	};
	const struct { const char *id; unsigned int number; } wanted[] = {
		{ "a", 1 }, { "b", 2 }, { "c", 3 }, { "d", 4 }, { "e", 5 }
	};
	struct policy *one, *two, *three;
	struct numbering n;

	numbering_init(&n, *state);
	one = compile(&n, first, *state);
	two = compile(&n, second, *state);
	three = compile(&n, third, *state);
	for (size_t i = 0; i < LENGTH(wanted); i++)
		assert_int_equal(numbering_find(&n, SPACE_ITEMS,
		    text_of(wanted[i].id)), wanted[i].number);
	/* What is gone keeps its number, and is not declared. */
	assert_null(two->item_at[2]);
	assert_false(bits_has(&two->declared, 2));
	assert_text(two->item_at[4]->id, "d");
	assert_text(three->item_at[2]->id, "b");
	assert_int_equal(bits_count(&one->declared), 3);
	assert_int_equal(bits_count(&three->purposes[0].items), 3);
	assert_false(bits_has(&three->purposes[0].items, 1));
	assert_int_equal(one->purposes[0].number, three->purposes[0].number);
	/* Compiled again, it is the same. */
	two = compile(&n, first, *state);
	assert_memory_equal(two->hash, one->hash, POLICY_HASH_SIZE);
	assert_memory_equal(&two->declared, &one->declared,
	    sizeof(one->declared));
}

/* What the store had is not new; what a revision brings is. */
static void
new_names_are_told_apart(void **state)
{
	static const char *const parts[] = { SMALL(ITEM("a") ITEM("z"),
	    "all") };
	struct numbering n;
	size_t new = 0;

	numbering_init(&n, *state);
	assert_true(numbering_add(&n, SPACE_ITEMS, 7, TEXT("z"), false));
	(void)compile(&n, parts, *state);
	for (const struct numbering_name *name = n.first; name != NULL;
	    name = name->next) {
		assert_int_equal(name->new, !text_is(name->id, "z"));
		new += name->new && name->space == SPACE_ITEMS;
	}
	assert_int_equal(new, 1);
	assert_int_equal(numbering_find(&n, SPACE_ITEMS, TEXT("z")), 7);
	assert_int_equal(numbering_find(&n, SPACE_ITEMS, TEXT("a")), 8);
}

/* Items "x0" to "x<count-1>" in that policy. */
static enum status
compile_many(struct numbering *n, char x, int count, struct arena *arena,
    struct error *error)
{
	const char *before[] = { WORLD_HEAD WORLD_PEOPLE "items:\n", NULL };
	const char *after[] = {
		"acquisition:\n"
		"  - {id: form, " LABEL ", medium: web, source: person, "
		"purposes: all}\n"
		"purposes:\n"
		"  - {id: serve, " LABEL ", text: {ja: 提供}, items: all, "
		"made_known: published}\n"
		"roles:\n"
		"  - {id: clerk, kind: staff, " LABEL ", purposes: all, "
		"items: all, acts: [use]}\n", WORLD_TAIL, WORLD_TEXT, NULL
	};
	const struct policy *policy;
	struct policy_source source;
	struct findings findings;
	struct buf out;

	buf_init(&out, arena, 1 << 20);
	buf_text(&out, world_text(before, arena));
	for (int i = 0; i < count; i++)
		buf_printf(&out, "  - {id: %c%d, kind: text, " LABEL "}\n",
		    x, i);
	buf_text(&out, world_text(after, arena));
	findings_init(&findings, arena, "test");
	assert_ok(policy_source_parse(&source, buf_as_text(&out), "test",
	    &findings, arena, error), error);
	return policy_compile(&policy, &source, n, arena, error);
}

static void
a_store_has_a_limit(void **state)
{
	struct numbering n;
	struct error error;

	numbering_init(&n, *state);
	assert_ok(compile_many(&n, 'a', 400, *state, &error), &error);
	assert_ok(compile_many(&n, 'b', BITS_MAX - 1 - 400, *state, &error),
	    &error);
	assert_int_equal(n.last[SPACE_ITEMS], BITS_MAX - 1);
	/* What it has already is no more. */
	assert_ok(compile_many(&n, 'a', 400, *state, &error), &error);
	assert_fails(compile_many(&n, 'c', 1, *state, &error), &error,
	    STATUS_INVALID, "too_many");
	/* Other kinds are not full. */
	assert_int_not_equal(numbering_find(&n, SPACE_PURPOSES,
	    TEXT("serve")), 0);
}

static void
sets_and_what_is_absent(void **state)
{
	struct world *w = world_new(*state);
	const struct policy *p = w->policy;
	struct bits all = p->declared, wanted;

	assert_int_equal(bits_count(&all), 8);
	assert_memory_equal(&purpose(w, "own")->items, &all, sizeof(all));
	assert_memory_equal(&consent(w, "mail_ok")->items, &all,
	    sizeof(all));	/* not said: all of them */
	wanted = items(w, "name email");
	assert_memory_equal(&consent(w, "give_ok")->items, &wanted,
	    sizeof(wanted));
	/* A purpose about nobody in particular is about everybody. */
	assert_int_equal(bits_count(&purpose(w, "serve")->subjects), 2);
	assert_int_equal(bits_count(&purpose(w, "serve")->services), 2);
	assert_int_equal(bits_count(&purpose(w, "teach")->services), 1);
	assert_int_equal(bits_count(&purpose(w, "serve")->provides), 0);
	assert_int_equal(bits_count(&purpose(w, "give")->provides), 8);
	assert_int_equal(bits_count(&policy_role(p, TEXT("clerk"))->masked),
	    2);
	assert_int_equal(bits_count(&policy_role(p, TEXT("guest"))->masked),
	    0);
	assert_int_equal(consent(w, "mail_ok")->givers, 1u << GIVER_PERSON);
	assert_int_equal(consent(w, "health_ok")->givers,
	    1u << GIVER_GUARDIAN | 1u << GIVER_AGENT);
	assert_false(consent(w, "mail_ok")->expires);
	assert_true(consent(w, "study_ok")->expires);
	assert_int_equal(consent(w, "study_ok")->expiry.calendar.count, 6);
	assert_true(way(w, "form")->shown);
	assert_false(way(w, "told")->shown);
	wanted = items(w, "name email phone note health password wage");
	assert_memory_equal(&way(w, "form")->items, &wanted, sizeof(wanted));
	wanted = items(w, "name");
	assert_memory_equal(&way(w, "form")->required, &wanted,
	    sizeof(wanted));
	wanted = items(w, "creed");
	assert_memory_equal(&p->never_held, &wanted, sizeof(wanted));
	wanted = items(w, "health");
	assert_memory_equal(&p->special_care, &wanted, sizeof(wanted));
}

#define KIND(id, rest) \
	"  - {id: " id ", " LABEL ", kind: " rest "}\n"
static void
items_and_their_nature(void **state)
{
	static const char *const parts[] = { SMALL(
	    KIND("plain", "text")
	    KIND("card", "card")
	    KIND("account", "bank_account")
	    KIND("secret", "password, masking: none")
	    KIND("ill", "free_text, special_care: medical_history")
	    KIND("ledger", "free_text, tier: statutory")
	    KIND("ill_ledger", "text, special_care: race, tier: statutory")
	    KIND("only", "email, unique: true")
	    KIND("found", "phone, searchable: true")
	    KIND("dark", "text, masking: full"), "all") };
	static const struct {
		const char *id;
		enum tier tier;
		enum masking masking;
		bool searchable;
	} wanted[] = {
		{ "plain", TIER_PLAIN, MASKING_BY_KIND, false },
		{ "card", TIER_FINANCIAL, MASKING_BY_KIND, false },
		{ "account", TIER_FINANCIAL, MASKING_BY_KIND, false },
		{ "secret", TIER_CREDENTIAL, MASKING_HIDDEN, false },
		{ "ill", TIER_SPECIAL_CARE, MASKING_BY_KIND, false },
		{ "ledger", TIER_STATUTORY, MASKING_BY_KIND, false },
		{ "ill_ledger", TIER_STATUTORY, MASKING_BY_KIND, false },
		{ "only", TIER_PLAIN, MASKING_BY_KIND, true },
		{ "found", TIER_PLAIN, MASKING_BY_KIND, true },
		{ "dark", TIER_PLAIN, MASKING_FULL, false },
	};
	struct numbering n;
	struct policy *p;

	numbering_init(&n, *state);
	p = compile(&n, parts, *state);
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		const struct policy_item *item = policy_item(p,
		    text_of(wanted[i].id));

		assert_non_null(item);
		assert_int_equal(item->tier, wanted[i].tier);
		assert_int_equal(item->masking, wanted[i].masking);
		assert_int_equal(item->searchable, wanted[i].searchable);
	}
	/* The tier that is written does not change what it is. */
	assert_true(bits_has(&p->special_care, policy_item(p,
	    TEXT("ill_ledger"))->number));
}

static void
roles_and_acts(void **state)
{
	struct world *w = world_new(*state);
	const struct policy_role *clerk = policy_role(w->policy,
	    TEXT("clerk"));
	const struct policy_role *boss = policy_role(w->policy,
	    TEXT("boss"));

	assert_int_equal(clerk->acts, (1u << ACT_COUNT) - 1);
	assert_int_equal(clerk->approvals, 1u << ACT_EXPORT);
	assert_true(clerk->unmask_with_reason);
	assert_int_equal(clerk->kind, ROLE_STAFF);
	assert_int_equal(boss->acts, 1u << ACT_USE);
	assert_int_equal(boss->approvals, 0);
	assert_false(boss->unmask_with_reason);
	assert_int_equal(boss->kind, ROLE_OFFICER);
}

static void
exceptions_by_scope(void **state)
{
	struct world *w = world_new(*state);
	const uint32_t *allowed = w->policy->allowed;

	assert_int_equal(allowed[GROUND_ACQUIRE], 1u << GROUND_LAW);
	assert_int_equal(allowed[GROUND_PROVIDE], 1u << GROUND_LAW);
	assert_int_equal(allowed[GROUND_USE],
	    1u << GROUND_LIFE_BODY_PROPERTY);
	assert_int_equal(allowed[GROUND_NOTICE], 0);
	assert_int_equal(allowed[GROUND_NOT_THIRD_PARTY], 0);
	assert_true(recipient(w, "office")->has_ground);
	assert_int_equal(recipient(w, "office")->ground, GROUND_LAW);
	assert_false(recipient(w, "partner")->has_ground);
	assert_true(recipient(w, "named")->individual_consent);
	assert_int_equal(recipient(w, "cloud")->kind,
	    RECIPIENT_CLOUD_WITHOUT_HANDLING);
}

#define KEEP(id, rest) \
	"  - {id: " id ", " LABEL ", items: name, start: last_use, " \
	rest ", at_end: erase}\n"
static void
periods(void **state)
{
	struct world *w = world_keeps(*state,
	    KEEP("d", "period: {days: 30}")
	    KEEP("w", "period: {weeks: 2}")
	    KEEP("m", "period: {months: 6}")
	    KEEP("y", "period: {years: 7}, minimum: {period: {years: 10}, "
	    "law: {ja: 会社法432条}}")
	    KEEP("b", "period: {business_days: 3}"));
	const struct policy_retention *r = w->policy->retentions;
	static const struct period wanted[] = {
		{ 30, PERIOD_DAYS }, { 2, PERIOD_WEEKS }, { 6, PERIOD_MONTHS },
		{ 7, PERIOD_YEARS }, { 3, PERIOD_DAYS },
	};

	assert_int_equal(w->policy->retention_count, LENGTH(wanted));
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		assert_int_equal(r[i].period.calendar.count,
		    wanted[i].count);
		assert_int_equal(r[i].period.calendar.unit, wanted[i].unit);
		assert_int_equal(r[i].period.in_business_days, i == 4);
		assert_int_equal(r[i].has_minimum, i == 3);
		assert_int_equal(r[i].start, START_LAST_USE);
	}
	assert_int_equal(r[3].minimum.calendar.count, 10);
	assert_int_equal(bits_count(&r[0].subjects), 2);
}

static void
clauses_and_labels(void **state)
{
	struct world *w = world_new(*state);
	const struct policy *p = w->policy;
	const struct node *label;

	assert_text(policy_clause(policy_item(p, TEXT("name"))->node),
	    "i.name");
	assert_text(policy_clause(policy_item(p, TEXT("email"))->node), "");
	assert_text(policy_section_clause(p, "items"), "s.items");
	assert_text(policy_section_clause(p, "measures"), "");
	label = node_get(policy_item(p, TEXT("name"))->node, "label");
	assert_text(policy_label(label, LANGUAGE_JA), "名");
	assert_text(policy_label(label, LANGUAGE_EN), "名");
	assert_text(policy_clause(policy_prohibited(p, TEXT("selling"))),
	    "x.selling");
}

static void
looking_up(void **state)
{
	const struct policy *p = world_new(*state)->policy;
	const struct text no = TEXT("nothing"), nothing = { "", 0 };

	assert_null(policy_item(p, no));
	assert_null(policy_purpose(p, no));
	assert_null(policy_role(p, no));
	assert_null(policy_recipient(p, no));
	assert_null(policy_way(p, no));
	assert_null(policy_consent(p, no));
	assert_null(policy_subject(p, no));
	assert_null(policy_prohibited(p, no));
	assert_null(policy_client(p, 99));
	assert_null(policy_item(p, nothing));
	assert_non_null(policy_subject(p, TEXT("staff")));
	assert_non_null(policy_way(p, TEXT("told")));
	assert_int_equal(policy_way(p, TEXT("told"))->source,
	    SOURCE_THIRD_PARTY);
	assert_non_null(policy_client(p, 1));
	/* Ids are whole words. */
	assert_null(policy_item(p, TEXT("nam")));
	assert_null(policy_item(p, TEXT("names")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(numbers_follow_the_file),
		arena_test(numbers_stay_through_revisions),
		arena_test(new_names_are_told_apart),
		arena_test(a_store_has_a_limit),
		arena_test(sets_and_what_is_absent),
		arena_test(items_and_their_nature),
		arena_test(roles_and_acts),
		arena_test(exceptions_by_scope),
		arena_test(periods),
		arena_test(clauses_and_labels),
		arena_test(looking_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
