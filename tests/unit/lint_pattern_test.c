#include "test.h"

#include "policy/lint_pattern.h"
#include "policy/lint_words.h"

enum { LETTERS = 4096 };

/* Letters of a string; the fold is not under test here. */
static uint32_t
letters(uint32_t out[LETTERS], const char *string)
{
	struct text rest = text_of(string);
	uint32_t n = 0;

	while (n < LETTERS && text_next(&rest, &out[n]))
		n++;
	return n;
}

static bool
find(struct arena *arena, const char *pattern, const char *string,
    struct lint_span *found)
{
	struct lint_patterns *patterns = lint_pattern_new(arena);
	uint32_t code[LETTERS];
	uint64_t seen[4];
	struct lint_span span = { 0, letters(code, string) };
	bool with, without;

	lint_pattern_seen(seen, code, span);
	with = lint_pattern_find(patterns, code, span, seen, pattern, found);
	without = lint_pattern_find(patterns, code, span, NULL, pattern,
	    found);
	assert_false(lint_pattern_failed(patterns));
	/* The filter may only save time. */
	assert_int_equal(with, without);
	return with;
}

#define FOUND(pattern, string) find(*state, pattern, string, NULL)

static void
matches_letters_and_choices(void **state)
{
	assert_true(FOUND("同意", "本人の同意を得る"));
	assert_false(FOUND("承諾", "本人の同意を得る"));
	assert_true(FOUND("(同意|承諾)を得", "承諾を得た"));
	assert_true(FOUND("手数料等?は", "手数料は"));
	assert_true(FOUND("手数料等?は", "手数料等は"));
	assert_false(FOUND("手数料等?は", "手数料等等は"));
	assert_true(FOUND("(あ|い)*う", "あいあいう"));
	assert_true(FOUND("(あ|い)+う", "いう"));
	assert_false(FOUND("^(あ|い)+う", "う"));
	assert_true(FOUND("a|b|", ""));
	assert_true(FOUND("\\(1\\)", "(1)"));
}

static void
matches_sets_and_numbers(void **state)
{
	assert_true(FOUND("[あ-ん]x", "のx"));
	assert_false(FOUND("[^あ-ん]x", "のx"));
	assert_true(FOUND("[./-]", "-"));
	assert_true(FOUND("第#条", "第12条"));
	assert_true(FOUND("第#条", "第十二条"));
	assert_false(FOUND("第#条", "第条"));
}

static void
keeps_gaps_within_their_limit(void **state)
{
	assert_true(FOUND("同意~3提供", "同意なく提供"));
	assert_true(FOUND("同意~提供", "同意を得ないで第三者に提供"));
	assert_false(FOUND("同意~3提供", "同意を得ないで提供"));
	assert_true(FOUND("a~0b", "ab"));
	assert_true(FOUND("a~1b~1c~1d", "axbxcxd"));
	assert_false(FOUND("^a~1b~1c$", "axxbc"));
}

static void
looks_around(void **state)
{
	assert_true(FOUND("行い!(ません)", "行います"));
	assert_false(FOUND("行い!(ません|ない)", "行いません"));
	assert_true(FOUND("%(副)社長", "代表取締役社長"));
	assert_false(FOUND("%(副|元副)社長", "副社長"));
	assert_true(FOUND("^提供", "提供する"));
	assert_false(FOUND("^提供", "第三者提供"));
	assert_true(FOUND("提供$", "第三者提供"));
	assert_false(FOUND("x!($)", "x"));
}

static void
marks_what_to_quote(void **state)
{
	struct lint_span found;

	assert_true(find(*state, "利用に{同意したもの}とみな",
	    "本サービスの利用に同意したものとみなします", &found));
	assert_int_equal(found.from, 9);
	assert_int_equal(found.to, 15);
	assert_true(find(*state, "い+", "ああいいう", &found));
	assert_int_equal(found.from, 2);
	assert_int_equal(found.to, 4);
}

static void
knows_its_vocabulary(void **state)
{
	struct lint_patterns *patterns = lint_pattern_new(*state);

	assert_true(FOUND("<consent>を得", "ご本人の承諾を得て"));
	for (size_t i = 0; i < lint_words_count(); i++)
		assert_true(lint_pattern_check(patterns, lint_words_meaning(
		    text_of(lint_words_name(i)))));
	assert_null(lint_words_meaning(TEXT("no such word")));
}

static void
refuses_what_is_no_pattern(void **state)
{
	struct lint_patterns *patterns = lint_pattern_new(*state);

	assert_false(lint_pattern_check(patterns, "(a"));
	assert_false(lint_pattern_check(patterns, "a)"));
	assert_false(lint_pattern_check(patterns, "<no such word>"));
	assert_false(lint_pattern_check(patterns, "%(a"));
	assert_true(lint_pattern_check(patterns, ""));
}

/* A pattern that backtracking without memory would take ages for. */
static void
takes_linear_time(void **state)
{
	char hostile[2001];

	memset(hostile, 'a', sizeof(hostile) - 1);
	hostile[sizeof(hostile) - 1] = '\0';
	assert_false(FOUND("(a|a|aa)*(a|a)*~(a|aa)*~b", hostile));
	assert_false(FOUND("a~a~a~a~a~a~a~a~b", hostile));
	assert_true(FOUND("(a|a|aa)*$", hostile));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(matches_letters_and_choices),
		arena_test(matches_sets_and_numbers),
		arena_test(keeps_gaps_within_their_limit),
		arena_test(looks_around),
		arena_test(marks_what_to_quote),
		arena_test(knows_its_vocabulary),
		arena_test(refuses_what_is_no_pattern),
		arena_test(takes_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
