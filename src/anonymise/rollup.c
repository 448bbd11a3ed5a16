#include "anonymise/rollup.h"
#include "base/mem.h"

enum { BYTES_MAX = 48 << 20, LISTS_MAX = 1024 };

struct kept {
	struct classes *classes;
	uint64_t used;		/* when it last served */
};

struct rollup {
	const struct problem *problem;
	struct kept list[LISTS_MAX];
	size_t count;
	size_t bytes;
	uint64_t time;
};

struct rollup *
rollup_new(const struct problem *problem)
{
	struct rollup *rollup = mem_alloc(sizeof(*rollup));

	if (rollup != NULL)
		rollup->problem = problem;
	return rollup;
}

static void
forget(struct rollup *rollup, size_t i)
{
	rollup->bytes -= group_bytes(rollup->problem,
	    rollup->list[i].classes->count);
	group_drop(rollup->list[i].classes);
	rollup->list[i] = rollup->list[--rollup->count];
}

void
rollup_free(struct rollup *rollup)
{
	if (rollup == NULL)
		return;
	while (rollup->count > 0)
		forget(rollup, 0);
	mem_free(rollup);
}

const struct classes *
rollup_source(struct rollup *rollup, const struct classes *root,
    const struct vertex *node)
{
	const struct classes *source = root;
	struct kept *best = NULL;

	rollup->time++;
	for (size_t i = 0; i < rollup->count; i++) {
		struct kept *kept = &rollup->list[i];

		if (kept->classes->count < source->count &&
		    vertex_below(&kept->classes->node, node)) {
			source = kept->classes;
			best = kept;
		}
	}
	if (best != NULL)
		best->used = rollup->time;
	return source;
}

void
rollup_keep(struct rollup *rollup, const struct group *group,
    const struct classes *classes, const struct classes *source)
{
	size_t bytes = group_bytes(rollup->problem, classes->count);
	struct classes *copy;

	/* Lists of sensitive values are made from the rows only. */
	if (rollup->problem->start != NULL || bytes > BYTES_MAX / 2 ||
	    classes->count > source->count / 4 * 3)
		return;
	while (rollup->count == LISTS_MAX ||
	    rollup->bytes + bytes > BYTES_MAX) {
		size_t oldest = 0;

		for (size_t i = 1; i < rollup->count; i++)
			if (rollup->list[i].used < rollup->list[oldest].used)
				oldest = i;
		/* What the new list was made from may be that one. */
		forget(rollup, oldest);
	}
	copy = group_keep(group, classes);
	if (copy == NULL)
		return;
	rollup->list[rollup->count++] = (struct kept){ copy, rollup->time };
	rollup->bytes += bytes;
}
