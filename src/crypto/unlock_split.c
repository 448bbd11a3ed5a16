/*
 * Unlocking by shares.
 */
#include "base/encode.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/shares.h"
#include "crypto/unlock_parts.h"

enum { CHECK = 16, LINE_SIZE = 128 };

static const char share_head[] = "sekisho-share-1 ";

static void
check_of(uint8_t check[CHECK], const uint8_t store[STORE_ID_SIZE],
    const struct share *share)
{
	static const char domain[] = "sekisho share";	/* with its NUL */
	struct hash_state state;
	struct hash hash;

	hash_start(&state);
	hash_add(&state, domain, sizeof(domain));
	hash_add(&state, store, STORE_ID_SIZE);
	hash_add(&state, &share->number, 1);
	hash_add(&state, share->bytes, SHARES_KEY);
	hash = hash_end(&state);
	mem_wipe(&state, sizeof(state));
	memcpy(check, hash.bytes, CHECK);
}

static enum status
not_a_share(const char *path, struct error *error)
{
	enum status status = error_set(error, STATUS_INVALID, "not_a_share",
	    "鍵の分散ファイルではありません", "this is not a share of a key");

	error_at(error, "%s", path);
	return status;
}

static enum status
read_share(struct share *share, const char *path, struct arena *arena,
    struct error *error)
{
	uint8_t bytes[BASE64_SIZE(SHARES_KEY)];
	struct text line, number;
	ptrdiff_t blank;
	int64_t value = 0;
	size_t n = 0;
	enum status status = file_read_text(&line, path, 1024, arena, error);

	if (status != STATUS_OK)
		return status;
	line = text_trim(line);
	if (!text_starts_with(line, share_head))
		return not_a_share(path, error);
	line = text_slice(line, sizeof(share_head) - 1, line.n);
	blank = text_find(line, TEXT(" "));
	number = text_slice(line, 0, blank < 0 ? 0 : (size_t)blank);
	line = text_slice(line, blank < 0 ? line.n : (size_t)blank + 1,
	    line.n);
	if (!text_to_int(number, &value) || value < 1 || value > SHARES_MAX ||
	    line.n != BASE64_SIZE(SHARES_KEY) - 1 ||
	    !decode_base64(line, bytes, &n) || n != SHARES_KEY)
		return not_a_share(path, error);
	share->number = (uint8_t)value;
	memcpy(share->bytes, bytes, SHARES_KEY);
	mem_wipe(bytes, sizeof(bytes));
	return STATUS_OK;
}

/* Whether it is the share that was made: a wrong one is named. */
static enum status
check_share(const struct share *share, const struct node *checks,
    const uint8_t store[STORE_ID_SIZE], const char *path,
    struct error *error)
{
	char letters[BASE64_SIZE(CHECK)];
	uint8_t check[CHECK];
	enum status status;

	check_of(check, store, share);
	encode_base64(check, CHECK, letters);
	if (share->number <= node_count(checks) && text_is(node_at(checks,
	    share->number - 1U)->text, letters))
		return STATUS_OK;
	status = error_set(error, STATUS_UNAUTHENTICATED, "share_wrong",
	    "%d 番の分散が正しくありません", "share %d is not the right one",
	    share->number);
	error_at(error, "%s", path);
	error_remedy(error, "別の保管者の分散を使ってください",
	    "use the share of somebody else who keeps one");
	return status;
}

static enum status
too_few(int64_t needed, size_t given, struct error *error)
{
	(void)error_set(error, STATUS_UNAUTHENTICATED, "shares_missing",
	    "分散が %lld 個必要です (%zu 個あります)",
	    "%lld shares are needed (there are %zu)", (long long)needed,
	    given);
	error_remedy(error, "ほかの保管者の分散も --shares A,B のように指定して"
	    "ください",
	    "give those of other keepers, too: --shares A,B");
	return error->status;
}

enum status
unlock_split_join(uint8_t key[SEAL_KEY], const struct node *method,
    const uint8_t store[STORE_ID_SIZE], const struct unlock_secret *secret,
    const char *path, struct arena *arena, struct error *error)
{
	const struct node *checks = node_get(method, "checks");
	int64_t needed = node_int(method, "needed", 0);
	struct share *shares;
	enum status status = STATUS_OK;

	if (needed < 2 || needed > SHARES_MAX ||
	    node_count(checks) < (size_t)needed)
		return unlock_damaged(path, error);
	if (secret->share_count < (size_t)needed)
		return too_few(needed, secret->share_count, error);
	shares = secret_alloc((size_t)needed * sizeof(*shares));
	if (shares == NULL)
		return error_memory(error);
	for (size_t i = 0; i < (size_t)needed && status == STATUS_OK; i++) {
		status = read_share(&shares[i], secret->share_files[i], arena,
		    error);
		if (status == STATUS_OK)
			status = check_share(&shares[i], checks, store,
			    secret->share_files[i], error);
	}
	if (status == STATUS_OK)
		status = shares_join(key, shares, (size_t)needed, error);
	secret_free(shares);
	return status;
}

