/*
 * act.h - what the holder does for one request (crypto/holder/wire.h).
 *
 * Its only input is a message in `in`, which is checked as a whole before
 * anything is done; what it says is in `out`.  Nothing here reads a socket:
 * that is serve.h, and the fuzzer's other door.
 */
#ifndef CRYPTO_HOLDER_ACT_H_
#define CRYPTO_HOLDER_ACT_H_

#include "crypto/holder/rate.h"
#include "crypto/holder/wire.h"

/* Lies in guarded memory: keys pass through in and out. */
struct acting {
	struct keyring *keyring;	/* NULL until it is unlocked */
	struct journal *journal;
	uint32_t per_minute, bulk_per_minute;	/* of people's slots */
	struct rate rate;
	uint64_t refused;		/* since the last report */
	int64_t reported;
	/* What WIRE_START does. */
	enum status (*start)(struct acting *acting, struct wire_start *start,
	    struct error *error);
	uint64_t slots[WIRE_BATCH];
	_Alignas(16) uint8_t in[WIRE_REQUEST_MAX];
	_Alignas(16) uint8_t out[WIRE_REPLY_MAX];
};

/*
 * The rates count from now on; what the journal says was opened within the last
 * minute is taken off, so that another start is no other minute.  The journal
 * may be NULL: then nothing was.
 */
enum status act_begin(struct acting *acting, struct error *error)
    MUST_USE NONNULL;

/* Whether the first n bytes of in are a request that may come now. */
bool act_is_request(struct acting *acting, size_t n) NONNULL;

/* Does it, and gives the length of the reply in out, which is to be wiped. */
size_t act_answer(struct acting *acting) NONNULL;

/*
 * The same for a request to unwrap, whose reply has no head: the keys, size
 * bytes behind it, to be wiped.
 */
enum status act_unwrap(struct acting *acting, size_t *size,
    struct error *error) MUST_USE NONNULL;
void *act_body(struct acting *acting) NONNULL;

/* A line for the operations log, which does not go through the service. */
void act_report(const char *event, uint64_t count, uint64_t per_minute)
    NONNULL;

#endif
