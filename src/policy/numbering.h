/*
 * numbering.h - the numbers of what policies declare, once per store.
 *
 * An id of a kind keeps its number through all revisions, and a number is
 * never given to another id, even when the declaration is gone: sealed
 * records and standings name items, purposes and consents by number.
 * Numbers begin with 1.
 */
#ifndef POLICY_NUMBERING_H_
#define POLICY_NUMBERING_H_

#include "base/base.h"
#include "policy/language.h"

struct numbering_name {
	enum policy_space space;
	unsigned int number;
	struct text id;
	bool new;		/* given since the numbering was made */
	struct numbering_name *next;
};

struct numbering {
	struct arena *arena;
	struct numbering_name *first;
	unsigned int last[SPACE_COUNT];
};

void numbering_init(struct numbering *numbering, struct arena *arena);

/* A name as the store has it; false when memory is out. */
bool numbering_add(struct numbering *numbering, enum policy_space space,
    unsigned int number, struct text id, bool new) MUST_USE;

/* 0 when it has none. */
unsigned int numbering_find(const struct numbering *numbering,
    enum policy_space space, struct text id);

/* "" when no id has that number. */
struct text numbering_id(const struct numbering *numbering,
    enum policy_space space, unsigned int number);

/* The id's number, a new one if it had none. */
enum status numbering_give(struct numbering *numbering,
    enum policy_space space, struct text id, unsigned int *number,
    struct error *error) MUST_USE NONNULL;

#endif
