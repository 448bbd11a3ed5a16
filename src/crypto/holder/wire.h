/*
 * wire.h - what the holder and its service say to each other.
 *
 * A SOCK_SEQPACKET socketpair; both ends are the same build on the same
 * machine, so structures cross as they lie in memory.  A message is a head and
 * what its kind has: its length follows from the kind and the count, and a
 * message of another length ends the holder.  A request has one reply.
 */
#ifndef CRYPTO_HOLDER_WIRE_H_
#define CRYPTO_HOLDER_WIRE_H_

#include "base/file.h"
#include "crypto/keyring.h"
#include "crypto/holder/journal.h"

enum {
	WIRE_FD = 3,		/* the holder's end */
	WIRE_PAGE_FD = 4,	/* crypto/holder/page.h */
	WIRE_BATCH = 256,	/* slots in a message */
	WIRE_SECRET = 16384,
};

enum wire_kind {
	WIRE_START = 1,	/* first and once; body: struct wire_start */
	WIRE_CREATE,	/* a: the first number; b: 1 hands out the keys */
	WIRE_UNWRAP,	/* body: count wrapped slots */
	WIRE_REPLACE,	/* begins to replace the KEK; a: now */
	WIRE_REWRAP,	/* body: count wrapped slots */
	WIRE_REPLACED,	/* destroys the KEK that was replaced */
	WIRE_LOOK,	/* reads the KEK file again */
	WIRE_BULK,	/* a: enum holder_purpose; b: people; count 1: begins */
	WIRE_BULK_END,	/* a: enum holder_purpose */
	WIRE_ROTATE,	/* begins a new segment of the journal */
	WIRE_READ,	/* a: lane << 32 | segment; b: from that cell on */
	WIRE_END,	/* nothing will come after this */
};

struct wire_request {
	uint32_t kind;
	uint32_t count;
	uint64_t a, b;
};

struct wire_start {
	uint8_t store[STORE_ID_SIZE];
	char folder[PATH_SIZE];		/* of the keys */
	char key_file[PATH_SIZE];	/* "": what secret says */
	uint32_t share_count;		/* 0: the secret is a passphrase */
	uint32_t secret_size;
	char secret[WIRE_SECRET];	/* or paths of shares, each with NUL */
};

/*
 * The body: on failure a struct error.  Else, of CREATE, count wrapped slots
 * and, if asked for, count keys; of UNWRAP, count keys; of REWRAP, count
 * wrapped slots; of READ, a struct journal_info and count cells.
 */
struct wire_reply {
	uint32_t status;
	uint32_t count;
	uint32_t lane;		/* of the holder's journal */
	uint32_t zero;
	struct keyring_keks keks;
};

enum {
	WIRE_REQUEST_MAX = sizeof(struct wire_request) +
	    WIRE_BATCH * sizeof(struct wrapped_slot),
	WIRE_REPLY_MAX = sizeof(struct wire_reply) + WIRE_BATCH *
	    (sizeof(struct wrapped_slot) + sizeof(struct slot_key)),
	WIRE_CELLS = 512,
};
_Static_assert(sizeof(struct wire_request) + sizeof(struct wire_start) <=
    (size_t)WIRE_REQUEST_MAX, "a start fits");
_Static_assert(sizeof(struct wire_reply) + sizeof(struct error) <=
    (size_t)WIRE_REPLY_MAX, "an error fits");
_Static_assert(sizeof(struct wire_reply) + sizeof(struct journal_info) +
    WIRE_CELLS * sizeof(struct journal_cell) <= (size_t)WIRE_REPLY_MAX,
    "a page of the journal fits");

#endif
