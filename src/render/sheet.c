/*
 * Fonts come from named files alone, so that what a machine has installed
 * beside them changes nothing.
 */
#include "render/sheet.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#include "base/file.h"

enum { WORDS_MAX = 1 << 20, ATTRIBUTES_MAX = 512 };

/* The first two must be there; the others supply what they lack. */
static const char *const font_files[] = {
	"/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf",
	"/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
	"/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
	"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
};
enum { FONTS_NEEDED = 2 };

static const char *const families[] = {
	[FACE_MINCHO] = "IPAexMincho, Noto Serif CJK JP",
	[FACE_GOTHIC] = "IPAexGothic, Noto Sans CJK JP",
};

static cairo_status_t
take(void *closure, const unsigned char *data, unsigned int length)
{
	struct buf *out = closure;

	buf_put(out, data, length);
	return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static enum status
open_fonts(struct sheet *sheet, struct error *error)
{
	FcConfig *config = FcConfigCreate();

	if (config == NULL)
		return error_memory(error);
	for (size_t i = 0; i < LENGTH(font_files); i++) {
		if (file_exists(font_files[i]) && FcConfigAppFontAddFile(
		    config, (const FcChar8 *)font_files[i]))
			continue;
		if (i < FONTS_NEEDED)
			return error_set(error, STATUS_FAILURE, "no_fonts",
			    "フォントがありません (fonts-ipaexfont)",
			    "the fonts are missing (fonts-ipaexfont)");
	}
	sheet->fonts = pango_cairo_font_map_new_for_font_type(
	    CAIRO_FONT_TYPE_FT);
	if (sheet->fonts == NULL)
		return error_memory(error);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(sheet->fonts),
	    config);
	sheet->context = pango_font_map_create_context(sheet->fonts);
	pango_context_set_language(sheet->context,
	    pango_language_from_string(
	    sheet->doc->language == LANGUAGE_JA ? "ja" : "en"));
	return STATUS_OK;
}

static void
describe(struct sheet *sheet, cairo_pdf_metadata_t key, struct text text)
{
	/* Texts of a document that was read end with a NUL. */
	cairo_pdf_surface_set_metadata(sheet->surface, key,
	    text.n == 0 ? "" : text.p);
}

enum status
sheet_open(struct sheet *sheet, struct buf *out, const struct doc *doc,
    struct arena *arena, struct error *error)
{
	char date[64];
	enum status status;

	*sheet = (struct sheet){ .doc = doc, .arena = arena, .page = 1,
	    .y = SHEET_TOP };
	status = open_fonts(sheet, error);
	if (status != STATUS_OK)
		return status;
	sheet->surface = cairo_pdf_surface_create_for_stream(take, out,
	    SHEET_WIDTH, SHEET_HEIGHT);
	sheet->cairo = cairo_create(sheet->surface);
	describe(sheet, CAIRO_PDF_METADATA_TITLE, doc->title);
	describe(sheet, CAIRO_PDF_METADATA_AUTHOR, doc->author);
	describe(sheet, CAIRO_PDF_METADATA_SUBJECT, doc->subject);
	describe(sheet, CAIRO_PDF_METADATA_KEYWORDS, doc->keywords);
	describe(sheet, CAIRO_PDF_METADATA_CREATOR, TEXT("Sekisho"));
	/* cairo would put in the time of day. */
	(void)snprintf(date, sizeof(date), "%.*sT00:00:00+09:00",
	    TEXT_ARGS(doc->date));
	cairo_pdf_surface_set_metadata(sheet->surface,
	    CAIRO_PDF_METADATA_CREATE_DATE, doc->date.n > 0 ? date : "");
	cairo_pdf_surface_set_metadata(sheet->surface,
	    CAIRO_PDF_METADATA_MOD_DATE, doc->date.n > 0 ? date : "");
	sheet_tag(sheet, "Document");
	return STATUS_OK;
}

