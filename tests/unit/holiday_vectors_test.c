/*
 * Row by row against the Cabinet Office's list, which is read from
 * $SEKISHO_SHARED and never copied.
 */
#include "test.h"

#include "base/file.h"
#include "calendar/holiday.h"
#include "days.h"

static const char *path;

static void
read_vectors(struct holiday_list *list, struct arena *arena)
{
	struct bytes csv;
	struct error error;

	assert_ok(file_read(&csv, path, HOLIDAY_LIST_SIZE_MAX, arena, &error),
	    &error);
	assert_ok(holiday_read_list(list, csv, arena, &error), &error);
}

/* Every day of its years has the same name, or none, in both. */
static void
law_and_list_agree(void **state)
{
	struct holiday_list list;
	size_t rows = 0;

	read_vectors(&list, *state);
	assert_int_equal(list.first_year, 1955);
	assert_true(list.last_year >= 2027);
	for (int64_t day = clock_day_number(list.first_year, 1, 1);
	    day <= clock_day_number(list.last_year, 12, 31); day++) {
		const char *by_law = holiday_name(day, NULL);
		const char *by_list = holiday_name(day, &list);
		char date[CLOCK_DATE_SIZE];

		clock_format_date(day, date);
		if ((by_law == NULL) != (by_list == NULL))
			print_error("%s: %s, %s\n", date,
			    by_law == NULL ? "-" : by_law,
			    by_list == NULL ? "-" : by_list);
		assert_int_equal(by_law == NULL, by_list == NULL);
		if (by_law == NULL)
			continue;
		assert_string_equal(by_law, by_list);
		rows++;
	}
	assert_int_equal(rows, list.count);
	assert_true(rows >= 1067);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(law_and_list_agree),
	};
	const char *shared = getenv("SEKISHO_SHARED");
	char joined[PATH_SIZE];
	struct error error;

	if (file_join(joined, shared == NULL ? "../shared" : shared,
	    "vectors/calendar/syukujitsu.csv", &error) != STATUS_OK ||
	    !file_exists(joined)) {
		(void)printf("the Cabinet Office's list of holidays is not "
		    "there ($SEKISHO_SHARED/vectors/calendar)\n");
		return 77;
	}
	path = joined;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
