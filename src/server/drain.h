/*
 * drain.h - listeners that were replaced, and end beside the new one.
 *
 * Each has a thread of its own: whoever is still being answered holds up
 * neither signals nor anybody new.
 */
#ifndef SERVER_DRAIN_H_
#define SERVER_DRAIN_H_

#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "http/http.h"

enum { DRAINS = 4 };	/* at once */

/* All zero: none.  One thread uses it. */
struct drains {
	struct drain {
		struct http_listener *listener;	/* NULL: free */
		struct arena *pem;
		pthread_t thread;
		atomic_bool done;
	} each[DRAINS];
};

/*
 * Stops and frees the listener, and then what its certificate lies in.  Waits
 * for one of them when DRAINS are at it; without a thread it is done here.
 */
void drain_begin(struct drains *drains, struct http_listener *old,
    struct arena *pem) NONNULL_ARGS(1, 2);

/* Waits for all of them. */
void drain_end(struct drains *drains) NONNULL;

#endif
