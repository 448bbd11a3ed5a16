#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "crypto/random.h"
#include "store/column.h"
#include "store/handle.h"

enum { LEASE_AHEAD = 2 };

static const char *const counter_names[] = {
	[STORE_PERSON] = "person", [STORE_SLOT] = "slot"
};

/* The stores of this process: of one that is open there is one handle. */
static pthread_mutex_t open_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct store *open_stores;

struct found {
	bool found;
	uint64_t number;
	uint8_t *bytes;		/* room for wanted bytes */
	size_t wanted;
};

static enum status
take_number(void *context, const struct db_value *row, struct error *error)
{
	struct found *found = context;
	struct columns c = { .value = row };

	found->found = true;
	found->number = column_number(&c, 0, 0, INT64_MAX);
	return column_status(&c, error);
}

static enum status
take_bytes(void *context, const struct db_value *row, struct error *error)
{
	struct found *found = context;
	struct columns c = { .value = row };

	found->found = true;
	column_fixed(&c, 0, found->bytes, found->wanted);
	return column_status(&c, error);
}

/* One statement in a transaction of its own: housekeeping, no data. */
static enum status
run_alone(const struct db_driver *driver, struct db *db,
    enum statement statement, const struct db_value *values, size_t n,
    int64_t *changed, struct error *error)
{
	enum status status = driver->begin(db, error);

	if (status != STATUS_OK)
		return status;
	status = driver->run(db, statement, values, n, changed, error);
	if (status == STATUS_OK)
		status = driver->commit(db, error);
	if (status != STATUS_OK)
		driver->rollback(db);
	return status;
}

static enum status
create_one(const char *url, enum db_role role,
    const uint8_t id[STORE_ID_SIZE], struct error *error)
{
	const struct db_value meta[] = {
		db_text(TEXT("store")), db_bytes(id, STORE_ID_SIZE)
	};
	const struct db_driver *driver;
	struct db *db;
	int64_t changed;
	enum status status = db_driver_find(&driver, url, error);

	if (status != STATUS_OK)
		return status;
	status = driver->open(&db, url, role, DB_CREATE, error);
	if (status != STATUS_OK)
		return status;
	status = db_migrate(driver, db, role, DB_CREATE, error);
	if (status == STATUS_OK)
		status = run_alone(driver, db, STATEMENT_META_PUT, meta,
		    LENGTH(meta), &changed, error);
	driver->close(db);
	return status;
}

static enum status
check_one(const char *url, enum db_role role, struct error *error)
{
	const struct db_driver *driver;
	struct db *db;
	enum status status = db_driver_find(&driver, url, error);

	if (status != STATUS_OK || !driver->shared)
		return status;
	status = driver->open(&db, url, role, DB_CREATE, error);
	if (status != STATUS_OK)
		return status;
	status = db_check_new(driver, db, error);
	driver->close(db);
	return status;
}

static enum status
same_database(struct error *error)
{
	(void)error_set(error, STATUS_INVALID, "same_database",
	    "データと鍵は別々のデータベースに置いてください",
	    "data and keys belong in two databases");
	error_remedy(error, "バックアップに両方が入らないよう、別のデータベース又は"
	    "スキーマを --keys に指定してください",
	    "name another database or schema in --keys, so that no backup "
	    "holds both");
	return STATUS_INVALID;
}

enum status
store_check_new(const struct store_options *options, struct error *error)
{
	enum status status = check_one(options->keys_url, DB_KEYS, error);

	if (status == STATUS_OK)
		status = check_one(options->data_url, DB_DATA, error);
	if (status == STATUS_OK &&
	    strcmp(options->keys_url, options->data_url) == 0)
		status = same_database(error);
	return status;
}

enum status
store_create(const struct store_options *options,
    const uint8_t id[STORE_ID_SIZE], struct error *error)
{
	enum status status = create_one(options->keys_url, DB_KEYS, id,
	    error);

	if (status == STATUS_OK)
		status = create_one(options->data_url, DB_DATA, id, error);
	return status;
}

static enum status
read_id(const struct db_driver *driver, struct db *db,
    uint8_t id[STORE_ID_SIZE], struct error *error)
{
	const struct db_value name = db_text(TEXT("store"));
	struct found found = { .bytes = id, .wanted = STORE_ID_SIZE };
	enum status status = driver->query(db, STATEMENT_META_GET, &name, 1,
	    take_bytes, &found, error);

	if (status == STATUS_OK && !found.found)
		return error_set(error, STATUS_INTEGRITY, "no_store",
		    "ストアの識別情報がありません",
		    "the database does not say which store it is");
	return status;
}

