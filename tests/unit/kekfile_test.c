#include "folder.h"

#include "base/encode.h"
#include "crypto/kekfile.h"
#include "crypto/random.h"
#include "crypto/secret.h"

enum { FILE_SIZE = KEK_AREAS * KEK_AREA_SIZE };

static uint8_t store[STORE_ID_SIZE], root[SEAL_KEY];

static void
read_file(uint8_t out[FILE_SIZE], const char *path, struct arena *arena)
{
	struct bytes bytes;
	struct error error;

	assert_ok(file_read(&bytes, path, FILE_SIZE + 1, arena, &error),
	    &error);
	assert_int_equal(bytes.n, FILE_SIZE);
	memcpy(out, bytes.p, FILE_SIZE);
}

static void
put_file(const char *path, const uint8_t *bytes, size_t n)
{
	struct error error;

	assert_ok(file_put(path, (struct bytes){ bytes, n }, 0600, &error),
	    &error);
}

static struct kek
new_kek(uint32_t number)
{
	struct kek kek = { .number = number, .made_at = 1000 + number };

	random_bytes(kek.key, SEAL_KEY);
	return kek;
}

static void
assert_kek(const struct kek *a, const struct kek *b)
{
	assert_int_equal(a->number, b->number);
	assert_int_equal(a->made_at, b->made_at);
	assert_memory_equal(a->key, b->key, SEAL_KEY);
}

static void
creates_and_reads(void **state)
{
	struct kek areas[KEK_AREAS], again[KEK_AREAS];
	const char *path = at("new");
	struct error error;

	(void)state;
	assert_ok(kekfile_create(path, store, root, 1764000000123, &error),
	    &error);
	assert_int_equal(size_of_file(path), FILE_SIZE);
	assert_ok(kekfile_read(areas, path, store, root, &error), &error);
	assert_int_equal(areas[0].number, 1);
	assert_int_equal(areas[0].made_at, 1764000000123);
	assert_int_equal(areas[1].number, 0);
	assert_ok(kekfile_read(again, path, store, root, &error), &error);
	assert_kek(&areas[0], &again[0]);
	/* Two files never have the same key. */
	assert_ok(kekfile_create(at("new2"), store, root, 1, &error), &error);
	assert_ok(kekfile_read(again, at("new2"), store, root, &error),
	    &error);
	assert_memory_not_equal(areas[0].key, again[0].key, SEAL_KEY);
	assert_fails(kekfile_create(path, store, root, 1, &error), &error,
	    STATUS_CONFLICT, "file_exists");
}

/*
 * An area made by another program from the words in kekfile.h: KEK 3 of
 * 40 41 ..., root key 80 81 ..., store 10 11 ..., nonce a0 a1 ...
 */
static void
golden(void **state)
{
	static const char hex[] = "534b53484b454b31000000030000019ab697e87b"
	    "a0a1a2a3a4a5a6a7a8a9aaab404e327318e5d57736264cfdc84cc4c9fd7b54e2"
	    "7bddd47a98f9dc605c8b8f8338bd0ce03b1e759f05702af1cad3f498";
	uint8_t file[FILE_SIZE] = { 0 }, id[STORE_ID_SIZE], key[SEAL_KEY];
	struct kek areas[KEK_AREAS];
	struct error error;

	(void)state;
	assert_true(decode_hex(text_of(hex), file + KEK_AREA_SIZE,
	    (sizeof(hex) - 1) / 2));
	for (size_t i = 0; i < sizeof(id); i++)
		id[i] = (uint8_t)(0x10 + i);
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)(0x80 + i);
	put_file(at("golden"), file, sizeof(file));
	assert_ok(kekfile_read(areas, at("golden"), id, key, &error), &error);
	assert_int_equal(areas[0].number, 0);
	assert_int_equal(areas[1].number, 3);
	assert_int_equal(areas[1].made_at, 1764000000123);
	for (size_t i = 0; i < SEAL_KEY; i++)
		assert_int_equal(areas[1].key[i], 0x40 + i);
}

/* Replacing a KEK overwrites in place: the file keeps its blocks. */
static void
replaces(void **state)
{
	struct kek areas[KEK_AREAS], second = new_kek(2), none = { 0 };
	const char *path = at("replaced");
	struct stat before, after;
	struct error error;

	(void)state;
	assert_ok(kekfile_create(path, store, root, 1, &error), &error);
	assert_int_equal(stat(path, &before), 0);
	assert_ok(kekfile_write(path, 1, &second, store, root, &error),
	    &error);
	assert_ok(kekfile_read(areas, path, store, root, &error), &error);
	assert_int_equal(areas[0].number, 1);
	assert_kek(&areas[1], &second);
	assert_ok(kekfile_write(path, 0, &none, store, root, &error), &error);
	assert_ok(kekfile_read(areas, path, store, root, &error), &error);
	assert_int_equal(areas[0].number, 0);
	assert_kek(&areas[1], &second);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(after.st_size, FILE_SIZE);
}

