/*
 * sekisho backup verify|restore
 */
#include "cli/backup.h"
#include "cli/tables.h"
#include "crypto/secret.h"
#include "vault/verify.h"

static void
json_restored(struct jsonw *json, const struct backup_restored *r)
{
	jsonw_member_text(json, "data", r->data);
	jsonw_member_text(json, "keys", r->keys);
	jsonw_given_instant(json, "made", r->made);
	jsonw_member_int(json, "rows_as_of", (int64_t)r->rows_size);
	jsonw_member_int(json, "last_known", (int64_t)r->known_size);
	jsonw_member_int(json, "log_kept", (int64_t)r->kept_size);
	jsonw_member_text(json, "origin_before", r->origin_before);
	jsonw_member_text(json, "origin", r->origin);
	jsonw_member_int(json, "people_erased_again",
	    (int64_t)r->people_erased);
	jsonw_member_int(json, "items_erased_again",
	    (int64_t)r->items_erased);
	jsonw_member_int(json, "datasets_erased_again",
	    (int64_t)r->datasets_erased);
	jsonw_member_int(json, "kept_by_law_lost", (int64_t)r->kept_lost);
	jsonw_member_int(json, "sessions_ended", (int64_t)r->sessions);
	jsonw_member_int(json, "indexed", (int64_t)r->indexed);
	findings_json(json, r->findings);
}

static void
print_cut(struct buf *out, const struct cli *cli,
    const struct backup_restored *r)
{
	if (r->kept_size < r->known_size)
		buf_printf(out, cli_say(cli,
		    "ログは %llu 件で切れています。署名済みの状態は %llu 件まで"
		    "知られており、%llu 件とその内容は失われました\n",
		    "the log is cut at %llu entries: it was signed with %llu, "
		    "so %llu entries, and what they record, are lost\n"),
		    (unsigned long long)r->kept_size,
		    (unsigned long long)r->known_size,
		    (unsigned long long)(r->known_size - r->kept_size));
	else if (r->kept_size > r->rows_size)
		buf_printf(out, cli_say(cli,
		    "ログは %llu 件すべて続いていますが、データは %llu 件目の"
		    "時点のものです\n",
		    "the log goes on with all of its %llu entries, but the "
		    "data is as of entry %llu\n"),
		    (unsigned long long)r->kept_size,
		    (unsigned long long)r->rows_size);
	buf_printf(out, cli_say(cli, "ログの新しい名前: %.*s (以前: %.*s)\n",
	    "the log's new name: %.*s (before: %.*s)\n"),
	    TEXT_ARGS(r->origin), TEXT_ARGS(r->origin_before));
}

static void
print_restored(struct buf *out, const struct cli *cli,
    const struct backup_restored *r)
{
	char made[CLOCK_TEXT_SIZE];

	clock_format(r->made, made);
	buf_printf(out, cli_say(cli, "%s の状態 (%.*s) を復元しました\n",
	    "restored as of %s (%.*s)\n"), made, TEXT_ARGS(r->data));
	print_cut(out, cli, r);
	if (r->people_erased + r->items_erased > 0)
		buf_printf(out, cli_say(cli,
		    "バックアップ後の消去をやり直しました: %llu 人、項目の消去 %llu 件\n",
		    "erased again, as after the backup: %llu people, items "
		    "%llu times\n"), (unsigned long long)r->people_erased,
		    (unsigned long long)r->items_erased);
	if (r->datasets_erased > 0)
		buf_printf(out, cli_say(cli,
		    "データセットの消去もやり直しました: %llu 件\n",
		    "%llu datasets that were erased after the backup are "
		    "erased again\n"), (unsigned long long)r->datasets_erased);
	if (r->kept_lost > 0)
		buf_printf(out, cli_say(cli,
		    "法令により残していた %llu 項目は失われました\n",
		    "%llu items that a law wanted kept are lost\n"),
		    (unsigned long long)r->kept_lost);
	findings_print(out, r->findings, cli->language);
}

static enum status
take_wanted(struct backup_wanted *wanted, struct cli *cli,
    struct error *error)
{
	const char *until = cli_option(cli, "until");

	wanted->id = cli_option(cli, "backup");
	wanted->clock = cli->clock;
	wanted->principal = session_principal(cli);
	wanted->progress = backup_show_progress;
	wanted->context = cli;
	if (until == NULL || clock_parse(text_of(until), &wanted->until))
		return STATUS_OK;
	return cli_usage("--until", (struct words){
	    "2026-11-22T12:00:00+09:00 の形の時刻を指定してください",
	    "an instant like 2026-11-22T12:00:00+09:00 is needed" }, error);
}

/* The store as it will be used, against its log. */
static enum status
verify_restored(struct cli *cli, const struct config *config,
    const struct unlock_secret *secret, struct vault_check *check,
    struct findings *findings, struct error *error)
{
	struct vault *vault;
	struct reader *reader = NULL;
	enum status status = vault_open(&vault, config, secret, cli->clock,
	    error);

