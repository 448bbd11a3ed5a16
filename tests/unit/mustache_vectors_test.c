/*
 * The core of the public Mustache suite, which is read from $SEKISHO_SHARED
 * and never copied.  Its optional parts (lambdas, inheritance, dynamic names)
 * are not known here, and are refused.
 */
#include "test.h"

#include "base/file.h"
#include "base/json.h"
#include "render/mustache.h"

enum { FILE_MAX = 1 << 20, PARTIALS_MAX = 8 };

static const char *shared;

static void
run_one(const struct node *test, struct arena *arena)
{
	const struct node *partials = node_get(test, "partials");
	struct mustache_piece pieces[PARTIALS_MAX + 1] = { { NULL,
	    { NULL, 0 } } };
	struct mustache_set set = { pieces, NULL };
	struct error error;
	struct buf buf;

	assert_true(node_count(partials) <= PARTIALS_MAX);
	for (size_t i = 0; i < node_count(partials); i++) {
		pieces[i].name = text_copy(arena,
		    partials->members[i].key).p;
		pieces[i].text = node_at(partials, i)->text;
	}
	buf_init(&buf, arena, FILE_MAX);
	assert_ok(mustache_render(&buf, node_text(test, "template"),
	    node_get(test, "data"), &set, arena, &error), &error);
	if (!text_equal(buf_as_text(&buf), node_text(test, "expected")))
		print_error("%.*s\n", TEXT_ARGS(node_text(test, "name")));
	assert_true(text_equal(buf_as_text(&buf),
	    node_text(test, "expected")));
}

static void
the_suite(void **state)
{
	static const char *const files[] = {
		"comments", "delimiters", "interpolation", "inverted",
		"partials", "sections",
	};
	char path[PATH_SIZE];
	const struct node *root, *tests;
	struct bytes bytes;
	struct error error;
	size_t count = 0;

	for (size_t i = 0; i < LENGTH(files); i++) {
		(void)snprintf(path, sizeof(path),
		    "%s/vectors/mustache/%s.json", shared, files[i]);
		assert_ok(file_read(&bytes, path, FILE_MAX, *state, &error),
		    &error);
		assert_ok(json_parse(&root, bytes, *state, &error), &error);
		tests = node_get(root, "tests");
		for (size_t j = 0; j < node_count(tests); j++, count++)
			run_one(node_at(tests, j), *state);
	}
	assert_true(count >= 130);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { arena_test(the_suite) };
	char path[PATH_SIZE];

	shared = getenv("SEKISHO_SHARED");
	if (shared == NULL)
		shared = "../shared";
	(void)snprintf(path, sizeof(path), "%s/vectors/mustache/sections.json",
	    shared);
	if (!file_exists(path)) {
		(void)printf("the Mustache suite is not there "
		    "($SEKISHO_SHARED/vectors/mustache)\n");
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
