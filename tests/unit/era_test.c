#include "test.h"

#include "calendar/era.h"
#include "days.h"

static void
assert_reads(const char *written, const char *gregorian, bool outside_era)
{
	struct era_date date;
	struct error error;
	char out[ERA_TEXT_SIZE];

	if (era_parse(&date, text_of(written), &error) != STATUS_OK)
		print_error("%s: %s\n", written, error.code);
	assert_ok(era_parse(&date, text_of(written), &error), &error);
	era_format(out, &date, ERA_GREGORIAN);
	if (strcmp(out, gregorian) != 0)
		print_error("%s\n", written);
	assert_string_equal(out, gregorian);
	assert_int_equal(date.outside_era, outside_era);
}

static void
assert_refuses(const char *written, const char *code)
{
	struct era_date date;
	struct error error;

	if (era_parse(&date, text_of(written), &error) == STATUS_OK)
		print_error("%s is read\n", written);
	assert_fails(era_parse(&date, text_of(written), &error), &error,
	    STATUS_INVALID, code);
}

static void
reads_every_way_of_writing(void **state)
{
	static const char *const same[] = {
		"令和8年11月22日", "R8.11.22", "r8.11.22", "Ｒ０８．１１．２２",
		"ｒ８／１１／２２", "R08-11-22", "R8/11/22", "㋿8年11月22日",
		"㋿8.11.22", "令和八年十一月二十二日", "令和〇八年一一月二二日",
		"令和 8 年 11 月 22 日", "　令和8年　11月22日 ",
		"2026年11月22日", "西暦2026年11月22日", "２０２６年１１月２２日",
		"二〇二六年十一月二十二日", "2026-11-22", "2026/11/22",
		"2026.11.22", "2026‐11−22", "2026－11－22",
		"二千二十六年十一月二十二日", "平成38年11月22日",
	};

	(void)state;
	for (size_t i = 0; i + 1 < LENGTH(same); i++)
		assert_reads(same[i], "2026-11-22", false);
	assert_reads(same[LENGTH(same) - 1], "2026-11-22", true);
}

static void
reads_every_era(void **state)
{
	(void)state;
	assert_reads("明治6年1月1日", "1873-01-01", false);
	assert_reads("M45.7.29", "1912-07-29", false);
	assert_reads("㍾45年7月29日", "1912-07-29", false);
	assert_reads("㍽2年3月4日", "1913-03-04", false);
	assert_reads("T15.12.24", "1926-12-24", false);
	assert_reads("㍼64年1月7日", "1989-01-07", false);
	assert_reads("S元.12.26", "1926-12-26", false);
	assert_reads("㍻元年1月8日", "1989-01-08", false);
	assert_reads("H31.4.30", "2019-04-30", false);
	assert_reads("令和元年5月1日", "2019-05-01", false);
	assert_reads("令和1年5月1日", "2019-05-01", false);
}

static void
reads_what_is_known(void **state)
{
	(void)state;
	assert_reads("令和八年", "2026", false);
	assert_reads("R8", "2026", false);
	assert_reads("㋿元年", "2019", false);
	assert_reads("令和元", "2019", false);
	assert_reads("令和8年11月", "2026-11", false);
	assert_reads("R8.11", "2026-11", false);
	assert_reads("昭和六十三年十月", "1988-10", false);
	assert_reads("令和二十九年", "2047", false);
	assert_reads("2026", "2026", false);
	assert_reads("2026年", "2026", false);
	assert_reads("2026-11", "2026-11", false);
	assert_reads("1873", "1873", false);
}

static void
warns_of_an_era_that_was_not(void **state)
{
	(void)state;
	assert_reads("平成32年", "2020", true);
	assert_reads("平成32年1月1日", "2020-01-01", true);
	assert_reads("平成31年5月1日", "2019-05-01", true);
	assert_reads("平成31年5月", "2019-05", true);
	assert_reads("平成31年4月", "2019-04", false);
	assert_reads("平成31年", "2019", false);
	assert_reads("令和元年4月30日", "2019-04-30", true);
	assert_reads("平成元年1月7日", "1989-01-07", true);
	assert_reads("昭和64年1月8日", "1989-01-08", true);
	assert_reads("昭和100年", "2025", true);
	assert_reads("昭和百年", "2025", true);
	assert_reads("昭和百一年", "2026", true);
	assert_reads("令和150年", "2168", false);
	/* Two days bear both names. */
	assert_reads("明治45年7月30日", "1912-07-30", false);
	assert_reads("大正元年7月30日", "1912-07-30", false);
	assert_reads("明治45年7月31日", "1912-07-31", true);
	assert_reads("大正15年12月25日", "1926-12-25", false);
	assert_reads("昭和元年12月25日", "1926-12-25", false);
	assert_reads("大正15年12月26日", "1926-12-26", true);
}

