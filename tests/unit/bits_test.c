#include "test.h"

#include "base/bits.h"

static void
members_come_and_go(void **state)
{
	(void)state;
	for (unsigned int n = 0; n < BITS_MAX; n++) {
		struct bits set = { { 0 } };

		assert_true(bits_empty(&set));
		bits_add(&set, n);
		bits_add(&set, n);
		assert_false(bits_empty(&set));
		assert_int_equal(bits_count(&set), 1);
		for (unsigned int m = 0; m < BITS_MAX; m++)
			assert_int_equal(bits_has(&set, m), m == n);
		assert_int_equal(bits_next(&set, 0), (int)n);
		assert_int_equal(bits_next(&set, (int)n), (int)n);
		assert_int_equal(bits_next(&set, (int)n + 1), -1);
		bits_remove(&set, n);
		assert_true(bits_empty(&set));
	}
}

static struct bits
multiples(unsigned int of)
{
	struct bits set = { { 0 } };

	for (unsigned int n = 0; n < BITS_MAX; n += of)
		bits_add(&set, n);
	return set;
}

static void
sets_combine(void **state)
{
	struct bits two = multiples(2), three = multiples(3);
	struct bits both = bits_and(&two, &three);
	struct bits either = bits_or(&two, &three);
	struct bits rest = bits_minus(&two, &three);

	(void)state;
	for (unsigned int n = 0; n < BITS_MAX; n++) {
		assert_int_equal(bits_has(&both, n), n % 6 == 0);
		assert_int_equal(bits_has(&either, n),
		    n % 2 == 0 || n % 3 == 0);
		assert_int_equal(bits_has(&rest, n),
		    n % 2 == 0 && n % 3 != 0);
	}
	assert_int_equal(bits_count(&both), (BITS_MAX + 5) / 6);
}

static void
walks_in_order(void **state)
{
	static const int members[] = { 0, 1, 63, 64, 65, 127, 128, 300, 511 };
	struct bits set = { { 0 } };
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < LENGTH(members); i++)
		bits_add(&set, (unsigned int)members[i]);
	BITS_EACH(n, &set)
		assert_int_equal(n, members[at++]);
	assert_int_equal(at, LENGTH(members));
	assert_int_equal(bits_next(&set, 129), 300);
	assert_int_equal(bits_next(&set, BITS_MAX), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_come_and_go),
		cmocka_unit_test(sets_combine),
		cmocka_unit_test(walks_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
