/*
 * text.h - text and bytes with a length.
 *
 * A struct text is valid UTF-8 without a NUL: it is born from a literal, from
 * text_from_bytes() which checks, or from another text.  A struct bytes is
 * anything.  Neither owns its memory: that belongs to an arena or is static.
 */
#ifndef BASE_TEXT_H_
#define BASE_TEXT_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct text {
	const char *p;
	size_t n;
};

struct bytes {
	const uint8_t *p;
	size_t n;
};

/* A literal as text; the literal's NUL is not counted. */
#define TEXT(literal) ((struct text){ "" literal, sizeof(literal) - 1 })

/* For printf: printf("%.*s", TEXT_ARGS(t)). */
#define TEXT_ARGS(t) (int)(t).n, (t).p

/* A NUL-terminated string that is known to be UTF-8, as text. */
struct text text_of(const char *string);

/*
 * Checks that bytes are UTF-8 as RFC 3629 has it (no overlong forms, no
 * surrogates, nothing above U+10FFFF) and hold no NUL.
 */
bool text_from_bytes(struct text *text, struct bytes bytes);

struct bytes bytes_of(struct text text);

bool text_equal(struct text a, struct text b);
bool text_is(struct text text, const char *string);
bool text_starts_with(struct text text, const char *prefix);
bool text_ends_with(struct text text, const char *suffix);

/* Order by bytes, which for UTF-8 is the order of code points. */
int text_compare(struct text a, struct text b);

/* Position of the first occurrence, or -1. */
ptrdiff_t text_find(struct text text, struct text wanted);

/* The text without ASCII blanks and U+3000 at both ends. */
struct text text_trim(struct text text);

/* text[from .. to); the caller cuts at character boundaries. */
struct text text_slice(struct text text, size_t from, size_t to);

/* What stands before the next end, or all; *rest is what comes behind it. */
struct text text_cut(struct text *rest, char end);

/* Copies into the arena and ends the copy with a NUL; NULL p on no memory. */
struct text text_copy(struct arena *arena, struct text text);

/*
 * Ends a NUL-terminated string that was cut to fit its buffer where its last
 * whole character ends.
 */
void text_end_whole(char *string);

/* Number of code points. */
size_t text_length(struct text text);

/*
 * Reads one code point and moves *text past it.  False at the end.
 */
bool text_next(struct text *text, uint32_t *code_point);

/* Writes a code point as UTF-8; returns the number of bytes, at most 4. */
size_t text_encode(uint32_t code_point, char out[4]);

/*
 * Decimal integer, whole text, optional '-'.  False when it is anything else
 * or does not fit.
 */
bool text_to_int(struct text text, int64_t *value);

/* The same without sign and leading zeros: how formats write a count. */
bool text_to_count(struct text text, uint64_t *count);

/* snake_case identifier: [a-z][a-z0-9_]*, at most 63 bytes. */
bool text_is_id(struct text text);

#endif
