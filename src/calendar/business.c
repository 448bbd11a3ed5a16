#include "base/clock.h"
#include "calendar/business.h"
#include "calendar/period.h"

/* More closed days than this in a row, and it is no business. */
enum { GAP_MAX = 366 };

const struct business_calendar business_government = {
	.weekend = BUSINESS_WEEKEND,
	.national_holidays = true,
	.year_end = { 1229, 103 },
};

static bool
in_range(struct business_range range, int month_day)
{
	if (range.from <= range.to)
		return month_day >= range.from && month_day <= range.to;
	return month_day >= range.from || month_day <= range.to;
}

static bool
in_yearly(const struct business_calendar *calendar, int64_t day)
{
	int year, month, day_of_month, month_day;

	clock_date(day, &year, &month, &day_of_month);
	month_day = month * 100 + day_of_month;
	if (calendar->year_end.from != 0 &&
	    in_range(calendar->year_end, month_day))
		return true;
	for (size_t i = 0; i < calendar->yearly_count; i++)
		if (in_range(calendar->yearly[i], month_day))
			return true;
	return false;
}

bool
business_is_open(const struct business_calendar *calendar, int64_t day)
{
	if ((calendar->weekend >> week_day(day) & 1) != 0 ||
	    in_yearly(calendar, day))
		return false;
	for (size_t i = 0; i < calendar->closed_count; i++)
		if (calendar->closed[i] == day)
			return false;
	return !calendar->national_holidays ||
	    holiday_name(day, calendar->newer) == NULL;
}

static enum status
check_year(int64_t day, struct error *error)
{
	int year, month, day_of_month;

	clock_date(day, &year, &month, &day_of_month);
	if (year >= HOLIDAY_FIRST_YEAR && year <= HOLIDAY_LAST_YEAR)
		return STATUS_OK;
	return error_set(error, STATUS_INVALID, "outside_calendar",
	    "暦の範囲 (%d 年から %d 年まで) の外です",
	    "outside the calendar (years %d to %d)", HOLIDAY_FIRST_YEAR,
	    HOLIDAY_LAST_YEAR);
}

enum status
business_next_open(int64_t *open, const struct business_calendar *calendar,
    int64_t day, struct error *error)
{
	for (int i = 0; i <= GAP_MAX; i++, day++) {
		enum status status = check_year(day, error);

		if (status != STATUS_OK)
			return status;
		if (business_is_open(calendar, day)) {
			*open = day;
			return STATUS_OK;
		}
	}
	return error_set(error, STATUS_INVALID, "never_open",
	    "一年を超えて営業日がありません",
	    "the calendar has no open day in more than a year");
}

enum status
business_day_after(int64_t *due, const struct business_calendar *calendar,
    int64_t day, int n, struct error *error)
{
	if (n == 0)
		return business_next_open(due, calendar, day, error);
	*due = day;
	for (; n > 0; n--) {
		enum status status = business_next_open(due, calendar,
		    *due + 1, error);

		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static bool
hours_are_over(const struct business_calendar *calendar, int64_t arrival)
{
	int64_t midnight = clock_tokyo_midnight(clock_tokyo_day(arrival));

	return calendar->closes != 0 &&
	    (arrival - midnight) / 60000 >= calendar->closes;
}

enum status
business_promise(struct business_promise *promise,
    const struct business_calendar *calendar, int64_t arrival, int n,
    struct error *error)
{
	int64_t day = clock_tokyo_day(arrival);
	bool late = business_is_open(calendar, day) &&
	    hours_are_over(calendar, arrival);
	enum status status;

	promise->arrived = day;
	status = business_next_open(&promise->received, calendar, day + late,
	    error);
	if (status != STATUS_OK)
		return status;
	status = business_day_after(&promise->due, calendar, day, n, error);
	if (status != STATUS_OK)
		return status;
	return business_day_after(&promise->due_at_latest, calendar,
	    promise->received, n, error);
}

enum status
business_term(int64_t *last, const struct business_calendar *calendar,
    int64_t first, int n, struct error *error)
{
	return business_next_open(last, calendar, first + n - 1, error);
}

int64_t
business_suit_from(int64_t arrived)
{
	return period_after(arrived, (struct period){ 2, PERIOD_WEEKS },
	    PERIOD_BEGINS_DURING);
}
