#include "anonymise/dataset_parts.h"
#include "anonymise/recheck.h"
#include "anonymise/recheck_models.h"
#include "base/mem.h"

enum { KEY_TEXT = 1 << 16 };

/* What is known of one quasi-identifier's or sensitive column in the file. */
struct seen_column {
	size_t source;			/* column of the dataset */
	size_t file;			/* column of the file */
	uint32_t star;			/* its value "*", or DICT_NONE */
	uint32_t *code;			/* sensitive: by value of the file */
};

struct recheck {
	const struct recheck_claim *claim;
	struct csv *csv;
	struct table *rows;
	struct ingest ingest;
	struct ingest_groups groups;
	size_t fields;
	size_t sensitives;
	struct seen_column column[FIELDS_MAX + SENSITIVE_MAX];
	struct recheck_column model_column[SENSITIVE_MAX];
	uint32_t *leaf[SENSITIVE_MAX];
	uint64_t *of_value[SENSITIVE_MAX];
	/* What should be there: labels of a class → its rows. */
	struct dict expected;
	uint64_t *expected_rows;
	uint64_t *expected_all;
	/* Sums over the classes that say something. */
	uint64_t classes;
	uint64_t shown;
	uint64_t alone;
	uint64_t stars;
};

static enum status
wrong(struct error *error, const char *ja, const char *en)
{
	enum status status = error_set(error, STATUS_INTEGRITY,
	    "recheck_failed", "書いたファイルの検証に失敗しました: %s",
	    "the file that was written failed its check: %s", ja);

	(void)snprintf(error->text[LANGUAGE_EN], sizeof(error->text[0]),
	    "the file that was written failed its check: %s", en);
	return status;
}

/* A value as it was before the guard against formulas. */
static struct text
unguarded(const struct recheck *r, struct text text)
{
	if (r->claim->plan->output.formula_guard && text.n > 1 &&
	    text.p[0] == '\'' &&
	    csv_is_formula(text_slice(text, 1, text.n)))
		return text_slice(text, 1, text.n);
	return text;
}

/* The columns of the file: those that were not left out, in their order. */
static enum status
find_columns(struct recheck *r, size_t *columns, size_t *count,
    struct error *error)
{
	const struct dataset *dataset = r->claim->dataset;
	const struct problem *problem = r->claim->problem;
	size_t file = 0;

	r->fields = problem->fields;
	r->sensitives = problem->sensitives;
	for (size_t c = 0; c < dataset->columns; c++) {
		if (dataset->column[c].role == ROLE_DELETE)
			continue;
		if (file == csv_columns(r->csv) ||
		    (!dataset->plan->input.headless && !text_equal(
		    csv_name(r->csv, file), dataset->column[c].name)))
			return wrong(error, "列が違います",
			    "the columns differ");
		for (size_t f = 0; f < r->fields; f++)
			if (dataset->field_column[f] == c)
				r->column[f] = (struct seen_column){
					.source = c, .file = file
				};
		for (size_t s = 0; s < r->sensitives; s++)
			if (problem->sensitive[s].column == c)
				r->column[r->fields + s] =
				    (struct seen_column){
					.source = c, .file = file
				};
		file++;
	}
	if (file != csv_columns(r->csv))
		return wrong(error, "列が多すぎます",
		    "there are more columns");
	*count = r->fields + r->sensitives;
	for (size_t i = 0; i < *count; i++)
		columns[i] = r->column[i].file;
	return STATUS_OK;
}

static enum status
group_file(struct recheck *r, struct error *error)
{
	size_t order[KEY_FIELDS], n = r->ingest.columns;
	uint32_t *code[KEY_FIELDS] = { NULL }, codes[KEY_FIELDS];
	enum status status = STATUS_OK;

	for (size_t i = 0; i < n; i++) {
		order[i] = i;
		codes[i] = r->ingest.values[i].count;
		code[i] = mem_array(codes[i], sizeof(uint32_t));
		if (code[i] == NULL)
			status = error_memory(error);
		for (uint32_t v = 0; status == STATUS_OK && v < codes[i]; v++)
			code[i][v] = v;
	}
	if (status == STATUS_OK)
		status = ingest_groups(&r->groups, &r->ingest, code, codes,
		    order, error);
	for (size_t i = 0; i < n; i++)
		mem_free(code[i]);
	return status;
}

