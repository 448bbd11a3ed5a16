/*
 * sekisho anonymise run | check | suggest | hierarchy | schema
 */
#include <sys/stat.h>

#include "anonymise/anonymise.h"
#include "anonymise/suggest.h"
#include "base/mem.h"
#include "base/workers.h"
#include "cli/cli.h"
#include "cli/tables.h"

enum { OUTPUT_LIMIT = 1 << 28, ROW_ARENA = 1 << 26 };

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
	struct table *rows = NULL;
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

/* The table, the plan or a file of it under any of its names. */
static enum status
check_output(const char *output, const char *read, struct error *error)
{
	struct stat a, b;

	if (output == NULL || stat(output, &a) != 0 || stat(read, &b) != 0 ||
	    a.st_dev != b.st_dev || a.st_ino != b.st_ino)
		return STATUS_OK;
	return cli_usage("--output", (struct words){
	    "読み込むファイルに上書きすることになります",
	    "it would be written over what is read" }, error);
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
	int64_t threads, seconds = 0;
	enum status status;

	status = need(cli, "input", &input, error);
	if (status == STATUS_OK)
		status = need(cli, "plan", &path, error);
	if (status == STATUS_OK)
		status = check_output(options.output, input, error);
	if (status == STATUS_OK)
		status = check_output(options.output, path, error);
	if (status == STATUS_OK)
		status = cli_option_int(cli, "threads", 1, WORKERS_MAX,
		    workers_available() > 1 ? 2 : 1, &threads, error);
	if (status != STATUS_OK)
		return status;
	status = cli_option_int(cli, "time-limit", 1, 1000000, 0, &seconds,
	    error);
	if (status != STATUS_OK)
		return status;
	options.time_limit = seconds * 1000;
	options.threads = (size_t)threads;
	findings_init(&findings, cli->arena, path);
	status = plan_load(&plan, path, &findings, cli->arena, error);
	show_findings(cli, &findings);
	for (size_t i = 0; status == STATUS_OK && i < plan->file_count &&
	    i < PLAN_FILES; i++)
		status = check_output(options.output, plan->files[i].path,
		    error);
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
suggest(struct cli *cli, struct error *error)
{
	const struct csv_options options = { .delimiter = 0 };
	struct csv *csv = NULL;
	struct table *rows = NULL;
	const char *input;
	struct buf buf;
	enum status status = need(cli, "input", &input, error);

	if (status == STATUS_OK)
		status = csv_open(&csv, input, &options, error);
	if (status == STATUS_OK)
		status = rows_csv(&rows, csv, error);
	buf_init(&buf, cli->arena, OUTPUT_LIMIT);
	if (status == STATUS_OK)
		status = suggest_plan(&buf, rows,
		    clock_tokyo_day(clock_now(cli->clock)), cli->language,
		    error);
	if (rows != NULL)
		rows->ops->release(rows);
	csv_close(csv);
	return status == STATUS_OK ? cli_put(cli, &buf, error) : status;
}

/* The values of one column, as a dictionary. */
static enum status
column_values(struct dict *values, const char *path, const char *name,
    struct arena *arena, struct error *error)
{
	const struct csv_options options = { .delimiter = 0 };
	struct csv *csv = NULL;
	struct text *fields = NULL;
	enum status status = csv_open(&csv, path, &options, error);
	uint64_t line;
	bool more = true;
	size_t c = 0;

	if (status == STATUS_OK) {
		c = csv_find(csv, text_of(name));
		fields = mem_array(csv_columns(csv), sizeof(*fields));
		if (c == csv_columns(csv))
			status = cli_usage("--column", (struct words){
			    "その列は入力にありません",
			    "the input has no such column" }, error);
		else if (fields == NULL || !dict_init(values))
			status = error_memory(error);
	}
	while (status == STATUS_OK) {
		arena_reset(arena);
		status = csv_next(csv, fields, &line, &more, arena, error);
		if (status != STATUS_OK || !more)
			break;
		if (dict_add_text(values, fields[c], line) == DICT_NONE)
			status = error_memory(error);
	}
	mem_free(fields);
	csv_close(csv);
	return status;
}

/* A hierarchy in ARX's form: a line for each leaf. */
static void
put_hierarchy(struct buf *out, const struct hierarchy *h)
{
	for (uint32_t i = 0; i < h->leaves; i++)
		for (uint32_t l = 0; l < h->levels; l++) {
			uint32_t leaf = h->order[i];

			csv_put(out, dict_text(&h->label[l],
			    h->row[(size_t)leaf * h->levels + l]), ';');
			buf_byte(out, l + 1 < h->levels ? ';' : '\n');
		}
}

static enum status
print_hierarchy(struct cli *cli, const struct hierarchy_recipe *recipe,
    const struct dict *values, struct error *error)
{
	struct hierarchy hierarchy;
	uint32_t missing = DICT_NONE;
	struct buf buf;
	enum status status = hierarchy_build(&hierarchy, recipe, values,
	    &missing, error);

	buf_init(&buf, cli->arena, OUTPUT_LIMIT);
	if (status == STATUS_OK && missing != DICT_NONE) {
		status = error_set(error, STATUS_INVALID,
		    "value_not_in_hierarchy",
		    "内蔵の階層が読めない値があります",
		    "the built-in hierarchy cannot read a value");
		error_at(error, "%s:%llu", cli_option(cli, "input"),
		    (unsigned long long)values->places[missing]);
	}
	if (status == STATUS_OK)
		put_hierarchy(&buf, &hierarchy);
	hierarchy_free(&hierarchy);
	return status == STATUS_OK ? cli_put(cli, &buf, error) : status;
}

static enum status
hierarchy(struct cli *cli, struct error *error)
{
	struct hierarchy_recipe recipe = {
		.municipalities = cli_option(cli, "municipalities")
	};
	const char *input, *column, *day = cli_option(cli, "reference-date");
	struct arena *arena;
	struct dict values = { .count = 0 };
	enum status status = need(cli, "input", &input, error);
	size_t rule = 0;

	if (status == STATUS_OK)
		status = need(cli, "column", &column, error);
	while (rule < RULE_NAMED &&
	    strcmp(hierarchy_rule_names[rule], cli->arguments[0]) != 0)
		rule++;
	if (status == STATUS_OK && rule == RULE_NAMED)
		status = cli_usage(cli->arguments[0], (struct words){
		    "そのような内蔵の階層はありません",
		    "there is no such built-in hierarchy" }, error);
	recipe.rule = (enum hierarchy_rule)rule;
	recipe.reference_day = clock_tokyo_day(clock_now(cli->clock));
	if (status == STATUS_OK && day != NULL &&
	    !clock_parse_date(text_of(day), &recipe.reference_day))
		status = cli_usage("--reference-date", (struct words){
		    "日付 (YYYY-MM-DD) ではありません",
		    "not a date (YYYY-MM-DD)" }, error);
	if (status != STATUS_OK)
		return status;
	arena = arena_new(ROW_ARENA);
	status = arena == NULL ? error_memory(error) :
	    column_values(&values, input, column, arena, error);
	if (status == STATUS_OK)
		status = print_hierarchy(cli, &recipe, &values, error);
	if (values.slots != NULL)
		dict_free(&values);
	arena_free(arena);
	return status;
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
	{ "time-limit", "SECONDS", {
	    "探索を打ち切る時間。最適の証明がないことがある "
	    "(組み合わせが多いときの既定 300)",
	    "when to stop searching; the result may not be proven (300 by "
	    "default where there are very many combinations)" } },
	{ "exhaustive", NULL, { "すべての組み合わせを調べる (検算用、遅い)",
	    "look at every node (an oracle; slow)" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const struct cli_option suggest_options[] = {
	{ "input", "FILE", { "見る CSV", "the CSV file to look at" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const struct cli_option hierarchy_options[] = {
	{ "input", "FILE", { "値のある CSV", "the CSV file with the values" } },
	{ "column", "NAME", { "値のある列", "the column with the values" } },
	{ "municipalities", "FILE", {
	    "KEN_ALL.CSV か utf_ken_all.csv (postal_code)",
	    "KEN_ALL.CSV or utf_ken_all.csv, for postal_code" } },
	{ "reference-date", "DATE", {
	    "年齢を数える日 (birth_date、既定は今日)",
	    "day at which ages are counted, for birth_date" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_anonymise_commands[] = {
	{ "anonymise", "run", "", { "計画に従って CSV を匿名化する",
	    "anonymise a CSV file by a plan" }, run_options, .run = run },
	{ "anonymise", "check", "PLAN", { "計画を調べる",
	    "check a plan" }, NULL, .run = check },
	{ "anonymise", "suggest", "", { "データから計画の案を作る",
	    "suggest a plan from the data" }, suggest_options, .run = suggest },
	{ "anonymise", "hierarchy", "RULE", {
	    "内蔵の階層を ARX の CSV の形で出力する",
	    "print a built-in hierarchy in ARX's CSV form" },
	    hierarchy_options, .run = hierarchy },
	{ "anonymise", "schema", "", { "計画の JSON Schema を出力する",
	    "print the JSON Schema of plans" }, NULL, .run = schema },
	{ .noun = NULL },
};
