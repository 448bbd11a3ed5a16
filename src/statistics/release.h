/*
 * release.h - statistics over the vault, and what was told before.
 *
 * A statistic is declared in the policy, with its items, purposes and the
 * smallest number that is published (10 where none is).  A release counts
 * people by one or two groupings, under ACT_ANONYMISE for one of the purposes,
 * protects the table in one of four ways, compares it with everything that was
 * released before, and keeps what was told (DOCUMENT_RELEASE).
 *
 *  suppress   exact numbers; small ones and those that would give them away
 *             are hidden (protect.h)
 *  round      all numbers to a base, margins too
 *  laplace    noise for epsilon-differential privacy, charged (budget.h)
 *  gaussian   noise for zCDP, charged
 *
 * Two exact tables can give away what neither does: a number that, beside an
 * earlier one, tells of fewer people than the minimum is hidden like a small
 * one.  Sources: guideline 3-1-1; Canonne et al. 2020.
 */
#ifndef STATISTICS_RELEASE_H_
#define STATISTICS_RELEASE_H_

#include "base/jsonw.h"
#include "statistics/budget.h"
#include "statistics/grouping.h"
#include "statistics/protect.h"
#include "statistics/sampler.h"
#include "vault/document.h"
#include "vault/visit.h"

enum release_mode {
	RELEASE_SUPPRESS, RELEASE_ROUND, RELEASE_LAPLACE, RELEASE_GAUSSIAN,
};
extern const char *const release_mode_names[5];

enum { RELEASE_ID = 4 + 26 + 1, RELEASE_MINIMUM = 10 };

struct release_order {
	struct text statistic;		/* id of the policy */
	struct text rows;		/* groupings, as in grouping.h */
	struct text columns;		/* or "" */
	enum release_mode mode;
	uint64_t base;			/* of rounding */
	struct sampler_ratio epsilon;	/* of laplace */
	struct sampler_ratio variance;	/* of gaussian */
	struct dice_source dice;
};

struct release {
	char id[RELEASE_ID];		/* "sta_" and 26 letters */
	struct document document;
	const struct node *paper;
};

/* *release is what was made; shown by release_show() once it is approved. */
enum status release_make(struct visit *visit,
    const struct release_order *order, struct release *release,
    struct error *error) MUST_USE NONNULL;

enum status release_get(struct release *release, struct visit *visit,
    struct text id, struct error *error) MUST_USE NONNULL;
enum status release_list(const struct release **list, size_t *n,
    struct visit *visit, struct error *error) MUST_USE NONNULL;

/* A second person, where the maker's role needs one. */
enum status release_approve(struct visit *visit, struct text id,
    struct error *error) MUST_USE NONNULL;

/* For the purpose that it was made for; STATUS_REFUSED approval_missing.
 * An answer that was made costs nothing again. */
enum status release_show(struct visit *visit, struct text id,
    struct release *release, struct error *error) MUST_USE NONNULL;

/* What it is, without its numbers, as an object. */
void release_json_line(struct jsonw *json, const struct release *release)
    NONNULL;
/* The table as JSON, text or CSV. */
void release_json(struct jsonw *json, const struct release *release) NONNULL;
void release_text(struct buf *out, const struct release *release,
    bool csv, enum language language) NONNULL;

#endif
