/*
 * prefecture.h - the 47 prefectures, in the order of JIS X 0401.
 */
#ifndef VAULT_PREFECTURE_H_
#define VAULT_PREFECTURE_H_

#include "base/base.h"

enum { PREFECTURE_COUNT = 47 };

/* "北海道", "青森県", ...; [i] has the code i + 1. */
extern const char *const prefecture_names[PREFECTURE_COUNT];

/* Bytes of the prefecture's name with which the text begins, or 0. */
size_t prefecture_at(struct text text);

#endif
