/*
 * optimum.h - the node with the least score, proven.
 *
 * Nodes are taken in the order of their lower bounds (quality_bound), which
 * need no look at the rows; the search ends when the next bound is above the
 * best score found: no node that was not looked at can be better.  A node
 * that suppresses too much by monotone models alone rules out every node
 * below it, so instead of the next node a chain from it to the top is
 * searched by halving.
 *
 * Of nodes with equal scores the one that suppresses fewer rows wins, then
 * the one with fewer levels in sum (nothing is generalised without need),
 * then the one with the higher level in the first column in which they
 * differ: the answer does not depend on the way it was found, and
 * optimum_exhaustive() gives the same by looking at all.
 *
 * At most LATTICE_WAITING_MAX nodes wait; where there are more, the result is
 * still proven when it is better than every bound that was let go.
 */
#ifndef ANONYMISE_OPTIMUM_H_
#define ANONYMISE_OPTIMUM_H_

#include "anonymise/ingest.h"
#include "anonymise/quality.h"

struct optimum {
	bool found;		/* else no node is good enough */
	bool proven;		/* nothing is better */
	struct vertex node;
	double score;
	uint64_t suppressed;	/* rows */
	uint64_t shown;		/* classes */
	uint64_t smallest;	/* rows of the smallest class shown */
	uint64_t checked;	/* nodes whose classes were looked at */
	uint64_t work;		/* entries that were counted for that */
};

/*
 * The best-first search.  deadline: when to stop (clock_monotonic()), 0 for
 * never; what was found until then is not proven.
 */
enum status optimum_find(struct optimum *optimum,
    const struct problem *problem, int64_t deadline,
    const struct progress *progress, struct error *error) MUST_USE;

/*
 * Every node from the distinct rows, without bounds, tables or roll-up:
 * the oracle.
 */
enum status optimum_exhaustive(struct optimum *optimum,
    const struct problem *problem, const struct progress *progress,
    struct error *error) MUST_USE;

/*
 * What sample models ask for, on a complete list: hides classes, adds to
 * classes->suppressed.  False when that passes the limit, or memory is out.
 */
bool optimum_sample(const struct problem *problem,
    const struct quality *quality, struct classes *classes);

/* Whether a was better than b; b->found may be false. */
bool optimum_better(const struct problem *problem, const struct optimum *a,
    const struct optimum *b);

/* The facts of a complete, judged list. */
void optimum_facts(struct optimum *optimum, const struct classes *classes);

#endif
