/*
 * check.h - whether a policy holds together, and holds to the law.
 *
 * source.h checks the structure of a file.  Here its declarations are held
 * against each other - a promise needs a rule that keeps it, a rule needs a
 * promise that the public can read - and against the law of the day.  The
 * rules are tables, one row each; every row has a test that breaks it alone
 * (tests/clauses/check_rules).
 *
 * An error bars a policy from being announced; a warning is a matter for
 * whoever signs it.
 */
#ifndef POLICY_CHECK_H_
#define POLICY_CHECK_H_

#include "base/finding.h"
#include "policy/source.h"

struct check;

struct check_rule {
	const char *id;		/* NULL ends a table */
	enum severity severity;
	const char *article;	/* of the APPI where no law is named, or "" */
	struct words what;	/* goes on after "label: " */
	struct words mend;
	void (*look)(struct check *check);
};

/*
 * Adds what the rules have to say of a source without structural errors, by
 * the law of that day.  Fails only when memory is out or a store could not
 * number so many declarations.
 */
enum status check_run(const struct policy_source *source, int64_t today,
    struct findings *findings, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* The tables of rules, one per file, ending with NULL. */
extern const struct check_rule *const check_tables[];

/*
 * The findings as SARIF 2.1.0 (OASIS), with the rules as the tool's; file is
 * the path that was given.
 */
void check_sarif(struct buf *out, const struct findings *findings,
    const char *file, enum language language) NONNULL;

#endif
