/*
 * sekisho statistics make | list | show | approve | budget
 */
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "statistics/release.h"

enum { OUTPUT_MAX = 16 << 20, BASE_MAX = 1000000 };

/* "0.5", "1/3" or "2" as a fraction with small terms. */
static enum status
take_ratio(struct cli *cli, const char *name, struct sampler_ratio *out,
    bool *given, struct error *error)
{
	const char *text = cli_option(cli, name);
	char field[64];

	*given = text != NULL;
	if (text == NULL || sampler_ratio_parse(out, text_of(text)))
		return STATUS_OK;
	(void)snprintf(field, sizeof(field), "--%s", name);
	return cli_usage(field, (struct words){
	    "0.5 や 1/3 のような正の数を指定してください",
	    "a positive number like 0.5 or 1/3 is needed" }, error);
}

static enum status
put_release(struct cli *cli, const struct release *release,
    struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json) {
		json = jsonw_new(&out, true);
		release_json(&json, release);
	} else {
		release_text(&out, release, cli_option(cli, "csv") != NULL,
		    cli->language);
	}
	return cli_put(cli, &out, error);
}

/* How it is protected; one of four. */
static enum status
take_mode(struct cli *cli, struct release_order *order, struct error *error)
{
	bool laplace, gaussian;
	int64_t base = 0;
	enum status status = take_ratio(cli, "epsilon", &order->epsilon,
	    &laplace, error);

	if (status == STATUS_OK)
		status = take_ratio(cli, "variance", &order->variance,
		    &gaussian, error);
	if (status == STATUS_OK)
		status = cli_option_int(cli, "round", 2, BASE_MAX, 0, &base,
		    error);
	if (status != STATUS_OK)
		return status;
	if (laplace + gaussian + (base > 0) > 1)
		return cli_usage("--round", (struct words){
		    "round、epsilon、variance のうち一つだけを指定してください",
		    "give one of round, epsilon and variance" }, error);
	order->base = (uint64_t)base;
	order->mode = laplace ? RELEASE_LAPLACE : gaussian ?
	    RELEASE_GAUSSIAN : base > 0 ? RELEASE_ROUND : RELEASE_SUPPRESS;
	return STATUS_OK;
}

static enum status
make_in(struct session *session, struct visit *visit,
    struct error *error)
{
	struct cli *cli = session->cli;
	const char *rows = cli_option(cli, "rows");
	struct release_order order = {
		.statistic = text_of(cli->arguments[0]),
		.rows = text_of(rows == NULL ? "" : rows),
		.columns = cli_text(cli, "columns"),
		.dice = dice_system(),
	};
	struct release release;
	struct buf out;
	enum status status = take_mode(cli, &order, error);

	if (status != STATUS_OK)
		return status;
	if (rows == NULL)
		return cli_usage("--rows", (struct words){
		    "集計する項目を指定してください",
		    "an item to count by is needed" }, error);
	status = release_make(visit, &order, &release, error);
	if (status != STATUS_OK)
		return status;
	if (!node_bool(release.paper, "approval_needed", false))
		return put_release(cli, &release, error);
	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json)
		buf_printf(&out, "{\"id\": \"%s\", \"needs_approval\": "
		    "true}", release.id);
	else
		buf_printf(&out, cli_say(cli, "%s 承認を待っています\n",
		    "%s waits for approval\n"), release.id);
	return cli_put(cli, &out, error);
}

static enum status
show_in(struct session *session, struct visit *visit,
    struct error *error)
{
	struct cli *cli = session->cli;
	struct release release;
	enum status status = release_show(visit,
	    text_of(cli->arguments[0]), &release, error);

	return status == STATUS_OK ? put_release(cli, &release, error) :
	    status;
}

static enum status
approve_in(struct session *session, struct visit *visit,
    struct error *error)
{
	struct cli *cli = session->cli;
	return release_approve(visit, text_of(cli->arguments[0]), error);
}

/* What was made, without its numbers. */
static void
put_line(struct buf *out, const struct release *release)
{
	static const char *const keys[] = {
		"made_at", "statistic", "purpose", "mode", "rows", "columns",
	};

	buf_string(out, release->id);
	for (size_t k = 0; k < LENGTH(keys); k++)
		buf_printf(out, "  %.*s", TEXT_ARGS(node_text(release->paper,
		    keys[k])));
	buf_byte(out, '\n');
}

static enum status
list_in(struct session *session, struct visit *visit,
    struct error *error)
{
	struct cli *cli = session->cli;
	const struct release *all;
	struct answer answer;
	size_t n;
	enum status status = release_list(&all, &n, visit, error);

	if (status != STATUS_OK)
		return status;
	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	for (size_t i = 0; i < n; i++)
		if (cli->json)
			release_json_line(&answer.json, &all[i]);
		else
			put_line(&answer.out, &all[i]);
	return answer_end(&answer, status, error);
}

