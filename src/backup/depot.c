#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/depot.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/file_caller.h"
#include "base/json.h"
#include "base/jsonw.h"
#include "base/mem.h"
#include "vault/keys.h"

enum {
	HEADER_MAX = 65536, PIECE_HEX = 2 * HASH_SIZE + 1,
	ZEROS = 65536, LOCK_MS = 1000,
};

struct depot {
	char folder[PATH_SIZE];
	enum backup_kind kind;
	uint8_t store[STORE_ID_SIZE];
	struct slot_key key;
	struct hmac_key names;
	int lock;
	struct arena *arena;		/* of one piece */
	struct piece_name *trusted;	/* sorted */
	size_t trusted_n;
};

static const char *const depot_kind[] = {
	[BACKUP_DATA] = "data", [BACKUP_KEYS] = "keys",
};

static enum status
no_depot(const char *folder, struct error *error)
{
	(void)error_set(error, STATUS_NOT_FOUND, "no_depot",
	    "ここにバックアップはありません", "there are no backups here");
	error_at(error, "%s", folder);
	return error->status;
}

static enum status
other_depot(const char *folder, struct error *error)
{
	(void)error_set(error, STATUS_CONFLICT, "other_depot",
	    "別のストア、又は別の種類のバックアップの場所です",
	    "backups of another store or kind are kept here");
	error_at(error, "%s", folder);
	error_remedy(error, "データと鍵の控えは、ストアごとに別の"
	    "フォルダーに置いてください",
	    "data and keys of each store have folders of their own");
	return error->status;
}

static enum status
write_marker(const struct depot *depot, const char *path,
    struct error *error)
{
	char hex[2 * STORE_ID_SIZE + 1], text[256];
	int n;

	encode_hex(depot->store, STORE_ID_SIZE, hex);
	n = snprintf(text, sizeof(text), "{\"sekisho_depot\": 1, \"kind\": "
	    "\"%s\", \"store\": \"%s\"}\n", depot_kind[depot->kind], hex);
	return file_create(path, (struct bytes){ (const uint8_t *)text,
	    (size_t)n }, 0600, error);
}

static enum status
read_marker(struct depot *depot, const char *path, struct error *error)
{
	static const uint8_t any[STORE_ID_SIZE];
	uint8_t store[STORE_ID_SIZE];
	const struct node *json;
	struct bytes bytes;
	enum status status = file_read(&bytes, path, HEADER_MAX,
	    depot->arena, error);

	if (status == STATUS_OK)
		status = json_parse(&json, bytes, depot->arena, error);
	if (status != STATUS_OK)
		return status;
	if (node_int(json, "sekisho_depot", 0) != 1 ||
	    !text_is(node_text(json, "kind"), depot_kind[depot->kind]) ||
	    !decode_hex(node_text(json, "store"), store, sizeof(store)) ||
	    (memcmp(depot->store, any, sizeof(any)) != 0 &&
	    memcmp(depot->store, store, sizeof(store)) != 0))
		return other_depot(depot->folder, error);
	memcpy(depot->store, store, sizeof(store));
	return STATUS_OK;
}

static enum status
find(struct depot *depot, bool make, struct error *error)
{
	char path[PATH_SIZE];
	enum status status = file_join(path, depot->folder, "sekisho-depot",
	    error);

	if (status == STATUS_OK && file_exists(path))
		return read_marker(depot, path, error);
	if (status == STATUS_OK && !make)
		return no_depot(depot->folder, error);
	if (status == STATUS_OK)
		status = file_make_folder(depot->folder, 0700, error);
	return status == STATUS_OK ? write_marker(depot, path, error) :
	    status;
}

static enum status
lock(struct depot *depot, struct error *error)
{
	char path[PATH_SIZE];
	enum status status = file_join(path, depot->folder, ".lock", error);

	if (status == STATUS_OK)
		status = file_lock(&depot->lock, path, LOCK_MS, error);
	if (status != STATUS_BUSY)
		return status;
	status = error_set(error, STATUS_BUSY, "backup_busy",
	    "ほかのバックアップ処理が実行中です",
	    "another backup or clearing is under way here");
	error_at(error, "%s", depot->folder);
	return status;
}

