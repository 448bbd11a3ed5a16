/*
 * row.h - the rows of the store, as the rest of the house sees them.
 */
#ifndef STORE_ROW_H_
#define STORE_ROW_H_

#include "base/base.h"
#include "crypto/seal.h"

/* What a row may hold at most; larger is damage.  What an entry may. */
enum { ROW_BYTES_MAX = 16 << 20, STORE_ENTRY_MAX = UINT16_MAX };

/* Of a person; shown in the standing's row, because the key may be gone. */
enum person_state {
	PERSON_LIVE,
	PERSON_HIDDEN,	/* being erased, or erased: to the asker, unknown */
	PERSON_MERGED,
};
enum { PERSON_STATES = PERSON_MERGED + 1 };

/* One row of a person: seq 0 is the standing, the others are records. */
struct row {
	uint64_t seq;
	uint64_t version;	/* from 1 */
	enum person_state state;	/* only of the standing */
	uint32_t class;		/* 0 for the standing */
	uint8_t tier;
	int64_t day;		/* acquired on, days since 1970 in Tokyo */
	struct sealed sealed;
};

struct rows {
	const struct row *row;
	size_t n;
};

/* An earlier version of a record. */
struct history_row {
	struct row row;
	int64_t replaced_at;
};

struct reason_row {
	uint8_t decision[16];
	struct sealed sealed;
};

/* A paper of the house itself: of no one person. */
enum { DOCUMENT_ID_SIZE = 16 };

struct document_row {
	uint32_t kind;
	uint8_t id[DOCUMENT_ID_SIZE];
	uint64_t version;	/* from 1 */
	int64_t due;		/* ms since 1970 when it is to be seen to; 0 */
	struct sealed sealed;
};

struct name_row {
	uint32_t space;
	uint32_t number;
	struct text id;
};

struct revision_row {
	uint32_t number;	/* from 1 */
	uint8_t hash[32];
	struct text canonical;
	int64_t announced_at;
	int64_t in_force_from;	/* INT64_MAX: announced, not yet in force */
};

struct class_row {
	uint32_t number;	/* from 1 */
	uint32_t revision;
	uint32_t way;
	uint32_t service;	/* 0: none */
	uint32_t subject;
	struct bytes purposes;	/* CBOR array of purpose numbers */
	uint64_t version;
};

enum search_state {
	SEARCH_CURRENT,		/* read and written */
	SEARCH_BUILDING,	/* written, not yet read */
	SEARCH_RETIRED,		/* neither */
};
enum { SEARCH_STATES = SEARCH_RETIRED + 1 };

struct search_key_row {
	uint64_t index;		/* number of the index */
	uint32_t item;
	uint64_t slot;		/* whose key makes its hashes */
	bool unique;
	enum search_state state;
};

/*
 * An erasure: intended first, then done step by step.  Most of what is known
 * of it is sealed.
 */
enum erasure_state {
	ERASURE_INTENDED,	/* hidden; its slots may still be there */
	ERASURE_DESTROYED,	/* slots gone; rows and search keys not yet */
	ERASURE_WAITING,	/* all gone here; not yet by every copy */
	ERASURE_RETIRED,	/* items gone; old slots serve restoring */
	ERASURE_COMPLETE,	/* the horizon is behind */
};
enum { ERASURE_STATES = ERASURE_COMPLETE + 1 };

struct erasure_row {
	uint64_t person;
	uint64_t number;	/* below 2^63 */
	enum erasure_state state;
	int64_t due;		/* instant at which the state may end */
	struct sealed sealed;
};

struct log_head {
	uint64_t size;		/* entries committed */
	uint64_t tiled;		/* entries in durable full tiles */
};

#endif
