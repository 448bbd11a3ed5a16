#include "anonymise/number.h"
#include "anonymise/operator.h"
#include "anonymise/ratio.h"
#include "base/mem.h"

/* A number with the value that it is of. */
struct numbered {
	int64_t number;
	uint32_t value;
};

/* The work on one column: what each value is now. */
struct changing {
	const struct plan_operators *o;
	const struct dict *values;
	const uint64_t *rows;
	uint32_t count;
	int scale;		/* of the numbers: the greatest that occurs */
	int64_t *number;
	bool *is_number;	/* reads as a number */
	bool *fixed;		/* has become a label; nothing more happens */
	struct text *label;
	struct arena *arena;
};

bool
operator_changes_values(const struct plan_operators *o)
{
	return o->cells_count > 0 || o->cells_fewer > 0 || o->top ||
	    o->bottom || o->micro > 0;
}

bool
operator_changes_cells(const struct plan_operators *o)
{
	return o->noise || o->swap;
}

static bool
in_list(const struct text *list, size_t count, struct text text)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(list[i], text))
			return true;
	return false;
}

static void
delete_cells(struct changing *c)
{
	for (uint32_t v = 0; v < c->count; v++)
		if (in_list(c->o->cells, c->o->cells_count,
		    dict_text(c->values, v)) || c->rows[v] <
		    c->o->cells_fewer) {
			c->fixed[v] = true;
			c->label[v] = c->o->cells_label;
		}
}

/* Everything that is still a value has to be a number. */
static bool
read_numbers(struct changing *c, uint32_t *wrong)
{
	for (uint32_t v = 0; v < c->count; v++) {
		int scale;

		c->is_number[v] = number_parse(dict_text(c->values, v),
		    &c->number[v], &scale);
		if (c->is_number[v] && scale > c->scale)
			c->scale = scale;
		if (!c->is_number[v] && !c->fixed[v] &&
		    (*wrong == DICT_NONE ||
		    c->values->places[v] < c->values->places[*wrong]))
			*wrong = v;
	}
	if (*wrong != DICT_NONE)
		return false;
	for (uint32_t v = 0; v < c->count; v++) {
		int64_t number;
		int scale;

		if (number_parse(dict_text(c->values, v), &number, &scale))
			c->number[v] = number_rescale(number, scale,
			    c->scale);
	}
	return true;
}

static struct text
default_label(struct changing *c, struct text label, struct text at,
    const char *suffix)
{
	size_t room = at.n + strlen(suffix) + 1;
	char *text;

	if (label.n > 0)
		return label;
	text = arena_alloc(c->arena, room);
	if (text == NULL)
		return at;
	(void)snprintf(text, room, "%.*s%s", TEXT_ARGS(at), suffix);
	return text_of(text);
}

/* Top and bottom coding. */
static enum status
code_ends(struct changing *c, bool top, struct error *error)
{
	struct text at = top ? c->o->top_at : c->o->bottom_at;
	struct text label = default_label(c, top ? c->o->top_label :
	    c->o->bottom_label, at, top ? "以上" : "以下");
	int64_t limit;
	int scale, more;

	if (!number_parse(at, &limit, &scale)) {
		enum status status = error_set(error, STATUS_INVALID,
		    "bad_value", "%s の at は数でなければなりません",
		    "the at of %s must be a number",
		    top ? "top_code" : "bottom_code");

		return status;
	}
	more = scale > c->scale ? scale : c->scale;
	limit = number_rescale(limit, scale, more);
	for (uint32_t v = 0; v < c->count; v++) {
		int64_t number = number_rescale(c->number[v], c->scale, more);

		if (c->fixed[v] || (top ? number < limit : number > limit))
			continue;
		c->fixed[v] = true;
		c->label[v] = label;
	}
	return STATUS_OK;
}

static int
by_number(const void *a, const void *b)
{
	struct numbered x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x.number != y.number)
		return x.number < y.number ? -1 : 1;
	return (x.value > y.value) - (x.value < y.value);
}

/* sum / rows, to the nearest, halves away from zero. */
static int64_t
nearest(wide_signed sum, uint64_t rows)
{
	wide size = sum < 0 ? (wide)-sum : (wide)sum;
	int64_t result = (int64_t)((size + rows / 2) / rows);

	return sum < 0 ? -result : result;
}

