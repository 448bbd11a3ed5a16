#include "anonymise/dict.h"
#include "anonymise/hierarchy_parts.h"
#include "anonymise/suggest.h"
#include "base/clock.h"
#include "base/jsonw.h"
#include "base/mem.h"

/* Letters; longer values are sentences. */
enum { LABEL_LONGEST = 30, ROOM = 128 };

/* What a column looks like, and what is done with it. */
struct guess {
	const char *role;
	const char *hierarchy;		/* YAML, or NULL */
	struct words why;
};

/* Facts of one column. */
struct facts {
	struct text name;
	const struct dict *values;
	uint64_t rows;
	int64_t least;			/* when all are whole numbers */
	int64_t greatest;
	bool numbers;
	bool sentences;
	int64_t day;			/* at which ages are counted */
};

static const struct {
	const char *word;
	const char *role;
	struct words why;
} names[] = {
	{ "氏名", "delete", { "氏名", "a name" } },
	{ "名前", "delete", { "氏名", "a name" } },
	{ "フリガナ", "delete", { "氏名のよみ", "a name's reading" } },
	{ "ふりがな", "delete", { "氏名のよみ", "a name's reading" } },
	{ "電話", "delete", { "電話番号", "a telephone number" } },
	{ "携帯", "delete", { "電話番号", "a telephone number" } },
	{ "メール", "delete", { "メールアドレス", "an e-mail address" } },
	{ "住所", "delete", { "住所。郵便番号か都道府県を残してください",
	    "an address; keep the postal code or prefecture" } },
	{ "個人番号", "delete", { "個人識別符号", "an identification code" } },
	{ "マイナンバー", "delete", { "個人識別符号",
	    "an identification code" } },
	{ "旅券", "delete", { "個人識別符号", "an identification code" } },
	{ "免許", "delete", { "個人識別符号", "an identification code" } },
	{ "保険", "delete", { "個人識別符号かもしれません",
	    "perhaps an identification code" } },
	{ "口座", "delete", { "口座", "a bank account" } },
	{ "カード", "delete", { "カード番号", "a card's number" } },
	{ "会員", "delete", { "連結符号", "a linking code" } },
	{ "顧客", "delete", { "連結符号", "a linking code" } },
	{ "病", "sensitive", { "機微", "sensitive" } },
	{ "診断", "sensitive", { "機微", "sensitive" } },
	{ "疾患", "sensitive", { "機微", "sensitive" } },
	{ "宗教", "sensitive", { "機微", "sensitive" } },
	{ "name", "delete", { "氏名", "a name" } },
	{ "phone", "delete", { "電話番号", "a telephone number" } },
	{ "mail", "delete", { "メールアドレス", "an e-mail address" } },
	{ "address", "delete", { "住所", "an address" } },
	{ "disease", "sensitive", { "機微", "sensitive" } },
	{ "diagnosis", "sensitive", { "機微", "sensitive" } },
};

/* Rules by the form of values, the strictest first. */
static const struct {
	rule_function *rule;
	const char *hierarchy;
	struct words why;
} forms[] = {
	{ hierarchy_parts_prefecture, "{ builtin: prefecture }",
	    { "都道府県", "prefectures" } },
	{ hierarchy_parts_nationality, "{ builtin: nationality }",
	    { "国", "countries" } },
	{ hierarchy_parts_occupation, "{ builtin: occupation }",
	    { "職業", "occupations" } },
	{ hierarchy_parts_postal, "{ builtin: postal_code }",
	    { "郵便番号", "postal codes" } },
	{ hierarchy_parts_date, "{ builtin: date }", { "日付", "dates" } },
};

/* Parts of names that tell what numbers and dates are. */
static const char *const birth_names[] = {
	"生年月日", "誕生", "birth", NULL
};
static const char *const age_names[] = { "年齢", "age", NULL };
static const char *const money_names[] = {
	"年収", "月収", "収入", "所得", "年俸", "給与", "金額", "income", "salary",
	NULL
};

