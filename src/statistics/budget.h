/*
 * budget.h - how much noise-protected statistics may tell in all.
 *
 * A ledger for each statistic and purpose (DOCUMENT_BUDGET), per period: what
 * may be spent, and every charge.  A charge is durable before a number is
 * drawn, and is not given back when what follows fails.  Two currencies, both
 * kept as whole numbers and rounded up: epsilon, in millionths (pure
 * differential privacy, adds up), and rho, in billionths (zero-concentrated
 * differential privacy of the Gaussian, adds up).
 */
#ifndef STATISTICS_BUDGET_H_
#define STATISTICS_BUDGET_H_

#include "base/jsonw.h"
#include "statistics/sampler.h"
#include "vault/visit.h"

struct budget_amount {
	uint64_t epsilon;	/* millionths */
	uint64_t rho;		/* billionths */
};

enum budget_period { BUDGET_MONTH, BUDGET_YEAR };
extern const char *const budget_period_names[3];

struct budget {
	bool exists;
	struct budget_amount limit;
	struct budget_amount spent;	/* in the period that runs */
	enum budget_period period;
};

enum status budget_read(struct budget *budget, struct visit *visit,
    struct text statistic, struct error *error) MUST_USE NONNULL;

/* An officer says what may be spent; charges stay. */
enum status budget_set(struct visit *visit, struct text statistic,
    struct budget_amount limit, enum budget_period period,
    struct error *error) MUST_USE NONNULL;

/*
 * STATUS_REFUSED budget_missing or budget_exhausted; STATUS_CONFLICT when
 * somebody charged at the same time.
 */
enum status budget_charge(struct visit *visit, struct text statistic,
    struct budget_amount amount, struct text release, struct error *error)
    MUST_USE NONNULL;

/* Fractions in the ledger's units: of a limit, rounded down. */
uint64_t budget_epsilon(struct sampler_ratio epsilon);
uint64_t budget_rho(struct sampler_ratio rho);

/* As an object. */
void budget_json(struct jsonw *json, const struct budget *budget) NONNULL;

#endif
