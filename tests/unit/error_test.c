#include "test.h"

#include <errno.h>

#include "base/finding.h"

/* n copies of a character. */
static const char *
repeated(struct arena *arena, const char *character, size_t n)
{
	size_t size = strlen(character);
	char *p = arena_alloc(arena, n * size + 1);

	assert_non_null(p);
	for (size_t i = 0; i < n; i++)
		memcpy(p + i * size, character, size);
	return p;
}

static bool
is_utf8(const char *string)
{
	struct text text;

	return text_from_bytes(&text, bytes_of(text_of(string)));
}

/* Cut where a character ends, and no earlier than needed. */
static void
assert_cut(const char *text, size_t size, size_t of_character)
{
	assert_true(is_utf8(text));
	assert_true(strlen(text) < size);
	assert_true(strlen(text) + of_character >= size);
}

static void
says_it_in_both_languages(void **state)
{
	struct error error;

	(void)state;
	memset(&error, 0xFF, sizeof(error));
	assert_int_equal(error_set(&error, STATUS_CONFLICT, "code_1",
	    "%d件", "%d lines", 3), STATUS_CONFLICT);
	assert_int_equal(error.status, STATUS_CONFLICT);
	assert_string_equal(error.code, "code_1");
	assert_string_equal(error.text[LANGUAGE_JA], "3件");
	assert_string_equal(error.text[LANGUAGE_EN], "3 lines");
	assert_string_equal(error.field, "");
	assert_string_equal(error.clause, "");
	assert_string_equal(error.article, "");
	assert_string_equal(error.remedy[LANGUAGE_JA], "");
	error_at(&error, "/items/%d", 4);
	error_clause(&error, "S4.7.3e", NULL);
	error_remedy(&error, "%sをお試しください", "try %s", "sekisho");
	assert_string_equal(error.field, "/items/4");
	assert_string_equal(error.clause, "S4.7.3e");
	assert_string_equal(error.article, "");
	assert_string_equal(error.remedy[LANGUAGE_JA],
	    "sekishoをお試しください");
	assert_string_equal(error.remedy[LANGUAGE_EN], "try sekisho");
	error_clause(&error, "S1.2", error.article);
	assert_string_equal(error.clause, "S1.2");
	assert_string_equal(error.article, "");
	error_clause(&error, NULL, "33(2)");
	error_clause(&error, error.clause, error.article);
	assert_string_equal(error.article, "33(2)");
	error_clause(&error, NULL, "33(2)");
	assert_string_equal(error.clause, "");
	assert_string_equal(error.article, "33(2)");
	error_remedy_say(&error, (struct words){ "%d", "%s" });
	assert_string_equal(error.remedy[LANGUAGE_JA], "%d");
	assert_string_equal(error.remedy[LANGUAGE_EN], "%s");
	assert_int_equal(error_say(&error, STATUS_REFUSED, "code_2",
	    (struct words){ "100%", "100%" }), STATUS_REFUSED);
	assert_string_equal(error.text[LANGUAGE_EN], "100%");
	assert_string_equal(error.field, "");
}

static void
long_texts_end_with_a_character(void **state)
{
	static const char *const characters[] = { "é", "関", "𠮷" };

	for (size_t i = 0; i < LENGTH(characters); i++)
		for (size_t shift = 0; shift < 4; shift++) {
			const char *c = characters[i];
			const char *pad = repeated(*state, "x", shift);
			const char *much = repeated(*state, c, 600);
			struct words words = { much, much };
			size_t n = strlen(c);
			struct error error;

			(void)error_set(&error, STATUS_INVALID, "c", "%s%s",
			    "%s%s", pad, much);
			assert_cut(error.text[0], sizeof(error.text[0]), n);
			assert_cut(error.text[1], sizeof(error.text[1]), n);
			error_at(&error, "%s%s", pad, much);
			assert_cut(error.field, sizeof(error.field), n);
			error_remedy(&error, "%s%s", "%s%s", pad, much);
			assert_cut(error.remedy[0], sizeof(error.remedy[0]),
			    n);
			error_remedy_say(&error, words);
			assert_cut(error.remedy[1], sizeof(error.remedy[1]),
			    n);
			error_clause(&error, much, much);
			assert_cut(error.clause, sizeof(error.clause), n);
			assert_cut(error.article, sizeof(error.article), n);
			(void)error_say(&error, STATUS_INVALID, "c", words);
			assert_cut(error.text[0], sizeof(error.text[0]), n);
			assert_cut(error.text[1], sizeof(error.text[1]), n);
		}
}

static void
findings_are_cut_alike(void **state)
{
	for (size_t shift = 0; shift < 3; shift++) {
		struct findings findings;
		struct finding *f;

		findings_init(&findings, *state, NULL);
		f = findings_add(&findings, SEVERITY_ERROR, NULL, "/a", "c",
		    "%s%s", "%s%s", repeated(*state, "x", shift),
		    repeated(*state, "関", 600));
		assert_cut(f->error.text[LANGUAGE_JA],
		    sizeof(f->error.text[0]), 3);
		assert_cut(f->error.text[LANGUAGE_EN],
		    sizeof(f->error.text[0]), 3);
	}
}

