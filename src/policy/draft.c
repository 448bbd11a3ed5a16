#include "base/clock.h"
#include "policy/draft_parts.h"

const struct draft_row draft_table[DRAFT_QUESTIONS] = {
	[DRAFT_KIND] = { "kind", { "業種 (番号又は名前)",
	    "Kind of business (number or name)" }, false },
	[DRAFT_NAME] = { "name", { "事業者の名称 (例: 株式会社〇〇)",
	    "Name of the business" }, false },
	[DRAFT_NAME_EN] = { "name_en",
	    { "英語の名称 (英語版が不要なら空欄)",
	      "Name in English (empty: no English version)" }, true },
	[DRAFT_FORM] = { "legal_form", { "法人の種類", "Legal form" },
	    false },
	[DRAFT_POSTAL_CODE] = { "postal_code", { "郵便番号", "Postal code" },
	    true },
	[DRAFT_ADDRESS] = { "address",
	    { "住所 (空欄: 求めに応じて回答)",
	      "Address (empty: told on request)" }, true },
	[DRAFT_REPRESENTATIVE] = { "representative",
	    { "代表者の氏名 (空欄: 求めに応じて回答)",
	      "Representative (empty: told on request)" }, true },
	[DRAFT_OFFICER] = { "officer",
	    { "個人情報保護責任者の氏名 (空欄: 求めに応じて回答)",
	      "Privacy officer (empty: told on request)" }, true },
	[DRAFT_HOST] = { "host",
	    { "ウェブサイトのホスト名 (例: www.example.co.jp)",
	      "Host name of the website" }, false },
	[DRAFT_EMAIL] = { "email",
	    { "お問い合わせのメールアドレス", "E-mail address for inquiries" },
	    false },
	[DRAFT_PHONE] = { "phone", { "お問い合わせの電話番号 (空欄可)",
	    "Telephone for inquiries (may be empty)" }, true },
	[DRAFT_EMPLOYEES] = { "employees", { "従業者の数", "Employees" },
	    false },
	[DRAFT_PERSONS] = { "persons",
	    { "扱っている個人情報の本人の数 (おおよそ)",
	      "How many persons (about)" }, false },
	[DRAFT_NEWS] = { "news",
	    { "広告・お知らせのメールを送りますか (yes/no)",
	      "Is advertising mail sent? (yes/no)" }, false },
	[DRAFT_ANALYTICS] = { "analytics",
	    { "アクセス解析などに使う外部サービスの会社名 (なければ空欄)",
	      "Company of an outside analytics service (empty: none)" },
	    true },
	[DRAFT_DEADLINE] = { "deadline",
	    { "開示等の請求に回答する営業日数 (0: 約束しない)",
	      "Business days to answer a request (0: no promise)" }, false },
	[DRAFT_DATE] = { "enacted", { "制定日", "Day of enactment" }, false },
};

static const char *const forms[] = {
	"stock_company", "limited_liability_company",
	"general_incorporated_association", "general_incorporated_foundation",
	"public_interest_corporation", "medical_corporation",
	"school_corporation", "nonprofit_corporation", "cooperative",
	"sole_proprietor", "foreign_company", "other",
};
/* What a name begins or ends with, and which form that is. */
static const struct {
	const char *part;
	const char *form;
} signs[] = {
	{ "株式会社", "stock_company" },
	{ "合同会社", "limited_liability_company" },
	{ "一般社団法人", "general_incorporated_association" },
	{ "一般財団法人", "general_incorporated_foundation" },
	{ "公益", "public_interest_corporation" },
	{ "医療法人", "medical_corporation" },
	{ "学校法人", "school_corporation" },
	{ "特定非営利活動法人", "nonprofit_corporation" },
	{ "NPO法人", "nonprofit_corporation" },
	{ "協同組合", "cooperative" },
};

static int
kind_of(struct text answer)
{
	int64_t number = 0;

	(void)text_to_int(answer, &number);
	for (int i = 0; draft_kinds[i].id != NULL; i++)
		if (text_is(answer, draft_kinds[i].id) || number == i + 1)
			return i;
	return -1;
}

const struct draft_business *
draft_business(const struct draft *draft)
{
	int kind = kind_of(draft->answer[DRAFT_KIND]);

	return &draft_businesses[kind < 0 ? 0 : kind];
}

unsigned int
draft_features(const struct draft *draft)
{
	return draft_business(draft)->features |
	    (text_is(draft->answer[DRAFT_NEWS], "yes") ? HAS_NEWS : 0) |
	    (draft->answer[DRAFT_ANALYTICS].n > 0 ? HAS_ANALYTICS : 0);
}

