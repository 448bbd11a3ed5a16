#include "anonymise/risk.h"

/* Rows in smaller classes than this are at risk. */
enum { SMALL_CLASS = 5 };

struct sums {
	uint64_t smallest;
	uint64_t smallest_all;
	uint64_t small;		/* rows in small classes */
	double journalist;	/* sum of rows / all rows of the class */
};

static void
add(struct risk *risk, struct sums *sums, uint64_t rows, uint64_t all)
{
	if (rows == 0)
		return;
	risk->rows += rows;
	risk->classes++;
	risk->alone += rows == 1;
	sums->small += rows < SMALL_CLASS ? rows : 0;
	if (sums->smallest == 0 || rows < sums->smallest)
		sums->smallest = rows;
	if (sums->smallest_all == 0 || all < sums->smallest_all)
		sums->smallest_all = all;
	sums->journalist += (double)rows / (double)all;
}

static void
finish(struct risk *risk, const struct sums *sums)
{
	if (risk->rows == 0)
		return;
	risk->highest = 1 / (double)sums->smallest;
	risk->average = (double)risk->classes / (double)risk->rows;
	risk->at_risk = (double)sums->small / (double)risk->rows;
	risk->journalist_highest = 1 / (double)sums->smallest_all;
	risk->journalist_average = sums->journalist / (double)risk->rows;
}

void
risk_of(struct risk *risk, const struct outcome *outcome)
{
	struct sums sums = { .smallest = 0 };

	memset(risk, 0, sizeof(*risk));
	for (uint32_t c = 0; c < outcome->count; c++)
		if (outcome->shown[c])
			add(risk, &sums, outcome->rows[c], outcome->all[c]);
	finish(risk, &sums);
}

void
risk_before(struct risk *risk, const struct problem *problem)
{
	struct sums sums = { .smallest = 0 };

	memset(risk, 0, sizeof(*risk));
	for (uint32_t i = 0; i < problem->classes; i++)
		add(risk, &sums, problem->rows[i], problem->all != NULL ?
		    problem->all[i] : problem->rows[i]);
	finish(risk, &sums);
}

void
risk_json(struct jsonw *json, const char *name, const struct risk *risk)
{
	jsonw_key(json, name);
	jsonw_open_object(json);
	jsonw_member_count(json, "rows", risk->rows);
	jsonw_member_count(json, "classes", risk->classes);
	jsonw_member_count(json, "unique_rows", risk->alone);
	jsonw_member_real(json, "highest_prosecutor", risk->highest, 6);
	jsonw_member_real(json, "average_prosecutor", risk->average, 6);
	jsonw_member_real(json, "marketer", risk->average, 6);
	jsonw_member_real(json, "rows_in_classes_below_5", risk->at_risk, 6);
	jsonw_member_real(json, "highest_journalist", risk->journalist_highest,
	    6);
	jsonw_member_real(json, "average_journalist", risk->journalist_average,
	    6);
	jsonw_close_object(json);
}
