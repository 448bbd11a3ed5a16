/*
 * hierarchy.h - how a column's values become coarser, level by level.
 *
 * Level 0 is the value itself; every level above puts values together under
 * labels.  What is together at one level stays together above
 * (hierarchy_not_nested otherwise), so a level is a partition of the leaves
 * and the levels are a tree.
 *
 * The form in files is that of ARX: no header, one line a leaf, its labels
 * from level 0 up, separated by semicolons (commas and tabs also do).
 */
#ifndef ANONYMISE_HIERARCHY_H_
#define ANONYMISE_HIERARCHY_H_

#include "anonymise/dict.h"

enum { HIERARCHY_LEVELS = 32 };

/* Leaves with their labels: cell (row, level) of a table. */
struct hierarchy {
	uint32_t levels;	/* with level 0; at least 1 */
	uint32_t leaves;
	struct dict label[HIERARCHY_LEVELS];
	uint32_t *row;		/* leaf * levels + level: number of the label
				 * in its dictionary; level 0 is the leaf */
	uint32_t *order;	/* leaves so that every level is in runs */
};

/* A column with its values as codes in the order of its hierarchy. */
struct field_level {
	uint32_t size;		/* labels that occur */
	uint32_t *rank;		/* by code: 0 to size - 1, ascending */
	uint32_t *leaves;	/* by rank: leaves below, of the domain */
	struct text *label;	/* by rank */
};

struct field {
	struct text name;
	size_t column;		/* of the source */
	uint32_t values;	/* codes: values that occur */
	uint32_t domain;	/* leaves of the hierarchy */
	uint32_t levels;
	struct field_level level[HIERARCHY_LEVELS];
};

/* Reads a file.  Errors have its name and line. */
enum status hierarchy_file(struct hierarchy *hierarchy, const char *path,
    struct error *error) MUST_USE NONNULL;

/*
 * Builds one row by row: begin, one row per leaf (labels[levels]; place is
 * told in errors as "name:place"), end.
 */
enum status hierarchy_begin(struct hierarchy *hierarchy, uint32_t levels,
    struct error *error) MUST_USE NONNULL;
enum status hierarchy_row(struct hierarchy *hierarchy,
    const struct text *labels, struct error *error) MUST_USE NONNULL;
enum status hierarchy_end(struct hierarchy *hierarchy, const char *name,
    struct error *error) MUST_USE NONNULL;

/*
 * Adds the values that are no leaves: one label for all of them at every
 * level between the value itself and the root.
 */
enum status hierarchy_others(struct hierarchy *hierarchy,
    const struct dict *values, struct text others, struct error *error)
    MUST_USE NONNULL;

void hierarchy_free(struct hierarchy *hierarchy);

/*
 * Gives the values that occur their codes: code[v] for value v of the
 * dictionary.  *missing is a value that is not a leaf (the one that came
 * first), or DICT_NONE; then the field is not usable.
 */
enum status field_bind(struct field *field,
    const struct hierarchy *hierarchy, const struct dict *values,
    uint32_t *code, uint32_t *missing, struct error *error) MUST_USE NONNULL;

void field_free(struct field *field);

#endif
