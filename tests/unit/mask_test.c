#include "test.h"

#include "vault/mask.h"
#include "vault/prefecture.h"

static struct error error;

static void
masks(struct arena *arena, enum item_kind kind, const char *given,
    const char *wanted)
{
	struct text masked;

	assert_ok(mask_value(&masked, kind, text_of(given), arena, &error),
	    &error);
	assert_text(masked, wanted);
}

static void
names(void **state)
{
	static const char *const pairs[][2] = {
		{ "山田太郎", "山＊＊＊" }, { "山田", "山＊＊＊" }, { "髙橋", "髙＊＊＊" },
		{ "𠮷田", "𠮷＊＊＊" }, { "  山田", "山＊＊＊" }, { "　山田", "山＊＊＊" },
		{ "葛\xF3\xA0\x84\x80城", "葛\xF3\xA0\x84\x80＊＊＊" },
		{ "Jose\xCC\x81", "J＊＊＊" }, { "E\xCC\x81mile", "E\xCC\x81＊＊＊" },
		{ "が\xE3\x82\x99か", "が\xE3\x82\x99＊＊＊" },
		{ "👨‍👩‍👧さん", "👨‍👩‍👧＊＊＊" }, { "김철수", "김＊＊＊" },
		{ "\xE1\x84\x80\xE1\x85\xB5\xE1\x86\xB7철",
		  "\xE1\x84\x80\xE1\x85\xB5\xE1\x86\xB7＊＊＊" },
		/* showing one would show all */
		{ "山", "＊＊＊" }, { " 山 ", "＊＊＊" },
		{ "葛\xF3\xA0\x84\x80", "＊＊＊" }, { "E\xCC\x81", "＊＊＊" },
		/* odd ones */
		{ "", "＊＊＊" }, { " ", "＊＊＊" }, { "\xCC\x81山田", "＊＊＊" },
		{ "\xE2\x80\x8B山田", "＊＊＊" },
	};

	for (size_t i = 0; i < LENGTH(pairs); i++) {
		masks(*state, KIND_NAME, pairs[i][0], pairs[i][1]);
		masks(*state, KIND_KANA, pairs[i][0], pairs[i][1]);
	}
	masks(*state, KIND_KANA, "ﾀﾞｲｽｹ", "ﾀﾞ＊＊＊");
	masks(*state, KIND_KANA, "か\xE3\x82\x99く", "か\xE3\x82\x99＊＊＊");
	masks(*state, KIND_KANA, "ヤマダ タロウ", "ヤ＊＊＊");
}

static void
heaps_of_accents_are_hidden(void **state)
{
	char heap[200] = "a";
	size_t n = 1;

	for (int i = 0; i < 60; i++)
		n += text_encode(0x0301, heap + n);
	heap[n] = 'b';
	masks(*state, KIND_NAME, heap, "＊＊＊");
	heap[n] = '@';
	memcpy(heap + n + 1, "b.jp", 5);
	masks(*state, KIND_EMAIL, heap, "***@b.jp");
}

static void
email(void **state)
{
	static const char *const pairs[][2] = {
		{ "taro@example.jp", "t***@example.jp" },
		{ "taro.yamada@mail.example.jp", "t***@mail.example.jp" },
		{ " taro@example.jp ", "t***@example.jp" },
		{ "太郎@example.jp", "太***@example.jp" },
		{ "ta@例え.テスト", "t***@例え.テスト" },
		{ "t@example.jp", "***@example.jp" },
		{ "@example.jp", "***@example.jp" }, { "taro@", "t***" },
		{ "taro", "***" }, { "", "***" }, { "a@b@c", "***" },
		{ "taro@x@y", "t***" },
	};

	for (size_t i = 0; i < LENGTH(pairs); i++)
		masks(*state, KIND_EMAIL, pairs[i][0], pairs[i][1]);
}

