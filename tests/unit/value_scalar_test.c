#include "test.h"

#include "vault/value.h"

static struct error error;

static struct text
check(struct arena *arena, enum item_kind kind, const char *given)
{
	struct text stored = { NULL, 0 };
	enum status status = value_check(&stored, kind, NULL, text_of(given),
	    arena, &error);

	if (status != STATUS_OK)
		print_error("%s refused \"%s\": %s\n", kind_names[kind], given,
		    error.code);
	assert_int_equal(status, STATUS_OK);
	return stored;
}

static void
stores(struct arena *arena, enum item_kind kind, const char *given,
    const char *stored)
{
	assert_text(check(arena, kind, given), stored);
}

static void
refuses(struct arena *arena, enum item_kind kind, const char *given,
    const char *code)
{
	struct text stored;
	enum status status = value_check(&stored, kind, NULL, text_of(given),
	    arena, &error);

	if (status == STATUS_OK || strcmp(error.code, code) != 0)
		print_error("%s \"%s\": %s, not %s\n", kind_names[kind], given,
		    status == STATUS_OK ? "taken" : error.code, code);
	assert_fails(status, &error, STATUS_INVALID, code);
	assert_int_equal(stored.n, 0);
}

static void
dates(void **state)
{
	static const char *const pairs[][2] = {
		{ "1990-04-01", "1990-04-01" }, { "1990-04", "1990-04" },
		{ "1990", "1990" }, { "1990/4/1", "1990-04-01" },
		{ "1990.4.1", "1990-04-01" }, { "1990年4月1日", "1990-04-01" },
		{ "1990年 4月 1日", "1990-04-01" }, { "1990年4月", "1990-04" },
		{ "1990年", "1990" }, { "１９９０／０４／０１", "1990-04-01" },
		{ "19900401", "1990-04-01" }, { "１９９００４０１", "1990-04-01" },
		{ " 1990-04-01 ", "1990-04-01" }, { "1990ー04ー01", "1990-04-01" },
		{ "2000-02-29", "2000-02-29" }, { "2024-02-29", "2024-02-29" },
		{ "1900-02-28", "1900-02-28" }, { "9999-12-31", "9999-12-31" },
		{ "1990/04", "1990-04" }, { "1990−04−01", "1990-04-01" },
		{ "2026-12-31", "2026-12-31" }, { "1000", "1000" },
	};
	static const char *const bad[] = { "1990-02-29", "1900-02-29",
		"2023-02-29", "1990-13-01", "1990-00-01", "1990-04-31",
		"1990-04-00", "1990-00", "1990-13", "90-04-01", "0000",
		"0001-01-01", "0999", "10000-01-01", "1990-4-1-1", "1990-04-",
		"1990-", "1990/04-01", "1990年4/1", "1990年4月1", "1990年4",
		"1990/4月", "199004", "1990040", "199004011", "1990-04-01T00:00",
		"昭和55年4月1日", "S55.4.1", "R8.11.22", "令和八年", "4/1/1990x",
		"-1990", "1990y4m1d", "一九九〇年", "未定", "1990-4-1日",
		"1990△4△1", "1990--04" };

	for (size_t i = 0; i < LENGTH(pairs); i++)
		stores(*state, KIND_DATE, pairs[i][0], pairs[i][1]);
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_DATE, bad[i], "bad_date");
}

