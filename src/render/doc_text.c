/*
 * Nesting is shown by two blanks a level.
 */
#include "render/doc_text.h"

struct writer {
	struct buf *out;
	const struct doc *doc;
	unsigned int indent;
	unsigned int level;
	size_t number;
};

static void write_from(struct writer *writer, const struct doc_block *block);
static void write_blocks(struct writer *writer, const struct doc_block *in);

static void
start(struct writer *writer)
{
	for (unsigned int i = 0; i < writer->indent; i++)
		buf_string(writer->out, "  ");
}

static void
write_words(struct writer *writer, const struct doc_block *block)
{
	bool web;

	for (const struct doc_span *span = block->words; span != NULL;
	    span = span->next) {
		if (span->style == DOC_DELETED || span->style == DOC_INSERTED)
			buf_string(writer->out,
			    span->style == DOC_DELETED ? "[-" : "[+");
		buf_text(writer->out, span->text);
		if (span->style == DOC_DELETED || span->style == DOC_INSERTED)
			buf_string(writer->out,
			    span->style == DOC_DELETED ? "-]" : "+]");
		web = text_starts_with(span->href, "http");
		if (web && !text_equal(span->href, span->text)) {
			buf_string(writer->out, " <");
			buf_text(writer->out, span->href);
			buf_byte(writer->out, '>');
		}
	}
}

static void
write_line(struct writer *writer, const char *mark,
    const struct doc_block *block)
{
	start(writer);
	buf_string(writer->out, mark);
	write_words(writer, block);
	buf_byte(writer->out, '\n');
}

static void
write_nested(struct writer *writer, const struct doc_block *block)
{
	writer->indent++;
	write_blocks(writer, block);
	writer->indent--;
}

static void
write_heading(struct writer *writer, const struct doc_block *block)
{
	bool ja = writer->doc->language == LANGUAGE_JA;

	if (writer->level == 0) {
		write_line(writer, "", block);
		return;
	}
	start(writer);
	buf_string(writer->out, ja ? "【" : "[");
	write_words(writer, block);
	buf_string(writer->out, ja ? "】\n" : "]\n");
}

/* A heading has a blank line before it and, on the first level, a rule. */
static void
write_section(struct writer *writer, const struct doc_block *block)
{
	if (block->words != NULL) {
		buf_string(writer->out, "\n");
		write_heading(writer, block);
		if (writer->level == 0)
			buf_string(writer->out, "----------------------------"
			    "------------\n");
	}
	writer->level++;
	write_blocks(writer, block);
	writer->level--;
}

static const char *
colon(const struct writer *writer)
{
	return writer->doc->language == LANGUAGE_JA ? "：" : ": ";
}

static void
write_fact(struct writer *writer, const struct doc_block *fact)
{
	const struct doc_block *first = fact->first;

	start(writer);
	write_words(writer, fact);
	buf_string(writer->out, colon(writer));
	if (first != NULL && first->kind == DOC_PARAGRAPH) {
		write_words(writer, first);
		first = first->next;
	}
	buf_byte(writer->out, '\n');
	if (first != NULL) {
		writer->indent++;
		write_from(writer, first);
		writer->indent--;
	}
}

static void
write_row(struct writer *writer, const struct doc_block *row,
    const struct doc_block *heads)
{
	const struct doc_block *head = heads->first, *cell = row->first;

	if (cell == NULL)
		return;
	write_line(writer, writer->doc->language == LANGUAGE_JA ? "・" : "- ",
	    cell);
	writer->indent++;
	for (cell = cell->next; cell != NULL; cell = cell->next) {
		head = head == NULL ? NULL : head->next;
		start(writer);
		if (head != NULL && head->words != NULL) {
			write_words(writer, head);
			buf_string(writer->out, colon(writer));
		}
		write_words(writer, cell);
		buf_byte(writer->out, '\n');
	}
	writer->indent--;
}

static void
write_table(struct writer *writer, const struct doc_block *block)
{
	if (block->words != NULL)
		write_line(writer, "", block);
	if (block->first == NULL)
		return;
	for (const struct doc_block *row = block->first->next; row != NULL;
	    row = row->next)
		write_row(writer, row, block->first);
}

static void
write_list(struct writer *writer, const struct doc_block *block)
{
	size_t number = 0;
	char mark[32];

	for (const struct doc_block *item = block->first; item != NULL;
	    item = item->next) {
		if (block->kind == DOC_NUMBERED)
			(void)snprintf(mark, sizeof(mark), "(%zu) ", ++number);
		else
			(void)snprintf(mark, sizeof(mark), "%s",
			    writer->doc->language == LANGUAGE_JA ? "・" :
			    "- ");
		write_line(writer, mark, item);
		write_nested(writer, item);
	}
}

static void
write_captioned(struct writer *writer, const struct doc_block *block)
{
	if (block->words == NULL) {
		write_blocks(writer, block);
		return;
	}
	write_line(writer, writer->doc->language == LANGUAGE_JA ? "・" : "- ",
	    block);
	write_nested(writer, block);
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
		write_line(writer, "", block);
		break;
	case DOC_LIST:
	case DOC_NUMBERED:
		write_list(writer, block);
		break;
	case DOC_FACTS:
		write_captioned(writer, block);
		break;
	case DOC_FACT:
		write_fact(writer, block);
		break;
	case DOC_TABLE:
		write_table(writer, block);
		break;
	case DOC_BARS:
	case DOC_POINTS:
		break;
	case DOC_NOTE:
		if (block->words != NULL)
			write_line(writer,
			    writer->doc->language == LANGUAGE_JA ? "※ " :
			    "Note: ", block);
		write_nested(writer, block);
		break;
	case DOC_ADDRESS:
		write_blocks(writer, block);
		buf_byte(writer->out, '\n');
		break;
	case DOC_SIGNATURE:
		buf_byte(writer->out, '\n');
		write_nested(writer, block);
		break;
	case DOC_ITEM:
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
doc_text_write(struct buf *out, const struct doc *doc)
{
	struct writer writer = { .out = out, .doc = doc };

	buf_text(out, doc->title);
	buf_string(out, "\n========================================\n");
	if (doc->author.n > 0) {
		buf_text(out, doc->author);
		buf_string(out, "\n\n");
	}
	write_blocks(&writer, doc->root);
}
