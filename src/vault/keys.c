#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "base/mem.h"
#include "crypto/secret.h"
#include "vault/keys.h"

enum {
	POOL = 256,		/* slots made ahead, one by one */
	POOL_BULK = 4096,
	BLOCK = 64,		/* numbers reserved at a time */
	BLOCK_BULK = 4096,
	WAYS = 8,		/* places that a slot may have in the cache */
	SETS = 4096,
	LOCKS = 64,
	LINE = 64,		/* bytes that the memory gives at a time */
	BATCH = 256,		/* slots read and opened at a time */
	ATTEMPTS = 3,		/* to find all wrapped anew */
};

/* Opened slots whose numbers scatter to the same place. */
struct set {
	uint64_t slot[WAYS];	/* 0: free */
	int64_t until[WAYS];
	struct slot_key key[WAYS];
};

struct keys {
	struct store *store;
	struct keyring *keyring;
	pthread_mutex_t pool_mutex;
	uint64_t next, end;	/* numbers reserved and not yet given */
	uint64_t top;		/* the largest slot in the key store */
	pthread_mutex_t lock[LOCKS];
	struct set *set;	/* SETS, in guarded memory */
	atomic_int_fast64_t checked;	/* when the keyring was there */
	atomic_bool locked;	/* nothing may be remembered */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static size_t
set_of(uint64_t slot)
{
	return slot * 0x9E3779B97F4A7C15u >> 52 & (SETS - 1);
}

static void
forget(struct set *set, size_t i)
{
	set->slot[i] = 0;
	set->until[i] = 0;
	mem_wipe(&set->key[i], sizeof(set->key[i]));
}

/* All that may be looked at comes at once, not one after the other. */
void
keys_expect(const struct keys *keys, uint64_t slot)
{
	const struct set *set = &keys->set[set_of(slot)];

	for (size_t at = 0; at < sizeof(*set); at += LINE)
		__builtin_prefetch((const char *)set + at);
}

static bool
look_up(struct keys *keys, uint64_t slot, int64_t now, struct slot_key *out)
{
	size_t number = set_of(slot);
	struct set *set = &keys->set[number];
	bool found = false;

	keys_expect(keys, slot);
	(void)pthread_mutex_lock(&keys->lock[number % LOCKS]);
	for (size_t i = 0; i < WAYS && !found; i++) {
		if (set->slot[i] != slot)
			continue;
		found = now < set->until[i];
		if (found)
			*out = set->key[i];
		else
			forget(set, i);
	}
	(void)pthread_mutex_unlock(&keys->lock[number % LOCKS]);
	return found;
}

static void
remember(struct keys *keys, uint64_t slot, const struct slot_key *key)
{
	size_t number = set_of(slot), oldest = 0;
	struct set *set = &keys->set[number];

	(void)pthread_mutex_lock(&keys->lock[number % LOCKS]);
	for (size_t i = 1; i < WAYS; i++)
		if (set->until[i] < set->until[oldest])
			oldest = i;
	/* Opened before the store was locked: it is for its caller only. */
	if (!keys->locked) {
		set->slot[oldest] = slot;
		set->until[oldest] = now_ms() + KEYS_LIFETIME_MS;
		set->key[oldest] = *key;
	}
	(void)pthread_mutex_unlock(&keys->lock[number % LOCKS]);
}

static enum status
find_top(struct keys *keys, struct error *error)
{
	uint64_t top;
	enum status status = store_slots_top(keys->store, &top, error);

	if (status != STATUS_OK)
		return status;
	/* Who is in the way at the top is no other server. */
	if (top <= keys->top)
		return error_set(error, STATUS_INTEGRITY, "slot_broken",
		    "鍵枠の番号が重複しています",
		    "slots stand where none should be");
	keys->top = top;
	return STATUS_OK;
}

/*
 * Slots just stored, which nobody uses yet.  Another server may have replaced
 * the KEK since they were wrapped: they are wrapped anew or, when their KEK is
 * gone already, dropped: *lost.
 */
static enum status
keep_up(struct keys *keys, const struct wrapped_slot slots[POOL], bool *lost,
    struct error *error)
{
	struct wrapped_slot new[POOL];
	uint64_t numbers[POOL];
	enum status status;

