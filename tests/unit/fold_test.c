#include <utf8proc.h>

#include "test.h"

#include "vault/fold.h"

static struct error error;

static struct text
key_of(struct arena *arena, enum item_kind kind, const char *given)
{
	struct text key = { NULL, 0 };
	enum status status = fold_key(&key, kind, text_of(given), arena,
	    &error);

	if (status != STATUS_OK)
		print_error("%s \"%s\": %s\n", kind_names[kind], given,
		    error.code);
	assert_int_equal(status, STATUS_OK);
	return key;
}

static void
folds(struct arena *arena, enum item_kind kind, const char *given,
    const char *wanted)
{
	assert_text(key_of(arena, kind, given), wanted);
	/* A key is its own key. */
	assert_text(key_of(arena, kind, wanted), wanted);
}

static void
refuses(struct arena *arena, enum item_kind kind, const char *given,
    const char *code)
{
	struct text key;
	enum status status = fold_key(&key, kind, text_of(given), arena,
	    &error);

	if (status == STATUS_OK)
		print_error("%s took \"%s\"\n", kind_names[kind], given);
	assert_fails(status, &error, STATUS_INVALID, code);
	assert_int_equal(key.n, 0);
}

static void
differs(struct arena *arena, enum item_kind kind, const char *a,
    const char *b)
{
	assert_false(text_equal(key_of(arena, kind, a),
	    key_of(arena, kind, b)));
}

static void
knows_what_is_never_indexed(void **state)
{
	static const enum item_kind never[] = { KIND_FREE_TEXT, KIND_DATE,
		KIND_NUMBER, KIND_MONEY, KIND_CHOICE, KIND_FLAG, KIND_CARD,
		KIND_PASSWORD, KIND_FILE };
	static const enum item_kind always[] = { KIND_TEXT, KIND_NAME,
		KIND_KANA, KIND_EMAIL, KIND_PHONE, KIND_POSTAL_CODE,
		KIND_ADDRESS, KIND_URL, KIND_EXTERNAL_ID, KIND_DEVICE_ID,
		KIND_BANK_ACCOUNT, KIND_ID_CODE };

	assert_int_equal(LENGTH(never) + LENGTH(always), KIND_COUNT);
	for (size_t i = 0; i < LENGTH(never); i++) {
		assert_false(fold_indexable(never[i]));
		refuses(*state, never[i], "1990", "not_indexable");
	}
	for (size_t i = 0; i < LENGTH(always); i++)
		assert_true(fold_indexable(always[i]));
}

static void
email(void **state)
{
	static const char *const same[] = { "taro@example.jp",
		"Taro@Example.JP", " taro@example.jp ", "　taro@example.jp",
		"ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "ＴＡＲＯ@example.jp",
		"taro@example。jp", "taro@example｡jp",
		"ta\xE2\x80\x8Bro@example.jp", "\xEF\xBB\xBFtaro@example.jp",
		"ta\xC2\xADro@example.jp", "taro@example.jp\n" };

	for (size_t i = 0; i < LENGTH(same); i++)
		folds(*state, KIND_EMAIL, same[i], "taro@example.jp");
	folds(*state, KIND_EMAIL, "ÉLAN@EXAMPLE.JP", "élan@example.jp");
	folds(*state, KIND_EMAIL, "E\xCC\x81lan@example.jp",
	    "élan@example.jp");
	folds(*state, KIND_EMAIL, "太郎@ﾃｽﾄ.example.jp",
	    "太郎@テスト.example.jp");
	differs(*state, KIND_EMAIL, "taro@example.jp", "taro+x@example.jp");
	differs(*state, KIND_EMAIL, "ta.ro@example.jp", "taro@example.jp");
	differs(*state, KIND_EMAIL, "ta-ro@example.jp", "ta_ro@example.jp");
}

