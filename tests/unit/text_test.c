#include "test.h"

static bool
valid(const char *bytes, size_t n)
{
	struct text text;

	return text_from_bytes(&text,
	    (struct bytes){ (const uint8_t *)bytes, n });
}

#define VALID(literal) valid(literal, sizeof(literal) - 1)

static void
accepts_utf8(void **state)
{
	(void)state;
	assert_true(VALID(""));
	assert_true(VALID("abc"));
	assert_true(VALID("髙﨑𠮷"));
	assert_true(VALID("葛\U000E0100"));
	assert_true(VALID("\xF4\x8F\xBF\xBF"));
	assert_true(VALID("\xED\x9F\xBF"));
	assert_true(VALID("\xEE\x80\x80"));
}

static void
refuses_what_is_not(void **state)
{
	(void)state;
	assert_false(VALID("a\0b"));
	assert_false(VALID("\x80"));
	assert_false(VALID("\xC0\x80"));
	assert_false(VALID("\xC1\xBF"));
	assert_false(VALID("\xE0\x9F\xBF"));
	assert_false(VALID("\xED\xA0\x80"));
	assert_false(VALID("\xED\xBF\xBF"));
	assert_false(VALID("\xF0\x8F\xBF\xBF"));
	assert_false(VALID("\xF4\x90\x80\x80"));
	assert_false(VALID("\xF5\x80\x80\x80"));
	assert_false(VALID("\xE3\x81"));
	assert_false(VALID("\xE3\x81x"));
	assert_false(VALID("\xFF"));
}

static void
code_points_round_trip(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		char bytes[4];
		struct text text;
		uint32_t back;

		if (c == 0xD800)
			c = 0xE000;
		text = (struct text){ bytes, text_encode(c, bytes) };
		assert_true(valid(text.p, text.n));
		assert_int_equal(text_length(text), 1);
		assert_true(text_next(&text, &back));
		assert_int_equal(back, c);
		assert_false(text_next(&text, &back));
	}
}

static void
trims_wide_blanks(void **state)
{
	(void)state;
	assert_text(text_trim(TEXT(" 　a　b　\t\n")), "a　b");
	assert_text(text_trim(TEXT("　 　")), "");
	assert_text(text_trim(TEXT("")), "");
}

static void
cuts_in_pieces(void **state)
{
	struct text rest = TEXT("a,,bc,");

	(void)state;
	assert_text(text_cut(&rest, ','), "a");
	assert_text(rest, ",bc,");
	assert_text(text_cut(&rest, ','), "");
	assert_text(text_cut(&rest, ';'), "bc,");
	assert_text(rest, "");
	assert_text(text_cut(&rest, ','), "");
	rest = (struct text){ NULL, 0 };
	assert_int_equal(text_cut(&rest, ',').n, 0);
	rest = TEXT("x,");
	assert_text(text_cut(&rest, ','), "x");
	assert_int_equal(rest.n, 0);
}

static void
ends_whole(void **state)
{
	static const struct {
		const char *cut, *whole;
	} cases[] = {
		{ "", "" }, { "abc", "abc" }, { "ab\xC3", "ab" },
		{ "ab\xC3\xA9", "ab\xC3\xA9" }, { "a\xE3", "a" },
		{ "a\xE3\x81", "a" }, { "\xE3\x81\x82", "\xE3\x81\x82" },
		{ "\xF0", "" }, { "\xF0\xA0\xAE", "" },
		{ "\xF0\xA0\xAE\xB7", "\xF0\xA0\xAE\xB7" },
		{ "関\xF0\xA0", "関" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char string[16];

		(void)snprintf(string, sizeof(string), "%s", cases[i].cut);
		text_end_whole(string);
		assert_string_equal(string, cases[i].whole);
	}
}

static void
reads_integers(void **state)
{
	int64_t value;

	(void)state;
	assert_true(text_to_int(TEXT("9223372036854775807"), &value));
	assert_true(value == INT64_MAX);
	assert_true(text_to_int(TEXT("-9223372036854775808"), &value));
	assert_true(value == INT64_MIN);
	assert_true(text_to_int(TEXT("-0"), &value));
	assert_true(value == 0);
	assert_false(text_to_int(TEXT("9223372036854775808"), &value));
	assert_false(text_to_int(TEXT("-9223372036854775809"), &value));
	assert_false(text_to_int(TEXT("99999999999999999999"), &value));
	assert_false(text_to_int(TEXT(""), &value));
	assert_false(text_to_int(TEXT("-"), &value));
	assert_false(text_to_int(TEXT("1 "), &value));
	assert_false(text_to_int(TEXT("１"), &value));
	assert_false(text_to_int(TEXT("0x1"), &value));
}

static void
reads_counts(void **state)
{
	static const char *const wrong[] = {
		"", "-0", "-1", "+1", "00", "01", " 1", "1 ", "1.0",
		"9223372036854775808"
	};
	uint64_t count = 7;

	(void)state;
	assert_true(text_to_count(TEXT("0"), &count));
	assert_int_equal(count, 0);
	assert_true(text_to_count(TEXT("109482"), &count));
	assert_int_equal(count, 109482);
	assert_true(text_to_count(TEXT("9223372036854775807"), &count));
	assert_int_equal(count, INT64_MAX);
	for (size_t i = 0; i < LENGTH(wrong); i++)
		assert_false(text_to_count(text_of(wrong[i]), &count));
	assert_int_equal(count, INT64_MAX);
}

static void
knows_ids(void **state)
{
	(void)state;
	assert_true(text_is_id(TEXT("a")));
	assert_true(text_is_id(TEXT("mail_magazine_2")));
	assert_false(text_is_id(TEXT("")));
	assert_false(text_is_id(TEXT("_a")));
	assert_false(text_is_id(TEXT("2a")));
	assert_false(text_is_id(TEXT("aB")));
	assert_false(text_is_id(TEXT("a-b")));
	assert_false(text_is_id(TEXT("氏名")));
	assert_false(text_is_id(TEXT("a2345678901234567890123456789012345678"
	    "90123456789012345678901234")));
}

static void
compares_and_finds(void **state)
{
	(void)state;
	assert_true(text_compare(TEXT("a"), TEXT("b")) < 0);
	assert_true(text_compare(TEXT("ab"), TEXT("a")) > 0);
	assert_true(text_compare(TEXT(""), TEXT("")) == 0);
	assert_int_equal(text_find(TEXT("abcabc"), TEXT("ca")), 2);
	assert_int_equal(text_find(TEXT("abc"), TEXT("")), 0);
	assert_int_equal(text_find(TEXT("a"), TEXT("ab")), -1);
	assert_true(text_starts_with(TEXT("per_x"), "per_"));
	assert_false(text_starts_with(TEXT("pe"), "per_"));
	assert_true(text_ends_with(TEXT("a.yaml"), ".yaml"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts_utf8),
		cmocka_unit_test(refuses_what_is_not),
		cmocka_unit_test(code_points_round_trip),
		cmocka_unit_test(trims_wide_blanks),
		cmocka_unit_test(cuts_in_pieces),
		cmocka_unit_test(ends_whole),
		cmocka_unit_test(reads_integers),
		cmocka_unit_test(reads_counts),
		cmocka_unit_test(knows_ids),
		cmocka_unit_test(compares_and_finds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
