/*
 * sekisho anonymise make, list, show ...: processed information.
 */
#include "anonymise/report.h"
#include "base/file.h"
#include "base/json.h"
#include "base/workers.h"
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"

enum { OUTPUT_MAX = 64 << 20 };

static enum status
need(const struct cli *cli, const char *name, const char **value,
    struct error *error)
{
	char field[64];

	*value = cli_option(cli, name);
	if (*value != NULL)
		return STATUS_OK;
	(void)snprintf(field, sizeof(field), "--%s", name);
	return cli_usage(field, (struct words){ "この指定が必要です",
	    "this option is needed" }, error);
}

/* One of a list of names; its place. */
static enum status
choose(const struct cli *cli, const char *option,
    const char *const *names, int absent, int *chosen, struct error *error)
{
	const char *name = cli_option(cli, option);
	char field[64];

	*chosen = absent;
	if (name == NULL)
		return STATUS_OK;
	for (*chosen = 0; names[*chosen] != NULL; (*chosen)++)
		if (strcmp(names[*chosen], name) == 0)
			return STATUS_OK;
	(void)snprintf(field, sizeof(field), "--%s", option);
	return cli_usage(field, (struct words){ "そのような選択肢はありません",
	    "there is no such choice" }, error);
}

static void
tell(void *context, const char *what, uint64_t done, uint64_t total)
{
	cli_progress(context, what, done, total);
}

static enum status
put_made(struct cli *cli, const struct processed_made *made,
    struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json) {
		json = jsonw_new(&out, true);
		processed_made_json(&json, made);
		return cli_put(cli, &out, error);
	}
	buf_printf(&out, cli_say(cli, "%s: 本人 %llu 人、対象外 %llu 人\n",
	    "%s: %llu people, %llu left out\n"), made->id,
	    (unsigned long long)made->people,
	    (unsigned long long)made->left_out);
	for (size_t i = 0; i < made->step_count; i++)
		buf_printf(&out, "  %s %s: %s\n", made->steps[i].rule,
		    cli_say(cli, made->steps[i].what.ja,
		    made->steps[i].what.en),
		    made->steps[i].evidence[cli->language]);
	anonymise_report_text(&out, made->report, cli->language);
	if (made->needs_approval)
		buf_string(&out, cli_say(cli, "承認を待っています\n",
		    "waits for approval\n"));
	return cli_put(cli, &out, error);
}

/* Writes a document beside the act: PDF by its name, else a page. */
static enum status
put_document(struct cli *cli, const struct doc *doc, const char *path,
    struct error *error)
{
	struct buf out;
	enum status status;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	status = report_write(&out, doc, text_ends_with(text_of(path),
	    ".pdf"), cli->arena, error);
	return status == STATUS_OK ? file_replace(path, buf_bytes(&out),
	    0600, error) : status;
}

static enum status
put_status_page(struct session *session, const char *path,
    struct error *error)
{
	struct cli *cli = session->cli;
	const struct node *state;
	struct jsonw json;
	struct buf out;
	struct doc *doc;
	enum status status;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, false);
	status = processed_status(&json, session->vault, session->reader,
	    cli->arena, error);
	if (status == STATUS_OK)
		status = buf_status(&out, error);
	if (status == STATUS_OK)
		status = json_parse(&state, buf_bytes(&out), cli->arena,
		    error);
	if (status == STATUS_OK)
		status = report_state(&doc, state, cli->language, cli->arena,
		    error);
	return status == STATUS_OK ? put_document(cli, doc, path, error) :
	    status;
}

static enum status
put_report_page(struct session *session, struct visit *visit,
    struct text id, const char *path, struct error *error)
{
	struct cli *cli = session->cli;
	const struct node *method;
	struct processed processed;
	struct doc *doc;
	enum status status = processed_method(visit, id, &method, error);

	if (status == STATUS_OK)
		status = processed_get(&processed, session->vault,
		    session->reader, id, cli->arena, error);
	if (status == STATUS_OK)
		status = report_dataset(&doc, &processed, method,
		    cli->language, cli->arena, error);
	return status == STATUS_OK ? put_document(cli, doc, path, error) :
	    status;
}

