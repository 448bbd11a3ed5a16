#include "test.h"

#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/shares.h"

/* Products of FIPS 197, sections 4.2 and 4.2.1, and of its S-box. */
static void
the_field(void **state)
{
	static const uint8_t rows[][3] = {
		{ 0x57, 0x83, 0xC1 }, { 0x57, 0x13, 0xFE },
		{ 0x57, 0x02, 0xAE }, { 0x57, 0x04, 0x47 },
		{ 0x57, 0x08, 0x8E }, { 0x57, 0x10, 0x07 },
		{ 0x53, 0xCA, 0x01 }, { 0x00, 0xFF, 0x00 },
		{ 0x01, 0xFF, 0xFF },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		assert_int_equal(shares_multiply(rows[i][0], rows[i][1]),
		    rows[i][2]);
		assert_int_equal(shares_multiply(rows[i][1], rows[i][0]),
		    rows[i][2]);
	}
	/* It is a field: everything but zero has exactly one inverse. */
	for (unsigned int a = 1; a < 256; a++) {
		int inverses = 0;

		for (unsigned int b = 1; b < 256; b++)
			inverses += shares_multiply((uint8_t)a,
			    (uint8_t)b) == 1;
		assert_int_equal(inverses, 1);
	}
}

/* Worked by hand: f(x) = key + c x, so f(1) + f(2) tells c and key. */
static void
two_by_hand(void **state)
{
	struct share shares[2];
	uint8_t key[SHARES_KEY], back[SHARES_KEY];
	struct error error;

	(void)state;
	random_bytes(key, sizeof(key));
	assert_ok(shares_split(shares, 2, 2, key, &error), &error);
	for (size_t i = 0; i < SHARES_KEY; i++) {
		/* f(1) + f(2) = c (1 + 2) = 3c, and 1/3 is 0xF6. */
		uint8_t c = shares_multiply(0xF6, shares[0].bytes[i] ^
		    shares[1].bytes[i]);

		assert_int_equal(shares[0].bytes[i] ^ c, key[i]);
	}
	assert_ok(shares_join(back, shares, 2, &error), &error);
	assert_memory_equal(back, key, SHARES_KEY);
}

/* Every choice of k gives the key, and k - 1 of them another one. */
static void
any_k_of_n(void **state)
{
	enum { N = 6 };
	uint8_t key[SHARES_KEY], back[SHARES_KEY];
	struct share shares[N], some[N];
	struct error error;

	(void)state;
	for (size_t k = 2; k <= N; k++) {
		random_bytes(key, sizeof(key));
		assert_ok(shares_split(shares, N, k, key, &error), &error);
		for (unsigned int set = 0; set < 1u << N; set++) {
			size_t n = 0;

			for (size_t i = 0; i < N; i++)
				if ((set >> i & 1) != 0)
					some[n++] = shares[i];
			if (n + 1 < k || n < 1)
				continue;
			assert_ok(shares_join(back, some, n, &error),
			    &error);
			assert_int_equal(memcmp(back, key, SHARES_KEY) == 0,
			    n >= k);
		}
	}
}

static void
the_limits(void **state)
{
	struct share shares[SHARES_MAX + 1];
	uint8_t key[SHARES_KEY] = { 1 }, back[SHARES_KEY];
	struct error error;

	(void)state;
	assert_fails(shares_split(shares, 3, 1, key, &error), &error,
	    STATUS_INVALID, "share_numbers");
	assert_fails(shares_split(shares, 3, 4, key, &error), &error,
	    STATUS_INVALID, "share_numbers");
	assert_fails(shares_split(shares, SHARES_MAX + 1, 2, key, &error), &error,
	    STATUS_INVALID, "share_numbers");
	assert_ok(shares_split(shares, SHARES_MAX, SHARES_MAX, key, &error),
	    &error);
	assert_ok(shares_join(back, shares, SHARES_MAX, &error), &error);
	assert_memory_equal(back, key, SHARES_KEY);
	shares[1] = shares[0];
	assert_fails(shares_join(back, shares, 2, &error), &error,
	    STATUS_INVALID, "share_twice");
	shares[1].number = 0;
	assert_fails(shares_join(back, shares, 2, &error), &error,
	    STATUS_INVALID, "share_twice");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_field),
		cmocka_unit_test(two_by_hand),
		cmocka_unit_test(any_k_of_n),
		cmocka_unit_test(the_limits),
	};
	struct error error;

	if (secret_start(&error) != STATUS_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
