#include "tiles.h"

static void
paths(void **state)
{
	static const struct {
		int level;
		uint64_t n;
		unsigned int width;
		const char *path;
	} wanted[] = {
		{ 0, 0, 256, "tile/0/000" },
		{ 0, 7, 1, "tile/0/007.p/1" },
		{ 1, 999, 256, "tile/1/999" },
		{ 2, 1000, 256, "tile/2/x001/000" },
		{ 0, 1234067, 255, "tile/0/x001/x234/067.p/255" },
		{ 7, UINT64_MAX, 256,
		  "tile/7/x018/x446/x744/x073/x709/x551/615" },
		{ TILE_ENTRIES, 0, 256, "tile/entries/000" },
		{ TILE_ENTRIES, 70000, 12, "tile/entries/x070/000.p/12" },
	};
	char path[TILE_PATH_SIZE];

	(void)state;
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		tile_path(path, wanted[i].level, wanted[i].n,
		    wanted[i].width);
		assert_string_equal(path, wanted[i].path);
	}
}

static void
counts(void **state)
{
	(void)state;
	/* The example of C2SP tlog-tiles: 70,000 entries. */
	assert_int_equal(tile_count(70000, 0), 70000);
	assert_int_equal(tile_count(70000, 1), 273);
	assert_int_equal(tile_count(70000, 2), 1);
	assert_int_equal(tile_count(70000, 3), 0);
	assert_int_equal(tile_count(UINT64_MAX, 7), 255);
	assert_int_equal(tile_count(UINT64_MAX, 8), 0);
	assert_int_equal(tile_count(UINT64_MAX, 63), 0);
}

static struct tile_log *
open_log(const char *folder, uint64_t size)
{
	struct tile_log *log;
	struct error error;

	assert_ok(tile_log_open(&log, folder, size, &error), &error);
	return log;
}

struct counting {
	uint64_t next;
	uint64_t stop;
};

static enum status
count_entry(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	struct counting *counting = context;
	char room[64];
	struct bytes wanted = tiles_entry(index, room);

	assert_int_equal(index, counting->next++);
	assert_int_equal(entry.n, wanted.n);
	assert_memory_equal(entry.p, wanted.p, wanted.n);
	return index == counting->stop ? error_set(error, STATUS_REFUSED,
	    "stop", "止め", "stop") : STATUS_OK;
}

static void
reads_entries(void **state)
{
	enum { SIZE = 700 };
	static const uint64_t ranges[][2] = {
		{ 0, SIZE }, { 0, 0 }, { 0, 1 }, { 255, 256 }, { 255, 257 },
		{ 256, 512 }, { 3, 690 }, { 512, SIZE }, { SIZE - 1, SIZE },
		{ SIZE, SIZE }
	};
	struct logkey key = logkey_make("test", 0);
	struct tile_log *log;
	struct error error;

	(void)tiles_make(at("read"), SIZE, &key, *state);
	log = open_log(at("read"), SIZE);
	for (size_t i = 0; i < LENGTH(ranges); i++) {
		struct counting counting = { ranges[i][0], UINT64_MAX };

		assert_ok(tile_log_entries(log, ranges[i][0], ranges[i][1],
		    count_entry, &counting, &error), &error);
		assert_int_equal(counting.next, ranges[i][1]);
	}
	/* What the callback says ends it. */
	assert_fails(tile_log_entries(log, 0, SIZE, count_entry,
	    &(struct counting){ 0, 300 }, &error), &error, STATUS_REFUSED,
	    "stop");
	/* There are no entries beyond the size. */
	assert_fails(tile_log_entries(log, SIZE, SIZE + 1, count_entry,
	    &(struct counting){ SIZE, UINT64_MAX }, &error), &error,
	    STATUS_INTEGRITY, "tile_missing");
	assert_fails(tile_log_entries(log, 768, 769, count_entry,
	    &(struct counting){ 768, UINT64_MAX }, &error), &error,
	    STATUS_INTEGRITY, "tile_missing");
	tile_log_close(log);
}

static void
reads_hashes(void **state)
{
	enum { SIZE = 600 };
	struct tile_log *log = NULL;
	struct logkey key = logkey_make("test", 0);
	struct tree_reader reader;
	const struct hash *row;
	struct error error;
	size_t n;

	(void)tiles_make(at("hashes"), SIZE, &key, *state);
	log = open_log(at("hashes"), SIZE);
	reader = tile_log_reader(log);
	for (int level = 0; level <= 9; level++)
		for (uint64_t i = 0; i < (uint64_t)SIZE >> level; i++) {
			struct hash hash, slow = tiles_slow_root(i << level,
			    1ULL << level);

			assert_true(reader.read(reader.context, level, i,
			    &hash));
			assert_true(hash_equal(&hash, &slow));
		}
	for (uint64_t tile = 0; tile < 3; tile++) {
		assert_ok(tile_log_hashes(log, tile, &row, &n, &error),
		    &error);
		assert_int_equal(n, tile < 2 ? 256 : SIZE - 512);
		for (size_t i = 0; i < n; i++) {
			struct hash leaf = tiles_slow_root(tile * 256 + i, 1);

			assert_true(hash_equal(&row[i], &leaf));
		}
	}
	/* Subtrees that are not complete at that size. */
	for (int level = 0; level <= 10; level++) {
		struct hash hash;

		assert_false(reader.read(reader.context, level,
		    (uint64_t)SIZE >> level, &hash));
		assert_int_equal(tile_log_error(log)->status,
		    STATUS_INTEGRITY);
	}
	tile_log_close(log);
}

