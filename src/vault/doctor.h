/*
 * doctor.h - what an operator must know before something goes wrong.
 *
 * Looks at the settings, the log, the keys, the erasures, the disk, the clock
 * and (full) every person's search keys and rows.  What it finds is said with
 * what to do about it; nothing is changed.
 */
#ifndef VAULT_DOCTOR_H_
#define VAULT_DOCTOR_H_

#include "base/finding.h"
#include "vault/visit.h"

/* STATUS_OK when it could look; what is wrong is in findings. */
enum status doctor_look(struct visit *visit, bool full,
    struct findings *findings, struct error *error) MUST_USE NONNULL;

/* Every row's slot is in the key store, and every slot has a row. */
enum status doctor_keys(struct visit *visit, struct findings *findings,
    struct error *error) MUST_USE NONNULL;

/*
 * Destroys the slots that have no row, and writes down how many.  Only while
 * nobody else works in the store, and it agrees with its log: what somebody
 * took a row away from is not without a row.
 */
enum status doctor_drop_orphans(struct visit *visit,
    struct findings *findings, uint64_t *dropped, struct error *error)
    MUST_USE NONNULL;

/*
 * Every searchable value is found by every index that is read; whose rows do
 * not open is named.
 */
enum status doctor_index(struct visit *visit, struct findings *findings,
    struct error *error) MUST_USE NONNULL;

/* Whether there are backups, how old, tried when, and which must go. */
enum status doctor_backup(struct visit *visit, struct findings *findings,
    struct error *error) MUST_USE NONNULL;

#endif
