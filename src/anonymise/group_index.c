#include "anonymise/group_parts.h"
#include "base/mem.h"

static uint32_t
levels_of(const struct problem *problem, size_t f)
{
	return problem->field[f]->levels;
}

/* Fields one after the other, as long as few bits and few combinations. */
bool
group_parts_chunks(const struct problem *problem, struct chunk *chunks,
    size_t *count)
{
	size_t n = 0;

	for (size_t f = 0; f < problem->fields; f++) {
		struct key_field key = problem->key[f];
		struct chunk *chunk = n == 0 ? NULL : &chunks[n - 1];

		if (chunk == NULL || chunk->word != key.word ||
		    chunk->bits + key.bits > CHUNK_BITS ||
		    chunk->nodes * levels_of(problem, f) > 256) {
			chunk = &chunks[n++];
			*chunk = (struct chunk){
				.word = key.word, .shift = key.shift,
				.first = f, .nodes = 1
			};
		}
		chunk->bits += key.bits;
		if (key.bits > 0)
			chunk->shift = key.shift;
		chunk->last = f;
		chunk->nodes *= levels_of(problem, f);
	}
	*count = n;
	for (size_t i = 0; i < n; i++) {
		chunks[i].rank = mem_array(chunks[i].nodes,
		    sizeof(*chunks[i].rank));
		chunks[i].size = mem_array(chunks[i].nodes,
		    sizeof(*chunks[i].size));
		if (chunks[i].rank == NULL || chunks[i].size == NULL)
			return false;
	}
	return true;
}

void
group_parts_free_chunks(struct chunk *chunks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (uint32_t n = 0; chunks[i].rank != NULL &&
		    n < chunks[i].nodes; n++)
			mem_free(chunks[i].rank[n]);
		mem_free(chunks[i].rank);
		mem_free(chunks[i].size);
	}
}

/* The table of one chunk at the levels of node. */
static bool
make_table(const struct problem *problem, struct chunk *chunk,
    const struct vertex *node, uint32_t combination)
{
	size_t entries = (size_t)1 << chunk->bits;
	uint32_t *rank = mem_array(entries, sizeof(*rank));
	uint32_t size = 1;

	if (rank == NULL)
		return false;
	for (size_t f = chunk->first; f <= chunk->last; f++) {
		const struct field *field = problem->field[f];
		const struct field_level *level =
		    &field->level[vertex_level(node, f)];
		uint32_t shift = problem->key[f].shift - chunk->shift;
		uint32_t mask = (1u << problem->key[f].bits) - 1;

		if (problem->key[f].bits == 0)
			continue;
		for (size_t bits = 0; bits < entries; bits++) {
			uint32_t code = (uint32_t)(bits >> shift) & mask;

			rank[bits] = rank[bits] * level->size +
			    (code < field->values ? level->rank[code] : 0);
		}
		size *= level->size;
	}
	chunk->rank[combination] = rank;
	chunk->size[combination] = size;
	return true;
}

/*
 * Views from the last chunk to the first, so that the first has the greatest
 * stride; a new word where the places would not fit.
 */
bool
group_parts_index(const struct problem *problem, struct chunk *chunks,
    size_t count, const struct vertex *node, struct index *index)
{
	uint64_t stride = 1;
	size_t word = 0;

	index->views = 0;
	index->first[0] = 0;
	for (size_t i = count; i-- > 0;) {
		struct chunk *chunk = &chunks[i];
		uint32_t combination = 0;
		struct chunk_view *view;

		for (size_t f = chunk->first; f <= chunk->last; f++)
			combination = combination * levels_of(problem, f) +
			    vertex_level(node, f);
		if (chunk->rank[combination] == NULL &&
		    !make_table(problem, chunk, node, combination))
			return false;
		if (chunk->size[combination] == 1)
			continue;
		if (stride > (UINT64_MAX >> 1) / chunk->size[combination]) {
			index->first[++word] = index->views;
			stride = 1;
		}
		view = &index->view[index->views++];
		view->word = chunk->word;
		view->shift = chunk->shift;
		view->mask = (uint32_t)(((uint64_t)1 << chunk->bits) - 1);
		view->rank = chunk->rank[combination];
		view->stride = stride;
		stride *= chunk->size[combination];
	}
	index->words = word + 1;
	index->first[index->words] = index->views;
	index->size = stride;
	return index->words <= INDEX_WORDS;
}

static inline uint64_t
look_up(const struct chunk_view *view, const uint64_t *key)
{
	return view->rank[(key[view->word] >> view->shift) & view->mask] *
	    view->stride;
}

/* Unrolled for the counts of chunks that occur with keys of one word. */
static inline __attribute__((always_inline)) void
places_of(const struct chunk_view *views, size_t count,
    const uint64_t *keys, size_t n, uint64_t *places)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t place = 0;

		for (size_t v = 0; v < count; v++)
			place += views[v].rank[(keys[i] >> views[v].shift) &
			    views[v].mask] * views[v].stride;
		places[i] = place;
	}
}

void
group_parts_places(const struct index *index, size_t key_words,
    const uint64_t *keys, size_t n, uint64_t *places)
{
	if (key_words == 1 && index->words == 1 && index->views <= 4) {
		const struct chunk_view *views = index->view;

		switch (index->views) {
		case 0:
			memset(places, 0, n * sizeof(*places));
			return;
		case 1:
			places_of(views, 1, keys, n, places);
			return;
		case 2:
			places_of(views, 2, keys, n, places);
			return;
		case 3:
			places_of(views, 3, keys, n, places);
			return;
		default:
			places_of(views, 4, keys, n, places);
			return;
		}
	}
	for (size_t i = 0; i < n; i++)
		for (size_t w = 0; w < index->words; w++) {
			uint64_t place = 0;

			for (size_t v = index->first[w];
			    v < index->first[w + 1]; v++)
				place += look_up(&index->view[v],
				    keys + i * key_words);
			places[i * index->words + w] = place;
		}
}
