/*
 * bucket.h - so many slots a minute: a token bucket in whole numbers.
 *
 * It holds at most one minute's worth, and begins full; so within any t
 * minutes at most (t + 1) times the rate is taken.
 */
#ifndef CRYPTO_HOLDER_BUCKET_H_
#define CRYPTO_HOLDER_BUCKET_H_

#include "base/base.h"

struct bucket {
	uint64_t per_minute;
	uint64_t level;		/* in 60,000ths of a slot */
	int64_t at;		/* when the level was right, milliseconds */
};

/* Times are those of clock_monotonic(). */
struct bucket bucket_full(uint64_t per_minute, int64_t now);

/* Whether n could be taken now. */
bool bucket_has(struct bucket *bucket, uint64_t n, int64_t now) NONNULL;

/* Takes n, or nothing. */
bool bucket_take(struct bucket *bucket, uint64_t n, int64_t now) MUST_USE
    NONNULL;

/* Takes n, or what there is. */
void bucket_spend(struct bucket *bucket, uint64_t n) NONNULL;

/* Milliseconds until n can be taken; -1: more than it ever holds. */
int64_t bucket_wait(const struct bucket *bucket, uint64_t n) NONNULL;

#endif
