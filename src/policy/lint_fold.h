/*
 * lint_fold.h - one spelling for what Japanese lets one spell in many ways.
 *
 * Blanks between Japanese letters go, polite お and ご go, humble and polite
 * verbs become plain ones (いたしません → しません), and words that are written
 * with and without kanji or okurigana get one form (問い合わせ → 問合せ).
 * Patterns and vocabulary are written in this spelling.  A folded word is
 * never longer than the printed one.
 */
#ifndef POLICY_LINT_FOLD_H_
#define POLICY_LINT_FOLD_H_

#include "policy/lint_letters.h"

struct lint_fold;

struct lint_fold *lint_fold_new(struct arena *arena);

/*
 * Adds a span of raw letters to out, folded.  In a table row, cells are kept
 * apart by '|'.
 */
void lint_fold_span(const struct lint_fold *fold,
    const struct lint_letters *raw, struct lint_span span, bool row,
    struct lint_letters *out);

/* The number of spellings, and the i-th one; for tests. */
size_t lint_fold_count(void);
void lint_fold_pair(size_t i, struct text *from, struct text *to);

#endif
