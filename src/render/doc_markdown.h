/*
 * doc_markdown.h - a document as CommonMark with tables.
 *
 * What would be markup in the words is escaped.  Anchors are not written:
 * Markdown has none of its own.
 */
#ifndef RENDER_DOC_MARKDOWN_H_
#define RENDER_DOC_MARKDOWN_H_

#include "base/buf.h"
#include "render/doc.h"

void doc_markdown_write(struct buf *out, const struct doc *doc);

#endif