/* What stands for the values first to last, which rows rows have. */
static int64_t
representative(const struct changing *c, const struct numbered *sorted,
    size_t first, size_t last, uint64_t rows)
{
	wide_signed sum = 0;
	uint64_t seen = 0, most = 0;
	int64_t median = sorted[first].number, mode = sorted[first].number;

	for (size_t i = first; i <= last; i++) {
		uint64_t here = c->rows[sorted[i].value];

		sum += (wide_signed)sorted[i].number * (wide_signed)here;
		if (seen < (rows + 1) / 2)
			median = sorted[i].number;
		if (here > most) {
			most = here;
			mode = sorted[i].number;
		}
		seen += here;
	}
	switch (c->o->function) {
	case FUNCTION_MEAN:
		return nearest(sum, rows);
	case FUNCTION_MEDIAN:
		return median;
	case FUNCTION_MODE:
		return mode;
	}
	return median;
}

/*
 * Neighbours in the order of numbers, each group with at least as many rows
 * as the plan says; equal values are never parted.
 */
static bool
micro_aggregate(struct changing *c)
{
	struct numbered *sorted = mem_array(c->count, sizeof(*sorted));
	uint64_t rows = 0, left = 0;
	size_t n = 0, first = 0;

	if (sorted == NULL)
		return false;
	for (uint32_t v = 0; v < c->count; v++)
		if (!c->fixed[v]) {
			sorted[n++] = (struct numbered){ c->number[v], v };
			left += c->rows[v];
		}
	qsort(sorted, n, sizeof(*sorted), by_number);
	for (size_t i = 0; i < n; i++) {
		uint64_t here = c->rows[sorted[i].value];

		rows += here;
		left -= here;
		/* What is left must be enough for a group of its own. */
		if (i + 1 < n && (rows < c->o->micro || left < c->o->micro ||
		    sorted[i + 1].number == sorted[i].number))
			continue;
		if (rows > 0) {
			int64_t number = representative(c, sorted, first, i,
			    rows);

			for (; first <= i; first++)
				c->number[sorted[first].value] = number;
		}
		rows = 0;
	}
	mem_free(sorted);
	return true;
}

/* What the values are now, as a dictionary of their own. */
static enum status
write_values(const struct changing *c, struct dict *changed, uint32_t *map,
    bool numbers, struct error *error)
{
	for (uint32_t v = 0; v < c->count; v++) {
		struct text text = dict_text(c->values, v);
		char number[NUMBER_TEXT];

		if (c->fixed[v]) {
			text = c->label[v];
		} else if (numbers) {
			number_format(c->number[v], c->scale, number);
			text = text_of(number);
		}
		map[v] = dict_add_text(changed, text, c->values->places[v]);
		if (map[v] == DICT_NONE)
			return error_memory(error);
		if (c->values->places[v] < changed->places[map[v]])
			changed->places[map[v]] = c->values->places[v];
	}
	return STATUS_OK;
}

static enum status
change(struct changing *c, struct dict *changed, uint32_t *map,
    uint32_t *wrong, struct error *error)
{
	const struct plan_operators *o = c->o;
	enum status status = STATUS_OK;

	delete_cells(c);
	if ((o->top || o->bottom || o->micro > 0) && !read_numbers(c, wrong))
		return STATUS_OK;
	if (o->bottom)
		status = code_ends(c, false, error);
	if (status == STATUS_OK && o->top)
		status = code_ends(c, true, error);
	if (status == STATUS_OK && o->micro > 0 && !micro_aggregate(c))
		status = error_memory(error);
	if (status == STATUS_OK)
		status = write_values(c, changed, map, o->micro > 0, error);
	return status;
}

enum status
operator_values(const struct plan_operators *operators,
    const struct dict *values, const uint64_t *rows, struct dict *changed,
    uint32_t *map, uint32_t *wrong, struct error *error)
{
	struct changing c = {
		.o = operators, .values = values, .rows = rows,
		.count = values->count
	};
	enum status status;

	*wrong = DICT_NONE;
	c.arena = arena_new(1 << 16);
	c.number = mem_array(c.count, sizeof(*c.number));
	c.is_number = mem_array(c.count, sizeof(*c.is_number));
	c.fixed = mem_array(c.count, sizeof(*c.fixed));
	c.label = mem_array(c.count, sizeof(*c.label));
	if (c.arena == NULL || c.number == NULL || c.is_number == NULL ||
	    c.fixed == NULL || c.label == NULL || !dict_init(changed))
		status = error_memory(error);
	else
		status = change(&c, changed, map, wrong, error);
	arena_free(c.arena);
	mem_free(c.number);
	mem_free(c.is_number);
	mem_free(c.fixed);
	mem_free(c.label);
	return status;
}
