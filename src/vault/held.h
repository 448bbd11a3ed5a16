/*
 * held.h - keys that outlive a request: those of files on their way.
 *
 * They lie in guarded memory, and go when the store is locked; whoever is at
 * work with one gets as far as the next piece.
 */
#ifndef VAULT_HELD_H_
#define VAULT_HELD_H_

#include <pthread.h>

#include "crypto/seal.h"

struct held_key;

/* All of a vault's. */
struct held {
	pthread_mutex_t mutex;
	struct held_key *keys;
};

void held_init(struct held *held) NONNULL;
/* Wipes all of them; they stay to be given back. */
void held_wipe(struct held *held) NONNULL;

/* Keeps a copy. */
enum status held_keep(struct held_key **out, struct held *held,
    const uint8_t key[SEAL_KEY], struct error *error) MUST_USE NONNULL;
/* STATUS_BUSY "locked" once it was wiped; wipe what you got. */
enum status held_get(uint8_t key[SEAL_KEY], struct held *held,
    const struct held_key *from, struct error *error) MUST_USE NONNULL;
/* NULL is allowed. */
void held_drop(struct held *held, struct held_key *key)
    NONNULL_ARGS(1);

#endif
