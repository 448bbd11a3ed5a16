/*
 * number.h - decimal numbers as people write them, exactly: a whole number
 * and how many of its digits stand behind the point.
 */
#ifndef ANONYMISE_NUMBER_H_
#define ANONYMISE_NUMBER_H_

#include "base/base.h"

enum { NUMBER_SCALE_MAX = 9, NUMBER_TEXT = 32 };

/*
 * "-12.50" is -1250 with scale 2.  Sign, digits, one point; no more than 15
 * digits in all.  False when it is anything else.
 */
bool number_parse(struct text text, int64_t *value, int *scale);

/* The value with another, not smaller scale. */
int64_t number_rescale(int64_t value, int from, int to);

void number_format(int64_t value, int scale, char out[NUMBER_TEXT]);

#endif
