#include "base/mem.h"
#include "statistics/protect.h"

/*
 * The network: a node for each row and each column, margins included.  Every
 * hidden cell is an edge between its row and its column.  Along an inner cell
 * or the grand total, one unit from row to column raises the cell by one;
 * along a margin it lowers it by one (the signs of the sums' equations, turned
 * so that each cell leaves one node and enters another).  A circulation is a
 * change of hidden cells that leaves all that is published as it is.
 */
struct network {
	const struct protect_table *table;
	size_t nodes;
	uint64_t *flow[2];	/* by cell: along row to column, and back */
	size_t *from;		/* by node: the node before it on a path */
	size_t *queue;
	size_t cut;		/* the cell that is not to be used */
};

#define NO_NODE SIZE_MAX

enum status
protect_new(struct protect_table *table, size_t rows, size_t columns,
    struct arena *arena, struct error *error)
{
	size_t cells = (rows + 1) * (columns + 1);

	*table = (struct protect_table){ .rows = rows, .columns = columns };
	if (rows > PROTECT_CELLS_MAX || columns > PROTECT_CELLS_MAX ||
	    cells > PROTECT_CELLS_MAX)
		return error_set(error, STATUS_INVALID, "table_too_large",
		    "表が大きすぎます (上限 %d セル)。分類を粗くしてください",
		    "the table is too large (at most %d cells): group more",
		    PROTECT_CELLS_MAX);
	table->count = arena_array(arena, cells, sizeof(*table->count));
	table->state = arena_array(arena, cells, sizeof(*table->state));
	return table->count == NULL || table->state == NULL ?
	    error_memory(error) : STATUS_OK;
}

void
protect_sum(struct protect_table *table)
{
	size_t last_row = table->rows, last_column = table->columns;

	for (size_t r = 0; r <= last_row; r++)
		table->count[protect_at(table, r, last_column)] = 0;
	for (size_t c = 0; c <= last_column; c++)
		table->count[protect_at(table, last_row, c)] = 0;
	for (size_t r = 0; r < last_row; r++)
		for (size_t c = 0; c < last_column; c++) {
			uint64_t n = table->count[protect_at(table, r, c)];

			table->count[protect_at(table, r, last_column)] += n;
			table->count[protect_at(table, last_row, c)] += n;
			table->count[protect_at(table, last_row,
			    last_column)] += n;
		}
}

/* Whether a unit along the edge from row to column raises the cell. */
static bool
raises(const struct protect_table *table, size_t row, size_t column)
{
	return (row == table->rows) == (column == table->columns);
}

/* What can still go along a cell, from its row to its column or back. */
static uint64_t
room(const struct network *n, size_t row, size_t column, bool back)
{
	const struct protect_table *table = n->table;
	size_t at = protect_at(table, row, column);
	uint64_t used, returned;

	if (at == n->cut || table->state[at] == PROTECT_SHOWN)
		return 0;
	if (raises(table, row, column) != back)
		return PROTECT_OPEN;
	/* Lowering: no count is below zero. */
	used = n->flow[back][at];
	returned = n->flow[!back][at];
	return table->count[at] + returned - used;
}

/* Breadth first; true when there is a way to the end. */
static bool
find_path(struct network *n, size_t start, size_t end)
{
	size_t rows = n->table->rows + 1, head = 0, tail = 0;

	for (size_t i = 0; i < n->nodes; i++)
		n->from[i] = NO_NODE;
	n->from[start] = start;
	n->queue[tail++] = start;
	while (head < tail && n->from[end] == NO_NODE) {
		size_t node = n->queue[head++];
		bool is_row = node < rows;
		size_t others = is_row ? n->table->columns + 1 : rows;

		for (size_t i = 0; i < others; i++) {
			size_t next = is_row ? rows + i : i;

			if (n->from[next] != NO_NODE || room(n, is_row ?
			    node : i, is_row ? i : node - rows, !is_row) == 0)
				continue;
			n->from[next] = node;
			n->queue[tail++] = next;
		}
	}
	return n->from[end] != NO_NODE;
}

