/*
 * accuracy.h - whose data is to be confirmed as right (article 22).
 *
 * Where the policy says how often (subjects: confirm_every), a person is due
 * that long after their data was confirmed last, or acquired, whichever was
 * later.  Confirming is person_say() with SAID_CONFIRMED.
 */
#ifndef VAULT_ACCURACY_H_
#define VAULT_ACCURACY_H_

#include "vault/visit.h"

struct accuracy_due {
	uint64_t person;
	int64_t since;		/* day on which it was known to be right */
	int64_t due;		/* day */
};

enum { ACCURACY_PAGE = 1000 };

/*
 * Up to max (at least 1) who are due today with a number above after, looked
 * for as in sweep.h, which says what *next gets; list needs room for max.
 * About whom the gate refuses a use is not listed.  One entry.
 */
enum status accuracy_list(struct visit *visit, uint64_t after, size_t max,
    struct accuracy_due *list, size_t *n, uint64_t *next,
    struct error *error) MUST_USE NONNULL;

#endif
