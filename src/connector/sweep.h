/*
 * sweep.h - imports that nobody finished are taken back.
 *
 * What an import took in and nobody made visible is kept for a while, so that
 * the same file can go on; then its people are erased, as anybody is.  In two
 * steps: first the import is marked as dropped, so that one that is running
 * stops at its next note, and its people are erased; a day later, whoever
 * came in meanwhile goes, too, and the import is forgotten.
 */
#ifndef CONNECTOR_SWEEP_H_
#define CONNECTOR_SWEEP_H_

#include "vault/staged.h"

enum { SWEEP_DAYS = 7 };

struct sweep {
	struct vault *vault;
	struct reader *reader;
	struct text principal;
	bool (*ends)(void *context);	/* whether to stop; or NULL */
	void *context;
	uint64_t dropped;		/* imports */
	uint64_t people;		/* that were erased */
};

/* Whether there is such an import. */
enum status sweep_waits(struct sweep *sweep, bool *waits,
    struct error *error) MUST_USE NONNULL;
/* STATUS_BUSY "stopped" when it was to end; it goes on another time. */
enum status sweep_imports(struct sweep *sweep, struct error *error)
    MUST_USE NONNULL;

/*
 * Takes one back now, for somebody who asks: its people are erased for good,
 * and the same file may come again at once.  STATUS_CONFLICT "import_visible"
 * when they are seen already.  One that was stopped in the middle goes on.
 */
enum status sweep_discard(struct sweep *sweep, struct staged *staged,
    const struct visitor *visitor, struct error *error) MUST_USE NONNULL;

#endif
