/* emit_parts.h - ready pieces of rows, for emit.c and emit_text.c. */
#ifndef ANONYMISE_EMIT_PARTS_H_
#define ANONYMISE_EMIT_PARTS_H_

#include "anonymise/emit.h"

/* Bytes that grow. */
struct emit_bytes {
	uint8_t *p;
	size_t n;
	size_t capacity;
};

bool emit_parts_room(struct emit_bytes *bytes, size_t n);
static inline void
emit_parts_put(struct emit_bytes *bytes, const void *p, size_t n)
{
	memcpy(bytes->p + bytes->n, p, n);
	bytes->n += n;
}
void emit_parts_drop(struct emit_bytes *bytes);

enum emit_kind {
	EMIT_LABELS,	/* of one quasi-identifier or some neighbours */
	EMIT_VALUE,	/* of a column in the key */
	EMIT_CELL,	/* read again and passed through */
};

/* What stands between two separators, or more columns' labels. */
struct emit_segment {
	enum emit_kind kind;
	size_t column;			/* of the source: the first */
	size_t columns;			/* labels: how many */
	/* Ready texts: by class (labels) or by code (values). */
	struct emit_bytes ready;
	uint32_t count;
	size_t *start;			/* count + 1 */
	struct emit_bytes hidden;	/* labels of suppressed rows */
};

struct emitter {
	struct dataset *dataset;
	const struct problem *problem;
	const struct outcome *outcome;
	enum csv_encoding encoding;	/* of the output */
	bool same_encoding;		/* as the input */
	char delimiter;
	bool crlf;
	bool guard;
	size_t segment_count;
	struct emit_segment *segment;
	struct emit_bytes header;
};

/* Segments, ready texts and header. */
enum status emit_parts_prepare(struct emitter *emitter, struct error *error);
void emit_parts_free(struct emitter *emitter);

/*
 * A cell of the source as it is written: quoted, guarded, converted.  The
 * caller names the place of a failure.
 */
enum status emit_parts_cell(const struct emitter *emitter,
    struct emit_bytes *out, struct bytes cell, struct arena *scratch,
    struct error *error);

#endif
