#include "audit/tile.h"
#include "backup/restore.h"
#include "base/cbor.h"
#include "base/mem.h"

enum {
	TOGETHER = 4 << 20,	/* bytes of rows that are written at once */
	BATCH_ENTRIES = 2048, BATCH_BYTES = 1 << 20, WORK_MAX = 1 << 29,
};

static const char log_table[] = "log_batch";

struct filling {
	struct restoring *r;
	struct fill *fill;
	struct arena *arena;
	struct buf rows;
	/* Entries that wait to become a batch. */
	struct buf batch;
	uint64_t first, count;
	struct error *error;
};

static void
begin_anew(struct filling *f)
{
	arena_reset(f->arena);
	buf_init(&f->rows, f->arena, WORK_MAX);
	buf_init(&f->batch, f->arena, WORK_MAX);
}

static enum status
write_rows(struct filling *f, enum dump_part part, size_t table)
{
	enum status status = buf_status(&f->rows, f->error);

	if (status == STATUS_OK && f->rows.n > 0)
		status = fill_rows(f->fill, part, table, buf_bytes(&f->rows),
		    f->error);
	begin_anew(f);
	return status;
}

static enum status
fill_table(struct filling *f, struct depot *depot, enum dump_part part,
    size_t table, const struct backup_section *section)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < section->n && status == STATUS_OK; i++) {
		struct bytes piece;

		status = depot_get(depot, &section->pieces[i], &piece,
		    f->arena, f->error);
		if (status != STATUS_OK)
			break;
		buf_put(&f->rows, piece.p, piece.n);
		if (f->rows.n >= TOGETHER)
			status = write_rows(f, part, table);
		if (f->r->wanted->progress != NULL)
			f->r->wanted->progress(f->r->wanted->context,
			    dump_table_name(part, table), i + 1);
	}
	return status == STATUS_OK ? write_rows(f, part, table) : status;
}

/* Every section that is a table, but the log's end; others elsewhere. */
static enum status
fill_tables(struct filling *f, struct depot *depot, enum dump_part part,
    const struct backup_contents *contents)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < contents->n && status == STATUS_OK; i++) {
		size_t table = dump_table_find(part,
		    contents->section[i].name);

		if (table < DUMP_TABLES && !text_is(
		    contents->section[i].name, log_table))
			status = fill_table(f, depot, part, table,
			    &contents->section[i]);
	}
	return status;
}

static enum status
write_batch(struct filling *f)
{
	enum status status = buf_status(&f->batch, f->error);

	if (status == STATUS_OK)
		status = fill_entries(f->fill, f->first, f->count,
		    buf_bytes(&f->batch), f->error);
	f->first += f->count;
	f->count = 0;
	begin_anew(f);
	return status;
}

static enum status
add_entry(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	const uint8_t length[2] = {
		(uint8_t)(entry.n >> 8), (uint8_t)entry.n
	};
	struct filling *f = context;

	(void)error;
	(void)index;
	buf_put(&f->batch, length, sizeof(length));
	buf_put(&f->batch, entry.p, entry.n);
	f->count++;
	return f->count >= BATCH_ENTRIES || f->batch.n >= BATCH_BYTES ?
	    write_batch(f) : STATUS_OK;
}

static enum status
fill_piece_of_log(struct filling *f, struct bytes piece)
{
	size_t at = 0;
	enum status status = STATUS_OK;

	while (at + 2 <= piece.n && status == STATUS_OK) {
		size_t n = (size_t)piece.p[at] << 8 | piece.p[at + 1];

		at += 2;
		if (n > piece.n - at)
			break;
		status = add_entry(f, 0, (struct bytes){ piece.p + at, n },
		    f->error);
		at += n;
	}
	if (status == STATUS_OK && at != piece.n)
		status = error_set(f->error, STATUS_INTEGRITY,
		    "backup_broken", "バックアップのログが壊れています",
		    "the log in the backup is broken");
	return status;
}

/* Out of tiles into batches: tiles are made of them as always. */
static enum status
fill_log(struct filling *f)
{
	struct backup_section end = header_section(&f->r->log_contents,
	    log_table);
	struct backup_section log = header_section(&f->r->log_contents,
	    "log");
	struct arena *pieces = arena_new((size_t)4 * DEPOT_PIECE_MAX);
	enum status status = pieces == NULL ? error_memory(f->error) :
	    STATUS_OK;

	for (size_t i = 0; i < log.n && status == STATUS_OK; i++) {
		struct bytes piece;

		arena_reset(pieces);
		status = depot_get(f->r->data_depot, &log.pieces[i], &piece,
		    pieces, f->error);
		if (status == STATUS_OK)
			status = fill_piece_of_log(f, piece);
	}
	arena_free(pieces);
	if (status == STATUS_OK)
		status = write_batch(f);
	return status == STATUS_OK ? fill_table(f, f->r->data_depot,
	    DUMP_DATA, dump_table_find(DUMP_DATA, text_of(log_table)),
	    &end) : status;
}