/* More tiles than are kept in memory, read back and forth. */
static void
many_tiles(void **state)
{
	enum { TILES = 40 };
	struct logkey key = logkey_make("test", 0);
	struct tile_log *log;
	struct tree_reader reader;

	(void)tiles_make(at("many"), TILES * 256, &key, *state);
	log = open_log(at("many"), TILES * 256);
	reader = tile_log_reader(log);
	for (uint64_t i = 0; i < 20 * TILES; i++) {
		uint64_t leaf = i * 7919 % (TILES * 256);
		struct hash hash, slow = tiles_slow_root(leaf, 1);

		assert_true(reader.read(reader.context, 0, leaf, &hash));
		assert_true(hash_equal(&hash, &slow));
	}
	tile_log_close(log);
}

static void
assert_hashes_missing(uint64_t size)
{
	struct tile_log *log = open_log(at("broken"), size);
	const struct hash *row;
	struct error error;
	size_t n;

	assert_fails(tile_log_hashes(log, 0, &row, &n, &error), &error,
	    STATUS_INTEGRITY, "tile_missing");
	assert_non_null(strstr(error.field, "tile/0/000"));
	tile_log_close(log);
}

static enum status
take_any(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	uint8_t *sum = context;

	(void)index;
	(void)error;
	/* Touch every byte, so that reading too far is seen. */
	for (size_t i = 0; i < entry.n; i++)
		*sum ^= entry.p[i];
	return STATUS_OK;
}

static void
assert_entries_missing(uint64_t size)
{
	struct tile_log *log = open_log(at("broken"), size);
	struct error error;
	uint8_t sum = 0;

	assert_fails(tile_log_entries(log, 0, size, take_any, &sum, &error),
	    &error, STATUS_INTEGRITY, "tile_missing");
	assert_non_null(strstr(error.field, "tile/entries/000"));
	tile_log_close(log);
}

static void
put(const char *path, const uint8_t *p, size_t n)
{
	struct error error;

	assert_ok(file_put(path, (struct bytes){ p, n }, 0600, &error),
	    &error);
}

/* A bundle or row of hashes that is cut anywhere, or longer, or gone. */
static void
wrong_lengths(void **state)
{
	enum { SIZE = 3 };
	struct logkey key = logkey_make("test", 0);
	char bundle[PATH_SIZE], row[PATH_SIZE];
	struct bytes whole, hashes;
	uint8_t *longer = arena_alloc(*state, 200);
	struct error error;

	(void)snprintf(bundle, sizeof(bundle), "%s",
	    at("broken/tile/entries/000.p/3"));
	(void)snprintf(row, sizeof(row), "%s", at("broken/tile/0/000.p/3"));
	(void)tiles_make(at("broken"), SIZE, &key, *state);
	assert_ok(file_read(&whole, bundle, 1000, *state, &error), &error);
	assert_ok(file_read(&hashes, row, 1000, *state, &error), &error);
	for (size_t n = 0; n < whole.n; n++) {
		put(bundle, whole.p, n);
		assert_entries_missing(SIZE);
	}
	memcpy(longer, whole.p, whole.n);
	for (size_t n = whole.n + 1; n < whole.n + 4; n++) {
		put(bundle, longer, n);
		assert_entries_missing(SIZE);
	}
	put(bundle, whole.p, whole.n);
	for (size_t n = 0; n < hashes.n; n++) {
		put(row, hashes.p, n);
		assert_hashes_missing(SIZE);
	}
	memcpy(longer, hashes.p, hashes.n);
	put(row, longer, hashes.n + 1);
	assert_hashes_missing(SIZE);
	put(row, longer, hashes.n + HASH_SIZE);
	assert_hashes_missing(SIZE);
	assert_int_equal(unlink(row), 0);
	assert_hashes_missing(SIZE);
	assert_int_equal(unlink(bundle), 0);
	assert_entries_missing(SIZE);
}

/* An older state is still readable when the tile is full. */
static void
full_tile_for_a_partial_one(void **state)
{
	struct logkey key = logkey_make("test", 0);
	struct counting counting = { 0, UINT64_MAX };
	struct tile_log *log;
	struct hash root, slow = tiles_slow_root(0, 200);
	struct error error;

	(void)tiles_make(at("older"), 256, &key, *state);
	log = open_log(at("older"), 200);
	assert_ok(tile_log_entries(log, 0, 200, count_entry, &counting,
	    &error), &error);
	assert_true(tree_root_at(&root, 200, tile_log_reader(log)));
	assert_true(hash_equal(&root, &slow));
	tile_log_close(log);
	assert_fails(tile_log_open(&log, at("no log here"), 1, &error),
	    &error, STATUS_NOT_FOUND, "log_not_found");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths),
		cmocka_unit_test(counts),
		arena_test(reads_entries),
		arena_test(reads_hashes),
		arena_test(many_tiles),
		arena_test(wrong_lengths),
		arena_test(full_tile_for_a_partial_one),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
