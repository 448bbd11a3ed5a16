#include "anonymise/hierarchy.h"
#include "base/csv.h"
#include "base/mem.h"

enum { FILE_ARENA = 1 << 24 };

enum status
hierarchy_begin(struct hierarchy *hierarchy, uint32_t levels,
    struct error *error)
{
	memset(hierarchy, 0, sizeof(*hierarchy));
	if (levels > HIERARCHY_LEVELS)
		return error_set(error, STATUS_INVALID, "hierarchy_levels",
		    "階層が深すぎます (上限 %d 段)",
		    "the hierarchy has too many levels (at most %d)",
		    HIERARCHY_LEVELS);
	hierarchy->levels = levels;
	for (uint32_t l = 0; l < levels; l++)
		if (!dict_init(&hierarchy->label[l]))
			return error_memory(error);
	return STATUS_OK;
}

void
hierarchy_free(struct hierarchy *hierarchy)
{
	for (uint32_t l = 0; l < hierarchy->levels; l++)
		if (hierarchy->label[l].slots != NULL)
			dict_free(&hierarchy->label[l]);
	mem_free(hierarchy->row);
	mem_free(hierarchy->order);
	memset(hierarchy, 0, sizeof(*hierarchy));
}

/* Rows are kept in steps of powers of two. */
static bool
row_room(struct hierarchy *hierarchy)
{
	size_t n = hierarchy->leaves, levels = hierarchy->levels;
	uint32_t *grown;

	if (n != 0 && (n < 64 || (n & (n - 1)) != 0))
		return true;
	grown = mem_grow(hierarchy->row, n * levels,
	    (n < 64 ? 64 : n * 2) * levels, sizeof(*grown));
	if (grown == NULL)
		return false;
	hierarchy->row = grown;
	return true;
}

enum status
hierarchy_row(struct hierarchy *hierarchy, const struct text *labels,
    struct error *error)
{
	uint32_t leaf = hierarchy->leaves;
	uint32_t *row;

	if (leaf == DICT_MAX || !row_room(hierarchy))
		return error_memory(error);
	row = hierarchy->row + (size_t)leaf * hierarchy->levels;
	for (uint32_t l = 0; l < hierarchy->levels; l++) {
		row[l] = dict_add_text(&hierarchy->label[l], labels[l], leaf);
		if (row[l] == DICT_NONE)
			return error_memory(error);
	}
	if (row[0] != leaf)
		return error_set(error, STATUS_INVALID, "hierarchy_duplicate",
		    "同じ値が二度あります (前は %llu 件目)",
		    "a value stands twice (before: number %llu)",
		    (unsigned long long)hierarchy->label[0].places[row[0]] +
		    1);
	hierarchy->leaves++;
	return STATUS_OK;
}

/* Whether labels of a level have one label each in the level above. */
static enum status
check_nested(const struct hierarchy *hierarchy, uint32_t level,
    const char *name, struct error *error)
{
	uint32_t *above = mem_array(hierarchy->label[level].count,
	    sizeof(*above));
	enum status status = STATUS_OK;

	if (above == NULL)
		return error_memory(error);
	for (uint32_t i = 0; i < hierarchy->leaves; i++) {
		const uint32_t *row = hierarchy->row +
		    (size_t)i * hierarchy->levels;

		if (above[row[level]] == 0)
			above[row[level]] = row[level + 1] + 1;
		if (above[row[level]] == row[level + 1] + 1)
			continue;
		status = error_set(error, STATUS_INVALID,
		    "hierarchy_not_nested",
		    "段 %u で同じ名前の値が段 %u で分かれています",
		    "values with one label at level %u have two at level %u",
		    level, level + 1);
		error_at(error, "%s:%u", name, i + 1);
		break;
	}
	mem_free(above);
	return status;
}

/* One stable counting sort by a level's labels. */
static void
sort_level(const struct hierarchy *hierarchy, uint32_t level, uint32_t *from,
    uint32_t *to, uint32_t *start)
{
	uint32_t labels = hierarchy->label[level].count;

	memset(start, 0, ((size_t)labels + 1) * sizeof(*start));
	for (uint32_t i = 0; i < hierarchy->leaves; i++)
		start[hierarchy->row[(size_t)i * hierarchy->levels +
		    level] + 1]++;
	for (uint32_t l = 0; l < labels; l++)
		start[l + 1] += start[l];
	for (uint32_t i = 0; i < hierarchy->leaves; i++)
		to[start[hierarchy->row[(size_t)from[i] *
		    hierarchy->levels + level]]++] = from[i];
}

