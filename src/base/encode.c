#include "base/encode.h"

void
encode_hex(const uint8_t *bytes, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*out++ = digits[bytes[i] >> 4];
		*out++ = digits[bytes[i] & 15];
	}
	*out = '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
decode_hex(struct text text, uint8_t *out, size_t n)
{
	if (text.n != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(text.p[2 * i]);
		int low = hex_digit(text.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static const char base64_letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
encode_base64(const uint8_t *bytes, size_t n, char *out)
{
	for (size_t i = 0; i < n; i += 3) {
		uint32_t group = (uint32_t)bytes[i] << 16;

		if (i + 1 < n)
			group |= (uint32_t)bytes[i + 1] << 8;
		if (i + 2 < n)
			group |= bytes[i + 2];
		*out++ = base64_letters[group >> 18];
		*out++ = base64_letters[group >> 12 & 63];
		*out++ = i + 1 < n ? base64_letters[group >> 6 & 63] : '=';
		*out++ = i + 2 < n ? base64_letters[group & 63] : '=';
	}
	*out = '\0';
}

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

bool
decode_base64(struct text text, uint8_t *out, size_t *n)
{
	size_t pad = 0;

	*n = 0;
	if (text.n % 4 != 0)
		return false;
	while (pad < 2 && pad < text.n && text.p[text.n - 1 - pad] == '=')
		pad++;
	for (size_t i = 0; i < text.n; i += 4) {
		size_t here = i + 4 == text.n ? pad : 0;
		uint32_t group = 0;

		for (size_t j = 0; j < 4; j++) {
			int value = j < 4 - here ?
			    base64_value(text.p[i + j]) : 0;

			if (value < 0)
				return false;
			group = group << 6 | (uint32_t)value;
		}
		if ((here == 1 && (group & 0xFF) != 0) ||
		    (here == 2 && (group & 0xFFFF) != 0))
			return false;
		for (size_t j = 0; j < 3 - here; j++)
			out[(*n)++] = (uint8_t)(group >> (16 - 8 * j));
	}
	return true;
}

static const char base32_letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

/*
 * 128 bits are 26 letters of 5 bits with two spare bits, which stand first
 * and are zero; so the first letter is 0 to 7.
 */
void
encode_base32_id(const uint8_t bytes[16], char out[BASE32_ID_SIZE])
{
	uint32_t bits = 0;
	unsigned int have = 2;

	for (size_t i = 0; i < 16; i++) {
		bits = bits << 8 | bytes[i];
		have += 8;
		while (have >= 5) {
			have -= 5;
			*out++ = base32_letters[bits >> have & 31];
		}
	}
	*out = '\0';
}

static int
base32_value(char c)
{
	const char *at;

	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (c == 'o')
		c = '0';
	if (c == 'i' || c == 'l')
		c = '1';
	at = c == '\0' ? NULL : strchr(base32_letters, c);
	return at == NULL ? -1 : (int)(at - base32_letters);
}

bool
decode_base32_id(struct text text, uint8_t bytes[16])
{
	uint32_t bits = 0;
	unsigned int have = 0;
	size_t n = 0;

	if (text.n != 26)
		return false;
	for (size_t i = 0; i < 26; i++) {
		int value = base32_value(text.p[i]);

		if (value < 0 || (i == 0 && value > 7))
			return false;
		bits = bits << 5 | (uint32_t)value;
		have += i == 0 ? 3 : 5;
		if (have >= 8) {
			have -= 8;
			bytes[n++] = (uint8_t)(bits >> have);
		}
	}
	return n == 16;
}
