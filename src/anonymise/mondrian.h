/*
 * mondrian.h - local recoding: every class gets levels of its own.
 *
 * LeFevre et al. 2006, on hierarchies: all rows are one class; a class is
 * parted in two, in the column whose labels are the widest, at a border
 * between labels that comes nearest to the middle of its rows, as long as
 * both parts satisfy every class model; what cannot be parted is labelled in
 * each column with the lowest label that its rows have in common.  Far less
 * is lost than with one level per column, but the same value may be coarse in
 * one row and fine in the next, and nothing is proven to be least.
 */
#ifndef ANONYMISE_MONDRIAN_H_
#define ANONYMISE_MONDRIAN_H_

#include "anonymise/ingest.h"
#include "anonymise/outcome.h"

/* *possible is false when even all rows together do not satisfy the models. */
enum status mondrian_outcome(struct outcome *outcome, bool *possible,
    const struct problem *problem, const struct progress *progress,
    struct error *error) MUST_USE;

#endif
