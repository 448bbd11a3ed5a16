#include "anonymise/people.h"
#include "base/mem.h"
#include "crypto/random.h"

enum { PIECE_BYTES = 1 << 18, PIECE_ROWS = 4096, PSEUDONYM = 16 };

struct piece {
	uint8_t *bytes;		/* with CSV_SLACK behind */
	size_t n;
	size_t capacity;
	struct csv_cell *cells;
	uint32_t rows;
	uint64_t first;		/* rows before it */
};

struct people_rows {
	struct table rows;
	struct text *names;
	bool pseudonyms;
	struct piece *pieces;
	size_t count;
	size_t capacity;
	uint64_t total;
	size_t next;		/* piece to be taken; several threads */
};

struct rows_reader {
	size_t piece;
	uint32_t row;
	bool open;
};

static struct people_rows *
people_of(struct table *rows)
{
	return (struct people_rows *)(void *)rows;
}

static enum status
open_reader(struct table *rows, struct rows_reader **out, struct error *error)
{
	(void)rows;
	*out = mem_alloc(sizeof(**out));
	return *out == NULL ? error_memory(error) : STATUS_OK;
}

static enum status
next(struct table *rows, struct rows_reader *reader, struct rows_batch *batch,
    struct error *error)
{
	struct people_rows *people = people_of(rows);
	const struct piece *piece;

	(void)error;
	batch->rows = 0;
	if (!reader->open || reader->row ==
	    people->pieces[reader->piece].rows) {
		reader->piece = __atomic_fetch_add(&people->next, 1,
		    __ATOMIC_RELAXED);
		reader->row = 0;
		reader->open = reader->piece < people->count;
	}
	if (!reader->open)
		return STATUS_OK;
	piece = &people->pieces[reader->piece];
	batch->bytes = piece->bytes;
	batch->cells = piece->cells + (size_t)reader->row * rows->columns;
	batch->rows = piece->rows - reader->row;
	if (batch->rows > ROWS_BATCH)
		batch->rows = ROWS_BATCH;
	batch->piece = (uint32_t)reader->piece;
	batch->line = reader->row + 1;
	reader->row += (uint32_t)batch->rows;
	return STATUS_OK;
}

static void
close_reader(struct table *rows, struct rows_reader *reader)
{
	(void)rows;
	mem_free(reader);
}

static enum status
rewind_rows(struct table *rows, struct error *error)
{
	(void)error;
	people_of(rows)->next = 0;
	return STATUS_OK;
}

static enum status
text(struct table *rows, struct text *out, struct bytes value,
    struct arena *arena, struct error *error)
{
	(void)rows;
	(void)arena;
	if (text_from_bytes(out, value))
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "not_utf8",
	    "UTF-8 のテキストではありません", "not UTF-8 text");
}

/* A row's number says nothing of whose it is. */
static void
place(struct table *rows, struct error *error, uint32_t piece, uint32_t line,
    size_t column)
{
	const struct people_rows *people = people_of(rows);
	unsigned long long row = piece < people->count ?
	    (unsigned long long)people->pieces[piece].first + line : 0;

	if (column > 0 && column <= rows->columns)
		error_at(error, "row %llu: %.*s", row,
		    TEXT_ARGS(rows->names[column - 1]));
	else
		error_at(error, "row %llu", row);
}

static void
form(struct table *rows, enum csv_encoding *encoding, char *delimiter,
    bool *crlf)
{
	(void)rows;
	*encoding = CSV_UTF8;
	*delimiter = ',';
	*crlf = false;
}

static void
progress(struct table *rows, uint64_t *done, uint64_t *total)
{
	const struct people_rows *people = people_of(rows);
	size_t at = people->next;

	*total = people->total;
	*done = at < people->count ? people->pieces[at].first :
	    people->total;
}

static void
release(struct table *rows)
{
	struct people_rows *people = people_of(rows);

	for (size_t i = 0; i < people->count; i++) {
		struct piece *piece = &people->pieces[i];

		mem_wipe(piece->bytes, piece->capacity);
		mem_free(piece->bytes);
		mem_free(piece->cells);
	}
	mem_free(people->pieces);
	mem_free(people->names);
	mem_free(people);
}

