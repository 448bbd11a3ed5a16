#include <pthread.h>

#include "anonymise/emit.h"
#include "anonymise/emit_parts.h"
#include "base/mem.h"
#include "base/workers.h"

enum { SCRATCH_LIMIT = 1 << 26, SHUFFLE_BYTES = 1 << 20 };

/* Pieces are written in turn, whoever has made them. */
struct writing {
	struct emitter *emitter;
	struct file_stream *stream;
	bool again;		/* cells are read again */
	pthread_mutex_t lock;
	pthread_cond_t turn;
	size_t next_piece;	/* to be made, when not read again */
	size_t next_turn;	/* to be written */
	struct emitted *emitted;
	enum status status;
	struct error *error;
};

/* One thread's. */
struct writer {
	struct emit_bytes out;
	uint64_t rows;
	uint64_t suppressed;
	struct arena *scratch;
	struct rows_reader *reader;
	struct rows_batch batch;
	size_t at;		/* row of the batch */
	bool any;		/* it has made a piece before */
	struct error error;
};

static void
put_ready(struct emit_bytes *out, const struct emit_segment *segment,
    uint32_t index)
{
	emit_parts_put(out, segment->ready.p + segment->start[index],
	    segment->start[index + 1] - segment->start[index]);
}

/* Bytes that one row needs at most, but for its cells. */
static size_t
most_of(const struct emit_segment *segment, uint32_t index)
{
	return segment->start[index + 1] - segment->start[index] +
	    segment->hidden.n + 4;
}

/* What one row is made of. */
struct made_of {
	uint32_t class;			/* its labels */
	uint32_t group;			/* its other values */
	const uint32_t *others;		/* or, in artificial rows, the group
					 * of each segment's; else NULL */
	const struct csv_cell *cells;	/* of the row read again */
	const uint8_t *bytes;
};

static enum status
put_row(const struct emitter *emitter, struct emit_bytes *out,
    const struct made_of *row, struct arena *scratch, struct error *error)
{
	uint32_t class = row->class;
	bool hidden = !emitter->outcome->shown[class];
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < emitter->segment_count;
	    i++) {
		const struct emit_segment *segment = &emitter->segment[i];
		uint32_t index = class;

		if (segment->kind == EMIT_VALUE)
			index = dataset_code(emitter->dataset,
			    segment->column, row->others == NULL ?
			    row->group : row->others[i]);
		if (!emit_parts_room(out, segment->kind == EMIT_CELL ? 4 :
		    most_of(segment, index)))
			return error_memory(error);
		if (i > 0)
			out->p[out->n++] = (uint8_t)emitter->delimiter;
		if (segment->kind == EMIT_CELL)
			status = emit_parts_cell(emitter, out, (struct bytes){
			    row->bytes + row->cells[segment->column].at,
			    row->cells[segment->column].n }, scratch, error);
		else if (segment->kind == EMIT_LABELS && hidden)
			emit_parts_put(out, segment->hidden.p,
			    segment->hidden.n);
		else
			put_ready(out, segment, index);
	}
	if (status == STATUS_OK && !emit_parts_room(out, 2))
		return error_memory(error);
	if (status == STATUS_OK)
		emit_parts_put(out, emitter->crlf ? "\r\n" : "\n",
		    emitter->crlf ? 2 : 1);
	return status;
}

static enum status
changed(struct writer *writer)
{
	return error_set(&writer->error, STATUS_CONFLICT, "input_changed",
	    "入力が処理中に変わりました", "the input has changed meanwhile");
}

/* The next row of the source; the batch is read on when it is at its end. */
static enum status
next_cells(const struct writing *writing, struct writer *writer,
    uint32_t piece, const struct csv_cell **cells)
{
	struct table *rows = writing->emitter->dataset->rows;
	enum status status;

	*cells = NULL;
	if (!writing->again)
		return STATUS_OK;
	if (writer->at == writer->batch.rows) {
		status = rows->ops->next(rows, writer->reader,
		    &writer->batch, &writer->error);
		if (status != STATUS_OK)
			return status;
		writer->at = 0;
		if (writer->batch.rows == 0 || writer->batch.piece != piece)
			return changed(writer);
	}
	*cells = writer->batch.cells + writer->at++ * rows->columns;
	return STATUS_OK;
}