static struct text
default_form(const struct draft *draft)
{
	for (size_t i = 0; i < LENGTH(signs); i++)
		if (text_find(draft->answer[DRAFT_NAME],
		    text_of(signs[i].part)) >= 0)
			return text_of(signs[i].form);
	return TEXT("sole_proprietor");
}

/* privacy@ the host without its www. */
static struct text
default_email(const struct draft *draft, struct arena *arena)
{
	struct text host = draft->answer[DRAFT_HOST];
	char text[300];

	if (text_starts_with(host, "www."))
		host = text_slice(host, 4, host.n);
	(void)snprintf(text, sizeof(text), "privacy@%.*s", TEXT_ARGS(host));
	return host.n == 0 ? TEXT("") : text_copy(arena, text_of(text));
}

struct text
draft_default(const struct draft *draft, enum draft_question question,
    struct arena *arena)
{
	unsigned int features = draft_business(draft)->features;
	char date[CLOCK_DATE_SIZE];

	switch (question) {
	case DRAFT_KIND:
		return TEXT("other");
	case DRAFT_FORM:
		return default_form(draft);
	case DRAFT_EMAIL:
		return default_email(draft, arena);
	case DRAFT_EMPLOYEES:
		return TEXT("10");
	case DRAFT_PERSONS:
		return TEXT("1000");
	case DRAFT_NEWS:
		return (features & HAS_HEALTH) != 0 ? TEXT("no") :
		    TEXT("yes");
	case DRAFT_DEADLINE:
		return TEXT("14");
	case DRAFT_DATE:
		clock_format_date(draft->today, date);
		return text_copy(arena, text_of(date));
	case DRAFT_NAME:
	case DRAFT_NAME_EN:
	case DRAFT_POSTAL_CODE:
	case DRAFT_ADDRESS:
	case DRAFT_REPRESENTATIVE:
	case DRAFT_OFFICER:
	case DRAFT_HOST:
	case DRAFT_PHONE:
	case DRAFT_ANALYTICS:
		break;
	}
	return TEXT("");
}

static bool
is_form(struct text answer)
{
	for (size_t i = 0; i < LENGTH(forms); i++)
		if (text_is(answer, forms[i]))
			return true;
	return false;
}

static bool
is_host(struct text host)
{
	bool dot = false;

	for (size_t i = 0; i < host.n; i++) {
		char c = host.p[i];

		dot |= c == '.';
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    c == '.' || c == '-'))
			return false;
	}
	return dot && host.n <= 253 && host.p[0] != '.' &&
	    host.p[host.n - 1] != '.';
}

static bool
is_email(struct text email)
{
	ptrdiff_t at = text_find(email, TEXT("@"));

	return at > 0 && is_host(text_slice(email, (size_t)at + 1, email.n));
}

static bool
is_number(struct text answer, int64_t max)
{
	int64_t number;

	return text_to_int(answer, &number) && number >= 0 && number <= max;
}

static bool
fits(enum draft_question question, struct text answer)
{
	int64_t day;

	switch (question) {
	case DRAFT_KIND:
		return kind_of(answer) >= 0;
	case DRAFT_FORM:
		return is_form(answer);
	case DRAFT_HOST:
		return is_host(answer);
	case DRAFT_EMAIL:
		return is_email(answer);
	case DRAFT_EMPLOYEES:
	case DRAFT_PERSONS:
		return is_number(answer, 1000000000);
	case DRAFT_NEWS:
		return text_is(answer, "yes") || text_is(answer, "no");
	case DRAFT_DEADLINE:
		return is_number(answer, 365);
	case DRAFT_DATE:
		return clock_parse_date(answer, &day);
	case DRAFT_NAME:
	case DRAFT_NAME_EN:
	case DRAFT_POSTAL_CODE:
	case DRAFT_ADDRESS:
	case DRAFT_REPRESENTATIVE:
	case DRAFT_OFFICER:
	case DRAFT_PHONE:
	case DRAFT_ANALYTICS:
		break;
	}
	return text_length(answer) <= 150;
}