/* Sends what the path takes, at most wanted. */
static uint64_t
send(struct network *n, size_t start, size_t end, uint64_t wanted)
{
	size_t rows = n->table->rows + 1;

	for (int pass = 0; pass < 2; pass++)
		for (size_t node = end; node != start; node = n->from[node]) {
			size_t before = n->from[node];
			bool back = before >= rows;
			size_t row = back ? node : before;
			size_t column = (back ? before : node) - rows;
			uint64_t most = room(n, row, column, back);

			if (pass == 1)
				n->flow[back][protect_at(n->table, row,
				    column)] += wanted;
			else if (most < wanted)
				wanted = most;
		}
	return wanted;
}

/* The greatest flow, counted up to enough. */
static uint64_t
flow(struct network *n, size_t start, size_t end, uint64_t enough)
{
	size_t cells = (n->table->rows + 1) * (n->table->columns + 1);
	uint64_t sum = 0;

	memset(n->flow[0], 0, cells * sizeof(uint64_t));
	memset(n->flow[1], 0, cells * sizeof(uint64_t));
	while (sum < enough && find_path(n, start, end))
		sum += send(n, start, end, enough - sum);
	return sum;
}

static bool
network_open(struct network *n, const struct protect_table *table)
{
	size_t cells = (table->rows + 1) * (table->columns + 1);

	n->table = table;
	n->nodes = table->rows + table->columns + 2;
	n->flow[0] = mem_array(cells, sizeof(uint64_t));
	n->flow[1] = mem_array(cells, sizeof(uint64_t));
	n->from = mem_array(n->nodes, sizeof(size_t));
	n->queue = mem_array(n->nodes, sizeof(size_t));
	return n->flow[0] != NULL && n->flow[1] != NULL && n->from != NULL &&
	    n->queue != NULL;
}

static void
network_close(struct network *n)
{
	mem_free(n->flow[0]);
	mem_free(n->flow[1]);
	mem_free(n->from);
	mem_free(n->queue);
}

/* How far a cell can go up and down, each counted up to enough. */
static void
range(struct network *n, size_t row, size_t column, uint64_t enough,
    uint64_t *up, uint64_t *down)
{
	size_t at = protect_at(n->table, row, column);
	size_t column_node = n->table->rows + 1 + column;
	bool forward = raises(n->table, row, column);
	uint64_t count = n->table->count[at];

	n->cut = at;
	/* Raising sends units along the cell; they come back elsewhere. */
	*up = flow(n, forward ? column_node : row, forward ? row :
	    column_node, enough);
	*down = flow(n, forward ? row : column_node, forward ? column_node :
	    row, count < enough ? count : enough);
}

bool
protect_range(const struct protect_table *table, size_t row, size_t column,
    uint64_t *least, uint64_t *greatest)
{
	uint64_t count = table->count[protect_at(table, row, column)];
	uint64_t enough = (uint64_t)1 << 62, up, down;
	struct network n = { .cut = 0 };
	bool done = network_open(&n, table);

	if (done) {
		range(&n, row, column, enough, &up, &down);
		*least = count - down;
		*greatest = up >= enough ? PROTECT_OPEN : count + up;
	}
	network_close(&n);
	return done;
}

static bool
is_protected(struct network *n, size_t row, size_t column, uint64_t width)
{
	uint64_t up, down;

	range(n, row, column, width, &up, &down);
	return up + down >= width;
}

/* What it costs to hide a cell; margins are dear, zeros are of no use. */
static uint64_t
cost(const struct protect_table *table, size_t row, size_t column)
{
	size_t at = protect_at(table, row, column);
	bool margin = row == table->rows || column == table->columns;

	if (table->state[at] != PROTECT_SHOWN)
		return 0;
	if (table->count[at] == 0)
		return (uint64_t)1 << 50;
	return table->count[at] + (margin ? (uint64_t)1 << 40 : 0);
}

static bool
hide(struct protect_table *table, size_t row, size_t column)
{
	uint8_t *state = &table->state[protect_at(table, row, column)];

	if (*state != PROTECT_SHOWN)
		return false;
	*state = PROTECT_SECONDARY;
	return true;
}

