/*
 * visit.h - one act: who comes, for what, and what was said at the gate.
 *
 * A visit holds what an act needs: the rules as they were when it began, the
 * principal with its role, the purpose, a reader and an arena.  It makes the
 * decision, and writes the entry: what is permitted is answered only when its
 * entry is durable, what is refused is an entry too.
 */
#ifndef VAULT_VISIT_H_
#define VAULT_VISIT_H_

#include "audit/entry.h"
#include "gate/gate.h"
#include "store/change.h"
#include "store/reader.h"
#include "vault/vault.h"

struct visitor {
	struct text principal;	/* "staff:tanaka" */
	struct text role;	/* id of the policy */
	struct text purpose;	/* id */
	struct text reason;	/* in the visitor's words, or "" */
	const struct limits *limits;	/* NULL: all that the role may */
};

/*
 * What else an act writes, in its own transaction: a document, or nothing at
 * all.  It may add to the change and to the entry.
 */
struct visit_also {
	enum status (*put)(void *context, struct change *change,
	    struct entry *entry, struct error *error);
	void *context;
};

struct visit {
	struct vault *vault;
	const struct rules *rules;
	const struct rules *newer;	/* with a class made meanwhile */
	const struct rules_revision *revision;	/* in force now */
	struct reader *reader;
	struct arena *arena;
	struct principal principal;
	const struct limits *limits;
	struct text purpose;
	struct text reason;
	int64_t now;
	bool bulk;		/* one of many: reserve in large blocks */
	/* Whether the rules are known to be the newest; if not, why. */
	enum status rules_status;
	struct error *rules_error;
	bool sees_staged;	/* people whom an import has not shown yet */
	/*
	 * A write about a person whose rows are not in this state (0: in any)
	 * fails with STATUS_CONFLICT "precondition_failed"; whoever may not
	 * write learns nothing by it.
	 */
	uint64_t expected;
	bool moved;
	bool keeps_state;	/* wants to know ... */
	uint64_t state;		/* ... that of who was opened last */
	const struct visit_also *also;	/* of a write about a person */
	/*
	 * What was logged and is not known to be durable.  Acts wait for it
	 * before they return, unless defer is set: then the caller waits,
	 * or takes the tickets, before anybody is answered.
	 */
	bool defer;
	struct visit_ticket *tickets;
	/*
	 * Whoever is opened is in the log, even when the act then came to
	 * nothing (a value that does not fit, a conflict): visit_open() owes
	 * an entry, which the act's own pays, or visit_end().  counted says
	 * that an entry about many pays for all.
	 */
	bool counted;
	bool owes;
	bool paid_by_change;	/* which may come to nothing */
	uint8_t owed[PSEUDONYM_SIZE];
	/* The last key: a standing and its records are mostly under one. */
	uint64_t slot;		/* 0: none */
	struct slot_key key;
	enum refusal observed;	/* the first that was not enforced */
	bool has_decided;
	uint8_t decision[DECISION_ID_SIZE];	/* the last one */
};

struct visit_ticket {
	struct visit_ticket *next;
	struct ticket *ticket;
};

/* The reader and the arena are the caller's, and outlive the visit. */
void visit_begin(struct visit *visit, struct vault *vault,
    struct reader *reader, struct arena *arena,
    const struct visitor *visitor) NONNULL;
void visit_end(struct visit *visit) NONNULL;

/* A person whose rows were read in one snapshot. */
struct opened {
	uint64_t person;
	bool hidden;			/* unknown, erased or being erased */
	struct rows rows;		/* the standing first */
	struct standing standing;	/* nothing when hidden */
	const struct record_head *heads;	/* of rows 1 and on */
	size_t head_count;
};

/* Reads a person and opens the standing; a hidden one is no failure. */
enum status visit_open(struct visit *visit, uint64_t person,
    struct opened *opened, struct error *error) MUST_USE NONNULL;

/*
 * Whether somebody has that number, who is not erased; nothing of them is
 * opened.
 */
enum status visit_knows(struct visit *visit, uint64_t person, bool *knows,
    struct error *error) MUST_USE NONNULL;

/*
 * visit_open(), and who was merged into somebody else is that other one: what
 * acts on a single person asks for it by any id that it ever had.
 */
