/*
 * Every refusal can be said: a code, the article of the law that is behind
 * it, why, and what would make it lawful, in both languages.
 */
#include "test.h"

#include "gate/refusal.h"

/* The codes are part of the API: they are never renamed. */
static const char *const codes[REFUSAL_COUNT] = {
	"permitted", "revision_not_in_force", "purpose_unknown",
	"use_prohibited", "role_not_for_purpose", "role_not_for_act",
	"item_undeclared", "item_never_held", "item_not_for_purpose",
	"item_not_for_role", "recipient_undeclared",
	"item_not_for_recipient", "person_not_found", "way_not_for_purpose",
	"class_without_purpose", "consent_missing", "consent_withdrawn",
	"change_objected", "use_stopped", "special_care_without_ground", "retention_over",
	"held", "kept_as_processor",
};

static bool
is_japanese(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0xE3)
			return true;
	return false;
}

static bool
is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static void
assert_words(struct words words)
{
	assert_true(words.ja[0] != '\0' && words.en[0] != '\0');
	assert_true(is_japanese(words.ja));
	assert_true(is_ascii(words.en));
}

static void
codes_are_stable_and_distinct(void **state)
{
	(void)state;
	for (size_t i = 0; i < REFUSAL_COUNT; i++) {
		const char *code = refusal_table[i].code;

		assert_string_equal(code, codes[i]);
		assert_true(text_is_id(text_of(code)));
		assert_in_range(strlen(code), 1,
		    sizeof(((struct error *)NULL)->code) - 1);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(code, refusal_table[j].code);
	}
}

/* A number of the Act: "18(1)", "20(2)", "22". */
static bool
is_article(const char *article)
{
	int number = 0, at = 0;

	if (sscanf(article, "%d%n", &number, &at) != 1 || number < 16 ||
	    number > 40)
		return false;
	if (article[at] == '\0')
		return true;
	return article[at] == '(' && article[at + 1] >= '1' &&
	    article[at + 1] <= '9' && strcmp(article + at + 2, ")") == 0;
}

static void
refusals_name_the_law(void **state)
{
	(void)state;
	for (size_t i = REFUSAL_REVISION_NOT_IN_FORCE; i < REFUSAL_COUNT;
	    i++) {
		const struct refusal_row *row = &refusal_table[i];

		/* That somebody is not there needs no law. */
		if (i == REFUSAL_PERSON_UNKNOWN) {
			assert_string_equal(row->article, "");
			assert_int_equal(row->status, STATUS_NOT_FOUND);
			continue;
		}
		if (!is_article(row->article))
			print_error("%s: %s\n", row->code, row->article);
		assert_true(is_article(row->article));
		assert_int_equal(row->status, STATUS_REFUSED);
	}
	assert_int_equal(refusal_table[REFUSAL_NONE].status, STATUS_OK);
}

static void
refusals_have_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < REFUSAL_COUNT; i++) {
		const struct refusal_row *row = &refusal_table[i];

		assert_words(row->why);
		/* Nobody is told what would help to find who is not there. */
		if (i == REFUSAL_NONE || i == REFUSAL_PERSON_UNKNOWN)
			assert_string_equal(row->remedy.ja, "");
		else
			assert_words(row->remedy);
	}
}

/* They fit into an error, whole. */
static void
refusals_fit_into_errors(void **state)
{
	(void)state;
	for (size_t i = 0; i < REFUSAL_COUNT; i++) {
		const struct refusal_row *row = &refusal_table[i];
		struct error error;

		(void)error_say(&error, row->status, row->code, row->why);
		error_remedy_say(&error, row->remedy);
		error_clause(&error, "S4.7.3e", row->article);
		assert_string_equal(error.text[LANGUAGE_JA], row->why.ja);
		assert_string_equal(error.text[LANGUAGE_EN], row->why.en);
		assert_string_equal(error.remedy[LANGUAGE_JA],
		    row->remedy.ja);
		assert_string_equal(error.remedy[LANGUAGE_EN],
		    row->remedy.en);
		assert_string_equal(error.article, row->article);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_stable_and_distinct),
		cmocka_unit_test(refusals_name_the_law),
		cmocka_unit_test(refusals_have_words),
		cmocka_unit_test(refusals_fit_into_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
