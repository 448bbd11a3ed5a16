/*
 * A tolerant reader of HTML: what browsers show, as lines.  No tree is built;
 * counters remember in what the reader stands, so that unclosed and crossing
 * tags do no harm and depth costs nothing.
 */
#include "policy/lint_doc.h"
#include "policy/lint_tags.h"

enum { LISTS_MAX = 32, CELL_MAX = 2000 };

struct reader {
	struct lint_doc *doc;
	size_t at;		/* in the source */
	const char *skip;	/* the element whose content is not shown */
	bool has_main;
	/* what is open */
	int main, chrome, nav, bold, pre, table, cell, row, heading, term;
	uint32_t ordered[LISTS_MAX];	/* next number, 0 for <ul> */
	int lists;
	bool item;		/* the next line is the first of an <li> */
	bool new_cell;		/* the next line is the first of a <td> */
	uint32_t rows;
	/* the line being read */
	struct lint_line *line;
	bool blank;		/* a blank is due before the next letter */
	bool gap;		/* a paragraph ended before the next line */
	bool soft;		/* a <br> came before the next line */
	bool past_terms;	/* a <dl> ended before the next line */
	bool definition;	/* within a <dd> */
	bool all_bold;
	/* the link being read */
	bool linked;
	size_t link_at;
	struct text href;
};

static void
end_line(struct reader *in)
{
	struct lint_line *line = in->line;

	if (line != NULL) {
		line->raw.to = (uint32_t)in->doc->raw.n;
		line->bold = in->all_bold;
		lint_letters_raw(&in->doc->raw, '\n', in->at, 0);
		in->gap = in->soft = false;
	} else if (in->soft) {
		in->gap = true;
	}
	in->line = NULL;
	in->blank = false;
}

static void
begin_line(struct reader *in)
{
	struct lint_line *line = lint_doc_line(in->doc);

	in->line = line;
	if (line == NULL)
		return;
	if (in->cell > 0 && in->new_cell)
		lint_letters_raw(&in->doc->raw, '\t', in->at, 0);
	in->new_cell = false;
	line->raw.from = (uint32_t)in->doc->raw.n;
	line->after_blank = in->gap;
	line->soft = in->soft;
	line->past_terms = in->past_terms;
	in->past_terms = false;
	line->definition = in->definition;
	/* A table of contents is one wherever it stands. */
	line->chrome = in->nav > 0 ||
	    (in->chrome > 0 && in->main == 0);
	if (in->has_main && in->main == 0)
		line->chrome = true;
	in->all_bold = true;
	if (in->heading > 0) {
		line->kind = LINE_HEADING;
		line->depth = (uint32_t)in->heading;
	} else if (in->cell > 0) {
		line->kind = LINE_CELL;
		line->row = in->rows;
	} else if (in->term > 0) {
		line->kind = LINE_TERM;
	} else if (in->lists > 0 && in->item) {
		line->kind = LINE_ITEM;
		line->depth = (uint32_t)in->lists;
		if (in->lists <= LISTS_MAX && in->ordered[in->lists - 1] > 0)
			line->number = in->ordered[in->lists - 1]++;
		in->item = false;
	}
}

static void
letter(struct reader *in, uint32_t c, size_t at, size_t width)
{
	if (in->skip != NULL)
		return;
	if (in->pre > 0 && c == '\n') {
		in->soft = true;
		end_line(in);
		return;
	}
	if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
		in->blank = in->line != NULL;
		return;
	}
	if (in->line == NULL)
		begin_line(in);
	if (in->line == NULL)
		return;
	if (in->blank)
		lint_letters_raw(&in->doc->raw, ' ', at, 0);
	in->blank = false;
	if (in->bold == 0)
		in->all_bold = false;
	lint_letters_put(&in->doc->raw, c, at, width);
}

static void
end_link(struct reader *in)
{
	if (in->linked)
		lint_doc_link(in->doc, in->link_at, in->at, in->href);
	in->linked = false;
}

