/*
 * policy.h - a policy, compiled for deciding: ids to numbers, lists to sets.
 *
 * Numbers are given once per store and never reused (numbering.h), so a set
 * of items means the same under every revision.  The declarations keep their
 * node, where everything else that the file says of them can be read.
 * A compiled policy is immutable and may be read by many threads.
 */
#ifndef POLICY_POLICY_H_
#define POLICY_POLICY_H_

#include "base/bits.h"
#include "base/node.h"
#include "calendar/open_days.h"
#include "calendar/period.h"
#include "law/ground.h"
#include "law/special_care.h"
#include "policy/kind.h"
#include "policy/language.h"
#include "policy/numbering.h"
#include "policy/source.h"

struct policy_item {
	struct text id;
	const struct node *node;
	unsigned int number;
	enum item_kind kind;
	enum item_category category;
	enum tier tier;
	enum special_care special_care;
	enum masking masking;
	bool never_held;
	bool unique;
	bool searchable;
	struct bits subjects;
};

struct policy_purpose {
	struct text id;
	const struct node *node;
	unsigned int number;
	struct bits items;
	struct bits subjects;
	struct bits services;
	unsigned int consent;	/* number, 0: none needed */
	unsigned int related;	/* purpose it follows from (17(2)), 0: none */
	struct bits provides;	/* recipients */
	bool individual;
	bool statutory;		/* a duty of the law: no class bars it */
};

enum retention_start {
	START_ACQUISITION, START_LAST_USE, START_CONTRACT_END,
	START_SERVICE_END, START_EMPLOYMENT_END, START_SELECTION_END,
	START_REQUEST_CLOSED, START_IDENTITY_CHECKED,
	START_CONSENT_WITHDRAWN, START_LAST_MAIL, START_RECORD_MADE,
};
enum { START_COUNT = START_RECORD_MADE + 1 };

/* A period of the policy; count 0 where none stands. */
struct policy_period {
	struct period calendar;
	bool in_business_days;	/* then the unit says nothing */
	const struct open_days *open;	/* and these are counted; else NULL */
};

struct policy_retention {
	struct text id;
	const struct node *node;
	struct bits items;
	struct bits subjects;
	enum retention_start start;
	struct policy_period period;
	bool has_minimum;
	struct policy_period minimum;
};

struct policy_consent {
	struct text id;
	const struct node *node;
	unsigned int number;
	struct bits purposes;
	struct bits recipients;
	struct bits items;
	bool special_care;
	uint32_t givers;	/* bit per person, guardian, agent */
	bool expires;
	struct policy_period expiry;
};

enum role_kind {
	ROLE_STAFF, ROLE_OFFICER, ROLE_AUDITOR, ROLE_SERVICE, ROLE_PERSON,
	ROLE_AGENT,
};

struct policy_role {
	struct text id;
	const struct node *node;
	unsigned int number;
	enum role_kind kind;
	struct bits purposes;
	struct bits items;
	struct bits masked;
	bool unmask_with_reason;
	uint32_t acts;		/* bit per enum act */
	uint32_t approvals;	/* bit per enum act that needs a second one */
};

struct policy_recipient {
	struct text id;
	const struct node *node;
	unsigned int number;
	enum recipient_kind kind;
	struct bits items;
	struct bits purposes;
	unsigned int consent;	/* number, 0: none */
	bool individual_consent;
	bool has_ground;
	enum ground ground;
};

struct policy_way {
	struct text id;
	const struct node *node;
	unsigned int number;
	enum acquisition_source source;
	struct bits subjects;
	struct bits services;
	struct bits required;
	struct bits items;	/* required and optional */
	struct bits purposes;
	struct bits consents;
	bool shown;		/* its purposes are shown before sending */
	bool announces;		/* the telephone says something */
};

struct policy_client {
	struct text id;
	const struct node *node;
	unsigned int number;
	struct bits purposes;
	struct bits items;
};

struct policy_subject {
	struct text id;
	const struct node *node;
	unsigned int number;
	int64_t guardian_under;	/* age; 0: no guardian */
	unsigned int birth;	/* item of the date of birth; 0: none */
	struct policy_period confirm;	/* data is confirmed this often */
};

struct policy {
	uint8_t hash[POLICY_HASH_SIZE];
	const struct node *root;
	struct text canonical;

	struct policy_item *items;
	struct policy_purpose *purposes;
	struct policy_consent *consents;
	struct policy_role *roles;
	struct policy_recipient *recipients;
	struct policy_way *ways;
	struct policy_client *clients;
	struct policy_subject *subjects;
	struct policy_retention *retentions;
	size_t item_count, purpose_count, consent_count, role_count,
	    recipient_count, way_count, client_count, subject_count,
	    retention_count;

	/* By number; NULL for what this revision does not declare. */
	const struct policy_item *item_at[BITS_MAX];
	const struct policy_purpose *purpose_at[BITS_MAX];
	const struct policy_consent *consent_at[BITS_MAX];
	const struct policy_way *way_at[BITS_MAX];
	const struct node *service_at[BITS_MAX];

	struct bits declared;		/* items */
	struct bits never_held;
	struct bits special_care;
	uint32_t allowed[GROUND_SCOPES];	/* grounds, by scope */
	struct open_days *open;	/* NULL: no period counts business days */
};

/*
 * Compiles a checked source.  Ids that the numbering does not know get new
 * numbers, in the order of the file; STATUS_INVALID "too_many" when a store
 * would have more than BITS_MAX - 1 of a kind.
 */
enum status policy_compile(const struct policy **policy,
    const struct policy_source *source, struct numbering *numbering,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * The day with whose end a period ends that began during a day; POLICY_NEVER
 * where none stands, and for one that the calendar cannot count to its end.
 */
enum { POLICY_NEVER = INT32_MAX };
int64_t policy_period_last(const struct policy_period *period, int64_t day)
    NONNULL;

/* By id; NULL when it is not declared. */
const struct policy_item *policy_item(const struct policy *policy,
    struct text id);
const struct policy_purpose *policy_purpose(const struct policy *policy,
    struct text id);
const struct policy_role *policy_role(const struct policy *policy,
    struct text id);
const struct policy_recipient *policy_recipient(const struct policy *policy,
    struct text id);
const struct policy_way *policy_way(const struct policy *policy,
    struct text id);
const struct policy_consent *policy_consent(const struct policy *policy,
    struct text id);
const struct policy_client *policy_client(const struct policy *policy,
    unsigned int number);
const struct policy_subject *policy_subject(const struct policy *policy,
    struct text id);
/* A use that article 19 forbids here, by id; NULL when it is none. */
const struct node *policy_prohibited(const struct policy *policy,
    struct text id);

/* {months: 1} and the like; business days are not counted by it. */
struct policy_period policy_period_of(const struct node *period);

/* The first clause of a declaration, or "". */
struct text policy_clause(const struct node *declaration);
/* The clause of the text that states a whole section, or "". */
struct text policy_section_clause(const struct policy *policy,
    const char *section);
/* A label in that language; Japanese when the other is absent. */
struct text policy_label(const struct node *label, enum language language);

#endif
