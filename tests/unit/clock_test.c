#include "test.h"

#include <time.h>

#include "base/clock.h"

static const int lengths[] = {
	31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
};

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Every day from year 1 to 9999, counted one by one. */
static void
every_day_round_trips(void **state)
{
	int64_t number = clock_day_number(1, 1, 1);

	(void)state;
	assert_int_equal(number, -719162);
	for (int year = 1; year <= 9999; year++)
		for (int month = 1; month <= 12; month++) {
			int length = lengths[month - 1] +
			    (month == 2 && is_leap(year));

			for (int day = 1; day <= length; day++, number++) {
				int y, m, d;

				if (clock_day_number(year, month, day) !=
				    number)
					fail();
				clock_date(number, &y, &m, &d);
				if (y != year || m != month || d != day)
					fail();
				if (!clock_date_exists(year, month, day))
					fail();
			}
			assert_false(clock_date_exists(year, month,
			    length + 1));
		}
	assert_int_equal(number, 2932897);
	assert_int_equal(clock_day_number(1970, 1, 1), 0);
	assert_int_equal(clock_day_number(2000, 3, 1), 11017);
}

static void
dates_that_do_not_exist(void **state)
{
	(void)state;
	assert_false(clock_date_exists(0, 1, 1));
	assert_false(clock_date_exists(10000, 1, 1));
	assert_false(clock_date_exists(2026, 0, 1));
	assert_false(clock_date_exists(2026, 13, 1));
	assert_false(clock_date_exists(2026, 1, 0));
	assert_false(clock_date_exists(2026, 1, -1));
	assert_false(clock_date_exists(2026, 2, 29));
	assert_false(clock_date_exists(1900, 2, 29));
	assert_true(clock_date_exists(2000, 2, 29));
	assert_true(clock_date_exists(2028, 2, 29));
}

static void
reads_dates(void **state)
{
	static const char *const bad[] = {
		"", "2026", "2026-11", "2026-1-22", "2026-11-2", "2026/11/22",
		"2026/11-22", "2026-11/22",
		"2026-02-29", "0000-01-01", "2026-13-01", "2026-00-10",
		"2026-11-00", "2026-11-31", " 2026-11-22", "2026-11-22 ",
		"-026-11-22", "+026-11-22", "2026-+1-22", "２０２６-11-22",
		"2026-11-22T", "10000-01-01",
	};
	int64_t day;
	char out[CLOCK_DATE_SIZE];

	(void)state;
	assert_true(clock_parse_date(TEXT("2026-11-22"), &day));
	assert_int_equal(day, clock_day_number(2026, 11, 22));
	clock_format_date(day, out);
	assert_string_equal(out, "2026-11-22");
	assert_true(clock_parse_date(TEXT("0001-01-01"), &day));
	clock_format_date(day, out);
	assert_string_equal(out, "0001-01-01");
	assert_true(clock_parse_date(TEXT("9999-12-31"), &day));
	clock_format_date(day, out);
	assert_string_equal(out, "9999-12-31");
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_false(clock_parse_date(text_of(bad[i]), &day));
}

static void
assert_instant(const char *written, int64_t instant, const char *again)
{
	char out[CLOCK_TEXT_SIZE];
	int64_t read = INT64_MIN;

	assert_true(clock_parse(text_of(written), &read));
	assert_true(read == instant);
	clock_format(read, out);
	assert_string_equal(out, again);
	assert_true(clock_parse(text_of(out), &read));
	assert_true(read == instant);
}

/* RFC 3339 section 5.8, and what is ours. */
static void
reads_instants(void **state)
{
	(void)state;
	assert_instant("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z");
	assert_instant("1985-04-12T23:20:50.52Z", 482196050520,
	    "1985-04-12T23:20:50.520Z");
	assert_instant("1996-12-19T16:39:57-08:00", 851042397000,
	    "1996-12-20T00:39:57.000Z");
	assert_instant("1937-01-01T12:00:27.87+00:20", -1041337172130,
	    "1937-01-01T11:40:27.870Z");
	assert_instant("2026-11-22T12:06:00.123+09:00", 1795316760123,
	    "2026-11-22T03:06:00.123Z");
	assert_instant("2026-11-22T03:06:00.1239999Z", 1795316760123,
	    "2026-11-22T03:06:00.123Z");
	assert_instant("2026-11-22T03:06:00.000000001Z", 1795316760000,
	    "2026-11-22T03:06:00.000Z");
	assert_instant("0001-01-01T00:00:00Z", -62135596800000,
	    "0001-01-01T00:00:00.000Z");
	assert_instant("9999-12-31T23:59:59.999Z", 253402300799999,
	    "9999-12-31T23:59:59.999Z");
	assert_instant("1969-12-31T23:59:59.999Z", -1,
	    "1969-12-31T23:59:59.999Z");
}

