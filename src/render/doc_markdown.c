/*
 * Items are indented by the width of their mark, as CommonMark wants it.
 */
#include "render/doc_markdown.h"

enum { HEADING_MAX = 6 };

struct writer {
	struct buf *out;
	const struct doc *doc;
	unsigned int indent;	/* columns */
	unsigned int level;
};

static void write_from(struct writer *writer, const struct doc_block *block);
static void write_blocks(struct writer *writer, const struct doc_block *in);

static void
start(struct writer *writer)
{
	for (unsigned int i = 0; i < writer->indent; i++)
		buf_byte(writer->out, ' ');
}

/* Escapes what CommonMark or its tables could take for markup. */
static void
escape(struct buf *out, struct text text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '\n' || c == '\r') {
			buf_byte(out, ' ');
			continue;
		}
		if (strchr("\\`*_[]<>#|~&!", c) != NULL ||
		    (i == 0 && strchr("-+=.", c) != NULL) ||
		    (c == '.' && i > 0 && text.p[i - 1] >= '0' &&
		    text.p[i - 1] <= '9'))
			buf_byte(out, '\\');
		buf_byte(out, (uint8_t)c);
	}
}

static const char *const style_marks[DOC_STYLE_COUNT] = {
	[DOC_PLAIN] = "",
	[DOC_STRONG] = "**",
	[DOC_CODE] = "`",
	[DOC_INSERTED] = "**",
	[DOC_DELETED] = "~~",
};

static void
write_words(struct writer *writer, const struct doc_block *block)
{
	bool linked;

	for (const struct doc_span *span = block->words; span != NULL;
	    span = span->next) {
		linked = doc_href_allowed(span->href) &&
		    !text_starts_with(span->href, "#");
		if (linked)
			buf_byte(writer->out, '[');
		buf_string(writer->out, style_marks[span->style]);
		if (span->style == DOC_CODE)
			buf_text(writer->out, span->text);
		else
			escape(writer->out, span->text);
		buf_string(writer->out, style_marks[span->style]);
		if (linked) {
			buf_string(writer->out, "](<");
			buf_text(writer->out, span->href);
			buf_string(writer->out, ">)");
		}
	}
}

static void
write_section(struct writer *writer, const struct doc_block *block)
{
	unsigned int level = writer->level < HEADING_MAX ?
	    writer->level : HEADING_MAX;

	if (block->words != NULL) {
		for (unsigned int i = 0; i < level; i++)
			buf_byte(writer->out, '#');
		buf_byte(writer->out, ' ');
		write_words(writer, block);
		buf_string(writer->out, "\n\n");
	}
	writer->level++;
	write_blocks(writer, block);
	writer->level--;
}

static void
write_item(struct writer *writer, const struct doc_block *block, size_t number)
{
	char mark[32];
	unsigned int width;

	if (number > 0)
		(void)snprintf(mark, sizeof(mark), "%zu. ", number);
	else
		(void)snprintf(mark, sizeof(mark), "- ");
	width = (unsigned int)strlen(mark);
	start(writer);
	buf_string(writer->out, mark);
	write_words(writer, block);
	buf_byte(writer->out, '\n');
	if (block->first != NULL) {
		buf_byte(writer->out, '\n');
		writer->indent += width;
		write_blocks(writer, block);
		writer->indent -= width;
	}
}

static void
write_list(struct writer *writer, const struct doc_block *block)
{
	size_t number = 0;

	for (const struct doc_block *item = block->first; item != NULL;
	    item = item->next)
		write_item(writer, item,
		    block->kind == DOC_NUMBERED ? ++number : 0);
	buf_byte(writer->out, '\n');
}

static void
write_fact(struct writer *writer, const struct doc_block *fact)
{
	const struct doc_block *first = fact->first;

	start(writer);
	buf_string(writer->out, "- **");
	write_words(writer, fact);
	buf_string(writer->out, writer->doc->language == LANGUAGE_JA ?
	    "**：" : ":** ");
	if (first != NULL && first->kind == DOC_PARAGRAPH) {
		write_words(writer, first);
		first = first->next;
	}
	buf_byte(writer->out, '\n');
	if (first != NULL) {
		buf_byte(writer->out, '\n');
		writer->indent += 2;
		write_from(writer, first);
		writer->indent -= 2;
	}
}

static void
write_facts(struct writer *writer, const struct doc_block *block)
{
	if (block->words != NULL) {
		start(writer);
		buf_string(writer->out, "**");
		write_words(writer, block);
		buf_string(writer->out, "**\n\n");
	}
	for (const struct doc_block *fact = block->first; fact != NULL;
	    fact = fact->next)
		write_fact(writer, fact);
	buf_byte(writer->out, '\n');
}

static void
write_row(struct writer *writer, const struct doc_block *row)
{
	start(writer);
	buf_byte(writer->out, '|');
	for (const struct doc_block *cell = row->first; cell != NULL;
	    cell = cell->next) {
		buf_byte(writer->out, ' ');
		write_words(writer, cell);
		buf_string(writer->out, " |");
	}
	buf_byte(writer->out, '\n');
}

static void
write_table(struct writer *writer, const struct doc_block *block)
{
	if (block->words != NULL) {
		start(writer);
		buf_string(writer->out, "**");
		write_words(writer, block);
		buf_string(writer->out, "**\n\n");
	}
	for (const struct doc_block *row = block->first; row != NULL;
	    row = row->next) {
		write_row(writer, row);
		if (row != block->first)
			continue;
		start(writer);
		buf_byte(writer->out, '|');
		for (const struct doc_block *cell = row->first; cell != NULL;
		    cell = cell->next)
			buf_string(writer->out, "---|");
		buf_byte(writer->out, '\n');
	}
	buf_byte(writer->out, '\n');
}

static void
write_line(struct writer *writer, const char *mark,
    const struct doc_block *block, const char *end)
{
	start(writer);
	buf_string(writer->out, mark);
	write_words(writer, block);
	buf_string(writer->out, end);
}

static void
write_block(struct writer *writer, const struct doc_block *block)
{
	switch (block->kind) {
	case DOC_SECTION:
		write_section(writer, block);
		break;
	case DOC_PARAGRAPH:
	case DOC_CELL:
		write_line(writer, "", block, "\n\n");
		break;
	case DOC_LIST:
	case DOC_NUMBERED:
		write_list(writer, block);
		break;
	case DOC_FACTS:
		write_facts(writer, block);
		break;
	case DOC_TABLE:
		write_table(writer, block);
		break;
	case DOC_BARS:
	case DOC_POINTS:
		break;
	case DOC_NOTE:
		if (block->words != NULL)
			write_line(writer, "> ", block, "\n\n");
		write_blocks(writer, block);
		break;
	case DOC_ADDRESS:
	case DOC_SIGNATURE:
		for (const struct doc_block *line = block->first;
		    line != NULL; line = line->next)
			write_line(writer, "", line,
			    line->next == NULL ? "\n\n" : "  \n");
		break;
	case DOC_ITEM:
	case DOC_FACT:
	case DOC_ROW:
		break;
	}
}

/* A block and those that follow it. */
static void
write_from(struct writer *writer, const struct doc_block *block)
{
	for (; block != NULL; block = block->next)
		write_block(writer, block);
}

static void
write_blocks(struct writer *writer, const struct doc_block *in)
{
	write_from(writer, in->first);
}

void
doc_markdown_write(struct buf *out, const struct doc *doc)
{
	struct writer writer = { .out = out, .doc = doc, .level = 2 };

	buf_string(out, "# ");
	escape(out, doc->title);
	buf_string(out, "\n\n");
	write_blocks(&writer, doc->root);
}
