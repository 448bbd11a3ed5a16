/*
 * Jobs: planned, claimed by one, caught up once, tried again after a failure,
 * stopped on the way; and the ones that there are, run in a store.
 */
#include "house.h"

#include <pthread.h>
#include <time.h>

#include "connector/sweep.h"
#include "jobs/jobs.h"
#include "vault/person.h"

enum { DAY_MS = 86400000 };

static struct house house;
static int64_t now;
static int runs;
static enum status answer;
static _Atomic bool ending, waiting;

static void
begin_visit(struct visit *visit, const char *role, const char *purpose)
{
	visit_begin(visit, house.vault, house.reader, house.arena,
	    &(struct visitor){ .principal = TEXT("service:web"),
	    .role = text_of(role), .purpose = text_of(purpose) });
}

static struct job_host
host(void)
{
	return (struct job_host){
		.vault = house.vault, .config = &house.config,
		.principal = TEXT("system:jobs"), .ending = &ending,
	};
}

static enum status
count_run(struct job_run *run, struct error *error)
{
	runs++;
	run->count = (uint64_t)(10 * runs);
	return answer == STATUS_OK ? STATUS_OK : error_set(error, answer,
	    "broken_on_purpose", "わざと失敗しました", "failed on purpose");
}

/* Until it is told to end. */
static enum status
go_on(struct job_run *run, struct error *error)
{
	const struct timespec pause = { .tv_nsec = 1000000 };

	waiting = true;
	while (!job_ends(run))
		(void)nanosleep(&pause, NULL);
	return error_stopped(error);
}

static const struct job counted = {
	"counted", "daily 03:10", { "数える", "counts" }, NULL, count_run,
};
static const struct job endless = {
	"endless", "every 1h", { "終わらない", "never ends" }, NULL, go_on,
};

static struct job_state
state_of(const struct job *job)
{
	struct job_state state;
	struct error error;

	assert_ok(job_state_read(&state, job, house.vault, house.reader,
	    &error), &error);
	return state;
}

static bool
is_due(const struct job *job)
{
	struct job_state state = state_of(job);
	struct schedule schedule;
	struct error error;

	assert_ok(job_schedule(&schedule, job, &house.config, &error),
	    &error);
	return job_is_due(&state, &schedule, house.vault);
}

static enum status
go(const struct job *job, struct error *error)
{
	const struct job_host here = host();
	uint64_t count;

	return job_go(job, &here, &count, error);
}

/* Missed for a week: once is enough. */
static void
caught_up(void **state)
{
	struct error error;

	(void)state;
	assert_false(is_due(&counted));
	now += 7 * (int64_t)DAY_MS;
	assert_true(is_due(&counted));
	assert_ok(go(&counted, &error), &error);
	assert_int_equal(runs, 1);
	assert_false(is_due(&counted));
	assert_int_equal(state_of(&counted).count, 10);
	assert_int_equal(state_of(&counted).succeeded, now);
	now += DAY_MS - 1;
	assert_true(is_due(&counted));
	/* By hand it may run at any time. */
	assert_ok(go(&counted, &error), &error);
	assert_ok(go(&counted, &error), &error);
	assert_false(is_due(&counted));
}

static void
fails(void **state)
{
	struct error error;
	int64_t wait = JOB_RETRY_MS;

	(void)state;
	now += DAY_MS;
	answer = STATUS_FAILURE;
	for (uint64_t i = 1; i < 12; i++) {
		assert_true(is_due(&counted));
		assert_fails(go(&counted, &error), &error, STATUS_FAILURE,
		    "broken_on_purpose");
		assert_int_equal(state_of(&counted).failures, i);
		assert_string_equal(state_of(&counted).code,
		    "broken_on_purpose");
		now += wait - 1;
		assert_false(is_due(&counted));
		now++;
		wait = 2 * wait < JOB_RETRY_MAX_MS ? 2 * wait :
		    JOB_RETRY_MAX_MS;
	}
	answer = STATUS_OK;
	assert_true(is_due(&counted));
	assert_ok(go(&counted, &error), &error);
	assert_int_equal(state_of(&counted).failures, 0);
	assert_string_equal(state_of(&counted).code, "");
	assert_false(is_due(&counted));
}

