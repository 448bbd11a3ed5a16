/*
 * A group of submissions as one transaction: the rows of their changes, and
 * one batch with their entries.
 */
#include "base/clock.h"
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

enum status
group_unknown(struct error *error)
{
	return error_set(error, STATUS_BUSY, "outcome_unknown",
	    "保存されたか確認できません。後で確かめてください",
	    "it is not known whether it was stored; please look later");
}

/* What is being sent; numbers of what went out, for what comes back. */
struct sending {
	struct store *store;
	size_t sent;		/* since the last flush */
	size_t failed;		/* the number of the one that failed */
	size_t batch_at;	/* that of the batch */
	bool locked;		/* nobody else can move the log */
};

static enum status
send_rows(struct sending *s, enum statement statement,
    const struct db_value *const *rows, size_t row_count, size_t n, bool one,
    struct error *error)
{
	struct store *store = s->store;
	enum status status = store->driver->send(store->data, statement,
	    rows, row_count, n, one, error);

	if (status == STATUS_OK)
		s->sent++;
	else
		s->failed = s->sent;
	return status;
}

static enum status
send_one(struct sending *s, enum statement statement,
    const struct db_value *value, size_t n, bool one, struct error *error)
{
	return send_rows(s, statement, &value, 1, n, one, error);
}

static enum status
flush(struct sending *s, struct error *error)
{
	struct store *store = s->store;
	size_t failed;
	enum status status = store->driver->flush(store->data, &failed,
	    error);

	if (status != STATUS_OK)
		s->failed = failed;
	s->sent = 0;
	return status;
}

/* Nothing is waited for any more: which of what was sent has failed. */
static void
find_failed(struct sending *s)
{
	struct error ignored;
	struct store *store = s->store;

	(void)!store->driver->flush(store->data, &s->failed, &ignored);
}

/* Rows of one table that come one after the other go in together. */
static enum status
send_together(struct sending *s, const struct op **op, struct error *error)
{
	const struct db_value *rows[STATEMENT_ROWS];
	const struct op *first = *op;
	size_t n = 0;

	while (*op != NULL && (*op)->statement == first->statement &&
	    n < STATEMENT_ROWS) {
		rows[n++] = (*op)->value;
		*op = (*op)->next;
	}
	return send_rows(s, first->statement, rows, n, first->n, false,
	    error);
}

static enum status
send_ops(struct sending *s, const struct change *change, bool carefully,
    struct error *error)
{
	enum status status = STATUS_OK;

	for (const struct op *op = change->first;
	    op != NULL && status == STATUS_OK;) {
		if (!carefully && op->is_row) {
			status = send_together(s, &op, error);
		} else {
			status = send_one(s, op->statement, op->value, op->n,
			    op->must_change, error);
			op = op->next;
		}
	}
	return status;
}

/* What other servers and readers keep of the policies is old now. */
static enum status
step_rules(struct sending *s, struct error *error)
{
	const struct db_value name = db_text(TEXT("rules"));

	return send_one(s, STATEMENT_COUNTER_STEP, &name, 1, true, error);
}

/* The highest instant, when it is time to write it down. */
static enum status
put_mark(struct sending *s, struct error *error)
{
	const struct db_value mark[] = {
		db_text(TEXT(STORE_CLOCK_NAME)),
		db_int(atomic_load(&s->store->mark))
	};

	if (!s->store->mark_due)
		return STATUS_OK;
	s->store->mark_stored = mark[1].number;
	return send_one(s, STATEMENT_COPY_COUNTER, mark, LENGTH(mark), false,
	    error);
}

/* A conflict, in the words of the op that it is about. */
static enum status
conflict(const struct change *change, size_t number, struct error *error)
{
	const struct op *op = change->first;
	enum status status;

	while (number-- > 0 && op->next != NULL)
		op = op->next;
	if (op->must_change)
		return db_moved(error);
	status = error_set(error, STATUS_CONFLICT, "duplicate",
	    "すでに別の本人に登録されています",
	    "it is registered already for somebody else");
	error_at(error, "%s", op->field == NULL ? "" : op->field);
	return status;
}

/*
 * One change that stands or falls alone: a conflict is the ticket's own (the
 * change is undone, the group goes on), and says which value it is about.
 */
