/*
 * visit_parts.h - what visit.c and visit_seal.c share.
 */
#ifndef VAULT_VISIT_PARTS_H_
#define VAULT_VISIT_PARTS_H_

#include "vault/visit.h"

/* The plain bytes of a row. */
enum status visit_open_row(struct visit *visit, enum seal_kind kind,
    uint64_t person, const struct row *row, struct plain *plain,
    struct error *error) MUST_USE NONNULL;

/* Waits for what was submitted, or keeps it to be waited for. */
enum status visit_take_ticket(struct visit *visit, struct ticket *ticket,
    struct error *error) MUST_USE NONNULL;

#endif
