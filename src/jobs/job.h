/*
 * job.h - work that the house does by itself, one server at a time.
 *
 * What was run when is a document (DOCUMENT_JOB) with the id of the job's
 * name.  Whoever runs it first writes a claim into it, under the version that
 * was read: of several servers one gets it.  A claim ends by itself when it
 * is not renewed, so that a server that dies holds up nobody.  Begin and end
 * of every run are entries.  The body is a CBOR map:
 *
 *	 0 name		text
 *	 1 owner	bytes (16), random; zeros: nobody
 *	 2 until	uint, when the claim ends
 *	 3 planned	uint, the planned instant that was seen to last
 *	 4 began	uint
 *	 5 ended	uint
 *	 6 succeeded	uint
 *	 7 failures	uint, in a row
 *	 8 code		text, of the last failure
 *	 9 count	uint, what the last run did
 *	10 not_before	uint, after a failure
 *
 * All instants are milliseconds since 1970; 0 stands for never.
 */
#ifndef JOBS_JOB_H_
#define JOBS_JOB_H_

#include "jobs/schedule.h"
#include "vault/document.h"

enum {
	JOB_LEASE_MS = 120000,		/* a claim that is not renewed */
	JOB_RETRY_MS = 60000,		/* after a failure; doubles ... */
	JOB_RETRY_MAX_MS = 3600000,	/* ... up to this */
	JOB_OWNER = 16,
};

/* Where and by whom jobs are run. */
struct job_host {
	struct vault *vault;
	const struct config *config;
	struct text principal;		/* in the entries */
	const _Atomic bool *ending;	/* or NULL: goes on to its end */
};

/* One run, as the job's function sees it. */
struct job_run {
	const struct job_host *host;
	struct reader *reader;
	struct arena *arena;
	uint64_t count;			/* what it did, for the entry */
	_Atomic bool lost;		/* somebody else has the claim now */
};

struct job {
	const char *name;		/* NULL ends the table */
	const char *schedule;		/* where the configuration has none */
	struct words about;
	/* Whether there is anything to do; NULL: always. */
	enum status (*waits)(struct job_run *run, bool *waits,
	    struct error *error);
	enum status (*run)(struct job_run *run, struct error *error);
};
extern const struct job job_table[];

const struct job *job_find(struct text name) NONNULL;

/* Its schedule by the configuration. */
enum status job_schedule(struct schedule *schedule, const struct job *job,
    const struct config *config, struct error *error) MUST_USE NONNULL;
/* STATUS_INVALID for a name or a schedule that is none. */
enum status job_check(const struct config *config, struct error *error)
    MUST_USE NONNULL;

/* Whether the run is to stop, asked now and then; then error_stopped(). */
bool job_ends(void *run) NONNULL;

struct job_state {
	uint64_t version;		/* 0: it never ran */
	uint8_t owner[JOB_OWNER];
	int64_t until, planned, began, ended, succeeded, not_before;
	uint64_t failures, count;
	char code[48];
};

enum status job_state_read(struct job_state *state, const struct job *job,
    struct vault *vault, struct reader *reader, struct error *error)
    MUST_USE NONNULL;

/* Whether it is due by its schedule; a missed run is caught up once. */
bool job_is_due(const struct job_state *state,
    const struct schedule *schedule, struct vault *vault) NONNULL;

/* Whether somebody runs it now. */
bool job_is_claimed(const struct job_state *state, int64_t now) NONNULL;

/*
 * Runs it here and now.  STATUS_CONFLICT "job_running" when somebody has it;
 * STATUS_BUSY "stopped" when it was told to end.  *count gets what it did.
 */
enum status job_go(const struct job *job, const struct job_host *host,
    uint64_t *count, struct error *error) MUST_USE NONNULL;

#endif
