/*
 * bits.h - a set of small numbers: items, purposes, roles of one store.
 *
 * Numbers are given once per store and never reused, so the size is a limit
 * on how many of a kind a store can ever declare.
 */
#ifndef BASE_BITS_H_
#define BASE_BITS_H_

#include <stdbool.h>
#include <stdint.h>

enum { BITS_MAX = 512, BITS_WORDS = BITS_MAX / 64 };

struct bits {
	uint64_t word[BITS_WORDS];
};

static inline void
bits_add(struct bits *set, unsigned int number)
{
	set->word[number / 64] |= (uint64_t)1 << (number % 64);
}

static inline void
bits_remove(struct bits *set, unsigned int number)
{
	set->word[number / 64] &= ~((uint64_t)1 << (number % 64));
}

static inline bool
bits_has(const struct bits *set, unsigned int number)
{
	return set->word[number / 64] >> (number % 64) & 1;
}

static inline bool
bits_empty(const struct bits *set)
{
	uint64_t any = 0;

	for (int i = 0; i < BITS_WORDS; i++)
		any |= set->word[i];
	return any == 0;
}

static inline struct bits
bits_and(const struct bits *a, const struct bits *b)
{
	struct bits both;

	for (int i = 0; i < BITS_WORDS; i++)
		both.word[i] = a->word[i] & b->word[i];
	return both;
}

static inline struct bits
bits_or(const struct bits *a, const struct bits *b)
{
	struct bits either;

	for (int i = 0; i < BITS_WORDS; i++)
		either.word[i] = a->word[i] | b->word[i];
	return either;
}

/* What is in a and not in b. */
static inline struct bits
bits_minus(const struct bits *a, const struct bits *b)
{
	struct bits rest;

	for (int i = 0; i < BITS_WORDS; i++)
		rest.word[i] = a->word[i] & ~b->word[i];
	return rest;
}

/* The smallest member that is at least from, or -1. */
static inline int
bits_next(const struct bits *set, int from)
{
	for (int i = from / 64; from < BITS_MAX && i < BITS_WORDS; i++) {
		uint64_t word = set->word[i];

		if (i == from / 64)
			word &= ~(uint64_t)0 << (from % 64);
		if (word != 0)
			return i * 64 + __builtin_ctzll(word);
	}
	return -1;
}

static inline int
bits_count(const struct bits *set)
{
	int count = 0;

	for (int i = 0; i < BITS_WORDS; i++)
		for (uint64_t word = set->word[i]; word != 0; count++)
			word &= word - 1;
	return count;
}

#define BITS_EACH(number, set) \
	for (int number = bits_next((set), 0); number >= 0; \
	    number = bits_next((set), number + 1))

#endif