static void
refuses_what_is_not_a_date(void **state)
{
	static const char *const bad[] = {
		"", " ", "令和", "令和年", "令和0年", "令和〇年", "R8.", "R8.11.",
		"R8.11.22.", "R8.11/22", "R8.11.22日", "令和8年11", "令和8年11月22",
		"令和8年度", "令和8年13月", "令和8年0月1日", "R8.11.32", "R8.11.0",
		"令和8年11月22日頃", "平静8年", "X8.11.22", "8.11.22",
		"08-11-22", "226年1月1日", "20261122", "2026-11-222", "2026--11",
		"2026-1-1-1", "R2026.11.22", "令和151年", "元年5月1日", "十十年",
		"令和十百年", "令和十十年", "令和二三十年", "2026年11月二十二", "1234567890",
		"令和8年11月22日令和8年11月22日令和8年11月22日令和8年",
		"Rー8", "R-8", "R+8", "九九九九九年",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_refuses(bad[i], "not_a_date");
}

static void
refuses_days_that_no_calendar_has(void **state)
{
	(void)state;
	assert_refuses("2026-02-29", "no_such_date");
	assert_refuses("令和8年2月29日", "no_such_date");
	assert_refuses("R8.4.31", "no_such_date");
	assert_reads("R10.2.29", "2028-02-29", false);
}

static void
refuses_the_lunisolar_calendar(void **state)
{
	(void)state;
	assert_refuses("明治5年12月2日", "before_gregorian");
	assert_refuses("明治元年", "before_gregorian");
	assert_refuses("1872-12-31", "before_gregorian");
	assert_refuses("1872", "before_gregorian");
	assert_refuses("一八七二年", "before_gregorian");
	assert_refuses("千年", "before_gregorian");
}

static void
assert_writes(const char *date, const char *formal, const char *brief)
{
	struct era_date read;
	struct error error;
	char out[ERA_TEXT_SIZE];

	assert_ok(era_parse(&read, text_of(date), &error), &error);
	era_format(out, &read, ERA_LONG);
	assert_string_equal(out, formal);
	era_format(out, &read, ERA_SHORT);
	assert_string_equal(out, brief);
}

static void
writes_eras(void **state)
{
	(void)state;
	assert_writes("2026-11-22", "令和8年11月22日", "R8.11.22");
	assert_writes("2019-05-01", "令和元年5月1日", "R1.5.1");
	assert_writes("2019-04-30", "平成31年4月30日", "H31.4.30");
	assert_writes("1989-01-08", "平成元年1月8日", "H1.1.8");
	assert_writes("1989-01-07", "昭和64年1月7日", "S64.1.7");
	assert_writes("1926-12-25", "昭和元年12月25日", "S1.12.25");
	assert_writes("1912-07-30", "大正元年7月30日", "T1.7.30");
	assert_writes("1912-07-29", "明治45年7月29日", "M45.7.29");
	assert_writes("1873-01-01", "明治6年1月1日", "M6.1.1");
	/* What has two eras takes the later. */
	assert_writes("2019", "令和元年", "R1");
	assert_writes("2019-04", "平成31年4月", "H31.4");
	assert_writes("1989-01", "平成元年1月", "H1.1");
	assert_writes("2026-11", "令和8年11月", "R8.11");
}

/* Every day since 1873 reads back from each style. */
static void
every_day_round_trips(void **state)
{
	(void)state;
	for (int64_t day = day_of("1873-01-01"); day < day_of("2101-01-01");
	    day++) {
		struct era_date date = era_date_of(day);

		for (int style = ERA_LONG; style <= ERA_GREGORIAN; style++) {
			struct era_date back;
			struct error error;
			char out[ERA_TEXT_SIZE];

			era_format(out, &date, (enum era_style)style);
			assert_ok(era_parse(&back, text_of(out), &error),
			    &error);
			assert_true(era_first_day(&back) == day);
			assert_true(era_last_day(&back) == day);
			assert_false(back.outside_era);
		}
	}
}

static void
spans_of_partial_dates(void **state)
{
	const struct era_date year = { .year = 2028 };
	const struct era_date month = { .year = 2028, .month = 2 };

	(void)state;
	assert_day(era_first_day(&year), "2028-01-01");
	assert_day(era_last_day(&year), "2028-12-31");
	assert_day(era_first_day(&month), "2028-02-01");
	assert_day(era_last_day(&month), "2028-02-29");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_way_of_writing),
		cmocka_unit_test(reads_every_era),
		cmocka_unit_test(reads_what_is_known),
		cmocka_unit_test(warns_of_an_era_that_was_not),
		cmocka_unit_test(refuses_what_is_not_a_date),
		cmocka_unit_test(refuses_days_that_no_calendar_has),
		cmocka_unit_test(refuses_the_lunisolar_calendar),
		cmocka_unit_test(writes_eras),
		cmocka_unit_test(every_day_round_trips),
		cmocka_unit_test(spans_of_partial_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
