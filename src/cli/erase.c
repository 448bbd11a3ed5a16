/*
 * sekisho person erase|erase-item|erase-file,
 * erasure list|certificate|finish, and audit verify-certificate
 */
#include "base/file.h"
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "gate/term.h"
#include "vault/certificate.h"
#include "vault/erase.h"
#include "vault/erase_finish.h"
#include "vault/erasure_json.h"

enum { OUTPUT_MAX = 16 << 20, LIST_MAX = 256 };

static struct text
item_id(const struct visit *visit, unsigned int item)
{
	return numbering_id(&visit->rules->numbering, SPACE_ITEMS, item);
}

static void
json_erasure(struct jsonw *json, const struct visit *visit,
    const struct erasure *e, bool dry)
{
	jsonw_open_object(json);
	erasure_json(json, visit, e, dry);
	jsonw_close_object(json);
}

static void
text_kept(struct buf *out, const struct cli *cli, const struct visit *visit,
    const struct erasure *e)
{
	for (size_t i = 0; i < e->kept_count; i++) {
		char until[CLOCK_DATE_SIZE];

		buf_printf(out, cli_say(cli, "法令により保存: %.*s",
		    "kept by law: %.*s"),
		    TEXT_ARGS(item_id(visit, e->kept[i].item)));
		if (e->kept[i].until < TERM_NEVER) {
			clock_format_date(e->kept[i].until, until);
			buf_printf(out, cli_say(cli, " (%s まで)",
			    " (until %s)"), until);
		}
		buf_byte(out, '\n');
	}
}

static void
text_erasure(struct buf *out, const struct cli *cli,
    const struct visit *visit, const struct erasure *e, bool dry)
{
	char id[ERASURE_ID_SIZE], horizon[CLOCK_TEXT_SIZE];

	erasure_id(id, e->number);
	clock_format(e->horizon, horizon);
	if (dry)
		buf_printf(out, cli_say(cli,
		    "消去されるもの (実行していません): 鍵枠 %zu\n",
		    "would be erased (nothing was done): %zu slots\n"),
		    e->slot_count);
	else
		buf_printf(out, cli_say(cli, "消去しました: %s、鍵枠 %zu\n",
		    "erased: %s, %zu slots\n"), id, e->slot_count);
	BITS_EACH(item, &e->items)
		buf_printf(out, cli_say(cli, "項目: %.*s\n", "item: %.*s\n"),
		    TEXT_ARGS(item_id(visit, (unsigned int)item)));
	text_kept(out, cli, visit, e);
	buf_printf(out, cli_say(cli, "すべての写しから消える期限: %s\n",
	    "gone from every copy by: %s\n"), horizon);
}

static enum status
put_erasure(struct session *session, const struct visit *visit,
    const struct erasure *e, bool dry, struct error *error)
{
	struct cli *cli = session->cli;
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json)
		json_erasure(&json, visit, e, dry);
	else
		text_erasure(&out, cli, visit, e, dry);
	return cli_put(cli, &out, error);
}

static enum status
write_certificate(struct visit *visit, const struct erasure *e,
    const char *path, struct error *error)
{
	struct buf note;
	enum status status;

	buf_init(&note, visit->arena, CERTIFICATE_MAX);
	status = certificate_make(&note, visit, e, error);
	return status == STATUS_OK ? file_create(path, buf_bytes(&note), 0600,
	    error) : status;
}

/* What the verb, --items and the arguments behind the person say. */
static enum status
erase_wanted(struct session *session, struct visit *visit, uint64_t person,
    bool dry, struct erasure *erasure, struct error *error)
{
	const struct cli *cli = session->cli;
	const char *what = cli->argument_count > 1 ? cli->arguments[1] :
	    cli_option(cli, "items");
	struct bits wanted;
	enum status status;

	if (what == NULL)
		return erase_person(visit, person, dry, erasure, error);
	if (strcmp(cli->command->verb, "erase-file") == 0)
		return erase_file(visit, person, text_of(what), dry, erasure,
		    error);
	status = session_items(visit, what, &wanted, error);
	return status == STATUS_OK ? erase_items(visit, person, &wanted, dry,
	    erasure, error) : status;
}

/* A person, items or a file of them. */
static enum status
erase(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	const char *path = cli_option(cli, "certificate");
	bool dry = cli_option(cli, "dry-run") != NULL;
	struct erasure erasure;
	struct visit visit;
	uint64_t person = 0;
	enum status status;

	if (path != NULL && file_exists(path))
		return cli_usage("--certificate", (struct words){
		    "このファイルはすでにあります",
		    "this file is there already" }, error);
	status = session_visit(session, &visit, error);
	if (status != STATUS_OK)
		return status;
	status = session_person(session, cli->arguments[0], &person, error);
	if (status == STATUS_OK)
		status = erase_wanted(session, &visit, person, dry, &erasure,
		    error);
	if (status == STATUS_OK && !dry)
		status = erase_finish_scan(&visit, error);
	if (status == STATUS_OK)
		status = put_erasure(session, &visit, &erasure, dry, error);
	if (status == STATUS_OK && !dry && path != NULL)
		status = write_certificate(&visit, &erasure, path, error);
	visit_end(&visit);
	return status;
}

