/*
 * verify.h - checks a log folder, from its files alone.
 *
 * Every entry is hashed, the tree is built anew, and its root must be the one
 * in the signed checkpoint; every stored hash must be the one computed.  With
 * a remembered checkpoint, the tree at that size must also have had that
 * root: then nothing before it was changed, whoever holds the key.
 */
#ifndef AUDIT_VERIFY_H_
#define AUDIT_VERIFY_H_

#include "audit/checkpoint.h"
#include "audit/tile.h"

struct verify_options {
	const char *folder;
	const struct note_verifier *verifier;
	const struct checkpoint *remembered;	/* or NULL */
	tile_entry_fn *each;		/* called for each entry, or NULL */
	void *context;
	void (*progress)(void *context, uint64_t done, uint64_t total);
};

/*
 * *state gets what the checkpoint says.  STATUS_INTEGRITY names the tile or
 * entry at fault.
 */
enum status verify_log(struct checkpoint *state,
    const struct verify_options *options, struct error *error)
    MUST_USE NONNULL;

#endif
