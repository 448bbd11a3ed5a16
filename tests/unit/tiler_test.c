#include "tiles.h"

#include <dirent.h>

/* How many files there are below a folder. */
static size_t files;

static int
count_file(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	(void)path;
	(void)st;
	(void)ftw;
	files += type == FTW_F;
	return 0;
}

static size_t
files_below(const char *folder)
{
	files = 0;
	assert_int_equal(nftw(folder, count_file, 16, FTW_PHYS), 0);
	return files;
}

static struct tiler *
open_tiler(const char *folder, uint64_t full)
{
	struct tiler *tiler;
	struct error error;

	assert_ok(tiler_open(&tiler, folder, full, &error), &error);
	assert_int_equal(tiler_size(tiler), full);
	return tiler;
}

/* The files of that size say what the definition says. */
static void
assert_readable(const char *folder, uint64_t size, const struct hash *slow)
{
	struct tile_log *log;
	struct tree_proof proof;
	struct hash root, leaf;
	struct error error;
	uint64_t some[] = { 0, size / 3, size / 2, size - 1 };

	assert_ok(tile_log_open(&log, folder, size, &error), &error);
	assert_true(tree_root_at(&root, size, tile_log_reader(log)));
	assert_true(hash_equal(&root, slow));
	for (size_t i = 0; i < LENGTH(some) && size > 0; i++) {
		leaf = tiles_slow_root(some[i], 1);
		assert_true(tree_prove_inclusion(&proof, some[i], size,
		    tile_log_reader(log)));
		assert_true(tree_verify_inclusion(&proof, some[i], size,
		    &leaf, &root));
		if (some[i] == 0)
			continue;
		leaf = tiles_slow_root(0, some[i]);
		assert_true(tree_prove_consistency(&proof, some[i], size,
		    tile_log_reader(log)));
		assert_true(tree_verify_consistency(&proof, some[i], size,
		    &leaf, &root));
	}
	tile_log_close(log);
}

static void
sizes(void **state)
{
	static const uint64_t wanted[] = {
		0, 1, 2, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537
	};
	struct tiler *tiler = open_tiler(at("sizes"), 0);
	struct error error;

	(void)state;
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		struct hash slow = tiles_slow_root(0, wanted[i]), root;

		tiles_append(tiler, wanted[i]);
		assert_int_equal(tiler_size(tiler), wanted[i]);
		assert_int_equal(tiler_full(tiler), wanted[i] / 256 * 256);
		root = tiler_root(tiler);
		assert_true(hash_equal(&root, &slow));
		assert_ok(tiler_write_partial(tiler, &error), &error);
		assert_ok(tiler_flush(tiler, &error), &error);
		assert_readable(at("sizes"), wanted[i], &slow);
	}
	/*
	 * 256 full tiles of level 0 and bundles, one of level 1, and the
	 * partial ones of 65,537 and of states since the tile was begun.
	 */
	assert_int_equal(size_of_file(at("sizes/tile/0/255")), 8192);
	assert_int_equal(size_of_file(at("sizes/tile/1/000")), 8192);
	assert_int_equal(size_of_file(at("sizes/tile/0/256.p/1")), 32);
	assert_int_equal(size_of_file(at("sizes/tile/2/000.p/1")), 32);
	assert_false(file_exists(at("sizes/tile/0/255.p")));
	assert_false(file_exists(at("sizes/tile/entries/255.p")));
	assert_false(file_exists(at("sizes/tile/1/000.p")));
	assert_false(file_exists(at("sizes/tile/1/001.p")));
	assert_int_equal(files_below(at("sizes")), 256 + 256 + 1 + 3);
	tiler_close(tiler);
}

/* Closed at every multiple of 256 and opened again: the same root. */
static void
reopened(void **state)
{
	enum { TILES = 256 + 20 };
	struct tiler *straight = open_tiler(at("straight"), 0);
	struct error error;

	(void)state;
	for (uint64_t full = 0; full < TILES * 256; full += 256) {
		struct tiler *tiler = open_tiler(at("reopened"), full);
		struct hash a, b;

		a = tiler_root(tiler);
		b = tiler_root(straight);
		assert_true(hash_equal(&a, &b));
		tiles_append(straight, full + 256 + full % 17);
		tiles_append(tiler, full + 256 + full % 17);
		a = tiler_root(tiler);
		b = tiler_root(straight);
		assert_true(hash_equal(&a, &b));
		if (full % 4096 == 0)
			assert_ok(tiler_write_partial(tiler, &error), &error);
		tiler_close(tiler);
		/* The straight one goes back to the multiple, too. */
		tiler_close(straight);
		straight = open_tiler(at("straight"), full + 256);
	}
	tiler_close(straight);
}

/*
 * A state that was signed stays readable until its tile is full; then its
 * partial files go, whichever run wrote them.
 */
static void
partial_files(void **state)
{
	struct tiler *tiler;
	struct error error;

	(void)state;
	for (uint64_t size = 1; size < 256; size += 10) {
		tiler = open_tiler(at("partial"), 0);
		tiles_append(tiler, size);
		assert_ok(tiler_write_partial(tiler, &error), &error);
		assert_ok(tiler_write_partial(tiler, &error), &error);
		tiler_close(tiler);
	}
	assert_int_equal(files_below(at("partial")), 2 * 26);
	for (uint64_t size = 1; size < 256; size += 50) {
		struct hash slow = tiles_slow_root(0, size);

		assert_readable(at("partial"), size, &slow);
	}
	tiler = open_tiler(at("partial"), 0);
	tiles_append(tiler, 256);
	assert_int_equal(files_below(at("partial")), 2);
	assert_false(file_exists(at("partial/tile/0/000.p")));
	assert_ok(tiler_write_partial(tiler, &error), &error);
	assert_int_equal(files_below(at("partial")), 3);
	tiler_close(tiler);
}

