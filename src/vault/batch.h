/*
 * batch.h - reading many people in one act.
 *
 * The gate is asked once about the act itself, with nobody in view, and once
 * about every person; whoever is refused (no such purpose, stopped, held,
 * retention over ...) is left out.  Every BATCH_PEOPLE people there is an
 * entry with how many were read and the root (RFC 6962) of a commitment for
 * each: their pseudonym, the version of their standing and of every record
 * that was opened; and one for each reason by which people were left out.
 * Who they were lies beside it (bulk.h), so that they can be told.
 * All entries are durable when batch_read() returns, and nothing that was
 * read may leave the program before that.
 */
#ifndef VAULT_BATCH_H_
#define VAULT_BATCH_H_

#include "vault/visit.h"

enum { BATCH_PEOPLE = 500, BATCH_ITEMS_MAX = 64, BATCH_REASONS = 64 };

/* Why people were left out, and by which clause. */
struct batch_reason {
	enum refusal refusal;
	struct text clause;	/* of the policy that the visit holds */
	uint64_t people;
	uint64_t unlogged;	/* of them */
};

struct batch {
	enum act act;
	enum entry_kind entry;
	struct text subject;		/* what it is for, in the entries */
	const unsigned int *items;	/* numbers */
	size_t item_count;
	/* What the role sees masked is masked; otherwise it is refused. */
	bool masks;
	/*
	 * Called for each person: one value per item, "" where there is none
	 * or it is not permitted, the newest where there are several.  The
	 * texts hold until it returns.
	 */
	enum status (*each)(void *context, const struct text *values,
	    struct error *error);
	void *context;
	/* May be NULL. */
	void (*progress)(void *context, uint64_t done, uint64_t total);
	void *progress_context;
	/* May be NULL: whether to stop, STATUS_BUSY "stopped". */
	bool (*ends)(void *context);
	void *ends_context;
	/* Out. */
	uint64_t person;			/* while each() runs */
	const struct decision *decision;	/* about the act itself */
	uint64_t read;
	uint64_t left_out;
	struct batch_reason reasons[BATCH_REASONS];
	size_t reason_count;
	uint64_t withheld[BATCH_ITEMS_MAX];	/* of people who were read */
};

/*
 * Every item must be permitted to the role for the purpose, and unmasked
 * unless batch->masks: otherwise STATUS_REFUSED, and nobody is opened.
 */
enum status batch_read(struct visit *visit, struct batch *batch,
    struct error *error) MUST_USE NONNULL;

/*
 * Asks only about the act: a refusal is an entry.  Part of batch_read().
 */
enum status batch_permit(struct visit *visit, struct batch *batch,
    struct error *error) MUST_USE NONNULL;

#endif
