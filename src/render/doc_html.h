/*
 * doc_html.h - a document as HTML, escaped by construction.
 *
 * Tags and attribute names are literals of this writer; everything that comes
 * from the document goes through doc_html_escape(), and a link is only made
 * to where doc_href_allowed() says.  There is no style, no script and no
 * resource of any other host in what it writes, so that the strictest
 * Content-Security-Policy holds.
 */
#ifndef RENDER_DOC_HTML_H_
#define RENDER_DOC_HTML_H_

#include "base/buf.h"
#include "render/doc.h"

/* & < > " ' as character references. */
void doc_html_escape(struct buf *out, struct text text);

/* The blocks below the document's title; sections get h2 and deeper. */
void doc_html_body(struct buf *out, const struct doc *doc);

/* Links to the sections right below the title, as a list; or nothing. */
void doc_html_contents(struct buf *out, const struct doc *doc);

#endif
