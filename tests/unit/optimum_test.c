#include "test.h"

#include <math.h>

#include "anonymise/dataset.h"
#include "anonymise/lattice.h"
#include "anonymise/optimum.h"
#include "memory_rows.h"

/*
 * The search against the oracle, on random tables, hierarchies, models and
 * qualities.  The sequence is always the same; SEKISHO_ROUNDS makes it
 * longer.
 */

enum { ROWS_MOST = 400, COLUMNS_MOST = 12, BYTES = 1 << 16 };

static uint64_t state;

static uint64_t
next(uint64_t below)
{
	uint64_t z = (state += 0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
	z = (z ^ z >> 27) * 0x94D049BB133111EB;
	return (z ^ z >> 31) % below;
}

struct random_table {
	size_t fields;
	size_t columns;		/* with the sensitive ones behind */
	size_t rows;
	uint32_t values[COLUMNS_MOST];
	char names[COLUMNS_MOST][24];
	struct text name[COLUMNS_MOST];
	uint8_t bytes[BYTES];
	struct csv_cell cells[ROWS_MOST * COLUMNS_MOST];
	struct plan plan;
	struct plan_column column[COLUMNS_MOST];
	struct memory_rows memory;
};

/* Values are numbers, and their hierarchy bands: nested by construction. */
static void
make_columns(struct random_table *t)
{
	static const int64_t widths[] = { 2, 4, 20, 40, 200 };

	for (size_t c = 0; c < t->columns; c++) {
		struct plan_column *column = &t->column[c];

		(void)snprintf(t->names[c], sizeof(t->names[c]), "c%zu", c);
		t->name[c] = text_of(t->names[c]);
		column->name = t->name[c];
		column->role = c < t->fields ? ROLE_QUASI_IDENTIFIER :
		    ROLE_SENSITIVE;
		column->max_level = UINT32_MAX;
		column->hierarchy.source = SOURCE_BUILTIN;
		column->hierarchy.recipe.rule = RULE_BANDS;
		column->hierarchy.recipe.band_count = 3 -
		    (size_t)next(next(2) == 0 ? 4 : 1);
		for (size_t i = 0; i < 3; i++)
			column->hierarchy.recipe.bands[i] = widths[i +
			    (t->values[c] > 50)];
		if (next(8) == 0 && column->hierarchy.recipe.band_count > 0)
			column->max_level = 1;
		if (next(8) == 0)
			column->min_level = 1;
	}
}

static void
make_rows(struct random_table *t)
{
	size_t n = 0;

	for (size_t r = 0; r < t->rows; r++)
		for (size_t c = 0; c < t->columns; c++) {
			uint64_t value = next(t->values[c]);
			char *to = (char *)t->bytes + n;

			/* Small values are likelier. */
			if (next(2) == 0)
				value = next(value + 1);
			t->cells[r * t->columns + c].at = (uint32_t)n;
			n += (size_t)snprintf(to, BYTES - n, "%llu",
			    (unsigned long long)value);
			t->cells[r * t->columns + c].n =
			    (uint32_t)(n - t->cells[r * t->columns + c].at);
			assert_true(n + CSV_SLACK < BYTES);
		}
}

static struct model
random_model(const struct random_table *t)
{
	struct model model = { .kind = (enum model_kind)next(MODEL_COUNT) };

	if (t->columns == t->fields && model_is_sensitive(model.kind))
		model.kind = MODEL_K_ANONYMITY;
	if (!t->plan.has_subset && (model.kind == MODEL_K_MAP ||
	    model.kind == MODEL_PRESENCE))
		model.kind = MODEL_K_ANONYMITY;
	model.n = 1 + next(6);
	model.limit = (struct ratio){ 1 + next(9), 10 };
	model.sensitive = t->fields;
	if (t->columns > t->fields)
		model.sensitive += next(t->columns - t->fields);
	if (model.kind == MODEL_ENTROPY || model.kind == MODEL_RECURSIVE)
		model.limit = (struct ratio){ 10 + next(30), 10 };
	if (model.kind == MODEL_PRESENCE && next(2) == 0)
		model.low = (struct ratio){ next(3), 10 };
	if (ratio_compare(model.low, model.limit) > 0)
		model.low = (struct ratio){ 0, 1 };
	/* Classes of which one that is close is made of two that are not. */
	if (model.kind == MODEL_T_EQUAL ||
	    model.kind == MODEL_T_ORDERED ||
	    model.kind == MODEL_T_HIERARCHICAL)
		model.limit = (struct ratio){ 1 + next(60), 100 };
	if (model.kind == MODEL_UNIQUENESS)
		model.limit = (struct ratio){ next(20), 100 };
	return model;
}

static void
make_plan(struct random_table *t)
{
	struct plan *plan = &t->plan;
	static const uint64_t limits[] = { 0, 1, 5, 10, 20, 40, 100 };

	memset(plan, 0, sizeof(*plan));
	plan->columns = t->column;
	plan->column_count = t->columns;
	plan->quality = (enum quality_kind)next(QUALITY_COUNT);
	plan->suppression_limit = (struct ratio){
		limits[next(LENGTH(limits))], 100
	};
	if (next(4) == 0) {
		plan->has_subset = plan->subset.by_column = true;
		plan->subset.column = next(t->columns);
		plan->subset.value = TEXT("0");
	}
	plan->model_count = next(2) == 0 ? 1 : 2 + (size_t)next(2);
	for (size_t i = 0; i < plan->model_count; i++)
		plan->models[i] = random_model(t);
}

static void
make_table(struct random_table *t)
{
	bool many = next(10) == 0;

	memset(t->column, 0, sizeof(t->column));
	t->fields = many ? 10 : 1 + (size_t)next(4);
	t->columns = t->fields + (many ? 0 : (size_t)next(3));
	t->rows = 1 + (size_t)next(ROWS_MOST);
	for (size_t c = 0; c < t->columns; c++)
		t->values[c] = many ? 300 : 1 + (uint32_t)next(
		    c < t->fields ? 70 : next(4) == 0 ? 200 : 6);
	make_columns(t);
	for (size_t c = 0; many && c < t->columns; c++) {
		t->column[c].hierarchy.recipe.band_count = 0;
		t->column[c].min_level = 0;
	}
	make_rows(t);
	make_plan(t);
	t->memory = (struct memory_rows){
		.rows = { &memory_ops, t->columns, t->name, true },
		.bytes = t->bytes, .cells = t->cells, .count = t->rows
	};
}

/* A comma between all the facts that must agree. */
static void
same(const struct problem *problem, const struct optimum *a,
    const struct optimum *b, unsigned int round)
{
	char at[VERTEX_TEXT], bt[VERTEX_TEXT];

	problem_print(problem, &a->node, at);
	problem_print(problem, &b->node, bt);
	if (a->found != b->found || (a->found && (strcmp(at, bt) != 0 ||
	    a->suppressed != b->suppressed || a->shown != b->shown ||
	    a->smallest != b->smallest)))
		print_error("round %u: %d %s %.17g %llu, oracle %d %s %.17g "
		    "%llu\n", round, a->found, at, a->score,
		    (unsigned long long)a->suppressed, b->found, bt,
		    b->score, (unsigned long long)b->suppressed);
	assert_int_equal(a->found, b->found);
	if (!a->found)
		return;
	assert_string_equal(at, bt);
	assert_int_equal(a->suppressed, b->suppressed);
	assert_int_equal(a->shown, b->shown);
	assert_int_equal(a->smallest, b->smallest);
	assert_true(a->score >= b->score && a->score <= b->score);
}

static unsigned int
compare_once(struct random_table *t, unsigned int round)
{
	struct dataset dataset;
	struct problem problem = { .fields = 0 };
	struct optimum found, oracle;
	struct error error;
	enum status status;
	bool good = false;

	make_table(t);
	status = dataset_open(&dataset, &t->plan, &t->memory.rows, false,
	    1 + (size_t)next(2), dice_system(), NULL, &error);
	if (status == STATUS_OK)
		status = dataset_read(&dataset, &error);
	if (status == STATUS_OK)
		status = dataset_problem(&dataset, &problem, &error);
	if (status == STATUS_OK) {
		assert_ok(optimum_find(&found, &problem, 0, NULL, &error),
		    &error);
		assert_ok(optimum_exhaustive(&oracle, &problem, NULL,
		    &error), &error);
		same(&problem, &found, &oracle, round);
		good = found.found;
	} else if (status != STATUS_INVALID) {
		assert_ok(status, &error);
	} else if (strcmp(error.code, "no_rows") != 0 &&
	    strcmp(error.code, "hierarchy_no_root") != 0 &&
	    strcmp(error.code, "level_too_high") != 0) {
		assert_ok(status, &error);
	}
	problem_free(&problem);
	dataset_free(&dataset);
	return good;
}

static void
finds_what_the_oracle_finds(void **unused)
{
	const char *wanted = getenv("SEKISHO_ROUNDS");
	struct random_table *t = mem_alloc(sizeof(*t));
	int64_t rounds = 2000;
	unsigned int good = 0;

	(void)unused;
	assert_non_null(t);
	if (wanted != NULL)
		(void)text_to_int(text_of(wanted), &rounds);
	for (unsigned int round = 0; round < rounds; round++) {
		state = round;
		good += compare_once(t, round);
	}
	/* The comparison would be empty if plans were never possible. */
	assert_true(good > rounds / 3);
	mem_free(t);
}

/* The half that stays is the half with the least bounds, still in order. */
static void
thins_what_waits(void **context)
{
	enum { NODES = 1001 };
	struct lattice_queue queue = { .count = 0 };
	struct lattice_set set = { .count = 0 };
	struct lattice_front fronts[2] = { { .count = 0 }, { .count = 0 } };
	double gone = INFINITY;

	(void)context;
	for (uint32_t i = 0; i < NODES; i++) {
		struct lattice_waiting waiting = {
			.bound = (double)(i * 7919 % NODES)
		};

		vertex_set(&waiting.node, i % FIELDS_MAX, i % 100);
		assert_true(lattice_push(&queue, &waiting));
	}
	lattice_thin(&queue, &gone);
	assert_true(gone >= NODES / 2 && gone <= NODES / 2);
	for (uint32_t i = 0; i < NODES / 2; i++) {
		double bound = lattice_pop(&queue).bound;

		assert_true(bound >= i && bound <= i);
	}
	assert_int_equal(queue.count, 0);
	lattice_free(&queue, &set, &fronts[0], &fronts[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_the_oracle_finds),
		cmocka_unit_test(thins_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