/* Rows that are artificial do not count. */
static void
take_out_pseudo(struct recheck *r)
{
	const uint8_t *is_pseudo = r->claim->emitted->is_pseudo;
	size_t row = 0;

	for (size_t p = 0; is_pseudo != NULL && p < r->ingest.piece_count;
	    p++) {
		const struct ingest_piece *piece = &r->ingest.pieces[p];

		for (uint32_t i = 0; i < piece->rows; i++, row++)
			if ((is_pseudo[row / 8] >> (row % 8) & 1) != 0)
				r->groups.rows[r->groups.of_shard[
				    piece->shard][piece->ids[i]]]--;
	}
}

/* The labels of a class as one text. */
static enum status
join(char *room, size_t *n, struct text label, struct error *error)
{
	if (*n + label.n + 1 > KEY_TEXT)
		return error_set(error, STATUS_INVALID, "labels_too_long",
		    "階層の語が長すぎます (一行で合わせて %d バイトまで)",
		    "words of hierarchies are too long (%d bytes in a row)",
		    (int)KEY_TEXT);
	memcpy(room + *n, label.p, label.n);
	*n += label.n;
	room[(*n)++] = '\x1f';
	return STATUS_OK;
}

/* What the run says: rows by labels. */
static enum status
expect(struct recheck *r, char *room, struct error *error)
{
	const struct outcome *outcome = r->claim->outcome;
	const struct problem *problem = r->claim->problem;

	r->expected_rows = mem_array(outcome->count, sizeof(uint64_t));
	r->expected_all = mem_array(outcome->count, sizeof(uint64_t));
	if (!dict_init(&r->expected) || r->expected_rows == NULL ||
	    r->expected_all == NULL)
		return error_memory(error);
	for (uint32_t c = 0; c < outcome->count; c++) {
		enum status status = STATUS_OK;
		size_t n = 0;
		uint32_t id;

		for (size_t f = 0; status == STATUS_OK && f < r->fields; f++)
			status = join(room, &n, outcome_label(outcome,
			    problem, c, f), error);
		if (status != STATUS_OK)
			return status;
		id = dict_add_text(&r->expected, (struct text){ room, n }, 0);
		if (id == DICT_NONE)
			return error_memory(error);
		r->expected_rows[id] += outcome->shown[c] ?
		    outcome->rows[c] : 0;
		r->expected_all[id] += outcome->all[c];
	}
	return STATUS_OK;
}

/* Sensitive values of the file by their place in the model's order. */
static enum status
prepare_sensitive(struct recheck *r, size_t s, struct error *error)
{
	const struct dataset *dataset = r->claim->dataset;
	const struct sensitive *of = &r->claim->problem->sensitive[s];
	struct seen_column *column = &r->column[r->fields + s];
	const struct dict *file = &r->ingest.values[r->fields + s];
	const struct dict *values = dataset_parts_values(dataset,
	    column->source);
	const struct hierarchy *h = &dataset->column[column->source].hierarchy;

	column->code = mem_array(file->count, sizeof(uint32_t));
	r->leaf[s] = mem_array(of->field.values, sizeof(uint32_t));
	r->of_value[s] = mem_array(of->field.values, sizeof(uint64_t));
	if (column->code == NULL || r->leaf[s] == NULL ||
	    r->of_value[s] == NULL)
		return error_memory(error);
	for (uint32_t v = 0; v < file->count; v++) {
		uint32_t value = dict_find_text(values, unguarded(r,
		    dict_text(file, v)));

		if (value == DICT_NONE)
			return wrong(error, "機微な列に新しい値があります",
			    "a sensitive column has a value that is new");
		column->code[v] = dataset->recode[s][value];
	}
	for (uint32_t v = 0; v < values->count; v++)
		if (h->levels > 0) {
			uint32_t leaf = dict_find_text(&h->label[0],
			    dict_text(values, v));

			r->leaf[s][dataset->recode[s][v]] =
			    leaf == DICT_NONE ? 0 : leaf;
		}
	r->model_column[s] = (struct recheck_column){
		.values = of->field.values, .all = of->total,
		.rows = of->rows, .hierarchy = h->levels > 0 ? h : NULL,
		.leaf = r->leaf[s]
	};
	return STATUS_OK;
}

