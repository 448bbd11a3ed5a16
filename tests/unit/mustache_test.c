/*
 * Mustache templates: cases of our own, and what hostile templates and data
 * cannot do.
 */
#include "test.h"

#include "base/json.h"
#include "render/mustache.h"

static enum status
fill(struct text *out, const char *template, const char *json,
    const struct mustache_piece *partials,
    const struct mustache_piece *fragments, struct arena *arena,
    struct error *error)
{
	struct mustache_set set = { partials, fragments };
	const struct node *data;
	struct buf buf;
	enum status status;

	buf_init(&buf, arena, 1 << 16);
	assert_ok(json_parse(&data, bytes_of(text_of(json)), arena, error),
	    error);
	status = mustache_render(&buf, text_of(template), data, &set, arena,
	    error);
	*out = buf_as_text(&buf);
	return status;
}

static const struct {
	const char *template;
	const char *json;
	const char *wanted;
} cases[] = {
	/* Variables. */
	{ "{{name}}さん", "{\"name\": \"架空 花子\"}", "架空 花子さん" },
	{ "[{{ a }}]", "{\"a\": \"<b>\\\"&'\"}",
	  "[&lt;b&gt;&quot;&amp;&#39;]" },
	{ "{{{a}}}{{&a}}", "{\"a\": \"<>\"}", "<><>" },
	{ "{{n}} {{m}}", "{\"n\": -12, \"m\": true}", "-12 true" },
	{ "[{{absent}}][{{nothing}}]", "{\"nothing\": null}", "[][]" },
	{ "{{a.b.c}}", "{\"a\": {\"b\": {\"c\": \"deep\"}}}", "deep" },
	{ "{{#a}}{{b.c}}{{/a}}",
	  "{\"a\": {\"b\": {}}, \"b\": {\"c\": \"outer\"}}", "" },
	/* Sections. */
	{ "{{#list}}<{{.}}>{{/list}}", "{\"list\": [1, \"二\"]}", "<1><二>" },
	{ "{{#a}}{{x}}{{y}}{{/a}}", "{\"a\": {\"x\": 1}, \"y\": 2}", "12" },
	{ "{{#no}}x{{/no}}{{^no}}y{{/no}}", "{\"no\": false}", "y" },
	{ "{{#l}}x{{/l}}{{^l}}none{{/l}}", "{\"l\": []}", "none" },
	{ "{{#l}}{{#m}}{{v}}{{/m}};{{/l}}",
	  "{\"l\": [{\"m\": [{\"v\": 1}, {\"v\": 2}]}, {\"m\": []}]}",
	  "12;;" },
	/* Standalone lines go away with their line. */
	{ "a\n{{#t}}\nb\n{{/t}}\nc\n", "{\"t\": true}", "a\nb\nc\n" },
	{ "a\r\n  {{! remark }}  \r\nb", "{}", "a\r\nb" },
	{ "a {{! remark }} b", "{}", "a  b" },
	{ "  {{#t}} x {{/t}}\n", "{\"t\": true}", "   x \n" },
	/* Delimiters. */
	{ "{{=<% %>=}}<% a %>{{a}}", "{\"a\": 1}", "1{{a}}" },
	{ "{{=| |=}}\n|#t|y|/t|", "{\"t\": true}", "y" },
	{ "{{=<% %>=}}\n<%={{ }}=%>\n{{a}}", "{\"a\": 1}", "1" },
};

static void
own_cases(void **state)
{
	struct error error;
	struct text out;

	for (size_t i = 0; i < LENGTH(cases); i++) {
		assert_ok(fill(&out, cases[i].template, cases[i].json, NULL,
		    NULL, *state, &error), &error);
		assert_text(out, cases[i].wanted);
	}
}

