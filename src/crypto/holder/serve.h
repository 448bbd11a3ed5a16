/*
 * serve.h - the holder's side: the process that has the root key and the KEK.
 *
 * It is the program sekisho-holder, started by holder_start() and by nobody
 * else.  It reads one socket, the key files and its journal; after it has
 * unlocked, it is confined to those.  It never meets a byte from outside: the
 * slots that it unwraps are the only input of variable meaning, and those
 * open or do not.
 */
#ifndef CRYPTO_HOLDER_SERVE_H_
#define CRYPTO_HOLDER_SERVE_H_

#include "base/confine.h"

/*
 * Serves until the other end closes; the exit code of the process.  page is
 * the descriptor of crypto/holder/page.h, or of nothing.  The rates were given
 * when the program was started: no message changes them.
 */
int serve(int fd, int page, uint32_t per_minute, uint32_t bulk_per_minute);

/*
 * What it confines itself to, in the keys' folder: it reads the KEK file and
 * writes the journal.
 */
enum status serve_confine(const char *folder, struct error *error)
    MUST_USE NONNULL;

#endif
