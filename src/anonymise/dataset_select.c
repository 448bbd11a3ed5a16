#include "anonymise/dataset.h"
#include "anonymise/dataset_parts.h"
#include "base/mem.h"

enum { SUBSET_ARENA = 1 << 26 };

static size_t
column_of(const struct dataset *dataset, size_t plan_column)
{
	return rows_find(dataset->rows,
	    dataset->plan->columns[plan_column].name);
}

/* Which codes of a column a rule for deleting rows means. */
static bool
mark_codes(const struct dataset *dataset,
    const struct plan_deletion *deletion, size_t c, bool *marked)
{
	const struct dict *values = dataset_parts_values(dataset, c);
	const struct dataset_column *column = &dataset->column[c];
	uint64_t *rows = mem_array(column->codes, sizeof(*rows));

	if (rows == NULL)
		return false;
	for (uint32_t g = 0; g < dataset->groups.count; g++)
		rows[dataset_code(dataset, c, g)] += dataset->groups.rows[g];
	for (uint32_t code = 0; code < column->codes; code++) {
		struct text text = dict_text(values, column->value_of == NULL
		    ? code : column->value_of[code]);

		marked[code] = rows[code] < deletion->fewer;
		for (size_t i = 0; i < deletion->count; i++)
			marked[code] = marked[code] ||
			    text_equal(text, deletion->values[i]);
	}
	mem_free(rows);
	return true;
}

static enum status
delete_rows(struct dataset *dataset, const struct plan_deletion *deletion,
    struct error *error)
{
	size_t c = column_of(dataset, deletion->column);
	bool *marked = mem_array(dataset->column[c].codes, sizeof(*marked));

	if (marked == NULL || !mark_codes(dataset, deletion, c, marked)) {
		mem_free(marked);
		return error_memory(error);
	}
	for (uint32_t g = 0; g < dataset->groups.count; g++)
		if (marked[dataset_code(dataset, c, g)]) {
			dataset->deleted += dataset->alive[g];
			dataset->alive[g] = 0;
		}
	mem_free(marked);
	return STATUS_OK;
}

/* The group with that key, or DATASET_NO_GROUP. */
static uint32_t
find_group(const struct ingest_groups *groups, const uint64_t *key)
{
	uint32_t low = 0, high = groups->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const uint64_t *at = groups->keys +
		    (size_t)middle * groups->words;
		int order = 0;

		for (size_t w = 0; w < groups->words && order == 0; w++)
			order = (at[w] > key[w]) - (at[w] < key[w]);
		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return DATASET_NO_GROUP;
}

/* One row of the subset's file: takes one row of its group. */
static bool
take_row(struct dataset *dataset, const struct text *fields,
    const size_t *columns)
{
	const struct ingest_groups *groups = &dataset->groups;
	uint64_t key[KEY_WORDS] = { 0 };
	uint32_t group;

	for (size_t c = 0; c < dataset->columns; c++) {
		const struct dataset_column *column = &dataset->column[c];
		uint32_t value;

		if (column->keyed == DATASET_NONE)
			continue;
		value = dict_find_text(
		    &dataset->ingest.values[column->keyed],
		    fields[columns[c]]);
		if (value == DICT_NONE)
			return false;
		key_put(key, groups->field[column->keyed],
		    column->code[value]);
	}
	group = find_group(groups, key);
	if (group == DATASET_NO_GROUP ||
	    dataset->subset[group] == groups->rows[group])
		return false;
	dataset->subset[group]++;
	return true;
}

static enum status
read_subset(struct dataset *dataset, struct csv *csv, struct arena *arena,
    struct error *error)
{
	size_t *columns = mem_array(dataset->columns, sizeof(*columns));
	struct text *fields = mem_array(csv_columns(csv), sizeof(*fields));
	bool more = columns != NULL && fields != NULL;
	enum status status = more ? STATUS_OK : error_memory(error);
	uint64_t line;

	for (size_t c = 0; status == STATUS_OK && c < dataset->columns; c++) {
		columns[c] = csv_find(csv, dataset->column[c].name);
		if (columns[c] == csv_columns(csv) &&
		    dataset->column[c].keyed != DATASET_NONE) {
			status = error_set(error, STATUS_INVALID,
			    "column_missing",
			    "部分表に列「%.*s」がありません",
			    "the subset has no column \"%.*s\"",
			    TEXT_ARGS(dataset->column[c].name));
			error_at(error, "%s", csv_path(csv));
		}
	}
	while (status == STATUS_OK) {
		arena_reset(arena);
		status = csv_next(csv, fields, &line, &more, arena, error);
		if (status != STATUS_OK || !more)
			break;
		if (take_row(dataset, fields, columns))
			continue;
		status = error_set(error, STATUS_INVALID, "subset_row",
		    "部分表のこの行は入力にありません",
		    "this row of the subset is not in the input");
		csv_place(csv, error, line, 0);
	}
	mem_free(columns);
	mem_free(fields);
	return status;
}

static enum status
subset_of_file(struct dataset *dataset, struct error *error)
{
	const struct plan *plan = dataset->plan;
	struct arena *arena = arena_new(SUBSET_ARENA);
	struct csv *csv = NULL;
	enum status status;

	if (arena == NULL)
		return error_memory(error);
	status = csv_open(&csv, plan->subset.path, &plan->input, error);
	if (status == STATUS_OK)
		status = read_subset(dataset, csv, arena, error);
	csv_close(csv);
	arena_free(arena);
	return status;
}

static void
subset_of_column(struct dataset *dataset)
{
	const struct plan_subset *subset = &dataset->plan->subset;
	size_t c = column_of(dataset, subset->column);

	for (uint32_t g = 0; g < dataset->groups.count; g++)
		if (text_equal(dataset_text(dataset, c, g), subset->value))
			dataset->subset[g] = dataset->groups.rows[g];
}

enum status
dataset_parts_select(struct dataset *dataset, struct error *error)
{
	const struct plan *plan = dataset->plan;
	const struct ingest_groups *groups = &dataset->groups;
	enum status status = STATUS_OK;

	dataset->alive = mem_array(groups->count, sizeof(uint32_t));
	if (dataset->alive == NULL)
		return error_memory(error);
	memcpy(dataset->alive, groups->rows,
	    groups->count * sizeof(uint32_t));
	if (plan->has_subset) {
		dataset->subset = mem_array(groups->count, sizeof(uint32_t));
		if (dataset->subset == NULL)
			return error_memory(error);
		if (plan->subset.by_column)
			subset_of_column(dataset);
		else
			status = subset_of_file(dataset, error);
	}
	for (size_t i = 0; status == STATUS_OK && i < plan->deletion_count;
	    i++)
		status = delete_rows(dataset, &plan->deletions[i], error);
	for (uint32_t g = 0; dataset->subset != NULL && g < groups->count;
	    g++) {
		if (dataset->alive[g] == 0)
			dataset->subset[g] = 0;
		dataset->outside += dataset->alive[g] - dataset->subset[g];
	}
	return status;
}
