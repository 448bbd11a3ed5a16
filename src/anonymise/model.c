#include "anonymise/model.h"
#include "anonymise/model_parts.h"

bool
model_is_sensitive(enum model_kind kind)
{
	return kind >= MODEL_DISTINCT && kind <= MODEL_T_HIERARCHICAL;
}

bool
model_is_sample(enum model_kind kind)
{
	return kind == MODEL_UNIQUENESS || kind == MODEL_AVERAGE_RISK;
}

bool
model_is_sized(enum model_kind kind)
{
	return kind == MODEL_K_ANONYMITY || (kind >= MODEL_DISTINCT &&
	    kind <= MODEL_RECURSIVE);
}

bool
model_is_monotone(enum model_kind kind)
{
	return kind == MODEL_K_ANONYMITY || kind == MODEL_K_MAP ||
	    kind == MODEL_DISTINCT;
}

static bool
distinct(const uint32_t *counters, uint32_t values, uint64_t wanted)
{
	uint64_t found = 0;

	for (uint32_t v = 0; v < values; v++)
		found += counters[v] > 0;
	return found >= wanted;
}

static int
descending(const void *a, const void *b)
{
	uint32_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x < y) - (x > y);
}

/*
 * r1 < c * (rl + ... + rm), r1 >= r2 >= ... the rows of the m values that
 * occur; false when m < l.
 */
static bool
recursive(const struct model *model, const struct model_class *class,
    const uint32_t *counters, uint32_t values)
{
	enum { SOME = 64 };
	uint32_t top[SOME];
	uint64_t large = 0;
	size_t l = model->n, found = 0;

	if (!distinct(counters, values, l))
		return false;
	if (l > SOME)
		return model_parts_recursive(model, class, counters, values,
		    descending);
	/* The l - 1 greatest, in order. */
	for (uint32_t v = 0; v < values; v++) {
		uint32_t c = counters[v];
		size_t at = found;

		if (c == 0 || (found == l && c <= top[l - 1]))
			continue;
		if (found < l)
			found++;
		else
			at--;
		for (; at > 0 && top[at - 1] < c; at--)
			top[at] = top[at - 1];
		top[at] = c;
	}
	for (size_t i = 0; i + 1 < l; i++)
		large += top[i];
	return (wide)top[0] * model->limit.q <
	    (wide)(class->rows - large) * model->limit.p;
}

static bool
presence(const struct model *model, const struct model_class *class)
{
	if (class->rows == 0)
		return model->low.p == 0;
	return ratio_at_least(model->limit, class->rows, class->all) &&
	    (wide)class->rows * model->low.q >=
	    (wide)model->low.p * class->all;
}

bool
model_allows(const struct model *model, const struct sensitive *sensitive,
    const struct model_class *class)
{
	const struct sensitive *of = NULL;
	const uint32_t *counters = NULL, *some = NULL;
	uint32_t values = 0;

	if (model_is_sensitive(model->kind)) {
		of = &sensitive[model->sensitive];
		some = counters = class->counters + of->offset;
		values = of->field.values;
		/* To diversity what does not occur says nothing. */
		if (class->found != NULL) {
			some = class->counts + of->offset;
			values = class->found[model->sensitive];
		}
	}
	switch (model->kind) {
	case MODEL_K_ANONYMITY:
		return class->rows >= model->n;
	case MODEL_K_MAP:
		return class->all >= model->n;
	case MODEL_DISTINCT:
		return distinct(some, values, model->n);
	case MODEL_ENTROPY:
		return model_parts_entropy(model, class->rows, some, values);
	case MODEL_RECURSIVE:
		return recursive(model, class, some, values);
	case MODEL_T_EQUAL:
		if (class->found != NULL)
			return model_parts_equal_few(model, of, class->rows,
			    class->values + of->offset, some, values);
		return model_parts_equal(model, of, class->rows, counters);
	case MODEL_T_ORDERED:
		return model_parts_ordered(model, of, class->rows, counters);
	case MODEL_T_HIERARCHICAL:
		return model_parts_hierarchical(model, of, class->rows,
		    counters);
	case MODEL_PRESENCE:
		return presence(model, class);
	case MODEL_UNIQUENESS:
	case MODEL_AVERAGE_RISK:
		return true;
	}
	return false;
}

bool
model_sample_allows(const struct model *model, uint64_t classes,
    uint64_t rows, uint64_t alone)
{
	if (rows == 0)
		return true;
	return ratio_at_least(model->limit,
	    model->kind == MODEL_UNIQUENESS ? alone : classes, rows);
}
