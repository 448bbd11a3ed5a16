/*
 * sekisho audit show|verify|prove
 */
#include <errno.h>

#include "audit/proof.h"
#include "audit/verify.h"
#include "base/encode.h"
#include "base/file.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "vault/verify.h"

enum { OUTPUT_MAX = 256 << 20 };

/* Where the log is and whose it is; needs no key. */
struct log_place {
	char folder[PATH_SIZE];
	struct note_verifier verifier;
};

static enum status
find_log(struct cli *cli, struct log_place *place, struct error *error)
{
	const char *folder = cli_option(cli, "log");
	const char *vkey = cli_option(cli, "vkey");
	char path[PATH_SIZE];
	struct text text;
	enum status status = STATUS_OK;

	if (folder != NULL)
		(void)snprintf(place->folder, PATH_SIZE, "%s", folder);
	else
		status = file_join(place->folder, session_folder(cli), "log",
		    error);
	if (status == STATUS_OK)
		status = file_join(path, place->folder, "vkey", error);
	if (status == STATUS_OK && vkey != NULL)
		text = text_of(vkey);
	else if (status == STATUS_OK)
		status = file_read_text(&text, path, 4096, cli->arena,
		    error);
	if (status != STATUS_OK)
		return status;
	status = note_verifier_parse(&place->verifier, text_trim(text),
	    error);
	if (status != STATUS_INVALID || vkey != NULL)
		return status;
	/* Ours was one. */
	status = error_set(error, STATUS_INTEGRITY, "vkey_damaged",
	    "ログの検証鍵の内容が失われています",
	    "the log's verifier key has lost what it held");
	error_at(error, "%s", path);
	error_remedy(error, "控えの検証鍵を --vkey で指定してください",
	    "give a copy of the verifier key: --vkey");
	return status;
}

/* The state that --checkpoint remembers; NULL when it is not given. */
static enum status
remembered(struct cli *cli, const struct note_verifier *verifier,
    struct checkpoint *room, const struct checkpoint **out,
    struct error *error)
{
	const char *path = cli_option(cli, "checkpoint");
	struct bytes note;
	enum status status;

	*out = NULL;
	if (path == NULL)
		return STATUS_OK;
	*out = room;
	status = file_read(&note, path, NOTE_MAX, cli->arena, error);
	return status == STATUS_OK ? checkpoint_open(room, note, verifier,
	    error) : status;
}

static void
show_progress(void *context, uint64_t done, uint64_t total)
{
	const struct cli *cli = context;

	cli_progress(cli, cli_say(cli, "検証", "verifying"), done, total);
}

static void
json_state(struct jsonw *json, const struct checkpoint *state)
{
	char root[BASE64_SIZE(HASH_SIZE)];

	encode_base64(state->root.bytes, HASH_SIZE, root);
	jsonw_member_int(json, "size", (int64_t)state->size);
	jsonw_member_string(json, "root", root);
}

static void
put_check(struct cli *cli, struct buf *out, const struct vault_check *check,
    const struct findings *findings)
{
	findings_print(out, findings, cli->language);
	buf_printf(out, check->faults == 0 ? cli_say(cli,
	    "ストアはログと一致します: %llu 人、記録単位 %llu\n",
	    "the store agrees with the log: %llu people, %llu records\n"
	    ) : cli_say(cli,
	    "ストアはログと一致しません (%3$llu 件): %1$llu 人、"
	    "記録単位 %2$llu\n",
	    "the store does not agree with the log (%3$llu faults): "
	    "%1$llu people, %2$llu records\n"),
	    (unsigned long long)check->people,
	    (unsigned long long)check->records,
	    (unsigned long long)check->faults);
	buf_printf(out, cli_say(cli,
	    "鍵枠は %llu 回開かれ、ログに説明のないものは %llu 回です\n",
	    "slots were opened %llu times, of which the log does not "
	    "explain %llu\n"), (unsigned long long)check->openings,
	    (unsigned long long)check->unexplained);
	if (check->unfinished > 0)
		buf_printf(out, cli_say(cli,
		    "正常に終了しなかったプロセスが %llu あり、終わる前に"
		    "開いた鍵枠のうち %llu はログに説明がありません\n",
		    "%llu processes ended without order; of what they "
		    "opened before that, the log does not explain "
		    "%llu\n"),
		    (unsigned long long)check->unfinished,
		    (unsigned long long)check->lacking);
}