static void
show_findings(const struct cli *cli, const struct findings *findings)
{
	struct buf buf;

	if (cli->json || findings_total(findings) < 2)
		return;
	buf_init(&buf, cli->arena, OUTPUT_MAX);
	findings_print(&buf, findings, cli->language);
	(void)fwrite(buf.p, 1, buf.n, cli->err);
}

static enum status
make_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	const char *report = cli_option(cli, "report");
	const char *notice = cli_option(cli, "status-page");
	struct findings findings;
	struct processed_made *made = arena_alloc(cli->arena, sizeof(*made));
	struct processed_order order = {
		.declaration = cli_text(cli, "declaration"),
		.threads = workers_available() > 1 ? 2 : 1,
		.progress = { tell, cli }, .findings = &findings,
	};
	int kind;
	enum status status = need(cli, "plan", &order.plan, error);

	if (made == NULL)
		return error_memory(error);
	if (status == STATUS_OK)
		status = choose(cli, "kind", lawful_kind_names,
		    LAWFUL_ANONYMISED, &kind, error);
	if (status != STATUS_OK)
		return status;
	order.kind = (enum lawful_kind)kind;
	findings_init(&findings, cli->arena, order.plan);
	status = processed_make(visit, &order, made, error);
	cli_progress_end(cli);
	show_findings(cli, &findings);
	if (status != STATUS_OK)
		return status;
	if (report != NULL)
		status = put_report_page(session, visit, text_of(made->id),
		    report, error);
	if (status == STATUS_OK && notice != NULL)
		status = put_status_page(session, notice, error);
	if (status == STATUS_OK)
		status = put_made(cli, made, error);
	processed_made_free(made);
	return status;
}

/* Who has what is in the papers; the list says only what there is. */
static void
json_paper(struct jsonw *json, const struct processed *processed)
{
	static const char *const keys[] = {
		"made_at", "kind", "declaration", "purpose", "rows",
	};

	jsonw_open_object(json);
	jsonw_member_string(json, "id", processed->id);
	for (size_t i = 0; i < LENGTH(keys); i++) {
		jsonw_key(json, keys[i]);
		jsonw_node(json, node_get(processed->paper, keys[i]));
	}
	jsonw_close_object(json);
}

static enum status
list_in(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	const struct processed *all;
	struct answer answer;
	size_t n;
	enum status status = processed_list(&all, &n, session->vault,
	    session->reader, cli->arena, error);

	if (status != STATUS_OK)
		return status;
	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	for (size_t i = 0; i < n; i++) {
		const struct node *paper = all[i].paper;

		if (cli->json)
			json_paper(&answer.json, &all[i]);
		else
			buf_printf(&answer.out, "%s  %.*s  %s  %.*s  %lld\n",
			    all[i].id, TEXT_ARGS(node_text(paper,
			    "made_at")), lawful_kind_names[all[i].kind],
			    TEXT_ARGS(node_text(paper, "declaration")),
			    (long long)node_int(paper, "rows", 0));
	}
	return answer_end(&answer, status, error);
}

static enum status
show_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct processed processed;
	struct jsonw json;
	struct buf out;
	enum status status = processed_show(visit,
	    text_of(cli->arguments[0]), &processed, error);

	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	processed_json(&json, &processed);
	return cli_put(cli, &out, error);
}

static enum status
approve(struct session *session, struct visit *visit,
    struct error *error)
{
	static const char *const names[] = { "anonymise", "export", NULL };
	static const enum act acts[] = { ACT_ANONYMISE, ACT_EXPORT };
	int act;
	enum status s = choose(session->cli, "act", names, 0, &act, error);

	return s == STATUS_OK ? processed_approve(visit,
	    text_of(session->cli->arguments[0]), acts[act], error) : s;
}

static enum status
publish(struct session *session, struct visit *visit,
    struct error *error)
{
	struct cli *cli = session->cli;
	const char *where, *from = cli_option(cli, "from");
	const char *page = cli_option(cli, "status-page");
	struct processed_notice notice = {
		.declaration = text_of(cli->arguments[0]),
		.ways = cli_option(cli, "ways") != NULL,
	};
	int64_t day;
	enum status status = need(cli, "where", &where, error);

