/*
 * class.h - records acquired alike: what they may be used for.
 *
 * A class is a revision, a way of acquisition, a service and a kind of
 * person.  The purposes hang on the class, not on the record: to allow or
 * stop a purpose for everybody who was acquired alike, one row changes.
 */
#ifndef GATE_CLASS_H_
#define GATE_CLASS_H_

#include "base/bits.h"
#include "base/base.h"

struct class {
	uint32_t number;	/* 0: the table has no such class */
	uint32_t revision;
	uint32_t way;
	uint32_t service;
	uint32_t subject;
	struct bits purposes;
	struct bits items;	/* what the way can have brought in */
	uint64_t version;
};

/* All classes of a store at one moment; immutable. */
struct class_table {
	const struct class *class;	/* class[i].number is i, or 0 */
	size_t n;
};

/* NULL when there is none of that number. */
const struct class *class_at(const struct class_table *table,
    uint32_t number) NONNULL;

/* The class of records acquired so; NULL when there is none yet. */
const struct class *class_find(const struct class_table *table,
    uint32_t revision, uint32_t way, uint32_t service, uint32_t subject)
    NONNULL;

#endif
