/*
 * cp932.h - Japanese text as Excel writes it, to UTF-8 and back.
 *
 * Microsoft's table, through the C library's iconv: 0x8160 is U+FF5E; of the
 * characters that have two codes, the IBM range (0xFA-0xFC) is written, as
 * Windows and the web do.  A code without a character and a character
 * without a code are errors, never a question mark.
 */
#ifndef BASE_CP932_H_
#define BASE_CP932_H_

#include "base/base.h"
#include "base/buf.h"

/* STATUS_INVALID "not_cp932" when the bytes are not. */
enum status cp932_decode(struct text *text, struct bytes bytes,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* STATUS_INVALID "not_in_cp932" when a character has no code. */
enum status cp932_encode(struct buf *out, struct text text,
    struct error *error) MUST_USE NONNULL;

#endif