/* The number of the page, which is no part of the document's structure. */
static void
foot(struct sheet *sheet)
{
	char number[16];
	PangoLayout *layout;

	(void)snprintf(number, sizeof(number), "%d", sheet->page);
	layout = sheet_layout_text(sheet, text_of(number), FACE_GOTHIC, 8.0,
	    60.0);
	pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
	cairo_move_to(sheet->cairo, SHEET_WIDTH / 2 - 30.0,
	    SHEET_HEIGHT - 42.0);
	pango_cairo_show_layout(sheet->cairo, layout);
	g_object_unref(layout);
	if (sheet->page == 1)
		return;
	layout = sheet_layout_text(sheet, sheet->doc->title, FACE_GOTHIC,
	    7.5, SHEET_RIGHT - SHEET_LEFT);
	pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
	cairo_move_to(sheet->cairo, SHEET_LEFT, 34.0);
	pango_cairo_show_layout(sheet->cairo, layout);
	g_object_unref(layout);
}

void
sheet_next_page(struct sheet *sheet)
{
	foot(sheet);
	cairo_show_page(sheet->cairo);
	sheet->page++;
	sheet->y = SHEET_TOP;
}

enum status
sheet_close(struct sheet *sheet, struct error *error)
{
	cairo_status_t drawn;

	sheet_tag_end(sheet, "Document");
	foot(sheet);
	cairo_show_page(sheet->cairo);
	drawn = cairo_status(sheet->cairo);
	cairo_destroy(sheet->cairo);
	cairo_surface_finish(sheet->surface);
	if (drawn == CAIRO_STATUS_SUCCESS)
		drawn = cairo_surface_status(sheet->surface);
	cairo_surface_destroy(sheet->surface);
	if (drawn != CAIRO_STATUS_SUCCESS || sheet->failed)
		return error_set(error, STATUS_FAILURE, "pdf_failed",
		    "PDF を作れませんでした (%s)",
		    "the PDF could not be drawn (%s)",
		    cairo_status_to_string(drawn));
	return STATUS_OK;
}

void
sheet_need(struct sheet *sheet, double height)
{
	if (sheet->y + height > SHEET_BOTTOM && sheet->y > SHEET_TOP)
		sheet_next_page(sheet);
}

void
sheet_rule(struct sheet *sheet, double from, double to, double width)
{
	cairo_set_line_width(sheet->cairo, width);
	cairo_set_source_rgb(sheet->cairo, 0.6, 0.6, 0.6);
	cairo_move_to(sheet->cairo, from, sheet->y);
	cairo_line_to(sheet->cairo, to, sheet->y);
	cairo_stroke(sheet->cairo);
	cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
}

static void
attribute(PangoAttrList *list, PangoAttribute *attribute, size_t from,
    size_t to)
{
	attribute->start_index = (guint)from;
	attribute->end_index = (guint)to;
	pango_attr_list_insert(list, attribute);
}

static void
span_attributes(PangoAttrList *list, const struct doc_span *span, size_t from)
{
	size_t to = from + span->text.n;

	attribute(list, pango_attr_language_new(pango_language_from_string(
	    span->language == LANGUAGE_JA ? "ja" : "en")), from, to);
	switch (span->style) {
	case DOC_PLAIN:
		break;
	case DOC_STRONG:
	case DOC_INSERTED:
		attribute(list, pango_attr_family_new(families[FACE_GOTHIC]),
		    from, to);
		if (span->style == DOC_INSERTED)
			attribute(list, pango_attr_underline_new(
			    PANGO_UNDERLINE_SINGLE), from, to);
		break;
	case DOC_CODE:
		attribute(list, pango_attr_family_new(families[FACE_GOTHIC]),
		    from, to);
		attribute(list, pango_attr_scale_new(0.85), from, to);
		break;
	case DOC_DELETED:
		attribute(list, pango_attr_strikethrough_new(TRUE), from,
		    to);
		break;
	}
}

static PangoLayout *
new_layout(struct sheet *sheet, struct text text, enum face face, double size,
    double width)
{
	PangoLayout *layout = pango_layout_new(sheet->context);
	PangoFontDescription *font =
	    pango_font_description_from_string(families[face]);

	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(layout, 1.35F);
	pango_layout_set_text(layout, text.p, (int)text.n);
	return layout;
}

PangoLayout *
sheet_layout_text(struct sheet *sheet, struct text text, enum face face,
    double size, double width)
{
	return new_layout(sheet, text, face, size, width);
}

PangoLayout *
sheet_layout(struct sheet *sheet, const struct doc_block *block,
    enum face face, double size, double width)
{
	PangoAttrList *list = pango_attr_list_new();
	PangoLayout *layout;
	struct buf words;

