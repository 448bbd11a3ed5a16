/*
 * lint_sound.h - how much a host name sounds like a Japanese name.
 *
 * A company ライフサポート has the host life-support.example.  Both are brought
 * to the skeleton of their consonants, as Japanese hears them: l is r, v is b,
 * th is s; vowels and long marks go.
 */
#ifndef POLICY_LINT_SOUND_H_
#define POLICY_LINT_SOUND_H_

#include "base/base.h"

enum { SOUND_SIZE = 48 };

/* The skeleton of Latin letters (small); of kana. */
void lint_sound_latin(char out[SOUND_SIZE], const char *word);
void lint_sound_kana(char out[SOUND_SIZE], const uint32_t *kana, size_t n);

/* Letters to change, add or leave out to make a into b. */
size_t lint_sound_distance(const char *a, const char *b);

#endif
