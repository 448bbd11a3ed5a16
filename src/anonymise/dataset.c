#include "anonymise/dataset.h"
#include "anonymise/dataset_parts.h"
#include "anonymise/operator.h"
#include "base/mem.h"

/* Whether a column's values have to be known, not only passed through. */
static bool
is_keyed(const struct dataset *dataset, size_t c)
{
	const struct dataset_column *column = &dataset->column[c];
	const struct plan *plan = dataset->plan;

	if (column->role == ROLE_QUASI_IDENTIFIER ||
	    column->role == ROLE_SENSITIVE)
		return true;
	if (column->plan != NULL) {
		size_t at = (size_t)(column->plan - plan->columns);

		if (operator_changes_values(&column->plan->operators) ||
		    operator_changes_cells(&column->plan->operators) ||
		    (plan->has_subset && plan->subset.by_column &&
		    plan->subset.column == at))
			return true;
		for (size_t i = 0; i < plan->deletion_count; i++)
			if (plan->deletions[i].column == at)
				return true;
		for (size_t i = 0; i < plan->column_count; i++) {
			const struct plan_operators *o =
			    &plan->columns[i].operators;

			for (size_t w = 0; w < o->within_count; w++)
				if (o->within[w] == at)
					return true;
		}
	}
	/* What cannot be read a second time, in the same order. */
	return column->role == ROLE_KEEP && dataset->want_rows &&
	    (plan->output.shuffled || !dataset->rows->again);
}

static enum status
declare(struct dataset *dataset, size_t c, struct error *error)
{
	const struct plan *plan = dataset->plan;
	struct dataset_column *column = &dataset->column[c];
	size_t found;
	enum status status;

	column->name = dataset->rows->names[c];
	column->keyed = DATASET_NONE;
	found = plan_find(plan, column->name);
	if (found < plan->column_count) {
		column->plan = &plan->columns[found];
		column->role = column->plan->role;
		return STATUS_OK;
	}
	column->role = plan->undeclared == UNDECLARED_KEEP ? ROLE_KEEP :
	    ROLE_DELETE;
	if (plan->undeclared != UNDECLARED_REFUSE)
		return STATUS_OK;
	status = error_set(error, STATUS_INVALID, "column_not_declared",
	    "列「%.*s」が計画にありません",
	    "the column \"%.*s\" is not in the plan",
	    TEXT_ARGS(column->name));
	error_remedy_say(error, (struct words){
	    "columns に役割を書くか、undeclared に delete か keep を指定して"
	    "ください", "give it a role in columns, or set undeclared to "
	    "delete or keep" });
	return status;
}

static size_t
times_of(const struct table *rows, struct text name)
{
	size_t times = 0;

	for (size_t c = 0; c < rows->columns; c++)
		times += text_equal(rows->names[c], name);
	return times;
}

/* Every declared column must be there, once: models look at one only. */
static enum status
find_declared(const struct dataset *dataset, struct error *error)
{
	for (size_t i = 0; i < dataset->plan->column_count; i++) {
		const struct plan_column *column = &dataset->plan->columns[i];

		if (times_of(dataset->rows, column->name) > 1)
			return error_set(error, STATUS_INVALID,
			    "column_twice",
			    "入力に列「%.*s」が二つ以上あります",
			    "two columns of the input are called \"%.*s\"",
			    TEXT_ARGS(column->name));
		if (rows_find(dataset->rows, column->name) <
		    dataset->columns || (column->role == ROLE_DELETE &&
		    dataset->plan->deleted_unread))
			continue;
		return error_set(error, STATUS_INVALID, "column_missing",
		    "入力に列「%.*s」がありません",
		    "the input has no column \"%.*s\"",
		    TEXT_ARGS(column->name));
	}
	return STATUS_OK;
}

enum status
dataset_open(struct dataset *dataset, const struct plan *plan,
    struct table *rows, bool want_rows, size_t threads,
    struct dice_source dice, const struct progress *progress,
    struct error *error)
{
	enum status status;

	memset(dataset, 0, sizeof(*dataset));
	dataset->plan = plan;
	dataset->rows = rows;
	dataset->want_rows = want_rows;
	dataset->threads = threads;
	dataset->progress = progress;
	dataset->columns = rows->columns;
	dataset->dice = dice_new(dice);
	dataset->column = mem_array(rows->columns, sizeof(*dataset->column));
	if (dataset->column == NULL || dataset->dice == NULL)
		return error_memory(error);
	status = find_declared(dataset, error);
	for (size_t c = 0; status == STATUS_OK && c < rows->columns; c++)
		status = declare(dataset, c, error);
	return status;
}

/* Reads all rows, in the way that the plan needs. */
static enum status
read_rows(struct dataset *dataset, struct error *error)
{
	size_t columns[KEY_FIELDS], count = 0;
	enum status status;

	for (size_t c = 0; c < dataset->columns; c++) {
		struct dataset_column *column = &dataset->column[c];

		if (!is_keyed(dataset, c))
			continue;
		if (count == KEY_FIELDS)
			return error_set(error, STATUS_INVALID,
			    "too_many_columns",
			    "扱う列が多すぎます (上限 %d)",
			    "too many columns take part (at most %d)",
			    KEY_FIELDS);
		column->keyed = count;
		columns[count++] = c;
		if (column->plan != NULL &&
		    operator_changes_cells(&column->plan->operators))
			dataset->ingest.cells = true;
	}
	dataset->ingest.keep_ids = dataset->want_rows;
	status = ingest_read(&dataset->ingest, dataset->rows, columns, count,
	    dataset->threads, dataset->progress, error);
	if (status == STATUS_OK && dataset->ingest.rows == 0)
		return error_set(error, STATUS_INVALID, "no_rows",
		    "データの行がありません", "there are no rows of data");
	if (status == STATUS_OK)
		status = ingest_merge(&dataset->ingest, dataset->rows, error);
	if (status == STATUS_OK && dataset->ingest.cells)
		ingest_unify(&dataset->ingest);
	return status;
}

