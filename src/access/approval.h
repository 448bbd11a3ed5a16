/*
 * approval.h - acts that need a second person (policy: roles, approvals).
 *
 * An approval is bound to the SHA-256 of exactly what is asked: who, in which
 * role, for which purpose, and every byte of the request.  It is asked for by
 * trying; a second person with a role that the policy names (by, or deputies)
 * decides; the first one repeats the same request within the time.  It is
 * good once: it is spent in the transaction of the act, or before a read.
 *
 * In an emergency (break-glass), where the operator allows it, the act goes
 * first, with a reason, and somebody else reviews it later.
 *
 * A document (DOCUMENT_APPROVAL) whose id is made of requester and digest.
 * The body is a CBOR map, and holds no value of anybody:
 *
 *	 0 requester	text		 8 reason	text
 *	 1 role		text		 9 made		uint
 *	 2 purpose	text		10 expires	uint
 *	 3 act		uint		11 state	uint
 *	 4 digest	bytes (32)	12 decider	text
 *	 5 request	text		13 decider's role	text
 *	 6 fields	array of text	14 decided	uint
 *	15 note		text
 */
#ifndef ACCESS_APPROVAL_H_
#define ACCESS_APPROVAL_H_

#include "access/access.h"
#include "vault/document.h"

enum approval_state {
	APPROVAL_ASKED = 1, APPROVAL_APPROVED, APPROVAL_REJECTED,
	APPROVAL_SPENT,
	APPROVAL_BROKEN,	/* the glass: waits for a review */
	APPROVAL_REVIEWED,
};
enum { APPROVAL_STATES = APPROVAL_REVIEWED + 1 };
extern const char *const approval_state_names[APPROVAL_STATES];

enum {
	APPROVAL_FIELDS = 64, APPROVAL_MAX = 32768,
	APPROVAL_ASKED_MS = 72 * 3600000,	/* to be decided */
	APPROVAL_GOOD_MS = 24 * 3600000,	/* to be used */
};

struct approval {
	uint8_t id[DOCUMENT_ID_SIZE];
	uint64_t version;
	struct text requester, role, purpose;
	enum act act;
	struct hash digest;
	struct text request;		/* "PATCH /v1/people/per_..." */
	struct text fields[APPROVAL_FIELDS];	/* of the body, by name */
	size_t field_count;
	struct text reason;
	int64_t made, expires;
	enum approval_state state;
	struct text decider, decider_role, note;
	int64_t decided;
};

/* STATUS_NOT_FOUND when there is none. */
enum status approval_get(struct approval *approval, struct vault *vault,
    struct reader *reader, const uint8_t id[DOCUMENT_ID_SIZE],
    struct arena *arena, struct error *error) MUST_USE NONNULL;
enum status approval_list(struct approval **approvals, size_t *n,
    struct vault *vault, struct reader *reader, const uint8_t *after,
    size_t max, struct arena *arena, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 3, 4, 7, 8);

/*
 * Whether the act may go on: with an approval that is good, which *approval
 * gets (put it into the act's change by approval_spend()); or by breaking the
 * glass.  Otherwise STATUS_REFUSED "approval_needed", and it is asked for.
 * wanted has everything but id, version, times and state.
 */
enum status approval_check(struct approval *approval, struct vault *vault,
    struct reader *reader, const struct approval *wanted, bool break_glass,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Marks it as used, in the transaction of the act, or alone (change NULL). */
enum status approval_spend(struct approval *approval, struct vault *vault,
    struct change *change, struct entry *entry, struct arena *arena,
    struct error *error) MUST_USE NONNULL_ARGS(1, 2, 5, 6);

/*
 * A second person decides, or reviews what was done behind broken glass.
 * STATUS_REFUSED when that is the requester, or has no role for it;
 * STATUS_CONFLICT when it is not to be decided (any more).
 */
enum status approval_decide(struct approval *approval, struct vault *vault,
    const struct pass *pass, bool yes, struct text note,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* As the API and the command line show it. */
void approval_json(struct jsonw *json, const struct approval *approval)
    NONNULL;

#endif
