/*
 * brought.h - the files of a plan that is no file of this machine: they came
 * with it, and lie in memory as long as it is run.
 */
#ifndef ANONYMISE_BROUGHT_H_
#define ANONYMISE_BROUGHT_H_

#include "anonymise/plan.h"
#include "base/file_stream.h"

/* Zeros are an empty one. */
struct brought {
	struct plan_place place;
	struct text name[PLAN_FILES];
	const char *path[PLAN_FILES];
	struct file_stream *stream[PLAN_FILES];
};

/* The name is the caller's, and outlives it; STATUS_INVALID when full. */
enum status brought_add(struct brought *brought, struct text name,
    struct bytes bytes, struct error *error) MUST_USE NONNULL;
void brought_free(struct brought *brought) NONNULL;

#endif
