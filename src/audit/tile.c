#include <dirent.h>
#include <errno.h>

#include "audit/tile.h"
#include "base/file.h"
#include "base/file_caller.h"
#include "base/mem.h"

enum { CACHED = 16, BUNDLE_MAX = TILE_WIDTH * (2 + TILE_ENTRY_MAX) };

void
tile_path(char out[TILE_PATH_SIZE], int level, uint64_t n, unsigned int width)
{
	char digits[3 * 8 + 1], path[64] = "";
	size_t groups = 1, at = 0;

	(void)snprintf(digits, sizeof(digits), "%024llu",
	    (unsigned long long)n);
	for (uint64_t rest = n / 1000; rest > 0; rest /= 1000)
		groups++;
	for (size_t i = 8 - groups; i < 8; i++)
		at += (size_t)snprintf(path + at, sizeof(path) - at,
		    "%s%.3s%s", i < 7 ? "x" : "", digits + 3 * i,
		    i < 7 ? "/" : "");
	if (level == TILE_ENTRIES)
		at = (size_t)snprintf(out, TILE_PATH_SIZE, "tile/entries/%s",
		    path);
	else
		at = (size_t)snprintf(out, TILE_PATH_SIZE, "tile/%d/%s",
		    level, path);
	if (width < TILE_WIDTH)
		(void)snprintf(out + at, TILE_PATH_SIZE - at, ".p/%u", width);
}

uint64_t
tile_count(uint64_t size, int level)
{
	return level * TILE_HEIGHT >= 64 ? 0 : size >> (level * TILE_HEIGHT);
}

/* A tile in memory; used counts readings, for choosing which to forget. */
struct cached {
	int level;
	uint64_t tile;
	uint64_t used;
	size_t n;
	struct hash row[TILE_WIDTH];
};

struct tile_log {
	char folder[PATH_SIZE];
	uint64_t size;
	uint64_t clock;
	struct arena *arena;
	struct error error;
	struct cached cache[CACHED];
};

enum status
tile_log_open(struct tile_log **log, const char *folder, uint64_t size,
    struct error *error)
{
	struct tile_log *new;

	*log = NULL;
	if (!file_exists(folder)) {
		enum status status = error_set(error, STATUS_NOT_FOUND,
		    "log_not_found", "ログがありません", "there is no log");

		error_at(error, "%s", folder);
		return status;
	}
	new = mem_alloc(sizeof(*new));
	if (new == NULL)
		return error_memory(error);
	new->arena = arena_new(2 * BUNDLE_MAX + (1 << 20));
	if (new->arena == NULL) {
		mem_free(new);
		return error_memory(error);
	}
	(void)snprintf(new->folder, sizeof(new->folder), "%s", folder);
	new->size = size;
	*log = new;
	return STATUS_OK;
}

void
tile_log_close(struct tile_log *log)
{
	if (log == NULL)
		return;
	arena_free(log->arena);
	mem_free(log);
}

const struct error *
tile_log_error(const struct tile_log *log)
{
	return &log->error;
}

/* How many hashes or entries the n-th tile of a level holds at this size. */
static unsigned int
width_of(const struct tile_log *log, int level, uint64_t tile)
{
	uint64_t count = tile_count(log->size,
	    level == TILE_ENTRIES ? 0 : level);
	uint64_t before = tile * TILE_WIDTH;

	if (before >= count)
		return 0;
	return count - before >= TILE_WIDTH ? TILE_WIDTH :
	    (unsigned int)(count - before);
}

static enum status
missing(const char *path, struct error *error)
{
	enum status status = error_set(error, STATUS_INTEGRITY,
	    "tile_missing", "ログのタイルが欠けているか壊れています",
	    "a tile of the log is absent or damaged");

	error_at(error, "%s", path);
	error_remedy(error, "停電の後なら、sekisho audit verify --store "
	    "が作り直します。それでも残る場合は改ざんか故障です",
	    "after a power cut, sekisho audit verify --store makes it again; "
	    "what it still finds was changed, or the disk fails");
	return status;
}

static enum status
damaged(int level, uint64_t tile, unsigned int width, struct error *error)
{
	char name[TILE_PATH_SIZE];

	tile_path(name, level, tile, width);
	return missing(name, error);
}

/*
 * The file of a tile of at least that width, and which it is: when a partial
 * one is gone, the full one, of which it is the beginning.
 */