/* A cell that holds a page rather than a value is no cell: old layouts. */
static bool
is_layout(const struct reader *in)
{
	struct text rest = text_slice(in->doc->source, in->at,
	    in->doc->source.n);
	struct lint_tag tag;
	size_t at = 0, shown = 0;

	while (at < rest.n && shown < CELL_MAX) {
		if (rest.p[at] != '<' || !lint_tags_read(rest, &at, &tag)) {
			at++;
			shown++;
			continue;
		}
		shown++;
		if (text_is(tag.name, "td") || text_is(tag.name, "th") ||
		    text_is(tag.name, "tr"))
			return false;
		if (text_is(tag.name, "table") || (tag.name.n == 2 &&
		    tag.name.p[0] == 'h' && tag.name.p[1] >= '1' &&
		    tag.name.p[1] <= '6'))
			return true;
	}
	return shown >= CELL_MAX;
}

static void
count(int *counter, const struct lint_tag *tag)
{
	if (!tag->closing && *counter < 1000)
		(*counter)++;
	else if (tag->closing && *counter > 0)
		(*counter)--;
}

static void
list_tag(struct reader *in, const struct lint_tag *tag)
{
	end_line(in);
	in->item = false;
	if (tag->closing) {
		in->lists -= in->lists > 0;
		in->gap = true;
		return;
	}
	if (in->lists < LISTS_MAX)
		in->ordered[in->lists++] = text_is(tag->name, "ol");
}

static void
table_tag(struct reader *in, const struct lint_tag *tag)
{
	end_line(in);
	if (text_is(tag->name, "table")) {
		count(&in->table, tag);
		in->cell = 0;
		in->gap = true;
	} else if (text_is(tag->name, "tr")) {
		in->rows += !tag->closing;
		in->cell = 0;
	} else if (tag->closing) {
		in->cell = 0;
	} else {
		in->cell = !is_layout(in);
		in->new_cell = true;
	}
}

static void
block_tag(struct reader *in, const struct lint_tag *tag)
{
	end_line(in);
	in->gap = true;
	if (text_is(tag->name, "pre"))
		count(&in->pre, tag);
	else if (text_is(tag->name, "dt") || text_is(tag->name, "summary"))
		in->term = !tag->closing;
	if (text_is(tag->name, "dd")) {
		in->term = 0;
		in->definition = !tag->closing;
	} else if (text_is(tag->name, "dt")) {
		in->definition = false;
	} else if (text_is(tag->name, "dl") && tag->closing) {
		in->past_terms = true;
		in->definition = false;
	}
}

static void
region_tag(struct reader *in, const struct lint_tag *tag)
{
	if (text_is(tag->name, "main") || text_is(tag->name, "article"))
		count(&in->main, tag);
	else if (text_is(tag->name, "nav"))
		count(&in->nav, tag);
	else if (text_is(tag->name, "aside") ||
	    text_is(tag->name, "header") || text_is(tag->name, "footer"))
		count(&in->chrome, tag);
}

static void
image_tag(struct reader *in, const struct lint_tag *tag, size_t at)
{
	struct text alt = lint_tags_attribute(tag, "alt"), rest = alt;
	uint32_t c;

	(void)at;
	if (alt.n == 0 || alt.n > 600)
		return;
	while (text_next(&rest, &c)) {
		size_t place = (size_t)(rest.p - in->doc->source.p);
		size_t width = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ?
		    3 : 4;

		letter(in, c, place - width, width);
	}
}

static void
home_tag(struct reader *in, const struct lint_tag *tag)
{
	if (text_is(tag->name, "link") &&
	    text_is(lint_tags_attribute(tag, "rel"), "canonical"))
		in->doc->home = lint_tags_attribute(tag, "href");
	if (text_is(tag->name, "meta") && in->doc->home.n == 0 &&
	    text_is(lint_tags_attribute(tag, "property"), "og:url"))
		in->doc->home = lint_tags_attribute(tag, "content");
}