static enum status
report_log(struct cli *cli, const struct checkpoint *state,
    const struct checkpoint *old, const struct vault_check *check,
    const struct findings *findings, struct error *error)
{
	char root[BASE64_SIZE(HASH_SIZE)];
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	encode_base64(state->root.bytes, HASH_SIZE, root);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_member_bool(&json, "valid",
		    check == NULL || check->faults == 0);
		json_state(&json, state);
		if (check != NULL) {
			jsonw_member_int(&json, "people",
			    (int64_t)check->people);
			jsonw_member_int(&json, "records",
			    (int64_t)check->records);
			jsonw_member_int(&json, "openings",
			    (int64_t)check->openings);
			jsonw_member_int(&json, "unexplained",
			    (int64_t)check->unexplained);
			jsonw_member_int(&json, "unfinished",
			    (int64_t)check->unfinished);
			jsonw_member_int(&json, "lacking",
			    (int64_t)check->lacking);
			jsonw_member_int(&json, "faults",
			    (int64_t)check->faults);
			findings_json(&json, findings);
		}
		jsonw_close_object(&json);
		return cli_put(cli, &out, error);
	}
	buf_printf(&out, cli_say(cli,
	    "ログは署名どおりです: %llu 件、根 %s\n",
	    "the log is as signed: %llu entries, root %s\n"),
	    (unsigned long long)state->size, root);
	if (old != NULL)
		buf_printf(&out, cli_say(cli,
		    "記憶しているチェックポイント (%llu 件) と整合します\n",
		    "it continues the remembered checkpoint (%llu entries)\n"),
		    (unsigned long long)old->size);
	if (check != NULL)
		put_check(cli, &out, check, findings);
	return cli_put(cli, &out, error);
}

static enum status
verify_store(struct cli *cli, struct vault_check *check,
    struct findings *findings, struct error *error)
{
	struct session session;
	enum status status = session_open(&session, cli, error);

	if (status != STATUS_OK)
		return status;
	findings_init(findings, cli->arena, NULL);
	*check = (struct vault_check){
		.progress = show_progress, .context = cli
	};
	status = vault_verify(session.vault, session.reader,
	    session.visitor.principal, check, findings, error);
	return session_close(&session, status);
}

