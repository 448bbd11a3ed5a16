#include "folder.h"

#include "base/encode.h"
#include "crypto/aead.h"
#include "crypto/kekfile.h"
#include "crypto/keyring.h"
#include "crypto/random.h"
#include "crypto/secret.h"

enum { COMMITMENT = 16 };

static uint8_t store[STORE_ID_SIZE], root[SEAL_KEY];
static struct keyring *keyring;

static void
assert_broken(struct wrapped_slot slot)
{
	struct slot_key key;
	uint8_t zero[SEAL_KEY] = { 0 };
	struct error error;

	memset(&key, 0xEE, sizeof(key));
	assert_fails(keyring_unwrap(keyring, &slot, 1, &key, &error), &error,
	    STATUS_INTEGRITY, "slot_broken");
	assert_memory_equal(key.bytes, zero, SEAL_KEY);
}

static void
creates_and_unwraps(void **state)
{
	enum { N = 300 };
	struct wrapped_slot *slots = arena_array(*state, N, sizeof(*slots));
	struct slot_key *keys = arena_array(*state, N, sizeof(*keys));
	struct slot_key again;
	struct error error;

	assert_int_equal(keyring_current_kek(keyring), 1);
	assert_ok(keyring_create(keyring, 1024, N, slots, NULL, &error),
	    &error);
	assert_ok(keyring_unwrap(keyring, slots, N, keys, &error), &error);
	for (size_t i = 0; i < N; i++) {
		assert_int_equal(slots[i].slot, 1024 + i);
		assert_int_equal(slots[i].kek, 1);
		assert_ok(keyring_unwrap(keyring, &slots[i], 1, &again,
		    &error), &error);
		assert_memory_equal(again.bytes, keys[i].bytes, SEAL_KEY);
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(keys[i].bytes,
			    keys[j].bytes, SEAL_KEY);
	}
	assert_ok(keyring_create(keyring, 1, 0, slots, NULL, &error),
	    &error);
	assert_ok(keyring_unwrap(keyring, slots, 0, keys, &error), &error);
}

/* Every byte of the wrapped form, its number and its KEK's number count. */
static void
every_change_is_found(void **state)
{
	struct wrapped_slot slot, changed;
	struct slot_key key;
	struct error error;

	(void)state;
	assert_ok(keyring_create(keyring, 5000, 1, &slot, NULL, &error),
	    &error);
	for (size_t bit = 0; bit < 8 * KEYRING_WRAPPED; bit++) {
		changed = slot;
		changed.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_broken(changed);
	}
	for (int bit = 0; bit < 64; bit++) {
		changed = slot;
		changed.slot ^= 1ULL << bit;
		assert_broken(changed);
	}
	for (uint32_t kek = 0; kek < 5; kek++) {
		changed = slot;
		changed.kek = kek;
		if (kek != 1)
			assert_broken(changed);
	}
	assert_ok(keyring_unwrap(keyring, &slot, 1, &key, &error), &error);
}

/* One bad slot among many: no key of the batch is handed out. */
static void
all_or_nothing(void **state)
{
	struct wrapped_slot slots[10];
	struct slot_key keys[10];
	uint8_t zero[sizeof(keys)] = { 0 };
	struct error error;

	(void)state;
	assert_ok(keyring_create(keyring, 6000, 10, slots, NULL, &error),
	    &error);
	slots[7].bytes[20] ^= 1;
	memset(keys, 0xEE, sizeof(keys));
	assert_fails(keyring_unwrap(keyring, slots, 10, keys, &error), &error,
	    STATUS_INTEGRITY, "slot_broken");
	assert_non_null(strstr(error.text[LANGUAGE_EN], "6007"));
	assert_memory_equal(keys, zero, sizeof(keys));
}

/* A wrap that AES-GCM takes, but whose commitment is to another key. */
static void
commitment_is_checked(void **state)
{
	struct kek areas[KEK_AREAS];
	struct wrapped_slot a, b;
	uint8_t key[SEAL_KEY], place[STORE_ID_SIZE + 8 + 4];
	struct error error;

	(void)state;
	assert_ok(kekfile_read(areas, at("kek"), store, root, &error),
	    &error);
	assert_ok(keyring_create(keyring, 7000, 1, &a, NULL, &error),
	    &error);
	b = a;
	random_bytes(key, sizeof(key));
	memcpy(place, store, STORE_ID_SIZE);
	memcpy(place + STORE_ID_SIZE, "\0\0\0\0\0\0\x1B\x58\0\0\0\1", 12);
	assert_ok(aead_seal_at(b.bytes + COMMITMENT, areas[0].key, b.bytes,
	    key, SEAL_KEY, place, sizeof(place), &error), &error);
	assert_broken(b);
	/* The commitment of one slot does not serve for another. */
	assert_ok(keyring_create(keyring, 7001, 1, &b, NULL, &error),
	    &error);
	memcpy(b.bytes, a.bytes, COMMITMENT);
	assert_broken(b);
}

/*
 * Made by another program from the words in keyring.h and kekfile.h: slot
 * 1234567 with the key 00 01 ..., wrapped under KEK 3 of 40 41 ...
 */
