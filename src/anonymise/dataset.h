/*
 * dataset.h - rows and plan brought together: what was read, which column is
 * what, which rows there are, and the problem that follows.
 *
 * The steps are called in their order.  Afterwards a row is the number of
 * its group (dataset_row()), and a group's key holds the codes of every
 * column that is not simply passed through.
 */
#ifndef ANONYMISE_DATASET_H_
#define ANONYMISE_DATASET_H_

#include "anonymise/dice.h"
#include "anonymise/ingest.h"
#include "anonymise/plan.h"

#define DATASET_NONE SIZE_MAX
#define DATASET_NO_GROUP UINT32_MAX

/* A column of the source. */
struct dataset_column {
	struct text name;
	enum plan_role role;
	const struct plan_column *plan;	/* NULL when not declared */
	size_t keyed;			/* its place in the ingest, or NONE */
	struct dict changed;		/* its values after operators, if any
					 * change them */
	uint32_t *map;			/* by value read: value after */
	struct hierarchy hierarchy;
	struct field field;		/* of a quasi-identifier */
	uint32_t *code;			/* by value read: code in the key */
	uint32_t codes;
	uint32_t *value_of;		/* by code: value after; NULL: same */
};

struct dataset {
	const struct plan *plan;
	struct table *rows;
	struct dice *dice;
	const struct progress *progress;
	size_t threads;
	bool want_rows;			/* they will be written */
	size_t columns;
	struct dataset_column *column;
	struct ingest ingest;
	struct ingest_groups groups;
	uint32_t *subset;		/* rows of each group in the subset */
	uint32_t *alive;		/* rows of each group not deleted */
	uint64_t deleted;		/* rows */
	uint64_t outside;		/* rows outside the subset */
	size_t fields;
	size_t field_column[FIELDS_MAX];	/* in lead order */
	struct problem_source source;
	uint32_t *recode[SENSITIVE_MAX];
	uint32_t *class_of;		/* distinct row of each group */
};

/*
 * Which columns take part; STATUS_INVALID column_missing or
 * column_not_declared.
 */
enum status dataset_open(struct dataset *dataset, const struct plan *plan,
    struct table *rows, bool want_rows, size_t threads,
    struct dice_source dice, const struct progress *progress,
    struct error *error) MUST_USE;

/* Reads, applies operators, binds hierarchies, groups. */
enum status dataset_read(struct dataset *dataset, struct error *error)
    MUST_USE NONNULL;

/* Fills the problem; the dataset must outlive it. */
enum status dataset_problem(struct dataset *dataset, struct problem *problem,
    struct error *error) MUST_USE NONNULL;

/*
 * Turns the numbers that pieces hold for rows into groups of the dataset, or
 * DATASET_NO_GROUP for rows that are not to be written.
 */
void dataset_rows(struct dataset *dataset) NONNULL;

/* The value of a column in a group (not of a quasi-identifier: the code). */
struct text dataset_text(const struct dataset *dataset, size_t column,
    uint32_t group) NONNULL;
uint32_t dataset_code(const struct dataset *dataset, size_t column,
    uint32_t group) NONNULL;

void dataset_free(struct dataset *dataset);

#endif
