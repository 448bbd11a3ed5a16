#include "test.h"

#include "calendar/open_days.h"
#include "days.h"
#include "digest.h"

/* Five working days from nine to six, with a summer break and a feast. */
static const struct business_range summer[] = { { 813, 815 } };
static int64_t feast[1];

static struct business_calendar
company(void)
{
	feast[0] = day_of("2026-11-24");
	return (struct business_calendar){
		.weekend = BUSINESS_WEEKEND,
		.national_holidays = true,
		.year_end = { 1229, 103 },
		.yearly = summer,
		.yearly_count = LENGTH(summer),
		.closed = feast,
		.closed_count = LENGTH(feast),
		.opens = 9 * 60,
		.closes = 18 * 60,
	};
}

static void
open_days_have_the_known_hash(void **state)
{
	static const int of_year[] = { 244, 241, 240, 242, 244 };
	struct digest digest;

	(void)state;
	digest_init(&digest);
	for (int64_t day = day_of("2020-01-01"); day <= day_of("2100-12-31");
	    day++)
		if (business_is_open(&business_government, day))
			digest_day(&digest, day);
	assert_digest(&digest, 19679,
	    "d8bdfa8b758733b2aa860ec0d9956534788e4a0ecb7dbf151fcf4d22cc040b92");
	for (int i = 0; i < 5; i++) {
		int open = 0;

		for (int64_t day = clock_day_number(2024 + i, 1, 1);
		    day < clock_day_number(2025 + i, 1, 1); day++)
			open += business_is_open(&business_government, day);
		assert_int_equal(open, of_year[i]);
	}
}

static void
a_zeroed_calendar_is_always_open(void **state)
{
	const struct business_calendar calendar = { .weekend = 0 };
	struct business_promise promise;
	struct error error;

	(void)state;
	assert_true(business_is_open(&calendar, day_of("2026-01-01")));
	assert_true(business_is_open(&calendar, day_of("2026-11-22")));
	assert_ok(business_promise(&promise, &calendar,
	    instant_of("2026-11-22T23:59:59+09:00"), 1, &error), &error);
	assert_day(promise.due, "2026-11-23");
	assert_day(promise.due_at_latest, "2026-11-23");
}

static void
each_reason_closes(void **state)
{
	struct business_calendar c = company();

	(void)state;
	assert_true(business_is_open(&c, day_of("2026-11-20")));
	assert_false(business_is_open(&c, day_of("2026-11-21")));
	assert_false(business_is_open(&c, day_of("2026-11-22")));
	assert_false(business_is_open(&c, day_of("2026-11-23")));
	assert_false(business_is_open(&c, day_of("2026-11-24")));
	assert_true(business_is_open(&c, day_of("2026-11-25")));
	assert_true(business_is_open(&c, day_of("2027-11-24")));
	assert_true(business_is_open(&c, day_of("2026-08-12")));
	assert_false(business_is_open(&c, day_of("2026-08-13")));
	assert_false(business_is_open(&c, day_of("2027-08-13")));
	assert_true(business_is_open(&c, day_of("2026-12-28")));
	assert_false(business_is_open(&c, day_of("2026-12-29")));
	assert_false(business_is_open(&c, day_of("2026-12-31")));
	assert_false(business_is_open(&c, day_of("2028-01-03")));
	assert_true(business_is_open(&c, day_of("2028-01-04")));
	c.national_holidays = false;
	assert_true(business_is_open(&c, day_of("2026-11-23")));
	c.weekend = 1 << 3;
	assert_true(business_is_open(&c, day_of("2026-11-21")));
	assert_false(business_is_open(&c, day_of("2026-11-18")));
	c.year_end = (struct business_range){ 0, 0 };
	assert_true(business_is_open(&c, day_of("2026-12-29")));
}

static void
a_newer_list_decides(void **state)
{
	const struct holiday one = { day_of("2026-11-20"), "臨時" };
	const struct holiday_list list = { 2026, 2026, &one, 1 };
	struct business_calendar calendar = business_government;

	(void)state;
	calendar.newer = &list;
	assert_false(business_is_open(&calendar, day_of("2026-11-20")));
	assert_true(business_is_open(&calendar, day_of("2026-11-23")));
	assert_false(business_is_open(&calendar, day_of("2027-11-23")));
}

