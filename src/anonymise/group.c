#include "anonymise/group.h"
#include "anonymise/group_parts.h"
#include "base/mem.h"

/* Entries that are counted at once, at least. */
static const uint32_t run_target = 1024;

static bool
make_lists(const struct problem *problem, struct group *group)
{
	size_t n = problem->classes;

	group->sorted = mem_array(n, sizeof(uint32_t));
	group->first = mem_array(n + 2, sizeof(uint32_t));
	group->counters = mem_array(problem->counters, sizeof(uint32_t));
	group->values = mem_array(problem->counters, sizeof(uint32_t));
	group->counts = mem_array(problem->counters, sizeof(uint32_t));
	return group->sorted != NULL && group->first != NULL &&
	    group->counters != NULL && group->values != NULL &&
	    group->counts != NULL;
}

static bool
make_scratch(const struct problem *problem, struct group *group)
{
	size_t n = problem->classes;
	struct classes *made = &group->made;

	made->keys = mem_array((n + 1) * problem->words, sizeof(uint64_t));
	made->rows = mem_array(n + 1, sizeof(uint32_t));
	made->shown = mem_array(n + 1, sizeof(bool));
	group->class_of = mem_array(n, sizeof(uint32_t));
	if (made->keys == NULL || made->rows == NULL || made->shown == NULL ||
	    group->class_of == NULL)
		return false;
	if (problem->all != NULL) {
		made->all = mem_array(n + 1, sizeof(uint32_t));
		if (made->all == NULL)
			return false;
	}
	if (problem->sample) {
		made->first = mem_array(n + 1, sizeof(uint64_t));
		if (made->first == NULL)
			return false;
	}
	if (problem->stride > 0) {
		made->counter = mem_array(n * problem->stride,
		    sizeof(uint32_t));
		if (made->counter == NULL)
			return false;
	}
	return problem->start == NULL || make_lists(problem, group);
}

struct group *
group_new(const struct problem *problem)
{
	struct group *group = mem_alloc(sizeof(*group));

	if (group == NULL)
		return NULL;
	group->problem = problem;
	for (size_t i = 0; i < problem->models; i++)
		group->any_monotone |= model_is_monotone(
		    problem->model[i].kind);
	group->root = (struct classes){
		.node = problem->bottom,
		.count = problem->classes,
		.keys = problem->keys,
		.rows = problem->rows,
		.all = problem->all,
		.first = problem->first,
		.counter = problem->counter,
	};
	/* The distinct rows stand below every node. */
	memset(&group->root.node, 0, sizeof(group->root.node));
	if (group_parts_chunks(problem, group->chunks, &group->chunk_count) &&
	    make_scratch(problem, group))
		return group;
	group_free(group);
	return NULL;
}

static void
free_arrays(struct classes *classes)
{
	mem_free(classes->keys);
	mem_free(classes->rows);
	mem_free(classes->all);
	mem_free(classes->first);
	mem_free(classes->counter);
	mem_free(classes->shown);
}

void
group_free(struct group *group)
{
	if (group == NULL)
		return;
	group_parts_free_chunks(group->chunks, group->chunk_count);
	free_arrays(&group->made);
	mem_free(group->dense);
	mem_free(group->slots);
	mem_free(group->class_place);
	mem_free(group->class_of);
	mem_free(group->sorted);
	mem_free(group->first);
	mem_free(group->counters);
	mem_free(group->values);
	mem_free(group->counts);
	mem_free(group);
}

const struct classes *
group_root(const struct group *group)
{
	return &group->root;
}

/*
 * Fields in which a list's entries are told apart by runs: those before the
 * first that node generalises, and that one.
 */
static size_t
lead_fields(const struct problem *problem, const struct vertex *node)
{
	size_t f = 0;

	while (f + 1 < problem->fields && vertex_level(node, f) == 0)
		f++;
	return f;
}

static bool
same_run(const struct problem *problem, const struct vertex *node, size_t lead,
    const uint64_t *a, const uint64_t *b)
{
	const struct field_level *level =
	    &problem->field[lead]->level[vertex_level(node, lead)];

	for (size_t f = 0; f < lead; f++)
		if (key_get(a, problem->key[f]) != key_get(b, problem->key[f]))
			return false;
	return level->rank[key_get(a, problem->key[lead])] ==
	    level->rank[key_get(b, problem->key[lead])];
}

