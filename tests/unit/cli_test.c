/*
 * What commands use of cli.h; how a line is parsed is in tests/cli.
 */
#include "test.h"

#include "cli/cli.h"

static const struct cli_option days = { "days", "N", { "日数", "days" } };
static const struct cli_option all = { "all", NULL, { "全部", "all" } };

static struct cli
with_days(const char *value)
{
	struct cli cli = { .language = LANGUAGE_JA };

	cli.given[0].option = &all;
	cli.given[0].value = "";
	cli.given_count = 1;
	if (value != NULL) {
		cli.given[1].option = &days;
		cli.given[1].value = value;
		cli.given_count = 2;
	}
	return cli;
}

static void
options_are_found(void **state)
{
	struct cli cli = with_days("7");

	(void)state;
	assert_string_equal(cli_option(&cli, "days"), "7");
	assert_string_equal(cli_option(&cli, "all"), "");
	assert_null(cli_option(&cli, "day"));
	cli = with_days(NULL);
	assert_null(cli_option(&cli, "days"));
}

static void
integers_within_limits(void **state)
{
	static const char *const bad[] = {
		"", "0", "31", "-1", "x", "7 ", "7x", "1e1",
		"99999999999999999999"
	};
	struct cli cli = with_days("30");
	struct error error;
	int64_t value = 0;

	(void)state;
	assert_ok(cli_option_int(&cli, "days", 1, 30, 14, &value, &error),
	    &error);
	assert_int_equal(value, 30);
	assert_ok(cli_option_int(&cli, "hours", 1, 30, 14, &value, &error),
	    &error);
	assert_int_equal(value, 14);
	for (size_t i = 0; i < LENGTH(bad); i++) {
		cli = with_days(bad[i]);
		assert_fails(cli_option_int(&cli, "days", 1, 30, 14, &value,
		    &error), &error, STATUS_INVALID, "usage");
		assert_string_equal(error.field, "--days");
		assert_string_equal(error.text[LANGUAGE_EN],
		    "an integer from 1 to 30 is expected");
	}
}

static void
answers_end_with_a_line(void **state)
{
	char written[64] = "";
	struct cli cli = {
		.out = fmemopen(written, sizeof(written), "w")
	};
	struct error error;
	struct buf buf;

	assert_non_null(cli.out);
	buf_init(&buf, *state, 100);
	assert_ok(cli_put(&cli, &buf, &error), &error);
	buf_string(&buf, "関所");
	assert_ok(cli_put(&cli, &buf, &error), &error);
	buf_string(&buf, "\n");
	assert_ok(cli_put(&cli, &buf, &error), &error);
	assert_string_equal(written, "関所\n関所\n");
	buf_init(&buf, *state, 1);
	buf_string(&buf, "too much");
	assert_fails(cli_put(&cli, &buf, &error), &error, STATUS_INVALID,
	    "too_large");
	(void)fclose(cli.out);
	cli.out = fopen("/dev/full", "w");
	assert_non_null(cli.out);
	buf_init(&buf, *state, 100);
	buf_string(&buf, "x");
	assert_fails(cli_put(&cli, &buf, &error), &error, STATUS_FAILURE,
	    "system_failure");
	(void)fclose(cli.out);
}

static void
progress_is_for_terminals(void **state)
{
	struct cli cli = { .err = tmpfile() };

	(void)state;
	assert_non_null(cli.err);
	cli_progress(&cli, "import", 1, 2);
	cli_progress(&cli, "import", 2, 2);
	cli_progress_end(&cli);
	assert_int_equal(ftell(cli.err), 0);
	(void)fclose(cli.err);
}

static void
says_one_of_two(void **state)
{
	struct cli cli = { .language = LANGUAGE_JA };

	(void)state;
	assert_string_equal(cli_say(&cli, "日", "en"), "日");
	cli.language = LANGUAGE_EN;
	assert_string_equal(cli_say(&cli, "日", "en"), "en");
}

/* Every row of every table can be called and is explained. */
static void
every_command_is_explained(void **state)
{
	size_t rows = 0;
	struct buf out;

	for (const struct cli_command *const *table = cli_tables;
	    *table != NULL; table++)
		for (const struct cli_command *c = *table; c->noun != NULL;
		    c++, rows++) {
			assert_true(c->noun[0] != '\0');
			assert_non_null(c->verb);
			assert_non_null(c->arguments);
			assert_true(c->about.ja[0] != '\0');
			assert_true(c->about.en[0] != '\0');
			assert_int_equal((c->run != NULL) +
			    (c->in_store != NULL) + (c->in_visit != NULL) +
			    (c->as_operator != NULL), 1);
			buf_init(&out, *state, 1 << 20);
			cli_help(&out, c->noun, LANGUAGE_JA);
			assert_true(text_find(buf_as_text(&out),
			    text_of(c->about.ja)) > 0);
		}
	assert_true(rows > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_are_found),
		cmocka_unit_test(integers_within_limits),
		arena_test(answers_end_with_a_line),
		cmocka_unit_test(progress_is_for_terminals),
		cmocka_unit_test(says_one_of_two),
		arena_test(every_command_is_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
