/* plan_parts.h - what plan.c leaves to others. */
#ifndef ANONYMISE_PLAN_PARTS_H_
#define ANONYMISE_PLAN_PARTS_H_

#include "anonymise/plan.h"

/*
 * Columns that should not come through as they are; models that narrow each
 * other.
 */
void plan_parts_warn(const struct plan *plan, const struct node *root,
    struct findings *findings);

#endif
