#include "anonymise/emit.h"
#include "anonymise/emit_parts.h"
#include "base/cp932.h"
#include "base/mem.h"

enum { SCRATCH_LIMIT = 1 << 26, FIRST_BYTES = 4096 };

bool
emit_parts_room(struct emit_bytes *bytes, size_t n)
{
	size_t capacity = bytes->capacity;
	uint8_t *grown;

	if (n <= capacity - bytes->n)
		return true;
	capacity = capacity == 0 ? FIRST_BYTES : capacity * 2;
	if (capacity < bytes->n + n)
		capacity = bytes->n + n;
	grown = mem_grow(bytes->p, bytes->capacity, capacity, 1);
	if (grown == NULL)
		return false;
	bytes->p = grown;
	bytes->capacity = capacity;
	return true;
}

void
emit_parts_drop(struct emit_bytes *bytes)
{
	if (bytes->p != NULL)
		mem_wipe(bytes->p, bytes->capacity);
	mem_free(bytes->p);
	memset(bytes, 0, sizeof(*bytes));
}

static bool
is_ascii(const uint8_t *p, size_t n)
{
	uint8_t all = 0;

	for (size_t i = 0; i < n; i++)
		all |= p[i];
	return all < 0x80;
}

/* Bytes of the output's encoding, with guard and quotes as they need. */
static bool
put_field(const struct emitter *emitter, struct emit_bytes *out,
    const uint8_t *p, size_t n)
{
	bool guard = emitter->guard && csv_is_formula((struct text){
	    (const char *)p, n });
	bool quotes = n > 0 && (p[0] == ' ' || p[n - 1] == ' ');

	if (!emit_parts_room(out, n * 2 + 3))
		return false;
	for (size_t i = 0; i < n && !quotes; i++)
		quotes = p[i] == (uint8_t)emitter->delimiter || p[i] == '"' ||
		    p[i] == '\n' || p[i] == '\r';
	if (quotes)
		out->p[out->n++] = '"';
	if (guard)
		out->p[out->n++] = '\'';
	if (!quotes) {
		emit_parts_put(out, p, n);
		return true;
	}
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			out->p[out->n++] = '"';
		out->p[out->n++] = p[i];
	}
	out->p[out->n++] = '"';
	return true;
}

/* Text that we have as UTF-8. */
static enum status
put_text(const struct emitter *emitter, struct emit_bytes *out,
    struct text text, struct arena *scratch, struct error *error)
{
	const uint8_t *p = (const uint8_t *)text.p;
	struct buf buf;

	if (emitter->encoding == CSV_CP932 && !is_ascii(p, text.n)) {
		enum status status;

		arena_reset(scratch);
		buf_init(&buf, scratch, text.n * 2 + 16);
		status = cp932_encode(&buf, text, error);
		if (status != STATUS_OK)
			return status;
		return put_field(emitter, out, buf.p, buf.n) ? STATUS_OK :
		    error_memory(error);
	}
	return put_field(emitter, out, p, text.n) ? STATUS_OK :
	    error_memory(error);
}

enum status
emit_parts_cell(const struct emitter *emitter, struct emit_bytes *out,
    struct bytes cell, struct arena *scratch, struct error *error)
{
	struct table *rows = emitter->dataset->rows;
	struct text text;
	enum status status;

	if (is_ascii(cell.p, cell.n))
		return put_field(emitter, out, cell.p, cell.n) ? STATUS_OK :
		    error_memory(error);
	arena_reset(scratch);
	status = rows->ops->text(rows, &text, cell, scratch, error);
	if (status != STATUS_OK)
		return status;
	if (emitter->same_encoding)
		return put_field(emitter, out, cell.p, cell.n) ? STATUS_OK :
		    error_memory(error);
	/* The text lies in the scratch that encoding would reset. */
	if (emitter->encoding == CSV_CP932) {
		struct buf buf;

		buf_init(&buf, scratch, text.n * 2 + 16);
		status = cp932_encode(&buf, text, error);
		if (status != STATUS_OK)
			return status;
		text = (struct text){ (const char *)buf.p, buf.n };
	}
	return put_field(emitter, out, (const uint8_t *)text.p, text.n) ?
	    STATUS_OK : error_memory(error);
}

static size_t
field_of(const struct emitter *emitter, size_t column)
{
	size_t f = 0;

	while (emitter->dataset->field_column[f] != column)
		f++;
	return f;
}

static bool
put_delimiter(const struct emitter *emitter, struct emit_bytes *out)
{
	if (!emit_parts_room(out, 1))
		return false;
	out->p[out->n++] = (uint8_t)emitter->delimiter;
	return true;
}

/* Labels of every class, and the stars of suppressed rows. */
static enum status
ready_labels(struct emitter *emitter, struct emit_segment *segment,
    struct arena *scratch, struct error *error)
{
	const struct outcome *outcome = emitter->outcome;
	enum status status = STATUS_OK;

	for (uint32_t class = 0; status == STATUS_OK &&
	    class <= outcome->count; class++) {
		bool stars = class == outcome->count;
		struct emit_bytes *out = stars ? &segment->hidden :
		    &segment->ready;

