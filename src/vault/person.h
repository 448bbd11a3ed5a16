/*
 * person.h - people: taking them in, finding, showing, correcting.
 *
 * Each function is one act of a visit: it asks the gate, does what was
 * permitted, and returns when its entry is durable.  What is refused is
 * answered with the clause, the article and what would help.
 */
#ifndef VAULT_PERSON_H_
#define VAULT_PERSON_H_

#include "vault/record.h"
#include "vault/visit.h"

/* A value as it comes in, by the item's id. */
struct given_value {
	struct text item;
	struct text text;
};

/* A consent that was given before the data came here. */
struct held_consent {
	int64_t time;		/* instant at which it was given */
	struct text evidence;	/* where its evidence is, not "" */
	bool deemed;		/* nobody said it: nothing rests on it */
};

enum { HELD_EVIDENCE_MAX = 500 };	/* bytes */

struct acquisition {
	struct text way;		/* id */
	struct text subject;		/* id */
	struct text service;		/* id, or "" when the way has one */
	const struct given_value *values;
	size_t value_count;
	const struct text *consents;	/* ids that the person gave */
	size_t consent_count;
	const struct held_consent *held;	/* as many; NULL: given now */
	/*
	 * Of data that was there before: the store's number of the revision
	 * under which it was acquired (0: the one in force); whether nobody
	 * knows any more from whom it came; whether required items may lack.
	 */
	unsigned int revision;
	bool source_unknown;
	bool incomplete;
	bool shown;			/* what the way shows was shown */
	bool announced;			/* what the telephone says was said */
	struct text evidence;		/* of vault/display.h, or "" */
	int64_t acquired;		/* instant; 0: now */
	struct text ground;		/* id of law/ground.h, or "" */
	struct text origin;
	struct text guardian;		/* who consented for a minor */
	struct text client;		/* id: kept as a processor for */
	uint64_t introducer;		/* person, 0: none */
	uint64_t person;		/* 0: somebody new */
	uint64_t number;		/* that somebody new gets; 0: any */
};

/*
 * Takes somebody in, or adds what they gave to what is there; *person gets
 * the number.  With a ticket, returns as soon as the change is submitted.
 */
enum status person_add(struct visit *visit,
    const struct acquisition *acquisition, uint64_t *person,
    struct ticket **ticket, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 3, 5);

/*
 * Whether it could be taken in: all that person_add() asks before it writes.
 * A refusal is written down, as always.
 */
enum status person_could_add(struct visit *visit,
    const struct acquisition *acquisition, struct error *error)
    MUST_USE NONNULL;

struct view_value {
	const struct policy_item *item;
	struct text text;
	bool masked;
};

struct view_record {
	uint64_t seq;
	uint64_t version;
	const struct class *class;
	int64_t time;			/* acquired at */
	struct bytes shown;		/* hash of what was shown, or none */
	int64_t shown_at;
	struct text origin;		/* where it came from, or "" */
	bool source_unknown;
	const struct view_value *values;
	size_t count;
};

struct view {
	uint64_t person;
	const struct decision *decision;
	const struct standing *standing;
	const struct view_record *records;
	size_t count;
};

/*
 * Shows the items (all that role and purpose allow when items is NULL).
 * Items that are refused are in the decision, one by one.
 */
enum status person_show(struct visit *visit, uint64_t person,
    const struct bits *items, struct view *view, struct error *error)
    MUST_USE NONNULL_ARGS(1, 4, 5);

/*
 * Finds people by the exact value of an item, as it is folded; up to max.
 * People about whom the gate refuses are not found.
 */
enum { PERSON_FIND_MAX = 100 };
enum status person_find(struct visit *visit, struct text item,
    struct text value, size_t max, uint64_t *people, size_t *n,
    struct error *error) MUST_USE NONNULL;

/*
 * Finds and shows in one act: an entry for each person shown, and one for
 * the search when nobody was.
 */
enum status person_look_up(struct visit *visit, struct text item,
    struct text value, const struct bits *items, size_t max,
    struct view *views, size_t *n, struct error *error)
    MUST_USE NONNULL_ARGS(1, 6, 7, 8);

/* Replaces values; an empty text deletes the value. */
enum status person_correct(struct visit *visit, uint64_t person,
    const struct given_value *values, size_t count, struct error *error)
    MUST_USE NONNULL;

/*
 * A name changes: the old one stays as history, and, if searchable, the
 * person is still found by it.  Only items of names and their readings:
 * STATUS_INVALID "not_a_name".
 */
enum status person_rename(struct visit *visit, uint64_t person,
    const struct given_value *values, size_t count, bool searchable,
    struct error *error) MUST_USE NONNULL;
/* Nobody finds the person by a former name any more. */
enum status person_forget_names(struct visit *visit, uint64_t person,
    struct error *error) MUST_USE NONNULL;

/*
 * What a person says, or what is said of them, into the standing.  Each is
 * an act of its own (ACT_STOP at the gate, ACT_CORRECT where it is about what
 * is true of the person) with an entry that names it.
 */
struct said {
	enum {
		SAID_CONSENT,		/* id: the consent */
		SAID_WITHDRAWAL,
		SAID_STOP,		/* id: the purpose; "": provision */
		SAID_RESUME,
		SAID_HOLD,		/* id: request, law or dispute */
		SAID_RELEASE,
		SAID_PERSONAL,		/* id: the person's own purpose */
		SAID_PERSONAL_END,
		SAID_EVENT,		/* id: the start of a retention */
		SAID_GROUND,		/* id: ground; number: the record */
		SAID_ASKED,		/* id: consent; text: way; number:
					 * revision: notice/campaign.h */
		SAID_CONFIRMED,		/* all that is held is right */
		SAID_DECEASED,		/* day: of death */
		SAID_LIVING,		/* ... which was a mistake */
		SAID_OBJECTION,		/* number: revision; its purposes */
	} kind;
	struct text id;
	struct text text;	/* wording, reference */
	struct text recipient;	/* a consent by name */
	struct bits items;	/* of a personal purpose */
	struct bits purposes;	/* to which they object */
	int64_t until;		/* instant; 0: open */
	int64_t day;		/* of an event */
	uint64_t number;
	enum consent_giver giver;
};

/* What the person has said so far, as an act of use about no item. */
enum status person_standing(struct visit *visit, uint64_t person,
    struct standing *standing, struct error *error) MUST_USE NONNULL;

enum status person_say(struct visit *visit, uint64_t person,
    const struct said *said, struct error *error) MUST_USE NONNULL;

struct view_history {
	struct view_record record;	/* as it was */
	int64_t replaced_at;
};

/* An entry of the log about the person: who used what for what. */
struct view_use {
	uint64_t index;
	struct entry entry;
};

/*
 * Earlier versions of the records, as far as they may be shown, and every
 * entry about the person, the act itself included.
 */
struct past {
	struct view view;		/* what stands now */
	const struct view_history *history;
	size_t history_count;
	const struct view_use *uses;
	size_t use_count;
};
enum status person_past(struct visit *visit, uint64_t person,
    const struct bits *items, struct past *past, struct error *error)
    MUST_USE NONNULL_ARGS(1, 4, 5);

/*
 * The ids of the policy as a set.  An id that the policy does not declare is
 * refused by the gate: STATUS_REFUSED, with its entry in the log.
 */
enum status person_items(struct visit *visit, const struct text *ids,
    size_t n, struct bits *items, struct error *error) MUST_USE NONNULL;

#endif
