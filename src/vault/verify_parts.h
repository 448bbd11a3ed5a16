/*
 * verify_parts.h - what comparing the journal with the log works on.
 *
 * Only src/vault/verify_opened*.c include this.
 */
#ifndef VAULT_VERIFY_PARTS_H_
#define VAULT_VERIFY_PARTS_H_

#include "vault/verify_opened.h"

/* Subjects of entries: what was audited, and who ended without order. */
#define VERIFY_AUDITED "journal_audited"
#define VERIFY_UNFINISHED "journal_unfinished"

enum { VERIFY_FIRST = 1024 };	/* objects that there is room for */

/* A process of a holder, from its beginning on as far as that is here. */
struct session {
	unsigned int lane, segment;
	int64_t began, last;	/* of its records; 0: before what is here */
	uint64_t lacking;	/* openings of its end without an entry ... */
	uint64_t alone;		/* ... and not announced by a bulk job */
	bool ended;		/* in order */
	bool live;
};

enum opening_owner { OWNER_NOBODY, OWNER_STORE, OWNER_PERSON };

struct opening {
	uint64_t slot;
	int64_t time;
	uint64_t person;
	uint8_t pseudonym[PSEUDONYM_SIZE];
	uint8_t owner;
	uint8_t announced;	/* purposes, a bit each */
	uint32_t session;
	bool dying, explained;
	bool early;		/* by an entry that is later */
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
	struct session *sessions;
	size_t session_count, session_size;
	int64_t read_at;	/* by the system's clock */
	struct counted *bulk;
	size_t bulk_count, bulk_size;
	bool broken;
	bool looking;		/* without beginning a segment */
	bool timeless;		/* the vault has another clock than holders */
	bool second;		/* what an entry explains that is later */
	struct {
		unsigned int first, last;	/* segments that are there */
	} lanes[JOURNAL_LANES + 1];
	/* Up to which segment, by what the log says. */
	unsigned int lanes_audited[JOURNAL_LANES + 1];
};

enum status verify_opened_new(struct openings **openings,
    struct vault *vault, struct vault_check *check,
    struct findings *findings, struct error *error) MUST_USE NONNULL;

/* Everything of the journal that is at rest, and whose the slots are. */
enum status verify_opened_read(struct openings *openings,
    struct reader *reader, struct error *error) MUST_USE NONNULL;

/* How a segment of the journal is called; a session, by its first one. */
void verify_opened_name(char place[32], unsigned int lane,
    unsigned int segment) NONNULL;

/* How long after its entry began an act opens what it opens, in ms. */
int64_t verify_opened_late(const struct openings *openings) NONNULL;

/* The order in which they are read, as qsort() wants it. */
int verify_opened_by_slot(const void *a, const void *b) NONNULL;

/* By pseudonym, as entries look for them. */
void verify_opened_sort(struct openings *openings) NONNULL;

/* Marks what an entry about a person explains; keeps those about many. */
enum status verify_opened_entry(void *openings, uint64_t index,
    struct bytes bytes, struct error *error) MUST_USE NONNULL_ARGS(1, 4);
/* Then: what entries about many explain. */
void verify_opened_many(struct openings *openings) NONNULL;

/* Says what nothing explains. */
void verify_opened_report(struct openings *openings) NONNULL;

/* Reports lanes whose segments do not go on where the log says. */
void verify_opened_gaps(struct openings *openings) NONNULL;

#endif
