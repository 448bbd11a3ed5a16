#include "vault/fold.h"
#include "vault/fold_parts.h"
#include "vault/letter.h"
#include "vault/value_problem.h"

/* What a kind asks for beyond NFKC, letter by letter. */
struct plan {
	bool lower;
	bool upper;
	bool no_blanks;		/* nor ・ and = */
	bool no_hyphens;
	bool hyphens;		/* all kinds of hyphen as - */
	bool katakana;
	bool variants;
	bool dots;		/* 。 as a dot */
};

static struct plan
plan_of(enum item_kind kind)
{
	switch (kind) {
	case KIND_EMAIL:
		return (struct plan){ .lower = true, .dots = true };
	case KIND_KANA:
		return (struct plan){ .lower = true, .no_blanks = true,
		    .katakana = true };
	case KIND_NAME:
		return (struct plan){ .lower = true, .no_blanks = true,
		    .variants = true };
	case KIND_ID_CODE:
		return (struct plan){ .upper = true, .no_blanks = true,
		    .hyphens = true, .no_hyphens = true };
	case KIND_EXTERNAL_ID:
		return (struct plan){ .hyphens = true };
	case KIND_TEXT:
	case KIND_FREE_TEXT:
	case KIND_PHONE:
	case KIND_DATE:
	case KIND_POSTAL_CODE:
	case KIND_ADDRESS:
	case KIND_NUMBER:
	case KIND_MONEY:
	case KIND_CHOICE:
	case KIND_FLAG:
	case KIND_URL:
	case KIND_DEVICE_ID:
	case KIND_BANK_ACCOUNT:
	case KIND_CARD:
	case KIND_PASSWORD:
	case KIND_FILE:
		break;
	}
	return (struct plan){ 0 };
}

bool
fold_indexable(enum item_kind kind)
{
	switch (kind) {
	case KIND_TEXT:
	case KIND_NAME:
	case KIND_KANA:
	case KIND_EMAIL:
	case KIND_PHONE:
	case KIND_POSTAL_CODE:
	case KIND_ADDRESS:
	case KIND_URL:
	case KIND_EXTERNAL_ID:
	case KIND_DEVICE_ID:
	case KIND_BANK_ACCOUNT:
	case KIND_ID_CODE:
		return true;
	case KIND_FREE_TEXT:
	case KIND_DATE:
	case KIND_NUMBER:
	case KIND_MONEY:
	case KIND_CHOICE:
	case KIND_FLAG:
	case KIND_CARD:
	case KIND_PASSWORD:
	case KIND_FILE:
		return false;
	}
	return false;
}

uint32_t
fold_variant(uint32_t c)
{
	size_t low = 0, high = fold_variant_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (fold_variants[middle].from == c)
			return fold_variants[middle].to;
		if (fold_variants[middle].from < c)
			low = middle + 1;
		else
			high = middle;
	}
	return c;
}

void
fold_push(struct runes *runes, uint32_t c)
{
	if (runes->n == runes->capacity) {
		size_t capacity = runes->capacity * 2 + 16;
		utf8proc_int32_t *grown = arena_array(runes->arena, capacity,
		    sizeof(*grown));

		if (grown == NULL) {
			runes->failed = true;
			return;
		}
		if (runes->n > 0)
			memcpy(grown, runes->p, runes->n * sizeof(*grown));
		runes->p = grown;
		runes->capacity = capacity;
	}
	runes->p[runes->n++] = (utf8proc_int32_t)c;
}

static bool
is_separator(uint32_t c)
{
	return c < ' ' || letter_is_blank(c) || c == 0x30FB || c == 0xB7 ||
	    c == '=' || c == 0x30A0;
}

/* One letter behind decomposition, as the plan has it; 0: dropped. */
static uint32_t
planned(const struct plan *plan, uint32_t c)
{
	if (plan->no_blanks && is_separator(c))
		return 0;
	if (plan->hyphens && c != 0x30FC && letter_is_hyphen(c))
		c = '-';
	if (plan->no_hyphens && c == '-')
		return 0;
	if (plan->dots && c == 0x3002)
		return '.';
	if (c < 0x80) {
		if (plan->lower && c >= 'A' && c <= 'Z')
			return c + 0x20;
		if (plan->upper && c >= 'a' && c <= 'z')
			return c - 0x20;
		return c;
	}
	if (plan->katakana)
		c = letter_to_katakana(c);
	if (plan->variants && c == 0x30F6)	/* ヶ */
		return 0x30B1;
	if (plan->variants && c == 0x30F5)	/* ヵ */
		return 0x30AB;
	if (plan->variants && c >= 0x3400)
		return fold_variant(c);
	if (plan->lower && c < 0x3000)
		return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
	return c;
}

/*
 * Characters whose NFKC would begin with a blank, taken as what is meant, and
 * what stands for an apostrophe.
 */
static uint32_t
without_blank(uint32_t c)
{
	switch (c) {
	case 0x309B:	/* ゛ */
		return 0x3099;
	case 0x309C:	/* ゜ */
		return 0x309A;
	case 0x00B4:	/* acute, as in O´Brien */
	case 0x02BC:
	case 0x2018:
	case 0x2019:
	case 0x2032:
		return '\'';
	default:
		return c;
	}
}

static void
add_letter(struct runes *runes, const struct plan *plan, uint32_t c)
{
	enum { EXPANSION_MAX = 18 };
	utf8proc_int32_t parts[EXPANSION_MAX] = { (utf8proc_int32_t)c };
	utf8proc_ssize_t count = 1;
	int boundary = 0;

	/* The unified ideographs and ASCII have no decomposition. */
	if (c >= 0x80 && !(c >= 0x4E00 && c <= 0x9FFF))
		count = utf8proc_decompose_char((utf8proc_int32_t)c, parts,
		    EXPANSION_MAX, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE,
		    &boundary);
	for (utf8proc_ssize_t i = 0; i < count && i < EXPANSION_MAX; i++) {
		uint32_t letter = planned(plan,
		    without_blank((uint32_t)parts[i]));

		if (letter != 0)
			fold_push(runes, letter);
	}
}

