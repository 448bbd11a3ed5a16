/*
 * Group commit: whoever waits for a ticket while nobody commits, commits for
 * all.  With a committer thread, that thread is always the one.
 */
#include <errno.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "store/column.h"
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

/* What became of a ticket that is done. */
static enum status
outcome(const struct ticket *ticket, struct error *error)
{
	if (ticket->status == STATUS_OK)
		return STATUS_OK;
	/* There was no memory to say it in; the one may be there after all. */
	if (ticket->error == NULL)
		return ticket->status == STATUS_BUSY ? group_unknown(error) :
		    error_memory(error);
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

static enum status
entry_too_large(struct error *error)
{
	return error_set(error, STATUS_FAILURE, "entry_too_large",
	    "ログ記録が大きすぎます", "a log entry is too large");
}

enum status
store_submit(struct store *store, struct change *change,
    struct ticket **out, struct error *error)
{
	struct ticket *ticket = NULL;
	enum status status;

	*out = NULL;
	/* What is missing may be missing because memory was. */
	if (change->large_entry)
		status = entry_too_large(error);
	else if (change->failed)
		status = error_memory(error);
	else if (change->entries == 0)
		status = error_set(error, STATUS_FAILURE, "no_entry",
		    "ログ記録のない変更はできません",
		    "a change without an entry is refused");
	else if ((ticket = mem_alloc(sizeof(*ticket))) == NULL)
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

static enum status
append(struct store *store, struct bytes entry, bool insists,
    struct ticket **out, struct error *error)
{
	struct ticket *ticket;
	enum status status;

	*out = NULL;
	if (entry.n > STORE_ENTRY_MAX)
		return entry_too_large(error);
	ticket = mem_alloc(sizeof(*ticket) + 2 + entry.n);
	if (ticket == NULL)
		return error_memory(error);
	ticket->insists = insists;
	ticket->entry_n = 2 + entry.n;
	group_put_entry(ticket->entry, entry);
	status = enqueue(store, ticket, error);
	if (status != STATUS_OK) {
		mem_free(ticket);
		return status;
	}
	*out = ticket;
	return STATUS_OK;
}

enum status
store_append(struct store *store, struct bytes entry, struct ticket **out,
    struct error *error)
{
	return append(store, entry, false, out, error);
}

enum status
store_insist(struct store *store, struct bytes entry, struct ticket **out,
    struct error *error)
{
	return append(store, entry, true, out, error);
}

/* Takes up to a group's worth off the queue; the mutex is held. */
static struct ticket *
take_group(struct store *store)
{
	struct ticket *group, **end = &store->first;
	size_t n = 0, bytes = 0;

	owed_queue(store);
	group = store->first;
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

static enum status
take_head(void *context, const struct db_value *row, struct error *error)
{
	struct columns c = { .value = row };
	uint64_t *size = context, now = column_number(&c, 0, 0, INT64_MAX);

	if (!c.wrong)
		*size = now;
	return column_status(&c, error);
}

/* After a failed commit it is not known whether the group is there: look. */
static void
look_again(struct store *store)
{
	struct error ignored;

	(void)!store->driver->query(store->data, STATEMENT_LOG_HEAD, NULL, 0,
	    take_head, &store->log_size, &ignored);
}

/*
 * Conflicts are rare, so it is first tried without a savepoint for each
 * change; when there is one, again with them.  On a shared database others
 * may be in the way, or it may be gone for a moment: again, too.
 */
static enum status
write_group(struct store *store, struct ticket *group, struct error *error)
{
	int64_t started = clock_monotonic();
	bool carefully = false;
	enum status status;

	store->first_try = store->groups + 1;
	store->in_doubt = false;
	for (;;) {
		status = group_write(store, group, carefully, error);
		if (status == STATUS_OK)
			return STATUS_OK;
		store->driver->rollback(store->data);
		if (status == STATUS_CONFLICT && !carefully)
			carefully = true;
		else if (!store_try_again(store->driver,
		    store->data, status, started))
			return store->in_doubt ? group_unknown(error) :
			    status;
	}
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

/*
 * Tells everybody in the group; the mutex is held.  Tickets with a callback
 * are left, as a list.
 */
static struct ticket *
finish(struct store *store, struct ticket *group, enum status status,
    const struct error *error)
{
	struct ticket *called = NULL, **end = &called;

	while (group != NULL) {
		struct ticket *ticket = group;

		group = ticket->next;
		if (status != STATUS_OK && ticket->status == STATUS_OK) {
			group_fail(ticket, status, error);
			owed_keep(store, ticket);
		}
		ticket->state = TICKET_DONE;
		if (ticket->when_done == NULL) {
			release(ticket);
			continue;
		}
		ticket->next = NULL;
		*end = ticket;
		end = &ticket->next;
	}
	(void)pthread_cond_broadcast(&store->changed);
	return called;
}

/* Without the mutex: nobody else has these tickets any more. */
static void
call_back(struct ticket *called)
{
	static const struct error none;
	struct error error;

	while (called != NULL) {
		struct ticket *ticket = called;

		called = ticket->next;
		if (ticket->status == STATUS_OK)
			ticket->when_done(ticket->context, STATUS_OK, &none);
		else
			ticket->when_done(ticket->context,
			    outcome(ticket, &error), &error);
		ticket->holders = 1;
		release(ticket);
	}
}

/*
 * Commits one group.  The mutex is held on entry and exit, not meanwhile; the
 * caller has set store->committing.
 */
static enum status
commit_group(struct store *store, struct error *error)
{
	struct ticket *group = take_group(store), *called;
	enum status status;

	if (group == NULL)
		return STATUS_OK;
	(void)pthread_mutex_unlock(&store->mutex);
	status = store_clock_check(store, error);
	if (status == STATUS_OK)
		status = write_group(store, group, error);
	if (status != STATUS_OK)
		look_again(store);
	forget_cached(store, group);
	(void)pthread_mutex_lock(&store->mutex);
	called = finish(store, group, status, error);
	if (called == NULL)
		return status;
	(void)pthread_mutex_unlock(&store->mutex);
	call_back(called);
	(void)pthread_mutex_lock(&store->mutex);
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
		status = owed_late(error);
		if (ticket->state == TICKET_WAITING) {
			owed_keep(store, ticket);
			unlink_ticket(store, ticket);
		}
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
	/* Its group is over: the others in it are not ours to call. */
	if (now)
		ticket->next = NULL;
	(void)pthread_mutex_unlock(&store->mutex);
	if (!now)
		return;
	call_back(ticket);
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
	/* Also what somebody else has in hand. */
	while ((store->first != NULL || store->owed_n > 0 ||
	    store->committing) && status == STATUS_OK) {
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

/* In the place of a group, so that nobody else uses the connection. */
enum status
store_clock_look(struct store *store, struct error *error)
{
	enum status status;

	if (store->clock.now == NULL ||
	    store_clock_behind(store) <= STORE_CLOCK_TOLERANCE_MS)
		return STATUS_OK;
	(void)pthread_mutex_lock(&store->mutex);
	while (store->committing)
		(void)pthread_cond_wait(&store->changed, &store->mutex);
	store->committing = true;
	(void)pthread_mutex_unlock(&store->mutex);
	status = store_clock_check(store, error);
	(void)pthread_mutex_lock(&store->mutex);
	store->committing = false;
	(void)pthread_cond_broadcast(&store->changed);
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
