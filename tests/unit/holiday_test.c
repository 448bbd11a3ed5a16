#include "test.h"

#include "calendar/holiday.h"
#include "days.h"
#include "digest.h"

static void
assert_holiday(const char *date, const char *name)
{
	const char *found = holiday_name(day_of(date), NULL);

	if (found == NULL || strcmp(found, name) != 0)
		print_error("%s: %s\n", date, found == NULL ? "-" : found);
	assert_non_null(found);
	assert_string_equal(found, name);
}

static void
assert_no_holiday(const char *date)
{
	const char *found = holiday_name(day_of(date), NULL);

	if (found != NULL)
		print_error("%s: %s\n", date, found);
	assert_null(found);
}

static void
check_years(int first, int last, int count, const char *hash)
{
	struct digest digest;

	digest_init(&digest);
	for (int64_t day = clock_day_number(first, 1, 1);
	    day <= clock_day_number(last, 12, 31); day++)
		if (holiday_name(day, NULL) != NULL)
			digest_day(&digest, day);
	assert_digest(&digest, count, hash);
}

/* Computed elsewhere, and equal to three public lists. */
static void
days_have_the_known_hashes(void **state)
{
	(void)state;
	check_years(2020, 2100, 1446,
	    "d42a6d315ccc01161f3e11b44b7f5400700c23e6986a26369bef0ba7fdd7539b");
	check_years(1955, 2100, 2370,
	    "d9945679bffdef849d236b91530e888f63804e87249c7acdceaccbdec77d3c10");
}

static void
the_law_begins_in_1948(void **state)
{
	(void)state;
	assert_no_holiday("1947-11-03");
	assert_no_holiday("1948-01-01");
	assert_no_holiday("1948-05-03");
	assert_holiday("1948-09-23", "秋分の日");
	assert_holiday("1948-11-03", "文化の日");
	assert_holiday("1949-01-01", "元日");
	assert_holiday("2150-11-23", "勤労感謝の日");
	assert_no_holiday("2151-01-01");
}

static void
days_enter_and_leave_the_law(void **state)
{
	(void)state;
	assert_no_holiday("1965-09-15");
	assert_holiday("1966-09-15", "敬老の日");
	assert_holiday("1966-10-10", "体育の日");
	assert_no_holiday("1966-02-11");
	assert_holiday("1967-02-11", "建国記念の日");
	assert_holiday("1988-04-29", "天皇誕生日");
	assert_holiday("1989-04-29", "みどりの日");
	assert_holiday("2007-04-29", "昭和の日");
	assert_no_holiday("1988-12-23");
	assert_holiday("1989-12-23", "天皇誕生日");
	assert_holiday("2018-12-23", "天皇誕生日");
	assert_no_holiday("2019-02-23");
	assert_no_holiday("2019-12-23");
	assert_holiday("2020-02-23", "天皇誕生日");
	assert_no_holiday("1995-07-20");
	assert_holiday("1996-07-20", "海の日");
	assert_no_holiday("2015-08-11");
	assert_holiday("2016-08-11", "山の日");
}

static void
mondays_since_2000_and_2003(void **state)
{
	(void)state;
	assert_holiday("1999-01-15", "成人の日");
	assert_no_holiday("2000-01-15");
	assert_holiday("2000-01-10", "成人の日");
	assert_holiday("2000-10-09", "体育の日");
	assert_holiday("2002-07-20", "海の日");
	assert_holiday("2003-07-21", "海の日");
	assert_holiday("2003-09-15", "敬老の日");
	assert_holiday("2004-09-20", "敬老の日");
}

static void
acts_of_one_day(void **state)
{
	(void)state;
	assert_holiday("1959-04-10", "結婚の儀");
	assert_holiday("1989-02-24", "大喪の礼");
	assert_holiday("1990-11-12", "即位礼正殿の儀");
	assert_holiday("1993-06-09", "結婚の儀");
	assert_no_holiday("1990-04-10");
	assert_holiday("2019-04-30", "休日");
	assert_holiday("2019-05-01", "休日（祝日扱い）");
	assert_holiday("2019-05-02", "休日");
	assert_holiday("2019-10-14", "体育の日（スポーツの日）");
	assert_holiday("2019-10-22", "休日（祝日扱い）");
	assert_no_holiday("2020-10-22");
}

static void
olympic_moves(void **state)
{
	(void)state;
	assert_holiday("2020-07-23", "海の日");
	assert_holiday("2020-07-24", "スポーツの日");
	assert_holiday("2020-08-10", "山の日");
	assert_no_holiday("2020-07-20");
	assert_no_holiday("2020-08-11");
	assert_no_holiday("2020-10-12");
	assert_holiday("2021-07-22", "海の日");
	assert_holiday("2021-07-23", "スポーツの日");
	assert_holiday("2021-08-08", "山の日");
	assert_holiday("2021-08-09", "休日");
	assert_no_holiday("2021-10-11");
	assert_holiday("2022-10-10", "スポーツの日");
}

