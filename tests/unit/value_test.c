#include "test.h"

#include "vault/fold.h"
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

/* Taken and kept byte for byte. */
static void
keeps(struct arena *arena, enum item_kind kind, const char *given)
{
	assert_text(check(arena, kind, given), given);
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

static struct text
repeat(struct arena *arena, const char *what, size_t times)
{
	size_t n = strlen(what);
	char *out = arena_alloc(arena, n * times + 1);

	assert_non_null(out);
	for (size_t i = 0; i < times; i++)
		memcpy(out + i * n, what, n);
	return (struct text){ out, n * times };
}

static void
text_is_never_normalised(void **state)
{
	static const char *const names[] = {
		"髙橋 太郎", "山﨑　花子", "𠮷田", "葛󠄀城", "辻󠄁", "ﾔﾏﾀﾞ ﾀﾛｳ",
		"神谷", "塚本", "朗", "羽生", "  前後に空白  ", "　全角空白　",
		"か\xE3\x82\x99", "が", "Ｊｏｈｎ　Ｓｍｉｔｈ", "㈱ヤマダ", "O’Brien",
		"José", "Jose\xCC\x81", "\xF3\xB0\x80\x80外字", "👨‍👩‍👧",
		"a\u200Bb",
	};

	for (size_t i = 0; i < LENGTH(names); i++) {
		keeps(*state, KIND_NAME, names[i]);
		keeps(*state, KIND_TEXT, names[i]);
		keeps(*state, KIND_ADDRESS, names[i]);
		keeps(*state, KIND_FREE_TEXT, names[i]);
		keeps(*state, KIND_EXTERNAL_ID, names[i]);
	}
	/* Not even copied: the caller's bytes are the value. */
	{
		struct text given = TEXT("髙橋"), stored;

		assert_ok(value_check(&stored, KIND_NAME, NULL, given, *state,
		    &error), &error);
		assert_ptr_equal(stored.p, given.p);
	}
}

static void
refuses_blanks(void **state)
{
	static const char *const blanks[] = { "", " ", "   ", "　", " 　 ",
		"\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF", "\xE3\x85\xA4",
		"\xE2\xA0\x80", "\xC2\xAD", "\xF3\xA0\x84\x80", "\xCC\x81",
		"\xE2\x80\x8E\xE2\x80\x8F" };

	for (size_t i = 0; i < LENGTH(blanks); i++)
		for (enum item_kind kind = 0; kind < KIND_FILE; kind++)
			refuses(*state, kind, blanks[i], "blank_value");
	refuses(*state, KIND_FREE_TEXT, "\n\t\r\n", "blank_value");
	refuses(*state, KIND_FREE_TEXT, "\xE2\x80\xAE\xE2\x80\xA8",
	    "blank_value");
}

static void
refuses_controls(void **state)
{
	static const char *const bad[] = { "a\nb", "a\tb", "a\rb", "a\r\nb",
		"a\x01", "a\x1B[31m", "a\x7F", "a\xC2\x85", "a\xC2\x9F",
		"a\xE2\x80\xA8", "a\xE2\x80\xA9", "a\xEF\xBF\xBE",
		"a\xEF\xB7\x90", "a\xF4\x8F\xBF\xBF", "a\xEF\xBF\xBD" };

	for (size_t i = 0; i < LENGTH(bad); i++)
		for (enum item_kind kind = 0; kind < KIND_FILE; kind++)
			if (kind != KIND_FREE_TEXT)
				refuses(*state, kind, bad[i], "bad_character");
	for (enum item_kind kind = 0; kind < KIND_FILE; kind++)
		if (kind != KIND_FREE_TEXT && kind != KIND_PHONE)
			refuses(*state, kind, "abc\xE2\x80\xAE" "def",
			    "bad_character");
}

static void
free_text_has_lines(void **state)
{
	keeps(*state, KIND_FREE_TEXT, "一行目\n二行目\r\n\t三行目");
	keeps(*state, KIND_FREE_TEXT, "broken \xEF\xBF\xBD mail");
	keeps(*state, KIND_FREE_TEXT, "line\xE2\x80\xA8separator");
	refuses(*state, KIND_FREE_TEXT, "a\rb", "bad_character");
	refuses(*state, KIND_FREE_TEXT, "a\r", "bad_character");
	refuses(*state, KIND_FREE_TEXT, "a\x08", "bad_character");
	refuses(*state, KIND_FREE_TEXT, "a\xEF\xBF\xBF", "bad_character");
}

/* Of the kinds whose letters are free: exactly the limit, and one more. */
static void
limits_length(void **state)
{
	static const enum item_kind kinds[] = { KIND_TEXT, KIND_FREE_TEXT,
		KIND_NAME, KIND_ADDRESS, KIND_EXTERNAL_ID, KIND_PASSWORD };

	for (size_t i = 0; i < LENGTH(kinds); i++) {
		size_t limit = value_limit(kinds[i]);
		struct text full = repeat(*state, "𠮷", limit), stored;

		assert_ok(value_check(&stored, kinds[i], NULL, full, *state,
		    &error), &error);
		assert_true(text_equal(stored, full));
		full = repeat(*state, "a", limit + 1);
		assert_fails(value_check(&stored, kinds[i], NULL, full,
		    *state, &error), &error, STATUS_INVALID,
		    "value_too_long");
		full = repeat(*state, "𠮷", limit + 1);
		assert_fails(value_check(&stored, kinds[i], NULL, full,
		    *state, &error), &error, STATUS_INVALID,
		    "value_too_long");
	}
	for (enum item_kind kind = 0; kind < KIND_FILE; kind++) {
		struct text huge = repeat(*state, "1", 300000), stored;

		assert_fails(value_check(&stored, kind, NULL, huge, *state,
		    &error), &error, STATUS_INVALID, "value_too_long");
	}
	assert_int_equal(value_limit(KIND_EXTERNAL_ID), 128);
	assert_true(value_limit(KIND_PASSWORD) >= 64);
}

static void
kana(void **state)
{
	static const char *const good[] = { "ヤマダ タロウ", "やまだ　たろう",
		"ﾔﾏﾀﾞ ﾀﾛｳ", "ヴィクトリア", "ジョン・スミス", "サ゛", "イスヾ",
		"みすゞ", "ミー", "タロ-", "ｱﾝﾅ･ﾏﾘｱ", "オブライエン",
		"カ）ヤマダ", "ｶ)ﾔﾏﾀﾞ", "か\xE3\x82\x99", "ヷ", "ラ〜メン", "ㇰ",
		"セント.ジョン", "=ア=" };
	static const char *const bad[] = { "山田", "Yamada", "ヤマダ太郎",
		"ヤマダ1", "ー", "・・", "()", "ヤマダ!", "ヤマダ,タロウ", "ヤマダ/タロウ",
		"𠮷", "ｱ;" };

	for (size_t i = 0; i < LENGTH(good); i++)
		keeps(*state, KIND_KANA, good[i]);
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_KANA, bad[i], "bad_kana");
}

