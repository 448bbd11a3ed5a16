#include "test.h"

#include "gate/class.h"

static const struct class classes[] = {
	{ .number = 0 },
	{ .number = 1, .revision = 1, .way = 2, .service = 3, .subject = 4 },
	{ .number = 0, .revision = 1, .way = 9, .service = 3, .subject = 4 },
	{ .number = 3, .revision = 2, .way = 2, .service = 3, .subject = 4 },
	{ .number = 4, .revision = 1, .way = 2, .service = 0, .subject = 4 },
	{ .number = 5, .revision = 1, .way = 2, .service = 3, .subject = 5 },
};
static const struct class_table table = { classes, LENGTH(classes) };

static void
by_number(void **state)
{
	(void)state;
	assert_ptr_equal(class_at(&table, 1), &classes[1]);
	assert_ptr_equal(class_at(&table, 5), &classes[5]);
	assert_null(class_at(&table, 0));
	assert_null(class_at(&table, 2));	/* a gap in the numbers */
	assert_null(class_at(&table, 6));
	assert_null(class_at(&table, UINT32_MAX));
}

static void
by_what_it_is(void **state)
{
	(void)state;
	assert_ptr_equal(class_find(&table, 1, 2, 3, 4), &classes[1]);
	assert_ptr_equal(class_find(&table, 2, 2, 3, 4), &classes[3]);
	assert_ptr_equal(class_find(&table, 1, 2, 0, 4), &classes[4]);
	assert_ptr_equal(class_find(&table, 1, 2, 3, 5), &classes[5]);
	assert_null(class_find(&table, 1, 9, 3, 4));	/* none any more */
	assert_null(class_find(&table, 3, 2, 3, 4));
	assert_null(class_find(&table, 0, 0, 0, 0));
}

static void
of_an_empty_table(void **state)
{
	const struct class_table none = { NULL, 0 };

	(void)state;
	assert_null(class_at(&none, 0));
	assert_null(class_at(&none, 1));
	assert_null(class_find(&none, 1, 2, 3, 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_number),
		cmocka_unit_test(by_what_it_is),
		cmocka_unit_test(of_an_empty_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
