/*
 * holder_parts.h - what asking a holder and starting one share.
 *
 * Only src/crypto/holder/holder*.c include this.
 */
#ifndef CRYPTO_HOLDER_HOLDER_PARTS_H_
#define CRYPTO_HOLDER_HOLDER_PARTS_H_

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "base/file.h"
#include "crypto/holder/holder.h"
#include "crypto/holder/page.h"
#include "crypto/holder/wire.h"

struct holder {
	atomic_int fd;			/* -1: locked, there is no process */
	pid_t process;			/* unless a starter started it */
	int ended;			/* then what starter_wait() takes */
	atomic_bool gone, unfinished;
	atomic_uint kek, older;
	atomic_int_fast64_t kek_made;
	unsigned int lane;
	pthread_mutex_t mutex;		/* for the rest */
	bool serves;			/* it was started and unlocked */
	bool reaped;
	struct page *page;		/* NULL: the socket alone */
	uint8_t *in;			/* WIRE_REPLY_MAX, guarded */
	/* How it was started, to start it again. */
	char folder[PATH_SIZE];
	uint8_t store[STORE_ID_SIZE];
	uint32_t people_per_minute, bulk_people_per_minute;
};

/*
 * One request and its reply; the mutex is held.  size is that of the reply's
 * body when it is OK; the body lies behind the head in holder->in.
 */
enum status holder_exchange(struct holder *holder,
    const struct wire_request *request, const void *body, size_t n,
    size_t *size, struct error *error) MUST_USE NONNULL_ARGS(1, 2, 5, 6);

/*
 * Starts the process and unlocks with the secret; and ends it, in order unless
 * the journal is to say otherwise.  The mutex is held.
 */
enum status holder_begin(struct holder *holder,
    const struct unlock_secret *secret, struct error *error)
    MUST_USE NONNULL;
void holder_end(struct holder *holder) NONNULL;

extern const struct keyring_remote holder_remote;

#endif
