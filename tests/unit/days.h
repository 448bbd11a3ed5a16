/*
 * days.h - day numbers as tests like to write and read them.
 */
#ifndef TESTS_UNIT_DAYS_H_
#define TESTS_UNIT_DAYS_H_

#include "base/clock.h"

/* "2026-11-22" */
__attribute__((unused)) static int64_t
day_of(const char *date)
{
	int64_t day = INT64_MIN;

	assert_true(clock_parse_date(text_of(date), &day));
	return day;
}

/* "2026-11-22T18:00:00+09:00" */
__attribute__((unused)) static int64_t
instant_of(const char *text)
{
	int64_t instant = INT64_MIN;

	assert_true(clock_parse(text_of(text), &instant));
	return instant;
}

#define assert_day(day_, date_) \
	do { \
		char d_[CLOCK_DATE_SIZE]; \
		clock_format_date((day_), d_); \
		assert_string_equal(d_, (date_)); \
	} while (0)

#endif
