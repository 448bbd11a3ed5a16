/*
 * group.h - the classes of one node: the innermost work of the search.
 *
 * A class list is made from a finer one (at best the smallest that is at
 * hand, at worst the distinct rows): every entry's place in the node is put
 * together from tables, one look-up for each chunk of key bits, and equal
 * places are counted together.  Entries come in runs of equal leading
 * fields, so the counting is done run by run in a small array or hash table
 * that stays in the nearest cache, and stops at the first run after which
 * more rows are suppressed than may be.
 *
 * A list keeps for every class the key of one distinct row in it, so that
 * the same tables serve when a coarser list is made from it.
 */
#ifndef ANONYMISE_GROUP_H_
#define ANONYMISE_GROUP_H_

#include "anonymise/problem.h"

struct classes {
	struct vertex node;
	uint32_t count;
	uint64_t *keys;		/* words each */
	uint32_t *rows;
	uint32_t *all;		/* NULL without a subset */
	uint64_t *first;	/* row that came first; NULL without sample
				 * models */
	uint32_t *counter;	/* stride each; NULL where not dense */
	bool *shown;		/* passes the class models */
	/* Of the whole list, or of what was made before it was given up. */
	bool complete;
	bool present;		/* no class outside fails delta-presence */
	uint64_t suppressed;	/* rows of classes that are not shown; once
				 * above the limit, no longer counted */
	uint64_t failing;	/* those that monotone models do not show */
};

struct group;

/* One for a thread.  NULL when memory is out. */
struct group *group_new(const struct problem *problem);
void group_free(struct group *group);

/* The distinct rows as a list, at the bottom of the lattice. */
const struct classes *group_root(const struct group *group);

/*
 * Makes node's classes from a finer list, in memory of group's own that the
 * next call overwrites.  Gives up when more than limit rows are suppressed
 * and the list is not getting much shorter than from, so that it would not
 * serve to make others.  NULL when memory is out.
 */
struct classes *group_make(struct group *group,
    const struct vertex *node, const struct classes *from, uint64_t limit);

/*
 * The same from the distinct rows, never given up, with the class of each of
 * them.
 */
struct classes *group_map(struct group *group, const struct vertex *node,
    uint32_t *class_of);

/* A copy that lasts.  NULL when memory is out. */
struct classes *group_keep(const struct group *group,
    const struct classes *classes);
void group_drop(struct classes *classes);
/* Bytes that a copy of so many classes takes. */
size_t group_bytes(const struct problem *problem, uint32_t classes);

#endif
