/*
 * The key store's rows when keys are replaced or destroyed.  secure_delete
 * overwrites what is deleted; what the WAL and the disk still hold of it is
 * wrapped under a KEK that goes with its next replacement.
 */
#include "store/column.h"
#include "store/handle.h"

/* Runs each statement once for every slot, in one transaction. */
struct per_slot {
	enum statement statement;
	const uint64_t *numbers;
	const struct wrapped_slot *old, *new;
	size_t n;
};

static enum status
run_one(struct store *store, const struct per_slot *p, size_t i,
    struct error *error)
{
	struct db_value value[4];
	int64_t changed;

	if (p->numbers != NULL) {
		value[0] = db_number(p->numbers[i]);
		return store->keys_driver->run(store->keys, p->statement,
		    value, 1, &changed, error);
	}
	value[0] = db_int(p->new[i].kek);
	value[1] = db_bytes(p->new[i].bytes, KEYRING_WRAPPED);
	value[2] = db_number(p->new[i].slot);
	value[3] = db_int(p->old[i].kek);
	return store->keys_driver->run(store->keys, p->statement, value,
	    LENGTH(value), &changed, error);
}

static enum status
run_all(struct store *store, const struct per_slot *p, struct error *error)
{
	enum status status;

	(void)pthread_mutex_lock(&store->keys_mutex);
	for (size_t i = 0; i < p->n; i++)
		store_slots_forget(store, p->numbers != NULL ?
		    p->numbers[i] : p->old[i].slot);
	status = store->keys_driver->begin(store->keys, error);
	for (size_t i = 0; i < p->n && status == STATUS_OK; i++)
		status = run_one(store, p, i, error);
	if (status == STATUS_OK)
		status = store->keys_driver->commit(store->keys, error);
	if (status != STATUS_OK)
		store->keys_driver->rollback(store->keys);
	(void)pthread_mutex_unlock(&store->keys_mutex);
	return status;
}

enum status
store_slots_drop(struct store *store, const uint64_t *numbers, size_t n,
    struct error *error)
{
	const struct per_slot p = {
		.statement = STATEMENT_SLOT_DROP, .numbers = numbers, .n = n
	};

	return n == 0 ? STATUS_OK : run_all(store, &p, error);
}

enum status
store_slots_rewrap(struct store *store, const struct wrapped_slot *old,
    const struct wrapped_slot *new, size_t n, struct error *error)
{
	const struct per_slot p = {
		.statement = STATEMENT_SLOT_REWRAP, .old = old, .new = new,
		.n = n
	};

	return n == 0 ? STATUS_OK : run_all(store, &p, error);
}

struct taking {
	struct wrapped_slot *slots;
	struct slot_count *counts;
	size_t n, max;
};

static enum status
take_slot(void *context, const struct db_value *row, struct error *error)
{
	struct taking *t = context;
	struct wrapped_slot *slot = &t->slots[t->n];
	struct columns c = { .value = row };

	if (t->n == t->max)
		return STATUS_OK;
	slot->slot = column_number(&c, 0, 1, INT64_MAX);
	slot->kek = (uint32_t)column_number(&c, 1, 1, UINT32_MAX);
	column_fixed(&c, 2, slot->bytes, KEYRING_WRAPPED);
	t->n++;
	return column_status(&c, error);
}

enum status
store_slots_next(struct store *store, uint64_t after, size_t max,
    struct wrapped_slot *slots, size_t *n, struct error *error)
{
	const struct db_value value[] = { db_number(after), db_number(max) };
	struct taking t = { .slots = slots, .max = max };
	enum status status;

	(void)pthread_mutex_lock(&store->keys_mutex);
	status = store->keys_driver->query(store->keys, STATEMENT_SLOTS,
	    value, LENGTH(value), take_slot, &t, error);
	(void)pthread_mutex_unlock(&store->keys_mutex);
	*n = t.n;
	return status;
}

static enum status
take_count(void *context, const struct db_value *row, struct error *error)
{
	struct taking *t = context;
	struct columns c = { .value = row };

	if (t->n == t->max)
		return STATUS_OK;
	t->counts[t->n].kek = (uint32_t)column_number(&c, 0, 1, UINT32_MAX);
	t->counts[t->n++].slots = column_number(&c, 1, 0, INT64_MAX);
	return column_status(&c, error);
}

enum status
store_slots_count(struct store *store, size_t max, struct slot_count *counts,
    size_t *n, struct error *error)
{
	struct taking t = { .counts = counts, .max = max };
	enum status status;

	(void)pthread_mutex_lock(&store->keys_mutex);
	status = store->keys_driver->query(store->keys,
	    STATEMENT_SLOT_COUNTS, NULL, 0, take_count, &t, error);
	(void)pthread_mutex_unlock(&store->keys_mutex);
	*n = t.n;
	return status;
}
