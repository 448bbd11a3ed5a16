#include "policy/lint_marker.h"

/* A place in one line, from which markers are tried in turn. */
struct cursor {
	const struct lint_letters *raw;
	uint32_t at;
	uint32_t to;
};

static uint32_t
peek(const struct cursor *in, uint32_t ahead)
{
	return in->at + ahead < in->to ? in->raw->code[in->at + ahead] : 0;
}

static void
skip_blanks(struct cursor *in)
{
	while (in->at < in->to && lint_is_blank(in->raw->code[in->at]))
		in->at++;
}

static bool
is_one_of(uint32_t c, const char *letters)
{
	struct text rest = text_of(letters);
	uint32_t one;

	while (c != 0 && text_next(&rest, &one))
		if (one == c)
			return true;
	return false;
}

/* The value of 一…九, 十, 百; 0 for 〇; -1 for anything else. */
static int
kanji_digit(uint32_t c)
{
	static const uint32_t digits[] = {
		0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03,
		0x516B, 0x4E5D
	};

	for (int i = 0; i < (int)LENGTH(digits); i++)
		if (digits[i] == c)
			return i;
	return c == 0x5341 ? 10 : c == 0x767E ? 100 : -1;
}

static bool
kanji_number(struct cursor *in, uint32_t *number)
{
	uint32_t sum = 0, digit = 0;
	uint32_t start = in->at;

	while (in->at < in->to && in->at - start < 6) {
		int value = kanji_digit(in->raw->code[in->at]);

		if (value < 0)
			break;
		if (value >= 10) {
			sum += (digit == 0 ? 1 : digit) * (uint32_t)value;
			digit = 0;
		} else {
			digit = digit * 10 + (uint32_t)value;
		}
		in->at++;
	}
	*number = sum + digit;
	return in->at > start;
}

static bool
digits(struct cursor *in, uint32_t most, uint32_t *number)
{
	uint32_t start = in->at;

	*number = 0;
	while (in->at < in->to && lint_is_digit(in->raw->code[in->at])) {
		if (in->at - start == most)
			return false;
		*number = *number * 10 + (in->raw->code[in->at] - '0');
		in->at++;
	}
	return in->at > start;
}

bool
lint_marker_number(const struct lint_letters *letters, uint32_t *at,
    uint32_t to, uint32_t *number)
{
	struct cursor in = { letters, *at, to };

	if (!digits(&in, 4, number) && (in.at != *at ||
	    !kanji_number(&in, number)))
		return false;
	*at = in.at;
	return true;
}

/* 第1条, 第三章, 第2条の2; not 第1条に定める at the begin of a line. */
static bool
read_article(struct cursor *in, struct lint_marker *marker)
{
	static const char not_after[] =
	    "にのでをはがとやもへか第及又若並各所以記規中本但、。";
	uint32_t unit, next;

	if (peek(in, 0) != 0x7B2C)
		return false;
	in->at++;
	skip_blanks(in);
	if (!lint_marker_number(in->raw, &in->at, in->to, &marker->number))
		return false;
	skip_blanks(in);
	unit = peek(in, 0);
	if (is_one_of(unit, "章節編部"))
		marker->style = STYLE_CHAPTER;
	else if (unit == 0x6761)
		marker->style = STYLE_ARTICLE;
	else if (unit == 0x9805)
		marker->style = STYLE_PARAGRAPH;
	else
		return false;
	in->at++;
	if (peek(in, 0) == 0x306E) {
		uint32_t at = in->at + 1;

		if (lint_marker_number(in->raw, &at, in->to, &marker->sub))
			in->at = at;
	}
	next = peek(in, 0);
	return !is_one_of(next, not_after);
}

/* Words that count: 3年, 5件, 第2以降. */
static bool
is_unit(const struct cursor *in)
{
	uint32_t c = peek(in, 0);

	if (c == 0x500B)
		return peek(in, 1) != 0x4EBA;
	return is_one_of(c, "年月日時件名人回円つ週分営%点番階丁歳通部枚か"
	    "ヶヵ代社時秒倍割次以種度桁文字行頁号条項章");
}

/* 1.2 and 1-2 behind the first number; false when it is something else. */
static bool
read_parts(struct cursor *in, struct lint_marker *marker, uint32_t separator)
{
	uint32_t parts = 1, value;

	while (peek(in, 0) == separator && lint_is_digit(peek(in, 1))) {
		in->at++;
		if (!digits(in, 2, &value) || ++parts > 4)
			return false;
		marker->sub = marker->sub * 100 + value;
	}
	if (parts == 1 || (separator == '-' && parts > 2))
		return false;
	if (is_one_of(peek(in, 0), ".)"))
		in->at++;
	else if (is_unit(in))
		return false;
	marker->style = STYLE_MULTI;
	marker->variant = separator + parts;
	return peek(in, 0) == ' ' || lint_is_japanese(peek(in, 0)) ||
	    in->at == in->to || peek(in, 0) == '(';
}

