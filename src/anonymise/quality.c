#include <math.h>

#include "anonymise/quality.h"
#include "anonymise/ratio.h"
#include "base/mem.h"

const char *const quality_names[QUALITY_COUNT + 1] = {
	"loss", "loss_arithmetic", "aecs", "discernibility",
	"discernibility_monotone", "height", "precision", "entropy",
	"entropy_normalised", NULL
};

/* ARX cuts losses of a column off behind this many decimals. */
static const double cut = 1e10;

struct column {
	uint64_t *rows;		/* by code */
	uint64_t *hidden;	/* by code, of the list that is scored */
	/* By level. */
	uint64_t leaves[HIERARCHY_LEVELS];	/* sum of leaves over rows */
	uint32_t most[HIERARCHY_LEVELS];	/* leaves of any label */
	double entropy[HIERARCHY_LEVELS];
	double upper;		/* entropy at a root */
};

struct quality {
	const struct problem *problem;
	size_t fields;
	struct column column[FIELDS_MAX];
	uint64_t *scratch;	/* entropy: rows by label */
};

static double
floor10(double x)
{
	return floor(x * cut) / cut;
}

/* sum over values of a * log2(b / a), b the rows of a's label. */
static double
entropy_of(const struct field *field, const struct column *column,
    uint32_t level, uint64_t *label)
{
	const struct field_level *at = &field->level[level];
	double sum = 0;

	memset(label, 0, at->size * sizeof(*label));
	for (uint32_t c = 0; c < field->values; c++)
		label[at->rank[c]] += column->rows[c];
	for (uint32_t c = 0; c < field->values; c++)
		if (column->rows[c] > 0)
			sum += (double)column->rows[c] *
			    log2((double)label[at->rank[c]] /
			    (double)column->rows[c]);
	return sum;
}

static void
sum_column(struct quality *quality, size_t f)
{
	const struct problem *problem = quality->problem;
	const struct field *field = problem->field[f];
	struct column *column = &quality->column[f];

	for (uint32_t i = 0; i < problem->classes; i++)
		column->rows[key_get(problem->keys + (size_t)i *
		    problem->words, problem->key[f])] += problem->rows[i];
	for (uint32_t l = 0; l < field->levels; l++) {
		const struct field_level *level = &field->level[l];

		for (uint32_t c = 0; c < field->values; c++) {
			uint32_t leaves = level->leaves[level->rank[c]];

			column->leaves[l] += column->rows[c] * leaves;
			if (leaves > column->most[l])
				column->most[l] = leaves;
		}
		column->entropy[l] = entropy_of(field, column, l,
		    quality->scratch);
	}
	column->upper = 0;
	for (uint32_t c = 0; c < field->values; c++)
		if (column->rows[c] > 0)
			column->upper += (double)column->rows[c] *
			    log2((double)problem->total /
			    (double)column->rows[c]);
	column->upper = floor10(column->upper);
}

struct quality *
quality_new(const struct problem *problem)
{
	struct quality *quality = mem_alloc(sizeof(*quality));
	uint32_t most = 0;
	bool ready = quality != NULL;

	if (!ready)
		return NULL;
	quality->problem = problem;
	quality->fields = problem->fields;
	for (size_t f = 0; f < problem->fields; f++) {
		uint32_t values = problem->field[f]->values;

		most = values > most ? values : most;
		quality->column[f].rows = mem_array(values, sizeof(uint64_t));
		quality->column[f].hidden = mem_array(values,
		    sizeof(uint64_t));
		ready = ready && quality->column[f].rows != NULL &&
		    quality->column[f].hidden != NULL;
	}
	quality->scratch = mem_array(most, sizeof(*quality->scratch));
	if (!ready || quality->scratch == NULL) {
		quality_free(quality);
		return NULL;
	}
	for (size_t f = 0; f < problem->fields; f++)
		sum_column(quality, f);
	return quality;
}

void
quality_free(struct quality *quality)
{
	if (quality == NULL)
		return;
	for (size_t f = 0; f < quality->fields; f++) {
		mem_free(quality->column[f].rows);
		mem_free(quality->column[f].hidden);
	}
	mem_free(quality->scratch);
	mem_free(quality);
}

/*
 * loss_j from A_j * D_j, which is a whole number; cut off exactly.  Counts
 * are below 2^31 and leaves too, so sum * 10^10 stays below 2^96.
 */
static double
column_loss(const struct problem *problem, size_t f, uint64_t sum)
{
	uint64_t domain = problem->field[f]->domain;
	wide whole = (wide)problem->total * (domain - 1);

	if (whole == 0 || sum <= problem->total)
		return 0;
	return (double)(uint64_t)((wide)(sum - problem->total) *
	    10000000000 / whole) / cut;
}

/* The field of the column that is at a place among the columns. */
static size_t
field_at(const struct problem *problem, size_t place)
{
	size_t f = 0;

	while (f + 1 < problem->fields && problem->place[f] != place)
		f++;
	return f;
}

