#include <math.h>

#include "anonymise/lattice.h"
#include "anonymise/optimum.h"
#include "anonymise/rollup.h"
#include "base/clock.h"
#include "base/mem.h"

/*
 * What a node that was looked at tells of all below it: at least so many of
 * its rows are suppressed there too, and cost at least this much per column.
 */
struct floor {
	struct vertex node;
	struct quality_floor cost;
};

struct search {
	const struct problem *problem;
	struct quality *quality;
	struct group *group;
	struct rollup *rollup;
	const struct progress *progress;
	int64_t deadline;
	bool late;		/* it has passed */
	double gone;		/* least bound of those not kept in mind */
	struct optimum best;
	uint64_t checked;
	uint64_t work;
	struct lattice_queue queue;
	struct lattice_set seen;	/* checked and good */
	struct lattice_front bars;	/* out, with all below */
	struct lattice_front goods;	/* good, with all above */
	struct floor *floors;
	size_t floor_count;
	size_t floor_capacity;
	bool no_memory;
};

static void
need(struct search *search, bool done)
{
	search->no_memory = search->no_memory || !done;
}

static void
add_floor(struct search *search, const struct classes *made)
{
	struct floor floor = { .node = made->node }, *grown;

	if (!quality_floor(search->quality, made, &floor.cost))
		return;
	grown = mem_room(search->floors, search->floor_count,
	    &search->floor_capacity, 64, sizeof(*grown));
	if (grown == NULL) {
		search->no_memory = true;
		return;
	}
	search->floors = grown;
	search->floors[search->floor_count++] = floor;
}

/* The bound of a node with what is known of those above it. */
static double
bound_of(const struct search *search, const struct vertex *node)
{
	struct quality_floor most = { .suppressed = 0 };

	for (size_t i = 0; i < search->floor_count; i++)
		if (vertex_below(node, &search->floors[i].node))
			quality_floor_raise(&most, &search->floors[i].cost);
	if (most.suppressed == 0)
		return quality_bound(search->quality, node);
	return quality_bound_floor(search->quality, node, &most);
}

/* Looks at one node; whether it is good enough. */
static bool
check(struct search *search, const struct vertex *node, double *bound)
{
	const struct problem *problem = search->problem;
	const struct classes *source = rollup_source(search->rollup,
	    group_root(search->group), node);
	struct classes *made = group_make(search->group, node, source,
	    problem->limit);
	struct optimum here = { .found = false };
	bool good;

	*bound = 0;
	if (made == NULL) {
		search->no_memory = true;
		return false;
	}
	search->checked++;
	search->work += source->count;
	search->late = search->deadline > 0 &&
	    clock_monotonic() >= search->deadline;
	good = made->complete;
	if (good) {
		*bound = quality_bound_classes(search->quality, made);
		rollup_keep(search->rollup, search->group, made, source);
		good = made->present &&
		    made->suppressed <= problem->limit;
	}
	if (good) {
		quality_look(search->quality, made);
		add_floor(search, made);
		good = optimum_sample(problem, search->quality, made);
		if (problem->sample)
			quality_look(search->quality, made);
	}
	if (!good) {
		if (problem->monotone || !made->present ||
		    made->failing > problem->limit)
			need(search, lattice_add_upper(&search->bars, node));
		return false;
	}
	need(search, lattice_add(&search->seen, node));
	if (problem->monotone)
		need(search, lattice_add_lower(&search->goods, node));
	optimum_facts(&here, made);
	here.score = quality_score(search->quality, made);
	if (optimum_better(problem, &here, &search->best))
		search->best = here;
	return true;
}

/*
 * From node to the top, each step to the neighbour with the least bound, as
 * long as it is not known to be good.
 */
static size_t
chain(const struct search *search, const struct vertex *node,
    struct vertex *steps, size_t max)
{
	const struct problem *problem = search->problem;
	size_t n = 0;

	steps[n++] = *node;
	while (n < max) {
		double least = 0;
		size_t field = problem->fields;

		for (size_t f = 0; f < problem->fields; f++) {
			struct vertex next = steps[n - 1];
			double bound;

			if (vertex_level(&next, f) >=
			    vertex_level(&problem->top, f))
				continue;
			vertex_set(&next, f, vertex_level(&next, f) + 1);
			bound = quality_bound(search->quality, &next);
			if ((field == problem->fields || bound < least) &&
			    !lattice_over(&search->goods, &next)) {
				least = bound;
				field = f;
			}
		}
		if (field == problem->fields)
			break;
		steps[n] = steps[n - 1];
		vertex_set(&steps[n], field,
		    vertex_level(&steps[n], field) + 1);
		n++;
	}
	return n;
}

