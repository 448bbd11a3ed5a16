/*
 * recheck_models.h - the class models once more, from their definitions.
 *
 * Written apart from model.c on purpose: plain sums over (value, rows) pairs,
 * entropy in long double, the hierarchical distance by walking labels.
 */
#ifndef ANONYMISE_RECHECK_MODELS_H_
#define ANONYMISE_RECHECK_MODELS_H_

#include "anonymise/hierarchy.h"
#include "anonymise/model.h"

/* A sensitive column: what its values are and how often in all rows. */
struct recheck_column {
	uint32_t values;
	const uint64_t *all;		/* rows by value, in order */
	uint64_t rows;
	const struct hierarchy *hierarchy;	/* or NULL */
	const uint32_t *leaf;		/* by value: its leaf there */
};

/* A class in the file: rows, rows in the whole table, rows by value. */
struct recheck_class {
	uint64_t rows;
	uint64_t all;
	const uint64_t *of_value;
};

bool recheck_models_hold(const struct model *model,
    const struct recheck_column *column, const struct recheck_class *class);

#endif
