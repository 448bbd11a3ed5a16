#include "base/base.h"

struct text
text_of(const char *string)
{
	return (struct text){ string, strlen(string) };
}

/* Length of the well-formed UTF-8 sequence at p, or 0 (RFC 3629 section 4). */
static size_t
sequence(const uint8_t *p, size_t n)
{
	uint8_t low = 0x80, high = 0xBF;
	size_t length;

	if (p[0] < 0x80)
		return p[0] != 0;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (n < length)
		return 0;
	if (p[0] == 0xE0)
		low = 0xA0;
	else if (p[0] == 0xED)
		high = 0x9F;
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return length;
}

enum { STRIDE = 32, WORD = 8 };

/* Has a high bit where one of the bytes is not ASCII or is NUL. */
static uint64_t
not_ascii(const uint8_t *p)
{
	uint64_t word;

	memcpy(&word, p, WORD);
	return (word | (word - 0x0101010101010101u)) & 0x8080808080808080u;
}

/* How many bytes from p on are looked at together and found to be ASCII. */
static size_t
ascii(const uint8_t *p, size_t n)
{
	size_t i = 0;

	while (n - i >= STRIDE && (not_ascii(p + i) | not_ascii(p + i + 8) |
	    not_ascii(p + i + 16) | not_ascii(p + i + 24)) == 0)
		i += STRIDE;
	while (n - i >= WORD && not_ascii(p + i) == 0)
		i += WORD;
	/* The last ones together with some that are known. */
	return i > 0 && n - i < WORD && not_ascii(p + n - WORD) == 0 ? n : i;
}

bool
text_from_bytes(struct text *text, struct bytes bytes)
{
	size_t i = 0, length;

	while (i < bytes.n) {
		i += ascii(bytes.p + i, bytes.n - i);
		if (i == bytes.n)
			break;
		length = sequence(bytes.p + i, bytes.n - i);
		if (length == 0)
			return false;
		i += length;
	}
	*text = (struct text){ (const char *)bytes.p, bytes.n };
	return true;
}

struct bytes
bytes_of(struct text text)
{
	return (struct bytes){ (const uint8_t *)text.p, text.n };
}

bool
text_equal(struct text a, struct text b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
text_is(struct text text, const char *string)
{
	return text_equal(text, text_of(string));
}

bool
text_starts_with(struct text text, const char *prefix)
{
	size_t n = strlen(prefix);

	return text.n >= n && memcmp(text.p, prefix, n) == 0;
}

bool
text_ends_with(struct text text, const char *suffix)
{
	size_t n = strlen(suffix);

	return text.n >= n && memcmp(text.p + text.n - n, suffix, n) == 0;
}

int
text_compare(struct text a, struct text b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n == 0 ? 0 : memcmp(a.p, b.p, n);

	if (order != 0)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

ptrdiff_t
text_find(struct text text, struct text wanted)
{
	const char *at;

	if (wanted.n == 0)
		return 0;
	if (text.n < wanted.n)
		return -1;
	at = memmem(text.p, text.n, wanted.p, wanted.n);
	return at == NULL ? -1 : at - text.p;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct text
text_trim(struct text text)
{
	static const char wide[] = "\u3000";

	for (;;) {
		if (text.n > 0 && is_blank(text.p[0]))
			text = text_slice(text, 1, text.n);
		else if (text_starts_with(text, wide))
			text = text_slice(text, 3, text.n);
		else
			break;
	}
	for (;;) {
		if (text.n > 0 && is_blank(text.p[text.n - 1]))
			text.n--;
		else if (text_ends_with(text, wide))
			text.n -= 3;
		else
			return text;
	}
}

struct text
text_slice(struct text text, size_t from, size_t to)
{
	return (struct text){ text.p + from, to - from };
}

struct text
text_cut(struct text *rest, char end)
{
	struct text head = *rest;
	const char *at = head.n == 0 ? NULL : memchr(head.p, end, head.n);

	if (at == NULL) {
		*rest = text_slice(head, head.n, head.n);
		return head;
	}
	head.n = (size_t)(at - head.p);
	*rest = text_slice(*rest, head.n + 1, rest->n);
	return head;
}

struct text
text_copy(struct arena *arena, struct text text)
{
	char *copy = arena_alloc(arena, text.n + 1);

	if (copy == NULL)
		return (struct text){ NULL, 0 };
	if (text.n > 0)
		memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	return (struct text){ copy, text.n };
}

void
text_end_whole(char *string)
{
	size_t n = strlen(string), start = n;
	uint8_t lead;

	while (start > 0 && ((uint8_t)string[start - 1] & 0xC0) == 0x80)
		start--;
	if (start == 0)
		return;
	lead = (uint8_t)string[--start];
	if (n - start < (lead < 0xC0 ? 1u : lead < 0xE0 ? 2u :
	    lead < 0xF0 ? 3u : 4u))
		string[start] = '\0';
}

size_t
text_length(struct text text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.n; i++)
		count += ((uint8_t)text.p[i] & 0xC0) != 0x80;
	return count;
}

bool
text_next(struct text *text, uint32_t *code_point)
{
	const uint8_t *p = (const uint8_t *)text->p;
	size_t length;
	uint32_t c;

	if (text->n == 0)
		return false;
	if (p[0] < 0x80) {
		c = p[0];
		length = 1;
	} else if (p[0] < 0xE0) {
		c = p[0] & 0x1Fu;
		length = 2;
	} else if (p[0] < 0xF0) {
		c = p[0] & 0x0Fu;
		length = 3;
	} else {
		c = p[0] & 0x07u;
		length = 4;
	}
	for (size_t i = 1; i < length; i++)
		c = c << 6 | (p[i] & 0x3Fu);
	*text = text_slice(*text, length, text->n);
	*code_point = c;
	return true;
}

size_t
text_encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

bool
text_to_int(struct text text, int64_t *value)
{
	bool negative = text.n > 0 && text.p[0] == '-';
	uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
	uint64_t sum = 0;

	if (negative)
		text = text_slice(text, 1, text.n);
	if (text.n == 0)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		uint64_t digit = (uint64_t)(text.p[i] - '0');

		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		if (sum > (limit - digit) / 10)
			return false;
		sum = sum * 10 + digit;
	}
	*value = negative ? (int64_t)(0 - sum) : (int64_t)sum;
	return true;
}

bool
text_to_count(struct text text, uint64_t *count)
{
	int64_t value;

	if (!text_to_int(text, &value) || text.p[0] == '-' ||
	    (text.p[0] == '0' && text.n > 1))
		return false;
	*count = (uint64_t)value;
	return true;
}

bool
text_is_id(struct text text)
{
	if (text.n == 0 || text.n > 63 || text.p[0] < 'a' || text.p[0] > 'z')
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    c == '_'))
			return false;
	}
	return true;
}
