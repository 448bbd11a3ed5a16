#include "anonymise/mondrian.h"
#include "base/mem.h"

/* A class in the making: items begin to end. */
struct part {
	uint32_t begin;
	uint32_t end;
};

/* A column's label in a part. */
struct extent {
	uint32_t level;		/* of the lowest common label */
	uint32_t low;		/* codes */
	uint32_t high;
	double width;		/* leaves below it / all leaves */
};

/* Rows of one label below the common one. */
struct slice {
	uint32_t rank;
	uint32_t rows;
};

struct cutting {
	const struct problem *problem;
	uint32_t *item;		/* distinct rows, part by part */
	struct part *stack;
	size_t depth;
	struct slice *slice;
	uint32_t *counters;
	struct outcome *outcome;
	uint32_t capacity;
};

static uint32_t
code_of(const struct cutting *c, uint32_t item, size_t f)
{
	const struct problem *problem = c->problem;

	return key_get(problem->keys + (size_t)item * problem->words,
	    problem->key[f]);
}

/* The lowest level at which codes low and high have one label. */
static uint32_t
common_level(const struct field *field, uint32_t low, uint32_t high,
    uint32_t least)
{
	uint32_t level = least;

	while (level + 1 < field->levels &&
	    field->level[level].rank[low] != field->level[level].rank[high])
		level++;
	return level;
}

static void
measure(const struct cutting *c, const struct part *part,
    struct extent *extents)
{
	const struct problem *problem = c->problem;

	for (size_t f = 0; f < problem->fields; f++) {
		const struct field *field = problem->field[f];
		struct extent *e = &extents[f];

		e->low = UINT32_MAX;
		e->high = 0;
		for (uint32_t i = part->begin; i < part->end; i++) {
			uint32_t code = code_of(c, c->item[i], f);

			e->low = code < e->low ? code : e->low;
			e->high = code > e->high ? code : e->high;
		}
		e->level = common_level(field, e->low, e->high,
		    vertex_level(&problem->bottom, f));
		e->width = (double)field->level[e->level].leaves[
		    field->level[e->level].rank[e->low]] /
		    (double)field->domain;
	}
}

static void
count_item(const struct cutting *c, uint32_t item, bool set)
{
	const struct problem *problem = c->problem;
	size_t n = problem->sensitives;

	for (uint32_t v = 0; problem->stride > 0 && v < problem->counters;
	    v++)
		c->counters[v] = set ? c->counters[v] + problem->counter[
		    (size_t)item * problem->stride + v] : 0;
	if (problem->start == NULL)
		return;
	for (uint32_t e = problem->start[item]; e < problem->start[item + 1];
	    e++)
		for (size_t s = 0; s < n; s++) {
			uint32_t *counter = c->counters +
			    problem->sensitive[s].offset +
			    problem->entry_value[e * n + s];

			*counter = set ? *counter + problem->entry_rows[e] :
			    0;
		}
}

/* Whether items begin to end may be a class. */
static bool
allowed(const struct cutting *c, uint32_t begin, uint32_t end)
{
	const struct problem *problem = c->problem;
	struct model_class facts = { .counters = c->counters };
	bool good = true;

	for (uint32_t i = begin; i < end; i++)
		facts.rows += problem->rows[c->item[i]];
	facts.all = facts.rows;
	if (facts.rows < problem->least)
		return false;
	for (uint32_t i = begin; problem->sensitives > 0 && i < end; i++)
		count_item(c, c->item[i], true);
	for (size_t m = 0; good && m < problem->models; m++)
		good = model_allows(&problem->model[m], problem->sensitive,
		    &facts);
	for (uint32_t i = begin; problem->sensitives > 0 && i < end; i++)
		count_item(c, c->item[i], false);
	return good;
}

static int
by_rank(const void *a, const void *b)
{
	struct slice x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x.rank > y.rank) - (x.rank < y.rank);
}

/*
 * The last rank, one level below the common label, of the lower part: the
 * border that comes nearest to the middle of the rows.
 */
static uint32_t
border(struct cutting *c, const struct part *part, size_t f,
    const struct extent *e)
{
	const uint32_t *rank =
	    c->problem->field[f]->level[e->level - 1].rank;
	uint64_t total = 0, below = 0, best = UINT64_MAX;
	uint32_t cut = rank[e->low];
	size_t n = part->end - part->begin;

	for (size_t i = 0; i < n; i++) {
		uint32_t item = c->item[part->begin + i];

		c->slice[i].rank = rank[code_of(c, item, f)];
		c->slice[i].rows = c->problem->rows[item];
		total += c->slice[i].rows;
	}
	qsort(c->slice, n, sizeof(*c->slice), by_rank);
	for (size_t i = 0; i + 1 < n; i++) {
		uint64_t off;

		below += c->slice[i].rows;
		if (c->slice[i + 1].rank == c->slice[i].rank)
			continue;
		off = below * 2 > total ? below * 2 - total :
		    total - below * 2;
		if (off < best) {
			best = off;
			cut = c->slice[i].rank;
		}
	}
	return cut;
}

