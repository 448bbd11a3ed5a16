#include "anonymise/optimum.h"
#include "base/mem.h"

/*
 * The oracle is plain on purpose: every node is grouped from the distinct
 * rows with a hash table over whole tuples of ranks.  It shares the models
 * and the score with the search, and nothing of its grouping.
 */

struct oracle {
	const struct problem *problem;
	uint32_t *table;	/* class + 1 */
	size_t slots;
	uint32_t *rank;		/* of the classes, fields each */
	uint32_t *head;		/* of a class: its last distinct row + 1 */
	uint32_t *next;		/* of a distinct row: the one before + 1 */
	uint32_t *counters;
	struct classes classes;
};

static void
free_oracle(struct oracle *oracle)
{
	mem_free(oracle->table);
	mem_free(oracle->rank);
	mem_free(oracle->head);
	mem_free(oracle->next);
	mem_free(oracle->counters);
	mem_free(oracle->classes.keys);
	mem_free(oracle->classes.rows);
	mem_free(oracle->classes.all);
	mem_free(oracle->classes.first);
	mem_free(oracle->classes.counter);
	mem_free(oracle->classes.shown);
}

static bool
make_oracle(struct oracle *oracle, const struct problem *problem)
{
	size_t n = problem->classes;

	oracle->problem = problem;
	for (oracle->slots = 64; oracle->slots < n * 2; oracle->slots *= 2)
		continue;
	oracle->table = mem_array(oracle->slots, sizeof(uint32_t));
	oracle->rank = mem_array(n * problem->fields, sizeof(uint32_t));
	oracle->head = mem_array(n, sizeof(uint32_t));
	oracle->next = mem_array(n, sizeof(uint32_t));
	oracle->counters = mem_array((size_t)problem->counters + 1,
	    sizeof(uint32_t));
	oracle->classes.keys = mem_array(n * problem->words,
	    sizeof(uint64_t));
	oracle->classes.rows = mem_array(n, sizeof(uint32_t));
	oracle->classes.all = mem_array(n, sizeof(uint32_t));
	oracle->classes.first = mem_array(n, sizeof(uint64_t));
	oracle->classes.shown = mem_array(n, sizeof(bool));
	return oracle->table != NULL && oracle->rank != NULL &&
	    oracle->head != NULL && oracle->next != NULL &&
	    oracle->counters != NULL &&
	    oracle->classes.keys != NULL && oracle->classes.rows != NULL &&
	    oracle->classes.all != NULL && oracle->classes.first != NULL &&
	    oracle->classes.shown != NULL;
}

/* The class of a tuple of ranks, which stands behind the last class. */
static uint32_t
class_of(struct oracle *oracle, const uint32_t *rank)
{
	const size_t n = oracle->problem->fields;
	uint64_t hash = 1469598103934665603;
	size_t at;

	for (size_t f = 0; f < n; f++)
		hash = (hash ^ rank[f]) * 1099511628211;
	at = (size_t)(hash ^ hash >> 32) & (oracle->slots - 1);
	for (;; at = (at + 1) & (oracle->slots - 1)) {
		uint32_t class = oracle->table[at];

		if (class == 0) {
			oracle->table[at] = ++oracle->classes.count;
			return oracle->classes.count - 1;
		}
		if (memcmp(oracle->rank + (class - 1) * n, rank,
		    n * sizeof(*rank)) == 0)
			return class - 1;
	}
}

static void
make_classes(struct oracle *oracle, const struct vertex *node)
{
	const struct problem *problem = oracle->problem;
	struct classes *classes = &oracle->classes;
	const size_t n = problem->fields;

	memset(oracle->table, 0, oracle->slots * sizeof(uint32_t));
	classes->node = *node;
	classes->count = 0;
	for (uint32_t i = 0; i < problem->classes; i++) {
		const uint64_t *key = problem->keys + i * problem->words;
		uint32_t *rank = oracle->rank + classes->count * n;
		uint32_t before = classes->count, class;

		for (size_t f = 0; f < n; f++)
			rank[f] = problem->field[f]->level[vertex_level(node,
			    f)].rank[key_get(key, problem->key[f])];
		class = class_of(oracle, rank);
		if (classes->count > before) {
			classes->rows[class] = classes->all[class] = 0;
			classes->first[class] = UINT64_MAX;
			oracle->head[class] = 0;
			memcpy(classes->keys + class * problem->words, key,
			    problem->words * sizeof(*key));
		}
		classes->rows[class] += problem->rows[i];
		classes->all[class] += problem->all != NULL ?
		    problem->all[i] : problem->rows[i];
		if (problem->first[i] < classes->first[class])
			classes->first[class] = problem->first[i];
		oracle->next[i] = oracle->head[class];
		oracle->head[class] = i + 1;
	}
}