static void
phone(void **state)
{
	static const char *const same[] = { "090-0000-0004", "09000000004",
		"０９００００００００４", "０９０－００００－０００４",
		"090ー0000ー0004", "090―0000―0004", "090‐0000‐0004",
		"090–0000–0004", "090—0000—0004", "090−0000−0004",
		"090 0000 0004", "090　0000　0004", "(090)0000-0004",
		"（０９０）００００（０００４）", "090.0000.0004",
		"+819000000004", "+81 90-0000-0004", "+81(0)90-0000-0004",
		"+81 (０) 90 0000 0004", "＋81-090-0000-0004", " 09000000004 ",
		"\xE2\x81\xA8" "090-0000-0004\xE2\x81\xA9",
		"\xE2\x80\xAA+81 90 0000 0004\xE2\x80\xAC",
		"090\xC2\xA0" "0000\xC2\xA0" "0004" };
	static const char *const others[][2] = {
		{ "03-0000-0004", "+81300000004" },
		{ "0120-000-004", "+81120000004" },
		{ "0800-000-0004", "+818000000004" },
		{ "0570-000-004", "+81570000004" },
		{ "0990-000-004", "+81990000004" },
		{ "050-0000-0004", "+815000000004" },
		{ "0980-00-0004", "+81980000004" },
		{ "+1 (555) 010-0004", "+15550100004" },
		{ "+442079460004", "+442079460004" },
		{ "+81300000004", "+81300000004" },
	};

	for (size_t i = 0; i < LENGTH(same); i++)
		folds(*state, KIND_PHONE, same[i], "+819000000004");
	for (size_t i = 0; i < LENGTH(others); i++)
		folds(*state, KIND_PHONE, others[i][0], others[i][1]);
	refuses(*state, KIND_PHONE, "03-0000-0004 内線4", "phone_extension");
	refuses(*state, KIND_PHONE, "abc", "bad_phone");
	refuses(*state, KIND_PHONE, "", "bad_phone");
	refuses(*state, KIND_PHONE, "1550100004", "bad_phone");
}

static void
kana(void **state)
{
	static const char *const pairs[][2] = {
		{ "ヤマダ　タロウ", "ヤマダタロウ" }, { "やまだ たろう", "ヤマダタロウ" },
		{ "ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダタロウ" }, { "ﾔﾏﾀ゛ﾀﾛｳ", "ヤマダタロウ" },
		{ "やまだ\xE2\x80\x8Bたろう", "ヤマダタロウ" },
		/* ゛ alone would become a blank and a mark under NFKC */
		{ "か゛", "ガ" }, { "カ゛", "ガ" }, { "は゜", "パ" }, { "ハ ゜", "パ" },
		{ "か\xE3\x82\x99", "ガ" }, { "ｶﾞ", "ガ" }, { "ﾊﾟ", "パ" },
		{ "あ゛", "ア" }, { "゛あ", "ア" },
		/* long vowels */
		{ "ミー", "ミー" }, { "ﾐｰ", "ミー" }, { "ミ-", "ミー" },
		{ "ミ‐", "ミー" }, { "ミ−", "ミー" }, { "ミ―", "ミー" },
		{ "ミ－", "ミー" }, { "ラ〜メン", "ラーメン" }, { "ラ～メン", "ラーメン" },
		{ "らーめん", "ラーメン" }, { "ミ ー", "ミー" },
		{ "ボ−ト", "ボート" }, { "みーー", "ミーー" },
		/* small kana stay */
		{ "きょうこ", "キョウコ" }, { "ｷｮｳｺ", "キョウコ" },
		{ "イッセイ", "イッセイ" }, { "いつせい", "イツセイ" },
		/* repetition */
		{ "いすゞ", "イスズ" }, { "いすず", "イスズ" }, { "イスヾ", "イスズ" },
		{ "みすゝ", "ミスス" }, { "こゝろ", "ココロ" }, { "づゝ", "ヅツ" },
		{ "がゞ", "ガガ" }, { "いす\xE3\x82\x9D\xE3\x82\x99", "イスズ" },
		{ "ゝあ", "ヽア" }, { "はゝ", "ハハ" }, { "ぱゝ", "パハ" },
		{ "サヽキ", "ササキ" },
		/* ヴ */
		{ "ゔぃくとりあ", "ヴィクトリア" }, { "ウ゛ィクトリア", "ヴィクトリア" },
		{ "ｳﾞｨｸﾄﾘｱ", "ヴィクトリア" }, { "ヷ", "ヴァ" }, { "ヸ", "ヴィ" },
		{ "ヹ", "ヴェ" }, { "ヺ", "ヴォ" }, { "ワ゛", "ヴァ" },
		/* separators */
		{ "ジョン・スミス", "ジョンスミス" }, { "ｼﾞｮﾝ･ｽﾐｽ", "ジョンスミス" },
		{ "ジョン＝スミス", "ジョンスミス" }, { "ジョン゠スミス", "ジョンスミス" },
		{ "ジョン スミス", "ジョンスミス" },
		/* combinations of letters that NFKC takes apart */
		{ "㌔", "キロ" }, { "ゟ", "ヨリ" }, { "ヿ", "コト" }, { "㋐", "ア" },
		{ "ABC", "abc" }, { "Ａｂ ー", "ab-" },
	};

	for (size_t i = 0; i < LENGTH(pairs); i++)
		folds(*state, KIND_KANA, pairs[i][0], pairs[i][1]);
	differs(*state, KIND_KANA, "ヂ", "ジ");
	differs(*state, KIND_KANA, "ヅ", "ズ");
	differs(*state, KIND_KANA, "ヴァ", "バ");
	differs(*state, KIND_KANA, "オオノ", "オーノ");
	differs(*state, KIND_KANA, "オオノ", "オノ");
	differs(*state, KIND_KANA, "ハ", "パ");
}