static void
email(void **state)
{
	static const char *const good[] = { "taro@example.jp",
		"Taro.Yamada+news@mail.example.jp", " taro@example.jp ",
		"a@example.co.jp", "o'brien@example.jp", "_-%!#$&*/=?^`{|}~@example.jp",
		"taro..yamada@example.jp", ".taro.@example.jp",
		"太郎@example.jp", "taro@日本語.example.jp", "taro@例え.テスト",
		"taro@xn--wgv71a119e.example.jp", "1@2.example.jp",
		"taro@ex-am-ple.jp", "taro@カタカナ・ドメイン.jp",
		"josé@example.jp" };
	static const char *const bad[] = { "taro", "taro@", "@example.jp",
		"taro@example", "taro@@example.jp", "taro@example.jp@example.jp",
		"taro yamada@example.jp", "taro@exa mple.jp", "taro@-example.jp",
		"taro@example-.jp", "taro@.example.jp", "taro@example..jp",
		"taro@example.jp.", "\"taro\"@example.jp", "taro@[192.0.2.1]",
		"taro@192.0.2.1", "taro@example.123", "<taro@example.jp>",
		"taro@example.jp,hana@example.jp", "taro;x@example.jp",
		"ｔａｒｏ@example.jp", "taro＠example.jp", "taro@ｅxample.jp",
		"taro@example。jp", "taro@exam_ple.jp", "taro@example.jp:25",
		"ta\\ro@example.jp", "ta(ro)@example.jp", "tarō@exa🙂mple.jp",
		"taro\xE2\x80\x8B@example.jp", "taro@example.jp　x",
		"mailto:taro@example.jp" };
	struct text stored, long_local, long_host;

	for (size_t i = 0; i < LENGTH(good); i++)
		keeps(*state, KIND_EMAIL, good[i]);
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_EMAIL, bad[i], "bad_email");
	refuses(*state, KIND_EMAIL, "taro@example.jp\r\nBcc: x@example.jp",
	    "bad_character");
	refuses(*state, KIND_EMAIL, "taro@example.jp\n", "bad_character");
	long_local = repeat(*state, "a", 65);
	long_host = repeat(*state, "a", 64);
	{
		char line[160];

		(void)snprintf(line, sizeof(line), "%.*s@example.jp", 64,
		    long_local.p);
		keeps(*state, KIND_EMAIL, line);
		(void)snprintf(line, sizeof(line), "%.*s@example.jp", 65,
		    long_local.p);
		refuses(*state, KIND_EMAIL, line, "bad_email");
		(void)snprintf(line, sizeof(line), "a@%.*s.jp", 63,
		    long_host.p);
		keeps(*state, KIND_EMAIL, line);
		(void)snprintf(line, sizeof(line), "a@%.*s.jp", 64,
		    long_host.p);
		refuses(*state, KIND_EMAIL, line, "bad_email");
	}
	/* 254 characters are allowed, and 254 bytes. */
	assert_fails(value_check(&stored, KIND_EMAIL, NULL,
	    repeat(*state, "あ", 100), *state, &error), &error,
	    STATUS_INVALID, "bad_email");
}

