/*
 * risk.h - how likely somebody is found again, from the sizes of classes.
 *
 * Three attackers (El Emam): the prosecutor looks for somebody known to be
 * in the data, the journalist for anybody of the population, the marketer
 * for as many as possible.  A row's risk is 1 / rows of its class: for the
 * prosecutor in the released data, for the journalist in the whole table
 * (where there is none beside the data, the two are the same).
 */
#ifndef ANONYMISE_RISK_H_
#define ANONYMISE_RISK_H_

#include "base/jsonw.h"
#include "anonymise/outcome.h"

struct risk {
	uint64_t rows;		/* shown */
	uint64_t classes;
	uint64_t alone;		/* rows that are unique */
	double highest;		/* prosecutor */
	double average;		/* prosecutor's average; the marketer's */
	double at_risk;		/* share of rows above 1 / 5 */
	double journalist_highest;
	double journalist_average;
};

void risk_of(struct risk *risk, const struct outcome *outcome);

/* The same of the distinct rows, before anything is generalised. */
void risk_before(struct risk *risk, const struct problem *problem);

/* "name": {...} into an open object. */
void risk_json(struct jsonw *json, const char *name, const struct risk *risk);

#endif