	buf_init(&words, sheet->arena, WORDS_MAX);
	for (const struct doc_span *span = block->words; span != NULL;
	    span = span->next) {
		span_attributes(list, span, words.n);
		buf_text(&words, span->text);
	}
	if (words.failed)
		sheet->failed = true;
	layout = new_layout(sheet, words.failed || words.n == 0 ? TEXT("") :
	    buf_as_text(&words), face, size, width);
	pango_layout_set_attributes(layout, list);
	pango_attr_list_unref(list);
	return layout;
}

double
sheet_height(PangoLayout *layout)
{
	int width, height;

	pango_layout_get_size(layout, &width, &height);
	return (double)height / PANGO_SCALE;
}

/* The parts of a line that lead somewhere. */
static void
links(struct sheet *sheet, PangoLayoutLine *line, double x, double top,
    double height, const struct doc_block *block)
{
	size_t from = 0, to, line_from = (size_t)line->start_index;
	size_t line_to = line_from + (size_t)line->length;
	char attributes[1024];
	int *ranges, n;

	for (const struct doc_span *span = block->words; span != NULL;
	    span = span->next, from = to) {
		to = from + span->text.n;
		if (!doc_href_allowed(span->href) || span->href.p[0] == '#' ||
		    span->href.n > ATTRIBUTES_MAX || to <= line_from ||
		    from >= line_to || memchr(span->href.p, '\'',
		    span->href.n) != NULL || memchr(span->href.p, '\\',
		    span->href.n) != NULL)
			continue;
		pango_layout_line_get_x_ranges(line,
		    (int)(from > line_from ? from : line_from),
		    (int)(to < line_to ? to : line_to), &ranges, &n);
		for (int i = 0; i < n; i++) {
			(void)snprintf(attributes, sizeof(attributes),
			    "rect=[%.2f %.2f %.2f %.2f] uri='%.*s'",
			    x + (double)ranges[2 * i] / PANGO_SCALE, top,
			    (double)(ranges[2 * i + 1] - ranges[2 * i]) /
			    PANGO_SCALE, height, TEXT_ARGS(span->href));
			cairo_tag_begin(sheet->cairo, CAIRO_TAG_LINK,
			    attributes);
			cairo_tag_end(sheet->cairo, CAIRO_TAG_LINK);
		}
		g_free(ranges);
	}
}

void
sheet_put(struct sheet *sheet, PangoLayout *layout, double x,
    const struct doc_block *block, const char *tag)
{
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	PangoRectangle box;
	double height, baseline, inset;

	if (tag != NULL)
		sheet_tag(sheet, tag);
	do {
		PangoLayoutLine *line =
		    pango_layout_iter_get_line_readonly(iter);

		pango_layout_iter_get_line_extents(iter, NULL, &box);
		height = (double)box.height / PANGO_SCALE;
		baseline = (double)(pango_layout_iter_get_baseline(iter) -
		    box.y) / PANGO_SCALE;
		inset = (double)box.x / PANGO_SCALE;
		sheet_need(sheet, height);
		cairo_move_to(sheet->cairo, x + inset, sheet->y + baseline);
		pango_cairo_show_layout_line(sheet->cairo, line);
		if (block != NULL)
			links(sheet, line, x, sheet->y, height, block);
		sheet->y += height;
	} while (pango_layout_iter_next_line(iter));
	pango_layout_iter_free(iter);
	if (tag != NULL)
		sheet_tag_end(sheet, tag);
}

void
sheet_tag(struct sheet *sheet, const char *tag)
{
	cairo_tag_begin(sheet->cairo, tag, NULL);
}

void
sheet_tag_end(struct sheet *sheet, const char *tag)
{
	cairo_tag_end(sheet->cairo, tag);
}

int
sheet_outline(struct sheet *sheet, int parent, struct text text)
{
	char place[96];
	struct text copy = text_copy(sheet->arena, text);

	if (copy.p == NULL) {
		sheet->failed = true;
		return parent;
	}
	(void)snprintf(place, sizeof(place), "page=%d pos=[%.2f %.2f]",
	    sheet->page, SHEET_LEFT, sheet->y);
	return cairo_pdf_surface_add_outline(sheet->surface, parent, copy.p,
	    place, (cairo_pdf_outline_flags_t)0);
}