/* S4.7.3e: fourteen business days, the day after receipt being the first. */
static void
fourteen_business_days(void **state)
{
	static const struct {
		const char *arrived, *due, *latest;
	} vectors[] = {
		{ "2026-04-20", "2026-05-14", "2026-05-14" },
		{ "2026-09-07", "2026-09-30", "2026-09-30" },
		{ "2026-09-11", "2026-10-06", "2026-10-06" },
		{ "2026-09-12", "2026-10-06", "2026-10-07" },
		{ "2026-12-14", "2027-01-07", "2027-01-07" },
		{ "2026-12-21", "2027-01-15", "2027-01-15" },
		{ "2027-03-08", "2027-03-29", "2027-03-29" },
		{ "2019-04-19", "2019-05-17", "2019-05-17" },
		{ "2021-07-16", "2021-08-10", "2021-08-10" },
		{ "2032-09-13", "2032-10-06", "2032-10-06" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(vectors); i++) {
		int64_t day = day_of(vectors[i].arrived), due;
		struct business_promise promise;
		struct error error;

		assert_ok(business_day_after(&due, &business_government, day,
		    14, &error), &error);
		assert_day(due, vectors[i].due);
		assert_ok(business_promise(&promise, &business_government,
		    clock_tokyo_midnight(day), 14, &error), &error);
		assert_day(promise.arrived, vectors[i].arrived);
		assert_day(promise.due, vectors[i].due);
		assert_day(promise.due_at_latest, vectors[i].latest);
	}
}

/* The strict count never ends after the lenient one. */
static void
strict_is_never_later(void **state)
{
	struct business_calendar c = company();

	(void)state;
	for (int64_t day = day_of("2026-01-01"); day < day_of("2028-01-01");
	    day++)
		for (int hour = 0; hour < 24; hour++) {
			struct business_promise p;
			struct error error;

			assert_ok(business_promise(&p, &c,
			    clock_tokyo_midnight(day) + hour * 3600000LL, 14,
			    &error), &error);
			assert_true(p.arrived == day);
			assert_true(p.received >= p.arrived);
			assert_true(p.due <= p.due_at_latest);
			assert_true(p.due > p.arrived);
			assert_true(business_is_open(&c, p.due));
			assert_true(business_is_open(&c, p.due_at_latest));
		}
}

static void
office_hours_never_move_the_arrival(void **state)
{
	static const struct {
		const char *arrival, *arrived, *received, *due, *latest;
	} cases[] = {
		/* Before and within the hours of a Wednesday. */
		{ "2026-11-18T00:00:00+09:00", "2026-11-18", "2026-11-18",
		    "2026-11-19", "2026-11-19" },
		{ "2026-11-18T17:59:59.999+09:00", "2026-11-18", "2026-11-18",
		    "2026-11-19", "2026-11-19" },
		/* After them: arrived that day, promised from the next. */
		{ "2026-11-18T18:00:00+09:00", "2026-11-18", "2026-11-19",
		    "2026-11-19", "2026-11-20" },
		{ "2026-11-18T23:59:59.999+09:00", "2026-11-18", "2026-11-19",
		    "2026-11-19", "2026-11-20" },
		/* Friday evening, and a closed day at any hour. */
		{ "2026-11-20T18:30:00+09:00", "2026-11-20", "2026-11-25",
		    "2026-11-25", "2026-11-26" },
		{ "2026-11-21T10:00:00+09:00", "2026-11-21", "2026-11-25",
		    "2026-11-25", "2026-11-26" },
		{ "2026-11-24T20:00:00+09:00", "2026-11-24", "2026-11-25",
		    "2026-11-25", "2026-11-26" },
		/* Said in UTC, it is the next day in Tokyo. */
		{ "2026-11-17T15:00:00Z", "2026-11-18", "2026-11-18",
		    "2026-11-19", "2026-11-19" },
	};
	struct business_calendar c = company();

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct business_promise p;
		struct error error;

		assert_ok(business_promise(&p, &c,
		    instant_of(cases[i].arrival), 1, &error), &error);
		assert_day(p.arrived, cases[i].arrived);
		assert_day(p.received, cases[i].received);
		assert_day(p.due, cases[i].due);
		assert_day(p.due_at_latest, cases[i].latest);
	}
}

