#include "anonymise/group_parts.h"
#include "base/mem.h"

/* Places that are always counted densely. */
enum { DENSE_SMALL = 1 << 14 };

static bool
grow_dense(struct group *group, size_t size)
{
	if (size > group->dense_size) {
		mem_free(group->dense);
		group->dense = mem_array(size, sizeof(*group->dense));
		group->dense_size = group->dense == NULL ? 0 : size;
	}
	return group->dense != NULL;
}

static bool
grow_slots(struct group *group, size_t size)
{
	if (size > group->slot_count) {
		mem_free(group->slots);
		group->slots = mem_array(size, sizeof(*group->slots));
		group->slot_count = group->slots == NULL ? 0 : size;
	}
	return group->slots != NULL;
}

/* Entries begin to end, all places from base on, below base + size. */
static void
count_dense(struct group *group, const struct classes *from, uint32_t begin,
    uint32_t end, uint64_t base)
{
	const size_t words = group->problem->words;
	struct classes *made = &group->made;
	uint32_t *dense = group->dense, count = made->count;
	uint64_t places[INDEX_BATCH];

	for (uint32_t at = begin; at < end; at += INDEX_BATCH) {
		uint32_t n = end - at < INDEX_BATCH ? end - at : INDEX_BATCH;

		group_parts_places(&group->index, words,
		    from->keys + (size_t)at * words, n, places);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t *slot = &dense[places[i] - base];
			uint32_t class = *slot;
			bool new = class == 0;

			class = new ? count + 1 : class;
			*slot = class;
			for (size_t w = 0; new && w < words; w++)
				made->keys[(size_t)count * words + w] =
				    from->keys[(size_t)(at + i) * words + w];
			made->rows[class - 1] = (new ? 0 :
			    made->rows[class - 1]) + from->rows[at + i];
			group->class_of[at + i - begin] = class - 1;
			count += new;
		}
	}
	made->count = count;
}

static inline uint64_t
mix(uint64_t place)
{
	return place * 0x9E3779B97F4A7C15;
}

/* The same with a hash table of 2^(64 - shift) places. */
static void
count_hashed(struct group *group, const struct classes *from, uint32_t begin,
    uint32_t end, unsigned int shift)
{
	const size_t words = group->problem->words;
	const size_t mask = ((size_t)1 << (64 - shift)) - 1;
	struct classes *made = &group->made;
	uint32_t count = made->count;
	uint64_t places[INDEX_BATCH];

	for (uint32_t at = begin; at < end; at += INDEX_BATCH) {
		uint32_t n = end - at < INDEX_BATCH ? end - at : INDEX_BATCH;

		group_parts_places(&group->index, words,
		    from->keys + (size_t)at * words, n, places);
		for (uint32_t i = 0; i < n; i++) {
			size_t h = (size_t)(mix(places[i]) >> shift);
			struct place_slot *slot = &group->slots[h];

			while (slot->class != 0 && slot->place != places[i]) {
				h = (h + 1) & mask;
				slot = &group->slots[h];
			}
			if (slot->class == 0) {
				slot->place = places[i];
				slot->class = ++count;
				made->rows[count - 1] = 0;
				memcpy(made->keys + (size_t)(count - 1) *
				    words, from->keys + (size_t)(at + i) *
				    words, words * sizeof(uint64_t));
			}
			made->rows[slot->class - 1] += from->rows[at + i];
			group->class_of[at + i - begin] = slot->class - 1;
		}
	}
	made->count = count;
}

/* Places of many words: the slot keeps a hash, the class its place. */
static void
count_long(struct group *group, const struct classes *from, uint32_t begin,
    uint32_t end, unsigned int shift)
{
	const size_t words = group->problem->words;
	const size_t long_words = group->index.words;
	const size_t mask = ((size_t)1 << (64 - shift)) - 1;
	struct classes *made = &group->made;
	uint64_t place[INDEX_WORDS];

	for (uint32_t i = begin; i < end; i++) {
		const uint64_t *key = from->keys + (size_t)i * words;
		struct place_slot *slot;
		uint64_t hash = 0;
		size_t h;

		group_parts_places(&group->index, words, key, 1, place);
		for (size_t w = 0; w < long_words; w++)
			hash = (mix(hash ^ place[w]) >> 29) ^ mix(place[w]);
		h = (size_t)(mix(hash) >> shift);
		for (slot = &group->slots[h]; slot->class != 0;
		    slot = &group->slots[h = (h + 1) & mask])
			if (slot->place == hash && memcmp(place,
			    group->class_place + (size_t)(slot->class - 1) *
			    long_words, long_words * sizeof(*place)) == 0)
				break;
		if (slot->class == 0) {
			slot->place = hash;
			slot->class = ++made->count;
			made->rows[slot->class - 1] = 0;
			memcpy(group->class_place + (size_t)(slot->class - 1) *
			    long_words, place, long_words * sizeof(*place));
			memcpy(made->keys + (size_t)(slot->class - 1) * words,
			    key, words * sizeof(*key));
		}
		made->rows[slot->class - 1] += from->rows[i];
		group->class_of[i - begin] = slot->class - 1;
	}
}

/*
 * The places that entries begin to end can have: all of those whose leading
 * fields are between the first's and the last's.  rest: places that differ
 * in the fields behind.
 */
static void
window(const struct group *group, const struct classes *from, uint32_t begin,
    uint32_t end, uint64_t rest, uint64_t *low, uint64_t *size)
{
	const size_t words = group->problem->words;
	uint64_t high;

	group_parts_places(&group->index, words,
	    from->keys + (size_t)begin * words, 1, low);
	group_parts_places(&group->index, words,
	    from->keys + (size_t)(end - 1) * words, 1, &high);
	*low = *low / rest * rest;
	*size = high / rest * rest + rest - *low;
}

/* Chooses between the ways to count entries begin to end. */
bool
group_parts_count(struct group *group, const struct classes *from,
    uint32_t begin, uint32_t end, uint64_t rest)
{
	const struct index *index = &group->index;
	size_t n = end - begin, slots = 64;
	unsigned int shift = 64 - 6;
	uint64_t low, size = UINT64_MAX;

	if (index->words == 1)
		window(group, from, begin, end, rest, &low, &size);
	if (size <= DENSE_SMALL || size <= n * 4) {
		if (!grow_dense(group, (size_t)size))
			return false;
		memset(group->dense, 0, (size_t)size *
		    sizeof(*group->dense));
		count_dense(group, from, begin, end, low);
		return true;
	}
	while (slots < n * 2) {
		slots *= 2;
		shift--;
	}
	if (!grow_slots(group, slots))
		return false;
	memset(group->slots, 0, slots * sizeof(*group->slots));
	if (index->words == 1)
		count_hashed(group, from, begin, end, shift);
	else
		count_long(group, from, begin, end, shift);
	return true;
}