enum status
depot_open(struct depot **out, const char *folder, enum backup_kind kind,
    uint8_t store[STORE_ID_SIZE], enum depot_mode mode, struct error *error)
{
	struct depot *depot = mem_alloc(sizeof(*depot));
	enum status status;

	*out = NULL;
	if (depot == NULL)
		return error_memory(error);
	depot->kind = kind;
	depot->lock = -1;
	memcpy(depot->store, store, STORE_ID_SIZE);
	(void)snprintf(depot->folder, sizeof(depot->folder), "%s", folder);
	depot->arena = arena_new((size_t)4 * DEPOT_PIECE_MAX);
	status = depot->arena == NULL ? error_memory(error) :
	    find(depot, mode == DEPOT_MAKE, error);
	if (status == STATUS_OK && mode != DEPOT_READ)
		status = lock(depot, error);
	if (status != STATUS_OK) {
		depot_close(depot);
		return status;
	}
	memcpy(store, depot->store, STORE_ID_SIZE);
	*out = depot;
	return STATUS_OK;
}

void
depot_close(struct depot *depot)
{
	if (depot == NULL)
		return;
	file_unlock(depot->lock);
	arena_free(depot->arena);
	mem_free(depot->trusted);
	mem_wipe(depot, sizeof(*depot));
	mem_free(depot);
}

const char *
depot_folder(const struct depot *depot)
{
	return depot->folder;
}

void
depot_unlock(struct depot *depot, const struct slot_key *key)
{
	static const char domain[] = "sekisho piece";
	struct hmac_key of_slot;
	struct hash names;

	depot->key = *key;
	hmac_key_make(&of_slot, key->bytes, sizeof(key->bytes));
	names = hmac(&of_slot, domain, sizeof(domain));
	hmac_key_make(&depot->names, names.bytes, sizeof(names.bytes));
	mem_wipe(&of_slot, sizeof(of_slot));
	mem_wipe(&names, sizeof(names));
}

static int
by_name(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct piece_name));
}

enum status
depot_trust(struct depot *depot, const struct piece_name *names, size_t n,
    struct error *error)
{
	struct piece_name *more = mem_array(depot->trusted_n + n + 1,
	    sizeof(*more));

	if (more == NULL)
		return error_memory(error);
	if (depot->trusted_n > 0)
		memcpy(more, depot->trusted, depot->trusted_n *
		    sizeof(*more));
	if (n > 0)
		memcpy(more + depot->trusted_n, names, n * sizeof(*more));
	mem_free(depot->trusted);
	depot->trusted = more;
	depot->trusted_n += n;
	qsort(more, depot->trusted_n, sizeof(*more), by_name);
	return STATUS_OK;
}

static enum status
path_of(char path[PATH_SIZE], const struct depot *depot,
    const struct piece_name *name, bool make, struct error *error)
{
	char hex[PIECE_HEX], within[PIECE_HEX + 16];
	enum status status;

	encode_hex(name->bytes, HASH_SIZE, hex);
	(void)snprintf(within, sizeof(within), "piece/%.2s", hex);
	status = file_join(path, depot->folder, within, error);
	if (status == STATUS_OK && make)
		status = file_make_folder(path, 0700, error);
	(void)snprintf(within, sizeof(within), "piece/%.2s/%s", hex, hex);
	return status == STATUS_OK ? file_join(path, depot->folder, within,
	    error) : status;
}

static struct seal_place
place_of(const struct depot *depot, const struct piece_name *name)
{
	return (struct seal_place){
		.store = depot->store, .kind = SEAL_BACKUP,
		.tier = (uint8_t)depot->kind,
		.person = decode_number(name->bytes, 8),
		.seq = decode_number(name->bytes + 8, 8), .version = 1,
	};
}

static enum status
open_piece(struct depot *depot, const struct piece_name *name,
    const char *path, struct bytes *plain, struct arena *arena,
    struct error *error)
{
	struct seal_place place = place_of(depot, name);
	struct sealed sealed;
	struct plain opened;
	struct hash hash;
	enum status status = file_read(&sealed.bytes, path, DEPOT_PIECE_MAX +
	    SEAL_OVERHEAD, arena, error);

