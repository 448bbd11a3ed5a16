#include "tiles.h"

#include "audit/verify.h"

static struct logkey key;

static enum status
verify(const char *folder, const struct checkpoint *remembered,
    struct checkpoint *out, struct error *error)
{
	const struct verify_options options = {
		.folder = folder, .verifier = &key.verifier,
		.remembered = remembered,
	};

	return verify_log(out, &options, error);
}

static void
assert_found(const char *folder, const char *code)
{
	struct checkpoint checked;
	struct error error;

	assert_fails(verify(folder, NULL, &checked, &error), &error,
	    STATUS_INTEGRITY, code);
}

struct seen {
	uint64_t entries;
	uint64_t done, total;
	uint64_t stop;
};

static enum status
see(void *context, uint64_t index, struct bytes entry, struct error *error)
{
	struct seen *seen = context;
	char room[64];

	assert_int_equal(index, seen->entries++);
	assert_int_equal(entry.n, tiles_entry(index, room).n);
	return index == seen->stop ? error_set(error, STATUS_REFUSED, "stop",
	    "止め", "stop") : STATUS_OK;
}

static void
see_progress(void *context, uint64_t done, uint64_t total)
{
	struct seen *seen = context;

	assert_true(done >= seen->done && done <= total);
	seen->done = done;
	seen->total = total;
}

static void
whole_logs(void **state)
{
	static const uint64_t sizes[] = { 0, 1, 255, 256, 257, 700, 66000 };

	for (size_t i = 0; i < LENGTH(sizes); i++) {
		struct seen seen = { .stop = UINT64_MAX };
		const struct verify_options options = {
			.folder = at("log%d", (int)i),
			.verifier = &key.verifier, .each = see,
			.context = &seen, .progress = see_progress,
		};
		struct checkpoint made = tiles_make(options.folder, sizes[i],
		    &key, *state), checked;
		struct error error;

		assert_ok(verify_log(&checked, &options, &error), &error);
		assert_int_equal(checked.size, sizes[i]);
		assert_true(hash_equal(&checked.root, &made.root));
		assert_int_equal(seen.entries, sizes[i]);
		assert_int_equal(seen.done, sizes[i]);
		assert_int_equal(seen.total, sizes[i]);
	}
}

static void
callback_may_stop(void **state)
{
	struct seen seen = { .stop = 5 };
	const struct verify_options options = {
		.folder = at("stop"), .verifier = &key.verifier, .each = see,
		.context = &seen,
	};
	struct checkpoint checked;
	struct error error;

	(void)tiles_make(options.folder, 9, &key, *state);
	assert_fails(verify_log(&checked, &options, &error), &error,
	    STATUS_REFUSED, "stop");
	assert_int_equal(seen.entries, 6);
}

/* One bit, in any byte of any file of a small log. */
static void
every_byte(void **state)
{
	static const char *const files[] = {
		"checkpoint", "tile/0/000.p/5", "tile/entries/000.p/5",
		"tile/0/000.p/3", "tile/entries/000.p/3",
	};
	struct checkpoint checked;
	struct tiler *tiler;
	struct error error;

	assert_ok(tiler_open(&tiler, at("small"), 0, &error), &error);
	tiles_append(tiler, 3);
	assert_ok(tiler_write_partial(tiler, &error), &error);
	tiles_append(tiler, 5);
	assert_ok(tiler_write_partial(tiler, &error), &error);
	tiler_close(tiler);
	(void)tiles_sign(at("small"), 5, &key, *state);
	for (size_t i = 0; i < LENGTH(files); i++) {
		long size = size_of_file(at("small/%s", files[i]));

		for (long offset = 0; offset < size; offset++)
			for (int bit = 0; bit < 8; bit++) {
				const char *path = at("small/%s", files[i]);

				flip(path, offset, (uint8_t)(1 << bit));
				assert_int_equal(verify(at("small"), NULL,
				    &checked, &error), STATUS_INTEGRITY);
				flip(at("small/%s", files[i]), offset,
				    (uint8_t)(1 << bit));
			}
	}
	assert_ok(verify(at("small"), NULL, &checked, &error), &error);
}

