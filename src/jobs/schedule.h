/*
 * schedule.h - when something runs by itself.
 *
 *	off
 *	every 10s | 5m | 2h		counted from 1970, so that all servers
 *					mean the same instants
 *	daily 03:10			in Asia/Tokyo, as all of these
 *	weekly sun 04:00
 *	monthly 1 05:00			a month without that day: its last one
 */
#ifndef JOBS_SCHEDULE_H_
#define JOBS_SCHEDULE_H_

#include "base/base.h"

struct schedule {
	enum {
		SCHEDULE_OFF, SCHEDULE_EVERY, SCHEDULE_DAILY, SCHEDULE_WEEKLY,
		SCHEDULE_MONTHLY,
	} kind;
	int64_t every;		/* ms */
	int minute;		/* of the day */
	int day;		/* of the week, from 0 (Sunday), or of the
				 * month, from 1 */
};

/* STATUS_INVALID "bad_schedule". */
enum status schedule_parse(struct schedule *schedule, struct text text,
    struct error *error) MUST_USE NONNULL;

/* The last planned instant until then; INT64_MIN when there is none. */
int64_t schedule_last(const struct schedule *schedule, int64_t now) NONNULL;
/* The first one after that; INT64_MAX when there is none. */
int64_t schedule_next(const struct schedule *schedule, int64_t now) NONNULL;

/*
 * How long to wait after so many tries, from 1: first, and so many times
 * longer after each, up to most; a quarter more or less, so that not all
 * come at once.
 */
int64_t schedule_wait(uint64_t attempts, int64_t first, int64_t times,
    int64_t most);

#endif
