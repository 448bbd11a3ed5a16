/*
 * sekisho job list|run
 */
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "jobs/job.h"

enum { OUTPUT_MAX = 1 << 20 };

static void
json_job(struct jsonw *json, const struct job *job,
    const struct job_state *state, int64_t next, int64_t now)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "job", job->name);
	jsonw_member_bool(json, "running", job_is_claimed(state, now));
	jsonw_given_instant(json, "next", next);
	jsonw_given_instant(json, "began", state->began);
	jsonw_given_instant(json, "ended", state->ended);
	jsonw_given_instant(json, "succeeded", state->succeeded);
	jsonw_member_int(json, "count", (int64_t)state->count);
	jsonw_member_int(json, "failures", (int64_t)state->failures);
	if (state->code[0] != '\0')
		jsonw_member_string(json, "code", state->code);
	jsonw_close_object(json);
}

static void
text_job(struct buf *out, const struct cli *cli, const struct job *job,
    const struct job_state *state, int64_t next, int64_t now)
{
	char at[CLOCK_TEXT_SIZE] = "-", ended[CLOCK_TEXT_SIZE] = "-";

	if (next != INT64_MAX)
		clock_format(next, at);
	if (state->ended != 0)
		clock_format(state->ended, ended);
	buf_printf(out, "%-10s %s\n", job->name, cli_say(cli, job->about.ja,
	    job->about.en));
	buf_printf(out, cli_say(cli, "           次回 %s  前回 %s",
	    "           next %s  last %s"), at, ended);
	if (job_is_claimed(state, now))
		buf_printf(out, "  %s", cli_say(cli, "実行中", "running"));
	if (state->failures > 0)
		buf_printf(out, cli_say(cli, "  失敗 %llu 回 (%s)",
		    "  failed %llu times (%s)"),
		    (unsigned long long)state->failures, state->code);
	buf_byte(out, '\n');
}

/* When it runs next, if a server is there. */
static int64_t
next_of(const struct job_state *state, const struct schedule *schedule,
    int64_t now)
{
	int64_t next = schedule_next(schedule, now);

	if (schedule_last(schedule, now) > state->planned)
		next = now;
	return next < state->not_before ? state->not_before : next;
}

static enum status
list(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	int64_t now = clock_now(vault_clock(session->vault));
	struct answer answer;
	enum status status = job_check(&session->config, error);

	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	for (const struct job *job = job_table;
	    job->name != NULL && status == STATUS_OK; job++) {
		struct schedule schedule;
		struct job_state state;
		int64_t next;

		status = job_schedule(&schedule, job, &session->config,
		    error);
		if (status == STATUS_OK)
			status = job_state_read(&state, job, session->vault,
			    session->reader, error);
		if (status != STATUS_OK)
			break;
		next = schedule.kind == SCHEDULE_OFF ? INT64_MAX :
		    next_of(&state, &schedule, now);
		if (cli->json)
			json_job(&answer.json, job, &state, next, now);
		else
			text_job(&answer.out, cli, job, &state, next, now);
	}
	return answer_end(&answer, status, error);
}

static enum status
go(struct session *session, const struct job *job, struct buf *out,
    struct error *error)
{
	const struct cli *cli = session->cli;
	const struct job_host host = {
		.vault = session->vault, .config = &session->config,
		.principal = session->visitor.principal,
	};
	uint64_t count;
	enum status status = job_go(job, &host, &count, error);

	if (status == STATUS_OK)
		buf_printf(out, cli_say(cli, "%s: 終わりました (%llu)\n",
		    "%s: done (%llu)\n"), job->name,
		    (unsigned long long)count);
	return status;
}

/* Those that are due by their schedules; the first failure is the answer. */
static enum status
go_due(struct session *session, struct buf *out, struct error *error)
{
	enum status result = STATUS_OK;

	for (const struct job *job = job_table; job->name != NULL; job++) {
		struct schedule schedule;
		struct job_state state;
		struct error one;
		enum status status = job_schedule(&schedule, job,
		    &session->config, &one);

		if (status == STATUS_OK)
			status = job_state_read(&state, job, session->vault,
			    session->reader, &one);
		if (status == STATUS_OK && job_is_due(&state, &schedule,
		    session->vault))
			status = go(session, job, out, &one);
		if (status == STATUS_OK || result != STATUS_OK)
			continue;
		result = status;
		*error = one;
		error_at(error, "%s", job->name);
	}
	return result;
}

static enum status
run(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	const struct job *job = NULL;
	struct error putting;
	struct buf out;
	enum status status = job_check(&session->config, error);

	if (status == STATUS_OK && cli->argument_count > 0) {
		job = job_find(text_of(cli->arguments[0]));
		if (job == NULL)
			return error_set(error, STATUS_NOT_FOUND, "no_job",
			    "そのジョブはありません", "there is no such job");
	}
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	status = job != NULL ? go(session, job, &out, error) :
	    go_due(session, &out, error);
	if (out.n > 0 && cli_put(cli, &out, &putting) != STATUS_OK &&
	    status == STATUS_OK) {
		*error = putting;
		status = putting.status;
	}
	return status;
}

const struct cli_command cli_job_commands[] = {
	{ "job", "list", "",
	  { "ジョブの予定と前回の結果を表示する",
	    "show when jobs run and how they went" }, session_options,
	  .in_store = list },
	{ "job", "run", "[JOB]",
	  { "ジョブを実行する (指定がなければ予定の来たもの)",
	    "run a job, or those that are due" },
	  session_options, .in_store = run },
	{ .noun = NULL },
};