static enum status
open_one(const struct db_driver **driver, struct db **db, const char *url,
    enum db_role role, struct error *error)
{
	enum status status = db_driver_find(driver, url, error);

	if (status == STATUS_OK)
		status = (*driver)->open(db, url, role, DB_WRITE, error);
	if (status == STATUS_OK)
		status = db_migrate(*driver, *db, role, DB_WRITE, error);
	return status;
}

static enum status
open_both(struct store *store, const struct store_options *options,
    struct error *error)
{
	uint8_t keys_id[STORE_ID_SIZE];
	struct found head = { .found = false };
	enum status status = open_one(&store->driver, &store->data,
	    options->data_url, DB_DATA, error);

	if (status == STATUS_OK)
		status = open_one(&store->keys_driver, &store->keys,
		    options->keys_url, DB_KEYS, error);
	if (status == STATUS_OK)
		status = read_id(store->driver, store->data, store->id,
		    error);
	if (status == STATUS_OK)
		status = read_id(store->keys_driver, store->keys, keys_id,
		    error);
	if (status == STATUS_OK &&
	    memcmp(store->id, keys_id, STORE_ID_SIZE) != 0)
		status = error_set(error, STATUS_INTEGRITY, "other_keys",
		    "データと鍵が別々のストアのものです",
		    "data and keys belong to different stores");
	if (status == STATUS_OK)
		status = store->driver->query(store->data,
		    STATEMENT_LOG_HEAD, NULL, 0, take_number, &head, error);
	if (status == STATUS_OK && !head.found)
		status = column_damaged(error);
	store->log_size = head.number;
	return status;
}

/*
 * A second handle would not know what the first one caches and appends; of a
 * shared database nothing is cached, and the log's end is not relied on.
 */
static enum status
list(struct store *store, bool trial, struct error *error)
{
	enum status status = STATUS_OK;

	if (store->driver->shared || trial)
		return STATUS_OK;
	(void)pthread_mutex_lock(&open_mutex);
	for (const struct store *s = open_stores; s != NULL; s = s->next)
		if (memcmp(s->id, store->id, STORE_ID_SIZE) == 0)
			status = error_set(error, STATUS_BUSY, "store_busy",
			    "ストアは使用中です", "the store is busy");
	if (status == STATUS_OK) {
		store->next = open_stores;
		store->listed = true;
		open_stores = store;
	}
	(void)pthread_mutex_unlock(&open_mutex);
	return status;
}

static void
unlist(struct store *store)
{
	struct store **at = &open_stores;

	if (!store->listed)
		return;
	(void)pthread_mutex_lock(&open_mutex);
	while (*at != store)
		at = &(*at)->next;
	*at = store->next;
	(void)pthread_mutex_unlock(&open_mutex);
}

enum status
store_open(struct store **out, const struct store_options *options,
    struct error *error)
{
	struct store *store = mem_alloc(sizeof(*store));
	pthread_condattr_t monotonic;
	enum status status;

	*out = NULL;
	if (store == NULL)
		return error_memory(error);
	(void)pthread_condattr_init(&monotonic);
	(void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&store->changed, &monotonic);
	(void)pthread_condattr_destroy(&monotonic);
	(void)pthread_mutex_init(&store->mutex, NULL);
	(void)pthread_mutex_init(&store->keys_mutex, NULL);
	store->end = &store->first;
	store->data_url = mem_string(options->data_url);
	store->keys_url = mem_string(options->keys_url);
	random_bytes(store->writer, sizeof(store->writer));
	status = store->data_url == NULL || store->keys_url == NULL ?
	    error_memory(error) : open_both(store, options, error);
	if (status == STATUS_OK && options->cache_bytes > 0 &&
	    !store->driver->shared) {
		store->cache = cache_new(options->cache_bytes);
		if (!store->keys_driver->shared)
			store->slots = mem_array(STORE_SLOTS_KEPT,
			    sizeof(*store->slots));
		if (store->cache == NULL || (store->slots == NULL &&
		    !store->keys_driver->shared))
			status = error_memory(error);
	}
	if (status == STATUS_OK)
		status = list(store, options->trial, error);
	if (status != STATUS_OK) {
		store_close(store);
		return status;
	}
	*out = store;
	return STATUS_OK;
}

