#include "box.h"
#include "tiles.h"

#include "audit/log.h"
#include "audit/verify.h"
#include "crypto/secret.h"

static struct logkey key;

static enum status
try_open(struct log **log, struct store *store, const char *folder,
    struct error *error)
{
	return log_open(log, store, folder, &key.verifier, &key.key, error);
}

static struct log *
open_log(struct store *store, const char *folder)
{
	struct log *log;
	struct error error;

	assert_ok(try_open(&log, store, folder, &error), &error);
	return log;
}

/* What is signed is all that is committed, and it verifies. */
static void
assert_integrated(struct log *log, const char *folder, uint64_t size)
{
	const struct verify_options options = {
		.folder = folder, .verifier = &key.verifier
	};
	struct checkpoint state, checked;
	struct hash slow = tiles_slow_root(0, size);
	struct error error;

	assert_ok(log_integrate(log, &error), &error);
	state = log_state(log);
	assert_int_equal(state.size, size);
	assert_true(hash_equal(&state.root, &slow));
	assert_ok(verify_log(&checked, &options, &error), &error);
	assert_int_equal(checked.size, size);
	assert_true(hash_equal(&checked.root, &slow));
}

static void
in_steps(void **state)
{
	static const uint64_t steps[] = {
		1, 2, 255, 256, 257, 512, 700, 5000, 5001
	};
	struct store *store = box_new("steps", 0);
	struct log *log = open_log(store, at("steps.log"));
	struct reader *reader = box_reader(store);
	uint64_t done = 0;

	(void)state;
	assert_int_equal(log_state(log).size, 0);
	for (size_t i = 0; i < LENGTH(steps); i++) {
		struct log_head head;

		box_append_many(store, done, steps[i], tiles_entry);
		done = steps[i];
		assert_integrated(log, at("steps.log"), done);
		head = box_head(reader);
		assert_int_equal(head.size, done);
		assert_int_equal(head.tiled, done / 256 * 256);
		/* Nothing new: nothing happens. */
		assert_integrated(log, at("steps.log"), done);
	}
	log_close(log);
	reader_free(reader);
	store_close(store);
}

/* Closed and opened again at every size; also without integrating before. */
static void
reopened(void **state)
{
	struct store *store = box_new("reopened", 0);
	uint64_t size = 0;

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct log *log;

		box_append_many(store, size, size + 1 + (uint64_t)round,
		    tiles_entry);
		size += 1 + (uint64_t)round;
		log = open_log(store, at("reopened.log"));
		if (round % 3 != 1)
			assert_integrated(log, at("reopened.log"), size);
		log_close(log);
		if (round % 5 == 0) {
			store_close(store);
			store = box_open("reopened", 0);
		}
	}
	store_close(store);
}

/* The store forgets what is in full tiles, in batches that are wholly so. */
static enum status
count_entries(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	uint64_t *first = context;

	(void)entry;
	(void)error;
	if (index < *first)
		*first = index;
	return STATUS_OK;
}

static void
prunes(void **state)
{
	struct store *store = box_new("prunes", 0);
	struct log *log = open_log(store, at("prunes.log"));
	struct reader *reader = box_reader(store);
	struct error error;
	uint64_t first;

	(void)state;
	for (uint64_t i = 0; i < 1000; i += 100)
		box_append_many(store, i, i + 100, tiles_entry);
	assert_integrated(log, at("prunes.log"), 1000);
	assert_int_equal(box_head(reader).tiled, 768);
	first = UINT64_MAX;
	assert_ok(reader_entries(reader, 0, 1000, count_entries, &first,
	    &error), &error);
	assert_int_equal(first, 700);
	log_close(log);
	reader_free(reader);
	store_close(store);
}

/*
 * A crash after the tiles but before the store was told, after the store was
 * told but before the checkpoint, after partial tiles were lost: whatever is
 * there, opening again comes to the same.
 */
