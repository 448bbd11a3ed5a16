#include "base/cbor_form.h"
#include "jobs/job_parts.h"
#include "vault/commit.h"

enum { BODY_MAX = 1024, ARENA = 1 << 20 };

/* What a document says: whose state it is, too. */
struct body {
	struct text job;
	struct job_state state;
};

static const struct cbor_member members[] = {
	{ CBOR_AT(struct body, 0, job) },
	{ CBOR_AT(struct body, 1, state.owner) },
	{ CBOR_AT(struct body, 2, state.until) },
	{ CBOR_AT(struct body, 3, state.planned) },
	{ CBOR_AT(struct body, 4, state.began) },
	{ CBOR_AT(struct body, 5, state.ended) },
	{ CBOR_AT(struct body, 6, state.succeeded) },
	{ CBOR_AT(struct body, 7, state.failures) },
	{ CBOR_AT(struct body, 8, state.code) },
	{ CBOR_AT(struct body, 9, state.count) },
	{ CBOR_AT(struct body, 10, state.not_before) },
};
static const struct cbor_form form = CBOR_MAP_OF(members);

const struct job *
job_find(struct text name)
{
	const struct job *job = job_table;

	while (job->name != NULL && !text_is(name, job->name))
		job++;
	return job->name == NULL ? NULL : job;
}

enum status
job_schedule(struct schedule *schedule, const struct job *job,
    const struct config *config, struct error *error)
{
	const char *text = job->schedule;
	enum status status;

	for (size_t i = 0; i < config->jobs.n; i++)
		if (strcmp(config->jobs.list[i].name, job->name) == 0)
			text = config->jobs.list[i].schedule;
	status = schedule_parse(schedule, text_of(text), error);
	if (status != STATUS_OK)
		error_at(error, "jobs.%s", job->name);
	return status;
}

enum status
job_check(const struct config *config, struct error *error)
{
	struct schedule schedule;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < config->jobs.n && status == STATUS_OK; i++) {
		const struct config_job *c = &config->jobs.list[i];
		const struct job *job = job_find(text_of(c->name));

		if (job != NULL) {
			status = job_schedule(&schedule, job, config, error);
			continue;
		}
		status = error_set(error, STATUS_INVALID, "no_job",
		    "そのジョブはありません", "there is no such job");
		error_at(error, "jobs.%s", c->name);
		error_remedy(error, "sekisho job list で一覧を表示します",
		    "sekisho job list shows which there are");
	}
	return status;
}

bool
job_ends(void *context)
{
	const struct job_run *run = context;

	return run->lost || (run->host->ending != NULL &&
	    *run->host->ending);
}

static enum status
read_body(struct job_state *state, const struct document *document,
    struct error *error)
{
	struct body body = { .state = { .version = document->version } };
	bool good = cbor_form_read(&body, &form, document->body, NULL);

	*state = body.state;
	return good ? STATUS_OK : error_set(error,
	    STATUS_INTEGRITY, "job_broken", "ジョブの文書を読めません",
	    "a job's document is broken");
}

/* A job that never ran: all that was planned before the store is seen to. */
static int64_t
since(struct vault *vault)
{
	const struct rules *rules = vault_rules(vault);
	int64_t made = rules->revisions[0].announced_at;

	vault_rules_release(vault, rules);
	return made;
}

enum status
job_state_read(struct job_state *state, const struct job *job,
    struct vault *vault, struct reader *reader, struct error *error)
{
	struct arena *arena = arena_new(ARENA);
	uint8_t id[DOCUMENT_ID_SIZE];
	struct document document;
	enum status status;

	memset(state, 0, sizeof(*state));
	if (arena == NULL)
		return error_memory(error);
	status = document_id(id, vault, DOCUMENT_JOB, text_of(job->name),
	    error);
	if (status == STATUS_OK)
		status = document_get(&document, vault, reader, DOCUMENT_JOB,
		    id, arena, error);
	if (status == STATUS_OK) {
		status = read_body(state, &document, error);
	} else if (status == STATUS_NOT_FOUND) {
		state->planned = since(vault);
		status = STATUS_OK;
	}
	arena_free(arena);
	return status;
}

bool
job_is_claimed(const struct job_state *state, int64_t now)
{
	static const uint8_t nobody[JOB_OWNER];

	return memcmp(state->owner, nobody, JOB_OWNER) != 0 &&
	    now < state->until;
}

bool
job_is_due(const struct job_state *state, const struct schedule *schedule,
    struct vault *vault)
{
	int64_t now = clock_now(vault_clock(vault));

	return !job_is_claimed(state, now) && now >= state->not_before &&
	    schedule_last(schedule, now) > state->planned;
}

enum status
job_state_write(struct job_state *state, const struct job *job,
    const struct job_host *host, const char *what, struct error *error)
{
	char subject[64];
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .principal = host->principal,
		.time = clock_now(vault_clock(host->vault)),
		.subject = { subject, (size_t)snprintf(subject,
		    sizeof(subject), "job:%s:%s", job->name, what) },
		.count = strcmp(what, "begin") == 0 ? 0 : state->count,
		.refusal = strcmp(what, "failed") == 0 ?
		    text_of(state->code) : TEXT(""),
	};
	struct document document = {
		.kind = DOCUMENT_JOB, .version = state->version,
	};
	struct change *change = change_new();
	struct buf body;
	enum status status;

	if (change == NULL)
		return error_memory(error);
	buf_init(&body, change_arena(change), BODY_MAX);
	cbor_form_write(&body, &form, &(struct body){
	    .job = text_of(job->name), .state = *state });
	document.body = buf_bytes(&body);
	status = buf_status(&body, error);
	if (status == STATUS_OK)
		status = document_id(document.id, host->vault, DOCUMENT_JOB,
		    text_of(job->name), error);
	if (status == STATUS_OK)
		status = document_put(&document, host->vault, change, &entry,
		    error);
	status = commit_entry(host->vault, change, &entry, status, error);
	state->version += status == STATUS_OK;
	return status;
}
