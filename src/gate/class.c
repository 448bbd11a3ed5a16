#include "gate/class.h"

const struct class *
class_at(const struct class_table *table, uint32_t number)
{
	if (number >= table->n || table->class[number].number != number ||
	    number == 0)
		return NULL;
	return &table->class[number];
}

const struct class *
class_find(const struct class_table *table, uint32_t revision, uint32_t way,
    uint32_t service, uint32_t subject)
{
	for (size_t i = 1; i < table->n; i++) {
		const struct class *c = &table->class[i];

		if (c->number != 0 && c->revision == revision &&
		    c->way == way && c->service == service &&
		    c->subject == subject)
			return c;
	}
	return NULL;
}
