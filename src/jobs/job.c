#include "base/cbor.h"
#include "jobs/job_parts.h"
#include "vault/commit.h"

enum { BODY_MAX = 1024, ARENA = 1 << 20 };

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

enum status
job_stopped(struct error *error)
{
	return error_set(error, STATUS_BUSY, "stopped",
	    "途中で終了しました。続きは次に実行されます",
	    "it was stopped on the way and goes on another time");
}

static void
read_member(struct job_state *state, uint64_t key, struct cbor *in)
{
	struct text code;

	switch (key) {
	case 0: (void)cbor_read_text(in); break;
	case 1: cbor_read_fixed(in, state->owner, JOB_OWNER); break;
	case 2: state->until = (int64_t)cbor_read_uint(in); break;
	case 3: state->planned = (int64_t)cbor_read_uint(in); break;
	case 4: state->began = (int64_t)cbor_read_uint(in); break;
	case 5: state->ended = (int64_t)cbor_read_uint(in); break;
	case 6: state->succeeded = (int64_t)cbor_read_uint(in); break;
	case 7: state->failures = cbor_read_uint(in); break;
	case 8:
		code = cbor_read_text(in);
		(void)snprintf(state->code, sizeof(state->code), "%.*s",
		    TEXT_ARGS(code));
		break;
	case 9: state->count = cbor_read_uint(in); break;
	case 10: state->not_before = (int64_t)cbor_read_uint(in); break;
	default: cbor_fail(in); break;
	}
}

static enum status
read_body(struct job_state *state, const struct document *document,
    struct error *error)
{
	struct cbor in = cbor_reader(document->body);
	size_t n = cbor_read_map(&in);
	int64_t last = -1;

	for (size_t i = 0; i < n && !in.failed; i++)
		read_member(state, cbor_read_key(&in, &last), &in);
	state->version = document->version;
	return cbor_done(&in) ? STATUS_OK : error_set(error,
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

static void
write_body(struct buf *out, const struct job *job, const struct job_state *s)
{
	const uint64_t numbers[] = {
		(uint64_t)s->until, (uint64_t)s->planned, (uint64_t)s->began,
		(uint64_t)s->ended, (uint64_t)s->succeeded, s->failures,
	};

	cbor_map(out, 11);
	cbor_uint(out, 0);
	cbor_text(out, text_of(job->name));
	cbor_uint(out, 1);
	cbor_bytes(out, s->owner, JOB_OWNER);
	for (size_t i = 0; i < LENGTH(numbers); i++) {
		cbor_uint(out, i + 2);
		cbor_uint(out, numbers[i]);
	}
	cbor_uint(out, 8);
	cbor_text(out, text_of(s->code));
	cbor_uint(out, 9);
	cbor_uint(out, s->count);
	cbor_uint(out, 10);
	cbor_uint(out, (uint64_t)s->not_before);
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
	write_body(&body, job, state);
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