enum status visit_open_present(struct visit *visit, uint64_t person,
    struct opened *opened, struct error *error) MUST_USE NONNULL;

/* The place of a record among the heads; head_count when it is gone. */
size_t visit_head(const struct opened *opened, uint64_t seq) NONNULL;

/*
 * The same with at most max records; *all says whether that is every one.
 * What is decided by it is not about single items.
 */
enum status visit_open_first(struct visit *visit, uint64_t person,
    size_t max, struct opened *opened, bool *all, struct error *error)
    MUST_USE NONNULL;

/*
 * The same for the program itself: somebody who is erased is no failure
 * either, but what a law wants kept of them is opened.
 */
enum status visit_open_kept(struct visit *visit, uint64_t person,
    struct opened *opened, struct error *error) MUST_USE NONNULL;

/* An ask with everything filled in that the visit knows. */
struct ask visit_ask(const struct visit *visit, enum act act,
    const struct opened *opened) NONNULL_ARGS(1);

enum status visit_decide(struct visit *visit, const struct ask *ask,
    const struct decision **decision, struct error *error) MUST_USE NONNULL;

/* The purpose as an entry names it: "" for what is no id at all. */
struct text visit_purpose(const struct visit *visit) NONNULL;

/* The entry that the decision makes; the caller adds what it did. */
struct entry visit_entry(const struct visit *visit, enum entry_kind kind,
    const struct decision *decision, const struct opened *opened)
    NONNULL_ARGS(1, 3);

/* Appends an entry, and waits unless waiting is deferred. */
enum status visit_log(struct visit *visit, const struct entry *entry,
    struct error *error) MUST_USE NONNULL;

/* Waits until everything that was logged is durable. */
enum status visit_wait(struct visit *visit, struct error *error)
    MUST_USE NONNULL;

/* Puts an entry into a change. */
enum status visit_log_with(const struct visit *visit, struct change *change,
    const struct entry *entry, struct error *error) MUST_USE NONNULL;

/*
 * visit_decide(), and what is refused is written down as an entry of that kind
 * before it is answered: with the decision's error, or a failure to write.
 */
enum status visit_permit(struct visit *visit, const struct ask *ask,
    enum entry_kind kind, const struct opened *opened,
    const struct decision **decision, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 5, 6);

/* Where a row of a person stands, for sealing and unsealing it. */
struct seal_place visit_place(const struct visit *visit, enum seal_kind kind,
    uint64_t person, const struct row *row) NONNULL;

/*
 * Opens one record under a decision that fits: what it holds, whole.  Only
 * vault/ calls it; what is handed out is what the decision permits.
 */
struct record;
enum status visit_unseal(struct visit *visit,
    const struct decision *decision, const struct opened *opened, size_t i,
    struct record *record, struct error *error) MUST_USE NONNULL;

/* The same for an earlier version of the i-th record. */
enum status visit_unseal_history(struct visit *visit,
    const struct decision *decision, const struct opened *opened, size_t i,
    const struct history_row *row, struct record *record,
    struct error *error) MUST_USE NONNULL;

/* What was said as the reason of a use; only system:verify asks. */
enum status visit_unseal_reason(struct visit *visit,
    const struct decision *decision, const struct opened *opened,
    const struct reason_row *row, struct text *reason, struct error *error)
    MUST_USE NONNULL;

/* Seals a standing or record for a row that the caller has filled. */
enum status visit_seal_standing(const struct visit *visit, uint64_t person,
    const struct standing *standing, struct row *row, struct error *error)
    MUST_USE NONNULL;
enum status visit_seal_record(const struct visit *visit,
    const struct decision *decision, uint64_t person, uint64_t slot,
    const struct record *record, struct row *row, struct error *error)
    MUST_USE NONNULL;

/* The same for a reason, which stands alone. */
enum status visit_move_reason(struct visit *visit,
    const struct decision *decision, uint64_t person, uint64_t slot,
    struct reason_row *reason, struct error *error) MUST_USE NONNULL;

/*
 * Logs a use; a reason that was given is kept, sealed, in the same
 * transaction.
 */
enum status visit_log_use(struct visit *visit,
    const struct decision *decision, const struct opened *opened,
    const struct entry *entry, struct error *error) MUST_USE NONNULL;

#endif
