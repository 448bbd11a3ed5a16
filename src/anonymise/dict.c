#include "anonymise/dict.h"
#include "base/mem.h"

enum { FIRST_SLOTS_LOG = 6, CHUNK = 1 << 16, INLINE_MAX = 16 };

struct dict_chunk {
	struct dict_chunk *next;
	size_t size;
	size_t used;
	uint8_t data[];
};

struct probe {
	uint64_t a;
	uint64_t b;
	uint64_t hash;
};

static inline uint64_t
load(const uint8_t *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof(word));
	return word;
}

static inline uint64_t
mix(uint64_t a, uint64_t b, size_t n)
{
	uint64_t h = (a ^ n) * 0x9E3779B97F4A7C15;

	h ^= h >> 32;
	return (h ^ b) * 0xD6E8FEB86659FD93;
}

/*
 * The first and the last eight bytes, which for up to 16 are all of them;
 * no branch depends on the length.
 */
static inline struct probe
probe_of(const uint8_t *p, size_t n)
{
	static const uint64_t first[9] = {
		0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF,
		0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, UINT64_MAX
	};
	static const uint64_t last[9] = { [8] = UINT64_MAX };
	size_t some = n < 8 ? n : 8;
	uint64_t a = load(p) & first[some];
	uint64_t b = load(p + (n - some)) & last[some];

	return (struct probe){ a, b, mix(a, b, n) };
}

static inline bool
matches(const struct dict *dict, const struct dict_slot *slot,
    const struct probe *probe, const uint8_t *p, size_t n)
{
	if (slot->a != probe->a || slot->b != probe->b || slot->n != n)
		return false;
	return n <= INLINE_MAX ||
	    memcmp(dict->values[slot->id - 1].p, p, n) == 0;
}

bool
dict_init(struct dict *dict)
{
	memset(dict, 0, sizeof(*dict));
	dict->slots = mem_array((size_t)1 << FIRST_SLOTS_LOG,
	    sizeof(*dict->slots));
	dict->shift = 64 - FIRST_SLOTS_LOG;
	return dict->slots != NULL;
}

void
dict_free(struct dict *dict)
{
	while (dict->chunk != NULL) {
		struct dict_chunk *next = dict->chunk->next;

		mem_wipe(dict->chunk->data, dict->chunk->used);
		mem_free(dict->chunk);
		dict->chunk = next;
	}
	if (dict->slots != NULL)
		mem_wipe(dict->slots, sizeof(*dict->slots) <<
		    (64 - dict->shift));
	mem_free(dict->slots);
	mem_free(dict->values);
	mem_free(dict->places);
	memset(dict, 0, sizeof(*dict));
}

static uint32_t
find(const struct dict *dict, const uint8_t *p, size_t n)
{
	struct probe probe = probe_of(p, n);
	size_t mask = ((size_t)1 << (64 - dict->shift)) - 1;
	size_t at = (size_t)(probe.hash >> dict->shift);

	for (;; at = (at + 1) & mask) {
		const struct dict_slot *slot = &dict->slots[at];

		if (slot->id == 0)
			return DICT_NONE;
		if (matches(dict, slot, &probe, p, n))
			return slot->id - 1;
	}
}

/* A copy that ends with readable bytes, as find() wants them. */
static const uint8_t *
keep(struct dict *dict, const uint8_t *p, size_t n)
{
	struct dict_chunk *chunk = dict->chunk;
	size_t room = n + INLINE_MAX;
	uint8_t *copy;

	if (chunk == NULL || chunk->size - chunk->used < room) {
		size_t size = room > CHUNK ? room : CHUNK;

		chunk = mem_alloc(sizeof(*chunk) + size);
		if (chunk == NULL)
			return NULL;
		chunk->size = size;
		chunk->next = dict->chunk;
		dict->chunk = chunk;
	}
	copy = chunk->data + chunk->used;
	memcpy(copy, p, n);
	chunk->used += room;
	return copy;
}

static bool
grow_values(struct dict *dict)
{
	uint32_t capacity = dict->capacity == 0 ? 64 : dict->capacity * 2;
	struct bytes *values = mem_grow(dict->values, dict->capacity,
	    capacity, sizeof(*values));
	uint64_t *places;

	if (values == NULL)
		return false;
	dict->values = values;
	places = mem_grow(dict->places, dict->capacity, capacity,
	    sizeof(*places));
	if (places == NULL)
		return false;
	dict->places = places;
	dict->capacity = capacity;
	return true;
}

