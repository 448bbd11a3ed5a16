/*
 * sekisho export people | list | approve - people out of the store as a file.
 */
#include "access/approval.h"
#include "base/encode.h"
#include "base/file_stream.h"
#include "base/mem.h"
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "connector/export.h"
#include "vault/person.h"

enum { OUTPUT_LIMIT = 16 << 20, REQUEST_MAX = 8192 };

/* The number of a word of a list that ends with NULL; -1: it has none. */
static int
find_word(const char *const *words, const char *word)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

static enum status
take_format(const struct cli *cli, struct table_options *table,
    struct error *error)
{
	const char *format = cli_option(cli, "format");
	const char *encoding = cli_option(cli, "encoding");
	int f = format == NULL ? TABLE_CSV :
	    find_word(table_format_names, format);
	int e = encoding == NULL ? CSV_UTF8 :
	    find_word(csv_encoding_names, encoding);

	if (f < 0)
		return cli_usage("--format", (struct words){
		    "csv、xlsx、ndjson のどれかを指定してください",
		    "csv, xlsx or ndjson is expected" }, error);
	if (e <= CSV_AUTO || (e == CSV_CP932 && f != TABLE_CSV))
		return cli_usage("--encoding", (struct words){
		    "utf-8 か、CSV では cp932 を指定してください",
		    "utf-8 is expected, or cp932 for CSV" }, error);
	*table = (struct table_options){
		.format = (enum table_format)f,
		.encoding = (enum csv_encoding)e,
		.no_bom = cli_option(cli, "no-bom") != NULL,
		.replace = cli_option(cli, "replace") != NULL,
	};
	return STATUS_OK;
}

/* --items in the order in which they were said. */
static enum status
take_items(struct visit *visit, const char *list, const unsigned int **out,
    size_t *n, struct error *error)
{
	unsigned int *items = arena_array(visit->arena, BATCH_ITEMS_MAX,
	    sizeof(*items));
	struct text rest = text_of(list);

	*out = items;
	*n = 0;
	while (items != NULL && rest.n > 0) {
		struct text id = text_trim(text_cut(&rest, ','));
		struct bits one;
		enum status status = *n == BATCH_ITEMS_MAX ?
		    cli_usage("--items", (struct words){
		    "項目が多すぎます", "there are too many items" }, error) :
		    person_items(visit, &id, 1, &one, error);

		if (status != STATUS_OK)
			return status;
		items[(*n)++] = (unsigned int)bits_next(&one, 0);
	}
	return items == NULL ? error_memory(error) : STATUS_OK;
}

static enum status
take_options(struct cli *cli, struct visit *visit,
    struct export_options *options, struct error *error)
{
	const char *items = cli_option(cli, "items");
	const char *heads = cli_option(cli, "heads");
	enum status status = take_format(cli, &options->table, error);

	if (status == STATUS_OK && heads != NULL &&
	    strcmp(heads, "label") != 0 && strcmp(heads, "id") != 0)
		status = cli_usage("--heads", (struct words){
		    "label か id を指定してください",
		    "label or id is expected" }, error);
	options->heads_are_ids = heads != NULL && strcmp(heads, "id") == 0;
	options->with_person = cli_option(cli, "with-person") != NULL;
	options->language = cli->language;
	if (status == STATUS_OK)
		status = items == NULL ? export_all_items(visit,
		    &options->items, &options->item_count, error) :
		    take_items(visit, items, &options->items,
		    &options->item_count, error);
	return status;
}

/* What would be done, in words: an approval is bound to their hash. */
static struct text
describe(struct visit *visit, const struct export_options *o)
{
	struct buf out;

	buf_init(&out, visit->arena, REQUEST_MAX);
	buf_printf(&out, "export people %s %s%s%s%s%s",
	    table_format_names[o->table.format],
	    csv_encoding_names[o->table.encoding],
	    o->table.no_bom ? " no-bom" : "",
	    o->table.replace ? " replace" : "",
	    o->with_person ? " with-person" : "",
	    o->heads_are_ids ? " ids" : "");
	for (size_t i = 0; i < o->item_count; i++)
		buf_printf(&out, "%s%.*s", i == 0 ? " " : ",", TEXT_ARGS(
		    visit->revision->policy->item_at[o->items[i]]->id));
	return buf_as_text(&out);
}

static struct hash
digest_of(const struct visit *visit, struct text request)
{
	const struct text parts[] = {
		TEXT("cli"), visit->principal.name, visit->principal.role->id,
		visit->purpose, visit->reason, request,
	};
	struct hash_state state;

	hash_start(&state);
	for (size_t i = 0; i < LENGTH(parts); i++) {
		hash_add(&state, &parts[i].n, sizeof(parts[i].n));
		hash_add(&state, parts[i].p, parts[i].n);
	}
	return hash_end(&state);
}

