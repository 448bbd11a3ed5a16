/*
 * person_parts.h - what the files of person_*.c share; nobody else includes it.
 */
#ifndef VAULT_PERSON_PARTS_H_
#define VAULT_PERSON_PARTS_H_

#include "vault/person.h"

/*
 * Of an open person: decides, shows, makes the entry; does not log it.  A
 * refusal is in the view's decision.
 */
enum status person_show_opened(struct visit *visit, struct opened *opened,
    const struct bits *items, struct view *view, struct entry *entry,
    struct error *error) MUST_USE NONNULL_ARGS(1, 2, 4, 5, 6);

/* The values of a record that are in items, masked where they must be. */
enum status person_show_values(const struct visit *visit,
    const struct decision *decision, const struct bits *items,
    const struct record *record, struct view_record *out,
    struct error *error) MUST_USE NONNULL;

#endif