static void
phone(void **state)
{
	static const char *const good[] = { "090-0000-0000", "09000000000",
		"０９０－００００－０００１", "090 0000 0002", "(03)0000-0000",
		"03(0000)0000", "０３（００００）００００", "03.0000.0000",
		"0120-000-000", "0800-000-0000", "0570-000-000",
		"0990-000-000", "050-0000-0000", "070-0000-0000",
		"080-0000-0000", "060-0000-0000", "+819000000000",
		"+81 90-0000-0000", "+81(0)90-0000-0000", "+81-090-0000-0000",
		"＋８１９０００００００００", "+1 555 010 0000", "+44 20 7946 0000",
		"090ー0000ー0000", "090−0000−0000", "090‐0000‐0000",
		" 090-0000-0000 ", "0980-00-0000",
		"\u202D090-0000-0000\u202C" };
	static const char *const bad[] = { "0", "110", "090-0000-000",
		"090-0000-00000", "90-0000-0000", "9000000000", "03-0000-000",
		"03-00000-0000", "00-0000-0000", "010-0000-0000",
		"0100-000-000", "030-0000-0000", "電話なし", "abc", "+81",
		"+81 0000000000", "+8190000000", "+0120000000", "+12345",
		"+1234567890123456", "++819000000000", "090-0000-0000+",
		"(090-0000-0000", "090)0000-0000", "((03))0000-0000",
		"090-0000-0000-", "-09000000000", "090/0000/0000",
		"0081 90 0000 0000", "+44(0)20 7946 0000", "TEL 03-0000-0000",
		"03-0000-0000;x", "+81 050 000 000" };
	static const char *const extensions[] = { "03-0000-0000 内線12",
		"03-0000-0000 ext. 12", "03-0000-0000#12", "03-0000-0000x12",
		"0300000000,12", "03-0000-0000（内線12）", "03-0000-0000 ＃12",
		"03-0000-0000*1" };

	for (size_t i = 0; i < LENGTH(good); i++)
		keeps(*state, KIND_PHONE, good[i]);
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_PHONE, bad[i], "bad_phone");
	for (size_t i = 0; i < LENGTH(extensions); i++)
		refuses(*state, KIND_PHONE, extensions[i], "phone_extension");
}

