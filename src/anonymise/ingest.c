#include <pthread.h>
#include <stdatomic.h>

#include "anonymise/ingest.h"
#include "anonymise/ingest_parts.h"
#include "anonymise/ratio.h"
#include "base/mem.h"
#include "base/workers.h"

enum { FIRST_BITS = 6, FIRST_PIECE = 1 << 14, PIECES = 64 };

struct reading {
	struct ingest *ingest;
	struct table *rows;
	const struct progress *progress;
	/* Pieces from this one on are not needed any more. */
	_Atomic uint64_t stop;
};

/* One thread's batch: numbers of values column by column, then keys. */
struct encoding {
	uint32_t ids[KEY_FIELDS][ROWS_BATCH];
	uint64_t keys[ROWS_BATCH * KEY_WORDS];
	uint32_t groups[ROWS_BATCH];
};

static enum status
no_memory(struct ingest_shard *shard)
{
	shard->failed_column = 0;
	return error_memory(&shard->error);
}

/* A piece that has begun, at the end of the shard's list. */
static struct ingest_piece *
piece_of(struct ingest_shard *shard, uint32_t number)
{
	struct ingest_piece *piece, *grown;

	if (shard->piece_count > 0) {
		piece = &shard->pieces[shard->piece_count - 1];
		if (piece->number == number)
			return piece;
	}
	grown = mem_room(shard->pieces, shard->piece_count,
	    &shard->piece_capacity, PIECES, sizeof(*grown));
	if (grown == NULL)
		return NULL;
	shard->pieces = grown;
	piece = &shard->pieces[shard->piece_count++];
	piece->number = number;
	return piece;
}

/* Room for n more rows of width numbers; NULL when memory is out. */
static uint32_t *
piece_room(struct ingest_piece *piece, size_t n, size_t width)
{
	size_t wanted = (size_t)piece->rows + n;

	if (wanted > piece->capacity) {
		size_t capacity = piece->capacity == 0 ? FIRST_PIECE :
		    (size_t)piece->capacity * 2;
		uint32_t *grown = mem_grow(piece->ids,
		    piece->capacity * width, capacity * width,
		    sizeof(*grown));

		if (grown == NULL)
			return NULL;
		piece->ids = grown;
		piece->capacity = (uint32_t)capacity;
	}
	return piece->ids + (size_t)piece->rows * width;
}

/* Makes the fields as wide as the dictionaries are; packs all keys anew. */
static bool
widen(struct ingest_shard *shard, size_t columns)
{
	struct key_field old[KEY_FIELDS];
	struct keytable before = shard->table;
	uint32_t *counts = mem_array(before.count, sizeof(*counts));
	size_t words;
	bool done = counts != NULL;

	memcpy(old, shard->field, sizeof(old));
	for (size_t c = 0; c < columns; c++) {
		uint32_t needed = keytable_bits(shard->dict[c].count);

		if (needed > shard->field[c].bits)
			shard->field[c].bits = needed + (needed < 30 ? 2 : 0);
	}
	words = keytable_layout(shard->field, columns);
	if (!done || words == 0 || !keytable_init(&shard->table, words)) {
		mem_free(counts);
		return false;
	}
	keytable_counts(&before, counts);
	for (uint32_t i = 0; done && i < before.count; i++) {
		const uint64_t *from = before.keys + i * before.words;
		uint64_t key[KEY_WORDS] = { 0 };
		uint32_t id;

		for (size_t c = 0; c < columns; c++)
			key_put(key, shard->field[c], key_get(from, old[c]));
		done = keytable_add_many(&shard->table, key, counts[i], &id);
	}
	mem_free(counts);
	keytable_free(&before);
	return done;
}

static void
pack(const struct ingest_shard *shard, struct encoding *e, size_t columns,
    size_t rows)
{
	size_t words = shard->table.words;

	memset(e->keys, 0, rows * words * sizeof(*e->keys));
	for (size_t c = 0; c < columns; c++) {
		uint64_t *key = e->keys + shard->field[c].word;
		uint32_t shift = shard->field[c].shift;
		const uint32_t *ids = e->ids[c];

		if (words == 1)
			for (size_t r = 0; r < rows; r++)
				key[r] |= (uint64_t)ids[r] << shift;
		else
			for (size_t r = 0; r < rows; r++)
				key[r * words] |= (uint64_t)ids[r] << shift;
	}
}