/*
 * Hides the corners of the cheapest rectangle with the cell in it that hides
 * anything new: along it units can go round.
 */
static bool
hide_rectangle(struct protect_table *table, size_t row, size_t column)
{
	size_t best_row = 0, best_column = 0;
	uint64_t best = UINT64_MAX;

	for (size_t r = 0; r <= table->rows; r++)
		for (size_t c = 0; c <= table->columns; c++) {
			uint64_t sum;

			if (r == row || c == column)
				continue;
			sum = cost(table, r, c) + cost(table, row, c) +
			    cost(table, r, column);
			if (sum == 0 || sum >= best)
				continue;
			best = sum;
			best_row = r;
			best_column = c;
		}
	if (best == UINT64_MAX)
		return false;
	(void)hide(table, best_row, best_column);
	(void)hide(table, row, best_column);
	(void)hide(table, best_row, column);
	return true;
}

static void
hide_small(struct protect_table *table, uint64_t minimum)
{
	size_t cells = (table->rows + 1) * (table->columns + 1);

	for (size_t i = 0; i < cells; i++)
		if (table->count[i] > 0 && table->count[i] < minimum)
			table->state[i] = PROTECT_PRIMARY;
}

/* One column needs no margin of rows: it is the cells themselves. */
static void
drop_margin(struct protect_table *table)
{
	for (size_t r = 0; table->columns == 1 && r <= table->rows; r++)
		if (table->state[protect_at(table, r, 0)] != PROTECT_SHOWN ||
		    table->state[protect_at(table, r, 1)] != PROTECT_SHOWN)
			for (size_t c = 0; c < 2; c++) {
				uint8_t *state = &table->state[protect_at(
				    table, r, c)];

				if (*state == PROTECT_SHOWN)
					*state = PROTECT_SECONDARY;
			}
}

/* True when every primary cell is protected; else hides some more. */
static bool
protect_once(struct protect_table *table, struct network *n, uint64_t width,
    bool *stuck)
{
	bool all = true;

	for (size_t r = 0; r <= table->rows && !*stuck; r++)
		for (size_t c = 0; c <= table->columns && !*stuck; c++) {
			if (table->state[protect_at(table, r, c)] !=
			    PROTECT_PRIMARY || is_protected(n, r, c, width))
				continue;
			all = false;
			*stuck = !hide_rectangle(table, r, c);
			drop_margin(table);
		}
	return all;
}

/* Whether the table still tells anything. */
static bool
shows_somebody(const struct protect_table *table)
{
	size_t cells = (table->rows + 1) * (table->columns + 1);
	bool shown = false;

	for (size_t i = 0; i < cells; i++)
		shown = shown || (table->state[i] == PROTECT_SHOWN &&
		    table->count[i] > 0);
	return shown;
}

enum status
protect_suppress(struct protect_table *table, uint64_t minimum,
    struct error *error)
{
	uint64_t width = minimum > 1 ? minimum - 1 : 0;
	struct network n = { .cut = 0 };
	uint64_t total = table->count[protect_at(table, table->rows,
	    table->columns)];
	bool stuck = total < minimum, done = false;
	enum status status = STATUS_OK;

	hide_small(table, minimum);
	drop_margin(table);
	if (!network_open(&n, table))
		status = error_memory(error);
	while (status == STATUS_OK && !done && !stuck)
		done = protect_once(table, &n, width, &stuck);
	if (status == STATUS_OK && (stuck || !shows_somebody(table))) {
		status = error_set(error, STATUS_REFUSED, "table_too_small",
		    "人数が少なく、この分類では何も示せません",
		    "too few people: nothing can be shown in this grouping");
		error_remedy(error, "分類を粗くするか、四捨五入か雑音を使って"
		    "ください", "group more coarsely, or use rounding or "
		    "noise");
		error_clause(error, "", "GA 3-1-1");
	}
	network_close(&n);
	return status;
}

void
protect_round(struct protect_table *table, uint64_t base)
{
	size_t cells = (table->rows + 1) * (table->columns + 1);

	for (size_t i = 0; i < cells; i++)
		table->count[i] = (table->count[i] + base / 2) / base * base;
}
