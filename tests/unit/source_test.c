#include "base/encode.h"
#include "base/file.h"
#include "policy/policy.h"
#include "policy/source.h"
#include "test.h"

/* The smallest policy; cases below count its lines. */
static const char small[] =
	"sekisho: 1\n"
	"operator:\n"
	"  name: {ja: 甲}\n"
	"  legal_form: stock_company\n"
	"  address: {on_request: true}\n"
	"  representative: {on_request: true}\n"
	"  officer: {on_request: true}\n"
	"  hosts: [a.example]\n"
	"  size: {employees: 1, persons: 2}\n"
	"subjects:\n"
	"  - {id: person, kind: customer, label: {ja: 本人}}\n"
	"services:\n"
	"  - {id: shop, label: {ja: 店}}\n"
	"items:\n"
	"  - id: name\n"
	"    kind: name\n"
	"    label: {ja: 氏名}\n"
	"  - id: email\n"
	"    kind: email\n"
	"    label: {ja: メール}\n"
	"    unique: true\n"
	"acquisition:\n"
	"  - id: form\n"
	"    label: {ja: 様式}\n"
	"    medium: web\n"
	"    source: person\n"
	"    required: name\n"
	"    purposes: all\n"
	"purposes:\n"
	"  - id: serve\n"
	"    label: {ja: 提供}\n"
	"    text: {ja: 提供のため}\n"
	"    items: [name, email]\n"
	"    made_known: published\n"
	"roles:\n"
	"  - {id: clerk, kind: staff, label: {ja: 係}, purposes: [serve], "
	"items: all, acts: [use]}\n"
	"rights:\n"
	"  types:\n"
	"    - {id: disclosure, kind: disclosure, label: {ja: 開示}}\n"
	"  deadline: {days: 14}\n"
	"desks:\n"
	"  - {id: desk, label: {ja: 窓口}, handles: requests}\n"
	"measures:\n"
	"  - {id: lock, group: physical, text: {ja: 施錠}}\n"
	"notices:\n"
	"  level: published\n"
	"  changes: {ways: website}\n"
	"revisions:\n"
	"  - {version: \"1\", in_force: 2026-01-01}\n"
	"text:\n"
	"  - {heading: {ja: 方針}, states: [operator, items.name]}\n";

/* What RFC 8785 makes of it, and the SHA-256 of that. */
static const char small_canonical[] =
	"{\"acquisition\":[{\"id\":\"form\",\"label\":{\"ja\":\"様式\"},"
	"\"medium\":\"web\",\"purposes\":\"all\",\"required\":[\"name\"],"
	"\"source\":\"person\"}],\"desks\":[{\"handles\":[\"requests\"],"
	"\"id\":\"desk\",\"label\":{\"ja\":\"窓口\"}}],\"items\":[{"
	"\"id\":\"name\",\"kind\":\"name\",\"label\":{\"ja\":\"氏名\"}},{"
	"\"id\":\"email\",\"kind\":\"email\",\"label\":{\"ja\":\"メール\"},"
	"\"unique\":true}],\"measures\":[{\"group\":\"physical\","
	"\"id\":\"lock\",\"text\":{\"ja\":\"施錠\"}}],\"notices\":{"
	"\"changes\":{\"ways\":[\"website\"]},\"level\":\"published\"},"
	"\"operator\":{\"address\":{\"on_request\":true},"
	"\"hosts\":[\"a.example\"],\"legal_form\":\"stock_company\","
	"\"name\":{\"ja\":\"甲\"},\"officer\":{\"on_request\":true},"
	"\"representative\":{\"on_request\":true},\"size\":{\"employees\":1,"
	"\"persons\":2}},\"purposes\":[{\"id\":\"serve\",\"items\":[\"name\","
	"\"email\"],\"label\":{\"ja\":\"提供\"},\"made_known\":\"published\","
	"\"text\":{\"ja\":\"提供のため\"}}],\"revisions\":[{"
	"\"in_force\":\"2026-01-01\",\"version\":\"1\"}],\"rights\":{"
	"\"deadline\":{\"days\":14},\"types\":[{\"id\":\"disclosure\","
	"\"kind\":\"disclosure\",\"label\":{\"ja\":\"開示\"}}]},\"roles\":[{"
	"\"acts\":[\"use\"],\"id\":\"clerk\",\"items\":\"all\","
	"\"kind\":\"staff\",\"label\":{\"ja\":\"係\"},"
	"\"purposes\":[\"serve\"]}],\"sekisho\":1,\"services\":[{"
	"\"id\":\"shop\",\"label\":{\"ja\":\"店\"}}],\"subjects\":[{"
	"\"id\":\"person\",\"kind\":\"customer\","
	"\"label\":{\"ja\":\"本人\"}}],\"text\":[{"
	"\"heading\":{\"ja\":\"方針\"},\"states\":[\"operator\","
	"\"items.name\"]}]}";
