/*
 * Exact noise against its distribution, and protected tables against every
 * table that looks the same from outside.
 */
#include <math.h>

#include "test.h"

#include "base/mem.h"
#include "statistics/protect.h"
#include "statistics/sampler.h"

enum { DRAWS = 200000, BINS = 21, MIDDLE = BINS / 2 };

static uint64_t seed;

static uint64_t
next(void)
{
	uint64_t z = seed += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static void
fill(void *context, uint8_t *out, size_t n)
{
	(void)context;
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)next();
}

static struct dice *
dice(void)
{
	struct dice *d = dice_new((struct dice_source){ fill, NULL });

	assert_non_null(d);
	return d;
}

/* Weight of a whole number, up to a factor. */
static double
laplace(int x, double epsilon)
{
	return exp(-abs(x) * epsilon);
}

static double
gaussian(int x, double variance)
{
	return exp(-(double)x * x / (2 * variance));
}

/* Pearson's statistic of draws against a weight; both tails are bins. */
static double
distance(const int64_t *draws, double (*weight)(int, double),
    double parameter)
{
	double expected[BINS] = { 0 }, total = 0, sum = 0;
	uint64_t seen[BINS] = { 0 };

	for (int x = -2000; x <= 2000; x++) {
		int bin = x < -MIDDLE ? 0 : x > MIDDLE ? BINS - 1 :
		    x + MIDDLE;

		expected[bin] += weight(x, parameter);
		total += weight(x, parameter);
	}
	for (int i = 0; i < DRAWS; i++) {
		int64_t x = draws[i];

		seen[x < -MIDDLE ? 0 : x > MIDDLE ? BINS - 1 :
		    x + MIDDLE]++;
	}
	for (int i = 0; i < BINS; i++) {
		double e = expected[i] / total * DRAWS;

		if (e >= 5)
			sum += ((double)seen[i] - e) *
			    ((double)seen[i] - e) / e;
	}
	return sum;
}

/* 20 degrees of freedom: above 52 once in ten thousand. */
static const double limit = 52;

static void
laplace_is_exact(void **state)
{
	static const struct sampler_ratio tried[] = {
		{ 1, 2 }, { 1, 1 }, { 2, 3 }, { 3, 7 }, { 5, 2 },
	};
	int64_t *draws = mem_array(DRAWS, sizeof(*draws));
	struct dice *d = dice();

	(void)state;
	assert_non_null(draws);
	for (size_t i = 0; i < LENGTH(tried); i++) {
		double epsilon = (double)tried[i].p / tried[i].q;

		for (int n = 0; n < DRAWS; n++)
			draws[n] = sampler_laplace(d, tried[i]);
		assert_true(distance(draws, laplace, epsilon) < limit);
		/* The test would see a wrong one. */
		assert_true(distance(draws, laplace, epsilon * 1.05) >
		    limit);
	}
	dice_free(d);
	mem_free(draws);
}

static void
gaussian_is_exact(void **state)
{
	static const struct sampler_ratio tried[] = {
		{ 1, 1 }, { 4, 1 }, { 1, 2 }, { 9, 2 }, { 16, 1 },
	};
	int64_t *draws = mem_array(DRAWS, sizeof(*draws));
	struct dice *d = dice();

	(void)state;
	assert_non_null(draws);
	for (size_t i = 0; i < LENGTH(tried); i++) {
		double variance = (double)tried[i].p / tried[i].q;

		for (int n = 0; n < DRAWS; n++)
			draws[n] = sampler_gaussian(d, tried[i]);
		assert_true(distance(draws, gaussian, variance) < limit);
		assert_true(distance(draws, gaussian, variance * 1.1) >
		    limit);
	}
	dice_free(d);
	mem_free(draws);
}

static void
exp_is_exact(void **state)
{
	static const struct {
		uint64_t p, q;
	} tried[] = { { 0, 1 }, { 1, 3 }, { 1, 1 }, { 5, 2 }, { 7, 1000 } };
	struct dice *d = dice();

	(void)state;
	for (size_t i = 0; i < LENGTH(tried); i++) {
		double p = exp(-(double)tried[i].p / (double)tried[i].q);
		double sigma = sqrt(p * (1 - p) * DRAWS);
		int ones = 0;

		for (int n = 0; n < DRAWS; n++)
			ones += sampler_exp(d, tried[i].p, tried[i].q);
		assert_true(fabs(ones - p * DRAWS) <= 4 * sigma);
	}
	dice_free(d);
}

