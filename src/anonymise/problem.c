#include "anonymise/problem.h"
#include "base/mem.h"

void
problem_print(const struct problem *problem, const struct vertex *node,
    char out[VERTEX_TEXT])
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < problem->fields; i++)
		for (size_t f = 0; f < problem->fields; f++)
			if (problem->place[f] == i)
				n += (size_t)snprintf(out + n, VERTEX_TEXT - n,
				    "%s%u", i == 0 ? "" : "-",
				    vertex_level(node, f));
}

/* Bits of the fields in each word of a group's key. */
static void
field_mask(const struct problem *problem, const struct problem_source *source,
    uint64_t mask[KEY_WORDS])
{
	memset(mask, 0, KEY_WORDS * sizeof(*mask));
	for (size_t f = 0; f < problem->fields; f++) {
		struct key_field field = source->field[f];

		mask[field.word] |= (((uint64_t)1 << field.bits) - 1) <<
		    field.shift;
	}
}

static bool
same_class(const uint64_t *a, const uint64_t *b, const uint64_t *mask,
    size_t words)
{
	for (size_t w = 0; w < words; w++)
		if (((a[w] ^ b[w]) & mask[w]) != 0)
			return false;
	return true;
}

void
problem_classes_of(const struct problem *problem,
    const struct problem_source *source, uint32_t *class)
{
	uint64_t mask[KEY_WORDS];
	uint32_t at = 0;

	field_mask(problem, source, mask);
	for (uint32_t g = 0; g < source->groups; g++) {
		const uint64_t *key = source->keys + (size_t)g *
		    source->words;

		at += g > 0 && !same_class(key, key - source->words, mask,
		    source->words);
		class[g] = at;
	}
}

