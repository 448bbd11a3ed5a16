#include "test.h"

#include "base/json.h"
#include "base/jsonw.h"

static const struct node *
parse(const char *json, struct arena *arena)
{
	const struct node *root = NULL;
	struct error error;

	assert_ok(json_parse(&root, bytes_of(text_of(json)), arena, &error),
	    &error);
	return root;
}

static void
assert_canonical(const char *json, const char *wanted, struct arena *arena)
{
	struct error error;
	struct buf out;

	buf_init(&out, arena, 1 << 16);
	assert_ok(node_canonical(&out, parse(json, arena), &error), &error);
	assert_text(buf_as_text(&out), wanted);
}

/* RFC 8785 section 3.2.2.2 and 3.2.4, without its real numbers. */
static void
canonical_strings(void **state)
{
	assert_canonical("{ \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042"
	    "\\u0022\\u005c\\\\\\\"\\/\", \"literals\": [null, true, false] }",
	    "{\"literals\":[null,true,false],\"string\":"
	    "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}", *state);
	assert_canonical("\"\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"",
	    "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"", *state);
	assert_canonical("\"\\ud842\\udfb7\"", "\"𠮷\"", *state);
}

/* RFC 8785 section 3.2.3: keys go by their UTF-16 units. */
static void
canonical_order(void **state)
{
	assert_canonical("{\"\\u20ac\": \"Euro Sign\","
	    "\"\\r\": \"Carriage Return\","
	    "\"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\","
	    "\"1\": \"One\","
	    "\"\\ud83d\\ude00\": \"Emoji: Grinning Face\","
	    "\"\\u0080\": \"Control\","
	    "\"\\u00f6\": \"Latin Small Letter O With Diaeresis\"}",
	    "{\"\\r\":\"Carriage Return\",\"1\":\"One\","
	    "\"\xC2\x80\":\"Control\","
	    "\"ö\":\"Latin Small Letter O With Diaeresis\","
	    "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\","
	    "\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}", *state);
	assert_canonical("{\"\\ue000\":1,\"\\ud842\\udfb7\":2,\"\\ud7ff\":3}",
	    "{\"\uD7FF\":3,\"𠮷\":2,\"\uE000\":1}", *state);
	assert_canonical("{\"b\":1,\"a\":2,\"ab\":3,\"A\":4,\"\":5}",
	    "{\"\":5,\"A\":4,\"a\":2,\"ab\":3,\"b\":1}", *state);
	assert_canonical("{\"peach\":[{\"z\":1,\"y\":2}],\"péché\":2}",
	    "{\"peach\":[{\"y\":2,\"z\":1}],\"péché\":2}", *state);
}

static void
canonical_values(void **state)
{
	assert_canonical("[]", "[]", *state);
	assert_canonical("{}", "{}", *state);
	assert_canonical(" [ 1 , -0 , 9007199254740991 , "
	    "-9223372036854775808 ] ",
	    "[1,0,9007199254740991,-9223372036854775808]", *state);
	assert_canonical("{\"a\":null,\"b\":[null],\"c\":{\"d\":null}}",
	    "{\"b\":[null],\"c\":{}}", *state);
}

static void
canonical_refuses_reals(void **state)
{
	struct error error;
	struct buf out;

	buf_init(&out, *state, 100);
	assert_fails(node_canonical(&out, parse("{\"a\":[1.5]}", *state),
	    &error), &error, STATUS_INVALID, "real_number");
	buf_init(&out, *state, 5);
	assert_fails(node_canonical(&out, parse("[1,2,3,4]", *state), &error),
	    &error, STATUS_INVALID, "too_large");
}

/* What a parser accepts can be written canonically. */
static void
canonical_depth(void **state)
{
	char deep[2 * JSON_DEPTH + 2];
	struct buf out;
	struct error error;

	memset(deep, '[', JSON_DEPTH);
	deep[JSON_DEPTH] = '1';
	memset(deep + JSON_DEPTH + 1, ']', JSON_DEPTH);
	deep[2 * JSON_DEPTH + 1] = '\0';
	buf_init(&out, *state, 1000);
	assert_ok(node_canonical(&out, parse(deep, *state), &error), &error);
	assert_text(buf_as_text(&out), deep);
}

static void
looks_up(void **state)
{
	const struct node *root = parse("{\"a\":{\"b\":{\"c\":\"deep\"}},"
	    "\"n\":7,\"t\":true,\"f\":false,\"z\":null,\"l\":[\"x\",\"y\"]}",
	    *state);

	assert_text(node_path(root, "a", "b", "c", NULL)->text, "deep");
	assert_null(node_path(root, "a", "x", "c", NULL));
	assert_null(node_path(root, "n", "b", NULL));
	assert_null(node_get(NULL, "a"));
	assert_null(node_get(root, "missing"));
	assert_ptr_equal(node_path(root, NULL), root);
	assert_int_equal(node_int(root, "n", 9), 7);
	assert_int_equal(node_int(root, "missing", 9), 9);
	assert_int_equal(node_int(root, "z", 9), 9);
	assert_true(node_bool(root, "t", false));
	assert_false(node_bool(root, "f", true));
	assert_true(node_bool(root, "missing", true));
	assert_true(node_bool(root, "n", true));
	assert_text(node_text(root, "n"), "");
	assert_text(node_text(root, "missing"), "");
	assert_text(node_text(NULL, "missing"), "");
	assert_text(node_text(node_path(root, "a", "b", NULL), "c"), "deep");
	assert_int_equal(node_count(node_get(root, "l")), 2);
	assert_int_equal(node_count(NULL), 0);
	assert_text(node_at(node_get(root, "l"), 1)->text, "y");
	assert_true(node_lists(node_get(root, "l"), TEXT("y")));
	assert_false(node_lists(node_get(root, "l"), TEXT("z")));
	assert_false(node_lists(NULL, TEXT("z")));
}

static void
keeps_the_order_of_the_source(void **state)
{
	const struct node *root = parse("{\"z\":1,\"a\":2,\"m\":3}", *state);

	assert_text(root->members[0].key, "z");
	assert_text(root->members[1].key, "a");
	assert_text(root->members[2].key, "m");
}

static void
write_all_kinds(struct jsonw *json)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "s", "関\"所\"\n");
	jsonw_member_text(json, "t", TEXT(""));
	jsonw_member_int(json, "i", INT64_MIN);
	jsonw_member_bool(json, "b", true);
	jsonw_key(json, "n");
	jsonw_null(json);
	jsonw_key(json, "e");
	jsonw_open_array(json);
	jsonw_close_array(json);
	jsonw_key(json, "o");
	jsonw_open_object(json);
	jsonw_close_object(json);
	jsonw_key(json, "a");
	jsonw_open_array(json);
	jsonw_int(json, 1);
	jsonw_bool(json, false);
	jsonw_open_object(json);
	jsonw_key(json, "x");
	jsonw_printf(json, "%d-%s", 2, "y");
	jsonw_close_object(json);
	jsonw_raw(json, TEXT("[3]"));
	jsonw_close_array(json);
	jsonw_close_object(json);
}

