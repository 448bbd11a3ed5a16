/* export_parts.h - what the files of export*.c share. */
#ifndef CONNECTOR_EXPORT_PARTS_H_
#define CONNECTOR_EXPORT_PARTS_H_

#include "connector/export.h"

/* Writes the paper and its entry, and waits until they are durable. */
enum status export_paper_put(const struct export_report *report,
    struct visit *visit, struct error *error) MUST_USE NONNULL;

#endif
