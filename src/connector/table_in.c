#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "connector/table_in.h"
#include "connector/xlsx_in.h"
#include "crypto/hash.h"

struct table_in {
	struct csv *csv;
	struct xlsx_in *xlsx;
};

/* A ZIP archive, or what Excel writes with a password. */
static bool
is_workbook(const char *path)
{
	static const uint8_t heads[][4] = {
		{ 'P', 'K', 3, 4 }, { 'P', 'K', 5, 6 },
		{ 0xD0, 0xCF, 0x11, 0xE0 },
	};
	int fd = file_open(path);
	uint8_t head[4] = { 0 };
	bool is = false;

	if (fd < 0)
		return false;
	if (pread(fd, head, sizeof(head), 0) == sizeof(head))
		for (size_t i = 0; i < LENGTH(heads); i++)
			is |= memcmp(head, heads[i], sizeof(head)) == 0;
	(void)close(fd);
	return is;
}

enum status
table_in_open(struct table_in **out, const char *path,
    const struct table_in_options *options, struct error *error)
{
	struct table_in *t = mem_alloc(sizeof(*t));
	enum status status;

	*out = t;
	if (t == NULL)
		return error_memory(error);
	status = is_workbook(path) ? xlsx_in_open(&t->xlsx, path,
	    options->sheet, error) : csv_open(&t->csv, path, &options->csv,
	    error);
	if (status == STATUS_OK)
		return STATUS_OK;
	mem_free(t);
	*out = NULL;
	return status;
}

void
table_in_close(struct table_in *t)
{
	if (t == NULL)
		return;
	if (t->csv != NULL)
		csv_close(t->csv);
	xlsx_in_close(t->xlsx);
	mem_free(t);
}

size_t
table_in_columns(const struct table_in *t)
{
	return t->csv != NULL ? csv_columns(t->csv) :
	    xlsx_in_columns(t->xlsx);
}

struct text
table_in_name(const struct table_in *t, size_t column)
{
	return t->csv != NULL ? csv_name(t->csv, column) :
	    xlsx_in_name(t->xlsx, column);
}

size_t
table_in_find(const struct table_in *t, struct text name)
{
	size_t n = table_in_columns(t);

	for (size_t i = 0; i < n; i++)
		if (text_equal(table_in_name(t, i), name))
			return i;
	return n;
}

static enum status
hash_csv(struct csv *csv, uint8_t out[32], struct error *error)
{
	struct csv_block block = { .bytes = NULL };
	struct hash_state state;
	struct hash hash;
	bool more = true;
	enum status status = STATUS_OK;

	hash_start(&state);
	while (status == STATUS_OK && more) {
		status = csv_block_next(csv, &block, &more, error);
		if (status == STATUS_OK && more)
			hash_add(&state, block.bytes, block.n);
	}
	csv_block_free(&block);
	hash = hash_end(&state);
	memcpy(out, hash.bytes, 32);
	return status == STATUS_OK ? csv_rewind(csv, error) : status;
}

enum status
table_in_hash(struct table_in *t, uint8_t hash[32], struct error *error)
{
	return t->csv != NULL ? hash_csv(t->csv, hash, error) :
	    xlsx_in_hash(t->xlsx, hash, error);
}

enum status
table_in_next(struct table_in *t, struct text *fields, uint64_t *line,
    bool *more, struct error *bad, struct arena *arena, struct error *error)
{
	if (t->xlsx != NULL)
		return xlsx_in_next(t->xlsx, fields, line, more, bad, arena,
		    error);
	memset(bad, 0, sizeof(*bad));
	return csv_next(t->csv, fields, line, more, arena, error);
}

enum status
table_in_rewind(struct table_in *t, struct error *error)
{
	return t->csv != NULL ? csv_rewind(t->csv, error) :
	    xlsx_in_rewind(t->xlsx, error);
}
