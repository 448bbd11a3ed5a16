#include <sys/stat.h>

#include "base/finding.h"
#include "base/shape.h"
#include "base/yaml.h"
#include "vault/config_out.h"

enum {
	CONFIG_MAX = 65536, CACHE_MIB = 16, DEADLINE_MS = 5000,
	KEK_DAYS = 7, KEY_BACKUP_DAYS = 7, FILE_MIB = 1024,
	PEOPLE_PER_MINUTE = 3000, BULK_PEOPLE_PER_MINUTE = 600000,
};

static const struct shape version = { .kind = SHAPE_INT, .min = 1, .max = 1 };
static const struct shape place = {
	.kind = SHAPE_TEXT, .max = CONFIG_URL_MAX
};
static const struct shape origin = { .kind = SHAPE_TEXT, .max = 127 };
static const struct shape path = { .kind = SHAPE_TEXT, .max = 900 };
static const struct shape mib = { .kind = SHAPE_INT, .max = 65536 };
static const struct shape file_mib = {
	.kind = SHAPE_INT, .min = 1, .max = 65536
};
static const struct shape milliseconds = {
	.kind = SHAPE_INT, .min = 100, .max = 60000
};
static const struct shape kek_days = {
	.kind = SHAPE_INT, .min = 1, .max = 365
};
static const struct shape backup_days = { .kind = SHAPE_INT, .max = 365 };
static const struct shape_field log_fields[] = {
	{ "origin", &origin, true, { "ログと署名鍵の名前",
	  "name of the log and of its key" } },
	{ NULL, NULL, false, { NULL, NULL } }
};
static const struct shape log_shape = {
	.kind = SHAPE_OBJECT, .fields = log_fields
};
static const struct shape_field unlock_fields[] = {
	{ "key_file", &path, false, { "鍵ファイルの場所",
	  "where the key file is" } },
	{ NULL, NULL, false, { NULL, NULL } }
};
static const struct shape unlock_shape = {
	.kind = SHAPE_OBJECT, .fields = unlock_fields
};
/* A batch of slots must fit into what a minute allows. */
static const struct shape rate = {
	.kind = SHAPE_INT, .min = 300, .max = 1000000000
};
/* And a batch of a bulk job, of people with records of every tier. */
static const struct shape bulk_rate = {
	.kind = SHAPE_INT, .min = 12000, .max = 1000000000
};
static const struct shape_field holder_fields[] = {
	{ "people_per_minute", &rate, false, { "1分間に開ける人数",
	  "people that may be opened in a minute" } },
	{ "bulk_people_per_minute", &bulk_rate, false, {
	  "一括処理の間、1分間に開ける人数",
	  "the same while a bulk job is announced" } },
	{ NULL, NULL, false, { NULL, NULL } }
};
static const struct shape holder_shape = {
	.kind = SHAPE_OBJECT, .fields = holder_fields
};
static const struct shape address = { .kind = SHAPE_TEXT, .max = 60 };
static const struct shape forms_role = { .kind = SHAPE_ID };
static const struct shape site = { .kind = SHAPE_URL };
static const struct shape origins = {
	.kind = SHAPE_LIST, .element = &site, .single = true, .max = 8
};
static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape connections = {
	.kind = SHAPE_INT, .min = 16, .max = 65536
};
static const struct shape per_address = { .kind = SHAPE_INT, .max = 65536 };
static const struct shape kib = { .kind = SHAPE_INT, .min = 16, .max = 4096 };
static const struct shape seconds = {
	.kind = SHAPE_INT, .min = 1, .max = 3600
};
static const struct shape_field server_fields[] = {
	{ "listen", &address, false, { "API のアドレス",
	  "where the API listens" } },
	{ "manage", &address, false, { "稼働状況のアドレス",
	  "where health and figures are" } },
	{ "certificate", &path, false, { "TLS の証明書",
	  "certificate for TLS" } },
	{ "key", &path, false, { "TLS の鍵", "key for TLS" } },
	{ "connections", &connections, false, { "接続の上限",
	  "connections at most" } },
	{ "per_address", &per_address, false, { "1アドレスの接続の上限",
	  "connections of one address at most" } },
	{ "body_kib", &kib, false, { "本文の上限 (KiB)",
	  "largest body in KiB" } },
	{ "file_mib", &file_mib, false, { "ファイルの上限 (MiB)",
	  "largest file of a person in MiB" } },
	{ "header_seconds", &seconds, false, { "ヘッダーを待つ秒数",
	  "seconds for a header" } },
	{ "body_seconds", &seconds, false, { "本文を待つ秒数",
	  "seconds for a body" } },
	{ "reply_seconds", &seconds, false, { "応答を読む秒数",
	  "seconds for reading an answer" } },
	{ "idle_seconds", &seconds, false, { "次の要求を待つ秒数",
	  "seconds between two requests" } },
	{ "confined", &flag, false, { "プロセスを封じ込める (false でやめる)",
	  "the process gives up what it does not need, unless false" } },
	{ "break_glass", &flag, false, { "緊急時の例外を認める",
	  "emergencies need no second person first" } },
	{ "forms_role", &forms_role, false, { "公開フォームの役割",
	  "role in which public forms take in" } },
	{ "forms_embed", &origins, false, { "フォームを埋め込めるサイト",
	  "sites that may frame the forms" } },
	{ NULL, NULL, false, { NULL, NULL } }
};
static const struct shape server_shape = {
	.kind = SHAPE_OBJECT, .fields = server_fields
};
static const struct shape_field backup_fields[] = {
	{ "data", &path, false, { "データのバックアップ先",
	  "where backups of the data are kept" } },
	{ "keys", &path, false, { "鍵のバックアップ先 (データとは別)",
	  "where backups of the keys are kept, apart" } },
	{ NULL, NULL, false, { NULL, NULL } }
};
static const struct shape backup_shape = {
	.kind = SHAPE_OBJECT, .fields = backup_fields
};
static const struct shape_field root_fields[] = {
	{ "sekisho", &version, true, { "版", "version" } },
	{ "data", &place, true, { "データの場所", "where the data is" } },
	{ "keys", &place, true, { "鍵の場所", "where the keys are" } },
	{ "log", &log_shape, true, { "ログ", "the log" } },
	{ "unlock", &unlock_shape, false, { "解錠", "unlocking" } },
	{ "cache_mib", &mib, false, { "行のキャッシュ (MiB)",
	  "cache of rows in MiB" } },
	{ "deadline_ms", &milliseconds, false, { "ログを待つ時間 (ミリ秒)",
	  "longest wait for the log" } },
	{ "holder", &holder_shape, false, { "鍵を保持するプロセス",
	  "the process that holds the keys" } },
	{ "server", &server_shape, false, { "サーバー", "the server" } },
	{ "jobs", &config_out_jobs, false, { "ジョブの予定",
	  "when jobs run" } },
	{ "mail", &config_out_mail, false, { "メール", "mail" } },
	{ "webhooks", &config_out_webhooks, false, { "ウェブフック",
	  "webhooks" } },
	{ "kek_days", &kek_days, false, { "鍵暗号化鍵を交換する間隔 (日)",
	  "days within which the KEK is replaced" } },
	{ "key_backup_days", &backup_days, false, {
	  "鍵の控えの寿命 (日。0 は控えなし)",
	  "life of a backup of the keys in days; 0: there is none" } },
	{ "backup", &backup_shape, false, { "バックアップ", "backups" } },
	{ "acknowledge_days", &backup_days, false, {
	  "従業者が新しい版を確認するまでの猶予 (日。0 は制限なし)",
	  "days for staff to acknowledge a revision; 0: no limit" } },
	{ NULL, NULL, false, { NULL, NULL } }
};
static const struct shape root_shape = {
	.kind = SHAPE_OBJECT, .fields = root_fields
};
static const char *const no_spaces[] = { "" };
static const struct shape_language language = {
	.root = &root_shape, .spaces = no_spaces, .space_count = 1,
	.id = "https://sekisho.example/schema/store-1.json",
	.title = { "ストアの設定", "Settings of a store" },
};