/* Leaves in the file's order, but with every label's leaves together. */
static bool
put_in_order(struct hierarchy *hierarchy)
{
	uint32_t *order = mem_array(hierarchy->leaves, sizeof(*order));
	uint32_t *spare = mem_array(hierarchy->leaves, sizeof(*spare));
	uint32_t *start = mem_array((size_t)hierarchy->leaves + 1,
	    sizeof(*start));
	bool done = order != NULL && spare != NULL && start != NULL;

	for (uint32_t i = 0; done && i < hierarchy->leaves; i++)
		order[i] = i;
	for (uint32_t l = 1; done && l < hierarchy->levels; l++) {
		uint32_t *sorted = spare;

		sort_level(hierarchy, l, order, sorted, start);
		spare = order;
		order = sorted;
	}
	mem_free(spare);
	mem_free(start);
	hierarchy->order = order;
	return done;
}

enum status
hierarchy_end(struct hierarchy *hierarchy, const char *name,
    struct error *error)
{
	enum status status = STATUS_OK;

	if (hierarchy->leaves == 0) {
		status = error_set(error, STATUS_INVALID, "hierarchy_empty",
		    "階層に値がありません", "the hierarchy has no values");
		error_at(error, "%s", name);
		return status;
	}
	for (uint32_t l = 0; status == STATUS_OK && l + 1 < hierarchy->levels;
	    l++)
		status = check_nested(hierarchy, l, name, error);
	if (status == STATUS_OK && !put_in_order(hierarchy))
		status = error_memory(error);
	return status;
}

static enum status
read_rows(struct hierarchy *hierarchy, struct csv *csv, struct arena *arena,
    struct error *error)
{
	struct text labels[HIERARCHY_LEVELS];
	uint64_t line = 1;
	bool more = true;
	enum status status = hierarchy_begin(hierarchy,
	    (uint32_t)csv_columns(csv), error);

	if (status != STATUS_OK)
		error_at(error, "%s:1", csv_path(csv));
	while (status == STATUS_OK) {
		arena_reset(arena);
		status = csv_next(csv, labels, &line, &more, arena, error);
		if (status != STATUS_OK || !more)
			break;
		status = hierarchy_row(hierarchy, labels, error);
		if (status == STATUS_INVALID)
			csv_place(csv, error, line, 0);
	}
	return status;
}

enum status
hierarchy_file(struct hierarchy *hierarchy, const char *path,
    struct error *error)
{
	const struct csv_options options = { .headless = true };
	struct arena *arena = arena_new(FILE_ARENA);
	struct csv *csv = NULL;
	enum status status;

	memset(hierarchy, 0, sizeof(*hierarchy));
	if (arena == NULL)
		return error_memory(error);
	status = csv_open(&csv, path, &options, error);
	if (status == STATUS_OK)
		status = read_rows(hierarchy, csv, arena, error);
	if (status == STATUS_OK)
		status = hierarchy_end(hierarchy, path, error);
	csv_close(csv);
	arena_free(arena);
	return status;
}

enum status
hierarchy_others(struct hierarchy *hierarchy, const struct dict *values,
    struct text others, struct error *error)
{
	uint32_t top = hierarchy->levels - 1, leaves = hierarchy->leaves;
	struct text labels[HIERARCHY_LEVELS];
	enum status status = STATUS_OK;

	for (uint32_t l = 1; l < top; l++)
		labels[l] = others;
	labels[top] = hierarchy->label[top].count == 1 ?
	    dict_text(&hierarchy->label[top], 0) : others;
	for (uint32_t v = 0; status == STATUS_OK && v < values->count; v++) {
		labels[0] = dict_text(values, v);
		if (dict_find_text(&hierarchy->label[0], labels[0]) ==
		    DICT_NONE)
			status = hierarchy_row(hierarchy, labels, error);
	}
	if (status != STATUS_OK || hierarchy->leaves == leaves)
		return status;
	mem_free(hierarchy->order);
	hierarchy->order = NULL;
	return hierarchy_end(hierarchy, "others", error);
}
