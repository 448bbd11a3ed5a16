/*
 * lattice.h - what a search knows of the nodes of the lattice.
 *
 * A node is one level per field; a node is below another when no level is
 * higher (vertex_below() in problem.h).  The search keeps nodes that wait, by
 * bound; nodes it has seen; and two fronts: the nodes that rule out all below
 * them, and those that are good with all above them.
 */
#ifndef ANONYMISE_LATTICE_H_
#define ANONYMISE_LATTICE_H_

#include "anonymise/problem.h"

/* Nodes that wait, the least bound first. */
struct lattice_waiting {
	double bound;
	struct vertex node;
	size_t field;		/* the last that was raised */
};

struct lattice_queue {
	struct lattice_waiting *heap;
	size_t count;
	size_t capacity;
};

bool lattice_push(struct lattice_queue *queue,
    const struct lattice_waiting *waiting) MUST_USE;
/* The queue is not empty. */
struct lattice_waiting lattice_pop(struct lattice_queue *queue);

/*
 * Half of them go, those with the greatest bounds: a lattice of many columns
 * has more nodes than memory.  *gone is lowered to the least bound that went.
 */
enum { LATTICE_WAITING_MAX = 1 << 21 };
void lattice_thin(struct lattice_queue *queue, double *gone) NONNULL;

/* A set of nodes. */
struct lattice_set {
	struct vertex *node;
	bool *used;
	size_t count;
	size_t slots;
};

bool lattice_has(const struct lattice_set *set, const struct vertex *node);
bool lattice_add(struct lattice_set *set, const struct vertex *node) MUST_USE;

/* Nodes of which none is below another. */
struct lattice_front {
	struct vertex *node;
	size_t count;
	size_t capacity;
};

/* Whether node is below one of the front, or one of the front below it. */
bool lattice_under(const struct lattice_front *front,
    const struct vertex *node);
bool lattice_over(const struct lattice_front *front,
    const struct vertex *node);

/* Adds a node; those that it makes needless go. */
bool lattice_add_upper(struct lattice_front *front, const struct vertex *node)
    MUST_USE;
bool lattice_add_lower(struct lattice_front *front, const struct vertex *node)
    MUST_USE;

void lattice_free(struct lattice_queue *queue, struct lattice_set *set,
    struct lattice_front *bars, struct lattice_front *goods);

#endif