static void *
go_endless(void *context)
{
	struct error *error = context;

	return (void *)(uintptr_t)go(&endless, error);
}

/* Two at once: one has it; whoever is told to end does, and goes on later. */
static void
claimed(void **state)
{
	struct job_state before;
	struct error error, other;
	pthread_t thread;
	void *status;

	(void)state;
	now += DAY_MS;
	assert_true(is_due(&endless));
	waiting = ending = false;
	assert_int_equal(pthread_create(&thread, NULL, go_endless, &error), 0);
	while (!waiting)
		;
	before = state_of(&endless);
	assert_true(job_is_claimed(&before, now));
	assert_false(is_due(&endless));
	assert_fails(go(&endless, &other), &other, STATUS_CONFLICT,
	    "job_running");
	/* A server that is gone holds up nobody for long. */
	assert_true(job_is_claimed(&before, now + JOB_LEASE_MS - 1));
	assert_false(job_is_claimed(&before, now + JOB_LEASE_MS));
	ending = true;
	assert_int_equal(pthread_join(thread, &status), 0);
	ending = false;
	assert_fails((enum status)(uintptr_t)status, &error, STATUS_BUSY,
	    "stopped");
	assert_int_equal(state_of(&endless).failures, 0);
	assert_true(is_due(&endless));
}

static bool fails_told;

static void
told(void *context, const char *job, const struct error *error)
{
	(void)context;
	print_error("%s: %s\n", job, error->code);
	fails_told = true;
}

/* What is there runs, and leaves a store that agrees with its log. */
static void
all_of_them(void **state)
{
	struct error error;
	const char *code;

	(void)state;
	now += 30 * (int64_t)DAY_MS;
	(void)snprintf(house.config.backup_data, PATH_SIZE, "%s",
	    at("depot"));
	(void)snprintf(house.config.backup_keys, PATH_SIZE, "%s",
	    at("key-depot"));
	for (const struct job *job = job_table; job->name != NULL; job++) {
		assert_true(job_find(text_of(job->name)) == job);
		/* The folder of this test is not a whole installation. */
		if (strcmp(job->name, "doctor") == 0)
			continue;
		assert_ok(vault_integrate(house.vault, &error), &error);
		assert_ok(go(job, &error), &error);
	}
	assert_int_equal(house_verify(&house, &code), 0);
}

/* The clock of a server: what was missed is run, in threads, and it ends. */
static void
clock_runs(void **state)
{
	const struct timespec pause = { .tv_nsec = 20000000 };
	struct jobs_count counts[JOBS_MAX];
	struct jobs *jobs;
	struct error error;
	size_t n, done = 0;

	(void)state;
	now += 2 * (int64_t)DAY_MS;
	house.config.jobs.n = 2;
	house.config.jobs.list[0] = (struct config_job){ "doctor", "off" };
	house.config.jobs.list[1] = (struct config_job){ "log", "off" };
	assert_ok(jobs_open(&jobs, &(struct jobs_options){
	    .vault = house.vault, .failed = told }, &house.config, &error),
	    &error);
	/* Retention and the state of the keys are always due, once. */
	while (done < 2) {
		(void)nanosleep(&pause, NULL);
		n = jobs_count(jobs, counts);
		done = 0;
		for (size_t i = 0; i < n; i++)
			done += counts[i].runs > 0 &&
			    (strcmp(counts[i].name, "retention") == 0 ||
			    strcmp(counts[i].name, "key_state") == 0);
	}
	for (size_t i = 0; i < n; i++) {
		assert_true(counts[i].runs <= 1);
		assert_int_equal(counts[i].failures, 0);
		if (strcmp(counts[i].name, "doctor") == 0)
			assert_int_equal(counts[i].runs, 0);
	}
	jobs_close(jobs);
	assert_false(fails_told);
}

static void
bad_configuration(void **state)
{
	struct config config = house.config;
	struct jobs *jobs;
	struct error error;

	(void)state;
	config.jobs.n = 1;
	config.jobs.list[0] = (struct config_job){ "nothing", "off" };
	assert_fails(jobs_open(&jobs, &(struct jobs_options){
	    .vault = house.vault, .failed = told }, &config, &error), &error,
	    STATUS_INVALID, "no_job");
	config.jobs.list[0] = (struct config_job){ "log", "sometimes" };
	assert_fails(jobs_open(&jobs, &(struct jobs_options){
	    .vault = house.vault, .failed = told }, &config, &error), &error,
	    STATUS_INVALID, "bad_schedule");
	assert_string_equal(error.field, "jobs.log");
}

