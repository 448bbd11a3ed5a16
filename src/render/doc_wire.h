/*
 * doc_wire.h - a document as JSON, for the process that draws it.
 *
 *     {"language": 0, "title": "…", "author": "…", "subject": "…",
 *      "keywords": "…", "date": "2026-11-22", "blocks": [BLOCK…]}
 *     BLOCK: {"kind": "paragraph", "compact": true, "key": true,
 *      "words": [{"text": "…", "style": 1, "language": 0, "href": "…"}…],
 *      "blocks": [BLOCK…]}
 *
 * Absent keys are empty.  Origins and anchors stay at home: who draws needs
 * neither.
 */
#ifndef RENDER_DOC_WIRE_H_
#define RENDER_DOC_WIRE_H_

#include "base/buf.h"
#include "render/doc.h"

enum { DOC_WIRE_MAX = 32 << 20 };

void doc_wire_write(struct buf *out, const struct doc *doc);

/* STATUS_INVALID "bad_document" for anything else than the above. */
enum status doc_wire_read(struct doc **doc, struct bytes bytes,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
