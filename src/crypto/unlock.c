#include <sodium.h>

#include "base/buf.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/json.h"
#include "base/jsonw.h"
#include "base/mem.h"
#include "crypto/aead.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/unlock.h"
#include "crypto/unlock_parts.h"

enum { SALT = crypto_pwhash_SALTBYTES, AAD_MAX = STORE_ID_SIZE + 32 };

static const char key_file_head[] = "sekisho-key-1 ";

enum status
unlock_make_key_file(const char *path, struct error *error)
{
	uint8_t key[SEAL_KEY];
	char line[sizeof(key_file_head) + BASE64_SIZE(SEAL_KEY) + 1];
	char letters[BASE64_SIZE(SEAL_KEY)];
	enum status status;

	random_bytes(key, sizeof(key));
	encode_base64(key, sizeof(key), letters);
	(void)snprintf(line, sizeof(line), "%s%s\n", key_file_head, letters);
	status = file_create(path, bytes_of(text_of(line)), 0600, error);
	mem_wipe(key, sizeof(key));
	mem_wipe(line, sizeof(line));
	mem_wipe(letters, sizeof(letters));
	return status;
}

/* For who has lost, or mistaken, what unlocks the store. */
static void
remedy(struct error *error)
{
	error_remedy(error, "控えの鍵ファイル (--key-file)、パスフレーズ "
	    "(--passphrase-file)、分散した鍵 (--shares) "
	    "のうち、このストアに設定したものを指定してください。"
	    "そのどれも残っていなければ、誰にも開けません",
	    "give what this store was set up with: the key file's copy "
	    "(--key-file), the passphrase (--passphrase-file) or shares of "
	    "the key (--shares); when none of them is left, nobody can open "
	    "it");
}

static enum status
read_key_file(uint8_t key[SEAL_KEY], const char *path, struct arena *arena,
    struct error *error)
{
	uint8_t decoded[BASE64_SIZE(SEAL_KEY)];
	struct text line;
	size_t n = 0;
	enum status status = file_read_text(&line, path, 1024, arena, error);

	if (status == STATUS_NOT_FOUND)
		remedy(error);
	if (status != STATUS_OK)
		return status;
	line = text_trim(line);
	if (text_starts_with(line, key_file_head) &&
	    line.n == sizeof(key_file_head) - 1 + BASE64_SIZE(SEAL_KEY) - 1 &&
	    decode_base64(text_slice(line, sizeof(key_file_head) - 1, line.n),
	    decoded, &n) && n == SEAL_KEY) {
		memcpy(key, decoded, SEAL_KEY);
		mem_wipe(decoded, sizeof(decoded));
		return STATUS_OK;
	}
	/* Another file was named by mistake; this one was a key file. */
	status = line.n > 0 && !text_starts_with(line, key_file_head) ?
	    error_set(error, STATUS_INVALID, "not_a_key_file",
	    "鍵ファイルではありません", "this is not a key file") :
	    error_set(error, STATUS_INTEGRITY, "key_file_damaged",
	    "鍵ファイルの内容が失われています",
	    "the key file has lost what it held");
	error_at(error, "%s", path);
	remedy(error);
	return status;
}

