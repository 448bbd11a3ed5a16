/*
 * merge.h - two people who are one, and two again.
 *
 * Merging puts copies of the one's records into the other, under the other's
 * keys, and joins what both have said.  The one stays as they were, hidden:
 * their id and their search keys lead to the other from then on, their
 * history and their standing are kept.  Unmerging takes the copies out again,
 * brings corrections back to where they came from, and gives each what they
 * had said before; what stops, withdraws or holds meanwhile holds for both.
 *
 * Only people of one kind, and of one client, are merged: who applies for
 * work and who buys are not the same person here (S0.3.9).  The last merge is
 * undone first.  Erasing erases both.
 */
#ifndef VAULT_MERGE_H_
#define VAULT_MERGE_H_

#include "vault/visit.h"

/*
 * Asks the gate about both (ACT_CORRECT).  STATUS_INVALID "same_person",
 * "different_kinds"; STATUS_CONFLICT "moved".
 */
enum status merge_people(struct visit *visit, uint64_t from, uint64_t into,
    struct error *error) MUST_USE NONNULL;

/*
 * The id is the one that was merged.  STATUS_INVALID "not_merged";
 * STATUS_CONFLICT "merged_later" when another has to be undone first.
 */
enum status merge_undo(struct visit *visit, uint64_t person,
    struct error *error) MUST_USE NONNULL;

#endif