	if (status == STATUS_OK)
		status = unseal(&opened, &place, sealed, depot->key.bytes,
		    arena, error);
	if (status != STATUS_OK)
		return status;
	hash = hmac(&depot->names, opened.p, opened.n);
	if (memcmp(hash.bytes, name->bytes, HASH_SIZE) != 0)
		return error_set(error, STATUS_INTEGRITY, "piece_broken",
		    "バックアップのファイルが壊れています",
		    "a file of the backup is broken");
	*plain = (struct bytes){ opened.p, opened.n };
	return STATUS_OK;
}

enum status
depot_get(struct depot *depot, const struct piece_name *name,
    struct bytes *plain, struct arena *arena, struct error *error)
{
	char path[PATH_SIZE];
	enum status status = path_of(path, depot, name, false, error);

	if (status != STATUS_OK)
		return status;
	status = open_piece(depot, name, path, plain, arena, error);
	if (status == STATUS_NOT_FOUND || status == STATUS_INTEGRITY ||
	    status == STATUS_INVALID) {
		status = error_set(error, STATUS_INTEGRITY, "piece_broken",
		    "バックアップのファイルがないか、壊れています",
		    "a file of the backup is absent or broken");
		error_at(error, "%s", path);
	}
	return status;
}

/* Whether it is there and whole: known so, or looked at. */
static bool
is_there(struct depot *depot, const struct piece_name *name,
    const char *path)
{
	struct error ignored;
	struct bytes plain;

	if (!file_exists(path))
		return false;
	if (depot->trusted_n > 0 && bsearch(name, depot->trusted,
	    depot->trusted_n, sizeof(*name), by_name) != NULL)
		return true;
	return open_piece(depot, name, path, &plain, depot->arena,
	    &ignored) == STATUS_OK;
}

enum status
depot_put(struct depot *depot, struct bytes plain, struct piece_name *name,
    bool *new, struct error *error)
{
	struct hash hash = hmac(&depot->names, plain.p, plain.n);
	struct seal_place place;
	struct sealed sealed;
	char path[PATH_SIZE];
	enum status status;

	memcpy(name->bytes, hash.bytes, HASH_SIZE);
	arena_reset(depot->arena);
	status = path_of(path, depot, name, true, error);
	if (status != STATUS_OK)
		return status;
	*new = !is_there(depot, name, path);
	if (!*new)
		return STATUS_OK;
	arena_reset(depot->arena);
	place = place_of(depot, name);
	status = seal(&sealed, &place, KEYS_SLOT_BACKUP, depot->key.bytes,
	    plain, depot->arena, error);
	return status == STATUS_OK ? file_put(path, sealed.bytes, 0600,
	    error) : status;
}

enum status
depot_sync(const struct depot *depot, struct error *error)
{
	return file_sync_all(depot->folder, error);
}

static enum status
header_path(char path[PATH_SIZE], const struct depot *depot, struct text id,
    struct error *error)
{
	char name[BACKUP_ID_MAX + 16];

	(void)snprintf(name, sizeof(name), "%.*s.backup", TEXT_ARGS(id));
	return file_join(path, depot->folder, name, error);
}

enum status
depot_put_header(const struct depot *depot, struct text id,
    struct bytes header, struct error *error)
{
	char path[PATH_SIZE];
	enum status status = header_path(path, depot, id, error);

	return status == STATUS_OK ? file_replace(path, header, 0600,
	    error) : status;
}

enum status
depot_get_header(const struct depot *depot, struct text id,
    struct bytes *header, struct arena *arena, struct error *error)
{
	char path[PATH_SIZE];
	enum status status = header_path(path, depot, id, error);

	return status == STATUS_OK ? file_read(header, path, HEADER_MAX,
	    arena, error) : status;
}

static int
by_text(const void *a, const void *b)
{
	return text_compare(*(const struct text *)a,
	    *(const struct text *)b);
}

enum status
depot_ids(const struct depot *depot, struct text **ids, size_t *n,
    struct arena *arena, struct error *error)
{
	static const char suffix[] = ".backup";
	DIR *folder = file_caller_opendir(depot->folder);
	const struct dirent *entry;
	enum status status = STATUS_OK;

