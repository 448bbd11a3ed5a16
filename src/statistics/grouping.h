/*
 * grouping.h - by what people are counted: one item, coarsened.
 *
 * Items that identify or link (names, addresses of mail, numbers ...) are no
 * groupings; texts only with a hierarchy from a file.  Choices and flags are
 * taken as they are; everything else at a level of a built-in hierarchy that
 * puts values together (level 1 and up; of dates of birth five years and up).
 * Whoever has no value, or one that the hierarchy does not know, counts as
 * one more group, so that nobody is left out of a total.
 */
#ifndef STATISTICS_GROUPING_H_
#define STATISTICS_GROUPING_H_

#include "anonymise/hierarchy_builtin.h"
#include "policy/policy.h"

struct grouping {
	const struct policy_item *item;
	bool plain;		/* the values as they are */
	enum hierarchy_rule rule;
	const char *file;	/* instead of a rule, or NULL */
	uint32_t level;
	struct text spec;	/* as it was written */
};

#define GROUPING_NONE TEXT("不明")

/*
 * "sex", "birth_date:birth_date:2" or "desired_job:jobs.csv:1".  STATUS_REFUSED
 * grouping_identifies for items that cannot be grouped by.
 */
enum status grouping_parse(struct grouping *grouping, struct text spec,
    const struct policy *policy, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/*
 * The labels of all values, in the hierarchy's order, and which of them each
 * value has.  day: at which ages are counted.  whole: all labels that there
 * can be, also those that nobody has; STATUS_INVALID domain_unknown when that
 * is not known.
 */
struct grouping_labels {
	size_t count;
	struct text *label;
	uint32_t *of_value;
};
enum status grouping_labels(struct grouping_labels *labels,
    const struct grouping *grouping, const struct dict *values, int64_t day,
    bool whole, struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
