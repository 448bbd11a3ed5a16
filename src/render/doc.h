/*
 * doc.h - a document before it has a form: headings, paragraphs, lists, ...
 *
 * Published policies, notices, letters, reports and certificates are made as
 * a struct doc; one writer each then gives it a form: HTML, plain text,
 * Markdown, PDF.  A document holds words and what they are, never how they
 * look, and no writer adds a word that carries meaning.
 *
 * Every block can say where it comes from (its origins): a sentence of a
 * policy is made from declarations, and from nothing else.
 *
 * Building never fails: when memory is out the blocks go nowhere and
 * doc_status() says so in the end.  docs/rendering.md describes the model.
 */
#ifndef RENDER_DOC_H_
#define RENDER_DOC_H_

#include "base/base.h"

/* Blocks are nested at most this deep; the writers rely on it. */
enum { DOC_DEPTH = 12 };

enum doc_kind {
	DOC_SECTION,	/* words: its heading; then blocks */
	DOC_PARAGRAPH,	/* words */
	DOC_LIST,	/* items */
	DOC_NUMBERED,	/* items, numbered (1), (2), ... */
	DOC_ITEM,	/* words, then blocks */
	DOC_FACTS,	/* words: its caption, or none; then facts */
	DOC_FACT,	/* words: the term; then blocks that say what it is */
	DOC_TABLE,	/* words: its caption; then rows, the first is heads */
	DOC_ROW,	/* cells */
	DOC_CELL,	/* words */
	DOC_BARS,	/* words: its title; rows as of a table, of a label and
			 * one or two numbers: a picture of what a table beside
			 * it says, which writers of mere text leave out */
	DOC_POINTS,	/* the same of a label, across and upward; a row with
			 * key stands out */
	DOC_NOTE,	/* an aside; words, then blocks */
	DOC_ADDRESS,	/* whom a letter goes to; paragraphs, a line each */
	DOC_SIGNATURE,	/* who signs it; paragraphs, a line each */
};
enum { DOC_KIND_COUNT = DOC_SIGNATURE + 1 };
extern const char *const doc_kind_names[DOC_KIND_COUNT + 1];

enum doc_style { DOC_PLAIN, DOC_STRONG, DOC_CODE, DOC_INSERTED, DOC_DELETED };
enum { DOC_STYLE_COUNT = DOC_DELETED + 1 };

/* A run of words. */
struct doc_span {
	struct text text;
	enum doc_style style;
	enum language language;
	struct text href;	/* http(s), mailto, tel, #anchor, /path or "" */
	struct doc_span *next;
};

/* Where a block comes from: whatever the maker finds it by, and its name. */
struct doc_origin {
	const void *key;
	struct text name;
	bool own;	/* the block is made from it; else it speaks of it */
	struct doc_origin *next;
};

struct doc_block {
	enum doc_kind kind;
	bool compact;		/* of a list: short items, many */
	bool key;		/* of a facts block: stands out */
	struct text anchor;	/* [a-z0-9_.-]+, or empty */
	struct doc_span *words, *words_end;
	struct doc_block *first, *last;
	struct doc_block *next;
	struct doc_block *parent;
	struct doc_origin *origins;
};

struct doc {
	struct arena *arena;
	enum language language;
	struct text title;
	struct text author;
	struct text subject;
	struct text keywords;
	struct text date;	/* 2026-11-22, or empty: of the PDF */
	struct doc_block *root;	/* a DOC_SECTION; its heading is the title */
	struct doc_block spare;	/* takes what there is no memory for */
	bool failed;
};

/* The texts that are handed in must live as long as the document. */
struct doc *doc_new(enum language language, struct arena *arena);

struct doc_block *doc_add(struct doc *doc, struct doc_block *parent,
    enum doc_kind kind) NONNULL;

/* Words in the document's language. */
void doc_text(struct doc *doc, struct doc_block *block, struct text text)
    NONNULL;
void doc_string(struct doc *doc, struct doc_block *block, const char *string)
    NONNULL;
void doc_printf(struct doc *doc, struct doc_block *block, const char *format,
    ...) PRINTF_LIKE(3, 4);

/* Words in any language, of any style, with a link or (href empty) none. */
void doc_span(struct doc *doc, struct doc_block *block, struct text text,
    enum language language, enum doc_style style, struct text href) NONNULL;

/*
 * What a block is made from, and what it only speaks of; no two of a block
 * are the same.  What lies within a block shares what that is made from.
 */
void doc_origin(struct doc *doc, struct doc_block *block, const void *key,
    struct text name) NONNULL_ARGS(1, 2);
void doc_mention(struct doc *doc, struct doc_block *block, const void *key,
    struct text name) NONNULL_ARGS(1, 2);
/* The first that it is made from, or NULL. */
const struct doc_origin *doc_own_origin(const struct doc_block *block)
    NONNULL;
bool doc_has_origin(const struct doc_block *block, const void *key) NONNULL;

/* A paragraph, an item, a fact with one paragraph, in one call. */
struct doc_block *doc_paragraph(struct doc *doc, struct doc_block *parent,
    const char *string) NONNULL;
struct doc_block *doc_item(struct doc *doc, struct doc_block *list,
    struct text text) NONNULL;
struct doc_block *doc_fact(struct doc *doc, struct doc_block *facts,
    const char *term) NONNULL;	/* gives the paragraph to fill */

/* Takes a block that turned out to be empty out again; it is the last. */
void doc_drop(struct doc *doc, struct doc_block *block) NONNULL;

/* The words of a block in one piece, without style. */
struct text doc_words(struct doc *doc, const struct doc_block *block) NONNULL;

/* Whether a writer may make a link of it. */
bool doc_href_allowed(struct text href);

/* STATUS_OK, or that memory was out while it was built. */
enum status doc_status(const struct doc *doc, struct error *error)
    MUST_USE NONNULL;

#endif
