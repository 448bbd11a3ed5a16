/*
 * Methods of unlocking that come and go.
 */
#include "base/buf.h"
#include "base/file.h"
#include "base/json.h"
#include "crypto/secret.h"
#include "crypto/unlock_parts.h"

static bool
is_among(struct text name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (text_is(name, *names))
			return true;
	return false;
}

static enum status
read_file(const struct node **file, const char *path, struct arena *arena,
    struct error *error)
{
	struct bytes bytes;
	enum status status = file_read(&bytes, path, UNLOCK_FILE_MAX, arena,
	    error);

	if (status != STATUS_OK)
		return status;
	status = json_parse(file, bytes, arena, error);
	return status == STATUS_INVALID ? unlock_damaged(path, error) :
	    status;
}

static enum status
write_file(const char *path, const struct node *file,
    const char *const *names, const struct unlock_put *put,
    struct arena *arena, struct error *error)
{
	const struct node *methods = node_get(file, "methods");
	struct jsonw json;
	struct buf out;
	enum status status;

	buf_init(&out, arena, UNLOCK_FILE_MAX);
	json = jsonw_new(&out, true);
	jsonw_open_object(&json);
	jsonw_member_int(&json, "sekisho_unlock", 1);
	jsonw_member_text(&json, "store", node_text(file, "store"));
	jsonw_key(&json, "methods");
	jsonw_open_array(&json);
	for (size_t i = 0; i < node_count(methods); i++)
		if (!is_among(node_text(node_at(methods, i), "method"),
		    names))
			jsonw_node(&json, node_at(methods, i));
	status = put->put(&json, put->context, arena, error);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
	buf_byte(&out, '\n');
	if (status == STATUS_OK)
		status = buf_status(&out, error);
	return status == STATUS_OK ? file_replace(path, buf_bytes(&out),
	    0600, error) : status;
}

enum status
unlock_change_file(const char *path, const char *const *names,
    const struct unlock_put *put, struct error *error)
{
	struct arena *arena = arena_new((size_t)64 * UNLOCK_FILE_MAX);
	const struct node *file;
	enum status status = arena == NULL ? error_memory(error) :
	    read_file(&file, path, arena, error);

	if (status == STATUS_OK)
		status = write_file(path, file, names, put, arena, error);
	arena_free(arena);
	return status;
}

/* A method that comes in. */
struct adding {
	const uint8_t *store, *root;
	const struct unlock_secret *secret;
	uint32_t memory_kib;
};

static enum status
put_added(struct jsonw *json, void *context, struct arena *arena,
    struct error *error)
{
	const struct adding *a = context;

	return unlock_write_secret(json, a->store, a->root, a->secret,
	    a->memory_kib, arena, error);
}

enum status
unlock_change_add(const char *path, const uint8_t store[STORE_ID_SIZE],
    const struct unlock_secret *secret, const struct unlock_secret *added,
    uint32_t memory_kib, struct error *error)
{
	const char *const names[] = {
		added->key_file != NULL ? "key_file" : "passphrase", NULL
	};
	uint8_t *root = secret_alloc(SEAL_KEY);
	struct adding adding = { store, root, added, memory_kib };
	enum status status = root == NULL ? error_memory(error) :
	    unlock_open(root, path, store, secret, error);

	if (status == STATUS_OK)
		status = unlock_change_file(path, names, &(struct unlock_put){
		    put_added, &adding }, error);
	secret_free(root);
	return status;
}

static enum status
put_nothing(struct jsonw *json, void *context, struct arena *arena,
    struct error *error)
{
	(void)json;
	(void)context;
	(void)arena;
	(void)error;
	return STATUS_OK;
}

static enum status
check_removal(const char *path, const struct unlock_secret *secret,
    struct text method, struct error *error)
{
	const char *used = secret->share_count > 0 ? "shares" :
	    secret->key_file != NULL ? "key_file" : "passphrase";
	struct arena *arena = arena_new((size_t)64 * UNLOCK_FILE_MAX);
	const struct node *file, *methods = NULL;
	bool found = false;
	enum status status = arena == NULL ? error_memory(error) :
	    read_file(&file, path, arena, error);

	if (status == STATUS_OK)
		methods = node_get(file, "methods");
	for (size_t i = 0; i < node_count(methods); i++)
		found |= text_equal(node_text(node_at(methods, i), "method"),
		    method);
	arena_free(arena);
	if (status != STATUS_OK)
		return status;
	if (!found)
		return error_set(error, STATUS_INVALID, "no_such_method",
		    "この解錠方法は設定されていません",
		    "the store is not set up to be unlocked so");
	if (!text_is(method, used))
		return STATUS_OK;
	(void)error_set(error, STATUS_CONFLICT, "method_in_use",
	    "解錠に使った方法は外せません",
	    "the method that was used to unlock can not be taken away");
	error_remedy(error, "ほかの方法で解錠して実行してください",
	    "unlock by another one");
	return error->status;
}

enum status
unlock_change_remove(const char *path, const uint8_t store[STORE_ID_SIZE],
    const struct unlock_secret *secret, struct text method,
    struct error *error)
{
	const char *names[] = { "", NULL };
	static const char *const known[] = {
		"key_file", "passphrase", "shares"
	};
	uint8_t *root = secret_alloc(SEAL_KEY);
	enum status status = root == NULL ? error_memory(error) :
	    unlock_open(root, path, store, secret, error);

	if (status == STATUS_OK)
		status = check_removal(path, secret, method, error);
	for (size_t i = 0; i < LENGTH(known); i++)
		if (text_is(method, known[i]))
			names[0] = known[i];
	if (status == STATUS_OK)
		status = unlock_change_file(path, names, &(struct unlock_put){
		    put_nothing, NULL }, error);
	secret_free(root);
	return status;
}
