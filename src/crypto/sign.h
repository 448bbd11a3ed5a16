/*
 * sign.h - Ed25519 (RFC 8032), for the log's checkpoints and certificates.
 */
#ifndef CRYPTO_SIGN_H_
#define CRYPTO_SIGN_H_

#include "base/base.h"

enum { SIGN_SEED = 32, SIGN_PUBLIC = 32, SIGN_SECRET = 64, SIGN_SIZE = 64 };

/* Secret: keep it in guarded memory. */
struct sign_key {
	uint8_t secret[SIGN_SECRET];
	uint8_t public[SIGN_PUBLIC];
};

void sign_key_make(struct sign_key *key, const uint8_t seed[SIGN_SEED])
    NONNULL;

void sign(uint8_t signature[SIGN_SIZE], const struct sign_key *key,
    struct bytes message);

bool sign_verify(const uint8_t signature[SIGN_SIZE],
    const uint8_t public[SIGN_PUBLIC], struct bytes message) MUST_USE;

#endif
