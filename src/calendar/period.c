#include "base/base.h"
#include "base/clock.h"
#include "calendar/period.h"

/* The day that corresponds to the first one (143条2項), some months on. */
static int64_t
corresponding(int64_t first, int months)
{
	int year, month, day;
	int64_t later;

	clock_date(first, &year, &month, &day);
	later = (int64_t)year * 12 + month - 1 + months;
	year = (int)(later / 12);
	month = (int)(later % 12) + 1;
	if (clock_date_exists(year, month, day))
		return clock_day_number(year, month, day);
	/* A month without that day is not December. */
	return clock_day_number(year, month + 1, 1);
}

int64_t
period_after(int64_t day, struct period period, enum period_start start)
{
	int64_t first = start == PERIOD_COUNTS_DAY ? day : day + 1;

	switch (period.unit) {
	case PERIOD_DAYS:
		return first + period.count;
	case PERIOD_WEEKS:
		return first + 7LL * period.count;
	case PERIOD_MONTHS:
		return corresponding(first, period.count);
	case PERIOD_YEARS:
		return corresponding(first, 12 * period.count);
	}
	return first;
}

int64_t
period_last(int64_t day, struct period period, enum period_start start)
{
	return period_after(day, period, start) - 1;
}

int64_t
period_shortest(struct period period)
{
	static const int64_t days[] = {
		[PERIOD_DAYS] = 1, [PERIOD_WEEKS] = 7, [PERIOD_MONTHS] = 28,
		[PERIOD_YEARS] = 365,
	};

	return days[period.unit] * period.count - 1;
}
