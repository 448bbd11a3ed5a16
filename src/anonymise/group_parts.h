/* group_parts.h - what group.c and group_index.c share. */
#ifndef ANONYMISE_GROUP_PARTS_H_
#define ANONYMISE_GROUP_PARTS_H_

#include "anonymise/group.h"

enum {
	CHUNK_BITS = 12,	/* of neighbouring fields looked up as one */
	INDEX_WORDS = 16,
	INDEX_BATCH = 512,
};

/* Neighbouring fields of the key that are looked up together. */
struct chunk {
	uint32_t word;
	uint32_t shift;
	uint32_t bits;
	size_t first;		/* fields first to last, in lead order */
	size_t last;
	uint32_t nodes;		/* combinations of their levels */
	uint32_t **rank;	/* by combination, NULL until needed: by the
				 * chunk's bits, its place in the node */
	uint32_t *size;		/* by combination: places */
};

/* What the chunks say for one node. */
struct chunk_view {
	uint32_t word;
	uint32_t shift;
	uint32_t mask;
	const uint32_t *rank;
	uint64_t stride;
};

struct index {
	size_t words;		/* of an index: almost always one */
	size_t first[INDEX_WORDS + 1];	/* views of word w: first[w] to
				 * first[w + 1] */
	size_t views;
	struct chunk_view view[FIELDS_MAX];
	uint64_t size;		/* places, when one word */
};

/* A place in the hash table of one run. */
struct place_slot {
	uint64_t place;
	uint32_t class;		/* + 1 */
};

struct group {
	const struct problem *problem;
	bool any_monotone;	/* among the models */
	uint64_t limit;		/* of the node that is being made */
	struct classes root;
	struct classes made;
	size_t chunk_count;
	struct chunk chunks[FIELDS_MAX];
	struct index index;
	uint32_t *dense;
	size_t dense_size;
	struct place_slot *slots;
	size_t slot_count;
	uint64_t *class_place;	/* of classes, when an index has many words */
	uint32_t *class_of;	/* of the entries of a run */
	uint32_t *mapped;	/* of all entries, when somebody asks */
	uint32_t *sorted;	/* lists: entries of a run by class */
	uint32_t *first;	/* lists: where each class's begin */
	uint32_t *counters;	/* lists: of one class */
	/* Lists: values that occur in it, and their counters once more; at
	 * the offsets of the sensitive columns, so many of each. */
	uint32_t *values;
	uint32_t *counts;
	uint32_t found[SENSITIVE_MAX];
};

/* The chunks of a problem; false when memory is out. */
bool group_parts_chunks(const struct problem *problem, struct chunk *chunks,
    size_t *count);
void group_parts_free_chunks(struct chunk *chunks, size_t count);

/* Makes ready what node needs. */
bool group_parts_index(const struct problem *problem, struct chunk *chunks,
    size_t count, const struct vertex *node, struct index *index);

/*
 * The places of n entries (at most INDEX_BATCH), words of the index each.
 */
void group_parts_places(const struct index *index, size_t key_words,
    const uint64_t *keys, size_t n, uint64_t *places);

/*
 * Counts entries begin to end, which are whole runs, into new classes.
 * rest: places that differ only in the fields behind the leading ones.
 */
bool group_parts_count(struct group *group, const struct classes *from,
    uint32_t begin, uint32_t end, uint64_t rest);

/* Everything else about the classes from first on, and which are shown. */
void group_parts_judge(struct group *group, const struct classes *from,
    uint32_t begin, uint32_t end, uint32_t first);

#endif
