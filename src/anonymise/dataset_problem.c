#include "anonymise/dataset.h"
#include "anonymise/dataset_parts.h"
#include "anonymise/number.h"
#include "base/mem.h"

/*
 * Groups of deleted rows stay in the dataset, where rows point to them, and
 * are left out of the problem: its source is a copy without them.
 */

/* A sensitive value that is sorted. */
struct sortable {
	struct text text;
	int64_t number;
};

static int
by_text(const void *a, const void *b)
{
	struct sortable x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return text_compare(x.text, y.text);
}

static int
by_number(const void *a, const void *b)
{
	struct sortable x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x.number != y.number)
		return x.number < y.number ? -1 : 1;
	return text_compare(x.text, y.text);
}

static enum status
read_numbers(const struct dataset *dataset, size_t c,
    const struct dict *values, struct sortable *sorted, struct error *error)
{
	int greatest = 0;

	for (int pass = 0; pass < 2; pass++)
		for (uint32_t v = 0; v < values->count; v++) {
			int scale;

			if (!number_parse(sorted[v].text, &sorted[v].number,
			    &scale))
				return dataset_parts_wrong(dataset, c,
				    values->places[v], "not_a_number",
				    (struct words){
				    "この列は数でなければなりません",
				    "this column must be a number" }, error);
			if (scale > greatest)
				greatest = scale;
			sorted[v].number = number_rescale(sorted[v].number,
			    scale, greatest);
		}
	return STATUS_OK;
}

/* A hierarchy of one level, in the order of texts or numbers. */
static enum status
sorted_hierarchy(const struct dataset *dataset, size_t c,
    struct hierarchy *hierarchy, struct error *error)
{
	const struct dict *values = dataset_parts_values(dataset, c);
	struct sortable *sorted = mem_array(values->count, sizeof(*sorted));
	bool numbers = dataset->column[c].plan->ordered_by_number;
	enum status status = STATUS_OK;

	if (sorted == NULL)
		return error_memory(error);
	for (uint32_t v = 0; v < values->count; v++)
		sorted[v].text = dict_text(values, v);
	if (numbers)
		status = read_numbers(dataset, c, values, sorted, error);
	qsort(sorted, values->count, sizeof(*sorted),
	    numbers ? by_number : by_text);
	if (status == STATUS_OK)
		status = hierarchy_begin(hierarchy, 1, error);
	for (uint32_t v = 0; status == STATUS_OK && v < values->count; v++)
		status = hierarchy_row(hierarchy, &sorted[v].text, error);
	if (status == STATUS_OK)
		status = hierarchy_end(hierarchy, "sorted", error);
	mem_free(sorted);
	return status;
}

/* A hierarchical distance needs one root. */
static enum status
check_root(const struct dataset_column *column, struct error *error)
{
	const struct hierarchy *h = &column->hierarchy;

	if (h->levels > 1 && h->label[h->levels - 1].count == 1)
		return STATUS_OK;
	return error_set(error, STATUS_INVALID, "hierarchy_no_root",
	    "列「%.*s」の階層には一つの根が必要です",
	    "the hierarchy of \"%.*s\" needs a single root",
	    TEXT_ARGS(column->name));
}

static enum status
bind_sensitive(struct dataset *dataset, struct problem *problem, size_t s,
    size_t c, bool tree, struct error *error)
{
	struct dataset_column *column = &dataset->column[c];
	struct sensitive *sensitive = &problem->sensitive[s];
	const struct dict *values = dataset_parts_values(dataset, c);
	struct hierarchy sorted = { .levels = 0 };
	uint32_t missing = DICT_NONE;
	enum status status = STATUS_OK;

	sensitive->column = c;
	dataset->recode[s] = mem_array(values->count, sizeof(uint32_t));
	if (dataset->recode[s] == NULL)
		return error_memory(error);
	if (tree)
		status = check_root(column, error);
	else
		status = sorted_hierarchy(dataset, c, &sorted, error);
	if (status == STATUS_OK)
		status = field_bind(&sensitive->field, tree ?
		    &column->hierarchy : &sorted, values, dataset->recode[s],
		    &missing, error);
	/* Labels are not needed, and belong to what is freed now. */
	hierarchy_free(&sorted);
	if (status == STATUS_OK && missing != DICT_NONE)
		return dataset_parts_wrong(dataset, c,
		    values->places[missing], "value_not_in_hierarchy",
		    (struct words){ "この値は階層にありません",
		    "this value is not in the hierarchy" }, error);
	sensitive->field.name = column->name;
	dataset->source.value[s] = dataset->groups.field[column->keyed];
	dataset->source.recode[s] = dataset->recode[s];
	return status;
}

/* The models, and the sensitive columns as each of them sees them. */
static enum status
set_models(struct dataset *dataset, struct problem *problem,
    struct error *error)
{
	const struct plan *plan = dataset->plan;
	bool is_tree[SENSITIVE_MAX] = { false };

