#include "test.h"

#include "anonymise/model.h"
#include "anonymise/number.h"
#include "anonymise/recheck_models.h"
#include "base/mem.h"

static uint64_t state_ = 1;

static uint64_t
next(uint64_t below)
{
	uint64_t z = (state_ += 0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
	z = (z ^ z >> 27) * 0x94D049BB133111EB;
	return (z ^ z >> 31) % below;
}

static struct ratio
ratio(const char *text)
{
	struct ratio value = { 0, 1 };

	assert_true(ratio_parse(text_of(text), &value));
	return value;
}

static void
reads_thresholds(void **state)
{
	struct ratio value;

	(void)state;
	value = ratio("0.05");
	assert_int_equal(value.p, 5);
	assert_int_equal(value.q, 100);
	assert_int_equal(ratio_floor(value, 30162), 1508);
	/* Where binary fractions would give 28. */
	assert_int_equal(ratio_floor(ratio("0.29"), 100), 29);
	assert_int_equal(ratio_floor(ratio("5%"), 1000), 50);
	assert_int_equal(ratio_floor(ratio("0.5%"), 1000), 5);
	assert_int_equal(ratio_floor(ratio("1/3"), 10), 3);
	assert_int_equal(ratio_floor(ratio("1"), UINT64_MAX), UINT64_MAX);
	assert_true(ratio_at_least(ratio("0.2"), 1, 5));
	assert_false(ratio_at_least(ratio("0.2"), 2000000001, 10000000000));
	assert_int_equal(ratio_compare(ratio("0.5"), ratio("1/2")), 0);
	assert_false(ratio_parse(TEXT(""), &value));
	assert_false(ratio_parse(TEXT("-1"), &value));
	assert_false(ratio_parse(TEXT(".5"), &value));
	assert_false(ratio_parse(TEXT("5."), &value));
	assert_false(ratio_parse(TEXT("1/0"), &value));
	assert_false(ratio_parse(TEXT("1e-3"), &value));
	assert_false(ratio_parse(TEXT("0.0000000001"), &value));
}

static void
reads_numbers(void **state)
{
	char text[NUMBER_TEXT];
	int64_t value;
	int scale;

	(void)state;
	assert_true(number_parse(TEXT("-12.50"), &value, &scale));
	assert_int_equal(value, -1250);
	assert_int_equal(scale, 2);
	number_format(value, scale, text);
	assert_string_equal(text, "-12.50");
	number_format(-5, 2, text);
	assert_string_equal(text, "-0.05");
	assert_int_equal(number_rescale(-125, 1, 3), -12500);
	assert_true(number_parse(TEXT("+7"), &value, &scale));
	assert_false(number_parse(TEXT("7."), &value, &scale));
	assert_false(number_parse(TEXT(".7"), &value, &scale));
	assert_false(number_parse(TEXT("1.2.3"), &value, &scale));
	assert_false(number_parse(TEXT("1,000"), &value, &scale));
	assert_false(number_parse(TEXT("1234567890123456"), &value, &scale));
	assert_false(number_parse(TEXT("0.1234567890"), &value, &scale));
	assert_false(number_parse(TEXT(""), &value, &scale));
	assert_false(number_parse(TEXT("-"), &value, &scale));
}

/* A sensitive column with a hierarchy of pairs and fours. */
struct made {
	struct hierarchy hierarchy;
	struct dict values;
	struct sensitive sensitive;
	struct recheck_column column;
	uint64_t total[64];
	uint32_t leaf[64];
	uint32_t code[64];
};

static void
make(struct made *made, uint32_t values, uint64_t scale)
{
	struct error error;
	uint32_t missing;

	memset(made, 0, sizeof(*made));
	assert_ok(hierarchy_begin(&made->hierarchy, 4, &error), &error);
	assert_true(dict_init(&made->values));
	for (uint32_t v = 0; v < values; v++) {
		char text[4][16];
		struct text labels[4];

		for (uint32_t l = 0; l < 3; l++) {
			(void)snprintf(text[l], sizeof(text[l]), "%u-%u", l,
			    v >> l);
			labels[l] = text_of(text[l]);
		}
		labels[3] = TEXT("*");
		assert_ok(hierarchy_row(&made->hierarchy, labels, &error),
		    &error);
		(void)dict_add_text(&made->values, labels[0], 0);
	}
	assert_ok(hierarchy_end(&made->hierarchy, "test", &error), &error);
	assert_ok(field_bind(&made->sensitive.field, &made->hierarchy,
	    &made->values, made->code, &missing, &error), &error);
	made->sensitive.total = made->total;
	for (uint32_t v = 0; v < values; v++) {
		made->leaf[v] = v;
		made->total[v] = (1 + next(20)) * scale;
		made->sensitive.rows += made->total[v];
	}
	made->column = (struct recheck_column){
		.values = values, .all = made->total,
		.rows = made->sensitive.rows,
		.hierarchy = &made->hierarchy, .leaf = made->leaf
	};
}

static void
unmake(struct made *made)
{
	field_free(&made->sensitive.field);
	hierarchy_free(&made->hierarchy);
	dict_free(&made->values);
}

/* Two programs, written apart, must say the same of every class. */
static void
agrees_with_definitions(void **state)
{
	enum { ROUNDS = 40000 };
	struct made made;
	unsigned int allowed = 0;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		uint32_t counters[64] = { 0 }, values = 1 + (uint32_t)next(9);
		uint64_t of_value[64] = { 0 }, rows = 0;
		struct model model = {
			.kind = (enum model_kind)next(MODEL_COUNT),
			.n = 1 + next(5),
			.limit = { 1 + next(60), 50 },
			.low = { next(10), 50 },
		};
		struct model_class class = { .counters = counters };
		struct recheck_class again = { .of_value = of_value };
		bool a, b;

		if (round % 100 == 0) {
			if (round > 0)
				unmake(&made);
			make(&made, values, 1 + next(1000000));
		}
		values = made.column.values;
		for (uint32_t v = 0; v < values; v++) {
			counters[v] = next(3) == 0 ? 0 : (uint32_t)next(9);
			of_value[v] = counters[v];
			rows += counters[v];
		}
		if (rows == 0)
			continue;
		class.rows = again.rows = rows;
		class.all = again.all = rows + next(20);
		a = model_allows(&model, &made.sensitive, &class);
		b = recheck_models_hold(&model, &made.column, &again);
		if (a != b)
			print_error("round %d, model %d\n", round,
			    (int)model.kind);
		assert_int_equal(a, b);
		allowed += a;
	}
	unmake(&made);
	assert_true(allowed > ROUNDS / 5 && allowed < ROUNDS / 5 * 4);
}