/* One number from the columns' sums of leaves. */
static double
loss(const struct quality *quality, const uint64_t *sums)
{
	const struct problem *problem = quality->problem;
	double n = (double)problem->fields;
	double product = 1, sum = 0;

	/* In the order of the columns, as everybody else multiplies. */
	for (size_t i = 0; i < problem->fields; i++) {
		size_t f = field_at(problem, i);
		double value = column_loss(problem, f, sums[f]);

		product *= pow(value + 1, 1 / n);
		sum += value;
	}
	return problem->quality == QUALITY_LOSS ? product - 1 : sum / n;
}

static double
height(const struct problem *problem, const struct vertex *node)
{
	double sum = 0;

	for (size_t f = 0; f < problem->fields; f++)
		sum += vertex_level(node, f);
	return sum;
}

static double
precision(const struct problem *problem, const struct vertex *node,
    uint64_t suppressed)
{
	double total = (double)problem->total, sum = 0;

	for (size_t f = 0; f < problem->fields; f++) {
		uint32_t top = problem->field[f]->levels - 1;
		double value = top == 0 ? 0 :
		    (double)vertex_level(node, f) / top;

		sum += ((total - (double)suppressed) * value +
		    (double)suppressed) / total;
	}
	return sum / (double)problem->fields;
}

/* The columns' entropies, with what suppression adds to each. */
static double
entropy(const struct quality *quality, const struct vertex *node,
    const double *more)
{
	const struct problem *problem = quality->problem;
	double sum = 0;

	for (size_t f = 0; f < problem->fields; f++) {
		const struct column *column = &quality->column[f];
		double value = floor10(column->entropy[vertex_level(node, f)] +
		    (more == NULL ? 0 : more[f]));

		if (problem->quality == QUALITY_ENTROPY)
			sum += value;
		else if (column->upper > 0)
			sum += value / column->upper;
	}
	return sum;
}

double
quality_bound_floor(const struct quality *quality, const struct vertex *node,
    const struct quality_floor *floor)
{
	const struct problem *problem = quality->problem;
	uint64_t sums[FIELDS_MAX];

	switch (problem->quality) {
	case QUALITY_LOSS:
	case QUALITY_LOSS_ARITHMETIC:
		for (size_t f = 0; f < problem->fields; f++) {
			uint32_t level = vertex_level(node, f);
			const struct column *column = &quality->column[f];
			uint64_t least = floor->suppressed *
			    (problem->field[f]->domain - column->most[level]);

			sums[f] = column->leaves[level] +
			    (floor->sum[f] > least ? floor->sum[f] : least);
		}
		return loss(quality, sums);
	case QUALITY_PRECISION:
		return precision(problem, node, floor->suppressed);
	case QUALITY_ENTROPY:
	case QUALITY_ENTROPY_NORMALISED:
		return entropy(quality, node, NULL);
	case QUALITY_HEIGHT:
		return height(problem, node);
	case QUALITY_AECS:
	case QUALITY_DISCERNIBILITY:
	case QUALITY_DISCERNIBILITY_MONOTONE:
		return 0;
	}
	return 0;
}

double
quality_bound(const struct quality *quality, const struct vertex *node)
{
	static const struct quality_floor nothing = { .suppressed = 0 };

	return quality_bound_floor(quality, node, &nothing);
}

void
quality_floor_raise(struct quality_floor *floor,
    const struct quality_floor *by)
{
	if (by->suppressed > floor->suppressed)
		floor->suppressed = by->suppressed;
	for (size_t f = 0; f < FIELDS_MAX; f++)
		if (by->sum[f] > floor->sum[f])
			floor->sum[f] = by->sum[f];
}

bool
quality_is_class_based(const struct quality *quality)
{
	enum quality_kind kind = quality->problem->quality;

	return kind == QUALITY_AECS || kind == QUALITY_DISCERNIBILITY ||
	    kind == QUALITY_DISCERNIBILITY_MONOTONE;
}

static uint64_t
occupied(const struct classes *classes)
{
	uint64_t count = 0;

	for (uint32_t c = 0; c < classes->count; c++)
		count += classes->rows[c] > 0;
	return count;
}

/* Squares of all classes, or of those shown. */
static wide
squares(const struct classes *classes, bool all)
{
	wide sum = 0;

	for (uint32_t c = 0; c < classes->count; c++)
		if (all || classes->shown[c])
			sum += (wide)classes->rows[c] * classes->rows[c];
	return sum;
}

double
quality_bound_classes(const struct quality *quality,
    const struct classes *classes)
{
	uint64_t count;

	if (!quality_is_class_based(quality) || !classes->complete)
		return 0;
	if (quality->problem->quality != QUALITY_AECS)
		return (double)squares(classes, true);
	count = occupied(classes);
	return count == 0 ? 0 : (double)quality->problem->total /
	    (double)count;
}

void
quality_look(struct quality *quality, const struct classes *classes)
{
	const struct problem *problem = quality->problem;
	const size_t words = problem->words;

	for (size_t f = 0; f < quality->fields; f++)
		memset(quality->column[f].hidden, 0,
		    problem->field[f]->values * sizeof(uint64_t));
	for (uint32_t c = 0; c < classes->count; c++) {
		const uint64_t *key = classes->keys + (size_t)c * words;

		if (classes->shown[c])
			continue;
		for (size_t f = 0; f < quality->fields; f++)
			quality->column[f].hidden[key_get(key,
			    problem->key[f])] += classes->rows[c];
	}
}