/* What the keys' backup has of the log beyond the data's. */
static enum status
fill_tail(struct filling *f)
{
	struct restoring *r = f->r;
	struct backup_section tail = header_section(&r->keys_contents,
	    "tail");
	uint64_t next = r->log.log_size;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < tail.n && status == STATUS_OK; i++) {
		struct cbor in = { .failed = true };
		struct bytes piece;

		status = depot_get(r->keys_depot, &tail.pieces[i], &piece,
		    r->arena, f->error);
		if (status == STATUS_OK)
			in = cbor_reader(piece);
		while (status == STATUS_OK && cbor_peek(&in) != CBOR_END) {
			struct bytes entry;
			uint64_t index;

			if (cbor_read_array(&in) != 2)
				cbor_fail(&in);
			index = cbor_read_uint(&in);
			entry = cbor_read_bytes(&in);
			if (!in.failed && index == next && next < r->kept)
				status = add_entry(f, next++, entry,
				    f->error);
		}
	}
	if (status == STATUS_OK && next != r->kept)
		status = error_set(f->error, STATUS_INTEGRITY,
		    "backup_broken", "バックアップのログが壊れています",
		    "the log in the backup is broken");
	return status == STATUS_OK ? write_batch(f) : status;
}

/* What the log before has beyond the backup, if it is that log. */
static enum status
fill_rest(struct filling *f)
{
	struct restoring *r = f->r;
	struct tile_log *log;
	struct hash root;
	enum status status;

	f->first = r->log.log_size;
	if (r->kept == r->log.log_size)
		return STATUS_OK;
	if (r->kept <= r->keys.log_size && r->keys.tail_from <=
	    r->log.log_size)
		return fill_tail(f);
	status = tile_log_open(&log, r->wanted->log, r->kept, f->error);
	if (status != STATUS_OK)
		return status;
	if (!tree_root_at(&root, r->log.log_size, tile_log_reader(log))) {
		*f->error = *tile_log_error(log);
		status = f->error->status;
	} else if (!hash_equal(&root, &r->log.log_root)) {
		status = error_set(f->error, STATUS_CONFLICT, "other_log",
		    "このログはバックアップしたストアのものではありません",
		    "this is not the log of the store that was backed up");
	}
	if (status == STATUS_OK)
		status = tile_log_entries(log, r->log.log_size, r->kept,
		    add_entry, f, f->error);
	tile_log_close(log);
	return status == STATUS_OK ? write_batch(f) : status;
}

/* The first entry under the log's new name. */
static enum status
fill_restored(struct filling *f)
{
	struct restoring *r = f->r;
	struct entry entry = {
		.kind = ENTRY_RESTORED, .has_commitment = true,
		.time = clock_now(r->wanted->clock),
		.principal = r->wanted->principal,
		.purpose = text_of(system_purpose_names[SYSTEM_RESTORE]),
	};
	struct buf subject, bytes;
	enum status status;

	buf_init(&subject, r->arena, 1024);
	buf_printf(&subject, "%.*s %llu %llu", TEXT_ARGS(r->data.origin),
	    (unsigned long long)r->known.size,
	    (unsigned long long)r->data.log_size);
	entry.subject = buf_as_text(&subject);
	memcpy(entry.commitment, r->known.root.bytes, HASH_SIZE);
	buf_init(&bytes, r->arena, ENTRY_MAX);
	entry_write(&bytes, &entry);
	status = buf_status(&bytes, f->error);
	f->first = r->kept;
	if (status == STATUS_OK)
		status = add_entry(f, r->kept, buf_bytes(&bytes), f->error);
	return status == STATUS_OK ? write_batch(f) : status;
}

static enum status
fill_all(struct filling *f)
{
	struct restoring *r = f->r;
	enum status status = fill_tables(f, r->keys_depot, DUMP_KEYS,
	    &r->keys_contents);

	if (status == STATUS_OK)
		status = fill_log(f);
	if (status == STATUS_OK)
		status = fill_tables(f, r->data_depot, DUMP_DATA,
		    &r->data_contents);
	if (status == STATUS_OK)
		status = fill_rest(f);
	if (status == STATUS_OK)
		status = fill_restored(f);
	return status == STATUS_OK ? fill_end(f->fill, r->kept + 1, r->kept,
	    f->error) : status;
}

enum status
restore_fill(struct restoring *r)
{
	const struct store_options options = {
		.data_url = r->wanted->to->data_url,
		.keys_url = r->wanted->to->keys_url,
	};
	struct filling f = {
		.r = r, .arena = arena_new((size_t)2 * WORK_MAX),
		.error = r->error,
	};
	enum status status;

	if (f.arena == NULL)
		return error_memory(r->error);
	begin_anew(&f);
	status = fill_open(&f.fill, &options, r->keys.store, r->error);
	if (status == STATUS_OK)
		status = fill_all(&f);
	fill_close(f.fill);
	arena_free(f.arena);
	return status;
}
