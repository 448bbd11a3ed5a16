#include "box.h"

#include "base/clock.h"

enum { MINUTE = 60 * 1000 };
static int64_t here, there;	/* what two servers' clocks say */

static struct store *
open_with(const char *name, int64_t *now)
{
	struct store *store = box_open(name, 0);
	struct error error;

	assert_ok(store_clock_keep(store, clock_fixed(now), &error), &error);
	return store;
}

static enum status
try_append(struct store *store, struct error *error)
{
	struct ticket *ticket;
	enum status status = store_append(store, bytes_of(TEXT("entry")),
	    &ticket, error);

	return status == STATUS_OK ? store_wait(store, ticket, BOX_WAIT_MS,
	    error) : status;
}

static void
append(struct store *store)
{
	struct error error;

	assert_ok(try_append(store, &error), &error);
}

static void
refused(struct store *store)
{
	struct error error;

	assert_fails(try_append(store, &error), &error, STATUS_BUSY,
	    "clock_behind");
	assert_non_null(strstr(error.remedy[LANGUAGE_EN], "accept-clock"));
	assert_non_null(strstr(error.remedy[LANGUAGE_JA], "accept-clock"));
}

/* A little back, time stands still; further back, nothing is committed. */
static void
time_does_not_run_back(void **state)
{
	const int64_t begin = 1800000000000;
	struct store *store;

	(void)state;
	box_create("back");
	here = begin;
	store = open_with("back", &here);
	append(store);
	here = begin - 4 * MINUTE;
	append(store);
	assert_int_equal(clock_now(store_clock(store)), begin);
	assert_int_equal(store_clock_behind(store), 4 * MINUTE);
	here = begin - 6 * MINUTE;
	refused(store);
	refused(store);
	here = begin + MINUTE;
	append(store);
	assert_int_equal(store_clock_behind(store), 0);
	store_close(store);
	/* It outlives the program. */
	here = begin - 6 * MINUTE;
	store = open_with("back", &here);
	assert_int_equal(clock_now(store_clock(store)), begin + MINUTE);
	refused(store);
	store_close(store);
}

/* After a clock that ran ahead was set. */
static void
it_is_taken_back(void **state)
{
	const int64_t begin = 1800000000000, year = 365LL * 86400 * 1000;
	struct store *store;

	(void)state;
	box_create("taken");
	here = begin + year;
	store = open_with("taken", &here);
	append(store);
	assert_int_equal(store_clock_take(store), 0);
	here = begin;
	refused(store);
	assert_int_equal(store_clock_take(store), year);
	append(store);
	assert_int_equal(clock_now(store_clock(store)), begin);
	here = begin - 6 * MINUTE;
	refused(store);
	store_close(store);
	here = begin + 1;
	store = open_with("taken", &here);
	assert_int_equal(store_clock_behind(store), 0);
	append(store);
	store_close(store);
}

/* What one server committed holds for the other; so does taking it back. */
static void
of_two_servers(void **state)
{
	const int64_t begin = 1800000000000;
	struct store *one, *two;

	(void)state;
	if (!engine_is_pg())
		skip();
	box_create("two");
	here = there = begin;
	one = open_with("two", &here);
	two = open_with("two", &there);
	append(one);
	append(two);
	/* The other one's clock runs ahead; this one learns of it. */
	there = begin + 60 * MINUTE;
	append(two);
	store_close(one);
	one = open_with("two", &here);
	refused(one);
	there = begin;
	refused(two);
	assert_int_equal(store_clock_take(one), 60 * MINUTE);
	append(one);
	append(two);
	assert_int_equal(clock_now(store_clock(two)), begin);
	store_close(one);
	store_close(two);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_does_not_run_back),
		cmocka_unit_test(it_is_taken_back),
		cmocka_unit_test(of_two_servers),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