static void
name(void **state)
{
	static const char *const pairs[][2] = {
		{ "高橋 太郎", "高橋太郎" }, { "髙橋　太郎", "高橋太郎" },
		{ "高槗太郎", "高橋太郎" }, { "髙𣘺太郎", "高橋太郎" },
		{ "山﨑", "山崎" }, { "山嵜", "山崎" }, { "山㟢", "山崎" },
		{ "濵田", "浜田" }, { "濱田", "浜田" }, { "渡邊", "渡辺" },
		{ "渡邉", "渡辺" }, { "渡边", "渡辺" }, { "齋藤", "斎藤" },
		{ "齊藤", "斉藤" }, { "𠮷田", "吉田" }, { "澤田", "沢田" },
		{ "眞子", "真子" }, { "廣瀨", "広瀬" }, { "國府", "国府" },
		{ "嶋", "島" }, { "嶌", "島" }, { "冨田", "富田" },
		{ "舘", "館" }, { "渕", "淵" }, { "栁", "柳" }, { "桒原", "桑原" },
		{ "德川", "徳川" }, { "惠", "恵" }, { "壽", "寿" }, { "龍", "竜" },
		{ "圡屋", "土屋" }, { "𡈽屋", "土屋" }, { "髙﨑", "高崎" },
		{ "㐂久", "喜久" }, { "埜村", "野村" }, { "曻", "昇" },
		{ "靏", "鶴" }, { "穐山", "秋山" }, { "薗", "園" },
		/* compatibility ideographs by NFKC */
		{ "神", "神" }, { "塚", "塚" }, { "祥", "祥" }, { "都", "都" },
		{ "海", "海" }, { "羽", "羽" }, { "館", "館" }, { "隆", "隆" },
		/* selectors are dropped */
		{ "葛\xF3\xA0\x84\x80城", "葛城" }, { "辻\xF3\xA0\x84\x81", "辻" },
		{ "神\xEF\xB8\x80", "神" }, { "山\xE2\x80\x8D田", "山田" },
		/* repetition and small ヶ */
		{ "佐々木", "佐佐木" }, { "佐佐木", "佐佐木" }, { "野々村", "野野村" },
		{ "髙々", "高高" }, { "々", "々" }, { "鶴ヶ谷", "鶴ケ谷" },
		{ "鶴ヵ谷", "鶴カ谷" }, { "いすゞ", "いすず" }, { "みすゞ子", "みすず子" },
		/* kana in names keep their script */
		{ "ｻﾄｳ", "サトウ" }, { "さとう", "さとう" }, { "ﾐ-", "ミー" },
		{ "さとー", "さとー" }, { "さと-2", "さと-2" }, { "か゛", "が" },
		{ "ヷ", "ヴァ" },
		/* foreign names */
		{ "John  SMITH", "johnsmith" }, { "Ｊｏｈｎ Ｓｍｉｔｈ", "johnsmith" },
		{ "ジョン・スミス", "ジョンスミス" }, { "O’Brien", "o'brien" },
		{ "O´Brien", "o'brien" }, { "O'Brien", "o'brien" },
		{ "José", "josé" }, { "Jose\xCC\x81", "josé" },
		{ "JOSÉ", "josé" }, { "Anne‐Marie", "anne-marie" },
		{ "Anne−Marie", "anne-marie" }, { "김철수", "김철수" },
		{ "\xE1\x84\x80\xE1\x85\xB5\xE1\x86\xB7", "김" },
		{ "기゛\xE1\x86\xB7", "김" },
		/* companies */
		{ "㈱ヤマダ", "株式会社ヤマダ" }, { "（株）ヤマダ", "株式会社ヤマダ" },
		{ "(株) ヤマダ", "株式会社ヤマダ" }, { "㍿ヤマダ", "株式会社ヤマダ" },
		{ "ヤマダ㈱", "ヤマダ株式会社" }, { "㈲ヤマダ", "有限会社ヤマダ" },
		{ "ヤマダ(有)大阪", "ヤマダ有限会社大阪" }, { "(山田)", "(山田)" },
		{ "(株", "(株" }, { "株)", "株)" }, { "(株式)", "(株式)" },
		/* nothing but what is dropped */
		{ "=", "=" }, { "・", "・" }, { " = ", "=" },
	};

	for (size_t i = 0; i < LENGTH(pairs); i++)
		folds(*state, KIND_NAME, pairs[i][0], pairs[i][1]);
	differs(*state, KIND_NAME, "斎藤", "斉藤");
	differs(*state, KIND_NAME, "坂本", "阪本");
	differs(*state, KIND_NAME, "大田", "太田");
	differs(*state, KIND_NAME, "伊東", "伊藤");
}