/*
 * Leaves of a column over the rows shown, and the domain for others, once
 * these are counted.
 */
static uint64_t
column_sum(const struct quality *quality, const struct vertex *node, size_t f)
{
	const struct field *field = quality->problem->field[f];
	const struct column *column = &quality->column[f];
	const struct field_level *level = &field->level[vertex_level(node, f)];
	uint64_t sum = column->leaves[vertex_level(node, f)];

	for (uint32_t c = 0; c < field->values; c++)
		if (column->hidden[c] > 0)
			sum += column->hidden[c] * (field->domain -
			    level->leaves[level->rank[c]]);
	return sum;
}

/* What suppression adds to a column's entropy. */
static double
suppressed_entropy(struct quality *quality, const struct vertex *node,
    size_t f, uint64_t suppressed)
{
	const struct field *field = quality->problem->field[f];
	const struct field_level *level = &field->level[vertex_level(node, f)];
	uint64_t *label = quality->scratch;
	double sum = 0;

	memset(label, 0, level->size * sizeof(*label));
	for (uint32_t c = 0; c < field->values; c++)
		label[level->rank[c]] += quality->column[f].hidden[c];
	for (uint32_t l = 0; l < level->size; l++)
		if (label[l] > 0)
			sum += (double)label[l] * log2((double)suppressed /
			    (double)label[l]);
	return sum;
}

static double
score_entropy(struct quality *quality, const struct classes *classes,
    uint64_t suppressed)
{
	double more[FIELDS_MAX] = { 0 };

	for (size_t f = 0; suppressed > 0 && f < quality->fields; f++)
		more[f] = suppressed_entropy(quality, &classes->node, f,
		    suppressed);
	return entropy(quality, &classes->node, more);
}

bool
quality_floor(struct quality *quality, const struct classes *classes,
    struct quality_floor *floor)
{
	enum quality_kind kind = quality->problem->quality;

	if (classes->failing == 0 || (kind != QUALITY_LOSS &&
	    kind != QUALITY_LOSS_ARITHMETIC && kind != QUALITY_PRECISION))
		return false;
	floor->suppressed = classes->failing;
	if (classes->failing != classes->suppressed)
		return true;
	for (size_t f = 0; f < quality->fields; f++)
		floor->sum[f] = column_sum(quality, &classes->node, f) -
		    quality->column[f].leaves[vertex_level(&classes->node, f)];
	return true;
}

static double
score_loss(struct quality *quality, const struct classes *classes)
{
	uint64_t sums[FIELDS_MAX];

	for (size_t f = 0; f < quality->fields; f++)
		sums[f] = column_sum(quality, &classes->node, f);
	return loss(quality, sums);
}

double
quality_score(struct quality *quality, const struct classes *classes)
{
	const struct problem *problem = quality->problem;
	double total = (double)problem->total;
	uint64_t suppressed = 0, kept = 0;

	for (uint32_t c = 0; c < classes->count; c++) {
		kept += classes->shown[c] && classes->rows[c] > 0;
		suppressed += classes->shown[c] ? 0 : classes->rows[c];
	}
	switch (problem->quality) {
	case QUALITY_LOSS:
	case QUALITY_LOSS_ARITHMETIC:
		return score_loss(quality, classes);
	case QUALITY_AECS:
		return total / (double)(kept + (suppressed > 0));
	case QUALITY_DISCERNIBILITY:
		return (double)(squares(classes, false) +
		    (wide)suppressed * problem->total);
	case QUALITY_DISCERNIBILITY_MONOTONE:
		return (double)squares(classes, true);
	case QUALITY_HEIGHT:
		return height(problem, &classes->node);
	case QUALITY_PRECISION:
		return precision(problem, &classes->node, suppressed);
	case QUALITY_ENTROPY:
	case QUALITY_ENTROPY_NORMALISED:
		return score_entropy(quality, classes, suppressed);
	}
	return 0;
}

double
quality_class(const struct quality *quality, const struct classes *classes,
    uint32_t class)
{
	const struct problem *problem = quality->problem;
	const uint64_t *key = classes->keys + (size_t)class * problem->words;
	double rows = (double)classes->rows[class], n = (double)problem->fields;
	double product = 1, sum = 0;

	if (problem->quality != QUALITY_LOSS &&
	    problem->quality != QUALITY_LOSS_ARITHMETIC)
		return 0;
	/* In the order of the columns, so that equal classes are equal. */
	for (size_t i = 0; i < problem->fields; i++) {
		size_t f = field_at(problem, i);
		const struct field_level *level =
		    &problem->field[f]->level[vertex_level(&classes->node, f)];
		double share = level->leaves[level->rank[key_get(key,
		    problem->key[f])]] / (double)problem->field[f]->domain;

		product *= pow(rows * share + 1, 1 / n);
		sum += rows * share;
	}
	return problem->quality == QUALITY_LOSS ? product - 1 : sum;
}
