/*
 * config_out.h - the parts of sekisho.yaml about what the program does by
 * itself: jobs, mail and webhooks.
 */
#ifndef VAULT_CONFIG_OUT_H_
#define VAULT_CONFIG_OUT_H_

#include "base/shape.h"
#include "vault/config.h"

extern const struct shape config_out_jobs, config_out_mail,
    config_out_webhooks;

/* Node may be NULL: then all is as it is by default. */
enum status config_out_take(struct config *config, const struct node *root,
    struct error *error) MUST_USE NONNULL;

#endif
