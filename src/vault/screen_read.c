/*
 * Text as the screen compares it; see screen_parts.h.
 */
#include <utf8proc.h>

#include "vault/fold.h"
#include "vault/letter.h"
#include "vault/screen_parts.h"

enum { EXPANSION_MAX = 18 };

struct screen_reader
screen_reader(struct text text)
{
	return (struct screen_reader){ .rest = text, .start = text.p };
}

static struct screen_letter *
last_letter(struct screen_reader *reader)
{
	if (reader->count == 0)
		return NULL;
	return &reader->queue[(reader->head + reader->count - 1) %
	    SCREEN_QUEUE];
}

static void
put(struct screen_reader *reader, uint32_t c, enum screen_script script,
    size_t from, size_t to)
{
	size_t at = (reader->head + reader->count++) % SCREEN_QUEUE;

	reader->queue[at] = (struct screen_letter){ c, script, from, to };
}

static enum screen_script
script_of(uint32_t c)
{
	if (letter_is_latin(c))
		return SCRIPT_LATIN;
	if (c < 0x80)
		return letter_digit(c) >= 0 ? SCRIPT_DIGIT : SCRIPT_OTHER;
	if (letter_is_hiragana(c))
		return SCRIPT_HIRAGANA;
	if (letter_is_katakana(c))
		return SCRIPT_KATAKANA;
	if (letter_is_kanji(c))
		return SCRIPT_KANJI;
	switch (utf8proc_get_property((utf8proc_int32_t)c)->category) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return SCRIPT_LATIN;
	default:
		return SCRIPT_OTHER;
	}
}

/* A voicing mark joins the kana before it. */
static bool
put_voicing(struct screen_reader *reader, uint32_t c, size_t to)
{
	struct screen_letter *before = last_letter(reader);

	if (c != 0x3099 && c != 0x309A && c != 0x309B && c != 0x309C)
		return false;
	if (before != NULL && !reader->blank) {
		before->c = c == 0x3099 || c == 0x309B ?
		    letter_voiced(before->c) : letter_half_voiced(before->c);
		before->to = to;
	}
	return true;
}

/* What was passed over since the last letter, when it parts words. */
static void
put_gap(struct screen_reader *reader, enum screen_script script, size_t to)
{
	const struct screen_letter *before = last_letter(reader);

	if (reader->lines > 1)
		put(reader, '\n', SCRIPT_OTHER, reader->blank_from, to);
	else if (reader->blank && before != NULL &&
	    (before->script == SCRIPT_LATIN ||
	    before->script == SCRIPT_DIGIT) &&
	    (script == SCRIPT_LATIN || script == SCRIPT_DIGIT))
		put(reader, ' ', SCRIPT_OTHER, reader->blank_from, to);
	reader->blank = false;
	reader->lines = 0;
}

/* One letter behind NFKC. */
static void
put_letter(struct screen_reader *reader, uint32_t c, size_t from, size_t to)
{
	const struct screen_letter *before = last_letter(reader);
	enum screen_script script;

	if (put_voicing(reader, c, to))
		return;
	if (c != 0x30FC && letter_is_hyphen(c) && before != NULL &&
	    before->script == SCRIPT_KATAKANA)
		c = 0x30FC;
	script = script_of(c);
	if (c == 0x30FC && before != NULL &&
	    before->script == SCRIPT_HIRAGANA)
		script = SCRIPT_HIRAGANA;
	put_gap(reader, script, from);
	if (c < 0x80)
		c = script == SCRIPT_LATIN ? c | 0x20 : c;
	else if (script == SCRIPT_KANJI)
		c = fold_variant(c);
	else if (script == SCRIPT_LATIN)
		c = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
	put(reader, letter_to_katakana(c), script, from, to);
}

static void
take(struct screen_reader *reader, uint32_t c, size_t from, size_t to)
{
	utf8proc_int32_t parts[EXPANSION_MAX];
	utf8proc_ssize_t count;
	int boundary = 0;

	if (c < 0x80 || (c >= 0x3041 && c <= 0x30FE) ||
	    (c >= 0x4E00 && c <= 0x9FFF)) {
		put_letter(reader, c, from, to);
		return;
	}
	count = utf8proc_decompose_char((utf8proc_int32_t)c, parts,
	    EXPANSION_MAX, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &boundary);
	for (utf8proc_ssize_t i = 0; i < count && i < EXPANSION_MAX; i++) {
		utf8proc_category_t category = utf8proc_category(parts[i]);

		if (parts[i] == 0x3099 || parts[i] == 0x309A ||
		    category != UTF8PROC_CATEGORY_MN)
			put_letter(reader, (uint32_t)parts[i], from, to);
	}
}

static bool
pass_over(struct screen_reader *reader, uint32_t c, size_t from)
{
	if (letter_is_hidden(c) || c == '\r')
		return true;
	if (c != '\n' && c != '\t' && c != 0x2028 && c != 0x2029 &&
	    !letter_is_blank(c))
		return false;
	if (!reader->blank)
		reader->blank_from = from;
	reader->blank = true;
	/* A tab parts the fields of a list, like an empty line. */
	reader->lines += c == '\t' || c == 0x2029 ? 2 : c == '\n';
	return true;
}

bool
screen_read(struct screen_reader *reader, struct screen_letter *letter)
{
	uint32_t c;

	/* One letter stays behind: a voicing mark may follow it. */
	while (reader->count < 2) {
		size_t from = (size_t)(reader->rest.p - reader->start);

		if (!text_next(&reader->rest, &c))
			break;
		if (!pass_over(reader, c, from))
			take(reader, c, from,
			    (size_t)(reader->rest.p - reader->start));
	}
	if (reader->count == 0)
		return false;
	*letter = reader->queue[reader->head];
	reader->head = (reader->head + 1) % SCREEN_QUEUE;
	reader->count--;
	return true;
}
