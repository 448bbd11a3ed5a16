/*
 * open_days.h - all open days of a calendar, for counting many periods.
 *
 * Made once from a business_calendar, in some 200 KiB; counting is then a
 * search in an ordered list instead of a walk from day to day.
 */
#ifndef CALENDAR_OPEN_DAYS_H_
#define CALENDAR_OPEN_DAYS_H_

#include "calendar/business.h"

struct open_days {
	const int32_t *day;	/* ascending, of the years of holiday.h */
	size_t count;
};

enum { OPEN_DAYS_NEVER = INT32_MAX };

/* Fails only when memory is out. */
enum status open_days_make(struct open_days *days,
    const struct business_calendar *calendar, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/*
 * The n-th open day after a day, which itself does not count: what
 * business_day_after() says.  A day before the list counts as its eve;
 * OPEN_DAYS_NEVER when the list ends before that.  n: at least 1.
 */
int64_t open_days_after(const struct open_days *days, int64_t day, int n)
    NONNULL;

#endif
