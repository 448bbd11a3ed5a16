/*
 * Two servers on one store, each with a holder of keys of its own.
 */
#include "house.h"

#include <pthread.h>

#include "vault/keys.h"

enum { ROUNDS = 40, SLOTS = 64 };

static struct house house;
static struct vault *other;

struct taking {
	uint64_t slots[ROUNDS][SLOTS];
	struct slot_key keys[ROUNDS][SLOTS];
	struct error error;
	enum status status;
};

/* Takes slots, opens them and old ones, as fast as it can. */
static void *
take_slots(void *context)
{
	struct taking *t = context;
	struct keys *keys = vault_keys(other);

	for (int i = 0; i < ROUNDS && t->status == STATUS_OK; i++) {
		struct slot_key again[SLOTS];

		t->status = keys_take(keys, SLOTS, false, t->slots[i],
		    &t->error);
		if (t->status == STATUS_OK)
			t->status = keys_get(keys, t->slots[i], SLOTS,
			    t->keys[i], &t->error);
		keys_forget(keys, 0);
		if (t->status == STATUS_OK)
			t->status = keys_get(keys, t->slots[i / 2], SLOTS,
			    again, &t->error);
	}
	return NULL;
}

static void
assert_all_open(struct vault *vault, const struct taking *t)
{
	struct slot_key key[SLOTS];
	struct error error;

	keys_forget(vault_keys(vault), 0);
	for (int i = 0; i < ROUNDS; i++) {
		assert_ok(keys_get(vault_keys(vault), t->slots[i], SLOTS,
		    key, &error), &error);
		assert_memory_equal(key, t->keys[i], sizeof(key));
	}
}

/* One replaces the KEK again and again while the other makes slots. */
static void
the_kek_goes_from_under_it(void **state)
{
	struct keys_replaced replaced = { .slots = 0 };
	struct taking *t;
	struct error error;
	pthread_t thread;

	(void)state;
	if (!engine_is_pg())
		skip();
	house_make(&house, "two");
	house_close(&house);
	house.config.people_per_minute = 1000000;
	house_open(&house);
	assert_ok(vault_open(&other, &house.config, &house.secret,
	    clock_system(), &error), &error);
	t = arena_alloc(house.arena, sizeof(*t));
	assert_non_null(t);
	memset(t, 0, sizeof(*t));
	assert_int_equal(pthread_create(&thread, NULL, take_slots, t), 0);
	for (int i = 0; i < 5; i++)
		assert_ok(keys_replace_kek(vault_keys(house.vault), i,
		    &replaced, &error), &error);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_ok(t->status, &t->error);
	assert_all_open(house.vault, t);
	assert_all_open(other, t);
	/* And the other way around: nothing is left under an old one. */
	assert_ok(keys_replace_kek(vault_keys(other), 9, &replaced, &error),
	    &error);
	assert_true(replaced.new > 6);
	assert_all_open(house.vault, t);
	vault_close(other);
	house_close(&house);
	arena_free(house.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_kek_goes_from_under_it),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
