#include "test.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/random.h"
#include "crypto/secret.h"

enum { DRAW = 16, DRAWS = 1000000, PARTS = 8, PART = DRAWS / PARTS };

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, DRAW);
}

static void *
draw_part(void *context)
{
	uint8_t *out = context;

	for (size_t i = 0; i < PART; i++)
		random_bytes(out + i * DRAW, DRAW);
	return NULL;
}

/*
 * A million nonces from a parent, its children and its threads, drawn with
 * half-used blocks when the fork comes: none twice.
 */
static void
never_repeats(void **state)
{
	uint8_t *all = mmap(NULL, (size_t)DRAWS * DRAW,
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	uint8_t *part[PARTS], one[DRAW];
	pthread_t thread[PARTS];

	(void)state;
	assert_ptr_not_equal(all, MAP_FAILED);
	for (size_t i = 0; i < PARTS; i++)
		part[i] = all + i * PART * DRAW;
	for (size_t i = 0; i < 4; i++) {
		pid_t pid;

		random_bytes(one, sizeof(one));
		pid = fork();
		assert_true(pid >= 0);
		if (pid == 0) {
			(void)draw_part(part[i]);
			_exit(0);
		}
	}
	for (size_t i = 4; i < 7; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, draw_part,
		    part[i]), 0);
	(void)draw_part(part[7]);
	for (size_t i = 4; i < 7; i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	for (size_t i = 0; i < 4; i++) {
		int status = -1;

		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	qsort(all, DRAWS, DRAW, by_bytes);
	for (size_t i = 1; i < DRAWS; i++)
		if (memcmp(all + (i - 1) * DRAW, all + i * DRAW, DRAW) == 0)
			fail_msg("a repeated draw");
	assert_int_equal(munmap(all, (size_t)DRAWS * DRAW), 0);
}

/* Draws of every size: each byte is drawn, and none beyond. */
static void
sizes(void **state)
{
	enum { MAX = 2048 };
	uint8_t bytes[MAX + 1], seen[MAX];

	(void)state;
	for (size_t n = 0; n <= MAX; n = n < 200 ? n + 1 : n + 97) {
		memset(seen, 0, sizeof(seen));
		for (int i = 0; i < 12; i++) {
			memset(bytes, 0, sizeof(bytes));
			random_bytes(bytes, n);
			for (size_t j = 0; j < n; j++)
				seen[j] |= bytes[j];
			for (size_t j = n; j < sizeof(bytes); j++)
				assert_int_equal(bytes[j], 0);
		}
		for (size_t j = 0; j < n; j++)
			assert_int_not_equal(seen[j], 0);
	}
}

/* Chi-square of draws below a limit; a false alarm once in 10^9 or so. */
static void
uniform_below(uint64_t limit)
{
	enum { CELLS = 1000 };
	size_t count[CELLS] = { 0 };
	double expected = 200.0, sum = 0, df = (double)limit - 1;

	for (uint64_t i = 0; i < 200 * limit; i++) {
		uint64_t value = random_below(limit);

		assert_true(value < limit);
		count[value]++;
	}
	for (uint64_t i = 0; i < limit; i++) {
		double off = (double)count[i] - expected;

		sum += off * off / expected;
	}
	/* Mean df, variance 2 df: beyond nine deviations and a bit. */
	assert_true((sum - df - 40) * (sum - df - 40) < 81 * 2 * df ||
	    sum < df + 40);
}

static void
uniform(void **state)
{
	static const uint64_t limits[] = { 2, 3, 5, 6, 10, 100, 255, 256,
	    257, 1000 };

	(void)state;
	for (size_t i = 0; i < LENGTH(limits); i++)
		uniform_below(limits[i]);
	for (int i = 0; i < 100; i++)
		assert_int_equal(random_below(1), 0);
}

/* 2^64 is no multiple of 3 * 2^62: without refusing, a third would be half. */
static void
large_limits(void **state)
{
	const uint64_t quarter = 1ULL << 62;
	size_t low = 0;

	(void)state;
	for (int i = 0; i < 30000; i++) {
		uint64_t value = random_below(3 * quarter);

		assert_true(value < 3 * quarter);
		low += value < quarter;
	}
	assert_in_range(low, 9300, 10700);
	for (int i = 0; i < 1000; i++)
		assert_true(random_below(UINT64_MAX) < UINT64_MAX);
}

static int
start(void **state)
{
	struct error error;

	(void)state;
	return secret_start(&error) == STATUS_OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(never_repeats),
		cmocka_unit_test(sizes),
		cmocka_unit_test(uniform),
		cmocka_unit_test(large_limits),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