/* Every label of the file stands in its hierarchy. */
static enum status
check_labels(struct recheck *r, struct error *error)
{
	for (size_t f = 0; f < r->fields; f++) {
		const struct dict *file = &r->ingest.values[f];
		const struct hierarchy *h = &r->claim->dataset->column[
		    r->column[f].source].hierarchy;

		r->column[f].star = dict_find_text(file, TEXT("*"));
		for (uint32_t v = 0; v < file->count; v++) {
			bool known = v == r->column[f].star;

			for (uint32_t l = 0; l < h->levels && !known; l++)
				known = dict_find_text(&h->label[l],
				    unguarded(r, dict_text(file, v))) !=
				    DICT_NONE;
			if (!known)
				return wrong(error, "階層にない値があります",
				    "a value is in no hierarchy");
		}
	}
	return STATUS_OK;
}

static uint32_t
value_of(const struct recheck *r, uint32_t group, size_t i)
{
	return key_get(r->groups.keys + (size_t)group * r->groups.words,
	    r->groups.field[i]);
}

static bool
same_class(const struct recheck *r, uint32_t a, uint32_t b)
{
	for (size_t f = 0; f < r->fields; f++)
		if (value_of(r, a, f) != value_of(r, b, f))
			return false;
	return true;
}

/* Groups first to end - 1 are one class of the file. */
static enum status
check_class(struct recheck *r, uint32_t first, uint32_t end, char *room,
    struct error *error)
{
	const struct problem *problem = r->claim->problem;
	struct recheck_class class = { .rows = 0 };
	enum status status;
	bool stars = true;
	size_t n = 0;
	uint32_t id;

	for (size_t s = 0; s < r->sensitives; s++)
		memset(r->of_value[s], 0, r->model_column[s].values *
		    sizeof(uint64_t));
	for (uint32_t g = first; g < end; g++) {
		class.rows += r->groups.rows[g];
		for (size_t s = 0; s < r->sensitives; s++)
			r->of_value[s][r->column[r->fields + s].code[
			    value_of(r, g, r->fields + s)]] +=
			    r->groups.rows[g];
	}
	for (size_t f = 0; f < r->fields; f++) {
		uint32_t v = value_of(r, first, f);

		stars = stars && v == r->column[f].star;
		status = join(room, &n, unguarded(r, dict_text(
		    &r->ingest.values[f], v)), error);
		if (status != STATUS_OK)
			return status;
	}
	if (stars) {
		r->stars += class.rows;
		return STATUS_OK;
	}
	if (class.rows == 0)
		return STATUS_OK;
	id = dict_find_text(&r->expected, (struct text){ room, n });
	if (id == DICT_NONE || r->expected_rows[id] != class.rows)
		return wrong(error, "組の行数が合いません",
		    "a class has another number of rows");
	r->expected_rows[id] = 0;
	class.all = r->expected_all[id];
	r->classes++;
	r->shown += class.rows;
	r->alone += class.rows == 1;
	for (size_t i = 0; i < problem->models; i++) {
		const struct model *model = &problem->model[i];

		class.of_value = r->of_value[model->sensitive];
		if (!recheck_models_hold(model,
		    &r->model_column[model->sensitive], &class))
			return wrong(error, "基準を満たさない組があります",
			    "a class does not satisfy the models");
	}
	return STATUS_OK;
}

static enum status
check_classes(struct recheck *r, char *room, struct error *error)
{
	enum status status = STATUS_OK;
	uint32_t end;

	for (uint32_t first = 0; status == STATUS_OK &&
	    first < r->groups.count; first = end) {
		for (end = first + 1; end < r->groups.count &&
		    same_class(r, first, end); end++)
			continue;
		status = check_class(r, first, end, room, error);
	}
	return status;
}

/* Rows that are shown with nothing but stars, as labels of their own. */
static uint64_t
expected_stars(struct recheck *r, char *room)
{
	struct error error;
	size_t n = 0;
	uint32_t id;
	uint64_t rows;

	for (size_t f = 0; f < r->fields; f++)
		(void)!join(room, &n, TEXT("*"), &error);
	id = dict_find_text(&r->expected, (struct text){ room, n });
	if (id == DICT_NONE)
		return 0;
	rows = r->expected_rows[id];
	r->expected_rows[id] = 0;
	return rows;
}