static void
postal_codes(void **state)
{
	static const char *const good[] = { "150-0000", "1500000", "〒150-0000",
		"１５０－００００", "〒 １５０００００", "150 0000", "150ー0000",
		"150−0000", " 150-0000", "000-0001" };
	static const char *const bad[] = { "150-000", "15-00000", "150-00000",
		"150--0000", "15000000", "abc-defg", "000-0000", "〒",
		"150-0000東京", "SW1A 1AA", "1500-000" };

	for (size_t i = 0; i < LENGTH(good); i++)
		keeps(*state, KIND_POSTAL_CODE, good[i]);
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_POSTAL_CODE, bad[i], "bad_postal_code");
}

static void
urls(void **state)
{
	static const char *const good[] = { "https://example.jp",
		"http://example.jp/", "HTTPS://example.jp/a?b=c#d",
		"https://example.jp:8443/", "https://日本語.example.jp/検索?q=山田",
		"https://192.0.2.1/", "https://[2001:db8::1]:443/x",
		" https://example.jp/ ", "https://example.jp?x",
		"https://example.jp/a@b", "https://example.jp/%E3%81%82" };
	static const char *const bad[] = { "example.jp", "ftp://example.jp",
		"javascript:alert(1)", "https://", "https:///x",
		"https://taro@example.jp/", "https://taro:pw@example.jp/",
		"https://example", "https://localhost/", "https://exa mple.jp/",
		"https://example.jp/a b", "https://example.jp/　x",
		"https://example.jp:/", "https://example.jp:123456/",
		"https://example.jp/<script>", "https://example.jp/\"x\"",
		"https://example.jp/a\\b", "https://[zz::1]/", "//example.jp/",
		"data:text/html,x", "https://-example.jp", "https://example.jp/`",
		"https://[]/" };

	for (size_t i = 0; i < LENGTH(good); i++)
		keeps(*state, KIND_URL, good[i]);
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_URL, bad[i], "bad_url");
}

static void
codes(void **state)
{
	keeps(*state, KIND_ID_CODE, "TK1234567");
	keeps(*state, KIND_ID_CODE, "第 305512345670 号");
	keeps(*state, KIND_ID_CODE, "１２３４－５６７８９０");
	keeps(*state, KIND_ID_CODE, "記号12345678 番号12");
	keeps(*state, KIND_ID_CODE, "AB12345678CD");
	refuses(*state, KIND_ID_CODE, "なし", "bad_id_code");
	refuses(*state, KIND_ID_CODE, "TK123'; DROP", "bad_id_code");
	refuses(*state, KIND_ID_CODE, "123<script>", "bad_id_code");

	keeps(*state, KIND_DEVICE_ID, "GA1.2.123456789.1600000000");
	keeps(*state, KIND_DEVICE_ID, "192.0.2.17");
	keeps(*state, KIND_DEVICE_ID, "2001:db8::17");
	keeps(*state, KIND_DEVICE_ID, "6D92078A-8246-4BA4-AE5B-76104861E7DC");
	refuses(*state, KIND_DEVICE_ID, "a b", "bad_device_id");
	refuses(*state, KIND_DEVICE_ID, "端末", "bad_device_id");

	keeps(*state, KIND_EXTERNAL_ID, "会員-0001 (東京)");
}