static void
every_file(void **state)
{
	static const struct {
		const char *file;
		const char *changed;	/* the code when a bit is changed */
	} files[] = {
		{ "tile/entries/000", "entry_changed" },
		{ "tile/entries/200", "entry_changed" },
		{ "tile/entries/257.p/208", "entry_changed" },
		{ "tile/0/000", "entry_changed" },
		{ "tile/0/255", "entry_changed" },
		{ "tile/0/257.p/208", "entry_changed" },
		{ "tile/1/000", "tile_changed" },
		{ "tile/1/001.p/1", "tile_changed" },
		{ "tile/2/000.p/1", "tile_changed" },
	};
	struct checkpoint checked;
	struct error error;

	(void)tiles_make(at("big"), 66000, &key, *state);
	assert_ok(verify(at("big"), NULL, &checked, &error), &error);
	for (size_t i = 0; i < LENGTH(files); i++) {
		long size = size_of_file(at("big/%s", files[i].file));

		/* The first byte of a bundle is a length: short of one. */
		for (int j = 0; j < 3; j++) {
			long offset = j == 0 ? 5 : size * j / 2 - j * 3;

			flip(at("big/%s", files[i].file), offset, 0x40);
			assert_fails(verify(at("big"), NULL, &checked,
			    &error), &error, STATUS_INTEGRITY,
			    error.code);
			if (strcmp(error.code, "tile_missing") != 0)
				assert_string_equal(error.code,
				    files[i].changed);
			flip(at("big/%s", files[i].file), offset, 0x40);
		}
		assert_int_equal(rename(at("big/%s", files[i].file),
		    at("gone")), 0);
		assert_found(at("big"), "tile_missing");
		assert_int_equal(rename(at("gone"), at("big/%s",
		    files[i].file)), 0);
		assert_int_equal(truncate(at("big/%s", files[i].file),
		    size - 1), 0);
		assert_found(at("big"), "tile_missing");
		/* As long as before, but with a zero for the last byte. */
		assert_int_equal(truncate(at("big/%s", files[i].file), size),
		    0);
		assert_int_equal(verify(at("big"), NULL, &checked, &error),
		    STATUS_INTEGRITY);
		assert_true(folder_drop(at("big")));
		(void)tiles_make(at("big"), 66000, &key, *state);
	}
}

static void
longer_files(void **state)
{
	static const char *const files[] = {
		"tile/entries/000", "tile/entries/002.p/88", "tile/0/000",
		"tile/0/002.p/88", "tile/1/000.p/2"
	};

	(void)tiles_make(at("long"), 600, &key, *state);
	for (size_t i = 0; i < LENGTH(files); i++) {
		long size = size_of_file(at("long/%s", files[i]));

		assert_int_equal(truncate(at("long/%s", files[i]), size + 1),
		    0);
		assert_found(at("long"), "tile_missing");
		assert_int_equal(truncate(at("long/%s", files[i]),
		    size + HASH_SIZE), 0);
		assert_found(at("long"), "tile_missing");
		assert_int_equal(truncate(at("long/%s", files[i]), size), 0);
	}
}

/* Whoever holds the key can sign another log; who remembers finds it. */
static void
remembered(void **state)
{
	static const uint64_t olds[] = { 0, 1, 100, 255, 256, 257, 699, 700 };
	struct checkpoint checked, old;
	struct error error;

	(void)tiles_make(at("now"), 700, &key, *state);
	for (size_t i = 0; i < LENGTH(olds); i++) {
		old = (struct checkpoint){ olds[i],
		    tiles_slow_root(0, olds[i]) };
		assert_ok(verify(at("now"), &old, &checked, &error), &error);
		old.root.bytes[31] ^= 1;
		assert_fails(verify(at("now"), &old, &checked, &error),
		    &error, STATUS_INTEGRITY, "log_rewritten");
	}
	old = (struct checkpoint){ 701, tiles_slow_root(0, 701) };
	assert_fails(verify(at("now"), &old, &checked, &error), &error,
	    STATUS_INTEGRITY, "log_rewritten");
}

