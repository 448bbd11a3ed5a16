#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <unistd.h>

#include "audit/tiler.h"
#include "base/file.h"
#include "base/mem.h"

/* The tile of a level that is not full yet. */
struct open_tile {
	struct hash row[TILE_WIDTH];
	size_t n;
	unsigned int written;	/* width of its partial file; 0: none */
};

struct tiler {
	char folder[PATH_SIZE];
	uint64_t size;
	struct open_tile level[TILE_LEVELS];
	struct tree tree;
	uint8_t *bundle;	/* entries of the open bundle, with lengths */
	size_t bundle_n;
	size_t bundle_capacity;
	unsigned int bundle_written;
	bool unsynced;
	bool failed;
};

static enum status
write_tile(struct tiler *t, int level, uint64_t tile, unsigned int width,
    struct bytes content, struct error *error)
{
	char name[TILE_PATH_SIZE], path[PATH_SIZE], above[PATH_SIZE];
	enum status status;

	tile_path(name, level, tile, width);
	status = file_join(path, t->folder, name, error);
	if (status != STATUS_OK)
		return status;
	memcpy(above, path, sizeof(above));
	(void)dirname(above);
	if (!file_exists(above)) {
		status = file_make_folder(above, 0700, error);
		if (status != STATUS_OK)
			return status;
	}
	if (width == TILE_WIDTH)
		t->unsynced = true;
	return file_put(path, content, 0600, error);
}

/* Drops the partial files of a tile that is full now, of this run or not. */
static void
drop_partial(const struct tiler *t, int level, uint64_t tile)
{
	char name[TILE_PATH_SIZE], path[PATH_SIZE];
	const struct dirent *entry;
	struct error ignored;
	DIR *dir;

	tile_path(name, level, tile, 1);
	if (file_join(path, t->folder, name, &ignored) != STATUS_OK)
		return;
	*strrchr(path, '/') = '\0';
	dir = opendir(path);
	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		(void)unlinkat(dirfd(dir), entry->d_name, 0);
	(void)closedir(dir);
	(void)rmdir(path);
}

static struct bytes
row_bytes(const struct open_tile *tile)
{
	return (struct bytes){ tile->row[0].bytes, tile->n * HASH_SIZE };
}

/* Puts a hash on a level; a tile that is full goes out and one level up. */
static enum status
push(struct tiler *t, struct hash hash, struct error *error)
{
	for (int level = 0; level < TILE_LEVELS; level++) {
		struct open_tile *open = &t->level[level];
		uint64_t tile;
		enum status status;

		open->row[open->n++] = hash;
		if (open->n < TILE_WIDTH)
			break;
		tile = tile_count(t->size, level) / TILE_WIDTH - 1;
		status = write_tile(t, level, tile, TILE_WIDTH,
		    row_bytes(open), error);
		if (status != STATUS_OK)
			return status;
		drop_partial(t, level, tile);
		hash = tree_root_of(open->row, TILE_WIDTH);
		open->n = 0;
		open->written = 0;
	}
	return STATUS_OK;
}

static enum status
add_to_bundle(struct tiler *t, struct bytes entry, struct error *error)
{
	size_t wanted = t->bundle_n + 2 + entry.n;

	if (entry.n > TILE_ENTRY_MAX)
		return error_set(error, STATUS_FAILURE, "entry_too_large",
		    "ログ記録が大きすぎます", "a log entry is too large");
	if (wanted > t->bundle_capacity) {
		size_t capacity = 2 * wanted;
		uint8_t *grown = mem_grow(t->bundle, t->bundle_capacity,
		    capacity, 1);

		if (grown == NULL)
			return error_memory(error);
		t->bundle = grown;
		t->bundle_capacity = capacity;
	}
	t->bundle[t->bundle_n] = (uint8_t)(entry.n >> 8);
	t->bundle[t->bundle_n + 1] = (uint8_t)entry.n;
	if (entry.n > 0)
		memcpy(t->bundle + t->bundle_n + 2, entry.p, entry.n);
	t->bundle_n = wanted;
	return STATUS_OK;
}

