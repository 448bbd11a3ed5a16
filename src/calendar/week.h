/* week.h - days of the week, from day numbers (base/clock.h). */
#ifndef CALENDAR_WEEK_H_
#define CALENDAR_WEEK_H_

#include <stdint.h>

enum { WEEK_SUNDAY, WEEK_MONDAY, WEEK_SATURDAY = 6, WEEK_DAYS };

/* 0 for Sunday to 6 for Saturday; 1970-01-01 was a Thursday. */
static inline int
week_day(int64_t day)
{
	return (int)(((day + 4) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS);
}

#endif
