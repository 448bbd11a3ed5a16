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

/*
 * The steps behind NFKC that know Japanese: long vowels, voicing and
 * repetition marks; for names also (株) and (有).  katakana: this is a
 * reading, and its hiragana are katakana by now.
 */
void fold_japanese(struct runes *runes, bool katakana);

#endif