static const char small_hash[] =
	"02994b23e6119f0d89f0cbdd06caa660"
	"b1f6a7330f641cf83c756f0d11dcdbc9";

/* The small policy with one place changed; old must stand in it once. */
static struct text
with(struct arena *arena, const char *old, const char *new)
{
	const char *at = strstr(small, old);
	size_t before, n;
	char *p;

	assert_non_null(at);
	assert_null(strstr(at + 1, old));
	before = (size_t)(at - small);
	n = strlen(small) - strlen(old) + strlen(new);
	p = arena_alloc(arena, n + 1);
	assert_non_null(p);
	memcpy(p, small, before);
	memcpy(p + before, new, strlen(new));
	memcpy(p + before + strlen(new), at + strlen(old),
	    strlen(at + strlen(old)));
	return (struct text){ p, n };
}

static enum status
parse(struct policy_source *source, struct findings *findings,
    struct text yaml, struct arena *arena, struct error *error)
{
	findings_init(findings, arena, "p.yaml");
	return policy_source_parse(source, yaml, "p.yaml", findings, arena,
	    error);
}

static void
hex_is(const struct policy_source *source, const char *wanted)
{
	char hex[2 * POLICY_HASH_SIZE + 1];

	encode_hex(source->hash, sizeof(source->hash), hex);
	assert_string_equal(hex, wanted);
}

/* One wrong place: what is said first, where, and how much in all. */
struct wrong {
	const char *old;
	const char *new;
	const char *code;
	uint32_t line;
	uint32_t column;
	size_t count;
};

static const struct wrong wrongs[] = {
	/* unknown keys; columns count characters, not bytes */
	{ "unique: true", "uniqe: true", "unknown_key", 21, 5, 1 },
	{ "legal_form: stock", "legalform: x\n  legal_form: stock",
	  "unknown_key", 4, 3, 1 },
	{ "{ja: メール}", "{ja: メール, xx: b}", "unknown_key", 20, 22, 1 },
	{ "level: published", "level: published\n  clouds: many",
	  "unknown_key", 47, 3, 1 },
	/* missing parts: the place is the map that lacks it */
	{ "    kind: email\n", "", "missing_key", 18, 5, 1 },
	{ "level: published\n  ", "", "missing_key", 46, 3, 1 },
	{ "purposes: [serve], ", "", "missing_key", 36, 5, 1 },
	{ "{ja: 甲}", "{en: A}", "missing_key", 3, 9, 1 },
	{ "text:\n  - {heading", "texts:\n  - {heading", "missing_key",
	  1, 1, 2 },
	{ "kind: email", "kind:", "missing_key", 18, 5, 1 },
	/* wrong types */
	{ "{ja: 甲}", "甲", "wrong_type", 3, 9, 1 },
	{ "employees: 1", "employees: one", "wrong_type", 9, 21, 1 },
	{ "employees: 1", "employees: \"1\"", "wrong_type", 9, 21, 1 },
	{ "employees: 1", "employees: 1.5", "wrong_type", 9, 21, 1 },
	{ "unique: true", "unique: yes", "wrong_type", 21, 13, 1 },
	{ "unique: true", "unique: \"true\"", "wrong_type", 21, 13, 1 },
	{ "kind: email", "kind: [email]", "wrong_type", 19, 11, 1 },
	{ "acts: [use]", "acts: use", "wrong_type", 36, 83, 1 },
	{ "[a.example]", "{a: example}", "wrong_type", 8, 10, 1 },
	/* values outside their range or list */
	{ "sekisho: 1", "sekisho: 2", "bad_value", 1, 10, 1 },
	{ "employees: 1", "employees: -1", "bad_value", 9, 21, 1 },
	{ "medium: web", "medium: pigeon", "bad_value", 25, 13, 1 },
	{ "acts: [use]", "acts: [use, dream]", "bad_value", 36, 89, 1 },
	{ "id: lock", "id: Lock", "bad_value", 44, 10, 1 },
	{ "{days: 14}", "{days: 0}", "bad_value", 40, 20, 1 },
	{ "2026-01-01", "2026-02-30", "bad_value", 49, 30, 1 },
	{ "2026-01-01", "01.01.2026", "bad_value", 49, 30, 1 },
	{ "ja: 施錠", "ja: \"\"", "bad_value", 44, 44, 1 },
	/* ids */
	{ "{id: person, kind: customer, label: {ja: 本人}}",
	  "{id: person, kind: customer, label: {ja: 本人}}\n"
	  "  - {id: person, kind: staff, label: {ja: 係}}",
	  "duplicate_id", 12, 10, 1 },
	{ "  - id: email\n", "  - id: name\n", "duplicate_id", 18, 9, 2 },
	{ "[name, email]", "[name, emial]", "dangling_reference", 33, 19, 1 },
	{ "purposes: [serve]", "purposes: [conquer]", "dangling_reference",
	  36, 57, 1 },
	{ "[operator, items.name]", "[operator, items.nom]",
	  "dangling_reference", 51, 44, 1 },
	{ "[operator, items.name]", "[weather]", "dangling_reference",
	  51, 34, 1 },
	/* exactly one of a period's units */
	{ "{days: 14}", "{days: 14, weeks: 2}", "exactly_one", 40, 13, 1 },
	{ "{days: 14}", "{}", "exactly_one", 40, 13, 1 },
	{ "{days: 14}", "{fortnights: 1}", "exactly_one", 40, 13, 2 },
	/* all stands only where it is allowed, and alone */
	{ "required: name", "required: all", "dangling_reference", 27, 15, 1 },
	{ "items: all", "items: [all]", "dangling_reference", 36, 73, 1 },
	{ "acts: [use]", "acts: all", "wrong_type", 36, 83, 1 },
	/* lists that must have a member */
	{ "handles: requests", "handles: []", "too_few", 42, 42, 1 },
};

