#include "vectors.h"

#include <pthread.h>

#include "crypto/aead.h"
#include "crypto/random.h"
#include "crypto/secret.h"

enum { OVERHEAD = AEAD_NONCE + AEAD_TAG };

static uint8_t
byte_of(size_t i)
{
	return (uint8_t)(i * 31 + 7);
}

static void
round_trip_of_every_size(void **state)
{
	static const size_t sizes[] = {
		0, 1, 15, 16, 17, 31, 32, 33, 255, 256, 4095, 4096, 4097,
		65535, 65536, 1 << 20
	};
	uint8_t key[AEAD_KEY];
	struct error error;

	random_bytes(key, sizeof(key));
	for (size_t i = 0; i < LENGTH(sizes); i++) {
		size_t n = sizes[i];
		uint8_t *plain = arena_alloc(*state, n);
		uint8_t *sealed = arena_alloc(*state, n + OVERHEAD + 1);
		uint8_t *opened = arena_alloc(*state, n + 1);

		for (size_t j = 0; j < n; j++)
			plain[j] = byte_of(j);
		sealed[n + OVERHEAD] = opened[n] = 0x5A;
		assert_ok(aead_seal(sealed, key, plain, n, "aad", 3, &error),
		    &error);
		assert_ok(aead_open(opened, key, sealed, n + OVERHEAD, "aad",
		    3, &error), &error);
		assert_memory_equal(opened, plain, n);
		/* Nothing is written past the end. */
		assert_int_equal(sealed[n + OVERHEAD], 0x5A);
		assert_int_equal(opened[n], 0x5A);
		if (n >= 16)
			assert_memory_not_equal(sealed + AEAD_NONCE, plain,
			    n);
	}
}

static void
assert_broken(const uint8_t key[AEAD_KEY], const uint8_t *sealed, size_t n,
    const char *aad, size_t aad_n)
{
	uint8_t opened[256];
	struct error error;

	memset(opened, 0xEE, sizeof(opened));
	assert_fails(aead_open(opened, key, sealed, n, aad, aad_n, &error),
	    &error, STATUS_INTEGRITY, "seal_broken");
	for (size_t i = 0; n >= OVERHEAD && i < n - OVERHEAD; i++)
		assert_int_equal(opened[i], 0);
}

