/*
 * lines.h - people as lines of JSON, one object each, with a result per line.
 * A line is as vault/person_given.h has it.
 */
#ifndef CLI_LINES_H_
#define CLI_LINES_H_

#include "cli/session.h"
#include "vault/person_given.h"

/* From a parsed object; STATUS_INVALID with the JSON Pointer at fault. */
enum status lines_acquisition(struct acquisition *out,
    const struct node *node, struct vault *vault, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/*
 * Takes in every line of --file (or standard input), many at a time; writes
 * a result for each.  STATUS_PARTIAL when some lines failed.
 */
enum status lines_add(struct session *session, struct error *error)
    MUST_USE NONNULL;

#endif