/* Asked for by trying, spent before anything is read. */
static enum status
get_approval(struct visit *visit, const struct export_options *options,
    struct error *error)
{
	struct text request = describe(visit, options);
	struct approval wanted = {
		.requester = visit->principal.name,
		.role = visit->principal.role->id,
		.purpose = visit->purpose, .act = ACT_EXPORT,
		.reason = visit->reason, .request = request,
		.digest = digest_of(visit, request),
	}, approval;
	enum status status;

	for (size_t i = 0; i < options->item_count; i++)
		wanted.fields[wanted.field_count++] = visit->revision->
		    policy->item_at[options->items[i]]->id;
	status = approval_check(&approval, visit->vault, visit->reader,
	    &wanted, false, visit->arena, error);
	return status == STATUS_OK ? approval_spend(&approval, visit->vault,
	    NULL, NULL, visit->arena, error) : status;
}

static void
say_left_out(const struct cli *cli, struct buf *out,
    const struct export_report *r)
{
	for (size_t i = 0; i < r->batch.reason_count; i++) {
		const struct batch_reason *reason = &r->batch.reasons[i];
		const struct refusal_row *row =
		    &refusal_table[reason->refusal];

		buf_printf(out, cli_say(cli, "  除外 %llu 人: %s [%.*s] (%s)\n",
		    "  left out %llu: %s [%.*s] (%s)\n"),
		    (unsigned long long)reason->people,
		    cli_say(cli, row->why.ja, row->why.en),
		    TEXT_ARGS(reason->clause), row->article);
	}
	for (size_t i = 0; i < r->options.item_count; i++)
		if (r->batch.withheld[i] > 0)
			buf_printf(out, cli_say(cli,
			    "  空欄 %llu 人: %.*s\n",
			    "  empty for %llu: %.*s\n"),
			    (unsigned long long)r->batch.withheld[i],
			    TEXT_ARGS(r->rules->item_at[
			    r->options.items[i]]->id));
}

static void
say_characters(const struct cli *cli, struct buf *out,
    const struct export_report *r)
{
	for (size_t i = 0; i < r->counts.kind_count; i++)
		buf_printf(out, cli_say(cli,
		    "  CP932 にない文字 U+%04X: %llu 個\n",
		    "  not in CP932: U+%04X, %llu times\n"),
		    r->counts.kinds[i].code_point,
		    (unsigned long long)r->counts.kinds[i].count);
	if (r->counts.guarded > 0)
		buf_printf(out, cli_say(cli,
		    "  数式に見えるため ' を付けた値: %llu\n",
		    "  values that look like formulas, now with ': %llu\n"),
		    (unsigned long long)r->counts.guarded);
}

static enum status
say_report(struct cli *cli, const struct export_report *r,
    struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_LIMIT);
	if (cli->json) {
		json = jsonw_new(&out, true);
		jsonw_open_object(&json);
		export_json(&json, r, cli->language);
		if (r->finished)
			jsonw_member_string(&json, "passphrase",
			    r->passphrase);
		jsonw_close_object(&json);
		buf_byte(&out, '\n');
		return cli_put(cli, &out, error);
	}
	if (r->finished)
		buf_printf(&out, cli_say(cli, "%llu 人を書き出しました\n",
		    "%llu people are in the file\n"),
		    (unsigned long long)r->counts.rows);
	say_left_out(cli, &out, r);
	say_characters(cli, &out, r);
	if (r->finished)
		buf_printf(&out, cli_say(cli,
		    "パスフレーズ (今だけ表示されます): %s\n",
		    "passphrase (shown only now): %s\n"), r->passphrase);
	return cli_put(cli, &out, error);
}

static enum status
put_out(void *stream, struct bytes bytes, struct error *error)
{
	return file_stream_put(stream, bytes, error);
}

static void
progress(void *context, uint64_t done, uint64_t total)
{
	struct cli *cli = context;

	cli_progress(cli, cli_say(cli, "書き出し中", "writing"), done, total);
}

static enum status
write_file(struct cli *cli, struct visit *visit,
    struct export_options *options, struct error *error)
{
	struct export_report *report = arena_alloc(cli->arena,
	    sizeof(*report));
	struct file_stream *stream = NULL;
	struct error late;
	enum status status = report == NULL ? error_memory(error) :
	    file_stream_open(&stream, cli->arguments[0], 0600, error);

	if (status != STATUS_OK)
		return status;
	options->sink = put_out;
	options->context = stream;
	options->progress = progress;
	options->progress_context = cli;
	status = export_people(report, options, visit, error);
	cli_progress_end(cli);
	if (status == STATUS_OK)
		status = file_stream_commit(stream, error);
	file_stream_free(stream);
	if (status == STATUS_OK)
		status = say_report(cli, report, error);
	else if (strcmp(error->code, "unmappable_characters") == 0)
		(void)!say_report(cli, report, &late);
	mem_wipe(report->passphrase, sizeof(report->passphrase));
	return status;
}