	*lost = false;
	if (!store_shared(keys->store))
		return STATUS_OK;
	status = keyring_look(keys->keyring, error);
	if (status != STATUS_OK ||
	    keyring_current_kek(keys->keyring) == slots[0].kek)
		return status;
	*lost = !keyring_has_kek(keys->keyring, slots[0].kek);
	if (!*lost) {
		status = keyring_rewrap(keys->keyring, slots, POOL, new,
		    error);
		return status == STATUS_OK ? store_slots_rewrap(keys->store,
		    slots, new, POOL, error) : status;
	}
	for (size_t i = 0; i < POOL; i++)
		numbers[i] = slots[i].slot;
	return store_slots_drop(keys->store, numbers, POOL, error);
}

/* A pool of new slots behind top: first in the key store, then known. */
static enum status
make_pool(struct keys *keys, struct error *error)
{
	struct wrapped_slot slots[POOL];
	struct slot_key opened[POOL];
	bool lost = false;
	enum status status = keyring_create(keys->keyring, keys->top + 1,
	    POOL, slots, opened, error);

	if (status == STATUS_OK)
		status = store_slots_add(keys->store, slots, POOL, error);
	/* Another server has made these numbers: go on behind them. */
	if (status == STATUS_CONFLICT) {
		mem_wipe(opened, sizeof(opened));
		return find_top(keys, error);
	}
	if (status == STATUS_OK)
		status = keep_up(keys, slots, &lost, error);
	if (status == STATUS_OK && !lost) {
		for (size_t i = 0; i < POOL; i++)
			remember(keys, slots[i].slot, &opened[i]);
		keys->top += POOL;
	}
	mem_wipe(opened, sizeof(opened));
	return status;
}

/* Makes slots until number `wanted` exists, and `ahead` more. */
static enum status
fill(struct keys *keys, uint64_t wanted, size_t ahead, struct error *error)
{
	enum status status = STATUS_OK;

	if (keys->top >= wanted)
		return STATUS_OK;
	while (keys->top < wanted + ahead && status == STATUS_OK)
		status = make_pool(keys, error);
	return status;
}

enum status
keys_create(struct store *store, struct keyring *keyring,
    struct error *error)
{
	struct wrapped_slot fixed[KEYS_SLOTS_FIXED];
	enum status status = keyring_create(keyring, 1, KEYS_SLOTS_FIXED,
	    fixed, NULL, error);

	return status == STATUS_OK ? store_slots_add(store, fixed,
	    KEYS_SLOTS_FIXED, error) : status;
}

enum status
keys_open(struct keys **out, struct store *store, struct keyring *keyring,
    struct error *error)
{
	struct keys *keys = mem_alloc(sizeof(*keys));
	enum status status;

	*out = NULL;
	if (keys == NULL)
		return error_memory(error);
	keys->store = store;
	keys->keyring = keyring;
	(void)pthread_mutex_init(&keys->pool_mutex, NULL);
	for (size_t i = 0; i < LOCKS; i++)
		(void)pthread_mutex_init(&keys->lock[i], NULL);
	keys->set = secret_alloc(SETS * sizeof(*keys->set));
	status = keys->set == NULL ? error_memory(error) :
	    store_slots_top(store, &keys->top, error);
	if (status != STATUS_OK) {
		keys_close(keys);
		return status;
	}
	if (keys->top < KEYS_SLOT_FIRST - 1)
		keys->top = KEYS_SLOT_FIRST - 1;
	*out = keys;
	return STATUS_OK;
}

void
keys_close(struct keys *keys)
{
	if (keys == NULL)
		return;
	if (keys->end > keys->next)
		store_return(keys->store, STORE_SLOT, keys->next,
		    keys->end - keys->next);
	secret_free(keys->set);
	mem_free(keys);
}

/* More numbers, whose slots exist. */
static enum status
reserve(struct keys *keys, size_t n, bool bulk, struct error *error)
{
	size_t block = bulk ? BLOCK_BULK : BLOCK;
	uint64_t first;
	enum status status;

	if (block < n)
		block = n;
	status = store_reserve(keys->store, STORE_SLOT, block, &first,
	    error);
	if (status == STATUS_OK)
		status = fill(keys, first + block - 1, bulk ? POOL_BULK : 0,
		    error);
	if (status != STATUS_OK)
		return status;
	/* What is left of an older block that others have passed is lost. */
	if (keys->end != first)
		keys->next = first;
	keys->end = first + block;
	return STATUS_OK;
}

enum status
keys_take(struct keys *keys, size_t n, bool bulk, uint64_t *slots,
    struct error *error)
{
	enum status status = STATUS_OK;

