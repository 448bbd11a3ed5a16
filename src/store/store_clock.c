/*
 * The store's time does not run back.  The highest instant at which something
 * was committed is a counter of the database, written with a group every ten
 * seconds; each server looks at it as often, and before it refuses.
 */
#include "base/clock.h"
#include "store/column.h"
#include "store/handle.h"

enum { LOOK_MS = 10000 };

static enum status
take_mark(void *context, const struct db_value *row, struct error *error)
{
	struct columns c = { .value = row };
	int64_t *mark = context;

	*mark = column_int(&c, 0, INT64_MIN, INT64_MAX);
	return column_status(&c, error);
}

/* INT64_MIN when nothing was committed yet. */
static enum status
look(struct store *store, int64_t *mark, struct error *error)
{
	const struct db_value name = db_text(TEXT(STORE_CLOCK_NAME));
	enum status status;

	*mark = INT64_MIN;
	status = store->driver->query(store->data, STATEMENT_COUNTER_GET,
	    &name, 1, take_mark, mark, error);
	if (status == STATUS_OK) {
		store->mark_stored = *mark;
		store->mark_looked = clock_monotonic();
	}
	return status;
}

enum status
store_clock_keep(struct store *store, struct clock clock, struct error *error)
{
	int64_t mark;
	enum status status = look(store, &mark, error);

	if (status != STATUS_OK)
		return status;
	atomic_store(&store->mark, mark);
	store->clock = clock;
	return STATUS_OK;
}

static int64_t
steady_now(void *context)
{
	struct store *store = context;
	int64_t now = clock_now(store->clock);
	int64_t mark = atomic_load(&store->mark);

	return now < mark ? mark : now;
}

struct clock
store_clock(struct store *store)
{
	return (struct clock){ steady_now, store };
}

int64_t
store_clock_behind(const struct store *store)
{
	int64_t now = clock_now(store->clock);
	int64_t mark = atomic_load(&store->mark);

	return mark > now ? mark - now : 0;
}

bool
store_clock_is_system(const struct store *store)
{
	return store->clock.now != NULL && clock_is_system(store->clock);
}

int64_t
store_clock_take(struct store *store)
{
	int64_t behind = store_clock_behind(store);

	if (behind > 0) {
		atomic_store(&store->mark, clock_now(store->clock));
		atomic_store(&store->mark_taken, true);
	}
	return behind;
}

static enum status
refuse(int64_t behind, struct error *error)
{
	(void)error_set(error, STATUS_BUSY, "clock_behind",
	    "コンピューターの時計が、最後に記録した時刻より %lld 秒遅れています",
	    "the computer's clock is %lld seconds behind what was committed "
	    "last", (long long)(behind / 1000));
	error_remedy(error, "時計を合わせてください。以前の時計が進みすぎていて"
	    "今は正しいのなら、sekisho store accept-clock --reason 理由 で"
	    "続けられます",
	    "set the clock; if it ran ahead before and is right now, sekisho "
	    "store accept-clock --reason WHY goes on");
	return STATUS_BUSY;
}

static bool
is_behind(int64_t now, int64_t mark)
{
	return mark > now && mark - now > STORE_CLOCK_TOLERANCE_MS;
}

/* What others have committed, or taken back. */
static enum status
refresh(struct store *store, int64_t now, struct error *error)
{
	int64_t mark = INT64_MIN, mine = atomic_load(&store->mark);
	bool behind = is_behind(now, mine);
	enum status status;

	if (!behind && clock_monotonic() - store->mark_looked < LOOK_MS)
		return STATUS_OK;
	status = look(store, &mark, error);
	if (status != STATUS_OK)
		/* Whether it can be written shows next. */
		return behind ? status : STATUS_OK;
	/* It is a little behind; by more than that, it was taken back. */
	if (mark > mine || mine - mark > LOOK_MS)
		atomic_store(&store->mark, mark);
	return STATUS_OK;
}

enum status
store_clock_check(struct store *store, struct error *error)
{
	enum status status = STATUS_OK;
	int64_t now, mark;

	if (store->clock.now == NULL)
		return STATUS_OK;
	now = clock_now(store->clock);
	/* Taken back by hand: what the database has is what it was. */
	if (atomic_exchange(&store->mark_taken, false))
		store->mark_due = true;
	else if (!store->mark_due)
		status = refresh(store, now, error);
	if (status != STATUS_OK)
		return status;
	mark = atomic_load(&store->mark);
	if (is_behind(now, mark))
		return refuse(mark - now, error);
	if (now > mark) {
		atomic_store(&store->mark, now);
		mark = now;
	}
	if (store->mark_stored == INT64_MIN ||
	    mark - store->mark_stored >= LOOK_MS)
		store->mark_due = true;
	return STATUS_OK;
}
