/*
 * check_parts.h - what the files of rules share; only check*.c include it.
 */
#ifndef POLICY_CHECK_PARTS_H_
#define POLICY_CHECK_PARTS_H_

#include "policy/check.h"
#include "policy/policy.h"

struct check {
	const struct policy *policy;
	const struct node *root;
	struct findings *findings;
	const struct check_rule *rule;	/* whose turn it is */
	int64_t today;
	struct bits acquired;		/* items that some way brings in */
	struct bits needed;		/* items that a purpose names */
	struct bits sought;		/* purposes that some way is for */
};

/* The rule is broken by this declaration. */
void check_hit(struct check *check, const struct node *declaration);
/* ... because of something else, which is named. */
void check_hit_by(struct check *check, const struct node *declaration,
    struct text culprit);
/* ... at a place inside it. */
void check_hit_at(struct check *check, const struct node *declaration,
    const struct node *place, struct text culprit);
/* ... for each item of a set. */
void check_hit_items(struct check *check, const struct node *declaration,
    const struct bits *items);

/* The section of that name; its members are the declarations. */
const struct node *check_section(const struct check *check,
    const char *section);

/* Whether the declaration names its items, rather than taking all. */
bool check_narrow(const struct node *declaration, const char *key);

/* What a scope switch of the operator says: -1 undecided, 0 no, 1 yes. */
int check_scope(const struct check *check, const char *law);

/* Whether some right of that kind is declared. */
bool check_has_right(const struct check *check, const char *kind);

/* Days of a period, at the longest and at the shortest; 0 for none. */
int64_t check_longest(const struct policy_period *period);
int64_t check_shortest(const struct policy_period *period);

#define RULE(name, level, law, function, what_ja, what_en, mend_ja, mend_en) \
	{ (name), SEVERITY_##level, (law), { (what_ja), (what_en) }, \
	  { (mend_ja), (mend_en) }, (function) }
#define END_OF_RULES \
	{ NULL, SEVERITY_NOTE, NULL, { NULL, NULL }, { NULL, NULL }, NULL }

extern const struct check_rule check_items_rules[], check_gives_rules[],
    check_consents_rules[],
    check_roles_rules[], check_rights_rules[], check_keeps_rules[],
    check_duties_rules[], check_text_rules[];

#endif