static bool
grow_slots(struct dict *dict)
{
	unsigned int shift = dict->shift - 1;
	size_t count = (size_t)1 << (64 - shift);
	struct dict_slot *slots = mem_array(count, sizeof(*slots));

	if (slots == NULL)
		return false;
	for (size_t i = 0; i < count / 2; i++) {
		const struct dict_slot *slot = &dict->slots[i];
		size_t at = (size_t)(mix(slot->a, slot->b, slot->n) >> shift);

		if (slot->id == 0)
			continue;
		while (slots[at].id != 0)
			at = (at + 1) & (count - 1);
		slots[at] = *slot;
	}
	mem_wipe(dict->slots, count / 2 * sizeof(*slots));
	mem_free(dict->slots);
	dict->slots = slots;
	dict->shift = shift;
	return true;
}

uint32_t
dict_add(struct dict *dict, const uint8_t *p, size_t n, uint64_t place)
{
	struct probe probe = probe_of(p, n);
	size_t mask = ((size_t)1 << (64 - dict->shift)) - 1;
	size_t at = (size_t)(probe.hash >> dict->shift);
	const uint8_t *copy;

	for (;; at = (at + 1) & mask) {
		const struct dict_slot *slot = &dict->slots[at];

		if (slot->id == 0)
			break;
		if (matches(dict, slot, &probe, p, n))
			return slot->id - 1;
	}
	if (dict->count == DICT_MAX || n > UINT32_MAX ||
	    (dict->count == dict->capacity && !grow_values(dict)))
		return DICT_NONE;
	copy = keep(dict, p, n);
	if (copy == NULL)
		return DICT_NONE;
	dict->values[dict->count] = (struct bytes){ copy, n };
	dict->places[dict->count] = place;
	dict->slots[at] = (struct dict_slot){
		probe.a, probe.b, (uint32_t)n, ++dict->count
	};
	if (dict->count > mask / 2 && !grow_slots(dict))
		return DICT_NONE;
	return dict->count - 1;
}

/* The middle of a longer value, of which the ends are equal. */
static inline bool
same_middle(const uint8_t *a, const uint8_t *b, size_t n)
{
	if (n <= 32)
		return load(a + 8) == load(b + 8) &&
		    load(a + n - 16) == load(b + n - 16);
	return memcmp(a, b, n) == 0;
}

bool
dict_add_cells(struct dict *dict, const uint8_t *bytes,
    const struct csv_cell *cell, size_t stride, size_t n, uint64_t place,
    uint32_t *ids)
{
	const struct dict_slot *slots = dict->slots;
	unsigned int shift = dict->shift;
	size_t mask = ((size_t)1 << (64 - shift)) - 1;

	for (size_t i = 0; i < n; i++, cell += stride) {
		const uint8_t *p = bytes + cell->at;
		struct probe probe = probe_of(p, cell->n);
		size_t at = (size_t)(probe.hash >> shift);
		const struct dict_slot *slot = &slots[at];

		while (slot->id != 0 && (slot->a != probe.a ||
		    slot->b != probe.b || slot->n != cell->n ||
		    (cell->n > INLINE_MAX && !same_middle(p,
		    dict->values[slot->id - 1].p, cell->n)))) {
			at = (at + 1) & mask;
			slot = &slots[at];
		}
		if (__builtin_expect(slot->id != 0, 1)) {
			ids[i] = slot->id - 1;
			continue;
		}
		ids[i] = dict_add(dict, p, cell->n, place + i);
		if (ids[i] == DICT_NONE)
			return false;
		slots = dict->slots;
		shift = dict->shift;
		mask = ((size_t)1 << (64 - shift)) - 1;
	}
	return true;
}

/* Short values are copied to where 16 bytes can be read. */
static const uint8_t *
padded(uint8_t room[INLINE_MAX], struct text text)
{
	if (text.n >= INLINE_MAX)
		return (const uint8_t *)text.p;
	memset(room, 0, INLINE_MAX);
	if (text.n > 0)
		memcpy(room, text.p, text.n);
	return room;
}

uint32_t
dict_find_text(const struct dict *dict, struct text text)
{
	uint8_t room[INLINE_MAX];

	return find(dict, padded(room, text), text.n);
}

uint32_t
dict_add_text(struct dict *dict, struct text text, uint64_t place)
{
	uint8_t room[INLINE_MAX];

	return dict_add(dict, padded(room, text), text.n, place);
}