static bool
entropy_allows(const char *l, const uint32_t *counters, uint32_t values)
{
	struct sensitive sensitive = { .field = { .values = values } };
	struct model model = {
		.kind = MODEL_ENTROPY, .limit = ratio(l)
	};
	struct model_class class = { .counters = counters };

	for (uint32_t v = 0; v < values; v++)
		class.rows += counters[v];
	return model_allows(&model, &sensitive, &class);
}

/* Equal shares of l values have exactly the entropy ln l. */
static void
entropy_is_exact_at_the_limit(void **state)
{
	uint32_t counters[20];

	(void)state;
	for (uint32_t l = 2; l <= 20; l++)
		for (uint32_t each = 1; each < 5000; each = each * 3 + 1) {
			char text[16];

			for (uint32_t v = 0; v < l; v++)
				counters[v] = each;
			(void)snprintf(text, sizeof(text), "%u", l);
			assert_true(entropy_allows(text, counters, l));
			/* One row elsewhere, and it is not. */
			counters[0]++;
			counters[1]--;
			assert_false(entropy_allows(text, counters, l));
		}
	/* 2, 1, 1: H = 1.5 ln 2 = ln 2.8284... */
	assert_true(entropy_allows("2.828427124",
	    (const uint32_t[]){ 2, 1, 1 }, 3));
	assert_false(entropy_allows("2.828427125",
	    (const uint32_t[]){ 2, 1, 1 }, 3));
}

