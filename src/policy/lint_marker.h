/*
 * lint_marker.h - numbers and bullets before the words of a line.
 */
#ifndef POLICY_LINT_MARKER_H_
#define POLICY_LINT_MARKER_H_

#include "policy/lint_doc.h"

/*
 * What stands at the beginning of a line; STYLE_NONE and an empty span when
 * there is nothing.  A bullet before a number is skipped: "- (1)" is (1).
 */
struct lint_marker lint_marker_read(const struct lint_letters *raw,
    struct lint_span line);

/*
 * A number in digits or kanji at *at, at most 9,999; moves *at behind it.
 * False when there is none.
 */
bool lint_marker_number(const struct lint_letters *letters, uint32_t *at,
    uint32_t to, uint32_t *number);

#endif
