/*
 * commit.h - the end of an act that writes: its entry, and the transaction.
 *
 * Each takes the change, whatever comes of it, together with what came
 * before: if that failed, nothing is written, it is the answer, and the change
 * may be NULL.
 */
#ifndef VAULT_COMMIT_H_
#define VAULT_COMMIT_H_

#include "base/buf.h"
#include "vault/document.h"
#include "vault/visit.h"

/* A change that has its entries. */
enum status commit_change(struct vault *vault, struct change *change,
    enum status status, struct error *error) MUST_USE NONNULL_ARGS(1, 4);

/* With one more, of what is about nobody. */
enum status commit_entry(struct vault *vault, struct change *change,
    const struct entry *entry, enum status status, struct error *error)
    MUST_USE NONNULL_ARGS(1, 3, 5);

/* With the entry of a visit: see visit_log_with(). */
enum status commit_visit(const struct visit *visit, struct change *change,
    const struct entry *entry, enum status status, struct error *error)
    MUST_USE NONNULL_ARGS(1, 3, 5);

/* A document with this body and its entry, and nothing else. */
enum status commit_document(struct vault *vault, struct document *document,
    const struct buf *body, struct entry *entry, struct error *error)
    MUST_USE NONNULL;
/* The same for one that goes. */
enum status commit_document_gone(struct vault *vault,
    const struct document *document, struct entry *entry,
    struct error *error) MUST_USE NONNULL;

/*
 * What is refused is an entry, too: the refusal is in the entry and in the
 * error already, and is the answer unless it can not be written down.
 */
enum status commit_refusal(struct vault *vault, const struct entry *entry,
    struct error *error) MUST_USE NONNULL;

#endif
