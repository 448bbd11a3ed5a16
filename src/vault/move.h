/*
 * move.h - a store from one folder to another, and to another engine.
 *
 * Everything goes over: rows, keys, the log with its checkpoint.  The new
 * folder's sekisho.yaml is written when all of it is there and equal.  Two
 * copies must never both be used: they would sign two logs of one name.
 */
#ifndef VAULT_MOVE_H_
#define VAULT_MOVE_H_

#include "store/copy.h"
#include "vault/config.h"

/*
 * to has its folder and URLs from config_default(); the rest is from's.
 * STATUS_CONFLICT when the new folder is a whole store.
 */
enum status move_store(const struct config *from, struct config *to,
    struct copy_report *report, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

#endif