static void
points_at_what_is_wrong(void **state)
{
	struct arena *arena = *state;

	for (size_t i = 0; i < LENGTH(wrongs); i++) {
		const struct wrong *w = &wrongs[i];
		struct text yaml = with(arena, w->old, w->new);
		struct policy_source source;
		struct findings findings;
		struct error error;
		char place[64];

		assert_fails(parse(&source, &findings, yaml, arena, &error),
		    &error, STATUS_INVALID, w->code);
		assert_null(source.root);
		(void)snprintf(place, sizeof(place), "p.yaml:%u:%u", w->line,
		    w->column);
		assert_string_equal(error.field, place);
		assert_non_null(findings.first);
		assert_int_equal(findings.first->line, w->line);
		assert_int_equal(findings.first->column, w->column);
		assert_int_equal(findings_total(&findings), w->count);
		for (const struct finding *f = findings.first; f != NULL;
		    f = f->next) {
			assert_int_not_equal(f->error.text[LANGUAGE_JA][0], 0);
			assert_int_not_equal(f->error.text[LANGUAGE_EN][0], 0);
		}
	}
}

static void
suggests_what_was_meant(void **state)
{
	struct arena *arena = *state;
	struct policy_source source;
	struct findings findings;
	struct error error;
	struct text yaml = with(arena, "unique: true", "uniqe: true");

	assert_fails(parse(&source, &findings, yaml, arena, &error), &error,
	    STATUS_INVALID, "unknown_key");
	assert_non_null(strstr(error.remedy[LANGUAGE_JA], "unique"));
	assert_non_null(strstr(error.remedy[LANGUAGE_EN], "unique"));
	yaml = with(arena, "{ja: 施錠}", "{ja: 施錠, en: lock, and key}");
	assert_fails(parse(&source, &findings, yaml, arena, &error), &error,
	    STATUS_INVALID, "unknown_key");
	assert_non_null(strstr(error.remedy[LANGUAGE_EN], "comma"));
}