static enum status
write_share(const struct share *share, const char *folder,
    struct error *error)
{
	char path[PATH_SIZE], name[32], line[LINE_SIZE];
	char letters[BASE64_SIZE(SHARES_KEY)];
	enum status status;

	(void)snprintf(name, sizeof(name), "share-%d", share->number);
	encode_base64(share->bytes, SHARES_KEY, letters);
	(void)snprintf(line, sizeof(line), "%s%d %s\n", share_head,
	    share->number, letters);
	status = file_join(path, folder, name, error);
	if (status == STATUS_OK)
		status = file_create(path, bytes_of(text_of(line)), 0600,
		    error);
	mem_wipe(line, sizeof(line));
	mem_wipe(letters, sizeof(letters));
	return status;
}

/* The method of these shares. */
static enum status
put_shares(struct jsonw *json, const uint8_t store[STORE_ID_SIZE],
    const uint8_t root[SEAL_KEY], const uint8_t key[SEAL_KEY],
    const struct share *shares, size_t k, size_t n, struct error *error)
{
	enum status status;

	jsonw_open_object(json);
	jsonw_member_int(json, "needed", (int64_t)k);
	jsonw_key(json, "checks");
	jsonw_open_array(json);
	for (size_t i = 0; i < n; i++) {
		char letters[BASE64_SIZE(CHECK)];
		uint8_t check[CHECK];

		check_of(check, store, &shares[i]);
		encode_base64(check, CHECK, letters);
		jsonw_string(json, letters);
	}
	jsonw_close_array(json);
	status = unlock_write_method(json, store, root, "shares", key, error);
	jsonw_close_object(json);
	return status;
}

/* Secrets of one splitting, in guarded memory. */
struct splitting {
	uint8_t root[SEAL_KEY];
	uint8_t key[SEAL_KEY];
	struct share shares[SHARES_MAX];
};

/* What is put into the file. */
struct splitting_put {
	const uint8_t *store;
	const struct splitting *s;
	size_t k, n;
};

static enum status
put_split(struct jsonw *json, void *context, struct arena *arena,
    struct error *error)
{
	const struct splitting_put *p = context;

	(void)arena;
	return put_shares(json, p->store, p->s->root, p->s->key,
	    p->s->shares, p->k, p->n, error);
}

/* New shares of a new key, as files. */
static enum status
make_shares(struct splitting *s, size_t k, size_t n, const char *folder,
    struct error *error)
{
	enum status status;

	random_bytes(s->key, SEAL_KEY);
	status = shares_split(s->shares, n, k, s->key, error);
	if (status == STATUS_OK)
		status = file_make_folder(folder, 0700, error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = write_share(&s->shares[i], folder, error);
	return status;
}

enum status
unlock_split(const char *path, const uint8_t store[STORE_ID_SIZE],
    const struct unlock_secret *secret, size_t k, size_t n,
    const char *folder, struct error *error)
{
	static const char *const names[] = { "shares", NULL };
	struct splitting *s = secret_alloc(sizeof(*s));
	struct splitting_put put = { store, s, k, n };
	enum status status;

	if (s == NULL)
		return error_memory(error);
	status = unlock_open(s->root, path, store, secret, error);
	if (status == STATUS_OK)
		status = make_shares(s, k, n, folder, error);
	if (status == STATUS_OK)
		status = unlock_change_file(path, names, &(struct unlock_put){
		    put_split, &put }, error);
	secret_free(s);
	return status;
}

enum status
unlock_split_create(const char *path, const uint8_t store[STORE_ID_SIZE],
    const uint8_t root[SEAL_KEY], size_t k, size_t n, const char *folder,
    struct error *error)
{
	static const char *const names[] = { NULL };
	const struct unlock_secret nothing = { .key_file = NULL };
	struct splitting *s = secret_alloc(sizeof(*s));
	struct splitting_put put = { store, s, k, n };
	enum status status;

	if (s == NULL)
		return error_memory(error);
	memcpy(s->root, root, SEAL_KEY);
	status = make_shares(s, k, n, folder, error);
	if (status == STATUS_OK)
		status = unlock_create(path, store, root, &nothing, 0, error);
	if (status == STATUS_OK)
		status = unlock_change_file(path, names, &(struct unlock_put){
		    put_split, &put }, error);
	secret_free(s);
	return status;
}
