/*
 * fence.h - what a process that serves a store keeps when it is confined.
 *
 * It keeps the files of the databases that are there now, the log's folder,
 * and reads its configuration and the journal of opened slots.  It loses the
 * rest: the key file, the KEK, the unlock file, writing to the journal, every
 * other file of the machine, and the means to start a program.  A server, a
 * job or a helper names what it needs besides: folders for what it writes, and
 * whether it has sockets.
 */
#ifndef VAULT_FENCE_H_
#define VAULT_FENCE_H_

#include "base/confine.h"
#include "vault/config.h"

enum { FENCE_PATHS_MAX = 256 };

/*
 * After vault_open() and before the first thread and the first byte from
 * outside.  more may be NULL when n is 0.  On a kernel without Landlock, kept
 * says so: tell it (confine_warning()), once.
 */
enum status fence_vault(enum confine_kept *kept, const struct config *config,
    const struct confine_path *more, size_t n, enum confine_network network,
    struct error *error) MUST_USE NONNULL_ARGS(1, 2, 6);

#endif
