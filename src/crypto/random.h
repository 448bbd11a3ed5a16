/*
 * random.h - the one source of randomness.
 *
 * From the kernel (getrandom by libsodium), drawn in blocks per thread so
 * that a nonce costs nanoseconds; what was handed out is wiped from the
 * block, and a fork makes the child draw a new one.
 */
#ifndef CRYPTO_RANDOM_H_
#define CRYPTO_RANDOM_H_

#include "base/base.h"

void random_bytes(void *out, size_t n) NONNULL;

/* Uniform below limit; limit > 0. */
uint64_t random_below(uint64_t limit);

#endif
