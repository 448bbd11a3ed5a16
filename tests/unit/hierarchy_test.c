#include "test.h"

#include <fcntl.h>
#include <unistd.h>

#include "anonymise/hierarchy_builtin.h"
#include "base/clock.h"

static const char *
file_with(const char *text)
{
	static char path[64];
	int fd;

	(void)snprintf(path, sizeof(path), "/tmp/sekisho_hier_XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)close(fd);
	return path;
}

static void
fails(const char *text, const char *code, const char *line)
{
	struct hierarchy hierarchy;
	struct error error;
	const char *path = file_with(text);

	assert_fails(hierarchy_file(&hierarchy, path, &error), &error,
	    STATUS_INVALID, code);
	assert_true(text_ends_with(text_of(error.field), line));
	hierarchy_free(&hierarchy);
	(void)unlink(path);
}

static void
refuses_bad_files(void **state)
{
	(void)state;
	fails("a;x;*\nb;x;*\na;y;*\n", "hierarchy_duplicate", ":3");
	fails("a;x;*\nb;x;+\n", "hierarchy_not_nested", ":2");
	fails("a;x;*\nb;x\n", "csv_ragged", ":2");
}

static void
orders_and_counts(void **state)
{
	const char *path = file_with("a;x;*\nb;y;*\nc;x;*\nd;y;*\ne;x;*\n");
	struct hierarchy hierarchy;
	struct field field = { .values = 0 };
	struct dict values;
	uint32_t code[3], missing;
	struct error error;

	(void)state;
	assert_ok(hierarchy_file(&hierarchy, path, &error), &error);
	assert_int_equal(hierarchy.levels, 3);
	assert_true(dict_init(&values));
	assert_int_equal(dict_add_text(&values, TEXT("d"), 1), 0);
	assert_int_equal(dict_add_text(&values, TEXT("e"), 2), 1);
	assert_int_equal(dict_add_text(&values, TEXT("a"), 3), 2);
	assert_ok(field_bind(&field, &hierarchy, &values, code, &missing,
	    &error), &error);
	assert_int_equal(missing, DICT_NONE);
	/* In the order of the hierarchy: a e | d. */
	assert_int_equal(code[2], 0);
	assert_int_equal(code[1], 1);
	assert_int_equal(code[0], 2);
	assert_int_equal(field.domain, 5);
	assert_int_equal(field.level[1].size, 2);
	assert_int_equal(field.level[1].rank[1], 0);
	assert_int_equal(field.level[1].rank[2], 1);
	assert_int_equal(field.level[1].leaves[0], 3);
	assert_int_equal(field.level[1].leaves[1], 2);
	assert_text(field.level[1].label[1], "y");
	assert_int_equal(field.level[2].leaves[0], 5);
	field_free(&field);
	/* z and then q are no leaves; q came first. */
	(void)dict_add_text(&values, TEXT("z"), 9);
	(void)dict_add_text(&values, TEXT("q"), 5);
	field = (struct field){ .values = 0 };
	{
		uint32_t more[5];

		assert_ok(field_bind(&field, &hierarchy, &values, more,
		    &missing, &error), &error);
	}
	assert_int_equal(missing, 4);
	field_free(&field);
	dict_free(&values);
	hierarchy_free(&hierarchy);
	(void)unlink(path);
}

/* What a rule makes of one value, joined by "|"; "" when it cannot. */
static const char *
labels_of(const struct hierarchy_recipe *recipe, const char *value)
{
	static char out[1024];
	struct hierarchy hierarchy;
	struct dict values;
	struct error error;
	uint32_t missing;
	size_t n = 0;

	assert_true(dict_init(&values));
	(void)dict_add_text(&values, text_of(value), 0);
	assert_ok(hierarchy_build(&hierarchy, recipe, &values, &missing,
	    &error), &error);
	out[0] = '\0';
	for (uint32_t l = 1; missing == DICT_NONE && l < hierarchy.levels;
	    l++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%.*s",
		    l == 1 ? "" : "|", TEXT_ARGS(dict_text(
		    &hierarchy.label[l], 0)));
	hierarchy_free(&hierarchy);
	dict_free(&values);
	return out;
}

static void
builds_rules(void **state)
{
	static const struct {
		enum hierarchy_rule rule;
		const char *value;
		const char *labels;
	} rows[] = {
		{ RULE_AGE, "34", "30-34歳|30代|20-39歳|*" },
		{ RULE_AGE, "３４歳", "30-34歳|30代|20-39歳|*" },
		{ RULE_AGE, "89", "85-89歳|80代|80-89歳|*" },
		{ RULE_AGE, "90", "90歳以上|90歳以上|90歳以上|*" },
		{ RULE_AGE, "116", "90歳以上|90歳以上|90歳以上|*" },
		{ RULE_AGE, "90歳以上", "90歳以上|90歳以上|90歳以上|*" },
		{ RULE_AGE, "-1", "" }, { RULE_AGE, "x", "" },
		{ RULE_DATE, "2026-11-22",
		    "2026年11月|2026年|2020年代|*" },
		{ RULE_DATE, "令和8年11月22日",
		    "2026年11月|2026年|2020年代|*" },
		{ RULE_DATE, "Ｒ８．１１．２２", "2026年11月|2026年|2020年代|*" },
		{ RULE_DATE, "20261122", "2026年11月|2026年|2020年代|*" },
		{ RULE_DATE, "2026/2/29", "" },
		{ RULE_WAREKI, "2019-04-30",
		    "平成31年4月|平成31年|平成|*" },
		{ RULE_WAREKI, "2019-05-01",
		    "令和元年5月|令和元年|令和|*" },
		{ RULE_WAREKI, "昭和64年1月7日",
		    "昭和64年1月|昭和64年|昭和|*" },
		{ RULE_WAREKI, "平成元年1月8日",
		    "平成元年1月|平成元年|平成|*" },
		{ RULE_WAREKI, "㍼５１年３月３日",
		    "昭和51年3月|昭和51年|昭和|*" },
		{ RULE_WAREKI, "1926-12-24",
		    "大正15年12月|大正15年|大正|*" },
		{ RULE_WAREKI, "1926-12-25",
		    "昭和元年12月|昭和元年|昭和|*" },
		{ RULE_DATE, "1850-01-01", "" }, { RULE_DATE, "18500101", "" },
		{ RULE_DATE, "2026-11", "" }, { RULE_DATE, "2026", "" },
		{ RULE_BIRTH_DATE, "1992-11-22", "34歳|30-34歳|30代|*" },
		{ RULE_BIRTH_DATE, "1992-11-23", "33歳|30-34歳|30代|*" },
		{ RULE_BIRTH_DATE, "1936-11-22",
		    "90歳以上|90歳以上|90歳以上|*" },
		{ RULE_BIRTH_DATE, "2027-01-01", "" },
		{ RULE_POSTAL_CODE, "〒100-0001",
		    "100-00**|100-****|10*-****|東京都|関東|*" },
		{ RULE_POSTAL_CODE, "8170001", "817-00**長崎県|"
		    "817-****長崎県|81*-****長崎県|長崎県|九州・沖縄|*" },
		{ RULE_POSTAL_CODE, "811-5100", "811-51**長崎県|"
		    "811-****長崎県|81*-****長崎県|長崎県|九州・沖縄|*" },
		{ RULE_POSTAL_CODE, "811-0100",
		    "811-01**|811-****|81*-****|福岡県|九州・沖縄|*" },
		{ RULE_POSTAL_CODE, "12-34567", "" },
		{ RULE_PREFECTURE, "東京都", "関東|*" },
		{ RULE_PREFECTURE, "京都", "近畿|*" },
		{ RULE_PREFECTURE, "北海道", "北海道|*" },
		{ RULE_PREFECTURE, "47", "九州・沖縄|*" },
		{ RULE_PREFECTURE, "48", "" },
		{ RULE_OCCUPATION, "看護師",
		    "専門的・技術的職業|専門・管理|*" },
		{ RULE_OCCUPATION, "学生", "就業していない|その他|*" },
		{ RULE_OCCUPATION, "魔法使い", "" },
		{ RULE_NATIONALITY, "日本", "日本|日本|*" },
		{ RULE_NATIONALITY, "VN", "東南アジア|外国|*" },
		{ RULE_NATIONALITY, "USA", "北アメリカ|外国|*" },
		{ RULE_MONEY, "3456789", "340-350万円|300-350万円|"
		    "300-400万円|0-500万円|0-1000万円|*" },
		{ RULE_MONEY, "1,000,000円", "100-110万円|100-150万円|"
		    "100-200万円|0-500万円|0-1000万円|*" },
		{ RULE_MONEY, "100000000", "1億円以上|1億円以上|1億円以上|"
		    "1億円以上|1億円以上|*" },
		{ RULE_FLAT, "anything", "*" },
		{ RULE_BANDS, "23", "20-24|20-29|*" },
		{ RULE_BANDS, "-3", "-5～-1|-10～-1|*" },
		{ RULE_BANDS, "2.5", "" },
		{ RULE_MASK, "12あ", "12*|1**|***|*" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const struct hierarchy_recipe recipe = {
			.rule = rows[i].rule,
			.reference_day = clock_day_number(2026, 11, 22),
			.band_count = 2, .bands = { 5, 10 },
		};

		assert_string_equal(labels_of(&recipe, rows[i].value),
		    rows[i].labels);
	}
}

static void
masks_from_the_left(void **state)
{
	const struct hierarchy_recipe recipe = {
		.rule = RULE_MASK, .mask_left = true
	};

	(void)state;
	assert_string_equal(labels_of(&recipe, "abc"), "*bc|**c|***|*");
}

/* Every rule nests, whatever the values. */
static void
rules_are_nested(void **state)
{
	struct hierarchy hierarchy;
	struct dict values;
	struct error error;
	uint32_t missing;

	(void)state;
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		const struct hierarchy_recipe recipe = {
			.rule = (enum hierarchy_rule)rule,
			.reference_day = clock_day_number(2026, 11, 22),
			.band_count = 3, .bands = { 5, 10, 100 },
		};

		assert_true(dict_init(&values));
		for (int i = 0; i < 3000; i++) {
			char text[32], date[CLOCK_DATE_SIZE];

			clock_format_date(i * 16 - 30000, date);
			(void)snprintf(text, sizeof(text), "%07d", i * 3331);
			if (rule == RULE_AGE)
				(void)snprintf(text, sizeof(text), "%d",
				    i % 120);
			if (rule == RULE_PREFECTURE)
				(void)snprintf(text, sizeof(text), "%d",
				    1 + i % 47);
			(void)dict_add_text(&values, text_of(
			    rule == RULE_DATE || rule == RULE_BIRTH_DATE ||
			    rule == RULE_WAREKI ? date : rule ==
			    RULE_OCCUPATION ? "医師" : rule ==
			    RULE_NATIONALITY ? "日本" : text), 0);
		}
		assert_ok(hierarchy_build(&hierarchy, &recipe, &values,
		    &missing, &error), &error);
		assert_int_equal(missing, DICT_NONE);
		hierarchy_free(&hierarchy);
		dict_free(&values);
	}
}

static void
reads_ken_all(void **state)
{
	/* 498-0000 lies in two prefectures, as in the real file. */
	const char *path = file_with(
	    "23235,\"498\",\"4980000\",\"\",\"\",\"\",\"愛知県\",\"弥富市\","
	    "\"以下に掲載がない場合\",0,0,0,0,0,0\r\n"
	    "24303,\"498\",\"4980000\",\"\",\"\",\"\",\"三重県\","
	    "\"桑名郡木曽岬町\",\"\",0,0,0,0,0,0\r\n"
	    "13101,\"100\",\"1000001\",\"\",\"\",\"\",\"東京都\","
	    "\"千代田区\",\"千代田\",0,0,0,0,0,0\r\n");
	const struct hierarchy_recipe recipe = {
		.rule = RULE_POSTAL_CODE, .municipalities = path
	};

	(void)state;
	assert_string_equal(labels_of(&recipe, "100-0001"),
	    "東京都・千代田区|東京都|関東|*");
	assert_string_equal(labels_of(&recipe, "498-0000"),
	    "愛知県・弥富市・三重県・桑名郡木曽岬町|愛知県・三重県|"
	    "中部・近畿|*");
	assert_string_equal(labels_of(&recipe, "999-9999"), "");
	(void)unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_bad_files),
		cmocka_unit_test(orders_and_counts),
		cmocka_unit_test(builds_rules),
		cmocka_unit_test(masks_from_the_left),
		cmocka_unit_test(rules_are_nested),
		cmocka_unit_test(reads_ken_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
