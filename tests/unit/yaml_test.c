#include "test.h"

#include "base/yaml.h"

static const struct node *
parse(const char *yaml, struct arena *arena)
{
	const struct node *root = NULL;
	struct error error;

	assert_ok(yaml_parse(&root, text_of(yaml), "p.yaml", arena, &error),
	    &error);
	return root;
}

static void
reads_maps_lists_and_scalars(void **state)
{
	const struct node *root = parse(
	    "name: 株式会社見本\n"
	    "quoted: \"a: b\"\n"
	    "single: 'it''s'\n"
	    "list:\n"
	    "  - one\n"
	    "  - [two, three]\n"
	    "flow: {a: 1, b: 2}\n"
	    "text: |\n"
	    "  first\n"
	    "  second\n"
	    "folded: >-\n"
	    "  first\n"
	    "  second\n"
	    "empty:\n", *state);

	assert_int_equal(root->kind, NODE_MAP);
	assert_int_equal(root->count, 8);
	assert_text(node_text(root, "name"), "株式会社見本");
	assert_text(node_text(root, "quoted"), "a: b");
	assert_text(node_text(root, "single"), "it's");
	assert_int_equal(node_count(node_get(root, "list")), 2);
	assert_text(node_at(node_at(node_get(root, "list"), 1), 1)->text,
	    "three");
	assert_text(node_text(node_get(root, "flow"), "b"), "2");
	assert_text(node_text(root, "text"), "first\nsecond\n");
	assert_text(node_text(root, "folded"), "first second");
	assert_int_equal(node_get(root, "empty")->kind, NODE_NULL);
	assert_true(node_get(root, "name")->plain);
	assert_false(node_get(root, "quoted")->plain);
	assert_false(node_get(root, "single")->plain);
	assert_false(node_get(root, "text")->plain);
}

/* The Norway problem and its cousins. */
static void
guesses_nothing(void **state)
{
	static const char *const scalars[] = {
		"no", "yes", "on", "off", "true", "null", "~", "010", "0x1F",
		"1_000", "1e3", "1.50", "12:30:45", "2026-11-22", ".inf", "=",
		"<<",
	};

	for (size_t i = 0; i < LENGTH(scalars); i++) {
		const struct node *node = parse(scalars[i], *state);

		assert_int_equal(node->kind, NODE_TEXT);
		assert_true(node->plain);
		assert_text(node->text, scalars[i]);
	}
	assert_int_equal(parse("\"\"", *state)->kind, NODE_TEXT);
	assert_text(parse("\"\"", *state)->text, "");
}

static void
columns_count_characters(void **state)
{
	const struct node *root = parse(
	    "# 注釈\n"
	    "氏名: 山田\n"
	    "項目:\n"
	    "  - 𠮷野家: [髙, 﨑]\n"
	    "é: \"x\"\n", *state);
	const struct node *items = node_get(root, "項目");
	const struct node *shop = node_at(items, 0);
	const struct node *list = node_get(shop, "𠮷野家");

	assert_int_equal(root->line, 2);
	assert_int_equal(root->column, 1);
	assert_int_equal(root->members[0].line, 2);
	assert_int_equal(root->members[0].column, 1);
	assert_int_equal(node_get(root, "氏名")->column, 5);
	assert_int_equal(root->members[1].line, 3);
	assert_int_equal(items->line, 4);
	assert_int_equal(items->column, 3);
	assert_int_equal(shop->members[0].line, 4);
	assert_int_equal(shop->members[0].column, 5);
	assert_int_equal(list->line, 4);
	assert_int_equal(list->column, 10);
	assert_int_equal(node_at(list, 0)->column, 11);
	assert_int_equal(node_at(list, 1)->column, 14);
	assert_int_equal(node_get(root, "é")->line, 5);
	assert_int_equal(node_get(root, "é")->column, 4);
}

