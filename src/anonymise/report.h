/*
 * report.h - what somebody reads and signs about a dataset, and what the
 * public reads of processing.
 *
 * Documents (render/doc.h), so that page and paper say the same.  Every chart
 * stands beside its table.  Nothing in them is a person's value.
 */
#ifndef ANONYMISE_REPORT_H_
#define ANONYMISE_REPORT_H_

#include "anonymise/processed.h"
#include "render/doc.h"

/*
 * On one dataset: what was made, the steps of the law, risks, distributions,
 * other plans.  method is what processed_method() gave.
 */
enum status report_dataset(struct doc **doc,
    const struct processed *processed, const struct node *method,
    enum language language, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* The state, from what processed_status() wrote. */
enum status report_state(struct doc **doc, const struct node *state,
    enum language language, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* A whole page, or (paper) a PDF. */
enum status report_write(struct buf *out, const struct doc *doc, bool paper,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
