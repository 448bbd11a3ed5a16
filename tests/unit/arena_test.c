#include "test.h"

#include "base/mem.h"

static bool
all_zero(const void *memory, size_t n)
{
	const uint8_t *p = memory;

	for (size_t i = 0; i < n; i++)
		if (p[i] != 0)
			return false;
	return true;
}

static void
hands_out_zeroed_aligned_memory(void **state)
{
	struct arena *arena = *state;

	for (size_t size = 1; size < 5000; size += 37) {
		uint8_t *p = arena_alloc(arena, size);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		assert_true(all_zero(p, size));
		memset(p, 0xA5, size);
	}
}

static void
objects_do_not_overlap(void **state)
{
	enum { COUNT = 2000 };
	struct arena *arena = *state;
	uint8_t *p[COUNT];

	for (size_t i = 0; i < COUNT; i++) {
		size_t size = i % 50 * 11 + 1;

		p[i] = arena_alloc(arena, size);
		assert_non_null(p[i]);
		memset(p[i], (int)(i % 251), size);
	}
	for (size_t i = 0; i < COUNT; i++)
		for (size_t at = 0; at < i % 50 * 11 + 1; at++)
			assert_int_equal(p[i][at], i % 251);
}

static void
stops_at_its_limit(void **state)
{
	struct arena *arena = arena_new(1000000);

	(void)state;
	assert_non_null(arena);
	assert_int_equal(arena_used(arena), 0);
	assert_null(arena_alloc(arena, 1000001));
	assert_non_null(arena_alloc(arena, 600000));
	assert_null(arena_alloc(arena, 600000));
	assert_non_null(arena_alloc(arena, 400000));
	assert_int_equal(arena_used(arena), 1000000);
	assert_null(arena_alloc(arena, 1));
	assert_non_null(arena_alloc(arena, 0));
	arena_free(arena);
}

static void
refuses_what_overflows(void **state)
{
	struct arena *arena = *state;

	assert_null(arena_alloc(arena, SIZE_MAX));
	assert_null(arena_alloc(arena, SIZE_MAX - 15));
	assert_null(arena_array(arena, SIZE_MAX / 8 + 2, 8));
	assert_null(arena_array(arena, 8, SIZE_MAX / 8 + 2));
	assert_non_null(arena_array(arena, 0, 8));
	assert_non_null(arena_array(arena, 8, 0));
	assert_non_null(arena_array(arena, 8, 8));
}

static void
is_wiped_and_used_again(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	uint8_t *first;

	(void)state;
	assert_non_null(arena);
	first = arena_alloc(arena, 4096);
	assert_non_null(first);
	memset(first, 0xFF, 4096);
	assert_non_null(arena_alloc(arena, 100000));
	arena_reset(arena);
	assert_int_equal(arena_used(arena), 0);
	assert_true(all_zero(first, 4096));
	assert_ptr_equal(arena_alloc(arena, 4096), first);
	/* The limit is whole again. */
	assert_non_null(arena_alloc(arena, (1 << 20) - 4096));
	assert_null(arena_alloc(arena, 16));
	arena_free(arena);
}

static void
small_arenas_work(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_non_null(arena);
	assert_null(arena_alloc(arena, 1));
	assert_non_null(arena_alloc(arena, 0));
	arena_free(arena);
	arena = arena_new(16);
	assert_non_null(arena);
	assert_non_null(arena_alloc(arena, 16));
	assert_null(arena_alloc(arena, 1));
	arena_free(arena);
	arena_free(NULL);
}

static void
memory_that_grows(void **state)
{
	uint32_t *numbers = mem_array(2, sizeof(*numbers));
	uint32_t *grown;
	char *copy = mem_string("関所");

	(void)state;
	assert_non_null(numbers);
	assert_true(all_zero(numbers, 2 * sizeof(*numbers)));
	numbers[0] = 1;
	numbers[1] = 2;
	grown = mem_grow(numbers, 2, 100, sizeof(*numbers));
	assert_non_null(grown);
	assert_int_equal(grown[0], 1);
	assert_int_equal(grown[1], 2);
	assert_true(all_zero(grown + 2, 98 * sizeof(*grown)));
	assert_null(mem_grow(grown, 100, SIZE_MAX / 2, sizeof(*grown)));
	assert_int_equal(grown[1], 2);
	mem_wipe(grown, 100 * sizeof(*grown));
	assert_true(all_zero(grown, 100 * sizeof(*grown)));
	mem_free(grown);
	assert_null(mem_array(SIZE_MAX / 2, 4));
	assert_string_equal(copy, "関所");
	mem_free(copy);
	mem_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(hands_out_zeroed_aligned_memory),
		arena_test(objects_do_not_overlap),
		cmocka_unit_test(stops_at_its_limit),
		arena_test(refuses_what_overflows),
		cmocka_unit_test(is_wiped_and_used_again),
		cmocka_unit_test(small_arenas_work),
		cmocka_unit_test(memory_that_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
