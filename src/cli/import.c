/*
 * sekisho import csv | list | accept | discard - many people out of a table.
 */
#include <errno.h>

#include "base/encode.h"
#include "base/file_stream.h"
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "connector/import.h"
#include "connector/sweep.h"

enum { OUTPUT_LIMIT = 16 << 20, REPORT_LINE = 8192 };

struct import_run {
	struct cli *cli;
	struct file_stream *report;
	bool report_failed;
	uint64_t shown;			/* bad records on standard error */
};

enum { SHOWN_MAX = 10 };

static void
write_report(struct import_run *run, uint64_t line, struct text column,
    const struct error *error)
{
	struct arena *arena = arena_new(2 * REPORT_LINE);
	struct error ignored;
	struct buf out;

	if (arena == NULL) {
		run->report_failed = true;
		return;
	}
	buf_init(&out, arena, REPORT_LINE);
	buf_printf(&out, "%llu,", (unsigned long long)line);
	csv_put(&out, column, ',');
	buf_printf(&out, ",%s,", error->code);
	csv_put(&out, text_of(error->text[run->cli->language]), ',');
	buf_string(&out, "\r\n");
	if (buf_status(&out, &ignored) != STATUS_OK ||
	    file_stream_put(run->report, buf_bytes(&out), &ignored) !=
	    STATUS_OK)
		run->report_failed = true;
	arena_free(arena);
}

static void
bad(void *context, uint64_t line, struct text column,
    const struct error *error)
{
	struct import_run *run = context;
	struct cli *cli = run->cli;

	if (run->report != NULL)
		write_report(run, line, column, error);
	if (cli->json || run->shown++ >= SHOWN_MAX)
		return;
	cli_progress_end(cli);
	(void)fprintf(cli->err, cli_say(cli, "%llu 行目 %.*s: %s\n",
	    "line %llu %.*s: %s\n"), (unsigned long long)line,
	    TEXT_ARGS(column), error->text[cli->language]);
}

/* What is in the file, to who has the file. */
static void
shown(void *context, uint64_t line, const struct acquisition *given,
    const struct error *error)
{
	struct cli *cli = ((struct import_run *)context)->cli;

	(void)fprintf(cli->out, cli_say(cli, "%llu 行目\n", "line %llu\n"),
	    (unsigned long long)line);
	for (size_t i = 0; i < given->value_count; i++)
		(void)fprintf(cli->out, "  %.*s: %.*s\n",
		    TEXT_ARGS(given->values[i].item),
		    TEXT_ARGS(given->values[i].text));
	for (size_t i = 0; i < given->consent_count; i++)
		(void)fprintf(cli->out, cli_say(cli, "  同意: %.*s\n",
		    "  consent: %.*s\n"), TEXT_ARGS(given->consents[i]));
	if (error->status != STATUS_OK)
		(void)fprintf(cli->out, "  × %s: %s\n", error->field,
		    error->text[cli->language]);
}

static void
progress(void *context, bool checking, uint64_t done, uint64_t total)
{
	struct cli *cli = ((struct import_run *)context)->cli;

	cli_progress(cli, checking ? cli_say(cli, "確認中", "checking") :
	    cli_say(cli, "取込み中", "taking in"), done, total);
}

static enum status
open_report(struct import_run *run, struct error *error)
{
	static const char head[] = "\xEF\xBB\xBF"	/* for Excel */
	    "line,column,code,message\r\n";
	const char *path = cli_option(run->cli, "report");
	enum status status;

	if (path == NULL)
		return STATUS_OK;
	status = file_stream_open(&run->report, path, 0600, error);
	return status == STATUS_OK ? file_stream_put(run->report,
	    bytes_of(text_of(head)), error) : status;
}

static enum status
close_report(struct import_run *run, enum status status, struct error *error)
{
	struct error failure;
	enum status closed = STATUS_OK;

	if (run->report == NULL)
		return status;
	if (run->report_failed)
		closed = error_set(&failure, STATUS_FAILURE, "report_failed",
		    "報告を書けませんでした", "the report cannot be written");
	else
		closed = file_stream_commit(run->report, &failure);
	file_stream_free(run->report);
	if (status == STATUS_OK && closed != STATUS_OK) {
		*error = failure;
		return closed;
	}
	return status;
}

