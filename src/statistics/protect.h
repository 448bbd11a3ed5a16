/*
 * protect.h - a table of counts that tells of no small group.
 *
 * The table has its margins: row R is the sum of the rows above it, column C
 * that of the columns before it.  A count above zero and below the minimum is
 * not shown; nor are as many others as it takes that nobody can work it out
 * from what is shown: for every such cell the numbers that are consistent
 * with the table as published lie at least minimum - 1 apart.
 *
 * That is checked, not hoped for: a table with margins is a network, and how
 * far a hidden cell can be raised or lowered is a maximum flow in it.
 */
#ifndef STATISTICS_PROTECT_H_
#define STATISTICS_PROTECT_H_

#include "base/base.h"

enum protect_state {
	PROTECT_SHOWN,
	PROTECT_PRIMARY,	/* too small, or it would reveal a difference */
	PROTECT_SECONDARY,	/* hidden for the sake of others */
};

struct protect_table {
	size_t rows;		/* without the margin */
	size_t columns;
	uint64_t *count;	/* (rows + 1) * (columns + 1) */
	uint8_t *state;		/* enum protect_state, the same */
};

enum { PROTECT_CELLS_MAX = 4096 };

static inline size_t
protect_at(const struct protect_table *table, size_t row, size_t column)
{
	return row * (table->columns + 1) + column;
}

/* Zeroed; STATUS_INVALID table_too_large. */
enum status protect_new(struct protect_table *table, size_t rows,
    size_t columns, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* Fills the margins from the cells. */
void protect_sum(struct protect_table *table) NONNULL;

/*
 * Hides what has to be; what is hidden on entry stays so.  STATUS_REFUSED
 * table_too_small when nothing could be shown that protects it.
 */
enum status protect_suppress(struct protect_table *table, uint64_t minimum,
    struct error *error) MUST_USE NONNULL;

/*
 * The least and greatest value that a hidden cell can have as far as the
 * published table tells; PROTECT_OPEN is without end.
 */
#define PROTECT_OPEN UINT64_MAX
bool protect_range(const struct protect_table *table, size_t row,
    size_t column, uint64_t *least, uint64_t *greatest) MUST_USE NONNULL;

/*
 * Every number to the nearest multiple of base, halves up: the same count is
 * always the same number, wherever and whenever it stands.  Sums need no
 * longer be the sums of what is shown.
 */
void protect_round(struct protect_table *table, uint64_t base) NONNULL;

#endif