enum status
config_default(struct config *config, const char *folder, struct error *error)
{
	enum status status;

	memset(config, 0, sizeof(*config));
	if (strlen(folder) > PATH_SIZE - 64)
		return error_set(error, STATUS_INVALID, "path_too_long",
		    "パスが長すぎます", "the path is too long");
	(void)snprintf(config->folder, sizeof(config->folder), "%s", folder);
	(void)snprintf(config->data_url, sizeof(config->data_url),
	    "sqlite:%s/data.db", folder);
	(void)snprintf(config->keys_url, sizeof(config->keys_url),
	    "sqlite:%s/keys/keys.db", folder);
	status = file_join(config->keys_folder, folder, "keys", error);
	if (status == STATUS_OK)
		status = file_join(config->log_folder, folder, "log", error);
	config->cache_bytes = (size_t)CACHE_MIB << 20;
	config->deadline_ms = DEADLINE_MS;
	config->people_per_minute = PEOPLE_PER_MINUTE;
	config->bulk_people_per_minute = BULK_PEOPLE_PER_MINUTE;
	config->kek_days = KEK_DAYS;
	config->key_backup_days = KEY_BACKUP_DAYS;
	return status;
}

static void
take_text(char *out, size_t size, const struct node *node, const char *key,
    const char *absent)
{
	struct text value = node_text(node, key);

	(void)snprintf(out, size, "%.*s", TEXT_ARGS(value.n > 0 ? value :
	    text_of(absent)));
}