/* A visit of the program itself. */
static void
system_visit(struct session *session, struct visit *visit)
{
	session->visitor.role = session->visitor.purpose =
	    session->visitor.reason = (struct text){ "", 0 };
	visit_begin(visit, session->vault, session->reader,
	    session->cli->arena, &session->visitor);
}

static enum status
list_state(struct session *session, struct visit *visit,
    enum erasure_state state, struct answer *answer, struct error *error)
{
	const struct erasure_row *rows;
	uint64_t after = 0;
	size_t n = 0;
	enum status status;

	do {
		status = reader_erasures(session->reader, state, after,
		    LIST_MAX, &rows, &n, visit->arena, error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++) {
			struct erasure e;
			char id[ERASURE_ID_SIZE], time[CLOCK_TEXT_SIZE];

			after = rows[i].number;
			status = erasure_open(visit, &rows[i], &e, error);
			if (status != STATUS_OK)
				break;
			erasure_id(id, e.number);
			clock_format(e.horizon, time);
			if (session->cli->json)
				json_erasure(&answer->json, visit, &e, false);
			else
				buf_printf(&answer->out, "%s %s %s %s\n", id,
				    e.scope == ERASURE_PERSON ? "person" :
				    "items", erasure_json_state(e.state), time);
		}
	} while (status == STATUS_OK && n == LIST_MAX);
	return status;
}

static enum status
list(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	enum status status = STATUS_OK;
	struct visit visit;
	struct answer answer;

	system_visit(session, &visit);
	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	for (int state = 0; state < ERASURE_STATES && status == STATUS_OK;
	    state++)
		status = list_state(session, &visit,
		    (enum erasure_state)state, &answer, error);
	visit_end(&visit);
	return answer_end(&answer, status, error);
}

static enum status
certificate_in(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	const char *path = cli_option(cli, "out");
	struct erasure_row row;
	struct erasure erasure;
	struct visit visit;
	struct buf note;
	uint64_t number;
	enum status status = erasure_id_parse(&number,
	    text_of(cli->arguments[0]), error);

	if (status == STATUS_OK)
		status = reader_erasure(session->reader, number, &row,
		    cli->arena, error);
	if (status != STATUS_OK)
		return status;
	system_visit(session, &visit);
	status = erasure_open(&visit, &row, &erasure, error);
	if (status == STATUS_OK && path != NULL) {
		status = write_certificate(&visit, &erasure, path, error);
	} else if (status == STATUS_OK) {
		buf_init(&note, cli->arena, CERTIFICATE_MAX);
		status = certificate_make(&note, &visit, &erasure, error);
		if (status == STATUS_OK)
			status = cli_put(cli, &note, error);
	}
	visit_end(&visit);
	return status;
}

static enum status
finish_in(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	struct erase_progress progress;
	struct visit visit;
	struct jsonw json;
	struct buf out;
	enum status status;

	system_visit(session, &visit);
	status = erase_finish_all(&visit, &progress, error);
	if (status == STATUS_OK)
		status = erase_finish_revived(&visit, &progress, error);
	visit_end(&visit);
	if (status == STATUS_OK)
		status = store_tidy(vault_store(session->vault), error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_member_int(&json, "retired", (int64_t)progress.retired);
		jsonw_member_int(&json, "complete",
		    (int64_t)progress.complete);
		jsonw_member_int(&json, "revived", (int64_t)progress.revived);
		jsonw_close_object(&json);
	} else {
		buf_printf(&out, cli_say(cli,
		    "項目の鍵枠の破棄 %llu 件、期限を過ぎた消去 %llu 件\n",
		    "slots of items destroyed: %llu, erasures complete: "
		    "%llu\n"), (unsigned long long)progress.retired,
		    (unsigned long long)progress.complete);
		if (progress.revived > 0)
			buf_printf(&out, cli_say(cli,
			    "戻されていた鍵枠を改めて破棄 %llu 件。sekisho keys "
			    "replace-kek で古い鍵ストアを無効にしてください\n",
			    "slots that were put back, destroyed again: %llu; "
			    "sekisho keys replace-kek makes the older key "
			    "store useless\n"),
			    (unsigned long long)progress.revived);
	}
	return cli_put(cli, &out, error);
}

