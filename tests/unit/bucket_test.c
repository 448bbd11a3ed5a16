#include "test.h"

#include "crypto/holder/bucket.h"

static void
holds_a_minute(void **state)
{
	struct bucket bucket = bucket_full(600, 1000);

	(void)state;
	assert_true(bucket_take(&bucket, 600, 1000));
	assert_false(bucket_take(&bucket, 1, 1000));
	assert_int_equal(bucket_wait(&bucket, 1), 100);
	assert_false(bucket_take(&bucket, 1, 1099));
	assert_true(bucket_take(&bucket, 1, 1100));
	assert_false(bucket_take(&bucket, 1, 1100));
	/* However long nobody came, it holds no more than a minute's worth. */
	assert_false(bucket_take(&bucket, 601, 1100 + 3600000));
	assert_int_equal(bucket_wait(&bucket, 601), -1);
	assert_true(bucket_take(&bucket, 600, 1100 + 3600000));
	assert_int_equal(bucket_wait(&bucket, 600), 60000);
	assert_int_equal(bucket_wait(&bucket, 0), 0);
}

/* Whoever asks as often as they can gets (t + 1) times the rate. */
static void
never_more_than_the_rate(void **state)
{
	struct bucket bucket = bucket_full(777, 0);
	uint64_t taken = 0;

	(void)state;
	for (int64_t now = 0; now <= 5 * 60000; now += 7)
		while (bucket_take(&bucket, 3, now))
			taken += 3;
	assert_true(taken <= 6 * 777);
	assert_true(taken > 6 * 777 - 10);
}

static void
a_clock_that_stands_or_runs_back(void **state)
{
	struct bucket bucket = bucket_full(300, 5000);

	(void)state;
	assert_true(bucket_take(&bucket, 300, 5000));
	assert_false(bucket_take(&bucket, 1, 0));
	assert_false(bucket_take(&bucket, 1, 0));
	bucket = bucket_full(1000000000, 0);
	assert_true(bucket_take(&bucket, 1000000000, INT64_MAX));
	assert_false(bucket_take(&bucket, 1, INT64_MAX));
}

static void
what_was_spent_before(void **state)
{
	struct bucket bucket = bucket_full(300, 0);

	(void)state;
	bucket_spend(&bucket, 100);
	assert_false(bucket_take(&bucket, 201, 0));
	assert_true(bucket_take(&bucket, 200, 0));
	bucket = bucket_full(300, 0);
	bucket_spend(&bucket, UINT64_MAX);
	assert_false(bucket_take(&bucket, 1, 0));
	assert_true(bucket_take(&bucket, 300, 60000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_a_minute),
		cmocka_unit_test(never_more_than_the_rate),
		cmocka_unit_test(what_was_spent_before),
		cmocka_unit_test(a_clock_that_stands_or_runs_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