static enum status
say_result(struct cli *cli, const struct import_result *result,
    bool check_only, struct error *error)
{
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_LIMIT);
	if (cli->json) {
		struct jsonw json = jsonw_new(&out, true);

		jsonw_open_object(&json);
		jsonw_member_int(&json, "rows", (int64_t)result->rows);
		jsonw_member_int(&json, "taken", (int64_t)result->taken);
		jsonw_member_int(&json, "failed", (int64_t)result->failed);
		jsonw_member_bool(&json, "resumed", result->resumed);
		jsonw_member_bool(&json, "visible", result->visible);
		jsonw_close_object(&json);
		buf_byte(&out, '\n');
	} else if (check_only) {
		buf_printf(&out, cli_say(cli,
		    "%llu 行を確認しました: 問題のある行は %llu 行です\n",
		    "%llu records checked: %llu are bad\n"),
		    (unsigned long long)result->rows,
		    (unsigned long long)result->failed);
	} else if (result->visible) {
		buf_printf(&out, cli_say(cli,
		    "%llu 人を取り込みました (問題のある行: %llu)\n",
		    "%llu people are in (%llu records were bad)\n"),
		    (unsigned long long)result->taken,
		    (unsigned long long)result->failed);
	}
	return cli_put(cli, &out, error);
}

static enum status
read_table_options(const struct cli *cli, struct table_in_options *out,
    struct error *error)
{
	const char *encoding = cli_option(cli, "encoding");

	*out = (struct table_in_options){ .csv = { .encoding = CSV_AUTO },
	    .sheet = cli_text(cli, "sheet") };
	for (int i = 0; encoding != NULL; i++) {
		if (csv_encoding_names[i] == NULL)
			return cli_usage("--encoding", (struct words){
			    "auto、utf-8、cp932 のどれかを指定してください",
			    "auto, utf-8 or cp932 is expected" }, error);
		if (strcmp(encoding, csv_encoding_names[i]) == 0) {
			out->csv.encoding = (enum csv_encoding)i;
			break;
		}
	}
	return STATUS_OK;
}

static enum status
import_in(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	struct import_run run = { .cli = cli };
	struct import_options options = {
		.path = cli->arguments[0],
		.mapping = cli_option(cli, "mapping"),
		.check_only = cli_option(cli, "check") != NULL,
		.skip_bad = cli_option(cli, "skip-bad") != NULL,
		.vault = session->vault, .reader = session->reader,
		.visitor = &session->visitor, .bad = bad, .shown = shown,
		.progress = progress, .context = &run,
	};
	struct import_result result;
	struct findings findings;
	int64_t rows = 0;
	enum status status = read_table_options(cli, &options.table, error);

	if (status == STATUS_OK)
		status = cli_option_int(cli, "preview", 1, 1000, 0, &rows,
		    error);
	options.preview = (uint64_t)rows;

	if (status == STATUS_OK && options.mapping == NULL)
		status = cli_usage("--mapping", (struct words){
		    "対応表を指定してください", "a mapping is needed" },
		    error);
	if (status == STATUS_OK)
		status = open_report(&run, error);
	if (status != STATUS_OK)
		return status;
	findings_init(&findings, cli->arena, options.mapping);
	status = import_file(&result, &options, &findings, cli->arena, error);
	cli_progress_end(cli);
	if (findings_total(&findings) > 0 && !cli->json) {
		struct buf out;

		buf_init(&out, cli->arena, OUTPUT_LIMIT);
		findings_print(&out, &findings, cli->language);
		(void)fwrite(out.p, 1, out.n, cli->err);
	}
	if (options.preview == 0 && (status == STATUS_OK ||
	    status == STATUS_PARTIAL)) {
		struct error said;

		if (say_result(cli, &result, options.check_only, &said) !=
		    STATUS_OK && status == STATUS_OK) {
			*error = said;
			status = said.status;
		}
	}
	return close_report(&run, status, error);
}

/* Takes role, purpose and reason; the import's own visits follow. */
static enum status
take_visitor(struct session *session, struct error *error)
{
	struct visit visit;
	enum status status = session_visit(session, &visit, error);

	if (status == STATUS_OK)
		visit_end(&visit);
	return status;
}

static enum status
take_file(struct session *session, struct error *error)
{
	enum status status = take_visitor(session, error);

	return status == STATUS_OK ? import_in(session, error) : status;
}

static const char *
state_word(const struct cli *cli, enum staged_state state)
{
	switch (state) {
	case STAGED_HIDDEN:
		return cli->json ? "staged" : cli_say(cli, "未公開", "staged");
	case STAGED_VISIBLE:
		return cli->json ? "visible" : cli_say(cli, "取込み済み",
		    "visible");
	case STAGED_DROPPED:
		return cli->json ? "dropped" : cli_say(cli, "取消し",
		    "dropped");
	}
	return "";
}

static void
json_one(struct jsonw *json, const struct cli *cli, const char *id,
    const struct staged *staged)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "id", id);
	jsonw_member_string(json, "state", state_word(cli, staged->state));
	jsonw_member_instant(json, "began", staged->began);
	jsonw_member_int(json, "rows", (int64_t)staged->rows);
	jsonw_member_int(json, "done", (int64_t)staged->done);
	jsonw_member_text(json, "principal", staged->principal);
	jsonw_member_text(json, "name", staged->name);
	jsonw_close_object(json);
}

