/*
 * What is read ahead: the rows of many people at once, for whoever goes through
 * them in order.
 *
 * A window of people for each of the three tables, filled when the first of
 * them is asked for; its rows are kept as they came and are taken apart only
 * when it is their person's turn, so that damage is told as theirs.  Whoever
 * is asked for out of turn, or does not fit, is read alone.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "store/gather.h"
#include "store/reader.h"

enum {
	PEOPLE = 100, ROWS = 2000, COLUMNS = 8,
	BYTES = 16 << 20,	/* of a window */
};

static const struct table {
	enum statement alone, together;
	size_t columns;		/* the first is the person */
} tables[] = {
	{ STATEMENT_PERSON, STATEMENT_RECORDS_AHEAD, 8 },
	{ STATEMENT_HISTORY, STATEMENT_HISTORY_AHEAD, 8 },
	{ STATEMENT_REASONS, STATEMENT_REASONS_AHEAD, 3 },
};

struct window {
	struct arena *arena;
	size_t columns;
	size_t from, to;	/* whose rows they are, out of the people */
	bool alone;		/* they did not fit, or were not read */
	const struct db_value *row[ROWS];
	size_t n;
};

struct ahead {
	uint64_t people[READER_AHEAD_MAX];
	size_t n;
	struct window window[LENGTH(tables)];
};

static enum status
keep_row(void *context, const struct db_value *row, struct error *error)
{
	struct window *w = context;
	struct db_value *kept = arena_array(w->arena, w->columns,
	    sizeof(*kept));

	if (kept == NULL || w->n == ROWS)
		return error_memory(error);
	for (size_t i = 0; i < w->columns; i++) {
		kept[i] = row[i];
		if (row[i].bytes.n > 0 && gather_keep(w->arena,
		    &kept[i].bytes, error) != STATUS_OK)
			return error->status;
	}
	w->row[w->n++] = kept;
	return STATUS_OK;
}

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Where somebody stands among the people; n when nowhere. */
static size_t
place_of(const struct ahead *ahead, uint64_t person)
{
	const uint64_t *found = bsearch(&person, ahead->people, ahead->n,
	    sizeof(person), compare);

	return found == NULL ? ahead->n : (size_t)(found - ahead->people);
}

/* Where the rows of a person begin, or would. */
static size_t
first_row(const struct window *w, uint64_t person)
{
	size_t low = 0, high = w->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if ((uint64_t)w->row[middle]->number < person)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Of the last one there may be more rows. */
static void
leave_last(const struct ahead *ahead, struct window *w)
{
	uint64_t last = (uint64_t)w->row[w->n - 1]->number;

	while (w->to > w->from && ahead->people[w->to - 1] >= last)
		w->to--;
	w->alone = w->to == w->from;
	w->to += w->alone;
}

static void
fill(struct reader *reader, struct window *w, const struct table *table,
    size_t from)
{
	const struct ahead *ahead = reader->ahead;
	size_t n = ahead->n - from < PEOPLE ? ahead->n - from : PEOPLE;
	const struct db_value value[] = {
		db_number(ahead->people[from]),
		db_number(ahead->people[from + n - 1]), db_number(ROWS)
	};
	struct error ignored;

	arena_reset(w->arena);
	w->columns = table->columns;
	w->from = from;
	w->to = from + n;
	w->n = 0;
	/* Whatever it was, the one who is read alone tells. */
	w->alone = reader->driver->query(reader->db, table->together, value,
	    LENGTH(value), keep_row, w, &ignored) != STATUS_OK;
	if (!w->alone && w->n == ROWS)
		leave_last(ahead, w);
}

bool
reader_ahead_take(struct reader *reader, enum statement statement,
    uint64_t person, size_t max, db_row_fn *each, void *context,
    enum status *status, struct error *error)
{
	struct ahead *ahead = reader->ahead;
	struct window *w;
	size_t place, i = 0;

	if (ahead == NULL || (place = place_of(ahead, person)) == ahead->n)
		return false;
	while (tables[i].alone != statement)
		i++;
	w = &ahead->window[i];
	if (place >= w->to || (place == 0 && w->from > 0))
		fill(reader, w, &tables[i], place);
	if (w->alone || place < w->from)
		return false;
	*status = STATUS_OK;
	for (i = first_row(w, person); i < w->n && max-- > 0 &&
	    (uint64_t)w->row[i]->number == person && *status == STATUS_OK;
	    i++)
		*status = each(context, w->row[i] + 1, error);
	return true;
}

static struct ahead *
make(void)
{
	struct ahead *ahead = mem_alloc(sizeof(*ahead));

	for (size_t i = 0; ahead != NULL && i < LENGTH(tables); i++) {
		ahead->window[i].arena = arena_new(BYTES);
		if (ahead->window[i].arena == NULL) {
			while (i-- > 0)
				arena_free(ahead->window[i].arena);
			mem_free(ahead);
			return NULL;
		}
	}
	return ahead;
}

void
reader_ahead(struct reader *reader, const uint64_t *people, size_t n)
{
	/* Without memory for it they are read alone, as elsewhere. */
	if (reader->ahead == NULL && n > 0 && reader->frozen &&
	    reader->driver->shared)
		reader->ahead = make();
	if (reader->ahead == NULL)
		return;
	reader->ahead->n = n <= READER_AHEAD_MAX ? n : 0;
	if (reader->ahead->n > 0)
		memcpy(reader->ahead->people, people, n * sizeof(*people));
	for (size_t i = 0; i < LENGTH(tables); i++)
		reader->ahead->window[i].from =
		    reader->ahead->window[i].to = 0;
}

void
reader_ahead_free(struct reader *reader)
{
	struct ahead *ahead = reader->ahead;

	if (ahead == NULL)
		return;
	for (size_t i = 0; i < LENGTH(tables); i++)
		arena_free(ahead->window[i].arena);
	mem_free(ahead);
	reader->ahead = NULL;
}
