/*
 * fold_parts.h - what the files of fold share; for nobody else.
 */
#ifndef VAULT_FOLD_PARTS_H_
#define VAULT_FOLD_PARTS_H_

#include <utf8proc.h>

#include "base/base.h"

/* Code points on their way; fails stickily when memory is out. */
struct runes {
	utf8proc_int32_t *p;
	size_t n;
	size_t capacity;
	struct arena *arena;
	bool failed;
};

void fold_push(struct runes *runes, uint32_t c);

/* The steps behind NFKC that kana and names share, and those of names. */
void fold_sounds(struct runes *runes, bool katakana);
void fold_repeats(struct runes *runes);
void fold_company(struct runes *runes);

#endif
