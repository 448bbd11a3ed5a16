/*
 * erase_finish.h - what was intended is done: slots, rows, search keys.
 */
#ifndef VAULT_ERASE_FINISH_H_
#define VAULT_ERASE_FINISH_H_

#include "vault/erase.h"

/*
 * Destroys the slots of erasures whose intent is durable, then takes the rows
 * out; when it returns, that is durable too.  Where there are many rows, or
 * only a scan finds the search keys, both are left to erase_finish_scan().
 */
enum status erase_finish_some(struct visit *visit, struct erasure *erasures,
    size_t n, struct error *error) MUST_USE NONNULL;
enum status erase_finish_scan(struct visit *visit, struct error *error)
    MUST_USE NONNULL;

/* Finishes what a crash left open; before anybody is served. */
enum status erase_finish_open(struct vault *vault, struct reader *reader,
    struct error *error) MUST_USE NONNULL;

struct erase_progress {
	uint64_t finished;	/* intents that were open */
	uint64_t retired;	/* of items: slots destroyed at their time */
	uint64_t complete;	/* whose horizon is behind */
	uint64_t revived;	/* slots found again, and destroyed again */
};

/*
 * Everything that is due now: open intents; slots that were retired long
 * enough; horizons that have passed.  A horizon has passed when its time has
 * come, the KEK that wrapped the slots is gone, and so is every backup of the
 * keys that was made before they went.
 */
enum status erase_finish_all(struct visit *visit,
    struct erase_progress *progress, struct error *error) MUST_USE NONNULL;

/*
 * Somebody put an older key store back: destroyed slots that are there again
 * are destroyed again, and their erasures wait for the KEK again.  Looks at
 * every erasure that there ever was.
 */
enum status erase_finish_revived(struct visit *visit,
    struct erase_progress *progress, struct error *error) MUST_USE NONNULL;

#endif
