/*
 * sekisho init FOLDER
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/mem.h"
#include "cli/keys.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "crypto/secret.h"
#include "policy/check.h"

/* The key file lies beside the store, never in it. */
static enum status
default_key_file(char out[PATH_SIZE], const char *folder,
    struct error *error)
{
	size_t n = strlen(folder);

	while (n > 1 && folder[n - 1] == '/')
		n--;
	if (snprintf(out, PATH_SIZE, "%.*s.key", (int)n, folder) < PATH_SIZE)
		return STATUS_OK;
	return error_set(error, STATUS_INVALID, "path_too_long",
	    "パスが長すぎます", "the path is too long");
}

static enum status
absolute(char path[PATH_SIZE], struct error *error)
{
	char *full = realpath(path, NULL);
	enum status status = STATUS_OK;

	if (full == NULL || strlen(full) >= PATH_SIZE)
		status = error_system(error, "realpath", errno);
	else
		(void)snprintf(path, PATH_SIZE, "%s", full);
	mem_free(full);
	return status;
}

/* Shares in a folder; those that are needed open it the first time. */
static enum status
new_shares(struct cli *cli, struct vault_new *new,
    struct unlock_secret *secret, struct error *error)
{
	const char *folder = cli_option(cli, "shares-folder");
	const char **files;
	enum status status = keys_share_counts(cli_option(cli, "shares"),
	    &new->shares_needed, &new->shares, error);

	if (status != STATUS_OK)
		return status;
	if (folder == NULL)
		return cli_usage("--shares-folder", (struct words){
		    "分散ファイルを置くフォルダーが必要です",
		    "a folder for the shares is needed" }, error);
	new->shares_folder = folder;
	files = arena_array(cli->arena, new->shares_needed + 1,
	    sizeof(*files));
	for (size_t i = 0; files != NULL && i < new->shares_needed; i++) {
		char *file = arena_alloc(cli->arena, PATH_SIZE);

		if (file == NULL)
			return error_memory(error);
		(void)snprintf(file, PATH_SIZE, "%s/share-%zu", folder,
		    i + 1);
		files[i] = file;
	}
	*secret = (struct unlock_secret){
		.share_files = files, .share_count = new->shares_needed
	};
	return files == NULL ? error_memory(error) : STATUS_OK;
}

/* The secret of a new store: a passphrase if one is asked for, else a key
 * file, which is made unless it is there. */
static enum status
new_secret(struct cli *cli, struct config *config,
    struct unlock_secret *secret, struct error *error)
{
	const char *key_file = cli_option(cli, "key-file");
	enum status status = STATUS_OK;

	if (cli_option(cli, "passphrase-file") != NULL)
		return session_secret(cli, config, secret, error);
	if (key_file != NULL)
		(void)snprintf(config->key_file, PATH_SIZE, "%s", key_file);
	else
		status = default_key_file(config->key_file, config->folder,
		    error);
	if (status == STATUS_OK && !file_exists(config->key_file))
		status = unlock_make_key_file(config->key_file, error);
	if (status == STATUS_OK)
		status = absolute(config->key_file, error);
	*secret = (struct unlock_secret){ .key_file = config->key_file };
	return status;
}

static enum status
read_policy(struct cli *cli, struct policy_source *source,
    struct error *error)
{
	const char *path = cli_option(cli, "policy");
	struct findings findings;
	enum status status;

	if (path == NULL)
		return cli_usage("--policy", (struct words){
		    "ポリシーファイルを指定してください",
		    "a policy file is needed" }, error);
	findings_init(&findings, cli->arena, path);
	status = policy_source_read(source, path, &findings, cli->arena,
	    error);
	/* The first revision is in force at once: it is held to the same. */
	if (status == STATUS_OK)
		status = check_run(source, clock_tokyo_day(clock_now(
		    cli->clock)), &findings, cli->arena, error);
	if (status == STATUS_OK)
		status = findings_status(&findings, error);
	if (status == STATUS_INVALID && error->remedy[LANGUAGE_JA][0] == '\0')
		error_remedy(error, "policy check で全部の指摘を見られます",
		    "policy check shows everything that is wrong with it");
	return status;
}