static enum status
list_in(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	const struct staged *list;
	struct answer answer;
	size_t n;
	enum status status = staged_list(&list, &n, session->vault,
	    session->reader, cli->arena, error);

	if (status != STATUS_OK)
		return status;
	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	for (size_t i = 0; i < n; i++) {
		char id[2 * DOCUMENT_ID_SIZE + 1], began[CLOCK_TEXT_SIZE];

		encode_hex(list[i].document.id, DOCUMENT_ID_SIZE, id);
		clock_format(list[i].began, began);
		if (cli->json)
			json_one(&answer.json, cli, id, &list[i]);
		else
			buf_printf(&answer.out, "%s %s %s %llu/%llu %.*s\n", id,
			    began, state_word(cli, list[i].state),
			    (unsigned long long)list[i].done,
			    (unsigned long long)list[i].rows,
			    TEXT_ARGS(list[i].name));
	}
	return answer_end(&answer, status, error);
}

/* The import that the first argument names. */
static enum status
find_import(struct session *session, struct staged *found,
    struct error *error)
{
	struct cli *cli = session->cli;
	const struct staged *list;
	size_t n;
	enum status status = take_visitor(session, error);

	if (status == STATUS_OK)
		status = staged_list(&list, &n, session->vault,
		    session->reader, cli->arena, error);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		char id[2 * DOCUMENT_ID_SIZE + 1];

		*found = list[i];
		encode_hex(found->document.id, DOCUMENT_ID_SIZE, id);
		if (strcmp(id, cli->arguments[0]) == 0)
			return STATUS_OK;
	}
	return error_set(error, STATUS_NOT_FOUND, "no_import",
	    "その取込みはありません", "there is no such import");
}

static enum status
accept_in(struct session *session, struct error *error)
{
	struct staged found;
	enum status status = find_import(session, &found, error);

	return status == STATUS_OK ? import_accept(&found, session->vault,
	    session->reader, &session->visitor, session->cli->arena, error) :
	    status;
}

static enum status
discard_in(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	struct sweep sweep = {
		.vault = session->vault, .reader = session->reader,
		.principal = session->visitor.principal,
	};
	struct jsonw json;
	struct staged found;
	struct buf out;
	enum status status = find_import(session, &found, error);

	if (status == STATUS_OK)
		status = sweep_discard(&sweep, &found, &session->visitor,
		    error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_LIMIT);
	if (!cli->json) {
		buf_printf(&out, cli_say(cli,
		    "取込みを取り消し、%llu 人を消去しました\n",
		    "the import is taken back: %llu people are erased\n"),
		    (unsigned long long)sweep.people);
		return cli_put(cli, &out, error);
	}
	json = jsonw_new(&out, true);
	jsonw_open_object(&json);
	jsonw_member_int(&json, "erased", (int64_t)sweep.people);
	jsonw_close_object(&json);
	return cli_put(cli, &out, error);
}

static const struct cli_option csv_options[] = {
	VISIT_OPTIONS,
	{ "mapping", "FILE", { "列と項目の対応表 (YAML)",
	  "which column is what (YAML)" } },
	{ "encoding", "auto|utf-8|cp932", { "auto、utf-8 または cp932",
	  "auto, utf-8 or cp932" } },
	{ "sheet", "NAME", { "XLSX のシート", "sheet of an XLSX file" } },
	{ "preview", "N", { "最初の N 行がどう読まれるかだけを見る",
	  "only show how the first N records are read" } },
	{ "check", NULL, { "確認だけして取り込まない",
	  "only check, take nothing in" } },
	{ "skip-bad", NULL, { "問題のある行を除いて取り込む",
	  "take in the good records of a file with bad ones" } },
	{ "report", "FILE", { "問題のある行を CSV に書く",
	  "write the bad records' lines to a CSV file" } },
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_command cli_import_commands[] = {
	{ "import", "csv", "FILE",
	  { "CSV から多数の本人を一度に取り込む (全員が一度に見えるようになる)",
	    "take many people in out of a CSV file, visible all at once" },
	  csv_options, .in_store = take_file },
	{ "import", "xlsx", "FILE",
	  { "XLSX から多数の本人を一度に取り込む",
	    "the same out of a sheet of a workbook" }, csv_options,
	  .in_store = take_file },
	{ "import", "list", "",
	  { "取込みの一覧", "the imports of this store" }, session_options,
	  .in_store = list_in },
	{ "import", "accept", "ID",
	  { "途中で止まった取込みの、受け入れた分だけを見えるようにする",
	    "make visible what a stopped import has taken in" },
	  session_visit_options, .in_store = accept_in },
	{ "import", "discard", "ID",
	  { "まだ見えない取込みを取り消し、取り込んだ本人を消去する",
	    "take an import back that is not visible: its people are erased" },
	  session_visit_options, .in_store = discard_in },
	{ .noun = NULL },
};
