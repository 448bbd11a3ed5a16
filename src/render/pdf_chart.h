/* pdf_chart.h - charts on paper, between left and right. */
#ifndef RENDER_PDF_CHART_H_
#define RENDER_PDF_CHART_H_

#include "render/sheet.h"

void pdf_chart_bars(struct sheet *sheet, const struct doc_block *block,
    double left, double right) NONNULL;
void pdf_chart_points(struct sheet *sheet, const struct doc_block *block,
    double left, double right) NONNULL;

#endif
