/*
 * One function per kind of block; what does not fit goes on overleaf.
 */
#include "render/pdf_draw.h"

#include "render/pdf_chart.h"
#include "render/sheet.h"

enum { COLUMNS_MAX = 12 };

#define BODY 9.5
#define TERM 8.5
#define GAP 5.0
#define TERM_WIDTH 118.0
#define CELL_PAD 4.0

/* Where blocks go: between x and SHEET_RIGHT. */
struct frame {
	double x;
	double right;
	int level;	/* of the heading that comes next */
	int outline;
};

static void draw_blocks(struct sheet *sheet, const struct doc_block *in,
    struct frame frame);

static void
draw_words(struct sheet *sheet, const struct doc_block *block,
    struct frame frame, enum face face, double size, const char *tag)
{
	PangoLayout *layout;

	if (block->words == NULL)
		return;
	layout = sheet_layout(sheet, block, face, size, frame.right -
	    frame.x);
	sheet_put(sheet, layout, frame.x, block, tag);
	g_object_unref(layout);
}

static void
draw_section(struct sheet *sheet, const struct doc_block *block,
    struct frame frame)
{
	static const double sizes[] = { 12.5, 11.0, 10.0, 9.5 };
	static const char *const tags[] = { "H2", "H3", "H4", "H5" };
	int level = frame.level < 3 ? frame.level : 3;

	sheet_tag(sheet, "Sect");
	if (block->words != NULL) {
		sheet->y += level == 0 ? 16.0 : 10.0;
		/* A heading stays with at least some lines of its text. */
		sheet_need(sheet, 72.0);
		frame.outline = sheet_outline(sheet, frame.outline,
		    block->words->text);
		draw_words(sheet, block, frame, FACE_GOTHIC, sizes[level],
		    tags[level]);
		if (level == 0)
			sheet_rule(sheet, frame.x, frame.right, 0.6);
		sheet->y += GAP;
		frame.level++;
	}
	draw_blocks(sheet, block, frame);
	sheet_tag_end(sheet, "Sect");
}

/* Many short items, one after the other. */
static void
draw_compact(struct sheet *sheet, const struct doc_block *list,
    struct frame frame)
{
	struct doc *scratch = doc_new(sheet->doc->language, sheet->arena);
	struct doc_block line = { .kind = DOC_PARAGRAPH };

	if (scratch == NULL) {
		sheet->failed = true;
		return;
	}
	for (const struct doc_block *item = list->first; item != NULL;
	    item = item->next) {
		for (const struct doc_span *span = item->words; span != NULL;
		    span = span->next)
			doc_span(scratch, &line, span->text, span->language,
			    span->style, span->href);
		if (item->next != NULL)
			doc_string(scratch, &line,
			    sheet->doc->language == LANGUAGE_JA ? "、" :
			    ", ");
	}
	draw_words(sheet, &line, frame, FACE_MINCHO, BODY, "P");
	sheet->y += GAP / 2;
}

static void
draw_mark(struct sheet *sheet, const char *mark, double x)
{
	PangoLayout *layout = sheet_layout_text(sheet, text_of(mark),
	    FACE_MINCHO, BODY, 60.0);
	double y = sheet->y;

	sheet_put(sheet, layout, x, NULL, "Lbl");
	/* The words stand on the same line; the mark never breaks a page. */
	sheet->y = y;
	g_object_unref(layout);
}

static void
draw_list(struct sheet *sheet, const struct doc_block *list,
    struct frame frame)
{
	bool numbered = list->kind == DOC_NUMBERED;
	struct frame inner = frame;
	size_t number = 0;
	char mark[32];

	if (list->compact) {
		draw_compact(sheet, list, frame);
		return;
	}
	inner.x += numbered ? 24.0 : 12.0;
	sheet_tag(sheet, "L");
	for (const struct doc_block *item = list->first; item != NULL;
	    item = item->next) {
		(void)snprintf(mark, sizeof(mark), "(%zu)", ++number);
		sheet_tag(sheet, "LI");
		/* Words with facts below them stay with the first. */
		sheet_need(sheet, item->first != NULL ? 64.0 :
		    2.0 * BODY * 1.5);
		draw_mark(sheet, numbered ? mark : "・", frame.x);
		sheet_tag(sheet, "LBody");
		draw_words(sheet, item, inner, FACE_MINCHO, BODY, NULL);
		if (item->first != NULL)
			sheet->y += 2.0;
		draw_blocks(sheet, item, inner);
		sheet_tag_end(sheet, "LBody");
		sheet_tag_end(sheet, "LI");
		sheet->y += 1.5;
	}
	sheet_tag_end(sheet, "L");
	sheet->y += GAP;
}

/* The term at the left, what it is at the right of it. */
static void
draw_fact(struct sheet *sheet, const struct doc_block *fact,
    struct frame frame)
{
	double width = TERM_WIDTH < (frame.right - frame.x) / 3 ?
	    TERM_WIDTH : (frame.right - frame.x) / 3;
	PangoLayout *term = sheet_layout(sheet, fact, FACE_GOTHIC, TERM,
	    width - 8.0);
	double height = sheet_height(term), top;
	struct frame inner = frame;
	int page;