static void
golden(void **state)
{
	static const char hex[] = "c75b35c6df166f93886475c0e242de3ec83c03fe"
	    "ba2362e3c767c8c5f6a3252c5024ba288d549ed02cbaf4ce3b0937f32b01350c"
	    "32887ea8f8906a1d7f95641b";
	struct wrapped_slot slot = { .slot = 1234567, .kek = 3 };
	struct kek kek = { .number = 3, .made_at = 1764000000123 };
	uint8_t id[STORE_ID_SIZE], key[SEAL_KEY];
	struct keyring *known;
	struct slot_key opened;
	struct error error;

	(void)state;
	for (size_t i = 0; i < sizeof(id); i++)
		id[i] = (uint8_t)(0x10 + i);
	for (size_t i = 0; i < SEAL_KEY; i++) {
		key[i] = (uint8_t)(0x80 + i);
		kek.key[i] = (uint8_t)(0x40 + i);
	}
	assert_true(decode_hex(text_of(hex), slot.bytes, KEYRING_WRAPPED));
	assert_ok(file_make_folder(at("golden"), 0700, &error), &error);
	assert_ok(kekfile_create(at("golden/kek"), id, key, 1, &error),
	    &error);
	assert_ok(kekfile_write(at("golden/kek"), 1, &kek, id, key, &error),
	    &error);
	assert_ok(keyring_open(&known, at("golden"), id, key, &error),
	    &error);
	assert_int_equal(keyring_current_kek(known), 3);
	assert_ok(keyring_unwrap(known, &slot, 1, &opened, &error), &error);
	for (size_t i = 0; i < SEAL_KEY; i++)
		assert_int_equal(opened.bytes[i], i);
	keyring_close(known);
}

/* While a KEK is replaced, both open; a destroyed one opens no more. */
static void
replacing_the_kek(void **state)
{
	struct kek second = { .number = 2, .made_at = 2 }, none = { 0 };
	struct wrapped_slot old, new;
	struct slot_key key;
	struct keyring *ring;
	struct error error;

	(void)state;
	assert_ok(file_make_folder(at("two"), 0700, &error), &error);
	assert_ok(kekfile_create(at("two/kek"), store, root, 1, &error),
	    &error);
	assert_ok(keyring_open(&ring, at("two"), store, root, &error),
	    &error);
	assert_ok(keyring_create(ring, 1, 1, &old, NULL, &error),
	    &error);
	keyring_close(ring);
	random_bytes(second.key, SEAL_KEY);
	assert_ok(kekfile_write(at("two/kek"), 1, &second, store, root,
	    &error), &error);
	assert_ok(keyring_open(&ring, at("two"), store, root, &error),
	    &error);
	assert_int_equal(keyring_current_kek(ring), 2);
	assert_ok(keyring_create(ring, 2, 1, &new, NULL, &error),
	    &error);
	assert_int_equal(new.kek, 2);
	assert_ok(keyring_unwrap(ring, &old, 1, &key, &error), &error);
	assert_ok(keyring_unwrap(ring, &new, 1, &key, &error), &error);
	keyring_close(ring);
	assert_ok(kekfile_write(at("two/kek"), 0, &none, store, root, &error),
	    &error);
	assert_ok(keyring_open(&ring, at("two"), store, root, &error),
	    &error);
	assert_ok(keyring_unwrap(ring, &new, 1, &key, &error), &error);
	assert_fails(keyring_unwrap(ring, &old, 1, &key, &error), &error,
	    STATUS_INTEGRITY, "slot_broken");
	keyring_close(ring);
}

static void
what_does_not_open(void **state)
{
	uint8_t other[SEAL_KEY] = { 1 };
	char path[PATH_SIZE + 8];
	struct keyring *ring;
	struct error error;

	(void)state;
	assert_fails(keyring_open(&ring, folder_path, store, other, &error),
	    &error, STATUS_INTEGRITY, "kek_broken");
	assert_null(ring);
	assert_fails(keyring_open(&ring, folder_path, other, root, &error),
	    &error, STATUS_INTEGRITY, "kek_broken");
	assert_fails(keyring_open(&ring, at("none"), store, root, &error),
	    &error, STATUS_NOT_FOUND, "file_not_found");
	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	assert_fails(keyring_open(&ring, path, store, root, &error), &error,
	    STATUS_INVALID, "path_too_long");
	keyring_close(NULL);
}

static int
start(void **state)
{
	struct error error;

	random_bytes(store, sizeof(store));
	random_bytes(root, sizeof(root));
	if (secret_start(&error) != STATUS_OK || folder_make(state) != 0 ||
	    kekfile_create(at("kek"), store, root, 1, &error) != STATUS_OK)
		return -1;
	return keyring_open(&keyring, folder_path, store, root, &error) ==
	    STATUS_OK ? 0 : -1;
}

static int
stop(void **state)
{
	keyring_close(keyring);
	return folder_remove(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(creates_and_unwraps),
		cmocka_unit_test(every_change_is_found),
		cmocka_unit_test(all_or_nothing),
		cmocka_unit_test(commitment_is_checked),
		cmocka_unit_test(golden),
		cmocka_unit_test(replacing_the_kek),
		cmocka_unit_test(what_does_not_open),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
