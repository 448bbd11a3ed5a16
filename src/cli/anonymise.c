/*
 * sekisho anonymise run | check | hierarchy | schema
 */
#include "anonymise/anonymise.h"
#include "base/workers.h"
#include "cli/cli.h"
#include "cli/tables.h"

enum { OUTPUT_LIMIT = 1 << 24 };

static enum status
need(const struct cli *cli, const char *name, const char **value,
    struct error *error)
{
	enum status status;

	*value = cli_option(cli, name);
	if (*value != NULL)
		return STATUS_OK;
	status = error_set(error, STATUS_INVALID, "usage",
	    "--%s が必要です", "--%s is needed", name);
	error_at(error, "--%s", name);
	return status;
}

static void
tell(void *context, const char *what, uint64_t done, uint64_t total)
{
	const struct cli *cli = context;
	static const struct {
		const char *what;
		struct words words;
	} steps[] = {
		{ "read", { "読み込み", "reading" } },
		{ "search", { "探索", "searching" } },
		{ "write", { "書き出し", "writing" } },
	};

	for (size_t i = 0; i < LENGTH(steps); i++)
		if (strcmp(what, steps[i].what) == 0)
			what = cli_say(cli, steps[i].words.ja,
			    steps[i].words.en);
	cli_progress(cli, what, done, total);
}

/* Everything that is wrong with a plan, on standard error. */
static void
show_findings(const struct cli *cli, const struct findings *findings)
{
	struct buf buf;

	if (cli->json || findings_total(findings) == 0)
		return;
	buf_init(&buf, cli->arena, OUTPUT_LIMIT);
	findings_print(&buf, findings, cli->language);
	(void)fwrite(buf.p, 1, buf.n, cli->err);
}

static enum status
put_report(struct cli *cli, const struct anonymise_report *report,
    struct error *error)
{
	struct jsonw json;
	struct buf buf;

	buf_init(&buf, cli->arena, OUTPUT_LIMIT);
	if (cli->json) {
		json = jsonw_new(&buf, true);
		anonymise_report_json(&json, report);
	} else {
		anonymise_report_text(&buf, report, cli->language);
	}
	return cli_put(cli, &buf, error);
}

static enum status
run_plan(struct cli *cli, const struct plan *plan, const char *input,
    const struct anonymise_options *options, struct error *error)
{
	struct anonymise_report *report = arena_alloc(cli->arena,
	    sizeof(*report));
	struct csv *csv = NULL;
	struct rows *rows = NULL;
	enum status status;

	if (report == NULL)
		return error_memory(error);
	status = csv_open(&csv, input, &plan->input, error);
	if (status == STATUS_OK)
		status = rows_csv(&rows, csv, error);
	if (status == STATUS_OK)
		status = anonymise_run(report, plan, rows, options,
		    cli->arena, error);
	cli_progress_end(cli);
	if (rows != NULL)
		rows->ops->release(rows);
	csv_close(csv);
	return status == STATUS_OK ? put_report(cli, report, error) : status;
}

static enum status
run(struct cli *cli, struct error *error)
{
	struct anonymise_options options = {
		.output = cli_option(cli, "output"),
		.exhaustive = cli_option(cli, "exhaustive") != NULL,
		.dice = dice_system(),
		.progress = { tell, cli },
	};
	const char *input, *path;
	const struct plan *plan;
	struct findings findings;
	int64_t threads;
	enum status status;

	status = need(cli, "input", &input, error);
	if (status == STATUS_OK)
		status = need(cli, "plan", &path, error);
	if (status == STATUS_OK)
		status = cli_option_int(cli, "threads", 1, WORKERS_MAX,
		    workers_available() > 1 ? 2 : 1, &threads, error);
	if (status != STATUS_OK)
		return status;
	options.threads = (size_t)threads;
	findings_init(&findings, cli->arena, path);
	status = plan_load(&plan, path, &findings, cli->arena, error);
	show_findings(cli, &findings);
	if (status != STATUS_OK)
		return status;
	return run_plan(cli, plan, input, &options, error);
}

static enum status
check(struct cli *cli, struct error *error)
{
	const char *path = cli->arguments[0];
	const struct plan *plan;
	struct findings findings;
	struct jsonw json;
	struct buf buf;
	enum status status;

	findings_init(&findings, cli->arena, path);
	status = plan_load(&plan, path, &findings, cli->arena, error);
	if (status != STATUS_OK && findings_total(&findings) == 0)
		return status;
	buf_init(&buf, cli->arena, OUTPUT_LIMIT);
	if (cli->json) {
		json = jsonw_new(&buf, true);
		jsonw_open_object(&json);
		jsonw_member_bool(&json, "valid", status == STATUS_OK);
		findings_json(&json, &findings);
		jsonw_close_object(&json);
	} else {
		findings_print(&buf, &findings, cli->language);
		if (status == STATUS_OK)
			buf_string(&buf, cli_say(cli, "計画に誤りはありません\n",
			    "the plan is valid\n"));
	}
	if (status != STATUS_OK)
		cli->exit_code = status_table[status].exit;
	return cli_put(cli, &buf, error);
}

static enum status
schema(struct cli *cli, struct error *error)
{
	struct jsonw json;
	struct buf buf;

	buf_init(&buf, cli->arena, OUTPUT_LIMIT);
	json = jsonw_new(&buf, true);
	shape_schema(&json, &plan_language);
	return cli_put(cli, &buf, error);
}

static const struct cli_option run_options[] = {
	{ "input", "FILE", { "匿名化する CSV (- は標準入力)",
	    "the CSV file to anonymise (- for standard input)" } },
	{ "plan", "FILE", { "計画 (YAML)", "the plan (YAML)" } },
	{ "output", "FILE", { "書き出す先。なければ報告だけ",
	    "where to write; without it only the report is made" } },
	{ "threads", "N", { "使うスレッドの数 (既定 2)",
	    "threads to use (2 by default)" } },
	{ "exhaustive", NULL, { "すべての組み合わせを調べる (検算用、遅い)",
	    "look at every node (an oracle; slow)" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_anonymise_commands[] = {
	{ "anonymise", "run", "", { "計画に従って CSV を匿名化する",
	    "anonymise a CSV file by a plan" }, run_options, run },
	{ "anonymise", "check", "PLAN", { "計画を調べる",
	    "check a plan" }, NULL, check },
	{ "anonymise", "schema", "", { "計画の JSON Schema を出力する",
	    "print the JSON Schema of plans" }, NULL, schema },
	{ NULL, NULL, NULL, { NULL, NULL }, NULL, NULL },
};
