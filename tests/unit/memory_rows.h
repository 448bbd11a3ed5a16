/*
 * memory_rows.h - rows that lie in memory, as another source than a file:
 * what the vault or a query will be.
 */
#ifndef TESTS_UNIT_MEMORY_ROWS_H_
#define TESTS_UNIT_MEMORY_ROWS_H_

#include <stdatomic.h>

#include "anonymise/rows.h"
#include "base/mem.h"

enum { MEMORY_PIECE = 100 };

struct memory_rows {
	struct table rows;
	const uint8_t *bytes;		/* with slack behind */
	const struct csv_cell *cells;
	size_t count;
	atomic_size_t next;
};

struct rows_reader {
	size_t piece;
	size_t at;
	size_t end;
	bool open;
};

static enum status
memory_open(struct table *rows, struct rows_reader **reader,
    struct error *error)
{
	(void)rows;
	*reader = mem_alloc(sizeof(**reader));
	return *reader == NULL ? error_memory(error) : STATUS_OK;
}

static enum status
memory_next(struct table *rows, struct rows_reader *reader,
    struct rows_batch *batch, struct error *error)
{
	struct memory_rows *memory = (struct memory_rows *)(void *)rows;

	(void)error;
	if (reader->at == reader->end) {
		reader->piece = atomic_fetch_add(&memory->next, 1);
		reader->at = reader->piece * MEMORY_PIECE;
		reader->end = reader->at + MEMORY_PIECE;
		if (reader->end > memory->count)
			reader->end = memory->count;
	}
	batch->bytes = memory->bytes;
	batch->cells = memory->cells + reader->at * rows->columns;
	batch->rows = reader->at >= reader->end ? 0 :
	    reader->end - reader->at;
	if (batch->rows > 37)
		batch->rows = 37;
	batch->piece = (uint32_t)reader->piece;
	batch->line = (uint32_t)(reader->at % MEMORY_PIECE) + 1;
	reader->at += batch->rows;
	if (batch->rows == 0)
		reader->at = reader->end = 0;
	return STATUS_OK;
}

static void
memory_close(struct table *rows, struct rows_reader *reader)
{
	(void)rows;
	mem_free(reader);
}

static enum status
memory_rewind(struct table *rows, struct error *error)
{
	(void)error;
	((struct memory_rows *)(void *)rows)->next = 0;
	return STATUS_OK;
}

static enum status
memory_text(struct table *rows, struct text *text, struct bytes value,
    struct arena *arena, struct error *error)
{
	(void)rows;
	*text = text_copy(arena, (struct text){ (const char *)value.p,
	    value.n });
	return text->p == NULL ? error_memory(error) : STATUS_OK;
}

static void
memory_place(struct table *rows, struct error *error, uint32_t piece,
    uint32_t line, size_t column)
{
	(void)rows;
	error_at(error, "row %u, column %zu", piece * MEMORY_PIECE + line,
	    column);
}

static void
memory_form(struct table *rows, enum csv_encoding *encoding, char *delimiter,
    bool *crlf)
{
	(void)rows;
	*encoding = CSV_UTF8;
	*delimiter = ',';
	*crlf = false;
}

static void
memory_progress(struct table *rows, uint64_t *done, uint64_t *total)
{
	(void)rows;
	*done = *total = 0;
}

static void
memory_release(struct table *rows)
{
	(void)rows;
}

static const struct rows_ops memory_ops = {
	memory_open, memory_next, memory_close, memory_rewind, memory_text,
	memory_place, memory_form, memory_progress, memory_release
};

#endif