static enum status
put_budget(struct cli *cli, const struct budget *budget,
    struct error *error)
{
	const struct {
		struct words words;
		uint64_t value;
	} rows[] = {
		{ { "ε の上限 (百万分の一)",
		    "epsilon, at most (millionths)" },
		  budget->limit.epsilon },
		{ { "ε の使用", "epsilon spent" }, budget->spent.epsilon },
		{ { "ρ の上限 (十億分の一)", "rho, at most (billionths)" },
		  budget->limit.rho },
		{ { "ρ の使用", "rho spent" }, budget->spent.rho },
	};
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json)
		budget_json(&json, budget);
	for (size_t i = 0; !cli->json && i < LENGTH(rows); i++)
		buf_printf(&out, "%s: %llu\n", cli_say(cli, rows[i].words.ja,
		    rows[i].words.en), (unsigned long long)rows[i].value);
	return cli_put(cli, &out, error);
}

static enum status
budget_in(struct session *session, struct visit *visit,
    struct error *error)
{
	struct cli *cli = session->cli;
	struct text statistic = text_of(cli->arguments[0]);
	const char *period = cli_option(cli, "period");
	struct budget_amount limit = { 0, 0 };
	struct sampler_ratio epsilon, rho;
	struct budget budget;
	bool has_epsilon, has_rho;
	enum status status = take_ratio(cli, "epsilon", &epsilon,
	    &has_epsilon, error);

	if (status == STATUS_OK)
		status = take_ratio(cli, "rho", &rho, &has_rho, error);
	if (status != STATUS_OK)
		return status;
	if (period != NULL && strcmp(period, "month") != 0 &&
	    strcmp(period, "year") != 0)
		return cli_usage("--period", (struct words){
		    "month か year を指定してください",
		    "month or year is needed" }, error);
	if (has_epsilon)
		limit.epsilon = budget_epsilon(epsilon);
	if (has_rho)
		limit.rho = budget_rho(rho);
	if (has_epsilon || has_rho)
		status = budget_set(visit, statistic, limit,
		    period != NULL && strcmp(period, "year") == 0 ?
		    BUDGET_YEAR : BUDGET_MONTH, error);
	if (status == STATUS_OK)
		status = budget_read(&budget, visit, statistic, error);
	return status == STATUS_OK ? put_budget(cli, &budget, error) :
	    status;
}

#define LAST { NULL, NULL, { NULL, NULL } }
#define CSV_OPTION { "csv", NULL, { "CSV で出力する", "write CSV" } }

static const struct cli_option make_options[] = {
	VISIT_OPTIONS,
	{ "rows", "GROUPING", {
	    "集計する項目 (sex、birth_date:birth_date:2 など)",
	    "item to count by (sex, birth_date:birth_date:2 ...)" } },
	{ "columns", "GROUPING", { "もう一つの項目", "a second one" } },
	{ "round", "BASE", { "すべての数をこの倍数に丸める",
	  "round every number to a multiple" } },
	{ "epsilon", "E", { "離散ラプラス雑音を加える (予算から引く)",
	  "add discrete Laplace noise, charged to the budget" } },
	{ "variance", "V", { "離散ガウス雑音を加える (予算から引く)",
	  "add discrete Gaussian noise, charged to the budget" } },
	CSV_OPTION, LAST
};
static const struct cli_option show_options[] = {
	VISIT_OPTIONS, CSV_OPTION, LAST
};
static const struct cli_option visit_options[] = { VISIT_OPTIONS, LAST };
static const struct cli_option budget_options[] = {
	VISIT_OPTIONS,
	{ "epsilon", "E", { "期間中の ε の上限", "epsilon in a period" } },
	{ "rho", "R", { "期間中の ρ の上限", "rho in a period" } },
	{ "period", "PERIOD", { "month (既定) か year",
	  "month (default) or year" } },
	LAST
};

const struct cli_command cli_statistics_commands[] = {
	{ "statistics", "make", "STATISTIC",
	  { "宣言された統計を集計する", "make a declared statistic" },
	  make_options, .in_visit = make_in },
	{ "statistics", "list", "",
	  { "集計したものの一覧", "list what was made" }, visit_options,
	  .in_visit = list_in },
	{ "statistics", "show", "RELEASE",
	  { "集計したものを見る", "show what was made" }, show_options,
	  .in_visit = show_in },
	{ "statistics", "approve", "RELEASE",
	  { "統計を承認する", "approve a statistic" }, visit_options,
	  .in_visit = approve_in },
	{ "statistics", "budget", "STATISTIC",
	  { "プライバシー予算を見る・決める",
	    "show or set the privacy budget" }, budget_options,
	  .in_visit = budget_in },
	{ .noun = NULL },
};
