/*
 * shares.h - a key in n shares, of which any k give it back (Shamir 1979).
 *
 * Over GF(2^8) with the polynomial x^8+x^4+x^3+x+1, byte by byte; a share is
 * the value of a random polynomial of degree k-1 at its number, from 1.
 * Arithmetic takes the same time whatever the bytes are: no tables, no
 * branches on them.  Fewer than k shares tell nothing.
 *
 * The scheme cannot see a wrong share: whoever keeps the shares apart keeps
 * a check of each (unlock.h), so that a wrong one can be named.
 */
#ifndef CRYPTO_SHARES_H_
#define CRYPTO_SHARES_H_

#include "base/base.h"

enum { SHARES_KEY = 32, SHARES_MAX = 32 };

struct share {
	uint8_t number;		/* from 1 */
	uint8_t bytes[SHARES_KEY];
};

/*
 * STATUS_INVALID unless 2 <= k <= n <= SHARES_MAX.  Shares are secret: wipe
 * them.
 */
enum status shares_split(struct share *shares, size_t n, size_t k,
    const uint8_t key[SHARES_KEY], struct error *error)
    MUST_USE NONNULL;

/* Out of k shares with different numbers; STATUS_INVALID when two agree. */
enum status shares_join(uint8_t key[SHARES_KEY], const struct share *shares,
    size_t k, struct error *error) MUST_USE NONNULL;

/* The product in that field; for tests, too. */
uint8_t shares_multiply(uint8_t a, uint8_t b);

#endif