static enum status
send_alone(struct sending *s, struct ticket *ticket, struct error *error)
{
	struct store *store = s->store;
	enum status status = store->driver->savepoint(store->data, error);

	if (status == STATUS_OK)
		status = send_ops(s, ticket->change, true, error);
	if (status == STATUS_OK)
		status = flush(s, error);
	if (status == STATUS_OK)
		return store->driver->release(store->data, error);
	if (status != STATUS_CONFLICT)
		return status;
	group_fail(ticket, conflict(ticket->change, s->failed, error), error);
	/* What was sent behind it has failed with it. */
	if (s->sent > 0)
		(void)!flush(s, error);
	return store->driver->rollback_to(store->data, error);
}

static enum status
keep_entry(struct store *store, struct bytes entry, struct error *error)
{
	uint8_t *room = batch_room(store, 2 + entry.n);

	if (room == NULL)
		return error_memory(error);
	group_put_entry(room, entry);
	return STATUS_OK;
}

static enum status
keep_entries(struct store *store, const struct ticket *ticket,
    uint64_t *count, struct error *error)
{
	enum status status = STATUS_OK;
	uint8_t *room;

	if (ticket->change == NULL) {
		room = batch_room(store, ticket->entry_n);
		if (room == NULL)
			return error_memory(error);
		memcpy(room, ticket->entry, ticket->entry_n);
		(*count)++;
		return STATUS_OK;
	}
	for (const struct entry_link *e = ticket->change->first_entry;
	    e != NULL && status == STATUS_OK; e = e->next)
		status = keep_entry(store, e->bytes, error);
	*count += ticket->change->entries;
	return status;
}

/* The fence: nobody else may have appended to this log. */
static enum status
move_log(struct sending *s, uint64_t count, struct error *error)
{
	const struct db_value head[] = {
		db_number(s->store->log_size + count),
		db_number(s->store->log_size)
	};

	/*
	 * Where the commit is sent behind it without waiting, the batch that
	 * follows cannot be written unless the log was moved.
	 */
	return send_one(s, STATEMENT_LOG_MOVE, head, LENGTH(head),
	    !s->store->driver->shared, error);
}

static enum status
add_batch(struct sending *s, uint64_t count, struct error *error)
{
	struct store *store = s->store;
	const struct db_value batch[] = {
		db_number(store->log_size),
		db_number(store->log_size + count), db_number(count),
		db_bytes(store->batch, store->batch_n)
	};
	const struct db_value mark[] = {
		db_bytes(store->writer, sizeof(store->writer)),
		db_number(store->groups), db_int(clock_now(clock_system()))
	};
	enum status status = send_one(s, STATEMENT_LOG_ADD, batch,
	    LENGTH(batch), false, error);

	if (status == STATUS_OK && store->driver->shared)
		status = send_one(s, STATEMENT_WRITER_PUT, mark,
		    LENGTH(mark), false, error);
	return status;
}

static enum status
log_moved(struct store *store, struct error *error)
{
	store->crowded = true;
	return error_set(error, store->driver->shared ? STATUS_BUSY :
	    STATUS_INTEGRITY, "log_moved",
	    "ログが別のプロセスにより進められました",
	    "somebody else has appended to the log");
}

/*
 * All at once: the fence first, so that whoever is late waits there and
 * nobody holds two things that two want; then rows; then the batch.
 */
static enum status
write_together(struct sending *s, struct ticket *group, uint64_t *count,
    struct error *error)
{
	bool rules = false;
	size_t batch_at = SIZE_MAX;
	enum status status = STATUS_OK;

	for (struct ticket *t = group; t != NULL && status == STATUS_OK;
	    t = t->next)
		status = keep_entries(s->store, t, count, error);
	if (status == STATUS_OK)
		status = move_log(s, *count, error);
	for (struct ticket *t = group; t != NULL && status == STATUS_OK;
	    t = t->next)
		if (t->change != NULL) {
			status = send_ops(s, t->change, false, error);
			rules |= t->change->rules;
		}
	if (status == STATUS_OK && rules)
		status = step_rules(s, error);
	if (status == STATUS_OK)
		status = put_mark(s, error);
	if (status == STATUS_OK) {
		batch_at = s->sent;
		status = add_batch(s, *count, error);
	}
	s->batch_at = batch_at;
	return status;
}

