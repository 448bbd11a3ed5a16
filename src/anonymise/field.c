#include "anonymise/hierarchy.h"
#include "base/mem.h"

/*
 * The leaf of every value, or *missing.  leaf_value is the reverse: value + 1
 * by leaf, 0 where the leaf does not occur.
 */
static bool
find_leaves(const struct hierarchy *hierarchy, const struct dict *values,
    uint32_t *leaf_value, uint32_t *missing)
{
	*missing = DICT_NONE;
	for (uint32_t v = 0; v < values->count; v++) {
		uint32_t leaf = dict_find_text(&hierarchy->label[0],
		    dict_text(values, v));

		if (leaf != DICT_NONE)
			leaf_value[leaf] = v + 1;
		else if (*missing == DICT_NONE ||
		    values->places[v] < values->places[*missing])
			*missing = v;
	}
	return *missing == DICT_NONE;
}

static bool
level_init(struct field_level *level, uint32_t values, uint32_t size)
{
	level->rank = mem_array(values, sizeof(*level->rank));
	level->leaves = mem_array(size, sizeof(*level->leaves));
	level->label = mem_array(size, sizeof(*level->label));
	return level->rank != NULL && level->leaves != NULL &&
	    level->label != NULL;
}

/* The codes at one level; leaf[code] is the code's leaf. */
static bool
bind_level(struct field *field, uint32_t l, const struct hierarchy *h,
    const uint32_t *leaf, uint32_t *below)
{
	struct field_level *level = &field->level[l];
	uint32_t last = DICT_NONE;

	for (uint32_t i = 0; i < h->leaves; i++)
		below[h->row[(size_t)i * h->levels + l]]++;
	for (uint32_t c = 0; c < field->values; c++) {
		uint32_t label = h->row[(size_t)leaf[c] * h->levels + l];

		level->size += label != last;
		last = label;
	}
	if (!level_init(level, field->values, level->size))
		return false;
	level->size = 0;
	last = DICT_NONE;
	for (uint32_t c = 0; c < field->values; c++) {
		uint32_t label = h->row[(size_t)leaf[c] * h->levels + l];

		if (label != last) {
			level->leaves[level->size] = below[label];
			level->label[level->size++] =
			    dict_text(&h->label[l], label);
		}
		level->rank[c] = level->size - 1;
		last = label;
	}
	return true;
}

enum status
field_bind(struct field *field, const struct hierarchy *hierarchy,
    const struct dict *values, uint32_t *code, uint32_t *missing,
    struct error *error)
{
	size_t leaves = hierarchy->leaves;
	uint32_t *leaf_value = mem_array(leaves, sizeof(*leaf_value));
	uint32_t *leaf = mem_array(values->count, sizeof(*leaf));
	uint32_t *below = mem_array(leaves, sizeof(*below));
	bool done = leaf_value != NULL && leaf != NULL && below != NULL;

	*missing = DICT_NONE;
	field->domain = hierarchy->leaves;
	field->levels = hierarchy->levels;
	if (done && find_leaves(hierarchy, values, leaf_value, missing)) {
		for (uint32_t i = 0; i < hierarchy->leaves; i++) {
			uint32_t at = hierarchy->order[i];

			if (leaf_value[at] == 0)
				continue;
			code[leaf_value[at] - 1] = field->values;
			leaf[field->values++] = at;
		}
		for (uint32_t l = 0; done && l < field->levels; l++) {
			memset(below, 0, leaves * sizeof(*below));
			done = bind_level(field, l, hierarchy, leaf, below);
		}
	}
	mem_free(leaf_value);
	mem_free(leaf);
	mem_free(below);
	return done ? STATUS_OK : error_memory(error);
}

void
field_free(struct field *field)
{
	for (uint32_t l = 0; l < HIERARCHY_LEVELS; l++) {
		mem_free(field->level[l].rank);
		mem_free(field->level[l].leaves);
		mem_free(field->level[l].label);
	}
	memset(field, 0, sizeof(*field));
}
