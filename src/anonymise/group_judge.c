#include "anonymise/group_parts.h"

/* Rows of the whole table, first rows and counters, to the classes of a run. */
static void
add_rest(struct group *group, const struct classes *from, uint32_t begin,
    uint32_t end, uint32_t first)
{
	struct classes *made = &group->made;
	const size_t stride = group->problem->stride;
	size_t fresh = made->count - first;

	if (made->all != NULL) {
		memset(made->all + first, 0, fresh * sizeof(*made->all));
		for (uint32_t i = begin; i < end; i++)
			made->all[group->class_of[i - begin]] += from->all[i];
	}
	if (made->first != NULL) {
		for (uint32_t c = first; c < made->count; c++)
			made->first[c] = UINT64_MAX;
		for (uint32_t i = begin; i < end; i++) {
			uint64_t *at = &made->first[
			    group->class_of[i - begin]];

			*at = from->first[i] < *at ? from->first[i] : *at;
		}
	}
	if (made->counter == NULL)
		return;
	memset(made->counter + first * stride, 0,
	    fresh * stride * sizeof(*made->counter));
	for (uint32_t i = begin; i < end; i++) {
		uint32_t *to = made->counter +
		    (size_t)group->class_of[i - begin] * stride;
		const uint32_t *add = from->counter + (size_t)i * stride;

		for (size_t c = 0; c < stride; c += 8)
			for (size_t j = 0; j < 8; j++)
				to[c + j] += add[c + j];
	}
}

/* Entries of a run in the order of their classes (lists only). */
static void
sort_run(struct group *group, uint32_t begin, uint32_t end, uint32_t first)
{
	uint32_t classes = group->made.count - first;
	uint32_t *start = group->first;

	memset(start, 0, ((size_t)classes + 2) * sizeof(*start));
	for (uint32_t i = begin; i < end; i++)
		start[group->class_of[i - begin] - first + 2]++;
	for (uint32_t c = 2; c < classes + 2; c++)
		start[c] += start[c - 1];
	for (uint32_t i = begin; i < end; i++) {
		uint32_t class = group->class_of[i - begin];

		group->sorted[start[class - first + 1]++] = i;
	}
}

/* The counters of one class, from its rows' lists. */
static void
fill_counters(struct group *group, uint32_t class, uint32_t first)
{
	const struct problem *problem = group->problem;
	const size_t n = problem->sensitives;

	memset(group->found, 0, sizeof(group->found));
	for (uint32_t i = group->first[class - first];
	    i < group->first[class - first + 1]; i++) {
		uint32_t row = group->sorted[i];

		for (uint32_t e = problem->start[row];
		    e < problem->start[row + 1]; e++)
			for (size_t s = 0; s < n; s++) {
				uint32_t offset = problem->sensitive[s].offset;
				uint32_t v = problem->entry_value[e * n + s];

				if (problem->entry_rows[e] == 0)
					continue;
				if (group->counters[offset + v] == 0)
					group->values[offset +
					    group->found[s]++] = v;
				group->counters[offset + v] +=
				    problem->entry_rows[e];
			}
	}
	for (size_t s = 0; s < n; s++)
		for (uint32_t i = 0; i < group->found[s]; i++) {
			uint32_t offset = problem->sensitive[s].offset;

			group->counts[offset + i] =
			    group->counters[offset + group->values[offset +
			    i]];
		}
}

static void
clear_counters(struct group *group)
{
	for (size_t s = 0; s < group->problem->sensitives; s++) {
		uint32_t offset = group->problem->sensitive[s].offset;

		for (uint32_t i = 0; i < group->found[s]; i++)
			group->counters[offset + group->values[offset + i]] =
			    0;
	}
}

/* One class against all class models. */
static void
judge(struct group *group, uint32_t class, const uint32_t *counters)
{
	const struct problem *problem = group->problem;
	struct classes *made = &group->made;
	struct model_class facts = {
		.rows = made->rows[class],
		.all = made->all == NULL ? made->rows[class] :
		    made->all[class],
		.counters = counters,
	};
	/* A node that is out only has to be known to be out below, too. */
	bool out = made->suppressed > group->limit;
	bool shown = true, strictly = true;

	if (problem->start != NULL) {
		facts.values = group->values;
		facts.counts = group->counts;
		facts.found = group->found;
	}
	for (size_t i = 0; i < problem->models && strictly; i++) {
		const struct model *model = &problem->model[i];
		bool monotone = model_is_monotone(model->kind);

		if (((!shown || out) && !monotone) || (facts.rows == 0 &&
		    (model->kind != MODEL_PRESENCE || !problem->absent)) ||
		    model_allows(model, problem->sensitive, &facts))
			continue;
		if (facts.rows == 0)
			made->present = false;
		shown = false;
		strictly = strictly && !monotone;
	}
	made->shown[class] = shown;
	if (!shown)
		made->suppressed += facts.rows;
	if (!strictly)
		made->failing += facts.rows;
}

/* Only k-anonymity is asked for: the usual case. */
static void
judge_size(struct group *group, uint32_t first)
{
	struct classes *made = &group->made;
	uint32_t least = (uint32_t)group->problem->model[0].n;
	uint64_t suppressed = 0;

	for (uint32_t c = first; c < made->count; c++) {
		made->shown[c] = made->rows[c] >= least;
		suppressed += made->rows[c] >= least ? 0 : made->rows[c];
	}
	made->suppressed += suppressed;
	made->failing += suppressed;
}

static void
judge_run(struct group *group, uint32_t first)
{
	const struct problem *problem = group->problem;
	struct classes *made = &group->made;

	if (problem->models == 1 &&
	    problem->model[0].kind == MODEL_K_ANONYMITY &&
	    problem->model[0].n <= UINT32_MAX) {
		judge_size(group, first);
		return;
	}
	for (uint32_t c = first; c < made->count; c++) {
		const uint32_t *counters = group->counters;

		if (made->suppressed > group->limit &&
		    (!group->any_monotone || made->failing > group->limit))
			return;

		if (made->counter != NULL)
			counters = made->counter +
			    (size_t)c * problem->stride;
		else if (problem->start != NULL)
			fill_counters(group, c, first);
		judge(group, c, counters);
		if (problem->start != NULL)
			clear_counters(group);
	}
}

void
group_parts_judge(struct group *group, const struct classes *from,
    uint32_t begin, uint32_t end, uint32_t first)
{
	add_rest(group, from, begin, end, first);
	if (group->mapped != NULL)
		memcpy(group->mapped + begin, group->class_of,
		    (end - begin) * sizeof(uint32_t));
	if (group->problem->start != NULL)
		sort_run(group, begin, end, first);
	judge_run(group, first);
}