	if (status != STATUS_OK)
		return status;
	notice.where = text_of(where);
	if (from != NULL && !clock_parse_date(text_of(from), &day))
		return cli_usage("--from", (struct words){
		    "日付 (YYYY-MM-DD) を指定してください",
		    "a date (YYYY-MM-DD) is needed" }, error);
	/* A day that has begun is now. */
	if (from != NULL && day != clock_tokyo_day(visit->now))
		notice.from = clock_tokyo_midnight(day);
	status = processed_publish(visit, &notice, error);
	return status == STATUS_OK && page != NULL ? put_status_page(session,
	    page, error) : status;
}

static enum status
use_in(struct session *session, struct visit *visit, struct error *error)
{
	struct processed_out out = { .path = NULL };
	int use;
	enum status status = choose(session->cli, "for", processed_use_names,
	    PROCESSED_ANALYSIS, &use, error);

	if (status == STATUS_OK)
		status = need(session->cli, "output", &out.path, error);
	return status == STATUS_OK ? processed_use(visit,
	    text_of(session->cli->arguments[0]), (enum processed_use)use,
	    &out, error) : status;
}

static enum status
provide(struct session *session, struct visit *visit,
    struct error *error)
{
	struct processed_provision provision = { .folder = NULL };
	const char *recipient, *way;
	enum status status = need(session->cli, "recipient", &recipient,
	    error);

	if (status == STATUS_OK)
		status = need(session->cli, "way", &way, error);
	if (status == STATUS_OK)
		status = need(session->cli, "output", &provision.folder,
		    error);
	if (status != STATUS_OK)
		return status;
	provision.recipient = text_of(recipient);
	provision.way = text_of(way);
	return processed_provide(visit, text_of(session->cli->arguments[0]),
	    &provision, error);
}

static enum status
method_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct text id = text_of(cli->arguments[0]);
	const char *path = cli_option(cli, "report");
	const struct node *method;
	struct jsonw json;
	struct buf out;
	enum status status;

	if (path != NULL)
		return put_report_page(session, visit, id, path, error);
	status = processed_method(visit, id, &method, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json) {
		json = jsonw_new(&out, true);
		jsonw_node(&json, method);
	} else {
		buf_text(&out, node_text(method, "plan"));
	}
	return cli_put(cli, &out, error);
}

static enum status
evaluate(struct session *session, struct visit *visit,
    struct error *error)
{
	const char *result;
	enum status status = need(session->cli, "result", &result, error);

	return status == STATUS_OK ? processed_evaluate(visit,
	    text_of(session->cli->arguments[0]), text_of(result), error) :
	    status;
}

static enum status
erase(struct session *s, struct visit *visit, struct error *error)
{
	return processed_erase(visit, text_of(s->cli->arguments[0]), error);
}

static enum status
status_in(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	const char *page = cli_option(cli, "status-page");
	struct jsonw json;
	struct buf out;
	enum status status;

	if (page != NULL)
		return put_status_page(session, page, error);
	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	status = processed_status(&json, session->vault, session->reader,
	    cli->arena, error);
	return status == STATUS_OK ? cli_put(cli, &out, error) : status;
}

#define PAGE_OPTION \
	{ "status-page", "FILE", { "公表用の状況ページ (.pdf か HTML) を書き出す", \
	  "also write the public status page (.pdf, or HTML)" } }
#define REPORT_OPTION \
	{ "report", "FILE", { "責任者向けの報告書 (.pdf か HTML) を書き出す", \
	  "write the officer's report (.pdf, or HTML)" } }
#define LAST { NULL, NULL, { NULL, NULL } }

