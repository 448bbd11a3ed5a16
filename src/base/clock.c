#include <time.h>

#include "base/clock.h"

/* The years 1 to 9999 in UTC, which is what clock_format() can write. */
#define FIRST_INSTANT (-62135596800000LL)
#define LAST_INSTANT 253402300799999LL

static int64_t
system_now(void *context)
{
	struct timespec now;

	(void)context;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct clock
clock_system(void)
{
	return (struct clock){ system_now, NULL };
}

bool
clock_is_system(struct clock clock)
{
	return clock.now == system_now;
}

static int64_t
fixed_now(void *context)
{
	const int64_t *now = context;

	return *now;
}

struct clock
clock_fixed(int64_t *now)
{
	return (struct clock){ fixed_now, now };
}

int64_t
clock_now(struct clock clock)
{
	return clock.now(clock.context);
}

int64_t
clock_monotonic(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * Civil days by counting eras of 400 years (146,097 days) that begin on
 * 1 March, so that the leap day is the last of its year.
 */
int64_t
clock_day_number(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = floor_div(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 +
	    day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 -
	    year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

void
clock_date(int64_t day_number, int *year, int *month, int *day)
{
	int64_t z = day_number + 719468;
	int64_t era = floor_div(z, 146097);
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 +
	    day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era +
	    year_of_era / 4 - year_of_era / 100);
	int64_t shifted = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
	*month = (int)(shifted + (shifted < 10 ? 3 : -9));
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

bool
clock_date_exists(int year, int month, int day)
{
	int y, m, d;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > 31)
		return false;
	clock_date(clock_day_number(year, month, day), &y, &m, &d);
	return y == year && m == month && d == day;
}

/* Exactly `digits` digits at p. */
static bool
number_at(struct text text, size_t at, size_t digits, int *value)
{
	*value = 0;
	if (text.n < at + digits)
		return false;
	for (size_t i = at; i < at + digits; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		*value = *value * 10 + (text.p[i] - '0');
	}
	return true;
}

bool
clock_parse_date(struct text text, int64_t *day_number)
{
	int year, month, day;

	if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-' ||
	    !number_at(text, 0, 4, &year) || !number_at(text, 5, 2, &month) ||
	    !number_at(text, 8, 2, &day) ||
	    !clock_date_exists(year, month, day))
		return false;
	*day_number = clock_day_number(year, month, day);
	return true;
}

void
clock_format_date(int64_t day_number, char out[CLOCK_DATE_SIZE])
{
	int year, month, day;

	clock_date(day_number, &year, &month, &day);
	(void)snprintf(out, CLOCK_DATE_SIZE, "%04u-%02u-%02u",
	    (unsigned int)year % 10000, (unsigned int)month % 100,
	    (unsigned int)day % 100);
}

void
clock_format(int64_t instant, char out[CLOCK_TEXT_SIZE])
{
	int64_t day = floor_div(instant, DAY_SECONDS * 1000LL);
	unsigned int ms = (unsigned int)(instant - day * DAY_SECONDS * 1000LL);
	char date[CLOCK_DATE_SIZE];

	clock_format_date(day, date);
	(void)snprintf(out, CLOCK_TEXT_SIZE, "%sT%02u:%02u:%02u.%03uZ", date,
	    ms / 3600000 % 24, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

/* "Z" or "+09:00" at the end, as milliseconds to subtract. */
static bool
parse_offset(struct text rest, int64_t *offset)
{
	int hours, minutes;

	if (text_is(rest, "Z")) {
		*offset = 0;
		return true;
	}
	if (rest.n != 6 || (rest.p[0] != '+' && rest.p[0] != '-') ||
	    rest.p[3] != ':' || !number_at(rest, 1, 2, &hours) ||
	    !number_at(rest, 4, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset = (hours * 60 + minutes) * 60000LL;
	if (rest.p[0] == '-')
		*offset = -*offset;
	return true;
}

bool
clock_parse(struct text text, int64_t *instant)
{
	int64_t day, offset, ms = 0, scale = 100;
	int hour, minute, second;
	size_t at = 19;

	if (text.n < 20 || text.p[10] != 'T' || text.p[13] != ':' ||
	    text.p[16] != ':' ||
	    !clock_parse_date(text_slice(text, 0, 10), &day) ||
	    !number_at(text, 11, 2, &hour) ||
	    !number_at(text, 14, 2, &minute) ||
	    !number_at(text, 17, 2, &second) || hour > 23 || minute > 59 ||
	    second > 59)
		return false;
	if (text.p[at] == '.') {
		size_t first = ++at;

		while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9') {
			ms += (text.p[at++] - '0') * scale;
			scale /= 10;
		}
		if (at == first || at - first > 9)
			return false;
	}
	if (!parse_offset(text_slice(text, at, text.n), &offset))
		return false;
	*instant = ((day * 24 + hour) * 60 + minute) * 60000LL +
	    second * 1000LL + ms - offset;
	return *instant >= FIRST_INSTANT && *instant <= LAST_INSTANT;
}

int64_t
clock_tokyo_day(int64_t instant)
{
	return floor_div(instant + TOKYO_OFFSET_SECONDS * 1000LL,
	    DAY_SECONDS * 1000LL);
}

int64_t
clock_tokyo_midnight(int64_t day)
{
	return (day * DAY_SECONDS - TOKYO_OFFSET_SECONDS) * 1000LL;
}
