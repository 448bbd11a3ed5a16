/*
 * person_join.h - what two people said, as one; and apart again.
 *
 * Joining is strict: what either has stopped, withdrawn or holds is stopped,
 * withdrawn, held.  Consents stand in the order of time, so that the newest
 * word counts whoever it was recorded of.  Joining the same two again gives
 * the same, so that what was said since can be told from it.
 */
#ifndef VAULT_PERSON_JOIN_H_
#define VAULT_PERSON_JOIN_H_

#include "gate/standing.h"

/*
 * What stays of `into`: its pseudonym, slots, next and merged; seqs are the
 * pairs of a struct merged.
 */
enum status person_join(struct standing *out, const struct standing *into,
    const struct standing *from, const uint64_t *seqs, size_t seq_count,
    struct arena *arena, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 3, 6, 7);

/*
 * Puts into *out what differs between what was joined and what stands now.
 * Protective: only what stops, withdraws or holds.
 */
enum status person_join_since(struct standing *out,
    const struct standing *joined, const struct standing *now,
    bool protective, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

#endif