static void
crashes(void **state)
{
	struct store *store = box_new("crash", 0);
	struct log *log;
	struct tiler *tiler;
	struct error error;

	(void)state;
	box_append_many(store, 0, 300, tiles_entry);
	log = open_log(store, at("crash.log"));
	assert_integrated(log, at("crash.log"), 300);
	log_close(log);

	/* Full tiles are there, of which the store knows nothing yet. */
	box_append_many(store, 300, 1100, tiles_entry);
	assert_ok(tiler_open(&tiler, at("crash.log"), 256, &error), &error);
	tiles_append(tiler, 800);
	assert_ok(tiler_write_partial(tiler, &error), &error);
	tiler_close(tiler);
	log = open_log(store, at("crash.log"));
	assert_int_equal(log_state(log).size, 300);
	assert_integrated(log, at("crash.log"), 1100);
	log_close(log);

	/* The store knows, but no checkpoint was signed. */
	box_append_many(store, 1100, 2000, tiles_entry);
	assert_ok(tiler_open(&tiler, at("crash.log"), 1024, &error), &error);
	tiles_append(tiler, 1900);
	assert_ok(tiler_flush(tiler, &error), &error);
	assert_ok(store_log_tiled(store, tiler_full(tiler), &error), &error);
	tiler_close(tiler);
	log = open_log(store, at("crash.log"));
	assert_integrated(log, at("crash.log"), 2000);
	log_close(log);

	/* A full tile was half written, and the store does not know it. */
	box_append_many(store, 2000, 2100, tiles_entry);
	assert_ok(file_put(at("crash.log/tile/entries/007"),
	    (struct bytes){ (const uint8_t *)"half", 4 }, 0600, &error),
	    &error);
	log = open_log(store, at("crash.log"));
	assert_integrated(log, at("crash.log"), 2100);
	log_close(log);
	store_close(store);
}

/* Unsynced files that a power cut took, though the checkpoint was kept. */
static void
lost_partial_tiles(void **state)
{
	struct store *store = box_new("lost", 0);
	struct log *log = open_log(store, at("lost.log"));
	struct error error;

	(void)state;
	box_append_many(store, 0, 300, tiles_entry);
	assert_integrated(log, at("lost.log"), 300);
	log_close(log);
	assert_true(folder_drop(at("lost.log/tile/0/001.p")));
	assert_true(folder_drop(at("lost.log/tile/entries/001.p")));
	assert_true(folder_drop(at("lost.log/tile/1")));
	log = open_log(store, at("lost.log"));
	assert_integrated(log, at("lost.log"), 300);
	log_close(log);
	/* ... or an empty file in the checkpoint's place. */
	assert_int_equal(truncate(at("lost.log/checkpoint"), 0), 0);
	log = open_log(store, at("lost.log"));
	assert_integrated(log, at("lost.log"), 300);
	log_close(log);
	assert_int_equal(unlink(at("lost.log/checkpoint")), 0);
	log = open_log(store, at("lost.log"));
	assert_integrated(log, at("lost.log"), 300);
	log_close(log);
	/* ... or one of the right length, with nothing in it. */
	assert_ok(file_put(at("lost.log/checkpoint"),
	    (struct bytes){ (const uint8_t *)"\0\0\0\0", 4 }, 0600, &error),
	    &error);
	log = open_log(store, at("lost.log"));
	assert_integrated(log, at("lost.log"), 300);
	log_close(log);
	/* ... or an older tile that is empty. */
	log = open_log(store, at("lost.log"));
	box_append_many(store, 300, 350, tiles_entry);
	assert_integrated(log, at("lost.log"), 350);
	log_close(log);
	assert_int_equal(truncate(at("lost.log/tile/entries/001.p/44"), 0), 0);
	log = open_log(store, at("lost.log"));
	assert_integrated(log, at("lost.log"), 350);
	log_close(log);
	/* Any other thing in the checkpoint's place is damage. */
	assert_ok(file_put(at("lost.log/checkpoint"),
	    (struct bytes){ (const uint8_t *)"\0\0x\0", 4 }, 0600, &error),
	    &error);
	assert_fails(try_open(&log, store, at("lost.log"), &error), &error,
	    STATUS_INTEGRITY, "not_a_note");
	store_close(store);
}

static void
copy_file(const char *from, const char *to)
{
	struct arena *arena = arena_new(64 << 20);
	struct bytes bytes;
	struct error error;

	assert_ok(file_read(&bytes, from, 32 << 20, arena, &error), &error);
	assert_ok(file_put(to, bytes, 0600, &error), &error);
	arena_free(arena);
}