/* Forgets who we were, and those who ended long ago without doing so. */
static void
sign_off(struct store *store)
{
	const int64_t month = (int64_t)30 * DAY_SECONDS * 1000;
	const struct db_value value[] = {
		db_bytes(store->writer, sizeof(store->writer)),
		db_int(clock_now(clock_system()) - month)
	};
	struct error ignored;
	int64_t changed;

	if (!store->driver->shared || store->groups == 0)
		return;
	/* Twice: the connection may have broken while it was idle. */
	for (int i = 0; i < 2; i++)
		if (run_alone(store->driver, store->data,
		    STATEMENT_WRITER_DROP, value, LENGTH(value), &changed,
		    &ignored) != STATUS_BUSY)
			return;
}

void
store_close(struct store *store)
{
	struct error ignored;

	if (store == NULL)
		return;
	store->closing = true;
	/* A group that fails has told those who wait: on to the next. */
	while (store->data && store_commit_now(store, &ignored) != STATUS_OK)
		continue;
	(void)pthread_mutex_lock(&store->mutex);
	store->stopping = true;
	(void)pthread_cond_broadcast(&store->changed);
	(void)pthread_mutex_unlock(&store->mutex);
	if (store->committer_runs)
		(void)pthread_join(store->committer, NULL);
	if (store->data != NULL) {
		sign_off(store);
		store->driver->close(store->data);
	}
	if (store->keys != NULL)
		store->keys_driver->close(store->keys);
	unlist(store);
	cache_free(store->cache);
	mem_free(store->slots);
	mem_free(store->batch);
	mem_free(store->data_url);
	mem_free(store->keys_url);
	mem_free(store);
}

const uint8_t *
store_id(const struct store *store)
{
	return store->id;
}

bool
store_shared(const struct store *store)
{
	return store->driver->shared;
}

bool
store_try_again(const struct db_driver *driver, const struct db *db,
    enum status status, int64_t started)
{
	int64_t lost = driver->lost_since == NULL ? 0 :
	    driver->lost_since(db);
	/* Not all at the same moment. */
	struct timespec pause = { 0,
	    5000000 + (long)random_below(20000000) };

	if (lost != 0 && lost < started)
		started = lost;
	if (status != STATUS_BUSY || !driver->shared ||
	    clock_monotonic() - started > TRY_MS)
		return false;
	(void)nanosleep(&pause, NULL);
	return true;
}

/* The committer's connection, when nobody commits. */
static void
borrow(struct store *store)
{
	(void)pthread_mutex_lock(&store->mutex);
	while (store->committing)
		(void)pthread_cond_wait(&store->changed, &store->mutex);
	store->committing = true;
	(void)pthread_mutex_unlock(&store->mutex);
}

static void
give_back(struct store *store)
{
	(void)pthread_mutex_lock(&store->mutex);
	store->committing = false;
	(void)pthread_cond_broadcast(&store->changed);
	(void)pthread_mutex_unlock(&store->mutex);
}

/* Moves a counter from one value to another, unless somebody else has. */
static enum status
move_named(struct store *store, const char *name, uint64_t from,
    uint64_t to, bool *moved, struct error *error)
{
	const struct db_value value[] = {
		db_number(to), db_text(text_of(name)), db_number(from)
	};
	int64_t changed = 0;
	enum status status = run_alone(store->driver, store->data,
	    STATEMENT_COUNTER_MOVE, value, LENGTH(value), &changed, error);

	/* Whose commit was not answered may not be moved after all. */
	*moved = status == STATUS_OK && changed == 1;
	return status;
}

static enum status
move(struct store *store, enum store_counter counter, uint64_t from,
    uint64_t to, bool *moved, struct error *error)
{
	return move_named(store, counter_names[counter], from, to, moved,
	    error);
}

/* What a counter says: a number from which n can be counted on. */
static enum status
read_counter(struct store *store, enum store_counter counter, uint64_t n,
    uint64_t *next, struct error *error)
{
	const struct db_value name = db_text(text_of(counter_names[counter]));
	struct found found = { .found = false };
	enum status status = store->driver->query(store->data,
	    STATEMENT_COUNTER_GET, &name, 1, take_number, &found, error);

	if (status == STATUS_OK && (!found.found || found.number == 0 ||
	    found.number > INT64_MAX - n))
		status = column_damaged(error);
	*next = found.number;
	return status;
}

enum status
store_reserve(struct store *store, enum store_counter counter, uint64_t n,
    uint64_t *first, struct error *error)
{
	int64_t started = clock_monotonic();
	enum status status = STATUS_OK;
	bool moved = false;

	*first = 0;
	if (n > INT64_MAX)
		return error_set(error, STATUS_INVALID, "too_many",
		    "一度に確保できる数を超えています",
		    "more numbers than can be reserved at once");
	borrow(store);
	while (status == STATUS_OK && !moved) {
		status = read_counter(store, counter, n, first, error);
		if (status == STATUS_OK)
			status = move(store, counter, *first, *first + n,
			    &moved, error);
		/* If it was moved after all, those numbers are lost. */
		if (status != STATUS_OK && store_try_again(store->driver,
		    store->data, status, started))
			status = STATUS_OK;
	}
	give_back(store);
	return status;
}

