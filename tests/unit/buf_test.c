#include "test.h"

#include "base/buf.h"

static void
grows_and_keeps_what_was_written(void **state)
{
	struct buf buf;
	struct error error;

	buf_init(&buf, *state, 1 << 20);
	for (int i = 0; i < 10000; i++)
		buf_printf(&buf, "%d,", i);
	assert_ok(buf_status(&buf, &error), &error);
	assert_int_equal(buf.n, 48890);
	assert_memory_equal(buf.p, "0,1,2,3,", 8);
	assert_memory_equal(buf.p + buf.n - 10, "9998,9999,", 10);
}

static void
writes_each_kind(void **state)
{
	static const uint8_t wanted[] = {
		1, 'a', 'b', 0xE9, 0x96, 0xA2, 'c', 'd', '7', 0x12, 0x34, 0x12,
		0x34, 0x56, 0x78, 1, 2, 3, 4, 5, 6, 7, 8,
	};
	struct buf buf;

	buf_init(&buf, *state, 100);
	buf_byte(&buf, 1);
	buf_put(&buf, "ab", 2);
	buf_text(&buf, TEXT("関"));
	buf_string(&buf, "cd");
	buf_printf(&buf, "%d", 7);
	buf_u16(&buf, 0x1234);
	buf_u32(&buf, 0x12345678);
	buf_u64(&buf, 0x0102030405060708);
	assert_int_equal(buf_bytes(&buf).n, sizeof(wanted));
	assert_memory_equal(buf_bytes(&buf).p, wanted, sizeof(wanted));
	buf_init(&buf, *state, 100);
	buf_string(&buf, "関所");
	assert_text(buf_as_text(&buf), "関所");
}

static void
fills_to_the_brim(void **state)
{
	struct buf buf;
	struct error error;

	for (size_t max = 1; max < 600; max++) {
		buf_init(&buf, *state, max);
		for (size_t i = 0; i < max; i++)
			buf_byte(&buf, 'x');
		assert_ok(buf_status(&buf, &error), &error);
		assert_int_equal(buf.n, max);
		buf_byte(&buf, 'y');
		assert_fails(buf_status(&buf, &error), &error, STATUS_INVALID,
		    "too_large");
		assert_int_equal(buf.n, max);
	}
}

static void
printf_fills_to_the_brim(void **state)
{
	struct buf buf;
	struct error error;

	buf_init(&buf, *state, 5);
	buf_printf(&buf, "%s", "12345");
	assert_ok(buf_status(&buf, &error), &error);
	assert_text(buf_as_text(&buf), "12345");
	buf_printf(&buf, "%s", "");
	assert_ok(buf_status(&buf, &error), &error);
	buf_printf(&buf, "%s", "6");
	assert_fails(buf_status(&buf, &error), &error, STATUS_INVALID,
	    "too_large");
	assert_text(buf_as_text(&buf), "12345");
	buf_init(&buf, *state, 5);
	buf_string(&buf, "12");
	buf_printf(&buf, "%s", "3456");
	assert_fails(buf_status(&buf, &error), &error, STATUS_INVALID,
	    "too_large");
	assert_text(buf_as_text(&buf), "12");
}

static void
stays_failed(void **state)
{
	struct buf buf;
	struct error error;

	buf_init(&buf, *state, 10);
	buf_string(&buf, "12345678901");
	buf_string(&buf, "1");
	buf_byte(&buf, 1);
	buf_printf(&buf, "%d", 1);
	assert_null(buf_reserve(&buf, 1));
	assert_int_equal(buf.n, 0);
	/* One write that is far too large is too large, not out of memory. */
	assert_fails(buf_status(&buf, &error), &error, STATUS_INVALID,
	    "too_large");
}

static void
tells_memory_from_size(void **state)
{
	struct arena *arena = arena_new(1000);
	struct buf buf;
	struct error error;

	(void)state;
	assert_non_null(arena);
	buf_init(&buf, arena, 100000);
	for (int i = 0; i < 2000; i++)
		buf_byte(&buf, 'x');
	assert_fails(buf_status(&buf, &error), &error, STATUS_FAILURE,
	    "out_of_memory");
	arena_free(arena);
}

static void
reserves_without_counting(void **state)
{
	struct buf buf;
	uint8_t *room;

	buf_init(&buf, *state, 1000);
	buf_string(&buf, "ab");
	room = buf_reserve(&buf, 500);
	assert_non_null(room);
	assert_ptr_equal(room, buf.p + 2);
	memset(room, 'c', 500);
	assert_int_equal(buf.n, 2);
	buf.n += 500;
	assert_memory_equal(buf.p, "abcc", 4);
	assert_null(buf_reserve(&buf, 499));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(grows_and_keeps_what_was_written),
		arena_test(writes_each_kind),
		arena_test(fills_to_the_brim),
		arena_test(printf_fills_to_the_brim),
		arena_test(stays_failed),
		cmocka_unit_test(tells_memory_from_size),
		arena_test(reserves_without_counting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
