/*
 * encode.h - bytes as letters: hex, base64 (RFC 4648 section 4, padded) and
 * base32 in Crockford's alphabet for ids that people read out.
 */
#ifndef BASE_ENCODE_H_
#define BASE_ENCODE_H_

#include "base/base.h"

/* out gets 2n characters and a NUL. */
void encode_hex(const uint8_t *bytes, size_t n, char *out);
/* Exactly n bytes from 2n lower- or upper-case digits. */
bool decode_hex(struct text text, uint8_t *out, size_t n);

/*
 * A number of n bytes, at most 8, the most significant first.  Here, so that a
 * known n is one instruction: rows' heads and entries are full of them.
 */
static inline void
encode_number(uint8_t *out, uint64_t value, size_t n)
{
	for (size_t i = n; i > 0; i--) {
		out[i - 1] = (uint8_t)value;
		value >>= 8;
	}
}

static inline uint64_t
decode_number(const uint8_t *bytes, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | bytes[i];
	return value;
}

/* Size of the base64 of n bytes, with its NUL. */
#define BASE64_SIZE(n) (((n) + 2) / 3 * 4 + 1)
void encode_base64(const uint8_t *bytes, size_t n, char *out);
/*
 * Strict: whole groups, right padding, zero spare bits.  out has room for
 * text.n / 4 * 3 bytes; *n gets what was written.
 */
bool decode_base64(struct text text, uint8_t *out, size_t *n);

/* 16 bytes as 26 letters of 0-9a-hjkmnp-tv-z, and a NUL. */
enum { BASE32_ID_SIZE = 27 };
void encode_base32_id(const uint8_t bytes[16], char out[BASE32_ID_SIZE]);
/* Also takes capitals, and o, i, l for 0, 1, 1. */
bool decode_base32_id(struct text text, uint8_t bytes[16]);

#endif
