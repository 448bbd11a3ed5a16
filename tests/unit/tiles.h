/*
 * tiles.h - log folders for tests, and the slow definition of their roots.
 */
#ifndef TESTS_UNIT_TILES_H_
#define TESTS_UNIT_TILES_H_

#include "folder.h"
#include "logkey.h"

#include "audit/checkpoint.h"
#include "audit/tiler.h"

/* The i-th entry: of 0 to 40 bytes, none like another but the empty ones. */
__attribute__((unused)) static struct bytes
tiles_entry(uint64_t i, char room[64])
{
	int n = snprintf(room, 64, "entry %llu %.*s", (unsigned long long)i,
	    (int)(i % 29), "and some more bytes of filling");

	return (struct bytes){ (const uint8_t *)room,
	    i % 97 == 13 ? 0 : (size_t)n };
}

/* RFC 6962, section 2.1, as it is written there. */
__attribute__((unused)) static struct hash
tiles_slow_root(uint64_t first, uint64_t n)
{
	struct hash left, right;
	char room[64];
	uint64_t k = 1;

	if (n == 0)
		return hash_bytes("", 0);
	if (n == 1)
		return tree_leaf(tiles_entry(first, room));
	while (2 * k < n)
		k *= 2;
	left = tiles_slow_root(first, k);
	right = tiles_slow_root(first + k, n - k);
	return tree_node(&left, &right);
}

/* Appends entries until there are so many. */
__attribute__((unused)) static void
tiles_append(struct tiler *tiler, uint64_t until)
{
	struct error error;
	char room[64];

	while (tiler_size(tiler) < until)
		assert_ok(tiler_append(tiler, tiles_entry(tiler_size(tiler),
		    room), &error), &error);
}

/* Signs the state of that size into FOLDER/checkpoint. */
__attribute__((unused)) static struct checkpoint
tiles_sign(const char *folder, uint64_t size, const struct logkey *key,
    struct arena *arena)
{
	struct checkpoint state = { size, tiles_slow_root(0, size) };
	char path[PATH_SIZE];
	struct error error;
	struct buf note;

	buf_init(&note, arena, NOTE_MAX);
	checkpoint_sign(&note, &state, &key->verifier, &key->key);
	assert_ok(file_join(path, folder, "checkpoint", &error), &error);
	assert_ok(file_put(path, buf_bytes(&note), 0644, &error), &error);
	return state;
}

/* A whole log folder of that size. */
__attribute__((unused)) static struct checkpoint
tiles_make(const char *folder, uint64_t size, const struct logkey *key,
    struct arena *arena)
{
	struct tiler *tiler;
	struct error error;

	assert_ok(tiler_open(&tiler, folder, 0, &error), &error);
	tiles_append(tiler, size);
	assert_ok(tiler_write_partial(tiler, &error), &error);
	tiler_close(tiler);
	return tiles_sign(folder, size, key, arena);
}

#endif