static const struct {
	const char *source;
	const char *code;
	const char *place;
} bad[] = {
	{ "a: &x 1\n", "yaml_anchor", "p.yaml:1:4" },
	{ "a:\n  &x b: 1\n", "yaml_anchor", "p.yaml:2:3" },
	{ "a:\n- &x [1]\n", "yaml_anchor", "p.yaml:2:3" },
	{ "氏名: &x {b: 1}\n", "yaml_anchor", "p.yaml:1:5" },
	{ "a: !!str 1\n", "yaml_anchor", "p.yaml:1:4" },
	{ "a: !mine 1\n", "yaml_anchor", "p.yaml:1:4" },
	{ "a: ! 1\n", "yaml_anchor", "p.yaml:1:4" },
	{ "a: !!map {}\n", "yaml_anchor", "p.yaml:1:4" },
	{ "a: !!seq []\n", "yaml_anchor", "p.yaml:1:4" },
	{ "!!str a: 1\n", "yaml_anchor", "p.yaml:1:1" },
	{ "a: *x\n", "yaml_alias", "p.yaml:1:4" },
	{ "a: 1\n<<: *x\n", "yaml_alias", "p.yaml:2:5" },
	{ "*x : 1\n", "yaml_alias", "p.yaml:1:1" },
	{ "a: 1\n---\nb: 2\n", "yaml_documents", "p.yaml:2:1" },
	{ "a: 1\n...\n---\nb: 2\n", "yaml_documents", "p.yaml:3:1" },
	{ "[a]: 1\n", "yaml_key", "p.yaml:1:1" },
	{ "x: 1\n? {a: b}\n: 1\n", "yaml_key", "p.yaml:2:3" },
	{ "a: 1\nb: 2\na: 3\n", "duplicate_key", "p.yaml:3:1" },
	{ "氏名: 1\n\"氏名\": 2\n", "duplicate_key", "p.yaml:2:1" },
	{ "日本: {一: 1, 一: 2}\n", "duplicate_key", "p.yaml:1:12" },
	{ "a: [1, 2\n", "yaml_syntax", "p.yaml:2:1" },
	{ "a: }\n", "yaml_syntax", "p.yaml:1:4" },
	{ "a: \"b\n", "yaml_syntax", "p.yaml:2:1" },
	{ "a: b: c\n", "yaml_syntax", "p.yaml:1:5" },
	{ "\ta: b\n", "yaml_syntax", "p.yaml:1:1" },
	{ "a:\n  b: 1\n c: 2\n", "yaml_syntax", "p.yaml:3:2" },
	{ "a: \"\\q\"\n", "yaml_syntax", "p.yaml:1:5" },
	{ "a: %b\n", "yaml_syntax", "p.yaml:1:4" },
	{ "a: @b\n", "yaml_syntax", "p.yaml:1:4" },
	{ "%TAG ! x\n%TAG ! y\n---\n", "yaml_syntax", "p.yaml:2:1" },
	{ "氏名: 山\x01田\n", "yaml_syntax", "p.yaml:1:6" },
	{ "a: 1\nb: 2\n名: \x7F\n", "yaml_syntax", "p.yaml:3:4" },
	{ "a: \"x\\0y\"\n", "not_utf8", "p.yaml:1:4" },
	{ "\"x\\0y\": a\n", "not_utf8", "p.yaml:1:1" },
	{ "", "empty_file", "p.yaml:1:1" },
	{ "# only words\n", "empty_file", "p.yaml:1:1" },
};

static void
refuses_each_with_its_place(void **state)
{
	for (size_t i = 0; i < LENGTH(bad); i++) {
		const struct node *root = (const struct node *)1;
		struct error error = { .field = "" };
		enum status status = yaml_parse(&root, text_of(bad[i].source),
		    "p.yaml", *state, &error);

		if (status == STATUS_OK || strcmp(error.field, bad[i].place) ||
		    strcmp(error.code, bad[i].code))
			print_error("%s: %s at %s\n", bad[i].source,
			    error.code, error.field);
		assert_fails(status, &error, STATUS_INVALID, bad[i].code);
		assert_string_equal(error.field, bad[i].place);
		assert_null(root);
	}
}

/* An empty file as file_read_text() gives it: no bytes anywhere. */
static void
reads_nothing_at_all(void **state)
{
	const struct node *root;
	struct error error;

	assert_fails(yaml_parse(&root, (struct text){ NULL, 0 }, "p.yaml",
	    *state, &error), &error, STATUS_INVALID, "empty_file");
}

static void
nests_to_a_depth(void **state)
{
	char deep[2 * (YAML_DEPTH + 1) + 1];
	const struct node *root;
	struct error error;

	memset(deep, '[', YAML_DEPTH);
	memset(deep + YAML_DEPTH, ']', YAML_DEPTH);
	deep[2 * YAML_DEPTH] = '\0';
	root = parse(deep, *state);
	for (size_t depth = 1; depth < YAML_DEPTH; depth++)
		root = node_at(root, 0);
	assert_int_equal(root->count, 0);
	memset(deep, '[', YAML_DEPTH + 1);
	memset(deep + YAML_DEPTH + 1, ']', YAML_DEPTH + 1);
	deep[2 * (YAML_DEPTH + 1)] = '\0';
	assert_fails(yaml_parse(&root, text_of(deep), "p.yaml", *state,
	    &error), &error, STATUS_INVALID, "too_deep");
	assert_string_equal(error.field, "p.yaml:1:33");
}

static void
has_a_limit_of_nodes(void **state)
{
	struct arena *large = arena_new((size_t)256 << 20);
	struct buf source;
	const struct node *root;
	struct error error;

	assert_non_null(large);
	buf_init(&source, *state, (size_t)1 << 22);
	for (int i = 0; i < YAML_NODES - 1; i++)
		buf_string(&source, "- a\n");
	assert_ok(yaml_parse(&root, buf_as_text(&source), "p.yaml", large,
	    &error), &error);
	assert_int_equal(root->count, YAML_NODES - 1);
	buf_string(&source, "- a\n");
	assert_fails(yaml_parse(&root, buf_as_text(&source), "p.yaml", large,
	    &error), &error, STATUS_INVALID, "too_large");
	assert_string_equal(error.field, "p.yaml:200000:3");
	arena_free(large);
}

static void
running_out_of_memory(void **state)
{
	struct arena *small = arena_new(2000);
	const struct node *root;
	struct error error;
	struct buf source;

	assert_non_null(small);
	buf_init(&source, *state, 10000);
	for (int i = 0; i < 100; i++)
		buf_printf(&source, "key%d: value\n", i);
	assert_fails(yaml_parse(&root, buf_as_text(&source), "p.yaml", small,
	    &error), &error, STATUS_FAILURE, "out_of_memory");
	arena_free(small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(reads_maps_lists_and_scalars),
		arena_test(guesses_nothing),
		arena_test(columns_count_characters),
		arena_test(refuses_each_with_its_place),
		arena_test(reads_nothing_at_all),
		arena_test(nests_to_a_depth),
		arena_test(has_a_limit_of_nodes),
		arena_test(running_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