void
store_return(struct store *store, enum store_counter counter, uint64_t first,
    uint64_t n)
{
	struct error ignored;
	bool moved;

	if (n == 0)
		return;
	borrow(store);
	(void)!move(store, counter, first + n, first, &moved, &ignored);
	give_back(store);
}

/* The counter of a lease: (window << 32) + taken.  Now there is one. */
static enum status
read_lease(struct store *store, const char *name, uint64_t *value,
    bool *there, struct error *error)
{
	const struct db_value put[] = { db_text(text_of(name)), db_number(0) };
	struct found found = { .found = false };
	int64_t changed;
	enum status status = store->driver->query(store->data,
	    STATEMENT_COUNTER_GET, put, 1, take_number, &found, error);

	*value = found.number;
	*there = found.found;
	if (status != STATUS_OK || found.found)
		return status;
	status = run_alone(store->driver, store->data, STATEMENT_COUNTER_PUT,
	    put, LENGTH(put), &changed, error);
	/* Somebody else has made it. */
	return status == STATUS_CONFLICT ? STATUS_OK : status;
}

static enum status
take_lease(struct store *store, const struct store_lease *lease,
    int64_t *got, int64_t *taken, bool *done, struct error *error)
{
	uint64_t value, window = (uint64_t)lease->window, used;
	bool anew;
	enum status status = read_lease(store, lease->name, &value, done,
	    error);

	if (status != STATUS_OK || !*done)
		return status;
	/* Another server's clock may be ahead, but no more than a little. */
	anew = value >> 32 < window || value >> 32 > window + LEASE_AHEAD;
	used = anew ? 0 : value & UINT32_MAX;
	window = anew ? window : value >> 32;
	*taken = (int64_t)used;
	*got = lease->limit - *taken;
	if (*got <= 0) {
		*got = 0;
		return STATUS_OK;
	}
	*got = *got > lease->share ? *got / lease->share : 1;
	*taken += *got;
	return move_named(store, lease->name, value,
	    window << 32 | (uint64_t)*taken, done, error);
}

enum status
store_lease(struct store *store, const struct store_lease *lease,
    int64_t *got, int64_t *taken, struct error *error)
{
	int64_t started = clock_monotonic();
	enum status status = STATUS_OK;
	bool done = false;

	*got = *taken = 0;
	borrow(store);
	while (status == STATUS_OK && !done) {
		status = take_lease(store, lease, got, taken, &done, error);
		/* If it was taken after all, it is lost. */
		if (status != STATUS_OK && store_try_again(store->driver,
		    store->data, status, started))
			status = STATUS_OK;
	}
	give_back(store);
	return status;
}

enum status
store_tidy(struct store *store, struct error *error)
{
	enum status status;

	borrow(store);
	status = store->driver->tidy(store->data, error);
	give_back(store);
	if (status != STATUS_OK)
		return status;
	(void)pthread_mutex_lock(&store->keys_mutex);
	status = store->keys_driver->tidy(store->keys, error);
	(void)pthread_mutex_unlock(&store->keys_mutex);
	return status;
}

static enum status
mark_tiled(struct store *store, uint64_t n, struct error *error)
{
	const struct db_value value[] = {
		db_number(n), db_number(n), db_number(n)
	};
	enum status status = store->driver->begin(store->data, error);
	int64_t changed = 0;

	if (status != STATUS_OK)
		return status;
	status = store->driver->run(store->data, STATEMENT_LOG_TILED, value,
	    LENGTH(value), &changed, error);
	if (status == STATUS_OK && changed == 1)
		status = store->driver->run(store->data, STATEMENT_LOG_PRUNE,
		    value, 1, &changed, error);
	if (status == STATUS_OK)
		status = store->driver->commit(store->data, error);
	if (status != STATUS_OK)
		store->driver->rollback(store->data);
	return status;
}

enum status
store_log_tiled(struct store *store, uint64_t n, struct error *error)
{
	int64_t started = clock_monotonic();
	enum status status;

	borrow(store);
	do
		status = mark_tiled(store, n, error);
	while (status != STATUS_OK && store_try_again(store->driver,
	    store->data, status, started));
	give_back(store);
	return status;
}
