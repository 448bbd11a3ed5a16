/*
 * Group commit: whoever waits for a ticket while nobody commits, commits for
 * all.  With a committer thread, that thread is always the one.
 */
#include <errno.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "store/handle.h"

static void
release(struct ticket *ticket)
{
	if (--ticket->holders > 0)
		return;
	change_free(ticket->change);
	mem_free(ticket->error);
	mem_free(ticket);
}

static void
fail(struct ticket *ticket, enum status status, const struct error *error)
{
	ticket->status = status;
	ticket->error = mem_alloc(sizeof(*error));
	if (ticket->error != NULL)
		*ticket->error = *error;
}

/* What became of a ticket that is done. */
static enum status
outcome(const struct ticket *ticket, struct error *error)
{
	if (ticket->status == STATUS_OK)
		return STATUS_OK;
	if (ticket->error == NULL)
		(void)error_memory(error);
	else
		*error = *ticket->error;
	return ticket->status;
}

static enum status
enqueue(struct store *store, struct ticket *ticket, struct error *error)
{
	enum status status = STATUS_OK;

	ticket->holders = 2;
	(void)pthread_mutex_lock(&store->mutex);
	if (store->waiting == PENDING_MAX || store->stopping) {
		status = error_set(error, STATUS_BUSY, "too_busy",
		    "混み合っています", "too much is waiting");
	} else {
		*store->end = ticket;
		store->end = &ticket->next;
		store->waiting++;
		if (store->committer_runs)
			(void)pthread_cond_broadcast(&store->changed);
	}
	(void)pthread_mutex_unlock(&store->mutex);
	return status;
}

enum status
store_submit(struct store *store, struct change *change,
    struct ticket **out, struct error *error)
{
	struct ticket *ticket = NULL;
	enum status status;

	*out = NULL;
	if (change->entries == 0)
		status = error_set(error, STATUS_FAILURE, "no_entry",
		    "ログ記録のない変更はできません",
		    "a change without an entry is refused");
	else if (change->failed ||
	    (ticket = mem_alloc(sizeof(*ticket))) == NULL)
		status = error_memory(error);
	else
		status = STATUS_OK;
	if (status == STATUS_OK) {
		ticket->change = change;
		status = enqueue(store, ticket, error);
	}
	if (status != STATUS_OK) {
		change_free(change);
		mem_free(ticket);
		return status;
	}
	*out = ticket;
	return STATUS_OK;
}

static void
put_entry(uint8_t *out, struct bytes entry)
{
	out[0] = (uint8_t)(entry.n >> 8);
	out[1] = (uint8_t)entry.n;
	memcpy(out + 2, entry.p, entry.n);
}

enum status
store_append(struct store *store, struct bytes entry, struct ticket **out,
    struct error *error)
{
	struct ticket *ticket = mem_alloc(sizeof(*ticket) + 2 + entry.n);
	enum status status;

	*out = NULL;
	if (ticket == NULL || entry.n > UINT16_MAX) {
		mem_free(ticket);
		return error_memory(error);
	}
	ticket->entry_n = 2 + entry.n;
	put_entry(ticket->entry, entry);
	status = enqueue(store, ticket, error);
	if (status != STATUS_OK) {
		mem_free(ticket);
		return status;
	}
	*out = ticket;
	return STATUS_OK;
}

