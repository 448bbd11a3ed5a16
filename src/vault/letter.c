#include <utf8proc.h>

#include "vault/letter.h"

/* Where runs of the ten digits begin, and those that lack a zero. */
static const struct {
	uint32_t first;
	uint32_t count;
	int value;
} digit_runs[] = {
	{ 0x0030, 10, 0 }, { 0xFF10, 10, 0 },
	{ 0x0660, 10, 0 }, { 0x06F0, 10, 0 },	/* Arabic */
	{ 0x0966, 10, 0 }, { 0x0E50, 10, 0 },	/* Devanagari, Thai */
	{ 0x2080, 10, 0 }, { 0x2070, 1, 0 }, { 0x00B9, 1, 1 },
	{ 0x00B2, 2, 2 }, { 0x2074, 6, 4 },	/* ₀ ⁰ ¹ ² ³ ⁴ */
	{ 0x24EA, 1, 0 }, { 0x2460, 9, 1 },	/* ⓪ ① */
	{ 0x1D7CE, 10, 0 }, { 0x1D7D8, 10, 0 }, { 0x1D7E2, 10, 0 },
	{ 0x1D7EC, 10, 0 }, { 0x1D7F6, 10, 0 },	/* mathematical */
};

int
letter_any_digit(uint32_t c)
{
	if (c < 0x80)
		return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
	for (size_t i = 0; i < LENGTH(digit_runs); i++)
		if (c - digit_runs[i].first < digit_runs[i].count)
			return digit_runs[i].value +
			    (int)(c - digit_runs[i].first);
	return -1;
}

bool
letter_is_blank(uint32_t c)
{
	return c == ' ' || c == 0x3000 || c == 0xA0 || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F;
}

bool
letter_is_hyphen(uint32_t c)
{
	switch (c) {
	case '-':
	case 0x2043:	/* hyphen bullet */
	case 0x2212:	/* minus */
	case 0x2500:	/* box drawing */
	case 0x02D7:
	case 0x30FC:	/* long vowel */
	case 0xFF70:
	case 0xFE58:
	case 0xFE63:
	case 0xFF0D:
		return true;
	default:
		return c >= 0x2010 && c <= 0x2015;
	}
}

bool
letter_is_hidden(uint32_t c)
{
	if (c < 0xAD || (c >= 0x3000 && c <= 0x3163))
		return false;
	return utf8proc_get_property((utf8proc_int32_t)c)->ignorable;
}

bool
letter_is_visible(uint32_t c)
{
	utf8proc_category_t category;

	if (c < 0x7F)
		return c > ' ';
	if (c >= 0x3041 && c <= 0x9FFF)
		return c != 0x3164 && c != 0x3099 && c != 0x309A;
	if (c == 0x2800 || letter_is_hidden(c))	/* 2800: blank braille */
		return false;
	category = utf8proc_category((utf8proc_int32_t)c);
	return category != UTF8PROC_CATEGORY_ZS &&
	    category != UTF8PROC_CATEGORY_ZL &&
	    category != UTF8PROC_CATEGORY_ZP &&
	    category != UTF8PROC_CATEGORY_CC &&
	    category != UTF8PROC_CATEGORY_CF &&
	    category != UTF8PROC_CATEGORY_MN &&
	    category != UTF8PROC_CATEGORY_ME;
}

/* The kana tables are written in katakana; hiragana goes there and back. */
static const uint32_t hiragana_distance = 0x60;

static uint32_t
voiced_katakana(uint32_t c)
{
	if (c == 0x30A6)				/* ウ */
		return 0x30F4;
	if (c == 0x30FD)				/* ヽ */
		return 0x30FE;
	if ((c >= 0x30AB && c <= 0x30C2 && c % 2 == 1) ||	/* カ..チ */
	    c == 0x30C4 || c == 0x30C6 || c == 0x30C8 ||	/* ツテト */
	    (c >= 0x30CF && c <= 0x30DD && (c - 0x30CF) % 3 == 0))
		return c + 1;
	return c;
}

uint32_t
letter_voiced(uint32_t c)
{
	if (!letter_is_hiragana(c))
		return voiced_katakana(c);
	return voiced_katakana(c + hiragana_distance) - hiragana_distance;
}

uint32_t
letter_half_voiced(uint32_t c)
{
	uint32_t k = letter_to_katakana(c);

	if (k >= 0x30CF && k <= 0x30DB && (k - 0x30CF) % 3 == 0)
		return c + 2;
	return c;
}

uint32_t
letter_unvoiced(uint32_t c)
{
	if (letter_voiced(c - 1) == c)
		return c - 1;
	if (letter_half_voiced(c - 2) == c)
		return c - 2;
	if (c == 0x30F4 || c == 0x3094)		/* ヴ ゔ */
		return c - 0x30F4 + 0x30A6;
	return c;
}
