/*
 * retention.h - what has been kept long enough is erased (article 22).
 *
 * By the policy in force: for each item of each record, gate/term.h says with
 * which day it ends.  Of whom everything has ended is erased as a person,
 * otherwise the items that have; a hold keeps everything, and a law's minimum
 * what it speaks of.  What a law had kept of erased people goes when its
 * minimum has passed.
 *
 * People are opened under system:retention, batch by batch, and each batch
 * is an entry; each erasure has entries of its own.
 */
#ifndef RETENTION_RETENTION_H_
#define RETENTION_RETENTION_H_

#include "vault/erase.h"

struct retention_due {
	bool whole;		/* nothing would be left */
	bool held;		/* but must stay for now */
	struct bits items;	/* that are held and over */
	struct bits *cut;	/* of each head */
	struct text clause;	/* of the first rule that says so */
};

/* What of an open person is over on that day; items is empty when nothing. */
enum status retention_judge(struct visit *visit,
    const struct decision *decision, const struct opened *opened,
    int64_t day, struct retention_due *due, struct error *error)
    MUST_USE NONNULL;

struct retention_run {
	int64_t day;		/* as of that day */
	uint64_t looked;	/* people */
	uint64_t whole;		/* who are due as a whole, or were erased */
	uint64_t partly;
	uint64_t held;
	uint64_t moved;		/* changed meanwhile: due at the next run */
	uint64_t item[BITS_MAX];	/* people by item; erased, or due */
	void (*progress)(void *context, uint64_t done, uint64_t total);
	/* Asked between batches whether to stop (STATUS_BUSY "stopped"). */
	bool (*ends)(void *context);
	/* Who is due; NULL when nobody asks. */
	enum status (*each)(void *context, const struct visit *visit,
	    uint64_t person, const struct retention_due *due,
	    struct error *error);
	void *context;
};

/* Looks at everybody: counts and lists, erases nothing. */
enum status retention_look(struct vault *vault, struct reader *reader,
    struct text principal, struct retention_run *run, struct error *error)
    MUST_USE NONNULL;

/* Erases what is due today.  It can be stopped and run again at any time. */
enum status retention_erase(struct vault *vault, struct reader *reader,
    struct text principal, struct retention_run *run, struct error *error)
    MUST_USE NONNULL;

#endif