static void
shown_tag(struct reader *in, const struct lint_tag *tag, size_t at)
{
	switch (lint_tags_kind(tag->name)) {
	case TAG_BREAK:
		if (in->line == NULL)
			in->gap = in->soft;
		end_line(in);
		in->soft = true;
		break;
	case TAG_BLOCK:
		block_tag(in, tag);
		region_tag(in, tag);
		break;
	case TAG_HEADING:
		end_line(in);
		in->gap = true;
		in->heading = tag->closing ? 0 : tag->name.p[1] - '0';
		break;
	case TAG_LIST:
		list_tag(in, tag);
		break;
	case TAG_ITEM:
		end_line(in);
		in->item = !tag->closing;
		break;
	case TAG_TABLE:
		table_tag(in, tag);
		break;
	case TAG_BOLD:
		count(&in->bold, tag);
		break;
	case TAG_LINK:
		in->at = at;
		end_link(in);
		in->at = tag->end;
		in->linked = !tag->closing;
		in->link_at = tag->end;
		in->href = lint_tags_attribute(tag, "href");
		break;
	case TAG_IMAGE:
		image_tag(in, tag, at);
		break;
	case TAG_HIDDEN:
		if (!tag->closing && !tag->empty)
			in->skip = lint_tags_hidden(tag->name);
		break;
	case TAG_OTHER:
		home_tag(in, tag);
		break;
	}
}

/* Text up to the next tag. */
static void
characters(struct reader *in)
{
	struct text rest = text_slice(in->doc->source, in->at,
	    in->doc->source.n);
	size_t at = in->at, width;
	uint32_t c;

	if (rest.p[0] == '&') {
		width = lint_tags_entity(rest, &c);
		if (width > 0) {
			letter(in, c, at, width);
			in->at += width;
			return;
		}
	}
	(void)text_next(&rest, &c);
	in->at = in->doc->source.n - rest.n;
	letter(in, c, at, in->at - at);
}

/* Pages without text in <main> are read whole. */
static void
check_chrome(struct lint_doc *doc)
{
	size_t inside = 0, all = 0;

	for (size_t i = 0; i < doc->line_count; i++) {
		size_t n = doc->lines[i].raw.to - doc->lines[i].raw.from;

		all += n;
		inside += doc->lines[i].chrome ? 0 : n;
	}
	if (inside >= all / 4)
		return;
	for (size_t i = 0; i < doc->line_count; i++)
		doc->lines[i].chrome = false;
}

void
lint_html_read(struct lint_doc *doc)
{
	struct reader in = { .doc = doc };
	struct text source = doc->source;
	struct lint_tag tag;

	in.has_main = lint_tags_find(source, "main");
	while (in.at < source.n && !doc->failed) {
		size_t at = in.at;

		if (source.p[at] != '<' ||
		    !lint_tags_read(source, &in.at, &tag)) {
			characters(&in);
			continue;
		}
		if (tag.name.n == 0)
			continue;
		if (in.skip == NULL) {
			shown_tag(&in, &tag, at);
		} else if (tag.closing && text_is(tag.name, in.skip)) {
			in.skip = NULL;
		}
		in.at = tag.end;
	}
	end_link(&in);
	end_line(&in);
	check_chrome(doc);
}

bool
lint_html_looks_so(struct text source)
{
	static const char *const telling[] = {
		"html", "body", "head", "div", "p", "h1", "h2", "h3", "ul",
		"table", "br", "section", "main", "article", "dl", "ol"
	};
	int kinds = 0;

	if (lint_tags_find(source, "html") || lint_tags_find(source, "body"))
		return true;
	for (size_t i = 0; i < LENGTH(telling); i++)
		kinds += lint_tags_find(source, telling[i]);
	return kinds >= 2 || (kinds == 1 && text_trim(source).p[0] == '<');
}
