#include "test.h"

#include "base/json.h"
#include "base/yaml.h"
#include "shape_language.h"

static struct findings
check(const struct node **root, const char *source, const char *name,
    struct arena *arena)
{
	struct findings findings;
	struct error error;

	findings_init(&findings, arena, name);
	if (name == NULL)
		assert_ok(json_parse(root, bytes_of(text_of(source)), arena,
		    &error), &error);
	else
		assert_ok(yaml_parse(root, text_of(source), name, arena,
		    &error), &error);
	assert_ok(shape_check(*root, &test_language, &findings, &error),
	    &error);
	return findings;
}

/* One finding, with that code, place and English text. */
static void
assert_finding(struct findings findings, const char *code, const char *place,
    const char *text)
{
	const struct error *error;

	assert_non_null(findings.first);
	error = &findings.first->error;
	if (findings_total(&findings) != 1 || strcmp(error->code, code) ||
	    strcmp(error->field, place) ||
	    strcmp(error->text[LANGUAGE_EN], text))
		for (const struct finding *f = findings.first; f != NULL;
		    f = f->next)
			print_error("%s at %s: %s\n", f->error.code,
			    f->error.field, f->error.text[LANGUAGE_EN]);
	assert_int_equal(findings_total(&findings), 1);
	assert_string_equal(error->code, code);
	assert_string_equal(error->field, place);
	assert_string_equal(error->text[LANGUAGE_EN], text);
	assert_true(error->text[LANGUAGE_JA][0] != '\0');
}

struct fault {
	const char *source;
	const char *code;
	const char *place;
	const char *text;
};

static void
check_faults(const struct fault *faults, size_t count, const char *name,
    struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		const struct node *root;

		assert_finding(check(&root, faults[i].source, name, arena),
		    faults[i].code, faults[i].place, faults[i].text);
	}
}

