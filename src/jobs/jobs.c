#include <pthread.h>
#include <time.h>

#include "base/mem.h"
#include "jobs/jobs.h"

enum { TICK_MS = 250, LOOK_MS = 1000, ARENA = 64 << 20 };

/* One job in this server. */
struct slot {
	struct jobs *jobs;
	const struct job *job;
	struct schedule schedule;
	int64_t seen;		/* planned instants until then are seen to */
	int64_t not_before;	/* after a failure, or somebody else's run */
	struct config config;	/* of the run */
	pthread_t thread;
	bool started;		/* the thread is to be joined */
	_Atomic bool running;
	struct jobs_count count;
};

struct jobs {
	struct jobs_options options;
	struct reader *reader;
	struct arena *arena;
	pthread_mutex_t mutex;	/* of config, schedules and counts */
	struct config config;
	struct slot slots[JOBS_MAX];
	size_t n;
	pthread_t clock;
	bool ticking;
	_Atomic bool ending;
};

static struct job_host
host_of(const struct jobs *jobs, const struct config *config)
{
	return (struct job_host){
		.vault = jobs->options.vault, .config = config,
		.principal = TEXT("system:jobs"), .ending = &jobs->ending,
	};
}

static int64_t
now_of(const struct jobs *jobs)
{
	return clock_now(vault_clock(jobs->options.vault));
}

static void *
run_slot(void *context)
{
	struct slot *slot = context;
	struct jobs *jobs = slot->jobs;
	const struct job_host host = host_of(jobs, &slot->config);
	struct error error;
	uint64_t count;
	enum status status = job_go(slot->job, &host, &count, &error);
	bool failed = status != STATUS_OK &&
	    strcmp(error.code, "stopped") != 0 &&
	    strcmp(error.code, "locked") != 0 &&
	    strcmp(error.code, "job_running") != 0;

	(void)pthread_mutex_lock(&jobs->mutex);
	slot->count.runs++;
	if (status == STATUS_OK) {
		slot->count.failures = 0;
		slot->count.succeeded = now_of(jobs);
	}
	slot->count.failures += failed;
	(void)pthread_mutex_unlock(&jobs->mutex);
	if (failed)
		jobs->options.failed(jobs->options.context, slot->job->name,
		    &error);
	slot->running = false;
	return NULL;
}

static void
join(struct slot *slot)
{
	if (slot->started)
		(void)pthread_join(slot->thread, NULL);
	slot->started = false;
}

static void
start(struct slot *slot)
{
	join(slot);
	slot->config = slot->jobs->config;
	slot->running = true;
	slot->started = pthread_create(&slot->thread, NULL, run_slot,
	    slot) == 0;
	if (!slot->started)
		slot->running = false;
}

/* Whether it is due and there is something to do. */
static enum status
is_wanted(struct slot *slot, int64_t now, bool *wanted, struct error *error)
{
	struct jobs *jobs = slot->jobs;
	const struct job_host host = host_of(jobs, &jobs->config);
	struct job_run run = {
		.host = &host, .reader = jobs->reader, .arena = jobs->arena,
	};
	struct job_state state;
	enum status status = job_state_read(&state, slot->job,
	    jobs->options.vault, jobs->reader, error);

	*wanted = status == STATUS_OK && job_is_due(&state, &slot->schedule,
	    jobs->options.vault);
	if (status != STATUS_OK)
		return status;
	slot->not_before = state.not_before;
	if (state.planned > slot->seen)
		slot->seen = state.planned;
	if (!*wanted || slot->job->waits == NULL)
		return STATUS_OK;
	arena_reset(jobs->arena);
	status = slot->job->waits(&run, wanted, error);
	/* Nothing to do: looked at again at the next planned instant. */
	if (status == STATUS_OK && !*wanted)
		slot->seen = schedule_last(&slot->schedule, now);
	return status;
}

