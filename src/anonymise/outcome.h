/*
 * outcome.h - what becomes of every distinct row: its class, the labels of
 * that class, and whether it is shown.
 */
#ifndef ANONYMISE_OUTCOME_H_
#define ANONYMISE_OUTCOME_H_

#include "anonymise/optimum.h"

struct outcome {
	bool local;		/* classes have levels of their own */
	uint32_t count;		/* classes */
	uint32_t *class_of;	/* by distinct row of the problem */
	bool *shown;		/* by class */
	uint32_t *rows;		/* by class: of the subset, if any */
	uint32_t *all;		/* by class: of the whole table */
	uint32_t *example;	/* by class: one of its distinct rows */
	struct vertex *vertex;	/* by class, when local; else one */
	double score;
	uint64_t suppressed;	/* rows */
	uint64_t classes;	/* that are shown and have rows */
	uint64_t smallest;	/* rows of the smallest of these */
	double loss[FIELDS_MAX];	/* of each field, in lead order */
};

/* The classes of one node of the lattice. */
enum status outcome_of_node(struct outcome *outcome,
    const struct problem *problem, const struct vertex *node,
    struct error *error) MUST_USE NONNULL;

/*
 * Facts and score from class_of, shown, example and vertex; called by
 * whoever made these.  The loss is summed up as ARX does it, class after
 * class in the order in which they first appear in the table and in binary
 * fractions, so that its score is the same to the last digit; the search
 * itself compares whole numbers.
 */
enum status outcome_finish(struct outcome *outcome,
    const struct problem *problem, struct error *error) MUST_USE NONNULL;

/* The label of a field (in lead order) in a class. */
struct text outcome_label(const struct outcome *outcome,
    const struct problem *problem, uint32_t class, size_t field) NONNULL;

void outcome_free(struct outcome *outcome);

#endif
