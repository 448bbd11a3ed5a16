#include "test.h"

#include <pthread.h>

#include "base/json.h"

#define BYTES(literal) \
	((struct bytes){ (const uint8_t *)(literal), sizeof(literal) - 1 })

static void
reads_each_kind(void **state)
{
	const struct node *root;
	struct error error;

	assert_ok(json_parse(&root, BYTES(" {\"t\":\"関\\u6240\",\"i\":-42,"
	    "\"b\":[true,false],\"n\":null,\"r\":1.5,\"o\":{}} \r\n\t"),
	    *state, &error), &error);
	assert_int_equal(root->kind, NODE_MAP);
	assert_int_equal(root->count, 6);
	assert_int_equal(root->line, 0);
	assert_text(node_text(root, "t"), "関所");
	assert_int_equal(node_get(root, "i")->kind, NODE_INT);
	assert_int_equal(node_int(root, "i", 0), -42);
	assert_int_equal(node_get(root, "b")->kind, NODE_LIST);
	assert_int_equal(node_at(node_get(root, "b"), 0)->number, 1);
	assert_int_equal(node_at(node_get(root, "b"), 1)->kind, NODE_BOOL);
	assert_int_equal(node_at(node_get(root, "b"), 1)->number, 0);
	assert_int_equal(node_get(root, "n")->kind, NODE_NULL);
	assert_int_equal(node_get(root, "r")->kind, NODE_REAL);
	assert_text(node_get(root, "r")->text, "1.5");
	assert_int_equal(node_get(root, "o")->kind, NODE_MAP);
	assert_int_equal(node_get(root, "o")->count, 0);
}

static void
reads_values_alone(void **state)
{
	const struct node *root;
	struct error error;

	assert_ok(json_parse(&root, BYTES("9223372036854775807"), *state,
	    &error), &error);
	assert_true(root->number == INT64_MAX);
	assert_ok(json_parse(&root, BYTES("-9223372036854775808"), *state,
	    &error), &error);
	assert_true(root->number == INT64_MIN);
	assert_ok(json_parse(&root, BYTES("\"\""), *state, &error), &error);
	assert_text(root->text, "");
	assert_ok(json_parse(&root, BYTES("null"), *state, &error), &error);
	assert_int_equal(root->kind, NODE_NULL);
	assert_ok(json_parse(&root, BYTES("\"\\ud83d\\ude00\""), *state,
	    &error), &error);
	assert_text(root->text, "😀");
}

