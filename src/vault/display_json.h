/*
 * display_json.h - a way of acquisition as JSON, for who draws its form.
 *
 * Members into an open object: what the form asks for, and the text that is
 * to be shown before, with its hash.
 */
#ifndef VAULT_DISPLAY_JSON_H_
#define VAULT_DISPLAY_JSON_H_

#include "base/jsonw.h"
#include "vault/display.h"

/* Id, label, medium, source: what a list of forms has of each. */
void display_json_head(struct jsonw *json, const struct policy_way *way,
    enum language language) NONNULL;

void display_json(struct jsonw *json, const struct display *display,
    const struct policy *policy) NONNULL;

#endif
