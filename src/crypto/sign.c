#include <sodium.h>

#include "crypto/sign.h"

void
sign_key_make(struct sign_key *key, const uint8_t seed[SIGN_SEED])
{
	(void)crypto_sign_seed_keypair(key->public, key->secret, seed);
}

void
sign(uint8_t signature[SIGN_SIZE], const struct sign_key *key,
    struct bytes message)
{
	(void)crypto_sign_detached(signature, NULL, message.p, message.n,
	    key->secret);
}

bool
sign_verify(const uint8_t signature[SIGN_SIZE],
    const uint8_t public[SIGN_PUBLIC], struct bytes message)
{
	return crypto_sign_verify_detached(signature, message.p, message.n,
	    public) == 0;
}