static enum status
close_bundle(struct tiler *t, struct error *error)
{
	uint64_t tile = t->size / TILE_WIDTH - 1;
	enum status status = write_tile(t, TILE_ENTRIES, tile, TILE_WIDTH,
	    (struct bytes){ t->bundle, t->bundle_n }, error);

	if (status != STATUS_OK)
		return status;
	drop_partial(t, TILE_ENTRIES, tile);
	t->bundle_n = 0;
	t->bundle_written = 0;
	return STATUS_OK;
}

/* Remembers a failure. */
static enum status
outcome(struct tiler *t, enum status status)
{
	if (status != STATUS_OK)
		t->failed = true;
	return status;
}

static enum status
failed_before(struct error *error)
{
	return error_set(error, STATUS_FAILURE, "tiles_failed",
	    "ログのタイルの書込みに失敗しています",
	    "writing the log's tiles has failed before");
}

enum status
tiler_append(struct tiler *t, struct bytes entry, struct error *error)
{
	struct hash leaf = tree_leaf(entry);
	enum status status;

	if (t->failed)
		return failed_before(error);
	status = add_to_bundle(t, entry, error);
	if (status != STATUS_OK)
		return outcome(t, status);
	t->size++;
	tree_append(&t->tree, &leaf);
	if (t->size % TILE_WIDTH == 0)
		status = close_bundle(t, error);
	return outcome(t, status == STATUS_OK ? push(t, leaf, error) :
	    status);
}

/*
 * What the open tiles of the levels above 0 hold, from the full tiles below
 * them; at most 255 files of 8 KiB a level.
 */
static enum status
load_edges(struct tiler *t, struct error *error)
{
	struct tile_log *log;
	struct tree_reader reader;
	enum status status = tile_log_open(&log, t->folder, t->size, error);

	if (status != STATUS_OK)
		return status;
	reader = tile_log_full_reader(log);
	for (int level = 1; level < TILE_LEVELS; level++) {
		struct open_tile *open = &t->level[level];
		uint64_t count = tile_count(t->size, level);
		uint64_t first = count - count % TILE_WIDTH;

		for (uint64_t i = first; i < count && status == STATUS_OK; i++)
			if (!reader.read(reader.context, level * TILE_HEIGHT,
			    i, &open->row[open->n++])) {
				*error = *tile_log_error(log);
				status = error->status;
			}
	}
	tile_log_close(log);
	return status;
}

/* The tree's edge is in the open tiles: each holds a row of equal subtrees. */
static void
load_tree(struct tiler *t)
{
	t->tree.size = t->size;
	t->tree.edges = 0;
	for (int level = TILE_LEVELS - 1; level > 0; level--) {
		const struct open_tile *open = &t->level[level];
		struct tree row = { .size = 0 };

		for (size_t i = 0; i < open->n; i++)
			tree_append(&row, &open->row[i]);
		for (int i = 0; i < row.edges; i++)
			t->tree.edge[t->tree.edges++] = row.edge[i];
	}
}

enum status
tiler_open(struct tiler **tiler, const char *folder, uint64_t full,
    struct error *error)
{
	struct tiler *t = mem_alloc(sizeof(*t));
	enum status status;

	*tiler = NULL;
	if (t == NULL)
		return error_memory(error);
	(void)snprintf(t->folder, sizeof(t->folder), "%s", folder);
	t->size = full;
	status = file_make_folder(folder, 0700, error);
	if (status == STATUS_OK && full > 0)
		status = load_edges(t, error);
	if (status != STATUS_OK) {
		tiler_close(t);
		return status;
	}
	load_tree(t);
	*tiler = t;
	return STATUS_OK;
}

void
tiler_close(struct tiler *t)
{
	if (t == NULL)
		return;
	mem_free(t->bundle);
	mem_free(t);
}

/* One call for many small files: the file system's own sync. */
enum status
tiler_flush(struct tiler *t, struct error *error)
{
	enum status status;

	if (t->failed)
		return failed_before(error);
	if (!t->unsynced)
		return STATUS_OK;
	status = file_sync_all(t->folder, error);
	if (status == STATUS_OK)
		t->unsynced = false;
	return outcome(t, status);
}