static void
text_checked(struct buf *out, const struct cli *cli,
    const struct certificate *c)
{
	char id[ERASURE_ID_SIZE], at[CLOCK_TEXT_SIZE];

	erasure_id(id, c->erasure.number);
	buf_printf(out, cli_say(cli, "証明書は成り立ちます: %s %.*s\n",
	    "the certificate holds: %s %.*s\n"), id,
	    TEXT_ARGS(c->erasure.id));
	clock_format(c->done, at);
	buf_printf(out, cli_say(cli, "ストアからの消去: %s、鍵枠 %zu\n",
	    "gone from the store: %s, %zu slots\n"), at,
	    c->erasure.slot_count);
	clock_format(c->complete != 0 ? c->complete : c->erasure.horizon, at);
	buf_printf(out, c->complete != 0 ? cli_say(cli,
	    "すべての写しから消えたことの記録: %s\n",
	    "recorded as gone from every copy: %s\n") : cli_say(cli,
	    "すべての写しから消える期限: %s\n",
	    "gone from every copy by: %s\n"), at);
	if (c->own_key)
		buf_printf(out, cli_say(cli,
		    "署名鍵は証明書自身が名乗るもの (%s) です。--vkey で照合してください\n",
		    "the key is the one that the certificate names (%s); "
		    "compare it with --vkey\n"), c->verifier.name);
}

static enum status
verify_certificate(struct cli *cli, struct error *error)
{
	const char *vkey = cli_option(cli, "vkey");
	struct certificate c;
	struct note_verifier verifier;
	struct bytes note;
	struct jsonw json;
	struct buf out;
	enum status status = vkey == NULL ? STATUS_OK :
	    note_verifier_parse(&verifier, text_of(vkey), error);

	if (status == STATUS_OK)
		status = file_read(&note, cli->arguments[0], CERTIFICATE_MAX,
		    cli->arena, error);
	if (status == STATUS_OK)
		status = certificate_check(&c, note, vkey == NULL ? NULL :
		    &verifier, cli->arena, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (!cli->json) {
		text_checked(&out, cli, &c);
		return cli_put(cli, &out, error);
	}
	jsonw_open_object(&json);
	jsonw_member_bool(&json, "valid", true);
	jsonw_member_string(&json, "key", c.verifier.name);
	jsonw_member_bool(&json, "key_from_certificate", c.own_key);
	jsonw_member_text(&json, "person", c.erasure.id);
	jsonw_member_int(&json, "stage", c.complete != 0 ? 2 : 1);
	jsonw_member_instant(&json, "done", c.done);
	jsonw_member_instant(&json, "horizon", c.erasure.horizon);
	jsonw_member_int(&json, "slots", (int64_t)c.erasure.slot_count);
	jsonw_member_int(&json, "log_size", (int64_t)c.log_size);
	jsonw_close_object(&json);
	return cli_put(cli, &out, error);
}

#define ERASE_OPTIONS \
	{ "dry-run", NULL, { "何が消えるかだけを示す", \
	  "only say what would be erased" } }, \
	{ "certificate", "FILE", { "消去の証明書を書くファイル", \
	  "file for the certificate" } }

static const struct cli_option erase_options[] = {
	VISIT_OPTIONS,
	ERASE_OPTIONS,
	{ "items", "A,B", { "この項目だけ", "only these items" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option erase_item_options[] = {
	VISIT_OPTIONS,
	ERASE_OPTIONS,
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option certificate_options[] = {
	SESSION_OPTIONS,
	{ "out", "FILE", { "書き込むファイル (既定は標準出力)",
	  "file to write (standard output by default)" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option check_options[] = {
	{ "vkey", "KEY", { "検証鍵 (既定は証明書が名乗るもの)",
	  "verifier key (the one that the certificate names by default)" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_erase_commands[] = {
	{ "person", "erase", "PERSON",
	  { "本人の情報を消去する", "erase a person, or items of one" },
	  erase_options, .in_store = erase },
	{ "person", "erase-item", "PERSON ITEMS",
	  { "本人の項目を消去する (コンマ区切り)",
	    "erase items of a person (comma-separated)" },
	  erase_item_options, .in_store = erase },
	{ "person", "erase-file", "PERSON FILE",
	  { "本人のファイルを消去する", "erase a file of a person" },
	  erase_item_options, .in_store = erase },
	{ "erasure", "list", "",
	  { "消去の一覧", "list the erasures" }, session_options,
	  .in_store = list },
	{ "erasure", "certificate", "ERASURE",
	  { "消去の証明書を作る", "make the certificate of an erasure" },
	  certificate_options, .in_store = certificate_in },
	{ "erasure", "finish", "",
	  { "期限の来た消去を完了する", "complete the erasures that are due" },
	  session_options, .in_store = finish_in },
	{ "audit", "verify-certificate", "FILE",
	  { "消去の証明書を検証する (ストアは不要)",
	    "check the certificate of an erasure, without a store" },
	  check_options, .run = verify_certificate },
	{ .noun = NULL },
};
