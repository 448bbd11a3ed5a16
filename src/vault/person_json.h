/*
 * person_json.h - people as JSON, for the terminal and for the API.
 *
 * Each writes members into an open object.
 */
#ifndef VAULT_PERSON_JSON_H_
#define VAULT_PERSON_JSON_H_

#include "base/jsonw.h"
#include "vault/person.h"

/* {"person": ..., "decision": ..., "records": [...], "refused": [...]} */
void person_json(struct jsonw *json, const struct visit *visit,
    const struct view *view) NONNULL;

/* The same with earlier versions and uses. */
void person_json_past(struct jsonw *json, const struct visit *visit,
    const struct past *past) NONNULL;

/* Consents, stops, holds. */
void person_json_standing(struct jsonw *json, const struct visit *visit,
    const struct standing *standing) NONNULL;

/* The answer to a dry question, as an object of its own. */
void person_json_decision(struct jsonw *json,
    const struct decision *decision, const struct numbering *names) NONNULL;

#endif
