/*
 * How long: retention by event and by record, the law's minimum, several
 * rules about one item.  A year that begins during 2025-03-10 ends with
 * 2026-03-10 (民法140条, 143条).
 */
#include "gate_world.h"

#define RULE(id, items, start, rest) \
	"  - {id: " id ", " LABEL ", items: " items ", start: " start ", " \
	rest ", at_end: erase, clause: n." id "}\n"
#define YEAR "period: {years: 1}"

static int64_t
day(const char *date)
{
	int64_t number;

	assert_true(clock_parse_date(text_of(date), &number));
	return number;
}

/* Noon of that day in Tokyo. */
static void
at(struct world *w, const char *date)
{
	w->ask.now = clock_tokyo_midnight(day(date)) + 12 * 3600000LL;
}

static void
counted_from_an_event(void **state)
{
	struct world *w = world_keeps(*state, RULE("a", "[name, email]",
	    "contract_end", YEAR));

	at(w, "2040-01-01");
	assert_permitted(w, "name email");	/* it has not happened */
	w->standing.event[START_CONTRACT_END] = day("2025-03-10");
	at(w, "2026-03-10");
	assert_permitted(w, "name email");
	at(w, "2026-03-11");
	assert_refused(w, "retention_over", "n.a");
	/* Midnight is Tokyo's. */
	w->ask.now = clock_tokyo_midnight(day("2026-03-11"));
	assert_refused(w, "retention_over", "n.a");
	w->ask.now--;
	assert_permitted(w, "name email");
	/* Another event does not count. */
	w->standing.event[START_CONTRACT_END] = 0;
	w->standing.event[START_SERVICE_END] = day("2020-01-01");
	at(w, "2026-03-11");
	assert_permitted(w, "name email");
}

static void
counted_from_the_record(void **state)
{
	struct world *w = world_keeps(*state, RULE("a", "[name, email]",
	    "acquisition", YEAR) RULE("b", "phone", "record_made",
	    "period: {months: 1}"));
	struct bits wanted, got;

	w->ask.items = items(w, "name email phone");
	for (size_t i = 0; i < WORLD_RECORDS; i++)
		w->head[i].day = day("2025-03-10");
	at(w, "2025-04-10");
	assert_permitted(w, "name email phone");
	at(w, "2025-04-11");
	assert_permitted(w, "name email");
	assert_item(w, "phone", "retention_over", "n.b");
	/* A younger record is still open, the older ones are not. */
	w->head[1].day = day("2025-09-01");
	at(w, "2026-03-11");
	assert_permitted(w, "name email");
	got = decision_record_items(decide(w), 0);
	assert_true(bits_empty(&got));
	wanted = items(w, "name email");
	got = decision_record_items(decide(w), 1);
	assert_memory_equal(&got, &wanted, sizeof(got));
	at(w, "2026-09-02");
	assert_refused(w, "retention_over", "n.a");
}

/* Part of a record is over, the rest goes on. */
static void
item_by_item(void **state)
{
	struct world *w = world_keeps(*state, RULE("a", "email",
	    "last_use", "period: {days: 30}"));
	struct bits wanted = items(w, "name"), got;

	w->standing.event[START_LAST_USE] = day("2026-05-01");
	at(w, "2026-05-31");
	assert_permitted(w, "name email");
	at(w, "2026-06-01");
	assert_permitted(w, "name");
	assert_item(w, "email", "retention_over", "n.a");
	got = decision_record_items(decide(w), 0);
	assert_memory_equal(&got, &wanted, sizeof(got));
	w->ask.items = items(w, "email");
	got = decision_record_items(decide(w), 0);
	assert_true(bits_empty(&got));
}

/* The law's minimum outlasts a shorter promise. */
static void
the_minimum_of_the_law(void **state)
{
	struct world *w = world_keeps(*state, RULE("a", "[name, email]",
	    "contract_end", YEAR ", minimum: {period: {years: 7}, "
	    "law: {ja: 法人税法施行規則59条}}"));

	w->standing.event[START_CONTRACT_END] = day("2020-06-30");
	at(w, "2021-07-01");
	assert_permitted(w, "name email");
	at(w, "2027-06-30");
	assert_permitted(w, "name email");
	at(w, "2027-07-01");
	assert_refused(w, "retention_over", "n.a");
}

/* What one rule ends and another keeps is kept. */
static void
several_rules(void **state)
{
	struct world *w = world_keeps(*state, RULE("a", "[name, email]",
	    "contract_end", YEAR) RULE("b", "name", "last_use", YEAR));

	w->standing.event[START_CONTRACT_END] = day("2025-01-01");
	at(w, "2026-06-01");
	assert_permitted(w, "name");
	assert_item(w, "email", "retention_over", "n.a");
	w->standing.event[START_LAST_USE] = day("2025-07-01");
	assert_permitted(w, "name");
	at(w, "2026-07-02");
	assert_refused(w, "retention_over", "n.a");
	assert_item(w, "name", "retention_over", "n.a");
}

