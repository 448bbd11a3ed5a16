/*
 * copy.h - a whole store from one engine to another.
 *
 * Rows go over as they are: sealed, with their numbers.  A copy that was
 * stopped is resumed: large tables go on behind the last row that is there.
 * At the end both sides are read once more and compared, table by table.
 * Nobody may write to either side meanwhile; of an embedded store the lock
 * sees to that.
 */
#ifndef STORE_COPY_H_
#define STORE_COPY_H_

#include "store/store.h"

enum { COPY_TABLES_MAX = 24 };

struct copy_table {
	const char *name;
	uint64_t rows;
	uint8_t digest[32];	/* the rows' SHA-256 hashes, all XORed */
};

struct copy_report {
	struct copy_table table[COPY_TABLES_MAX];
	size_t tables;
	void (*progress)(void *context, const char *table, uint64_t rows);
	void *context;
};

/*
 * STATUS_CONFLICT "other_store" when the target holds another store;
 * STATUS_INTEGRITY "copy_differs" when the two are not equal at the end.
 */
enum status copy_store(const struct store_options *from,
    const struct store_options *to, struct copy_report *report,
    struct error *error) MUST_USE NONNULL;

#endif
