#include "vault/value_problem.h"

static const struct {
	const char *code;
	struct words words;
	struct words remedy;	/* NULL: the sentence says it all */
	const char *article;
} problems[PROBLEM_COUNT] = {
	[PROBLEM_BLANK] = { "blank_value",
	    { "値が空です", "the value is blank" }, { 0 }, NULL },
	[PROBLEM_TOO_LONG] = { "value_too_long",
	    { "値が長すぎます", "the value is too long" }, { 0 }, NULL },
	[PROBLEM_CHARACTER] = { "bad_character",
	    { "使えない文字（改行、制御文字、文字化けなど）が含まれています",
	      "there is a character that cannot stand here (a line end, "
	      "a control character, or what is left of a broken one)" },
	    { 0 }, NULL },
	[PROBLEM_KANA] = { "bad_kana",
	    { "フリガナはかなで入力してください",
	      "a reading is written in kana" }, { 0 }, NULL },
	[PROBLEM_EMAIL] = { "bad_email",
	    { "メールアドレスの形式ではありません",
	      "this is not an e-mail address" },
	    { "半角で name@example.jp のように入力してください",
	      "write it like name@example.jp, in half width" }, NULL },
	[PROBLEM_PHONE] = { "bad_phone",
	    { "電話番号の形式ではありません",
	      "this is not a telephone number" },
	    { "市外局番から、国外の番号は + と国番号から入力してください",
	      "begin with the area code, abroad with + and the country" },
	    NULL },
	[PROBLEM_EXTENSION] = { "phone_extension",
	    { "電話番号に内線番号を含めることはできません",
	      "a telephone number has no room for an extension" },
	    { "内線番号は別の項目に入力してください",
	      "put the extension into an item of its own" }, NULL },
	[PROBLEM_DATE] = { "bad_date",
	    { "実在する日付、年月または年ではありません",
	      "this is not a date, month or year that exists" },
	    { "西暦で 1990-04-01、1990-04 または 1990 のように入力してください",
	      "write it like 1990-04-01, 1990-04 or 1990" }, NULL },
	[PROBLEM_POSTAL_CODE] = { "bad_postal_code",
	    { "郵便番号は 7 桁の数字です", "a postal code has seven digits" },
	    { 0 }, NULL },
	[PROBLEM_NUMBER] = { "bad_number",
	    { "整数ではありません", "this is not a whole number" },
	    { "1234567 または 1,234,567 のように入力してください",
	      "write it like 1234567 or 1,234,567" }, NULL },
	[PROBLEM_RANGE] = { "number_out_of_range",
	    { "数が大きすぎるか小さすぎます",
	      "the number is too large or too small" }, { 0 }, NULL },
	[PROBLEM_CHOICE] = { "not_a_choice",
	    { "選択肢にない値です", "this is not one of the choices" },
	    { 0 }, NULL },
	[PROBLEM_FLAG] = { "bad_flag",
	    { "はい・いいえのどちらでもありません",
	      "this is neither yes nor no" },
	    { "true または false を指定してください",
	      "say true or false" }, NULL },
	[PROBLEM_URL] = { "bad_url",
	    { "URL の形式ではありません", "this is not a URL" },
	    { "ID やパスワードを含まない https:// の URL を入力してください",
	      "write it like https://example.jp/, without a name or "
	      "password before the host" }, NULL },
	[PROBLEM_DEVICE_ID] = { "bad_device_id",
	    { "端末等の識別子に使えない文字が含まれています",
	      "an identifier of a device is printable ASCII without "
	      "blanks" }, { 0 }, NULL },
	[PROBLEM_BANK_ACCOUNT] = { "bad_bank_account",
	    { "口座の形式ではありません", "this is not a bank account" },
	    { "0001-001-1-1234567-ﾔﾏﾀﾞ ﾀﾛｳ "
	      "（銀行-支店-種別-番号-名義）のように入力してください",
	      "write bank-branch-kind-number-holder, like "
	      "0001-001-1-1234567-ﾔﾏﾀﾞ ﾀﾛｳ" }, NULL },
	[PROBLEM_CARD_NUMBER] = { "card_number_refused",
	    { "カード番号は受け取りません",
	      "card numbers are not taken in" },
	    { "決済代行会社のトークンと下 4 桁を token:…/1234 の形で"
	      "登録してください",
	      "register the payment processor's token and the last four "
	      "digits, like token:…/1234" },
	    "割賦販売法第35条の16" },
	[PROBLEM_CARD_TOKEN] = { "bad_card_token",
	    { "カードのトークンの形式ではありません",
	      "this is not a card's token" },
	    { "token:（トークン）/（下 4 桁）の形で登録してください",
	      "write it like token:…/1234" }, NULL },
	[PROBLEM_ID_CODE] = { "bad_id_code",
	    { "番号・符号の形式ではありません",
	      "this is not an identification code" },
	    { "英数字とハイフンで入力してください",
	      "use letters, digits and hyphens" }, NULL },
	[PROBLEM_PASSWORD_SHORT] = { "password_too_short",
	    { "パスワードは 8 文字以上にしてください",
	      "a password has at least 8 characters" }, { 0 }, NULL },
	[PROBLEM_FILE] = { "file_not_here",
	    { "ファイルはこの項目の値として送れません",
	      "a file cannot be sent as a value" },
	    { "ファイルの API で登録してください",
	      "use the API for files" }, NULL },
	[PROBLEM_NOT_INDEXABLE] = { "not_indexable",
	    { "この種類の項目は検索キーを持ちません",
	      "items of this kind have no search key" }, { 0 }, NULL },
};

enum status
value_refuse(struct error *error, enum value_problem problem)
{
	enum status status = error_say(error, STATUS_INVALID,
	    problems[problem].code, problems[problem].words);

	if (problems[problem].remedy.ja != NULL)
		error_remedy_say(error, problems[problem].remedy);
	if (problems[problem].article != NULL)
		error_clause(error, NULL, problems[problem].article);
	return status;
}