/*
 * Where products of 32 bits overflow: a class of 10^6 rows among 2 * 10^9,
 * distance exactly 1/4.
 */
static void
closeness_does_not_overflow(void **state)
{
	struct made made;
	uint32_t counters[2] = { 750000, 250000 };
	struct model model = { .limit = { 1, 4 } };
	struct model_class class = {
		.rows = 1000000, .all = 1000000, .counters = counters
	};

	(void)state;
	make(&made, 2, 1);
	made.total[0] = made.total[1] = 1000000000;
	made.sensitive.rows = 2000000000;
	model.kind = MODEL_T_EQUAL;
	assert_true(model_allows(&model, &made.sensitive, &class));
	model.kind = MODEL_T_ORDERED;
	assert_true(model_allows(&model, &made.sensitive, &class));
	/* The two are one label at the first of three levels. */
	model.kind = MODEL_T_HIERARCHICAL;
	model.limit = (struct ratio){ 1, 12 };
	assert_true(model_allows(&model, &made.sensitive, &class));
	model.limit = (struct ratio){ 249999999, 1000000000 };
	model.kind = MODEL_T_EQUAL;
	assert_false(model_allows(&model, &made.sensitive, &class));
	model.limit = (struct ratio){ 83333333, 1000000000 };
	model.kind = MODEL_T_HIERARCHICAL;
	assert_false(model_allows(&model, &made.sensitive, &class));
	unmake(&made);
}

/* Li et al. 2007, the example with salaries: 3k 4k 5k among 3k to 11k. */
static void
ordered_distance_of_the_paper(void **state)
{
	struct sensitive sensitive = { .field = { .values = 9 }, .rows = 9 };
	uint64_t total[9] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
	uint32_t low[9] = { 1, 1, 1 };
	uint32_t mixed[9] = { 0, 0, 0, 1, 0, 1, 0, 0, 1 };
	struct model model = { .kind = MODEL_T_ORDERED };
	struct model_class class = {
		.rows = 3, .all = 3, .counters = low
	};

	(void)state;
	sensitive.total = total;
	model.limit = (struct ratio){ 375, 1000 };
	assert_true(model_allows(&model, &sensitive, &class));
	model.limit = (struct ratio){ 374, 1000 };
	assert_false(model_allows(&model, &sensitive, &class));
	/* 6k 8k 11k: 0.167 (rounded in the paper; exactly 1/6). */
	class.counters = mixed;
	model.limit = (struct ratio){ 1, 6 };
	assert_true(model_allows(&model, &sensitive, &class));
	model.limit = (struct ratio){ 1666, 10000 };
	assert_false(model_allows(&model, &sensitive, &class));
}

static void
recursive_with_many_values(void **state)
{
	uint32_t counters[100];
	struct sensitive sensitive = { .field = { .values = 100 } };
	struct model model = {
		.kind = MODEL_RECURSIVE, .n = 80, .limit = { 1, 1 }
	};
	struct model_class class = { .counters = counters };

	(void)state;
	for (uint32_t v = 0; v < 100; v++) {
		counters[v] = 1;
		class.rows++;
	}
	/* r1 = 1 against the 21 rows of the tail. */
	assert_true(model_allows(&model, &sensitive, &class));
	counters[0] = 21;
	class.rows += 20;
	assert_false(model_allows(&model, &sensitive, &class));
	counters[0] = 20;
	class.rows--;
	assert_true(model_allows(&model, &sensitive, &class));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_thresholds),
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(agrees_with_definitions),
		cmocka_unit_test(entropy_is_exact_at_the_limit),
		cmocka_unit_test(closeness_does_not_overflow),
		cmocka_unit_test(ordered_distance_of_the_paper),
		cmocka_unit_test(recursive_with_many_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
