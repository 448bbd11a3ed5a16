/*
 * lint_words.h - the vocabulary of patterns: <consent>, <deem>, <provide> …
 */
#ifndef POLICY_LINT_WORDS_H_
#define POLICY_LINT_WORDS_H_

#include "base/base.h"

/* What a word stands for, as a pattern; NULL when it is unknown. */
const char *lint_words_meaning(struct text word);

/* The number of words, and the name of the i-th; for tests. */
size_t lint_words_count(void);
const char *lint_words_name(size_t i);

#endif
