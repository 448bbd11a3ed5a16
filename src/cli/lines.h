/*
 * lines.h - people as lines of JSON, one object each, with a result per line.
 *
 *	{"way": "application_form", "subject": "customer",
 *	 "service": "livals_service", "shown": true,
 *	 "values": {"name": "...", "email": "..."},
 *	 "consents": ["marketing_mail"], "person": "per_...",
 *	 "acquired": "2026-11-22T03:06:00Z", "ground": "law",
 *	 "origin": "...", "guardian": "...", "client": "..."}
 */
#ifndef CLI_LINES_H_
#define CLI_LINES_H_

#include "cli/session.h"
#include "vault/person.h"

/*
 * From a parsed object; STATUS_INVALID with the JSON Pointer at fault.
 * Without session, only values may stand (a correction).
 */
enum status lines_acquisition(struct acquisition *out,
    const struct node *node, const struct session *session,
    struct arena *arena, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 4, 5);

/*
 * Takes in every line of --file (or standard input), many at a time; writes
 * a result for each.  STATUS_PARTIAL when some lines failed.
 */
enum status lines_add(struct session *session, struct error *error)
    MUST_USE NONNULL;

#endif
