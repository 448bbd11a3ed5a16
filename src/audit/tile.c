#include "audit/tile.h"
#include "base/file.h"
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
	return status;
}

/*
 * The file of a tile of that width; when a partial one is not there, the full
 * one, of which it is the beginning.
 */
static enum status
read_tile(struct bytes *content, struct tile_log *log, int level,
    uint64_t tile, unsigned int width, struct error *error)
{
	const unsigned int widths[2] = { width, TILE_WIDTH };
	char name[TILE_PATH_SIZE], path[PATH_SIZE];
	enum status status = STATUS_OK;

	for (int i = 0; i < 2; i++) {
		tile_path(name, level, tile, widths[i]);
		status = file_join(path, log->folder, name, error);
		if (status == STATUS_OK)
			status = file_read(content, path, BUNDLE_MAX,
			    log->arena, error);
		if (status != STATUS_NOT_FOUND)
			return status;
	}
	return missing(path, error);
}

static enum status
load(struct cached **out, struct tile_log *log, int level, uint64_t tile,
    struct error *error)
{
	unsigned int width = width_of(log, level, tile);
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
	status = read_tile(&content, log, level, tile, width, error);
	if (status != STATUS_OK)
		return status;
	if (width == 0 || content.n < (size_t)width * HASH_SIZE) {
		char name[TILE_PATH_SIZE];

		tile_path(name, level, tile, width);
		return missing(name, error);
	}
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

/* The entries first to end - 1 of one bundle, which are in it. */
static enum status
bundle_entries(struct tile_log *log, uint64_t tile, uint64_t first,
    uint64_t end, tile_entry_fn *each, void *context, struct error *error)
{
	unsigned int width = width_of(log, TILE_ENTRIES, tile);
	struct bytes content;
	uint64_t index = tile * TILE_WIDTH;
	enum status status;

	arena_reset(log->arena);
	status = read_tile(&content, log, TILE_ENTRIES, tile, width, error);
	if (status != STATUS_OK)
		return status;
	for (; index < end; index++) {
		size_t n = content.n < 2 ? SIZE_MAX :
		    (size_t)content.p[0] << 8 | content.p[1];

		if (n > content.n - 2) {
			char name[TILE_PATH_SIZE];

			tile_path(name, TILE_ENTRIES, tile, width);
			return missing(name, error);
		}
		if (index >= first) {
			status = each(context, index,
			    (struct bytes){ content.p + 2, n }, error);
			if (status != STATUS_OK)
				return status;
		}
		content.p += 2 + n;
		content.n -= 2 + n;
	}
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