/* Halves a chain until its lowest good node is known. */
static void
halve(struct search *search, const struct vertex *node, double *bound)
{
	struct vertex steps[256];
	size_t low = 0, high = chain(search, node, steps, LENGTH(steps));

	while (low < high && !search->no_memory && !search->late) {
		size_t middle = low + (high - low) / 2;
		double here = 0;
		bool good = lattice_has(&search->seen, &steps[middle]) ||
		    (!lattice_under(&search->bars, &steps[middle]) &&
		    check(search, &steps[middle], &here));

		if (middle == 0)
			*bound = here;
		if (good)
			high = middle;
		else
			low = middle + 1;
	}
}

/* Whatever has to be known of a node that could still be the best. */
static void
settle(struct search *search, const struct vertex *node, double *bound)
{
	if (lattice_has(&search->seen, node) ||
	    lattice_under(&search->bars, node))
		return;
	if (search->best.found && bound_of(search, node) > search->best.score)
		return;
	if (search->problem->monotone && !lattice_over(&search->goods, node))
		halve(search, node, bound);
	else
		(void)check(search, node, bound);
}

/* The neighbours above that no other node puts into the queue. */
static bool
push_above(struct search *search, const struct lattice_waiting *from,
    double bound)
{
	const struct problem *problem = search->problem;

	for (size_t f = from->field; f < problem->fields; f++) {
		struct lattice_waiting next = *from;

		if (vertex_level(&next.node, f) >=
		    vertex_level(&problem->top, f))
			continue;
		vertex_set(&next.node, f, vertex_level(&next.node, f) + 1);
		next.field = f;
		next.bound = quality_bound(search->quality, &next.node);
		if (next.bound < bound)
			next.bound = bound;
		if (search->best.found && next.bound > search->best.score)
			continue;
		if (!lattice_push(&search->queue, &next))
			return false;
	}
	return true;
}

static bool
run(struct search *search)
{
	const struct problem *problem = search->problem;
	bool by_class = quality_is_class_based(search->quality);
	struct lattice_waiting at = { .node = problem->bottom };
	uint64_t taken = 0;

	at.bound = quality_bound(search->quality, &at.node);
	if (!lattice_push(&search->queue, &at))
		return false;
	while (search->queue.count > 0 && !search->no_memory &&
	    !search->late) {
		double bound = 0;

		at = lattice_pop(&search->queue);
		if (search->best.found && at.bound > search->best.score)
			break;
		settle(search, &at.node, &bound);
		/* What classes tell of a node holds for all above it. */
		if (by_class && bound < at.bound)
			bound = at.bound;
		if (!push_above(search, &at, by_class ? bound : 0))
			return false;
		if (search->queue.count >= LATTICE_WAITING_MAX)
			lattice_thin(&search->queue, &search->gone);
		if (++taken % 64 == 0 && search->progress != NULL)
			search->progress->tell(search->progress->context,
			    "search", taken, problem->nodes);
	}
	return !search->no_memory;
}

enum status
optimum_find(struct optimum *optimum, const struct problem *problem,
    int64_t deadline, const struct progress *progress, struct error *error)
{
	struct search *search = mem_alloc(sizeof(*search));
	enum status status = STATUS_OK;

	memset(optimum, 0, sizeof(*optimum));
	if (search == NULL)
		return error_memory(error);
	search->problem = problem;
	search->progress = progress;
	search->deadline = deadline;
	search->gone = INFINITY;
	search->quality = quality_new(problem);
	search->group = group_new(problem);
	search->rollup = rollup_new(problem);
	if (search->quality == NULL || search->group == NULL ||
	    search->rollup == NULL || !run(search))
		status = error_memory(error);
	*optimum = search->best;
	optimum->checked = search->checked;
	optimum->work = search->work;
	optimum->proven = !search->late && (search->gone >= INFINITY ||
	    (search->best.found && search->best.score < search->gone));
	lattice_free(&search->queue, &search->seen, &search->bars,
	    &search->goods);
	mem_free(search->floors);
	rollup_free(search->rollup);
	quality_free(search->quality);
	group_free(search->group);
	mem_free(search);
	return status;
}
