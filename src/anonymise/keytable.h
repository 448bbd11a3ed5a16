/*
 * keytable.h - distinct keys and how often each came.
 *
 * A key is one to KEY_WORDS words of 64 bits into which the columns' codes
 * are packed.  Every key has a number, in the order of first coming.  The
 * table is far bigger than the caches, so keys are added in batches and each
 * is asked for ahead of its turn.
 */
#ifndef ANONYMISE_KEYTABLE_H_
#define ANONYMISE_KEYTABLE_H_

#include "base/base.h"

enum { KEY_WORDS = 32, KEY_BATCH = 256, KEY_FIELDS = 128 };
#define KEY_MAX ((uint32_t)0x7FFFFFFF)

/* Where a column's code lies in a key; no code straddles two words. */
struct key_field {
	uint32_t word;
	uint32_t shift;
	uint32_t bits;		/* 0 to 31 */
};

/*
 * Places fields of the given bits one behind the other, the first in the
 * highest bits.  The number of words, 0 when they do not fit.
 */
size_t keytable_layout(struct key_field *fields, size_t count);

/* Bits that count different codes need. */
uint32_t keytable_bits(uint32_t count);

static inline uint32_t
key_get(const uint64_t *key, struct key_field field)
{
	return (uint32_t)(key[field.word] >> field.shift) &
	    (uint32_t)(((uint64_t)1 << field.bits) - 1);
}

static inline void
key_put(uint64_t *key, struct key_field field, uint32_t code)
{
	key[field.word] |= (uint64_t)code << field.shift;
}

struct key_slot {
	uint64_t tag;	/* the key of one word, or a hash */
	uint32_t id;	/* + 1; 0 is an empty slot */
	uint32_t count;
};

struct keytable {
	size_t words;
	unsigned int shift;	/* 64 - log2 of the slots */
	struct key_slot *slots;
	uint64_t *keys;		/* by number, words each */
	uint32_t count;
	uint32_t capacity;
};

bool keytable_init(struct keytable *table, size_t words) MUST_USE;
void keytable_free(struct keytable *table);

/*
 * Adds n keys (at most KEY_BATCH, words each); ids gets their numbers.
 * False when memory is out.
 */
bool keytable_add(struct keytable *table, const uint64_t *keys, size_t n,
    uint32_t *ids) MUST_USE;

/* The same for one key that came times times. */
bool keytable_add_many(struct keytable *table, const uint64_t *key,
    uint32_t times, uint32_t *id) MUST_USE;

/* How often each key came, by number, into out[count]. */
void keytable_counts(const struct keytable *table, uint32_t *out);

#endif
