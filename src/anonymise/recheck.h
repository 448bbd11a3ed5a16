/*
 * recheck.h - the second pass: is the file that was written what it claims?
 *
 * The file is read again from nothing, grouped by what stands in it, and
 * every model is checked once more by arithmetic of its own; nothing of the
 * search is used.  Only what is not in the file comes from outside: how often
 * sensitive values occur among all rows (t-closeness compares with that), and
 * the whole table that a subset is hidden in.  A file that fails is not
 * released.
 */
#ifndef ANONYMISE_RECHECK_H_
#define ANONYMISE_RECHECK_H_

#include "anonymise/emit.h"

/* What the run says of the file. */
struct recheck_claim {
	const struct plan *plan;
	struct dataset *dataset;
	const struct problem *problem;
	const struct outcome *outcome;
	const struct emitted *emitted;
};

/*
 * STATUS_INTEGRITY "recheck_failed" with what is wrong when the file at path
 * is not so.
 */
enum status recheck_file(const char *path, const struct recheck_claim *claim,
    size_t threads, const struct progress *progress, struct error *error)
    MUST_USE;

#endif
