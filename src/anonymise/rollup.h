/*
 * rollup.h - class lists at hand, from which coarser ones are made.
 *
 * Bounded in bytes; what has not served for the longest time goes.
 */
#ifndef ANONYMISE_ROLLUP_H_
#define ANONYMISE_ROLLUP_H_

#include "anonymise/group.h"

struct rollup;

struct rollup *rollup_new(const struct problem *problem);
void rollup_free(struct rollup *rollup);

/* The smallest list from which node's can be made, root if there is none. */
const struct classes *rollup_source(struct rollup *rollup,
    const struct classes *root, const struct vertex *node);

/* Keeps a copy when it is clearly smaller than what it was made from. */
void rollup_keep(struct rollup *rollup, const struct group *group,
    const struct classes *classes, const struct classes *source);

#endif
