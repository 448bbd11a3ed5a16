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
	bool has_over;
	struct bits over;	/* items whose retention is over */
};

/*
 * By what it is permitted or refused: a declaration, or a whole section of
 * the policy.  The clause is looked up when somebody wants to read it.
 */
struct by {
	const struct node *declaration;
	const char *section;
};

struct decision {
	struct ask ask;
	const struct policy_purpose *purpose;
	const struct personal_purpose *personal;	/* instead of a class */
	const struct policy_recipient *recipient;
	enum refusal refusal;		/* of the whole */
	struct by by;
	struct bits left;		/* items that are still permitted */
	struct bits masked;
	uint8_t item[BITS_MAX];		/* enum refusal, by number */
	struct judged *records;
	bool system;
};

/* The retention that covers one of these items. */
struct by decision_by_retention(const struct decision *decision,
    const struct bits *items) NONNULL;

#endif
