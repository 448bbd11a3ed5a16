#include "crypto/holder/bucket.h"

/* A minute has as many milliseconds as a slot has parts. */
enum { PARTS = 60000 };

struct bucket
bucket_full(uint64_t per_minute, int64_t now)
{
	return (struct bucket){ per_minute, per_minute * PARTS, now };
}

static void
fill(struct bucket *bucket, int64_t now)
{
	uint64_t full = bucket->per_minute * PARTS;
	uint64_t passed = now > bucket->at ? (uint64_t)(now - bucket->at) : 0;

	if (passed >= PARTS || bucket->level + passed * bucket->per_minute >=
	    full)
		bucket->level = full;
	else
		bucket->level += passed * bucket->per_minute;
	bucket->at = now;
}

bool
bucket_has(struct bucket *bucket, uint64_t n, int64_t now)
{
	fill(bucket, now);
	return n <= bucket->level / PARTS;
}

bool
bucket_take(struct bucket *bucket, uint64_t n, int64_t now)
{
	if (!bucket_has(bucket, n, now))
		return false;
	bucket->level -= n * PARTS;
	return true;
}

void
bucket_spend(struct bucket *bucket, uint64_t n)
{
	bucket->level -= n < bucket->level / PARTS ? n * PARTS : bucket->level;
}

int64_t
bucket_wait(const struct bucket *bucket, uint64_t n)
{
	uint64_t missing;

	if (n > bucket->per_minute)
		return -1;
	if (n * PARTS <= bucket->level)
		return 0;
	missing = n * PARTS - bucket->level;
	return (int64_t)((missing + bucket->per_minute - 1) /
	    bucket->per_minute);
}
