#include "render/doc_chart.h"

#include "render/doc_html.h"

enum { WIDTH = 680, LABEL = 190, BAR = 11, GAP = 8, VALUE = 90, HEAD = 24 };
enum { HEIGHT = 300, MARGIN = 50, LETTERS = 26 };

struct text
doc_chart_cell(const struct doc_block *row, size_t n)
{
	const struct doc_block *cell = row->first;

	for (; cell != NULL && n > 0; n--)
		cell = cell->next;
	return cell == NULL || cell->words == NULL ? TEXT("") :
	    cell->words->text;
}

double
doc_chart_number(const struct doc_block *row, size_t n)
{
	char room[48];
	double number;

	(void)snprintf(room, sizeof(room), "%.*s",
	    TEXT_ARGS(doc_chart_cell(row, n)));
	number = strtod(room, NULL);
	return number > 0 && number < 1e15 ? number : 0;
}

double
doc_chart_most(const struct doc_block *block, size_t n, double least)
{
	const struct doc_block *row = block->first;

	for (row = row == NULL ? NULL : row->next; row != NULL;
	    row = row->next)
		if (doc_chart_number(row, n) > least)
			least = doc_chart_number(row, n);
	return least;
}

struct text
doc_chart_short(struct text label, size_t columns, bool *cut)
{
	struct text rest = label;
	size_t width = 0;
	uint32_t c;

	*cut = false;
	while (rest.n > 0) {
		struct text before = rest;

		if (!text_next(&rest, &c))
			break;
		width += c < 0x300 ? 1 : 2;
		if (width > columns) {
			*cut = true;
			label.n -= before.n;
			break;
		}
	}
	return label;
}

static void
begin(struct buf *out, const struct doc_block *block, double height)
{
	buf_printf(out, "<svg class=\"chart\" viewBox=\"0 0 %d %.0f\" "
	    "role=\"img\" font-family=\"sans-serif\">\n<title>", WIDTH,
	    height);
	for (const struct doc_span *span = block->words; span != NULL;
	    span = span->next)
		doc_html_escape(out, span->text);
	buf_string(out, "</title>\n");
}

static void
write_text(struct buf *out, double x, double y, const char *more,
    struct text text)
{
	bool cut;

	buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"12\"%s>", x,
	    y, more);
	doc_html_escape(out, doc_chart_short(text, LETTERS, &cut));
	buf_string(out, cut ? "…</text>\n" : "</text>\n");
}

static void
write_bar(struct buf *out, double x, double y, double length, int colour)
{
	buf_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
	    "height=\"%d\" fill=\"#%06x\"/>\n", x, y, length, BAR, colour);
}

/* What the colours say. */
static void
legend(struct buf *out, const struct doc_block *heads, size_t series)
{
	double x = LABEL;

	for (size_t i = 0; i < series; i++, x += 150) {
		write_bar(out, x, 4, BAR, i == 0 && series > 1 ?
		    DOC_CHART_GREY : DOC_CHART_BLUE);
		write_text(out, x + BAR + 5, 14, "",
		    doc_chart_cell(heads, i + 1));
	}
}

void
doc_chart_bars(struct buf *out, const struct doc_block *block)
{
	const struct doc_block *heads = block->first;
	size_t series = heads != NULL && doc_chart_cell(heads, 2).n > 0 ? 2 :
	    1, rows = 0;
	double most = doc_chart_most(block, 1, 1), step, y = HEAD;

	if (heads == NULL)
		return;
	most = doc_chart_most(block, series, most);
	step = (double)series * BAR + GAP;
	for (const struct doc_block *row = heads->next; row != NULL;
	    row = row->next)
		rows++;
	begin(out, block, HEAD + (double)rows * step + GAP);
	legend(out, heads, series);
	for (const struct doc_block *row = heads->next; row != NULL;
	    row = row->next, y += step) {
		write_text(out, LABEL - 8, y + step / 2, " text-anchor=\"end\"",
		    doc_chart_cell(row, 0));
		for (size_t i = 0; i < series; i++) {
			double length = doc_chart_number(row, i + 1) / most *
			    (WIDTH - LABEL - VALUE);
			double top = y + (double)i * BAR;

			write_bar(out, LABEL, top, length, i == 0 &&
			    series > 1 ? DOC_CHART_GREY : DOC_CHART_BLUE);
			write_text(out, LABEL + length + 4, top + BAR - 1,
			    "", doc_chart_cell(row, i + 1));
		}
	}
	buf_string(out, "</svg>\n");
}

void
doc_chart_points(struct buf *out, const struct doc_block *block)
{
	const struct doc_block *heads = block->first;
	double across = doc_chart_most(block, 1, 0.001);
	double upward = doc_chart_most(block, 2, 0.001);
	char name[32];

	if (heads == NULL)
		return;
	begin(out, block, HEIGHT);
	buf_printf(out, "<path d=\"M%d 10V%dH%d\" fill=\"none\" "
	    "stroke=\"#1a1a1a\"/>\n", MARGIN, HEIGHT - MARGIN, WIDTH - 10);
	write_text(out, WIDTH - 10, HEIGHT - 14, " text-anchor=\"end\"",
	    doc_chart_cell(heads, 1));
	write_text(out, 4, HEIGHT - 14, "", doc_chart_cell(heads, 2));
	(void)snprintf(name, sizeof(name), "%.3g", across);
	write_text(out, WIDTH - MARGIN, HEIGHT - MARGIN + 16, "",
	    text_of(name));
	(void)snprintf(name, sizeof(name), "%.3g", upward);
	write_text(out, 4, 30, "", text_of(name));
	for (const struct doc_block *row = heads->next; row != NULL;
	    row = row->next) {
		double x = MARGIN + doc_chart_number(row, 1) / across *
		    (WIDTH - 2 * MARGIN);
		double y = HEIGHT - MARGIN - doc_chart_number(row, 2) /
		    upward * (HEIGHT - MARGIN - 24);

		buf_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" "
		    "fill=\"#%06x\"/>\n", x, y, row->key ? 7 : 4,
		    row->key ? DOC_CHART_RED : DOC_CHART_BLUE);
		write_text(out, x + 9, y + 4, "", doc_chart_cell(row, 0));
	}
	buf_string(out, "</svg>\n");
}