static enum status
read_tile(struct bytes *content, unsigned int *found, struct tile_log *log,
    int level, uint64_t tile, unsigned int width, struct error *error)
{
	const unsigned int widths[2] = { width, TILE_WIDTH };
	char name[TILE_PATH_SIZE], path[PATH_SIZE];
	enum status status = STATUS_OK;

	if (width == 0)
		return damaged(level, tile, width, error);
	for (int i = 0; i < 2; i++) {
		*found = widths[i];
		tile_path(name, level, tile, widths[i]);
		status = file_join(path, log->folder, name, error);
		if (status == STATUS_OK)
			status = file_read(content, path, BUNDLE_MAX,
			    log->arena, error);
		if (status == STATUS_INVALID)
			return missing(path, error);
		if (status != STATUS_NOT_FOUND)
			return status;
	}
	return missing(path, error);
}

static enum status
load(struct cached **out, struct tile_log *log, int level, uint64_t tile,
    struct error *error)
{
	unsigned int width = width_of(log, level, tile), found = 0;
	struct cached *oldest = &log->cache[0];
	struct bytes content;
	enum status status;

	for (size_t i = 0; i < CACHED; i++) {
		struct cached *c = &log->cache[i];

		if (c->n > 0 && c->level == level && c->tile == tile) {
			c->used = ++log->clock;
			*out = c;
			return STATUS_OK;
		}
		if (c->used < oldest->used)
			oldest = c;
	}
	arena_reset(log->arena);
	status = read_tile(&content, &found, log, level, tile, width, error);
	if (status != STATUS_OK)
		return status;
	if (content.n != (size_t)found * HASH_SIZE)
		return damaged(level, tile, found, error);
	oldest->level = level;
	oldest->tile = tile;
	oldest->n = width;
	oldest->used = ++log->clock;
	memcpy(oldest->row, content.p, (size_t)width * HASH_SIZE);
	*out = oldest;
	return STATUS_OK;
}

static bool
read_hash(void *context, int level, uint64_t index, struct hash *hash)
{
	struct tile_log *log = context;
	int within = level % TILE_HEIGHT;
	uint64_t first = index << within;
	uint64_t offset = first % TILE_WIDTH;
	struct cached *tile;

	if (load(&tile, log, level / TILE_HEIGHT, first / TILE_WIDTH,
	    &log->error) != STATUS_OK)
		return false;
	if (offset + ((uint64_t)1 << within) > tile->n) {
		(void)missing(log->folder, &log->error);
		return false;
	}
	*hash = tree_root_of(&tile->row[offset], (size_t)1 << within);
	return true;
}

struct tree_reader
tile_log_reader(struct tile_log *log)
{
	return (struct tree_reader){ read_hash, log };
}

/* In a tile that is not full, a hash is made of the two below it. */
static bool
read_full(void *context, int level, uint64_t index, struct hash *hash)
{
	struct tile_log *log = context;
	uint64_t tile = (index << level % TILE_HEIGHT) / TILE_WIDTH;
	struct hash right;

	if (level == 0 ||
	    width_of(log, level / TILE_HEIGHT, tile) == TILE_WIDTH)
		return read_hash(context, level, index, hash);
	if (!read_full(context, level - 1, 2 * index, hash) ||
	    !read_full(context, level - 1, 2 * index + 1, &right))
		return false;
	*hash = tree_node(hash, &right);
	return true;
}

struct tree_reader
tile_log_full_reader(struct tile_log *log)
{
	return (struct tree_reader){ read_full, log };
}

enum status
tile_log_hashes(struct tile_log *log, uint64_t tile, const struct hash **row,
    size_t *n, struct error *error)
{
	struct cached *cached;
	enum status status = load(&cached, log, 0, tile, error);

	if (status != STATUS_OK)
		return status;
	*row = cached->row;
	*n = cached->n;
	return STATUS_OK;
}

/* Cuts the next entry off a bundle; false when it is cut short. */
static bool
next_entry(struct bytes *entry, struct bytes *bundle)
{
	size_t n;

	if (bundle->n < 2)
		return false;
	n = (size_t)bundle->p[0] << 8 | bundle->p[1];
	if (n > bundle->n - 2)
		return false;
	*entry = (struct bytes){ bundle->p + 2, n };
	*bundle = (struct bytes){ bundle->p + 2 + n, bundle->n - 2 - n };
	return true;
}

