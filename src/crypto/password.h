/*
 * password.h - passwords of people and staff: kept only as Argon2id.
 *
 * The stored form is libsodium's string, "$argon2id$v=19$m=...,t=...,p=1$...".
 * Hashing takes 64 MiB, so only a few run at a time; the others wait.
 */
#ifndef CRYPTO_PASSWORD_H_
#define CRYPTO_PASSWORD_H_

#include "base/base.h"

enum { PASSWORD_HASH_SIZE = 128, PASSWORD_AT_ONCE = 2 };

enum status password_hash(char out[PASSWORD_HASH_SIZE], struct text password,
    struct error *error) MUST_USE NONNULL;

/*
 * Constant work for a right and a wrong password.  *outdated says that the
 * hash was made with weaker parameters and should be made again.
 */
bool password_matches(struct text hash, struct text password, bool *outdated)
    MUST_USE NONNULL;

/* The same work for an account that does not exist; always false. */
bool password_matches_nobody(struct text password) NONNULL;

#endif
