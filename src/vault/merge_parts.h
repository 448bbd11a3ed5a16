/*
 * merge_parts.h - what the files of merge share.
 */
#ifndef VAULT_MERGE_PARTS_H_
#define VAULT_MERGE_PARTS_H_

#include "store/change.h"
#include "vault/merge.h"
#include "vault/record.h"

struct merging {
	struct visit *visit;
	struct opened from, into;
	const struct decision *decision;	/* of the program, to copy by */
	const struct decision *of_from, *of_into;	/* of who asks */
	struct change *change;
	struct standing standing;	/* of into, as it will be */
	struct entry_record *written;	/* of into */
	size_t written_count;
	struct entry_record *returned;	/* of from */
	size_t returned_count;
	struct entry papers;		/* its documents: files of those */
	uint64_t *seqs;
	size_t seq_count;
	struct error *error;
};

/* Asks the gate about both. */
enum status merge_decide(struct merging *m) MUST_USE NONNULL;

/* Adds or drops the search keys of all that a record holds. */
enum status merge_keys(struct merging *m, uint64_t person,
    const struct record *record, bool add) MUST_USE NONNULL;

/* Writes both standings and both entries, and commits. */
enum status merge_commit(struct merging *m, const struct standing *from,
    enum person_state state, const char *from_subject,
    const char *into_subject) MUST_USE NONNULL;

#endif