	if (status != STATUS_OK)
		return status;
	status = reader_new(&reader, vault_store(vault), error);
	if (status == STATUS_OK)
		status = vault_verify(vault, reader, session_principal(cli),
		    check, findings, error);
	reader_free(reader);
	if (status == STATUS_OK)
		status = vault_integrate(vault, error);
	vault_close(vault);
	return status;
}

static enum status
report_restored(struct cli *cli, const struct backup_restored *restored,
    uint64_t people, uint64_t records, uint64_t faults, struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, BACKUP_OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (faults > 0)
		cli->exit_code = status_table[STATUS_INTEGRITY].exit;
	if (cli->json) {
		jsonw_open_object(&json);
		json_restored(&json, restored);
		jsonw_member_int(&json, "people", (int64_t)people);
		jsonw_member_int(&json, "records", (int64_t)records);
		jsonw_member_int(&json, "faults", (int64_t)faults);
		jsonw_close_object(&json);
		return cli_put(cli, &out, error);
	}
	print_restored(&out, cli, restored);
	buf_printf(&out, faults == 0 ? cli_say(cli,
	    "ログと一致します: %llu 人、記録単位 %llu\n",
	    "it agrees with the log: %llu people, %llu records\n") :
	    cli_say(cli, "ログと一致しません: %llu 人、記録単位 %llu\n",
	    "it does not agree with the log: %llu people, %llu records\n"),
	    (unsigned long long)people, (unsigned long long)records);
	return cli_put(cli, &out, error);
}

static enum status
restore_to(struct cli *cli, struct config *to, struct error *error)
{
	struct findings findings;
	struct unlock_secret secret;
	struct vault_check check = { .people = 0 };
	struct backup_restored restored = { .findings = &findings };
	struct backup_wanted wanted = {
		.to = to, .secret = &secret, .log = cli_option(cli, "log"),
		.checkpoint = cli_option(cli, "checkpoint"),
	};
	enum status status = backup_take_places(&wanted.places, cli, NULL, true,
	    error);

	findings_init(&findings, cli->arena, NULL);
	if (status == STATUS_OK)
		status = take_wanted(&wanted, cli, error);
	if (status == STATUS_OK)
		status = session_secret(cli, to, &secret, error);
	/* sekisho.yaml names it, wherever somebody stands then. */
	if (status == STATUS_OK && secret.key_file != NULL)
		status = backup_whole_path(&secret.key_file, cli,
		    secret.key_file, error);
	if (status == STATUS_OK)
		status = backup_restore(&wanted, &restored, cli->arena,
		    error);
	if (status == STATUS_OK)
		status = verify_restored(cli, to, &secret, &check, &findings,
		    error);
	cli_progress_end(cli);
	return status == STATUS_OK ? report_restored(cli, &restored,
	    check.people, check.records, check.faults, error) : status;
}

static enum status
restore(struct cli *cli, struct error *error)
{
	const char *folder;
	struct config to;
	enum status status = secret_start(error);

	if (status == STATUS_OK)
		status = backup_whole_path(&folder, cli, cli->arguments[0],
		    error);
	if (status == STATUS_OK)
		status = config_default(&to, folder, error);
	if (status == STATUS_OK)
		status = session_urls(cli, &to, error);
	return status == STATUS_OK ? restore_to(cli, &to, error) : status;
}

/* Into the store, by whoever has it. */
static int
write_down(const struct cli *cli, const struct backup_tried *tried)
{
	static const char *const unlocking[] = {
		"key-file", "shares", "passphrase-file"
	};
	char data[2 * BACKUP_ID_MAX], keys[2 * BACKUP_ID_MAX];
	char people[64], faults[64], in[PATH_SIZE + 8];
	char given[LENGTH(unlocking)][PATH_SIZE + 32];
	char words[3][8] = { "sekisho", "backup", "tried" };
	char *argv[12] = { words[0], words[1], words[2], in, data, keys,
	    people, faults };
	int argc = 8;

	(void)snprintf(in, sizeof(in), "--in=%s", session_folder(cli));
	(void)snprintf(data, sizeof(data), "--backup=%.*s",
	    TEXT_ARGS(tried->restored.data));
	(void)snprintf(keys, sizeof(keys), "--key-backup=%.*s",
	    TEXT_ARGS(tried->restored.keys));
	(void)snprintf(people, sizeof(people), "--people=%llu",
	    (unsigned long long)tried->people);
	(void)snprintf(faults, sizeof(faults), "--faults=%llu",
	    (unsigned long long)tried->faults);
	for (size_t i = 0; i < LENGTH(unlocking); i++) {
		const char *value = cli_option(cli, unlocking[i]);

		if (value == NULL)
			continue;
		(void)snprintf(given[i], sizeof(given[i]), "--%s=%s",
		    unlocking[i], value);
		argv[argc++] = given[i];
	}
	return cli_again(cli, argc, argv);
}

