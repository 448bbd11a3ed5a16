/*
 * mail_job.h - sends what is due; a job (job.h).
 */
#ifndef JOBS_MAIL_JOB_H_
#define JOBS_MAIL_JOB_H_

#include "jobs/job.h"

enum status mail_job_waits(struct job_run *run, bool *waits,
    struct error *error) MUST_USE NONNULL;
/*
 * STATUS_BUSY "mail_unreachable" when there is no mail server; what the server
 * refuses, or wants later, is no failure of the job.
 */
enum status mail_job_run(struct job_run *run, struct error *error)
    MUST_USE NONNULL;

#endif