/* Where the run ends in which entry at stands: runs are contiguous. */
static uint32_t
run_end(const struct problem *problem, const struct vertex *node, size_t lead,
    const struct classes *from, uint32_t at)
{
	const uint64_t *key = from->keys + (size_t)at * problem->words;
	uint32_t low = at + 1, high = from->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (same_run(problem, node, lead, key, from->keys +
		    (size_t)middle * problem->words))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
begin_node(struct group *group, const struct vertex *node,
    const struct classes *from)
{
	const struct problem *problem = group->problem;
	struct classes *made = &group->made;

	if (!group_parts_index(problem, group->chunks, group->chunk_count,
	    node, &group->index))
		return false;
	if (group->index.words > 1) {
		mem_free(group->class_place);
		group->class_place = mem_array(from->count *
		    group->index.words, sizeof(uint64_t));
		if (group->class_place == NULL)
			return false;
	}
	made->node = *node;
	made->count = 0;
	made->complete = false;
	made->present = true;
	made->suppressed = made->failing = 0;
	return true;
}

struct classes *
group_make(struct group *group, const struct vertex *node,
    const struct classes *from, uint64_t limit)
{
	const struct problem *problem = group->problem;
	size_t lead = lead_fields(problem, node);
	struct classes *made = &group->made;
	uint64_t rest = 1;

	if (!begin_node(group, node, from))
		return NULL;
	group->limit = limit;
	for (size_t f = lead + 1; f < problem->fields; f++)
		rest *= problem->field[f]->level[vertex_level(node, f)].size;
	for (uint32_t at = 0, end; at < from->count; at = end) {
		uint32_t first = made->count;

		end = from->count - at <= run_target ? from->count :
		    run_end(problem, node, lead, from, at + run_target - 1u);
		if (!group_parts_count(group, from, at, end, rest))
			return NULL;
		group_parts_judge(group, from, at, end, first);
		if ((made->suppressed > limit || !made->present) &&
		    group->mapped == NULL &&
		    made->count > end / 2)
			return made;
	}
	made->complete = true;
	return made;
}

struct classes *
group_map(struct group *group, const struct vertex *node,
    uint32_t *class_of)
{
	struct classes *made;

	group->mapped = class_of;
	made = group_make(group, node, &group->root, UINT64_MAX);
	group->mapped = NULL;
	return made;
}

size_t
group_bytes(const struct problem *problem, uint32_t classes)
{
	return classes * (problem->words * sizeof(uint64_t) +
	    sizeof(uint32_t) * ((problem->all != NULL ? 2u : 1u) +
	    problem->stride) + (problem->sample ? sizeof(uint64_t) : 0));
}

/* A copy of an array that may be missing; done is cleared without memory. */
static void *
copied(const void *from, size_t n, size_t size, bool *done)
{
	void *copy = from == NULL ? NULL : mem_array(n, size);

	if (copy != NULL)
		memcpy(copy, from, n * size);
	*done = *done && (copy != NULL || from == NULL);
	return copy;
}

struct classes *
group_keep(const struct group *group, const struct classes *classes)
{
	const struct problem *problem = group->problem;
	struct classes *copy = mem_alloc(sizeof(*copy));
	size_t n = classes->count;
	bool done = true;

	if (copy == NULL)
		return NULL;
	*copy = *classes;
	copy->keys = copied(classes->keys, n * problem->words,
	    sizeof(*copy->keys), &done);
	copy->rows = copied(classes->rows, n, sizeof(*copy->rows), &done);
	copy->all = copied(classes->all, n, sizeof(*copy->all), &done);
	copy->first = copied(classes->first, n, sizeof(*copy->first), &done);
	copy->counter = copied(classes->counter, n * problem->stride,
	    sizeof(*copy->counter), &done);
	copy->shown = copied(classes->shown, n, sizeof(*copy->shown), &done);
	if (!done) {
		group_drop(copy);
		return NULL;
	}
	return copy;
}

void
group_drop(struct classes *classes)
{
	if (classes == NULL)
		return;
	free_arrays(classes);
	mem_free(classes);
}
