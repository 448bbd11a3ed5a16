/*
 * problem.h - what the search works on: distinct rows as packed codes, what
 * has to hold, and what is to be least.
 *
 * A node of the lattice (struct vertex: a struct node is a parsed value) is
 * one level per quasi-identifier.  Fields of the key lie in "lead" order,
 * those with the fewest values first: rows sorted by key then fall into runs
 * that stay runs when fields behind are generalised, and generalising a field
 * with few values costs much, so good nodes leave the first ones alone.
 * Levels in a node are in that order too; only problem_print() and results
 * speak in the order of the columns.
 */
#ifndef ANONYMISE_PROBLEM_H_
#define ANONYMISE_PROBLEM_H_

#include "anonymise/hierarchy.h"
#include "anonymise/keytable.h"
#include "anonymise/model.h"

enum {
	FIELDS_MAX = 32,	/* quasi-identifiers */
	SENSITIVE_MAX = 8,
	VERTEX_WORDS = FIELDS_MAX / 8,
	DENSE_COUNTERS = 128,	/* sensitive values kept per class */
};

/* What is to be least (quality.h). */
enum quality_kind {
	QUALITY_LOSS,		/* geometric mean of the columns' losses */
	QUALITY_LOSS_ARITHMETIC,
	QUALITY_AECS,		/* average size of a class */
	QUALITY_DISCERNIBILITY,
	QUALITY_DISCERNIBILITY_MONOTONE,
	QUALITY_HEIGHT,
	QUALITY_PRECISION,
	QUALITY_ENTROPY,
	QUALITY_ENTROPY_NORMALISED,
};
enum { QUALITY_COUNT = QUALITY_ENTROPY_NORMALISED + 1 };

/* One level per field, a byte each, so that all compare at once. */
struct vertex {
	uint64_t word[VERTEX_WORDS];
};

static inline uint32_t
vertex_level(const struct vertex *node, size_t field)
{
	return (uint32_t)(node->word[field / 8] >> (field % 8 * 8)) & 0xFF;
}

static inline void
vertex_set(struct vertex *node, size_t field, uint32_t level)
{
	unsigned int shift = (unsigned int)(field % 8 * 8);

	node->word[field / 8] &= ~((uint64_t)0xFF << shift);
	node->word[field / 8] |= (uint64_t)level << shift;
}

/* Whether no level of a is above that of b.  Levels are below 128. */
static inline bool
vertex_below(const struct vertex *a, const struct vertex *b)
{
	const uint64_t high = 0x8080808080808080;

	for (size_t i = 0; i < VERTEX_WORDS; i++)
		if ((((b->word[i] | high) - a->word[i]) & high) != high)
			return false;
	return true;
}

struct problem {
	size_t fields;
	struct field *field[FIELDS_MAX];	/* in lead order */
	size_t place[FIELDS_MAX];	/* of a field among the columns */
	struct vertex bottom;
	struct vertex top;
	uint64_t nodes;			/* of the lattice */

	/* Distinct rows, by key. */
	size_t words;
	struct key_field key[FIELDS_MAX];
	uint32_t classes;
	uint64_t *keys;
	uint32_t *rows;
	uint32_t *all;			/* NULL without a subset */
	uint64_t *first;		/* where each came first */

	/* Sensitive values: dense counters, or lists where there are many. */
	size_t sensitives;
	struct sensitive sensitive[SENSITIVE_MAX];
	uint32_t counters;		/* of a class, in all */
	uint32_t stride;		/* counters rounded up; 0: lists */
	uint32_t *counter;		/* classes * stride */
	uint32_t *start;		/* lists: entries of a class */
	uint32_t *entry_rows;
	uint32_t *entry_value;		/* sensitives each */

	size_t models;
	struct model model[MODELS_MAX];
	bool absent;			/* they speak of classes that nobody of
					 * the subset is in */
	bool sample;			/* a sample model among them */
	bool monotone;			/* all are, or nothing is suppressed */
	uint64_t least;			/* rows that any class needs */

	uint64_t total;			/* rows, of the subset if any */
	uint64_t limit;			/* rows that may be suppressed */
	enum quality_kind quality;
};

/* Levels in the order of the columns, as "0-3-0". */
enum { VERTEX_TEXT = FIELDS_MAX * 4 };
void problem_print(const struct problem *problem, const struct vertex *node,
    char out[VERTEX_TEXT]);

/*
 * Fills classes and counters from groups: key fields of the fields (in lead
 * order) at the head of the groups' keys, value[s] those of the sensitive
 * columns, subset the rows of each group that are in the subset or NULL.
 * fields, limits and models are there already.
 */
struct problem_source {
	size_t words;
	uint32_t groups;
	const uint64_t *keys;
	const uint32_t *rows;
	const uint32_t *subset;
	const uint64_t *first;
	struct key_field field[FIELDS_MAX];
	struct key_field value[SENSITIVE_MAX];
	/* The sensitive code of a code in the key; NULL: the same. */
	const uint32_t *recode[SENSITIVE_MAX];
};
enum status problem_fill(struct problem *problem,
    const struct problem_source *source, struct error *error)
    MUST_USE NONNULL;

/* What follows from fields, models and limit: call after filling. */
void problem_finish(struct problem *problem);

/*
 * Whether every label at a node covers the whole domain of its column: such
 * rows say nothing, and sample models do not count them.  A hierarchy without
 * a single root never comes to that.
 */
bool problem_is_mute(const struct problem *problem,
    const struct vertex *node) NONNULL;

void problem_free(struct problem *problem);

/* Which of the problem's distinct rows each group is. */
void problem_classes_of(const struct problem *problem,
    const struct problem_source *source, uint32_t *class) NONNULL;

#endif
