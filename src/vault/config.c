#include "base/finding.h"
#include "base/shape.h"
#include "base/yaml.h"
#include "vault/config.h"

enum {
	CONFIG_MAX = 65536, CACHE_MIB = 16, DEADLINE_MS = 5000,
	PEOPLE_PER_MINUTE = 3000, BULK_PEOPLE_PER_MINUTE = 600000,
};

static const struct shape version = { .kind = SHAPE_INT, .min = 1, .max = 1 };
static const struct shape place = { .kind = SHAPE_TEXT, .max = 500 };
static const struct shape origin = { .kind = SHAPE_TEXT, .max = 127 };
static const struct shape path = { .kind = SHAPE_TEXT, .max = 900 };
static const struct shape mib = { .kind = SHAPE_INT, .max = 65536 };
static const struct shape milliseconds = {
	.kind = SHAPE_INT, .min = 100, .max = 60000
};
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
static const struct shape_field holder_fields[] = {
	{ "people_per_minute", &rate, false, { "1分間に開ける人数",
	  "people that may be opened in a minute" } },
	{ "bulk_people_per_minute", &rate, false, {
	  "一括処理の間、1分間に開ける人数",
	  "the same while a bulk job is announced" } },
	{ NULL, NULL, false, { NULL, NULL } }
};
static const struct shape holder_shape = {
	.kind = SHAPE_OBJECT, .fields = holder_fields
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
	return status;
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
	status = yaml_parse(&root, yaml, name, arena, error);
	if (status != STATUS_OK)
		return status;
	findings_init(&findings, arena, name);
	status = shape_check(root, &language, &findings, error);
	if (status == STATUS_OK)
		status = findings_status(&findings, error);
	if (status == STATUS_OK)
		take(config, root);
	return status;
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
	buf_printf(&out, "sekisho: 1\ndata: %s\nkeys: %s\nlog:\n  origin: %s\n",
	    short_url(config->data_url, config->folder, data, sizeof(data)),
	    short_url(config->keys_url, config->folder, keys, sizeof(keys)),
	    config->origin);
	if (config->key_file[0] != '\0') {
		buf_string(&out, "unlock:\n  key_file: ");
		node_write_string(&out, text_of(config->key_file));
		buf_byte(&out, '\n');
	}
	status = buf_status(&out, error);
	return status == STATUS_OK ? file_create(name, buf_bytes(&out), 0600,
	    error) : status;
}
