#include "base/csv.h"
#include "base/mem.h"
#include "fuzz.h"

/*
 * The first byte says how it is read.  Row by row and block by block must
 * come to the same cells.
 */
static uint64_t
by_rows(struct csv *csv, enum status *status)
{
	struct text *fields = mem_array(csv_columns(csv) + 1,
	    sizeof(*fields));
	struct arena *arena = arena_new(FUZZ_ARENA);
	struct error error;
	uint64_t rows = 0, line;
	bool more = true;

	CHECK(fields != NULL && arena != NULL);
	*status = STATUS_OK;
	while (more && *status == STATUS_OK) {
		arena_reset(arena);
		*status = csv_next(csv, fields, &line, &more, arena, &error);
		rows += *status == STATUS_OK && more;
	}
	if (*status != STATUS_OK)
		fuzz_check_error(&error, *status);
	arena_free(arena);
	mem_free(fields);
	return rows;
}

static uint64_t
by_blocks(struct csv *csv, enum status *status)
{
	size_t most = 4096 / csv_columns(csv) + 1;
	struct csv_cell *cells = mem_array(most * csv_columns(csv) + 1,
	    sizeof(*cells));
	struct csv_block block = { .bytes = NULL };
	struct error error;
	uint64_t rows = 0;
	bool more = true;

	CHECK(cells != NULL);
	*status = STATUS_OK;
	while (*status == STATUS_OK) {
		size_t n = 1;

		*status = csv_block_next(csv, &block, &more, &error);
		if (*status != STATUS_OK || !more)
			break;
		while (n > 0 && *status == STATUS_OK) {
			*status = csv_block_rows(csv, &block, cells, most,
			    &n, &error);
			for (size_t i = 0; *status == STATUS_OK &&
			    i < n * csv_columns(csv); i++)
				CHECK((size_t)cells[i].at + cells[i].n <=
				    block.n);
			rows += *status == STATUS_OK ? n : 0;
		}
		csv_block_done(csv, &block);
	}
	csv_block_free(&block);
	mem_free(cells);
	return rows;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char delimiters[] = { 0, ',', ';', '\t' };
	struct csv_options options;
	struct error error;
	struct csv *csv;
	enum status a, b;
	uint64_t rows;

	if (size == 0)
		return 0;
	options = (struct csv_options){
		.delimiter = delimiters[data[0] & 3],
		.encoding = (enum csv_encoding)((data[0] >> 2 & 3) % 3),
		.headless = (data[0] & 16) != 0,
	};
	a = csv_open(&csv, fuzz_file((struct bytes){ data + 1, size - 1 }),
	    &options, &error);
	if (a != STATUS_OK) {
		fuzz_check_error(&error, a);
		return 0;
	}
	CHECK(csv_columns(csv) <= CSV_COLUMNS_MAX);
	rows = by_rows(csv, &a);
	if (csv_rewind(csv, &error) == STATUS_OK) {
		uint64_t again = by_blocks(csv, &b);

		/* Rows also look at the encoding of each cell. */
		CHECK(a != STATUS_OK || (b == STATUS_OK && again == rows));
	}
	csv_close(csv);
	return 0;
}