static enum status
write_open(struct tiler *t, int level, struct bytes content, size_t n,
    unsigned int *written, struct error *error)
{
	uint64_t tile = tile_count(t->size, level == TILE_ENTRIES ? 0 :
	    level) / TILE_WIDTH;
	unsigned int width = (unsigned int)n;
	enum status status;

	if (width == *written)
		return STATUS_OK;
	status = write_tile(t, level, tile, width, content, error);
	if (status == STATUS_OK)
		*written = width;
	return status;
}

enum status
tiler_write_partial(struct tiler *t, struct error *error)
{
	enum status status = STATUS_OK;

	if (t->failed)
		return failed_before(error);
	if (t->level[0].n > 0)
		status = write_open(t, TILE_ENTRIES,
		    (struct bytes){ t->bundle, t->bundle_n }, t->level[0].n,
		    &t->bundle_written, error);
	for (int level = 0; level < TILE_LEVELS && status == STATUS_OK;
	    level++)
		if (t->level[level].n > 0)
			status = write_open(t, level,
			    row_bytes(&t->level[level]), t->level[level].n,
			    &t->level[level].written, error);
	return outcome(t, status);
}

/* The first entries of the open bundle, with their lengths. */
static struct bytes
first_of_bundle(const struct tiler *t, unsigned int width)
{
	size_t n = 0;

	for (; width > 0; width--)
		n += 2 + ((size_t)t->bundle[n] << 8 | t->bundle[n + 1]);
	return (struct bytes){ t->bundle, n };
}

/* One name in the folder of an open tile's partial files. */
static enum status
mend(struct tiler *t, int level, const char *folder, const char *name,
    struct arena *arena, struct error *error)
{
	const struct open_tile *open = &t->level[level < 0 ? 0 : level];
	char path[PATH_SIZE];
	struct bytes content, wanted;
	unsigned int width;
	int64_t number;
	enum status status;

	if (!text_to_int(text_of(name), &number) || number < 1 ||
	    number > (int64_t)open->n)
		return STATUS_OK;
	width = (unsigned int)number;
	wanted = level == TILE_ENTRIES ? first_of_bundle(t, width) :
	    (struct bytes){ row_bytes(open).p, (size_t)width * HASH_SIZE };
	arena_reset(arena);
	status = file_join(path, folder, name, error);
	if (status == STATUS_OK)
		status = file_read(&content, path, wanted.n, arena, error);
	if (status == STATUS_OK && content.n == wanted.n &&
	    memcmp(content.p, wanted.p, wanted.n) == 0)
		return STATUS_OK;
	/* STATUS_INVALID: it is longer. */
	return status == STATUS_OK || status == STATUS_INVALID ?
	    file_put(path, wanted, 0600, error) : status;
}

static enum status
mend_level(struct tiler *t, int level, struct arena *arena,
    struct error *error)
{
	char name[TILE_PATH_SIZE], path[PATH_SIZE];
	const struct dirent *entry;
	enum status status;
	DIR *dir;

	tile_path(name, level, tile_count(t->size, level < 0 ? 0 : level) /
	    TILE_WIDTH, 1);
	status = file_join(path, t->folder, name, error);
	if (status != STATUS_OK)
		return status;
	*strrchr(path, '/') = '\0';
	dir = opendir(path);
	if (dir == NULL)
		return errno == ENOENT ? STATUS_OK :
		    error_system(error, "opendir", errno);
	while (status == STATUS_OK && (entry = readdir(dir)) != NULL)
		status = mend(t, level, path, entry->d_name, arena, error);
	(void)closedir(dir);
	return status;
}

enum status
tiler_mend_partial(struct tiler *t, struct error *error)
{
	struct arena *arena;
	enum status status = STATUS_OK;

	if (t->failed)
		return failed_before(error);
	arena = arena_new(t->bundle_n + (1 << 20));
	if (arena == NULL)
		return outcome(t, error_memory(error));
	for (int level = TILE_ENTRIES; level < TILE_LEVELS &&
	    status == STATUS_OK; level++)
		status = mend_level(t, level, arena, error);
	arena_free(arena);
	return outcome(t, status);
}

uint64_t
tiler_size(const struct tiler *t)
{
	return t->size;
}

uint64_t
tiler_full(const struct tiler *t)
{
	return t->size - t->size % TILE_WIDTH;
}

struct hash
tiler_root(const struct tiler *t)
{
	return tree_root(&t->tree);
}
