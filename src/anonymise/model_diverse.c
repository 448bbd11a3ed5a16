#include <math.h>

#include "anonymise/model_parts.h"
#include "base/mem.h"

enum { TABLE = 4096 };

/* x ln x for small x, made once per thread. */
static double
x_log_x(uint64_t x)
{
	static _Thread_local double table[TABLE];

	if (x < 2)
		return 0;
	if (x >= TABLE)
		return (double)x * log((double)x);
	if (table[x] == 0)
		table[x] = (double)x * log((double)x);
	return table[x];
}

/* How often a prime divides n. */
static uint64_t
divides(uint64_t n, uint64_t prime)
{
	uint64_t times = 0;

	while (n % prime == 0) {
		n /= prime;
		times++;
	}
	return times;
}

/*
 * Whether n^n q^n = p^n * product of c^c, by the exponents of one prime.
 */
static bool
balanced(const struct ratio *limit, uint64_t n, const uint32_t *counters,
    uint32_t values, uint64_t prime)
{
	wide left = (wide)n * (divides(n, prime) + divides(limit->q, prime));
	wide right = (wide)n * divides(limit->p, prime);

	for (uint32_t v = 0; v < values; v++)
		if (counters[v] > 1)
			right += (wide)counters[v] *
			    divides(counters[v], prime);
	return left == right;
}

/* All primes of one number, each checked for balance. */
static bool
balanced_primes(uint64_t number, const struct ratio *limit, uint64_t n,
    const uint32_t *counters, uint32_t values)
{
	for (uint64_t d = 2; d * d <= number; d++) {
		if (number % d != 0)
			continue;
		if (!balanced(limit, n, counters, values, d))
			return false;
		while (number % d == 0)
			number /= d;
	}
	return number < 2 || balanced(limit, n, counters, values, number);
}

/* Whether the entropy is exactly ln(p / q). */
static bool
exactly(const struct ratio *limit, uint64_t n, const uint32_t *counters,
    uint32_t values)
{
	if (!balanced_primes(n, limit, n, counters, values) ||
	    !balanced_primes(limit->p, limit, n, counters, values) ||
	    !balanced_primes(limit->q, limit, n, counters, values))
		return false;
	for (uint32_t v = 0; v < values; v++)
		if (counters[v] > 1 && !balanced_primes(counters[v], limit, n,
		    counters, values))
			return false;
	return true;
}

/*
 * n ln n - sum c ln c >= n ln(p / q).  Every term is right to one part in
 * 2^51 or so; what lies within a generous multiple of that is decided by
 * whole numbers when it is equal, in long double when it is not, and against
 * showing the class when that does not tell either.
 */
bool
model_parts_entropy(const struct model *model, uint64_t rows,
    const uint32_t *counters, uint32_t values)
{
	const struct ratio *limit = &model->limit;
	double n = (double)rows, sum = 0, whole = x_log_x(rows);
	double wanted = n * log((double)limit->p / (double)limit->q);
	double margin, left;
	long double exact;

	for (uint32_t v = 0; v < values; v++)
		sum += x_log_x(counters[v]);
	left = whole - sum - wanted;
	margin = 1e-13 * (whole + sum + fabs(wanted)) * (double)(values + 4);
	if (fabs(left) > margin)
		return left > 0;
	if (exactly(limit, rows, counters, values))
		return true;
	exact = (long double)rows * (logl((long double)rows) -
	    logl((long double)limit->p) + logl((long double)limit->q));
	for (uint32_t v = 0; v < values; v++)
		if (counters[v] > 1)
			exact -= (long double)counters[v] *
			    logl((long double)counters[v]);
	return exact > 1e-16L * (long double)margin / 1e-13L;
}

bool
model_parts_recursive(const struct model *model,
    const struct model_class *class, const uint32_t *counters,
    uint32_t values, int (*order)(const void *, const void *))
{
	uint32_t *sorted = mem_array(values, sizeof(*sorted));
	uint64_t tail = class->rows;
	bool allowed;

	if (sorted == NULL)
		return false;
	memcpy(sorted, counters, values * sizeof(*sorted));
	qsort(sorted, values, sizeof(*sorted), order);
	for (uint64_t i = 0; i + 1 < model->n; i++)
		tail -= sorted[i];
	allowed = (wide)sorted[0] * model->limit.q <
	    (wide)tail * model->limit.p;
	mem_free(sorted);
	return allowed;
}
