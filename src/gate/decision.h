/*
 * decision.h - how a decision looks inside: only src/gate includes this.
 */
#ifndef GATE_DECISION_H_
#define GATE_DECISION_H_

#include "gate/gate.h"

/* What is known of one record once it was judged. */
struct judged {
	const struct class *class;
	bool opens;
	struct bits closed;	/* items of its class that stay shut */
};

/*
 * By what it is permitted or refused: a declaration, or a whole section of
 * the policy.  The clause is looked up when somebody wants to read it.
 */
struct by {
	const struct node *declaration;
	const char *section;
};

static inline struct by
by(const struct node *declaration)
{
	return (struct by){ declaration, NULL };
}

static inline struct by
by_section(const char *section)
{
	return (struct by){ NULL, section };
}

struct decision {
	struct ask ask;
	const struct policy_purpose *purpose;
	const struct personal_purpose *personal;	/* instead of a class */
	const struct policy_recipient *recipient;
	enum refusal refusal;		/* of the whole */
	struct by by;
	enum refusal observed;		/* the first that was not enforced */
	struct by observed_by;
	struct bits left;		/* items that are still permitted */
	struct bits masked;
	uint8_t item[BITS_MAX];		/* enum refusal, by number */
	struct judged *records;
	bool system;
};

/*
 * The first of these items (of those still permitted) that names a clause, or
 * the section.
 */
struct by decision_by_items(const struct decision *decision,
    const struct bits *items) NONNULL;

/* The first retention of these items that names a clause, or the section. */
struct by decision_by_retention(const struct decision *decision,
    const struct bits *items) NONNULL;

#endif
