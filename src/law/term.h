/*
 * term.h - the terms and periods that the law sets, as data.
 *
 * A term is counted by calendar/period.h and business.h; here stands only how
 * long it is, from what, on which article, and when that was the law.
 */
#ifndef LAW_TERM_H_
#define LAW_TERM_H_

#include "calendar/period.h"
#include "law/law.h"

enum term {
	TERM_BREACH_FIRST_REPORT,	/* 速報, from the day of knowing */
	TERM_BREACH_FINAL_REPORT,	/* 確報 */
	TERM_BREACH_FINAL_REPORT_MALICE,
	TERM_SUIT,			/* no suit before it is over */
	TERM_RECORD_CONTRACT,		/* a contract stands for the record */
	TERM_RECORD_BULK,		/* one record for repeated provision */
	TERM_RECORD,			/* any other provision record */
	TERM_PLACEMENT_LEDGER,		/* 求人・求職・手数料管理簿 */
	TERM_EMPLOYEE_RECORDS,		/* 労働者名簿 and so on */
	TERM_MAIL_CONSENT,		/* proof of a consent to advertising */
	TERM_BOOKS,			/* 帳簿書類 */
};

struct term_row {
	enum term term;
	struct words label;
	const char *article;	/* of the APPI where no law is named */
	struct law_days days;
	struct period period;
	enum period_start start;
	bool rolls;	/* a closed last day moves to the next open one */
};

/* Rows of the same term follow each other in time. */
extern const struct term_row term_table[];
extern const size_t term_table_rows;

/* The row of that day; NULL when the law had none. */
const struct term_row *term_on(enum term term, int64_t day);

#endif