static void
bank_accounts(void **state)
{
	static const char *const pairs[][2] = {
		{ "0001-001-1-1234567-ﾔﾏﾀﾞ ﾀﾛｳ", "0001-001-1-1234567-ﾔﾏﾀﾞ ﾀﾛｳ" },
		{ "０００１－００１－普通－１２３４５６７－ヤマダ　タロウ",
		  "0001-001-1-1234567-ヤマダ　タロウ" },
		{ "0001 - 001 - 当座 - 42 - カ）ヤマダ",
		  "0001-001-2-0000042-カ）ヤマダ" },
		{ "9900−123−貯蓄−7654321−山田ーズ-A",
		  "9900-123-4-7654321-山田ーズ-A" },
		{ "0001-001-9-1-髙橋", "0001-001-9-0000001-髙橋" },
	};
	static const char *const bad[] = { "0001-001-1-1234567",
		"0001-001-1-1234567-", "0001-001-1-1234567- ",
		"001-001-1-1234567-ﾔﾏﾀﾞ", "0001-01-1-1234567-ﾔﾏﾀﾞ",
		"0001-001-3-1234567-ﾔﾏﾀﾞ", "0001-001-11-1234567-ﾔﾏﾀﾞ",
		"0001-001-1-12345678-ﾔﾏﾀﾞ", "0001-001-1--ﾔﾏﾀﾞ",
		"みずほ-001-1-1234567-ﾔﾏﾀﾞ", "00010011234567ﾔﾏﾀﾞ",
		"0001-001-定期-1234567-ﾔﾏﾀﾞ" };

	for (size_t i = 0; i < LENGTH(pairs); i++)
		stores(*state, KIND_BANK_ACCOUNT, pairs[i][0], pairs[i][1]);
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_BANK_ACCOUNT, bad[i],
		    "bad_bank_account");
}

static void
cards(void **state)
{
	static const char *const numbers[] = { "4242424242424242",
		"4242 4242 4242 4242", "４２４２－４２４２－４２４２－４２４２",
		"4242424242424241", "378282246310005", "3530111333300000",
		"1234 5678 9012", "card 4242424242424242 12/29",
		"token:4242424242424242/4242", "token:4242-4242-4242-4242/4242",
		"token:tok_99999999999999/4242" };
	static const char *const bad[] = { "4242", "token:abcdefgh/42",
		"token:abcdefgh", "token:/4242", "token:short/4242",
		"token:abc defgh/4242", "token:abcdefgh/4242 12/29",
		"tok_abcdefgh/4242", "token:abcdefgh/424a",
		"token:日本語の文字列です/4242", "token:abc/defgh/4242" };

	stores(*state, KIND_CARD, "token:tok_1NhZabcd/4242",
	    "token:tok_1NhZabcd/4242");
	stores(*state, KIND_CARD, " token:pm.abc~DEF+1=/0005 ",
	    "token:pm.abc~DEF+1=/0005");
	stores(*state, KIND_CARD,
	    "token:123e4567-e89b-12d3-a456-426614174000/4242",
	    "token:123e4567-e89b-12d3-a456-426614174000/4242");
	for (size_t i = 0; i < LENGTH(numbers); i++) {
		refuses(*state, KIND_CARD, numbers[i], "card_number_refused");
		assert_string_equal(error.article, "割賦販売法第35条の16");
	}
	for (size_t i = 0; i < LENGTH(bad); i++)
		refuses(*state, KIND_CARD, bad[i], "bad_card_token");
}