static void
what_just_fits_is_kept(void **state)
{
	const char *whole = repeated(*state, "x", 479);
	const char *wide = repeated(*state, "関", 159);
	struct error error;

	(void)error_set(&error, STATUS_INVALID, "c", "%s", "%sxx", whole);
	assert_string_equal(error.text[LANGUAGE_JA], whole);
	assert_string_equal(error.text[LANGUAGE_EN], whole);
	/* 477 bytes of 関 and two letters fill it; the third is cut off. */
	(void)error_set(&error, STATUS_INVALID, "c", "%sab", "abc%s関", wide);
	assert_int_equal(strlen(error.text[LANGUAGE_JA]), 479);
	(void)error_set(&error, STATUS_INVALID, "c", "ab%sc", "%s", wide);
	assert_int_equal(strlen(error.text[LANGUAGE_JA]), 479);
	assert_int_equal(strlen(error.text[LANGUAGE_EN]), 477);
}

/* One table maps each status to its exit code and HTTP status. */
static void
the_table_of_statuses(void **state)
{
	static const int exits[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 75 };
	static const int https[] = {
		200, 500, 400, 200, 401, 403, 404, 500, 409, 503
	};

	(void)state;
	for (int i = 0; i < STATUS_COUNT; i++) {
		assert_int_equal(status_table[i].exit, exits[i]);
		assert_int_equal(status_table[i].http, https[i]);
		assert_true(status_table[i].name[0] != '\0');
		assert_true(status_table[i].title.ja[0] != '\0');
		assert_true(status_table[i].title.en[0] != '\0');
		for (int j = 0; j < i; j++)
			assert_string_not_equal(status_table[i].name,
			    status_table[j].name);
	}
}

static void
failures_of_the_machine(void **state)
{
	struct error error;

	(void)state;
	assert_fails(error_memory(&error), &error, STATUS_FAILURE,
	    "out_of_memory");
	assert_fails(error_system(&error, "opendir", ENOMEM), &error,
	    STATUS_FAILURE, "out_of_memory");
	assert_fails(error_system(&error, "open", EACCES), &error,
	    STATUS_FAILURE, "system_failure");
	assert_non_null(strstr(error.text[LANGUAGE_EN], "open"));
	assert_non_null(strstr(error.text[LANGUAGE_EN], "ermission denied"));
}

static void
findings_say_where(void **state)
{
	const struct node place = { .line = 3, .column = 7 };
	struct findings findings;
	struct error error;
	struct buf out;

	findings_init(&findings, *state, "p.yaml");
	assert_ok(findings_status(&findings, &error), &error);
	(void)findings_say(&findings, SEVERITY_WARNING, &place, "/a", "w",
	    (struct words){ "警告文", "warned" });
	assert_ok(findings_status(&findings, &error), &error);
	error_clause(&findings_add(&findings, SEVERITY_ERROR, NULL, "/a/b",
	    "e", "誤り%d", "wrong %d", 1)->error, "S1.2", "27(1)");
	assert_fails(findings_status(&findings, &error), &error,
	    STATUS_INVALID, "e");
	assert_string_equal(error.field, "/a/b");
	error_remedy(&findings.last->error, "直す", "mend it");
	assert_int_equal(findings_total(&findings), 2);
	assert_int_equal(findings.count[SEVERITY_WARNING], 1);
	buf_init(&out, *state, 4096);
	findings_print(&out, &findings, LANGUAGE_EN);
	assert_text(buf_as_text(&out),
	    "p.yaml:3:7: warning: warned [w]\n"
	    "/a/b: error: wrong 1 [e] S1.2 (27(1))\n"
	    "    → mend it\n");
	buf_init(&out, *state, 4096);
	findings_print(&out, &findings, LANGUAGE_JA);
	assert_true(text_starts_with(buf_as_text(&out),
	    "p.yaml:3:7: 警告: 警告文 [w]\n"));
}

static void
findings_as_json(void **state)
{
	const struct node place = { .line = 3, .column = 7 };
	struct findings findings;
	struct jsonw json;
	struct buf out;

	findings_init(&findings, *state, NULL);
	(void)findings_say(&findings, SEVERITY_NOTE, &place, "/a", "n",
	    (struct words){ "注", "note" });
	buf_init(&out, *state, 4096);
	json = jsonw_new(&out, false);
	jsonw_open_object(&json);
	findings_json(&json, &findings);
	jsonw_close_object(&json);
	assert_text(buf_as_text(&out),
	    "{\"findings\":[{\"id\":\"n\",\"severity\":\"note\",\"line\":3,"
	    "\"column\":7,\"field\":\"-:3:7\",\"message\":{\"ja\":\"注\","
	    "\"en\":\"note\"}}]}");
}

/* Too many are counted, not listed; an error among them still fails. */
static void
findings_are_bounded(void **state)
{
	struct findings findings;
	struct error error;
	size_t listed = 0;

	findings_init(&findings, *state, NULL);
	for (int i = 0; i < FINDINGS_MAX + 10; i++)
		(void)findings_add(&findings, SEVERITY_WARNING, NULL, "", "w",
		    "%d", "%d", i);
	for (const struct finding *f = findings.first; f != NULL; f = f->next)
		listed++;
	assert_int_equal(listed, FINDINGS_MAX);
	assert_int_equal(findings_total(&findings), FINDINGS_MAX + 10);
	assert_true(findings.overflow);
	assert_ok(findings_status(&findings, &error), &error);
	(void)findings_add(&findings, SEVERITY_ERROR, NULL, "", "e", "%d",
	    "%d", 1);
	assert_fails(findings_status(&findings, &error), &error,
	    STATUS_INVALID, "too_many_findings");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_it_in_both_languages),
		arena_test(long_texts_end_with_a_character),
		arena_test(findings_are_cut_alike),
		arena_test(what_just_fits_is_kept),
		cmocka_unit_test(the_table_of_statuses),
		cmocka_unit_test(failures_of_the_machine),
		arena_test(findings_say_where),
		arena_test(findings_as_json),
		arena_test(findings_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
