/*
 * lint_pattern.h - a small language for saying what a sentence says.
 *
 * A pattern is written in the folded spelling (lint_fold.h):
 *
 *	同意         these letters
 *	(a|b|)       one of them; also nothing
 *	x? (…)?      perhaps; x* x+ any number
 *	[あ-ん\d] [^。]  one letter of a set
 *	.            any letter
 *	#            a number in digits or kanji
 *	~ ~12        any letters, as few as will do; at most 12
 *	<deem>       a word of the vocabulary (lint_words.h)
 *	^ $          begin and end of the sentence
 *	!(a|b)       here does not follow …
 *	%(a|b)       here does not precede … (plain words only)
 *	{ }          marks what of the match is to be quoted
 *
 * Matching takes time linear in the sentence for a given pattern: a state that
 * failed at a letter is never tried there again.  The first match from the
 * left counts, and alternatives are tried in their order.
 */
#ifndef POLICY_LINT_PATTERN_H_
#define POLICY_LINT_PATTERN_H_

#include "policy/lint_letters.h"

struct lint_patterns;

struct lint_patterns *lint_pattern_new(struct arena *arena);

/* Letters as a Bloom filter of 256 bits. */
void lint_pattern_seen(uint64_t seen[4], const uint32_t *code,
    struct lint_span span);

/*
 * Looks for pattern, a literal that is compiled once, in a span of letters;
 * *found (may be NULL) gets the match, or what { } mark.  seen, of the same
 * span, saves time and may be NULL.
 */
bool lint_pattern_find(struct lint_patterns *patterns, const uint32_t *code,
    struct lint_span span, const uint64_t *seen, const char *pattern,
    struct lint_span *found);

/*
 * The same as a mere question about the number-th of count sentences; what
 * was asked before is remembered.
 */
bool lint_pattern_has(struct lint_patterns *patterns, const uint32_t *code,
    struct lint_span span, const uint64_t *seen, const char *pattern,
    size_t number, size_t count);

/* Whether memory was out, or a pattern was no pattern. */
bool lint_pattern_failed(const struct lint_patterns *patterns);

/* Compiles one; false when it is no pattern.  For tests. */
bool lint_pattern_check(struct lint_patterns *patterns, const char *pattern);

#endif