static void
every_change_is_found(void **state)
{
	static const char plain[] = "what was sealed here, and no more";
	enum { N = sizeof(plain) };
	uint8_t key[AEAD_KEY], sealed[N + OVERHEAD], opened[N];
	struct error error;

	(void)state;
	random_bytes(key, sizeof(key));
	assert_ok(aead_seal(sealed, key, plain, N, "place", 5, &error),
	    &error);
	for (size_t bit = 0; bit < 8 * sizeof(sealed); bit++) {
		sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_broken(key, sealed, sizeof(sealed), "place", 5);
		sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t n = 0; n < sizeof(sealed); n++)
		assert_broken(key, sealed, n, "place", 5);
	assert_broken(key, sealed, sizeof(sealed), "plack", 5);
	assert_broken(key, sealed, sizeof(sealed), "place", 4);
	assert_broken(key, sealed, sizeof(sealed), NULL, 0);
	for (size_t bit = 0; bit < 8 * AEAD_KEY; bit++) {
		key[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_broken(key, sealed, sizeof(sealed), "place", 5);
		key[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_ok(aead_open(opened, key, sealed, sizeof(sealed), "place", 5,
	    &error), &error);
	assert_memory_equal(opened, plain, N);
}

/* The context keeps the last key; no order of keys and acts may matter. */
static void
keys_in_any_order(void **state)
{
	enum { KEYS = 3, ROUNDS = 2000 };
	uint8_t key[KEYS][AEAD_KEY], sealed[KEYS][40 + OVERHEAD];
	uint8_t plain[40], opened[40];
	bool filled[KEYS] = { false };
	struct error error;

	(void)state;
	random_bytes(key, sizeof(key));
	for (int round = 0; round < ROUNDS; round++) {
		size_t i = (size_t)random_below(KEYS);
		size_t n = 40;

		memset(plain, (int)i + 1, n);
		switch (random_below(4)) {
		case 0:
			aead_forget();
			break;
		case 1:
			assert_ok(aead_seal(sealed[i], key[i], plain, n,
			    &i, sizeof(i), &error), &error);
			filled[i] = true;
			break;
		case 2:
			if (!filled[i])
				break;
			assert_ok(aead_open(opened, key[i], sealed[i],
			    n + OVERHEAD, &i, sizeof(i), &error), &error);
			assert_memory_equal(opened, plain, n);
			break;
		default:
			if (filled[i])
				assert_broken(key[(i + 1) % KEYS], sealed[i],
				    n + OVERHEAD, (const char *)&i,
				    sizeof(i));
			break;
		}
	}
}

static void
nonces_differ(void **state)
{
	enum { N = 20000 };
	uint8_t (*sealed)[OVERHEAD] = arena_alloc(*state, N * OVERHEAD);
	uint8_t key[AEAD_KEY] = { 0 };
	struct error error;

	for (size_t i = 0; i < N; i++)
		assert_ok(aead_seal(sealed[i], key, NULL, 0, NULL, 0,
		    &error), &error);
	for (size_t i = 1; i < N; i++)
		assert_memory_not_equal(sealed[i], sealed[i - 1],
		    AEAD_NONCE);
}

static void *
seal_and_open(void *context)
{
	uint8_t key[AEAD_KEY], plain[64], sealed[64 + OVERHEAD], opened[64];
	struct error error;

	random_bytes(key, sizeof(key));
	for (int i = 0; i < 500; i++) {
		random_bytes(plain, sizeof(plain));
		if (aead_seal(sealed, key, plain, sizeof(plain), "x", 1,
		    &error) != STATUS_OK ||
		    aead_open(opened, key, sealed, sizeof(sealed), "x", 1,
		    &error) != STATUS_OK ||
		    memcmp(plain, opened, sizeof(plain)) != 0)
			return NULL;
	}
	return context;
}

/* Each thread has its own context, which ends with it. */
static void
many_threads(void **state)
{
	pthread_t thread[8];

	for (int round = 0; round < 4; round++) {
		for (size_t i = 0; i < LENGTH(thread); i++)
			assert_int_equal(pthread_create(&thread[i], NULL,
			    seal_and_open, *state), 0);
		for (size_t i = 0; i < LENGTH(thread); i++) {
			void *result = NULL;

			assert_int_equal(pthread_join(thread[i], &result), 0);
			assert_ptr_equal(result, *state);
		}
	}
}

/* Wycheproof, as far as the wrapper goes: 256-bit keys, 96-bit nonces. */

static size_t vectors;

static void
check_vector(const struct node *test, struct arena *arena)
{
	struct bytes key = vectors_hex(test, "key", arena);
	struct bytes aad = vectors_hex(test, "aad", arena);
	struct bytes msg = vectors_hex(test, "msg", arena);
	struct buf sealed;
	uint8_t *opened = arena_alloc(arena, msg.n + 1);
	struct error error;
	enum status status;

	buf_init(&sealed, arena, 1 << 20);
	for (size_t i = 0; i < 3; i++) {
		static const char *const parts[] = { "iv", "ct", "tag" };
		struct bytes part = vectors_hex(test, parts[i], arena);

		buf_put(&sealed, part.p, part.n);
	}
	status = aead_open(opened, key.p, sealed.p, sealed.n, aad.p, aad.n,
	    &error);
	if (text_is(node_text(test, "result"), "valid")) {
		assert_ok(status, &error);
		assert_memory_equal(opened, msg.p, msg.n);
	} else {
		assert_int_equal(status, STATUS_INTEGRITY);
	}
	vectors++;
}

static void
public_vectors(void **state)
{
	const struct node *root = vectors_read("crypto/aes_gcm_test.json",
	    *state);
	const struct node *groups = node_get(root, "testGroups");

	for (size_t i = 0; i < node_count(groups); i++) {
		const struct node *group = node_at(groups, i);
		const struct node *tests = node_get(group, "tests");

		if (node_int(group, "keySize", 0) != 256 ||
		    node_int(group, "ivSize", 0) != 96 ||
		    node_int(group, "tagSize", 0) != 128)
			continue;
		for (size_t j = 0; j < node_count(tests); j++)
			check_vector(node_at(tests, j), *state);
	}
	assert_true(vectors >= 60);
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
		arena_test(round_trip_of_every_size),
		cmocka_unit_test(every_change_is_found),
		cmocka_unit_test(keys_in_any_order),
		arena_test(nonces_differ),
		arena_test(many_threads),
		arena_test(public_vectors),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
