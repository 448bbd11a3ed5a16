/*
 * proof.h - a receipt that stands alone (C2SP tlog-proof).
 *
 *	c2sp.org/tlog-proof@v1
 *	extra BASE64		the entry itself
 *	index N
 *	BASE64 ...		hashes of the inclusion proof
 *	(blank)
 *	the signed checkpoint
 *
 * With the log's verifier key, and nothing else, anybody can check that the
 * entry is in the log that the checkpoint signs.
 */
#ifndef AUDIT_PROOF_H_
#define AUDIT_PROOF_H_

#include "audit/checkpoint.h"
#include "audit/tile.h"

enum { PROOF_MAX = 262144 };

/*
 * Appends the receipt of one entry, under the folder's checkpoint.
 * STATUS_NOT_FOUND "not_integrated" when the log has no such entry yet.
 */
enum status proof_make(struct buf *out, const char *folder,
    const struct note_verifier *verifier, uint64_t index,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

struct proof_content {
	uint64_t index;
	struct bytes entry;
	struct checkpoint checkpoint;
};

/* STATUS_INTEGRITY when it does not prove what it says. */
enum status proof_check(struct proof_content *content, struct bytes proof,
    const struct note_verifier *verifier, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

#endif
