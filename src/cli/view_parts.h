/*
 * view_parts.h - what the files of view*.c share; nobody else includes it.
 */
#ifndef CLI_VIEW_PARTS_H_
#define CLI_VIEW_PARTS_H_

#include "cli/view.h"

/* "2026-11-22 12:06" in Tokyo. */
void view_time(struct buf *out, int64_t instant) NONNULL;

void view_text_record(struct buf *out, const struct visit *visit,
    const struct view_record *record, enum language language) NONNULL;

#endif