static bool
contains_fold(struct text text, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= text.n; i++) {
		size_t j = 0;

		while (j < n && (text.p[i + j] == word[j] ||
		    (text.p[i + j] >= 'A' && text.p[i + j] <= 'Z' &&
		    text.p[i + j] + ('a' - 'A') == word[j])))
			j++;
		if (j == n)
			return true;
	}
	return false;
}

static bool
contains_any(struct text text, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (contains_fold(text, words[i]))
			return true;
	return false;
}

/* Whether almost all values (19 of 20) are of that form. */
static bool
mostly(const struct facts *facts, rule_function *rule)
{
	static const struct hierarchy_recipe recipe;
	const struct rule_context context = { .recipe = &recipe };
	struct labels *labels = mem_alloc(sizeof(*labels));
	uint64_t good = 0;

	for (uint32_t v = 0; labels != NULL && v < facts->values->count; v++)
		good += rule(&context, dict_text(facts->values, v), labels);
	mem_free(labels);
	return good > 0 && good * 20 >= (uint64_t)facts->values->count * 19;
}

/* 個人番号 by its check digit. */
static bool
is_my_number(struct text text)
{
	int sum = 0, rest;

	if (text.n != 12)
		return false;
	for (int n = 1; n <= 12; n++) {
		char c = text.p[12 - n];

		if (c < '0' || c > '9')
			return false;
		if (n > 1)
			sum += (c - '0') * (n <= 7 ? n : n - 6);
	}
	rest = sum % 11;
	return text.p[11] - '0' == (rest <= 1 ? 0 : 11 - rest);
}

static void
find_numbers(struct facts *facts)
{
	facts->numbers = facts->values->count > 0;
	for (uint32_t v = 0; v < facts->values->count; v++) {
		struct text text = dict_text(facts->values, v);
		int64_t number;

		if (text_length(text) > LABEL_LONGEST)
			facts->sentences = true;
		if (!text_to_int(text, &number)) {
			facts->numbers = false;
			continue;
		}
		if (v == 0 || number < facts->least)
			facts->least = number;
		if (v == 0 || number > facts->greatest)
			facts->greatest = number;
	}
}

/* Widths of about a twentieth and a fourth of the range, 1-2-5. */
static void
suggest_bands(const struct facts *facts, char out[ROOM])
{
	int64_t range = facts->greatest - facts->least, width = 1;
	static const int64_t steps[] = { 1, 2, 5 };
	size_t step = 0;

	while (width * steps[step] * 20 < range && width < (int64_t)1 << 40) {
		step = (step + 1) % LENGTH(steps);
		if (step == 0)
			width *= 10;
	}
	width *= steps[step];
	(void)snprintf(out, ROOM, "{ bands: [%lld, %lld, %lld] }",
	    (long long)width, (long long)width * 2, (long long)width * 10);
}

/* What nobody may have, whatever the column is called. */
static bool
is_identifier(const struct facts *facts, struct guess *guess)
{
	uint32_t my_numbers = 0, mails = 0;
	uint32_t count = facts->values->count;

	for (uint32_t v = 0; v < count; v++) {
		struct text text = dict_text(facts->values, v);

		my_numbers += is_my_number(text);
		mails += text_find(text, TEXT("@")) > 0;
	}
	if (my_numbers * 2 > count)
		guess->why = (struct words){ "個人番号 (検査数字が合います)",
		    "individual numbers: the check digits fit" };
	else if (mails * 2 > count)
		guess->why = (struct words){ "メールアドレス",
		    "e-mail addresses" };
	else
		return false;
	return true;
}

