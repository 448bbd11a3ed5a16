/*
 * key_state.h - how the keys stand: shown, and kept as evidence.
 *
 * What leaked sealed need not be reported as a breach when it was sealed with
 * a strong algorithm and the keys were kept apart and safe that day (Rules
 * 7(1)).  That must be provable later, so the state is written down, once a
 * day and whenever keys are changed: a document of DOCUMENT_KEY_STATE for
 * each day, with an entry that commits to it.
 */
#ifndef VAULT_KEY_STATE_H_
#define VAULT_KEY_STATE_H_

#include "vault/visit.h"

enum { KEY_STATE_MAX = 65536 };

/* Reads by which methods the store is unlocked, before it is confined. */
enum status key_state_methods(struct vault *vault, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* The state as of now, as a JSON object; no key is in it. */
enum status key_state_write(struct buf *out, struct visit *visit,
    struct error *error) MUST_USE NONNULL;

/*
 * Writes it down for today, with an entry of what was done (subject), e.g.
 * "state" or "kek_replaced"; of the keys concerned, count says how many.
 */
enum status key_state_record(struct visit *visit, struct text subject,
    uint64_t count, struct error *error) MUST_USE NONNULL;

/* What was written down for a day; STATUS_NOT_FOUND when nothing was. */
enum status key_state_of_day(struct bytes *state, struct visit *visit,
    int64_t day, struct error *error) MUST_USE NONNULL;

#endif
