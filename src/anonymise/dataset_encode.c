#include "anonymise/dataset.h"
#include "anonymise/dataset_parts.h"
#include "anonymise/ingest_parts.h"
#include "anonymise/number.h"
#include "anonymise/operator.h"
#include "base/mem.h"

/* Rows that have each value of a column. */
static bool
count_rows(const struct dataset *dataset, size_t keyed, uint64_t *rows)
{
	const struct ingest *ingest = &dataset->ingest;

	if (ingest->cells) {
		for (size_t p = 0; p < ingest->piece_count; p++) {
			const struct ingest_piece *piece = &ingest->pieces[p];

			for (uint32_t r = 0; r < piece->rows; r++)
				rows[piece->ids[(size_t)r * ingest->columns +
				    keyed]]++;
		}
		return true;
	}
	for (size_t s = 0; s < ingest->shard_count; s++) {
		const struct ingest_shard *shard = &ingest->shards[s];
		const struct keytable *table = &shard->table;
		uint32_t *counts = mem_array(table->count, sizeof(*counts));

		if (counts == NULL)
			return false;
		keytable_counts(table, counts);
		for (uint32_t i = 0; i < table->count; i++)
			rows[shard->value[keyed][key_get(table->keys +
			    (size_t)i * table->words,
			    shard->field[keyed])]] += counts[i];
		mem_free(counts);
	}
	return true;
}

/* The value operators of one column. */
static enum status
operate_values(struct dataset *dataset, size_t c, struct error *error)
{
	struct dataset_column *column = &dataset->column[c];
	const struct dict *values = &dataset->ingest.values[column->keyed];
	uint64_t *rows = mem_array(values->count, sizeof(*rows));
	uint32_t wrong = DICT_NONE;
	enum status status;

	column->map = mem_array(values->count, sizeof(*column->map));
	if (rows == NULL || column->map == NULL ||
	    !count_rows(dataset, column->keyed, rows))
		status = error_memory(error);
	else
		status = operator_values(&column->plan->operators, values,
		    rows, &column->changed, column->map, &wrong, error);
	mem_free(rows);
	if (status == STATUS_OK && wrong != DICT_NONE)
		return dataset_parts_wrong(dataset, c, values->places[wrong],
		    "not_a_number", (struct words){
		    "この列は数でなければなりません",
		    "this column must be a number" }, error);
	return status;
}

/* Cells take the changed values, which become the column's own. */
static void
settle_cells(struct dataset *dataset, size_t c)
{
	struct dataset_column *column = &dataset->column[c];
	struct ingest *ingest = &dataset->ingest;

	for (size_t p = 0; p < ingest->piece_count; p++) {
		struct ingest_piece *piece = &ingest->pieces[p];

		for (uint32_t r = 0; r < piece->rows; r++) {
			uint32_t *cell = piece->ids +
			    (size_t)r * ingest->columns + column->keyed;

			*cell = column->map[*cell];
		}
	}
	dict_free(&ingest->values[column->keyed]);
	ingest->values[column->keyed] = column->changed;
	memset(&column->changed, 0, sizeof(column->changed));
	mem_free(column->map);
	column->map = NULL;
}

static enum status
operate_cells(struct dataset *dataset, size_t c, struct error *error)
{
	struct dataset_column *column = &dataset->column[c];
	const struct plan_operators *o = &column->plan->operators;
	size_t within[KEY_FIELDS];
	enum status status = STATUS_OK;

	if (o->noise)
		status = operator_noise(o, &dataset->ingest, column->keyed,
		    dataset->dice, error);
	if (status != STATUS_OK || !o->swap)
		return status;
	for (size_t w = 0; w < o->within_count; w++)
		within[w] = dataset->column[rows_find(dataset->rows,
		    dataset->plan->columns[o->within[w]].name)].keyed;
	return operator_swap(o, &dataset->ingest, column->keyed, within,
	    dataset->dice, error);
}

enum status
dataset_parts_operate(struct dataset *dataset, struct error *error)
{
	enum status status = STATUS_OK;

	for (int pass = 0; pass < 2; pass++)
		for (size_t c = 0; status == STATUS_OK &&
		    c < dataset->columns; c++) {
			struct dataset_column *column = &dataset->column[c];

			if (column->plan == NULL ||
			    column->keyed == DATASET_NONE)
				continue;
			if (pass == 1)
				status = operate_cells(dataset, c, error);
			else if (operator_changes_values(
			    &column->plan->operators)) {
				status = operate_values(dataset, c, error);
				if (status == STATUS_OK &&
				    dataset->ingest.cells)
					settle_cells(dataset, c);
			}
		}
	return status;
}

