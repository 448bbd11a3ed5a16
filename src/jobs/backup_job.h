/*
 * backup_job.h - backups by the clock, where sekisho.yaml says where to.
 */
#ifndef JOBS_BACKUP_JOB_H_
#define JOBS_BACKUP_JOB_H_

#include "jobs/job.h"

enum status backup_job_waits(struct job_run *run, bool *waits,
    struct error *error) MUST_USE NONNULL;

/* Makes both, and destroys those whose time is over; counts the new ones. */
enum status backup_job_run(struct job_run *run, struct error *error)
    MUST_USE NONNULL;

#endif