/* The entries first to end - 1 of one bundle, which are in it. */
static enum status
bundle_entries(struct tile_log *log, uint64_t tile, uint64_t first,
    uint64_t end, tile_entry_fn *each, void *context, struct error *error)
{
	unsigned int width = width_of(log, TILE_ENTRIES, tile), found = 0;
	struct bytes content, entry;
	uint64_t index = tile * TILE_WIDTH;
	enum status status;

	arena_reset(log->arena);
	status = read_tile(&content, &found, log, TILE_ENTRIES, tile, width,
	    error);
	if (status != STATUS_OK)
		return status;
	for (; index < end; index++) {
		if (!next_entry(&entry, &content))
			return damaged(TILE_ENTRIES, tile, found, error);
		if (index < first)
			continue;
		status = each(context, index, entry, error);
		if (status != STATUS_OK)
			return status;
	}
	/* A bundle ends with its last entry. */
	if (index == tile * TILE_WIDTH + found && content.n > 0)
		return damaged(TILE_ENTRIES, tile, found, error);
	return STATUS_OK;
}

enum status
tile_log_entries(struct tile_log *log, uint64_t first, uint64_t end,
    tile_entry_fn *each, void *context, struct error *error)
{
	while (first < end) {
		uint64_t tile = first / TILE_WIDTH;
		uint64_t stop = (tile + 1) * TILE_WIDTH;
		enum status status;

		if (stop > end)
			stop = end;
		status = bundle_entries(log, tile, first, stop, each, context,
		    error);
		if (status != STATUS_OK)
			return status;
		first = stop;
	}
	return STATUS_OK;
}

/* Whether an older partial file is the beginning of the newest. */
static bool
begins(struct bytes newest, struct bytes older, int level, unsigned int width)
{
	struct bytes rest = older, entry;

	if (older.n > newest.n || memcmp(older.p, newest.p, older.n) != 0)
		return false;
	if (level != TILE_ENTRIES)
		return older.n == (size_t)width * HASH_SIZE;
	for (; width > 0; width--)
		if (!next_entry(&entry, &rest))
			return false;
	return rest.n == 0;
}

/* One name in the folder of a tile's partial files. */
static enum status
check_older(const char *folder, const char *name, struct bytes newest,
    int level, unsigned int width, struct arena *arena, struct error *error)
{
	char path[PATH_SIZE];
	struct bytes older;
	int64_t number;
	enum status status;

	/* Wider ones are newer than the state that is looked at. */
	if (!text_to_int(text_of(name), &number) || number < 1 ||
	    number >= (int64_t)width)
		return STATUS_OK;
	arena_reset(arena);
	status = file_join(path, folder, name, error);
	if (status == STATUS_OK)
		status = file_read(&older, path, BUNDLE_MAX, arena, error);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status == STATUS_OK &&
	    begins(newest, older, level, (unsigned int)number))
		return STATUS_OK;
	return status == STATUS_OK || status == STATUS_INVALID ?
	    missing(path, error) : status;
}

static enum status
check_all_older(struct tile_log *log, int level, uint64_t tile,
    struct arena *arena, struct error *error)
{
	unsigned int width = width_of(log, level, tile), found;
	char name[TILE_PATH_SIZE], path[PATH_SIZE];
	const struct dirent *entry;
	struct bytes newest;
	DIR *dir;
	enum status status;

	arena_reset(log->arena);
	status = read_tile(&newest, &found, log, level, tile, width, error);
	if (status != STATUS_OK || found == TILE_WIDTH)
		return status;
	tile_path(name, level, tile, width);
	*strrchr(name, '/') = '\0';
	status = file_join(path, log->folder, name, error);
	if (status != STATUS_OK)
		return status;
	dir = file_caller_opendir(path);
	if (dir == NULL)
		return error_system(error, "opendir", errno);
	while (status == STATUS_OK && (entry = readdir(dir)) != NULL)
		status = check_older(path, entry->d_name, newest, level,
		    width, arena, error);
	(void)closedir(dir);
	return status;
}

enum status
tile_log_older(struct tile_log *log, int level, struct error *error)
{
	uint64_t count = tile_count(log->size,
	    level == TILE_ENTRIES ? 0 : level);
	struct arena *arena;
	enum status status;

	if (count % TILE_WIDTH == 0)
		return STATUS_OK;
	arena = arena_new(2 * BUNDLE_MAX + (1 << 20));
	if (arena == NULL)
		return error_memory(error);
	status = check_all_older(log, level, count / TILE_WIDTH, arena,
	    error);
	arena_free(arena);
	return status;
}
