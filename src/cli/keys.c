/*
 * sekisho keys inventory|state|replace-kek|rotate-search|split|add-method|
 * remove-method|drop-orphans
 */
#include "cli/keys.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "vault/doctor.h"
#include "vault/erase_finish.h"
#include "vault/key_state.h"
#include "vault/reindex.h"
#include "vault/verify.h"

enum { PASSPHRASE_MAX = 8192 };

static enum status
inventory(struct session *session, struct visit *visit,
    struct error *error)
{
	struct buf out;
	enum status status;

	buf_init(&out, visit->arena, KEY_STATE_MAX);
	status = key_state_write(&out, visit, error);
	return status == STATUS_OK ? cli_put(session->cli, &out, error) :
	    status;
}

/* Writes today's state down, or shows what was written on a day. */
static enum status
state_in(struct session *session, struct visit *visit, struct error *error)
{
	const char *on = cli_option(session->cli, "on");
	int64_t day = clock_tokyo_day(visit->now);
	struct bytes state;
	struct buf out;
	enum status status = STATUS_OK;

	if (on != NULL && !clock_parse_date(text_of(on), &day))
		return cli_usage("--on", (struct words){
		    "2026-11-22 の形の日付を指定してください",
		    "a date like 2026-11-22 is needed" }, error);
	if (on == NULL)
		status = key_state_record(visit, TEXT("state"), 0, error);
	if (status == STATUS_OK)
		status = key_state_of_day(&state, visit, day, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, visit->arena, KEY_STATE_MAX);
	buf_put(&out, state.p, state.n);
	return cli_put(session->cli, &out, error);
}

static void
show_progress(void *context, uint64_t done)
{
	const struct cli *cli = context;

	cli_progress(cli, cli_say(cli, "鍵枠", "slots"), done, done);
}

static enum status
report(struct cli *cli, const struct keys_replaced *replaced,
    struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, 4096);
	json = jsonw_new(&out, true);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_member_int(&json, "old", replaced->old);
		jsonw_member_int(&json, "new", replaced->new);
		jsonw_member_int(&json, "slots", (int64_t)replaced->slots);
		jsonw_close_object(&json);
	} else {
		buf_printf(&out, cli_say(cli,
		    "鍵暗号化鍵 %u を %u に交換し、鍵枠 %llu 件を包み直しました\n",
		    "KEK %u was replaced by %u; %llu slots wrapped anew\n"),
		    replaced->old, replaced->new,
		    (unsigned long long)replaced->slots);
	}
	return cli_put(cli, &out, error);
}

static enum status
replace(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct keys_replaced replaced = {
		.progress = show_progress, .context = cli
	};
	struct erase_progress progress;
	enum status status = keys_replace_kek(vault_keys(session->vault),
	    visit->now, &replaced, error);

	cli_progress_end(cli);
	if (status == STATUS_OK)
		status = key_state_record(visit, TEXT("kek_replaced"),
		    replaced.slots, error);
	/* What was wrapped under the old one only is gone now. */
	if (status == STATUS_OK)
		status = erase_finish_all(visit, &progress, error);
	if (status == STATUS_OK)
		status = store_tidy(vault_store(session->vault), error);
	return status == STATUS_OK ? report(cli, &replaced, error) : status;
}

static void
show_people(void *context, uint64_t done, uint64_t total)
{
	const struct cli *cli = context;

	cli_progress(cli, cli_say(cli, "検索の索引", "search index"), done,
	    total);
}

static enum status
rotate(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct reindex reindex = {
		.progress = show_people, .context = cli
	};
	struct buf out;
	enum status status = reindex_item(session->vault, session->reader,
	    session->visitor.principal, text_of(cli->arguments[0]), &reindex,
	    error);

	cli_progress_end(cli);
	if (status == STATUS_OK)
		status = key_state_record(visit, TEXT("search_key_replaced"),
		    0, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, 4096);
	buf_printf(&out, cli_say(cli, "検索の鍵を交換しました (%llu 人)\n",
	    "the search key was replaced (%llu people)\n"),
	    (unsigned long long)reindex.people);
	return cli_put(cli, &out, error);
}

enum status
keys_share_counts(const char *text, size_t *k, size_t *n,
    struct error *error)
{
	ptrdiff_t slash = text_find(text_of(text), TEXT("/"));
	int64_t needed, all;

	if (slash < 0 || !text_to_int(text_slice(text_of(text), 0,
	    (size_t)slash), &needed) || !text_to_int(text_of(text + slash +
	    1), &all) || needed < 0 || all < 0)
		return cli_usage("K/N", (struct words){
		    "3/5 のように、必要な数と総数を指定してください",
		    "how many of how many, like 3/5" }, error);
	*k = (size_t)needed;
	*n = (size_t)all;
	return STATUS_OK;
}

