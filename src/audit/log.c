#include "audit/log.h"
#include "audit/tiler.h"
#include "base/file.h"
#include "base/mem.h"

enum { BATCHES_AT_ONCE = 64, FLUSH_EVERY = 1 << 16, LOCK_MS = 10000 };

struct log {
	struct store *store;
	struct reader *reader;
	struct tiler *tiler;		/* NULL: to be opened anew */
	char folder[PATH_SIZE];
	struct note_verifier verifier;
	const struct sign_key *key;
	struct arena *arena;
	struct checkpoint signed_state;
	uint64_t flushed;
	uint64_t until;			/* entries that are wanted now */
	bool partial_lost;		/* perhaps, in a crash */
};

/* Keeps other servers of the same store out; -1 where there are none. */
static enum status
lock_folder(const struct log *log, int *lock, struct error *error)
{
	char path[PATH_SIZE];
	enum status status;

	*lock = -1;
	if (!store_shared(log->store))
		return STATUS_OK;
	status = file_make_folder(log->folder, 0700, error);
	if (status == STATUS_OK)
		status = file_join(path, log->folder, ".lock", error);
	return status == STATUS_OK ? file_lock(lock, path, LOCK_MS, error) :
	    status;
}

static bool
all_zeros(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.n; i++)
		if (bytes.p[i] != 0)
			return false;
	return true;
}

/* What was signed last, by us or another; none is the empty log. */
static enum status
read_signed(struct log *log, struct error *error)
{
	char path[PATH_SIZE];
	struct bytes note;
	enum status status = file_join(path, log->folder, "checkpoint",
	    error);

	arena_reset(log->arena);
	if (status != STATUS_OK || !file_exists(path))
		return status;
	status = file_read(&note, path, NOTE_MAX, log->arena, error);
	/* It is not synced: a power cut can leave it empty, or zeros. */
	if (status == STATUS_OK && note.n > 0 && !all_zeros(note))
		status = checkpoint_open(&log->signed_state, note,
		    &log->verifier, error);
	if (status == STATUS_INTEGRITY || status == STATUS_INVALID) {
		status = error->status = STATUS_INTEGRITY;
		error_at(error, "%s", path);
	}
	return status;
}

/* Entries after the durable tiles are appended again: the same tiles. */
static enum status
open_tiler(struct log *log, const struct log_head *head, struct error *error)
{
	enum status status;

	if (head->tiled > head->size || head->tiled % TILE_WIDTH != 0)
		return error_set(error, STATUS_INTEGRITY, "log_damaged",
		    "ログの記録が壊れています", "the log is damaged");
	status = tiler_open(&log->tiler, log->folder, head->tiled, error);
	if (status == STATUS_OK) {
		log->flushed = head->tiled;
		log->partial_lost = true;
	}
	return status;
}

static enum status
gap(const struct log *log, struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "log_gap",
	    "ログの %llu 件目が欠けています",
	    "entry %llu of the log is absent",
	    (unsigned long long)tiler_size(log->tiler));
}

static enum status
append(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	struct log *log = context;

	if (index >= log->until)
		return STATUS_OK;
	if (index != tiler_size(log->tiler))
		return gap(log, error);
	return tiler_append(log->tiler, entry, error);
}

static enum status
flush(struct log *log, struct error *error)
{
	uint64_t full = tiler_full(log->tiler);
	enum status status;

	if (full == log->flushed)
		return STATUS_OK;
	status = tiler_flush(log->tiler, error);
	if (status == STATUS_OK)
		status = store_log_tiled(log->store, full, error);
	if (status == STATUS_OK)
		log->flushed = full;
	return status;
}

/* Appends committed entries until there are so many. */
static enum status
catch_up(struct log *log, uint64_t until, struct error *error)
{
	enum status status = STATUS_OK;

	log->until = until;
	while (status == STATUS_OK && tiler_size(log->tiler) < until) {
		uint64_t before = tiler_size(log->tiler);

		status = reader_entries(log->reader, before, BATCHES_AT_ONCE,
		    append, log, error);
		if (status == STATUS_OK && tiler_size(log->tiler) == before)
			status = gap(log, error);
		if (status == STATUS_OK &&
		    tiler_full(log->tiler) - log->flushed >= FLUSH_EVERY)
			status = flush(log, error);
	}
	return status;
}

/* The root at the size that was signed, from tiles or from the tail. */
static enum status
root_at_signed(struct log *log, struct hash *root, struct error *error)
{
	uint64_t size = log->signed_state.size;
	struct tile_log *tiles;
	enum status status;

	if (size >= tiler_size(log->tiler)) {
		status = catch_up(log, size, error);
		*root = tiler_root(log->tiler);
		return status;
	}
	status = tile_log_open(&tiles, log->folder, tiler_size(log->tiler),
	    error);
	if (status != STATUS_OK)
		return status;
	if (!tree_root_at(root, size, tile_log_full_reader(tiles))) {
		*error = *tile_log_error(tiles);
		status = error->status;
	}
	tile_log_close(tiles);
	return status;
}

/* What there is to do about a database that is not the newest. */
static enum status
older(struct error *error, enum status status)
{
	error_remedy(error, "データベースが古い写しか別のものと入れ替わって"
	    "います。最新のデータベースを戻すか、sekisho backup restore "
	    "でバックアップから復元してください。log フォルダーは消さずに"
	    "証拠として残してください",
	    "the database is an older copy, or another one: put the newest "
	    "one back, or restore a backup with sekisho backup restore; keep "
	    "the log folder, it is the evidence");
	return status;
}