/*
 * A write of one area that is cut short after every possible number of
 * bytes: of the KEKs that were there and that were being written, one opens
 * whole, and nothing that is neither.
 */
static void
torn_write(const uint8_t *before, const uint8_t *after, size_t area,
    const struct kek wanted[2])
{
	struct kek areas[KEK_AREAS];
	uint8_t file[FILE_SIZE];
	const char *path = at("torn");
	struct error error;

	for (size_t n = 0; n <= KEK_AREA_SIZE; n = n < 100 ? n + 1 :
	    n + 333 > KEK_AREA_SIZE && n < KEK_AREA_SIZE ? KEK_AREA_SIZE :
	    n + 333) {
		size_t opened = 0;

		memcpy(file, before, FILE_SIZE);
		memcpy(file + area * KEK_AREA_SIZE,
		    after + area * KEK_AREA_SIZE, n);
		put_file(path, file, FILE_SIZE);
		assert_ok(kekfile_read(areas, path, store, root, &error),
		    &error);
		for (size_t i = 0; i < KEK_AREAS; i++) {
			if (areas[i].number == 0)
				continue;
			assert_kek(&areas[i],
			    &wanted[areas[i].number - 1]);
			opened++;
		}
		assert_in_range(opened, 1, 2);
	}
}

static void
torn_writes(void **state)
{
	uint8_t one[FILE_SIZE], both[FILE_SIZE], other[FILE_SIZE];
	struct kek areas[KEK_AREAS], second = new_kek(2), none = { 0 };
	struct kek wanted[2];
	const char *path = at("whole");
	struct error error;

	assert_ok(kekfile_create(path, store, root, 1, &error), &error);
	assert_ok(kekfile_read(areas, path, store, root, &error), &error);
	wanted[0] = areas[0];
	wanted[1] = second;
	read_file(one, path, *state);
	assert_ok(kekfile_write(path, 1, &second, store, root, &error),
	    &error);
	read_file(both, path, *state);
	assert_ok(kekfile_write(path, 0, &none, store, root, &error), &error);
	read_file(other, path, *state);
	torn_write(one, both, 1, wanted);
	torn_write(both, other, 0, wanted);
}

static void
assert_broken(const char *path, const uint8_t *id, const uint8_t *key)
{
	struct kek areas[KEK_AREAS];
	uint8_t zero[SEAL_KEY] = { 0 };
	struct error error;

	assert_fails(kekfile_read(areas, path, id, key, &error), &error,
	    STATUS_INTEGRITY, "kek_broken");
	assert_string_equal(error.field, path);
	for (size_t i = 0; i < KEK_AREAS; i++) {
		assert_int_equal(areas[i].number, 0);
		assert_memory_equal(areas[i].key, zero, SEAL_KEY);
	}
}

static void
wrong_root_and_store(void **state)
{
	uint8_t other_root[SEAL_KEY], other_store[STORE_ID_SIZE];
	const char *path = at("owned");
	struct error error;

	(void)state;
	memcpy(other_root, root, sizeof(root));
	memcpy(other_store, store, sizeof(store));
	other_root[31] ^= 1;
	other_store[0] ^= 1;
	assert_ok(kekfile_create(path, store, root, 1, &error), &error);
	assert_broken(path, store, other_root);
	assert_broken(path, other_store, root);
}

static void
damaged(void **state)
{
	uint8_t file[FILE_SIZE];
	const char *path = at("damaged");
	struct kek areas[KEK_AREAS];
	struct error error;

	assert_ok(kekfile_create(path, store, root, 1, &error), &error);
	read_file(file, path, *state);
	/* Head, wrapped key and tag: every byte counts. */
	for (size_t i = 0; i < 80; i++) {
		file[i] ^= 0x10;
		put_file(path, file, FILE_SIZE);
		assert_broken(path, store, root);
		file[i] ^= 0x10;
	}
	put_file(path, file, FILE_SIZE - 1);
	assert_broken(path, store, root);
	put_file(path, file, 0);
	assert_broken(path, store, root);
	memset(file, 0, sizeof(file));
	put_file(path, file, FILE_SIZE);
	assert_broken(path, store, root);
	assert_int_equal(truncate(path, FILE_SIZE + 1), 0);
	assert_int_not_equal(kekfile_read(areas, path, store, root, &error),
	    STATUS_OK);
	assert_fails(kekfile_read(areas, at("none"), store, root, &error),
	    &error, STATUS_NOT_FOUND, "file_not_found");
}

static int
start(void **state)
{
	struct error error;

	random_bytes(store, sizeof(store));
	random_bytes(root, sizeof(root));
	return secret_start(&error) == STATUS_OK ? folder_make(state) : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(creates_and_reads),
		cmocka_unit_test(golden),
		cmocka_unit_test(replaces),
		arena_test(torn_writes),
		cmocka_unit_test(wrong_root_and_store),
		arena_test(damaged),
	};

	return cmocka_run_group_tests(tests, start, folder_remove);
}