/* Scheme and host of each, for a Content-Security-Policy. */
static void
take_embed(struct config_server *server, const struct node *sites)
{
	size_t used = 0, size = sizeof(server->forms_embed);

	server->forms_embed[0] = '\0';
	for (size_t i = 0; i < node_count(sites); i++) {
		struct text url = node_at(sites, i)->text;
		size_t slashes = 0, n = 0;

		while (n < url.n && strchr(" ;,'\"", url.p[n]) == NULL &&
		    (slashes += url.p[n] == '/') < 3)
			n++;
		if (used + n + 2 > size)
			return;
		used += (size_t)snprintf(server->forms_embed + used,
		    size - used, "%s%.*s", used > 0 ? " " : "", (int)n,
		    url.p);
	}
}

/* Node may be NULL: then all is as it is by default. */
static void
take_server(struct config_server *server, const struct node *node)
{
	take_text(server->listen, sizeof(server->listen), node, "listen",
	    "127.0.0.1:8787");
	take_text(server->manage, sizeof(server->manage), node, "manage",
	    "127.0.0.1:8788");
	take_text(server->certificate, sizeof(server->certificate), node,
	    "certificate", "");
	take_text(server->key, sizeof(server->key), node, "key", "");
	server->connections = (unsigned int)node_int(node, "connections",
	    4096);
	server->per_address = (unsigned int)node_int(node, "per_address", 0);
	server->body = (size_t)node_int(node, "body_kib", 256) << 10;
	server->file = (uint64_t)node_int(node, "file_mib", FILE_MIB) << 20;
	server->header_ms = (int)node_int(node, "header_seconds", 10) * 1000;
	server->body_ms = (int)node_int(node, "body_seconds", 30) * 1000;
	server->reply_ms = (int)node_int(node, "reply_seconds", 30) * 1000;
	server->idle_ms = (int)node_int(node, "idle_seconds", 60) * 1000;
	server->confined = node_bool(node, "confined", true);
	server->break_glass = node_bool(node, "break_glass", false);
	take_text(server->forms_role, sizeof(server->forms_role), node,
	    "forms_role", "");
	take_embed(server, node_get(node, "forms_embed"));
}

/* "sqlite:data.db" stands for a file in the folder; others as they are. */
static void
take_url(char *out, size_t size, const char *folder, struct text value)
{
	static const char scheme[] = "sqlite:";
	size_t n = sizeof(scheme) - 1;

	if (text_starts_with(value, scheme) && value.n > n &&
	    value.p[n] != '/')
		(void)snprintf(out, size, "%s%s/%.*s", scheme, folder,
		    (int)(value.n - n), value.p + n);
	else
		(void)snprintf(out, size, "%.*s", TEXT_ARGS(value));
}

