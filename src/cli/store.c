/*
 * sekisho store copy FROM TO
 * sekisho store accept-clock --reason TEXT
 */
#include "base/encode.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "crypto/secret.h"
#include "vault/move.h"
#include "vault/verify.h"

static void
show_progress(void *context, const char *table, uint64_t rows)
{
	const struct cli *cli = context;

	cli_progress(cli, table, rows, rows);
}

static void
show_checked(void *context, uint64_t done, uint64_t total)
{
	const struct cli *cli = context;

	cli_progress(cli, cli_say(cli, "検証", "verifying"), done, total);
}

/* The copy, opened as it will be used, against its log. */
static enum status
verify_copy(struct cli *cli, const struct config *config,
    struct vault_check *check, struct findings *findings,
    struct error *error)
{
	struct unlock_secret secret;
	struct vault *vault = NULL;
	struct reader *reader = NULL;
	enum status status = session_secret(cli, config, &secret, error);

	if (status == STATUS_OK)
		status = vault_open(&vault, config, &secret, cli->clock,
		    error);
	if (status == STATUS_OK)
		status = reader_new(&reader, vault_store(vault), error);
	findings_init(findings, cli->arena, NULL);
	*check = (struct vault_check){
		.progress = show_checked, .context = cli
	};
	if (status == STATUS_OK)
		status = vault_verify(vault, reader,
		    session_principal(cli), check, findings, error);
	reader_free(reader);
	if (status == STATUS_OK)
		status = vault_integrate(vault, error);
	vault_close(vault);
	return status;
}

static void
json_report(struct buf *out, const struct copy_report *report,
    const struct vault_check *check)
{
	struct jsonw json = jsonw_new(out, true);

	jsonw_open_object(&json);
	jsonw_key(&json, "tables");
	jsonw_open_array(&json);
	for (size_t i = 0; i < report->tables; i++) {
		const struct copy_table *table = &report->table[i];

		jsonw_open_object(&json);
		jsonw_member_string(&json, "name", table->name);
		jsonw_member_int(&json, "rows", (int64_t)table->rows);
		jsonw_member_hex(&json, "digest", table->digest,
		    sizeof(table->digest));
		jsonw_close_object(&json);
	}
	jsonw_close_array(&json);
	jsonw_member_int(&json, "people", (int64_t)check->people);
	jsonw_member_int(&json, "records", (int64_t)check->records);
	jsonw_member_int(&json, "faults", (int64_t)check->faults);
	jsonw_close_object(&json);
}

static enum status
report_copy(struct cli *cli, const struct copy_report *report,
    const struct vault_check *check, const struct findings *findings,
    struct error *error)
{
	char digest[2 * HASH_SIZE + 1];
	struct buf out;

	buf_init(&out, cli->arena, 1 << 20);
	if (cli->json) {
		json_report(&out, report, check);
		return cli_put(cli, &out, error);
	}
	for (size_t i = 0; i < report->tables; i++) {
		const struct copy_table *table = &report->table[i];

		encode_hex(table->digest, sizeof(table->digest), digest);
		buf_printf(&out, "%-14s %10llu  %.16s\n", table->name,
		    (unsigned long long)table->rows, digest);
	}
	findings_print(&out, findings, cli->language);
	buf_printf(&out, check->faults == 0 ? cli_say(cli,
	    "写しは元と等しく、ログと一致します: %llu 人、記録単位 %llu\n"
	    "これからは写しだけを使い、元は動かさないでください\n",
	    "the copy is equal and agrees with the log: %llu people, %llu "
	    "records\nfrom now on use the copy only, and never the old one\n"
	    ) : cli_say(cli,
	    "写しはログと一致しません: %llu 人、記録単位 %llu\n",
	    "the copy does not agree with the log: %llu people, %llu records\n"
	    ), (unsigned long long)check->people,
	    (unsigned long long)check->records);
	return cli_put(cli, &out, error);
}

static enum status
copy(struct cli *cli, struct error *error)
{
	struct copy_report report = {
		.progress = show_progress, .context = cli
	};
	struct config from, to;
	struct vault_check check;
	struct findings findings;
	enum status status = secret_start(error);

	if (status == STATUS_OK)
		status = config_read(&from, cli->arguments[0], cli->arena,
		    error);
	if (status == STATUS_OK)
		status = config_default(&to, cli->arguments[1], error);
	if (status == STATUS_OK)
		status = session_urls(cli, &to, error);
	if (status == STATUS_OK)
		status = move_store(&from, &to, &report, cli->arena, error);
	if (status == STATUS_OK)
		status = verify_copy(cli, &to, &check, &findings, error);
	cli_progress_end(cli);
	if (status != STATUS_OK)
		return status;
	status = report_copy(cli, &report, &check, &findings, error);
	if (status == STATUS_OK && check.faults > 0)
		cli->exit_code = status_table[STATUS_INTEGRITY].exit;
	return status;
}

static const struct cli_option copy_options[] = {
	URL_OPTIONS,
	{ "key-file", "FILE", { "鍵ファイル", "key file" } },
	{ "passphrase-file", "FILE", { "パスフレーズを読むファイル",
	  "file with the passphrase" } },
	{ NULL, NULL, { NULL, NULL } },
};

enum { REASON_MAX = 500 };

static enum status
accept_reason(struct cli *cli, struct vault *vault, struct error *error)
{
	const char *reason = cli_option(cli, "reason");
	enum status status;

	if (reason == NULL || reason[0] == '\0' ||
	    strlen(reason) > REASON_MAX)
		return cli_usage("--reason", (struct words){
		    "理由を指定してください (500 バイトまで)",
		    "a reason is needed (at most 500 bytes)" }, error);
	status = vault_clock_accept(vault, session_principal(cli),
	    text_of(reason), error);
	if (status == STATUS_OK)
		(void)fprintf(cli->out, "%s", cli_say(cli,
		    "今の時計で続けます\n", "going on by the clock as it is\n"));
	return status;
}

static enum status
accept_served(struct session *session, struct error *error)
{
	return accept_reason(session->cli, session->vault, error);
}

/* Opened for this alone: nothing else may be committed before. */
static enum status
accept_clock(struct cli *cli, struct error *error)
{
	struct config config;
	struct unlock_secret secret;
	struct vault *vault = NULL;
	enum status status;

	if (cli->served != NULL)
		return session_run(cli, accept_served, error);
	status = secret_start(error);
	if (status == STATUS_OK)
		status = config_read(&config, session_folder(cli), cli->arena,
		    error);
	if (status == STATUS_OK)
		status = session_secret(cli, &config, &secret, error);
	config.take_clock = true;
	if (status == STATUS_OK)
		status = vault_open(&vault, &config, &secret, cli->clock,
		    error);
	if (status == STATUS_OK)
		status = accept_reason(cli, vault, error);
	vault_close(vault);
	return status;
}

static const struct cli_option clock_options[] = {
	SESSION_OPTIONS,
	{ "reason", "TEXT", { "理由", "reason" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_store_commands[] = {
	{ "store", "copy", "FROM TO",
	  { "ストアを別のフォルダー・データベースへ写す (途中から再開できる)",
	    "copy a store to another folder and database (can be resumed)" },
	  copy_options, .run = copy },
	{ "store", "accept-clock", "",
	  { "進みすぎていた時計を直したあと、今の時計で続ける",
	    "go on by the clock as it is, after one that ran ahead was set" },
	  clock_options, .run = accept_clock },
	{ .noun = NULL },
};
