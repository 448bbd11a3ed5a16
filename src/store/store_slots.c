/*
 * The key store's rows: one connection, one thread at a time.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "store/column.h"
#include "store/handle.h"

static enum status
add_slot_rows(struct store *store, const struct wrapped_slot *slots,
    size_t n, struct error *error)
{
	enum { COLUMNS = 3 };
	struct db_value value[STATEMENT_ROWS][COLUMNS];
	const struct db_value *rows[STATEMENT_ROWS];

	for (size_t i = 0; i < n; i++) {
		value[i][0] = db_number(slots[i].slot);
		value[i][1] = db_int(slots[i].kek);
		value[i][2] = db_bytes(slots[i].bytes, KEYRING_WRAPPED);
		rows[i] = value[i];
	}
	return store->keys_driver->run_rows(store->keys, STATEMENT_SLOT_ADD,
	    rows, n, COLUMNS, error);
}

static enum status
add_slots(struct store *store, const struct wrapped_slot *slots, size_t n,
    struct error *error)
{
	enum status status = store->keys_driver->begin(store->keys, error);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < n && status == STATUS_OK;
	    i += STATEMENT_ROWS)
		status = add_slot_rows(store, slots + i,
		    n - i < STATEMENT_ROWS ? n - i : STATEMENT_ROWS, error);
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
	int64_t started = clock_monotonic();
	enum status status;

	(void)pthread_mutex_lock(&store->keys_mutex);
	/* If they were added after all, they are duplicates the next time. */
	do
		status = add_slots(store, slots, n, error);
	while (status != STATUS_OK && store_try_again(store->keys_driver,
	    store->keys, status, started));
	(void)pthread_mutex_unlock(&store->keys_mutex);
	return status;
}

static enum status
take_slot(void *context, const struct db_value *row, struct error *error)
{
	struct wrapped_slot *slot = context;
	struct columns c = { .value = row };

	slot->kek = (uint32_t)column_number(&c, 0, 1, UINT32_MAX);
	column_fixed(&c, 1, slot->bytes, KEYRING_WRAPPED);
	if (!c.wrong)
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "slot_broken",
	    "鍵枠 %llu が壊れています", "slot %llu is damaged",
	    (unsigned long long)slot->slot);
}

struct wanted {
	struct wrapped_slot *slots;
	size_t n;
};

/* One of those that were asked for; who asked twice gets it twice. */
static enum status
take_one(void *context, const struct db_value *row, struct error *error)
{
	const struct wanted *wanted = context;
	struct columns c = { .value = row };
	uint64_t number = column_number(&c, 0, 0, INT64_MAX);
	enum status status = column_status(&c, error);

	for (size_t i = 0; i < wanted->n && status == STATUS_OK; i++)
		if (wanted->slots[i].slot == number)
			status = take_slot(&wanted->slots[i], row + 1, error);
	return status;
}

static enum status
slot_gone(uint64_t number, struct error *error)
{
	(void)error_set(error, STATUS_NOT_FOUND, "slot_gone",
	    "鍵枠 %llu はありません", "there is no slot %llu",
	    (unsigned long long)number);
	error_remedy(error, "古い鍵ストアが戻されたか、壊れています。最新の"
	    "鍵のバックアップから sekisho backup restore で復元してください",
	    "an older key store was put back, or it is damaged; restore with "
	    "the newest backup of the keys: sekisho backup restore");
	return error->status;
}

/* Up to `most` of them with one statement, which names that many. */
static enum status
get_some(struct store *store, struct wrapped_slot *slots, size_t n,
    enum statement statement, size_t most, struct error *error)
{
	struct wanted wanted = { slots, n };
	struct db_value number[STATEMENT_MANY];

	for (size_t i = 0; i < most; i++)
		number[i] = db_number(slots[i < n ? i : n - 1].slot);
	return store->keys_driver->query(store->keys, statement, number, most,
	    take_one, &wanted, error);
}

/* Where a slot that was read lately is kept; NULL: nowhere. */
static struct wrapped_slot *
place_of(struct store *store, uint64_t number)
{
	return store->slots == NULL ? NULL :
	    &store->slots[number % STORE_SLOTS_KEPT];
}

void
store_slots_forget(struct store *store, uint64_t number)
{
	struct wrapped_slot *kept = place_of(store, number);

	if (kept != NULL && kept->slot == number)
		mem_wipe(kept, sizeof(*kept));
}

static enum status
get_one(struct store *store, struct wrapped_slot *slot, struct error *error)
{
	const struct db_value number = db_number(slot->slot);
	struct wrapped_slot *kept = place_of(store, slot->slot);
	enum status status;

	if (kept != NULL && kept->slot == slot->slot) {
		*slot = *kept;
		return STATUS_OK;
	}
	status = store->keys_driver->query(store->keys, STATEMENT_SLOT_GET,
	    &number, 1, take_slot, slot, error);
	if (status == STATUS_OK && kept != NULL && slot->kek != 0)
		*kept = *slot;
	return status;
}

static enum status
get_slots(struct store *store, struct wrapped_slot *slots, size_t n,
    struct error *error)
{
	/* At hand, each of them is found faster by itself. */
	if (n == 1 || !store->keys_driver->shared)
		return get_one(store, slots, error);
	return n <= STATEMENT_FEW ? get_some(store, slots, n,
	    STATEMENT_SLOTS_FEW, STATEMENT_FEW, error) : get_some(store,
	    slots, n, STATEMENT_SLOTS_MANY, STATEMENT_MANY, error);
}

enum status
store_slots_get(struct store *store, const uint64_t *numbers, size_t n,
    struct wrapped_slot *slots, struct error *error)
{
	size_t most = store->keys_driver->shared ? STATEMENT_MANY : 1;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < n; i++)
		slots[i] = (struct wrapped_slot){ .slot = numbers[i] };
	(void)pthread_mutex_lock(&store->keys_mutex);
	for (size_t i = 0; i < n && status == STATUS_OK; i += most)
		status = get_slots(store, slots + i, n - i < most ? n - i :
		    most, error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		if (slots[i].kek == 0)
			status = slot_gone(numbers[i], error);
	(void)pthread_mutex_unlock(&store->keys_mutex);
	return status;
}

static enum status
take_top(void *context, const struct db_value *row, struct error *error)
{
	struct columns c = { .value = row };
	uint64_t *top = context;

	*top = column_number(&c, 0, 0, INT64_MAX);
	return column_status(&c, error);
}

enum status
store_slots_top(struct store *store, uint64_t *top, struct error *error)
{
	enum status status;

	*top = 0;
	(void)pthread_mutex_lock(&store->keys_mutex);
	status = store->keys_driver->query(store->keys, STATEMENT_SLOT_TOP,
	    NULL, 0, take_top, top, error);
	(void)pthread_mutex_unlock(&store->keys_mutex);
	return status;
}