	(void)pthread_mutex_lock(&keys->pool_mutex);
	if (keys->end - keys->next < n)
		status = reserve(keys, n, bulk, error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		slots[i] = keys->next++;
	(void)pthread_mutex_unlock(&keys->pool_mutex);
	return status;
}

/* Reads slots and opens them, unless what was opened before is not logged. */
static enum status
fetch(struct keys *keys, const uint64_t *numbers, size_t n,
    struct wrapped_slot *wrapped, struct slot_key *out, struct error *error)
{
	bool kept = true;
	enum status status = keys->locked ? keyring_locked(error) :
	    store_check_log(keys->store, error);

	if (status == STATUS_OK)
		status = store_slots_get(keys->store, numbers, n, wrapped,
		    error);
	if (status != STATUS_OK)
		return status;
	status = keyring_unwrap(keys->keyring, wrapped, n, out, error);
	if (status != STATUS_INTEGRITY)
		return status;
	/* Their KEK may have been replaced between the two. */
	for (size_t i = 0; i < n && kept; i++)
		kept = keyring_has_kek(keys->keyring, wrapped[i].kek);
	if (kept)
		return status;
	status = store_slots_get(keys->store, numbers, n, wrapped, error);
	return status == STATUS_OK ? keyring_unwrap(keys->keyring, wrapped,
	    n, out, error) : status;
}

/* One slot that is not in the cache, without a batch's room. */
static enum status
open_one(struct keys *keys, uint64_t slot, struct slot_key *out,
    struct error *error)
{
	struct wrapped_slot wrapped;
	enum status status = fetch(keys, &slot, 1, &wrapped, out, error);

	if (status == STATUS_OK)
		remember(keys, slot, out);
	return status;
}

/* The slots of one batch that are not in the cache. */
static enum status
open_missing(struct keys *keys, const uint64_t *slots, const size_t *at,
    size_t n, struct slot_key *out, struct error *error)
{
	struct wrapped_slot wrapped[BATCH];
	struct slot_key opened[BATCH];
	uint64_t numbers[BATCH] = { 0 };
	enum status status;

	for (size_t i = 0; i < n; i++)
		numbers[i] = slots[at[i]];
	status = fetch(keys, numbers, n, wrapped, opened, error);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		out[at[i]] = opened[i];
		remember(keys, numbers[i], &opened[i]);
	}
	mem_wipe(opened, n * sizeof(opened[0]));
	return STATUS_OK;
}

static enum status
get_many(struct keys *keys, const uint64_t *slots, size_t n, int64_t now,
    struct slot_key *out, struct error *error)
{
	size_t missing[BATCH], count = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		if (!look_up(keys, slots[i], now, &out[i]))
			missing[count++] = i;
		if (count == BATCH) {
			status = open_missing(keys, slots, missing, count,
			    out, error);
			count = 0;
		}
	}
	if (status == STATUS_OK && count > 0)
		status = open_missing(keys, slots, missing, count, out,
		    error);
	if (status != STATUS_OK)
		mem_wipe(out, n * sizeof(*out));
	return status;
}

/*
 * A key in the cache does not outlive the process that opened it.  Asking
 * costs a system call, so it is done once in a tick of the clock (4 ms).
 */
static enum status
still_there(struct keys *keys, int64_t now, struct error *error)
{
	enum status status;

	if (atomic_load_explicit(&keys->checked, memory_order_relaxed) == now)
		return STATUS_OK;
	status = keyring_check(keys->keyring, error);
	if (status == STATUS_OK)
		atomic_store_explicit(&keys->checked, now,
		    memory_order_relaxed);
	return status;
}

enum status
keys_get(struct keys *keys, const uint64_t *slots, size_t n,
    struct slot_key *out, struct error *error)
{
	int64_t now = now_ms();
	enum status status = still_there(keys, now, error);

	if (status != STATUS_OK)
		return status;
	if (n != 1)
		return get_many(keys, slots, n, now, out, error);
	return look_up(keys, slots[0], now, out) ? STATUS_OK :
	    open_one(keys, slots[0], out, error);
}

static void
forget_in(struct keys *keys, size_t number, uint64_t slot)
{
	struct set *set = &keys->set[number];

	(void)pthread_mutex_lock(&keys->lock[number % LOCKS]);
	for (size_t i = 0; i < WAYS; i++)
		if (slot == 0 || set->slot[i] == slot)
			forget(set, i);
	(void)pthread_mutex_unlock(&keys->lock[number % LOCKS]);
}

void
keys_forget(struct keys *keys, uint64_t slot)
{
	if (slot != 0) {
		forget_in(keys, set_of(slot), slot);
		return;
	}
	for (size_t number = 0; number < SETS; number++)
		forget_in(keys, number, 0);
}