static void
numbers(void **state)
{
	static const struct {
		enum item_kind kind;
		const char *given;
		const char *masked;
	} rows[] = {
		{ KIND_PHONE, "090-0000-1234", "****1234" },
		{ KIND_PHONE, "０９０－００００－１２３４", "****1234" },
		{ KIND_PHONE, "+81 90-0000-1234", "****1234" },
		{ KIND_PHONE, "0901", "***" }, { KIND_PHONE, "1234567", "***" },
		{ KIND_PHONE, "12345678", "****5678" }, { KIND_PHONE, "", "***" },
		{ KIND_POSTAL_CODE, "150-0000", "150-****" },
		{ KIND_POSTAL_CODE, "〒１５０００００", "150-****" },
		{ KIND_POSTAL_CODE, "150", "***" },
		{ KIND_DATE, "1990-04-01", "1990-**-**" },
		{ KIND_DATE, "1990-04", "1990-**-**" },
		{ KIND_DATE, "1990", "1990-**-**" },
		{ KIND_DATE, "", "***" }, { KIND_DATE, "未定です", "***" },
		{ KIND_DATE, "19900401", "***" }, { KIND_DATE, "199", "***" },
		{ KIND_BANK_ACCOUNT, "0001-001-1-1234567-ﾔﾏﾀﾞ ﾀﾛｳ",
		  "****4567" },
		{ KIND_BANK_ACCOUNT, "0001-001-1-0000042-ﾔﾏﾀﾞ", "****0042" },
		{ KIND_BANK_ACCOUNT, "1234567", "***" },
		{ KIND_CARD, "token:tok_abcdefgh/4242", "****4242" },
		{ KIND_CARD, "4242424242424242", "***" },
		{ KIND_CARD, "token:/42", "***" },
		{ KIND_CARD, "/4242", "***" }, { KIND_CARD, "", "***" },
		{ KIND_EXTERNAL_ID, "M-0000123456", "****3456" },
		{ KIND_EXTERNAL_ID, "12345678", "****5678" },
		{ KIND_EXTERNAL_ID, "1234567", "****" },
		{ KIND_EXTERNAL_ID, "", "****" },
		{ KIND_EXTERNAL_ID, "会員番号葛\xF3\xA0\x84\x80が\xE3\x82\x99ﾀﾞ9",
		  "****葛\xF3\xA0\x84\x80が\xE3\x82\x99ﾀﾞ9" },
	};

	for (size_t i = 0; i < LENGTH(rows); i++)
		masks(*state, rows[i].kind, rows[i].given, rows[i].masked);
}

static void
addresses(void **state)
{
	masks(*state, KIND_ADDRESS, "東京都千代田区一丁目", "東京都＊＊＊");
	masks(*state, KIND_ADDRESS, " 京都府京都市", "京都府＊＊＊");
	masks(*state, KIND_ADDRESS, "神奈川県横浜市中区1-2-3", "神奈川県＊＊＊");
	masks(*state, KIND_ADDRESS, "北海道", "北海道＊＊＊");
	masks(*state, KIND_ADDRESS, "千代田区一丁目", "＊＊＊");
	masks(*state, KIND_ADDRESS, "1-2-3 Example, Tokyo", "＊＊＊");
	masks(*state, KIND_ADDRESS, "", "＊＊＊");
	for (size_t i = 0; i < PREFECTURE_COUNT; i++)
		assert_int_equal(prefecture_at(text_of(prefecture_names[i])),
		    strlen(prefecture_names[i]));
	assert_int_equal(prefecture_at(TEXT("東京")), 0);
}

static void
nothing_is_shown_of_the_rest(void **state)
{
	static const char *const wide[] = { "秘密", "", "a",
		"とても長い文章です。とても長い文章です。" };
	static const enum item_kind wide_kinds[] = { KIND_TEXT,
		KIND_FREE_TEXT, KIND_CHOICE };
	static const enum item_kind narrow_kinds[] = { KIND_NUMBER,
		KIND_MONEY, KIND_FLAG, KIND_URL, KIND_DEVICE_ID, KIND_ID_CODE,
		KIND_FILE };

	for (size_t i = 0; i < LENGTH(wide); i++) {
		for (size_t k = 0; k < LENGTH(wide_kinds); k++)
			masks(*state, wide_kinds[k], wide[i], "＊＊＊");
		for (size_t k = 0; k < LENGTH(narrow_kinds); k++)
			masks(*state, narrow_kinds[k], wide[i], "***");
		masks(*state, KIND_PASSWORD, wide[i], "********");
	}
}

