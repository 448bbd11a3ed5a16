/*
 * A group of submissions as one transaction: the rows of their changes, and
 * one batch with their entries.
 */
#include "base/mem.h"
#include "store/column.h"
#include "store/handle.h"

void
group_fail(struct ticket *ticket, enum status status,
    const struct error *error)
{
	ticket->status = status;
	ticket->error = mem_alloc(sizeof(*error));
	if (ticket->error != NULL)
		*ticket->error = *error;
}

void
group_put_entry(uint8_t *out, struct bytes entry)
{
	out[0] = (uint8_t)(entry.n >> 8);
	out[1] = (uint8_t)entry.n;
	if (entry.n > 0)
		memcpy(out + 2, entry.p, entry.n);
}

static uint8_t *
batch_room(struct store *store, size_t n)
{
	size_t wanted = store->batch_n + n;

	if (wanted > store->batch_capacity) {
		uint8_t *grown = mem_grow(store->batch, store->batch_capacity,
		    2 * wanted, 1);

		if (grown == NULL)
			return NULL;
		store->batch = grown;
		store->batch_capacity = 2 * wanted;
	}
	store->batch_n = wanted;
	return store->batch + wanted - n;
}

static enum status
conflict(const struct op *op, struct error *error)
{
	enum status status;

	if (op->must_change)
		return error_set(error, STATUS_CONFLICT, "moved",
		    "その間に変更されました。もう一度お試しください",
		    "it was changed meanwhile; please try again");
	status = error_set(error, STATUS_CONFLICT, "duplicate",
	    "すでに別の本人に登録されています",
	    "it is registered already for somebody else");
	error_at(error, "%s", op->field == NULL ? "" : op->field);
	return status;
}

static enum status
run_op(struct store *store, const struct op *op, struct error *error)
{
	int64_t changed;
	enum status status = store->driver->run(store->data, op->statement,
	    op->value, op->n, &changed, error);

	if (status == STATUS_CONFLICT ||
	    (status == STATUS_OK && op->must_change && changed != 1))
		return conflict(op, error);
	return status;
}

/* Rows of one table that come one after the other go in together. */
static enum status
run_together(struct store *store, const struct op **op, struct error *error)
{
	const struct db_value *rows[STATEMENT_ROWS];
	const struct op *first = *op;
	size_t n = 0;

	while (*op != NULL && (*op)->statement == first->statement &&
	    n < STATEMENT_ROWS) {
		rows[n++] = (*op)->value;
		*op = (*op)->next;
	}
	return n == 1 ? run_op(store, first, error) :
	    store->driver->run_rows(store->data, first->statement, rows, n,
	    first->n, error);
}

static enum status
run_ops(struct store *store, const struct change *change, bool carefully,
    struct error *error)
{
	enum status status = STATUS_OK;

	for (const struct op *op = change->first;
	    op != NULL && status == STATUS_OK;) {
		if (!carefully && op->is_row) {
			status = run_together(store, &op, error);
		} else {
			status = run_op(store, op, error);
			op = op->next;
		}
	}
	return status;
}

/*
 * One change inside the group's transaction.  Carefully: a conflict is the
 * ticket's own (the change is undone, the group goes on), and says which
 * value it is about.
 */
static enum status
apply(struct store *store, struct ticket *ticket, bool carefully,
    uint64_t *count, struct error *error)
{
	const struct change *change = ticket->change;
	enum status status = carefully ?
	    store->driver->savepoint(store->data, error) : STATUS_OK;

	if (status == STATUS_OK)
		status = run_ops(store, change, carefully, error);
	if (status == STATUS_CONFLICT && carefully) {
		group_fail(ticket, status, error);
		return store->driver->rollback_to(store->data, error);
	}
	if (status != STATUS_OK)
		return status;
	for (const struct entry_link *e = change->first_entry; e != NULL;
	    e = e->next) {
		uint8_t *room = batch_room(store, 2 + e->bytes.n);

		if (room == NULL)
			return error_memory(error);
		group_put_entry(room, e->bytes);
	}
	*count += change->entries;
	return carefully ? store->driver->release(store->data, error) :
	    STATUS_OK;
}

static enum status
write_batch(struct store *store, uint64_t count, struct error *error)
{
	const struct db_value batch[] = {
		db_number(store->log_size), db_number(count),
		db_bytes(store->batch, store->batch_n)
	};
	const struct db_value head[] = {
		db_number(store->log_size + count),
		db_number(store->log_size)
	};
	int64_t changed;
	enum status status = store->driver->run(store->data,
	    STATEMENT_LOG_MOVE, head, LENGTH(head), &changed, error);

	/* The fence: nobody else may have appended to this log. */
	if (status == STATUS_OK && changed != 1)
		status = error_set(error, STATUS_INTEGRITY, "log_moved",
		    "ログが別のプロセスにより進められました",
		    "somebody else has appended to the log");
	if (status == STATUS_OK)
		status = store->driver->run(store->data, STATEMENT_LOG_ADD,
		    batch, LENGTH(batch), &changed, error);
	/* Nor may a batch stand where the next one belongs. */
	return status == STATUS_CONFLICT ? column_damaged(error) : status;
}

enum status
group_write(struct store *store, struct ticket *group, bool carefully,
    uint64_t *count, struct error *error)
{
	enum status status = store->driver->begin(store->data, error);

	if (status != STATUS_OK)
		return status;
	*count = 0;
	store->batch_n = 0;
	for (struct ticket *t = group; t != NULL && status == STATUS_OK;
	    t = t->next) {
		uint8_t *room;

		if (t->change != NULL) {
			status = apply(store, t, carefully, count, error);
			continue;
		}
		room = batch_room(store, t->entry_n);
		if (room == NULL)
			return error_memory(error);
		memcpy(room, t->entry, t->entry_n);
		(*count)++;
	}
	if (status == STATUS_OK && *count > 0)
		status = write_batch(store, *count, error);
	return status == STATUS_OK ? store->driver->commit(store->data,
	    error) : status;
}
