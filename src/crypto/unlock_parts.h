/*
 * unlock_parts.h - what unlock.c and unlock_split.c share; nobody else
 * includes it.
 */
#ifndef CRYPTO_UNLOCK_PARTS_H_
#define CRYPTO_UNLOCK_PARTS_H_

#include "base/jsonw.h"
#include "crypto/aead.h"
#include "crypto/unlock.h"

enum { WRAPPED_ROOT = AEAD_NONCE + SEAL_KEY + AEAD_TAG };

/* One method of the file, into an open object. */
enum status unlock_write_method(struct jsonw *json,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    const char *method, const uint8_t key[SEAL_KEY], struct error *error)
    MUST_USE NONNULL;

/* Every method for which the secret has something, as an object each. */
enum status unlock_write_secret(struct jsonw *json,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    const struct unlock_secret *secret, uint32_t memory_kib,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Writes one method more, or none, into the list. */
struct unlock_put {
	enum status (*put)(struct jsonw *json, void *context,
	    struct arena *arena, struct error *error);
	void *context;
};

/*
 * The unlock file without the methods of those names (NULL ends them), and
 * with what is put in their place.
 */
enum status unlock_change_file(const char *path, const char *const *names,
    const struct unlock_put *put, struct error *error) MUST_USE NONNULL;

enum status unlock_damaged(const char *path, struct error *error) NONNULL;

/* The key that the shares of the secret give. */
enum status unlock_split_join(uint8_t key[SEAL_KEY],
    const struct node *method, const uint8_t store[STORE_ID_SIZE],
    const struct unlock_secret *secret, const char *path,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
