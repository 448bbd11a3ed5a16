/*
 * lawful.h - whether a plan makes what the law calls by that name.
 *
 * 匿名加工情報 (article 43(1)) is made by the five steps of Rules 34, and each
 * leaves evidence: 1 identifying descriptions, 2 individual identification
 * codes, 3 codes that link, 4 singular descriptions, 5 what the nature of the
 * database asks for besides.  仮名加工情報 (41(1)) by the three of Rules 31:
 * identifying descriptions, identification codes, and what does damage to
 * property when misused.  Internal masking is neither: what comes out is
 * personal data still (guideline 3-2-2 note 2).
 *
 * What is published about 匿名加工情報 must be what it is: every column that
 * comes out is an item of the policy's declaration, processed as declared.
 */
#ifndef ANONYMISE_LAWFUL_H_
#define ANONYMISE_LAWFUL_H_

#include "anonymise/anonymise.h"
#include "policy/policy.h"

enum lawful_kind { LAWFUL_ANONYMISED, LAWFUL_PSEUDONYMISED, LAWFUL_INTERNAL };
enum { LAWFUL_KINDS = LAWFUL_INTERNAL + 1 };

/* "anonymised", "pseudonymised", "internal". */
extern const char *const lawful_kind_names[LAWFUL_KINDS + 1];
extern const struct words lawful_kind_labels[LAWFUL_KINDS];

enum {
	LAWFUL_STEPS = 5,
	LAWFUL_LEAST_CLASS = 3,	/* rows alike, at least: the house's floor */
};

struct lawful_step {
	const char *rule;	/* "規則34条1号" */
	struct words what;
	char evidence[LANGUAGE_COUNT][400];
};

/*
 * The declaration of that id in the policy's section of the kind; NULL when
 * there is none, or for internal masking.
 */
const struct node *lawful_declaration(const struct policy *policy,
    enum lawful_kind kind, struct text id);

/*
 * Before anything is read: everything that is wrong with plan and
 * declaration as findings; STATUS_REFUSED with the first, or STATUS_OK.
 * declaration is NULL for internal masking.
 */
enum status lawful_check(enum lawful_kind kind, const struct policy *policy,
    const struct node *declaration, const struct plan *plan,
    struct findings *findings, struct error *error)
    MUST_USE NONNULL_ARGS(2, 4, 5, 6);

/*
 * Afterwards, from the file itself: no value that identifies by its form
 * (card, My Number, mail address, telephone number), and in 匿名加工情報 no
 * value in the clear that fewer rows have than a class must.
 */
enum status lawful_output(enum lawful_kind kind, const struct plan *plan,
    const char *path, struct error *error) MUST_USE NONNULL;

/* What each step did; returns how many steps the kind has. */
size_t lawful_steps(struct lawful_step steps[LAWFUL_STEPS],
    enum lawful_kind kind, const struct policy *policy,
    const struct plan *plan, const struct anonymise_report *report) NONNULL;

/* The k that a plan asks for; 0 when it has no k-anonymity. */
uint64_t lawful_k(const struct plan *plan) NONNULL;

#endif
