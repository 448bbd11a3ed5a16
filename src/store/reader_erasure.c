/*
 * The erasures, which are few at a time.
 */
#include "store/column.h"
#include "store/handle.h"
#include "store/reader.h"

struct taking {
	struct arena *arena;
	struct erasure_row *rows;
	size_t n, max;
};

static enum status
take(void *context, const struct db_value *row, struct error *error)
{
	struct taking *t = context;
	struct columns c = { .value = row };
	struct erasure_row *out = &t->rows[t->n];
	struct text copy;

	if (t->n == t->max)
		return STATUS_OK;
	out->person = column_number(&c, 0, 0, INT64_MAX);
	out->number = column_number(&c, 1, 0, INT64_MAX);
	out->state = (enum erasure_state)column_number(&c, 2, 0,
	    ERASURE_STATES - 1);
	out->due = column_int(&c, 3, INT64_MIN, INT64_MAX);
	out->sealed.bytes = column_bytes(&c, 4, ROW_BYTES_MAX);
	if (c.wrong)
		return column_damaged(error);
	copy = text_copy(t->arena, (struct text){
	    (const char *)out->sealed.bytes.p, out->sealed.bytes.n });
	out->sealed.bytes = bytes_of(copy);
	t->n++;
	return copy.p == NULL ? error_memory(error) : STATUS_OK;
}

enum status
reader_erasures(struct reader *reader, enum erasure_state state,
    uint64_t after, size_t max, const struct erasure_row **rows, size_t *n,
    struct arena *arena, struct error *error)
{
	const struct db_value value[] = {
		db_int(state), db_number(after), db_number(max)
	};
	struct taking t = { .arena = arena, .max = max };
	enum status status;

	t.rows = arena_array(arena, max, sizeof(*t.rows));
	if (t.rows == NULL)
		return error_memory(error);
	status = reader->driver->query(reader->db, STATEMENT_ERASURES, value,
	    LENGTH(value), take, &t, error);
	*rows = t.rows;
	*n = t.n;
	return status;
}

enum status
reader_erasure(struct reader *reader, uint64_t number,
    struct erasure_row *row, struct arena *arena, struct error *error)
{
	const struct db_value value = db_number(number);
	struct taking t = { .arena = arena, .rows = row, .max = 1 };
	enum status status = reader->driver->query(reader->db,
	    STATEMENT_ERASURE_GET, &value, 1, take, &t, error);

	if (status != STATUS_OK || t.n == 1)
		return status;
	return error_set(error, STATUS_NOT_FOUND, "erasure_not_found",
	    "該当する消去はありません", "there is no such erasure");
}