static void
others(void **state)
{
	static const struct {
		enum item_kind kind;
		const char *given;
		const char *key;
	} rows[] = {
		{ KIND_EXTERNAL_ID, " Ａｂ－１２ ", "Ab-12" },
		{ KIND_EXTERNAL_ID, "Ab‐12", "Ab-12" },
		{ KIND_EXTERNAL_ID, "Ab−12", "Ab-12" },
		{ KIND_EXTERNAL_ID, "ｺｰﾄﾞ 1", "コード 1" },
		{ KIND_EXTERNAL_ID, "①", "1" },
		{ KIND_ID_CODE, "tk 123-4567", "TK1234567" },
		{ KIND_ID_CODE, "ＴＫ１２３４５６７", "TK1234567" },
		{ KIND_ID_CODE, "第 ３０５５ 号", "第3055号" },
		{ KIND_POSTAL_CODE, "〒１５０－００００", "1500000" },
		{ KIND_POSTAL_CODE, "150-0000", "1500000" },
		{ KIND_BANK_ACCOUNT, "0001-001-普通-42-ﾔﾏﾀﾞ",
		  "0001-001-1-0000042" },
		{ KIND_TEXT, "　㈱ ﾔﾏﾀﾞ　", "(株) ヤマダ" },
		{ KIND_TEXT, "髙", "髙" }, { KIND_TEXT, "﨑", "﨑" },
		{ KIND_TEXT, "Ⅲ", "III" }, { KIND_TEXT, "㍻", "平成" },
		{ KIND_TEXT, "か゛", "が" }, { KIND_TEXT, "Ω", "Ω" },
		{ KIND_TEXT, "a\xCC\xA3\xCC\x87", "ạ̇" },
		{ KIND_TEXT, "a\xCC\x87\xCC\xA3", "ạ̇" },
		{ KIND_ADDRESS, "東京都千代田区１－２－３", "東京都千代田区1-2-3" },
		{ KIND_ADDRESS, "A  B", "A  B" },
		{ KIND_URL, "https://example.jp/Ａ", "https://example.jp/A" },
		{ KIND_DEVICE_ID, "GA1.2.Ab", "GA1.2.Ab" },
		{ KIND_TEXT, "\xEF\xB7\xBA", "صلى الله عليه وسلم" },
	};

	for (size_t i = 0; i < LENGTH(rows); i++) {
		assert_text(key_of(*state, rows[i].kind, rows[i].given),
		    rows[i].key);
		if (rows[i].kind != KIND_BANK_ACCOUNT)
			folds(*state, rows[i].kind, rows[i].key, rows[i].key);
	}
	refuses(*state, KIND_POSTAL_CODE, "150-000", "bad_postal_code");
	refuses(*state, KIND_BANK_ACCOUNT, "0001-001", "bad_bank_account");
	differs(*state, KIND_EXTERNAL_ID, "Ab12", "AB12");
}