static bool
is_form(const struct facts *facts, struct guess *guess, char room[ROOM])
{
	int year, month, day;

	guess->role = "quasi_identifier";
	for (size_t i = 0; i < LENGTH(forms); i++) {
		if (!mostly(facts, forms[i].rule) || (facts->numbers && i == 0))
			continue;
		guess->hierarchy = forms[i].hierarchy;
		guess->why = forms[i].why;
		if (forms[i].rule == hierarchy_parts_date &&
		    contains_any(facts->name, birth_names)) {
			clock_date(facts->day, &year, &month, &day);
			(void)snprintf(room, ROOM, "{ builtin: birth_date, "
			    "reference_date: %04d-%02d-%02d }", year, month,
			    day);
			guess->hierarchy = room;
		}
		return true;
	}
	guess->hierarchy = NULL;
	return false;
}

/* Whoever calls it so; seven digits alone are a postal code. */
static bool
is_money(const struct facts *facts)
{
	return facts->numbers && facts->greatest >= 10000 &&
	    contains_any(facts->name, money_names);
}

static struct guess
guess_numbers(const struct facts *facts, char room[ROOM])
{
	struct guess guess = {
		"quasi_identifier", room, { "数", "numbers" }
	};

	if (facts->least >= 0 && facts->greatest <= 120 &&
	    contains_any(facts->name, age_names)) {
		guess.hierarchy = "{ builtin: age }";
		guess.why = (struct words){ "年齢", "ages" };
	} else if (is_money(facts)) {
		guess.hierarchy = "{ builtin: money }";
		guess.why = (struct words){ "金額", "amounts of money" };
	} else {
		suggest_bands(facts, room);
	}
	return guess;
}

static struct guess
guess_by_values(struct facts *facts, char room[ROOM])
{
	uint32_t count = facts->values->count;
	struct guess guess = { "delete", NULL, { NULL, NULL } };

	if (is_identifier(facts, &guess))
		return guess;
	find_numbers(facts);
	if (is_money(facts))
		return guess_numbers(facts, room);
	if (is_form(facts, &guess, room))
		return guess;
	if (facts->numbers && (count > 20 ||
	    contains_any(facts->name, age_names)) &&
	    (facts->rows < 50 || (uint64_t)count * 20 <= facts->rows * 19))
		return guess_numbers(facts, room);
	if (facts->sentences)
		return (struct guess){ "delete", NULL, {
		    "文章 (何が書かれているか分かりません)",
		    "sentences: nobody knows what they say" } };
	if (facts->rows >= 50 && (uint64_t)count * 20 > facts->rows * 19)
		return (struct guess){ "delete", NULL, {
		    "ほとんどの値が一度しかありません (番号か自由記述)",
		    "almost every value is unique: a key or free text" } };
	if (count <= 100)
		return (struct guess){ "quasi_identifier",
		    "{ builtin: flat }", { "種類の少ない値",
		    "values of few kinds" } };
	return (struct guess){ "quasi_identifier", "{ mask: right }", {
	    "種類の多い値", "values of many kinds" } };
}

static struct guess
guess_column(struct facts *facts, char room[ROOM])
{
	for (size_t i = 0; i < LENGTH(names); i++)
		if (contains_fold(facts->name, names[i].word))
			return (struct guess){ names[i].role, NULL,
			    names[i].why };
	if (facts->values->count < 2)
		return (struct guess){ "keep", NULL, { "どの行も同じ値",
		    "the same in every row" } };
	return guess_by_values(facts, room);
}

/* A name as a YAML scalar: JSON is YAML. */
static void
put_name(struct buf *out, struct text name)
{
	struct jsonw json = jsonw_new(out, false);

	jsonw_text(&json, name);
}

