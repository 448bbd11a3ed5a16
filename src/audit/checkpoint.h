/*
 * checkpoint.h - a signed state of the log (C2SP tlog-checkpoint).
 *
 *	ORIGIN\n
 *	SIZE in decimal\n
 *	ROOT in base64\n
 *
 * and a signature as in note.h.  The origin is also the key's name.
 */
#ifndef AUDIT_CHECKPOINT_H_
#define AUDIT_CHECKPOINT_H_

#include "audit/note.h"
#include "crypto/hash.h"

struct checkpoint {
	uint64_t size;
	struct hash root;
};

void checkpoint_sign(struct buf *out, const struct checkpoint *checkpoint,
    const struct note_verifier *verifier, const struct sign_key *key)
    NONNULL;

enum status checkpoint_open(struct checkpoint *checkpoint,
    struct bytes note, const struct note_verifier *verifier,
    struct error *error) MUST_USE NONNULL;

#endif