static enum status
make_hierarchy(struct dataset *dataset, size_t c, struct error *error)
{
	struct dataset_column *column = &dataset->column[c];
	const struct plan_hierarchy *plan = &column->plan->hierarchy;
	const struct dict *values = dataset_parts_values(dataset, c);
	uint32_t missing = DICT_NONE;
	enum status status;

	if (plan->source == SOURCE_NONE)
		return STATUS_OK;
	if (plan->source == SOURCE_FILE) {
		status = hierarchy_file(&column->hierarchy, plan->path,
		    error);
		if (status == STATUS_OK && plan->recipe.others.n > 0)
			status = hierarchy_others(&column->hierarchy, values,
			    plan->recipe.others, error);
		return status;
	}
	status = hierarchy_build(&column->hierarchy, &plan->recipe, values,
	    &missing, error);
	if (status == STATUS_OK && missing != DICT_NONE)
		return dataset_parts_wrong(dataset, c,
		    values->places[missing], "value_not_in_hierarchy",
		    (struct words){
		    "この値は内蔵の階層が読める形ではありません",
		    "the built-in hierarchy cannot read this value" }, error);
	return status;
}

/* Codes of a quasi-identifier: the order of its hierarchy. */
static enum status
encode_field(struct dataset *dataset, size_t c, uint32_t *code,
    struct error *error)
{
	struct dataset_column *column = &dataset->column[c];
	const struct dict *values = dataset_parts_values(dataset, c);
	uint32_t missing;
	enum status status;

	column->field.name = column->name;
	column->field.column = c;
	status = field_bind(&column->field, &column->hierarchy, values, code,
	    &missing, error);
	if (status == STATUS_OK && missing != DICT_NONE)
		return dataset_parts_wrong(dataset, c,
		    values->places[missing], "value_not_in_hierarchy",
		    (struct words){ "この値は階層にありません",
		    "this value is not in the hierarchy" }, error);
	column->codes = column->field.values;
	return status;
}

static enum status
check_levels(const struct dataset_column *column, struct error *error)
{
	uint32_t top = column->field.levels - 1;

	if (column->plan->min_level <= top &&
	    (column->plan->max_level == UINT32_MAX ||
	    column->plan->max_level <= top))
		return STATUS_OK;
	return error_set(error, STATUS_INVALID, "level_too_high",
	    "列「%.*s」の階層には段 %u までしかありません",
	    "the hierarchy of \"%.*s\" has levels up to %u only",
	    TEXT_ARGS(column->name), top);
}

static enum status
encode_column(struct dataset *dataset, size_t c, struct error *error)
{
	struct dataset_column *column = &dataset->column[c];
	const struct dict *values = dataset_parts_values(dataset, c);
	const struct dict *read = &dataset->ingest.values[column->keyed];
	uint32_t *code = mem_array(values->count, sizeof(*code));
	enum status status = STATUS_OK;

	column->code = mem_array(read->count, sizeof(*column->code));
	if (code == NULL || column->code == NULL)
		status = error_memory(error);
	if (status == STATUS_OK && (column->role == ROLE_QUASI_IDENTIFIER ||
	    column->role == ROLE_SENSITIVE))
		status = make_hierarchy(dataset, c, error);
	if (status == STATUS_OK && column->role == ROLE_QUASI_IDENTIFIER) {
		status = encode_field(dataset, c, code, error);
		if (status == STATUS_OK)
			status = check_levels(column, error);
	} else if (status == STATUS_OK) {
		column->codes = values->count;
		for (uint32_t v = 0; v < values->count; v++)
			code[v] = v;
	}
	for (uint32_t v = 0; status == STATUS_OK && v < read->count; v++)
		column->code[v] = code[column->map == NULL ? v :
		    column->map[v]];
	if (status == STATUS_OK && column->role == ROLE_QUASI_IDENTIFIER) {
		column->value_of = mem_array(values->count,
		    sizeof(*column->value_of));
		if (column->value_of == NULL)
			status = error_memory(error);
		for (uint32_t v = 0; status == STATUS_OK &&
		    v < values->count; v++)
			column->value_of[code[v]] = v;
	}
	mem_free(code);
	return status;
}

enum status
dataset_parts_encode(struct dataset *dataset, struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t c = 0; status == STATUS_OK && c < dataset->columns; c++)
		if (dataset->column[c].keyed != DATASET_NONE)
			status = encode_column(dataset, c, error);
	return status;
}
