/*
 * dump.h - the rows of an open store, for a backup, out of one snapshot.
 *
 * The store goes on being read and written meanwhile.  Rows come table by
 * table in the order of their keys, each as one CBOR array of its columns,
 * sealed as they are; fill.h takes them back.  Search indexes are left out:
 * they are made anew of what they index.  The log comes up to the snapshot's
 * end: what of it lies in tiles is read there by whoever dumps.
 */
#ifndef STORE_DUMP_H_
#define STORE_DUMP_H_

#include "store/row.h"
#include "store/store.h"

struct dump;

/* Which of the two databases. */
enum dump_part { DUMP_DATA, DUMP_KEYS };
enum { DUMP_TABLES = 17 };

/* The snapshot is taken now, and held until it is closed. */
enum status dump_open(struct dump **dump, struct store *store,
    enum dump_part part, struct error *error) MUST_USE NONNULL;
void dump_close(struct dump *dump);

/* NULL when a table of that number is not of the part, or left out. */
const char *dump_table_name(enum dump_part part, size_t table);
/* The number of a table, by name; DUMP_TABLES when there is none. */
size_t dump_table_find(enum dump_part part, struct text name);

struct dump_row {
	struct bytes bytes;	/* one CBOR array; valid in the callback */
	/*
	 * One in some hundred rows, by its key alone: whoever cuts there cuts
	 * at the same rows the next time, whatever came or went between.
	 */
	bool edge;
};
typedef enum status dump_row_fn(void *context, const struct dump_row *row,
    struct error *error);
enum status dump_table(struct dump *dump, size_t table, dump_row_fn *each,
    void *context, struct error *error) MUST_USE NONNULL_ARGS(1, 3, 5);

/*
 * Of the data: how many entries the log has, and the first one that is among
 * the rows; those before it are in tiles.
 */
enum status dump_log(struct dump *dump, uint64_t *size, uint64_t *first,
    struct error *error) MUST_USE NONNULL;

/* Of the keys: which KEKs wrap the slots among the rows. */
enum { DUMP_KEKS_MAX = 8 };
enum status dump_keks(struct dump *dump, uint32_t keks[DUMP_KEKS_MAX],
    size_t *n, struct error *error) MUST_USE NONNULL;

/*
 * Takes the first row of the erasures off such rows; what is sealed in it is
 * theirs.
 */
enum status dump_take_erasure(struct bytes *rows, struct erasure_row *row,
    struct error *error) MUST_USE NONNULL;

#endif
