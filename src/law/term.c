#include "law/term.h"

#define SINCE_2022 { "2022-04-01", "" }

const struct term_row term_table[] = {
	/* "Promptly"; the guideline's 3 to 5 days, of which the last (M). */
	{ TERM_BREACH_FIRST_REPORT,
	  { "漏えい等の速報", "first report of a breach" },
	  "26(1), Rules 8(1)", SINCE_2022, { 5, PERIOD_DAYS },
	  PERIOD_COUNTS_DAY, false },
	{ TERM_BREACH_FINAL_REPORT,
	  { "漏えい等の確報", "final report of a breach" },
	  "26(1), Rules 8(2)", SINCE_2022, { 30, PERIOD_DAYS },
	  PERIOD_COUNTS_DAY, true },
	{ TERM_BREACH_FINAL_REPORT_MALICE,
	  { "不正の目的による漏えい等の確報",
	    "final report of a malicious breach" }, "26(1), Rules 8(2)",
	  SINCE_2022, { 60, PERIOD_DAYS }, PERIOD_COUNTS_DAY, true },
	{ TERM_SUIT, { "訴えの提起が可能となるまで", "before a suit" }, "39",
	  { "2017-05-30", "" }, { 2, PERIOD_WEEKS }, PERIOD_BEGINS_DURING,
	  false },
	{ TERM_RECORD_CONTRACT,
	  { "契約書等で代える提供記録", "contract in place of the record" },
	  "29(2), Rules 21-1", { "2017-05-30", "" }, { 1, PERIOD_YEARS },
	  PERIOD_COUNTS_DAY, false },
	{ TERM_RECORD_BULK, { "一括の提供記録", "record made in bulk" },
	  "29(2), Rules 21-2", { "2017-05-30", "" }, { 3, PERIOD_YEARS },
	  PERIOD_COUNTS_DAY, false },
	{ TERM_RECORD, { "その他の提供記録", "any other provision record" },
	  "29(2), Rules 21-3", { "2017-05-30", "" }, { 3, PERIOD_YEARS },
	  PERIOD_BEGINS_DURING, false },
	{ TERM_PLACEMENT_LEDGER,
	  { "求人・求職・手数料管理簿", "ledgers of job placement" },
	  "Employment Security Act 32-15, Rules 24-7", { "2004-03-01", "" },
	  { 2, PERIOD_YEARS }, PERIOD_BEGINS_DURING, false },
	/* Five years, for the time being three (附則143条) (M). */
	{ TERM_EMPLOYEE_RECORDS,
	  { "労働者名簿等", "roll of employees and the like" },
	  "Labour Standards Act 109", { "1947-09-01", "" },
	  { 3, PERIOD_YEARS }, PERIOD_BEGINS_DURING, false },
	{ TERM_MAIL_CONSENT,
	  { "広告メールの同意の記録", "proof of consent to advertising" },
	  "Act on Specified Electronic Mail 3(2), Rules 4 (M)",
	  { "2008-12-01", "" }, { 1, PERIOD_MONTHS }, PERIOD_BEGINS_DURING,
	  false },
	{ TERM_BOOKS, { "帳簿書類", "books and vouchers" },
	  "Corporation Tax Act Enforcement Rules 59 (M)",
	  { "1965-04-01", "" }, { 7, PERIOD_YEARS }, PERIOD_BEGINS_DURING,
	  false },
};
const size_t term_table_rows = LENGTH(term_table);

const struct term_row *
term_on(enum term term, int64_t day)
{
	for (size_t i = 0; i < term_table_rows; i++)
		if (term_table[i].term == term &&
		    law_in_force(term_table[i].days, day))
			return &term_table[i];
	return NULL;
}
