/*
 * announce.h - what a new revision adds to a store: names, search keys.
 */
#ifndef VAULT_ANNOUNCE_H_
#define VAULT_ANNOUNCE_H_

#include "store/change.h"
#include "vault/keys.h"
#include "vault/rules.h"

struct announcement {
	const struct policy_source *source;
	unsigned int number;
	int64_t now;
	int64_t in_force_from;
	struct text principal;
};

/*
 * Writes the revision, its new names and search keys, and their entry into a
 * change.  numbering is that of the store; new names are added to it.
 * indexes are those the store has (NULL and 0 for a new store).
 */
enum status announce_revision(struct change *change,
    const struct announcement *announcement, struct numbering *numbering,
    const struct rules_index *indexes, size_t index_count,
    struct keys *keys, struct arena *arena, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 3, 6, 7, 8);

#endif