/* Tables. */

enum { ROWS = 3, COLUMNS = 3, MINIMUM = 5 };

static struct protect_table
random_table(size_t rows, size_t columns, uint64_t most, struct arena *arena)
{
	struct protect_table table;
	struct error error;

	assert_ok(protect_new(&table, rows, columns, arena, &error), &error);
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < columns; c++)
			table.count[protect_at(&table, r, c)] = next() % 3 ==
			    0 ? next() % (MINIMUM + 1) : next() % most;
	protect_sum(&table);
	return table;
}

/* Tries every table that agrees with what is shown. */
struct attack {
	const struct protect_table *table;
	uint64_t cell[ROWS][COLUMNS];
	uint64_t least[(ROWS + 1) * (COLUMNS + 1)];
	uint64_t greatest[(ROWS + 1) * (COLUMNS + 1)];
};

static bool
agrees(const struct attack *a, size_t row, size_t column, uint64_t sum)
{
	size_t at = protect_at(a->table, row, column);

	return a->table->state[at] != PROTECT_SHOWN ||
	    a->table->count[at] == sum;
}

static void
found(struct attack *a, size_t row, size_t column, uint64_t value)
{
	size_t at = protect_at(a->table, row, column);

	if (value < a->least[at])
		a->least[at] = value;
	if (value > a->greatest[at])
		a->greatest[at] = value;
}

static void
whole(struct attack *a)
{
	uint64_t columns[COLUMNS] = { 0 }, total = 0;

	for (size_t r = 0; r < ROWS; r++)
		for (size_t c = 0; c < COLUMNS; c++)
			columns[c] += a->cell[r][c];
	for (size_t c = 0; c < COLUMNS; c++) {
		total += columns[c];
		if (!agrees(a, ROWS, c, columns[c]))
			return;
	}
	if (!agrees(a, ROWS, COLUMNS, total))
		return;
	for (size_t r = 0; r < ROWS; r++)
		for (size_t c = 0; c < COLUMNS; c++)
			found(a, r, c, a->cell[r][c]);
}

static void
search(struct attack *a, size_t at, uint64_t row_sum)
{
	size_t r = at / COLUMNS, c = at % COLUMNS;
	size_t place = protect_at(a->table, r, c);
	uint64_t row_total = a->table->count[protect_at(a->table, r,
	    COLUMNS)];
	bool hidden = a->table->state[place] != PROTECT_SHOWN;
	uint64_t from = hidden ? 0 : a->table->count[place];
	uint64_t to = hidden ? row_total - (row_sum < row_total ? row_sum :
	    row_total) : from;

	for (uint64_t v = from; v <= to; v++) {
		a->cell[r][c] = v;
		if (c == COLUMNS - 1 && row_sum + v != row_total)
			continue;
		if (at == ROWS * COLUMNS - 1)
			whole(a);
		else
			search(a, at + 1, c == COLUMNS - 1 ? 0 : row_sum + v);
	}
}

static bool
row_margins_shown(const struct protect_table *table)
{
	for (size_t r = 0; r <= table->rows; r++)
		if (table->state[protect_at(table, r, table->columns)] !=
		    PROTECT_SHOWN)
			return false;
	return true;
}