static const struct cli_option make_options[] = {
	VISIT_OPTIONS,
	{ "kind", "anonymised|pseudonymised|internal", { "anonymised (既定)、pseudonymised、internal",
	  "anonymised (default), pseudonymised or internal" } },
	{ "declaration", "ID", { "ポリシーの宣言",
	  "the policy's declaration" } },
	{ "plan", "FILE", { "計画 (YAML)。列名は項目の id",
	  "the plan (YAML); columns are named by items" } },
	REPORT_OPTION, PAGE_OPTION, LAST
};
static const struct cli_option visit_options[] = {
	VISIT_OPTIONS,
	{ "act", "anonymise|export", { "anonymise (既定) か export",
	  "anonymise (default) or export" } },
	LAST
};
static const struct cli_option publish_options[] = {
	VISIT_OPTIONS,
	{ "where", "URL", { "公表した場所", "where it is published" } },
	{ "ways", NULL, { "提供の方法も (法43条4項)",
	  "with the ways of provision (43(4))" } },
	{ "from", "DATE", { "公表する日 (既定は今)",
	  "day of publication (now by default)" } },
	PAGE_OPTION, LAST
};
static const struct cli_option use_options[] = {
	VISIT_OPTIONS,
	{ "for", "analysis|collation|contact", {
	  "analysis (既定)、collation、contact",
	  "analysis (default), collation or contact" } },
	{ "output", "FILE", { "書き出す先", "where to write" } },
	LAST
};
static const struct cli_option provide_options[] = {
	VISIT_OPTIONS,
	{ "recipient", "NAME", { "提供先の名称", "name of the recipient" } },
	{ "way", "WAY", { "提供の方法 (公表したもの)",
	  "way of provision, as published" } },
	{ "output", "FOLDER", { "書き出すフォルダー",
	  "folder to write" } },
	LAST
};
static const struct cli_option method_options[] = {
	VISIT_OPTIONS, REPORT_OPTION, LAST
};
static const struct cli_option evaluate_options[] = {
	VISIT_OPTIONS,
	{ "result", "TEXT", { "評価と改善の内容", "what came of it" } },
	LAST
};
static const struct cli_option erase_options[] = { VISIT_OPTIONS, LAST };
static const struct cli_option list_options[] = { SESSION_OPTIONS, LAST };
static const struct cli_option status_options[] = {
	SESSION_OPTIONS, PAGE_OPTION, LAST
};

const struct cli_command cli_processed_commands[] = {
	{ "anonymise", "make", "",
	  { "ストアから匿名加工情報などを作成し、封緘して保管する",
	    "make processed information from the store, sealed" },
	  make_options, .in_visit = make_in },
	{ "anonymise", "list", "",
	  { "作成したデータセットの一覧", "list the datasets" }, list_options,
	  .in_store = list_in },
	{ "anonymise", "show", "DATASET",
	  { "作成・承認・利用・提供の記録を見る",
	    "show the record of making, approval, use and provision" },
	  erase_options, .in_visit = show_in },
	{ "anonymise", "approve", "DATASET",
	  { "作成か持ち出しを承認する", "approve the making or an export" },
	  visit_options, .in_visit = approve },
	{ "anonymise", "publish", "DECLARATION",
	  { "公表したことを記録する", "record what is published" },
	  publish_options, .in_visit = publish },
	{ "anonymise", "use", "DATASET",
	  { "社内で使うために書き出す", "write it for use inside" }, use_options,
	  .in_visit = use_in },
	{ "anonymise", "provide", "DATASET",
	  { "提供するための一式を書き出す", "write a package to provide" },
	  provide_options, .in_visit = provide },
	{ "anonymise", "method", "DATASET",
	  { "加工方法等情報を見る", "show how it was made" },
	  method_options, .in_visit = method_in },
	{ "anonymise", "evaluate", "DATASET",
	  { "加工方法等情報の取扱いの評価を記録する",
	    "record an evaluation of how methods are handled" },
	  evaluate_options, .in_visit = evaluate },
	{ "anonymise", "erase", "DATASET",
	  { "ファイルと加工方法等情報を消去する (記録は残る)",
	    "erase file and method; the paper stays" }, erase_options,
	  .in_visit = erase },
	{ "anonymise", "status", "",
	  { "作成と提供の状況 (公表用)",
	    "what is made and provided, for the public" },
	  status_options, .in_store = status_in },
	{ .noun = NULL },
};
