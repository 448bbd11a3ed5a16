/*
 * needs.h - what a server keeps when it is confined (vault/fence.h), beside
 * the files of its store: the folders of its certificate, so that the next one
 * can be read; what libpq and the sending of mail read; the folders of backups;
 * and the right to connect, which webhooks need, too.
 */
#ifndef SERVER_NEEDS_H_
#define SERVER_NEEDS_H_

#include "vault/fence.h"

/* shared: the store is a database that is connected to. */
enum status needs_fence(enum confine_kept *kept, const struct config *config,
    bool shared, struct error *error) MUST_USE NONNULL;

#endif
