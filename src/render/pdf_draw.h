/*
 * pdf_draw.h - draws a document with pango and cairo.  Only the helper
 * program sekisho-pdf has this in it.
 */
#ifndef RENDER_PDF_DRAW_H_
#define RENDER_PDF_DRAW_H_

#include "base/buf.h"
#include "render/doc.h"

/* STATUS_FAILURE "no_fonts" without the fonts of fonts-ipaexfont. */
enum status pdf_draw(struct buf *out, const struct doc *doc,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
