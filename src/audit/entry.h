/*
 * entry.h - one line of the log: who did what, for which purpose, by which
 * clause, and what was decided.
 *
 * An entry is a CBOR map (base/cbor.h) with these keys, absent when empty:
 *
 *	 0 kind		uint, enum entry_kind
 *	 1 time		uint, milliseconds since 1970-01-01T00:00:00Z
 *	 2 decision	bytes (16), random
 *	 3 principal	text, "staff:...", "service:...", "system:..."
 *	 4 role		text, id of the policy
 *	 5 purpose	text, id of the policy or "system:..."
 *	 6 revision	uint, the store's number of the policy revision
 *	 7 clause	text, the clause that permits or refuses
 *	 8 person	bytes (16), the person's pseudonym
 *	 9 refusal	text, the code; absent when permitted
 *	10 items	array of uint, the store's numbers of the items
 *	11 standing	uint, version of the standing after the act
 *	12 records	array of uint: seq, version, seq, version, ...
 *	13 count	uint, how many people were concerned
 *	14 commitment	bytes (32), see each kind
 *	15 recipient	text, id of the policy
 *	16 ground	text, id of law/ground.h
 *	17 subject	text: which consent, purpose, setting ... was acted on
 *	18 masked	array of uint, items that were handed out masked
 *	19 documents	array of arrays: kind (uint), id (bytes (16)), version
 *			(uint; 0: it is gone), papers of the house written
 *	20 observed	text, the code of a refusal that was not enforced
 *
 * No entry ever holds a value of a person.  The pseudonym is random, stands
 * sealed in the person's standing, and means nothing once their key is gone;
 * so erasure leaves the log valid and blind.
 */
#ifndef AUDIT_ENTRY_H_
#define AUDIT_ENTRY_H_

#include "base/base.h"
#include "base/bits.h"
#include "base/buf.h"
#include "base/jsonw.h"

enum entry_kind {
	ENTRY_STORE_MADE = 1,	/* commitment: SHA-256 of the store's id */
	ENTRY_POLICY,		/* commitment: hash of the revision */
	ENTRY_ACQUIRE,		/* commitment: hash of what was shown */
	ENTRY_USE,
	ENTRY_SEARCH,		/* count: people found */
	ENTRY_CORRECT,
	ENTRY_STANDING,		/* consent, withdrawal, stop, hold */
	ENTRY_PROVIDE,
	ENTRY_EXPORT,
	ENTRY_DISCLOSE,
	ENTRY_ERASE,
	ENTRY_ANONYMISE,
	/*
	 * What was done to keys.  Subject "journal_audited": the journal of
	 * the slots that were opened agrees with the log; records: each lane
	 * and its last segment that was compared; count: openings.
	 */
	ENTRY_KEYS,
	ENTRY_SYSTEM,		/* a batch of a system: purpose */
	ENTRY_ACCESS,		/* log in, keys of services, roles */
	ENTRY_APPROVAL,
	ENTRY_SETTING,		/* how the program is set up */
	/*
	 * The store was restored.  commitment: root of the last state that
	 * was known of its log; subject: that log's origin, the size of that
	 * state, and the size of the one that the rows are of.  Entries from
	 * there to this one, if there are any, record what was lost.
	 */
	ENTRY_RESTORED,
};
enum { ENTRY_KINDS = ENTRY_RESTORED + 1, ENTRY_MAX = 16384 };

enum { PSEUDONYM_SIZE = 16, DECISION_ID_SIZE = 16 };

/* A record and the version that was read or written. */
struct entry_record {
	uint64_t seq;
	uint64_t version;
};

/* A paper of the house (vault/document.h) that was written. */
struct entry_document {
	uint32_t kind;
	uint8_t id[16];
	uint64_t version;	/* 0: dropped */
};

struct entry {
	enum entry_kind kind;
	int64_t time;
	bool has_decision;
	uint8_t decision[DECISION_ID_SIZE];
	struct text principal;
	struct text role;
	struct text purpose;
	uint32_t revision;	/* 0: none */
	struct text clause;
	bool has_person;
	uint8_t person[PSEUDONYM_SIZE];
	struct text refusal;
	struct bits items;
	struct bits masked;
	uint64_t standing;	/* 0: none */
	const struct entry_record *records;
	size_t record_count;
	uint64_t count;		/* 0: not said */
	bool has_commitment;
	uint8_t commitment[32];
	struct text recipient;
	struct text ground;
	struct text subject;
	uint64_t about;		/* the person's number, 0: none; for
				 * vault/outbox.h: no part of the log */
	const struct entry_document *documents;
	size_t document_count;
	struct text observed;
};

extern const char *const entry_kind_names[ENTRY_KINDS];

void entry_write(struct buf *out, const struct entry *entry) NONNULL;

/*
 * The texts point into the bytes, records and documents into the arena.
 * STATUS_INTEGRITY when it is not an entry.
 */
enum status entry_read(struct entry *entry, struct bytes bytes,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* As JSON with names; index is its place in the log. */
void entry_json(struct jsonw *json, const struct entry *entry,
    uint64_t index) NONNULL;

#endif