	for (size_t i = 0; i < plan->model_count; i++) {
		struct model model = plan->models[i];
		bool tree = model.kind == MODEL_T_HIERARCHICAL;
		size_t s = 0, c;

		if (model_is_sensitive(model.kind)) {
			c = rows_find(dataset->rows,
			    plan->columns[model.sensitive].name);
			while (s < problem->sensitives &&
			    (problem->sensitive[s].column != c ||
			    is_tree[s] != tree))
				s++;
			if (s == SENSITIVE_MAX)
				return error_set(error, STATUS_INVALID,
				    "too_many_columns",
				    "機微な列が多すぎます",
				    "too many sensitive columns");
			if (s == problem->sensitives) {
				enum status status = bind_sensitive(dataset,
				    problem, s, c, tree, error);

				if (status != STATUS_OK)
					return status;
				is_tree[s] = tree;
				problem->sensitives++;
			}
			model.sensitive = s;
		}
		problem->model[problem->models++] = model;
	}
	return STATUS_OK;
}

static void
set_fields(struct dataset *dataset, struct problem *problem)
{
	problem->fields = dataset->fields;
	for (size_t f = 0; f < dataset->fields; f++) {
		size_t c = dataset->field_column[f];
		struct dataset_column *column = &dataset->column[c];
		uint32_t max = column->field.levels - 1;

		if (column->plan->max_level < max)
			max = column->plan->max_level;
		problem->field[f] = &column->field;
		for (size_t other = 0; other < dataset->fields; other++)
			problem->place[f] += dataset->field_column[other] < c;
		vertex_set(&problem->bottom, f, column->plan->min_level);
		vertex_set(&problem->top, f, max);
		dataset->source.field[f] =
		    dataset->groups.field[column->keyed];
	}
}

/* Groups that have rows, with their counts. */
struct living {
	uint32_t *group;
	uint64_t *keys;
	uint32_t *rows;
	uint32_t *subset;
	uint64_t *first;
};

static void
free_living(struct living *living)
{
	mem_free(living->group);
	mem_free(living->keys);
	mem_free(living->rows);
	mem_free(living->subset);
	mem_free(living->first);
}

static bool
copy_living(struct dataset *dataset, struct living *living)
{
	const struct ingest_groups *groups = &dataset->groups;
	struct problem_source *source = &dataset->source;
	size_t words = groups->words;
	uint32_t n = 0;

	living->group = mem_array(groups->count, sizeof(uint32_t));
	living->keys = mem_array(groups->count * words, sizeof(uint64_t));
	living->rows = mem_array(groups->count, sizeof(uint32_t));
	living->subset = mem_array(groups->count, sizeof(uint32_t));
	living->first = mem_array(groups->count, sizeof(uint64_t));
	if (living->group == NULL || living->keys == NULL ||
	    living->rows == NULL || living->subset == NULL ||
	    living->first == NULL)
		return false;
	for (uint32_t g = 0; g < groups->count; g++) {
		if (dataset->alive[g] == 0)
			continue;
		memcpy(living->keys + n * words, groups->keys + g * words,
		    words * sizeof(uint64_t));
		living->rows[n] = dataset->alive[g];
		living->subset[n] = dataset->subset == NULL ? 0 :
		    dataset->subset[g];
		living->first[n] = groups->first[g];
		living->group[n++] = g;
	}
	source->groups = n;
	source->words = words;
	source->keys = living->keys;
	source->rows = living->rows;
	source->subset = dataset->subset == NULL ? NULL : living->subset;
	source->first = living->first;
	return true;
}

enum status
dataset_problem(struct dataset *dataset, struct problem *problem,
    struct error *error)
{
	struct living living = { .group = NULL };
	uint32_t *class = NULL;
	enum status status;

	memset(problem, 0, sizeof(*problem));
	set_fields(dataset, problem);
	problem->quality = dataset->plan->quality;
	status = set_models(dataset, problem, error);
	if (status == STATUS_OK && !copy_living(dataset, &living))
		status = error_memory(error);
	if (status == STATUS_OK && dataset->source.groups == 0)
		status = error_set(error, STATUS_INVALID, "no_rows",
		    "行がすべて削除されました", "all rows were deleted");
	if (status == STATUS_OK)
		status = problem_fill(problem, &dataset->source, error);
	if (status == STATUS_OK && problem->total == 0)
		status = error_set(error, STATUS_INVALID, "no_rows",
		    "部分表に行がありません", "the subset has no rows");
	if (status == STATUS_OK) {
		problem->limit = ratio_floor(
		    dataset->plan->suppression_limit, problem->total);
		problem_finish(problem);
		class = mem_array(dataset->source.groups, sizeof(*class));
		dataset->class_of = mem_array(dataset->groups.count,
		    sizeof(uint32_t));
		if (class == NULL || dataset->class_of == NULL)
			status = error_memory(error);
	}
	if (status == STATUS_OK) {
		problem_classes_of(problem, &dataset->source, class);
		memset(dataset->class_of, 0xFF,
		    dataset->groups.count * sizeof(uint32_t));
		for (uint32_t i = 0; i < dataset->source.groups; i++)
			dataset->class_of[living.group[i]] = class[i];
	}
	mem_free(class);
	free_living(&living);
	return status;
}
