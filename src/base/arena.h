/*
 * arena.h - memory that is given back all at once, and wiped.
 *
 * One arena serves one act: a request, a command, a loaded policy.  It has a
 * hard limit, so hostile input cannot eat the machine; what it held is
 * overwritten when it is reset or freed, because it held people's data.
 * An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H_
#define BASE_ARENA_H_

#include <stddef.h>

struct arena;

/* limit: bytes that may be handed out in all.  NULL when memory is out. */
struct arena *arena_new(size_t limit);

/* Wipes and frees; NULL is allowed. */
void arena_free(struct arena *arena);

/* Wipes and forgets everything, keeping the first block for reuse. */
void arena_reset(struct arena *arena);

/*
 * Zeroed memory, aligned for any type.  NULL when the limit would be passed
 * or the system has no more; size 0 gives a valid pointer.
 */
void *arena_alloc(struct arena *arena, size_t size)
    __attribute__((malloc, warn_unused_result));

/* The same for count objects, checked against overflow. */
void *arena_array(struct arena *arena, size_t count, size_t size)
    __attribute__((malloc, warn_unused_result));

/* Bytes handed out since birth or the last reset. */
size_t arena_used(const struct arena *arena);

#endif
