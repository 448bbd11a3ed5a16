/*
 * verify_parts.h - what comparing the journal with the log works on.
 *
 * Only src/vault/verify_opened*.c include this.
 */
#ifndef VAULT_VERIFY_PARTS_H_
#define VAULT_VERIFY_PARTS_H_

#include "vault/verify_opened.h"

/* The subject of the entry that says what was audited. */
#define VERIFY_AUDITED "journal_audited"

enum opening_owner { OWNER_NOBODY, OWNER_STORE, OWNER_PERSON };

struct opening {
	uint64_t slot;
	int64_t time;
	uint64_t person;
	uint8_t pseudonym[PSEUDONYM_SIZE];
	uint8_t owner;
	uint8_t announced;	/* purposes, a bit each */
	bool dying, explained;
};

/* An entry about many people, not named. */
struct counted {
	int64_t time;
	unsigned int purpose;
	uint64_t left;		/* openings that it may still explain */
};

struct openings {
	struct vault *vault;
	struct vault_check *check;
	struct findings *findings;
	struct arena *arena;
	char folder[PATH_SIZE];
	struct opening *all;	/* by slot, then by pseudonym */
	size_t n, size;
	struct counted *bulk;
	size_t bulk_count, bulk_size;
	bool broken;
	bool timeless;		/* the vault has another clock than holders */
	struct {
		unsigned int first, last;	/* segments that are there */
	} lanes[JOURNAL_LANES + 1];
	/* Up to which segment, by what the log says. */
	unsigned int lanes_audited[JOURNAL_LANES + 1];
};

/* Reports lanes whose segments do not go on where the log says. */
void verify_opened_gaps(struct openings *openings) NONNULL;

#endif
