/*
 * dice.h - random numbers for one run, and their end.
 *
 * Noise, swaps, artificial rows and the order of rows must not be found again
 * by anybody: the numbers come from the system's generator, nothing of them
 * is kept, and dice_free() wipes what is left (GA3-2-3-1: the random
 * parameter is destroyed after making).  Tests bring their own source.
 */
#ifndef ANONYMISE_DICE_H_
#define ANONYMISE_DICE_H_

#include "base/base.h"

struct dice_source {
	void (*fill)(void *context, uint8_t *out, size_t n);
	void *context;
};

/* The system's generator. */
struct dice_source dice_system(void);

struct dice;

struct dice *dice_new(struct dice_source source);
void dice_free(struct dice *dice);

/* A number below n > 0, every one as likely as any other. */
uint64_t dice_below(struct dice *dice, uint64_t n);

#endif
