/*
 * doc_text.h - a document as plain text: for mail, for terminals, for lint.
 *
 * A paragraph is one line, however long; nothing is wrapped.  A table is
 * written row by row, each cell with its head.
 */
#ifndef RENDER_DOC_TEXT_H_
#define RENDER_DOC_TEXT_H_

#include "base/buf.h"
#include "render/doc.h"

void doc_text_write(struct buf *out, const struct doc *doc);

#endif
