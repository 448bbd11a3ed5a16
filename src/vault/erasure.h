/*
 * erasure.h - what was erased, when, with which slots: intended and done.
 *
 * What an erasure is, is settled when it is intended: that is its statement,
 * a CBOR map of which the log keeps the SHA-256 and which a certificate shows
 * whole, absent keys left out:
 *
 *	 0 number	uint, by time
 *	 1 scope	uint: 1 the person, 2 items
 *	 2 cause	uint: 1 asked for, 2 retention is over
 *	 3 time		uint, milliseconds since 1970
 *	 4 decision	bytes (16)
 *	 5 purpose	text
 *	 6 clause	text
 *	 7 slots	array of uint: what is destroyed
 *	 8 items	array of uint: what was erased, of scope 2
 *	 9 kept		array of item, day, item, day, ...: what a law wants
 *			kept and until when (day number; INT32_MAX: not
 *			known yet)
 *	10 retired	uint, instant until which the slots of scope 2 stay for
 *			restoring
 *	11 horizon	uint, instant by which they are gone from every copy
 *	12 id		text, the person's id as the outside sees it
 *
 * It holds no value of the person.  What happens after it is in the log,
 * under the same decision; the sealed row (SEAL_ERASURE, the number as seq)
 * is an array: statement, size of the log before it, sweep (bool: search keys
 * are found by a scan), KEK that wrapped the slots when they went, when.
 */
#ifndef VAULT_ERASURE_H_
#define VAULT_ERASURE_H_

#include "vault/visit.h"

enum erasure_scope { ERASURE_PERSON = 1, ERASURE_ITEMS };
enum erasure_cause { ERASURE_ASKED = 1, ERASURE_RETENTION };

enum { ERASURE_MAX = 65536, ERASURE_ID_SIZE = 4 + 16 + 1 };

struct erasure_kept {
	unsigned int item;
	int64_t until;		/* day; TERM_NEVER: not known yet */
};

struct erasure {
	uint64_t person;
	uint64_t number;
	enum erasure_state state;
	int64_t due;
	struct text id;
	enum erasure_scope scope;
	enum erasure_cause cause;
	int64_t time;
	uint8_t decision[DECISION_ID_SIZE];
	struct text purpose;
	struct text clause;
	const uint64_t *slots;
	size_t slot_count;
	struct bits items;
	const struct erasure_kept *kept;
	size_t kept_count;
	int64_t retired;	/* 0: at once */
	int64_t horizon;
	struct bytes statement;	/* as it was written */
	uint64_t log_from;
	bool sweep;
	uint32_t kek;		/* 0: not yet */
	int64_t destroyed;	/* 0: not yet */
};

/* Writes the statement, once all that it says is filled in. */
enum status erasure_state_it(struct erasure *erasure, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* What a statement says, into an empty erasure. */
enum status erasure_read(struct erasure *erasure, struct bytes statement,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* The row, sealed; state and due are the erasure's. */
enum status erasure_seal(const struct visit *visit,
    const struct erasure *erasure, struct erasure_row *row,
    struct error *error) MUST_USE NONNULL;
enum status erasure_open(const struct visit *visit,
    const struct erasure_row *row, struct erasure *erasure,
    struct error *error) MUST_USE NONNULL;

/* An entry about it: "person", "items", "destroyed" or "complete". */
struct entry erasure_entry(const struct visit *visit,
    const struct erasure *erasure, const char *subject) NONNULL;

/* "ers_" and 16 digits. */
void erasure_id(char out[ERASURE_ID_SIZE], uint64_t number) NONNULL;
/* STATUS_NOT_FOUND when it is no such id. */
enum status erasure_id_parse(uint64_t *number, struct text id,
    struct error *error) MUST_USE NONNULL;

#endif
