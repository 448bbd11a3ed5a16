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

/*
 * One refused item refuses the whole act: nothing comes in half.  Writes the
 * refusal down and answers it; STATUS_OK when all that was asked is permitted.
 */
enum status person_refuse_items(struct visit *visit, enum entry_kind kind,
    const struct decision *decision, const struct opened *opened,
    const struct bits *asked, struct error *error)
    MUST_USE NONNULL_ARGS(1, 3, 5, 6);

/*
 * A value that nothing may hold (a card number, a My Number) is refused
 * before the gate is asked: writes that down and hands the error on.  Any
 * other status passes through.
 */
enum status person_refuse_value(struct visit *visit, enum entry_kind kind,
    enum status status, struct error *error) MUST_USE NONNULL;

/*
 * The day on which somebody born then no longer needs a guardian: the age is
 * reached with the day before the birthday (年齢計算ニ関スル法律).
 */
int64_t person_of_age(const struct policy_subject *subject, int64_t born)
    NONNULL;

/* A consent that may not be given by whoever gave it (given_by). */
enum status person_refuse_giver(const struct policy_consent *consent,
    const char *field, struct error *error) MUST_USE NONNULL;

#endif
