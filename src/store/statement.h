/*
 * statement.h - every SQL statement that the program runs, by name.
 */
#ifndef STORE_STATEMENT_H_
#define STORE_STATEMENT_H_

#include <stdbool.h>
#include <stddef.h>

/*
 * The tables, for copying: X(NAME, small or large, table, key columns with
 * their numbers, all columns with theirs (the key first), limit's number).
 * Small ones are written again from the start when a copy is resumed, so
 * they are X(..., what to do with a row that is there).
 */
#define STATEMENT_SMALL(X) \
	X(META, "meta", "name", "$1", "name, value", "$1, $2", "$2", \
	    "value = excluded.value") \
	X(COUNTER, "counter", "name", "$1", "name, next", "$1, $2", "$2", \
	    "next = excluded.next") \
	X(NAME, "name", "space, number", "$1, $2", "space, number, id", \
	    "$1, $2, $3", "$3", "id = excluded.id") \
	X(REVISION, "revision", "number", "$1", "number, hash, canonical, " \
	    "announced_at, in_force_from", "$1, $2, $3, $4, $5", "$2", \
	    "in_force_from = excluded.in_force_from") \
	X(CLASS, "class", "number", "$1", "number, revision, way, " \
	    "service, subject, purposes, version", \
	    "$1, $2, $3, $4, $5, $6, $7", "$2", \
	    "purposes = excluded.purposes, version = excluded.version") \
	X(SEARCH_KEY, "search_key", "ix", "$1", "ix, item, slot, " \
	    "uniqueness, state", "$1, $2, $3, $4, $5", "$2", \
	    "state = excluded.state") \
	X(LOG_HEAD, "log_head", "id", "$1", "id, size, tiled, epoch", \
	    "$1, $2, $3, $4", "$2", "size = excluded.size, " \
	    "tiled = excluded.tiled, epoch = excluded.epoch")
#define STATEMENT_LARGE(X) \
	X(RECORD, "record", "person, seq", "$1, $2", \
	    "person DESC, seq DESC", "person, seq, version, state, class, " \
	    "tier, day, sealed", "$1, $2, $3, $4, $5, $6, $7, $8", "$3") \
	X(HISTORY, "history", "person, seq, version", "$1, $2, $3", \
	    "person DESC, seq DESC, version DESC", "person, seq, version, " \
	    "class, tier, day, replaced_at, sealed", \
	    "$1, $2, $3, $4, $5, $6, $7, $8", "$4") \
	X(REASON, "reason", "person, decision", "$1, $2", \
	    "person DESC, decision DESC", "person, decision, sealed", \
	    "$1, $2, $3", "$3") \
	X(UNIQUE, "unique_index", "ix, hash", "$1, $2", \
	    "ix DESC, hash DESC", "ix, hash, person", "$1, $2, $3", "$3") \
	X(SEARCH, "search_index", "ix, hash, person", "$1, $2, $3", \
	    "ix DESC, hash DESC, person DESC", "ix, hash, person", \
	    "$1, $2, $3", "$4") \
	X(DOCUMENT, "document", "kind, id", "$1, $2", \
	    "kind DESC, id DESC", "kind, id, version, due, sealed", \
	    "$1, $2, $3, $4, $5", "$3") \
	X(ERASURE, "erasure", "person, number", "$1, $2", \
	    "person DESC, number DESC", "person, number, state, due, " \
	    "sealed", "$1, $2, $3, $4, $5", "$3") \
	X(LOG_BATCH, "log_batch", "first_index", "$1", "first_index DESC", \
	    "first_index, count, bytes", "$1, $2, $3", "$2") \
	X(SLOT, "slot", "number", "$1", "number DESC", \
	    "number, kek, wrapped", "$1, $2, $3", "$2")

