/*
 * A new table beside an old one.
 *
 * Every number of a table, margins included, is about a set of people.  For
 * each pair of numbers it is counted how many people of today are in both
 * sets.  A new number B is hidden when it and an old one A are about almost
 * the same people, or about the same and the number has moved a little; when
 * what is left of B beside old cells that lie in it is small; and when what
 * is left of an old A beside new cells that lie in it is.
 */
#include "base/mem.h"
#include "statistics/release_parts.h"

struct comparing {
	struct protect_table *table;
	const struct release_shape *shape;
	const struct release_shape *old_shape;
	uint64_t minimum;
	size_t cells;		/* of the new table, with margins */
	size_t old_rows, old_columns, old_cells;
	uint32_t *joint;	/* cells * old_cells */
	int64_t *told;		/* by old cell: the number, or -1 */
};

/* One person is in four numbers of each table. */
static void
add_person(struct comparing *c, size_t row, size_t column, size_t old_row,
    size_t old_column)
{
	size_t rows[2] = { row, c->table->rows };
	size_t columns[2] = { column, c->table->columns };
	size_t old_rows[2] = { old_row, c->old_rows };
	size_t old_columns[2] = { old_column, c->old_columns };

	for (int i = 0; i < 16; i++)
		c->joint[protect_at(c->table, rows[i & 1],
		    columns[i >> 1 & 1]) * c->old_cells +
		    old_rows[i >> 2 & 1] * (c->old_columns + 1) +
		    old_columns[i >> 3 & 1]]++;
}

/* The place of a label in the old paper; count: the margin. */
static size_t
old_place(const struct node *labels, const struct grouping_labels *now,
    size_t i)
{
	size_t n = node_count(labels);

	if (i >= now->count)
		return n;
	for (size_t j = 0; j < n; j++)
		if (text_equal(node_at(labels, j)->text, now->label[i]))
			return j;
	return SIZE_MAX;
}

/* What the old paper told of each of its cells, in today's labels. */
static void
read_told(struct comparing *c, const struct release *old)
{
	const struct node *rows = node_get(old->paper, "row_labels");
	const struct node *columns = node_get(old->paper, "column_labels");
	const struct node *counts = node_get(old->paper, "counts");
	bool one = c->old_shape->dimensions == 1;

	for (size_t r = 0; r <= c->old_rows; r++)
		for (size_t k = 0; k <= c->old_columns; k++) {
			size_t row = old_place(rows,
			    &c->old_shape->labels[0], r);
			size_t column = one ? k : old_place(columns,
			    &c->old_shape->labels[1], k);
			size_t width = (one ? 1 : node_count(columns)) + 1;
			const struct node *count = row == SIZE_MAX ||
			    column == SIZE_MAX ? NULL : node_at(counts,
			    row * width + column);

			c->told[r * (c->old_columns + 1) + k] =
			    count == NULL || count->kind != NODE_INT ? -1 :
			    count->number;
		}
}

static uint64_t
both(const struct comparing *c, size_t cell, size_t old)
{
	return c->joint[cell * c->old_cells + old];
}

static bool
is_little(const struct comparing *c, uint64_t n)
{
	return n > 0 && n < c->minimum;
}

/* Whether a new number gives a small group away beside the old ones. */
static bool
reveals(const struct comparing *c, size_t cell)
{
	uint64_t all = both(c, cell, c->old_cells - 1), covered = 0;

	for (size_t a = 0; a < c->old_cells; a++) {
		uint64_t of_old = both(c, c->cells - 1, a);
		uint64_t shared = both(c, cell, a);
		uint64_t apart = all + of_old - 2 * shared;
		uint64_t moved;
		bool inner = a / (c->old_columns + 1) < c->old_rows &&
		    a % (c->old_columns + 1) < c->old_columns;

		if (c->told[a] < 0 || (all == 0 && of_old == 0))
			continue;
		moved = (uint64_t)c->told[a] > all ?
		    (uint64_t)c->told[a] - all : all - (uint64_t)c->told[a];
		if (is_little(c, apart) || (apart == 0 &&
		    is_little(c, moved)))
			return true;
		if (inner && shared == of_old)
			covered += of_old;
	}
	return covered > 0 && is_little(c, all - covered);
}

