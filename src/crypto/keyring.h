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
 * the keyring and never meets input from outside (holder/holder.h): what the
 * rest of the program has is then a handle without any key in it.
 */
#ifndef CRYPTO_KEYRING_H_
#define CRYPTO_KEYRING_H_

#include "base/base.h"
#include "crypto/seal.h"

enum { KEYRING_WRAPPED = 16 + 32 + 16, KEYRING_BATCH = 4096 };

struct wrapped_slot {
	uint64_t slot;
	uint32_t kek;
	uint8_t bytes[KEYRING_WRAPPED];
};

struct slot_key {
	uint8_t bytes[SEAL_KEY];
};

struct keyring;

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
	uint32_t (*current_kek)(void *context);
	enum status (*create)(void *context, uint64_t first, size_t n,
	    struct wrapped_slot *out, struct slot_key *keys,
	    struct error *error);
	enum status (*unwrap)(void *context, const struct wrapped_slot *slots,
	    size_t n, struct slot_key *keys, struct error *error);
	enum status (*check)(void *context, struct error *error);
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

/* The KEK under which new slots are wrapped. */
uint32_t keyring_current_kek(const struct keyring *keyring) NONNULL;

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