static void
faults_in_yaml(void **state)
{
	static const struct fault faults[] = {
		{ "title: x\nsise: 3\n", "unknown_key", "p.yaml:2:1",
		    "unknown key \"sise\"" },
		{ "title: x\n題名: y\n", "unknown_key", "p.yaml:2:1",
		    "unknown key \"題名\"" },
		{ "size: 3\n", "missing_key", "p.yaml:1:1",
		    "\"title\" is missing" },
		{ "title:\n", "missing_key", "p.yaml:1:1",
		    "\"title\" is missing" },
		{ "title: x\nitems:\n  - label: 関所\n", "missing_key",
		    "p.yaml:3:5", "\"id\" is missing" },
		{ "title: x\nsize: \"3\"\n", "wrong_type", "p.yaml:2:7",
		    "an integer is expected" },
		{ "title: x\nsize: 三\n", "wrong_type", "p.yaml:2:7",
		    "an integer is expected" },
		{ "title: [関, 所]\n", "wrong_type", "p.yaml:1:8",
		    "text is expected" },
		{ "title: x\nopen: yes\n", "wrong_type", "p.yaml:2:7",
		    "true or false is expected" },
		{ "title: x\nopen: \"true\"\n", "wrong_type", "p.yaml:2:7",
		    "true or false is expected" },
		{ "title: x\nitems: y\n", "wrong_type", "p.yaml:2:8",
		    "a list is expected" },
		{ "title: x\nsettings: [1]\n", "wrong_type", "p.yaml:2:11",
		    "a map is expected" },
		{ "title: x\nsize: 11\n", "bad_value", "p.yaml:2:7",
		    "an integer from 1 to 10 is expected" },
		{ "title: \"\"\n", "bad_value", "p.yaml:1:8",
		    "it may not be empty" },
		{ "title: 123456789012345678901\n", "bad_value", "p.yaml:1:8",
		    "too long (at most 20 characters)" },
		{ "title: x\nsince: 2026-02-29\n", "bad_value", "p.yaml:2:8",
		    "not a date that exists (YYYY-MM-DD)" },
		{ "title: x\nat: 9:00\n", "bad_value", "p.yaml:2:5",
		    "not a time of day (HH:MM)" },
		{ "title: x\nmode: quick\n", "bad_value", "p.yaml:2:7",
		    "one of these is expected: fast | slow" },
		{ "title: x\nsite: example.jp\n", "bad_value", "p.yaml:2:7",
		    "not a URL (https://...)" },
		{ "title: x\nmail: example.jp\n", "bad_value", "p.yaml:2:7",
		    "not an e-mail address" },
		{ "title: x\nitems: []\n", "too_few", "p.yaml:2:8",
		    "at least 1 needed" },
		{ "title: x\nitems: [{id: a}, {id: b}, {id: c}, {id: d}]\n",
		    "too_many", "p.yaml:2:8", "too many (at most 3)" },
		{ "title: x\nitems:\n- id: a\n- {label: 氏名, id: a}\n",
		    "duplicate_id", "p.yaml:4:19",
		    "the id \"a\" is used already in line 3" },
		{ "title: x\nitems:\n- id: a\n  uses: [p, q]\n"
		    "purposes: [{id: q}]\n", "dangling_reference",
		    "p.yaml:4:10", "\"p\" is not declared in purposes" },
		{ "title: x\nwhere: prices\n", "dangling_reference",
		    "p.yaml:2:8", "there is no such section" },
		{ "title: x\nwhere: items.b\nitems: [{id: a}]\n",
		    "dangling_reference", "p.yaml:2:8",
		    "\"b\" is not declared in items" },
		{ "title: x\nwhere: items.\nitems: [{id: a}]\n",
		    "dangling_reference", "p.yaml:2:8",
		    "not an id that is declared in items" },
		{ "title: x\none: {days: 1, months: 1}\n", "exactly_one",
		    "p.yaml:2:6",
		    "exactly one of the possible keys must stand" },
		{ "title: x\none: {days: }\n", "exactly_one", "p.yaml:2:6",
		    "exactly one of the possible keys must stand" },
		{ "title: x\nsome: {note: y}\n", "missing_key", "p.yaml:2:7",
		    "at least one of the possible keys must stand" },
		{ "title: x\nsettings: {B: 1}\n", "bad_value", "p.yaml:2:12",
		    "an id is lower-case letters, digits and _" },
	};

	check_faults(faults, LENGTH(faults), "p.yaml", *state);
}

static void
faults_in_json(void **state)
{
	static const struct fault faults[] = {
		{ "[]", "wrong_type", "", "a map is expected" },
		{ "{}", "missing_key", "", "\"title\" is missing" },
		{ "{\"title\":\"x\",\"sise\":3}", "unknown_key", "/sise",
		    "unknown key \"sise\"" },
		{ "{\"title\":null}", "missing_key", "",
		    "\"title\" is missing" },
		{ "{\"title\":\"x\",\"size\":1.5}", "wrong_type", "/size",
		    "an integer is expected" },
		{ "{\"title\":\"x\",\"items\":[{\"id\":\"a\"},"
		    "{\"label\":\"b\"}]}", "missing_key", "/items/1",
		    "\"id\" is missing" },
		{ "{\"title\":\"x\",\"items\":[{\"id\":\"a\"},"
		    "{\"id\":\"a\"}]}", "duplicate_id", "/items/1/id",
		    "the id \"a\" is used already" },
		{ "{\"title\":\"x\",\"items\":[{\"id\":\"a\","
		    "\"uses\":[\"p\"]}]}", "dangling_reference",
		    "/items/0/uses/0", "\"p\" is not declared in purposes" },
		{ "{\"title\":\"x\",\"one\":{}}", "exactly_one", "/one",
		    "exactly one of the possible keys must stand" },
		{ "{\"title\":\"x\",\"settings\":{\"a\":\"y\"}}",
		    "wrong_type", "/settings/a", "an integer is expected" },
		/* RFC 6901: ~ and / in keys, and the empty key */
		{ "{\"title\":\"x\",\"a/b~c\":1}", "unknown_key",
		    "/a~1b~0c", "unknown key \"a/b~c\"" },
		{ "{\"title\":\"x\",\"\":1}", "unknown_key", "/",
		    "unknown key \"\"" },
		{ "{\"title\":\"x\",\"extra\":{\"a\":1.5}}", "wrong_type",
		    "/extra/a", "a plain value is expected" },
	};

	check_faults(faults, LENGTH(faults), NULL, *state);
}