static enum status
report(struct cli *cli, const struct config *config,
    const struct policy_source *source, struct error *error)
{
	char hash[2 * POLICY_HASH_SIZE + 1];
	struct jsonw json;
	struct buf out;

	encode_hex(source->hash, sizeof(source->hash), hash);
	buf_init(&out, cli->arena, 65536);
	if (cli->json) {
		json = jsonw_new(&out, true);
		jsonw_open_object(&json);
		jsonw_member_string(&json, "folder", config->folder);
		if (config->key_file[0] != '\0')
			jsonw_member_string(&json, "key_file",
			    config->key_file);
		jsonw_member_string(&json, "revision", hash);
		jsonw_close_object(&json);
		return cli_put(cli, &out, error);
	}
	buf_printf(&out, cli_say(cli, "ストアを作成しました: %s\n",
	    "made the store %s\n"), config->folder);
	if (config->key_file[0] != '\0')
		buf_printf(&out, cli_say(cli,
		    "鍵ファイル: %s (別の場所に控えを保管してください。失うと復元できません)\n",
		    "key file: %s (keep a copy elsewhere: without it nothing "
		    "can be opened)\n"), config->key_file);
	buf_printf(&out, cli_say(cli, "施行中の版: %s\n",
	    "revision in force: %s\n"), hash);
	return cli_put(cli, &out, error);
}

static enum status
init(struct cli *cli, struct error *error)
{
	struct config config;
	struct unlock_secret secret;
	struct policy_source source;
	const char *origin = cli_option(cli, "origin");
	struct vault_new new = {
		.config = &config, .secret = &secret, .policy = &source,
		.clock = cli->clock,
	};
	int64_t memory;
	enum status status = secret_start(error);

	if (status == STATUS_OK)
		status = config_default(&config, cli->arguments[0], error);
	if (status == STATUS_OK)
		status = session_urls(cli, &config, error);
	if (status == STATUS_OK)
		status = cli_option_int(cli, "argon2-mib",
		    UNLOCK_MEMORY_MIN_KIB >> 10, UNLOCK_MEMORY_MAX_KIB >> 10,
		    UNLOCK_MEMORY_KIB >> 10, &memory, error);
	if (status == STATUS_OK)
		status = read_policy(cli, &source, error);
	if (status == STATUS_OK && cli_option(cli, "shares") != NULL)
		status = new_shares(cli, &new, &secret, error);
	else if (status == STATUS_OK)
		status = new_secret(cli, &config, &secret, error);
	if (status != STATUS_OK)
		return status;
	if (origin != NULL)
		(void)snprintf(config.origin, sizeof(config.origin), "%s",
		    origin);
	new.memory_kib = (uint32_t)memory << 10;
	new.principal = session_principal(cli);
	status = vault_create(&new, error);
	return status == STATUS_OK ? report(cli, &config, &source, error) :
	    status;
}

static const struct cli_option init_options[] = {
	{ "policy", "FILE", { "ポリシーファイル", "policy file" } },
	URL_OPTIONS,
	{ "key-file", "FILE", { "鍵ファイル (なければ作成。既定は FOLDER.key)",
	  "key file (made if absent; FOLDER.key by default)" } },
	{ "passphrase-file", "FILE",
	  { "鍵ファイルの代わりにパスフレーズを使う (- は端末から)",
	    "use a passphrase instead (-: ask on the terminal)" } },
	{ "shares", "K/N",
	  { "鍵ファイルの代わりに、N 個のうち K 個で解錠する分散ファイルを作る",
	    "use N shares instead, of which K unlock" } },
	{ "shares-folder", "FOLDER", { "分散ファイルを置く新しいフォルダー",
	  "new folder for the shares" } },
	{ "argon2-mib", "N", { "パスフレーズの伸長に使うメモリー (MiB)",
	  "memory of Argon2id in MiB" } },
	{ "origin", "NAME", { "ログと署名鍵の名前",
	  "name of the log and its key" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_init_commands[] = {
	{ "init", "", "FOLDER",
	  { "ポリシーからストアを作成する", "make a store from a policy" },
	  init_options, .run = init },
	{ .noun = NULL },
};