#define SOURCE(literal) (literal), sizeof(literal) - 1
/* Most hold a secret word, which no error may repeat. */
static const struct {
	const char *source;
	size_t n;
	const char *code;
	const char *place;	/* NULL: not asked */
} bad[] = {
	{ SOURCE(""), "json_syntax", NULL },
	{ SOURCE("   "), "json_syntax", NULL },
	{ SOURCE("{"), "json_syntax", NULL },
	{ SOURCE("["), "json_syntax", NULL },
	{ SOURCE("\"himitsu"), "json_syntax", NULL },
	{ SOURCE("himitsu"), "json_syntax", "1:7" },
	{ SOURCE("{himitsu:1}"), "json_syntax", NULL },
	{ SOURCE("{'himitsu':1}"), "json_syntax", "1:2" },
	{ SOURCE("{\"himitsu\"}"), "json_syntax", "1:11" },
	{ SOURCE("{\"himitsu\":}"), "json_syntax", "1:12" },
	{ SOURCE("{\"himitsu\":1,}"), "json_syntax", "1:14" },
	{ SOURCE("{\"himitsu\":1 \"b\":2}"), "json_syntax", "1:16" },
	{ SOURCE("{\"a\":1\n,\n \"himitsu\" 2}"), "json_syntax", "3:12" },
	{ SOURCE("[\"himitsu\",]"), "json_syntax", "1:12" },
	{ SOURCE("[\"himitsu\" 1]"), "json_syntax", "1:12" },
	{ SOURCE("[1}"), "json_syntax", "1:3" },
	{ SOURCE("{\"himitsu\":1,\"himitsu\":2}"), "duplicate_key", "1:22" },
	{ SOURCE("{\"a\":1,\"\\u0061\":2}"), "duplicate_key", NULL },
	{ SOURCE("{\"a\":{\"b\":1,\"b\":\"himitsu\"}}"), "duplicate_key",
	    NULL },
	{ SOURCE("1 2"), "json_syntax", NULL },
	{ SOURCE("{} himitsu"), "json_syntax", NULL },
	{ SOURCE("{}{}"), "json_syntax", NULL },
	{ SOURCE("[\"himitsu\"]]"), "json_syntax", NULL },
	{ SOURCE("\"\\ud800\""), "json_syntax", NULL },
	{ SOURCE("\"himitsu\\udc00\""), "json_syntax", NULL },
	{ SOURCE("\"\\ud800\\u0041\""), "json_syntax", NULL },
	{ SOURCE("\"\\ud800\\ud800\""), "json_syntax", NULL },
	{ SOURCE("\"himitsu\\u0000\""), "json_syntax", NULL },
	{ SOURCE("{\"himitsu\\u0000\":1}"), "json_syntax", NULL },
	{ SOURCE("\"himitsu\0\""), "not_utf8", "" },
	{ SOURCE("{}\0"), "not_utf8", "" },
	{ SOURCE("\"himitsu\xFF\""), "not_utf8", "" },
	{ SOURCE("\"\xED\xA0\x80\""), "not_utf8", "" },
	{ SOURCE("\"\xC0\x80\""), "not_utf8", "" },
	{ SOURCE("\xEF\xBB\xBF{}"), "json_syntax", NULL },
	{ SOURCE("\"himitsu\n\""), "json_syntax", NULL },
	{ SOURCE("\"a\tb\""), "json_syntax", NULL },
	{ SOURCE("\"\\himitsu\""), "json_syntax", NULL },
	{ SOURCE("\"\\u12\""), "json_syntax", NULL },
	{ SOURCE("\"\\x41\""), "json_syntax", NULL },
	{ SOURCE("01"), "json_syntax", NULL },
	{ SOURCE("+1"), "json_syntax", NULL },
	{ SOURCE("1."), "json_syntax", NULL },
	{ SOURCE(".5"), "json_syntax", NULL },
	{ SOURCE("1e"), "json_syntax", NULL },
	{ SOURCE("0x10"), "json_syntax", NULL },
	{ SOURCE("NaN"), "json_syntax", NULL },
	{ SOURCE("-Infinity"), "json_syntax", NULL },
	{ SOURCE("1e999"), "json_syntax", NULL },
	{ SOURCE("9223372036854775808"), "json_syntax", NULL },
	{ SOURCE("-9223372036854775809"), "json_syntax", NULL },
	{ SOURCE("True"), "json_syntax", NULL },
	{ SOURCE("nul"), "json_syntax", NULL },
	{ SOURCE("{} // himitsu"), "json_syntax", NULL },
	{ SOURCE("/* himitsu */ {}"), "json_syntax", NULL },
	{ SOURCE("[1,,2]"), "json_syntax", NULL },
	{ SOURCE("{\"a\":1,,\"b\":2}"), "json_syntax", NULL },
	{ SOURCE("{1:2}"), "json_syntax", NULL },
	{ SOURCE("１"), "json_syntax", NULL },
};

static void
refuses_the_bad(void **state)
{
	_Static_assert(LENGTH(bad) >= 30, "a long list");
	for (size_t i = 0; i < LENGTH(bad); i++) {
		const struct bytes source = {
			(const uint8_t *)bad[i].source, bad[i].n
		};
		const struct node *root = (const struct node *)1;
		struct error error;

		if (json_parse(&root, source, *state, &error) == STATUS_OK)
			print_error("read: %s\n", bad[i].source);
		assert_fails(json_parse(&root, source, *state, &error),
		    &error, STATUS_INVALID, bad[i].code);
		assert_null(root);
		if (bad[i].place != NULL)
			assert_string_equal(error.field, bad[i].place);
		assert_null(strstr(error.text[LANGUAGE_JA], "himitsu"));
		assert_null(strstr(error.text[LANGUAGE_EN], "himitsu"));
		assert_null(strstr(error.field, "himitsu"));
	}
}

