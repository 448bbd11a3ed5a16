/*
 * page.h - a document as a whole HTML page that stands on its own.
 *
 * The page loads nothing: no script, no font, no picture, and, unless a
 * stylesheet is named, its style stands within it under the hash that its
 * Content-Security-Policy names.  It has landmarks, one h1, headings in
 * order, a link past the contents, the language of the page and of parts in
 * another language, a form for phones and one for paper.
 */
#ifndef RENDER_PAGE_H_
#define RENDER_PAGE_H_

#include "base/buf.h"
#include "render/doc.h"

struct page_alternate {
	const char *language;	/* "en" */
	const char *href;
};

struct page_link {
	struct text label;	/* p NULL ends the list */
	struct text href;	/* a path of this site */
};

struct page {
	const struct doc *doc;
	/* JSON-LD, or empty; written so that it cannot end its element. */
	struct text linked;
	/*
	 * Where the style sheet is, for a site that serves page_stylesheet()
	 * itself (its own headers then say the policy); NULL: within.
	 */
	const char *stylesheet;
	const struct page_alternate *alternates;	/* ends with NULL */
	struct text banner;	/* above the title, or empty */
	const struct page_link *links;	/* at the end; ends with NULL */
	/* HTML that a writer of this folder made, behind the text. */
	struct text after;
};

enum status page_write(struct buf *out, const struct page *page,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * The Content-Security-Policy with which a server sends such a page: it may
 * load nothing, and be framed by nobody.
 */
struct text page_security(struct arena *arena) NONNULL;

/* The style sheet of every page. */
struct text page_stylesheet(void);

#endif