static void
rules_are_of_their_people(void **state)
{
	struct world *w = world_keeps(*state, RULE("a", "[name, email]",
	    "contract_end", "subjects: staff, " YEAR));

	w->standing.event[START_CONTRACT_END] = day("2020-01-01");
	assert_permitted(w, "name email");
	w->standing.subject = number_of(w, SPACE_SUBJECTS, "staff");
	assert_refused(w, "retention_over", "n.a");
	/* Nor does the clause of another's rule answer for theirs. */
	w = world_keeps(*state, RULE("a", "[name, email]", "contract_end",
	    "subjects: staff, " YEAR) RULE("b", "[name, email]",
	    "contract_end", "subjects: customer, " YEAR));
	w->standing.event[START_CONTRACT_END] = day("2020-01-01");
	assert_refused(w, "retention_over", "n.b");
	w->ask.items = items(w, "name phone");
	assert_item(w, "name", "retention_over", "n.b");
}

/* What no record holds does not save what all of them have lost. */
static void
nothing_is_left_to_open(void **state)
{
	struct world *w = world_keeps(*state, RULE("a", "[name, email]",
	    "contract_end", YEAR));

	bits_remove(&w->class[1].items, item(w, "phone"));
	w->ask.items = items(w, "name email phone");
	assert_permitted(w, "name email phone");
	w->standing.event[START_CONTRACT_END] = day("2020-01-01");
	assert_refused(w, "retention_over", "n.a");
	bits_add(&w->class[1].items, item(w, "phone"));
	assert_permitted(w, "phone");
}

static void
counted_in_business_days(void **state)
{
	struct world *w = world_keeps(*state, RULE("a", "[name, email]",
	    "contract_end", "period: {business_days: 5}"));

	/* 2026-04-29 is a holiday, and 3 to 6 May are; then a weekend. */
	w->standing.event[START_CONTRACT_END] = day("2026-04-28");
	at(w, "2026-05-11");
	assert_permitted(w, "name email");
	at(w, "2026-05-12");
	assert_refused(w, "retention_over", "n.a");
	/* Before the year's end: 25 and 28 December, then from 4 January. */
	w->standing.event[START_CONTRACT_END] = day("2026-12-24");
	at(w, "2027-01-06");
	assert_permitted(w, "name email");
	at(w, "2027-01-07");
	assert_refused(w, "retention_over", "n.a");
	/* What ended before there was a calendar is over long since. */
	w->standing.event[START_CONTRACT_END] = day("1930-01-01");
	at(w, "2026-05-12");
	assert_refused(w, "retention_over", "n.a");
	w->standing.event[START_CONTRACT_END] = 0;
	assert_permitted(w, "name email");
}

/* The law's minimum wins, whichever of the two counts business days. */
static void
business_days_and_the_law(void **state)
{
	struct world *w = world_keeps(*state, RULE("a", "[name, email]",
	    "contract_end", "period: {business_days: 5}, minimum: {period: "
	    "{months: 1}, law: {ja: 法人税法施行規則59条}}") RULE("b",
	    "phone", "contract_end", "period: {days: 3}, minimum: {period: "
	    "{business_days: 10}, law: {ja: 法人税法施行規則59条}}"));

	w->ask.items = items(w, "name email phone");
	w->standing.event[START_CONTRACT_END] = day("2026-04-28");
	at(w, "2026-05-18");
	assert_permitted(w, "name email phone");
	at(w, "2026-05-19");
	assert_permitted(w, "name email");
	assert_item(w, "phone", "retention_over", "n.b");
	at(w, "2026-05-28");
	assert_permitted(w, "name email");
	at(w, "2026-05-29");
	assert_refused(w, "retention_over", "n.a");
}

/* Duties of the law and rights of the person outlast it. */
static void
what_retention_does_not_bar(void **state)
{
	struct world *w = world_keeps(*state, RULE("a", "all",
	    "contract_end", YEAR));
	const enum act free[] = {
		ACT_CORRECT, ACT_STOP, ACT_ERASE, ACT_DISCLOSE
	};

	w->standing.event[START_CONTRACT_END] = day("2020-01-01");
	assert_refused(w, "retention_over", "n.a");
	for (size_t i = 0; i < LENGTH(free); i++) {
		w->ask.act = free[i];
		assert_permitted(w, "name email");
	}
	w->ask.act = ACT_USE;
	w->ask.purpose = TEXT("keep");
	assert_permitted(w, "name email");
}

/* A rule without a clause answers by its section. */
static void
the_clause_of_a_rule(void **state)
{
	struct world *w = world_keeps(*state, "  - {id: a, " LABEL
	    ", items: [name, email], start: contract_end, " YEAR
	    ", at_end: erase}\n");

	w->standing.event[START_CONTRACT_END] = day("2020-01-01");
	assert_refused(w, "retention_over", "s.retention");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(counted_from_an_event),
		arena_test(counted_from_the_record),
		arena_test(item_by_item),
		arena_test(the_minimum_of_the_law),
		arena_test(several_rules),
		arena_test(rules_are_of_their_people),
		arena_test(nothing_is_left_to_open),
		arena_test(counted_in_business_days),
		arena_test(business_days_and_the_law),
		arena_test(what_retention_does_not_bar),
		arena_test(the_clause_of_a_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
