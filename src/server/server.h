/*
 * server.h - one process that has a store and serves it.
 *
 * It opens the vault, listens (API, health and figures, the operator's
 * console), integrates the log ten times a second while there is news, and
 * sweeps what is over.  SIGTERM and SIGINT end it in order: nobody new, those
 * in work are answered, everything is committed, the log is integrated.
 * SIGHUP reads sekisho.yaml and the policies again; a new listener with the
 * new certificates and limits takes whoever comes, while the old one answers
 * what is in work (drain.h): for twice deadline_ms, then files that are still
 * on their way are cut.  SIGUSR1 locks the store, as sekisho keys lock does,
 * however many commands are at work.
 */
#ifndef SERVER_SERVER_H_
#define SERVER_SERVER_H_

#include "access/access.h"
#include "crypto/unlock.h"
#include "server/console.h"
#include "vault/vault.h"

struct server_options {
	const struct config *config;
	const struct unlock_secret *secret;
	struct clock clock;
	const char *listen;	/* instead of the configured one, or NULL */
	const char *manage;
	FILE *says;		/* where it says what it does */
	enum language language;
	/* A command of the operator's console. */
	int (*run)(struct vault *vault, struct access *access,
	    const struct console_call *call);
};

/* Serves until it is told to end. */
enum status server_run(const struct server_options *options,
    struct error *error) MUST_USE NONNULL;

#endif