static void
look_at(struct slot *slot)
{
	int64_t now = now_of(slot->jobs);
	struct error error;
	bool wanted;

	if (slot->running || now < slot->not_before ||
	    schedule_last(&slot->schedule, now) <= slot->seen)
		return;
	if (is_wanted(slot, now, &wanted, &error) != STATUS_OK) {
		/* The store does not answer: another time. */
		slot->not_before = now + JOB_RETRY_MS;
		slot->jobs->options.failed(slot->jobs->options.context,
		    slot->job->name, &error);
	} else if (wanted) {
		start(slot);
	}
}

static void *
tick(void *context)
{
	const struct timespec pause = { .tv_nsec = TICK_MS * 1000000L };
	struct jobs *jobs = context;
	int64_t looked = clock_monotonic() - LOOK_MS;

	while (!jobs->ending) {
		(void)nanosleep(&pause, NULL);
		if (jobs->ending || clock_monotonic() - looked < LOOK_MS ||
		    vault_is_locked(jobs->options.vault))
			continue;
		looked = clock_monotonic();
		(void)pthread_mutex_lock(&jobs->mutex);
		for (size_t i = 0; i < jobs->n && !jobs->ending; i++)
			look_at(&jobs->slots[i]);
		(void)pthread_mutex_unlock(&jobs->mutex);
	}
	return NULL;
}

void
jobs_configure(struct jobs *jobs, const struct config *config)
{
	struct error ignored;

	(void)pthread_mutex_lock(&jobs->mutex);
	jobs->config = *config;
	for (size_t i = 0; i < jobs->n; i++) {
		jobs->slots[i].seen = INT64_MIN;
		if (job_schedule(&jobs->slots[i].schedule,
		    jobs->slots[i].job, config, &ignored) != STATUS_OK)
			jobs->slots[i].schedule.kind = SCHEDULE_OFF;
	}
	(void)pthread_mutex_unlock(&jobs->mutex);
}

enum status
jobs_open(struct jobs **out, const struct jobs_options *options,
    const struct config *config, struct error *error)
{
	struct jobs *jobs = mem_alloc(sizeof(*jobs));
	enum status status;
	int failure;

	*out = NULL;
	if (jobs == NULL)
		return error_memory(error);
	jobs->options = *options;
	(void)pthread_mutex_init(&jobs->mutex, NULL);
	for (const struct job *job = job_table; job->name != NULL &&
	    jobs->n < JOBS_MAX; job++)
		jobs->slots[jobs->n++] = (struct slot){
			.jobs = jobs, .job = job,
			.count = { .name = job->name } };
	jobs->arena = arena_new(ARENA);
	status = jobs->arena == NULL ? error_memory(error) :
	    job_check(config, error);
	if (status == STATUS_OK)
		jobs_configure(jobs, config);
	if (status == STATUS_OK)
		status = reader_new(&jobs->reader,
		    vault_store(options->vault), error);
	if (status == STATUS_OK) {
		failure = pthread_create(&jobs->clock, NULL, tick, jobs);
		jobs->ticking = failure == 0;
		if (failure != 0)
			status = error_system(error, "pthread_create",
			    failure);
	}
	if (status != STATUS_OK) {
		jobs_close(jobs);
		return status;
	}
	*out = jobs;
	return STATUS_OK;
}

void
jobs_end(struct jobs *jobs)
{
	jobs->ending = true;
	if (jobs->ticking)
		(void)pthread_join(jobs->clock, NULL);
	jobs->ticking = false;
	for (size_t i = 0; i < jobs->n; i++)
		join(&jobs->slots[i]);
}

void
jobs_close(struct jobs *jobs)
{
	if (jobs == NULL)
		return;
	jobs_end(jobs);
	reader_free(jobs->reader);
	arena_free(jobs->arena);
	(void)pthread_mutex_destroy(&jobs->mutex);
	mem_free(jobs);
}

size_t
jobs_count(struct jobs *jobs, struct jobs_count counts[JOBS_MAX])
{
	(void)pthread_mutex_lock(&jobs->mutex);
	for (size_t i = 0; i < jobs->n; i++) {
		counts[i] = jobs->slots[i].count;
		counts[i].running = jobs->slots[i].running;
	}
	(void)pthread_mutex_unlock(&jobs->mutex);
	return jobs->n;
}