static enum status
split(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct unlock_secret secret;
	char path[PATH_SIZE];
	struct buf out;
	size_t k, n;
	enum status status = keys_share_counts(cli->arguments[0], &k, &n,
	    error);

	if (status == STATUS_OK)
		status = session_secret(cli, &session->config, &secret,
		    error);
	if (status == STATUS_OK)
		status = file_join(path, session->config.keys_folder,
		    "unlock.json", error);
	if (status == STATUS_OK)
		status = unlock_split(path, store_id(vault_store(
		    session->vault)), &secret, k, n, cli->arguments[1],
		    error);
	if (status == STATUS_OK)
		status = key_state_record(visit, TEXT("split"), n, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, 4096);
	buf_printf(&out, cli_say(cli,
	    "鍵を %zu 個に分けました (うち %zu 個で解錠)。別々の人が保管してください\n",
	    "the key is in %zu shares, any %zu of which unlock; let "
	    "different people keep them\n"), n, k);
	return cli_put(cli, &out, error);
}

/* Ways to unlock that come and go. */

static enum status
take_added(struct cli *cli, struct unlock_secret *added, struct error *error)
{
	const char *passphrase = cli_option(cli, "new-passphrase-file");
	const char *key_file = cli_option(cli, "new-key-file");
	struct text text;
	enum status status;

	*added = (struct unlock_secret){ .key_file = key_file };
	if ((passphrase == NULL) == (key_file == NULL))
		return cli_usage("--new-passphrase-file", (struct words){
		    "--new-passphrase-file 又は --new-key-file のどちらかを"
		    "指定してください",
		    "either --new-passphrase-file or --new-key-file is needed"
		    }, error);
	if (key_file != NULL)
		return file_exists(key_file) ? STATUS_OK :
		    unlock_make_key_file(key_file, error);
	if (strcmp(passphrase, "-") == 0)
		return session_ask(cli, cli_say(cli, "新しいパスフレーズ",
		    "new passphrase"), true, &added->passphrase, error);
	status = file_read_text(&text, passphrase, PASSPHRASE_MAX,
	    cli->arena, error);
	added->passphrase = text_trim(text);
	return status;
}

static enum status
end_change(struct session *session, struct visit *visit,
    const char *subject, struct words done, struct error *error)
{
	struct cli *cli = session->cli;
	struct buf out;
	enum status status = key_state_record(visit, text_of(subject), 0,
	    error);

	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, 4096);
	buf_printf(&out, "%s\n", cli_say(cli, done.ja, done.en));
	return cli_put(cli, &out, error);
}

static enum status
add_method(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct unlock_secret secret, added;
	char path[PATH_SIZE];
	int64_t memory;
	enum status status = cli_option_int(cli, "argon2-mib",
	    UNLOCK_MEMORY_MIN_KIB >> 10, UNLOCK_MEMORY_MAX_KIB >> 10,
	    UNLOCK_MEMORY_KIB >> 10, &memory, error);

	if (status == STATUS_OK)
		status = take_added(cli, &added, error);
	if (status == STATUS_OK)
		status = session_secret(cli, &session->config, &secret,
		    error);
	if (status == STATUS_OK)
		status = file_join(path, session->config.keys_folder,
		    "unlock.json", error);
	if (status == STATUS_OK)
		status = unlock_change_add(path, store_id(vault_store(
		    session->vault)), &secret, &added, (uint32_t)memory << 10,
		    error);
	return status == STATUS_OK ? end_change(session, visit,
	    "method_added", (struct words){
	    "解錠方法を設定しました (同じ種類のものは置き換わりました)",
	    "this unlocks the store now, in the place of an earlier one of "
	    "its kind" }, error) : status;
}

static enum status
remove_method(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct unlock_secret secret;
	char path[PATH_SIZE];
	enum status status = session_secret(cli, &session->config, &secret,
	    error);

	if (status == STATUS_OK)
		status = file_join(path, session->config.keys_folder,
		    "unlock.json", error);
	if (status == STATUS_OK)
		status = unlock_change_remove(path, store_id(vault_store(
		    session->vault)), &secret, text_of(cli->arguments[0]),
		    error);
	return status == STATUS_OK ? end_change(session, visit,
	    "method_removed", (struct words){ "解錠方法を外しました",
	    "this unlocks the store no more" }, error) : status;
}

