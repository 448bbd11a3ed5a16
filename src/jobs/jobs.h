/*
 * jobs.h - the clock of a server: starts what is due, each job in a thread.
 *
 * Once a second it looks which jobs are due by their schedules; several
 * servers on one store may look at once, the claim (job.h) lets one through.
 * A run that was missed, because no server ran, is caught up once.
 */
#ifndef JOBS_JOBS_H_
#define JOBS_JOBS_H_

#include "jobs/job.h"

struct jobs;

struct jobs_options {
	struct vault *vault;
	/* Told of a failure, by the thread that ran the job. */
	void (*failed)(void *context, const char *job,
	    const struct error *error);
	void *context;
};

/* STATUS_INVALID when the configuration names no job or no schedule. */
enum status jobs_open(struct jobs **jobs, const struct jobs_options *options,
    const struct config *config, struct error *error) MUST_USE NONNULL;
/* Another one, that job_check() liked, for the runs from now on. */
void jobs_configure(struct jobs *jobs, const struct config *config) NONNULL;

/* Tells what runs to end, and waits; nothing is started any more. */
void jobs_end(struct jobs *jobs) NONNULL;
/* NULL is allowed. */
void jobs_close(struct jobs *jobs);

struct jobs_count {
	const char *name;
	bool running;		/* here */
	uint64_t runs;		/* that ended here */
	uint64_t failures;	/* in a row, here */
	int64_t succeeded;	/* instant, here; 0: not yet */
};
/* As many as job_table has rows, at most JOBS_MAX. */
enum { JOBS_MAX = 16 };
size_t jobs_count(struct jobs *jobs, struct jobs_count counts[JOBS_MAX])
    NONNULL;

#endif
