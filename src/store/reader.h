/*
 * reader.h - reading the store.
 *
 * A reader has a connection of its own and serves one thread at a time.  Each
 * function reads one snapshot: what it returns was all true at one moment.
 * Results lie in the caller's arena.
 */
#ifndef STORE_READER_H_
#define STORE_READER_H_

#include "store/row.h"
#include "store/store.h"

struct reader;

enum status reader_new(struct reader **reader, struct store *store,
    struct error *error) MUST_USE NONNULL;
void reader_free(struct reader *reader);

/*
 * From here on everything is read as it was at one moment, whatever is
 * written meanwhile, until it is thawed or freed.
 */
enum status reader_freeze(struct reader *reader, struct error *error)
    MUST_USE NONNULL;
void reader_thaw(struct reader *reader) NONNULL;

/*
 * These people, in the order of their numbers, are asked for from here on, at
 * most READER_AHEAD_MAX: of a frozen store that several servers share, their
 * rows are read many at a time instead of one round trip each.  What is read
 * is the same; n 0 ends it.
 */
enum { READER_AHEAD_MAX = 1000 };
void reader_ahead(struct reader *reader, const uint64_t *people, size_t n)
    NONNULL_ARGS(1);

/*
 * All rows of a person, the standing first; none when there is no such
 * person.
 */
enum status reader_person(struct reader *reader, uint64_t person,
    struct rows *rows, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* The first of them, at most max; past the cache. */
enum status reader_person_first(struct reader *reader, uint64_t person,
    size_t max, struct rows *rows, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/*
 * In which state a person is, past the cache; !*there when nobody has that
 * number.  A row or so of the arena is used.
 */
enum status reader_person_state(struct reader *reader, uint64_t person,
    bool *there, enum person_state *state, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* Up to max people with a number above after, in order. */
enum status reader_people(struct reader *reader, uint64_t after, size_t max,
    uint64_t *people, size_t *n, struct error *error) MUST_USE NONNULL;
enum status reader_people_count(struct reader *reader, uint64_t *count,
    struct error *error) MUST_USE NONNULL;
/* The number that the next person gets, at least. */
enum status reader_next_person(struct reader *reader, uint64_t *next,
    struct error *error) MUST_USE NONNULL;

/* Up to max people whose search key is that, in the order of numbers. */
enum status reader_find(struct reader *reader, uint64_t index, bool unique,
    struct bytes hash, size_t max, uint64_t *people, size_t *n,
    struct error *error) MUST_USE NONNULL;

/* Calls back for each search key, with whose it is; a full scan by pages. */
typedef void reader_key_fn(void *context, uint64_t person);
enum status reader_keys(struct reader *reader, reader_key_fn *each,
    void *context, struct error *error) MUST_USE NONNULL_ARGS(1, 2, 4);

enum status reader_history(struct reader *reader, uint64_t person,
    const struct history_row **rows, size_t *n, struct arena *arena,
    struct error *error) MUST_USE NONNULL;
enum status reader_reasons(struct reader *reader, uint64_t person,
    const struct reason_row **rows, size_t *n, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* Up to max erasures in that state, by number, from above after on. */
enum status reader_erasures(struct reader *reader, enum erasure_state state,
    uint64_t after, size_t max, const struct erasure_row **rows, size_t *n,
    struct arena *arena, struct error *error) MUST_USE NONNULL;
/* How far the last of a person's erasures is; !*has when there is none. */
enum status reader_erasure_of(struct reader *reader, uint64_t person,
    bool *has, enum erasure_state *state, struct error *error)
    MUST_USE NONNULL;
/* STATUS_NOT_FOUND "erasure_not_found" when there is none of that number. */
enum status reader_erasure(struct reader *reader, uint64_t number,
    struct erasure_row *row, struct arena *arena, struct error *error)
    MUST_USE NONNULL;
/* A paper of the house; STATUS_NOT_FOUND when there is none of that id. */
enum status reader_document(struct reader *reader, uint32_t kind,
    const uint8_t id[DOCUMENT_ID_SIZE], struct document_row *row,
    struct arena *arena, struct error *error) MUST_USE NONNULL;
/* Up to max of a kind with an id above after, in the order of ids. */
enum status reader_documents(struct reader *reader, uint32_t kind,
    const uint8_t after[DOCUMENT_ID_SIZE], size_t max,
    const struct document_row **rows, size_t *n, struct arena *arena,
    struct error *error) MUST_USE NONNULL;
/* Up to max of a kind that are due until that moment, the oldest first. */
enum status reader_documents_due(struct reader *reader, uint32_t kind,
    int64_t until, size_t max, const struct document_row **rows, size_t *n,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Whole tables that are small. */
enum status reader_names(struct reader *reader, const struct name_row **rows,
    size_t *n, struct arena *arena, struct error *error) MUST_USE NONNULL;
enum status reader_revisions(struct reader *reader,
    const struct revision_row **rows, size_t *n, struct arena *arena,
    struct error *error) MUST_USE NONNULL;
enum status reader_classes(struct reader *reader,
    const struct class_row **rows, size_t *n, struct arena *arena,
    struct error *error) MUST_USE NONNULL;
enum status reader_search_keys(struct reader *reader,
    const struct search_key_row **rows, size_t *n, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* STATUS_NOT_FOUND when there is no such value. */
enum status reader_meta(struct reader *reader, struct text name,
    struct bytes *value, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/*
 * A number that grows whenever what the policies declare changes: whoever
 * keeps that in memory asks first, where several servers write.
 */
enum status reader_rules(struct reader *reader, uint64_t *stamp,
    struct error *error) MUST_USE NONNULL;

/* The log's tail. */
enum status reader_log_head(struct reader *reader, struct log_head *head,
    struct error *error) MUST_USE NONNULL;
/* Calls back for each entry from first on, out of at most max batches. */
typedef enum status reader_entry_fn(void *context, uint64_t index,
    struct bytes entry, struct error *error);
enum status reader_entries(struct reader *reader, uint64_t first,
    uint64_t batches, reader_entry_fn *each, void *context, struct error *error)
    MUST_USE NONNULL_ARGS(1, 4, 6);

#endif