static void
substitutes(void **state)
{
	(void)state;
	/* The rule is in force since 1973-04-12. */
	assert_no_holiday("1973-02-12");
	assert_holiday("1973-04-30", "休日");
	/* Until 2006 only the next day, whatever that is. */
	assert_holiday("1992-05-04", "休日");
	assert_no_holiday("1998-05-06");
	/* Since 2007 the nearest day that is not national. */
	assert_holiday("2008-05-06", "休日");
	assert_holiday("2009-05-06", "休日");
	assert_no_holiday("2009-05-07");
	assert_no_holiday("2010-05-06");
	assert_holiday("2027-03-22", "休日");
}

static void
citizens_holidays(void **state)
{
	static const char *const september[] = {
		"2026-09-22", "2032-09-21", "2037-09-22", "2043-09-22",
		"2049-09-21", "2054-09-22", "2060-09-21", "2071-09-22",
		"2077-09-21", "2088-09-21", "2094-09-21", "2099-09-22",
	};
	size_t found = 0;

	(void)state;
	/* 1986-05-04 was a Sunday; 1987's was a substitute. */
	assert_no_holiday("1985-05-04");
	assert_no_holiday("1986-05-04");
	assert_holiday("1987-05-04", "休日");
	assert_holiday("1988-05-04", "休日");
	assert_no_holiday("1997-05-04");
	assert_holiday("2007-05-04", "みどりの日");
	for (int64_t day = day_of("2020-01-01"); day < day_of("2101-01-01");
	    day++) {
		const char *name = holiday_name(day, NULL);
		char date[CLOCK_DATE_SIZE];

		clock_format_date(day, date);
		if (name == NULL || strcmp(name, "休日") != 0 ||
		    strncmp(date + 5, "09", 2) != 0 ||
		    strcmp(holiday_name(day - 1, NULL), "敬老の日") != 0)
			continue;
		assert_true(found < LENGTH(september));
		assert_string_equal(date, september[found++]);
	}
	assert_int_equal(found, LENGTH(september));
}

static void
equinoxes(void **state)
{
	static const int spring_1970s[] = {
		21, 21, 20, 21, 21, 21, 20, 21, 21, 21
	};
	static const int autumn_1970s[] = {
		23, 24, 23, 23, 23, 24, 23, 23, 23, 24
	};
	static const int spring_21[] = {
		2022, 2023, 2027, 2031, 2035, 2039, 2043, 2047, 2051, 2055
	};
	size_t found = 0;

	(void)state;
	for (int i = 0; i < 10; i++) {
		assert_int_equal(holiday_spring_equinox(1970 + i),
		    spring_1970s[i]);
		assert_int_equal(holiday_autumn_equinox(1970 + i),
		    autumn_1970s[i]);
	}
	for (int year = 2020; year < 2100; year++)
		if (holiday_spring_equinox(year) == 21)
			assert_int_equal(year, spring_21[found++]);
	assert_int_equal(found, LENGTH(spring_21));
	assert_int_equal(holiday_spring_equinox(2092), 19);
	assert_int_equal(holiday_spring_equinox(2096), 19);
	assert_int_equal(holiday_spring_equinox(2100), 20);
	assert_int_equal(holiday_autumn_equinox(2100), 23);
	assert_int_equal(holiday_autumn_equinox(2074), 23);
}

/* A year of nine days, of which the first is as given. */
#define LIST_OF(year, first) \
	"国民の祝日・休日月日,国民の祝日・休日名称\r\n" ROWS_OF(year, first)
#define ROWS_OF(year, first) \
	year first "\r\n" \
	year "/1/2,b\r\n" year "/1/3,c\r\n" year "/1/4,d\r\n" \
	year "/1/5,e\r\n" year "/1/6,f\r\n" year "/1/7,g\r\n" \
	year "/1/8,h\r\n" year "/12/31,臨時の休み\r\n"

static enum status
read_list(struct holiday_list *list, const char *csv, struct arena *arena,
    struct error *error)
{
	return holiday_read_list(list, bytes_of(text_of(csv)), arena, error);
}

