/*
 * page.h - pages that somebody reads and signs, and that the public reads.
 *
 * Whole HTML documents without scripts: a report on one dataset for whoever
 * answers for it, and the public state of 匿名加工情報.  Every chart is an SVG
 * and stands beside its table.  Nothing in them is a person's value.
 */
#ifndef ANONYMISE_PAGE_H_
#define ANONYMISE_PAGE_H_

#include "anonymise/processed.h"

/*
 * The report: what was made, the steps of the law, risks, distributions, and
 * other plans.  method is what processed_method() gave.
 */
void page_report(struct buf *out, const struct processed *processed,
    const struct node *method, enum language language) NONNULL;

/* The state, from what processed_status() wrote. */
void page_status(struct buf *out, const struct node *status,
    enum language language) NONNULL;

#endif
