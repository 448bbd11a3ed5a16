#include <math.h>

#include "anonymise/outcome.h"
#include "base/mem.h"

static const double cut = 1e10;

static const struct vertex *
vertex_of(const struct outcome *outcome, uint32_t class)
{
	return &outcome->vertex[outcome->local ? class : 0];
}

/* Rank of a field in a class. */
static uint32_t
rank_of(const struct outcome *outcome, const struct problem *problem,
    uint32_t class, size_t f)
{
	const uint64_t *key = problem->keys +
	    (size_t)outcome->example[class] * problem->words;
	uint32_t level = vertex_level(vertex_of(outcome, class), f);

	return problem->field[f]->level[level].rank[key_get(key,
	    problem->key[f])];
}

struct text
outcome_label(const struct outcome *outcome, const struct problem *problem,
    uint32_t class, size_t field)
{
	uint32_t level = vertex_level(vertex_of(outcome, class), field);

	return problem->field[field]->level[level].label[rank_of(outcome,
	    problem, class, field)];
}

/* A class and where it came first. */
struct appearing {
	uint64_t first;
	uint32_t class;
};

static int
by_first(const void *a, const void *b)
{
	struct appearing x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x.first != y.first)
		return x.first < y.first ? -1 : 1;
	return (x.class > y.class) - (x.class < y.class);
}

/* One column's loss over the classes in the order of their appearance. */
static double
column_loss(const struct outcome *outcome, const struct problem *problem,
    const struct appearing *order, size_t n, size_t f)
{
	const struct field *field = problem->field[f];
	double domain = field->domain, total = (double)problem->total;
	double least = total / domain, sum = 0, loss;

	for (size_t i = 0; i < n; i++) {
		uint32_t class = order[i].class;
		uint32_t level = vertex_level(vertex_of(outcome, class), f);
		double rows = outcome->rows[class];

		sum += !outcome->shown[class] ? rows :
		    rows * ((double)field->level[level].leaves[rank_of(
		    outcome, problem, class, f)] / domain);
	}
	if (field->domain < 2)
		return 0;
	loss = (sum - least) / (total - least);
	return loss < 0 ? 0 : floor(loss * cut) / cut;
}

static void
sum_losses(struct outcome *outcome, const struct problem *problem,
    const struct appearing *order, size_t n)
{
	double fields = (double)problem->fields, product = 1, sum = 0;

	for (size_t i = 0; i < problem->fields; i++)
		for (size_t f = 0; f < problem->fields; f++)
			if (problem->place[f] == i) {
				outcome->loss[f] = column_loss(outcome,
				    problem, order, n, f);
				product *= pow(outcome->loss[f] + 1,
				    1 / fields);
				sum += outcome->loss[f];
			}
	if (problem->quality == QUALITY_LOSS)
		outcome->score = product - 1;
	else if (problem->quality == QUALITY_LOSS_ARITHMETIC)
		outcome->score = sum / fields;
}

/* Where each class came first, in that order. */
static size_t
order_classes(const struct outcome *outcome, const struct problem *problem,
    struct appearing *order)
{
	size_t n = 0;

	for (uint32_t c = 0; c < outcome->count; c++)
		order[c] = (struct appearing){ UINT64_MAX, c };
	for (uint32_t i = 0; i < problem->classes; i++) {
		struct appearing *class = &order[outcome->class_of[i]];

		if (problem->first[i] < class->first)
			class->first = problem->first[i];
	}
	for (uint32_t c = 0; c < outcome->count; c++)
		if (outcome->rows[c] > 0)
			order[n++] = order[c];
	qsort(order, n, sizeof(*order), by_first);
	return n;
}

static bool
sum_rows(struct outcome *outcome, const struct problem *problem)
{
	outcome->rows = mem_array(outcome->count, sizeof(uint32_t));
	outcome->all = mem_array(outcome->count, sizeof(uint32_t));
	if (outcome->rows == NULL || outcome->all == NULL)
		return false;
	for (uint32_t i = 0; i < problem->classes; i++) {
		uint32_t class = outcome->class_of[i];

		outcome->rows[class] += problem->rows[i];
		outcome->all[class] += problem->all != NULL ?
		    problem->all[i] : problem->rows[i];
	}
	return true;
}

enum status
outcome_finish(struct outcome *outcome, const struct problem *problem,
    struct error *error)
{
	struct appearing *order = mem_array(outcome->count, sizeof(*order));
	bool done = order != NULL && sum_rows(outcome, problem);

	outcome->suppressed = outcome->classes = outcome->smallest = 0;
	for (uint32_t c = 0; done && c < outcome->count; c++) {
		uint64_t rows = outcome->rows[c];

		if (!outcome->shown[c])
			outcome->suppressed += rows;
		if (!outcome->shown[c] || rows == 0)
			continue;
		outcome->classes++;
		if (outcome->smallest == 0 || rows < outcome->smallest)
			outcome->smallest = rows;
	}
	if (done)
		sum_losses(outcome, problem, order, order_classes(outcome,
		    problem, order));
	mem_free(order);
	return done ? STATUS_OK : error_memory(error);
}

static bool
take_classes(struct outcome *outcome, const struct problem *problem,
    const struct classes *made, const uint32_t *class_of)
{
	outcome->count = made->count;
	outcome->class_of = mem_array(problem->classes, sizeof(uint32_t));
	outcome->shown = mem_array(made->count, sizeof(bool));
	outcome->example = mem_array(made->count, sizeof(uint32_t));
	outcome->vertex = mem_alloc(sizeof(*outcome->vertex));
	if (outcome->class_of == NULL || outcome->shown == NULL ||
	    outcome->example == NULL || outcome->vertex == NULL)
		return false;
	*outcome->vertex = made->node;
	memcpy(outcome->shown, made->shown, made->count * sizeof(bool));
	for (uint32_t i = problem->classes; i-- > 0;) {
		outcome->class_of[i] = class_of[i];
		outcome->example[class_of[i]] = i;
	}
	return true;
}

enum status
outcome_of_node(struct outcome *outcome, const struct problem *problem,
    const struct vertex *node, struct error *error)
{
	struct quality *quality = quality_new(problem);
	struct group *group = group_new(problem);
	uint32_t *class_of = mem_array(problem->classes, sizeof(*class_of));
	struct classes *made = NULL;
	bool done = false;

	memset(outcome, 0, sizeof(*outcome));
	if (quality != NULL && group != NULL && class_of != NULL)
		made = group_map(group, node, class_of);
	if (made != NULL && optimum_sample(problem, quality, made)) {
		quality_look(quality, made);
		outcome->score = quality_score(quality, made);
		done = take_classes(outcome, problem, made, class_of);
	}
	quality_free(quality);
	group_free(group);
	mem_free(class_of);
	return done ? outcome_finish(outcome, problem, error) :
	    error_memory(error);
}

void
outcome_free(struct outcome *outcome)
{
	mem_free(outcome->class_of);
	mem_free(outcome->shown);
	mem_free(outcome->rows);
	mem_free(outcome->all);
	mem_free(outcome->example);
	mem_free(outcome->vertex);
	memset(outcome, 0, sizeof(*outcome));
}
