#include "base/clock.h"
#include "calendar/open_days.h"

enum status
open_days_make(struct open_days *days,
    const struct business_calendar *calendar, struct arena *arena,
    struct error *error)
{
	int64_t first = clock_day_number(HOLIDAY_FIRST_YEAR, 1, 1);
	int64_t end = clock_day_number(HOLIDAY_LAST_YEAR + 1, 1, 1);
	int32_t *list = arena_array(arena, (size_t)(end - first),
	    sizeof(*list));

	if (list == NULL)
		return error_memory(error);
	days->day = list;
	days->count = 0;
	for (int64_t day = first; day < end; day++)
		if (business_is_open(calendar, day))
			list[days->count++] = (int32_t)day;
	return STATUS_OK;
}

int64_t
open_days_after(const struct open_days *days, int64_t day, int n)
{
	size_t low = 0, high = days->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (days->day[middle] <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return days->count - low < (size_t)n ? OPEN_DAYS_NEVER :
	    days->day[low + (size_t)n - 1];
}
