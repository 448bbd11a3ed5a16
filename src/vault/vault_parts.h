/*
 * vault_parts.h - what vault.c and vault_rules.c share.
 */
#ifndef VAULT_VAULT_PARTS_H_
#define VAULT_VAULT_PARTS_H_

#include <pthread.h>

#include "vault/held.h"
#include "vault/outbox.h"
#include "vault/vault.h"

/* What lies in guarded memory. */
struct vault_secrets {
	struct id_key id;
	struct sign_key sign;
};

struct vault {
	struct config config;
	struct clock clock;		/* of the store, once it is open */
	int64_t clock_taken;		/* how far back, when it was opened */
	struct store *store;
	struct holder *holder;		/* NULL while a store is made */
	struct keyring *keyring;
	struct keys *keys;
	struct vault_secrets *secrets;
	struct note_verifier verifier;
	struct reader *reader;		/* for rules; under the mutex */
	struct log *log;		/* under log_mutex */
	pthread_mutex_t mutex;
	pthread_mutex_t log_mutex;
	pthread_mutex_t unlocking;
	struct rules *rules;
	int at_work;			/* holders of any rules */
	bool wiped;			/* locked, and nobody was at work */
	uint64_t next_person, last_person;	/* reserved */
	struct vault_methods methods;		/* under the mutex */
	struct outbox outbox;
	struct held held;
	_Atomic bool ending;
};

/* The first time; vault_rules_reload() after that. */
enum status vault_rules_load(struct vault *vault, struct error *error)
    MUST_USE NONNULL;

/*
 * The store is locked: wipes the search keys, now or when nobody is at work
 * any more; and it is not locked any more, and they will be read again.
 */
void vault_rules_wipe(struct vault *vault) NONNULL;
void vault_rules_fill(struct vault *vault) NONNULL;

#endif
