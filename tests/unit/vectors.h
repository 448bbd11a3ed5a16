/*
 * vectors.h - vectors that others made, read from $SEKISHO_SHARED.
 */
#ifndef TESTS_UNIT_VECTORS_H_
#define TESTS_UNIT_VECTORS_H_

#include "test.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/json.h"

/* The JSON of vectors/<name>; the test is skipped when it is not there. */
__attribute__((unused)) static const struct node *
vectors_read(const char *name, struct arena *arena)
{
	const char *shared = getenv("SEKISHO_SHARED");
	const struct node *root;
	char path[PATH_SIZE];
	struct bytes bytes;
	struct error error;

	(void)snprintf(path, sizeof(path), "%s/vectors/%s",
	    shared == NULL ? "../shared" : shared, name);
	if (!file_exists(path)) {
		print_message("skipped: no %s\n", path);
		skip();
	}
	assert_ok(file_read(&bytes, path, 4 << 20, arena, &error), &error);
	assert_ok(json_parse(&root, bytes, arena, &error), &error);
	return root;
}

/* A member that is written in hex. */
__attribute__((unused)) static struct bytes
vectors_hex(const struct node *node, const char *key, struct arena *arena)
{
	struct text text = node_text(node, key);
	uint8_t *out = arena_alloc(arena, text.n / 2);

	assert_non_null(out);
	assert_true(decode_hex(text, out, text.n / 2));
	return (struct bytes){ out, text.n / 2 };
}

#endif