/* What an answer may be, in words; of a list all its members. */
static void
write_wanted(struct buf *out, enum draft_question question, bool ja)
{
	static const char *const between[] = { ", ", "、" };

	switch (question) {
	case DRAFT_KIND:
		for (int i = 0; draft_kinds[i].id != NULL; i++)
			buf_printf(out, "%s%s", i == 0 ? ja ? "" : "one of " :
			    between[ja], draft_kinds[i].id);
		buf_string(out, ja ? " のいずれか (番号でもよい)" :
		    " (or its number)");
		break;
	case DRAFT_FORM:
		for (size_t i = 0; i < LENGTH(forms); i++)
			buf_printf(out, "%s%s", i == 0 ? ja ? "" : "one of " :
			    between[ja], forms[i]);
		buf_string(out, ja ? " のいずれか" : "");
		break;
	case DRAFT_HOST:
		buf_string(out, ja ? "www.example.co.jp のような名前 (小文字)" :
		    "a name like www.example.co.jp, in small letters");
		break;
	case DRAFT_EMAIL:
		buf_string(out, ja ? "privacy@example.co.jp のようなアドレス" :
		    "an address like privacy@example.co.jp");
		break;
	case DRAFT_EMPLOYEES:
	case DRAFT_PERSONS:
		buf_string(out, ja ? "0 から 1000000000 までの整数" :
		    "a whole number from 0 to 1000000000");
		break;
	case DRAFT_NEWS:
		buf_string(out, ja ? "yes か no" : "yes or no");
		break;
	case DRAFT_DEADLINE:
		buf_string(out, ja ? "0 から 365 までの整数" :
		    "a whole number from 0 to 365");
		break;
	case DRAFT_DATE:
		buf_string(out, ja ? "2026-12-01 の形の、実在する日付" :
		    "a day that exists, like 2026-12-01");
		break;
	case DRAFT_NAME:
	case DRAFT_NAME_EN:
	case DRAFT_POSTAL_CODE:
	case DRAFT_ADDRESS:
	case DRAFT_REPRESENTATIVE:
	case DRAFT_OFFICER:
	case DRAFT_PHONE:
	case DRAFT_ANALYTICS:
		buf_string(out, ja ? "150字以内の文字" :
		    "at most 150 characters");
		break;
	}
}

static enum status
bad_answer(enum draft_question question, bool absent, struct arena *arena,
    struct error *error)
{
	const char *wanted[2] = { "", "" };

	for (int ja = 0; ja < 2; ja++) {
		struct buf out;

		buf_init(&out, arena, 1000);
		write_wanted(&out, question, ja == 1);
		buf_byte(&out, '\0');
		if (buf_status(&out, error) != STATUS_OK)
			return error->status;
		wanted[ja] = (const char *)out.p;
	}
	if (absent)
		(void)error_set(error, STATUS_INVALID, "bad_answer",
		    "%s: 答えが必要です", "%s: an answer is needed",
		    draft_table[question].id);
	else
		(void)error_set(error, STATUS_INVALID, "bad_answer",
		    "%s: この答えは使えません", "%s: not an answer to this",
		    draft_table[question].id);
	error_at(error, "%s", draft_table[question].id);
	error_remedy_say(error, (struct words){ wanted[1], wanted[0] });
	return STATUS_INVALID;
}

enum status
draft_answer(struct draft *draft, enum draft_question question,
    struct text answer, struct arena *arena, struct error *error)
{
	const struct draft_row *row = &draft_table[question];

	answer = text_trim(answer);
	if (answer.n == 0)
		answer = draft_default(draft, question, arena);
	if ((answer.n == 0 && !row->optional) ||
	    (answer.n > 0 && !fits(question, answer)))
		return bad_answer(question, answer.n == 0, arena, error);
	if (question == DRAFT_KIND)
		answer = text_of(draft_kinds[kind_of(answer)].id);
	draft->answer[question] = text_copy(arena, answer);
	return draft->answer[question].p == NULL ? error_memory(error) :
	    STATUS_OK;
}

static enum status
unknown_key(const struct member *member, const char *file,
    struct error *error)
{
	(void)error_set(error, STATUS_INVALID, "unknown_key",
	    "知らない項目です: %.*s", "unknown key: %.*s",
	    (int)(member->key.n > 40 ? 40 : member->key.n), member->key.p);
	error_at(error, "%s:%u:%u", file, member->line, member->column);
	return STATUS_INVALID;
}

enum status
draft_read(struct draft *draft, const struct node *answers,
    const char *file, struct arena *arena, struct error *error)
{
	enum status status = STATUS_OK;

	if (answers->kind != NODE_MAP)
		return error_set(error, STATUS_INVALID, "wrong_type",
		    "「項目: 答え」の形で書いてください",
		    "answers are a map of keys and answers");
	for (size_t i = 0; i < answers->count; i++) {
		bool known = false;

		for (int q = 0; q < DRAFT_QUESTIONS; q++)
			known |= text_is(answers->members[i].key,
			    draft_table[q].id);
		if (!known)
			return unknown_key(&answers->members[i], file, error);
	}
	for (int q = 0; q < DRAFT_QUESTIONS && status == STATUS_OK; q++) {
		const struct node *node = node_get(answers,
		    draft_table[q].id);

		status = draft_answer(draft, (enum draft_question)q,
		    node == NULL ? TEXT("") : node->text, arena, error);
		if (status != STATUS_OK && node != NULL)
			error_at(error, "%s:%u:%u", file, node->line,
			    node->column);
	}
	return status;
}
