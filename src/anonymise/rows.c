#include "anonymise/rows.h"
#include "base/mem.h"

struct csv_rows {
	struct table rows;
	struct csv *csv;
	struct text *names;
};

struct rows_reader {
	struct csv_block block;
	struct csv_cell *cells;
	bool open;
};

size_t
rows_find(const struct table *rows, struct text name)
{
	size_t i = 0;

	while (i < rows->columns && !text_equal(rows->names[i], name))
		i++;
	return i;
}

static struct csv *
csv_of(struct table *rows)
{
	return ((struct csv_rows *)(void *)rows)->csv;
}

static enum status
open_reader(struct table *rows, struct rows_reader **out, struct error *error)
{
	struct rows_reader *reader = mem_alloc(sizeof(*reader));

	*out = NULL;
	if (reader == NULL)
		return error_memory(error);
	reader->cells = mem_array(rows->columns * ROWS_BATCH,
	    sizeof(*reader->cells));
	if (reader->cells == NULL) {
		mem_free(reader);
		return error_memory(error);
	}
	*out = reader;
	return STATUS_OK;
}

static enum status
next(struct table *rows, struct rows_reader *reader, struct rows_batch *batch,
    struct error *error)
{
	struct csv *csv = csv_of(rows);
	struct csv_block *block = &reader->block;
	enum status status;
	bool more;

	batch->rows = 0;
	for (;;) {
		if (!reader->open) {
			status = csv_block_next(csv, block, &more, error);
			if (status != STATUS_OK || !more)
				return status;
			reader->open = true;
		}
		batch->line = (uint32_t)block->lines + 1;
		batch->piece = (uint32_t)block->number;
		batch->bytes = block->bytes;
		batch->cells = reader->cells;
		status = csv_block_rows(csv, block, reader->cells, ROWS_BATCH,
		    &batch->rows, error);
		if (status != STATUS_OK) {
			batch->line = (uint32_t)block->lines + 1;
			return status;
		}
		if (batch->rows > 0)
			return STATUS_OK;
		reader->open = false;
	}
}

static void
close_reader(struct table *rows, struct rows_reader *reader)
{
	if (reader == NULL)
		return;
	csv_block_done(csv_of(rows), &reader->block);
	csv_block_free(&reader->block);
	mem_free(reader->cells);
	mem_free(reader);
}

static enum status
rewind_csv(struct table *rows, struct error *error)
{
	return csv_rewind(csv_of(rows), error);
}

static enum status
text(struct table *rows, struct text *out, struct bytes value,
    struct arena *arena, struct error *error)
{
	return csv_text(csv_of(rows), out, value, arena, error);
}

static void
place(struct table *rows, struct error *error, uint32_t piece, uint32_t line,
    size_t column)
{
	struct csv *csv = csv_of(rows);

	csv_place(csv, error, csv_line(csv, piece, line), column);
}

static void
form(struct table *rows, enum csv_encoding *encoding, char *delimiter,
    bool *crlf)
{
	*encoding = csv_encoding(csv_of(rows));
	*delimiter = csv_delimiter(csv_of(rows));
	*crlf = csv_crlf(csv_of(rows));
}

static void
progress(struct table *rows, uint64_t *done, uint64_t *total)
{
	*done = csv_taken(csv_of(rows));
	*total = csv_size(csv_of(rows));
}

static void
free_rows(struct table *rows)
{
	mem_free(((struct csv_rows *)(void *)rows)->names);
	mem_free(rows);
}

static const struct rows_ops csv_ops = {
	open_reader, next, close_reader, rewind_csv, text, place, form,
	progress, free_rows
};

enum status
rows_csv(struct table **out, struct csv *csv, struct error *error)
{
	struct csv_rows *rows = mem_alloc(sizeof(*rows));

	*out = NULL;
	if (rows == NULL)
		return error_memory(error);
	rows->csv = csv;
	rows->rows.ops = &csv_ops;
	rows->rows.columns = csv_columns(csv);
	rows->names = mem_array(rows->rows.columns, sizeof(*rows->names));
	if (rows->names == NULL) {
		mem_free(rows);
		return error_memory(error);
	}
	for (size_t i = 0; i < rows->rows.columns; i++)
		rows->names[i] = csv_name(csv, i);
	rows->rows.names = rows->names;
	rows->rows.again = csv_size(csv) > 0;
	*out = &rows->rows;
	return STATUS_OK;
}
