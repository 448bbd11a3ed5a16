/*
 * observe.h - the weeks in which decisions are made and logged and some of
 * them are not enforced (gate/observe.h says which).
 *
 * An officer asks for it, for so many days; somebody else, an officer or an
 * auditor, approves; then it is on, until its end or until somebody ends it.
 * Every step is an entry (ENTRY_SETTING, subject "observe:asked", ":on",
 * ":off").  Nothing else turns it on.  The one document of a store about it
 * (DOCUMENT_OBSERVATION) is a CBOR map:
 *
 *	0 state		uint		5 approved role	text
 *	1 asked by	text		6 from		uint, ms
 *	2 asked role	text		7 until		uint, ms
 *	3 days		uint		8 first		uint, index in the log
 *	4 approved by	text		9 reason	text
 */
#ifndef VAULT_OBSERVE_H_
#define VAULT_OBSERVE_H_

#include "base/jsonw.h"
#include "vault/document.h"
#include "vault/rules.h"

enum observe_state {
	OBSERVE_OFF, OBSERVE_ASKED, OBSERVE_ON,
};
enum { OBSERVE_STATES = OBSERVE_ON + 1, OBSERVE_DAYS_MAX = 60 };
extern const char *const observe_state_names[OBSERVE_STATES];

struct observation {
	struct document document;
	enum observe_state state;	/* off once it is over */
	struct text asked_by, asked_role, approved_by, approved_role, reason;
	int64_t days, from, until;
	uint64_t first;
};

/* Who turns it; the role is one of the policy in force. */
struct observer {
	struct vault *vault;
	struct reader *reader;
	struct arena *arena;
	struct text principal;
	struct text role;
};

enum status observe_get(struct observation *observation,
    struct vault *vault, struct reader *reader, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* STATUS_CONFLICT while it is on; STATUS_REFUSED by who may not. */
enum status observe_ask(const struct observer *who, int64_t days,
    struct text reason, struct error *error) MUST_USE NONNULL;
enum status observe_approve(const struct observer *who, struct error *error)
    MUST_USE NONNULL;
/* Enforces again, at once; also drops what was only asked for. */
enum status observe_end(const struct observer *who, struct error *error)
    MUST_USE NONNULL;

/* Into the rules. */
enum status observe_load(struct rules *rules, struct vault *vault,
    struct reader *reader, struct error *error) MUST_USE NONNULL;

/*
 * What was observed since it was last turned on, and what was refused all
 * the same: by code, clause, role and purpose, the most frequent first.
 */
struct observed {
	struct text code, clause, role, purpose;
	bool enforced;
	uint64_t count;
	int64_t last;		/* instant */
};
enum { OBSERVED_MAX = 1000 };
enum status observe_report(const struct observed **list, size_t *n,
    uint64_t *decisions, const struct observation *observation,
    struct vault *vault, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* As an object. */
void observe_json(struct jsonw *json, const struct observation *observation)
    NONNULL;
void observe_report_json(struct jsonw *json, const struct observed *list,
    size_t n, uint64_t decisions) NONNULL_ARGS(1);

#endif