static void
refuses_other_instants(void **state)
{
	static const char *const bad[] = {
		"", "2026-11-22", "2026-11-22T03:06:00", "2026-11-22 03:06:00Z",
		"2026-11-22t03:06:00Z", "2026-11-22T03:06:00z",
		"2026-11-22T03:06Z", "2026-11-22T24:00:00Z",
		"2026-11-22T03:60:00Z", "2026-11-22T03:06:60Z",
		"2026-02-29T00:00:00Z", "2026-11-22T03:06:00.Z",
		"2026-11-22T03:06:00.1234567890Z", "2026-11-22T03:06:00,1Z",
		"2026-11-22T03:06:00+0900", "2026-11-22T03:06:00+9:00",
		"2026-11-22T03:06:00+24:00", "2026-11-22T03:06:00+09:60",
		"2026-11-22T03:06:00+09:00Z", "2026-11-22T03:06:00Z ",
		" 2026-11-22T03:06:00Z", "2026-11-22T-3:06:00Z",
		/* in UTC before the year 1 and after 9999 */
		"0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
	};
	int64_t instant;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		if (clock_parse(text_of(bad[i]), &instant))
			print_error("%s is read\n", bad[i]);
		assert_false(clock_parse(text_of(bad[i]), &instant));
	}
}

static int64_t
tokyo_day(const char *written)
{
	int64_t instant = INT64_MIN;

	assert_true(clock_parse(text_of(written), &instant));
	return clock_tokyo_day(instant);
}

static void
days_turn_at_midnight_in_tokyo(void **state)
{
	int64_t day = clock_day_number(2026, 11, 22);

	(void)state;
	assert_int_equal(tokyo_day("2026-11-21T14:59:59.999Z"), day - 1);
	assert_int_equal(tokyo_day("2026-11-21T15:00:00Z"), day);
	assert_int_equal(tokyo_day("2026-11-22T00:00:00+09:00"), day);
	assert_int_equal(tokyo_day("2026-11-22T14:59:59.999Z"), day);
	assert_int_equal(tokyo_day("2026-11-22T15:00:00Z"), day + 1);
	/* Before 1970, where instants and days are negative. */
	assert_int_equal(tokyo_day("1969-12-31T14:59:59.999Z"), -1);
	assert_int_equal(tokyo_day("1969-12-31T15:00:00Z"), 0);
	assert_int_equal(tokyo_day("1969-12-30T14:59:59.999Z"), -2);
	for (int64_t d = -800000; d < 800000; d += 997) {
		int64_t midnight = clock_tokyo_midnight(d);

		assert_int_equal(clock_tokyo_day(midnight), d);
		assert_int_equal(clock_tokyo_day(midnight - 1), d - 1);
		assert_int_equal(clock_tokyo_day(midnight + 86399999), d);
	}
}

static void
clocks(void **state)
{
	int64_t now = 1000, before = clock_monotonic();
	struct clock fixed = clock_fixed(&now);

	(void)state;
	assert_int_equal(clock_now(fixed), 1000);
	now = -5;
	assert_int_equal(clock_now(fixed), -5);
	assert_in_range(clock_now(clock_system()) - time(NULL) * 1000LL + 5000,
	    0, 10000);
	assert_true(clock_monotonic() >= before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_round_trips),
		cmocka_unit_test(dates_that_do_not_exist),
		cmocka_unit_test(reads_dates),
		cmocka_unit_test(reads_instants),
		cmocka_unit_test(refuses_other_instants),
		cmocka_unit_test(days_turn_at_midnight_in_tokyo),
		cmocka_unit_test(clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
