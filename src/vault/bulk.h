/*
 * bulk.h - who was among many, so that a person can be told of it.
 *
 * An entry of a bulk use has the root of commitments, one a person, and names
 * nobody.  Beside it, in its own transaction, lies a document (DOCUMENT_BULK,
 * random id): the root, 32 bytes, and the pseudonyms of those people, 16 bytes
 * each, in the order of the commitments.  Whoever is erased takes the meaning
 * of theirs along.
 */
#ifndef VAULT_BULK_H_
#define VAULT_BULK_H_

#include "vault/visit.h"

/* Beside the entry, which has the root; n is at least 1. */
enum status bulk_put(struct visit *visit, struct change *change,
    struct entry *entry, const uint8_t *pseudonyms, size_t n,
    struct error *error) MUST_USE NONNULL;

/* The roots of those that somebody was among, in the visit's arena. */
enum status bulk_find(const struct hash **roots, size_t *n,
    struct visit *visit, const uint8_t pseudonym[PSEUDONYM_SIZE],
    struct error *error) MUST_USE NONNULL;

#endif