		segment->start[class] = segment->ready.n;
		for (size_t i = 0; status == STATUS_OK &&
		    i < segment->columns; i++) {
			size_t f = field_of(emitter, segment->column + i);

			if (i > 0 && !put_delimiter(emitter, out))
				return error_memory(error);
			status = put_text(emitter, out, stars ? TEXT("*") :
			    outcome_label(outcome, emitter->problem, class,
			    f), scratch, error);
		}
	}
	return status;
}

static enum status
ready_values(struct emitter *emitter, struct emit_segment *segment,
    const struct dict *values, struct arena *scratch, struct error *error)
{
	enum status status = STATUS_OK;

	for (uint32_t v = 0; status == STATUS_OK && v < values->count; v++) {
		segment->start[v] = segment->ready.n;
		status = put_text(emitter, &segment->ready,
		    dict_text(values, v), scratch, error);
	}
	segment->start[values->count] = segment->ready.n;
	return status;
}

static enum status
ready_segment(struct emitter *emitter, struct emit_segment *segment,
    struct arena *scratch, struct error *error)
{
	const struct dataset_column *column =
	    &emitter->dataset->column[segment->column];
	const struct dict *values = NULL;
	enum status status = STATUS_OK;

	if (segment->kind == EMIT_CELL)
		return STATUS_OK;
	if (segment->kind == EMIT_VALUE)
		values = column->map != NULL ? &column->changed :
		    &emitter->dataset->ingest.values[column->keyed];
	segment->count = values == NULL ? emitter->outcome->count :
	    values->count;
	segment->start = mem_array((size_t)segment->count + 1,
	    sizeof(*segment->start));
	if (segment->start == NULL)
		return error_memory(error);
	status = values == NULL ? ready_labels(emitter, segment, scratch,
	    error) : ready_values(emitter, segment, values, scratch, error);
	if (status == STATUS_INVALID && error->field[0] == '\0')
		error_at(error, "%.*s", TEXT_ARGS(column->name));
	return status;
}

/* Which columns are written, neighbouring labels as one. */
static void
find_segments(struct emitter *emitter)
{
	const struct dataset *dataset = emitter->dataset;

	for (size_t c = 0; c < dataset->columns; c++) {
		const struct dataset_column *column = &dataset->column[c];
		struct emit_segment *segment =
		    &emitter->segment[emitter->segment_count];

		if (column->role == ROLE_DELETE)
			continue;
		segment->column = c;
		segment->columns = 1;
		segment->kind = column->role == ROLE_QUASI_IDENTIFIER ?
		    EMIT_LABELS : column->keyed != DATASET_NONE ?
		    EMIT_VALUE : EMIT_CELL;
		if (segment->kind == EMIT_LABELS &&
		    emitter->segment_count > 0 &&
		    segment[-1].kind == EMIT_LABELS &&
		    segment[-1].column + segment[-1].columns == c)
			segment[-1].columns++;
		else
			emitter->segment_count++;
	}
}

static enum status
make_header(struct emitter *emitter, struct arena *scratch,
    struct error *error)
{
	const struct dataset *dataset = emitter->dataset;
	struct emit_bytes *out = &emitter->header;
	enum status status = STATUS_OK;
	bool first = true;

	if (!emit_parts_room(out, 8))
		return error_memory(error);
	if (dataset->plan->output.bom && emitter->encoding == CSV_UTF8)
		emit_parts_put(out, "\xEF\xBB\xBF", 3);
	if (dataset->plan->input.headless)
		return STATUS_OK;
	for (size_t c = 0; status == STATUS_OK && c < dataset->columns; c++) {
		if (dataset->column[c].role == ROLE_DELETE)
			continue;
		if (!first && !put_delimiter(emitter, out))
			return error_memory(error);
		first = false;
		status = put_text(emitter, out, dataset->column[c].name,
		    scratch, error);
	}
	if (status == STATUS_OK && !emit_parts_room(out, 2))
		return error_memory(error);
	if (status == STATUS_OK)
		emit_parts_put(out, emitter->crlf ? "\r\n" : "\n",
		    emitter->crlf ? 2 : 1);
	return status;
}

enum status
emit_parts_prepare(struct emitter *emitter, struct error *error)
{
	struct arena *scratch = arena_new(SCRATCH_LIMIT);
	enum status status = STATUS_OK;

	emitter->segment = mem_array(emitter->dataset->columns + 1,
	    sizeof(*emitter->segment));
	if (scratch == NULL || emitter->segment == NULL) {
		arena_free(scratch);
		return error_memory(error);
	}
	find_segments(emitter);
	for (size_t i = 0; status == STATUS_OK && i < emitter->segment_count;
	    i++)
		status = ready_segment(emitter, &emitter->segment[i],
		    scratch, error);
	if (status == STATUS_OK)
		status = make_header(emitter, scratch, error);
	arena_free(scratch);
	return status;
}

void
emit_parts_free(struct emitter *emitter)
{
	for (size_t i = 0; i < emitter->segment_count; i++) {
		emit_parts_drop(&emitter->segment[i].ready);
		emit_parts_drop(&emitter->segment[i].hidden);
		mem_free(emitter->segment[i].start);
	}
	mem_free(emitter->segment);
	emit_parts_drop(&emitter->header);
}
