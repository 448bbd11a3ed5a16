/*
 * pool.h - a few threads that do what would hold up others.
 *
 * The queue is bounded: when it is full, pool_submit() says so and whoever
 * asks is told to come back later.
 */
#ifndef BASE_POOL_H_
#define BASE_POOL_H_

#include "base/base.h"

struct pool;

enum status pool_new(struct pool **pool, size_t threads, size_t queue,
    struct error *error) MUST_USE NONNULL;

/* False when too many wait already, or the pool is ending. */
bool pool_submit(struct pool *pool, void (*work)(void *context),
    void *context) MUST_USE NONNULL_ARGS(1, 2);

/* How many wait or are worked on. */
size_t pool_busy(struct pool *pool) NONNULL;

/* Finishes what was submitted, then ends the threads; NULL is allowed. */
void pool_free(struct pool *pool);

#endif
