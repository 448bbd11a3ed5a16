/*
 * quality.h - how much of the data a node loses: the score that is least.
 *
 * With N the rows (of the subset, if there is one), n the columns, D_j the
 * leaves of column j's hierarchy and leaves(v) those below a label v:
 *
 *  loss_j = (A_j - N / D_j) / (N - N / D_j), at least 0, cut off behind ten
 *           decimals; A_j = sum of leaves(v) / D_j over the rows shown, and 1
 *           for each row suppressed
 *  loss             product of (loss_j + 1)^(1 / n), - 1
 *  loss_arithmetic  mean of loss_j
 *  precision        mean of (shown * level / height + suppressed) / N
 *  entropy          sum of E_j; E_j = sum over values of
 *                   a * log2(b / a), a the value's rows and b those of its
 *                   label, all rows counted, + sum over labels of
 *                   c * log2(S / c), c the label's rows among the S
 *                   suppressed; cut off behind ten decimals
 *  entropy_normalised  sum of E_j / U_j, U_j = E_j if all values were one
 *  aecs             N / (classes shown + 1 if anything is suppressed)
 *  discernibility   sum of squares of the classes shown + suppressed * N
 *  discernibility_monotone  sum of squares of all classes
 *  height           sum of the levels
 *
 * These are ARX's definitions, so scores can be compared.  A_j * D_j and the
 * sums of squares are kept as whole numbers, so no order of summing matters.
 *
 * Every score has a lower bound for a node and all above it: the score with
 * nothing suppressed.  For the column-wise ones it needs only the columns'
 * own distributions, so a node is bounded without looking at rows.
 */
#ifndef ANONYMISE_QUALITY_H_
#define ANONYMISE_QUALITY_H_

#include "anonymise/group.h"

extern const char *const quality_names[QUALITY_COUNT + 1];

struct quality;

/* Sums up each column's distribution.  NULL when memory is out. */
struct quality *quality_new(const struct problem *problem);
void quality_free(struct quality *quality);

/* A score that no node at or above this one can be better than. */
double quality_bound(const struct quality *quality, const struct vertex *node);

/*
 * Counts the rows of a complete list's classes that are not shown; what
 * follows speaks of that list.
 */
void quality_look(struct quality *quality, const struct classes *classes);

/*
 * What suppression costs at least at every node below one that was looked
 * at: the rows that monotone models suppress there are suppressed below too,
 * where each has a share that is no greater.
 */
struct quality_floor {
	uint64_t suppressed;
	uint64_t sum[FIELDS_MAX];	/* by column: domain - leaves over
					 * these rows, or 0 */
};

/* False when the list tells nothing. */
bool quality_floor(struct quality *quality, const struct classes *classes,
    struct quality_floor *floor);
void quality_floor_raise(struct quality_floor *floor,
    const struct quality_floor *by);
double quality_bound_floor(const struct quality *quality,
    const struct vertex *node, const struct quality_floor *floor);

/* What a list of all classes of a node tells of all nodes above it. */
double quality_bound_classes(const struct quality *quality,
    const struct classes *classes);
/* Whether that tells more than quality_bound(). */
bool quality_is_class_based(const struct quality *quality);

/* The score of the list that was looked at. */
double quality_score(struct quality *quality, const struct classes *classes);

/*
 * What suppressing one class costs relative to others of its size: sample
 * models suppress the cheapest first.
 */
double quality_class(const struct quality *quality,
    const struct classes *classes, uint32_t class);

#endif
