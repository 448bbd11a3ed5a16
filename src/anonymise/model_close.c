#include "anonymise/model_parts.h"

/*
 * With P the rows of a value among all N rows and c those among the n rows
 * of a class, the difference of the two frequencies is (c N - P n) / (n N).
 * The sums below are these numerators: at most 2 * ROWS_MAX^2 < 2^63.
 */

static inline int64_t
difference(const struct sensitive *sensitive, uint64_t rows,
    const uint32_t *counters, uint32_t v)
{
	return (int64_t)(counters[v] * sensitive->rows) -
	    (int64_t)(sensitive->total[v] * rows);
}

static inline uint64_t
magnitude(int64_t x)
{
	return x < 0 ? (uint64_t)-x : (uint64_t)x;
}

/* sum / (scale * n * N) <= t */
static bool
within(const struct model *model, const struct sensitive *sensitive,
    uint64_t rows, wide sum, uint64_t scale)
{
	wide whole = (wide)rows * sensitive->rows * scale;

	return sum * model->limit.q <= whole * model->limit.p;
}

bool
model_parts_equal(const struct model *model,
    const struct sensitive *sensitive, uint64_t rows,
    const uint32_t *counters)
{
	wide sum = 0;

	for (uint32_t v = 0; v < sensitive->field.values; v++)
		sum += magnitude(difference(sensitive, rows, counters, v));
	return within(model, sensitive, rows, sum, 2);
}

bool
model_parts_equal_few(const struct model *model,
    const struct sensitive *sensitive, uint64_t rows,
    const uint32_t *values, const uint32_t *counts, uint32_t found)
{
	uint64_t elsewhere = sensitive->rows;
	wide sum = 0;

	for (uint32_t i = 0; i < found; i++) {
		uint64_t total = sensitive->total[values[i]];

		sum += magnitude((int64_t)(counts[i] * sensitive->rows) -
		    (int64_t)(total * rows));
		elsewhere -= total;
	}
	return within(model, sensitive, rows, sum + (wide)elsewhere * rows,
	    2);
}

bool
model_parts_ordered(const struct model *model,
    const struct sensitive *sensitive, uint64_t rows,
    const uint32_t *counters)
{
	uint32_t values = sensitive->field.values;
	int64_t carried = 0;
	wide sum = 0;

	if (values < 2)
		return true;
	for (uint32_t v = 0; v < values; v++) {
		carried += difference(sensitive, rows, counters, v);
		sum += magnitude(carried);
	}
	return within(model, sensitive, rows, sum, values - 1);
}

/*
 * In a tree the mass that a node's children have too much and too little is
 * moved among them as far as it goes; the rest goes up.  Values of one label
 * stand together, so one pass per level over the codes will do: what a node
 * moves is the smaller of the two sums over its children.
 */
bool
model_parts_hierarchical(const struct model *model,
    const struct sensitive *sensitive, uint64_t rows,
    const uint32_t *counters)
{
	const struct field *field = &sensitive->field;
	wide sum = 0;

	if (field->levels < 2)
		return field->values < 2;
	for (uint32_t l = 1; l < field->levels; l++) {
		const uint32_t *child = field->level[l - 1].rank;
		const uint32_t *node = field->level[l].rank;
		uint64_t above = 0, below = 0;
		int64_t extra = 0;

		for (uint32_t v = 0; v < field->values; v++) {
			bool last = v + 1 == field->values;

			extra += difference(sensitive, rows, counters, v);
			if (!last && child[v + 1] == child[v])
				continue;
			above += extra > 0 ? magnitude(extra) : 0;
			below += extra < 0 ? magnitude(extra) : 0;
			extra = 0;
			if (!last && node[v + 1] == node[v])
				continue;
			sum += (wide)(above < below ? above : below) * l;
			above = below = 0;
		}
	}
	return within(model, sensitive, rows, sum, field->levels - 1);
}
