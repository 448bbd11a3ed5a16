/*
 * erase.h - erasing people and items (article 22), so that it stays erased.
 *
 * A person: in one transaction they are hidden, the intent is written and the
 * log says so; then the slots are destroyed in the key store; then rows and
 * search keys go.  The time that the first two take does not depend on how
 * much is held.  What was intended is finished when the store is next opened,
 * before anybody is served.
 *
 * Items: what is left of each tier that held them is sealed anew under a new
 * slot in one transaction.  The old slots open nothing that lies in the store
 * any more; they stay for restoring, and are destroyed at the end of that.
 *
 * What a law wants kept outlives its person, sealed under a slot of its own,
 * hidden from every purpose, until the minimum has passed.
 */
#ifndef VAULT_ERASE_H_
#define VAULT_ERASE_H_

#include "vault/erasure.h"

/* Records that are looked at to find search keys; more: a scan finds them. */
enum { ERASE_LOOK = 64 };

/*
 * Asks the gate (ACT_ERASE) and erases; dry only says what would be.  The
 * erasure is in the visit's arena.
 */
enum status erase_person(struct visit *visit, uint64_t person, bool dry,
    struct erasure *erasure, struct error *error) MUST_USE NONNULL;
enum status erase_items(struct visit *visit, uint64_t person,
    const struct bits *items, bool dry, struct erasure *erasure,
    struct error *error) MUST_USE NONNULL;

/*
 * One file ("fil_..."): its item of the one record that has it, and of what
 * that was copied from when people were merged.
 * STATUS_NOT_FOUND when the person has no such file.
 */
enum status erase_file(struct visit *visit, uint64_t person, struct text id,
    bool dry, struct erasure *erasure, struct error *error)
    MUST_USE NONNULL;

/*
 * The parts, for a job that erases many under a decision of the program's
 * own.  Planning puts the intent and its entry into the change; when that is
 * durable, erase_finish() does the rest.
 */
struct erase_plan {
	const struct decision *decision;
	enum erasure_cause cause;
	struct change *change;
	struct text clause;	/* "": the decision's */
	bool scan;		/* search keys are found by a scan anyway */
	struct erasure *erasure;
};

/* all: the opened person has every record there is. */
enum status erase_person_plan(struct visit *visit,
    const struct opened *opened, bool all, const struct erase_plan *plan,
    struct error *error) MUST_USE NONNULL;

/*
 * Takes the items out of the records, cut[i] out of the i-th.
 * STATUS_INVALID "item_not_held" when none of them has any.
 */
enum status erase_items_plan(struct visit *visit,
    const struct opened *opened, const struct bits *cut,
    const struct erase_plan *plan, struct error *error) MUST_USE NONNULL;

/* Fills in what every erasure has; the scope's own comes after. */
enum status erase_person_begin(const struct visit *visit,
    const struct opened *opened, const struct erase_plan *plan,
    enum erasure_scope scope, struct error *error) MUST_USE NONNULL;

/*
 * The same of everybody who was merged into an open person, first: the whole
 * (items NULL), or those items.
 */
enum status erase_merged(struct visit *visit, const struct opened *opened,
    const struct bits *items, bool dry, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 5);

/* The same of what they had of records that are cut, cut[i] out of the i-th. */
enum status erase_merged_cut(struct visit *visit,
    const struct opened *opened, const struct bits *cut, bool dry,
    struct error *error) MUST_USE NONNULL;

/*
 * What has happened to the one has happened to who was merged into them: the
 * periods of both begin with it, and a hold of the one holds both.
 */
void erase_merged_events(struct standing *part, const struct standing *into)
    NONNULL;

/* Drops the search keys of what a record holds in items. */
enum status erase_items_keys(const struct visit *visit,
    struct change *change, uint64_t person, const struct record *record,
    const struct bits *items, struct error *error) MUST_USE NONNULL;

#endif
