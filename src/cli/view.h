/*
 * view.h - people as the terminal and as JSON show them.
 */
#ifndef CLI_VIEW_H_
#define CLI_VIEW_H_

#include "vault/person_json.h"

/* {"people": [{"person": ..., "decision": ..., "records": [...]}]} */
void view_json(struct buf *out, const struct visit *visit,
    const struct view *views, size_t n) NONNULL_ARGS(1, 2);
void view_text(struct buf *out, const struct visit *visit,
    const struct view *views, size_t n, enum language language)
    NONNULL_ARGS(1, 2);

/* Consents, stops, holds. */
void view_standing(struct buf *out, const struct visit *visit,
    const struct standing *standing, bool json, enum language language)
    NONNULL;

/* Earlier versions and uses. */
void view_history(struct buf *out, const struct visit *visit,
    const struct past *past, bool json, enum language language) NONNULL;

#endif