/* An older database under the newer log: cut, and then another history. */
static void
older_database(void **state)
{
	struct store *store;
	struct log *log;
	struct error error;

	(void)state;
	ONLY_SQLITE();
	store = box_new("old", 0);
	log = open_log(store, at("old.log"));
	box_append_many(store, 0, 270, tiles_entry);
	assert_integrated(log, at("old.log"), 270);
	log_close(log);
	store_close(store);
	copy_file(at("old.data.db"), at("old.copy"));
	store = box_open("old", 0);
	log = open_log(store, at("old.log"));
	box_append_many(store, 270, 290, tiles_entry);
	assert_integrated(log, at("old.log"), 290);
	log_close(log);
	store_close(store);

	copy_file(at("old.copy"), at("old.data.db"));
	store = box_open("old", 0);
	assert_fails(try_open(&log, store, at("old.log"), &error), &error,
	    STATUS_INTEGRITY, "log_cut");
	/* As many entries as were signed, but not the same ones. */
	box_append_many(store, 500, 520, tiles_entry);
	assert_fails(try_open(&log, store, at("old.log"), &error), &error,
	    STATUS_INTEGRITY, "log_rewritten");
	box_append_many(store, 520, 900, tiles_entry);
	assert_fails(try_open(&log, store, at("old.log"), &error), &error,
	    STATUS_INTEGRITY, "log_rewritten");
	store_close(store);
}

/* Tiles beyond the signed state, changed before the next checkpoint. */
static void
changed_tiles(void **state)
{
	struct store *store = box_new("bent", 0);
	struct log *log = open_log(store, at("bent.log"));
	struct error error;

	(void)state;
	box_append_many(store, 0, 600, tiles_entry);
	assert_integrated(log, at("bent.log"), 600);
	log_close(log);
	flip(at("bent.log/tile/0/001"), 3000, 1);
	assert_fails(try_open(&log, store, at("bent.log"), &error), &error,
	    STATUS_INTEGRITY, "log_rewritten");
	flip(at("bent.log/tile/0/001"), 3000, 1);
	log = open_log(store, at("bent.log"));
	log_close(log);
	assert_int_equal(unlink(at("bent.log/tile/0/000")), 0);
	assert_fails(try_open(&log, store, at("bent.log"), &error), &error,
	    STATUS_INTEGRITY, "tile_missing");
	store_close(store);
}

/* A tile that cannot be written: no checkpoint, nothing forgotten, again. */
static void
failing_writes(void **state)
{
	struct store *store = box_new("fail", 0);
	struct log *log = open_log(store, at("fail.log"));
	struct reader *reader = box_reader(store);
	struct error error;

	(void)state;
	box_append_many(store, 0, 200, tiles_entry);
	assert_integrated(log, at("fail.log"), 200);
	box_append_many(store, 200, 1000, tiles_entry);
	assert_ok(file_make_folder(at("fail.log/tile/entries/001"), 0700,
	    &error), &error);
	for (int i = 0; i < 3; i++) {
		assert_fails(log_integrate(log, &error), &error,
		    STATUS_FAILURE, "system_failure");
		assert_int_equal(log_state(log).size, 200);
		assert_int_equal(box_head(reader).tiled, 0);
	}
	assert_int_equal(rmdir(at("fail.log/tile/entries/001")), 0);
	assert_integrated(log, at("fail.log"), 1000);
	assert_int_equal(box_head(reader).tiled, 768);
	/* The same for a partial tile. */
	box_append_many(store, 1000, 1010, tiles_entry);
	assert_ok(file_make_folder(at("fail.log/tile/0/003.p/242"), 0700,
	    &error), &error);
	assert_fails(log_integrate(log, &error), &error, STATUS_FAILURE,
	    "system_failure");
	assert_int_equal(rmdir(at("fail.log/tile/0/003.p/242")), 0);
	assert_integrated(log, at("fail.log"), 1010);
	log_close(log);
	reader_free(reader);
	store_close(store);
}

static void
another_key(void **state)
{
	struct logkey other = logkey_make("another", 3);
	struct store *store = box_new("key", 0);
	struct log *log = open_log(store, at("key.log"));
	struct error error;

	(void)state;
	box_append_many(store, 0, 3, tiles_entry);
	assert_integrated(log, at("key.log"), 3);
	log_close(log);
	assert_fails(log_open(&log, store, at("key.log"), &other.verifier,
	    &other.key, &error), &error, STATUS_INTEGRITY, "bad_signature");
	assert_null(log);
	log_close(NULL);
	store_close(store);
}

static int
start(void **state)
{
	struct error error;

	if (secret_start(&error) != STATUS_OK)
		return -1;
	key = logkey_make("test", 0);
	return folder_make(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_steps),
		cmocka_unit_test(reopened),
		cmocka_unit_test(prunes),
		cmocka_unit_test(crashes),
		cmocka_unit_test(lost_partial_tiles),
		cmocka_unit_test(older_database),
		cmocka_unit_test(changed_tiles),
		cmocka_unit_test(failing_writes),
		cmocka_unit_test(another_key),
	};

	return cmocka_run_group_tests(tests, start, folder_remove);
}