/* An import of three, of whom two came in. */
static struct staged
stage(void)
{
	const uint8_t file[32] = { 1, 2, 3 };
	struct staged staged;
	struct visit visit;
	struct error error;

	begin_visit(&visit, "web_service", "contract");
	assert_ok(staged_new(&staged, house.vault, file, 3, &error), &error);
	staged.principal = TEXT("service:web");
	staged.name = TEXT("people.csv");
	assert_ok(staged_put(&staged, &visit, &error), &error);
	visit_end(&visit);
	assert_ok(vault_rules_reload(house.vault, &error), &error);
	for (uint64_t i = 0; i < 2; i++) {
		struct given_value values[] = {
			{ TEXT("name"), TEXT("甲") },
			{ TEXT("company"), TEXT("見本株式会社 東") },
			{ TEXT("email"), text_copy(house.arena,
			  text_of(at("s%llu@example.jp",
			  (unsigned long long)i))) },
		};
		uint64_t person;

		begin_visit(&visit, "web_service", "contract");
		visit.sees_staged = true;
		assert_ok(person_add(&visit, &(struct acquisition){
		    .way = TEXT("application_form"),
		    .subject = TEXT("customer"), .values = values,
		    .value_count = LENGTH(values), .shown = true,
		    .number = staged.first + i }, &person, NULL, &error),
		    &error);
		visit_end(&visit);
	}
	return staged;
}

static bool
is_live(uint64_t person)
{
	struct opened opened;
	struct visit visit;
	struct error error;

	begin_visit(&visit, "web_service", "contract");
	visit.sees_staged = true;
	assert_ok(visit_open(&visit, person, &opened, &error), &error);
	visit_end(&visit);
	return !opened.hidden;
}

/* Nobody made them visible: they go, and the import is forgotten. */
static void
sweeps_imports(void **state)
{
	struct sweep sweep = { .vault = house.vault, .reader = house.reader,
	    .principal = TEXT("system:jobs") };
	struct staged staged = stage();
	struct error error;
	const char *code;
	bool waits;

	(void)state;
	now += SWEEP_DAYS * (int64_t)DAY_MS - 1;
	assert_ok(sweep_waits(&sweep, &waits, &error), &error);
	assert_false(waits);
	now++;
	assert_ok(sweep_waits(&sweep, &waits, &error), &error);
	assert_true(waits);
	assert_true(is_live(staged.first));
	assert_ok(sweep_imports(&sweep, &error), &error);
	assert_int_equal(sweep.dropped, 1);
	assert_int_equal(sweep.people, 2);
	assert_false(is_live(staged.first));
	assert_false(is_live(staged.first + 1));
	/* Known a day longer, so that one that runs sees it. */
	assert_ok(staged_of_file(&staged, house.vault, house.reader,
	    staged.file, house.arena, &error), &error);
	assert_int_equal(staged.state, STAGED_DROPPED);
	assert_ok(sweep_waits(&sweep, &waits, &error), &error);
	assert_false(waits);
	now += DAY_MS;
	assert_ok(sweep_imports(&sweep, &error), &error);
	assert_int_equal(sweep.people, 2);
	assert_fails(staged_of_file(&staged, house.vault, house.reader,
	    staged.file, house.arena, &error), &error, STATUS_NOT_FOUND,
	    "no_document");
	assert_int_equal(house_verify(&house, &code), 0);
	/* Their addresses are free again. */
	assert_true(is_live(stage().first));
}

static int
start(void **state)
{
	return house_start_at(&house, &now, state);
}

static int
end(void **state)
{
	return house_end(&house, state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(caught_up),
		cmocka_unit_test(fails),
		cmocka_unit_test(claimed),
		cmocka_unit_test(bad_configuration),
		cmocka_unit_test(sweeps_imports),
		cmocka_unit_test(all_of_them),
		cmocka_unit_test(clock_runs),
	};

	return cmocka_run_group_tests(tests, start, end);
}