/* A folder that is named from the store's, or from the root. */
static void
take_folder(char out[PATH_SIZE], const char *folder, struct text value)
{
	if (value.n > 0 && value.p[0] != '/')
		(void)snprintf(out, PATH_SIZE, "%.*s/%.*s",
		    PATH_SIZE / 2, folder, PATH_SIZE / 2 - 2 <
		    (int)value.n ? PATH_SIZE / 2 - 2 : (int)value.n, value.p);
	else
		(void)snprintf(out, PATH_SIZE, "%.*s", (int)value.n,
		    value.n == 0 ? "" : value.p);
}

static void
take(struct config *config, const struct node *root)
{
	struct text origin_name = node_text(node_get(root, "log"), "origin");
	const struct node *holder = node_get(root, "holder");
	struct text key_file = node_text(node_get(root, "unlock"),
	    "key_file");

	take_url(config->data_url, sizeof(config->data_url), config->folder,
	    node_text(root, "data"));
	take_url(config->keys_url, sizeof(config->keys_url), config->folder,
	    node_text(root, "keys"));
	(void)snprintf(config->origin, sizeof(config->origin), "%.*s",
	    TEXT_ARGS(origin_name));
	if (key_file.n > 0)
		(void)snprintf(config->key_file, sizeof(config->key_file),
		    "%.*s", TEXT_ARGS(key_file));
	config->cache_bytes = (size_t)node_int(root, "cache_mib",
	    CACHE_MIB) << 20;
	config->deadline_ms = (int)node_int(root, "deadline_ms",
	    DEADLINE_MS);
	config->people_per_minute = (uint32_t)node_int(holder,
	    "people_per_minute", PEOPLE_PER_MINUTE);
	config->bulk_people_per_minute = (uint32_t)node_int(holder,
	    "bulk_people_per_minute", BULK_PEOPLE_PER_MINUTE);
	take_server(&config->server, node_get(root, "server"));
	take_folder(config->backup_data, config->folder, node_text(
	    node_get(root, "backup"), "data"));
	take_folder(config->backup_keys, config->folder, node_text(
	    node_get(root, "backup"), "keys"));
	config->kek_days = (int)node_int(root, "kek_days", KEK_DAYS);
	config->acknowledge_days = (int)node_int(root, "acknowledge_days",
	    0);
	config->key_backup_days = (int)node_int(root, "key_backup_days",
	    KEY_BACKUP_DAYS);
}

bool
config_has_password(const char *url)
{
	const char *host = strstr(url, "://");
	const char *at = host == NULL ? NULL : strchr(host + 3, '@');
	const char *colon = host == NULL ? NULL : strchr(host + 3, ':');

	return (at != NULL && colon != NULL && colon < at) ||
	    strstr(url, "password=") != NULL;
}

/* As libpq has it of its own password file. */
static enum status
check_secrecy(const struct config *config, const char *name,
    struct error *error)
{
	struct stat st;
	enum status status;

	if ((!config_has_password(config->data_url) &&
	    !config_has_password(config->keys_url)) ||
	    stat(name, &st) != 0 || (st.st_mode & (S_IRWXG | S_IRWXO)) == 0)
		return STATUS_OK;
	status = error_set(error, STATUS_INVALID, "config_readable",
	    "パスワードを含む設定ファイルを他のユーザーが読めます",
	    "others can read the configuration, which has a password in it");
	error_at(error, "%s", name);
	error_remedy(error, "chmod 600 を実行するか、パスワードを PGPASSFILE "
	    "に移してください",
	    "chmod 600 it, or move the password to a file that PGPASSFILE "
	    "names");
	return status;
}

