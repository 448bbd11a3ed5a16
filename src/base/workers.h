/*
 * workers.h - the same work by a few threads at once.
 *
 * Threads live only as long as the call; what they share is the caller's to
 * guard.  Where the system gives no thread, the work is done all the same,
 * by fewer.
 */
#ifndef BASE_WORKERS_H_
#define BASE_WORKERS_H_

#include "base/base.h"

enum { WORKERS_MAX = 16 };

/* Processors that this process may use, at most WORKERS_MAX. */
size_t workers_available(void);

/*
 * Calls work(context, 0) to work(context, count - 1), each in a thread of
 * its own (the first in the caller's), and returns when all have returned.
 */
void workers_run(size_t count, void (*work)(void *context, size_t index),
    void *context);

#endif
