#include "anonymise/detail.h"
#include "base/clock.h"
#include "base/mem.h"

/* Milliseconds for one point of the frontier; what was found then counts. */
enum { POINT_TIME = 3000 };

static const uint64_t bounds[DETAIL_SIZES] = {
	1, 2, 3, 5, 10, 20, 50, 100, 1000
};

static void
add_size(struct detail *detail, int when, uint64_t rows)
{
	size_t i = DETAIL_SIZES - 1;

	if (rows == 0)
		return;
	while (rows < bounds[i])
		i--;
	detail->sizes[i].classes[when]++;
	detail->sizes[i].rows[when] += rows;
}

static void
count_sizes(struct detail *detail, const struct problem *problem,
    const struct outcome *outcome)
{
	for (size_t i = 0; i < DETAIL_SIZES; i++) {
		detail->sizes[i].from = bounds[i];
		detail->sizes[i].until = i + 1 < DETAIL_SIZES ?
		    bounds[i + 1] - 1 : 0;
	}
	for (uint32_t i = 0; i < problem->classes; i++)
		add_size(detail, 0, problem->rows[i]);
	for (uint32_t c = 0; c < outcome->count; c++)
		if (outcome->shown[c])
			add_size(detail, 1, outcome->rows[c]);
}

static void
put_label(char out[DETAIL_LABEL], struct text text)
{
	(void)snprintf(out, DETAIL_LABEL, "%.*s", TEXT_ARGS(text));
	text_end_whole(out);
}

/* The labels with the most rows, in the hierarchy's order; then the rest. */
static void
keep_labels(struct detail_column *column, const struct field_level *level,
    const uint64_t *before, const uint64_t *after)
{
	struct detail_label *rest = &column->labels[DETAIL_LABELS - 1];
	uint64_t least = 0;

	if (level->size > DETAIL_LABELS) {
		/* The smallest count with which few enough are left. */
		for (size_t kept = level->size; kept > DETAIL_LABELS - 1;) {
			uint64_t next = UINT64_MAX;

			for (uint32_t i = 0; i < level->size; i++)
				if (before[i] > least && before[i] < next)
					next = before[i];
			least = next;
			kept = 0;
			for (uint32_t i = 0; i < level->size; i++)
				kept += before[i] > least;
		}
	}
	for (uint32_t i = 0; i < level->size; i++) {
		struct detail_label *label = rest;

		if (before[i] > least || level->size <= DETAIL_LABELS) {
			label = &column->labels[column->count++];
			put_label(label->label, level->label[i]);
		}
		label->rows[0] += before[i];
		label->rows[1] += after[i];
	}
	if (level->size > DETAIL_LABELS) {
		struct detail_label last = *rest;

		memset(rest, 0, sizeof(*rest));
		put_label(last.label, TEXT("…"));
		column->labels[column->count++] = last;
	}
}

/* Rows by label, all and shown, at the level at which they are released. */
static enum status
count_column(struct detail_column *column, const struct problem *problem,
    const struct outcome *outcome, size_t f, struct error *error)
{
	const struct field *field = problem->field[f];
	uint32_t l = !outcome->local ? vertex_level(outcome->vertex, f) :
	    field->levels > 2 ? field->levels - 2 : field->levels - 1;
	const struct field_level *level = &field->level[l];
	uint64_t *rows = mem_array(level->size * (size_t)2, sizeof(*rows));

	if (rows == NULL)
		return error_memory(error);
	for (uint32_t i = 0; i < problem->classes; i++) {
		uint32_t class = outcome->class_of[i];
		uint32_t rank = level->rank[key_get(problem->keys +
		    (size_t)i * problem->words, problem->key[f])];

		rows[rank] += problem->rows[i];
		if (outcome->shown[class])
			rows[level->size + rank] += problem->rows[i];
	}
	put_label(column->name, field->name);
	column->loss = outcome->loss[f];
	keep_labels(column, level, rows, rows + level->size);
	mem_free(rows);
	return STATUS_OK;
}

/* Rows of one class with one sensitive value. */
struct triple {
	uint32_t class;
	uint32_t value;
	uint64_t rows;
};

static int
by_class(const void *a, const void *b)
{
	struct triple x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x.class != y.class)
		return x.class < y.class ? -1 : 1;
	return (x.value > y.value) - (x.value < y.value);
}

