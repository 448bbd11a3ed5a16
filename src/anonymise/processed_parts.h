/* processed_parts.h - what the files of processed.h share. */
#ifndef ANONYMISE_PROCESSED_PARTS_H_
#define ANONYMISE_PROCESSED_PARTS_H_

#include "anonymise/processed.h"

enum {
	PROCESSED_PAPER = 4 << 20, PROCESSED_PART = 4 << 20,
	PROCESSED_PART_NAME = PROCESSED_ID + 24,
	PROCESSED_SLOTS = 2,		/* of the method, of the file */
	PROCESSED_UNFINISHED = 1,	/* due of what a crash may leave */
	/* How long writing a dataset's file may take: others leave it alone. */
	PROCESSED_MAKING_MS = 60 * 60 * 1000,
};

/* An act about a dataset, permitted or refused; a refusal is an entry. */
enum status processed_parts_permit(struct visit *visit, enum act act,
    struct text id, const struct decision **decision, struct error *error)
    MUST_USE NONNULL;

/* The same, and the dataset, which must have been made for that purpose. */
enum status processed_parts_open(struct visit *visit, enum act act,
    struct text id, struct processed *processed,
    const struct decision **decision, struct error *error)
    MUST_USE NONNULL;

/* The law or the policy says no: an entry, and then the error. */
struct processed_refusal {
	const char *code;
	const char *article;
	struct words words;
	struct words remedy;
};
enum status processed_parts_refuse(struct visit *visit,
    const struct processed *processed, const struct decision *decision,
    const struct processed_refusal *refusal, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 4, 5);

/* The entry of an act about a dataset; subject is "ano_...:what". */
struct entry processed_parts_entry(struct visit *visit,
    enum entry_kind kind, const struct decision *decision, struct text id,
    const char *what) NONNULL_ARGS(1, 5);

/*
 * Writes the paper anew with one more object at the end of a list (or the
 * list with it), and commits with the entry.
 */
enum status processed_parts_append(struct visit *visit,
    struct document *document, const struct node *paper, const char *list,
    struct text object, struct entry *entry, struct error *error)
    MUST_USE NONNULL;

/*
 * The paper with one more object at the end of a list (list NULL: none), in
 * another state (NULL: at rest).
 */
enum status processed_parts_body(struct buf *body, struct visit *visit,
    const struct node *paper, const char *list, struct text object,
    const char *state, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 3, 7);

/* A paper in any state. */
enum status processed_parts_read(struct processed *processed,
    const struct document *document, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* Takes away what a making left that did not come to an end. */
enum status processed_parts_abandon(struct visit *visit,
    struct processed *processed, struct error *error) MUST_USE NONNULL;

/* processed_seal.c: a new document whose body is sealed under a slot. */
enum status processed_seal_put(struct document *document,
    struct visit *visit, enum document_kind kind, struct text name,
    uint64_t slot, struct bytes bytes, struct arena *arena,
    struct error *error) MUST_USE NONNULL;
enum status processed_seal_open(struct bytes *bytes, struct vault *vault,
    struct reader *reader, enum document_kind kind, struct text name,
    struct arena *arena, struct error *error) MUST_USE NONNULL;
struct text processed_seal_part(char room[PROCESSED_PART_NAME],
    const char *id, uint64_t n) NONNULL;

/* processed_send.c */
enum status processed_send_open(struct processed_sending **sending,
    struct vault *vault, const struct processed *processed,
    struct error *error) MUST_USE NONNULL;

/* Commits documents with their entry. */
enum status processed_parts_commit(struct visit *visit,
    struct document *documents, size_t n, struct entry *entry,
    struct error *error) MUST_USE NONNULL;

/* Whether what was published covers it now; ways: for provision. */
enum status processed_parts_published(bool *published,
    const struct processed *processed, struct vault *vault,
    struct reader *reader, int64_t now, bool ways, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* The notice of a declaration: "publications" in its paper, or NULL. */
enum status processed_parts_notice(struct document *document,
    const struct node **paper, struct vault *vault, struct reader *reader,
    struct text declaration, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* Opens {key: value, "at": now, "by": principal, "role": role. */
struct jsonw processed_parts_note(const struct visit *visit,
    struct buf *note, const char *key, struct text value) NONNULL;

/* An instant of a paper, or 0. */
int64_t processed_parts_time(const struct node *node, const char *key);

/* A label in both languages as {"ja", "en"}. */
void processed_parts_label(struct jsonw *json, const char *key,
    const struct node *label);

#endif
