/*
 * xlsx_out.h - one sheet of text as a workbook (ECMA-376), row after row.
 *
 * Cells are inline strings, so that nothing has to be remembered between
 * rows; each is text to whoever opens it, whatever it looks like.
 */
#ifndef CONNECTOR_XLSX_OUT_H_
#define CONNECTOR_XLSX_OUT_H_

#include "connector/archive.h"

struct xlsx_out;

enum status xlsx_out_new(struct xlsx_out **xlsx, const struct text *names,
    size_t n, int64_t time, archive_sink *sink, void *context,
    struct error *error) MUST_USE NONNULL_ARGS(1, 2, 5, 7);
enum status xlsx_out_row(struct xlsx_out *xlsx, const struct text *values,
    struct error *error) MUST_USE NONNULL;
enum status xlsx_out_end(struct xlsx_out *xlsx, struct error *error)
    MUST_USE NONNULL;
void xlsx_out_free(struct xlsx_out *xlsx);

#endif
