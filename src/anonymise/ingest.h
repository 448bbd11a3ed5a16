/*
 * ingest.h - reading all rows once, into numbers.
 *
 * Every column that takes part is encoded: its distinct values are numbered,
 * and a row is the numbers of its values.  Two ways of keeping rows:
 *
 *  - grouped: equal rows are counted, not kept; what is kept of a row is,
 *    if wanted, the number of its group (4 bytes).  Ten million rows of nine
 *    columns are some hundred thousand groups.
 *  - cells: every row's numbers are kept (4 bytes a cell), for operators
 *    that change single cells.
 *
 * Each thread encodes into tables of its own (a shard); ingest_merge() gives
 * the values one numbering, and ingest_groups() the rows one set of groups
 * in the order of their keys.
 */
#ifndef ANONYMISE_INGEST_H_
#define ANONYMISE_INGEST_H_

#include "anonymise/dict.h"
#include "anonymise/keytable.h"
#include "anonymise/rows.h"

/* How far a long step is; called from the caller's thread only. */
struct progress {
	void (*tell)(void *context, const char *what, uint64_t done,
	    uint64_t total);
	void *context;
};

/* Rows of one piece, in the shard that read it. */
struct ingest_piece {
	uint32_t number;
	uint32_t shard;
	uint32_t rows;
	uint32_t capacity;
	uint32_t *ids;	/* grouped: groups of the shard; cells: rows * columns
			 * numbers of values of the shard */
};

struct ingest_shard;

struct ingest {
	size_t columns;			/* that take part */
	size_t source[KEY_FIELDS];	/* their columns of the source */
	bool cells;
	bool keep_ids;
	uint64_t rows;
	size_t piece_count;
	struct ingest_piece *pieces;	/* in the order of the source */
	size_t shard_count;
	struct ingest_shard *shards;
	/* By column, once merged: texts; places are piece << 32 | line. */
	struct dict *values;
};

/* All rows that have the same codes in all columns, as one. */
struct ingest_groups {
	size_t words;
	struct key_field field[KEY_FIELDS];	/* by column of the ingest */
	uint32_t count;
	uint64_t *keys;			/* ascending */
	uint32_t *rows;			/* of each group */
	uint64_t *first;		/* piece << 32 | line of its first */
	size_t shards;
	uint32_t **of_shard;		/* the group of a shard's group */
};

/*
 * Reads everything.  columns: which columns of the source take part, at most
 * KEY_FIELDS.  Frees nothing on failure but what it made.
 */
enum status ingest_read(struct ingest *ingest, struct table *rows,
    const size_t *columns, size_t count, size_t threads,
    const struct progress *progress, struct error *error) MUST_USE;

/* Fills ingest->values.  STATUS_INVALID when a value is not text. */
enum status ingest_merge(struct ingest *ingest, struct table *rows,
    struct error *error) MUST_USE;

/*
 * Groups the rows by codes: code[c][v] is the code of value v of column c,
 * below codes[c].  order: the columns, the one in the highest bits first.
 * Not for cells.  The shards' own tables are given back.
 */
enum status ingest_groups(struct ingest_groups *groups,
    struct ingest *ingest, uint32_t *const *code,
    const uint32_t *codes, const size_t *order, struct error *error)
    MUST_USE;

/* Cells: turns every number of a value from the shards' into the merged. */
void ingest_unify(struct ingest *ingest);

/*
 * The same for cells that have been unified; the cells become the numbers of
 * the rows' groups, as of one shard.
 */
enum status ingest_cells_groups(struct ingest_groups *groups,
    struct ingest *ingest, uint32_t *const *code, const uint32_t *codes,
    const size_t *order, struct error *error) MUST_USE;

void ingest_groups_free(struct ingest_groups *groups);
void ingest_free(struct ingest *ingest);

#endif