static void
put_plan(struct buf *out, const struct table *rows, const struct dict *values,
    uint64_t count, int64_t day, enum language language)
{
	bool ja = language == LANGUAGE_JA;
	char room[ROOM];

	buf_printf(out, ja ? "# %llu 行から推測した計画です。確かめて、直して"
	    "ください。\nsekisho_plan: 1\ncolumns:\n" :
	    "# A plan guessed from %llu rows: check it and correct it.\n"
	    "sekisho_plan: 1\ncolumns:\n", (unsigned long long)count);
	for (size_t c = 0; c < rows->columns; c++) {
		struct facts facts = {
			.name = rows->names[c], .values = &values[c],
			.rows = count, .day = day
		};
		struct guess guess = guess_column(&facts, room);

		buf_string(out, "  - name: ");
		put_name(out, rows->names[c]);
		buf_printf(out, ja ? "\n    # %s、%u 種類\n    role: %s\n" :
		    "\n    # %s, %u different\n    role: %s\n",
		    ja ? guess.why.ja : guess.why.en, values[c].count,
		    guess.role);
		if (guess.hierarchy != NULL)
			buf_printf(out, "    hierarchy: %s\n",
			    guess.hierarchy);
	}
	buf_string(out, "models:\n  - k_anonymity: 5\n"
	    "suppression_limit: 5%\nquality: loss\n");
}

static enum status
read_some(struct table *rows, struct dict *values, uint64_t *count,
    struct error *error)
{
	struct rows_reader *reader;
	struct rows_batch batch = { .rows = 1 };
	enum status status = rows->ops->open(rows, &reader, error);

	if (status != STATUS_OK)
		return status;
	while (status == STATUS_OK && *count < SUGGEST_ROWS) {
		const struct csv_cell *cell;

		status = rows->ops->next(rows, reader, &batch, error);
		if (status != STATUS_OK)
			rows->ops->place(rows, error, batch.piece,
			    batch.line, 0);
		if (status != STATUS_OK || batch.rows == 0)
			break;
		cell = batch.cells;
		for (size_t r = 0; r < batch.rows; r++)
			for (size_t c = 0; c < rows->columns; c++, cell++)
				if (dict_add(&values[c], batch.bytes +
				    cell->at, cell->n, 0) == DICT_NONE)
					status = error_memory(error);
		*count += batch.rows;
	}
	rows->ops->close(rows, reader);
	return status;
}

/* Values as text: as they are, or decoded. */
static enum status
decode(struct table *rows, const struct dict *raw, struct dict *values,
    struct arena *arena, struct error *error)
{
	for (uint32_t v = 0; v < raw->count; v++) {
		struct text text;
		enum status status;

		arena_reset(arena);
		status = rows->ops->text(rows, &text, raw->values[v], arena,
		    error);
		if (status != STATUS_OK)
			return status;
		if (dict_add_text(values, text, 0) == DICT_NONE)
			return error_memory(error);
	}
	return STATUS_OK;
}

enum status
suggest_plan(struct buf *out, struct table *rows, int64_t day,
    enum language language, struct error *error)
{
	struct dict *raw = mem_array(rows->columns, sizeof(*raw));
	struct dict *values = mem_array(rows->columns, sizeof(*values));
	struct arena *arena = arena_new(1 << 24);
	enum status status = STATUS_OK;
	uint64_t count = 0;

	if (raw == NULL || values == NULL || arena == NULL)
		status = error_memory(error);
	for (size_t c = 0; status == STATUS_OK && c < rows->columns; c++)
		if (!dict_init(&raw[c]) || !dict_init(&values[c]))
			status = error_memory(error);
	if (status == STATUS_OK)
		status = read_some(rows, raw, &count, error);
	for (size_t c = 0; status == STATUS_OK && c < rows->columns; c++)
		status = decode(rows, &raw[c], &values[c], arena, error);
	if (status == STATUS_OK) {
		put_plan(out, rows, values, count, day, language);
		status = buf_status(out, error);
	}
	for (size_t c = 0; c < rows->columns; c++) {
		if (raw != NULL && raw[c].slots != NULL)
			dict_free(&raw[c]);
		if (values != NULL && values[c].slots != NULL)
			dict_free(&values[c]);
	}
	mem_free(raw);
	mem_free(values);
	arena_free(arena);
	return status;
}
