/*
 * The document as a tree of blocks in an arena.
 */
#include "render/doc.h"

#include <stdarg.h>

#include "base/buf.h"

enum { WORDS_MAX = 1 << 20 };

const char *const doc_kind_names[DOC_KIND_COUNT + 1] = {
	[DOC_SECTION] = "section",
	[DOC_PARAGRAPH] = "paragraph",
	[DOC_LIST] = "list",
	[DOC_NUMBERED] = "numbered",
	[DOC_ITEM] = "item",
	[DOC_FACTS] = "facts",
	[DOC_FACT] = "fact",
	[DOC_TABLE] = "table",
	[DOC_ROW] = "row",
	[DOC_CELL] = "cell",
	[DOC_BARS] = "bars",
	[DOC_POINTS] = "points",
	[DOC_NOTE] = "note",
	[DOC_ADDRESS] = "address",
	[DOC_SIGNATURE] = "signature",
};

struct doc *
doc_new(enum language language, struct arena *arena)
{
	struct doc *doc = arena_alloc(arena, sizeof(*doc));

	if (doc == NULL)
		return NULL;
	doc->arena = arena;
	doc->language = language;
	doc->title = doc->author = doc->subject = TEXT("");
	doc->keywords = doc->date = TEXT("");
	doc->spare.anchor = TEXT("");
	doc->root = arena_alloc(arena, sizeof(*doc->root));
	if (doc->root == NULL)
		return NULL;
	doc->root->anchor = TEXT("");
	return doc;
}

static size_t
depth(const struct doc_block *block)
{
	size_t n = 0;

	for (; block != NULL; block = block->parent)
		n++;
	return n;
}

struct doc_block *
doc_add(struct doc *doc, struct doc_block *parent, enum doc_kind kind)
{
	struct doc_block *block = NULL;

	if (parent != &doc->spare && depth(parent) < DOC_DEPTH)
		block = arena_alloc(doc->arena, sizeof(*block));
	if (block == NULL) {
		doc->failed = true;
		doc->spare.kind = kind;
		return &doc->spare;
	}
	block->kind = kind;
	block->anchor = TEXT("");
	block->parent = parent;
	if (parent->last == NULL)
		parent->first = block;
	else
		parent->last->next = block;
	parent->last = block;
	return block;
}

void
doc_span(struct doc *doc, struct doc_block *block, struct text text,
    enum language language, enum doc_style style, struct text href)
{
	struct doc_span *span;

	if (text.n == 0 || block == &doc->spare)
		return;
	span = arena_alloc(doc->arena, sizeof(*span));
	if (span == NULL) {
		doc->failed = true;
		return;
	}
	span->text = text;
	span->language = language;
	span->style = style;
	span->href = href;
	if (block->words_end == NULL)
		block->words = span;
	else
		block->words_end->next = span;
	block->words_end = span;
}

void
doc_text(struct doc *doc, struct doc_block *block, struct text text)
{
	doc_span(doc, block, text, doc->language, DOC_PLAIN, TEXT(""));
}

void
doc_string(struct doc *doc, struct doc_block *block, const char *string)
{
	doc_text(doc, block, text_of(string));
}

void
doc_printf(struct doc *doc, struct doc_block *block, const char *format, ...)
{
	char out[1024];
	va_list args;
	struct text copy;

	va_start(args, format);
	(void)vsnprintf(out, sizeof(out), format, args);
	va_end(args);
	text_end_whole(out);
	copy = text_copy(doc->arena, text_of(out));
	if (copy.p == NULL) {
		doc->failed = true;
		return;
	}
	doc_text(doc, block, copy);
}

bool
doc_has_origin(const struct doc_block *block, const void *key)
{
	for (const struct doc_origin *origin = block->origins; origin != NULL;
	    origin = origin->next)
		if (origin->key == key)
			return true;
	return false;
}

static void
add_origin(struct doc *doc, struct doc_block *block, const void *key,
    struct text name, bool own)
{
	struct doc_origin *origin, **end = &block->origins;

	if (key == NULL || block == &doc->spare)
		return;
	for (; *end != NULL; end = &(*end)->next)
		if ((*end)->key == key) {
			(*end)->own = (*end)->own || own;
			return;
		}
	origin = arena_alloc(doc->arena, sizeof(*origin));
	if (origin == NULL) {
		doc->failed = true;
		return;
	}
	origin->key = key;
	origin->name = name;
	origin->own = own;
	*end = origin;
}

void
doc_origin(struct doc *doc, struct doc_block *block, const void *key,
    struct text name)
{
	add_origin(doc, block, key, name, true);
}

void
doc_mention(struct doc *doc, struct doc_block *block, const void *key,
    struct text name)
{
	add_origin(doc, block, key, name, false);
}

const struct doc_origin *
doc_own_origin(const struct doc_block *block)
{
	const struct doc_origin *origin = block->origins;

	while (origin != NULL && !origin->own)
		origin = origin->next;
	return origin;
}

struct doc_block *
doc_paragraph(struct doc *doc, struct doc_block *parent, const char *string)
{
	struct doc_block *block = doc_add(doc, parent, DOC_PARAGRAPH);

	doc_string(doc, block, string);
	return block;
}

struct doc_block *
doc_item(struct doc *doc, struct doc_block *list, struct text text)
{
	struct doc_block *block = doc_add(doc, list, DOC_ITEM);

	doc_text(doc, block, text);
	return block;
}

struct doc_block *
doc_fact(struct doc *doc, struct doc_block *facts, const char *term)
{
	struct doc_block *fact = doc_add(doc, facts, DOC_FACT);

	doc_string(doc, fact, term);
	return doc_add(doc, fact, DOC_PARAGRAPH);
}

void
doc_drop(struct doc *doc, struct doc_block *block)
{
	struct doc_block *parent = block->parent, *before;

	if (block == &doc->spare || parent == NULL || parent->last != block)
		return;
	if (parent->first == block) {
		parent->first = parent->last = NULL;
		return;
	}
	for (before = parent->first; before->next != block;
	    before = before->next)
		continue;
	before->next = NULL;
	parent->last = before;
}

struct text
doc_words(struct doc *doc, const struct doc_block *block)
{
	struct buf buf;

	if (block->words == NULL)
		return TEXT("");
	if (block->words->next == NULL)
		return block->words->text;
	buf_init(&buf, doc->arena, WORDS_MAX);
	for (const struct doc_span *span = block->words; span != NULL;
	    span = span->next)
		buf_text(&buf, span->text);
	if (buf.failed) {
		doc->failed = true;
		return TEXT("");
	}
	return buf_as_text(&buf);
}

bool
doc_href_allowed(struct text href)
{
	return text_starts_with(href, "https://") ||
	    text_starts_with(href, "http://") ||
	    text_starts_with(href, "mailto:") ||
	    text_starts_with(href, "tel:") || text_starts_with(href, "#") ||
	    (text_starts_with(href, "/") && !text_starts_with(href, "//"));
}

enum status
doc_status(const struct doc *doc, struct error *error)
{
	return doc->failed ? error_memory(error) : STATUS_OK;
}