/* What is no YAML of ours is an error without findings. */
static const struct wrong broken[] = {
	{ "{ja: 甲}", "&a {ja: 甲}", "yaml_anchor", 3, 9, 0 },
	{ "ja: 甲", "ja: &a 甲", "yaml_anchor", 3, 14, 0 },
	{ "[a.example]", "*a", "yaml_alias", 8, 10, 0 },
	{ "[a.example]", "!!seq [a.example]", "yaml_anchor", 8, 10, 0 },
	{ "ja: 甲", "ja: !!str 甲", "yaml_anchor", 3, 14, 0 },
	{ "kind: email", "kind: email\n    kind: phone", "duplicate_key",
	  20, 5, 0 },
	{ "sekisho: 1\n", "sekisho: 1\n--- \n", "yaml_documents", 2, 1, 0 },
	{ "{ja: 甲}", "{[ja]: 甲}", "yaml_key", 3, 10, 0 },
	{ "{days: 14}", "{days: 14", "yaml_syntax", 41, 6, 0 },
};

static void
refuses_what_is_no_yaml_of_ours(void **state)
{
	struct arena *arena = *state;

	for (size_t i = 0; i < LENGTH(broken); i++) {
		const struct wrong *w = &broken[i];
		struct text yaml = with(arena, w->old, w->new);
		struct policy_source source;
		struct findings findings;
		struct error error;
		char place[64];

		assert_fails(parse(&source, &findings, yaml, arena, &error),
		    &error, STATUS_INVALID, w->code);
		(void)snprintf(place, sizeof(place), "p.yaml:%u:%u", w->line,
		    w->column);
		assert_string_equal(error.field, place);
		assert_int_equal(findings_total(&findings), 0);
		assert_null(source.root);
	}
}

static void
refuses_nothing_at_all(void **state)
{
	struct policy_source source;
	struct findings findings;
	struct error error;

	assert_fails(parse(&source, &findings, TEXT(""), *state, &error),
	    &error, STATUS_INVALID, "empty_file");
	assert_fails(parse(&source, &findings, TEXT("# nothing\n"), *state,
	    &error), &error, STATUS_INVALID, "empty_file");
	assert_fails(parse(&source, &findings, TEXT("- 1\n"), *state, &error),
	    &error, STATUS_INVALID, "wrong_type");
}

static void
writes_the_canonical_form(void **state)
{
	struct policy_source source;
	struct findings findings;
	struct error error;

	assert_ok(parse(&source, &findings, text_of(small), *state, &error),
	    &error);
	assert_text(source.canonical, small_canonical);
	hex_is(&source, small_hash);
}

/* What says the same thing otherwise has the same name. */
static const struct {
	const char *old;
	const char *new;
} same[] = {
	{ "sekisho: 1\n", "# a remark\n\nsekisho:   1 # and another\n" },
	{ "    kind: email\n    label: {ja: メール}\n",
	  "    label: {ja: メール}\n    kind: email\n" },
	{ "{employees: 1, persons: 2}", "{persons: 2, employees: 1}" },
	{ "{ja: 甲}", "\n    ja: \"甲\"" },
	{ "unique: true", "unique: true\n    searchable:" },
	{ "[a.example]", "a.example" },
	{ "required: name", "required: [name]" },
	{ "ways: website", "ways: [ website ]" },
	{ "handles: requests", "handles: [requests]" },
};

static void
ignores_what_says_nothing(void **state)
{
	struct arena *arena = *state;

	for (size_t i = 0; i < LENGTH(same); i++) {
		struct policy_source source;
		struct findings findings;
		struct error error;

		assert_ok(parse(&source, &findings, with(arena, same[i].old,
		    same[i].new), arena, &error), &error);
		assert_text(source.canonical, small_canonical);
	}
}

static const struct {
	const char *old;
	const char *new;
} other[] = {
	{ "ja: 施錠", "ja: 施錠 " "\u3002" },
	{ "unique: true", "unique: false" },
	{ "unique: true", "searchable: true" },
	{ "[name, email]", "[email, name]" },
	{ "{days: 14}", "{business_days: 14}" },
	{ "version: \"1\"", "version: \"2\"" },
	{ "items: all", "items: [name, email]" },
};

static void
notices_every_word(void **state)
{
	struct arena *arena = *state;

	for (size_t i = 0; i < LENGTH(other); i++) {
		struct policy_source source;
		struct findings findings;
		struct error error;
		char hex[2 * POLICY_HASH_SIZE + 1];

		assert_ok(parse(&source, &findings, with(arena, other[i].old,
		    other[i].new), arena, &error), &error);
		encode_hex(source.hash, sizeof(source.hash), hex);
		assert_string_not_equal(hex, small_hash);
	}
}

