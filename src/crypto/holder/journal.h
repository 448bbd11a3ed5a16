/*
 * journal.h - which slots the holder opened: a small file that only grows.
 *
 * Holders that run at the same time each have a lane, 1 to 64, by a lock on
 * FOLDER/LL.lock.  A lane is a row of segments, FOLDER/LL-NNNNNN, numbered
 * from 1; all but the last never change.  Numbers have their most significant
 * byte first.  A segment begins with a head:
 *
 *	offset size
 *	0      8     "SKSHOPN1"
 *	8      16    the store's id
 *	24     2     lane
 *	26     4     segment
 *	30     8     records in the lane before this segment
 *	38     8     made at, milliseconds since 1970
 *	46     2     zeros
 *	48     16    tag of the record before it; zeros when there was none
 *	64     16    tag
 *
 * and goes on with records:
 *
 *	0      1     kind, enum journal_kind
 *	1      1     bulk jobs that go on, a bit each: 1 << enum holder_purpose
 *	2      2     n, how many values
 *	4      8     time, milliseconds since 1970
 *	12     6n    values: slots, or what the kind says
 *	12+6n  16    tag
 *
 * A tag is the head of HMAC-SHA-256 over the tag before it and all bytes of
 * its own head or record, so nothing can be changed, left out or put between.
 * The key is HMAC-SHA-256 of "sekisho opened slots" 0x00 and the store's id
 * under the root key: only a holder has it.
 *
 * A segment that is being written ends with zeros, room for more; it loses
 * them when it is done with.  One of zeros alone was never begun.
 *
 * A record is in the file's pages before the key that it names is handed out,
 * so that it outlives a killed process, and is synced within a tenth of a
 * second, so that it outlives a power cut.  One slot costs 34 bytes.
 */
#ifndef CRYPTO_HOLDER_JOURNAL_H_
#define CRYPTO_HOLDER_JOURNAL_H_

#include "base/base.h"
#include "base/clock.h"
#include "crypto/seal.h"

enum journal_kind {
	JOURNAL_BEGAN = 1,	/* a holder begins; no values */
	JOURNAL_ENDED,		/* and ends in order */
	JOURNAL_OPENED,		/* slots whose keys were handed out */
	JOURNAL_MADE,		/* new slots, handed out: first and last */
	JOURNAL_BULK,		/* a bulk job was announced: people */
	JOURNAL_BURST,		/* refused by the rate since then: slots */
};

enum {
	JOURNAL_HEAD = 80, JOURNAL_RECORD = 12, JOURNAL_VALUE = 6,
	JOURNAL_TAG = 16, JOURNAL_VALUES = 256, JOURNAL_LANES = 64,
	JOURNAL_SEGMENT_MAX = 1 << 20,
};

struct journal;

/*
 * Takes the first lane that is free and begins where it ended.  The folder is
 * there.  STATUS_BUSY when no lane is free.
 */
enum status journal_open(struct journal **journal, const char *folder,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    struct clock clock, struct error *error) MUST_USE NONNULL;

/* Syncs and closes; NULL is allowed. */
void journal_close(struct journal *journal);

unsigned int journal_lane(const struct journal *journal) NONNULL;

/*
 * Appends one record of at most JOURNAL_VALUES values below 2^48.  After a
 * failure nothing can be appended any more.
 */
enum status journal_append(struct journal *journal, enum journal_kind kind,
    unsigned int purposes, const uint64_t *values, size_t n,
    struct error *error) MUST_USE NONNULL_ARGS(1, 6);

/* Syncs what was appended; another thread may call it. */
enum status journal_sync(struct journal *journal, struct error *error)
    MUST_USE NONNULL;

/* After the last record: cuts off the room for more, and syncs. */
enum status journal_rest(struct journal *journal, struct error *error)
    MUST_USE NONNULL;

/* Begins the next segment, so that those before it can be read at rest. */
enum status journal_rotate(struct journal *journal, struct error *error)
    MUST_USE NONNULL;

/* A segment as a whole. */
enum journal_state {
	JOURNAL_WHOLE,
	JOURNAL_TORN,	/* whole up to bytes that are no record: a crash */
	JOURNAL_UNBORN,	/* empty: a crash while it was made, before any use */
	JOURNAL_BROKEN,	/* its head is not that of this place */
};
struct journal_info {
	enum journal_state state;
	bool live;		/* another holder is writing to the lane */
	uint64_t before;	/* records in the lane before it */
	uint64_t records;	/* in it */
	uint8_t previous[JOURNAL_TAG];
	uint8_t last[JOURNAL_TAG];
};

/* One value of a record, or a record without any. */
struct journal_cell {
	int64_t time;
	uint64_t value;
	uint8_t kind, purposes;
	uint8_t zeros[6];	/* crosses between processes: no padding */
};

/*
 * Reads a segment from the cell `from` on, at most max cells; *n is less than
 * max when that was all.  STATUS_NOT_FOUND when there is none.
 */
enum status journal_read(struct journal *journal, unsigned int lane,
    unsigned int segment, uint64_t from, struct journal_info *info,
    struct journal_cell *cells, size_t max, size_t *n, struct error *error)
    MUST_USE NONNULL;

/*
 * How many slots were opened within the last minute by holders that are no
 * more, one by one and while bulk jobs were announced.
 */
enum status journal_spent(struct journal *journal, uint64_t *people,
    uint64_t *bulk, struct error *error) MUST_USE NONNULL;

/* The segments of a lane that are there; *last is 0 when there are none. */
enum status journal_list(const char *folder, unsigned int lane,
    unsigned int *first, unsigned int *last, struct error *error)
    MUST_USE NONNULL;

/* FOLDER/LL-NNNNNN */
enum status journal_path(char out[], const char *folder, unsigned int lane,
    unsigned int segment, struct error *error) MUST_USE NONNULL;

#endif