static void
numbers(void **state)
{
	static const char *const pairs[][2] = {
		{ "0", "0" }, { "-0", "0" }, { "+5", "5" }, { "007", "7" },
		{ "1,234,567", "1234567" }, { "１，２３４", "1234" },
		{ "１２３", "123" }, { "-12", "-12" }, { "－１２", "-12" },
		{ "−12", "-12" }, { "△12", "-12" }, { "▲1,200", "-1200" },
		{ "9223372036854775807", "9223372036854775807" },
		{ "-9223372036854775808", "-9223372036854775808" },
		{ "9,223,372,036,854,775,807", "9223372036854775807" },
		{ " 12 ", "12" }, { "1、234", "1234" },
	};
	static const char *const bad[] = { "1.5", "1,23", "12,34,567",
		",123", "1,,234", "1234,567", "1,234,", "abc", "12円", "¥12",
		"1e3", "0x10", "--1", "- 1", "1 000", "三", "Ⅻ", "①", "1-2",
		"$5", "N5", "12e", "+", "-", "½", "3万" };
	static const char *const huge[] = { "9223372036854775808",
		"-9223372036854775809", "99999999999999999999" };

	for (size_t i = 0; i < LENGTH(pairs); i++) {
		stores(*state, KIND_NUMBER, pairs[i][0], pairs[i][1]);
		stores(*state, KIND_MONEY, pairs[i][0], pairs[i][1]);
	}
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_NUMBER, bad[i], "bad_number");
	for (size_t i = 0; i < LENGTH(huge); i++)
		refuses(*state, KIND_NUMBER, huge[i], "number_out_of_range");
}

static void
money(void **state)
{
	static const char *const pairs[][2] = {
		{ "¥1,200", "1200" }, { "￥１，２００", "1200" },
		{ "1,200円", "1200" }, { "1200 円", "1200" },
		{ "-¥500", "-500" }, { "¥-500", "-500" }, { "△500円", "-500" },
	};
	static const char *const bad[] = { "円", "¥", "¥¥1", "1円2", "$12",
		"300万円", "12.5円", "¥1,20", "¥ -¥5" };

	for (size_t i = 0; i < LENGTH(pairs); i++)
		stores(*state, KIND_MONEY, pairs[i][0], pairs[i][1]);
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_MONEY, bad[i], "bad_number");
	refuses(*state, KIND_MONEY, "¥9,223,372,036,854,775,808",
	    "number_out_of_range");
}

static void
choices(void **state)
{
	const struct text list[] = { TEXT("男性"), TEXT("女性"), TEXT("A-1"),
		TEXT("ｶﾅ") };
	const struct value_rule rule = { list, LENGTH(list) };
	const struct value_rule none = { NULL, 0 };
	struct text stored;

	assert_ok(value_check(&stored, KIND_CHOICE, &rule, TEXT("女性"),
	    *state, &error), &error);
	assert_text(stored, "女性");
	assert_ok(value_check(&stored, KIND_CHOICE, &rule, TEXT(" Ａ－１　"),
	    *state, &error), &error);
	assert_text(stored, "A-1");
	assert_ok(value_check(&stored, KIND_CHOICE, &rule, TEXT("カナ"),
	    *state, &error), &error);
	assert_text(stored, "ｶﾅ");
	assert_fails(value_check(&stored, KIND_CHOICE, &rule, TEXT("男"),
	    *state, &error), &error, STATUS_INVALID, "not_a_choice");
	assert_fails(value_check(&stored, KIND_CHOICE, &rule, TEXT("a-1"),
	    *state, &error), &error, STATUS_INVALID, "not_a_choice");
	assert_fails(value_check(&stored, KIND_CHOICE, &none, TEXT("男性"),
	    *state, &error), &error, STATUS_INVALID, "not_a_choice");
	refuses(*state, KIND_CHOICE, "男性", "not_a_choice");
}

static void
flags(void **state)
{
	static const char *const yes[] = { "true", "TRUE", "Ｔｒｕｅ", "yes",
		"Y", "on", "1", "１", "はい", " はい ", "有", "有り", "あり", "○",
		"〇", "◯" };
	static const char *const no[] = { "false", "No", "n", "OFF", "0",
		"いいえ", "無", "無し", "なし", "×" };
	static const char *const bad[] = { "maybe", "2", "はいはい", "true false",
		"同意", "-", "ja" };

	for (size_t i = 0; i < LENGTH(yes); i++)
		stores(*state, KIND_FLAG, yes[i], "true");
	for (size_t i = 0; i < LENGTH(no); i++)
		stores(*state, KIND_FLAG, no[i], "false");
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_FLAG, bad[i], "bad_flag");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(dates),
		arena_test(numbers),
		arena_test(money),
		arena_test(choices),
		arena_test(flags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
