/*
 * secret.h - memory for keys: locked, guarded, left out of dumps, wiped.
 */
#ifndef CRYPTO_SECRET_H_
#define CRYPTO_SECRET_H_

#include "base/base.h"

/* Call once before any other function of crypto/; also forbids core dumps. */
enum status secret_start(struct error *error) MUST_USE NONNULL;

/* Zeroed, between guard pages; NULL when memory is out. */
void *secret_alloc(size_t size) MUST_USE;

/* Wipes and frees; NULL is allowed. */
void secret_free(void *secret);

/* Constant time. */
bool secret_equal(const void *a, const void *b, size_t n);

#endif
