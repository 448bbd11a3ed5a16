#include "statistics/sampler.h"

bool
sampler_ratio_parse(struct sampler_ratio *out, struct text text)
{
	struct ratio ratio;

	if (!ratio_parse(text, &ratio) || ratio.p == 0)
		return false;
	for (uint64_t d = 10; d >= 2; d--)
		while (ratio.p % d == 0 && ratio.q % d == 0) {
			ratio.p /= d;
			ratio.q /= d;
		}
	if (ratio.p > SAMPLER_MAX || ratio.q > SAMPLER_MAX)
		return false;
	*out = (struct sampler_ratio){ (uint32_t)ratio.p, (uint32_t)ratio.q };
	return true;
}

/* A number below n, every one as likely as any other. */
static wide
below(struct dice *dice, wide n)
{
	wide limit, word = 0;

	if (n <= UINT64_MAX)
		return dice_below(dice, (uint64_t)n);
	limit = (0 - n) % n;
	do
		for (int i = 0; i < 4; i++)
			word = word << 32 | dice_below(dice,
			    (uint64_t)1 << 32);
	while (word < limit);
	return word % n;
}

/* Algorithm 1 for p <= q: one with probability exp(-p / q). */
static bool
exp_small(struct dice *dice, wide p, wide q)
{
	uint64_t k = 1;

	/* Goes on with probability p / (q k). */
	while (below(dice, q * k) < p)
		k++;
	return k % 2 == 1;
}

bool
sampler_exp(struct dice *dice, wide p, uint64_t q)
{
	while (p > q) {
		if (!exp_small(dice, 1, 1))
			return false;
		p -= q;
	}
	return exp_small(dice, p, q);
}

/*
 * Algorithm 2: with epsilon = s / t, u below t counts the remainder and v
 * whole units of exp(-1).
 */
int64_t
sampler_laplace(struct dice *dice, struct sampler_ratio epsilon)
{
	for (;;) {
		uint64_t u = dice_below(dice, epsilon.q), v = 0, size;
		bool negative;

		if (!sampler_exp(dice, u, epsilon.q))
			continue;
		while (sampler_exp(dice, 1, 1))
			v++;
		size = (u + epsilon.q * v) / epsilon.p;
		negative = dice_below(dice, 2) == 1;
		/* Zero has one sign only. */
		if (negative && size == 0)
			continue;
		return negative ? -(int64_t)size : (int64_t)size;
	}
}

static uint64_t
root(uint64_t n)
{
	uint64_t r = 0;

	for (uint64_t bit = (uint64_t)1 << 31; bit > 0; bit >>= 1)
		if ((r + bit) * (r + bit) <= n)
			r += bit;
	return r;
}

/*
 * Algorithm 3: Laplace of scale t = floor(sigma) + 1, kept with probability
 * exp(-(|y| - sigma^2 / t)^2 / (2 sigma^2)); with sigma^2 = a / b that is
 * (|y| t b - a)^2 / (2 a b t^2).
 */
int64_t
sampler_gaussian(struct dice *dice, struct sampler_ratio variance)
{
	uint64_t a = variance.p, b = variance.q;
	uint32_t t = (uint32_t)root(a / b) + 1;

	for (;;) {
		int64_t y = sampler_laplace(dice, (struct sampler_ratio){
		    1, t });
		uint64_t size = (uint64_t)(y < 0 ? -y : y);
		wide left = (wide)size * t * b;
		wide distance = left > a ? left - a : a - left;

		/* Beyond 2^60 the probability is nothing at all. */
		if (distance >> 60 == 0 && sampler_exp(dice,
		    distance * distance, 2 * a * b * t * t))
			return y;
	}
}