/* Takes up to a group's worth off the queue; the mutex is held. */
static struct ticket *
take_group(struct store *store)
{
	struct ticket *group = store->first, **end = &store->first;
	size_t n = 0, bytes = 0;

	while (*end != NULL && n < GROUP_MAX && bytes < GROUP_BYTES_MAX) {
		struct ticket *ticket = *end;

		ticket->state = TICKET_TAKEN;
		bytes += ticket->change == NULL ? ticket->entry_n :
		    ticket->change->entry_bytes;
		end = &ticket->next;
		n++;
	}
	store->first = *end;
	if (store->first == NULL)
		store->end = &store->first;
	*end = NULL;
	store->waiting -= n;
	return n == 0 ? NULL : group;
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
run_ops(struct store *store, const struct change *change,
    struct error *error)
{
	for (const struct op *op = change->first; op != NULL; op = op->next) {
		int64_t changed;
		enum status status = store->driver->run(store->data,
		    op->statement, op->value, op->n, &changed, error);

		if (status == STATUS_CONFLICT ||
		    (status == STATUS_OK && op->must_change && changed != 1))
			return conflict(op, error);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

/*
 * One change inside the group's transaction.  A conflict is the ticket's own
 * (the change is undone, the group goes on); any other failure is the
 * group's.
 */
static enum status
apply(struct store *store, struct ticket *ticket, uint64_t *count,
    struct error *error)
{
	const struct change *change = ticket->change;
	size_t mark = store->batch_n;
	enum status status = store->driver->savepoint(store->data, error);

	if (status == STATUS_OK)
		status = run_ops(store, change, error);
	if (status == STATUS_CONFLICT) {
		fail(ticket, status, error);
		return store->driver->rollback_to(store->data, error);
	}
	if (status != STATUS_OK)
		return status;
	for (const struct entry_link *e = change->first_entry; e != NULL;
	    e = e->next) {
		uint8_t *room = batch_room(store, 2 + e->bytes.n);

		if (room == NULL || e->bytes.n > UINT16_MAX) {
			store->batch_n = mark;
			return error_memory(error);
		}
		put_entry(room, e->bytes);
	}
	*count += change->entries;
	return store->driver->release(store->data, error);
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
	return status;
}

static enum status
apply_group(struct store *store, struct ticket *group, uint64_t *count,
    struct error *error)
{
	enum status status = store->driver->begin(store->data, error);

	if (status != STATUS_OK)
		return status;
	store->batch_n = 0;
	for (struct ticket *t = group; t != NULL && status == STATUS_OK;
	    t = t->next) {
		uint8_t *room;

		if (t->change != NULL) {
			status = apply(store, t, count, error);
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

static enum status
take_head(void *context, const struct db_value *row, struct error *error)
{
	uint64_t *size = context;

	(void)error;
	*size = (uint64_t)row[0].number;
	return STATUS_OK;
}

/* After a failed commit it is not known whether the group is there: look. */
static void
look_again(struct store *store)
{
	struct error ignored;

	(void)!store->driver->query(store->data, STATEMENT_LOG_HEAD, NULL, 0,
	    take_head, &store->log_size, &ignored);
}

static void
forget_cached(struct store *store, const struct ticket *group)
{
	if (store->cache == NULL)
		return;
	for (const struct ticket *t = group; t != NULL; t = t->next)
		if (t->change != NULL)
			for (const struct touched *p = t->change->touched;
			    p != NULL; p = p->next)
				cache_drop(store->cache, p->person);
}

static void
call_back(struct ticket *ticket)
{
	static const struct error none;

	if (ticket->status == STATUS_OK) {
		ticket->when_done(ticket->context, STATUS_OK, &none);
	} else {
		struct error error;
		enum status status = outcome(ticket, &error);

		ticket->when_done(ticket->context, status, &error);
	}
}

/* Tells everybody in the group; the mutex is held. */
static void
finish(struct store *store, struct ticket *group, enum status status,
    const struct error *error)
{
	while (group != NULL) {
		struct ticket *ticket = group;

		group = ticket->next;
		if (status != STATUS_OK && ticket->status == STATUS_OK)
			fail(ticket, status, error);
		ticket->state = TICKET_DONE;
		if (ticket->when_done != NULL) {
			call_back(ticket);
			ticket->holders--;
		}
		release(ticket);
	}
	(void)pthread_cond_broadcast(&store->changed);
}

/*
 * Commits one group.  The mutex is held on entry and exit, not meanwhile;
 * the caller has set store->committing.
 */
static enum status
commit_group(struct store *store, struct error *error)
{
	struct ticket *group = take_group(store);
	uint64_t count = 0;
	enum status status;

	if (group == NULL)
		return STATUS_OK;
	(void)pthread_mutex_unlock(&store->mutex);
	status = apply_group(store, group, &count, error);
	if (status == STATUS_OK) {
		store->log_size += count;
	} else {
		store->driver->rollback(store->data);
		look_again(store);
	}
	forget_cached(store, group);
	(void)pthread_mutex_lock(&store->mutex);
	finish(store, group, status, error);
	return status;
}

/* The mutex is held. */
static void
lead(struct store *store)
{
	struct error error;

	store->committing = true;
	(void)commit_group(store, &error);
	store->committing = false;
	(void)pthread_cond_broadcast(&store->changed);
}

static struct timespec
deadline_in(int milliseconds)
{
	struct timespec at;

	(void)clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += milliseconds / 1000;
	at.tv_nsec += milliseconds % 1000 * 1000000L;
	if (at.tv_nsec >= 1000000000L) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000L;
	}
	return at;
}

static void
unlink_ticket(struct store *store, struct ticket *ticket)
{
	struct ticket **at = &store->first;

	while (*at != ticket)
		at = &(*at)->next;
	*at = ticket->next;
	if (*at == NULL)
		store->end = at;
	store->waiting--;
	release(ticket);
}

enum status
store_wait(struct store *store, struct ticket *ticket, int milliseconds,
    struct error *error)
{
	struct timespec until = { 0, 0 };
	enum status status;
	int late = 0;

	(void)pthread_mutex_lock(&store->mutex);
	while (ticket->state != TICKET_DONE && late == 0) {
		if (!store->committing && !store->committer_runs) {
			lead(store);
			continue;
		}
		if (until.tv_sec == 0)
			until = deadline_in(milliseconds);
		late = pthread_cond_timedwait(&store->changed,
		    &store->mutex, &until);
	}
	if (ticket->state == TICKET_DONE) {
		status = outcome(ticket, error);
	} else {
		status = error_set(error, STATUS_BUSY, "log_unavailable",
		    "ログに記録できないため、回答できません",
		    "the log cannot be written, so there is no answer");
		if (ticket->state == TICKET_WAITING)
			unlink_ticket(store, ticket);
	}
	release(ticket);
	(void)pthread_mutex_unlock(&store->mutex);
	return status;
}

void
store_forget(struct store *store, struct ticket *ticket)
{
	if (ticket == NULL)
		return;
	(void)pthread_mutex_lock(&store->mutex);
	release(ticket);
	(void)pthread_mutex_unlock(&store->mutex);
}

void
store_when_done(struct store *store, struct ticket *ticket, ticket_fn *done,
    void *context)
{
	bool now;

	(void)pthread_mutex_lock(&store->mutex);
	now = ticket->state == TICKET_DONE;
	ticket->when_done = done;
	ticket->context = context;
	(void)pthread_mutex_unlock(&store->mutex);
	if (!now)
		return;
	call_back(ticket);
	store_forget(store, ticket);
}

enum status
store_commit(struct store *store, struct change *change, int milliseconds,
    struct error *error)
{
	struct ticket *ticket;
	enum status status = store_submit(store, change, &ticket, error);

	return status == STATUS_OK ? store_wait(store, ticket, milliseconds,
	    error) : status;
}

enum status
store_commit_now(struct store *store, struct error *error)
{
	enum status status = STATUS_OK;

	(void)pthread_mutex_lock(&store->mutex);
	while (store->first != NULL && status == STATUS_OK) {
		if (store->committing) {
			(void)pthread_cond_wait(&store->changed,
			    &store->mutex);
			continue;
		}
		store->committing = true;
		status = commit_group(store, error);
		store->committing = false;
		(void)pthread_cond_broadcast(&store->changed);
	}
	(void)pthread_mutex_unlock(&store->mutex);
	return status;
}

static void *
committer(void *context)
{
	struct store *store = context;

	(void)pthread_mutex_lock(&store->mutex);
	while (!store->stopping) {
		if (store->first == NULL || store->committing)
			(void)pthread_cond_wait(&store->changed,
			    &store->mutex);
		else
			lead(store);
	}
	(void)pthread_mutex_unlock(&store->mutex);
	return NULL;
}

enum status
store_start_committer(struct store *store, struct error *error)
{
	int failure;

	(void)pthread_mutex_lock(&store->mutex);
	failure = pthread_create(&store->committer, NULL, committer, store);
	store->committer_runs = failure == 0;
	(void)pthread_mutex_unlock(&store->mutex);
	return failure == 0 ? STATUS_OK : error_system(error,
	    "pthread_create", failure);
}
