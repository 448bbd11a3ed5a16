/*
 * keyring.h - root key, KEK and slots: the keys that open everything else.
 *
 *	root key	random; unlocked at start (crypto/unlock.h)
 *	  KEK		random, numbered; one is current, kept wrapped under
 *			the root key in the KEK file (crypto/kekfile.h)
 *	    slot	32 random bytes, numbered, wrapped under the KEK
 *
 * A wrapped slot is commitment (16) || ciphertext (32) || tag (16).  The tag
 * covers the store, the slot's number and the KEK's.  The commitment is the
 * head of SHA-256("sekisho slot" 0x00 || number || key): AES-GCM alone would
 * let somebody make a ciphertext that opens under two KEKs.  It is checked
 * before a key is handed out.  Its first 12 bytes are the nonce: another key
 * has another one, and the same key wrapped again gives the same bytes.
 *
 * Calls take a batch, because they cross to a process of their own that holds
 * the keyring and never meets input from outside (crypto/holder/holder.h): what
 * the rest of the program has is then a handle without any key in it.
 */
#ifndef CRYPTO_KEYRING_H_
#define CRYPTO_KEYRING_H_

#include "base/base.h"
#include "crypto/seal.h"

enum {
	KEYRING_WRAPPED = 16 + 32 + 16,
	KEYRING_SLOT_FIRST = 1024,	/* those below are of no person */
};

struct wrapped_slot {
	uint64_t slot;
	uint32_t kek;
	uint8_t bytes[KEYRING_WRAPPED];
};

struct slot_key {
	uint8_t bytes[SEAL_KEY];
};

struct keyring;
struct unlock_secret;	/* crypto/unlock.h */

/* Which KEKs there are; 0 is none.  While one is replaced there are two. */
struct keyring_keks {
	uint32_t number, older;
	int64_t made_at;	/* when the current one was made */
};

/*
 * Opens the keyring of the store with that id: root is its root key, folder
 * is where the KEK file lies.  STATUS_INTEGRITY when the KEK file does not
 * open under this root key.
 */
enum status keyring_open(struct keyring **keyring, const char *folder,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    struct error *error) MUST_USE NONNULL;

/*
 * A keyring whose keys are elsewhere: every call goes to these functions with
 * the context.  Many threads may call them at once.
 */
struct keyring_remote {
	struct keyring_keks (*keks)(void *context);
	enum status (*create)(void *context, uint64_t first, size_t n,
	    struct wrapped_slot *out, struct slot_key *keys,
	    struct error *error);
	enum status (*unwrap)(void *context, const struct wrapped_slot *slots,
	    size_t n, struct slot_key *keys, struct error *error);
	enum status (*look)(void *context, struct error *error);
	enum status (*replace_begin)(void *context, int64_t now,
	    struct error *error);
	enum status (*rewrap)(void *context, const struct wrapped_slot *slots,
	    size_t n, struct wrapped_slot *out, struct error *error);
	enum status (*replace_end)(void *context, struct error *error);
	enum status (*check)(void *context, struct error *error);
	void (*lock)(void *context);
	enum status (*unlock)(void *context,
	    const struct unlock_secret *secret, struct error *error);
	void (*close)(void *context);
};
enum status keyring_attach(struct keyring **keyring,
    const struct keyring_remote *remote, void *context, struct error *error)
    MUST_USE NONNULL;

/* Wipes; NULL is allowed. */
void keyring_close(struct keyring *keyring);

/*
 * Whether the keys can still be reached; the failure of the call that found
 * out otherwise, from then on.  Costs a system call.
 */
enum status keyring_check(struct keyring *keyring, struct error *error)
    MUST_USE NONNULL;

/*
 * Where the keys are elsewhere: gives them up while others may use the
 * keyring.  From then on whatever needs a key fails with STATUS_BUSY "locked".
 * Numbers and dates stay.
 */
void keyring_lock(struct keyring *keyring) NONNULL;
bool keyring_is_locked(const struct keyring *keyring) NONNULL;
/* With what unlocks the store; it is locked still when that fails. */
enum status keyring_unlock(struct keyring *keyring,
    const struct unlock_secret *secret, struct error *error)
    MUST_USE NONNULL;

/* What a locked store answers; STATUS_BUSY. */
enum status keyring_locked(struct error *error);

/* The KEK under which new slots are wrapped. */
uint32_t keyring_current_kek(const struct keyring *keyring) NONNULL;

/*
 * Replacing the KEK, in three steps, each of which may be done again after a
 * crash, from the first on: a new one beside the old one (or, when there are
 * two already, on with those); every slot wrapped anew; the old one
 * overwritten.  Meanwhile both open slots, and new slots are wrapped under the
 * new one.  One process at a time: STATUS_BUSY for another one.
 */
enum status keyring_replace_begin(struct keyring *keyring, int64_t now,
    struct error *error) MUST_USE NONNULL;
/* The same keys under the current KEK; out may be slots. */
enum status keyring_rewrap(struct keyring *keyring,
    const struct wrapped_slot *slots, size_t n, struct wrapped_slot *out,
    struct error *error) MUST_USE NONNULL;
/* STATUS_CONFLICT when there is no old one. */
enum status keyring_replace_end(struct keyring *keyring, struct error *error)
    MUST_USE NONNULL;

struct keyring_keks keyring_keks(const struct keyring *keyring) NONNULL;

/*
 * Reads the KEK file again: another process may have replaced the KEK.  Making
 * slots does that by itself, and so does a slot whose KEK is not known.
 */
enum status keyring_look(struct keyring *keyring, struct error *error)
    MUST_USE NONNULL;

/* When the current KEK was made, and whether an older one is still here. */
int64_t keyring_kek_made(const struct keyring *keyring) NONNULL;
bool keyring_is_replacing(const struct keyring *keyring) NONNULL;

/* Whether that KEK is still here. */
bool keyring_has_kek(const struct keyring *keyring, uint32_t number) NONNULL;

/*
 * Makes n new slots with the numbers first, first + 1, ...; keys gets them
 * opened, unless it is NULL.
 */
enum status keyring_create(struct keyring *keyring, uint64_t first, size_t n,
    struct wrapped_slot *out, struct slot_key *keys, struct error *error)
    MUST_USE NONNULL_ARGS(1, 4, 6);

/*
 * Opens n slots.  STATUS_INTEGRITY, naming the slot, when one does not open;
 * keys is then wiped.
 */
enum status keyring_unwrap(struct keyring *keyring,
    const struct wrapped_slot *slots, size_t n, struct slot_key *keys,
    struct error *error) MUST_USE NONNULL;

#endif
