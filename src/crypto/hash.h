/*
 * hash.h - SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104).
 *
 * The file behind this is the one that uses OpenSSL's low-level calls: they
 * cost a fifth of the EVP calls for the short inputs of a log and an index.
 */
#ifndef CRYPTO_HASH_H_
#define CRYPTO_HASH_H_

#include "base/base.h"

enum { HASH_SIZE = 32 };

struct hash {
	uint8_t bytes[HASH_SIZE];
};

/* A hash that is being computed; 112 bytes, no pointers. */
struct hash_state {
	_Alignas(8) uint8_t opaque[112];
};

void hash_start(struct hash_state *state) NONNULL;
void hash_add(struct hash_state *state, const void *bytes, size_t n);
struct hash hash_end(struct hash_state *state) NONNULL;

/* One piece at once. */
struct hash hash_bytes(const void *bytes, size_t n);

bool hash_equal(const struct hash *a, const struct hash *b) NONNULL;

/* A key of HMAC-SHA-256 with both pads absorbed: secret. */
struct hmac_key {
	struct hash_state inner;
	struct hash_state outer;
};

void hmac_key_make(struct hmac_key *key, const void *bytes, size_t n) NONNULL;
struct hash hmac(const struct hmac_key *key, const void *bytes, size_t n);
/* Of two pieces, one after the other. */
struct hash hmac_of_two(const struct hmac_key *key, const void *first,
    size_t first_n, const void *second, size_t second_n);

#endif
