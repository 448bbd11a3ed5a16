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

static inline __attribute__((always_inline)) void
copy_key(uint64_t *to, const uint64_t *from, size_t words)
{
	for (size_t w = 0; w < words; w++)
		to[w] = from[w];
}

/* Entries begin to end, all places from base on, below base + size. */
static inline __attribute__((always_inline)) void
dense_words(struct group *group, const struct classes *from, uint32_t begin,
    uint32_t end, uint64_t base, size_t words)
{
	struct classes *made = &group->made;
	uint32_t *dense = group->dense, count = made->count;
	uint32_t *class_of = group->class_of, *rows = made->rows;
	uint64_t *keys = made->keys;
	uint64_t places[INDEX_BATCH];

	for (uint32_t at = begin; at < end; at += INDEX_BATCH) {
		uint32_t n = end - at < INDEX_BATCH ? end - at : INDEX_BATCH;

		group_parts_places(&group->index, words,
		    from->keys + (size_t)at * words, n, places);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t *slot = &dense[places[i] - base];
			bool new = *slot == 0;
			uint32_t class = new ? count : *slot - 1;

			/* Behind the last class there is room for one. */
			copy_key(keys + (size_t)count * words,
			    from->keys + (size_t)(at + i) * words, words);
			*slot = class + 1;
			rows[class] = (new ? 0 : rows[class]) +
			    from->rows[at + i];
			class_of[at + i - begin] = class;
			count += new;
		}
	}
	made->count = count;
}

static void
count_dense(struct group *group, const struct classes *from, uint32_t begin,
    uint32_t end, uint64_t base)
{
	if (group->problem->words == 1)
		dense_words(group, from, begin, end, base, 1);
	else
		dense_words(group, from, begin, end, base,
		    group->problem->words);
}

static inline uint64_t
mix(uint64_t place)
{
	return place * 0x9E3779B97F4A7C15;
}

/* The same with a hash table of 2^(64 - shift) places. */
static inline __attribute__((always_inline)) void
hashed_words(struct group *group, const struct classes *from, uint32_t begin,
    uint32_t end, unsigned int shift, size_t words)
{
	const size_t mask = ((size_t)1 << (64 - shift)) - 1;
	struct classes *made = &group->made;
	struct place_slot *slots = group->slots;
	uint32_t *class_of = group->class_of, *rows = made->rows;
	uint64_t *keys = made->keys;
	uint32_t count = made->count;
	uint64_t places[INDEX_BATCH];

	for (uint32_t at = begin; at < end; at += INDEX_BATCH) {
		uint32_t n = end - at < INDEX_BATCH ? end - at : INDEX_BATCH;

		group_parts_places(&group->index, words,
		    from->keys + (size_t)at * words, n, places);
		for (uint32_t i = 0; i < n; i++) {
			size_t h = (size_t)(mix(places[i]) >> shift);
			struct place_slot *slot = &slots[h];
			uint32_t class;
			bool new;

			while (slot->class != 0 && slot->place != places[i]) {
				h = (h + 1) & mask;
				slot = &slots[h];
			}
			new = slot->class == 0;
			class = new ? count : slot->class - 1;
			copy_key(keys + (size_t)count * words,
			    from->keys + (size_t)(at + i) * words, words);
			slot->place = places[i];
			slot->class = class + 1;
			rows[class] = (new ? 0 : rows[class]) +
			    from->rows[at + i];
			class_of[at + i - begin] = class;
			count += new;
		}
	}
	made->count = count;
}

static void
count_hashed(struct group *group, const struct classes *from, uint32_t begin,
    uint32_t end, unsigned int shift)
{
	if (group->problem->words == 1)
		hashed_words(group, from, begin, end, shift, 1);
	else
		hashed_words(group, from, begin, end, shift,
		    group->problem->words);
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
