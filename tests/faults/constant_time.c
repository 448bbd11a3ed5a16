/*
 * constant_time.c - compares secrets under valgrind, for the test of that name.
 *
 *	constant_time CASE
 *
 * Secret bytes are marked as undefined: memcheck then reports every branch
 * and every address that depends on them (Langley, ctgrind).  What comes out
 * of a comparison is no secret and is marked as defined.  naive is the
 * planted fault: it stops at the first difference.
 */
#include <stdio.h>
#include <valgrind/memcheck.h>

#include "crypto/hash.h"
#include "crypto/secret.h"
#include "crypto/shares.h"

static bool
naive(const void *a, const void *b, size_t n)
{
	const volatile uint8_t *x = a, *y = b;

	for (size_t i = 0; i < n; i++)
		if (x[i] != y[i])
			return false;
	return true;
}

static bool
hashes(const void *a, const void *b, size_t n)
{
	struct hash x, y;

	(void)n;
	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return hash_equal(&x, &y);
}

/* A MAC of something secret, under a key that is secret, and its check. */
static bool
macs(const void *a, const void *b, size_t n)
{
	struct hmac_key key;
	struct hash x, y;

	hmac_key_make(&key, a, n);
	x = hmac(&key, b, n);
	y = hmac(&key, a, n);
	return hash_equal(&x, &y);
}

/* A token is looked for by its hash. */
static bool
tokens(const void *a, const void *b, size_t n)
{
	struct hash x = hash_bytes(a, n), y = hash_bytes(b, n);

	return secret_equal(&x, &y, sizeof(x));
}

static bool
shares(const void *a, const void *b, size_t n)
{
	struct share two[2] = { { .number = 1 }, { .number = 2 } };
	uint8_t key[SHARES_KEY];
	struct error error;

	memcpy(two[0].bytes, a, n);
	memcpy(two[1].bytes, b, n);
	return shares_join(key, two, 2, &error) == STATUS_OK &&
	    shares_split(two, 2, 2, key, &error) == STATUS_OK;
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		bool (*equal)(const void *a, const void *b, size_t n);
	} cases[] = {
		{ "secrets", secret_equal }, { "hashes", hashes },
		{ "macs", macs }, { "tokens", tokens }, { "shares", shares },
		{ "naive", naive },
	};
	uint8_t a[32], b[32];
	struct error error;
	bool same;

	if (argc != 2 || secret_start(&error) != STATUS_OK)
		return 2;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		if (strcmp(argv[1], cases[i].name) != 0)
			continue;
		for (size_t differ = 0; differ <= sizeof(a); differ++) {
			memset(a, 'a', sizeof(a));
			memset(b, 'a', sizeof(b));
			if (differ < sizeof(a))
				b[differ] = 'b';
			(void)VALGRIND_MAKE_MEM_UNDEFINED(a, sizeof(a));
			(void)VALGRIND_MAKE_MEM_UNDEFINED(b, sizeof(b));
			same = cases[i].equal(a, b, sizeof(a));
			(void)VALGRIND_MAKE_MEM_DEFINED(&same, sizeof(same));
			(void)printf("%d", same);
		}
		(void)printf("\n");
		return RUNNING_ON_VALGRIND ? 0 : 3;
	}
	return 2;
}
