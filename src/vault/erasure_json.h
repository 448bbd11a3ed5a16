/*
 * erasure_json.h - an erasure as JSON: what went, when, what a law wants
 * kept, and by when it is gone from every copy.
 */
#ifndef VAULT_ERASURE_JSON_H_
#define VAULT_ERASURE_JSON_H_

#include "base/jsonw.h"
#include "vault/erasure.h"

/* Members into an open object; dry: nothing was done. */
void erasure_json(struct jsonw *json, const struct visit *visit,
    const struct erasure *erasure, bool dry) NONNULL;

/* "intended", "destroyed", "waiting", "retired", "complete". */
const char *erasure_json_state(enum erasure_state state);

#endif