static void
restores_what_it_wrote(void **state)
{
	struct policy_source source;
	struct error error;

	assert_ok(policy_source_restore(&source, text_of(small_canonical),
	    *state, &error), &error);
	assert_text(source.canonical, small_canonical);
	hex_is(&source, small_hash);
	assert_text(node_text(node_at(node_get(source.root, "items"), 1),
	    "kind"), "email");
}

/* The canonical text with its first `old` changed. */
static struct text
bent(struct arena *arena, const char *old, const char *new)
{
	const char *at = strstr(small_canonical, old);
	size_t before, n = strlen(small_canonical) + strlen(new) + 1;
	char *p = arena_alloc(arena, n);

	assert_non_null(at);
	assert_non_null(p);
	before = (size_t)(at - small_canonical);
	(void)snprintf(p, n, "%.*s%s%s", (int)before, small_canonical, new,
	    at + strlen(old));
	return text_of(p);
}

static const struct {
	const char *old;
	const char *new;
	enum status status;
	const char *code;
} restored[] = {
	{ "\"acquisition\":", "\"acquisition\": ", STATUS_INTEGRITY,
	  "not_canonical" },
	{ "{\"id\":\"form\",\"label\":{\"ja\":\"様式\"},",
	  "{\"label\":{\"ja\":\"様式\"},\"id\":\"form\",", STATUS_INTEGRITY,
	  "not_canonical" },
	{ "[\"requests\"]", "\"requests\"", STATUS_INTEGRITY,
	  "not_canonical" },
	{ "\"unique\":true", "\"unique\":true,\"x\":null", STATUS_INVALID,
	  "unknown_key" },
	{ "\"kind\":\"email\",", "\"kind\":\"email\",\"masking\":null,",
	  STATUS_INTEGRITY, "not_canonical" },
	{ "様式", "\\u69d8\\u5f0f", STATUS_INTEGRITY, "not_canonical" },
	{ "\"days\":14", "\"days\":\"14\"", STATUS_INVALID, "wrong_type" },
	{ "\"days\":14", "\"days\":1.4e1", STATUS_INVALID, "wrong_type" },
	{ "\"serve\"", "\"conquer\"", STATUS_INVALID, "dangling_reference" },
};

static void
refuses_to_restore_anything_else(void **state)
{
	struct arena *arena = *state;
	struct policy_source source;
	struct error error;

	for (size_t i = 0; i < LENGTH(restored); i++)
		assert_fails(policy_source_restore(&source, bent(arena,
		    restored[i].old, restored[i].new), arena, &error), &error,
		    restored[i].status, restored[i].code);
	assert_int_equal(policy_source_restore(&source, TEXT("{"), arena,
	    &error), STATUS_INVALID);
	assert_int_equal(policy_source_restore(&source, TEXT(""), arena,
	    &error), STATUS_INVALID);
}

/* The real policies go through both doors too, and can be decided by. */
static void
restores_every_policy(void **state)
{
	static const char *const names[] = {
		"livals", "levii", "libera", "jieigyo", "leverages",
		"template"
	};
	const char *top = getenv("SEKISHO_TOP");

	for (size_t i = 0; i < LENGTH(names); i++) {
		struct arena *arena = *state;
		struct policy_source source, again;
		const struct policy *policy;
		struct numbering numbering;
		struct findings findings;
		struct error error;
		char path[512];

		(void)snprintf(path, sizeof(path), "%s/policies/%s.yaml",
		    top == NULL ? "." : top, names[i]);
		findings_init(&findings, arena, path);
		assert_ok(policy_source_read(&source, path, &findings, arena,
		    &error), &error);
		assert_ok(policy_source_restore(&again, source.canonical,
		    arena, &error), &error);
		assert_memory_equal(again.hash, source.hash,
		    sizeof(source.hash));
		numbering_init(&numbering, arena);
		assert_ok(policy_compile(&policy, &again, &numbering, arena,
		    &error), &error);
		assert_memory_equal(policy->hash, source.hash,
		    sizeof(source.hash));
		arena_reset(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(points_at_what_is_wrong),
		arena_test(suggests_what_was_meant),
		arena_test(refuses_what_is_no_yaml_of_ours),
		arena_test(refuses_nothing_at_all),
		arena_test(writes_the_canonical_form),
		arena_test(ignores_what_says_nothing),
		arena_test(notices_every_word),
		arena_test(restores_what_it_wrote),
		arena_test(refuses_to_restore_anything_else),
		arena_test(restores_every_policy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
