/*
 * The same pictures as doc_chart.c, on paper.  A chart of bars may go on
 * overleaf; one of points stays on one page.
 */
#include "render/pdf_chart.h"

#include "render/doc_chart.h"

enum { LETTERS = 30 };

#define SMALL 7.0
#define LABEL 150.0
#define VALUE 50.0
#define BAR 8.5
#define STEP 5.0
#define POINTS_HEIGHT 210.0
#define MARGIN 36.0

static void
set_colour(struct sheet *sheet, int colour)
{
	cairo_set_source_rgb(sheet->cairo, (colour >> 16 & 255) / 255.0,
	    (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
}

/* A line of small words that begins at x, or (to_left) ends there. */
static void
put(struct sheet *sheet, struct text text, double x, double y, bool to_left)
{
	double back = sheet->y;
	PangoLayout *layout;
	struct text words;
	int width, height;
	bool cut;

	words = doc_chart_short(text, LETTERS, &cut);
	layout = sheet_layout_text(sheet, words, FACE_GOTHIC, SMALL, 400.0);
	pango_layout_get_size(layout, &width, &height);
	if (to_left)
		x -= (double)width / PANGO_SCALE;
	sheet->y = y;
	sheet_put(sheet, layout, x, NULL, NULL);
	g_object_unref(layout);
	sheet->y = back;
}

static void
draw_bar(struct sheet *sheet, double x, double y, double length, int colour)
{
	set_colour(sheet, colour);
	cairo_rectangle(sheet->cairo, x, y, length, BAR);
	cairo_fill(sheet->cairo);
	cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
}

static int
colour_of(size_t i, size_t series)
{
	return i == 0 && series > 1 ? DOC_CHART_GREY : DOC_CHART_BLUE;
}

static void
draw_row(struct sheet *sheet, const struct doc_block *row, size_t series,
    double left, double scale)
{
	double height = (double)series * BAR;

	sheet_need(sheet, height + STEP);
	put(sheet, doc_chart_cell(row, 0), left + LABEL - 6.0,
	    sheet->y + height / 2 - 6.0, true);
	for (size_t i = 0; i < series; i++) {
		double y = sheet->y + (double)i * BAR;
		double length = doc_chart_number(row, i + 1) * scale;

		draw_bar(sheet, left + LABEL, y, length,
		    colour_of(i, series));
		put(sheet, doc_chart_cell(row, i + 1),
		    left + LABEL + length + 3.0, y - 1.5, false);
	}
	sheet->y += height + STEP;
}

void
pdf_chart_bars(struct sheet *sheet, const struct doc_block *block,
    double left, double right)
{
	const struct doc_block *heads = block->first;
	size_t series = heads != NULL && doc_chart_cell(heads, 2).n > 0 ? 2 :
	    1;
	double most = doc_chart_most(block, series, doc_chart_most(block, 1,
	    1));

	if (heads == NULL)
		return;
	sheet_tag(sheet, "Figure");
	sheet_need(sheet, 80.0);
	for (size_t i = 0; i < series; i++) {
		double x = left + LABEL + (double)i * 110.0;

		draw_bar(sheet, x, sheet->y + 2.0, BAR, colour_of(i,
		    series));
		put(sheet, doc_chart_cell(heads, i + 1), x + BAR + 4.0,
		    sheet->y - 1.0, false);
	}
	sheet->y += 16.0;
	for (const struct doc_block *row = heads->next; row != NULL;
	    row = row->next)
		draw_row(sheet, row, series, left,
		    (right - left - LABEL - VALUE) / most);
	sheet->y += STEP;
	sheet_tag_end(sheet, "Figure");
}

static void
draw_axes(struct sheet *sheet, const struct doc_block *heads, double left,
    double right, double top)
{
	double bottom = top + POINTS_HEIGHT - MARGIN;

	set_colour(sheet, 0x1a1a1a);
	cairo_set_line_width(sheet->cairo, 0.6);
	cairo_move_to(sheet->cairo, left + MARGIN, top);
	cairo_line_to(sheet->cairo, left + MARGIN, bottom);
	cairo_line_to(sheet->cairo, right, bottom);
	cairo_stroke(sheet->cairo);
	put(sheet, doc_chart_cell(heads, 1), right, bottom + 16.0, true);
	put(sheet, doc_chart_cell(heads, 2), left, bottom + 16.0, false);
}

void
pdf_chart_points(struct sheet *sheet, const struct doc_block *block,
    double left, double right)
{
	const struct doc_block *heads = block->first;
	double across = doc_chart_most(block, 1, 0.001);
	double upward = doc_chart_most(block, 2, 0.001), top;
	char name[32];

	if (heads == NULL)
		return;
	sheet_need(sheet, POINTS_HEIGHT + 10.0);
	top = sheet->y;
	sheet_tag(sheet, "Figure");
	draw_axes(sheet, heads, left, right, top);
	(void)snprintf(name, sizeof(name), "%.3g", across);
	put(sheet, text_of(name), right, top + POINTS_HEIGHT - MARGIN + 2.0,
	    true);
	(void)snprintf(name, sizeof(name), "%.3g", upward);
	put(sheet, text_of(name), left + MARGIN - 4.0, top + 8.0, true);
	for (const struct doc_block *row = heads->next; row != NULL;
	    row = row->next) {
		double x = left + MARGIN + doc_chart_number(row, 1) / across *
		    (right - left - 2 * MARGIN);
		double y = top + POINTS_HEIGHT - MARGIN -
		    doc_chart_number(row, 2) / upward *
		    (POINTS_HEIGHT - MARGIN - 16.0);

		set_colour(sheet, row->key ? DOC_CHART_RED :
		    DOC_CHART_BLUE);
		cairo_new_path(sheet->cairo);
		cairo_arc(sheet->cairo, x, y, row->key ? 4.5 : 2.5, 0,
		    6.2831853);
		cairo_fill(sheet->cairo);
		cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
		put(sheet, doc_chart_cell(row, 0), x + 6.0, y - 6.0, false);
	}
	sheet_tag_end(sheet, "Figure");
	sheet->y = top + POINTS_HEIGHT + 6.0;
}