static bool
read_digits(struct cursor *in, struct lint_marker *marker)
{
	uint32_t next;

	if (!digits(in, 2, &marker->number) || marker->number == 0)
		return false;
	next = peek(in, 0);
	if ((next == '.' || next == '-') && lint_is_digit(peek(in, 1)))
		return read_parts(in, marker, next);
	marker->variant = next;
	if (next == '.' || next == 0x3001 || next == ',' || next == 0x3002) {
		marker->style = STYLE_DOT;
		in->at++;
		return !lint_is_digit(peek(in, 0));
	}
	if (next == ')') {
		marker->style = STYLE_CLOSE;
		in->at++;
		return true;
	}
	if (next == ':') {
		marker->style = STYLE_DOT;
		in->at++;
		return !lint_is_digit(peek(in, 0));
	}
	skip_blanks(in);
	marker->style = STYLE_SPACE;
	marker->variant = 0;
	if (lint_is_blank(next) ? is_one_of(peek(in, 0), "年月日時円%") :
	    is_unit(in) || in->to - in->at > 24 ||
	    !(lint_is_kanji(peek(in, 0)) || lint_is_katakana(peek(in, 0))))
		return false;
	return lint_is_japanese(peek(in, 0)) || lint_is_latin(peek(in, 0));
}

/* The place of a kana in アイウ…, or 0. */
static uint32_t
kana_number(uint32_t c)
{
	static const char order[] =
	    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホ"
	    "マミムメモヤユヨラリルレロワ";
	struct text rest = text_of(order);
	uint32_t number = 1, one;

	while (text_next(&rest, &one)) {
		if (one == c)
			return number;
		number++;
	}
	return 0;
}

/* i ii iii iv v vi … x, and nothing behind; 0 when it is no such number. */
static uint32_t
roman_number(struct cursor *in)
{
	static const char *const numbers[] = {
		"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"
	};
	uint32_t found = 0, length = 0;

	for (uint32_t i = 0; i < LENGTH(numbers); i++) {
		uint32_t n = (uint32_t)strlen(numbers[i]), k = 0;

		while (k < n && peek(in, k) == (uint32_t)numbers[i][k])
			k++;
		if (k == n && n > length) {
			found = i + 1;
			length = n;
		}
	}
	if (found > 0 && lint_is_latin(peek(in, length)))
		return 0;
	in->at += length;
	return found;
}

/* What may stand between parentheses or before a dot: 1, 一, ア, a, iv. */
static bool
read_short(struct cursor *in, struct lint_marker *marker)
{
	uint32_t c = peek(in, 0), start = in->at;

	if (lint_is_digit(c)) {
		marker->style = STYLE_PAREN;
		return digits(in, 2, &marker->number);
	}
	if (kanji_digit(c) > 0) {
		marker->style = STYLE_KANJI_PAREN;
		return kanji_number(in, &marker->number);
	}
	marker->number = kana_number(c);
	if (marker->number > 0) {
		marker->style = STYLE_KANA;
		in->at++;
		return true;
	}
	marker->number = roman_number(in);
	if (marker->number > 0 && (in->at - start > 1 || c == 'i')) {
		marker->style = STYLE_ROMAN;
		return true;
	}
	in->at = start;
	if (c < 'a' || c > 'z' || lint_is_latin(peek(in, 1)))
		return false;
	marker->style = STYLE_LATIN;
	marker->number = c - 'a' + 1;
	in->at++;
	return true;
}

static bool
read_parenthesis(struct cursor *in, struct lint_marker *marker)
{
	static const uint32_t pairs[][2] = {
		{ '(', ')' }, { '[', ']' }, { '<', '>' }, { 0x3010, 0x3011 },
		{ 0x3008, 0x3009 }, { 0x300A, 0x300B }
	};
	size_t pair = 0;

	while (pair < LENGTH(pairs) && peek(in, 0) != pairs[pair][0])
		pair++;
	if (pair == LENGTH(pairs))
		return false;
	in->at++;
	skip_blanks(in);
	if (!read_short(in, marker))
		return false;
	skip_blanks(in);
	if (peek(in, 0) != pairs[pair][1])
		return false;
	in->at++;
	marker->variant = pairs[pair][0];
	return marker->number > 0;
}

