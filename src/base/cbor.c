#include <endian.h>

#include "base/cbor.h"
#include "base/encode.h"

enum major {
	MAJOR_UINT = 0,
	MAJOR_NEGATIVE = 1,
	MAJOR_BYTES = 2,
	MAJOR_TEXT = 3,
	MAJOR_ARRAY = 4,
	MAJOR_MAP = 5,
	MAJOR_SIMPLE = 7,
};
enum { SIMPLE_FALSE = 20, SIMPLE_TRUE = 21, SIMPLE_NULL = 22 };
enum { SKIP_DEPTH = 16, HEAD_MAX = 9 };

/* The major type and the value in the shortest form, at p; its length. */
static inline size_t
put_head(uint8_t p[HEAD_MAX], enum major major, uint64_t value)
{
	unsigned int width = value <= 0xFF ? 0 : value <= 0xFFFF ? 1 :
	    value <= 0xFFFFFFFF ? 2 : 3;
	uint64_t first = htobe64(value << (64 - (8 << width)));

	p[0] = (uint8_t)(major << 5 | (24 + width));
	memcpy(p + 1, &first, sizeof(first));
	return 1 + ((size_t)1 << width);
}

/* At the end of what there is room for. */
static __attribute__((noinline)) void
head_at_end(struct buf *out, enum major major, uint64_t value)
{
	uint8_t bytes[HEAD_MAX];

	buf_put(out, bytes, put_head(bytes, major, value));
}

static void
head(struct buf *out, enum major major, uint64_t value)
{
	if (value < 24)
		buf_byte(out, (uint8_t)((unsigned int)major << 5 | value));
	else if (!out->failed && out->capacity - out->n >= HEAD_MAX)
		out->n += put_head(out->p + out->n, major, value);
	else
		head_at_end(out, major, value);
}

void
cbor_uint(struct buf *out, uint64_t value)
{
	head(out, MAJOR_UINT, value);
}

void
cbor_int(struct buf *out, int64_t value)
{
	if (value >= 0)
		head(out, MAJOR_UINT, (uint64_t)value);
	else
		head(out, MAJOR_NEGATIVE, (uint64_t)(-1 - value));
}

void
cbor_bytes(struct buf *out, const void *bytes, size_t n)
{
	head(out, MAJOR_BYTES, n);
	buf_put(out, bytes, n);
}

void
cbor_text(struct buf *out, struct text text)
{
	head(out, MAJOR_TEXT, text.n);
	buf_text(out, text);
}

void
cbor_bool(struct buf *out, bool value)
{
	head(out, MAJOR_SIMPLE, value ? SIMPLE_TRUE : SIMPLE_FALSE);
}

void
cbor_null(struct buf *out)
{
	head(out, MAJOR_SIMPLE, SIMPLE_NULL);
}

void
cbor_array(struct buf *out, size_t n)
{
	head(out, MAJOR_ARRAY, n);
}

void
cbor_map(struct buf *out, size_t n)
{
	head(out, MAJOR_MAP, n);
}

void
cbor_bits(struct buf *out, const struct bits *set)
{
	cbor_array(out, (size_t)bits_count(set));
	for (unsigned int i = 0; i < BITS_WORDS; i++)
		for (uint64_t rest = set->word[i]; rest != 0; rest &= rest - 1)
			cbor_uint(out, i * 64 +
			    (unsigned int)__builtin_ctzll(rest));
}

struct cbor
cbor_reader(struct bytes bytes)
{
	return (struct cbor){ bytes.p, bytes.n, false };
}

void
cbor_fail(struct cbor *in)
{
	in->failed = true;
	in->n = 0;
}

bool
cbor_done(const struct cbor *in)
{
	return !in->failed && in->n == 0;
}

enum cbor_kind
cbor_peek(const struct cbor *in)
{
	static const enum cbor_kind kinds[] = {
		[MAJOR_UINT] = CBOR_UINT, [MAJOR_NEGATIVE] = CBOR_NEGATIVE,
		[MAJOR_BYTES] = CBOR_BYTES, [MAJOR_TEXT] = CBOR_TEXT,
		[MAJOR_ARRAY] = CBOR_ARRAY, [MAJOR_MAP] = CBOR_MAP,
	};
	unsigned int major, low;

	if (in->failed || in->n == 0)
		return CBOR_END;
	major = in->p[0] >> 5;
	low = in->p[0] & 31;
	if (major <= MAJOR_MAP)
		return kinds[major];
	if (major == MAJOR_SIMPLE && (low == SIMPLE_FALSE ||
	    low == SIMPLE_TRUE))
		return CBOR_BOOL;
	if (major == MAJOR_SIMPLE && low == SIMPLE_NULL)
		return CBOR_NULL;
	return CBOR_END;
}

/* The head of a value of that major type; fails on anything else. */
static uint64_t
take(struct cbor *in, enum major major)
{
	uint64_t value;
	unsigned int low;
	size_t width;

	if (in->failed || in->n == 0 || in->p[0] >> 5 != major) {
		cbor_fail(in);
		return 0;
	}
	low = in->p[0] & 31;
	in->p++;
	in->n--;
	if (low < 24)
		return low;
	if (low > 27 || major == MAJOR_SIMPLE) {
		cbor_fail(in);
		return 0;
	}
	width = (size_t)1 << (low - 24);
	if (in->n < width) {
		cbor_fail(in);
		return 0;
	}
	value = decode_number(in->p, width);
	in->p += width;
	in->n -= width;
	/* The shortest form only: the upper half may not be empty. */
	if (value < 24 || (width > 1 && value >> (4 * width) == 0)) {
		cbor_fail(in);
		return 0;
	}
	return value;
}

