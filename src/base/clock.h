/*
 * clock.h - time, as milliseconds since 1970-01-01T00:00:00Z.
 *
 * Everything that asks what time it is takes a struct clock, so that tests
 * can set it.  Instants are stored in UTC; the law's days are counted in
 * Asia/Tokyo, which has been UTC+9 without summer time since 1951.
 */
#ifndef BASE_CLOCK_H_
#define BASE_CLOCK_H_

#include "base/base.h"

struct clock {
	int64_t (*now)(void *context);
	void *context;
};

enum { DAY_SECONDS = 86400, TOKYO_OFFSET_SECONDS = 9 * 3600 };

/* The machine's clock. */
struct clock clock_system(void);

bool clock_is_system(struct clock clock);

/* A clock that stands where *now says; for tests and for replaying. */
struct clock clock_fixed(int64_t *now);

int64_t clock_now(struct clock clock);

/* Milliseconds that only run forward; for deadlines, not for dates. */
int64_t clock_monotonic(void);

/* "2026-11-22T03:06:00.123Z"; out is NUL-terminated. */
enum { CLOCK_TEXT_SIZE = 25 };
void clock_format(int64_t instant, char out[CLOCK_TEXT_SIZE]);

/*
 * The reverse; also accepts no fraction, and an offset "+09:00" for Z
 * (RFC 3339).  False when it is not such an instant, or lies outside the
 * years 1 to 9999 in UTC.
 */
bool clock_parse(struct text text, int64_t *instant);

/* The day number (days since 1970-01-01) in Asia/Tokyo at that instant. */
int64_t clock_tokyo_day(int64_t instant);

/* The instant at which that day begins in Asia/Tokyo. */
int64_t clock_tokyo_midnight(int64_t day);

/*
 * Days since 1970-01-01 of a date of the proleptic Gregorian calendar, and
 * the reverse.  Years 1 to 9999.
 */
int64_t clock_day_number(int year, int month, int day);
void clock_date(int64_t day_number, int *year, int *month, int *day);

/* Whether such a date exists. */
bool clock_date_exists(int year, int month, int day);

/* "2026-11-22"; false when the text is not a date that exists. */
bool clock_parse_date(struct text text, int64_t *day_number);
enum { CLOCK_DATE_SIZE = 11 };
void clock_format_date(int64_t day_number, char out[CLOCK_DATE_SIZE]);

#endif