/* All rows that are shown, as triples; how many there are with out NULL. */
static size_t
take_triples(const struct problem *problem, const struct outcome *outcome,
    size_t s, struct triple *out)
{
	const struct sensitive *sensitive = &problem->sensitive[s];
	size_t n = 0;

	for (uint32_t i = 0; i < problem->classes; i++) {
		uint32_t class = outcome->class_of[i];
		uint32_t from = problem->start == NULL ? 0 : problem->start[i];
		uint32_t end = problem->start == NULL ?
		    sensitive->field.values : problem->start[i + 1];

		if (!outcome->shown[class])
			continue;
		for (uint32_t e = from; e < end; e++) {
			struct triple triple = { class, e, 0 };

			if (problem->start == NULL) {
				triple.rows = problem->counter[(size_t)i *
				    problem->stride + sensitive->offset + e];
			} else {
				triple.rows = problem->entry_rows[e];
				triple.value = problem->entry_value[(size_t)e *
				    problem->sensitives + s];
			}
			if (triple.rows == 0)
				continue;
			if (out != NULL)
				out[n] = triple;
			n++;
		}
	}
	return n;
}

/* One class with its most frequent value. */
static void
add_class(struct detail_sensitive *out, uint64_t most, uint64_t rows,
    uint64_t *total)
{
	double share = rows == 0 ? 0 : (double)most / (double)rows;

	if (share > out->highest)
		out->highest = share;
	out->average += (double)most;
	out->same_rows += most == rows ? rows : 0;
	*total += rows;
}

static enum status
count_sensitive(struct detail_sensitive *out, const struct problem *problem,
    const struct outcome *outcome, size_t s, struct error *error)
{
	size_t n = take_triples(problem, outcome, s, NULL);
	struct triple *triples = mem_array(n, sizeof(*triples));
	uint64_t most = 0, rows = 0, total = 0;

	if (triples == NULL)
		return error_memory(error);
	(void)take_triples(problem, outcome, s, triples);
	qsort(triples, n, sizeof(*triples), by_class);
	for (size_t i = 0; i < n; i++) {
		uint64_t same = triples[i].rows;

		if (i > 0 && triples[i].class != triples[i - 1].class) {
			add_class(out, most, rows, &total);
			most = rows = 0;
		}
		rows += same;
		while (i + 1 < n && by_class(&triples[i],
		    &triples[i + 1]) == 0) {
			same += triples[++i].rows;
			rows += triples[i].rows;
		}
		most = same > most ? same : most;
	}
	if (n > 0)
		add_class(out, most, rows, &total);
	out->average = total == 0 ? 0 : out->average / (double)total;
	out->values = problem->sensitive[s].field.values;
	put_label(out->name, problem->sensitive[s].field.name);
	mem_free(triples);
	return STATUS_OK;
}

static enum status
try_point(struct detail_point *point, const struct problem *problem,
    const struct progress *progress, struct error *error)
{
	struct outcome outcome = { .count = 0 };
	struct optimum best;
	struct risk risk;
	enum status status = optimum_find(&best, problem, clock_monotonic() +
	    POINT_TIME, progress, error);

	if (status != STATUS_OK || !best.found)
		return status;
	status = outcome_of_node(&outcome, problem, &best.node, error);
	if (status == STATUS_OK) {
		risk_of(&risk, &outcome);
		problem_print(problem, &best.node, point->node);
		point->possible = true;
		point->proven = best.proven;
		point->score = outcome.score;
		point->suppressed = outcome.suppressed;
		point->highest = risk.highest;
		point->average = risk.average;
	}
	outcome_free(&outcome);
	return status;
}

/* The plan with other numbers: every k with every limit; and itself. */
static enum status
try_points(struct detail *detail, const struct problem *problem,
    const struct progress *progress, struct error *error)
{
	static const uint64_t ks[] = { 2, 3, 5, 10, 20, 50 };
	const uint64_t limits[] = { 0, problem->total / 20,
	    problem->total / 5 };
	struct problem other = *problem;
	enum status status = STATUS_OK;
	bool tried = false;	/* the plan itself is among them */
	size_t m = 0;

	while (m < other.models && other.model[m].kind != MODEL_K_ANONYMITY)
		m++;
	if (m == other.models)
		return STATUS_OK;
	for (size_t i = 0; i < LENGTH(ks) * LENGTH(limits) &&
	    status == STATUS_OK; i++) {
		struct detail_point *point = &detail->point[detail->points++];

		point->k = ks[i / LENGTH(limits)];
		point->limit = limits[i % LENGTH(limits)];
		point->chosen = point->k == problem->model[m].n &&
		    point->limit == problem->limit;
		other.model[m].n = point->k;
		other.limit = point->limit;
		problem_finish(&other);
		status = try_point(point, &other, progress, error);
		tried = tried || point->chosen;
	}
	if (status == STATUS_OK && !tried) {
		struct detail_point *own = &detail->point[detail->points++];

		own->k = problem->model[m].n;
		own->limit = problem->limit;
		own->chosen = true;
		status = try_point(own, problem, progress, error);
	}
	return status;
}

