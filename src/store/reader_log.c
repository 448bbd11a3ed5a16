/*
 * The log's tail: where it ends, and the entries that no tile has yet.
 */
#include "store/column.h"
#include "store/handle.h"
#include "store/reader.h"

struct found_head {
	struct log_head head;
	bool found;
};

static enum status
gather_head(void *context, const struct db_value *row, struct error *error)
{
	struct found_head *found = context;
	struct columns c = { .value = row };

	found->found = true;
	found->head.size = column_number(&c, 0, 0, INT64_MAX);
	found->head.tiled = column_number(&c, 1, 0, found->head.size);
	return column_status(&c, error);
}

enum status
reader_log_head(struct reader *reader, struct log_head *head,
    struct error *error)
{
	struct found_head found = { .found = false };
	enum status status = reader->driver->query(reader->db,
	    STATEMENT_LOG_HEAD, NULL, 0, gather_head, &found, error);

	*head = found.head;
	return status == STATUS_OK && !found.found ? column_damaged(error) :
	    status;
}

/* Batches that are read entry by entry. */
struct unpacking {
	uint64_t first;
	reader_entry_fn *each;
	void *context;
};

static enum status
log_damaged(uint64_t index, struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "log_damaged",
	    "ログの記録が壊れています (%llu)", "the log is damaged (%llu)",
	    (unsigned long long)index);
}

/* A batch holds as many entries as it says, and nothing behind them. */
static enum status
unpack_batch(void *context, const struct db_value *row, struct error *error)
{
	struct unpacking *u = context;
	struct columns c = { .value = row };
	uint64_t index = column_number(&c, 0, 0, INT64_MAX);
	uint64_t end = index + column_number(&c, 1, 1, INT64_MAX);
	struct bytes rest = column_bytes(&c, 2, SIZE_MAX);
	enum status status = STATUS_OK;

	if (c.wrong)
		return log_damaged(index, error);
	for (; index < end && status == STATUS_OK; index++) {
		size_t n;

		if (rest.n < 2)
			return log_damaged(index, error);
		n = (size_t)rest.p[0] << 8 | rest.p[1];
		if (n > rest.n - 2)
			return log_damaged(index, error);
		if (index >= u->first)
			status = u->each(u->context, index,
			    (struct bytes){ rest.p + 2, n }, error);
		rest = (struct bytes){ rest.p + 2 + n, rest.n - 2 - n };
	}
	return status == STATUS_OK && rest.n > 0 ? log_damaged(index,
	    error) : status;
}

enum status
reader_entries(struct reader *reader, uint64_t first, uint64_t batches,
    reader_entry_fn *each, void *context, struct error *error)
{
	const struct db_value value[] = {
		db_number(first), db_number(batches)
	};
	struct unpacking u = { first, each, context };

	return reader->driver->query(reader->db, STATEMENT_LOG_READ, value,
	    LENGTH(value), unpack_batch, &u, error);
}
