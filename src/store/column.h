/*
 * column.h - values out of rows that somebody else may have written.
 *
 * A database file can be changed by whoever can write to the disk.  What is
 * sealed is checked when it is opened; the rest is checked here: type, range
 * and size.  The functions fail stickily: read a row, then ask once.
 */
#ifndef STORE_COLUMN_H_
#define STORE_COLUMN_H_

#include "store/db.h"

struct columns {
	const struct db_value *value;
	bool wrong;
};

/* An integer from least to most; least when it is wrong. */
int64_t column_int(struct columns *columns, size_t at, int64_t least,
    int64_t most) NONNULL;

/* The same for numbers that are never negative. */
uint64_t column_number(struct columns *columns, size_t at, uint64_t least,
    uint64_t most) NONNULL;

/* At most max bytes; they are the row's. */
struct bytes column_bytes(struct columns *columns, size_t at, size_t max)
    NONNULL;

/* Exactly n bytes into out. */
void column_fixed(struct columns *columns, size_t at, void *out, size_t n)
    NONNULL;

/* Valid UTF-8 of at most max bytes. */
struct text column_text(struct columns *columns, size_t at, size_t max)
    NONNULL;

/* STATUS_OK, or STATUS_INTEGRITY "store_damaged" when anything was wrong. */
enum status column_status(const struct columns *columns,
    struct error *error) MUST_USE NONNULL;

/* That error. */
enum status column_damaged(struct error *error) NONNULL;

#endif
