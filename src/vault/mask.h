/*
 * mask.h - a value as it is shown to somebody who may not see it whole.
 *
 * A mask shows the little by which people recognise what they already know,
 * and a fixed number of marks for the rest, so that nobody can count what is
 * hidden.  When showing that little would show everything, or the value is
 * not what its kind says, there are only marks.
 *
 *   name, kana     the first character           山＊＊＊
 *   email          the first letter, the host    t***@example.jp
 *   phone          the last four digits          ****0004
 *   postal_code    the first three digits        150-****
 *   address        the prefecture                東京都＊＊＊
 *   date           the year                      1990-**-**
 *   bank_account   the last four of the number   ****4567
 *   card           the last four                 ****4242
 *   external_id    the last four, of 8 or more   ****6789
 *   password       ********
 *   free_text, text and the others               ＊＊＊ or ***
 *
 * A character is what people count as one (UAX 29): with its variation
 * selector, its ﾞ, its accents.
 */
#ifndef VAULT_MASK_H_
#define VAULT_MASK_H_

#include "policy/kind.h"

/* Never empty.  Fails only when memory is out. */
enum status mask_value(struct text *masked, enum item_kind kind,
    struct text value, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

#endif