static void
guesses_what_was_meant(void **state)
{
	static const struct {
		const char *yaml;
		const char *meant;
	} cases[] = {
		{ "title: x\nsise: 3\n", "did you mean \"size\"?" },
		{ "title: x\ntitel: y\n", "did you mean \"title\"?" },
		{ "title: x\npurpose: []\n", "did you mean \"purposes\"?" },
		{ "title: x\none: {days: 1, nte: y}\n",
		    "did you mean \"note\"?" },
		{ "title: x\nsomething_else: 3\n", "" },
		{ "title: x\n題: 3\n", "" },
	};

	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct node *root;
		struct findings findings = check(&root, cases[i].yaml,
		    "p.yaml", *state);

		assert_int_equal(findings_total(&findings), 1);
		assert_string_equal(findings.first->error.code,
		    "unknown_key");
		assert_string_equal(
		    findings.first->error.remedy[LANGUAGE_EN],
		    cases[i].meant);
	}
}

static void
gives_types_to_scalars(void **state)
{
	static const char *const sources[] = {
		"title: 007\nsize: 7\nopen: true\nsince: 2026-11-22\n"
		"at: \"09:30\"\nmode: slow\nsettings: {a: 12}\n"
		"extra: {a: x, b: 1}\n",
		"{\"title\":\"007\",\"size\":7,\"open\":true,"
		"\"since\":\"2026-11-22\",\"at\":\"09:30\",\"mode\":\"slow\","
		"\"settings\":{\"a\":12},\"extra\":{\"a\":\"x\",\"b\":1}}",
	};

	for (size_t i = 0; i < LENGTH(sources); i++) {
		const struct node *root;
		struct findings findings = check(&root, sources[i],
		    i == 0 ? "p.yaml" : NULL, *state);

		assert_int_equal(findings_total(&findings), 0);
		assert_text(node_text(root, "title"), "007");
		assert_int_equal(node_get(root, "size")->kind, NODE_INT);
		assert_int_equal(node_int(root, "size", 0), 7);
		assert_int_equal(node_get(root, "open")->kind, NODE_BOOL);
		assert_true(node_bool(root, "open", false));
		assert_int_equal(node_get(root, "since")->number, 20779);
		assert_int_equal(node_get(root, "at")->number, 9 * 60 + 30);
		assert_int_equal(node_get(root, "mode")->number, 1);
		assert_int_equal(node_int(node_get(root, "settings"), "a", 0),
		    12);
	}
}

static void
accepts_forward_references_and_all(void **state)
{
	const struct node *root;
	struct findings findings = check(&root,
	    "title: x\n"
	    "where: purposes.q\n"
	    "items:\n"
	    "- {id: a, uses: [p, q]}\n"
	    "- {id: b, uses: all}\n"
	    "- {id: p}\n"
	    "purposes: [{id: p}, {id: q}]\n", "p.yaml", *state);

	assert_int_equal(findings_total(&findings), 0);
	findings = check(&root, "title: x\nwhere: items\n", "p.yaml", *state);
	assert_int_equal(findings_total(&findings), 0);
}

