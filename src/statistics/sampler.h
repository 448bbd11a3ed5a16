/*
 * sampler.h - noise whose distribution is exact: whole numbers, no floating
 * point.
 *
 * Textbook samplers in doubles give away what they should hide (Mironov, CCS
 * 2012; Haney et al. 2022).  Here everything is a comparison of random
 * integers, after Canonne, Kamath and Steinke, "The Discrete Gaussian for
 * Differential Privacy" (2020), algorithms 1 to 3.
 */
#ifndef STATISTICS_SAMPLER_H_
#define STATISTICS_SAMPLER_H_

#include "anonymise/dice.h"
#include "anonymise/ratio.h"

/* A positive fraction p / q; both at most SAMPLER_MAX. */
struct sampler_ratio {
	uint32_t p;
	uint32_t q;
};
enum { SAMPLER_MAX = 1 << 20 };

/* "0.5", "1/3" or "2" with small terms; false when it is no such fraction. */
bool sampler_ratio_parse(struct sampler_ratio *out, struct text text);

/* One with probability exp(-p / q); p may be 0. */
bool sampler_exp(struct dice *dice, wide p, uint64_t q);

/*
 * Discrete Laplace: P(x) is proportional to exp(-|x| epsilon): what makes a
 * count epsilon-differentially private, when a person is in one cell only.
 */
int64_t sampler_laplace(struct dice *dice, struct sampler_ratio epsilon);

/*
 * Discrete Gaussian: P(x) is proportional to exp(-x^2 / (2 sigma^2)): what
 * makes a count 1 / (2 sigma^2)-zCDP.  variance: sigma^2.
 */
int64_t sampler_gaussian(struct dice *dice, struct sampler_ratio variance);

#endif
