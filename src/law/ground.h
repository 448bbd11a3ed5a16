/*
 * ground.h - the closed lists of grounds of the law (APPI), as data.
 *
 * Where the law allows something without consent, it lists when.  A policy
 * may allow fewer of these, never others, and an act names one by its id.
 * Each ground stands with the article that gives it, for each kind of act
 * that it can justify, and the days from and until which it is in force.
 * Sources: e-Gov text of the Act on the Protection of Personal Information
 * as of 2025-09-24, articles 18(3), 20(2), 21(4), 27(1), 27(5).
 */
#ifndef LAW_GROUND_H_
#define LAW_GROUND_H_

#include "law/law.h"

/* What a ground can justify. */
enum ground_scope {
	GROUND_USE,		/* use beyond the purpose, 18(3) */
	GROUND_ACQUIRE,		/* special care without consent, 20(2) */
	GROUND_NOTICE,		/* not making the purpose known, 21(4) */
	GROUND_PROVIDE,		/* providing without consent, 27(1) */
	GROUND_NOT_THIRD_PARTY,	/* the recipient is no third party, 27(5) */
};
enum { GROUND_SCOPES = GROUND_NOT_THIRD_PARTY + 1 };

enum ground {
	GROUND_LAW,
	GROUND_LIFE_BODY_PROPERTY,
	GROUND_PUBLIC_HEALTH_CHILD,
	GROUND_PUBLIC_DUTY,
	GROUND_ACADEMIC_SELF,
	GROUND_ACADEMIC_PUBLICATION,
	GROUND_ACADEMIC_JOINT,
	GROUND_ACADEMIC_RECIPIENT,
	GROUND_ACADEMIC_SOURCE,
	GROUND_MADE_PUBLIC,
	GROUND_VISIBLE,
	GROUND_HARM_BY_NOTICE,
	GROUND_OWN_RIGHTS,
	GROUND_OBVIOUS,
	GROUND_ENTRUSTMENT,
	GROUND_SUCCESSION,
	GROUND_JOINT_USE,
};
enum { GROUND_COUNT = GROUND_JOINT_USE + 1 };

struct ground_row {
	/* By scope; NULL where the ground cannot justify that. */
	const char *article[GROUND_SCOPES];
	struct words label;
	struct law_days days;
};

extern const struct ground_row ground_table[GROUND_COUNT];

/* The ids, ending with NULL: for the policy language. */
extern const char *const ground_names[GROUND_COUNT + 1];

/*
 * The article by which a ground justifies such an act on that day (days since
 * 1970-01-01, Asia/Tokyo), or NULL when it does not.
 */
const char *ground_article(enum ground ground, enum ground_scope scope,
    int64_t day);

bool ground_find(struct text id, enum ground *ground);

#endif