static void
partials(void **state)
{
	const struct mustache_piece pieces[] = {
		{ "row", TEXT("<{{v}}>\n") },
		{ "tree", TEXT("{{v}}{{#next}}>{{>tree}}{{/next}}") },
		{ NULL, { NULL, 0 } },
	};
	struct error error;
	struct text out;

	assert_ok(fill(&out, "{{#l}}\n  {{>row}}\n{{/l}}{{>absent}}.",
	    "{\"l\": [{\"v\": 1}, {\"v\": 2}]}", pieces, NULL, *state,
	    &error), &error);
	assert_text(out, "  <1>\n  <2>\n.");
	assert_ok(fill(&out, "{{>tree}}",
	    "{\"v\": 1, \"next\": {\"v\": 2, \"next\": null}}", pieces,
	    NULL, *state, &error), &error);
	assert_text(out, "1>2");
}

static void
endless_partials_stop(void **state)
{
	const struct mustache_piece pieces[] = {
		{ "self", TEXT("x{{>self}}") }, { NULL, { NULL, 0 } },
	};
	struct error error;
	struct text out;

	assert_fails(fill(&out, "{{>self}}", "{}", pieces, NULL, *state,
	    &error), &error, STATUS_INVALID, "too_deep");
}

static void
data_never_become_markup(void **state)
{
	const struct mustache_piece fragments[] = {
		{ "body", TEXT("<p>made by a writer</p>") },
		{ NULL, { NULL, 0 } },
	};
	struct error error;
	struct text out;

	/* The data's "body" is not the fragment's. */
	assert_ok(fill(&out, "{{{body}}}{{body}}",
	    "{\"body\": \"<script>\"}", NULL, fragments, *state, &error),
	    &error);
	assert_text(out, "<p>made by a writer</p>&lt;script&gt;");
	assert_fails(fill(&out, "{{{name}}}", "{\"name\": \"<script>\"}",
	    NULL, fragments, *state, &error), &error, STATUS_INVALID,
	    "unknown_fragment");
	assert_fails(fill(&out, "{{&name}}", "{\"name\": \"<script>\"}",
	    NULL, fragments, *state, &error), &error, STATUS_INVALID,
	    "unknown_fragment");
	/* Data that look like a tag are not read again. */
	assert_ok(fill(&out, "{{a}}", "{\"a\": \"{{b}}\", \"b\": 1}", NULL,
	    fragments, *state, &error), &error);
	assert_text(out, "{{b}}");
}

static void
faults_are_named(void **state)
{
	static const struct {
		const char *template;
		const char *code;
		const char *line;
	} faults[] = {
		{ "a\n{{b", "unclosed_tag", "2" },
		{ "{{#a}}\n\n", "unclosed_section", "2" },
		{ "{{/a}}", "unopened_section", "1" },
		{ "\n{{#a}}{{#b}}{{/a}}{{/b}}", "unopened_section", "2" },
		{ "{{=a=}}", "bad_delimiters", "1" },
		{ "{{={{ =}}", "bad_delimiters", "1" },
		{ "{{<parent}}{{/parent}}", "unknown_tag", "1" },
		{ "{{$block}}{{/block}}", "unknown_tag", "1" },
		{ "{{>*dynamic}}", "unknown_tag", "1" },
	};
	struct error error;
	struct text out;

	for (size_t i = 0; i < LENGTH(faults); i++) {
		assert_fails(fill(&out, faults[i].template, "{}", NULL, NULL,
		    *state, &error), &error, STATUS_INVALID, faults[i].code);
		assert_string_equal(error.field, faults[i].line);
	}
}

static void
deep_sections_stop(void **state)
{
	char template[MUSTACHE_DEPTH * 6 + 7] = "";
	struct error error;
	struct text out;

	for (int i = 0; i <= MUSTACHE_DEPTH; i++)
		memcpy(template + 6 * i, "{{#a}}", 6);
	assert_fails(fill(&out, template, "{\"a\": true}", NULL, NULL,
	    *state, &error), &error, STATUS_INVALID, "too_deep");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(own_cases),
		arena_test(partials),
		arena_test(endless_partials_stop),
		arena_test(data_never_become_markup),
		arena_test(faults_are_named),
		arena_test(deep_sections_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
