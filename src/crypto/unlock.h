/*
 * unlock.h - how the root key is unlocked: by a key file or a passphrase.
 *
 * The root key is random and is kept only wrapped, once for each method, in
 * the unlock file, which is JSON and holds nothing secret:
 *
 *	{"sekisho_unlock": 1, "store": "<hex>", "methods": [
 *	  {"method": "key_file", "wrapped": "<base64>"},
 *	  {"method": "passphrase", "salt": "<base64>", "memory_kib": n,
 *	   "passes": n, "wrapped": "<base64>"},
 *	  {"method": "shares", "needed": k, "checks": ["<base64>", ...],
 *	   "wrapped": "<base64>"}]}
 *
 * wrapped is AES-256-GCM of the root key under the key file's 32 bytes, or
 * under Argon2id (RFC 9106, one lane) of the passphrase; the tag covers the
 * store's id and the method's name.
 * A key file is one line: "sekisho-key-1 " and 32 bytes in base64.
 * Shares (shares.h) are of a key of their own that wraps the root key; a share
 * file is one line: "sekisho-share-1 ", the number, a blank, and 32 bytes in
 * base64.  The check of a share is the first half of SHA-256("sekisho share"
 * 0x00 || store || number || share), so that a wrong one is named.
 */
#ifndef CRYPTO_UNLOCK_H_
#define CRYPTO_UNLOCK_H_

#include "base/base.h"
#include "crypto/seal.h"

enum {
	/* Floors: weaker parameters are refused, on making and on opening. */
	UNLOCK_MEMORY_MIN_KIB = 64 << 10,
	UNLOCK_PASSES_MIN = 3,
	UNLOCK_MEMORY_KIB = 256 << 10,
	UNLOCK_MEMORY_MAX_KIB = 4 << 20,
	UNLOCK_PASSPHRASE_MIN = 12,	/* characters */
	UNLOCK_FILE_MAX = 65536,
};

/* What the one who starts the program gives; the other is NULL. */
struct unlock_secret {
	const char *key_file;		/* path */
	struct text passphrase;		/* empty when not given */
	const char *const *share_files;	/* paths */
	size_t share_count;		/* 0 when not given */
};

/* Makes a key file with a new random key, mode 0600; refuses to overwrite. */
enum status unlock_make_key_file(const char *path, struct error *error)
    MUST_USE NONNULL;

/* Makes the unlock file of a new store around a new root key. */
enum status unlock_create(const char *path,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    const struct unlock_secret *secret, uint32_t memory_kib,
    struct error *error) MUST_USE NONNULL;

/*
 * Splits a new key into n shares, of which k unlock, as files share-1 to
 * share-n in a folder; shares that were made before unlock no more.
 */
enum status unlock_split(const char *path,
    const uint8_t store[STORE_ID_SIZE], const struct unlock_secret *secret,
    size_t k, size_t n, const char *folder, struct error *error)
    MUST_USE NONNULL;

/*
 * The unlock file of a new store that k of n new shares open; they are files
 * share-1 to share-n in a folder.
 */
enum status unlock_split_create(const char *path,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    size_t k, size_t n, const char *folder, struct error *error)
    MUST_USE NONNULL;

/*
 * One more method, in the place of an earlier one of its kind: a passphrase,
 * or a key file that is there.  The root key stays the same: whoever has an
 * old copy of the unlock file and what opened it then, can still open it.
 */
enum status unlock_change_add(const char *path,
    const uint8_t store[STORE_ID_SIZE], const struct unlock_secret *secret,
    const struct unlock_secret *added, uint32_t memory_kib,
    struct error *error) MUST_USE NONNULL;

/*
 * Takes a method ("key_file", "passphrase", "shares") out, which the secret
 * must not be: whoever takes one away has shown that another one works.
 * STATUS_INVALID "no_such_method" when it is not there.
 */
enum status unlock_change_remove(const char *path,
    const uint8_t store[STORE_ID_SIZE], const struct unlock_secret *secret,
    struct text method, struct error *error) MUST_USE NONNULL;

/*
 * The root key, into guarded memory of SEAL_KEY bytes.
 * STATUS_UNAUTHENTICATED when the secret is not the right one, saying what
 * was tried; STATUS_INVALID when no method of that kind is set up.
 */
enum status unlock_open(uint8_t *root, const char *path,
    const uint8_t store[STORE_ID_SIZE], const struct unlock_secret *secret,
    struct error *error) MUST_USE NONNULL;

#endif