/* What is left of old numbers beside new cells: the smallest is hidden. */
static void
hide_rests(struct comparing *c)
{
	const struct protect_table *t = c->table;

	for (size_t a = 0; a < c->old_cells; a++) {
		uint64_t rest = both(c, c->cells - 1, a), least = UINT64_MAX;
		size_t smallest = SIZE_MAX;

		if (c->told[a] < 0)
			continue;
		for (size_t b = 0; b < c->cells; b++) {
			uint64_t all = both(c, b, c->old_cells - 1);

			if (b / (t->columns + 1) == t->rows ||
			    b % (t->columns + 1) == t->columns || all == 0 ||
			    t->state[b] != PROTECT_SHOWN ||
			    both(c, b, a) != all)
				continue;
			rest -= all;
			if (all < least) {
				least = all;
				smallest = b;
			}
		}
		if (smallest != SIZE_MAX && is_little(c, rest))
			t->state[smallest] = PROTECT_PRIMARY;
	}
}

/* What was hidden in the same table stays hidden while anything is. */
static void
keep_hidden(struct comparing *c, bool same)
{
	bool any = false;

	for (size_t i = 0; i < c->cells; i++)
		any = any || c->table->state[i] != PROTECT_SHOWN ||
		    is_little(c, c->table->count[i]);
	for (size_t i = 0; any && same && i < c->cells; i++)
		if (c->told[i] < 0 && c->table->count[i] > 0 &&
		    c->table->state[i] == PROTECT_SHOWN)
			c->table->state[i] = PROTECT_SECONDARY;
}

static bool
is_same(const struct release_shape *a, const struct release_shape *b)
{
	return a->dimensions == b->dimensions && text_equal(a->by[0].spec,
	    b->by[0].spec) && (a->dimensions == 1 || text_equal(
	    a->by[1].spec, b->by[1].spec));
}

enum status
release_parts_compare(struct protect_table *table,
    const struct release_shape *shape, const struct release *old,
    const struct release_shape *old_shape, const struct release_data *data,
    uint64_t minimum, struct error *error)
{
	struct comparing c = {
		.table = table, .shape = shape, .old_shape = old_shape,
		.minimum = minimum,
		.cells = (table->rows + 1) * (table->columns + 1),
		.old_rows = release_parts_rows(old_shape),
		.old_columns = release_parts_columns(old_shape),
	};
	enum status status = STATUS_OK;

	c.old_cells = (c.old_rows + 1) * (c.old_columns + 1);
	if (c.cells * c.old_cells > RELEASE_PARTS_JOINT)
		return error_set(error, STATUS_INVALID, "table_too_large",
		    "以前の表と比べるには大きすぎます。分類を粗くしてください",
		    "too large to be compared with what was released before: "
		    "group more");
	c.joint = mem_array(c.cells * c.old_cells, sizeof(*c.joint));
	c.told = mem_array(c.old_cells, sizeof(*c.told));
	if (c.joint == NULL || c.told == NULL)
		status = error_memory(error);
	for (uint64_t p = 0; status == STATUS_OK && p < data->people; p++) {
		size_t row, column, old_row, old_column;

		release_parts_place(shape, data, p, &row, &column);
		release_parts_place(old_shape, data, p, &old_row,
		    &old_column);
		add_person(&c, row, column, old_row, old_column);
	}
	if (status == STATUS_OK) {
		read_told(&c, old);
		for (size_t i = 0; i < c.cells; i++)
			if (reveals(&c, i))
				table->state[i] = PROTECT_PRIMARY;
		hide_rests(&c);
		keep_hidden(&c, is_same(shape, old_shape));
	}
	mem_free(c.joint);
	mem_free(c.told);
	return status;
}
