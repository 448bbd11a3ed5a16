#include "base/mem.h"
#include "crypto/random.h"
#include "crypto/shares.h"

enum { POLYNOMIAL = 0x1B };	/* without x^8 */

uint8_t
shares_multiply(uint8_t a, uint8_t b)
{
	unsigned int product = 0, x = a, y = b;

	for (int i = 0; i < 8; i++) {
		product ^= x & (0U - (y >> i & 1U));
		x = x << 1 ^ ((0U - (x >> 7)) & (0x100U | POLYNOMIAL));
	}
	return (uint8_t)product;
}

/* a^254, which is 1/a; 0 for 0. */
static uint8_t
inverse(uint8_t a)
{
	uint8_t power = a, result = 1;

	for (int i = 0; i < 7; i++) {
		power = shares_multiply(power, power);
		result = shares_multiply(result, power);
	}
	return result;
}

enum status
shares_split(struct share *shares, size_t n, size_t k,
    const uint8_t key[SHARES_KEY], struct error *error)
{
	uint8_t coefficient[SHARES_MAX][SHARES_KEY];

	if (k < 2 || k > n || n > SHARES_MAX)
		return error_set(error, STATUS_INVALID, "share_numbers",
		    "分散の数は 2 以上 %d 以下で、必要数は総数以下にしてください",
		    "from 2 to %d shares, of which no more are needed than "
		    "there are", SHARES_MAX);
	memcpy(coefficient[0], key, SHARES_KEY);
	random_bytes(coefficient[1], (k - 1) * SHARES_KEY);
	for (size_t i = 0; i < n; i++) {
		uint8_t x = (uint8_t)(i + 1);

		shares[i].number = x;
		for (size_t byte = 0; byte < SHARES_KEY; byte++) {
			uint8_t y = 0;

			for (size_t j = k; j > 0; j--)
				y = shares_multiply(y, x) ^
				    coefficient[j - 1][byte];
			shares[i].bytes[byte] = y;
		}
	}
	mem_wipe(coefficient, sizeof(coefficient));
	return STATUS_OK;
}

enum status
shares_join(uint8_t key[SHARES_KEY], const struct share *shares, size_t k,
    struct error *error)
{
	memset(key, 0, SHARES_KEY);
	for (size_t i = 0; i < k; i++) {
		uint8_t factor = 1;

		/* The Lagrange polynomial of this share, at zero. */
		for (size_t j = 0; j < k; j++) {
			uint8_t x = shares[j].number;

			if (j == i)
				continue;
			if (x == shares[i].number || x == 0)
				return error_set(error, STATUS_INVALID,
				    "share_twice",
				    "同じ番号の分散が二つあります (%d)",
				    "share %d is there twice", (int)x);
			factor = shares_multiply(factor, shares_multiply(x,
			    inverse(x ^ shares[i].number)));
		}
		for (size_t byte = 0; byte < SHARES_KEY; byte++)
			key[byte] ^= shares_multiply(factor,
			    shares[i].bytes[byte]);
	}
	return STATUS_OK;
}
