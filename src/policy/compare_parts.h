/*
 * compare_parts.h - the table by which compare*.c classify changes.
 */
#ifndef POLICY_COMPARE_PARTS_H_
#define POLICY_COMPARE_PARTS_H_

#include "policy/compare.h"
#include "policy/language.h"

struct compare_rule {
	const char *section;	/* "*": any */
	const char *key;	/* "+", "-", a key, or "*" */
	enum change_class class;
	const char *article;
	struct words why;
	/* Asked instead of class, when it depends on what changed. */
	enum change_class (*judge)(const struct comparison *comparison,
	    const struct compared *found, const struct compare_rule *rule);
	bool renames;	/* a wider meaning needs a new id */
};

/* The last row fits everything. */
extern const struct compare_rule compare_rules[];

#endif