/* Items with ranks up to cut to the front; where the others begin. */
static uint32_t
divide(struct cutting *c, const struct part *part, size_t f, uint32_t level,
    uint32_t cut)
{
	const uint32_t *rank = c->problem->field[f]->level[level].rank;
	uint32_t low = part->begin, high = part->end;

	while (low < high) {
		uint32_t item = c->item[low];

		if (rank[code_of(c, item, f)] <= cut) {
			low++;
		} else {
			c->item[low] = c->item[--high];
			c->item[high] = item;
		}
	}
	return low;
}

/* Tries the columns from the widest label on; false when none will do. */
static bool
cut_part(struct cutting *c, const struct part *part,
    const struct extent *extents)
{
	bool tried[FIELDS_MAX] = { false };

	for (size_t n = 0; n < c->problem->fields; n++) {
		size_t widest = FIELDS_MAX;
		uint32_t middle;

		for (size_t f = 0; f < c->problem->fields; f++)
			if (!tried[f] && (widest == FIELDS_MAX ||
			    extents[f].width > extents[widest].width))
				widest = f;
		tried[widest] = true;
		if (extents[widest].level <=
		    vertex_level(&c->problem->bottom, widest) ||
		    extents[widest].low == extents[widest].high)
			continue;
		middle = divide(c, part, widest, extents[widest].level - 1,
		    border(c, part, widest, &extents[widest]));
		if (!allowed(c, part->begin, middle) ||
		    !allowed(c, middle, part->end))
			continue;
		c->stack[c->depth++] = (struct part){ middle, part->end };
		c->stack[c->depth++] = (struct part){ part->begin, middle };
		return true;
	}
	return false;
}

static bool
grow(struct cutting *c)
{
	struct outcome *o = c->outcome;
	uint32_t capacity = c->capacity == 0 ? 256 : c->capacity * 2;
	uint32_t *example;
	struct vertex *vertex;
	bool *shown;

	if (o->count < c->capacity)
		return true;
	example = mem_grow(o->example, c->capacity, capacity,
	    sizeof(*example));
	if (example == NULL)
		return false;
	o->example = example;
	vertex = mem_grow(o->vertex, c->capacity, capacity, sizeof(*vertex));
	if (vertex == NULL)
		return false;
	o->vertex = vertex;
	shown = mem_grow(o->shown, c->capacity, capacity, sizeof(*shown));
	if (shown == NULL)
		return false;
	o->shown = shown;
	c->capacity = capacity;
	return true;
}

/* A part that stays whole becomes a class. */
static bool
close_part(struct cutting *c, const struct part *part,
    const struct extent *extents)
{
	struct outcome *o = c->outcome;

	if (!grow(c))
		return false;
	o->example[o->count] = c->item[part->begin];
	o->shown[o->count] = true;
	for (size_t f = 0; f < c->problem->fields; f++)
		vertex_set(&o->vertex[o->count], f, extents[f].level);
	for (uint32_t i = part->begin; i < part->end; i++)
		o->class_of[c->item[i]] = o->count;
	o->count++;
	return true;
}

static bool
cut_all(struct cutting *c, const struct progress *progress)
{
	uint64_t done = 0, steps = 0;

	c->stack[c->depth++] = (struct part){ 0, c->problem->classes };
	while (c->depth > 0) {
		struct part part = c->stack[--c->depth];
		struct extent extents[FIELDS_MAX];

		measure(c, &part, extents);
		if (cut_part(c, &part, extents))
			continue;
		if (!close_part(c, &part, extents))
			return false;
		done += part.end - part.begin;
		if (++steps % 256 == 0 && progress != NULL)
			progress->tell(progress->context, "search", done,
			    c->problem->classes);
	}
	return true;
}

enum status
mondrian_outcome(struct outcome *outcome, bool *possible,
    const struct problem *problem, const struct progress *progress,
    struct error *error)
{
	struct cutting c = { .problem = problem, .outcome = outcome };
	size_t n = problem->classes;
	bool done;

	memset(outcome, 0, sizeof(*outcome));
	outcome->local = true;
	outcome->class_of = mem_array(n, sizeof(uint32_t));
	c.item = mem_array(n, sizeof(*c.item));
	/* Every part on the stack has an item of its own. */
	c.stack = mem_array(n + 2, sizeof(*c.stack));
	c.slice = mem_array(n, sizeof(*c.slice));
	c.counters = mem_array((size_t)problem->counters + 1,
	    sizeof(*c.counters));
	done = outcome->class_of != NULL && c.item != NULL &&
	    c.stack != NULL && c.slice != NULL && c.counters != NULL;
	for (uint32_t i = 0; done && i < n; i++)
		c.item[i] = i;
	*possible = done && allowed(&c, 0, problem->classes);
	if (done && *possible)
		done = cut_all(&c, progress);
	mem_free(c.item);
	mem_free(c.stack);
	mem_free(c.slice);
	mem_free(c.counters);
	if (!done)
		return error_memory(error);
	return *possible ? outcome_finish(outcome, problem, error) :
	    STATUS_OK;
}
