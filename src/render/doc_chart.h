/*
 * doc_chart.h - a document's charts as SVG, and the numbers that they show.
 *
 * Colours are attributes, never styles, so that the strictest policy of a
 * page holds.
 */
#ifndef RENDER_DOC_CHART_H_
#define RENDER_DOC_CHART_H_

#include "base/buf.h"
#include "render/doc.h"

#define DOC_CHART_GREY 0x949494
#define DOC_CHART_BLUE 0x0017c1
#define DOC_CHART_RED 0xec0000

void doc_chart_bars(struct buf *out, const struct doc_block *block) NONNULL;
void doc_chart_points(struct buf *out, const struct doc_block *block)
    NONNULL;

/* The words of a row's nth cell, from 0; and what number they are. */
struct text doc_chart_cell(const struct doc_block *row, size_t n) NONNULL;
double doc_chart_number(const struct doc_block *row, size_t n) NONNULL;
/* The greatest number of the nth cells below the heads; at least least. */
double doc_chart_most(const struct doc_block *block, size_t n, double least)
    NONNULL;
/* As much of a label as columns of half-width letters; *cut: not all. */
struct text doc_chart_short(struct text label, size_t columns, bool *cut)
    NONNULL;

#endif
