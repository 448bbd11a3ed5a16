/*
 * One run: claimed, done by a thread of its own while the claim is renewed,
 * and written down.
 */
#include <pthread.h>
#include <time.h>

#include "base/mem.h"
#include "crypto/random.h"
#include "jobs/job_parts.h"
#include "jobs/mail.h"

enum { ARENA = 256 << 20, LOOK_MS = 200, RENEW_MS = JOB_LEASE_MS / 3 };

struct going {
	const struct job *job;
	struct job_run run;
	struct job_state state;
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	bool done;
	enum status status;
	struct error error;
};

static int64_t
now_of(const struct job_host *host)
{
	return clock_now(vault_clock(host->vault));
}

static enum status
claim(struct going *g, const struct job_host *host, struct error *error)
{
	struct schedule schedule;
	int64_t now = now_of(host);
	enum status status = job_state_read(&g->state, g->job, host->vault,
	    g->run.reader, error);

	if (status == STATUS_OK && job_is_claimed(&g->state, now))
		return error_set(error, STATUS_CONFLICT, "job_running",
		    "このジョブは実行中です", "this job is running");
	if (status == STATUS_OK)
		status = job_schedule(&schedule, g->job, host->config,
		    error);
	if (status != STATUS_OK)
		return status;
	random_bytes(g->state.owner, JOB_OWNER);
	g->state.began = now;
	g->state.until = now + JOB_LEASE_MS;
	status = job_state_write(&g->state, g->job, host, "begin", error);
	if (status == STATUS_CONFLICT)
		status = error_set(error, STATUS_CONFLICT, "job_running",
		    "このジョブは実行中です", "this job is running");
	return status;
}

static void *
work(void *context)
{
	struct going *g = context;
	struct error error;
	enum status status = g->job->run(&g->run, &error);

	(void)pthread_mutex_lock(&g->mutex);
	g->status = status;
	if (status != STATUS_OK)
		g->error = error;
	g->done = true;
	(void)pthread_cond_signal(&g->ended);
	(void)pthread_mutex_unlock(&g->mutex);
	return NULL;
}

/* Waits a little; whether the work is done. */
static bool
look(struct going *g)
{
	struct timespec until;
	bool done;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += LOOK_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	(void)pthread_mutex_lock(&g->mutex);
	if (!g->done)
		(void)pthread_cond_timedwait(&g->ended, &g->mutex, &until);
	done = g->done;
	(void)pthread_mutex_unlock(&g->mutex);
	return done;
}

/* Keeps the claim while the work goes on. */
static void
attend(struct going *g, const struct job_host *host)
{
	int64_t renewed = clock_monotonic();
	struct error error;

	while (!look(g)) {
		if (clock_monotonic() - renewed < RENEW_MS)
			continue;
		renewed = clock_monotonic();
		g->state.until = now_of(host) + JOB_LEASE_MS;
		if (job_state_write(&g->state, g->job, host, "goes on",
		    &error) == STATUS_CONFLICT)
			g->run.lost = true;
	}
}

static void
note_failure(struct job_state *state, const struct error *error, int64_t now)
{
	int64_t wait = JOB_RETRY_MS;

	for (uint64_t i = 0; i < state->failures && wait < JOB_RETRY_MAX_MS;
	    i++)
		wait *= 2;
	state->failures++;
	state->not_before = now + (wait < JOB_RETRY_MAX_MS ? wait :
	    JOB_RETRY_MAX_MS);
	(void)snprintf(state->code, sizeof(state->code), "%s", error->code);
}

/* What came of it, for the next ones who ask. */
static enum status
finish(struct going *g, const struct job_host *host, int64_t planned,
    struct error *error)
{
	struct job_state *state = &g->state;
	bool stopped = g->status == STATUS_BUSY &&
	    strcmp(g->error.code, "stopped") == 0;
	int64_t now = now_of(host);

	memset(state->owner, 0, JOB_OWNER);
	state->until = 0;
	state->ended = now;
	state->count = g->run.count;
	if (g->status == STATUS_OK) {
		state->succeeded = now;
		state->planned = planned;
		state->failures = 0;
		state->not_before = 0;
		state->code[0] = '\0';
	} else if (!stopped) {
		note_failure(state, &g->error, now);
	}
	/* Who has lost the claim has nothing to write any more. */
	return g->run.lost ? STATUS_OK : job_state_write(state, g->job,
	    host, stopped ? "stopped" : g->status == STATUS_OK ? "done" :
	    "failed", error);
}

/* Everything that was planned until now is seen to by this run. */
static int64_t
planned_of(const struct going *g, const struct job_host *host)
{
	struct schedule schedule;
	struct error ignored;
	int64_t last = INT64_MIN;

	if (job_schedule(&schedule, g->job, host->config, &ignored) ==
	    STATUS_OK)
		last = schedule_last(&schedule, g->state.began);
	return last > g->state.planned ? last : g->state.planned;
}

/* The first failure in a row is told; without a mail server, nobody is. */
static void
tell(struct going *g, const struct job_host *host)
{
	char reference[MAIL_REFERENCE_MAX];
	struct error ignored;
	struct text text = { reference, (size_t)snprintf(reference,
	    sizeof(reference), "job %s: %s", g->job->name, g->state.code) };

	if (g->state.failures == 1 && strcmp(g->job->name, "mail") != 0 &&
	    mail_alert(host->vault, host->config, host->principal, text,
	    g->run.arena, &ignored) != STATUS_OK)
		return;
}

static enum status
run_claimed(struct going *g, const struct job_host *host,
    struct error *error)
{
	int64_t planned = planned_of(g, host);
	pthread_condattr_t attributes;
	struct error writing;
	pthread_t thread;
	int failure;
	enum status status;

	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&g->mutex, NULL);
	(void)pthread_cond_init(&g->ended, &attributes);
	failure = pthread_create(&thread, NULL, work, g);
	if (failure == 0) {
		attend(g, host);
		(void)pthread_join(thread, NULL);
	} else {
		g->status = error_system(&g->error, "pthread_create",
		    failure);
	}
	(void)pthread_cond_destroy(&g->ended);
	(void)pthread_mutex_destroy(&g->mutex);
	(void)pthread_condattr_destroy(&attributes);
	status = finish(g, host, planned, &writing);
	if (g->status != STATUS_OK && status == STATUS_OK)
		tell(g, host);
	*error = g->status != STATUS_OK ? g->error : writing;
	return g->status != STATUS_OK ? g->status : status;
}

enum status
job_go(const struct job *job, const struct job_host *host, uint64_t *count,
    struct error *error)
{
	struct going *g = mem_alloc(sizeof(*g));
	enum status status = g == NULL ? error_memory(error) : STATUS_OK;

	*count = 0;
	if (g == NULL)
		return status;
	g->job = job;
	g->run.host = host;
	g->run.arena = arena_new(ARENA);
	status = g->run.arena == NULL ? error_memory(error) :
	    reader_new(&g->run.reader, vault_store(host->vault), error);
	if (status == STATUS_OK)
		status = claim(g, host, error);
	if (status == STATUS_OK)
		status = run_claimed(g, host, error);
	*count = g->run.count;
	reader_free(g->run.reader);
	arena_free(g->run.arena);
	mem_free(g);
	return status;
}