static void
passwords(void **state)
{
	keeps(*state, KIND_PASSWORD, "12345678");
	keeps(*state, KIND_PASSWORD, "correct horse battery staple");
	keeps(*state, KIND_PASSWORD, "パスワードは八字");
	keeps(*state, KIND_PASSWORD, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	keeps(*state, KIND_PASSWORD, "  spaces  ");
	refuses(*state, KIND_PASSWORD, "1234567", "password_too_short");
	refuses(*state, KIND_PASSWORD, "七文字のパスワ", "password_too_short");
	refuses(*state, KIND_PASSWORD, "12345678\n", "bad_character");
}

static void
files_come_elsewhere(void **state)
{
	refuses(*state, KIND_FILE, "x", "file_not_here");
	refuses(*state, KIND_FILE, "", "file_not_here");
}

/* The error says nothing of what was sent. */
static void
errors_quote_nothing(void **state)
{
	static const char secret[] = "秘密の値9876543210\x01";

	for (enum item_kind kind = 0; kind <= KIND_FILE; kind++) {
		struct text stored;

		if (value_check(&stored, kind, NULL, text_of(secret), *state,
		    &error) == STATUS_OK)
			fail();
		for (int i = 0; i < LANGUAGE_COUNT; i++) {
			assert_null(strstr(error.text[i], "秘密"));
			assert_null(strstr(error.text[i], "9876"));
			assert_null(strstr(error.remedy[i], "9876"));
		}
		assert_string_equal(error.field, "");
	}
}

static void
memory_may_be_out(void **state)
{
	struct arena *none = arena_new(0);
	struct text stored;

	(void)state;
	assert_non_null(none);
	assert_fails(value_check(&stored, KIND_DATE, NULL, TEXT("1990"), none,
	    &error), &error, STATUS_FAILURE, "out_of_memory");
	assert_fails(value_check(&stored, KIND_NUMBER, NULL, TEXT("1"), none,
	    &error), &error, STATUS_FAILURE, "out_of_memory");
	assert_fails(value_check(&stored, KIND_BANK_ACCOUNT, NULL,
	    TEXT("0001-001-1-1-ﾔﾏﾀﾞ"), none, &error), &error, STATUS_FAILURE,
	    "out_of_memory");
	assert_ok(value_check(&stored, KIND_NAME, NULL, TEXT("山田"), none,
	    &error), &error);
	arena_free(none);
}

/*
 * Whatever bytes come: no crash, an error that is filled, and for texts the
 * very bytes that were given; what is taken has a key, and the key folds to
 * itself.
 */
static void
survives_anything(void **state)
{
	static const uint32_t letters[] = { 'a', 'Z', '0', '9', '-', ' ', '@',
		'.', '/', ':', '+', '(', ')', 0x3000, 0x3042, 0x30AB, 0x3099,
		0x309B, 0x30FC, 0x309D, 0x30FE, 0x3005, 0xFF76, 0xFF9E, 0x9AD9,
		0xFA19, 0x20BB7, 0xE0100, 0xFF10, 0x200D, 0x202D, 0x202C,
		0x0301, 0x1F468, 0x00DF, 0x0130, 0xFDFA, 0x2126, 0x30F6,
		0x3231, 0xAC00, 0x1161, 0x30F7, 0x301C, 0x09BE, 0x0345 };
	uint32_t seed = 20261122;

	for (int round = 0; round < 4000; round++) {
		char bytes[64];
		size_t n = 0;
		struct text given, stored, key, again;

		for (int i = 0; i < 12; i++) {
			seed = seed * 1664525 + 1013904223;
			n += text_encode(letters[(seed >> 12) %
			    LENGTH(letters)], bytes + n);
			if ((seed >> 28) == 0)
				break;
		}
		given = (struct text){ bytes, n };
		for (enum item_kind kind = 0; kind <= KIND_FILE; kind++) {
			enum status status = value_check(&stored, kind, NULL,
			    given, *state, &error);

			assert_true(status == STATUS_OK ||
			    error.code[0] != '\0');
			if (status != STATUS_OK || !fold_indexable(kind))
				continue;
			assert_ok(fold_key(&key, kind, stored, *state,
			    &error), &error);
			assert_true(key.n > 0);
			if (kind == KIND_BANK_ACCOUNT)
				continue;
			assert_ok(fold_key(&again, kind, key, *state, &error),
			    &error);
			if (!text_equal(key, again))
				print_error("%s: \"%.*s\" \"%.*s\" "
				    "\"%.*s\"\n", kind_names[kind],
				    TEXT_ARGS(given), TEXT_ARGS(key),
				    TEXT_ARGS(again));
			assert_true(text_equal(key, again));
		}
		arena_reset(*state);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(text_is_never_normalised),
		arena_test(refuses_blanks),
		arena_test(refuses_controls),
		arena_test(free_text_has_lines),
		arena_test(limits_length),
		arena_test(kana),
		arena_test(email),
		arena_test(phone),
		arena_test(postal_codes),
		arena_test(urls),
		arena_test(codes),
		arena_test(bank_accounts),
		arena_test(cards),
		arena_test(passwords),
		arena_test(files_come_elsewhere),
		arena_test(errors_quote_nothing),
		arena_test(memory_may_be_out),
		arena_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
