/*
 * verify_known.h - what the log knows: versions by (pseudonym, seq).
 *
 * seq 0 is the standing; documents stand in the same table by their id.
 */
#ifndef VAULT_VERIFY_KNOWN_H_
#define VAULT_VERIFY_KNOWN_H_

#include "audit/entry.h"

struct verify_known {
	uint8_t pseudonym[PSEUDONYM_SIZE];
	uint64_t seq;
	uint64_t version;	/* 0: the place is free */
	bool seen;		/* the store has it */
	bool erased;		/* the log says that it must not */
	bool partly;		/* of a standing: only some rows were kept */
	bool merged;		/* of a standing: leads to somebody else */
	bool dropped;		/* a document that is gone, as it should be */
};

/* Open-addressed. */
struct verify_known_table {
	struct verify_known *known;
	size_t places;		/* a power of two */
	size_t used;
};

enum status verify_known_begin(struct verify_known_table *table,
    struct error *error) MUST_USE NONNULL;

/* The newest version is kept; erased is what was said last. */
enum status verify_known_add(struct verify_known_table *table,
    const uint8_t pseudonym[PSEUDONYM_SIZE], uint64_t seq, uint64_t version,
    bool erased, struct error *error) MUST_USE NONNULL;

/* Of what is unknown, something of version 0; valid until one is added. */
struct verify_known *verify_known_find(
    const struct verify_known_table *table,
    const uint8_t pseudonym[PSEUDONYM_SIZE], uint64_t seq) NONNULL;

/* All zeros are nothing to free. */
void verify_known_free(struct verify_known_table *table) NONNULL;

#endif
