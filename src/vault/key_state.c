#include <sys/stat.h>

#include "base/json.h"
#include "base/jsonw.h"
#include "crypto/hash.h"
#include "vault/commit.h"
#include "vault/key_state.h"

enum { KEKS_MAX = 8, UNLOCK_FILE_MAX_BYTES = 65536 };

/* Whether the key store lies on another file system than the data. */
static bool
lies_apart(const struct config *config)
{
	const char *data = strchr(config->data_url, ':');
	struct stat keys, rows;

	return data == NULL || stat(config->keys_folder, &keys) != 0 ||
	    stat(data + 1, &rows) != 0 || keys.st_dev != rows.st_dev;
}

static enum status
put_slots(struct jsonw *json, struct visit *visit, struct error *error)
{
	struct slot_count counts[KEKS_MAX];
	size_t n = 0;
	enum status status = store_slots_count(vault_store(visit->vault),
	    KEKS_MAX, counts, &n, error);

	jsonw_key(json, "slots");
	jsonw_open_array(json);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		jsonw_open_object(json);
		jsonw_member_int(json, "kek", counts[i].kek);
		jsonw_member_int(json, "count", (int64_t)counts[i].slots);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	return status;
}

enum status
key_state_methods(struct vault *vault, struct arena *arena,
    struct error *error)
{
	struct vault_methods known = { .n = 0 };
	const struct node *file, *methods;
	char path[PATH_SIZE];
	struct bytes bytes;
	enum status status = file_join(path, vault_config(vault)->keys_folder,
	    "unlock.json", error);

	if (status == STATUS_OK)
		status = file_read(&bytes, path, UNLOCK_FILE_MAX_BYTES,
		    arena, error);
	if (status == STATUS_OK)
		status = json_parse(&file, bytes, arena, error);
	if (status != STATUS_OK)
		return status;
	methods = node_get(file, "methods");
	for (size_t i = 0; i < node_count(methods) &&
	    known.n < VAULT_METHODS_MAX; i++)
		(void)snprintf(known.name[known.n++], VAULT_METHOD_SIZE,
		    "%.*s", TEXT_ARGS(node_text(node_at(methods, i),
		    "method")));
	vault_methods_keep(vault, &known);
	return STATUS_OK;
}

/* Which methods open the root key: names only. */
static enum status
put_methods(struct jsonw *json, struct visit *visit, struct error *error)
{
	enum status status = key_state_methods(visit->vault, visit->arena,
	    error);
	struct vault_methods known = vault_methods(visit->vault);

	/* Whoever is confined goes by what was read last. */
	if (status != STATUS_OK && known.n == 0)
		return status;
	jsonw_key(json, "unlock_methods");
	jsonw_open_array(json);
	for (size_t i = 0; i < known.n; i++)
		jsonw_text(json, text_of(known.name[i]));
	jsonw_close_array(json);
	return STATUS_OK;
}

static void
put_indexes(struct jsonw *json, const struct visit *visit)
{
	static const char *const states[] = {
		[SEARCH_CURRENT] = "current", [SEARCH_BUILDING] = "building",
		[SEARCH_RETIRED] = "retired",
	};

	jsonw_key(json, "search_keys");
	jsonw_open_array(json);
	for (size_t i = 0; i < visit->rules->index_count; i++) {
		const struct rules_index *index = &visit->rules->indexes[i];

		jsonw_open_object(json);
		jsonw_member_int(json, "index", (int64_t)index->index);
		jsonw_member_text(json, "item", numbering_id(
		    &visit->rules->numbering, SPACE_ITEMS, index->item));
		jsonw_member_string(json, "state", states[index->state]);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

enum status
key_state_write(struct buf *out, struct visit *visit, struct error *error)
{
	const struct config *config = vault_config(visit->vault);
	const struct keyring *keyring = vault_keyring(visit->vault);
	int64_t made = keyring_kek_made(keyring);
	struct jsonw json = jsonw_new(out, true);
	enum status status;

	jsonw_open_object(&json);
	jsonw_member_instant(&json, "time", visit->now);
	jsonw_member_string(&json, "records",
	    "AES-256-GCM under a key of its own per person and tier");
	jsonw_member_string(&json, "wrapping",
	    "AES-256-GCM with a SHA-256 commitment");
	jsonw_member_string(&json, "search", "HMAC-SHA-256");
	jsonw_member_int(&json, "kek", keyring_current_kek(keyring));
	jsonw_member_instant(&json, "kek_made", made);
	jsonw_member_instant(&json, "kek_due", made +
	    (int64_t)config->kek_days * DAY_SECONDS * 1000);
	jsonw_member_bool(&json, "replacing", keyring_is_replacing(keyring));
	jsonw_member_bool(&json, "key_store_is_another_database",
	    strcmp(config->data_url, config->keys_url) != 0);
	jsonw_member_bool(&json, "key_store_on_another_file_system",
	    lies_apart(config));
	jsonw_member_int(&json, "key_backup_days", config->key_backup_days);
	put_indexes(&json, visit);
	status = put_methods(&json, visit, error);
	if (status == STATUS_OK)
		status = put_slots(&json, visit, error);
	jsonw_close_object(&json);
	return status == STATUS_OK ? buf_status(out, error) : status;
}

static enum status
id_of_day(uint8_t id[DOCUMENT_ID_SIZE], struct visit *visit, int64_t day,
    struct error *error)
{
	char name[CLOCK_DATE_SIZE];

	clock_format_date(day, name);
	return document_id(id, visit->vault, DOCUMENT_KEY_STATE,
	    text_of(name), error);
}

enum status
key_state_of_day(struct bytes *state, struct visit *visit, int64_t day,
    struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	struct document document;
	enum status status = id_of_day(id, visit, day, error);

	if (status == STATUS_OK)
		status = document_get(&document, visit->vault, visit->reader,
		    DOCUMENT_KEY_STATE, id, visit->arena, error);
	if (status == STATUS_OK)
		*state = document.body;
	return status;
}

/* Today's document, or an empty new one. */
static enum status
today(struct document *document, struct visit *visit, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	enum status status = id_of_day(id, visit, clock_tokyo_day(visit->now),
	    error);

	if (status != STATUS_OK)
		return status;
	status = document_get(document, visit->vault, visit->reader,
	    DOCUMENT_KEY_STATE, id, visit->arena, error);
	if (status != STATUS_NOT_FOUND)
		return status;
	memset(document, 0, sizeof(*document));
	document->kind = DOCUMENT_KEY_STATE;
	memcpy(document->id, id, sizeof(id));
	return STATUS_OK;
}

enum status
key_state_record(struct visit *visit, struct text subject, uint64_t count,
    struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_KEYS, .time = visit->now, .count = count,
		.principal = visit->principal.name, .subject = subject,
		.purpose = text_of(system_purpose_names[SYSTEM_REKEY]),
		.has_commitment = true,
	};
	struct document document;
	struct hash hash;
	struct buf out;
	enum status status;

	buf_init(&out, visit->arena, KEY_STATE_MAX);
	status = key_state_write(&out, visit, error);
	if (status == STATUS_OK)
		status = today(&document, visit, error);
	if (status != STATUS_OK)
		return status;
	hash = hash_bytes(out.p, out.n);
	memcpy(entry.commitment, hash.bytes, HASH_SIZE);
	return commit_document(visit->vault, &document, &out, &entry, error);
}