static void
finds_everything_at_once(void **state)
{
	static const char *const codes[] = {
		"missing_key", "bad_value", "unknown_key", "missing_key",
		"wrong_type", "dangling_reference",
	};
	const struct node *root;
	struct findings findings = check(&root,
	    "size: 99\n"
	    "foo: 1\n"
	    "items:\n"
	    "- {uses: [nothing]}\n"
	    "open: maybe\n", "p.yaml", *state);
	size_t at = 0;

	for (const struct finding *f = findings.first; f != NULL; f = f->next)
		assert_string_equal(f->error.code, codes[at++]);
	assert_int_equal(at, LENGTH(codes));
}

/* A value is not repeated unless it is an id; long keys are cut whole. */
static void
quotes_no_value(void **state)
{
	static const char *const sources[] = {
		"{\"title\":\"x\",\"where\":\"山田 太郎\"}",
		"{\"title\":\"x\",\"where\":\"items.山田 太郎\"}",
		"{\"title\":\"x\",\"items\":[{\"id\":\"山田 太郎\"}]}",
		("{\"title\":\"x\",\"items\":[{\"id\":\"a\","
		    "\"uses\":[\"山田 太郎\"]}]}"),
		"{\"title\":\"x\",\"mode\":\"山田 太郎\"}",
		"{\"title\":\"x\",\"mail\":\"山田 太郎\"}",
		"{\"title\":\"x\",\"site\":\"山田 太郎\"}",
		"{\"title\":\"x\",\"since\":\"山田 太郎\"}",
		"{\"title\":\"x\",\"size\":\"山田 太郎\"}",
		"{\"title\":\"山田 太郎山田 太郎山田 太郎山田 太郎山田\"}",
	};

	for (size_t i = 0; i < LENGTH(sources); i++) {
		const struct node *root;
		struct findings findings = check(&root, sources[i], NULL,
		    *state);
		const struct error *error;

		assert_int_equal(findings_total(&findings), 1);
		error = &findings.first->error;
		assert_null(strstr(error->text[LANGUAGE_JA], "山田"));
		assert_null(strstr(error->text[LANGUAGE_EN], "山田"));
		assert_null(strstr(error->remedy[LANGUAGE_EN], "山田"));
	}
}

static void
long_keys_are_cut_whole(void **state)
{
	for (size_t shift = 0; shift < 3; shift++) {
		const struct node *root;
		struct findings findings;
		struct buf source;
		struct text text;

		buf_init(&source, *state, 4096);
		buf_string(&source, "{\"title\":\"x\",\"");
		for (size_t i = 0; i < shift; i++)
			buf_byte(&source, 'x');
		for (int i = 0; i < 300; i++)
			buf_string(&source, "関");
		buf_string(&source, "\":1}");
		buf_byte(&source, '\0');
		findings = check(&root, (const char *)source.p, NULL, *state);
		assert_int_equal(findings_total(&findings), 1);
		for (int l = 0; l < LANGUAGE_COUNT; l++) {
			text = text_of(findings.first->error.text[l]);
			assert_true(text.n < 120);
			assert_true(text_from_bytes(&text, bytes_of(text)));
		}
		text = text_of(findings.first->error.field);
		assert_true(text_from_bytes(&text, bytes_of(text)));
	}
}

/* A shape that holds itself is checked to the end, or says that it is not. */
static void
recursion_has_a_depth(void **state)
{
	for (size_t depth = 1; depth < 30; depth++) {
		const struct node *root;
		struct findings findings;
		struct buf source;

		buf_init(&source, *state, 4096);
		buf_string(&source, "{\"title\":\"x\",\"tree\":");
		for (size_t i = 0; i < depth; i++)
			buf_string(&source, "{\"branches\":[");
		buf_string(&source, "{\"leaf\":\"bad\"}");
		for (size_t i = 0; i < depth; i++)
			buf_string(&source, "]}");
		buf_string(&source, "}");
		buf_byte(&source, '\0');
		findings = check(&root, (const char *)source.p, NULL, *state);
		assert_int_equal(findings_total(&findings), 1);
		assert_string_equal(findings.first->error.code,
		    2 * depth + 2 > SHAPE_DEPTH ? "too_deep" : "wrong_type");
	}
}

