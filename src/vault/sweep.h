/*
 * sweep.h - everybody looked through, page by page.
 *
 * For lists of the operator's: who answered a campaign, who objects to a
 * change, whose data is to be confirmed.  Nobody's records are opened, only
 * the standing; about whom the gate refuses the visitor a use is counted, and
 * nothing else.
 */
#ifndef VAULT_SWEEP_H_
#define VAULT_SWEEP_H_

#include "vault/visit.h"

/* So many people are looked at in a page. */
enum { SWEEP_LOOK = 5000 };

struct sweep {
	/* Whether somebody is concerned at all; asked before the gate. */
	bool (*concerns)(void *context, const struct opened *opened);
	/* Somebody who is, and whom the visitor may use. */
	void (*take)(void *context, const struct opened *opened);
	void *context;
	struct text subject;	/* of the entry */
	uint64_t max;		/* so many are taken in a page, at most */
	uint64_t looked, taken;
	uint64_t unseen;	/* concerned, but not the visitor's to use */
};

/*
 * Those with a number above after; *next gets where to go on, 0 at the end.
 * One entry; STATUS_REFUSED (an entry, too) when the role may not use the
 * purpose.
 */
enum status sweep_run(struct sweep *sweep, struct visit *visit,
    uint64_t after, uint64_t *next, struct error *error) MUST_USE NONNULL;

#endif
