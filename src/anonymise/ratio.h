/*
 * ratio.h - thresholds as fractions, and integers of 128 bits.
 *
 * A threshold such as t, a risk or a suppression limit is what its writer
 * wrote, not the nearest binary number: it is kept as p / q and compared by
 * multiplying out.  With at most ROWS_MAX rows every product of two counts
 * and a threshold fits into 128 bits.
 */
#ifndef ANONYMISE_RATIO_H_
#define ANONYMISE_RATIO_H_

#include "base/base.h"

__extension__ typedef unsigned __int128 wide;
__extension__ typedef __int128 wide_signed;

/* Rows of one run; keeps every product of two counts below 2^62. */
#define ROWS_MAX ((uint64_t)0x7FFFFFFF)

struct ratio {
	uint64_t p;
	uint64_t q;	/* 1 to 10^9 */
};

/*
 * "0.05", "5%", "1/20" or "12": digits, at most nine behind the point, no
 * sign.  False when it is anything else or does not fit.
 */
bool ratio_parse(struct text text, struct ratio *ratio);

/* floor(ratio * n). */
uint64_t ratio_floor(struct ratio ratio, uint64_t n);

/* a / b <= ratio, b > 0. */
bool ratio_at_least(struct ratio ratio, uint64_t a, uint64_t b);

int ratio_compare(struct ratio a, struct ratio b);

#endif