/* "The value in line so and so", for a value that cannot be used. */
enum status
dataset_parts_wrong(const struct dataset *dataset, size_t c, uint64_t place,
    const char *code, struct words words, struct error *error)
{
	enum status status = error_say(error, STATUS_INVALID, code, words);

	dataset->rows->ops->place(dataset->rows, error,
	    (uint32_t)(place >> 32), (uint32_t)place, c + 1);
	return status;
}

/* The columns in lead order: those with the fewest values first. */
static void
order_fields(struct dataset *dataset)
{
	size_t n = 0;

	for (size_t c = 0; c < dataset->columns; c++) {
		size_t at = n;

		if (dataset->column[c].role != ROLE_QUASI_IDENTIFIER)
			continue;
		for (; at > 0 && dataset->column[dataset->field_column[at -
		    1]].field.values > dataset->column[c].field.values; at--)
			dataset->field_column[at] =
			    dataset->field_column[at - 1];
		dataset->field_column[at] = c;
		n++;
	}
	dataset->fields = n;
}

static enum status
make_groups(struct dataset *dataset, struct error *error)
{
	struct ingest *ingest = &dataset->ingest;
	uint32_t *code[KEY_FIELDS], codes[KEY_FIELDS];
	size_t order[KEY_FIELDS], n = 0;

	for (size_t f = 0; f < dataset->fields; f++)
		order[n++] = dataset->column[dataset->field_column[f]].keyed;
	for (size_t c = 0; c < dataset->columns; c++) {
		const struct dataset_column *column = &dataset->column[c];

		if (column->keyed == DATASET_NONE)
			continue;
		code[column->keyed] = column->code;
		codes[column->keyed] = column->codes;
		if (column->role != ROLE_QUASI_IDENTIFIER)
			order[n++] = column->keyed;
	}
	if (ingest->cells)
		return ingest_cells_groups(&dataset->groups, ingest, code,
		    codes, order, error);
	return ingest_groups(&dataset->groups, ingest, code, codes, order,
	    error);
}

enum status
dataset_read(struct dataset *dataset, struct error *error)
{
	enum status status = read_rows(dataset, error);

	if (status == STATUS_OK)
		status = dataset_parts_operate(dataset, error);
	if (status == STATUS_OK)
		status = dataset_parts_encode(dataset, error);
	if (status == STATUS_OK) {
		order_fields(dataset);
		status = make_groups(dataset, error);
	}
	if (status == STATUS_OK)
		status = dataset_parts_select(dataset, error);
	return status;
}

uint32_t
dataset_code(const struct dataset *dataset, size_t column, uint32_t group)
{
	const struct ingest_groups *groups = &dataset->groups;

	return key_get(groups->keys + (size_t)group * groups->words,
	    groups->field[dataset->column[column].keyed]);
}

/* The dictionary of a column's values after operators. */
const struct dict *
dataset_parts_values(const struct dataset *dataset, size_t c)
{
	const struct dataset_column *column = &dataset->column[c];

	return column->map != NULL ? &column->changed :
	    &dataset->ingest.values[column->keyed];
}

struct text
dataset_text(const struct dataset *dataset, size_t column, uint32_t group)
{
	uint32_t code = dataset_code(dataset, column, group);
	const struct dataset_column *of = &dataset->column[column];

	return dict_text(dataset_parts_values(dataset, column),
	    of->value_of == NULL ? code : of->value_of[code]);
}

void
dataset_rows(struct dataset *dataset)
{
	struct ingest *ingest = &dataset->ingest;
	const struct ingest_groups *groups = &dataset->groups;
	uint32_t *left = dataset->subset;

	for (size_t p = 0; p < ingest->piece_count; p++) {
		struct ingest_piece *piece = &ingest->pieces[p];
		const uint32_t *of_shard = groups->of_shard[piece->shard];

		for (uint32_t r = 0; piece->ids != NULL && r < piece->rows;
		    r++) {
			uint32_t group = of_shard[piece->ids[r]];

			if (dataset->alive[group] == 0 ||
			    (left != NULL && left[group] == 0))
				group = DATASET_NO_GROUP;
			else if (left != NULL)
				left[group]--;
			piece->ids[r] = group;
		}
	}
}

static void
free_column(struct dataset_column *column)
{
	if (column->changed.slots != NULL)
		dict_free(&column->changed);
	mem_free(column->map);
	hierarchy_free(&column->hierarchy);
	field_free(&column->field);
	mem_free(column->code);
	mem_free(column->value_of);
}

void
dataset_free(struct dataset *dataset)
{
	for (size_t c = 0; dataset->column != NULL && c < dataset->columns;
	    c++)
		free_column(&dataset->column[c]);
	mem_free(dataset->column);
	ingest_groups_free(&dataset->groups);
	ingest_free(&dataset->ingest);
	mem_free(dataset->subset);
	mem_free(dataset->alive);
	mem_free(dataset->class_of);
	for (size_t s = 0; s < SENSITIVE_MAX; s++)
		mem_free(dataset->recode[s]);
	dice_free(dataset->dice);
	memset(dataset, 0, sizeof(*dataset));
}
