/*
 * journal_parts.h - what writing and reading the journal share.
 *
 * Only src/crypto/holder/journal*.c include this.
 */
#ifndef CRYPTO_HOLDER_JOURNAL_PARTS_H_
#define CRYPTO_HOLDER_JOURNAL_PARTS_H_

#include <pthread.h>
#include <stdatomic.h>

#include "base/file.h"
#include "crypto/hash.h"
#include "crypto/holder/journal.h"

/* A record of the most values, with its tag. */
enum {
	JOURNAL_RECORD_MAX = JOURNAL_RECORD +
	    JOURNAL_VALUES * JOURNAL_VALUE + JOURNAL_TAG,
};

/* A segment in memory; data is NULL when none is. */
struct journal_segment {
	unsigned int lane, segment;
	struct arena *arena;
	struct bytes data;
	size_t end;		/* of what is whole */
	struct journal_info info;
};

/* Lies in guarded memory as a whole. */
struct journal {
	struct hmac_key key;
	struct clock clock;
	uint8_t store[STORE_ID_SIZE];
	uint8_t tag[JOURNAL_TAG];
	unsigned int lane, segment;
	uint64_t records;	/* in the lane */
	uint64_t size, room;	/* of the segment: records, and the file */
	bool failed;
	int fd, lock;
	uint8_t *map;		/* the segment, with room to grow */
	atomic_bool dirty;
	pthread_mutex_t mutex;	/* for fd, where another thread syncs */
	struct journal_segment reading;
	uint8_t record[JOURNAL_RECORD_MAX];	/* being written */
	char folder[PATH_SIZE];
};

/* What a segment begins with. */
extern const char journal_magic[8];

/* The tag of n bytes after another tag. */
void journal_tag(uint8_t tag[JOURNAL_TAG], const struct hmac_key *key,
    const uint8_t previous[JOURNAL_TAG], const uint8_t *bytes, size_t n)
    NONNULL;

/* Reads and checks a whole segment. */
enum status journal_segment_load(struct journal_segment *out,
    const struct journal *journal, unsigned int lane, unsigned int segment,
    struct error *error) MUST_USE NONNULL;
void journal_segment_drop(struct journal_segment *segment) NONNULL;

#endif
