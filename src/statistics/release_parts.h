/* release_parts.h - what the files of release.h share. */
#ifndef STATISTICS_RELEASE_PARTS_H_
#define STATISTICS_RELEASE_PARTS_H_

#include "statistics/release.h"

enum { RELEASE_PARTS_ITEMS = 16, RELEASE_PARTS_JOINT = 1 << 24 };

/* The values of everybody, as numbers of dictionaries. */
struct release_data {
	size_t items;
	const struct policy_item *item[RELEASE_PARTS_ITEMS];
	struct dict values[RELEASE_PARTS_ITEMS];
	uint32_t *ids;		/* people * items */
	uint64_t people;
	uint64_t capacity;
};

/* A table's groupings with everybody's place in them. */
struct release_shape {
	struct grouping by[2];
	size_t dimensions;
	size_t at[2];			/* of the item in the data */
	struct grouping_labels labels[2];
};

/* Rows and columns of a shape's table; one column for one dimension. */
size_t release_parts_rows(const struct release_shape *shape) NONNULL;
size_t release_parts_columns(const struct release_shape *shape) NONNULL;
/* Where a person stands. */
void release_parts_place(const struct release_shape *shape,
    const struct release_data *data, uint64_t person, size_t *row,
    size_t *column) NONNULL;

/*
 * Hides in the table every number that, beside an earlier release, tells of
 * fewer than minimum people.
 */
enum status release_parts_compare(struct protect_table *table,
    const struct release_shape *shape, const struct release *old,
    const struct release_shape *old_shape, const struct release_data *data,
    uint64_t minimum, struct error *error) MUST_USE NONNULL;

#endif
