/*
 * period.h - periods of days, weeks, months and years (民法139条-143条 (M)).
 *
 * A period that begins during a day does not count that day (140条); one that
 * begins at its first moment, or that a text counts "from the day itself"
 * (…の日から起算して), does.  Weeks, months and years go by the calendar
 * (143条): they end the day before the one that corresponds to their first
 * counted day, or, when the last month has no such day, on its last day.
 *
 * So a notice that is put up during 2026-02-28 for a month stands until the
 * end of 2026-03-31, and one that is put up during 2026-01-31 until the end
 * of 2026-02-28.  A gap in it extends it by the days that were missing.
 *
 * Whether a closed last day moves is another question (142条, and
 * business_term()).  Days are day numbers of base/clock.h.
 */
#ifndef CALENDAR_PERIOD_H_
#define CALENDAR_PERIOD_H_

#include <stdint.h>

enum period_unit { PERIOD_DAYS, PERIOD_WEEKS, PERIOD_MONTHS, PERIOD_YEARS };

/* count: at least 1, and so that the period ends before the year 10000. */
struct period {
	int count;
	enum period_unit unit;
};

enum period_start {
	PERIOD_BEGINS_DURING,	/* the day does not count: 140条 */
	PERIOD_COUNTS_DAY,	/* 140条 proviso, "…の日から起算して" */
};

/* The day with whose end the period ends. */
int64_t period_last(int64_t day, struct period period,
    enum period_start start);

/* The first day on which the period is over. */
int64_t period_after(int64_t day, struct period period,
    enum period_start start);

/*
 * A number of days that the last day is at least behind the first one,
 * whenever that is.
 */
int64_t period_shortest(struct period period);

#endif