static void
blank_and_long(void **state)
{
	static char many[FOLD_MAX + 2];
	struct text key;

	refuses(*state, KIND_NAME, "", "blank_value");
	refuses(*state, KIND_NAME, " 　\t", "blank_value");
	refuses(*state, KIND_EMAIL, "\xE2\x80\x8B", "blank_value");
	memset(many, 'a', FOLD_MAX + 1);
	refuses(*state, KIND_TEXT, many, "value_too_long");
	many[FOLD_MAX] = '\0';
	assert_ok(fold_key(&key, KIND_TEXT, text_of(many), *state, &error),
	    &error);
	assert_int_equal(key.n, FOLD_MAX);
}

static void
the_table_is_in_order(void **state)
{
	(void)state;
	assert_true(fold_variant_count > 500);
	for (size_t i = 0; i < fold_variant_count; i++) {
		uint32_t from = fold_variants[i].from;
		uint32_t to = fold_variants[i].to;
		utf8proc_int32_t parts[4];
		int boundary = 0;

		if (i > 0)
			assert_true(fold_variants[i - 1].from < from);
		assert_int_equal(fold_variant(from), to);
		assert_int_equal(fold_variant(to), to);
		/* NFKC leaves both alone, or the row would never be asked. */
		assert_int_equal(utf8proc_decompose_char(
		    (utf8proc_int32_t)from, parts, 4,
		    UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &boundary), 1);
		assert_int_equal(parts[0], from);
		assert_int_equal(utf8proc_decompose_char(
		    (utf8proc_int32_t)to, parts, 4,
		    UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &boundary), 1);
		assert_int_equal(parts[0], to);
	}
	assert_int_equal(fold_variant(0x3042), 0x3042);
	assert_int_equal(fold_variant(0x10FFFF), 0x10FFFF);
	assert_int_equal(fold_variant(0), 0);
}

static void
memory_may_be_out(void **state)
{
	static const enum item_kind kinds[] = { KIND_NAME, KIND_KANA,
		KIND_TEXT };

	(void)state;
	/* Every limit up to enough: the failure is said, never met. */
	for (size_t limit = 0; limit < 3000; limit += 16) {
		struct arena *arena = arena_new(limit);
		struct text key;

		assert_non_null(arena);
		for (size_t i = 0; i < LENGTH(kinds); i++) {
			enum status status = fold_key(&key, kinds[i],
			    TEXT("㈱ﾔﾏﾀﾞ\xEF\xB7\xBA\xEF\xB7\xBAいすゞ々"),
			    arena, &error);

			if (status != STATUS_OK)
				assert_string_equal(error.code,
				    "out_of_memory");
			arena_reset(arena);
		}
		if (fold_key(&key, KIND_PHONE, TEXT("090-0000-0000"), arena,
		    &error) != STATUS_OK)
			assert_string_equal(error.code, "out_of_memory");
		arena_free(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(knows_what_is_never_indexed),
		arena_test(email),
		arena_test(phone),
		arena_test(kana),
		arena_test(name),
		arena_test(others),
		arena_test(blank_and_long),
		arena_test(the_table_is_in_order),
		arena_test(memory_may_be_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
