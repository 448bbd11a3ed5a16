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

struct decision {
	struct ask ask;
	const struct policy_purpose *purpose;
	const struct personal_purpose *personal;	/* instead of a class */
	const struct policy_recipient *recipient;
	enum refusal refusal;		/* of the whole */
	struct text clause;
	struct bits left;		/* items that are still permitted */
	struct bits masked;
	uint8_t item[BITS_MAX];		/* enum refusal, by number */
	struct judged *records;
	bool system;
};

/* The clause of the retention that covers these items. */
struct text decision_retention_clause(const struct decision *decision,
    const struct bits *items) NONNULL;

#endif
