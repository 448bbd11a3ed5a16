/*
 * lint_decode.h - the bytes of a published page as UTF-8 text.
 *
 * Published pages are UTF-8, and the older ones CP932 (Shift_JIS), EUC-JP,
 * ISO-2022-JP or UTF-16 with its mark.  What is none of these, is no text or
 * has no Japanese in it is refused.
 */
#ifndef POLICY_LINT_DECODE_H_
#define POLICY_LINT_DECODE_H_

#include "base/base.h"

/*
 * *text lives in the arena or in bytes; *charset is a static name.
 * STATUS_INVALID "not_text", "unknown_charset", "not_japanese", "empty".
 */
enum status lint_decode(struct text *text, const char **charset,
    struct bytes bytes, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

#endif
