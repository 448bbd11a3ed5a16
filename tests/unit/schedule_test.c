#include "test.h"

#include "base/clock.h"
#include "jobs/schedule.h"

static int64_t
instant(const char *text)
{
	int64_t at;

	assert_true(clock_parse(text_of(text), &at));
	return at;
}

static struct schedule
parsed(const char *text)
{
	struct schedule schedule;
	struct error error;

	assert_ok(schedule_parse(&schedule, text_of(text), &error), &error);
	return schedule;
}

static void
check(const char *text, const char *now, const char *last, const char *next)
{
	struct schedule schedule = parsed(text);

	assert_int_equal(schedule_last(&schedule, instant(now)),
	    instant(last));
	assert_int_equal(schedule_next(&schedule, instant(now)),
	    instant(next));
}

static void
planned(void **state)
{
	(void)state;
	check("every 5m", "2026-11-22T03:06:00.500Z",
	    "2026-11-22T03:05:00Z", "2026-11-22T03:10:00Z");
	check("every 2h", "2026-11-22T04:00:00Z",
	    "2026-11-22T04:00:00Z", "2026-11-22T06:00:00Z");
	check("daily 03:10", "2026-11-22T03:09:00+09:00",
	    "2026-11-21T03:10:00+09:00", "2026-11-22T03:10:00+09:00");
	/* The planned instant itself is the last one. */
	check("daily 03:10", "2026-11-22T03:10:00+09:00",
	    "2026-11-22T03:10:00+09:00", "2026-11-23T03:10:00+09:00");
	/* 2026-11-22 is a Sunday; the week is that of Tokyo. */
	check("weekly sun 04:00", "2026-11-21T20:00:00Z",
	    "2026-11-22T04:00:00+09:00", "2026-11-29T04:00:00+09:00");
	check("weekly mon 04:00", "2026-11-21T20:00:00Z",
	    "2026-11-16T04:00:00+09:00", "2026-11-23T04:00:00+09:00");
	/* A month without that day. */
	check("monthly 31 05:00", "2027-02-15T00:00:00+09:00",
	    "2027-01-31T05:00:00+09:00", "2027-02-28T05:00:00+09:00");
	check("monthly 31 05:00", "2028-03-01T00:00:00+09:00",
	    "2028-02-29T05:00:00+09:00", "2028-03-31T05:00:00+09:00");
	check("monthly 1 00:00", "2026-12-31T15:00:00Z",
	    "2027-01-01T00:00:00+09:00", "2027-02-01T00:00:00+09:00");
}

static void
never(void **state)
{
	struct schedule off = parsed("off");

	(void)state;
	assert_true(schedule_last(&off, 1234567) == INT64_MIN);
	assert_true(schedule_next(&off, 1234567) == INT64_MAX);
}

static void
faults(void **state)
{
	static const char *const bad[] = {
		"", "on", "off ", "off now", "every", "every ", "every 0s",
		"every -5m", "every 5", "every m", "every 5d",
		"every 745h", "every 99999999999999999999s",
		"every 9223372036854775807h", "every 5m now", "daily",
		"daily 3:10", "daily 24:00", "daily 03:60", "daily 03-10",
		"daily -3:10", "daily 03:10 ", "weekly 03:10",
		"weekly day 03:10", "weekly sun", "weekly sun 03:10 x",
		"monthly 0 05:00", "monthly 32 05:00", "monthly 05:00",
		"monthly 1", "daily  03:10", "DAILY 03:10",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct schedule schedule;
		struct error error;

		assert_fails(schedule_parse(&schedule, text_of(bad[i]),
		    &error), &error, STATUS_INVALID, "bad_schedule");
	}
}

static void
waits_longer_each_time(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++) {
		int64_t first = schedule_wait(1, 1000, 3, 20000);
		int64_t third = schedule_wait(3, 1000, 3, 20000);
		int64_t last = schedule_wait(UINT64_MAX, 1000, 3, 20000);

		assert_true(first >= 750 && first <= 1250);
		assert_true(third >= 6750 && third <= 11250);
		assert_true(last >= 15000 && last <= 25000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_longer_each_time),
		cmocka_unit_test(planned),
		cmocka_unit_test(never),
		cmocka_unit_test(faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