/* The sensitive values of one distinct row. */
static void
count_row(struct oracle *oracle, uint32_t row)
{
	const struct problem *problem = oracle->problem;
	const size_t n = problem->sensitives;

	if (problem->stride > 0) {
		for (uint32_t c = 0; c < problem->counters; c++)
			oracle->counters[c] += problem->counter[(size_t)row *
			    problem->stride + c];
		return;
	}
	for (uint32_t e = problem->start[row]; e < problem->start[row + 1];
	    e++)
		for (size_t s = 0; s < n; s++)
			oracle->counters[problem->sensitive[s].offset +
			    problem->entry_value[e * n + s]] +=
			    problem->entry_rows[e];
}

static void
count_class(struct oracle *oracle, uint32_t class)
{
	memset(oracle->counters, 0,
	    oracle->problem->counters * sizeof(uint32_t));
	for (uint32_t i = oracle->head[class]; i != 0;
	    i = oracle->next[i - 1])
		count_row(oracle, i - 1);
}

/* All models on all classes; false when the node is out. */
static bool
judge(struct oracle *oracle, const struct quality *quality)
{
	const struct problem *problem = oracle->problem;
	struct classes *classes = &oracle->classes;
	bool present = true;

	classes->suppressed = 0;
	for (uint32_t c = 0; c < classes->count; c++) {
		struct model_class facts = {
			.rows = classes->rows[c], .all = classes->all[c],
			.counters = oracle->counters
		};

		if (problem->sensitives > 0)
			count_class(oracle, c);
		classes->shown[c] = true;
		for (size_t i = 0; i < problem->models; i++) {
			if (facts.rows == 0 && (!problem->absent ||
			    problem->model[i].kind != MODEL_PRESENCE))
				continue;
			if (!model_allows(&problem->model[i],
			    problem->sensitive, &facts))
				classes->shown[c] = false;
		}
		present = present && (facts.rows > 0 || classes->shown[c]);
		classes->suppressed += classes->shown[c] ? 0 : facts.rows;
	}
	classes->complete = true;
	return present && classes->suppressed <= problem->limit &&
	    optimum_sample(problem, quality, classes);
}

/* The next node in the order of an odometer; false behind the last. */
static bool
next_node(const struct problem *problem, struct vertex *node)
{
	for (size_t f = 0; f < problem->fields; f++) {
		if (vertex_level(node, f) < vertex_level(&problem->top, f)) {
			vertex_set(node, f, vertex_level(node, f) + 1);
			return true;
		}
		vertex_set(node, f, vertex_level(&problem->bottom, f));
	}
	return false;
}

enum status
optimum_exhaustive(struct optimum *optimum, const struct problem *problem,
    const struct progress *progress, struct error *error)
{
	struct oracle oracle = { .slots = 0 };
	struct quality *quality = quality_new(problem);
	struct vertex node = problem->bottom;
	enum status status = STATUS_OK;

	memset(optimum, 0, sizeof(*optimum));
	if (quality == NULL || !make_oracle(&oracle, problem))
		status = error_memory(error);
	while (status == STATUS_OK) {
		struct optimum here = { .found = false };

		make_classes(&oracle, &node);
		optimum->work += problem->classes;
		if (judge(&oracle, quality)) {
			optimum_facts(&here, &oracle.classes);
			quality_look(quality, &oracle.classes);
			here.score = quality_score(quality, &oracle.classes);
			here.checked = optimum->checked;
			here.work = optimum->work;
			if (optimum_better(problem, &here, optimum))
				*optimum = here;
		}
		if (++optimum->checked % 64 == 0 && progress != NULL)
			progress->tell(progress->context, "search",
			    optimum->checked, problem->nodes);
		if (!next_node(problem, &node))
			break;
	}
	optimum->proven = status == STATUS_OK;
	quality_free(quality);
	free_oracle(&oracle);
	return status;
}
