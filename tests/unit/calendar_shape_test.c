#include "test.h"

#include "base/yaml.h"
#include "calendar/shape.h"
#include "days.h"

static const char *const spaces[] = { NULL };
static const struct shape_language language = {
	.root = &calendar_shape, .spaces = spaces, .space_count = 1,
};

static struct findings
fill(struct business_calendar *calendar, const char *yaml,
    struct arena *arena)
{
	const struct node *root;
	struct findings findings;
	struct error error;

	findings_init(&findings, arena, "p.yaml");
	assert_ok(yaml_parse(&root, text_of(yaml), "p.yaml", arena, &error),
	    &error);
	assert_ok(shape_check(root, &language, &findings, &error), &error);
	if (findings_total(&findings) == 0)
		assert_ok(calendar_from_node(calendar, root,
		    "/rights/calendar", &findings, &error), &error);
	return findings;
}

static void
assert_filled(struct business_calendar *calendar, const char *yaml,
    struct arena *arena)
{
	struct findings findings = fill(calendar, yaml, arena);

	if (findings.first != NULL)
		print_error("%s %s\n", findings.first->error.field,
		    findings.first->error.text[LANGUAGE_EN]);
	assert_int_equal(findings_total(&findings), 0);
}

static void
assert_is_government(const struct business_calendar *calendar)
{
	assert_int_equal(calendar->weekend, BUSINESS_WEEKEND);
	assert_true(calendar->national_holidays);
	assert_null(calendar->newer);
	assert_int_equal(calendar->year_end.from, 1229);
	assert_int_equal(calendar->year_end.to, 103);
	assert_int_equal(calendar->yearly_count, 0);
	assert_int_equal(calendar->closed_count, 0);
	assert_int_equal(calendar->closes, 0);
}

static void
an_absent_calendar_is_the_government_s(void **state)
{
	struct business_calendar calendar;
	struct findings findings;
	struct error error;

	findings_init(&findings, *state, "p.yaml");
	assert_ok(calendar_from_node(&calendar, NULL, "/rights/calendar",
	    &findings, &error), &error);
	assert_int_equal(findings_total(&findings), 0);
	assert_is_government(&calendar);
	assert_filled(&calendar, "hours:\n", *state);
	assert_is_government(&calendar);
}

static void
every_key_is_taken(void **state)
{
	struct business_calendar c;

	assert_filled(&c,
	    "weekend: [sunday, wednesday]\n"
	    "national_holidays: false\n"
	    "year_end: {from: \"12-28\", to: \"01-05\"}\n"
	    "closed: [2026-08-12, 2026-11-20]\n"
	    "closed_yearly:\n"
	    "  - {from: \"08-13\", to: \"08-16\"}\n"
	    "  - {from: \"02-29\", to: \"02-29\"}\n"
	    "hours: {from: \"09:30\", to: \"18:00\"}\n", *state);
	assert_int_equal(c.weekend, 1 << 0 | 1 << 3);
	assert_false(c.national_holidays);
	assert_int_equal(c.year_end.from, 1228);
	assert_int_equal(c.year_end.to, 105);
	assert_int_equal(c.closed_count, 2);
	assert_day(c.closed[0], "2026-08-12");
	assert_day(c.closed[1], "2026-11-20");
	assert_int_equal(c.yearly_count, 2);
	assert_int_equal(c.yearly[0].from, 813);
	assert_int_equal(c.yearly[0].to, 816);
	assert_int_equal(c.yearly[1].from, 229);
	assert_int_equal(c.opens, 9 * 60 + 30);
	assert_int_equal(c.closes, 18 * 60);
	assert_false(business_is_open(&c, day_of("2026-11-18")));
	assert_false(business_is_open(&c, day_of("2026-11-20")));
	assert_true(business_is_open(&c, day_of("2026-11-21")));
	assert_true(business_is_open(&c, day_of("2026-11-23")));
}

static void
a_week_without_weekend(void **state)
{
	struct business_calendar c;

	assert_filled(&c, "weekend: []\n", *state);
	assert_int_equal(c.weekend, 0);
	assert_true(business_is_open(&c, day_of("2026-11-22")));
}

static void
what_a_shape_cannot_say(void **state)
{
	static const struct {
		const char *yaml;
		const char *place;
		const char *code;
	} bad[] = {
		{ "weekend: [sunday, monday, tuesday, wednesday, thursday, "
		    "friday, saturday]\n", "p.yaml:1:10", "bad_value" },
		{ "year_end: {from: \"02-30\", to: \"01-03\"}\n",
		    "p.yaml:1:11", "bad_value" },
		{ "year_end: {from: \"12-29\", to: \"1-003\"}\n",
		    "p.yaml:1:11", "bad_value" },
		{ "year_end: {from: \"12-29\", to: \"-1-03\"}\n",
		    "p.yaml:1:11", "bad_value" },
		{ "closed_yearly:\n  - {from: \"13-01\", to: \"01-03\"}\n",
		    "p.yaml:2:5", "bad_value" },
		{ "year_end: {from: \"12/29\", to: \"01-03\"}\n",
		    "p.yaml:1:11", "bad_value" },
		{ "year_end: {from: \"12-x9\", to: \"01-03\"}\n",
		    "p.yaml:1:11", "bad_value" },
		{ "year_end: {from: \"12-29\", to: \"01-00\"}\n",
		    "p.yaml:1:11", "bad_value" },
		{ "year_end: {to: \"01-03\"}\n", "p.yaml:1:11",
		    "missing_key" },
		{ "hours: {from: \"09:00\"}\n", "p.yaml:1:8",
		    "missing_key" },
		{ "hours: {to: \"09:00\"}\n", "p.yaml:1:8",
		    "missing_key" },
		{ "hours: {from: \"18:00\", to: \"09:00\"}\n", "p.yaml:1:8",
		    "bad_value" },
		{ "hours: {from: \"09:00\", to: \"09:00\"}\n", "p.yaml:1:8",
		    "bad_value" },
		{ "closed_yearly:\n  - {from: \"01-01\", to: \"12-31\"}\n",
		    "p.yaml:1:1", "bad_value" },
		{ "year_end: {from: \"12-29\"}\n", "p.yaml:1:11",
		    "missing_key" },
		{ "closed: [2026-02-30]\n", "p.yaml:1:10", "bad_value" },
		{ "weekend: [sun]\n", "p.yaml:1:11", "bad_value" },
		{ "weekends: [sunday]\n", "p.yaml:1:1", "unknown_key" },
	};

	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct business_calendar c;
		struct findings findings = fill(&c, bad[i].yaml, *state);

		assert_int_equal(findings_total(&findings), 1);
		assert_string_equal(findings.first->error.code, bad[i].code);
		assert_string_equal(findings.first->error.field,
		    bad[i].place);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(an_absent_calendar_is_the_government_s),
		arena_test(every_key_is_taken),
		arena_test(a_week_without_weekend),
		arena_test(what_a_shape_cannot_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
