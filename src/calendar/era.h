/*
 * era.h - dates as people write them in Japan, and eras (和暦).
 *
 * Reads 令和8年11月22日, R8.11.22, Ｒ０８．１１．２２, 令和八年十一月, ㋿8年,
 * 平成元年, and Gregorian dates (2026年11月22日, 2026-11-22, 2026/11), whole
 * or down to the month or the year, and writes them.  Japan has used the
 * Gregorian calendar since 1873-01-01 (明治6年); what lies before it is
 * refused, because 明治5年 and earlier go by the lunisolar calendar.
 */
#ifndef CALENDAR_ERA_H_
#define CALENDAR_ERA_H_

#include "base/base.h"

struct era_date {
	int year;	/* Gregorian, 1873 to 9999 */
	int month;	/* 0: only the year is known */
	int day;	/* 0: only the year and month are known */
	/*
	 * Written in an era that was over or had not begun by then, such as
	 * 平成32年: worth a warning, as forms of the past are full of them.
	 */
	bool outside_era;
};

/*
 * STATUS_INVALID "not_a_date" (it is not written like one), "no_such_date"
 * (29 February 2026), "before_gregorian".
 */
enum status era_parse(struct era_date *date, struct text text,
    struct error *error) MUST_USE NONNULL;

enum era_style {
	ERA_LONG,	/* 令和元年5月1日 */
	ERA_SHORT,	/* R1.5.1 */
	ERA_GREGORIAN,	/* 2019-05-01, 2019-05, 2019 */
};
enum { ERA_TEXT_SIZE = 64 };

/*
 * Writes as much of the date as is known.  The day on which an era changed
 * belongs to the new one, and so does a month or year that has two.
 */
void era_format(char out[ERA_TEXT_SIZE], const struct era_date *date,
    enum era_style style);

/* The first and the last day (base/clock.h) that the date may mean. */
int64_t era_first_day(const struct era_date *date);
int64_t era_last_day(const struct era_date *date);

/* The date of a day number; the year is at least 1873. */
struct era_date era_date_of(int64_t day);

#endif
