#include "base/mem.h"
#include "store/handle.h"

static const char *const counter_names[] = {
	[STORE_PERSON] = "person", [STORE_SLOT] = "slot"
};

struct found {
	bool found;
	int64_t number;
	uint8_t *bytes;		/* room for wanted bytes */
	size_t wanted;
};

static enum status
take_number(void *context, const struct db_value *row, struct error *error)
{
	struct found *found = context;

	(void)error;
	found->found = true;
	found->number = row[0].number;
	return STATUS_OK;
}

static enum status
take_bytes(void *context, const struct db_value *row, struct error *error)
{
	struct found *found = context;

	(void)error;
	found->found = row[0].bytes.n == found->wanted;
	if (found->found)
		memcpy(found->bytes, row[0].bytes.p, found->wanted);
	return STATUS_OK;
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
	status = db_migrate(driver, db, role, error);
	if (status == STATUS_OK)
		status = run_alone(driver, db, STATEMENT_META_PUT, meta,
		    LENGTH(meta), &changed, error);
	driver->close(db);
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
		status = (*driver)->open(db, url, role, DB_READ_WRITE, error);
	if (status == STATUS_OK)
		status = db_migrate(*driver, *db, role, error);
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
	store->log_size = (uint64_t)head.number;
	return status;
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
	if (options->cache_bytes > 0)
		store->cache = cache_new(options->cache_bytes);
	if (store->data_url == NULL ||
	    (options->cache_bytes > 0 && store->cache == NULL))
		status = error_memory(error);
	else
		status = open_both(store, options, error);
	if (status != STATUS_OK) {
		store_close(store);
		return status;
	}
	*out = store;
	return STATUS_OK;
}

void
store_close(struct store *store)
{
	struct error ignored;

	if (store == NULL)
		return;
	if (store->data != NULL)
		(void)!store_commit_now(store, &ignored);
	(void)pthread_mutex_lock(&store->mutex);
	store->stopping = true;
	(void)pthread_cond_broadcast(&store->changed);
	(void)pthread_mutex_unlock(&store->mutex);
	if (store->committer_runs)
		(void)pthread_join(store->committer, NULL);
	if (store->data != NULL)
		store->driver->close(store->data);
	if (store->keys != NULL)
		store->keys_driver->close(store->keys);
	cache_free(store->cache);
	mem_free(store->batch);
	mem_free(store->data_url);
	mem_free(store);
}

const uint8_t *
store_id(const struct store *store)
{
	return store->id;
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
move(struct store *store, enum store_counter counter, uint64_t from,
    uint64_t to, bool *moved, struct error *error)
{
	const struct db_value value[] = {
		db_number(to), db_text(text_of(counter_names[counter])),
		db_number(from)
	};
	int64_t changed = 0;
	enum status status = run_alone(store->driver, store->data,
	    STATEMENT_COUNTER_MOVE, value, LENGTH(value), &changed, error);

	*moved = changed == 1;
	return status;
}

enum status
store_reserve(struct store *store, enum store_counter counter, uint64_t n,
    uint64_t *first, struct error *error)
{
	const struct db_value name = db_text(text_of(counter_names[counter]));
	struct found found = { .found = false };
	enum status status = STATUS_OK;
	bool moved = false;

	borrow(store);
	while (status == STATUS_OK && !moved) {
		status = store->driver->query(store->data,
		    STATEMENT_COUNTER_GET, &name, 1, take_number, &found,
		    error);
		if (status == STATUS_OK)
			status = move(store, counter, (uint64_t)found.number,
			    (uint64_t)found.number + n, &moved, error);
	}
	give_back(store);
	*first = (uint64_t)found.number;
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
	const struct db_value value[] = { db_number(n), db_number(n) };
	enum status status = store->driver->begin(store->data, error);
	int64_t changed;

	if (status != STATUS_OK)
		return status;
	status = store->driver->run(store->data, STATEMENT_LOG_TILED, value,
	    2, &changed, error);
	if (status == STATUS_OK)
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
	enum status status;

	borrow(store);
	status = mark_tiled(store, n, error);
	give_back(store);
	return status;
}

/* Slots. */

static enum status
add_slots(struct store *store, const struct wrapped_slot *slots, size_t n,
    struct error *error)
{
	enum status status = store->keys_driver->begin(store->keys, error);
	int64_t changed;

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		const struct db_value value[] = {
			db_number(slots[i].slot), db_int(slots[i].kek),
			db_bytes(slots[i].bytes, KEYRING_WRAPPED)
		};

		status = store->keys_driver->run(store->keys,
		    STATEMENT_SLOT_ADD, value, LENGTH(value), &changed,
		    error);
	}
	if (status == STATUS_OK)
		status = store->keys_driver->commit(store->keys, error);
	if (status != STATUS_OK)
		store->keys_driver->rollback(store->keys);
	return status;
}

enum status
store_slots_add(struct store *store, const struct wrapped_slot *slots,
    size_t n, struct error *error)
{
	enum status status;

	(void)pthread_mutex_lock(&store->keys_mutex);
	status = add_slots(store, slots, n, error);
	(void)pthread_mutex_unlock(&store->keys_mutex);
	return status;
}

static enum status
take_slot(void *context, const struct db_value *row, struct error *error)
{
	struct wrapped_slot *slot = context;

	(void)error;
	if (row[1].bytes.n != KEYRING_WRAPPED)
		return error_set(error, STATUS_INTEGRITY, "slot_broken",
		    "鍵枠 %llu が壊れています", "slot %llu is damaged",
		    (unsigned long long)slot->slot);
	slot->kek = (uint32_t)row[0].number;
	memcpy(slot->bytes, row[1].bytes.p, KEYRING_WRAPPED);
	return STATUS_OK;
}

enum status
store_slots_get(struct store *store, const uint64_t *numbers, size_t n,
    struct wrapped_slot *slots, struct error *error)
{
	enum status status = STATUS_OK;

	(void)pthread_mutex_lock(&store->keys_mutex);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		const struct db_value number = db_number(numbers[i]);

		slots[i] = (struct wrapped_slot){ .slot = numbers[i] };
		status = store->keys_driver->query(store->keys,
		    STATEMENT_SLOT_GET, &number, 1, take_slot, &slots[i],
		    error);
		if (status == STATUS_OK && slots[i].kek == 0)
			status = error_set(error, STATUS_NOT_FOUND,
			    "slot_gone", "鍵枠 %llu はありません",
			    "there is no slot %llu",
			    (unsigned long long)numbers[i]);
	}
	(void)pthread_mutex_unlock(&store->keys_mutex);
	return status;
}

enum status
store_slots_top(struct store *store, uint64_t *top, struct error *error)
{
	struct found found = { .found = false };
	enum status status;

	(void)pthread_mutex_lock(&store->keys_mutex);
	status = store->keys_driver->query(store->keys, STATEMENT_SLOT_TOP,
	    NULL, 0, take_number, &found, error);
	(void)pthread_mutex_unlock(&store->keys_mutex);
	*top = (uint64_t)found.number;
	return status;
}
