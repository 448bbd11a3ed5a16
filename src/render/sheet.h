/*
 * sheet.h - the paper: pages of A4, fonts, lines that know their page.
 *
 * Lengths are points (1/72 inch); y grows downwards.  Every line that is put
 * goes to the next page by itself when it does not fit.
 */
#ifndef RENDER_SHEET_H_
#define RENDER_SHEET_H_

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/buf.h"
#include "render/doc.h"

struct sheet {
	const struct doc *doc;
	struct arena *arena;
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoFontMap *fonts;
	PangoContext *context;
	double y;		/* where the next line goes */
	int page;		/* from 1 */
	bool failed;
};

enum face { FACE_MINCHO, FACE_GOTHIC };

#define SHEET_WIDTH 595.28
#define SHEET_HEIGHT 841.89
#define SHEET_LEFT 56.7
#define SHEET_RIGHT (SHEET_WIDTH - 56.7)
#define SHEET_TOP 62.0
#define SHEET_BOTTOM (SHEET_HEIGHT - 62.0)

enum status sheet_open(struct sheet *sheet, struct buf *out,
    const struct doc *doc, struct arena *arena, struct error *error)
    MUST_USE NONNULL;
/* Ends the last page and the PDF. */
enum status sheet_close(struct sheet *sheet, struct error *error)
    MUST_USE NONNULL;

void sheet_next_page(struct sheet *sheet);
/* Goes to the next page when less than that is left of this one. */
void sheet_need(struct sheet *sheet, double height);
void sheet_rule(struct sheet *sheet, double from, double to, double width);

/* The words of a block laid out; g_object_unref() it. */
PangoLayout *sheet_layout(struct sheet *sheet, const struct doc_block *block,
    enum face face, double size, double width);
PangoLayout *sheet_layout_text(struct sheet *sheet, struct text text,
    enum face face, double size, double width);
double sheet_height(PangoLayout *layout);

/*
 * Puts the lines at x from y on; block gives the links, or NULL.  tag is the
 * element of the structure tree ("P"), or NULL within another one.
 */
void sheet_put(struct sheet *sheet, PangoLayout *layout, double x,
    const struct doc_block *block, const char *tag);

void sheet_tag(struct sheet *sheet, const char *tag);
void sheet_tag_end(struct sheet *sheet, const char *tag);
/* An entry of the outline that leads to the current place. */
int sheet_outline(struct sheet *sheet, int parent, struct text text);

#endif
