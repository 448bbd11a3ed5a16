/*
 * token.h - secrets that programs and browsers send: "sks_" and 58 letters.
 *
 * Behind the prefix (sks_: key of a service, sst_: session of staff) stand 52
 * letters of Crockford's base32, which are 32 random bytes, and 6 letters of
 * a checksum: the first 30 bits of SHA-256 of all that stands before.  So a
 * scanner for secrets finds them by sk[s]_[0-9a-z]{58} and can tell a real
 * one from a look-alike.  The store keeps SHA-256 of the whole only: the
 * secret is random enough that nothing slower is needed.
 */
#ifndef ACCESS_TOKEN_H_
#define ACCESS_TOKEN_H_

#include "base/base.h"
#include "crypto/hash.h"

enum token_kind { TOKEN_KEY, TOKEN_SESSION };
enum { TOKEN_SIZE = 4 + 52 + 6 + 1, TOKEN_HINT_SIZE = 4 + 6 + 1 };

/* A new one, and its hash. */
void token_make(char out[TOKEN_SIZE], struct hash *hash,
    enum token_kind kind) NONNULL;

/* False for what is no token at all: nobody needs to look for it. */
bool token_read(struct hash *hash, enum token_kind *kind, struct text text)
    MUST_USE NONNULL;

/* The beginning, by which people tell their keys apart. */
void token_hint(char out[TOKEN_HINT_SIZE], const char token[TOKEN_SIZE])
    NONNULL;

#endif