static void
writes_compactly(void **state)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, *state, 4096);
	json = jsonw_new(&out, false);
	write_all_kinds(&json);
	assert_text(buf_as_text(&out),
	    "{\"s\":\"関\\\"所\\\"\\n\",\"t\":\"\","
	    "\"i\":-9223372036854775808,\"b\":true,\"n\":null,\"e\":[],"
	    "\"o\":{},\"a\":[1,false,{\"x\":\"2-y\"},[3]]}");
}

static void
writes_prettily(void **state)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, *state, 4096);
	json = jsonw_new(&out, true);
	write_all_kinds(&json);
	assert_text(buf_as_text(&out),
	    "{\n"
	    "  \"s\": \"関\\\"所\\\"\\n\",\n"
	    "  \"t\": \"\",\n"
	    "  \"i\": -9223372036854775808,\n"
	    "  \"b\": true,\n"
	    "  \"n\": null,\n"
	    "  \"e\": [],\n"
	    "  \"o\": {},\n"
	    "  \"a\": [\n"
	    "    1,\n"
	    "    false,\n"
	    "    {\n"
	    "      \"x\": \"2-y\"\n"
	    "    },\n"
	    "    [3]\n"
	    "  ]\n"
	    "}");
}

static void
writes_what_is_given(void **state)
{
	const struct text texts[] = { TEXT("a"), TEXT("b") };
	const uint8_t bytes[] = { 0, 0xa7, 0xff };
	struct jsonw json;
	struct buf out;

	buf_init(&out, *state, 4096);
	json = jsonw_new(&out, false);
	jsonw_open_object(&json);
	jsonw_member_instant(&json, "never", 0);
	jsonw_member_instant(&json, "at", 1795316763123);
	jsonw_member_day(&json, "on", 20779);
	jsonw_member_hex(&json, "hex", bytes, sizeof(bytes));
	jsonw_member_hex(&json, "none", bytes, 0);
	jsonw_member_texts(&json, "texts", texts, 2);
	jsonw_given_text(&json, "x", (struct text){ "", 0 });
	jsonw_given_text(&json, "y", TEXT("z"));
	jsonw_given_instant(&json, "x", 0);
	jsonw_given_instant(&json, "x", INT64_MAX);
	jsonw_given_instant(&json, "since", 1);
	jsonw_given_day(&json, "x", 0);
	jsonw_given_day(&json, "day", -1);
	jsonw_close_object(&json);
	assert_text(buf_as_text(&out),
	    "{\"never\":\"1970-01-01T00:00:00.000Z\","
	    "\"at\":\"2026-11-22T03:06:03.123Z\",\"on\":\"2026-11-22\","
	    "\"hex\":\"00a7ff\",\"none\":\"\",\"texts\":[\"a\",\"b\"],"
	    "\"y\":\"z\",\"since\":\"1970-01-01T00:00:00.001Z\","
	    "\"day\":\"1969-12-31\"}");
	/* A buffer that is too small fails like any other. */
	buf_init(&out, *state, 10);
	json = jsonw_new(&out, false);
	jsonw_member_hex(&json, "hex", bytes, sizeof(bytes));
	assert_true(out.failed);
}

