#include <utf8proc.h>

#include "policy/lint_letters.h"

void *
lint_letters_grown(struct arena *arena, void *array, size_t n,
    size_t *capacity, size_t size)
{
	size_t wanted = *capacity < 16 ? 32 : *capacity * 2;
	void *grown;

	if (n < *capacity)
		return array;
	grown = arena_array(arena, wanted, size);
	if (grown == NULL)
		return NULL;
	if (n > 0)
		memcpy(grown, array, n * size);
	*capacity = wanted;
	return grown;
}

static void
allocate(struct lint_letters *letters, size_t capacity)
{
	uint32_t *code = arena_array(letters->arena, capacity, sizeof(*code));
	uint32_t *at = arena_array(letters->arena, capacity, sizeof(*at));
	uint8_t *width = arena_array(letters->arena, capacity, sizeof(*width));

	if (code == NULL || at == NULL || width == NULL) {
		letters->failed = true;
		return;
	}
	if (letters->n > 0) {
		memcpy(code, letters->code, letters->n * sizeof(*code));
		memcpy(at, letters->at, letters->n * sizeof(*at));
		memcpy(width, letters->width, letters->n * sizeof(*width));
	}
	letters->code = code;
	letters->at = at;
	letters->width = width;
	letters->capacity = capacity;
}

void
lint_letters_init(struct lint_letters *letters, struct arena *arena,
    size_t expected)
{
	memset(letters, 0, sizeof(*letters));
	letters->arena = arena;
	allocate(letters, expected + 64);
}

void
lint_letters_raw(struct lint_letters *letters, uint32_t code, size_t at,
    size_t width)
{
	if (letters->failed)
		return;
	if (letters->n == letters->capacity)
		allocate(letters, letters->capacity * 2);
	if (letters->failed)
		return;
	letters->code[letters->n] = code;
	letters->at[letters->n] = (uint32_t)at;
	letters->width[letters->n] = (uint8_t)(width > 255 ? 255 : width);
	letters->n++;
}

/* か + ゛ as some systems and PDF tools write が. */
static bool
voice_last(struct lint_letters *letters, uint32_t mark, size_t at,
    size_t width)
{
	static const char voiced[] =
	    "かきくけこさしすせそたちつてとはひふへほ";
	struct text rest = TEXT("");
	uint32_t last, c;

	if (letters->n == 0)
		return false;
	last = letters->code[letters->n - 1];
	if (last == 0x30A6 && mark == 0x3099) {
		last = 0x30F4;
	} else {
		bool katakana = lint_is_katakana(last);
		bool found = false;

		rest = text_of(voiced);
		while (text_next(&rest, &c))
			found = found || c + (katakana ? 0x60 : 0) == last;
		if (!found || (mark == 0x309A &&
		    (last - (katakana ? 0x60 : 0)) < 0x306F))
			return false;
		last += mark == 0x3099 ? 1 : 2;
	}
	letters->code[letters->n - 1] = last;
	letters->width[letters->n - 1] = (uint8_t)(at + width -
	    letters->at[letters->n - 1]);
	return true;
}

static bool
is_invisible(uint32_t c)
{
	return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
	    (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || c == 0xAD ||
	    (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) ||
	    (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

static bool
is_dash(uint32_t c)
{
	return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFF0D ||
	    c == 0x2500 || c == 0x2501;
}

/* What Unicode calls compatible, where printed pages really have it. */
static bool
is_compatible(uint32_t c)
{
	return (c >= 0xFF01 && c <= 0xFFEF) || (c >= 0x2E80 && c <= 0x2FDF) ||
	    (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x3300 && c <= 0x33FF) ||
	    (c >= 0x2100 && c <= 0x214F) || (c >= 0x2F800 && c <= 0x2FA1F);
}

static uint32_t
uniform(uint32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c + 0x20;
	if (is_dash(c))
		return '-';
	switch (c) {
	case 0x300E: case 0x201C:
		return 0x300C;
	case 0x300F: case 0x201D:
		return 0x300D;
	case 0x2018: case 0x2019:
		return '\'';
	case 0x3014: case 0x3016: case 0x3018:
		return 0x3010;
	case 0x3015: case 0x3017: case 0x3019:
		return 0x3011;
	case 0x301C: case 0xFF5E:
		return '~';
	case 0x2502: case 0x2503: case 0x2551:
		return '|';
	case 0x3000: case 0xA0: case 0x2002: case 0x2003: case 0x2009:
	case 0x202F:
		return ' ';
	case 0x2028: case 0x2029: case 0x85:
		return '\n';
	default:
		return c;
	}
}

/* ㈱ and ㈲ as the words they stand for; the mark itself stands in for all. */
static bool
put_abbreviation(struct lint_letters *letters, uint32_t c, size_t at,
    size_t width)
{
	struct text word;

	switch (c) {
	case 0x3231:
		word = TEXT("株式会社");
		break;
	case 0x3232:
		word = TEXT("有限会社");
		break;
	case 0x337F:
		word = TEXT("株式会社");
		break;
	default:
		return false;
	}
	while (text_next(&word, &c))
		lint_letters_raw(letters, c, at, width);
	return true;
}

void
lint_letters_put(struct lint_letters *letters, uint32_t c, size_t at,
    size_t width)
{
	utf8proc_int32_t parts[18];
	utf8proc_ssize_t n;
	int boundary = 0;

	if (is_invisible(c) || put_abbreviation(letters, c, at, width))
		return;
	if (c == 0xFF9E || c == 0x309B)
		c = 0x3099;
	if (c == 0xFF9F || c == 0x309C)
		c = 0x309A;
	if ((c == 0x3099 || c == 0x309A) && voice_last(letters, c, at, width))
		return;
	if (!is_compatible(c) || is_dash(c) || c == 0xFF5E) {
		lint_letters_raw(letters, uniform(c), at, width);
		return;
	}
	n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, LENGTH(parts),
	    UTF8PROC_COMPAT | UTF8PROC_COMPOSE, &boundary);
	if (n < 1 || n > 6) {
		lint_letters_raw(letters, c, at, width);
		return;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++)
		lint_letters_raw(letters, uniform((uint32_t)parts[i]), at,
		    width);
}

uint32_t
lint_letters_end(const struct lint_letters *letters, uint32_t index)
{
	return letters->at[index] + letters->width[index];
}

struct lint_span
lint_letters_trim(const struct lint_letters *letters, struct lint_span span)
{
	while (span.from < span.to && lint_is_blank(letters->code[span.from]))
		span.from++;
	while (span.to > span.from && lint_is_blank(letters->code[span.to - 1]))
		span.to--;
	return span;
}