/* Of two values that differ only in what is hidden, the masks are equal. */
static void
length_is_not_shown(void **state)
{
	static const struct {
		enum item_kind kind;
		const char *one;
		const char *other;
	} rows[] = {
		{ KIND_NAME, "山田", "山本五郎左衛門" },
		{ KIND_KANA, "ヤマ", "ヤマモトゴロウザエモン" },
		{ KIND_EMAIL, "ta@example.jp", "taro.yamada.long@example.jp" },
		{ KIND_PHONE, "03-0000-1234", "+81 90-0000-1234" },
		{ KIND_ADDRESS, "東京都港区", "東京都千代田区一丁目二番三号" },
		{ KIND_DATE, "1990", "1990-12-31" },
		{ KIND_EXTERNAL_ID, "00001234", "ABCDEFGHIJ00001234" },
		{ KIND_CARD, "token:abcdefgh/4242",
		  "token:abcdefghijklmnop/4242" },
		{ KIND_BANK_ACCOUNT, "0001-001-1-0001234-ｱ",
		  "0009-009-2-9991234-ﾔﾏﾓﾄ" },
		{ KIND_PASSWORD, "12345678", "1234567890123456" },
		{ KIND_FREE_TEXT, "あ", "あいうえお" },
	};

	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct text a, b;

		assert_ok(mask_value(&a, rows[i].kind, text_of(rows[i].one),
		    *state, &error), &error);
		assert_ok(mask_value(&b, rows[i].kind,
		    text_of(rows[i].other), *state, &error), &error);
		assert_true(text_equal(a, b));
	}
}

/* Any text of any kind gives valid text, never nothing, never the whole. */
static void
survives_anything(void **state)
{
	static const uint32_t letters[] = { 'a', '0', '9', '-', ' ', '@', '.',
		'/', 0x3000, 0x304B, 0x3099, 0xFF76, 0xFF9E, 0x9AD9, 0x20BB7,
		0xE0100, 0xFF11, 0x200D, 0x0301, 0x1F468, 0x1F1EF, 0x1F1F5,
		0x1100, 0x1161, 0x11A8, 0x202E, 0xE000, 0x0E33, 0x094D };
	uint32_t seed = 1;

	for (int round = 0; round < 5000; round++) {
		char bytes[96];
		size_t n = 0;
		struct text value, masked, checked;

		for (int i = 0; i < 14; i++) {
			seed = seed * 1664525 + 1013904223;
			n += text_encode(letters[(seed >> 12) %
			    LENGTH(letters)], bytes + n);
			if ((seed >> 28) == 0)
				break;
		}
		value = (struct text){ bytes, n };
		for (enum item_kind kind = 0; kind <= KIND_FILE; kind++) {
			assert_ok(mask_value(&masked, kind, value, *state,
			    &error), &error);
			assert_true(masked.n > 0);
			assert_true(text_from_bytes(&checked,
			    bytes_of(masked)));
			assert_true(text_find(masked, TEXT("*")) >= 0 ||
			    text_find(masked, TEXT("＊")) >= 0);
			assert_true(text_find(masked, value) < 0 ||
			    kind == KIND_EMAIL);
		}
		arena_reset(*state);
	}
}

static void
memory_may_be_out(void **state)
{
	struct arena *none = arena_new(0);
	struct text masked;

	(void)state;
	assert_non_null(none);
	for (enum item_kind kind = 0; kind <= KIND_FILE; kind++)
		assert_fails(mask_value(&masked, kind, TEXT("1990"), none,
		    &error), &error, STATUS_FAILURE, "out_of_memory");
	arena_free(none);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(names),
		arena_test(heaps_of_accents_are_hidden),
		arena_test(email),
		arena_test(numbers),
		arena_test(addresses),
		arena_test(nothing_is_shown_of_the_rest),
		arena_test(length_is_not_shown),
		arena_test(survives_anything),
		arena_test(memory_may_be_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
