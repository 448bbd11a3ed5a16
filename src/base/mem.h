/*
 * mem.h - the one place where the heap is touched.
 *
 * For start-up, arenas, stores and long-lived tables; acts use an arena.
 * Faults are injected below this seam, by a preloaded library in tests.
 */
#ifndef BASE_MEM_H_
#define BASE_MEM_H_

#include <stddef.h>

/* Zeroed.  NULL when memory is out. */
void *mem_alloc(size_t size) __attribute__((malloc, warn_unused_result));
void *mem_array(size_t count, size_t size)
    __attribute__((malloc, warn_unused_result));

/*
 * Grows an array to count objects and zeroes the new ones; what stood before
 * is kept.  NULL, and the old array untouched, when memory is out.
 */
void *mem_grow(void *array, size_t old_count, size_t count, size_t size)
    __attribute__((warn_unused_result));

/*
 * The array with room for one more behind n objects: when all *capacity are
 * used, it grows to first, and then to twice as many each time.  NULL, and
 * nothing changed, when memory is out.
 */
void *mem_room(void *array, size_t n, size_t *capacity, size_t first,
    size_t size) __attribute__((warn_unused_result));

void mem_free(void *memory);

/* A copy of a NUL-terminated string. */
char *mem_string(const char *string)
    __attribute__((malloc, warn_unused_result));

/* Overwrites with zeros; the compiler may not leave it out. */
void mem_wipe(void *memory, size_t size);

#endif
