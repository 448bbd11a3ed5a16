#include "anonymise/keytable.h"
#include "base/mem.h"

enum { FIRST_LOG = 10 };

size_t
keytable_layout(struct key_field *fields, size_t count)
{
	uint32_t word = 0, left = 64;

	for (size_t i = 0; i < count; i++) {
		if (fields[i].bits > left) {
			word++;
			left = 64;
		}
		left -= fields[i].bits;
		fields[i].word = word;
		fields[i].shift = fields[i].bits == 0 ? 0 : left;
	}
	return word < KEY_WORDS ? word + 1 : 0;
}

uint32_t
keytable_bits(uint32_t count)
{
	return count < 2 ? 0 : 32 - (uint32_t)__builtin_clz(count - 1);
}

static inline uint64_t
tag_of(const uint64_t *key, size_t words)
{
	uint64_t h = key[0];

	for (size_t i = 1; i < words; i++) {
		h = (h ^ h >> 32) * 0x9E3779B97F4A7C15;
		h ^= key[i];
	}
	return h;
}

static inline size_t
home(uint64_t tag, unsigned int shift)
{
	uint64_t h = tag * 0x9E3779B97F4A7C15;

	return (size_t)((h ^ h >> 29) * 0xD6E8FEB86659FD93 >> shift);
}

bool
keytable_init(struct keytable *table, size_t words)
{
	memset(table, 0, sizeof(*table));
	table->words = words;
	table->shift = 64 - FIRST_LOG;
	table->slots = mem_array((size_t)1 << FIRST_LOG,
	    sizeof(*table->slots));
	return table->slots != NULL;
}

void
keytable_free(struct keytable *table)
{
	mem_free(table->slots);
	mem_free(table->keys);
	memset(table, 0, sizeof(*table));
}

static bool
grow_slots(struct keytable *table)
{
	unsigned int shift = table->shift - 1;
	size_t count = (size_t)1 << (64 - shift);
	struct key_slot *slots = mem_array(count, sizeof(*slots));

	if (slots == NULL)
		return false;
	for (size_t i = 0; i < count / 2; i++) {
		const struct key_slot *slot = &table->slots[i];
		size_t at = home(slot->tag, shift);

		if (slot->id == 0)
			continue;
		while (slots[at].id != 0)
			at = (at + 1) & (count - 1);
		slots[at] = *slot;
	}
	mem_free(table->slots);
	table->slots = slots;
	table->shift = shift;
	return true;
}

/* Room for one batch more in both arrays, at most 3/4 of the slots used. */
static bool
make_room(struct keytable *table, size_t n)
{
	size_t wanted = table->count + n;

	if (wanted > KEY_MAX)
		return false;
	while (wanted > ((size_t)3 << (64 - table->shift)) / 4)
		if (!grow_slots(table))
			return false;
	if (wanted > table->capacity) {
		size_t capacity = (size_t)table->capacity * 2;
		uint64_t *keys;

		if (capacity < wanted)
			capacity = wanted < 1024 ? 1024 : wanted;
		keys = mem_grow(table->keys, table->capacity * table->words,
		    capacity * table->words, sizeof(*keys));
		if (keys == NULL)
			return false;
		table->keys = keys;
		table->capacity = (uint32_t)capacity;
	}
	return true;
}

static inline uint32_t
add(struct keytable *table, const uint64_t *key, uint64_t tag, size_t at,
    uint32_t times, size_t words)
{
	size_t mask = ((size_t)1 << (64 - table->shift)) - 1;
	struct key_slot *slot;

	for (;; at = (at + 1) & mask) {
		slot = &table->slots[at];
		if (slot->id == 0)
			break;
		if (slot->tag == tag && (words == 1 || memcmp(key,
		    table->keys + (size_t)(slot->id - 1) * words,
		    words * sizeof(*key)) == 0)) {
			slot->count += times;
			return slot->id - 1;
		}
	}
	memcpy(table->keys + (size_t)table->count * words, key,
	    words * sizeof(*key));
	slot->tag = tag;
	slot->id = ++table->count;
	slot->count = times;
	return table->count - 1;
}

bool
keytable_add(struct keytable *table, const uint64_t *keys, size_t n,
    uint32_t *ids)
{
	size_t at[KEY_BATCH];

	if (!make_room(table, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		at[i] = home(tag_of(keys + i * table->words, table->words),
		    table->shift);
		__builtin_prefetch(&table->slots[at[i]], 1);
	}
	if (table->words == 1) {
		for (size_t i = 0; i < n; i++)
			ids[i] = add(table, keys + i, keys[i], at[i], 1, 1);
		return true;
	}
	for (size_t i = 0; i < n; i++) {
		const uint64_t *key = keys + i * table->words;

		ids[i] = add(table, key, tag_of(key, table->words), at[i], 1,
		    table->words);
	}
	return true;
}

bool
keytable_add_many(struct keytable *table, const uint64_t *key,
    uint32_t times, uint32_t *id)
{
	uint64_t tag = tag_of(key, table->words);

	if (!make_room(table, 1))
		return false;
	*id = add(table, key, tag, home(tag, table->shift), times,
	    table->words);
	return true;
}

void
keytable_counts(const struct keytable *table, uint32_t *out)
{
	for (size_t i = 0; i < (size_t)1 << (64 - table->shift); i++)
		if (table->slots[i].id != 0)
			out[table->slots[i].id - 1] = table->slots[i].count;
}
