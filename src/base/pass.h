/*
 * pass.h - messages with descriptors, through a socket of this machine.
 *
 * Who receives says how many descriptors there may be: what comes beyond that
 * is closed.  (A control buffer with room for an odd number of them has room
 * for one more, and the kernel fills it.)
 */
#ifndef BASE_PASS_H_
#define BASE_PASS_H_

#include <sys/types.h>

#include "base/base.h"

enum { PASS_MAX = 8 };

/* At most PASS_MAX of them, or none; false and errno when it was not sent. */
bool pass_send(int socket, const void *bytes, size_t size, const int *fds,
    size_t n) NONNULL_ARGS(2);

/*
 * One message of at most size bytes: its length, 0 at the end, -1 and errno; a
 * longer one is EMSGSIZE.  fds gets *n descriptors, at most max, that are
 * closed on exec.
 */
ssize_t pass_receive(int socket, void *bytes, size_t size, int *fds,
    size_t max, size_t *n) MUST_USE NONNULL;

#endif
