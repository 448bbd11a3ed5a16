/*
 * lock.h - locking a store that goes on, and unlocking it again, in the log.
 *
 * Locking (vault_lock()) comes first and is written down then: nothing holds it
 * up.  Unlocking that cannot be written down ends in locking again; a secret
 * that was not the right one is an entry, too.
 */
#ifndef VAULT_LOCK_H_
#define VAULT_LOCK_H_

#include "vault/visit.h"

/* The entry of a vault_lock() that did lock. */
enum status lock_note(struct visit *visit, struct error *error)
    MUST_USE NONNULL;

/*
 * STATUS_CONFLICT "not_locked"; STATUS_UNAUTHENTICATED as unlock_open(), and
 * any failure leaves it locked.
 */
enum status lock_open(struct visit *visit, const struct unlock_secret *secret,
    struct error *error) MUST_USE NONNULL;

#endif
