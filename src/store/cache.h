/*
 * cache.h - sealed rows of people who were read lately, in memory.
 *
 * Only for a store that one process serves: every write passes through that
 * process, which tells the cache before and after it commits.  What is kept
 * is what the database holds, sealed; keys and plain text are elsewhere.
 *
 * A reader that missed may put in what it then read only if no write to that
 * person came between: it brings the stamp that it got when it missed.
 */
#ifndef STORE_CACHE_H_
#define STORE_CACHE_H_

#include "store/row.h"

struct cache;

enum { CACHE_MAX = 1 << 30 };	/* bytes; more is not used */

/* NULL when memory is out. */
struct cache *cache_new(size_t bytes) MUST_USE;
void cache_free(struct cache *cache);

/*
 * True, and a copy of the rows in the arena, when the person is there;
 * otherwise *stamp is set.  rows->row is NULL when memory is out.
 */
bool cache_get(struct cache *cache, uint64_t person, struct rows *rows,
    uint64_t *stamp, struct arena *arena) MUST_USE NONNULL;

void cache_put(struct cache *cache, uint64_t person,
    const struct rows *rows, uint64_t stamp) NONNULL;

/* Forgets a person; anybody who is reading them now may not put them in. */
void cache_drop(struct cache *cache, uint64_t person) NONNULL;

#endif