/* What a power cut leaves of files that were not synced. */
static void
broken_partial_files(void **state)
{
	static const uint8_t zeros[40000];
	static const char *const broken[] = {
		"partial2/tile/0/000.p/11", "partial2/tile/0/000.p/51",
		"partial2/tile/entries/000.p/11",
		"partial2/tile/entries/000.p/51",
	};
	struct tiler *tiler = open_tiler(at("partial2"), 0);
	struct error error;

	(void)state;
	for (uint64_t size = 1; size <= 101; size += 10) {
		tiles_append(tiler, size);
		assert_ok(tiler_write_partial(tiler, &error), &error);
	}
	tiler_close(tiler);
	/* Empty, zeros, shorter, longer. */
	for (size_t i = 0; i < LENGTH(broken); i++)
		for (size_t n = 0; n < 4; n++) {
			const size_t sizes[] = { 0, 352, 31, sizeof(zeros) };

			assert_ok(file_put(at("%s", broken[i]),
			    (struct bytes){ zeros, sizes[n] }, 0600, &error),
			    &error);
			tiler = open_tiler(at("partial2"), 0);
			tiles_append(tiler, 101);
			assert_ok(tiler_mend_partial(tiler, &error), &error);
			tiler_close(tiler);
			for (uint64_t size = 1; size <= 101; size += 10) {
				struct hash slow = tiles_slow_root(0, size);

				assert_readable(at("partial2"), size, &slow);
			}
		}
}

static void
large_entries(void **state)
{
	uint8_t *large = arena_alloc(*state, TILE_ENTRY_MAX + 1);
	struct tiler *tiler = open_tiler(at("large"), 0);
	struct error error;

	memset(large, 'x', TILE_ENTRY_MAX + 1);
	for (int i = 0; i < 256; i++)
		assert_ok(tiler_append(tiler, (struct bytes){ large,
		    TILE_ENTRY_MAX }, &error), &error);
	assert_int_equal(size_of_file(at("large/tile/entries/000")),
	    256 * (2 + TILE_ENTRY_MAX));
	assert_fails(tiler_append(tiler, (struct bytes){ large,
	    TILE_ENTRY_MAX + 1 }, &error), &error, STATUS_FAILURE,
	    "entry_too_large");
	tiler_close(tiler);
}

/*
 * A tile that cannot be written: nothing more may be appended, because the
 * tile would be missing for ever once the store has forgotten the entries.
 */
static void
failure_sticks(void **state)
{
	static const char *const in_the_way[] = {
		"failing/tile/entries/000", "failing/tile/0/000"
	};
	struct tiler *tiler;
	struct error error;
	char room[64];

	(void)state;
	for (size_t i = 0; i < LENGTH(in_the_way); i++) {
		struct hash slow = tiles_slow_root(0, 300);

		assert_ok(file_make_folder(at("%s", in_the_way[i]), 0700,
		    &error), &error);
		tiler = open_tiler(at("failing"), 0);
		tiles_append(tiler, 255);
		assert_fails(tiler_append(tiler, tiles_entry(255, room),
		    &error), &error, STATUS_FAILURE, "system_failure");
		assert_fails(tiler_append(tiler, tiles_entry(256, room),
		    &error), &error, STATUS_FAILURE, "tiles_failed");
		assert_fails(tiler_flush(tiler, &error), &error,
		    STATUS_FAILURE, "tiles_failed");
		assert_fails(tiler_write_partial(tiler, &error), &error,
		    STATUS_FAILURE, "tiles_failed");
		tiler_close(tiler);
		/* Opened anew, with nothing in the way, all is well. */
		assert_int_equal(rmdir(at("%s", in_the_way[i])), 0);
		tiler = open_tiler(at("failing"), 0);
		tiles_append(tiler, 300);
		assert_ok(tiler_write_partial(tiler, &error), &error);
		tiler_close(tiler);
		assert_readable(at("failing"), 300, &slow);
		assert_true(folder_drop(at("failing")));
	}
}

/* Reopening needs the full tiles: a damaged or absent one is found. */
static void
reopening_a_damaged_log(void **state)
{
	struct tiler *tiler = open_tiler(at("damaged"), 0);
	struct error error;

	(void)state;
	tiles_append(tiler, 1024);
	tiler_close(tiler);
	assert_int_equal(truncate(at("damaged/tile/0/002"), 8191), 0);
	assert_fails(tiler_open(&tiler, at("damaged"), 1024, &error), &error,
	    STATUS_INTEGRITY, "tile_missing");
	assert_null(tiler);
	assert_int_equal(unlink(at("damaged/tile/0/002")), 0);
	assert_fails(tiler_open(&tiler, at("damaged"), 1024, &error), &error,
	    STATUS_INTEGRITY, "tile_missing");
	assert_fails(tiler_open(&tiler, at("damaged"), 1ULL << 60, &error),
	    &error, STATUS_INTEGRITY, "tile_missing");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes),
		cmocka_unit_test(reopened),
		cmocka_unit_test(partial_files),
		cmocka_unit_test(broken_partial_files),
		arena_test(large_entries),
		cmocka_unit_test(failure_sticks),
		cmocka_unit_test(reopening_a_damaged_log),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
