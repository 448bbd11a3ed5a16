/*
 * keys.h - slots: new ones ahead of use, and opened ones for a short while.
 *
 * New slots are made in pools and are in the key store before anything is
 * sealed under them, so that making a person writes only the data store.
 * Opened ones are kept in guarded memory, a bounded number, for at most a
 * minute.  Many threads may ask at once.
 */
#ifndef VAULT_KEYS_H_
#define VAULT_KEYS_H_

#include "crypto/keyring.h"
#include "store/store.h"

struct keys;

enum { KEYS_LIFETIME_MS = 60000 };

/* Slots with a meaning of their own, and where people's slots begin. */
enum {
	KEYS_SLOT_ID = 1, KEYS_SLOT_LOG = 2, KEYS_SLOT_DOCUMENT = 3,
	KEYS_SLOT_DOCUMENT_ID = 4, KEYS_SLOT_ERASURE = 5,
	KEYS_SLOT_BACKUP = 6,
	KEYS_SLOTS_FIXED = 6,
	KEYS_SLOT_FIRST = KEYRING_SLOT_FIRST,
};

/* Makes the fixed slots of a new store. */
enum status keys_create(struct store *store, struct keyring *keyring,
    struct error *error) MUST_USE NONNULL;

/* Makes one of those in a store that is older than its meaning. */
enum status keys_ensure(struct keys *keys, uint64_t slot,
    struct error *error) MUST_USE NONNULL;

enum status keys_open(struct keys **keys, struct store *store,
    struct keyring *keyring, struct error *error) MUST_USE NONNULL;

/* Gives unused numbers back and wipes; NULL is allowed. */
void keys_close(struct keys *keys);

/*
 * n new slots.  bulk says that many more will be wanted soon, so that numbers
 * are reserved in large blocks.
 */
enum status keys_take(struct keys *keys, size_t n, bool bulk,
    uint64_t *slots, struct error *error) MUST_USE NONNULL;

/*
 * keys_get() will soon ask for this one: memory brings what it will look at,
 * while the caller does something else.
 */
void keys_expect(const struct keys *keys, uint64_t slot) NONNULL;

/* The keys of n slots; wipe them when done. */
enum status keys_get(struct keys *keys, const uint64_t *slots, size_t n,
    struct slot_key *out, struct error *error) MUST_USE NONNULL;

/*
 * Replaces the KEK under every slot and destroys the old one; goes on where
 * an earlier try was ended.  Others may use the keys meanwhile.
 */
struct keys_replaced {
	uint32_t old, new;	/* numbers */
	uint64_t slots;		/* wrapped anew, this time */
	void (*progress)(void *context, uint64_t done);
	void *context;
};
enum status keys_replace_kek(struct keys *keys, int64_t now,
    struct keys_replaced *replaced, struct error *error) MUST_USE NONNULL;

/* Forgets opened slots: one, or (0) all. */
void keys_forget(struct keys *keys, uint64_t slot) NONNULL;

/* Whether the number is reserved here, and nothing was given it yet. */
bool keys_is_ahead(struct keys *keys, uint64_t slot) NONNULL;

/*
 * Locks the keyring and forgets every opened slot; from then on keys_get() and
 * whatever makes or wraps slots fails with STATUS_BUSY "locked".  Who was given
 * a key just before still has it.  keys_unlock() after keyring_unlock().
 * False: it was locked already.
 */
bool keys_lock(struct keys *keys) NONNULL;
void keys_unlock(struct keys *keys) NONNULL;

#endif
