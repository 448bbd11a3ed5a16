#include "base/bits.h"
#include "policy/numbering.h"

void
numbering_init(struct numbering *numbering, struct arena *arena)
{
	memset(numbering, 0, sizeof(*numbering));
	numbering->arena = arena;
}

bool
numbering_add(struct numbering *numbering, enum policy_space space,
    unsigned int number, struct text id, bool new)
{
	struct numbering_name *name = arena_alloc(numbering->arena,
	    sizeof(*name));

	if (name == NULL)
		return false;
	name->space = space;
	name->number = number;
	name->id = text_copy(numbering->arena, id);
	name->new = new;
	name->next = numbering->first;
	numbering->first = name;
	if (number > numbering->last[space])
		numbering->last[space] = number;
	return name->id.p != NULL;
}

unsigned int
numbering_find(const struct numbering *numbering, enum policy_space space,
    struct text id)
{
	for (const struct numbering_name *n = numbering->first; n != NULL;
	    n = n->next)
		if (n->space == space && text_equal(n->id, id))
			return n->number;
	return 0;
}

struct text
numbering_id(const struct numbering *numbering, enum policy_space space,
    unsigned int number)
{
	for (const struct numbering_name *n = numbering->first; n != NULL;
	    n = n->next)
		if (n->space == space && n->number == number)
			return n->id;
	return (struct text){ "", 0 };
}

enum status
numbering_give(struct numbering *numbering, enum policy_space space,
    struct text id, unsigned int *number, struct error *error)
{
	*number = numbering_find(numbering, space, id);
	if (*number != 0)
		return STATUS_OK;
	if (numbering->last[space] + 1 >= BITS_MAX)
		return error_set(error, STATUS_INVALID, "too_many",
		    "このストアで宣言できる数 (%d) を超えます",
		    "a store can declare at most %d of a kind",
		    BITS_MAX - 1);
	*number = numbering->last[space] + 1;
	return numbering_add(numbering, space, *number, id, true) ?
	    STATUS_OK : error_memory(error);
}