static enum status
keep_cells(struct ingest_shard *shard, const struct encoding *e,
    const struct rows_batch *batch, size_t columns)
{
	struct ingest_piece *piece = piece_of(shard, batch->piece);
	uint32_t *out = piece == NULL ? NULL :
	    piece_room(piece, batch->rows, columns);

	if (out == NULL)
		return no_memory(shard);
	for (size_t r = 0; r < batch->rows; r++)
		for (size_t c = 0; c < columns; c++)
			*out++ = e->ids[c][r];
	piece->rows += (uint32_t)batch->rows;
	return STATUS_OK;
}

/* Notes where groups from before on came first: they came in this order. */
static bool
note_first(struct ingest_shard *shard, const struct rows_batch *batch,
    const uint32_t *groups, uint32_t before)
{
	uint32_t count = shard->table.count;

	if (count > shard->first_capacity) {
		uint32_t capacity = shard->table.capacity;
		uint64_t *grown = mem_grow(shard->first,
		    shard->first_capacity, capacity, sizeof(*grown));

		if (grown == NULL)
			return false;
		shard->first = grown;
		shard->first_capacity = capacity;
	}
	for (size_t r = 0; r < batch->rows && before < count; r++)
		if (groups[r] == before)
			shard->first[before++] = (uint64_t)batch->piece << 32
			    | (batch->line + (uint32_t)r);
	return true;
}

static enum status
group(struct ingest_shard *shard, struct encoding *e,
    const struct rows_batch *batch, size_t columns, bool keep_ids)
{
	struct ingest_piece *piece;
	uint32_t *out = e->groups;
	uint32_t before;
	bool wide_enough = true;

	for (size_t c = 0; c < columns; c++)
		wide_enough = wide_enough && shard->field[c].bits >=
		    keytable_bits(shard->dict[c].count);
	if (!wide_enough && !widen(shard, columns))
		return no_memory(shard);
	pack(shard, e, columns, batch->rows);
	piece = piece_of(shard, batch->piece);
	if (piece != NULL && keep_ids)
		out = piece_room(piece, batch->rows, 1);
	before = shard->table.count;
	if (piece == NULL || out == NULL ||
	    !keytable_add(&shard->table, e->keys, batch->rows, out) ||
	    !note_first(shard, batch, out, before))
		return no_memory(shard);
	piece->rows += (uint32_t)batch->rows;
	return STATUS_OK;
}

static enum status
take(struct reading *reading, struct ingest_shard *shard, struct encoding *e,
    const struct rows_batch *batch)
{
	const struct ingest *ingest = reading->ingest;
	uint64_t place = (uint64_t)batch->piece << 32 | batch->line;

	for (size_t c = 0; c < ingest->columns; c++)
		if (!dict_add_cells(&shard->dict[c], batch->bytes,
		    batch->cells + ingest->source[c], reading->rows->columns,
		    batch->rows, place, e->ids[c]))
			return no_memory(shard);
	shard->rows += batch->rows;
	if (ingest->cells)
		return keep_cells(shard, e, batch, ingest->columns);
	return group(shard, e, batch, ingest->columns, ingest->keep_ids);
}

static void
tell(const struct reading *reading, size_t index)
{
	uint64_t done, total;

	if (index != 0 || reading->progress == NULL)
		return;
	reading->rows->ops->progress(reading->rows, &done, &total);
	reading->progress->tell(reading->progress->context, "read", done,
	    total);
}

static void
read_shard(struct reading *reading, struct ingest_shard *shard,
    struct encoding *e, size_t index)
{
	struct table *rows = reading->rows;
	struct rows_reader *reader = NULL;
	struct rows_batch batch = { .rows = 0 };
	uint32_t batches = 0;

	shard->status = rows->ops->open(rows, &reader, &shard->error);
	while (shard->status == STATUS_OK) {
		shard->status = rows->ops->next(rows, reader, &batch,
		    &shard->error);
		if (shard->status != STATUS_OK || batch.rows == 0 ||
		    batch.piece > reading->stop)
			break;
		shard->status = take(reading, shard, e, &batch);
		if (++batches % 64 == 0)
			tell(reading, index);
	}
	if (shard->status != STATUS_OK) {
		uint64_t stop = reading->stop;

		shard->failed_piece = batch.piece;
		shard->failed_line = batch.line;
		while (batch.piece < stop && !atomic_compare_exchange_weak(
		    &reading->stop, &stop, batch.piece))
			continue;
	}
	if (reader != NULL)
		rows->ops->close(rows, reader);
}

static void
work(void *context, size_t index)
{
	struct reading *reading = context;
	struct ingest_shard *shard = &reading->ingest->shards[index];
	struct encoding *e = mem_alloc(sizeof(*e));
	size_t columns = reading->ingest->columns;
	bool ready = e != NULL;

	for (size_t c = 0; c < columns; c++) {
		shard->field[c].bits = FIRST_BITS;
		ready = ready && dict_init(&shard->dict[c]);
	}
	if (!ready || !keytable_init(&shard->table,
	    keytable_layout(shard->field, columns)))
		shard->status = no_memory(shard);
	else
		read_shard(reading, shard, e, index);
	mem_free(e);
}

