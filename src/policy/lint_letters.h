/*
 * lint_letters.h - letters of a published text that know where they stand.
 *
 * A letter is a code point in a uniform spelling (narrow digits and Latin,
 * small Latin, wide kana, no invisible characters) together with the bytes of
 * the source that it came from, so that whatever is found among letters can be
 * shown to people as it was printed.
 */
#ifndef POLICY_LINT_LETTERS_H_
#define POLICY_LINT_LETTERS_H_

#include "base/base.h"

struct lint_letters {
	uint32_t *code;
	uint32_t *at;		/* byte offset in the source */
	uint8_t *width;		/* bytes of the source; 0 when made up */
	size_t n;
	size_t capacity;
	struct arena *arena;
	bool failed;		/* memory was out; stays so */
};

struct lint_span {
	uint32_t from;
	uint32_t to;
};

/* The first bytes of code hold about that many letters without growing. */
void lint_letters_init(struct lint_letters *letters, struct arena *arena,
    size_t expected);

/* Adds a code point of the source, made uniform: none, one or some letters. */
void lint_letters_put(struct lint_letters *letters, uint32_t code_point,
    size_t at, size_t width);

/* Adds a letter as it is. */
void lint_letters_raw(struct lint_letters *letters, uint32_t code, size_t at,
    size_t width);

/* The byte of the source behind the last letter of a span. */
uint32_t lint_letters_end(const struct lint_letters *letters, uint32_t index);

/* The span without blanks at its ends. */
struct lint_span lint_letters_trim(const struct lint_letters *letters,
    struct lint_span span);

/*
 * Room for one more in an array of the arena: the array itself, or a grown
 * copy with *capacity raised; NULL when memory is out.
 */
void *lint_letters_grown(struct arena *arena, void *array, size_t n,
    size_t *capacity, size_t size);

static inline bool
lint_is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static inline bool
lint_is_latin(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= 0xC0 && c <= 0x24F);
}

static inline bool
lint_is_hiragana(uint32_t c)
{
	return c >= 0x3041 && c <= 0x309F;
}

static inline bool
lint_is_katakana(uint32_t c)
{
	return (c >= 0x30A1 && c <= 0x30FA) || c == 0x30FC;
}

static inline bool
lint_is_kanji(uint32_t c)
{
	return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
	    (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005 || c == 0x3007;
}

static inline bool
lint_is_japanese(uint32_t c)
{
	return lint_is_hiragana(c) || lint_is_katakana(c) || lint_is_kanji(c);
}

static inline bool
lint_is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

#endif
