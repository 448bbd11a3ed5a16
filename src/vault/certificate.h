/*
 * certificate.h - the certificate of an erasure: it stands alone.
 *
 * A signed note (audit/note.h) of the log's key, whose text is one JSON
 * object.  It says for people to read what was erased, when, with which
 * slots, what a law wants kept, and by when no copy is left; it carries the
 * statement (erasure.h) and a receipt (audit/proof.h) of each entry of the
 * log about it.  So whoever holds it and the verifier key can check it without
 * the store: the entries are in the log, and commit to this statement.
 *
 * Stage 1: gone from the store.  Stage 2: gone from every copy, once the
 * horizon is behind.
 */
#ifndef VAULT_CERTIFICATE_H_
#define VAULT_CERTIFICATE_H_

#include "audit/note.h"
#include "vault/erasure.h"

enum { CERTIFICATE_MAX = NOTE_MAX };

/* Makes the certificate as of now; integrates the log first. */
enum status certificate_make(struct buf *out, struct visit *visit,
    const struct erasure *erasure, struct error *error) MUST_USE NONNULL;

struct certificate {
	struct erasure erasure;		/* what the statement says */
	struct note_verifier verifier;	/* of the key that signed it */
	bool own_key;			/* nobody else named that key */
	int64_t done;			/* stage 1: instant; 0: not proven */
	int64_t complete;		/* stage 2; 0: not yet */
	uint64_t log_size;		/* of the newest state it refers to */
};

/*
 * Checks one without a store.  verifier NULL: by the key that it names, which
 * proves no more than that it is whole.  STATUS_INTEGRITY when it does not
 * prove what it says.
 */
enum status certificate_check(struct certificate *certificate,
    struct bytes note, const struct note_verifier *verifier,
    struct arena *arena, struct error *error)
    MUST_USE NONNULL_ARGS(1, 4, 5);

#endif