/* The failure that stands first in the source, with its place. */
static enum status
first_failure(struct reading *reading, struct error *error)
{
	struct ingest *ingest = reading->ingest;
	const struct ingest_shard *first = NULL;

	for (size_t i = 0; i < ingest->shard_count; i++) {
		const struct ingest_shard *shard = &ingest->shards[i];

		if (shard->status != STATUS_OK && (first == NULL ||
		    shard->failed_piece < first->failed_piece))
			first = shard;
		ingest->rows += shard->rows;
	}
	if (first == NULL)
		return STATUS_OK;
	*error = first->error;
	if (error->field[0] == '\0' && error->status == STATUS_INVALID)
		reading->rows->ops->place(reading->rows, error,
		    first->failed_piece, first->failed_line,
		    first->failed_column);
	return error->status;
}

/* The shards' pieces in the order of the source. */
static enum status
order_pieces(struct ingest *ingest, struct error *error)
{
	for (size_t i = 0; i < ingest->shard_count; i++)
		ingest->piece_count += ingest->shards[i].piece_count;
	ingest->pieces = mem_array(ingest->piece_count,
	    sizeof(*ingest->pieces));
	if (ingest->pieces == NULL) {
		ingest->piece_count = 0;
		return error_memory(error);
	}
	for (size_t i = 0; i < ingest->shard_count; i++) {
		struct ingest_shard *shard = &ingest->shards[i];

		for (size_t p = 0; p < shard->piece_count; p++) {
			struct ingest_piece *piece = &shard->pieces[p];

			piece->shard = (uint32_t)i;
			if (piece->number >= ingest->piece_count)
				return error_set(error, STATUS_FAILURE,
				    "rows_order", "行の並びが壊れています",
				    "the rows came in no order");
			ingest->pieces[piece->number] = *piece;
			piece->ids = NULL;
		}
	}
	return STATUS_OK;
}

enum status
ingest_read(struct ingest *ingest, struct table *rows, const size_t *columns,
    size_t count, size_t threads, const struct progress *progress,
    struct error *error)
{
	struct reading reading = {
		.ingest = ingest, .rows = rows, .progress = progress,
		.stop = UINT64_MAX
	};
	enum status status;

	if (count > KEY_FIELDS)
		return error_set(error, STATUS_INVALID, "too_many_columns",
		    "扱う列が多すぎます (上限 %d)",
		    "too many columns take part (at most %d)", KEY_FIELDS);
	ingest->columns = count;
	memcpy(ingest->source, columns, count * sizeof(*columns));
	ingest->shard_count = threads;
	ingest->shards = mem_array(threads, sizeof(*ingest->shards));
	if (ingest->shards == NULL) {
		ingest->shard_count = 0;
		return error_memory(error);
	}
	workers_run(threads, work, &reading);
	status = first_failure(&reading, error);
	if (status == STATUS_OK)
		status = order_pieces(ingest, error);
	if (status == STATUS_OK && ingest->rows > ROWS_MAX)
		return error_set(error, STATUS_INVALID, "too_many_rows",
		    "行が多すぎます (上限 %llu)",
		    "too many rows (at most %llu)",
		    (unsigned long long)ROWS_MAX);
	return status;
}

static void
free_shard(struct ingest_shard *shard)
{
	for (size_t c = 0; c < KEY_FIELDS; c++) {
		if (shard->dict[c].slots != NULL)
			dict_free(&shard->dict[c]);
		mem_free(shard->value[c]);
	}
	for (size_t p = 0; p < shard->piece_count; p++)
		mem_free(shard->pieces[p].ids);
	mem_free(shard->pieces);
	mem_free(shard->first);
	keytable_free(&shard->table);
}

void
ingest_free(struct ingest *ingest)
{
	for (size_t i = 0; i < ingest->shard_count; i++)
		free_shard(&ingest->shards[i]);
	for (size_t i = 0; i < ingest->piece_count; i++)
		mem_free(ingest->pieces[i].ids);
	mem_free(ingest->pieces);
	mem_free(ingest->shards);
	for (size_t c = 0; ingest->values != NULL && c < ingest->columns;
	    c++)
		if (ingest->values[c].slots != NULL)
			dict_free(&ingest->values[c]);
	mem_free(ingest->values);
	memset(ingest, 0, sizeof(*ingest));
}
