#include "store/column.h"

int64_t
column_int(struct columns *columns, size_t at, int64_t least, int64_t most)
{
	const struct db_value *value = &columns->value[at];

	if (value->type == DB_INT && value->number >= least &&
	    value->number <= most)
		return value->number;
	columns->wrong = true;
	return least;
}

uint64_t
column_number(struct columns *columns, size_t at, uint64_t least,
    uint64_t most)
{
	return (uint64_t)column_int(columns, at, (int64_t)least,
	    most > INT64_MAX ? INT64_MAX : (int64_t)most);
}

struct bytes
column_bytes(struct columns *columns, size_t at, size_t max)
{
	const struct db_value *value = &columns->value[at];

	if (value->type == DB_BYTES && value->bytes.n <= max)
		return value->bytes;
	columns->wrong = true;
	return (struct bytes){ NULL, 0 };
}

void
column_fixed(struct columns *columns, size_t at, void *out, size_t n)
{
	struct bytes bytes = column_bytes(columns, at, n);

	if (bytes.n == n) {
		memcpy(out, bytes.p, n);
		return;
	}
	columns->wrong = true;
	memset(out, 0, n);
}

struct text
column_text(struct columns *columns, size_t at, size_t max)
{
	const struct db_value *value = &columns->value[at];
	struct text text = { "", 0 };

	if (value->type != DB_TEXT || value->bytes.n > max ||
	    !text_from_bytes(&text, value->bytes))
		columns->wrong = true;
	return text;
}

enum status
column_status(const struct columns *columns, struct error *error)
{
	return columns->wrong ? column_damaged(error) : STATUS_OK;
}

enum status
column_damaged(struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "store_damaged",
	    "ストアの行が壊れています", "a row of the store is damaged");
}
