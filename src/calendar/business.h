/*
 * business.h - which days a business works, and what falls due when.
 *
 * A struct business_calendar is plain data: the policy loader fills it from
 * the policy (calendar/shape.h), tests and code fill it by hand.  A zeroed
 * one is open every day around the clock.
 *
 * Days are day numbers of base/clock.h, counted in Asia/Tokyo.  Functions
 * that look for open days fail with STATUS_INVALID "outside_calendar" when
 * that leads out of the years of holiday.h, and with "never_open" when more
 * than a year has no open day.
 */
#ifndef CALENDAR_BUSINESS_H_
#define CALENDAR_BUSINESS_H_

#include "base/base.h"
#include "calendar/holiday.h"
#include "calendar/week.h"

/*
 * Every year from one day to another, both included, as month * 100 + day;
 * 1229 to 103 goes over the year's end.
 */
struct business_range {
	int from;
	int to;
};

struct business_calendar {
	uint8_t weekend;	/* 1 << day of week.h: closed on it */
	bool national_holidays;	/* closed on them */
	const struct holiday_list *newer;	/* or NULL: holiday.h */
	struct business_range year_end;		/* from 0: none */
	const struct business_range *yearly;	/* the company's own */
	size_t yearly_count;
	const int64_t *closed;			/* single days */
	size_t closed_count;
	int opens;		/* minute of the day at which work begins */
	int closes;		/* ... and ends; 0: at midnight */
};

enum { BUSINESS_WEEKEND = 1 << WEEK_SUNDAY | 1 << WEEK_SATURDAY };

/*
 * The calendar of public offices, 行政機関の休日に関する法律 article 1:
 * Saturdays, Sundays, national holidays, 29 December to 3 January.  Also what
 * a policy has that says nothing about its calendar.
 */
extern const struct business_calendar business_government;

bool business_is_open(const struct business_calendar *calendar, int64_t day)
    NONNULL;

/* That day if it is open, otherwise the next one that is. */
enum status business_next_open(int64_t *open,
    const struct business_calendar *calendar, int64_t day,
    struct error *error) MUST_USE NONNULL;

/*
 * The n-th business day after a day, which itself does not count, open or
 * not.  n = 0: business_next_open().
 */
enum status business_day_after(int64_t *due,
    const struct business_calendar *calendar, int64_t day, int n,
    struct error *error) MUST_USE NONNULL;

/*
 * A promise to answer within n business days of an arrival, counted in two
 * ways.  Office hours and closed days never move the arrival itself (民法97条
 * (M)): statutory terms, objections and withdrawals run from `arrived`, whose
 * day lasts until 23:59.  They only move the promise's first day:
 */
struct business_promise {
	int64_t arrived;	/* the day, in Asia/Tokyo */
	int64_t received;	/* arrived; the next open day when that one is
				 * closed or its office hours were over */
	int64_t due;		/* strict: n-th business day after arrived */
	int64_t due_at_latest;	/* lenient: n-th after received */
};
enum status business_promise(struct business_promise *promise,
    const struct business_calendar *calendar, int64_t arrival, int n,
    struct error *error) MUST_USE NONNULL;

/*
 * The last day of a statutory term of n days in which `first` is day 1, e.g.
 * the 30 or 60 days of 規則8条2項 from the day of knowing (通則編 3-5-3-4); a
 * last day that is closed moves to the next open one (行政機関の休日に関する
 * 法律2条), so the calendar is that of the public offices.
 */
enum status business_term(int64_t *last,
    const struct business_calendar *calendar, int64_t first, int n,
    struct error *error) MUST_USE NONNULL;

/*
 * 個人情報保護法39条: the first day on which a person may sue, when two weeks
 * have passed since the request arrived; the day of arrival does not count.
 */
int64_t business_suit_from(int64_t arrived);

#endif
