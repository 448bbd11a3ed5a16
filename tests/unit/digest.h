/*
 * digest.h - a running SHA-256 of days, one "YYYY-MM-DD\n" each.
 */
#ifndef TESTS_UNIT_DIGEST_H_
#define TESTS_UNIT_DIGEST_H_

#include <sodium.h>

#include "base/clock.h"
#include "base/encode.h"

struct digest {
	crypto_hash_sha256_state state;
	int count;
};

static void
digest_init(struct digest *digest)
{
	digest->count = 0;
	crypto_hash_sha256_init(&digest->state);
}

static void
digest_day(struct digest *digest, int64_t day)
{
	char line[CLOCK_DATE_SIZE];

	clock_format_date(day, line);
	line[CLOCK_DATE_SIZE - 1] = '\n';
	crypto_hash_sha256_update(&digest->state, (const uint8_t *)line,
	    sizeof(line));
	digest->count++;
}

static void
assert_digest(struct digest *digest, int count, const char *wanted)
{
	uint8_t hash[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof(hash) + 1];

	assert_int_equal(digest->count, count);
	crypto_hash_sha256_final(&digest->state, hash);
	encode_hex(hash, sizeof(hash), hex);
	assert_string_equal(hex, wanted);
}

#endif