/*
 * The trial is the caller's: a server that is confined can make no folder
 * for it and start no second holder of keys.
 */
static enum status
verify(struct cli *cli, struct error *error)
{
	struct findings findings;
	struct config config;
	struct unlock_secret secret;
	struct backup_tried tried = { .restored.findings = &findings };
	struct backup_wanted wanted = { .secret = &secret };
	int code = 0;
	enum status status = secret_start(error);

	findings_init(&findings, cli->arena, NULL);
	if (status == STATUS_OK)
		status = config_read(&config, session_folder(cli),
		    cli->arena, error);
	if (status == STATUS_OK)
		status = backup_take_places(&wanted.places, cli, &config,
		    true, error);
	if (status == STATUS_OK)
		status = take_wanted(&wanted, cli, error);
	if (status == STATUS_OK)
		status = session_secret(cli, &config, &secret, error);
	if (status == STATUS_OK)
		status = backup_verify(&config, &wanted, &tried, cli->arena,
		    error);
	cli_progress_end(cli);
	if (status == STATUS_OK)
		code = write_down(cli, &tried);
	if (status == STATUS_OK)
		status = report_restored(cli, &tried.restored, tried.people,
		    tried.records, tried.faults, error);
	if (cli->exit_code == 0)
		cli->exit_code = code;
	return status;
}

/* Of another command, or of a trial on another machine. */
static enum status
tried(struct session *session, struct visit *visit, struct error *error)
{
	static const char *const option[] = {
		[BACKUP_DATA] = "backup", [BACKUP_KEYS] = "key-backup"
	};
	const struct cli *cli = session->cli;
	int64_t people = 0, faults = 0;
	enum status status = cli_option(cli, "people") != NULL &&
	    cli_option(cli, "faults") != NULL ? STATUS_OK :
	    cli_usage("--people, --faults", (struct words){
	    "人数と誤りの数が必要です",
	    "how many people and faults there were is needed" }, error);

	if (status == STATUS_OK)
		status = cli_option_int(cli, "people", 0, INT64_MAX, 0,
		    &people, error);
	if (status == STATUS_OK)
		status = cli_option_int(cli, "faults", 0, INT64_MAX, 0,
		    &faults, error);
	for (size_t kind = 0; kind < LENGTH(option) && status == STATUS_OK;
	    kind++) {
		const char *id = option[kind] == NULL ? NULL :
		    cli_option(cli, option[kind]);

		if (id != NULL)
			status = backup_verify_note(visit,
			    (enum backup_kind)kind, text_of(id),
			    (uint64_t)people, (uint64_t)faults, error);
	}
	return status;
}

#define CHOICE_OPTIONS \
	{ "backup", "ID", { "データのバックアップ (既定は最新)", \
	  "the backup of the data (the newest by default)" } }, \
	{ "until", "TIME", { "この時点までの最新のもの", \
	  "the newest one until then" } }

static const struct cli_option verify_options[] = {
	SESSION_OPTIONS, DEPOT_OPTIONS, CHOICE_OPTIONS,
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option tried_options[] = {
	SESSION_OPTIONS,
	{ "backup", "ID", { "データのバックアップ",
	  "the backup of the data" } },
	{ "key-backup", "ID", { "鍵のバックアップ",
	  "the backup of the keys" } },
	{ "people", "N", { "ログと照合した人数",
	  "how many people were compared with the log" } },
	{ "faults", "N", { "見つかった誤りの数",
	  "how many faults were found" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option restore_options[] = {
	DEPOT_OPTIONS, CHOICE_OPTIONS,
	{ "log", "FOLDER", { "以前のログが残っているフォルダー",
	  "folder where the log before is left" } },
	{ "checkpoint", "FILE", { "知られている最後のチェックポイント",
	  "the last checkpoint that is known" } },
	URL_OPTIONS,
	{ "key-file", "FILE", { "鍵ファイル", "key file" } },
	{ "shares", "A,B", { "鍵の分散ファイル", "shares of the key" } },
	{ "passphrase-file", "FILE", { "パスフレーズを読むファイル",
	  "file with the passphrase" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_backup_restore_commands[] = {
	{ "backup", "verify", "",
	  { "試しに復元し、ログと照合する",
	    "restore one for trial and compare it with the log" },
	  verify_options, .run = verify, .here = true },
	{ "backup", "tried", "",
	  { "別の機械などで試したバックアップの結果を記録する",
	    "write down what came of trying a backup, as on another machine" },
	  tried_options, .as_operator = tried },
	{ "backup", "restore", "FOLDER",
	  { "新しいフォルダーに復元する (途中から再開できる)",
	    "restore into a new folder (can be resumed)" },
	  restore_options, .run = restore },
	{ .noun = NULL },
};
