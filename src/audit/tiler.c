#include <errno.h>
#include <fcntl.h>
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

static void
drop_partial(const struct tiler *t, int level, uint64_t tile,
    unsigned int width)
{
	char name[TILE_PATH_SIZE], path[PATH_SIZE];
	struct error ignored;

	if (width == 0)
		return;
	tile_path(name, level, tile, width);
	if (file_join(path, t->folder, name, &ignored) != STATUS_OK)
		return;
	(void)unlink(path);
	(void)rmdir(dirname(path));
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
		drop_partial(t, level, tile, open->written);
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
	drop_partial(t, TILE_ENTRIES, tile, t->bundle_written);
	t->bundle_n = 0;
	t->bundle_written = 0;
	return STATUS_OK;
}

enum status
tiler_append(struct tiler *t, struct bytes entry, struct error *error)
{
	struct hash leaf = tree_leaf(entry);
	enum status status = add_to_bundle(t, entry, error);

	if (status != STATUS_OK)
		return status;
	t->size++;
	tree_append(&t->tree, &leaf);
	if (t->size % TILE_WIDTH == 0)
		status = close_bundle(t, error);
	return status == STATUS_OK ? push(t, leaf, error) : status;
}

/* The root of a full tile of the level below: two halves of it. */
static enum status
read_root(struct hash *root, struct tree_reader reader, int level,
    uint64_t index, const struct tile_log *log, struct error *error)
{
	int halves = TILE_HEIGHT * level - 1;
	struct hash half[2];

	if (!reader.read(reader.context, halves, 2 * index, &half[0]) ||
	    !reader.read(reader.context, halves, 2 * index + 1, &half[1])) {
		*error = *tile_log_error(log);
		return error->status;
	}
	*root = tree_node(&half[0], &half[1]);
	return STATUS_OK;
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
	reader = tile_log_reader(log);
	for (int level = 1; level < TILE_LEVELS; level++) {
		struct open_tile *open = &t->level[level];
		uint64_t count = tile_count(t->size, level);
		uint64_t first = count - count % TILE_WIDTH;

		for (uint64_t i = first; i < count && status == STATUS_OK; i++)
			status = read_root(&open->row[open->n++], reader,
			    level, i, log, error);
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
	enum status status = STATUS_OK;
	int fd;

	if (!t->unsynced)
		return STATUS_OK;
	fd = open(t->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || syncfs(fd) != 0)
		status = error_system(error, "syncfs", errno);
	if (fd >= 0)
		(void)close(fd);
	if (status == STATUS_OK)
		t->unsynced = false;
	return status;
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
	if (status != STATUS_OK)
		return status;
	drop_partial(t, level, tile, *written);
	*written = width;
	return STATUS_OK;
}

enum status
tiler_write_partial(struct tiler *t, struct error *error)
{
	enum status status = STATUS_OK;

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
	return status;
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