	sheet_need(sheet, height + 6.0 > 40.0 ? height + 6.0 : 40.0);
	sheet_rule(sheet, frame.x, frame.right, 0.3);
	sheet->y += 2.5;
	top = sheet->y;
	page = sheet->page;
	sheet_put(sheet, term, frame.x, NULL, "P");
	g_object_unref(term);
	sheet->y = top;
	inner.x += width;
	draw_blocks(sheet, fact, inner);
	if (sheet->page == page && sheet->y < top + height)
		sheet->y = top + height;
	sheet->y += 2.5;
}

static void
draw_facts(struct sheet *sheet, const struct doc_block *block,
    struct frame frame)
{
	sheet_tag(sheet, "Div");
	if (block->words != NULL) {
		sheet->y += GAP;
		sheet_need(sheet, 60.0);
		draw_words(sheet, block, frame, FACE_GOTHIC, BODY, "P");
		sheet->y += 2.0;
	}
	for (const struct doc_block *fact = block->first; fact != NULL;
	    fact = fact->next)
		draw_fact(sheet, fact, frame);
	sheet_rule(sheet, frame.x, frame.right, 0.3);
	sheet->y += 2 * GAP;
	sheet_tag_end(sheet, "Div");
}

/* The width that a cell would have on one line, within bounds. */
static double
wanted_width(struct sheet *sheet, const struct doc_block *cell, bool head)
{
	PangoLayout *layout = sheet_layout(sheet, cell,
	    head ? FACE_GOTHIC : FACE_MINCHO, TERM, 1000.0);
	int width, height;
	double wanted;

	pango_layout_get_size(layout, &width, &height);
	g_object_unref(layout);
	wanted = (double)width / PANGO_SCALE + 2 * CELL_PAD;
	return wanted < 48.0 ? 48.0 : wanted > 220.0 ? 220.0 : wanted;
}

static size_t
measure(struct sheet *sheet, const struct doc_block *table,
    double widths[COLUMNS_MAX], double room)
{
	double sum = 0, wanted;
	size_t columns = 0, i;

	for (const struct doc_block *row = table->first; row != NULL;
	    row = row->next) {
		i = 0;
		for (const struct doc_block *cell = row->first; cell != NULL
		    && i < COLUMNS_MAX; cell = cell->next, i++) {
			wanted = wanted_width(sheet, cell,
			    row == table->first);
			if (i >= columns || wanted > widths[i])
				widths[i] = wanted;
			if (i >= columns)
				columns = i + 1;
		}
	}
	for (i = 0; i < columns; i++)
		sum += widths[i];
	for (i = 0; i < columns; i++)
		widths[i] *= room / sum;
	return columns;
}

static void
draw_cells(struct sheet *sheet, PangoLayout **cells, size_t columns,
    const double *widths, double x, double height, bool head)
{
	double top = sheet->y;

	sheet_tag(sheet, "TR");
	for (size_t i = 0; i < columns; i++) {
		if (head) {
			cairo_set_source_rgb(sheet->cairo, 0.95, 0.95, 0.95);
			cairo_rectangle(sheet->cairo, x, top, widths[i],
			    height);
			cairo_fill(sheet->cairo);
		}
		cairo_set_source_rgb(sheet->cairo, 0.6, 0.6, 0.6);
		cairo_set_line_width(sheet->cairo, 0.4);
		cairo_rectangle(sheet->cairo, x, top, widths[i], height);
		cairo_stroke(sheet->cairo);
		cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
		sheet->y = top + CELL_PAD;
		if (cells[i] != NULL)
			sheet_put(sheet, cells[i], x + CELL_PAD, NULL,
			    head ? "TH" : "TD");
		x += widths[i];
	}
	sheet_tag_end(sheet, "TR");
	sheet->y = top + height;
}

/* Returns the height of the row; with draw, draws it. */
static double
lay_row(struct sheet *sheet, const struct doc_block *row, size_t columns,
    const double *widths, double x, bool head, bool draw)
{
	PangoLayout *cells[COLUMNS_MAX] = { NULL };
	double height = 0, own;
	size_t i = 0;

	for (const struct doc_block *cell = row->first; cell != NULL &&
	    i < columns; cell = cell->next, i++) {
		cells[i] = sheet_layout(sheet, cell,
		    head ? FACE_GOTHIC : FACE_MINCHO, TERM,
		    widths[i] - 2 * CELL_PAD);
		own = sheet_height(cells[i]) + 2 * CELL_PAD;
		if (own > height)
			height = own;
	}
	if (draw)
		draw_cells(sheet, cells, columns, widths, x, height, head);
	for (i = 0; i < columns; i++)
		if (cells[i] != NULL)
			g_object_unref(cells[i]);
	return height;
}

/* A row that no page could hold: its cells one below the other. */
static void
draw_tall_row(struct sheet *sheet, const struct doc_block *row,
    struct frame frame)
{
	for (const struct doc_block *cell = row->first; cell != NULL;
	    cell = cell->next)
		draw_words(sheet, cell, frame, FACE_MINCHO, TERM, "P");
}