static enum status
people_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct export_options options = { .sink = NULL };
	bool approval = false;
	enum status status = take_options(cli, visit, &options, error);

	if (status == STATUS_OK)
		status = export_permit(&options, visit, &approval, error);
	if (status == STATUS_OK && approval)
		status = get_approval(visit, &options, error);
	return status == STATUS_OK ? write_file(cli, visit, &options,
	    error) : status;
}

static void
list_one(struct answer *answer, const struct export_paper *p)
{
	char id[2 * DOCUMENT_ID_SIZE + 1], made[CLOCK_TEXT_SIZE];

	if (answer->cli->json) {
		export_paper_json(&answer->json, p);
		return;
	}
	encode_hex(p->document.id, DOCUMENT_ID_SIZE, id);
	clock_format(p->made, made);
	buf_printf(&answer->out, "%s %s %.*s %.*s %.*s %llu/%llu %.*s\n", id,
	    made, TEXT_ARGS(p->principal), TEXT_ARGS(p->purpose),
	    TEXT_ARGS(p->format), (unsigned long long)p->people,
	    (unsigned long long)(p->people + p->left_out),
	    TEXT_ARGS(p->reason));
}

static enum status
list_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	const struct export_paper *list;
	const uint8_t *after = NULL;
	struct answer answer;
	size_t n = 0;
	enum status status;

	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	do {
		status = export_list(&list, &n, visit->vault,
		    visit->reader, after, EXPORT_LIST_MAX, visit->arena,
		    error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++) {
			list_one(&answer, &list[i]);
			after = list[i].document.id;
		}
	} while (status == STATUS_OK && n == EXPORT_LIST_MAX);
	return answer_end(&answer, status, error);
}

/* Who decides is the account, in the role that --role says. */
static enum status
approve_in(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	const char *role = cli_option(cli, "role");
	struct text roles[] = { text_of(role == NULL ? "" : role) };
	struct pass pass = {
		.name = session->visitor.principal, .roles = { roles, 1 }
	};
	struct approval approval;
	uint8_t id[DOCUMENT_ID_SIZE];
	enum status status;

	if (role == NULL)
		return cli_usage("--role", (struct words){
		    "役割を指定してください", "a role is needed" }, error);
	if (!id_parse_random(id, ID_APPROVAL, text_of(cli->arguments[0])))
		return id_not_found(ID_APPROVAL, error);
	status = approval_get(&approval, session->vault, session->reader, id,
	    cli->arena, error);
	if (status == STATUS_OK)
		status = approval_decide(&approval, session->vault, &pass,
		    cli_option(cli, "reject") == NULL, text_of(""),
		    cli->arena, error);
	return status;
}

static const struct cli_option people_options[] = {
	VISIT_OPTIONS,
	{ "items", "A,B", { "書き出す項目 (既定は、役割と利用目的で扱えるすべて)",
	  "items of the file (all that role and purpose allow by default)" } },
	{ "format", "csv|xlsx|ndjson", { "形式 (既定は csv)",
	  "format (csv by default)" } },
	{ "encoding", "utf-8|cp932", { "CSV の文字コード",
	  "encoding of CSV" } },
	{ "no-bom", NULL, { "UTF-8 の先頭に BOM を付けない",
	  "no byte order mark before UTF-8" } },
	{ "replace", NULL, { "CP932 にない文字を 〓 にする",
	  "let 〓 stand for what CP932 lacks" } },
	{ "with-person", NULL, { "本人番号の列を付ける",
	  "with a column of the people's ids" } },
	{ "heads", "label|id", { "見出し: 項目名か識別子",
	  "heads: the items' labels or ids" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option approve_options[] = {
	SESSION_OPTIONS,
	{ "role", "ROLE", { "承認する人の役割", "role of who approves" } },
	{ "reject", NULL, { "承認しない", "do not approve" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_export_commands[] = {
	{ "export", "people", "FILE",
	  { "利用目的のために、扱ってよい本人を暗号化したファイルに書き出す",
	    "write the people who may be used for a purpose to a sealed file" },
	  people_options, .in_visit = people_in },
	{ "export", "list", "",
	  { "これまでの持ち出し", "what was taken out so far" },
	  session_options, .as_operator = list_in },
	{ "export", "approve", "APPROVAL",
	  { "持ち出しを二人目として承認する",
	    "approve an export, as a second person" }, approve_options,
	  .in_store = approve_in },
	{ .noun = NULL },
};
