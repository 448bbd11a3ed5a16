/*
 * gather.h - rows of a query, gathered into an arena.
 *
 * Only src/store/reader*.c includes this.
 */
#ifndef STORE_GATHER_H_
#define STORE_GATHER_H_

#include "store/handle.h"

/* Rows that are being gathered into the arena. */
struct gathering {
	struct arena *arena;
	void *rows;
	size_t n, capacity;
};

/* Room for one more row of that size; NULL when memory is out. */
void *gather_room(struct gathering *g, size_t size) NONNULL;

/* Copies what was read out of a row, once the row is known to be right. */
enum status gather_keep(struct arena *arena, struct bytes *bytes,
    struct error *error) MUST_USE NONNULL;
enum status gather_keep_text(struct arena *arena, struct text *text,
    struct error *error) MUST_USE NONNULL;

/*
 * reader_ahead.c: hands out what was read ahead of a person for one of
 * STATEMENT_PERSON, _HISTORY and _REASONS, at most max rows; false when it has
 * to be asked for.
 */
bool reader_ahead_take(struct reader *reader, enum statement statement,
    uint64_t person, size_t max, db_row_fn *each, void *context,
    enum status *status, struct error *error) MUST_USE NONNULL;
void reader_ahead_free(struct reader *reader) NONNULL;

/* Gathers a whole result; what it is stands in the callback. */
enum status gather_rows(struct reader *reader, enum statement statement,
    const struct db_value *values, size_t values_n, db_row_fn *each,
    const void **rows, size_t *n, struct arena *arena, struct error *error)
    MUST_USE NONNULL_ARGS(1, 5, 6, 7, 8, 9);

#endif
