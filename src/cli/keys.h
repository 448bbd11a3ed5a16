/*
 * keys.h - what commands about keys share.
 */
#ifndef CLI_KEYS_H_
#define CLI_KEYS_H_

#include "cli/cli.h"

/* How many of how many, "3/5"; STATUS_INVALID otherwise. */
enum status keys_share_counts(const char *text, size_t *k, size_t *n,
    struct error *error) MUST_USE NONNULL;

#endif