static void
writes_nodes_back(void **state)
{
	static const char source[] =
	    "{\"z\":[1,-2,true,null,\"a\\\"b\"],\"a\":{\"k\":{}},"
	    "\"r\":[1.5,-0.001,1e+300,0.1,0.30000000000000004],\"e\":[]}";
	struct jsonw json;
	struct buf out;

	buf_init(&out, *state, 4096);
	json = jsonw_new(&out, false);
	jsonw_node(&json, parse(source, *state));
	assert_text(buf_as_text(&out),
	    "{\"z\":[1,-2,true,null,\"a\\\"b\"],\"a\":{\"k\":{}},"
	    "\"r\":[1.5,-0.001,1e+300,0.1,0.30000000000000004],\"e\":[]}");
}

static void
long_formatted_strings_end_whole(void **state)
{
	char much[1200 * 3 + 1];
	struct jsonw json;
	struct text text;
	struct buf out;

	for (size_t i = 0; i < 1200; i++)
		memcpy(much + i * 3, "関", 3);
	much[sizeof(much) - 1] = '\0';
	buf_init(&out, *state, 4096);
	json = jsonw_new(&out, false);
	jsonw_printf(&json, "x%s", much);
	assert_true(text_from_bytes(&text, buf_bytes(&out)));
	assert_int_equal(text.n, 1 + 1 + 340 * 3 + 1);
}

static void
writes_errors(void **state)
{
	struct error error;
	struct jsonw json;
	struct buf out;

	(void)error_set(&error, STATUS_REFUSED, "some_code", "日", "en");
	buf_init(&out, *state, 4096);
	json = jsonw_new(&out, false);
	jsonw_error(&json, &error);
	assert_text(buf_as_text(&out),
	    "{\"type\":\"refused\",\"code\":\"some_code\","
	    "\"message\":{\"ja\":\"日\",\"en\":\"en\"}}");
	error_at(&error, "/a");
	error_clause(&error, "S1", "27(1)");
	error_remedy(&error, "直す", "mend");
	buf_init(&out, *state, 4096);
	json = jsonw_new(&out, false);
	jsonw_error(&json, &error);
	assert_text(buf_as_text(&out),
	    "{\"type\":\"refused\",\"code\":\"some_code\",\"field\":\"/a\","
	    "\"clause\":\"S1\",\"article\":\"27(1)\","
	    "\"message\":{\"ja\":\"日\",\"en\":\"en\"},"
	    "\"remedy\":{\"ja\":\"直す\",\"en\":\"mend\"}}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(canonical_strings),
		arena_test(canonical_order),
		arena_test(canonical_values),
		arena_test(canonical_refuses_reals),
		arena_test(canonical_depth),
		arena_test(looks_up),
		arena_test(keeps_the_order_of_the_source),
		arena_test(writes_compactly),
		arena_test(writes_prettily),
		arena_test(writes_what_is_given),
		arena_test(writes_nodes_back),
		arena_test(long_formatted_strings_end_whole),
		arena_test(writes_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
