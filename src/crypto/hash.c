#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "base/mem.h"
#include "crypto/hash.h"

_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct hash_state), "SHA256_CTX");
_Static_assert(HASH_SIZE == SHA256_DIGEST_LENGTH, "SHA-256");

enum { HMAC_BLOCK = 64 };

/* hash_state is a SHA256_CTX with room to spare. */
static SHA256_CTX *
context(struct hash_state *state)
{
	return (SHA256_CTX *)(void *)state->opaque;
}

void
hash_start(struct hash_state *state)
{
	(void)SHA256_Init(context(state));
}

void
hash_add(struct hash_state *state, const void *bytes, size_t n)
{
	(void)SHA256_Update(context(state), bytes, n);
}

struct hash
hash_end(struct hash_state *state)
{
	struct hash hash;

	(void)SHA256_Final(hash.bytes, context(state));
	return hash;
}

struct hash
hash_bytes(const void *bytes, size_t n)
{
	struct hash_state state;

	hash_start(&state);
	hash_add(&state, bytes, n);
	return hash_end(&state);
}

bool
hash_equal(const struct hash *a, const struct hash *b)
{
	uint8_t differ = 0;

	for (size_t i = 0; i < HASH_SIZE; i++)
		differ |= a->bytes[i] ^ b->bytes[i];
	return differ == 0;
}

void
hmac_key_make(struct hmac_key *key, const void *bytes, size_t n)
{
	uint8_t pad[HMAC_BLOCK] = { 0 };

	if (n > HMAC_BLOCK) {
		struct hash hash = hash_bytes(bytes, n);

		memcpy(pad, hash.bytes, HASH_SIZE);
	} else {
		memcpy(pad, bytes, n);
	}
	for (size_t i = 0; i < HMAC_BLOCK; i++)
		pad[i] ^= 0x36;
	hash_start(&key->inner);
	hash_add(&key->inner, pad, HMAC_BLOCK);
	for (size_t i = 0; i < HMAC_BLOCK; i++)
		pad[i] ^= 0x36 ^ 0x5c;
	hash_start(&key->outer);
	hash_add(&key->outer, pad, HMAC_BLOCK);
	mem_wipe(pad, sizeof(pad));
}

struct hash
hmac_of_two(const struct hmac_key *key, const void *first, size_t first_n,
    const void *second, size_t second_n)
{
	struct hash_state state = key->inner;
	struct hash inner;

	hash_add(&state, first, first_n);
	hash_add(&state, second, second_n);
	inner = hash_end(&state);
	state = key->outer;
	hash_add(&state, inner.bytes, HASH_SIZE);
	return hash_end(&state);
}

struct hash
hmac(const struct hmac_key *key, const void *bytes, size_t n)
{
	return hmac_of_two(key, bytes, n, "", 0);
}
