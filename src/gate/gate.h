/*
 * gate.h - the one place where it is decided who may do what with whose data
 * for which purpose.
 *
 * gate_decide() is pure: it reads what it is given, does no I/O, and takes
 * its memory from the arena.  Only it can make a struct decision; every
 * function of vault/ that opens or stores a record takes one and checks that
 * it fits (person, version of the standing, act, items, rows).
 *
 * The answer is item by item: permitted plain, permitted masked, or refused
 * with a reason (refusal.h).  Where nothing at all is permitted, the decision
 * as a whole is a refusal.
 */
#ifndef GATE_GATE_H_
#define GATE_GATE_H_

#include "base/bits.h"
#include "gate/class.h"
#include "gate/refusal.h"
#include "gate/standing.h"
#include "policy/policy.h"

/*
 * What a principal was let in for, narrower than its role: the purposes, the
 * items, and the services whose records it may touch.
 */
struct limits {
	struct bits purposes;
	struct bits items;
	struct bits services;
};

/* Who asks. */
struct principal {
	struct text name;		/* "staff:tanaka", "service:web", ... */
	const struct policy_role *role;	/* NULL: none */
};

/* What is known of a record before it is opened. */
struct record_head {
	uint64_t seq;
	uint64_t version;
	uint32_t class;
	uint8_t tier;
	int64_t day;		/* acquired on */
};

struct ask {
	const struct policy *policy;
	unsigned int revision;		/* its number in the store; 0: none */
	int64_t in_force_from;		/* instant */
	int64_t now;
	uint8_t id[DECISION_ID_SIZE];	/* random */
	const struct principal *principal;
	const struct limits *limits;	/* NULL: all that the role may */
	enum act act;
	struct text purpose;		/* id, as it was asked */
	struct bits items;		/* numbers that are asked for */
	struct text undeclared;		/* an item that has no number, or "" */
	bool reason_given;
	struct text recipient;		/* ACT_PROVIDE: id */
	struct text named;		/* ... its name, for named consent */
	bool has_ground;
	enum ground ground;
	/* About whom; standing is NULL for somebody new or for nobody. */
	uint64_t person;
	bool hidden;			/* the store says: erased, or unknown */
	const struct standing *standing;
	const struct class_table *classes;
	const struct record_head *records;
	size_t record_count;
	/* ACT_ACQUIRE: the way, kind of person and service (0: not said). */
	const struct policy_way *way;
	unsigned int subject;
	unsigned int service;
	bool consents_special_care;	/* consented to with it */
	bool source_unknown;		/* whatever the way says */
	/*
	 * For the weeks before a business switches over: what the policy
	 * itself forbids is noted and let through, gate/observe.h.
	 */
	bool observe;
};

/*
 * Asks for an item by its id, too.  The first that nobody declared is for the
 * gate to refuse; NULL then.
 */
const struct policy_item *gate_ask_item(struct ask *ask, struct text id)
    NONNULL;

struct decision;

/* NULL only when memory is out. */
const struct decision *gate_decide(const struct ask *ask,
    struct arena *arena) MUST_USE NONNULL;

/* Whether anything is permitted, and if not, why. */
enum refusal decision_refusal(const struct decision *decision) NONNULL;
/* Why this item is refused; REFUSAL_NONE when it is permitted. */
enum refusal decision_item_refusal(const struct decision *decision,
    unsigned int item) NONNULL;
/*
 * What would have been refused, had it been enforced; REFUSAL_NONE when
 * nothing would, or when it is refused all the same.
 */
enum refusal decision_observed(const struct decision *decision) NONNULL;
/* Everything permitted, and which of it masked. */
struct bits decision_items(const struct decision *decision) NONNULL;
const struct bits *decision_masked(const struct decision *decision) NONNULL;
/* The clause that permits, or that refuses (or would have) the whole. */
struct text decision_clause(const struct decision *decision) NONNULL;
const uint8_t *decision_id(const struct decision *decision) NONNULL;
const struct ask *decision_ask(const struct decision *decision) NONNULL;
/* The act needs a second person's approval (roles: approvals). */
bool decision_needs_approval(const struct decision *decision) NONNULL;
bool decision_is_system(const struct decision *decision) NONNULL;

/*
 * Whether it permits something, about that person, and saw that version of
 * the standing (0: somebody new).
 */
bool decision_fits(const struct decision *decision, uint64_t person,
    uint64_t standing_version) NONNULL;
/* What may be handed out of the i-th record of the ask; empty: not opened. */
struct bits decision_record_items(const struct decision *decision, size_t i)
    NONNULL;

/* The refusal as an error: status, code, clause, article, words, remedy. */
enum status decision_error(const struct decision *decision,
    struct error *error) NONNULL;
enum status decision_observed_error(const struct decision *decision,
    struct error *error) NONNULL;
enum status decision_item_error(const struct decision *decision,
    unsigned int item, struct error *error) NONNULL;

/*
 * Acts of the program itself, under a closed list of purposes.  They open
 * whole people, are not about items, and are logged batch by batch.
 */
enum system_purpose {
	SYSTEM_VERIFY,		/* compares store and log */
	SYSTEM_REKEY,		/* rewraps slots */
	SYSTEM_REINDEX,
	SYSTEM_RETENTION,
	SYSTEM_RESTORE,
	SYSTEM_ERASE,		/* finishes what was decided */
	SYSTEM_BACKUP,		/* copies sealed rows; opens nobody */
	SYSTEM_MERGE,		/* copies what was decided to be one's own */
};
enum { SYSTEM_PURPOSES = SYSTEM_MERGE + 1 };
extern const char *const system_purpose_names[SYSTEM_PURPOSES];

const struct decision *gate_decide_system(enum system_purpose purpose,
    const uint8_t id[DECISION_ID_SIZE], int64_t now, struct arena *arena)
    MUST_USE NONNULL;

#endif
