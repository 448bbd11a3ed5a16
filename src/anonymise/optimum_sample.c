#include "anonymise/optimum.h"
#include "base/mem.h"

/* A class that may be hidden. */
struct victim {
	uint32_t rows;
	uint32_t class;
	double cost;
};

static int
order(const void *a, const void *b)
{
	struct victim x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x.rows != y.rows)
		return x.rows < y.rows ? -1 : 1;
	if (x.cost < y.cost || x.cost > y.cost)
		return x.cost < y.cost ? -1 : 1;
	return (x.class > y.class) - (x.class < y.class);
}

/*
 * Whether everything is at its root: such rows say nothing, and sample
 * models do not count them.
 */
static bool
all_roots(const struct problem *problem, const struct node *node)
{
	for (size_t f = 0; f < problem->fields; f++)
		if (node_level(node, f) + 1 < problem->field[f]->levels)
			return false;
	return true;
}

/* Hides victims, smallest first, until the model holds. */
static bool
enforce(const struct problem *problem, const struct model *model,
    struct classes *classes, struct victim *victims, size_t n)
{
	uint64_t count = 0, rows = 0, alone = 0;

	for (size_t i = 0; i < n; i++) {
		if (!classes->shown[victims[i].class])
			continue;
		count++;
		rows += victims[i].rows;
		alone += victims[i].rows == 1;
	}
	for (size_t i = 0; i < n; i++) {
		if (model_sample_allows(model, count, rows, alone))
			return true;
		if (!classes->shown[victims[i].class])
			continue;
		classes->shown[victims[i].class] = false;
		classes->suppressed += victims[i].rows;
		if (classes->suppressed > problem->limit)
			return false;
		count--;
		rows -= victims[i].rows;
		alone -= victims[i].rows == 1;
	}
	return model_sample_allows(model, count, rows, alone);
}

bool
optimum_sample(const struct problem *problem, const struct quality *quality,
    struct classes *classes)
{
	struct victim *victims;
	bool done = true;
	size_t n = 0;

	if (!problem->sample || all_roots(problem, &classes->node))
		return true;
	victims = mem_array(classes->count, sizeof(*victims));
	if (victims == NULL)
		return false;
	for (uint32_t c = 0; c < classes->count; c++)
		if (classes->shown[c] && classes->rows[c] > 0)
			victims[n++] = (struct victim){
				.rows = classes->rows[c], .class = c,
				.cost = quality_class(quality, classes, c),
			};
	qsort(victims, n, sizeof(*victims), order);
	for (size_t i = 0; done && i < problem->models; i++)
		if (model_is_sample(problem->model[i].kind))
			done = enforce(problem, &problem->model[i], classes,
			    victims, n);
	mem_free(victims);
	return done;
}

void
optimum_facts(struct optimum *optimum, const struct classes *classes)
{
	optimum->found = true;
	optimum->node = classes->node;
	optimum->suppressed = classes->suppressed;
	optimum->shown = 0;
	optimum->smallest = 0;
	for (uint32_t c = 0; c < classes->count; c++) {
		if (!classes->shown[c] || classes->rows[c] == 0)
			continue;
		optimum->shown++;
		if (optimum->smallest == 0 ||
		    classes->rows[c] < optimum->smallest)
			optimum->smallest = classes->rows[c];
	}
}

bool
optimum_better(const struct problem *problem, const struct optimum *a,
    const struct optimum *b)
{
	if (!b->found || a->score < b->score || a->score > b->score)
		return !b->found || a->score < b->score;
	if (a->suppressed != b->suppressed)
		return a->suppressed < b->suppressed;
	for (size_t i = 0; i < problem->fields; i++)
		for (size_t f = 0; f < problem->fields; f++)
			if (problem->place[f] == i &&
			    node_level(&a->node, f) != node_level(&b->node, f))
				return node_level(&a->node, f) <
				    node_level(&b->node, f);
	return false;
}
