/*
 * suggest.h - a first plan from the data itself, for somebody to correct.
 *
 * Looks at the first rows: names of columns, forms of values, how many are
 * different.  What looks like a name, a number of a person or a key is
 * deleted (規則34条1号から3号); what looks like a date, an age, a postal code
 * and so on becomes a quasi-identifier with the built-in hierarchy; what is
 * left is guessed by how often it repeats.  Every guess says why.
 */
#ifndef ANONYMISE_SUGGEST_H_
#define ANONYMISE_SUGGEST_H_

#include "anonymise/rows.h"
#include "base/buf.h"

enum { SUGGEST_ROWS = 100000 };

/*
 * Writes a plan in YAML, with its reasons as comments.  Ages are counted at
 * the day (base/clock.h).
 */
enum status suggest_plan(struct buf *out, struct table *rows, int64_t day,
    enum language language, struct error *error) MUST_USE NONNULL;

#endif
