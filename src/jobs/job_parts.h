/*
 * job_parts.h - what job.c and job_go.c share.
 */
#ifndef JOBS_JOB_PARTS_H_
#define JOBS_JOB_PARTS_H_

#include "jobs/job.h"

/* Writes the state with its entry, "job:NAME:what"; STATUS_CONFLICT when
 * somebody else has written it. */
enum status job_state_write(struct job_state *state, const struct job *job,
    const struct job_host *host, const char *what, struct error *error)
    MUST_USE NONNULL;

#endif