static enum status
verify_proof(struct cli *cli, const char *path, struct error *error)
{
	struct proof_content content;
	struct log_place place;
	struct entry entry;
	struct bytes bytes;
	struct jsonw json;
	struct buf out;
	enum status status = find_log(cli, &place, error);

	if (status == STATUS_OK)
		status = file_read(&bytes, path, PROOF_MAX, cli->arena,
		    error);
	if (status == STATUS_OK)
		status = proof_check(&content, bytes, &place.verifier,
		    cli->arena, error);
	if (status == STATUS_OK)
		status = entry_read(&entry, content.entry, cli->arena,
		    error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	entry_json(&json, &entry, content.index);
	return cli_put(cli, &out, error);
}

static enum status
verify(struct cli *cli, struct error *error)
{
	const char *proof = cli_option(cli, "proof");
	bool with_store = cli_option(cli, "store") != NULL;
	const struct checkpoint *old;
	struct checkpoint state, room;
	struct vault_check check = { .people = 0 };
	struct findings findings;
	struct log_place place;
	enum status status;

	if (proof != NULL)
		return verify_proof(cli, proof, error);
	/* Comparing comes first: what it appends is verified too. */
	if (with_store) {
		status = verify_store(cli, &check, &findings, error);
		if (status != STATUS_OK)
			return status;
	}
	status = find_log(cli, &place, error);
	if (status == STATUS_OK)
		status = remembered(cli, &place.verifier, &room, &old, error);
	if (status == STATUS_OK)
		status = verify_log(&state, &(struct verify_options){
		    .folder = place.folder, .verifier = &place.verifier,
		    .remembered = old, .progress = show_progress,
		    .context = cli }, error);
	cli_progress_end(cli);
	if (status == STATUS_OK)
		status = report_log(cli, &state, old, with_store ? &check :
		    NULL, &findings, error);
	if (status == STATUS_OK && check.faults > 0)
		cli->exit_code = status_table[STATUS_INTEGRITY].exit;
	return status;
}

/* What show lets through. */
struct showing {
	struct cli *cli;
	struct buf out;
	const char *kind;
	const char *refusal;
	struct arena *arena;
	uint64_t shown;
};

static void
text_entry(struct buf *out, const struct entry *e, uint64_t index)
{
	char time[CLOCK_TEXT_SIZE];

	clock_format(e->time, time);
	buf_printf(out, "%llu %s %s", (unsigned long long)index, time,
	    entry_kind_names[e->kind]);
	if (e->principal.n > 0)
		buf_printf(out, " %.*s", TEXT_ARGS(e->principal));
	if (e->role.n > 0)
		buf_printf(out, " (%.*s)", TEXT_ARGS(e->role));
	if (e->purpose.n > 0)
		buf_printf(out, " %.*s", TEXT_ARGS(e->purpose));
	if (e->clause.n > 0)
		buf_printf(out, " %.*s", TEXT_ARGS(e->clause));
	if (e->subject.n > 0)
		buf_printf(out, " %.*s", TEXT_ARGS(e->subject));
	if (e->count > 0)
		buf_printf(out, " n=%llu", (unsigned long long)e->count);
	if (e->refusal.n > 0)
		buf_printf(out, " ×%.*s", TEXT_ARGS(e->refusal));
	if (e->observed.n > 0)
		buf_printf(out, " observed=%.*s", TEXT_ARGS(e->observed));
	buf_byte(out, '\n');
}

static enum status
show_entry(void *context, uint64_t index, struct bytes bytes,
    struct error *error)
{
	struct showing *s = context;
	struct entry entry;
	struct jsonw json;
	enum status status;

	arena_reset(s->arena);
	status = entry_read(&entry, bytes, s->arena, error);
	if (status != STATUS_OK)
		return status;
	if (s->kind != NULL &&
	    strcmp(s->kind, entry_kind_names[entry.kind]) != 0)
		return STATUS_OK;
	if (s->refusal != NULL && entry.refusal.n == 0)
		return STATUS_OK;
	buf_init(&s->out, s->arena, 1 << 20);
	if (s->cli->json) {
		json = jsonw_new(&s->out, false);
		entry_json(&json, &entry, index);
		buf_byte(&s->out, '\n');
	} else {
		text_entry(&s->out, &entry, index);
	}
	return cli_put(s->cli, &s->out, error);
}

static enum status
signed_state(const struct log_place *place, struct checkpoint *state,
    struct arena *arena, struct error *error)
{
	char path[PATH_SIZE];
	struct bytes note;
	enum status status = file_join(path, place->folder, "checkpoint",
	    error);

	if (status == STATUS_OK)
		status = file_read(&note, path, NOTE_MAX, arena, error);
	return status == STATUS_OK ? checkpoint_open(state, note,
	    &place->verifier, error) : status;
}

/* Without a wish, people get what fits on some screens; programs get all. */
enum { LAST_FOR_PEOPLE = 100 };

static int64_t
first_of(const struct cli *cli, int64_t size, int64_t last)
{
	if (last == 0 && !cli->json && cli_option(cli, "kind") == NULL &&
	    cli_option(cli, "refused") == NULL)
		last = LAST_FOR_PEOPLE;
	if (last == 0 || last >= size)
		return 0;
	if (cli_option(cli, "last") == NULL)
		(void)fprintf(cli->err, cli_say(cli,
		    "(全 %lld 件のうち最後の %lld 件。--last N で件数を指定)\n",
		    "(of %lld entries, the last %lld; --last N for more)\n"),
		    (long long)size, (long long)last);
	return size - last;
}

static enum status
show(struct cli *cli, struct error *error)
{
	struct showing s = {
		.cli = cli, .kind = cli_option(cli, "kind"),
		.refusal = cli_option(cli, "refused"),
		.arena = arena_new(1 << 24),
	};
	struct checkpoint state;
	struct log_place place;
	struct tile_log *log;
	int64_t last, first;
	enum status status = s.arena == NULL ? error_memory(error) :
	    find_log(cli, &place, error);

	if (status == STATUS_OK)
		status = signed_state(&place, &state, cli->arena, error);
	if (status == STATUS_OK)
		status = cli_option_int(cli, "last", 1, INT64_MAX, 0, &last,
		    error);
	if (status == STATUS_OK)
		status = tile_log_open(&log, place.folder, state.size,
		    error);
	if (status == STATUS_OK) {
		first = first_of(cli, (int64_t)state.size, last);
		status = tile_log_entries(log, (uint64_t)first, state.size,
		    show_entry, &s, error);
		tile_log_close(log);
	}
	arena_free(s.arena);
	return status;
}

/* Looks for the entry of a decision. */
struct seeking {
	uint8_t decision[DECISION_ID_SIZE];
	bool found;
	uint64_t index;
};

static enum status
seek(void *context, uint64_t index, struct bytes bytes, struct error *error)
{
	struct seeking *seeking = context;

	(void)error;
	if (!seeking->found && memmem(bytes.p, bytes.n, seeking->decision,
	    DECISION_ID_SIZE) != NULL) {
		seeking->found = true;
		seeking->index = index;
	}
	return STATUS_OK;
}

/* An index, or the id of a decision. */
static enum status
find_entry(struct cli *cli, const struct log_place *place, uint64_t *index,
    struct error *error)
{
	struct text wanted = text_of(cli->arguments[0]);
	struct seeking seeking = { .found = false };
	struct checkpoint state;
	struct tile_log *log;
	int64_t number;
	enum status status;

	if (text_to_int(wanted, &number) && number >= 0) {
		*index = (uint64_t)number;
		return STATUS_OK;
	}
	if (!id_parse_random(seeking.decision, ID_DECISION, wanted))
		return id_not_found(ID_DECISION, error);
	status = signed_state(place, &state, cli->arena, error);
	if (status == STATUS_OK)
		status = tile_log_open(&log, place->folder, state.size,
		    error);
	if (status != STATUS_OK)
		return status;
	status = tile_log_entries(log, 0, state.size, seek, &seeking, error);
	tile_log_close(log);
	*index = seeking.index;
	return status == STATUS_OK && !seeking.found ?
	    id_not_found(ID_DECISION, error) : status;
}

static enum status
prove(struct cli *cli, struct error *error)
{
	struct log_place place;
	uint64_t index = 0;
	struct buf out;
	enum status status = find_log(cli, &place, error);

	if (status == STATUS_OK)
		status = find_entry(cli, &place, &index, error);
	buf_init(&out, cli->arena, PROOF_MAX);
	if (status == STATUS_OK)
		status = proof_make(&out, place.folder, &place.verifier,
		    index, cli->arena, error);
	return status == STATUS_OK ? cli_put(cli, &out, error) : status;
}

#define LOG_OPTIONS \
	{ "in", "FOLDER", { "ストアのフォルダー", "folder of the store" } }, \
	{ "log", "FOLDER", { "ログのフォルダー (既定はストアの log)", \
	  "folder of the log (that of the store by default)" } }, \
	{ "vkey", "KEY", { "検証鍵 (既定はログの vkey)", \
	  "verifier key (the log's vkey by default)" } }

static const struct cli_option show_options[] = {
	LOG_OPTIONS,
	{ "last", "N", { "最後の N 件", "the last N entries" } },
	{ "kind", "KIND", { "この種類だけ", "only this kind" } },
	{ "refused", NULL, { "拒否だけ", "only refusals" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option verify_options[] = {
	LOG_OPTIONS,
	{ "checkpoint", "FILE", { "記憶しているチェックポイント",
	  "a checkpoint that was remembered" } },
	{ "store", NULL, { "ストアの行もログと照合する",
	  "compare the store's rows with the log, too" } },
	{ "proof", "FILE", { "証明 (tlog-proof) を検証する",
	  "check a proof (tlog-proof)" } },
	{ "key-file", "FILE", { "鍵ファイル", "key file" } },
	{ "passphrase-file", "FILE", { "パスフレーズを読むファイル",
	  "file with the passphrase" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option prove_options[] = {
	LOG_OPTIONS,
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_audit_commands[] = {
	{ "audit", "show", "",
	  { "ログを表示する", "show the log" }, show_options, .run = show },
	{ "audit", "verify", "",
	  { "ログを検証する", "verify the log" }, verify_options,
	  .run = verify },
	{ "audit", "prove", "ENTRY",
	  { "ログの1件の証明を出力する (番号又は判定の ID)",
	    "write the proof of an entry (its index, or a decision's id)" },
	  prove_options, .run = prove },
	{ .noun = NULL },
};