/* Models of all rows together; stars: rows that are no suppressed ones. */
static enum status
check_samples(const struct recheck *r, uint64_t stars, struct error *error)
{
	const struct problem *problem = r->claim->problem;
	uint64_t shown = r->shown + stars;

	if (r->claim->outcome->local || shown == 0 ||
	    problem_is_mute(problem, r->claim->outcome->vertex))
		return STATUS_OK;
	for (size_t i = 0; i < problem->models; i++) {
		const struct model *model = &problem->model[i];
		uint64_t of = model->kind == MODEL_UNIQUENESS ?
		    r->alone + (stars == 1) : r->classes + (stars > 0);

		if (model_is_sample(model->kind) && (wide)of *
		    model->limit.q > (wide)shown * model->limit.p)
			return wrong(error, "全体の基準を満たしません",
			    "a model of all rows is not satisfied");
	}
	return STATUS_OK;
}

static enum status
check_sums(struct recheck *r, char *room, struct error *error)
{
	const struct recheck_claim *claim = r->claim;
	uint64_t stars = expected_stars(r, room);

	if (r->stars != stars + claim->emitted->suppressed)
		return wrong(error, "抑制した行の数が合いません",
		    "the number of suppressed rows differs");
	if (r->ingest.rows != claim->emitted->rows ||
	    r->shown + r->stars + claim->emitted->pseudo != r->ingest.rows)
		return wrong(error, "行数が合いません",
		    "the number of rows differs");
	for (uint32_t i = 0; i < r->expected.count; i++)
		if (r->expected_rows[i] > 0)
			return wrong(error, "足りない組があります",
			    "a class is missing");
	return check_samples(r, stars, error);
}

static enum status
check_all(struct recheck *r, struct error *error)
{
	char *room = mem_alloc(KEY_TEXT);
	enum status status = room == NULL ? error_memory(error) : STATUS_OK;

	if (status == STATUS_OK)
		status = check_labels(r, error);
	for (size_t s = 0; status == STATUS_OK && s < r->sensitives; s++)
		status = prepare_sensitive(r, s, error);
	if (status == STATUS_OK)
		status = expect(r, room, error);
	if (status == STATUS_OK)
		status = check_classes(r, room, error);
	if (status == STATUS_OK)
		status = check_sums(r, room, error);
	mem_free(room);
	return status;
}

static enum status
read_file(struct recheck *r, const char *path, size_t threads,
    const struct progress *progress, struct error *error)
{
	const struct plan *plan = r->claim->plan;
	struct csv_options options = plan->input;
	size_t columns[KEY_FIELDS], count = 0;
	enum csv_encoding encoding = CSV_UTF8;
	enum status status;
	bool crlf;

	r->claim->dataset->rows->ops->form(r->claim->dataset->rows,
	    &encoding, &options.delimiter, &crlf);
	options.encoding = plan->output.encoding != CSV_AUTO ?
	    plan->output.encoding : encoding;
	if (plan->output.delimiter != 0)
		options.delimiter = plan->output.delimiter;
	status = csv_open(&r->csv, path, &options, error);
	if (status == STATUS_OK)
		status = rows_csv(&r->rows, r->csv, error);
	if (status == STATUS_OK)
		status = find_columns(r, columns, &count, error);
	if (status != STATUS_OK)
		return status;
	r->ingest.keep_ids = r->claim->emitted->is_pseudo != NULL;
	status = ingest_read(&r->ingest, r->rows, columns, count, threads,
	    progress, error);
	if (status == STATUS_OK)
		status = ingest_merge(&r->ingest, r->rows, error);
	if (status == STATUS_OK)
		status = group_file(r, error);
	if (status == STATUS_OK)
		take_out_pseudo(r);
	return status;
}

enum status
recheck_file(const char *path, const struct recheck_claim *claim,
    size_t threads, const struct progress *progress, struct error *error)
{
	struct recheck *r = mem_alloc(sizeof(*r));
	enum status status;

	if (r == NULL)
		return error_memory(error);
	r->claim = claim;
	status = read_file(r, path, threads, progress, error);
	if (status == STATUS_OK)
		status = check_all(r, error);
	for (size_t s = 0; s < SENSITIVE_MAX; s++) {
		mem_free(r->leaf[s]);
		mem_free(r->of_value[s]);
		mem_free(r->column[r->fields + s].code);
	}
	if (r->expected.slots != NULL)
		dict_free(&r->expected);
	mem_free(r->expected_rows);
	mem_free(r->expected_all);
	ingest_groups_free(&r->groups);
	ingest_free(&r->ingest);
	if (r->rows != NULL)
		r->rows->ops->release(r->rows);
	csv_close(r->csv);
	mem_free(r);
	return status;
}