uint64_t
cbor_read_uint(struct cbor *in)
{
	return take(in, MAJOR_UINT);
}

int64_t
cbor_read_int(struct cbor *in)
{
	bool negative = cbor_peek(in) == CBOR_NEGATIVE;
	uint64_t value = take(in, negative ? MAJOR_NEGATIVE : MAJOR_UINT);

	if (value > INT64_MAX)
		cbor_fail(in);
	if (in->failed)
		return 0;
	return negative ? -1 - (int64_t)value : (int64_t)value;
}

static struct bytes
take_bytes(struct cbor *in, enum major major)
{
	uint64_t n = take(in, major);
	struct bytes bytes;

	if (in->failed || n > in->n) {
		cbor_fail(in);
		return (struct bytes){ (const uint8_t *)"", 0 };
	}
	bytes = (struct bytes){ in->p, (size_t)n };
	in->p += n;
	in->n -= (size_t)n;
	return bytes;
}

struct bytes
cbor_read_bytes(struct cbor *in)
{
	return take_bytes(in, MAJOR_BYTES);
}

struct text
cbor_read_text(struct cbor *in)
{
	struct bytes bytes = take_bytes(in, MAJOR_TEXT);
	struct text text = { "", 0 };

	if (!in->failed && !text_from_bytes(&text, bytes))
		cbor_fail(in);
	return text;
}

bool
cbor_read_bool(struct cbor *in)
{
	uint64_t value = take(in, MAJOR_SIMPLE);

	if (value != SIMPLE_FALSE && value != SIMPLE_TRUE)
		cbor_fail(in);
	return !in->failed && value == SIMPLE_TRUE;
}

bool
cbor_read_null(struct cbor *in)
{
	if (cbor_peek(in) != CBOR_NULL)
		return false;
	(void)take(in, MAJOR_SIMPLE);
	return true;
}

void
cbor_read_fixed(struct cbor *in, void *out, size_t n)
{
	struct bytes bytes = cbor_read_bytes(in);

	if (in->failed || bytes.n != n) {
		cbor_fail(in);
		memset(out, 0, n);
		return;
	}
	memcpy(out, bytes.p, n);
}

/* A count of values can not be larger than the bytes that are left. */
static size_t
take_count(struct cbor *in, enum major major)
{
	uint64_t n = take(in, major);

	if (n > in->n) {
		cbor_fail(in);
		return 0;
	}
	return (size_t)n;
}

size_t
cbor_read_array(struct cbor *in)
{
	return take_count(in, MAJOR_ARRAY);
}

size_t
cbor_read_map(struct cbor *in)
{
	return take_count(in, MAJOR_MAP);
}

uint64_t
cbor_read_key(struct cbor *in, int64_t *last)
{
	uint64_t key = cbor_read_uint(in);

	if (in->failed || key > INT32_MAX || (int64_t)key <= *last) {
		cbor_fail(in);
		return UINT64_MAX;
	}
	*last = (int64_t)key;
	return key;
}

void
cbor_read_bits(struct cbor *in, struct bits *set)
{
	size_t n = cbor_read_array(in);
	uint64_t least = 0;

	for (size_t i = 0; i < n && !in->failed; i++) {
		uint64_t number = cbor_read_uint(in);

		if (in->failed || number < least || number >= BITS_MAX) {
			cbor_fail(in);
			return;
		}
		bits_add(set, (unsigned int)number);
		least = number + 1;
	}
}

void
cbor_skip(struct cbor *in)
{
	/* How many values are still wanted at each depth; no recursion. */
	uint64_t wanted[SKIP_DEPTH];
	size_t depth = 0;

	wanted[0] = 1;
	for (;;) {
		uint64_t inside = 0;

		while (wanted[depth] == 0) {
			if (depth == 0)
				return;
			depth--;
		}
		wanted[depth]--;
		switch (cbor_peek(in)) {
		case CBOR_UINT:
			(void)take(in, MAJOR_UINT);
			break;
		case CBOR_NEGATIVE:
			(void)take(in, MAJOR_NEGATIVE);
			break;
		case CBOR_BYTES:
			(void)take_bytes(in, MAJOR_BYTES);
			break;
		case CBOR_TEXT:
			(void)cbor_read_text(in);
			break;
		case CBOR_ARRAY:
			inside = cbor_read_array(in);
			break;
		case CBOR_MAP:
			inside = 2 * (uint64_t)cbor_read_map(in);
			break;
		case CBOR_BOOL:
		case CBOR_NULL:
			(void)take(in, MAJOR_SIMPLE);
			break;
		case CBOR_END:
			cbor_fail(in);
			return;
		}
		if (inside == 0)
			continue;
		if (++depth == SKIP_DEPTH) {
			cbor_fail(in);
			return;
		}
		wanted[depth] = inside;
	}
}
