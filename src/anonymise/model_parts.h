/* model_parts.h - the class models that need more than a line. */
#ifndef ANONYMISE_MODEL_PARTS_H_
#define ANONYMISE_MODEL_PARTS_H_

#include "anonymise/model.h"

/* Shannon entropy of the counters >= ln(limit). */
bool model_parts_entropy(const struct model *model, uint64_t rows,
    const uint32_t *counters, uint32_t values);

/* Recursive (c, l) for an l of any size. */
bool model_parts_recursive(const struct model *model,
    const struct model_class *class, const uint32_t *counters,
    uint32_t values, int (*order)(const void *, const void *));

/*
 * The earth mover's distance between the class and all rows <= t, for three
 * ground distances: 1 between any two values; the distance in the order,
 * divided by the greatest; the level of the least common ancestor, divided
 * by the hierarchy's height.
 */
bool model_parts_equal(const struct model *model,
    const struct sensitive *sensitive, uint64_t rows,
    const uint32_t *counters);
/* The same from the values that occur alone. */
bool model_parts_equal_few(const struct model *model,
    const struct sensitive *sensitive, uint64_t rows,
    const uint32_t *values, const uint32_t *counts, uint32_t found);
bool model_parts_ordered(const struct model *model,
    const struct sensitive *sensitive, uint64_t rows,
    const uint32_t *counters);
bool model_parts_hierarchical(const struct model *model,
    const struct sensitive *sensitive, uint64_t rows,
    const uint32_t *counters);

#endif
