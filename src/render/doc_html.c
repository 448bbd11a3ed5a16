/*
 * One function per kind of block.
 */
#include "render/doc_html.h"

#include "render/doc_chart.h"

enum { HEADING_MAX = 6 };

struct writer {
	struct buf *out;
	const struct doc *doc;
	int level;		/* of the heading that comes next */
};

static void write_blocks(struct writer *writer, const struct doc_block *in);

void
doc_html_escape(struct buf *out, struct text text)
{
	size_t from = 0;
	const char *as;

	for (size_t i = 0; i < text.n; i++) {
		switch (text.p[i]) {
		case '&':
			as = "&amp;";
			break;
		case '<':
			as = "&lt;";
			break;
		case '>':
			as = "&gt;";
			break;
		case '"':
			as = "&quot;";
			break;
		case '\'':
			as = "&#39;";
			break;
		default:
			continue;
		}
		buf_text(out, text_slice(text, from, i));
		buf_string(out, as);
		from = i + 1;
	}
	buf_text(out, text_slice(text, from, text.n));
}

static void
attribute(struct writer *writer, const char *name, struct text value)
{
	if (value.n == 0)
		return;
	buf_printf(writer->out, " %s=\"", name);
	doc_html_escape(writer->out, value);
	buf_byte(writer->out, '"');
}

static const char *
language_tag(enum language language)
{
	return language == LANGUAGE_JA ? "ja" : "en";
}

static const char *const style_tags[DOC_STYLE_COUNT] = {
	[DOC_PLAIN] = "span",
	[DOC_STRONG] = "strong",
	[DOC_CODE] = "code",
	[DOC_INSERTED] = "ins",
	[DOC_DELETED] = "del",
};

static void
write_span(struct writer *writer, const struct doc_span *span)
{
	bool foreign = span->language != writer->doc->language;
	bool tagged = foreign || span->style != DOC_PLAIN;
	bool linked = doc_href_allowed(span->href);

	if (linked) {
		buf_string(writer->out, "<a");
		attribute(writer, "href", span->href);
		buf_byte(writer->out, '>');
	}
	if (tagged) {
		buf_printf(writer->out, "<%s", style_tags[span->style]);
		if (foreign)
			attribute(writer, "lang",
			    text_of(language_tag(span->language)));
		buf_byte(writer->out, '>');
	}
	doc_html_escape(writer->out, span->text);
	if (tagged)
		buf_printf(writer->out, "</%s>", style_tags[span->style]);
	if (linked)
		buf_string(writer->out, "</a>");
}

static void
write_words(struct writer *writer, const struct doc_block *block)
{
	for (const struct doc_span *span = block->words; span != NULL;
	    span = span->next)
		write_span(writer, span);
}

static void
open_tag(struct writer *writer, const char *tag, const struct doc_block *block,
    const char *class)
{
	const struct doc_origin *own = doc_own_origin(block);

	buf_printf(writer->out, "<%s", tag);
	attribute(writer, "id", block->anchor);
	if (class != NULL)
		attribute(writer, "class", text_of(class));
	if (own != NULL)
		attribute(writer, "data-declaration", own->name);
	buf_byte(writer->out, '>');
}

static void
close_tag(struct writer *writer, const char *tag)
{
	buf_printf(writer->out, "</%s>\n", tag);
}

static void
write_section(struct writer *writer, const struct doc_block *block)
{
	int level = writer->level < HEADING_MAX ? writer->level : HEADING_MAX;

	buf_string(writer->out, "<section");
	attribute(writer, "id", block->anchor);
	if (block->words != NULL && block->anchor.n > 0) {
		buf_string(writer->out, " aria-labelledby=\"h-");
		doc_html_escape(writer->out, block->anchor);
		buf_byte(writer->out, '"');
	}
	buf_string(writer->out, ">\n");
	if (block->words != NULL) {
		buf_printf(writer->out, "<h%d", level);
		if (block->anchor.n > 0) {
			buf_string(writer->out, " id=\"h-");
			doc_html_escape(writer->out, block->anchor);
			buf_byte(writer->out, '"');
		}
		buf_byte(writer->out, '>');
		write_words(writer, block);
		buf_printf(writer->out, "</h%d>\n", level);
		writer->level++;
	}
	write_blocks(writer, block);
	if (block->words != NULL)
		writer->level--;
	close_tag(writer, "section");
}

/* Words right in the element, then what is nested in it. */
static void
write_plain(struct writer *writer, const struct doc_block *block,
    const char *tag, const char *class)
{
	open_tag(writer, tag, block, class);
	write_words(writer, block);
	if (block->first != NULL)
		buf_byte(writer->out, '\n');
	write_blocks(writer, block);
	close_tag(writer, tag);
}

