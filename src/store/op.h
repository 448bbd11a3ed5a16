/*
 * op.h - how a change looks inside: only src/store includes this.
 */
#ifndef STORE_OP_H_
#define STORE_OP_H_

#include "store/change.h"
#include "store/db.h"

enum { OP_VALUES_MAX = 8 };

struct op {
	struct op *next;
	enum statement statement;
	struct db_value value[OP_VALUES_MAX];
	size_t n;
	bool is_row;		/* an INSERT of one row */
	bool must_change;	/* exactly one row, or the state has moved */
	const char *field;	/* for a conflict: what stands already */
};

struct entry_link {
	struct entry_link *next;
	struct bytes bytes;
};

struct touched {
	struct touched *next;
	uint64_t person;
};

struct change {
	struct arena *arena;
	struct op *first, **end;
	struct entry_link *first_entry, **entry_end;
	size_t entries;
	size_t entry_bytes;
	struct touched *touched;	/* people whose rows it writes */
	bool failed;
	bool large_entry;
	bool rules;		/* it changes what the policies declare */
};

#endif
