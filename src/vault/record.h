/*
 * record.h - the plain form of a record: values acquired together.
 *
 *	0 time		uint, acquired at, milliseconds since 1970
 *	1 values	map of item number to text
 *	2 shown		bytes, hash of what was shown when it was acquired
 *	3 ground	text, id of law/ground.h, when one was needed
 *	4 origin	text, where it came from: an import, a transfer
 *	5 shown_at	int, when that was shown, milliseconds since 1970
 *	6 former	array of arrays: item (uint), text, until (int), values
 *			that stood before and may still be searched by
 *	7 unknown	true: nobody knows any more from whom it came
 *	8 keys		map of item number to bytes (32), of values that are
 *			files (files.h)
 *
 * A CBOR map, absent keys left out.  Items of one tier are in one record, so
 * that a purpose that may not touch special care never opens that tier.
 */
#ifndef VAULT_RECORD_H_
#define VAULT_RECORD_H_

#include "base/base.h"
#include "base/buf.h"

enum { RECORD_MAX = 8 << 20, RECORD_FORMER_MAX = 1000 };

struct record_value {
	unsigned int item;
	struct text text;
	struct bytes key;	/* of a file; it is shown to nobody */
};

struct record_former {
	unsigned int item;
	struct text text;
	int64_t until;		/* instant at which it was replaced */
};

struct record {
	int64_t time;
	const struct record_value *values;	/* ascending by item */
	size_t count;
	struct bytes shown;
	struct text ground;
	struct text origin;
	bool source_unknown;
	int64_t shown_at;	/* 0: not known */
	const struct record_former *former;
	size_t former_count;
};

void record_write(struct buf *out, const struct record *record) NONNULL;

/* Texts point into the bytes; STATUS_INTEGRITY when it is no record. */
enum status record_read(struct record *record, struct bytes bytes,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* The value of an item; NULL when the record has none. */
const struct record_value *record_find(const struct record *record,
    unsigned int item) NONNULL;

#endif
