#include "base/csv.h"
#include "base/csv_parts.h"
#include "base/csv_scan.h"

static enum status
refuse(struct error *error, const char *code, struct words words)
{
	return error_say(error, STATUS_INVALID, code, words);
}

static enum status
bad_quote(struct error *error)
{
	enum status status = refuse(error, "csv_quote",
	    (struct words){ "引用符の使い方が正しくありません",
	    "a quote stands where none may stand" });

	error_remedy_say(error, (struct words){
	    "値全体を \" で囲み、値の中の \" は \"\" と書きます",
	    "put quotes around the whole value and double those inside it" });
	return status;
}

static enum status
ragged(struct error *error, size_t found, size_t wanted)
{
	if (found > wanted)
		return error_set(error, STATUS_INVALID, "csv_ragged",
		    "列が %zu 個より多くあります",
		    "there are more than %zu columns", wanted);
	return error_set(error, STATUS_INVALID, "csv_ragged",
	    "列が %zu 個しかありません (必要なのは %zu 個)",
	    "there are %zu columns where %zu are needed", found, wanted);
}

/* Where the reader stands, in registers while it runs. */
struct cursor {
	size_t at;
	size_t window;
	uint64_t mask;
};

/* Looks again from position at on. */
static void
seek(struct cursor *cursor, const uint8_t *bytes, size_t at,
    uint8_t delimiter)
{
	cursor->at = at;
	cursor->window = at & ~(size_t)63;
	cursor->mask = csv_scan(bytes + cursor->window, delimiter) &
	    (~(uint64_t)0 << (at & 63));
}

/*
 * A field that begins with a quote at from.  Unquotes it in place, gives the
 * position of the separator or line end behind it.
 */
static bool
quoted(struct csv_block *block, size_t from, struct csv_cell *cell,
    size_t *end, uint8_t delimiter)
{
	uint8_t *bytes = block->bytes;
	size_t in = from + 1, out = from + 1;

	for (;;) {
		const uint8_t *quote = memchr(bytes + in, '"', block->n - in);
		size_t run;

		if (quote == NULL)
			return false;
		run = (size_t)(quote - (bytes + in));
		for (size_t i = 0; i < run; i++)
			block->lines += bytes[in + i] == '\n';
		if (out != in)
			memmove(bytes + out, bytes + in, run);
		in += run + 1;
		out += run;
		if (bytes[in] != '"')
			break;
		bytes[out++] = '"';
		in++;
	}
	cell->at = (uint32_t)(from + 1);
	cell->n = (uint32_t)(out - from - 1);
	if (bytes[in] == '\r' && bytes[in + 1] == '\n')
		in++;
	*end = in;
	return bytes[in] == delimiter || bytes[in] == '\n';
}

/*
 * One field from the cursor on; *mark is what stands behind it.  Every block
 * ends with a line end, so there is a mark as long as the cursor is inside.
 */
static inline __attribute__((always_inline)) bool
field(struct csv_block *block, struct cursor *cursor, struct csv_cell *cell,
    uint8_t *mark, uint8_t delimiter)
{
	const uint8_t *bytes = block->bytes;
	size_t from = cursor->at, end;
	uint8_t c;

	while (cursor->mask == 0) {
		cursor->window += 64;
		cursor->mask = csv_scan(bytes + cursor->window, delimiter);
	}
	end = cursor->window + (size_t)__builtin_ctzll(cursor->mask);
	c = bytes[end];
	if (__builtin_expect(c == '"', 0)) {
		if (end != from ||
		    !quoted(block, from, cell, &end, delimiter))
			return false;
		seek(cursor, bytes, end, delimiter);
		c = bytes[end];
	} else {
		size_t n = end - from;

		n -= c == '\n' && n > 0 && bytes[end - 1] == '\r';
		cell->at = (uint32_t)from;
		cell->n = (uint32_t)n;
	}
	cursor->mask &= cursor->mask - 1;
	cursor->at = end + 1;
	*mark = c;
	return true;
}

static struct cursor
take_up(struct csv_block *block, uint8_t delimiter)
{
	struct cursor cursor = { block->at, block->window, block->mask };

	if (!block->open)
		seek(&cursor, block->bytes, block->at, delimiter);
	block->open = true;
	return cursor;
}

static void
put_down(struct csv_block *block, const struct cursor *cursor)
{
	block->at = cursor->at;
	block->window = cursor->window;
	block->mask = cursor->mask;
}

enum status
csv_block_rows(const struct csv *csv, struct csv_block *block,
    struct csv_cell *cells, size_t max, size_t *rows, struct error *error)
{
	const uint8_t delimiter = (uint8_t)csv->delimiter;
	const size_t columns = csv->columns;
	struct cursor cursor = take_up(block, delimiter);
	struct csv_cell *cell = cells;
	size_t row = 0;

	*rows = 0;
	for (; row < max && cursor.at < block->n; row++) {
		uint64_t lines = block->lines;
		uint8_t mark = delimiter;

		for (size_t i = 0; i < columns; i++, cell++) {
			if (__builtin_expect(mark != delimiter, 0))
				return ragged(error, i, columns);
			if (!field(block, &cursor, cell, &mark, delimiter))
				return bad_quote(error);
		}
		if (mark == delimiter)
			return ragged(error, columns + 1, columns);
		if (++block->lines > lines + 1)
			max = row + 1;
	}
	put_down(block, &cursor);
	*rows = row;
	return STATUS_OK;
}

enum status
csv_parts_head(const struct csv *csv, struct csv_block *block,
    struct csv_cell *cells, size_t max, size_t *n, struct error *error)
{
	const uint8_t delimiter = (uint8_t)csv->delimiter;
	struct cursor cursor = take_up(block, delimiter);
	uint8_t mark = delimiter;

	for (*n = 0; mark == delimiter; (*n)++) {
		if (*n == max)
			return error_set(error, STATUS_INVALID, "csv_columns",
			    "列が多すぎます (上限 %d)",
			    "too many columns (at most %d)", CSV_COLUMNS_MAX);
		if (!field(block, &cursor, cells + *n, &mark, delimiter))
			return bad_quote(error);
	}
	put_down(block, &cursor);
	block->lines++;
	return STATUS_OK;
}

enum status
csv_next(struct csv *csv, struct text *fields, uint64_t *line, bool *more,
    struct arena *arena, struct error *error)
{
	struct csv_block *block = &csv->single;
	enum status status;
	size_t rows = 0;

	for (;;) {
		if (!csv->single_open) {
			status = csv_block_next(csv, block, more, error);
			if (status != STATUS_OK || !*more)
				return status;
			csv->single_open = true;
		}
		*line = csv_line(csv, block->number, block->lines + 1);
		status = csv_block_rows(csv, block, csv->cells, 1, &rows,
		    error);
		if (status != STATUS_OK) {
			csv_place(csv, error, csv_line(csv, block->number,
			    block->lines + 1), 0);
			return status;
		}
		if (rows == 1)
			break;
		csv->single_open = false;
	}
	*more = true;
	for (size_t i = 0; i < csv->columns; i++) {
		status = csv_text(csv, &fields[i], (struct bytes){
		    block->bytes + csv->cells[i].at, csv->cells[i].n },
		    arena, error);
		if (status != STATUS_OK) {
			csv_place(csv, error, *line, i + 1);
			return status;
		}
	}
	return STATUS_OK;
}
