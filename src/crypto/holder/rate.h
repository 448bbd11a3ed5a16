/*
 * rate.h - how many slots may be opened: of every day, and of bulk jobs.
 *
 * Two buckets (bucket.h).  A bulk job says how many people come next; until
 * that many slots were opened, or the announcement is too old, it takes from
 * the bucket of bulk jobs.  Times are those of clock_monotonic().
 */
#ifndef CRYPTO_HOLDER_RATE_H_
#define CRYPTO_HOLDER_RATE_H_

#include "crypto/holder/bucket.h"
#include "crypto/holder/holder.h"

enum { RATE_BULK_MS = 600000 };	/* an announcement holds so long */

struct rate {
	struct bucket people, bulk;
	struct {
		unsigned int running;	/* jobs */
		uint64_t left;		/* slots */
		int64_t until;
	} job[HOLDER_PURPOSES];
};

void rate_begin(struct rate *rate, uint64_t per_minute,
    uint64_t bulk_per_minute, int64_t now) NONNULL;

/* So many were opened within the last minute, by those before. */
void rate_spent(struct rate *rate, uint64_t people, uint64_t bulk) NONNULL;

/* The purposes of the bulk jobs that go on: 1 << enum holder_purpose. */
unsigned int rate_announced(const struct rate *rate, int64_t now) NONNULL;

/* Takes n slots, or nothing. */
bool rate_take(struct rate *rate, uint64_t n, int64_t now) MUST_USE NONNULL;

/*
 * Whether that many people more may be announced now: a job that is faster
 * than the rate waits before it begins with them, and not in their middle.
 * STATUS_BUSY "key_rate" when not.
 */
enum status rate_has_room(struct rate *rate, uint64_t people, int64_t now,
    struct error *error) MUST_USE NONNULL;
void rate_announce(struct rate *rate, enum holder_purpose purpose,
    uint64_t people, bool begins, int64_t now) NONNULL;
void rate_end(struct rate *rate, enum holder_purpose purpose) NONNULL;

/* STATUS_BUSY "key_rate", and when n can be taken. */
enum status rate_refuse(const struct bucket *bucket, uint64_t n,
    struct error *error) MUST_USE NONNULL;

#endif