/* All rows of one piece. */
static enum status
make_piece(const struct writing *writing, struct writer *writer,
    const struct ingest_piece *piece)
{
	const struct emitter *emitter = writing->emitter;
	const struct dataset *dataset = emitter->dataset;
	bool drop = dataset->plan->output.suppressed == SUPPRESSED_DROP;
	enum status status = STATUS_OK;

	writer->out.n = 0;
	writer->rows = writer->suppressed = 0;
	for (uint32_t r = 0; status == STATUS_OK && r < piece->rows; r++) {
		struct made_of row = { .group = piece->ids[r] };

		status = next_cells(writing, writer, piece->number,
		    &row.cells);
		if (status != STATUS_OK || row.group == DATASET_NO_GROUP)
			continue;
		row.bytes = writer->batch.bytes;
		row.class = emitter->outcome->class_of[
		    dataset->class_of[row.group]];
		if (!emitter->outcome->shown[row.class]) {
			if (drop)
				continue;
			writer->suppressed++;
		}
		status = put_row(emitter, &writer->out, &row,
		    writer->scratch, &writer->error);
		writer->rows++;
		if (status == STATUS_INVALID &&
		    writer->error.field[0] == '\0' && row.cells != NULL)
			dataset->rows->ops->place(dataset->rows,
			    &writer->error, writer->batch.piece,
			    writer->batch.line + (uint32_t)writer->at - 1, 0);
	}
	if (status == STATUS_OK && writing->again &&
	    writer->at != writer->batch.rows)
		status = changed(writer);
	return status;
}

/* Waits for its turn and writes; the first failure stops everybody. */
static bool
take_turn(struct writing *writing, struct writer *writer, size_t piece,
    enum status status)
{
	bool go_on;

	(void)pthread_mutex_lock(&writing->lock);
	while (status == STATUS_OK && writing->status == STATUS_OK &&
	    writing->next_turn != piece)
		(void)pthread_cond_wait(&writing->turn, &writing->lock);
	if (writing->status == STATUS_OK && status == STATUS_OK) {
		status = file_stream_put(writing->stream, (struct bytes){
		    writer->out.p, writer->out.n }, &writer->error);
		writing->emitted->rows += writer->rows;
		writing->emitted->suppressed += writer->suppressed;
	}
	if (writing->status == STATUS_OK && status != STATUS_OK) {
		writing->status = status;
		*writing->error = writer->error;
	}
	writing->next_turn++;
	go_on = writing->status == STATUS_OK;
	(void)pthread_cond_broadcast(&writing->turn);
	(void)pthread_mutex_unlock(&writing->lock);
	return go_on;
}

/* The number of the piece that this thread makes next. */
static enum status
choose_piece(struct writing *writing, struct writer *writer, size_t *piece)
{
	struct dataset *dataset = writing->emitter->dataset;
	enum status status = STATUS_OK;

	if (!writing->again) {
		(void)pthread_mutex_lock(&writing->lock);
		*piece = writing->next_piece++;
		(void)pthread_mutex_unlock(&writing->lock);
		return STATUS_OK;
	}
	status = dataset->rows->ops->next(dataset->rows, writer->reader,
	    &writer->batch, &writer->error);
	writer->at = 0;
	if (status == STATUS_OK && writer->batch.rows > 0 &&
	    writer->any && writer->batch.piece == *piece)
		return changed(writer);
	writer->any = true;
	*piece = writer->batch.rows == 0 ? SIZE_MAX : writer->batch.piece;
	return status;
}