bool
keys_is_ahead(struct keys *keys, uint64_t slot)
{
	bool ahead;

	(void)pthread_mutex_lock(&keys->pool_mutex);
	ahead = slot >= keys->next && slot < keys->end;
	(void)pthread_mutex_unlock(&keys->pool_mutex);
	return ahead;
}

bool
keys_lock(struct keys *keys)
{
	bool first;

	keyring_lock(keys->keyring);
	first = !atomic_exchange(&keys->locked, true);
	keys_forget(keys, 0);
	return first;
}

void
keys_unlock(struct keys *keys)
{
	keys->locked = false;
}

/* Wraps every slot anew that is not under the current KEK. */
static enum status
rewrap_all(struct keys *keys, struct keys_replaced *replaced,
    struct error *error)
{
	struct wrapped_slot old[BATCH], new[BATCH];
	uint64_t after = 0;
	size_t n = 0;
	enum status status;

	do {
		size_t wanted = 0;

		status = store_slots_next(keys->store, after, BATCH, old, &n,
		    error);
		if (status != STATUS_OK || n == 0)
			break;
		after = old[n - 1].slot;
		for (size_t i = 0; i < n; i++)
			if (old[i].kek != replaced->new)
				old[wanted++] = old[i];
		status = keyring_rewrap(keys->keyring, old, wanted, new,
		    error);
		if (status == STATUS_OK)
			status = store_slots_rewrap(keys->store, old, new,
			    wanted, error);
		replaced->slots += wanted;
		if (replaced->progress != NULL)
			replaced->progress(replaced->context,
			    replaced->slots);
	} while (status == STATUS_OK);
	return status;
}

/* Nothing may be left under the old one when it goes. */
static enum status
check_all_wrapped(struct keys *keys, const struct keys_replaced *replaced,
    struct error *error)
{
	enum { KEKS_MAX = 8 };
	struct slot_count counts[KEKS_MAX];
	size_t n = 0;
	enum status status = store_slots_count(keys->store, KEKS_MAX, counts,
	    &n, error);

	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		if (counts[i].kek != replaced->new)
			status = error_set(error, STATUS_INTEGRITY,
			    "slots_left", "鍵枠 %llu 件が別の鍵暗号化鍵 "
			    "(%u) の下に残っています",
			    "%llu slots are still under another KEK (%u)",
			    (unsigned long long)counts[i].slots,
			    counts[i].kek);
	return status;
}

enum status
keys_replace_kek(struct keys *keys, int64_t now,
    struct keys_replaced *replaced, struct error *error)
{
	enum status status;

	replaced->slots = 0;
	replaced->old = keyring_current_kek(keys->keyring) -
	    keyring_is_replacing(keys->keyring);
	/* No pool may be wrapped under the old one and stored later. */
	(void)pthread_mutex_lock(&keys->pool_mutex);
	status = keyring_replace_begin(keys->keyring, now, error);
	(void)pthread_mutex_unlock(&keys->pool_mutex);
	replaced->new = keyring_current_kek(keys->keyring);
	/* Another server may be storing what it wrapped before. */
	for (int i = 0; i < ATTEMPTS && status == STATUS_OK; i++) {
		status = rewrap_all(keys, replaced, error);
		if (status == STATUS_OK)
			status = check_all_wrapped(keys, replaced, error);
		if (status != STATUS_INTEGRITY)
			break;
		if (i + 1 < ATTEMPTS)
			status = STATUS_OK;
	}
	return status == STATUS_OK ? keyring_replace_end(keys->keyring,
	    error) : status;
}

enum status
keys_ensure(struct keys *keys, uint64_t slot, struct error *error)
{
	struct wrapped_slot wrapped;
	enum status status = store_slots_get(keys->store, &slot, 1, &wrapped,
	    error);

	if (status != STATUS_NOT_FOUND || slot > KEYS_SLOTS_FIXED)
		return status;
	/* No KEK may be replaced between wrapping and storing. */
	(void)pthread_mutex_lock(&keys->pool_mutex);
	status = keyring_create(keys->keyring, slot, 1, &wrapped, NULL,
	    error);
	if (status == STATUS_OK)
		status = store_slots_add(keys->store, &wrapped, 1, error);
	(void)pthread_mutex_unlock(&keys->pool_mutex);
	/* Another server was faster. */
	return status == STATUS_CONFLICT ? STATUS_OK : status;
}
