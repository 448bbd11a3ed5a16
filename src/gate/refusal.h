/*
 * refusal.h - every reason for which the gate says no, in the order in which
 * it asks.
 *
 * Each has a stable code, the article of the law that is behind it, and words
 * for why and for what would make it lawful.  The first reason that applies
 * is the answer; the order is part of the contract, so that a person who may
 * not act for a purpose does not learn whether somebody is in the store.
 */
#ifndef GATE_REFUSAL_H_
#define GATE_REFUSAL_H_

#include "base/base.h"

enum refusal {
	REFUSAL_NONE,
	REFUSAL_REVISION_NOT_IN_FORCE,
	REFUSAL_PURPOSE_UNKNOWN,
	REFUSAL_USE_PROHIBITED,
	REFUSAL_ROLE_NOT_FOR_PURPOSE,
	REFUSAL_ROLE_NOT_FOR_ACT,
	REFUSAL_ITEM_UNDECLARED,
	REFUSAL_ITEM_NEVER_HELD,
	REFUSAL_ITEM_NOT_FOR_PURPOSE,
	REFUSAL_ITEM_NOT_FOR_ROLE,
	REFUSAL_RECIPIENT_UNDECLARED,
	REFUSAL_ITEM_NOT_FOR_RECIPIENT,
	REFUSAL_PERSON_UNKNOWN,
	REFUSAL_WAY_NOT_FOR_PURPOSE,
	REFUSAL_CLASS_WITHOUT_PURPOSE,
	REFUSAL_CONSENT_MISSING,
	REFUSAL_CONSENT_WITHDRAWN,
	REFUSAL_OBJECTED,
	REFUSAL_USE_STOPPED,
	REFUSAL_SPECIAL_CARE,
	REFUSAL_RETENTION_OVER,
	REFUSAL_HELD,
	REFUSAL_KEPT_AS_PROCESSOR,
};
enum { REFUSAL_COUNT = REFUSAL_KEPT_AS_PROCESSOR + 1 };

struct refusal_row {
	const char *code;
	const char *article;
	enum status status;	/* person_unknown looks like not found */
	struct words why;
	struct words remedy;
};

extern const struct refusal_row refusal_table[REFUSAL_COUNT];

#endif
