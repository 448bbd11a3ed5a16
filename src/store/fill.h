/*
 * fill.h - rows of a dump, back into two new databases.
 *
 * A fill that was stopped goes on: rows of large tables that are there
 * already are passed over.  Nobody opens the databases as a store before
 * fill_end().
 */
#ifndef STORE_FILL_H_
#define STORE_FILL_H_

#include "store/dump.h"

struct fill;

/*
 * Makes both databases, or takes those that a fill of the same store has
 * begun; STATUS_CONFLICT "store_exists" when another one lies there.
 */
enum status fill_open(struct fill **fill, const struct store_options *options,
    const uint8_t id[STORE_ID_SIZE], struct error *error) MUST_USE NONNULL;
void fill_close(struct fill *fill);

/*
 * Rows of one table, one after the other as a dump gave them, in the order
 * of their keys.  STATUS_INTEGRITY when they are no rows.
 */
enum status fill_rows(struct fill *fill, enum dump_part part, size_t table,
    struct bytes rows, struct error *error) MUST_USE NONNULL;

/* Entries of the log from first on, each with its length before it. */
enum status fill_entries(struct fill *fill, uint64_t first, uint64_t count,
    struct bytes entries, struct error *error) MUST_USE NONNULL;

/*
 * All is there.  The log has so many entries, none of them in tiles yet.
 * Numbers that were given to people or slots after the dump are never given
 * again: those of people go on after a gap, those of slots behind the
 * largest there is.  restored is where the entry of the restoring stands.
 */
enum status fill_end(struct fill *fill, uint64_t log_size,
    uint64_t restored, struct error *error) MUST_USE NONNULL;

#endif