static void
work(void *context, size_t index)
{
	struct writing *writing = context;
	struct dataset *dataset = writing->emitter->dataset;
	struct writer writer = { .rows = 0 };
	enum status status = STATUS_OK;
	size_t piece = 0;
	bool go_on = true;

	writer.scratch = arena_new(SCRATCH_LIMIT);
	if (writer.scratch == NULL)
		status = error_memory(&writer.error);
	if (status == STATUS_OK && writing->again)
		status = dataset->rows->ops->open(dataset->rows,
		    &writer.reader, &writer.error);
	while (go_on) {
		if (status == STATUS_OK)
			status = choose_piece(writing, &writer, &piece);
		if (status == STATUS_OK && piece >= dataset->ingest.piece_count)
			break;
		if (status == STATUS_OK)
			status = make_piece(writing, &writer,
			    &dataset->ingest.pieces[piece]);
		go_on = take_turn(writing, &writer, piece, status);
		if (index == 0 && dataset->progress != NULL)
			dataset->progress->tell(dataset->progress->context,
			    "write", piece, dataset->ingest.piece_count);
	}
	if (writer.reader != NULL)
		dataset->rows->ops->close(dataset->rows, writer.reader);
	arena_free(writer.scratch);
	emit_parts_drop(&writer.out);
}

static enum status
in_order(struct emitter *emitter, struct file_stream *stream,
    struct emitted *emitted, struct error *error)
{
	struct writing writing = {
		.emitter = emitter, .stream = stream, .emitted = emitted,
		.error = error
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < emitter->segment_count; i++)
		writing.again |= emitter->segment[i].kind == EMIT_CELL;
	if (writing.again)
		status = emitter->dataset->rows->ops->rewind(
		    emitter->dataset->rows, error);
	if (status != STATUS_OK)
		return status;
	(void)pthread_mutex_init(&writing.lock, NULL);
	(void)pthread_cond_init(&writing.turn, NULL);
	workers_run(emitter->dataset->threads, work, &writing);
	(void)pthread_mutex_destroy(&writing.lock);
	(void)pthread_cond_destroy(&writing.turn);
	return writing.status;
}

/* All groups of rows that are written, and how many of them are shown. */
static uint32_t *
collect(const struct emitter *emitter, size_t *count)
{
	const struct dataset *dataset = emitter->dataset;
	uint32_t *groups = mem_array(dataset->ingest.rows +
	    dataset->plan->pseudo_rows, sizeof(*groups));

	*count = 0;
	for (size_t p = 0; groups != NULL && p < dataset->ingest.piece_count;
	    p++) {
		const struct ingest_piece *piece = &dataset->ingest.pieces[p];

		for (uint32_t r = 0; r < piece->rows; r++) {
			uint32_t group = piece->ids[r];

			if (group == DATASET_NO_GROUP)
				continue;
			if (dataset->plan->output.suppressed ==
			    SUPPRESSED_DROP && !emitter->outcome->shown[
			    emitter->outcome->class_of[
			    dataset->class_of[group]]])
				continue;
			groups[(*count)++] = group;
		}
	}
	return groups;
}

static void
shuffle(uint32_t *groups, size_t n, struct dice *dice)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)dice_below(dice, i);
		uint32_t group = groups[i - 1];

		groups[i - 1] = groups[j];
		groups[j] = group;
	}
}

/* The class of some row that is shown; the group itself if none is found. */
static uint32_t
some_class(const struct emitter *emitter, const uint32_t *groups, size_t n)
{
	const struct outcome *outcome = emitter->outcome;
	const struct dataset *dataset = emitter->dataset;

	for (int tries = 0; tries < 1000; tries++) {
		uint32_t class = outcome->class_of[dataset->class_of[groups[
		    dice_below(dataset->dice, n)]]];

		if (outcome->shown[class])
			return class;
	}
	return 0;
}

/* Row i of the shuffled rows, real or artificial. */
static enum status
put_shuffled(const struct emitter *emitter, struct emit_bytes *out,
    const uint32_t *groups, size_t real, bool pseudo, size_t i,
    struct emitted *emitted, struct error *error)
{
	const struct dataset *dataset = emitter->dataset;
	uint32_t others[CSV_COLUMNS_MAX];
	struct made_of row = { .others = NULL };

