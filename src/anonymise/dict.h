/*
 * dict.h - the distinct values of a column, numbered as they first appear.
 *
 * Looking a value up is the innermost loop of reading a file: values of up
 * to 16 bytes lie in the table itself and are compared as two words, without
 * following a pointer.
 *
 * The caller guarantees that 16 bytes from a value's first can be read, as
 * every reader of rows does (CSV_SLACK); what stands there does not matter.
 */
#ifndef ANONYMISE_DICT_H_
#define ANONYMISE_DICT_H_

#include "base/csv.h"

#define DICT_NONE UINT32_MAX
#define DICT_MAX ((uint32_t)0x7FFFFFFF)

struct dict_slot {
	uint64_t a;	/* the first eight bytes */
	uint64_t b;	/* the last eight, of eight and more */
	uint32_t n;
	uint32_t id;	/* + 1; 0 is an empty slot */
};

struct dict_chunk;

struct dict {
	struct dict_slot *slots;
	unsigned int shift;	/* 64 - log2 of the slots */
	uint32_t count;
	uint32_t capacity;
	struct bytes *values;	/* by number */
	uint64_t *places;	/* by number: what dict_add() was told */
	struct dict_chunk *chunk;
};

bool dict_init(struct dict *dict) MUST_USE;
/* Wipes: the values are people's. */
void dict_free(struct dict *dict);

/*
 * The number of a value, new or known; place is kept for a new one.
 * DICT_NONE when memory is out.
 */
uint32_t dict_add(struct dict *dict, const uint8_t *p, size_t n,
    uint64_t place);

/*
 * The same for n cells, each stride behind the one before; place counts up
 * with them.  False when memory is out.
 */
bool dict_add_cells(struct dict *dict, const uint8_t *bytes,
    const struct csv_cell *cells, size_t stride, size_t n, uint64_t place,
    uint32_t *ids) MUST_USE;

/* The same two for a text of any origin. */
uint32_t dict_find_text(const struct dict *dict, struct text text);
uint32_t dict_add_text(struct dict *dict, struct text text, uint64_t place);

/* The value of a number, as text when it went in as text. */
static inline struct text
dict_text(const struct dict *dict, uint32_t id)
{
	return (struct text){ (const char *)dict->values[id].p,
	    dict->values[id].n };
}

#endif