/* ① ❶ ⑴ ⒈ ㈠ Ⅰ ⅰ: a number in one letter. */
static bool
read_enclosed(struct cursor *in, struct lint_marker *marker)
{
	static const struct {
		uint32_t first, last, number;
		enum lint_style style;
	} ranges[] = {
		{ 0x2460, 0x2473, 1, STYLE_CIRCLE },
		{ 0x3251, 0x325F, 21, STYLE_CIRCLE },
		{ 0x2776, 0x277F, 1, STYLE_CIRCLE },
		{ 0x24F5, 0x24FE, 1, STYLE_CIRCLE },
		{ 0x2474, 0x2487, 1, STYLE_PAREN },
		{ 0x2488, 0x249B, 1, STYLE_DOT },
		{ 0x3220, 0x3229, 1, STYLE_KANJI_PAREN },
		{ 0x2160, 0x216B, 1, STYLE_ROMAN },
		{ 0x2170, 0x217B, 1, STYLE_ROMAN },
	};
	uint32_t c = peek(in, 0);

	for (size_t i = 0; i < LENGTH(ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last) {
			marker->style = ranges[i].style;
			marker->variant = ranges[i].first;
			marker->number = c - ranges[i].first +
			    ranges[i].number;
			in->at++;
			if (is_one_of(peek(in, 0), ".)、"))
				in->at++;
			return true;
		}
	return false;
}

/* 一、 ア. a) iv. : short and closed by a sign. */
static bool
read_closed(struct cursor *in, struct lint_marker *marker)
{
	uint32_t start = in->at, sign;

	if (lint_is_digit(peek(in, 0)) || !read_short(in, marker))
		return false;
	sign = peek(in, 0);
	if (marker->style == STYLE_KANJI_PAREN)
		marker->style = STYLE_KANJI;
	marker->variant = sign;
	if (sign == ' ')
		return marker->style != STYLE_LATIN && in->at - start == 1 &&
		    marker->style != STYLE_ROMAN;
	if (!is_one_of(sign, marker->style == STYLE_LATIN ? ".)" : ".)、:"))
		return false;
	in->at++;
	return !lint_is_latin(peek(in, 0)) || peek(in, 0) == 0;
}

static bool
read_bullet(struct cursor *in, struct lint_marker *marker)
{
	uint32_t c = peek(in, 0);

	if (is_one_of(c, "・•●○◎◆◇■□▪▫▶►▷★☆◯※‣⚫⬤✓✔")) {
		in->at++;
	} else if (is_one_of(c, "-*+–")) {
		if (peek(in, 1) != ' ' && !lint_is_japanese(peek(in, 1)))
			return false;
		in->at++;
	} else {
		return false;
	}
	marker->style = STYLE_BULLET;
	marker->variant = c;
	return true;
}

/* Q. Q1: 問1 before a question. */
static bool
read_question(struct cursor *in, struct lint_marker *marker)
{
	uint32_t start = in->at;

	if (peek(in, 0) != 'q' && peek(in, 0) != 0x554F)
		return false;
	in->at++;
	(void)digits(in, 2, &marker->number);
	if (is_one_of(peek(in, 0), ".:)、 "))
		in->at++;
	else if (in->at - start == 1)
		return false;
	if (in->at - start == 1 || lint_is_latin(peek(in, 0)))
		return false;
	marker->style = STYLE_QUESTION;
	if (marker->number == 0)
		marker->number = 1;
	return true;
}

/* 【…】 alone on a line, or before other words; <…> and […] alone. */
static bool
read_bracket(struct cursor *in, struct lint_marker *marker)
{
	static const struct {
		uint32_t open, close;
		bool alone;
	} pairs[] = {
		{ 0x3010, 0x3011, false }, { 0x300A, 0x300B, true },
		{ '<', '>', true }, { '[', ']', true },
		{ 0x3008, 0x3009, true }, { 0x226A, 0x226B, true },
	};

	for (size_t i = 0; i < LENGTH(pairs); i++) {
		uint32_t close = in->at + 1;

		if (peek(in, 0) != pairs[i].open)
			continue;
		while (close < in->to && in->raw->code[close] !=
		    pairs[i].close)
			close++;
		if (close == in->to || close - in->at > 40 ||
		    (pairs[i].alone && close + 1 != in->to))
			return false;
		marker->style = STYLE_BRACKET;
		marker->variant = pairs[i].open;
		in->at++;
		return true;
	}
	return false;
}

struct lint_marker
lint_marker_read(const struct lint_letters *raw, struct lint_span line)
{
	bool (*const readers[])(struct cursor *, struct lint_marker *) = {
		read_article, read_digits, read_parenthesis, read_enclosed,
		read_closed, read_bracket, read_question
	};
	struct lint_span trimmed = lint_letters_trim(raw, line);
	struct cursor start = { raw, trimmed.from, trimmed.to };
	struct lint_marker bullet = { .style = STYLE_NONE };
	struct cursor in = start;

	bullet.span = (struct lint_span){ trimmed.from, trimmed.from };
	while (in.at - trimmed.from < 8 && read_bullet(&in, &bullet)) {
		skip_blanks(&in);
		bullet.span.to = in.at;
		start = in;
	}
	for (size_t i = 0; i < LENGTH(readers); i++) {
		struct lint_marker marker = { .style = STYLE_NONE };

		in = start;
		if (!readers[i](&in, &marker))
			continue;
		skip_blanks(&in);
		marker.span = (struct lint_span){ trimmed.from, in.at };
		return marker;
	}
	return bullet;
}