/*
 * What was signed must be the beginning of what is committed: a log never
 * signs two states of which neither continues the other (tlog-checkpoint).
 */
static enum status
check_signed(struct log *log, uint64_t committed, struct error *error)
{
	struct hash root;
	enum status status;

	if (log->signed_state.size > committed)
		return older(error, error_set(error, STATUS_INTEGRITY,
		    "log_cut",
		    "署名済みの状態は %llu 件ですが、ログには %llu 件しかありません",
		    "%llu entries were signed, but the log has only %llu",
		    (unsigned long long)log->signed_state.size,
		    (unsigned long long)committed));
	if (log->signed_state.size == 0)
		return STATUS_OK;
	status = root_at_signed(log, &root, error);
	if (status != STATUS_OK ||
	    hash_equal(&root, &log->signed_state.root))
		return status;
	return older(error, error_set(error, STATUS_INTEGRITY,
	    "log_rewritten",
	    "ログの先頭 %llu 件が署名済みの状態と異なります",
	    "the first %llu entries of the log are not those that were "
	    "signed", (unsigned long long)log->signed_state.size));
}

enum status
log_open(struct log **out, struct store *store, const char *folder,
    const struct note_verifier *verifier, const struct sign_key *key,
    struct error *error)
{
	struct log *log = mem_alloc(sizeof(*log));
	struct log_head head;
	enum status status;
	int lock = -1;

	*out = NULL;
	if (log == NULL)
		return error_memory(error);
	log->store = store;
	log->verifier = *verifier;
	log->key = key;
	(void)snprintf(log->folder, sizeof(log->folder), "%s", folder);
	log->arena = arena_new(1 << 20);
	status = log->arena == NULL ? error_memory(error) :
	    reader_new(&log->reader, store, error);
	if (status == STATUS_OK)
		status = lock_folder(log, &lock, error);
	if (status == STATUS_OK)
		status = reader_log_head(log->reader, &head, error);
	if (status == STATUS_OK)
		status = open_tiler(log, &head, error);
	if (status == STATUS_OK)
		status = read_signed(log, error);
	if (status == STATUS_OK)
		status = check_signed(log, head.size, error);
	file_unlock(lock);
	if (status != STATUS_OK) {
		log_close(log);
		return status;
	}
	*out = log;
	return STATUS_OK;
}

void
log_close(struct log *log)
{
	if (log == NULL)
		return;
	tiler_close(log->tiler);
	reader_free(log->reader);
	arena_free(log->arena);
	mem_free(log);
}

static enum status
sign_state(struct log *log, struct error *error)
{
	struct checkpoint state = {
		tiler_size(log->tiler), tiler_root(log->tiler)
	};
	char path[PATH_SIZE];
	struct buf note;
	enum status status;

	arena_reset(log->arena);
	buf_init(&note, log->arena, NOTE_MAX);
	checkpoint_sign(&note, &state, &log->verifier, log->key);
	status = buf_status(&note, error);
	if (status == STATUS_OK)
		status = file_join(path, log->folder, "checkpoint", error);
	if (status == STATUS_OK)
		status = file_put(path, buf_bytes(&note), 0644, error);
	if (status == STATUS_OK)
		log->signed_state = state;
	return status;
}

/* Another server has written tiles, or signed: go on from there. */
static enum status
follow(struct log *log, const struct log_head *head, struct error *error)
{
	enum status status;

	if (!store_shared(log->store))
		return STATUS_OK;
	if (log->tiler != NULL && head->tiled != log->flushed) {
		tiler_close(log->tiler);
		log->tiler = NULL;
	}
	status = read_signed(log, error);
	if (status == STATUS_OK && log->signed_state.size > head->size)
		status = check_signed(log, head->size, error);
	return status;
}

static enum status
integrate(struct log *log, struct error *error)
{
	struct log_head head;
	enum status status = reader_log_head(log->reader, &head, error);

	if (status == STATUS_OK)
		status = follow(log, &head, error);
	if (status == STATUS_OK && log->tiler == NULL)
		status = open_tiler(log, &head, error);
	if (status == STATUS_OK)
		status = catch_up(log, head.size, error);
	if (status == STATUS_OK)
		status = flush(log, error);
	if (status != STATUS_OK || (!log->partial_lost &&
	    tiler_size(log->tiler) == log->signed_state.size))
		return status;
	status = tiler_write_partial(log->tiler, error);
	if (status == STATUS_OK && log->partial_lost)
		status = tiler_mend_partial(log->tiler, error);
	if (status != STATUS_OK)
		return status;
	log->partial_lost = false;
	return tiler_size(log->tiler) == log->signed_state.size ? STATUS_OK :
	    sign_state(log, error);
}

enum status
log_integrate(struct log *log, struct error *error)
{
	int lock;
	enum status status = lock_folder(log, &lock, error);

	if (status == STATUS_OK)
		status = integrate(log, error);
	file_unlock(lock);
	/* What is in memory may be ahead of the files: begin anew. */
	if (status != STATUS_OK) {
		tiler_close(log->tiler);
		log->tiler = NULL;
	}
	return status;
}

struct checkpoint
log_state(const struct log *log)
{
	return log->signed_state;
}
