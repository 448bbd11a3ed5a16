/*
 * seal.h - sealed records: what the store holds, and what nobody else may.
 *
 * Layout of a sealed record:
 *
 *	offset size
 *	0      1     suite: 1 = AES-256-GCM under a slot's key
 *	1      6     slot number, most significant byte first
 *	7      12    nonce
 *	19     n     ciphertext
 *	19+n   16    tag
 *
 * The tag also covers the header and where the record stands (struct
 * seal_place), each field with its length before it, so that a sealed record
 * moved to another person, row, class, version or store does not open.
 *
 * struct sealed and struct plain are different types: what goes to a store
 * takes only sealed, so that plain text cannot be handed there by mistake.
 */
#ifndef CRYPTO_SEAL_H_
#define CRYPTO_SEAL_H_

#include "base/base.h"

enum {
	SEAL_SUITE_AES_256_GCM = 1,
	SEAL_HEADER = 7,
	SEAL_OVERHEAD = SEAL_HEADER + 12 + 16,
	SEAL_KEY = 32,
	STORE_ID_SIZE = 16,
};

struct sealed {
	struct bytes bytes;
};

struct plain {
	uint8_t *p;
	size_t n;
};

/* What kind of thing is sealed. */
enum seal_kind {
	SEAL_STANDING = 1,
	SEAL_RECORD,
	SEAL_REASON,	/* why somebody asked, in their words */
	SEAL_FILE,	/* one chunk of a file */
	SEAL_STAGED,	/* waiting to become visible */
	SEAL_ERASURE,	/* an erasure that is intended or was done */
	SEAL_DOCUMENT,	/* a paper of the house (vault/document.h) */
	SEAL_BACKUP,	/* a piece of a backup (backup/depot.h) */
};

struct seal_place {
	const uint8_t *store;	/* STORE_ID_SIZE bytes */
	enum seal_kind kind;
	uint8_t tier;
	uint64_t person;
	uint64_t seq;
	uint64_t version;
	uint32_t class;
	int64_t day;		/* when it was acquired */
};

/* Seals into the arena.  STATUS_FAILURE when the slot is 2^48 or more. */
enum status seal(struct sealed *sealed, const struct seal_place *place,
    uint64_t slot, const uint8_t key[SEAL_KEY], struct bytes plain,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* The slot whose key opens it; STATUS_INTEGRITY when it is no such record. */
enum status seal_slot(uint64_t *slot, struct sealed sealed,
    struct error *error) MUST_USE NONNULL;

/* STATUS_INTEGRITY when it was changed or stood elsewhere. */
enum status unseal(struct plain *plain, const struct seal_place *place,
    struct sealed sealed, const uint8_t key[SEAL_KEY], struct arena *arena,
    struct error *error) MUST_USE NONNULL;

#endif