static void
draw_table(struct sheet *sheet, const struct doc_block *table,
    struct frame frame)
{
	double widths[COLUMNS_MAX] = { 0 }, height, head;
	size_t columns;

	if (table->first == NULL)
		return;
	columns = measure(sheet, table, widths, frame.right - frame.x);
	head = lay_row(sheet, table->first, columns, widths, frame.x, true,
	    false);
	sheet->y += GAP;
	sheet_need(sheet, head + 60.0);
	draw_words(sheet, table, frame, FACE_GOTHIC, BODY, "P");
	sheet->y += 2.0;
	sheet_tag(sheet, "Table");
	(void)lay_row(sheet, table->first, columns, widths, frame.x, true,
	    true);
	for (const struct doc_block *row = table->first->next; row != NULL;
	    row = row->next) {
		height = lay_row(sheet, row, columns, widths, frame.x, false,
		    false);
		if (height + head > SHEET_BOTTOM - SHEET_TOP) {
			draw_tall_row(sheet, row, frame);
			continue;
		}
		if (sheet->y + height > SHEET_BOTTOM) {
			sheet_next_page(sheet);
			(void)lay_row(sheet, table->first, columns, widths,
			    frame.x, true, true);
		}
		(void)lay_row(sheet, row, columns, widths, frame.x, false,
		    true);
	}
	sheet_tag_end(sheet, "Table");
	sheet->y += 2 * GAP;
}

static void
draw_lines(struct sheet *sheet, const struct doc_block *block,
    struct frame frame)
{
	for (const struct doc_block *line = block->first; line != NULL;
	    line = line->next)
		draw_words(sheet, line, frame, FACE_MINCHO, 10.5, "P");
	sheet->y += 2 * GAP;
}

static void
draw_block(struct sheet *sheet, const struct doc_block *block,
    struct frame frame)
{
	switch (block->kind) {
	case DOC_SECTION:
		draw_section(sheet, block, frame);
		break;
	case DOC_PARAGRAPH:
	case DOC_CELL:
		draw_words(sheet, block, frame, FACE_MINCHO, BODY, "P");
		/* Within a fact the rules keep the distance. */
		if (block->parent == NULL || block->parent->kind != DOC_FACT)
			sheet->y += GAP;
		break;
	case DOC_LIST:
	case DOC_NUMBERED:
		draw_list(sheet, block, frame);
		break;
	case DOC_FACTS:
		draw_facts(sheet, block, frame);
		break;
	case DOC_TABLE:
		draw_table(sheet, block, frame);
		break;
	case DOC_BARS:
		pdf_chart_bars(sheet, block, frame.x, frame.right);
		break;
	case DOC_POINTS:
		pdf_chart_points(sheet, block, frame.x, frame.right);
		break;
	case DOC_NOTE:
		frame.x += 12.0;
		sheet_tag(sheet, "Note");
		draw_words(sheet, block, frame, FACE_MINCHO, TERM, "P");
		draw_blocks(sheet, block, frame);
		sheet_tag_end(sheet, "Note");
		sheet->y += GAP;
		break;
	case DOC_ADDRESS:
		frame.right = frame.x + 240.0;
		draw_lines(sheet, block, frame);
		break;
	case DOC_SIGNATURE:
		frame.x = frame.right - 240.0;
		sheet->y += 2 * GAP;
		draw_lines(sheet, block, frame);
		break;
	case DOC_ITEM:
	case DOC_FACT:
	case DOC_ROW:
		break;
	}
}

static void
draw_blocks(struct sheet *sheet, const struct doc_block *in,
    struct frame frame)
{
	for (const struct doc_block *block = in->first; block != NULL;
	    block = block->next)
		draw_block(sheet, block, frame);
}

static void
draw_title(struct sheet *sheet, const struct doc *doc, struct frame frame)
{
	PangoLayout *layout;

	layout = sheet_layout_text(sheet, doc->author, FACE_GOTHIC, 9.5,
	    frame.right - frame.x);
	sheet_put(sheet, layout, frame.x, NULL, "P");
	g_object_unref(layout);
	layout = sheet_layout_text(sheet, doc->title, FACE_GOTHIC, 17.0,
	    frame.right - frame.x);
	sheet_put(sheet, layout, frame.x, NULL, "H1");
	g_object_unref(layout);
	sheet->y += 2.0;
	sheet_rule(sheet, frame.x, frame.right, 1.2);
	sheet->y += 10.0;
}

enum status
pdf_draw(struct buf *out, const struct doc *doc, struct arena *arena,
    struct error *error)
{
	struct frame frame = { SHEET_LEFT, SHEET_RIGHT, 0,
	    CAIRO_PDF_OUTLINE_ROOT };
	struct sheet sheet;
	enum status status;

	status = sheet_open(&sheet, out, doc, arena, error);
	if (status != STATUS_OK)
		return status;
	if (doc->title.n > 0)
		draw_title(&sheet, doc, frame);
	draw_blocks(&sheet, doc->root, frame);
	return sheet_close(&sheet, error);
}
