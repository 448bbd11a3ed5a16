/*
 * table.h - every table of a store, read and written in the order of its
 * key: what copying, backing up and restoring have in common.
 *
 * Only src/store includes this.  Rows are what they are; nobody here knows
 * what they mean.
 */
#ifndef STORE_TABLE_H_
#define STORE_TABLE_H_

#include "store/db.h"

enum {
	TABLE_COUNT = 17, TABLE_COLUMNS_MAX = 8, TABLE_KEY_MAX = 3,
	TABLE_PAGE_ROWS = 512,
};

/* What is the first part of a key that sorts before all others. */
enum part { PART_NONE, PART_NUMBER, PART_BYTES, PART_TEXT };

struct table {
	const char *name;
	enum db_role role;
	enum statement page, copy;
	enum statement last;		/* of a large one */
	bool large;			/* a row that is there stays */
	size_t columns;
	enum part key[TABLE_KEY_MAX];	/* the first columns */
};

/* The log's head comes last of the data: before it, nothing is appended to. */
extern const struct table table_all[TABLE_COUNT];

/* Two databases, by role. */
struct table_side {
	const struct db_driver *driver[2];
	struct db *db[2];
};

/* Rows that were read, in the order of their keys. */
struct table_page {
	const struct table *table;
	/* Of this page and the one before, whose last key is still used. */
	struct arena *arena, *other;
	struct db_value row[TABLE_PAGE_ROWS][TABLE_COLUMNS_MAX];
	size_t rows, limit;
};

/* NULL when memory is out. */
struct table_page *table_page_new(void) MUST_USE;
void table_page_free(struct table_page *page);

/* A key before all others; *n of the table's parts. */
void table_first_key(const struct table *table, struct db_value *key,
    size_t *n) NONNULL;

/* The last key that is there; as it is when there is none. */
enum status table_last_key(const struct table_side *side,
    struct table_page *page, struct db_value *key, size_t n,
    struct error *error) MUST_USE NONNULL;

/*
 * The rows behind a key, none when there are no more; the key becomes that of
 * the last one and is valid until the page after the next is read.
 */
enum status table_read_page(const struct table_side *side,
    struct table_page *page, struct db_value *key, size_t n,
    struct error *error) MUST_USE NONNULL;

/*
 * Opens the database at the URL for writing, new or with what an earlier
 * time left there, and brings it to the newest schema.
 */
enum status table_open(struct table_side *side, enum db_role role,
    const char *url, struct error *error) MUST_USE NONNULL;

/* Whose store it is; zeros when it does not say yet. */
enum status table_store_id(const struct table_side *side, enum db_role role,
    uint8_t id[STORE_ID_SIZE], struct error *error) MUST_USE NONNULL;

/* All rows of the page, in one transaction. */
enum status table_write_page(const struct table_side *side,
    const struct table_page *page, struct error *error) MUST_USE NONNULL;

void table_close(struct table_side *side) NONNULL;

#endif