static const struct rows_ops people_ops = {
	open_reader, next, close_reader, rewind_rows, text, place, form,
	progress, release
};

/* A piece with room for so many bytes and a row: never moved, so that no
 * copy is left behind. */
static struct piece *
piece_with_room(struct people_rows *people, size_t n)
{
	struct piece *piece = people->count == 0 ? NULL :
	    &people->pieces[people->count - 1];
	struct piece *grown;

	if (piece != NULL && piece->rows < PIECE_ROWS &&
	    piece->capacity - CSV_SLACK - piece->n >= n)
		return piece;
	grown = mem_room(people->pieces, people->count, &people->capacity, 64,
	    sizeof(*grown));
	if (grown == NULL)
		return NULL;
	people->pieces = grown;
	piece = &people->pieces[people->count];
	piece->capacity = (n > PIECE_BYTES ? n : PIECE_BYTES) + CSV_SLACK;
	piece->bytes = mem_alloc(piece->capacity);
	piece->cells = mem_array(PIECE_ROWS * people->rows.columns,
	    sizeof(*piece->cells));
	piece->first = people->total;
	people->count++;
	return piece->bytes == NULL || piece->cells == NULL ? NULL : piece;
}

static void
put(struct piece *piece, struct csv_cell *cell, const void *bytes, size_t n)
{
	*cell = (struct csv_cell){ (uint32_t)piece->n, (uint32_t)n };
	memcpy(piece->bytes + piece->n, bytes, n);
	piece->n += n;
}

/*
 * In letters only: digits at random are now and then a card's number or a My
 * Number by their form, and would be taken for one.
 */
static void
draw_pseudonym(char out[2 * PSEUDONYM])
{
	uint8_t number[PSEUDONYM];

	random_bytes(number, sizeof(number));
	for (size_t i = 0; i < sizeof(number); i++) {
		out[2 * i] = (char)('a' + (number[i] >> 4));
		out[2 * i + 1] = (char)('a' + (number[i] & 15));
	}
}

static enum status
add_row(void *context, const struct text *values, struct error *error)
{
	struct people_rows *people = context;
	size_t c = 0, n = 0, items = people->rows.columns -
	    people->pseudonyms;
	char name[2 * PSEUDONYM];
	struct csv_cell *cells;
	struct piece *piece;

	for (size_t i = 0; i < items; i++)
		n += values[i].n;
	piece = piece_with_room(people, n + sizeof(name));
	if (piece == NULL)
		return error_memory(error);
	cells = piece->cells + (size_t)piece->rows * people->rows.columns;
	if (people->pseudonyms) {
		draw_pseudonym(name);
		put(piece, &cells[c++], name, sizeof(name));
	}
	for (size_t i = 0; i < items; i++)
		put(piece, &cells[c++], values[i].p, values[i].n);
	piece->rows++;
	people->total++;
	return STATUS_OK;
}

enum status
people_rows(struct table **out, struct visit *visit, struct batch *batch,
    const struct text *names, bool pseudonyms, struct error *error)
{
	struct people_rows *people = mem_alloc(sizeof(*people));
	enum status status;

	*out = NULL;
	if (people == NULL)
		return error_memory(error);
	people->pseudonyms = pseudonyms;
	people->rows.ops = &people_ops;
	people->rows.columns = batch->item_count + pseudonyms;
	people->rows.again = true;
	people->names = mem_array(people->rows.columns,
	    sizeof(*people->names));
	if (people->names == NULL) {
		mem_free(people);
		return error_memory(error);
	}
	if (pseudonyms)
		people->names[0] = TEXT(PEOPLE_PSEUDONYM);
	for (size_t i = 0; i < batch->item_count; i++)
		people->names[i + pseudonyms] = names[i];
	people->rows.names = people->names;
	batch->each = add_row;
	batch->context = people;
	status = batch_read(visit, batch, error);
	if (status == STATUS_OK && people->total == 0)
		status = error_set(error, STATUS_NOT_FOUND, "nobody",
		    "この目的に使える本人がいません",
		    "there is nobody who may be used for this purpose");
	if (status != STATUS_OK) {
		release(&people->rows);
		return status;
	}
	*out = &people->rows;
	return STATUS_OK;
}
