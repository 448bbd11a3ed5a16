#include "test.h"

#include "base/mem.h"

/* First so many, then twice as many; what was there stays, new ones are 0. */
static void
room_doubles(void **state)
{
	size_t capacity = 0;
	uint32_t *array = NULL;

	(void)state;
	for (uint32_t n = 0; n < 100; n++) {
		array = mem_room(array, n, &capacity, 3, sizeof(*array));
		assert_non_null(array);
		assert_true(capacity > n);
		assert_true(capacity == 3 || capacity <= 2 * (size_t)n);
		assert_int_equal(array[n], 0);
		array[n] = n + 1;
	}
	assert_int_equal(capacity, 192);
	for (uint32_t n = 0; n < 100; n++)
		assert_int_equal(array[n], n + 1);
	mem_free(array);
}

static void
no_room_changes_nothing(void **state)
{
	size_t capacity = 0;
	char *array = mem_room(NULL, 0, &capacity, 8, 1);

	(void)state;
	assert_non_null(array);
	array[7] = 'x';
	assert_null(mem_room(array, 8, &capacity, 8, SIZE_MAX / 2));
	assert_int_equal(capacity, 8);
	assert_int_equal(array[7], 'x');
	assert_ptr_equal(mem_room(array, 7, &capacity, 8, 1), array);
	mem_free(array);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(room_doubles),
		cmocka_unit_test(no_room_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
