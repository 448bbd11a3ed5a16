/*
 * csv_scan.h - where in 64 bytes a record could end, a field could end or a
 * quote stands: one bit a byte, the lowest for the first.
 *
 * The plain form runs everywhere; with SSE2, which every amd64 machine has,
 * the same answer costs a quarter.  A test compares the two.
 */
#ifndef BASE_CSV_SCAN_H_
#define BASE_CSV_SCAN_H_

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
/* emmintrin.h would bring malloc; these two words are all that is needed. */
typedef char csv_scan_bytes __attribute__((vector_size(16)));
#endif

/* Bit 7 of every byte of word that equals the byte in pattern. */
static inline uint64_t
csv_scan_equal(uint64_t word, uint64_t pattern)
{
	const uint64_t low = 0x7F7F7F7F7F7F7F7F;
	uint64_t x = word ^ pattern;

	return ~(((x & low) + low) | x | low);
}

static inline uint64_t
csv_scan_plain(const uint8_t *p, uint8_t delimiter)
{
	const uint64_t ones = 0x0101010101010101;
	uint64_t mask = 0;

	for (unsigned int i = 0; i < 8; i++) {
		uint64_t word = 0, found;

		for (unsigned int byte = 0; byte < 8; byte++)
			word |= (uint64_t)p[i * 8 + byte] << (8 * byte);
		found = csv_scan_equal(word, ones * delimiter) |
		    csv_scan_equal(word, ones * '\n') |
		    csv_scan_equal(word, ones * '"');
		mask |= ((found >> 7) * 0x0102040810204080 >> 56) << (i * 8);
	}
	return mask;
}

static inline uint64_t
csv_scan(const uint8_t *p, uint8_t delimiter)
{
#ifdef __SSE2__
	uint64_t mask = 0;

	for (unsigned int i = 0; i < 4; i++) {
		csv_scan_bytes v;
		unsigned int found;

		memcpy(&v, p + i * 16, sizeof(v));
		found = (unsigned int)__builtin_ia32_pmovmskb128(
		    (v == (char)delimiter) | (v == '\n') | (v == '"'));
		mask |= (uint64_t)found << (i * 16);
	}
	return mask;
#else
	return csv_scan_plain(p, delimiter);
#endif
}

#endif
