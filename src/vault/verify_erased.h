/*
 * verify_erased.h - whether who is erased is gone.
 *
 * Somebody who is hidden has an erasure and, once that is through, nothing
 * else but what is kept by law: no rows, no search keys.
 */
#ifndef VAULT_VERIFY_ERASED_H_
#define VAULT_VERIFY_ERASED_H_

#include "vault/verify_past.h"

/* Whose keys must be gone; begins as all zeros. */
struct verify_erased {
	uint64_t *people;	/* in order */
	size_t n, places;
};

/* One who is hidden.  STATUS_OK when it could be looked at. */
enum status vault_verify_erased(struct verify_erased *gone,
    const struct verify_past *past, struct error *error) MUST_USE NONNULL;

/*
 * The search keys of all of them, and the erasures themselves; decision and
 * opened are not used, the visit's arena is reset.
 */
enum status vault_verify_erased_all(const struct verify_erased *gone,
    const struct verify_past *past, struct error *error) MUST_USE NONNULL;

/* Whether they were erased after the moment at which the reader is frozen. */
bool vault_verify_erased_since(struct vault *vault, struct reader *frozen,
    uint64_t person, struct arena *arena) MUST_USE NONNULL;

void vault_verify_erased_free(struct verify_erased *gone) NONNULL;

#endif