/* What a conflict of the whole group is about. */
static enum status
what_failed(struct sending *s, enum status status, bool carefully,
    struct error *error)
{
	if (status != STATUS_CONFLICT)
		return status;
	/* Where the head is not looked at first, it shows in the batch. */
	if (s->store->driver->shared ? s->failed == s->batch_at &&
	    !s->locked : s->failed == 0)
		return log_moved(s->store, error);
	/* Nor may a batch stand where the next one belongs. */
	return s->failed == s->batch_at || carefully ?
	    column_damaged(error) : status;
}

static enum status
write_one_by_one(struct sending *s, struct ticket *group, uint64_t *count,
    struct error *error)
{
	bool rules = false;
	enum status status = STATUS_OK;

	for (struct ticket *t = group; t != NULL && status == STATUS_OK;
	    t = t->next) {
		if (t->change != NULL)
			status = send_alone(s, t, error);
		if (status == STATUS_OK && t->status == STATUS_OK) {
			status = keep_entries(s->store, t, count, error);
			rules |= t->change != NULL && t->change->rules;
		}
	}
	if (status != STATUS_OK || *count == 0)
		return status;
	status = move_log(s, *count, error);
	if (status == STATUS_OK && rules)
		status = step_rules(s, error);
	if (status == STATUS_OK)
		status = put_mark(s, error);
	s->batch_at = s->sent;
	return status == STATUS_OK ? add_batch(s, *count, error) : status;
}

static enum status
take_size(void *context, const struct db_value *row, struct error *error)
{
	struct columns c = { .value = row };
	uint64_t *size = context, now = column_number(&c, 0, 0, INT64_MAX);

	if (!c.wrong)
		*size = now;
	return column_status(&c, error);
}

/* Waits until nobody else is writing, and learns where the log ends. */
static enum status
lock_log(struct store *store, struct error *error)
{
	return store->driver->query(store->data, STATEMENT_LOG_LOCK, NULL, 0,
	    take_size, &store->log_size, error);
}

static void
begin_anew(struct store *store, struct ticket *group)
{
	store->batch_n = 0;
	store->groups++;
	for (struct ticket *t = group; t != NULL; t = t->next) {
		t->status = STATUS_OK;
		mem_free(t->error);
		t->error = NULL;
	}
}

/*
 * Whether an earlier try is there, and where the log ends.  None can come now:
 * each wants the log's head, which we have, as it was then.
 */
static enum status
look(struct store *store, bool carefully, bool *written, struct error *error)
{
	const struct db_value id = db_bytes(store->writer,
	    sizeof(store->writer));
	uint64_t groups = 0;
	enum status status = lock_log(store, error);

	if (status == STATUS_OK)
		status = store->driver->query(store->data,
		    STATEMENT_WRITER_GET, &id, 1, take_size, &groups, error);
	if (status != STATUS_OK || groups < store->first_try)
		return status;
	/* Who failed in that one is not known any more. */
	if (carefully && groups != store->groups)
		return group_unknown(error);
	*written = true;
	return STATUS_OK;
}

enum status
group_write(struct store *store, struct ticket *group, bool carefully,
    struct error *error)
{
	struct sending s = { .store = store, .batch_at = SIZE_MAX };
	uint64_t count = 0, before = store->log_size;
	bool written = false;
	enum status status = store->driver->begin(store->data, error);

	if (status == STATUS_OK && store->in_doubt) {
		status = look(store, carefully, &written, error);
		s.locked = status == STATUS_OK;
	}
	if (status != STATUS_OK)
		return status;
	if (written) {
		store->driver->rollback(store->data);
		return STATUS_OK;
	}
	begin_anew(store, group);
	if (store->driver->shared && (carefully || store->crowded)) {
		if (!s.locked)
			status = lock_log(store, error);
		s.locked = status == STATUS_OK;
		/* Alone again, it need not be asked beforehand. */
		store->quiet = store->log_size == before ?
		    store->quiet + 1 : 0;
		store->crowded = store->quiet < QUIET_GROUPS;
	}
	if (status == STATUS_OK)
		status = carefully ? write_one_by_one(&s, group, &count,
		    error) : write_together(&s, group, &count, error);
	if (status != STATUS_OK)
		return what_failed(&s, status, carefully, error);
	status = store->driver->commit(store->data, error);
	if (status == STATUS_OK) {
		store->log_size += count;
		store->mark_due = false;
		return STATUS_OK;
	}
	if (status == STATUS_BUSY && store->driver->shared)
		store->in_doubt = true;
	if (status == STATUS_CONFLICT)
		find_failed(&s);
	return what_failed(&s, status, carefully, error);
}