/* Nobody else has a number in hand, and no row was taken away. */
static enum status
may_drop(struct session *session, struct findings *findings,
    struct error *error)
{
	struct vault_check check = { .progress = NULL };
	enum status status;

	if (session->cli->served != NULL || store_shared(vault_store(
	    session->vault))) {
		status = error_set(error, STATUS_CONFLICT, "store_in_use",
		    "ほかのサーバーが使う鍵枠と見分けられません",
		    "they can not be told from what other servers have in "
		    "hand");
		error_remedy(error, "サーバーを止めてから実行してください。"
		    "PostgreSQL では、フォルダー内の SQLite に写したもので実行"
		    "してください (sekisho store copy)",
		    "stop the server first; with PostgreSQL, do it in a copy "
		    "in a folder (sekisho store copy)");
		return status;
	}
	status = vault_verify(session->vault, session->reader,
	    session->visitor.principal, &check, findings, error);
	if (status == STATUS_OK && check.faults > 0) {
		status = error_set(error, STATUS_INTEGRITY, "store_differs",
		    "ストアがログと一致しません。失われた行の鍵かもしれません",
		    "the store does not agree with its log: they may be the "
		    "keys of rows that are gone");
		error_remedy(error, "sekisho audit verify --store で調べ、"
		    "バックアップから復元してください",
		    "see sekisho audit verify --store, and restore a backup");
	}
	return status;
}

static enum status
drop_orphans(struct session *session, struct visit *visit,
    struct error *error)
{
	struct cli *cli = session->cli;
	struct findings findings;
	uint64_t dropped = 0;
	struct buf out;
	enum status status;

	findings_init(&findings, cli->arena, NULL);
	status = may_drop(session, &findings, error);
	if (status == STATUS_OK)
		status = doctor_drop_orphans(visit, &findings, &dropped,
		    error);
	if (status == STATUS_OK)
		status = store_tidy(vault_store(session->vault), error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, 256);
	buf_printf(&out, cli->json ? "{\"destroyed\": %llu}\n" :
	    cli_say(cli, "破棄した鍵枠: %llu 個\n",
	    "slots that were destroyed: %llu\n"),
	    (unsigned long long)dropped);
	return cli_put(cli, &out, error);
}

static const struct cli_option state_options[] = {
	SESSION_OPTIONS,
	{ "on", "DATE", { "その日に記録した状態を示す",
	  "show what was written down on that day" } },
	{ NULL, NULL, { NULL, NULL } },
};

static const struct cli_option add_options[] = {
	SESSION_OPTIONS,
	{ "new-passphrase-file", "FILE",
	  { "新しいパスフレーズを読むファイル (- は端末から)",
	    "file with the new passphrase (-: ask on the terminal)" } },
	{ "new-key-file", "FILE", { "新しい鍵ファイル (なければ作成)",
	  "new key file (made if absent)" } },
	{ "argon2-mib", "N", { "パスフレーズの伸長に使うメモリー (MiB)",
	  "memory of Argon2id in MiB" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_keys_commands[] = {
	{ "keys", "inventory", "",
	  { "鍵の一覧と状態を示す", "show which keys there are" },
	  session_options, .as_operator = inventory },
	{ "keys", "state", "",
	  { "鍵の状態を証跡として記録する",
	    "write the state of the keys down as evidence" },
	  state_options, .as_operator = state_in },
	{ "keys", "replace-kek", "",
	  { "鍵暗号化鍵を交換し、古いものを破棄する",
	    "replace the KEK and destroy the old one" },
	  session_options, .as_operator = replace },
	{ "keys", "rotate-search", "ITEM",
	  { "項目の検索の鍵を交換する", "replace the key of a search index" },
	  session_options, .as_operator = rotate },
	{ "keys", "split", "K/N FOLDER",
	  { "解錠の鍵を N 個に分け、K 個で解錠できるようにする",
	    "split an unlocking key into N shares, of which K unlock" },
	  session_options, .as_operator = split },
	{ "keys", "add-method", "",
	  { "パスフレーズ又は鍵ファイルで解錠できるようにする (変更も)",
	    "let a passphrase or key file unlock, or change it" },
	  add_options, .as_operator = add_method },
	{ "keys", "remove-method", "METHOD",
	  { "解錠方法 (key_file、passphrase、shares) を外す",
	    "take a way to unlock out (key_file, passphrase, shares)" },
	  session_options, .as_operator = remove_method },
	{ "keys", "drop-orphans", "",
	  { "どの行も使っていない鍵枠を破棄する",
	    "destroy slots that no row is sealed under" },
	  session_options, .as_operator = drop_orphans },
	{ .noun = NULL },
};
