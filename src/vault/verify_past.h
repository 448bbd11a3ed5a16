/*
 * verify_past.h - whether what a person's rows leave behind is whole.
 *
 * A record of version n has its versions 1 to n - 1 in the history, each as
 * it was sealed; every reason that was given for a use opens.
 */
#ifndef VAULT_VERIFY_PAST_H_
#define VAULT_VERIFY_PAST_H_

#include "vault/visit.h"

struct verify_past {
	struct visit *visit;
	const struct decision *decision;	/* of system:verify */
	const struct opened *opened;
	/* Called for each fault; seq 0 when it is about no record. */
	void (*fault)(void *context, uint64_t person, uint64_t seq,
	    const char *code, struct words words);
	void *context;
};

/* STATUS_OK when it could be looked at, whatever the faults. */
enum status vault_verify_past(const struct verify_past *past,
    struct error *error) MUST_USE NONNULL;

#endif
