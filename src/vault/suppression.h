/*
 * suppression.h - who is not to be taken in again.
 *
 * Whoever broke the terms, or asked never to be taken in again, is kept as
 * keyed hashes of what they are recognised by (an address, a telephone): a
 * document (DOCUMENT_SUPPRESSION) for each, whose id is the hash, so that
 * nothing of the person stays, and erasing them changes nothing of it.  A new
 * acquisition with the same value is refused, and the refusal is an entry.
 *
 * The body is a CBOR map: 0 cause (uint), 1 made (int, ms), 2 until (int, ms;
 * 0: open), 3 by (text), 4 item (text), 5 reference (text), 6 clause (text).
 */
#ifndef VAULT_SUPPRESSION_H_
#define VAULT_SUPPRESSION_H_

#include "vault/document.h"
#include "vault/intake.h"

enum suppression_cause { SUPPRESSION_ABUSE = 1, SUPPRESSION_ASKED };
enum { SUPPRESSION_CAUSES = SUPPRESSION_ASKED + 1 };
/* "abuse", "asked"; ends with NULL. */
extern const char *const suppression_cause_names[SUPPRESSION_CAUSES];

struct suppression {
	enum suppression_cause cause;
	int64_t made;
	int64_t until;		/* instant; 0: open */
	struct text by;
	struct text item;
	struct text reference;
	struct text clause;
};

/*
 * Suppresses somebody by what they hold of those items (ACT_STOP at the gate,
 * about the items).  STATUS_INVALID "not_searchable", "item_not_held".
 */
enum status suppression_add(struct visit *visit, uint64_t person,
    const struct bits *items, const struct suppression *suppression,
    struct error *error) MUST_USE NONNULL;

/* Lifts what stands against a value; STATUS_NOT_FOUND when nothing does. */
enum status suppression_lift(struct visit *visit, struct text item,
    struct text value, struct error *error) MUST_USE NONNULL;

/* Whether a value stands on it now (ACT_USE). */
enum status suppression_find(struct visit *visit, struct text item,
    struct text value, struct suppression *found, bool *is,
    struct error *error) MUST_USE NONNULL;

/* All of them, page by page, in no order that tells anything (ACT_USE). */
enum status suppression_list(struct visit *visit, const uint8_t *after,
    size_t max, const struct suppression **list, size_t *n,
    uint8_t last[DOCUMENT_ID_SIZE], struct error *error)
    MUST_USE NONNULL_ARGS(1, 4, 5, 6, 7);

/* STATUS_REFUSED "suppressed" when something that comes in stands on it. */
enum status suppression_check(struct visit *visit,
    const struct intake *intake, struct error *error) MUST_USE NONNULL;

#endif