static void
forms_of_scalars(void **state)
{
	static const struct {
		const char *yaml;
		bool good;
	} cases[] = {
		{ "title: x\nsite: https://example.jp/\n", true },
		{ "title: x\nsite: http://example.jp:8080/a?b=c#d\n", true },
		{ "title: x\nsite: \"https://\"\n", false },
		{ "title: x\nsite: https:///a\n", false },
		{ "title: x\nsite: ftp://example.jp/\n", false },
		{ "title: x\nsite: \"https://example.jp/a b\"\n", false },
		{ "title: x\nsite: 'https://example.jp/\"'\n", false },
		{ "title: x\nsite: javascript:alert(1)\n", false },
		{ "title: x\nmail: taro@example.jp\n", true },
		{ "title: x\nmail: a@b.jp\n", true },
		{ "title: x\nmail: a@.b.jp\n", false },
		{ "title: x\nmail: \"a b@example.jp\"\n", false },
		{ "title: x\nmail: \"@example.jp\"\n", false },
		{ "title: x\nat: \"00:00\"\n", true },
		{ "title: x\nat: \"24:00\"\n", true },
		{ "title: x\nat: \"24:30\"\n", false },
		{ "title: x\nat: \"12.30\"\n", false },
		{ "title: x\nat: \"12:300\"\n", false },
		{ "title: x\nat: \"-1:30\"\n", false },
		{ "title: x\nat: \"12:-1\"\n", false },
		{ "title: x\nmail: taro@example\n", false },
		{ "title: x\nmail: taro@\n", false },
		{ "title: x\nmail: taro@.jp\n", false },
		{ "title: x\nmail: taro@example.jp.\n", false },
		{ "title: x\nmail: a@b@example.jp\n", false },
		{ "title: x\nmail: \"Taro <taro@example.jp>\"\n", false },
		{ "title: x\nmail: \"a@example.jp,b@example.jp\"\n", false },
	};

	for (size_t i = 0; i < LENGTH(cases); i++) {
		const struct node *root;
		struct findings findings = check(&root, cases[i].yaml,
		    "p.yaml", *state);

		if ((findings_total(&findings) == 0) != cases[i].good)
			print_error("%s\n", cases[i].yaml);
		assert_int_equal(findings_total(&findings) == 0,
		    cases[i].good);
	}
}

/* One shape's schema, as OpenAPI embeds it. */
static void
schema_of_one_shape(void **state)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, *state, 4096);
	json = jsonw_new(&out, false);
	shape_schema_of(&json, &purposes_shape, &test_language,
	    "#/components/schemas/");
	assert_text(buf_as_text(&out),
	    "{\"type\":\"array\",\"items\":"
	    "{\"$ref\":\"#/components/schemas/purpose\"},"
	    "\"maxItems\":100000}");
	buf_init(&out, *state, 4096);
	json = jsonw_new(&out, false);
	shape_schema_of(&json, &purpose_shape, &test_language,
	    "#/components/schemas/");
	assert_text(buf_as_text(&out),
	    "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\","
	    "\"pattern\":\"^[a-z][a-z0-9_]{0,62}$\"}},"
	    "\"required\":[\"id\"],\"additionalProperties\":false}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(faults_in_yaml),
		arena_test(faults_in_json),
		arena_test(guesses_what_was_meant),
		arena_test(gives_types_to_scalars),
		arena_test(accepts_forward_references_and_all),
		arena_test(finds_everything_at_once),
		arena_test(quotes_no_value),
		arena_test(long_keys_are_cut_whole),
		arena_test(recursion_has_a_depth),
		arena_test(forms_of_scalars),
		arena_test(schema_of_one_shape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
