#include "vault/index.h"

enum { FIELD_SIZE = 96 };
static const char VALUES[] = "/values/";

/* The next index of the item that is written, from i on; NULL at the end. */
static const struct rules_index *
next_written(const struct rules *rules, unsigned int item, size_t *i)
{
	while (*i < rules->index_count) {
		const struct rules_index *index = &rules->indexes[(*i)++];

		if (index->item == item && index->state != SEARCH_RETIRED)
			return index;
	}
	return NULL;
}

/* A JSON Pointer to the value; once for each that is kept. */
static void
field_of(char field[FIELD_SIZE], struct text id)
{
	size_t at = strlen(VALUES), n = FIELD_SIZE - 1 - at;

	if (n > id.n)
		n = id.n;
	memcpy(field, VALUES, at);
	memcpy(field + at, id.p, n);
	field[at + n] = '\0';
}

void
index_add(const struct rules *rules, struct change *change, uint64_t person,
    const struct policy_item *item, struct text folded)
{
	const struct rules_index *index;
	uint8_t out[SEARCH_HASH];
	char field[FIELD_SIZE];
	size_t i = 0;

	if (folded.n == 0)
		return;
	field_of(field, item->id);
	while ((index = next_written(rules, item->number, &i)) != NULL) {
		struct bytes hash = rules_hash(index, folded, out);

		if (index->unique)
			change_add_unique(change, index->index, hash, person,
			    field);
		else
			change_add_search(change, index->index, hash, person);
	}
}

void
index_drop(const struct rules *rules, struct change *change, uint64_t person,
    unsigned int item, struct text folded)
{
	const struct rules_index *index;
	uint8_t out[SEARCH_HASH];
	size_t i = 0;

	while (folded.n > 0 &&
	    (index = next_written(rules, item, &i)) != NULL) {
		struct bytes hash = rules_hash(index, folded, out);

		if (index->unique)
			change_drop_unique(change, index->index, hash,
			    person);
		else
			change_drop_search(change, index->index, hash,
			    person);
	}
}
