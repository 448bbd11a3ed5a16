/*
 * detail.h - what somebody who answers for a release wants to see of it:
 * how large the groups are, what can be learned of whom, what the columns
 * looked like before and after, and what other plans would have given.
 *
 * It tells how the data was processed, so it belongs to 加工方法等情報 and is
 * read by those who may read that (article 43(2), Rules 35).
 */
#ifndef ANONYMISE_DETAIL_H_
#define ANONYMISE_DETAIL_H_

#include "anonymise/risk.h"
#include "anonymise/optimum.h"

enum {
	DETAIL_SIZES = 9,	/* bands of class sizes */
	DETAIL_LABELS = 16,	/* of a column, the last one for the rest */
	DETAIL_POINTS = 19,	/* other plans, and this one */
	DETAIL_LABEL = 96,
};

/* Classes of from to until rows (0: no end), and the rows in them. */
struct detail_size {
	uint64_t from;
	uint64_t until;
	uint64_t classes[2];	/* before, after */
	uint64_t rows[2];
};

struct detail_label {
	char label[DETAIL_LABEL];
	uint64_t rows[2];	/* before, after */
};

struct detail_column {
	char name[DETAIL_LABEL];
	double loss;
	size_t count;
	struct detail_label labels[DETAIL_LABELS];
};

/*
 * What a class gives away of a sensitive column: the share of its most
 * frequent value, over the classes shown.
 */
struct detail_sensitive {
	char name[DETAIL_LABEL];
	uint64_t values;
	double highest;
	double average;		/* over rows */
	uint64_t same_rows;	/* in classes where all have one value */
};

/* Another k and limit: what it would have cost and protected. */
struct detail_point {
	uint64_t k;
	uint64_t limit;		/* rows that may be suppressed */
	bool possible;
	bool proven;
	bool chosen;		/* the plan's own */
	char node[VERTEX_TEXT];
	double score;
	uint64_t suppressed;
	double highest;		/* risk of the prosecutor */
	double average;
};

struct detail {
	struct detail_size sizes[DETAIL_SIZES];
	size_t columns;
	struct detail_column column[FIELDS_MAX];	/* table's order */
	size_t sensitives;
	struct detail_sensitive sensitive[SENSITIVE_MAX];
	size_t points;
	struct detail_point point[DETAIL_POINTS];
};

/* Names of sensitive columns are filled in by whoever knows them. */
enum status detail_make(struct detail **detail,
    const struct problem *problem, const struct outcome *outcome,
    const struct progress *progress, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 3, 5);
void detail_free(struct detail *detail);

/* Members of an open object. */
void detail_json(struct jsonw *json, const struct detail *detail) NONNULL;

#endif
