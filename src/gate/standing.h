/*
 * standing.h - what a person has said, and what is known of their state.
 *
 * One row per person (seq 0), sealed under the person's own slot and
 * versioned: consents, withdrawals, stops, holds, personal purposes.  Its
 * version is in every entry about the person, so that a standing put back
 * from yesterday, or a consent revived in the database, is found.
 *
 * On disk it is a CBOR map with these keys, absent when empty:
 *
 *	 0 pseudonym	bytes (16), the person's name in the log
 *	 1 subject	uint, number of the kind of person
 *	 2 slots	array of uint: tier, slot, tier, slot, ...
 *	 3 next		uint, the next record's seq
 *	 4 consents	array of consents, each an array: number, state, time,
 *			expires (0: never), giver, evidence (bytes), recipient;
 *			of one that was held before it came here an eighth:
 *			where its evidence is (text)
 *	 5 stops	array of uint, purposes that were stopped
 *	 6 provision	true: all provision is stopped
 *	 7 personal	array of purposes of this person alone: id, text, items
 *			(array), expires, state
 *	 8 holds	array of holds: kind, time, until (0: open), reference
 *	 9 events	array of uint: start of retention, day, ...
 *	10 quarantine	array of uint, seqs that wait for a ground
 *	11 client	uint, for whom it is kept as a processor
 *	12 introducer	uint, the person who introduced this one
 *	13 guardian	text, who consents for a minor
 *	14 known	uint, revision that was notified to the person
 *	15 of_age	int, day from which no guardian is needed
 *	16 confirmed	int, day on which the person's data was confirmed last
 *	17 deceased	int, day of death
 *	18 into		uint, the person that this one was merged into
 *	19 merged	array of those merged into this one, each an array:
 *			person, seqs (array of uint: theirs, here, ...),
 *			before (bytes: this standing as it was)
 *	20 objections	array of objections to a change of the policy: revision,
 *			time, purposes (array)
 *	21 asked	array of times at which a consent was asked for, each an
 *			array: consent, revision, time, way (text)
 */
#ifndef GATE_STANDING_H_
#define GATE_STANDING_H_

#include "audit/entry.h"
#include "base/bits.h"
#include "base/buf.h"
#include "policy/policy.h"

enum consent_state {
	CONSENT_GIVEN = 1,
	CONSENT_WITHDRAWN,
	CONSENT_DEEMED,		/* recorded as such; nothing rests on it */
};

enum consent_giver { GIVER_PERSON, GIVER_GUARDIAN, GIVER_AGENT };

struct consent {
	unsigned int number;	/* of the policy's consent */
	enum consent_state state;
	int64_t time;
	int64_t expires;	/* instant; 0: never */
	enum consent_giver giver;
	struct bytes evidence;	/* hash of the wording and what was shown */
	struct text recipient;	/* named recipient, when consent is by name */
	struct text held;	/* where the evidence of an older one is */
};

struct personal_purpose {
	struct text id;
	struct text text;
	struct bits items;
	int64_t expires;	/* instant; 0: never */
	enum consent_state state;
};

/* To what a revision brings; the purposes are refused until they consent. */
struct objection {
	unsigned int revision;
	int64_t time;
	struct bits purposes;
};

/* That the person was asked for a consent: notice/campaign.h. */
struct asked {
	unsigned int consent;	/* number */
	unsigned int revision;	/* in force when they were asked */
	int64_t time;
	struct text way;	/* "email", "post", ... */
};

enum hold_kind { HOLD_REQUEST = 1, HOLD_LAW, HOLD_DISPUTE };

struct hold {
	enum hold_kind kind;
	int64_t time;
	int64_t until;		/* instant; 0: until it is released */
	struct text reference;
};

/* Somebody who was found to be the same person, and can be taken out again. */
struct merged {
	uint64_t person;
	const uint64_t *seqs;	/* pairs: seq there, seq here */
	size_t seq_count;	/* of both */
	struct bytes before;
};

enum { STANDING_MAX = 1 << 20, STANDING_LIST_MAX = 4096 };

struct standing {
	uint64_t version;	/* from the row, not in the map */
	uint8_t pseudonym[PSEUDONYM_SIZE];
	unsigned int subject;
	uint64_t slot[TIER_COUNT];	/* 0: the tier has none yet */
	uint64_t next;
	const struct consent *consents;
	size_t consent_count;
	struct bits stops;
	bool provision_stopped;
	const struct personal_purpose *personal;
	size_t personal_count;
	const struct hold *holds;
	size_t hold_count;
	int64_t event[START_COUNT];	/* day; 0: has not happened */
	const uint64_t *quarantine;
	size_t quarantine_count;
	unsigned int client;
	uint64_t introducer;
	struct text guardian;
	unsigned int known;
	int64_t of_age;		/* day; 0: not known */
	int64_t confirmed;	/* day; 0: never */
	int64_t deceased;	/* day; 0: lives, as far as is known */
	uint64_t into;		/* person; 0: not merged */
	const struct merged *merged;
	size_t merged_count;
	const struct objection *objections;
	size_t objection_count;
	struct bits objected;	/* of all of them; from the list */
	const struct asked *asked;
	size_t asked_count;
};

void standing_write(struct buf *out, const struct standing *standing)
    NONNULL;

/*
 * What is written can be read back: STATUS_CONFLICT "standing_full" when a
 * list is longer than standing_read() takes.
 */
enum status standing_check(const struct standing *standing,
    struct error *error) MUST_USE NONNULL;

/*
 * Texts point into the bytes, lists into the arena.  STATUS_INTEGRITY when it
 * is not a standing.
 */
enum status standing_read(struct standing *standing, struct bytes bytes,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * What was said last about a consent: in general (recipient ""), or to that
 * recipient by name.  What is withdrawn in general is withdrawn from all of
 * them.  NULL when nothing was said.
 */
const struct consent *standing_consent(const struct standing *standing,
    unsigned int number, struct text recipient);

/* Whether it is a consent (NULL: none) that is given and not expired. */
bool standing_is_given(const struct consent *consent, int64_t now);

/* A personal purpose of that id; NULL when there is none. */
const struct personal_purpose *standing_personal(
    const struct standing *standing, struct text id);

bool standing_held(const struct standing *standing, int64_t now);

bool standing_quarantines(const struct standing *standing, uint64_t seq);

#endif