	if (pseudo) {
		row.class = some_class(emitter, groups, real);
		row.others = others;
		for (size_t s = 0; s < emitter->segment_count; s++)
			others[s] = groups[dice_below(dataset->dice, real)];
		emitted->pseudo++;
	} else {
		row.group = groups[i];
		row.class = emitter->outcome->class_of[
		    dataset->class_of[row.group]];
		emitted->suppressed += !emitter->outcome->shown[row.class];
	}
	emitted->rows++;
	return put_row(emitter, out, &row, NULL, error);
}

static enum status
put_all(const struct emitter *emitter, struct file_stream *stream,
    const uint32_t *groups, size_t real, struct emitted *emitted,
    struct error *error)
{
	const struct dataset *dataset = emitter->dataset;
	size_t left = real, pseudo = real == 0 ? 0 :
	    (size_t)dataset->plan->pseudo_rows;
	struct emit_bytes out = { .n = 0 };
	enum status status = STATUS_OK;

	if (pseudo > 0) {
		emitted->is_pseudo = mem_alloc((real + pseudo + 7) / 8);
		if (emitted->is_pseudo == NULL)
			return error_memory(error);
	}
	for (size_t i = 0; status == STATUS_OK && left + pseudo > 0; i++) {
		bool fake = dice_below(dataset->dice, left + pseudo) >= left;

		if (fake)
			emitted->is_pseudo[i / 8] |=
			    (uint8_t)(1 << (i % 8));
		status = put_shuffled(emitter, &out, groups, real, fake,
		    real - left, emitted, error);
		left -= !fake;
		pseudo -= fake;
		if (status == STATUS_OK && (out.n > SHUFFLE_BYTES ||
		    left + pseudo == 0)) {
			status = file_stream_put(stream, (struct bytes){
			    out.p, out.n }, error);
			out.n = 0;
		}
	}
	emit_parts_drop(&out);
	return status;
}

static enum status
shuffled(struct emitter *emitter, struct file_stream *stream,
    struct emitted *emitted, struct error *error)
{
	size_t count = 0;
	uint32_t *groups = collect(emitter, &count);
	enum status status;

	if (groups == NULL)
		return error_memory(error);
	shuffle(groups, count, emitter->dataset->dice);
	status = put_all(emitter, stream, groups, count, emitted, error);
	mem_wipe(groups, count * sizeof(*groups));
	mem_free(groups);
	return status;
}

enum status
emit_rows(struct emitted *emitted, struct file_stream *stream,
    struct dataset *dataset, const struct problem *problem,
    const struct outcome *outcome, struct error *error)
{
	const struct plan_output *plan = &dataset->plan->output;
	struct emitter emitter = {
		.dataset = dataset, .problem = problem, .outcome = outcome,
		.guard = plan->formula_guard
	};
	enum csv_encoding of_input = CSV_UTF8;
	enum status status;

	memset(emitted, 0, sizeof(*emitted));
	dataset->rows->ops->form(dataset->rows, &of_input,
	    &emitter.delimiter, &emitter.crlf);
	emitter.encoding = plan->encoding == CSV_AUTO ? of_input :
	    plan->encoding;
	emitter.same_encoding = emitter.encoding == of_input;
	if (plan->delimiter != 0)
		emitter.delimiter = plan->delimiter;
	if (plan->newline != NEWLINE_SAME)
		emitter.crlf = plan->newline == NEWLINE_CRLF;
	dataset_rows(dataset);
	status = emit_parts_prepare(&emitter, error);
	if (status == STATUS_OK)
		status = file_stream_put(stream, (struct bytes){
		    emitter.header.p, emitter.header.n }, error);
	if (status == STATUS_OK)
		status = plan->shuffled ? shuffled(&emitter, stream, emitted,
		    error) : in_order(&emitter, stream, emitted, error);
	emit_parts_free(&emitter);
	return status;
}

void
emit_free(struct emitted *emitted)
{
	mem_free(emitted->is_pseudo);
	memset(emitted, 0, sizeof(*emitted));
}