static enum status
stretch(uint8_t key[SEAL_KEY], struct text passphrase,
    const uint8_t salt[SALT], uint64_t memory_kib, uint64_t passes,
    struct error *error)
{
	if (memory_kib < UNLOCK_MEMORY_MIN_KIB ||
	    memory_kib > UNLOCK_MEMORY_MAX_KIB ||
	    passes < UNLOCK_PASSES_MIN || passes > 100)
		return error_set(error, STATUS_INVALID, "weak_parameters",
		    "Argon2id のパラメーターが許される範囲にありません",
		    "the Argon2id parameters are outside what is allowed");
	if (crypto_pwhash(key, SEAL_KEY, passphrase.p, passphrase.n, salt,
	    passes, memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return error_memory(error);
	return STATUS_OK;
}

static size_t
aad_of(uint8_t aad[AAD_MAX], const uint8_t store[STORE_ID_SIZE],
    const char *method)
{
	memcpy(aad, store, STORE_ID_SIZE);
	memcpy(aad + STORE_ID_SIZE, method, strlen(method));
	return STORE_ID_SIZE + strlen(method);
}

enum status
unlock_write_method(struct jsonw *json, const uint8_t store[STORE_ID_SIZE],
    const uint8_t root[SEAL_KEY], const char *method,
    const uint8_t key[SEAL_KEY], struct error *error)
{
	uint8_t wrapped[WRAPPED_ROOT], aad[AAD_MAX];
	char letters[BASE64_SIZE(WRAPPED_ROOT)];
	size_t aad_n = aad_of(aad, store, method);
	enum status status = aead_seal(wrapped, key, root, SEAL_KEY, aad,
	    aad_n, error);

	encode_base64(wrapped, sizeof(wrapped), letters);
	jsonw_member_string(json, "method", method);
	jsonw_member_string(json, "wrapped", letters);
	return status;
}

static enum status
write_passphrase(struct jsonw *json, const uint8_t store[STORE_ID_SIZE],
    const uint8_t root[SEAL_KEY], struct text passphrase,
    uint32_t memory_kib, struct error *error)
{
	uint8_t salt[SALT], key[SEAL_KEY];
	char letters[BASE64_SIZE(SALT)];
	enum status status;

	if (text_length(passphrase) < UNLOCK_PASSPHRASE_MIN)
		return error_set(error, STATUS_INVALID, "short_passphrase",
		    "パスフレーズは %d 文字以上にしてください",
		    "the passphrase needs at least %d characters",
		    UNLOCK_PASSPHRASE_MIN);
	random_bytes(salt, sizeof(salt));
	encode_base64(salt, sizeof(salt), letters);
	status = stretch(key, passphrase, salt, memory_kib,
	    UNLOCK_PASSES_MIN, error);
	if (status == STATUS_OK)
		status = unlock_write_method(json, store, root,
		    "passphrase", key, error);
	mem_wipe(key, sizeof(key));
	jsonw_member_string(json, "salt", letters);
	jsonw_member_int(json, "memory_kib", memory_kib);
	jsonw_member_int(json, "passes", UNLOCK_PASSES_MIN);
	return status;
}

enum status
unlock_write_secret(struct jsonw *json, const uint8_t store[STORE_ID_SIZE],
    const uint8_t root[SEAL_KEY], const struct unlock_secret *secret,
    uint32_t memory_kib, struct arena *arena, struct error *error)
{
	enum status status = STATUS_OK;
	uint8_t key[SEAL_KEY];

	if (secret->key_file != NULL) {
		jsonw_open_object(json);
		status = read_key_file(key, secret->key_file, arena, error);
		if (status == STATUS_OK)
			status = unlock_write_method(json, store, root,
			    "key_file", key, error);
		jsonw_close_object(json);
		mem_wipe(key, sizeof(key));
	}
	if (status == STATUS_OK && secret->passphrase.n > 0) {
		jsonw_open_object(json);
		status = write_passphrase(json, store, root,
		    secret->passphrase, memory_kib, error);
		jsonw_close_object(json);
	}
	return status;
}

enum status
unlock_create(const char *path, const uint8_t store[STORE_ID_SIZE],
    const uint8_t root[SEAL_KEY], const struct unlock_secret *secret,
    uint32_t memory_kib, struct error *error)
{
	struct arena *arena = arena_new(4 * UNLOCK_FILE_MAX);
	struct jsonw json;
	struct buf out;
	enum status status;

	if (arena == NULL)
		return error_memory(error);
	buf_init(&out, arena, UNLOCK_FILE_MAX);
	json = jsonw_new(&out, true);
	jsonw_open_object(&json);
	jsonw_member_int(&json, "sekisho_unlock", 1);
	jsonw_member_hex(&json, "store", store, STORE_ID_SIZE);
	jsonw_key(&json, "methods");
	jsonw_open_array(&json);
	status = unlock_write_secret(&json, store, root, secret, memory_kib,
	    arena, error);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
	buf_byte(&out, '\n');
	if (status == STATUS_OK)
		status = buf_status(&out, error);
	if (status == STATUS_OK)
		status = file_create(path, buf_bytes(&out), 0600, error);
	arena_free(arena);
	return status;
}

enum status
unlock_damaged(const char *path, struct error *error)
{
	enum status status = error_set(error, STATUS_INTEGRITY,
	    "unlock_broken", "解錠ファイルが壊れています",
	    "the unlock file is damaged");

	error_at(error, "%s", path);
	error_remedy_lost(error);
	return status;
}

/* The key that the secret gives for one method of the file. */
static enum status
method_key(uint8_t key[SEAL_KEY], const struct node *method,
    const uint8_t store[STORE_ID_SIZE], const struct unlock_secret *secret,
    const char *path, struct arena *arena, struct error *error)
{
	struct text letters = node_text(method, "salt");
	uint8_t salt[BASE64_SIZE(SALT)];
	size_t n = 0;

	if (text_is(node_text(method, "method"), "shares"))
		return unlock_split_join(key, method, store, secret, path,
		    arena, error);
	if (text_is(node_text(method, "method"), "key_file"))
		return read_key_file(key, secret->key_file, arena, error);
	if (letters.n != BASE64_SIZE(SALT) - 1 ||
	    !decode_base64(letters, salt, &n) || n != SALT)
		return unlock_damaged(path, error);
	return stretch(key, secret->passphrase, salt,
	    (uint64_t)node_int(method, "memory_kib", 0),
	    (uint64_t)node_int(method, "passes", 0), error);
}

static enum status
open_method(uint8_t *root, const struct node *method, const char *name,
    const uint8_t store[STORE_ID_SIZE], const uint8_t key[SEAL_KEY],
    const char *path, struct error *error)
{
	struct text letters = node_text(method, "wrapped");
	uint8_t wrapped[BASE64_SIZE(WRAPPED_ROOT)], aad[AAD_MAX];
	size_t n = 0;
	enum status status;

	if (letters.n != BASE64_SIZE(WRAPPED_ROOT) - 1 ||
	    !decode_base64(letters, wrapped, &n) || n != WRAPPED_ROOT)
		return unlock_damaged(path, error);
	status = aead_open(root, key, wrapped, n, aad,
	    aad_of(aad, store, name), error);
	if (status != STATUS_INTEGRITY)
		return status;
	status = error_set(error, STATUS_UNAUTHENTICATED, "wrong_secret",
	    text_is(text_of(name), "key_file") ?
	    "この鍵ファイルでは解錠できません" :
	    "パスフレーズが違います",
	    text_is(text_of(name), "key_file") ?
	    "this key file does not unlock the store" :
	    "the passphrase is not the right one");
	remedy(error);
	return status;
}

static enum status
open_with(uint8_t *root, const struct node *file, const char *path,
    const uint8_t store[STORE_ID_SIZE], const struct unlock_secret *secret,
    struct arena *arena, struct error *error)
{
	const char *name = secret->share_count > 0 ? "shares" :
	    secret->key_file != NULL ? "key_file" : "passphrase";
	const struct node *methods = node_get(file, "methods");
	uint8_t key[SEAL_KEY];
	enum status status;

	if (methods == NULL || methods->kind != NODE_LIST)
		return unlock_damaged(path, error);
	for (size_t i = 0; i < methods->count; i++) {
		const struct node *method = node_at(methods, i);

		if (!text_is(node_text(method, "method"), name))
			continue;
		status = method_key(key, method, store, secret, path,
		    arena, error);
		if (status == STATUS_OK)
			status = open_method(root, method, name, store, key,
			    path, error);
		mem_wipe(key, sizeof(key));
		return status;
	}
	(void)!error_set(error, STATUS_INVALID, "no_such_method",
	    "このストアは %s では解錠できません",
	    "this store is not set up to be unlocked by %s", name);
	remedy(error);
	return STATUS_INVALID;
}

enum status
unlock_open(uint8_t *root, const char *path,
    const uint8_t store[STORE_ID_SIZE], const struct unlock_secret *secret,
    struct error *error)
{
	struct arena *arena = arena_new(64 * UNLOCK_FILE_MAX);
	const struct node *file;
	struct bytes bytes;
	enum status status;

	if (arena == NULL)
		return error_memory(error);
	status = file_read(&bytes, path, UNLOCK_FILE_MAX, arena, error);
	if (status == STATUS_NOT_FOUND)
		error_remedy_lost(error);
	if (status == STATUS_OK) {
		status = json_parse(&file, bytes, arena, error);
		if (status == STATUS_INVALID)
			status = unlock_damaged(path, error);
	}
	if (status == STATUS_OK)
		status = open_with(root, file, path, store, secret, arena,
		    error);
	arena_free(arena);
	return status;
}
