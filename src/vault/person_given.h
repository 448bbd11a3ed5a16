/*
 * person_given.h - what somebody gives, as JSON, for person_add() and
 * person_correct().
 *
 *	{"way": "application_form", "subject": "customer",
 *	 "service": "livals_service", "shown": true,
 *	 "values": {"name": "...", "email": "..."},
 *	 "consents": ["marketing_mail"], "person": "per_...",
 *	 "acquired": "2026-11-22T03:06:00Z", "ground": "law",
 *	 "origin": "...", "guardian": "...", "client": "...",
 *	 "introducer": "per_...", "announced": true, "evidence": "shw_..."}
 */
#ifndef VAULT_PERSON_GIVEN_H_
#define VAULT_PERSON_GIVEN_H_

#include "base/shape.h"
#include "vault/person.h"

extern const struct shape person_given_shape;
/* A map from items to values. */
extern const struct shape person_given_values;

/*
 * From an object that fits the shape; STATUS_INVALID or STATUS_NOT_FOUND with
 * the JSON Pointer at fault.
 */
enum status person_given(struct acquisition *out, const struct node *node,
    struct vault *vault, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

#endif
