/*
 * verify_lost.h - which entries of the log are of what was lost.
 *
 * When an older state of a store is restored and its log goes on, the entries
 * between the two are true, but what they record is not in the store.
 */
#ifndef VAULT_VERIFY_LOST_H_
#define VAULT_VERIFY_LOST_H_

#include "store/reader.h"
#include "vault/vault.h"

enum { VERIFY_LOST_MAX = 64 };	/* restorings */

struct verify_lost {
	struct { uint64_t from, to; } range[VERIFY_LOST_MAX];
	size_t n;
	struct arena *arena;
};

/* Reads the log as it is signed; the arena is reset. */
enum status verify_lost_find(struct verify_lost *lost, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

bool verify_lost_has(const struct verify_lost *lost, uint64_t index) NONNULL;

#endif
