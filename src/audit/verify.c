#include "audit/verify.h"
#include "base/file.h"

struct checking {
	const struct verify_options *options;
	struct tile_log *log;
	uint64_t size;
	struct tree tree;
	const struct hash *row;		/* stored hashes of this tile */
	size_t row_n;
	bool full;			/* the last entry filled this tile */
	struct hash full_root;
};

static enum status
read_checkpoint(struct checkpoint *state,
    const struct verify_options *options, struct error *error)
{
	struct arena *arena = arena_new(4 * NOTE_MAX);
	char path[PATH_SIZE];
	struct bytes note;
	enum status status;

	if (arena == NULL)
		return error_memory(error);
	status = file_join(path, options->folder, "checkpoint", error);
	if (status == STATUS_OK)
		status = file_read(&note, path, NOTE_MAX, arena, error);
	if (status == STATUS_OK)
		status = checkpoint_open(state, note, options->verifier,
		    error);
	/* Whatever stands in its place was not put there by us. */
	if (status == STATUS_INVALID)
		status = error->status = STATUS_INTEGRITY;
	if (status == STATUS_INTEGRITY) {
		error_at(error, "%s", path);
		error_remedy(error, "停電の後なら、sekisho audit verify "
		    "--store が作り直します。それでも残る場合は改ざんか故障です",
		    "after a power cut, sekisho audit verify --store makes "
		    "it again; what it still finds was changed, or the disk "
		    "fails");
	}
	arena_free(arena);
	return status;
}

static enum status
wrong_entry(uint64_t index, struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "entry_changed",
	    "ログの %llu 件目が書き換えられています",
	    "entry %llu of the log was changed", (unsigned long long)index);
}

static enum status
wrong_remembered(uint64_t size, struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "log_rewritten",
	    "ログの先頭 %llu 件が、記憶しているチェックポイントと異なります",
	    "the first %llu entries are not those of the remembered "
	    "checkpoint", (unsigned long long)size);
}

static enum status
wrong_tile(int level, uint64_t tile, struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "tile_changed",
	    "ログのタイルが書き換えられています (%d, %llu)",
	    "a tile of the log was changed (%d, %llu)", level,
	    (unsigned long long)tile);
}

/* A tile is full: its root stands in a tile of the next level. */
static enum status
check_root(struct checking *c, uint64_t tile, struct error *error)
{
	struct tree_reader reader = tile_log_reader(c->log);
	struct hash stored;

	if (!reader.read(reader.context, TILE_HEIGHT, tile, &stored)) {
		*error = *tile_log_error(c->log);
		return error->status;
	}
	return hash_equal(&c->full_root, &stored) ? STATUS_OK : wrong_tile(1,
	    tile / TILE_WIDTH, error);
}

static enum status
check_entry(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	struct checking *c = context;
	const struct checkpoint *old = c->options->remembered;
	struct hash leaf = tree_leaf(entry);

	if (!hash_equal(&leaf, &c->row[index % TILE_WIDTH]))
		return wrong_entry(index, error);
	/* Compared later: reading another tile here would lose this entry. */
	c->full = tree_append_at(&c->tree, &leaf, TILE_HEIGHT, &c->full_root);
	if (old != NULL && old->size == index + 1) {
		struct hash root = tree_root(&c->tree);

		if (!hash_equal(&root, &old->root))
			return wrong_remembered(old->size, error);
	}
	if (c->options->each == NULL)
		return STATUS_OK;
	return c->options->each(c->options->context, index, entry, error);
}

/*
 * The stored hashes above those that the entries have shown: each must be the
 * root of a full tile.
 */
static enum status
check_upper(struct checking *c, struct error *error)
{
	struct tree_reader reader = tile_log_reader(c->log);

	for (int level = 2 * TILE_HEIGHT; tile_count(c->size,
	    level / TILE_HEIGHT) > 0; level += TILE_HEIGHT)
		for (uint64_t i = 0; i < c->size >> level; i++) {
			struct hash stored, left, right;

			if (!reader.read(reader.context, level, i, &stored) ||
			    !reader.read(reader.context, level - 1, 2 * i,
			    &left) || !reader.read(reader.context, level - 1,
			    2 * i + 1, &right)) {
				*error = *tile_log_error(c->log);
				return error->status;
			}
			left = tree_node(&left, &right);
			if (!hash_equal(&left, &stored))
				return wrong_tile(level / TILE_HEIGHT,
				    i / TILE_WIDTH, error);
		}
	return STATUS_OK;
}

/* What stands beside the newest partial files: the older ones. */
static enum status
check_partial(struct checking *c, struct error *error)
{
	enum status status = tile_log_older(c->log, TILE_ENTRIES, error);

	for (int level = 0; level < TILE_LEVELS && status == STATUS_OK;
	    level++)
		status = tile_log_older(c->log, level, error);
	return status;
}

static enum status
check_tiles(struct checking *c, struct error *error)
{
	enum status status = STATUS_OK;

	for (uint64_t first = 0; first < c->size && status == STATUS_OK;
	    first += TILE_WIDTH) {
		uint64_t end = first + TILE_WIDTH < c->size ?
		    first + TILE_WIDTH : c->size;

		status = tile_log_hashes(c->log, first / TILE_WIDTH, &c->row,
		    &c->row_n, error);
		if (status == STATUS_OK)
			status = tile_log_entries(c->log, first, end,
			    check_entry, c, error);
		if (status == STATUS_OK && c->full)
			status = check_root(c, first / TILE_WIDTH, error);
		if (c->options->progress != NULL)
			c->options->progress(c->options->context, end,
			    c->size);
	}
	if (status == STATUS_OK)
		status = check_upper(c, error);
	return status == STATUS_OK ? check_partial(c, error) : status;
}

enum status
verify_log(struct checkpoint *state, const struct verify_options *options,
    struct error *error)
{
	const struct checkpoint *old = options->remembered;
	struct checking c = { .options = options };
	enum status status = read_checkpoint(state, options, error);
	struct hash root;

	if (status != STATUS_OK)
		return status;
	root = tree_root(&c.tree);
	if (old != NULL && (old->size > state->size ||
	    (old->size == 0 && !hash_equal(&root, &old->root))))
		return wrong_remembered(old->size, error);
	c.size = state->size;
	status = tile_log_open(&c.log, options->folder, state->size, error);
	if (status != STATUS_OK)
		return status;
	status = check_tiles(&c, error);
	root = tree_root(&c.tree);
	if (status == STATUS_OK && !hash_equal(&root, &state->root))
		status = error_set(error, STATUS_INTEGRITY, "wrong_root",
		    "ログの内容が署名済みの状態と一致しません",
		    "the log is not what its checkpoint says");
	tile_log_close(c.log);
	return status;
}