enum statement {
	/* both databases */
	STATEMENT_SCHEMA_VERSION,
	STATEMENT_SCHEMA_DONE,
	/* data */
	STATEMENT_META_GET,
	STATEMENT_META_PUT,
	STATEMENT_COUNTER_GET,
	STATEMENT_COUNTER_MOVE,
	STATEMENT_COUNTER_PUT,
	STATEMENT_COUNTER_STEP,
	STATEMENT_NAMES,
	STATEMENT_NAME_ADD,
	STATEMENT_REVISIONS,
	STATEMENT_REVISION_ADD,
	STATEMENT_REVISION_ENFORCE,
	STATEMENT_CLASSES,
	STATEMENT_CLASS_ADD,
	STATEMENT_CLASS_PURPOSES,
	STATEMENT_PERSON,
	STATEMENT_RECORDS_AHEAD,
	STATEMENT_PEOPLE,
	STATEMENT_PEOPLE_COUNT,
	STATEMENT_RECORD_ADD,
	STATEMENT_RECORD_REPLACE,
	STATEMENT_STANDING_REPLACE,
	STATEMENT_HISTORY_ADD,
	STATEMENT_HISTORY,
	STATEMENT_HISTORY_AHEAD,
	STATEMENT_REASON_ADD,
	STATEMENT_REASONS,
	STATEMENT_REASONS_AHEAD,
	STATEMENT_SEARCH_KEYS,
	STATEMENT_SEARCH_KEY_ADD,
	STATEMENT_UNIQUE_ADD,
	STATEMENT_UNIQUE_DROP,
	STATEMENT_UNIQUE_FIND,
	STATEMENT_SEARCH_ADD,
	STATEMENT_SEARCH_DROP,
	STATEMENT_SEARCH_FIND,
	STATEMENT_DOCUMENT_ADD,
	STATEMENT_DOCUMENT_REPLACE,
	STATEMENT_DOCUMENT_DROP,
	STATEMENT_DOCUMENT,
	STATEMENT_DOCUMENTS,
	STATEMENT_DOCUMENTS_DUE,
	STATEMENT_LOG_HEAD,
	STATEMENT_LOG_LOCK,
	STATEMENT_LOG_MOVE,
	STATEMENT_LOG_TILED,
	STATEMENT_LOG_ADD,
	STATEMENT_LOG_READ,
	STATEMENT_LOG_PRUNE,
	STATEMENT_PERSON_FIRST,
	STATEMENT_RECORD_DROP,
	STATEMENT_RECORDS_DROP,
	STATEMENT_HISTORY_DROP,
	STATEMENT_HISTORY_DROP_ALL,
	STATEMENT_HISTORY_PUT,
	STATEMENT_REASON_PUT,
	STATEMENT_REASONS_DROP,
	STATEMENT_STANDING_SEEN,
	STATEMENT_UNIQUE_FILL,
	STATEMENT_UNIQUE_SWEEP,
	STATEMENT_SEARCH_SWEEP,
	STATEMENT_UNIQUE_CLEAR,
	STATEMENT_SEARCH_CLEAR,
	STATEMENT_SEARCH_KEY_MOVE,
	STATEMENT_ERASURE_ADD,
	STATEMENT_ERASURE_MOVE,
	STATEMENT_ERASURES,
	STATEMENT_ERASURE_GET,
	STATEMENT_ERASURE_OF,
	STATEMENT_WRITER_PUT,
	STATEMENT_WRITER_GET,
	STATEMENT_WRITER_DROP,
	/* keys */
	STATEMENT_SLOT_ADD,
	STATEMENT_SLOT_GET,
	STATEMENT_SLOTS_FEW,
	STATEMENT_SLOTS_MANY,
	STATEMENT_SLOT_TOP,
	STATEMENT_SLOT_DROP,
	STATEMENT_SLOT_REWRAP,
	STATEMENT_SLOTS,
	STATEMENT_SLOT_COUNTS,
	/* copying */
#define STATEMENT_X(NAME, ...) STATEMENT_PAGE_##NAME, STATEMENT_COPY_##NAME,
	STATEMENT_SMALL(STATEMENT_X)
	STATEMENT_LARGE(STATEMENT_X)
#undef STATEMENT_X
#define STATEMENT_X(NAME, ...) STATEMENT_LAST_##NAME,
	STATEMENT_LARGE(STATEMENT_X)
#undef STATEMENT_X
	STATEMENT_COUNT
};

extern const char *const statement_text[STATEMENT_COUNT];

/* How many slots those two name; the same one may be named again. */
enum { STATEMENT_FEW = 4, STATEMENT_MANY = 32 };

/* May have so many rows, or so large ones, that they come one by one. */
static inline bool
statement_streams(enum statement statement)
{
	return statement == STATEMENT_LOG_READ ||
	    statement == STATEMENT_RECORDS_AHEAD ||
	    statement == STATEMENT_HISTORY_AHEAD ||
	    statement == STATEMENT_REASONS_AHEAD;
}

/*
 * An INSERT of one row as one of several: the list of values again, with the
 * numbers going on.  Only for statements that end with that list.
 */
enum { STATEMENT_ROWS = 16, STATEMENT_ROWS_MAX = 1024 };
void statement_rows(char out[STATEMENT_ROWS_MAX], enum statement statement,
    size_t row_count, size_t n) NONNULL;

/* What an engine says for the words in braces of db.c. */
struct statement_words {
	const char *bytes, *number, *clustered;
};
enum { STATEMENT_DEFINE_MAX = 2048 };
void statement_define(char out[STATEMENT_DEFINE_MAX], const char *sql,
    const struct statement_words *words) NONNULL;

#endif