/* The flow finds what trying everything finds. */
static void
nobody_works_it_out(void **state)
{
	int checked = 0, hidden = 0;

	seed = 11;
	for (int i = 0; i < 400; i++) {
		struct protect_table table;
		struct attack *a;
		struct error error;

		arena_reset(*state);
		a = arena_alloc(*state, sizeof(*a));
		table = random_table(ROWS, COLUMNS, 14, *state);
		if (protect_suppress(&table, MINIMUM, &error) != STATUS_OK ||
		    !row_margins_shown(&table))
			continue;
		a->table = &table;
		memset(a->least, 0xFF, sizeof(a->least));
		search(a, 0, 0);
		for (size_t r = 0; r < ROWS; r++)
			for (size_t c = 0; c < COLUMNS; c++) {
				size_t at = protect_at(&table, r, c);
				uint64_t least, greatest;

				assert_true(table.state[at] != PROTECT_SHOWN ||
				    table.count[at] == 0 ||
				    table.count[at] >= MINIMUM);
				if (table.state[at] == PROTECT_SHOWN)
					continue;
				hidden++;
				assert_true(protect_range(&table, r, c,
				    &least, &greatest));
				assert_int_equal(least, a->least[at]);
				assert_int_equal(greatest, a->greatest[at]);
				if (table.state[at] == PROTECT_PRIMARY)
					assert_true(greatest - least >=
					    MINIMUM - 1);
			}
		checked++;
	}
	assert_true(checked > 100 && hidden > 400);
}

/* Larger tables: no primary cell is within less than minimum - 1. */
static void
large_tables_hold(void **state)
{
	int done = 0;

	seed = 5;
	for (int i = 0; i < 60; i++) {
		size_t rows = 1 + next() % 12, columns = 1 + next() % 9;
		struct protect_table table;
		struct error error;

		arena_reset(*state);
		table = random_table(rows, columns, 60, *state);
		if (protect_suppress(&table, 10, &error) != STATUS_OK)
			continue;
		for (size_t r = 0; r <= rows; r++)
			for (size_t c = 0; c <= columns; c++) {
				size_t at = protect_at(&table, r, c);
				uint64_t least, greatest;

				assert_true(table.count[at] == 0 ||
				    table.count[at] >= 10 ||
				    table.state[at] != PROTECT_SHOWN);
				if (table.state[at] != PROTECT_PRIMARY)
					continue;
				assert_true(protect_range(&table, r, c,
				    &least, &greatest));
				assert_true(greatest - least >= 9);
			}
		done++;
	}
	assert_true(done > 30);
}

/* The fault that the property finds: only the small ones are hidden. */
static void
hiding_one_is_not_enough(void **state)
{
	struct protect_table table;
	struct error error;
	uint64_t least, greatest;

	assert_ok(protect_new(&table, 2, 2, *state, &error), &error);
	table.count[0] = 3;
	table.count[1] = 20;
	table.count[3] = 30;
	table.count[4] = 40;
	protect_sum(&table);
	assert_int_equal(table.count[8], 93);
	table.state[0] = PROTECT_PRIMARY;
	assert_true(protect_range(&table, 0, 0, &least, &greatest));
	assert_int_equal(least, 3);
	assert_int_equal(greatest, 3);
	assert_ok(protect_suppress(&table, 10, &error), &error);
	assert_true(protect_range(&table, 0, 0, &least, &greatest));
	assert_int_equal(least, 0);
	assert_int_equal(greatest, 23);
	/* Margins stay, where they can. */
	assert_int_equal(table.state[2], PROTECT_SHOWN);
	assert_int_equal(table.state[8], PROTECT_SHOWN);
}

static void
refuses_and_rounds(void **state)
{
	struct protect_table table;
	struct error error;

	assert_ok(protect_new(&table, 2, 1, *state, &error), &error);
	table.count[0] = 2;
	table.count[2] = 1;
	protect_sum(&table);
	assert_fails(protect_suppress(&table, 10, &error), &error,
	    STATUS_REFUSED, "table_too_small");
	assert_fails(protect_new(&table, 5000, 1, *state, &error), &error,
	    STATUS_INVALID, "table_too_large");
	assert_ok(protect_new(&table, 1, 2, *state, &error), &error);
	table.count[0] = 14;
	table.count[1] = 15;
	protect_sum(&table);
	protect_round(&table, 10);
	assert_int_equal(table.count[0], 10);
	assert_int_equal(table.count[1], 20);
	assert_int_equal(table.count[2], 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exp_is_exact),
		cmocka_unit_test(laplace_is_exact),
		cmocka_unit_test(gaussian_is_exact),
		arena_test(nobody_works_it_out),
		arena_test(large_tables_hold),
		arena_test(hiding_one_is_not_enough),
		arena_test(refuses_and_rounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
