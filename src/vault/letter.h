/*
 * letter.h - what one character of Japanese text is, whatever its width.
 *
 * The other files of this folder read people's text code point by code
 * point; what they must agree on stands here: which characters are digits,
 * blanks, hyphens, kana, and which cannot be seen.
 */
#ifndef VAULT_LETTER_H_
#define VAULT_LETTER_H_

#include "base/base.h"

/* Full-width ASCII (U+FF01..FF5E) and the wide blank as ASCII. */
static inline uint32_t
letter_narrow(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFEE0;
	return c == 0x3000 ? ' ' : c;
}

/* The value of an ASCII or full-width digit, or -1. */
static inline int
letter_digit(uint32_t c)
{
	c = letter_narrow(c);
	return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
}

static inline bool
letter_is_latin(uint32_t c)
{
	c = letter_narrow(c) | 0x20;
	return c >= 'a' && c <= 'z';
}

/* Without the marks U+3099..309C; with ゝゞ. */
static inline bool
letter_is_hiragana(uint32_t c)
{
	return (c >= 0x3041 && c <= 0x3096) || (c >= 0x309D && c <= 0x309F);
}

/* Full width; with ー and ヽヾ, without ・ and ゠. */
static inline bool
letter_is_katakana(uint32_t c)
{
	return (c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FF) ||
	    (c >= 0x31F0 && c <= 0x31FF);
}

/* Ideographs, with 々 and 〆 and those outside the basic plane. */
static inline bool
letter_is_kanji(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
	    (c >= 0x3005 && c <= 0x3007) || (c >= 0xF900 && c <= 0xFAFF) ||
	    (c >= 0x20000 && c <= 0x3FFFF);
}

/* Hiragana as the katakana of the same sound; others unchanged. */
static inline uint32_t
letter_to_katakana(uint32_t c)
{
	if ((c >= 0x3041 && c <= 0x3096) || c == 0x309D || c == 0x309E)
		return c + 0x60;
	return c;
}

/* Digits of any script: also ①, ², ٣ and the mathematical ones; or -1. */
int letter_any_digit(uint32_t c);

/* Blanks of any width within a line; no tab, no line end. */
bool letter_is_blank(uint32_t c);

/*
 * What people type where they mean a hyphen: - ‐ – — ― − ー ｰ and so on.
 * With ー, so only for places where a long vowel cannot stand.
 */
bool letter_is_hyphen(uint32_t c);

/*
 * Default ignorable (Unicode): joiners, direction marks, variation
 * selectors, soft hyphens.  They change nothing of what a text says.
 */
bool letter_is_hidden(uint32_t c);

/* Whether it leaves ink: no blank, control, mark alone or hidden one. */
bool letter_is_visible(uint32_t c);

/*
 * カ → ガ, ハ → バ, ウ → ヴ; ハ → パ; ガ, パ → カ, ハ.  Hiragana alike.
 * Unchanged when there is no such kana.
 */
uint32_t letter_voiced(uint32_t c);
uint32_t letter_half_voiced(uint32_t c);
uint32_t letter_unvoiced(uint32_t c);

#endif
