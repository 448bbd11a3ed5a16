/*
 * test.h - what every unit test needs: cmocka in the order that it wants,
 * a fresh arena, and checks that print what was wrong.
 */
#ifndef TESTS_UNIT_TEST_H_
#define TESTS_UNIT_TEST_H_

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

/* The status is OK; if not, the error is printed. */
#define assert_ok(call, error) \
	do { \
		enum status status_ = (call); \
		if (status_ != STATUS_OK) \
			print_error("%s: %s (%s)\n", (error)->code, \
			    (error)->text[LANGUAGE_EN], (error)->field); \
		assert_int_equal(status_, STATUS_OK); \
	} while (0)

/* It fails with that status and code. */
#define assert_fails(call, error, status_wanted, code_wanted) \
	do { \
		assert_int_equal((call), (status_wanted)); \
		assert_string_equal((error)->code, (code_wanted)); \
		assert_true((error)->text[LANGUAGE_JA][0] != '\0'); \
		assert_true((error)->text[LANGUAGE_EN][0] != '\0'); \
	} while (0)

#define assert_text(text_, string_) \
	do { \
		struct text t_ = (text_); \
		if (!text_is(t_, (string_))) \
			print_error("\"%.*s\" is not \"%s\"\n", \
			    TEXT_ARGS(t_), (string_)); \
		assert_true(text_is(t_, (string_))); \
	} while (0)

/* A test that gets a fresh arena of 64 MiB as *state. */
__attribute__((unused)) static int
arena_setup(void **state)
{
	*state = arena_new((size_t)64 << 20);
	return *state == NULL ? -1 : 0;
}

__attribute__((unused)) static int
arena_teardown(void **state)
{
	arena_free(*state);
	return 0;
}

#define arena_test(function) \
	cmocka_unit_test_setup_teardown(function, arena_setup, arena_teardown)

#endif
