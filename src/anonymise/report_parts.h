/* report_parts.h - pieces of reports. */
#ifndef ANONYMISE_REPORT_PARTS_H_
#define ANONYMISE_REPORT_PARTS_H_

#include "anonymise/report.h"

const char *report_parts_say(const struct doc *doc, struct words words);
struct doc_block *report_parts_section(struct doc *doc, const char *anchor,
    struct words heading) NONNULL_ARGS(1, 2);
void report_parts_fact(struct doc *doc, struct doc_block *facts,
    struct words term, struct text value) NONNULL_ARGS(1, 2);
void report_parts_cell(struct doc *doc, struct doc_block *row,
    struct text text) NONNULL;

/* A table or chart with its heads. */
struct doc_block *report_parts_table(struct doc *doc,
    struct doc_block *section, enum doc_kind kind, struct words title,
    const struct words *heads, size_t n) NONNULL_ARGS(1, 2, 5);

/* A number as it stands in a node, or "-". */
struct text report_parts_number(struct doc *doc, const struct node *node,
    const char *key) NONNULL_ARGS(1, 3);

#endif