/* A log that was cut, changed at one entry and signed anew. */
static void
forked(void **state)
{
	struct checkpoint old = tiles_make(at("true"), 300, &key, *state);
	struct checkpoint checked, forged = { .size = 400 };
	struct tiler *tiler;
	struct error error;
	struct buf note;
	char room[64];

	assert_ok(tiler_open(&tiler, at("fork"), 0, &error), &error);
	for (uint64_t i = 0; i < 400; i++)
		assert_ok(tiler_append(tiler, tiles_entry(i == 17 ? 9999 : i,
		    room), &error), &error);
	assert_ok(tiler_write_partial(tiler, &error), &error);
	forged.root = tiler_root(tiler);
	tiler_close(tiler);
	buf_init(&note, *state, NOTE_MAX);
	checkpoint_sign(&note, &forged, &key.verifier, &key.key);
	assert_ok(file_put(at("fork/checkpoint"), buf_bytes(&note), 0644,
	    &error), &error);
	assert_ok(verify(at("fork"), NULL, &checked, &error), &error);
	assert_fails(verify(at("fork"), &old, &checked, &error), &error,
	    STATUS_INTEGRITY, "log_rewritten");
}

/* Tiles that agree with each other, but not with what was signed. */
static void
consistent_but_not_signed(void **state)
{
	struct logkey other = logkey_make("test", 1);
	struct error error;
	struct checkpoint checked;

	(void)tiles_make(at("a"), 300, &key, *state);
	(void)tiles_make(at("b"), 300, &key, *state);
	/* The checkpoint of another size, whose tiles are there. */
	(void)tiles_sign(at("a"), 299, &key, *state);
	assert_int_equal(link(at("a/tile/0/001.p/44"),
	    at("a/tile/0/001.p/43")), 0);
	assert_found(at("a"), "tile_missing");
	/* A checkpoint that somebody else signed. */
	(void)tiles_sign(at("b"), 300, &other, *state);
	assert_found(at("b"), "bad_signature");
	assert_int_equal(unlink(at("b/checkpoint")), 0);
	assert_fails(verify(at("b"), NULL, &checked, &error), &error,
	    STATUS_NOT_FOUND, "file_not_found");
	assert_fails(verify(at("no log"), NULL, &checked, &error), &error,
	    STATUS_NOT_FOUND, "file_not_found");
}

static void
wrong_root(void **state)
{
	struct checkpoint forged;
	struct error error;
	struct buf note;

	forged = tiles_make(at("root"), 300, &key, *state);
	forged.root.bytes[0] ^= 1;
	buf_init(&note, *state, NOTE_MAX);
	checkpoint_sign(&note, &forged, &key.verifier, &key.key);
	assert_ok(file_put(at("root/checkpoint"), buf_bytes(&note), 0644,
	    &error), &error);
	assert_found(at("root"), "wrong_root");
}

/* The log grows while it is checked: the older state is still all there. */
static void
while_it_grows(void **state)
{
	struct checkpoint checked, old;
	struct tiler *tiler;
	struct error error;

	assert_ok(tiler_open(&tiler, at("grow"), 0, &error), &error);
	for (uint64_t size = 250; size < 265; size += 3) {
		tiles_append(tiler, size);
		assert_ok(tiler_write_partial(tiler, &error), &error);
		old = tiles_sign(at("grow"), size, &key, *state);
		/* The next tiles come before the next checkpoint. */
		tiles_append(tiler, size + 1);
		assert_ok(tiler_write_partial(tiler, &error), &error);
		assert_ok(verify(at("grow"), &old, &checked, &error),
		    &error);
		assert_int_equal(checked.size, size);
	}
	tiler_close(tiler);
}

static int
start(void **state)
{
	key = logkey_make("test", 0);
	return folder_make(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(whole_logs),
		arena_test(callback_may_stop),
		arena_test(every_byte),
		arena_test(every_file),
		arena_test(longer_files),
		arena_test(remembered),
		arena_test(forked),
		arena_test(consistent_but_not_signed),
		arena_test(wrong_root),
		arena_test(while_it_grows),
	};

	return cmocka_run_group_tests(tests, start, folder_remove);
}