/* It was never empty: a disk lost it. */
static enum status
lost_content(const char *name, struct error *error)
{
	enum status status = error_set(error, STATUS_INTEGRITY,
	    "config_damaged", "設定ファイルの内容が失われています",
	    "the configuration has lost what it held");

	error_at(error, "%s", name);
	error_remedy(error, "控えの sekisho.yaml を戻すか、バックアップから"
	    "復元してください (sekisho backup restore)",
	    "put back a copy of sekisho.yaml, or restore a backup (sekisho "
	    "backup restore)");
	return status;
}

enum status
config_work_folder(char out[PATH_SIZE], const struct config *config,
    struct error *error)
{
	enum status status = file_join(out, config->folder, "work", error);

	return status == STATUS_OK ? file_make_folder(out, 0700, error) :
	    status;
}

enum status
config_read(struct config *config, const char *folder, struct arena *arena,
    struct error *error)
{
	char name[PATH_SIZE];
	struct findings findings;
	const struct node *root;
	struct text yaml;
	enum status status = config_default(config, folder, error);

	if (status == STATUS_OK)
		status = file_join(name, folder, "sekisho.yaml", error);
	if (status == STATUS_OK)
		status = file_read_text(&yaml, name, CONFIG_MAX, arena,
		    error);
	if (status == STATUS_NOT_FOUND) {
		status = error_set(error, STATUS_NOT_FOUND, "no_store",
		    "ここにストアはありません", "there is no store here");
		error_at(error, "%s", folder);
		error_remedy(error, "sekisho init で作成できます",
		    "make one with sekisho init");
	}
	if (status != STATUS_OK)
		return status;
	if (text_trim(yaml).n == 0)
		return lost_content(name, error);
	status = yaml_parse(&root, yaml, name, arena, error);
	if (status != STATUS_OK)
		return status;
	findings_init(&findings, arena, name);
	status = shape_check(root, &language, &findings, error);
	if (status == STATUS_OK)
		status = findings_status(&findings, error);
	if (status != STATUS_OK)
		return status;
	take(config, root);
	status = config_out_take(config, root, error);
	return status == STATUS_OK ? check_secrecy(config, name, error) :
	    status;
}

int
config_horizon_days(const struct config *config)
{
	return config->kek_days + config->key_backup_days;
}

/* A URL as it is written: relative to the folder where it can be. */
static const char *
short_url(const char *url, const char *folder, char *out, size_t size)
{
	size_t n = strlen(folder);

	if (strncmp(url, "sqlite:", 7) == 0 &&
	    strncmp(url + 7, folder, n) == 0 && url[7 + n] == '/') {
		(void)snprintf(out, size, "sqlite:%s", url + 8 + n);
		return out;
	}
	return url;
}

static void
put_url(struct buf *out, const char *url)
{
	node_write_string(out, text_of(url));
	buf_byte(out, '\n');
}

enum status
config_write(const struct config *config, struct arena *arena,
    struct error *error)
{
	char name[PATH_SIZE], data[PATH_SIZE + 16], keys[PATH_SIZE + 16];
	struct buf out;
	enum status status = file_join(name, config->folder, "sekisho.yaml",
	    error);

	if (status != STATUS_OK)
		return status;
	buf_init(&out, arena, CONFIG_MAX);
	buf_string(&out, "sekisho: 1\ndata: ");
	put_url(&out, short_url(config->data_url, config->folder, data,
	    sizeof(data)));
	buf_string(&out, "keys: ");
	put_url(&out, short_url(config->keys_url, config->folder, keys,
	    sizeof(keys)));
	buf_printf(&out, "log:\n  origin: %s\n", config->origin);
	if (config->key_file[0] != '\0') {
		buf_string(&out, "unlock:\n  key_file: ");
		node_write_string(&out, text_of(config->key_file));
		buf_byte(&out, '\n');
	}
	if (config->kek_days != KEK_DAYS)
		buf_printf(&out, "kek_days: %d\n", config->kek_days);
	if (config->key_backup_days != KEY_BACKUP_DAYS)
		buf_printf(&out, "key_backup_days: %d\n",
		    config->key_backup_days);
	status = buf_status(&out, error);
	return status == STATUS_OK ? file_create(name, buf_bytes(&out), 0600,
	    error) : status;
}
