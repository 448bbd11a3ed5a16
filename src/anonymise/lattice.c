#include "anonymise/lattice.h"
#include "base/mem.h"

static bool
earlier(const struct lattice_waiting *a, const struct lattice_waiting *b)
{
	if (a->bound < b->bound || a->bound > b->bound)
		return a->bound < b->bound;
	return memcmp(&a->node, &b->node, sizeof(a->node)) < 0;
}

bool
lattice_push(struct lattice_queue *queue,
    const struct lattice_waiting *waiting)
{
	size_t at = queue->count;
	struct lattice_waiting *heap = mem_room(queue->heap, at,
	    &queue->capacity, 1024, sizeof(*heap));

	if (heap == NULL)
		return false;
	queue->heap = heap;
	queue->count++;
	for (; at > 0 && earlier(waiting, &queue->heap[(at - 1) / 2]);
	    at = (at - 1) / 2)
		queue->heap[at] = queue->heap[(at - 1) / 2];
	queue->heap[at] = *waiting;
	return true;
}

struct lattice_waiting
lattice_pop(struct lattice_queue *queue)
{
	struct lattice_waiting first = queue->heap[0];
	struct lattice_waiting last = queue->heap[--queue->count];
	size_t at = 0;

	for (;;) {
		size_t child = at * 2 + 1;

		if (child >= queue->count)
			break;
		if (child + 1 < queue->count &&
		    earlier(&queue->heap[child + 1], &queue->heap[child]))
			child++;
		if (!earlier(&queue->heap[child], &last))
			break;
		queue->heap[at] = queue->heap[child];
		at = child;
	}
	queue->heap[at] = last;
	return first;
}

static int
by_bound(const void *a, const void *b)
{
	struct lattice_waiting x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return earlier(&x, &y) ? -1 : earlier(&y, &x);
}

void
lattice_thin(struct lattice_queue *queue, double *gone)
{
	/* What is in order is a heap. */
	qsort(queue->heap, queue->count, sizeof(*queue->heap), by_bound);
	queue->count /= 2;
	if (queue->heap[queue->count].bound < *gone)
		*gone = queue->heap[queue->count].bound;
}

/* Where a node is in the table, or would be. */
static size_t
place_of(const struct lattice_set *set, const struct vertex *node)
{
	uint64_t hash = 0;
	size_t at;

	for (size_t i = 0; i < VERTEX_WORDS; i++)
		hash = (hash ^ node->word[i]) * 0x9E3779B97F4A7C15;
	at = (size_t)(hash >> 32) & (set->slots - 1);
	while (set->used[at] &&
	    memcmp(&set->node[at], node, sizeof(*node)) != 0)
		at = (at + 1) & (set->slots - 1);
	return at;
}

bool
lattice_has(const struct lattice_set *set, const struct vertex *node)
{
	return set->slots > 0 && set->used[place_of(set, node)];
}

static bool
grow_set(struct lattice_set *set)
{
	struct lattice_set grown = {
		.slots = set->slots == 0 ? 256 : set->slots * 2
	};

	grown.node = mem_array(grown.slots, sizeof(*grown.node));
	grown.used = mem_array(grown.slots, sizeof(*grown.used));
	if (grown.node == NULL || grown.used == NULL) {
		mem_free(grown.node);
		mem_free(grown.used);
		return false;
	}
	for (size_t i = 0; i < set->slots; i++)
		if (set->used[i]) {
			size_t at = place_of(&grown, &set->node[i]);

			grown.node[at] = set->node[i];
			grown.used[at] = true;
		}
	grown.count = set->count;
	mem_free(set->node);
	mem_free(set->used);
	*set = grown;
	return true;
}

bool
lattice_add(struct lattice_set *set, const struct vertex *node)
{
	size_t at;

	if (set->count * 2 >= set->slots && !grow_set(set))
		return false;
	at = place_of(set, node);
	set->count += !set->used[at];
	set->node[at] = *node;
	set->used[at] = true;
	return true;
}

bool
lattice_under(const struct lattice_front *front, const struct vertex *node)
{
	for (size_t i = front->count; i-- > 0;)
		if (vertex_below(node, &front->node[i]))
			return true;
	return false;
}

bool
lattice_over(const struct lattice_front *front, const struct vertex *node)
{
	for (size_t i = front->count; i-- > 0;)
		if (vertex_below(&front->node[i], node))
			return true;
	return false;
}

static bool
append(struct lattice_front *front, const struct vertex *node)
{
	struct vertex *grown = mem_room(front->node, front->count,
	    &front->capacity, 256, sizeof(*grown));

	if (grown == NULL)
		return false;
	front->node = grown;
	front->node[front->count++] = *node;
	return true;
}

bool
lattice_add_upper(struct lattice_front *front, const struct vertex *node)
{
	size_t n = 0;

	for (size_t i = 0; i < front->count; i++)
		if (!vertex_below(&front->node[i], node))
			front->node[n++] = front->node[i];
	front->count = n;
	return append(front, node);
}

bool
lattice_add_lower(struct lattice_front *front, const struct vertex *node)
{
	size_t n = 0;

	for (size_t i = 0; i < front->count; i++)
		if (!vertex_below(node, &front->node[i]))
			front->node[n++] = front->node[i];
	front->count = n;
	return append(front, node);
}

void
lattice_free(struct lattice_queue *queue, struct lattice_set *set,
    struct lattice_front *bars, struct lattice_front *goods)
{
	mem_free(queue->heap);
	mem_free(set->node);
	mem_free(set->used);
	mem_free(bars->node);
	mem_free(goods->node);
}