/* Canonical order of marks (Unicode 3.11): stable, by combining class. */
static void
order_marks(struct runes *runes)
{
	for (size_t i = 1; i < runes->n; i++) {
		utf8proc_int32_t mark = runes->p[i];
		utf8proc_propval_t class =
		    utf8proc_get_property(mark)->combining_class;
		size_t at = i;

		while (class != 0 && at > 0 && utf8proc_get_property(
		    runes->p[at - 1])->combining_class > class) {
			runes->p[at] = runes->p[at - 1];
			at--;
		}
		runes->p[at] = mark;
	}
}

static void
compose(struct runes *runes)
{
	utf8proc_ssize_t n;

	order_marks(runes);
	n = utf8proc_normalize_utf32(runes->p, (utf8proc_ssize_t)runes->n,
	    UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	if (n < 0)
		runes->failed = true;
	else
		runes->n = (size_t)n;
}

/* NFKC as the kind has it.  Whether anything had to be composed. */
static bool
normalise(struct runes *runes, enum item_kind kind, struct text text)
{
	struct plan plan = plan_of(kind);
	bool simple = true;
	uint32_t c;

	while (text_next(&text, &c)) {
		if (letter_is_hidden(c))
			continue;
		if (c >= 0x80 && !(c >= 0x4E00 && c <= 0x9FFF))
			simple = false;
		add_letter(runes, &plan, without_blank(c));
	}
	if (!simple && !runes->failed)
		compose(runes);
	return !simple;
}

static bool
is_edge(utf8proc_int32_t c)
{
	return letter_is_blank((uint32_t)c) || c == '\t' || c == '\n' ||
	    c == '\r';
}

/* The runes without blanks at both ends, as text in the arena. */
static enum status
encode(struct text *key, const struct runes *runes, struct error *error)
{
	size_t from = 0, to = runes->n, n = 0;
	char *out;

	while (from < to && is_edge(runes->p[from]))
		from++;
	while (to > from && is_edge(runes->p[to - 1]))
		to--;
	if (from == to)
		return value_refuse(error, PROBLEM_BLANK);
	out = arena_alloc(runes->arena, (to - from) * 4 + 1);
	if (out == NULL)
		return error_memory(error);
	for (size_t i = from; i < to; i++)
		n += text_encode((uint32_t)runes->p[i], out + n);
	*key = (struct text){ out, n };
	return STATUS_OK;
}

static enum status
fold_letters(struct text *key, enum item_kind kind, struct text text,
    struct arena *arena, struct error *error)
{
	struct runes runes = { .arena = arena };
	bool composed;

	/* Three bytes a kanji leave room for most expansions. */
	runes.capacity = text.n + 16;
	runes.p = arena_array(arena, runes.capacity, sizeof(*runes.p));
	if (runes.p == NULL)
		return error_memory(error);
	composed = normalise(&runes, kind, text);
	if (kind == KIND_KANA || kind == KIND_NAME) {
		fold_japanese(&runes, kind == KIND_KANA);
		/* What a dropped mark had kept apart. */
		if (composed && !runes.failed)
			compose(&runes);
	}
	if (runes.failed)
		return error_memory(error);
	return encode(key, &runes, error);
}

/* A name of nothing but what names are stripped of keeps it: "=" is "=". */
static enum status
fold_text(struct text *key, enum item_kind kind, struct text text,
    struct arena *arena, struct error *error)
{
	enum status status = fold_letters(key, kind, text, arena, error);

	if (status == STATUS_INVALID && kind != KIND_TEXT)
		status = fold_letters(key, KIND_TEXT, text, arena, error);
	return status;
}

static enum status
copy_key(struct text *key, const char *string, struct arena *arena,
    struct error *error)
{
	*key = text_copy(arena, text_of(string));
	return key->p == NULL ? error_memory(error) : STATUS_OK;
}

static enum status
fold_number(struct text *key, struct text text, struct arena *arena,
    struct error *error)
{
	char e164[FOLD_PHONE_SIZE];

	switch (fold_phone(e164, text)) {
	case FOLD_PHONE_OK:
		return copy_key(key, e164, arena, error);
	case FOLD_PHONE_EXTENSION:
		return value_refuse(error, PROBLEM_EXTENSION);
	case FOLD_PHONE_BAD:
		break;
	}
	return value_refuse(error, PROBLEM_PHONE);
}

enum status
fold_key(struct text *key, enum item_kind kind, struct text text,
    struct arena *arena, struct error *error)
{
	char postal[FOLD_POSTAL_SIZE];
	struct fold_bank account;

	*key = (struct text){ "", 0 };
	if (!fold_indexable(kind))
		return value_refuse(error, PROBLEM_NOT_INDEXABLE);
	if (text.n > FOLD_MAX)
		return value_refuse(error, PROBLEM_TOO_LONG);
	if (kind == KIND_PHONE)
		return fold_number(key, text, arena, error);
	if (kind == KIND_POSTAL_CODE) {
		if (!fold_postal_code(postal, text))
			return value_refuse(error, PROBLEM_POSTAL_CODE);
		return copy_key(key, postal, arena, error);
	}
	if (kind == KIND_BANK_ACCOUNT) {
		if (!fold_bank(&account, text))
			return value_refuse(error, PROBLEM_BANK_ACCOUNT);
		return copy_key(key, account.digits, arena, error);
	}
	return fold_text(key, kind, text, arena, error);
}