enum status
detail_make(struct detail **out, const struct problem *problem,
    const struct outcome *outcome, const struct progress *progress,
    struct error *error)
{
	struct detail *detail = mem_alloc(sizeof(*detail));
	enum status status = STATUS_OK;

	*out = NULL;
	if (detail == NULL)
		return error_memory(error);
	count_sizes(detail, problem, outcome);
	detail->columns = problem->fields;
	for (size_t f = 0; f < problem->fields && status == STATUS_OK; f++)
		status = count_column(&detail->column[problem->place[f]],
		    problem, outcome, f, error);
	detail->sensitives = problem->sensitives;
	for (size_t s = 0; s < problem->sensitives && status == STATUS_OK;
	    s++)
		status = count_sensitive(&detail->sensitive[s], problem,
		    outcome, s, error);
	if (status == STATUS_OK && !outcome->local)
		status = try_points(detail, problem, progress, error);
	if (status != STATUS_OK) {
		detail_free(detail);
		return status;
	}
	*out = detail;
	return STATUS_OK;
}

void
detail_free(struct detail *detail)
{
	if (detail != NULL)
		mem_wipe(detail, sizeof(*detail));
	mem_free(detail);
}

/* Out. */

static void
json_sizes(struct jsonw *json, const struct detail *detail)
{
	jsonw_key(json, "class_sizes");
	jsonw_open_array(json);
	for (size_t i = 0; i < DETAIL_SIZES; i++) {
		const struct detail_size *size = &detail->sizes[i];

		jsonw_open_object(json);
		jsonw_member_count(json, "from", size->from);
		if (size->until > 0)
			jsonw_member_count(json, "to", size->until);
		jsonw_member_count(json, "classes_before", size->classes[0]);
		jsonw_member_count(json, "rows_before", size->rows[0]);
		jsonw_member_count(json, "classes_after", size->classes[1]);
		jsonw_member_count(json, "rows_after", size->rows[1]);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
json_columns(struct jsonw *json, const struct detail *detail)
{
	jsonw_key(json, "distributions");
	jsonw_open_array(json);
	for (size_t i = 0; i < detail->columns; i++) {
		const struct detail_column *column = &detail->column[i];

		jsonw_open_object(json);
		jsonw_member_string(json, "column", column->name);
		jsonw_member_real(json, "loss", column->loss, 6);
		jsonw_key(json, "labels");
		jsonw_open_array(json);
		for (size_t j = 0; j < column->count; j++) {
			jsonw_open_object(json);
			jsonw_member_string(json, "label",
			    column->labels[j].label);
			jsonw_member_count(json, "before",
			    column->labels[j].rows[0]);
			jsonw_member_count(json, "after",
			    column->labels[j].rows[1]);
			jsonw_close_object(json);
		}
		jsonw_close_array(json);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
json_sensitives(struct jsonw *json, const struct detail *detail)
{
	jsonw_key(json, "attribute_disclosure");
	jsonw_open_array(json);
	for (size_t i = 0; i < detail->sensitives; i++) {
		const struct detail_sensitive *s = &detail->sensitive[i];

		jsonw_open_object(json);
		jsonw_member_string(json, "column", s->name);
		jsonw_member_count(json, "values", s->values);
		jsonw_member_real(json, "highest_share", s->highest, 6);
		jsonw_member_real(json, "average_share", s->average, 6);
		jsonw_member_count(json, "rows_in_uniform_classes",
		    s->same_rows);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

void
detail_json(struct jsonw *json, const struct detail *detail)
{
	json_sizes(json, detail);
	json_columns(json, detail);
	json_sensitives(json, detail);
	jsonw_key(json, "frontier");
	jsonw_open_array(json);
	for (size_t i = 0; i < detail->points; i++) {
		const struct detail_point *point = &detail->point[i];

		jsonw_open_object(json);
		jsonw_member_count(json, "k", point->k);
		jsonw_member_count(json, "suppression_limit_rows",
		    point->limit);
		jsonw_member_bool(json, "possible", point->possible);
		jsonw_member_bool(json, "chosen", point->chosen);
		if (point->possible) {
			jsonw_member_string(json, "node", point->node);
			jsonw_member_bool(json, "proven", point->proven);
			jsonw_member_real(json, "score", point->score, 6);
			jsonw_member_count(json, "suppressed_rows",
			    point->suppressed);
			jsonw_member_real(json, "highest_risk", point->highest,
			    6);
			jsonw_member_real(json, "average_risk", point->average,
			    6);
		}
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}