static void
write_facts(struct writer *writer, const struct doc_block *block)
{
	open_tag(writer, "div", block, block->key ? "facts key" : "facts");
	if (block->words != NULL) {
		buf_string(writer->out, "<p class=\"caption\">");
		write_words(writer, block);
		buf_string(writer->out, "</p>\n");
	}
	buf_string(writer->out, "<dl>\n");
	for (const struct doc_block *fact = block->first; fact != NULL;
	    fact = fact->next) {
		open_tag(writer, "div", fact, NULL);
		buf_string(writer->out, "<dt>");
		write_words(writer, fact);
		buf_string(writer->out, "</dt><dd>");
		write_blocks(writer, fact);
		buf_string(writer->out, "</dd></div>\n");
	}
	buf_string(writer->out, "</dl></div>\n");
}

static void
write_row(struct writer *writer, const struct doc_block *row,
    const struct doc_block *heads)
{
	const struct doc_block *head = heads->first;
	bool is_head = row == heads;

	open_tag(writer, "tr", row, NULL);
	for (const struct doc_block *cell = row->first; cell != NULL;
	    cell = cell->next) {
		if (is_head) {
			buf_string(writer->out, "<th scope=\"col\">");
		} else if (cell == row->first) {
			buf_string(writer->out, "<th scope=\"row\">");
		} else {
			/* A phone shows rows as blocks, each with its head. */
			buf_string(writer->out, "<td");
			if (head != NULL && head->words != NULL)
				attribute(writer, "data-head",
				    head->words->text);
			buf_byte(writer->out, '>');
		}
		write_words(writer, cell);
		buf_string(writer->out, is_head || cell == row->first ?
		    "</th>" : "</td>");
		head = head == NULL ? NULL : head->next;
	}
	close_tag(writer, "tr");
}

static void
write_table(struct writer *writer, const struct doc_block *block)
{
	open_tag(writer, "table", block, NULL);
	if (block->words != NULL) {
		buf_string(writer->out, "<caption>");
		write_words(writer, block);
		buf_string(writer->out, "</caption>\n");
	}
	for (const struct doc_block *row = block->first; row != NULL;
	    row = row->next) {
		if (row == block->first)
			buf_string(writer->out, "<thead>");
		write_row(writer, row, block->first);
		if (row == block->first)
			buf_string(writer->out, "</thead>\n<tbody>\n");
	}
	buf_string(writer->out, "</tbody>\n");
	close_tag(writer, "table");
}

static void
write_block(struct writer *writer, const struct doc_block *block)
{
	switch (block->kind) {
	case DOC_SECTION:
		write_section(writer, block);
		break;
	case DOC_PARAGRAPH:
		write_plain(writer, block, "p", NULL);
		break;
	case DOC_LIST:
		write_plain(writer, block, "ul",
		    block->compact ? "compact" : NULL);
		break;
	case DOC_NUMBERED:
		write_plain(writer, block, "ol", NULL);
		break;
	case DOC_ITEM:
		write_plain(writer, block, "li", NULL);
		break;
	case DOC_FACTS:
		write_facts(writer, block);
		break;
	case DOC_TABLE:
		write_table(writer, block);
		break;
	case DOC_BARS:
		doc_chart_bars(writer->out, block);
		break;
	case DOC_POINTS:
		doc_chart_points(writer->out, block);
		break;
	case DOC_NOTE:
		write_plain(writer, block, "div", "note");
		break;
	case DOC_ADDRESS:
		write_plain(writer, block, "address", "addressee");
		break;
	case DOC_SIGNATURE:
		write_plain(writer, block, "div", "signature");
		break;
	case DOC_FACT:
	case DOC_ROW:
	case DOC_CELL:
		break;
	}
}

static void
write_blocks(struct writer *writer, const struct doc_block *in)
{
	for (const struct doc_block *block = in->first; block != NULL;
	    block = block->next)
		write_block(writer, block);
}

void
doc_html_body(struct buf *out, const struct doc *doc)
{
	struct writer writer = { out, doc, 2 };

	write_blocks(&writer, doc->root);
}

void
doc_html_contents(struct buf *out, const struct doc *doc)
{
	struct writer writer = { out, doc, 2 };
	bool any = false;

	for (const struct doc_block *block = doc->root->first; block != NULL;
	    block = block->next) {
		if (block->kind != DOC_SECTION || block->words == NULL ||
		    block->anchor.n == 0)
			continue;
		buf_string(out, any ? "<li><a href=\"#" :
		    "<ul>\n<li><a href=\"#");
		doc_html_escape(out, block->anchor);
		buf_string(out, "\">");
		for (const struct doc_span *span = block->words;
		    span != NULL; span = span->next) {
			struct doc_span plain = *span;

			plain.href = TEXT("");
			write_span(&writer, &plain);
		}
		buf_string(out, "</a></li>\n");
		any = true;
	}
	if (any)
		buf_string(out, "</ul>\n");
}
