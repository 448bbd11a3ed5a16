#include "test.h"

#include "calendar/period.h"
#include "days.h"

struct vector {
	const char *day;
	int count;
	enum period_unit unit;
	const char *last;
};

static void
check(const struct vector *vectors, size_t count, enum period_start start)
{
	for (size_t i = 0; i < count; i++) {
		const struct vector *v = &vectors[i];
		struct period period = { v->count, v->unit };
		int64_t day = day_of(v->day);

		assert_day(period_last(day, period, start), v->last);
		assert_true(period_after(day, period, start) ==
		    period_last(day, period, start) + 1);
		assert_true(period_last(day, period, start) - day >=
		    period_shortest(period));
	}
}

/* 民法140条, 143条: the day on which it begins does not count. */
static void
begins_during_a_day(void **state)
{
	static const struct vector vectors[] = {
		{ "2026-02-28", 1, PERIOD_MONTHS, "2026-03-31" },
		{ "2026-04-30", 1, PERIOD_MONTHS, "2026-05-31" },
		{ "2026-01-30", 1, PERIOD_MONTHS, "2026-02-28" },
		{ "2026-01-31", 1, PERIOD_MONTHS, "2026-02-28" },
		{ "2026-03-15", 1, PERIOD_MONTHS, "2026-04-15" },
		{ "2028-01-29", 1, PERIOD_MONTHS, "2028-02-29" },
		{ "2028-01-31", 1, PERIOD_MONTHS, "2028-02-29" },
		{ "2028-02-28", 1, PERIOD_MONTHS, "2028-03-28" },
		{ "2026-12-31", 1, PERIOD_MONTHS, "2027-01-31" },
		{ "2026-11-22", 13, PERIOD_MONTHS, "2027-12-22" },
		{ "2026-08-31", 18, PERIOD_MONTHS, "2028-02-29" },
		{ "2026-11-22", 1, PERIOD_YEARS, "2027-11-22" },
		{ "2026-11-22", 3, PERIOD_YEARS, "2029-11-22" },
		{ "2028-02-28", 1, PERIOD_YEARS, "2029-02-28" },
		{ "2028-02-29", 1, PERIOD_YEARS, "2029-02-28" },
		{ "2028-02-29", 4, PERIOD_YEARS, "2032-02-29" },
		{ "2026-02-28", 2, PERIOD_YEARS, "2028-02-29" },
		{ "2026-11-22", 1, PERIOD_DAYS, "2026-11-23" },
		{ "2026-12-31", 30, PERIOD_DAYS, "2027-01-30" },
		{ "2026-04-01", 2, PERIOD_WEEKS, "2026-04-15" },
	};

	(void)state;
	check(vectors, LENGTH(vectors), PERIOD_BEGINS_DURING);
}

/* "…の日から起算して": 規則21条 counts the day of the last provision. */
static void
counts_the_day_itself(void **state)
{
	static const struct vector vectors[] = {
		{ "2026-03-01", 1, PERIOD_MONTHS, "2026-03-31" },
		{ "2026-01-31", 1, PERIOD_MONTHS, "2026-02-28" },
		{ "2026-01-30", 1, PERIOD_MONTHS, "2026-02-28" },
		{ "2026-01-29", 1, PERIOD_MONTHS, "2026-02-28" },
		{ "2026-01-28", 1, PERIOD_MONTHS, "2026-02-27" },
		{ "2026-11-22", 3, PERIOD_YEARS, "2029-11-21" },
		{ "2028-02-29", 3, PERIOD_YEARS, "2031-02-28" },
		{ "2026-11-20", 30, PERIOD_DAYS, "2026-12-19" },
		{ "2026-11-22", 1, PERIOD_DAYS, "2026-11-22" },
		{ "2026-11-22", 1, PERIOD_WEEKS, "2026-11-28" },
	};

	(void)state;
	check(vectors, LENGTH(vectors), PERIOD_COUNTS_DAY);
}

/* One day later is never an earlier end, and twelve months are a year. */
static void
periods_are_in_order(void **state)
{
	int64_t before = INT64_MIN;

	(void)state;
	for (int64_t day = day_of("1999-01-01"); day < day_of("2105-01-01");
	    day++) {
		int64_t last = period_last(day,
		    (struct period){ 1, PERIOD_MONTHS },
		    PERIOD_BEGINS_DURING);

		assert_true(last >= before);
		assert_in_range(last - day, 28, 31);
		assert_true(period_last(day,
		    (struct period){ 12, PERIOD_MONTHS }, PERIOD_COUNTS_DAY) ==
		    period_last(day, (struct period){ 1, PERIOD_YEARS },
		    PERIOD_COUNTS_DAY));
		before = last;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(begins_during_a_day),
		cmocka_unit_test(counts_the_day_itself),
		cmocka_unit_test(periods_are_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