/* 規則8条2項; the day of knowing is day 1. */
static void
breach_reports(void **state)
{
	static const struct {
		const char *known;
		int days;
		const char *raw, *due;
	} vectors[] = {
		{ "2026-11-20", 30, "2026-12-19", "2026-12-21" },
		{ "2026-12-01", 30, "2026-12-30", "2027-01-04" },
		{ "2026-08-24", 30, "2026-09-22", "2026-09-24" },
		{ "2026-11-01", 60, "2026-12-30", "2027-01-04" },
		{ "2027-02-20", 30, "2027-03-21", "2027-03-23" },
		{ "2026-11-02", 30, "2026-12-01", "2026-12-01" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(vectors); i++) {
		int64_t known = day_of(vectors[i].known), due;
		struct error error;

		assert_day(known + vectors[i].days - 1, vectors[i].raw);
		assert_ok(business_term(&due, &business_government, known,
		    vectors[i].days, &error), &error);
		assert_day(due, vectors[i].due);
	}
}

static void
two_weeks_before_a_suit(void **state)
{
	(void)state;
	assert_day(business_suit_from(day_of("2026-04-01")), "2026-04-16");
	assert_day(business_suit_from(day_of("2026-12-25")), "2027-01-09");
}

static void
no_business_days(void **state)
{
	struct business_calendar c = business_government;
	struct business_promise promise;
	struct error error;
	int64_t day;

	(void)state;
	assert_ok(business_day_after(&day, &c, day_of("2026-11-21"), 0,
	    &error), &error);
	assert_day(day, "2026-11-24");
	assert_ok(business_next_open(&day, &c, day_of("2026-11-20"), &error),
	    &error);
	assert_day(day, "2026-11-20");
	/* The first and the last day of the calendar's years. */
	assert_ok(business_next_open(&day, &c, day_of("1948-01-01"), &error),
	    &error);
	assert_day(day, "1948-01-05");
	assert_ok(business_next_open(&day, &c, day_of("2150-12-28"), &error),
	    &error);
	assert_day(day, "2150-12-28");
	assert_fails(business_next_open(&day, &c, day_of("1947-12-31"),
	    &error), &error, STATUS_INVALID, "outside_calendar");
	assert_fails(business_day_after(&day, &c, day_of("2150-12-28"), 1,
	    &error), &error, STATUS_INVALID, "outside_calendar");
	assert_fails(business_promise(&promise, &c,
	    instant_of("2150-12-25T00:00:00Z"), 14, &error), &error,
	    STATUS_INVALID, "outside_calendar");
	c.weekend = 0x7F;
	assert_fails(business_next_open(&day, &c, day_of("2026-11-20"),
	    &error), &error, STATUS_INVALID, "never_open");
	assert_fails(business_day_after(&day, &c, day_of("2026-11-20"), 3,
	    &error), &error, STATUS_INVALID, "never_open");
}

/* The list says what the walk says, for each day of some years. */
static void
all_open_days(void **state)
{
	const struct business_range august = { 813, 816 };
	const struct business_calendar odd = {
		.weekend = 1 << WEEK_SUNDAY, .national_holidays = true,
		.yearly = &august, .yearly_count = 1,
	};
	const struct business_calendar *const all[] = {
		&business_government, &odd
	};

	for (size_t i = 0; i < LENGTH(all); i++) {
		struct open_days days;
		struct error error;

		assert_ok(open_days_make(&days, all[i], *state, &error),
		    &error);
		for (int64_t day = day_of("2025-12-01"); day <
		    day_of("2027-02-01"); day++)
			for (int n = 1; n <= 30; n += 7) {
				int64_t due;

				assert_ok(business_day_after(&due, all[i],
				    day, n, &error), &error);
				assert_int_equal(open_days_after(&days, day,
				    n), due);
			}
		assert_int_equal(open_days_after(&days,
		    day_of("2150-12-28"), 20), OPEN_DAYS_NEVER);
		assert_int_equal(open_days_after(&days, day_of("1900-01-01"),
		    1), days.day[0]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_days_have_the_known_hash),
		cmocka_unit_test(a_zeroed_calendar_is_always_open),
		cmocka_unit_test(each_reason_closes),
		cmocka_unit_test(a_newer_list_decides),
		cmocka_unit_test(fourteen_business_days),
		cmocka_unit_test(strict_is_never_later),
		cmocka_unit_test(office_hours_never_move_the_arrival),
		cmocka_unit_test(breach_reports),
		cmocka_unit_test(two_weeks_before_a_suit),
		cmocka_unit_test(no_business_days),
		arena_test(all_open_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