	*n = 0;
	*ids = arena_array(arena, DEPOT_HEADERS_MAX, sizeof(**ids));
	if (folder == NULL)
		return no_depot(depot->folder, error);
	while (status == STATUS_OK && (entry = readdir(folder)) != NULL) {
		struct text name = text_of(entry->d_name);

		if (!text_ends_with(name, suffix) || name.n >
		    BACKUP_ID_MAX || *n == DEPOT_HEADERS_MAX)
			continue;
		name = text_copy(arena, text_slice(name, 0, name.n -
		    (sizeof(suffix) - 1)));
		if (name.p == NULL || *ids == NULL)
			status = error_memory(error);
		else
			(*ids)[(*n)++] = name;
	}
	(void)closedir(folder);
	if (status == STATUS_OK && *n > 0)
		qsort(*ids, *n, sizeof(**ids), by_text);
	return status;
}

/* What it held is overwritten where the file system writes in place. */
static enum status
destroy(const char *path, struct error *error)
{
	static const uint8_t zeros[ZEROS];
	int fd = file_caller_open(path, O_RDONLY | O_NOFOLLOW, 0);
	struct stat st;
	enum status status = STATUS_OK;
	off_t done = 0;

	if (fd < 0)
		return errno == ENOENT ? STATUS_OK : error_system(error,
		    "open", errno);
	if (fstat(fd, &st) != 0)
		status = error_system(error, "fstat", errno);
	(void)close(fd);
	while (status == STATUS_OK && done < st.st_size) {
		size_t n = st.st_size - done > ZEROS ? ZEROS :
		    (size_t)(st.st_size - done);

		status = file_overwrite(path, (uint64_t)done,
		    (struct bytes){ zeros, n }, error);
		done += (off_t)n;
	}
	if (status == STATUS_OK && file_caller_unlink(path) != 0 &&
	    errno != ENOENT)
		status = error_system(error, "unlink", errno);
	return status;
}

enum status
depot_drop_header(const struct depot *depot, struct text id,
    struct error *error)
{
	char path[PATH_SIZE];
	enum status status = header_path(path, depot, id, error);

	if (status == STATUS_OK)
		status = destroy(path, error);
	return status == STATUS_OK ? file_sync(depot->folder, error) :
	    status;
}

static bool
is_kept(const struct piece_name *kept, size_t n, const char *file)
{
	struct piece_name name;

	/* What a stopped writing has left has a longer name. */
	if (strlen(file) != PIECE_HEX - 1 ||
	    !decode_hex(text_of(file), name.bytes, HASH_SIZE))
		return false;
	return n > 0 && bsearch(&name, kept, n, sizeof(name), by_name) !=
	    NULL;
}

static enum status
sweep_folder(const char *path, const struct piece_name *kept, size_t n,
    uint64_t *dropped, struct error *error)
{
	DIR *folder = file_caller_opendir(path);
	const struct dirent *entry;
	enum status status = STATUS_OK;

	if (folder == NULL)
		return errno == ENOENT ? STATUS_OK : error_system(error,
		    "opendir", errno);
	while (status == STATUS_OK && (entry = readdir(folder)) != NULL) {
		char file[PATH_SIZE];

		if (entry->d_name[0] == '.' || is_kept(kept, n, entry->d_name))
			continue;
		status = file_join(file, path, entry->d_name, error);
		if (status == STATUS_OK)
			status = destroy(file, error);
		*dropped += status == STATUS_OK;
	}
	(void)closedir(folder);
	return status;
}

enum status
depot_sweep(struct depot *depot, struct piece_name *kept, size_t n,
    uint64_t *dropped, struct error *error)
{
	char within[16], path[PATH_SIZE];
	enum status status = STATUS_OK;

	*dropped = 0;
	if (n > 0)
		qsort(kept, n, sizeof(*kept), by_name);
	for (unsigned int i = 0; i < 256 && status == STATUS_OK; i++) {
		(void)snprintf(within, sizeof(within), "piece/%02x", i);
		status = file_join(path, depot->folder, within, error);
		if (status == STATUS_OK)
			status = sweep_folder(path, kept, n, dropped, error);
	}
	return status == STATUS_OK ? depot_sync(depot, error) : status;
}