static void
a_list_stands_in_for_its_years(void **state)
{
	struct holiday_list list;
	struct error error;

	assert_ok(read_list(&list, "\xEF\xBB\xBF" LIST_OF("2030", "/1/1,元日"),
	    *state, &error), &error);
	assert_int_equal(list.count, 9);
	assert_int_equal(list.first_year, 2030);
	assert_int_equal(list.last_year, 2030);
	assert_string_equal(holiday_name(day_of("2030-01-01"), &list), "元日");
	assert_string_equal(holiday_name(day_of("2030-12-31"), &list),
	    "臨時の休み");
	assert_null(holiday_name(day_of("2030-05-03"), &list));
	assert_string_equal(holiday_name(day_of("2031-05-03"), &list),
	    "憲法記念日");
	assert_null(holiday_name(day_of("2031-12-31"), &list));
	assert_ok(read_list(&list, LIST_OF("2030", "/1/1,元日")
	    ROWS_OF("2031", "/1/1,新年"), *state, &error), &error);
	assert_int_equal(list.count, 18);
	assert_int_equal(list.last_year, 2031);
	assert_string_equal(holiday_name(day_of("2031-01-01"), &list), "新年");
	/* Narrowed to no year, it says nothing. */
	list.last_year = 2029;
	assert_null(holiday_name(day_of("2030-12-31"), &list));
	assert_string_equal(holiday_name(day_of("2030-05-03"), &list),
	    "憲法記念日");
}

static void
a_list_in_cp932(void **state)
{
	/* 元日 and 臨時 in Microsoft's Shift_JIS, without a head line. */
	static const char csv[] =
	    "2030/1/1,\x8C\xB3\x93\xFA\r\n2030/1/2,\x97\xD5\x8E\x9E\r\n"
	    "2030/1/3,c\n2030/1/4,d\n2030/1/5,e\n2030/1/6,f\n2030/1/7,g\n"
	    "2030/1/8,h\n2030/1/9,i";
	struct holiday_list list;
	struct error error;

	assert_ok(read_list(&list, csv, *state, &error), &error);
	assert_int_equal(list.count, 9);
	assert_string_equal(holiday_name(day_of("2030-01-01"), &list), "元日");
	assert_string_equal(holiday_name(day_of("2030-01-02"), &list), "臨時");
	assert_string_equal(holiday_name(day_of("2030-01-09"), &list), "i");
}

static void
bad_lists(void **state)
{
	static const struct {
		const char *csv;
		const char *place;
	} lists[] = {
		{ "", "line 1" },
		{ "head\n", "line 1" },
		{ LIST_OF("2030", "/2/30,x"), "line 2" },
		{ LIST_OF("2030", "/1/2,x"), "line 3" },
		{ LIST_OF("2030", "-1-1,x"), "line 2" },
		{ LIST_OF("2030", "/1/1/1,x"), "line 2" },
		{ LIST_OF("2030", "/1,x"), "line 2" },
		{ LIST_OF("2030", "/1/1,"), "line 2" },
		{ LIST_OF("2030", "/1/1"), "line 2" },
		{ LIST_OF("2030", "/1/1,a") "2031/1/1,b\r\n", "line 11" },
		{ LIST_OF("2030", "/1/1,a") ROWS_OF("2032", "/1/1,a"),
		    "line 19" },
		{ LIST_OF("2030", "/1/1,a") "2031/1/1,b\r\n"
		    ROWS_OF("2032", "/1/1,a"), "line 20" },
		{ LIST_OF("2030", "/0/1,a"), "line 2" },
		{ LIST_OF("2030", "/1/0,a"), "line 2" },
		{ LIST_OF("2030", "/1/-1,a"), "line 2" },
		{ LIST_OF("2030", "/1/4294967297,a"), "line 2" },
		{ LIST_OF("12030", "/1/1,a"), "line 2" },
		{ LIST_OF("2030", "/1/1,a") ",x\r\n", "line 11" },
		{ "2030/1/1,\xFF\xFF", "line 1" },
		{ "2030/1/1,\x8C", "line 1" },
	};

	for (size_t i = 0; i < LENGTH(lists); i++) {
		struct holiday_list list;
		struct error error;

		assert_fails(read_list(&list, lists[i].csv, *state, &error),
		    &error, STATUS_INVALID, "holiday_list");
		assert_string_equal(error.field, lists[i].place);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_have_the_known_hashes),
		cmocka_unit_test(the_law_begins_in_1948),
		cmocka_unit_test(days_enter_and_leave_the_law),
		cmocka_unit_test(mondays_since_2000_and_2003),
		cmocka_unit_test(acts_of_one_day),
		cmocka_unit_test(olympic_moves),
		cmocka_unit_test(substitutes),
		cmocka_unit_test(citizens_holidays),
		cmocka_unit_test(equinoxes),
		arena_test(a_list_stands_in_for_its_years),
		arena_test(a_list_in_cp932),
		arena_test(bad_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
