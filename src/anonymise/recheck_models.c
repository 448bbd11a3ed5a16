#include <math.h>

#include "anonymise/recheck_models.h"
#include "base/mem.h"

static uint64_t
distinct(const struct recheck_column *column,
    const struct recheck_class *class)
{
	uint64_t n = 0;

	for (uint32_t v = 0; v < column->values; v++)
		n += class->of_value[v] > 0;
	return n;
}

/*
 * H >= ln l, with a hair's breadth for a class whose entropy is exactly
 * that: the search decides those with whole numbers.
 */
static bool
entropy(const struct model *model, const struct recheck_column *column,
    const struct recheck_class *class)
{
	long double h = 0, n = (long double)class->rows;

	for (uint32_t v = 0; v < column->values; v++) {
		long double p = (long double)class->of_value[v] / n;

		if (class->of_value[v] > 0)
			h -= p * logl(p);
	}
	return h >= logl((long double)model->limit.p /
	    (long double)model->limit.q) - 1e-12L;
}

/* The greatest value's rows against the tail from the l-th on. */
static bool
recursive(const struct model *model, const struct recheck_column *column,
    const struct recheck_class *class)
{
	bool *taken = mem_array(column->values, sizeof(*taken));
	uint64_t tail = class->rows, greatest = 0;
	bool holds;

	if (taken == NULL || distinct(column, class) < model->n) {
		mem_free(taken);
		return false;
	}
	for (uint64_t i = 0; i + 1 < model->n || i == 0; i++) {
		uint32_t most = 0;
		bool any = false;

		for (uint32_t v = 0; v < column->values; v++)
			if (!taken[v] && (!any || class->of_value[v] >
			    class->of_value[most])) {
				most = v;
				any = true;
			}
		taken[most] = true;
		if (i == 0)
			greatest = class->of_value[most];
		if (i + 1 < model->n)
			tail -= class->of_value[most];
	}
	holds = (wide)greatest * model->limit.q < (wide)tail * model->limit.p;
	mem_free(taken);
	return holds;
}

/* The difference of frequencies of values first to last, times both sizes. */
static wide_signed
excess(const struct recheck_column *column,
    const struct recheck_class *class, uint32_t v)
{
	return (wide_signed)class->of_value[v] * (wide_signed)column->rows -
	    (wide_signed)column->all[v] * (wide_signed)class->rows;
}

static wide
size_of(wide_signed x)
{
	return x < 0 ? (wide)-x : (wide)x;
}

static wide
equal_cost(const struct recheck_column *column,
    const struct recheck_class *class)
{
	wide positive = 0;

	for (uint32_t v = 0; v < column->values; v++)
		if (excess(column, class, v) > 0)
			positive += size_of(excess(column, class, v));
	return positive;
}

static wide
ordered_cost(const struct recheck_column *column,
    const struct recheck_class *class)
{
	wide_signed carried = 0;
	wide cost = 0;

	for (uint32_t v = 0; v < column->values; v++) {
		carried += excess(column, class, v);
		cost += size_of(carried);
	}
	return cost;
}

/*
 * For every label: what is moved among its children is the smaller of what
 * they have too much and what they have too little.
 */
static wide
tree_cost(const struct recheck_column *column,
    const struct recheck_class *class, bool *known)
{
	const struct hierarchy *h = column->hierarchy;
	wide_signed *below = mem_array(h->leaves, sizeof(*below));
	wide_signed *here = mem_array(h->leaves, sizeof(*here));
	wide *more = mem_array(h->leaves, sizeof(*more));
	uint32_t *parent = mem_array(h->leaves, sizeof(*parent));
	wide cost = 0;

	*known = below != NULL && here != NULL && more != NULL &&
	    parent != NULL;
	for (uint32_t v = 0; *known && v < column->values; v++)
		below[column->leaf[v]] += excess(column, class, v);
	for (uint32_t l = 1; *known && l < h->levels; l++) {
		uint32_t labels = h->label[l].count;

		memset(here, 0, labels * sizeof(*here));
		memset(more, 0, labels * sizeof(*more));
		for (uint32_t i = 0; i < h->leaves; i++)
			parent[h->row[(size_t)i * h->levels + l - 1]] =
			    h->row[(size_t)i * h->levels + l];
		for (uint32_t i = 0; i < h->label[l - 1].count; i++) {
			here[parent[i]] += below[i];
			if (below[i] > 0)
				more[parent[i]] += size_of(below[i]);
		}
		/* Too little is too much less what goes up. */
		for (uint32_t i = 0; i < labels; i++) {
			wide less = (wide)((wide_signed)more[i] - here[i]);

			cost += (more[i] < less ? more[i] : less) * l;
		}
		memcpy(below, here, labels * sizeof(*below));
	}
	mem_free(below);
	mem_free(here);
	mem_free(more);
	mem_free(parent);
	return cost;
}

/* cost / (rows * rows of all * scale) <= t */
static bool
close_enough(const struct model *model, const struct recheck_column *column,
    const struct recheck_class *class, wide cost, uint64_t scale)
{
	return cost * model->limit.q <= (wide)class->rows * column->rows *
	    scale * model->limit.p;
}

bool
recheck_models_hold(const struct model *model,
    const struct recheck_column *column, const struct recheck_class *class)
{
	bool known = true;
	wide cost;

	switch (model->kind) {
	case MODEL_K_ANONYMITY:
		return class->rows >= model->n;
	case MODEL_K_MAP:
		return class->all >= model->n;
	case MODEL_DISTINCT:
		return distinct(column, class) >= model->n;
	case MODEL_ENTROPY:
		return entropy(model, column, class);
	case MODEL_RECURSIVE:
		return recursive(model, column, class);
	case MODEL_T_EQUAL:
		return close_enough(model, column, class,
		    equal_cost(column, class), 1);
	case MODEL_T_ORDERED:
		return column->values < 2 || close_enough(model, column,
		    class, ordered_cost(column, class), column->values - 1);
	case MODEL_T_HIERARCHICAL:
		cost = tree_cost(column, class, &known);
		return known && close_enough(model, column, class, cost,
		    column->hierarchy->levels - 1);
	case MODEL_PRESENCE:
		return (wide)class->rows * model->limit.q <=
		    (wide)class->all * model->limit.p &&
		    (wide)class->rows * model->low.q >=
		    (wide)class->all * model->low.p;
	case MODEL_UNIQUENESS:
	case MODEL_AVERAGE_RISK:
		return true;
	}
	return false;
}