/* An absent body, as a request without one has it. */
static void
refuses_nothing_at_all(void **state)
{
	const struct node *root;
	struct error error;

	assert_fails(json_parse(&root, (struct bytes){ NULL, 0 }, *state,
	    &error), &error, STATUS_INVALID, "json_syntax");
	assert_string_equal(error.field, "1:0");
}

static const char *
nested(struct arena *arena, char open, char close, size_t depth,
    const char *inside)
{
	size_t n = strlen(inside), unit = open == '{' ? 5 : 1;
	char *p = arena_alloc(arena, depth * (unit + 1) + n + 1), *at = p;

	assert_non_null(p);
	for (size_t i = 0; i < depth; i++, at += unit)
		memcpy(at, open == '{' ? "{\"k\":" : "[", unit);
	memcpy(at, inside, n);
	at += n;
	memset(at, close, depth);
	return p;
}

static void
nests_to_a_depth(void **state)
{
	static const char brackets[][2] = { { '[', ']' }, { '{', '}' } };

	for (size_t i = 0; i < LENGTH(brackets); i++) {
		char open = brackets[i][0], close = brackets[i][1];
		const struct node *root;
		struct error error;

		assert_ok(json_parse(&root, bytes_of(text_of(nested(*state,
		    open, close, JSON_DEPTH, "\"[[{\\\"[\""))), *state,
		    &error), &error);
		for (size_t depth = 1; depth < JSON_DEPTH; depth++)
			root = node_at(root, 0);
		assert_text(node_at(root, 0)->text, "[[{\"[");
		assert_fails(json_parse(&root, bytes_of(text_of(nested(*state,
		    open, close, JSON_DEPTH + 1, "1"))), *state, &error),
		    &error, STATUS_INVALID, "too_deep");
		assert_fails(json_parse(&root, bytes_of(text_of(nested(*state,
		    open, close, 100000, "1"))), *state, &error), &error,
		    STATUS_INVALID, "too_deep");
	}
}

static void
running_out_of_memory_is_no_syntax_error(void **state)
{
	struct buf source;
	size_t succeeded = 0;

	buf_init(&source, *state, 1 << 20);
	buf_string(&source, "[\"a long enough string to need some room\"");
	for (int i = 0; i < 20; i++)
		buf_printf(&source, ",{\"key%d\":[%d,\"value %d\"]}", i, i, i);
	buf_string(&source, "]");
	for (size_t limit = 0; limit < 40000; limit += 16) {
		struct arena *small = arena_new(limit);
		const struct node *root;
		struct error error;
		enum status status;
		struct buf again;

		assert_non_null(small);
		status = json_parse(&root, buf_bytes(&source), small, &error);
		if (status != STATUS_OK)
			assert_fails(status, &error, STATUS_FAILURE,
			    "out_of_memory");
		buf_init(&again, *state, 1 << 12);
		if (status == STATUS_OK) {
			assert_ok(node_canonical(&again, root, &error),
			    &error);
			assert_true(text_equal(buf_as_text(&again),
			    buf_as_text(&source)));
			succeeded++;
		}
		arena_free(small);
	}
	assert_in_range(succeeded, 100, 2400);
}

static void *
parse_many(void *context)
{
	int *failures = context;

	for (int i = 0; i < 200; i++) {
		struct arena *arena = arena_new(1 << 20);
		const struct node *root;
		struct error error;

		if (arena == NULL || json_parse(&root,
		    BYTES("{\"a\":[1,2,{\"b\":\"c\"}]}"), arena, &error) !=
		    STATUS_OK || !text_is(node_text(node_at(node_get(root,
		    "a"), 2), "b"), "c"))
			(*failures)++;
		arena_free(arena);
	}
	return NULL;
}

static void
threads_do_not_mix(void **state)
{
	enum { THREADS = 4 };
	pthread_t threads[THREADS];
	int failures[THREADS] = { 0 };

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, parse_many,
		    &failures[i]), 0);
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(failures[i], 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(reads_each_kind),
		arena_test(reads_values_alone),
		arena_test(refuses_the_bad),
		arena_test(refuses_nothing_at_all),
		arena_test(nests_to_a_depth),
		arena_test(running_out_of_memory_is_no_syntax_error),
		cmocka_unit_test(threads_do_not_mix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
