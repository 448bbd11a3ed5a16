#include "audit/log.h"
#include "audit/tiler.h"
#include "base/file.h"
#include "base/mem.h"

enum { BATCHES_AT_ONCE = 64, FLUSH_EVERY = 1 << 16 };

struct log {
	struct store *store;
	struct reader *reader;
	struct tiler *tiler;
	char folder[PATH_SIZE];
	struct note_verifier verifier;
	const struct sign_key *key;
	struct arena *arena;
	struct checkpoint signed_state;
	uint64_t flushed;
};

/* What was signed before we were opened; none is the empty log. */
static enum status
read_signed(struct log *log, struct error *error)
{
	char path[PATH_SIZE];
	struct bytes note;
	enum status status = file_join(path, log->folder, "checkpoint",
	    error);

	if (status != STATUS_OK || !file_exists(path))
		return status;
	status = file_read(&note, path, NOTE_MAX, log->arena, error);
	if (status == STATUS_OK)
		status = checkpoint_open(&log->signed_state, note,
		    &log->verifier, error);
	return status;
}

enum status
log_open(struct log **out, struct store *store, const char *folder,
    const struct note_verifier *verifier, const struct sign_key *key,
    struct error *error)
{
	struct log *log = mem_alloc(sizeof(*log));
	struct log_head head;
	enum status status;

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
		status = reader_log_head(log->reader, &head, error);
	if (status == STATUS_OK)
		status = tiler_open(&log->tiler, folder, head.tiled, error);
	if (status == STATUS_OK)
		status = read_signed(log, error);
	if (status == STATUS_OK && log->signed_state.size > head.size)
		status = error_set(error, STATUS_INTEGRITY, "log_cut",
		    "署名済みの状態は %llu 件ですが、ログには %llu 件しかありません",
		    "%llu entries were signed, but the log has only %llu",
		    (unsigned long long)log->signed_state.size,
		    (unsigned long long)head.size);
	if (status != STATUS_OK) {
		log_close(log);
		return status;
	}
	log->flushed = head.tiled;
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

static enum status
append(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	struct log *log = context;

	if (index != tiler_size(log->tiler))
		return error_set(error, STATUS_INTEGRITY, "log_gap",
		    "ログの %llu 件目が欠けています",
		    "entry %llu of the log is absent",
		    (unsigned long long)tiler_size(log->tiler));
	return tiler_append(log->tiler, entry, error);
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

enum status
log_integrate(struct log *log, struct error *error)
{
	struct log_head head;
	enum status status = reader_log_head(log->reader, &head, error);

	while (status == STATUS_OK && tiler_size(log->tiler) < head.size) {
		uint64_t before = tiler_size(log->tiler);

		status = reader_entries(log->reader, before, BATCHES_AT_ONCE,
		    append, log, error);
		if (status == STATUS_OK && tiler_size(log->tiler) == before)
			status = append(log, UINT64_MAX,
			    (struct bytes){ NULL, 0 }, error);
		if (status == STATUS_OK &&
		    tiler_full(log->tiler) - log->flushed >= FLUSH_EVERY)
			status = flush(log, error);
	}
	if (status == STATUS_OK)
		status = flush(log, error);
	if (status != STATUS_OK ||
	    tiler_size(log->tiler) == log->signed_state.size)
		return status;
	status = tiler_write_partial(log->tiler, error);
	return status == STATUS_OK ? sign_state(log, error) : status;
}

struct checkpoint
log_state(const struct log *log)
{
	return log->signed_state;
}