static bool
make_arrays(struct problem *problem, const struct problem_source *source)
{
	size_t n = problem->classes, groups = source->groups;

	problem->keys = mem_array(n * problem->words, sizeof(uint64_t));
	problem->rows = mem_array(n, sizeof(uint32_t));
	problem->first = mem_array(n, sizeof(uint64_t));
	if (problem->keys == NULL || problem->rows == NULL ||
	    problem->first == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		problem->first[i] = UINT64_MAX;
	if (source->subset != NULL) {
		problem->all = mem_array(n, sizeof(uint32_t));
		if (problem->all == NULL)
			return false;
	}
	if (problem->sensitives == 0)
		return true;
	if (problem->counters <= DENSE_COUNTERS) {
		problem->stride = (problem->counters + 7) / 8 * 8;
		problem->counter = mem_array(n * problem->stride,
		    sizeof(uint32_t));
		return problem->counter != NULL;
	}
	problem->start = mem_array(n + 1, sizeof(uint32_t));
	problem->entry_rows = mem_array(groups, sizeof(uint32_t));
	problem->entry_value = mem_array(groups * problem->sensitives,
	    sizeof(uint32_t));
	return problem->start != NULL && problem->entry_rows != NULL &&
	    problem->entry_value != NULL;
}

static uint32_t
value_of(const struct problem_source *source, uint32_t g, size_t s)
{
	uint32_t code = key_get(source->keys + (size_t)g * source->words,
	    source->value[s]);

	return source->recode[s] == NULL ? code : source->recode[s][code];
}

/* A group's rows to its class. */
static void
add_group(struct problem *problem, const struct problem_source *source,
    uint32_t g, uint32_t class)
{
	uint32_t rows = source->subset != NULL ? source->subset[g] :
	    source->rows[g];

	if (source->first[g] < problem->first[class])
		problem->first[class] = source->first[g];
	problem->rows[class] += rows;
	if (problem->all != NULL)
		problem->all[class] += source->rows[g];
	for (size_t s = 0; s < problem->sensitives; s++) {
		uint32_t value = value_of(source, g, s);

		if (problem->counter != NULL)
			problem->counter[(size_t)class * problem->stride +
			    problem->sensitive[s].offset + value] += rows;
		else
			problem->entry_value[(size_t)g *
			    problem->sensitives + s] = value;
	}
	if (problem->start != NULL) {
		problem->entry_rows[g] = rows;
		problem->start[class + 1] = g + 1;
	}
}

/* Sums of each sensitive value over all rows. */
static enum status
count_values(struct problem *problem, const struct problem_source *source,
    struct error *error)
{
	for (size_t s = 0; s < problem->sensitives; s++) {
		struct sensitive *sensitive = &problem->sensitive[s];
		uint64_t *total = mem_array(sensitive->field.values,
		    sizeof(*total));

		if (total == NULL)
			return error_memory(error);
		sensitive->total = total;
		sensitive->rows = problem->total;
		for (uint32_t g = 0; g < source->groups; g++)
			total[value_of(source, g, s)] +=
			    source->subset != NULL ? source->subset[g] :
			    source->rows[g];
	}
	return STATUS_OK;
}

enum status
problem_fill(struct problem *problem, const struct problem_source *source,
    struct error *error)
{
	uint32_t *class = mem_array(source->groups, sizeof(*class));
	uint64_t mask[KEY_WORDS];
	enum status status = STATUS_OK;

	if (class == NULL)
		return error_memory(error);
	problem_classes_of(problem, source, class);
	problem->classes = source->groups == 0 ? 0 :
	    class[source->groups - 1] + 1;
	problem->words = source->field[problem->fields - 1].word + 1;
	memcpy(problem->key, source->field, sizeof(problem->key));
	field_mask(problem, source, mask);
	problem->counters = 0;
	for (size_t s = 0; s < problem->sensitives; s++) {
		problem->sensitive[s].offset = problem->counters;
		problem->counters += problem->sensitive[s].field.values;
	}
	if (status == STATUS_OK && !make_arrays(problem, source))
		status = error_memory(error);
	problem->total = 0;
	for (uint32_t g = 0; status == STATUS_OK && g < source->groups; g++) {
		add_group(problem, source, g, class[g]);
		problem->total += source->subset != NULL ?
		    source->subset[g] : source->rows[g];
		for (size_t w = 0; w < problem->words; w++)
			problem->keys[(size_t)class[g] * problem->words + w] =
			    source->keys[(size_t)g * source->words + w] &
			    mask[w];
	}
	mem_free(class);
	return status == STATUS_OK ? count_values(problem, source, error) :
	    status;
}

void
problem_finish(struct problem *problem)
{
	bool monotone = true, low = false, sized = false;

	problem->least = 1;
	problem->sample = false;
	for (size_t i = 0; i < problem->models; i++) {
		const struct model *model = &problem->model[i];

		low = low || (model->kind == MODEL_PRESENCE &&
		    model->low.p > 0);
		sized = sized || model_is_sized(model->kind);
		problem->sample |= model_is_sample(model->kind);
		monotone = monotone && (model_is_monotone(model->kind) ||
		    model_is_sample(model->kind));
		if ((model->kind == MODEL_K_ANONYMITY ||
		    model->kind == MODEL_DISTINCT ||
		    model->kind == MODEL_RECURSIVE) &&
		    model->n > problem->least)
			problem->least = model->n;
	}
	problem->absent = low && !sized;
	/* A class with somebody can join one that is not looked at. */
	problem->monotone = monotone || (problem->limit == 0 &&
	    !(low && sized));
	problem->nodes = 1;
	for (size_t f = 0; f < problem->fields; f++) {
		wide nodes = (wide)problem->nodes * (vertex_level(&problem->top,
		    f) - vertex_level(&problem->bottom, f) + 1);

		problem->nodes = nodes > UINT64_MAX / 2 ? UINT64_MAX / 2 :
		    (uint64_t)nodes;
	}
}

bool
problem_is_mute(const struct problem *problem, const struct vertex *node)
{
	for (size_t f = 0; f < problem->fields; f++) {
		const struct field *field = problem->field[f];

		if (field->level[vertex_level(node, f)].leaves[0] !=
		    field->domain)
			return false;
	}
	return true;
}

void
problem_free(struct problem *problem)
{
	mem_free(problem->keys);
	mem_free(problem->rows);
	mem_free(problem->all);
	mem_free(problem->first);
	mem_free(problem->counter);
	mem_free(problem->start);
	mem_free(problem->entry_rows);
	mem_free(problem->entry_value);
	for (size_t s = 0; s < problem->sensitives; s++) {
		mem_free((void *)(uintptr_t)problem->sensitive[s].total);
		field_free(&problem->sensitive[s].field);
	}
	memset(problem, 0, sizeof(*problem));
}
