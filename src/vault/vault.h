/*
 * vault.h - an unlocked store: keys, policies, log, people.
 *
 * vault_create() makes a store around a policy; vault_open() unlocks one.
 * All that is done with people's data is done in a visit (visit.h).
 */
#ifndef VAULT_VAULT_H_
#define VAULT_VAULT_H_

#include "audit/entry.h"
#include "audit/log.h"
#include "base/clock.h"
#include "crypto/id.h"
#include "crypto/unlock.h"
#include "crypto/holder/holder.h"
#include "policy/source.h"
#include "vault/config.h"
#include "vault/rules.h"

struct vault;

struct vault_new {
	const struct config *config;	/* origin "": made from the id */
	const struct unlock_secret *secret;
	uint32_t memory_kib;		/* of Argon2id, for a passphrase */
	/*
	 * Or shares: so many of so many, made in a folder; the secret names
	 * as many of their files as are needed.
	 */
	size_t shares_needed, shares;
	const char *shares_folder;
	const struct policy_source *policy;
	struct text principal;		/* who makes it */
	struct clock clock;
};

/*
 * Makes the folder, the databases, the keys and the log, and announces the
 * first revision, in force at once.  STATUS_CONFLICT when a store is there,
 * or one whose making was not finished.
 */
enum status vault_create(const struct vault_new *new, struct error *error)
    MUST_USE NONNULL;

/* STATUS_BUSY when another process serves the store. */
enum status vault_open(struct vault **vault, const struct config *config,
    const struct unlock_secret *secret, struct clock clock,
    struct error *error) MUST_USE NONNULL;

/*
 * Commits and integrates what it can and wipes the keys; NULL is allowed.
 * Call vault_integrate() before it to know whether the log's files are up to
 * date; if not, the next opening tries again.
 */
void vault_close(struct vault *vault);

/*
 * Whether the process that holds the keys is there; a service that learns
 * that it is not has to end (crypto/holder/holder.h).
 */
enum status vault_check(struct vault *vault, struct error *error)
    MUST_USE NONNULL;

/*
 * How the store can be unlocked, as it was known last: a confined service
 * cannot read that any more (vault/key_state.h).
 */
enum { VAULT_METHODS_MAX = 8, VAULT_METHOD_SIZE = 16 };
struct vault_methods {
	char name[VAULT_METHODS_MAX][VAULT_METHOD_SIZE];
	size_t n;
};
void vault_methods_keep(struct vault *vault,
    const struct vault_methods *methods) NONNULL;
struct vault_methods vault_methods(struct vault *vault) NONNULL;

/* For a job on many people, which announces them (holder_bulk()). */
struct holder *vault_holder(struct vault *vault) NONNULL;

/*
 * Locks without closing: the root key, the KEK, opened slots and search keys
 * are wiped, and whatever needs them fails with STATUS_BUSY "locked".  The log
 * goes on: its key and that of ids stay, and open nobody's data.  Who is at
 * work gets as far as the next key; search keys go when the last of them has
 * ended, which vault_is_wiped() tells.  lock_note() (vault/lock.h) writes it
 * down.  False: it was locked before.
 */
bool vault_lock(struct vault *vault) NONNULL;
bool vault_is_locked(const struct vault *vault) NONNULL;
bool vault_is_wiped(struct vault *vault) NONNULL;
/* STATUS_BUSY "locked", or OK. */
enum status vault_check_unlocked(const struct vault *vault,
    struct error *error) MUST_USE NONNULL;
/* Fails as vault_open(), and is locked then. */
enum status vault_unlock(struct vault *vault,
    const struct unlock_secret *secret, struct error *error)
    MUST_USE NONNULL;

/*
 * The service ends: what opens many people, or waits until it may, stops before
 * the next of them (error_stopped()).  Everything else is finished.
 */
void vault_end(struct vault *vault) NONNULL;
bool vault_ends(const struct vault *vault) NONNULL;

struct store *vault_store(struct vault *vault) NONNULL;
struct keys *vault_keys(struct vault *vault) NONNULL;
/* Keys of files on their way; vault_lock() wipes them. */
struct held *vault_held(struct vault *vault) NONNULL;
const struct id_key *vault_id_key(const struct vault *vault) NONNULL;
/* It never runs back: store_clock(). */
struct clock vault_clock(const struct vault *vault) NONNULL;
/*
 * The machine's clock ran ahead and is right now: time goes back to it, and
 * that and why is an entry (ENTRY_SETTING).  STATUS_CONFLICT when it is not
 * behind.
 */
enum status vault_clock_accept(struct vault *vault, struct text principal,
    struct text reason, struct error *error) MUST_USE NONNULL;
const struct config *vault_config(const struct vault *vault) NONNULL;
const struct note_verifier *vault_verifier(const struct vault *vault)
    NONNULL;

struct keyring *vault_keyring(const struct vault *vault) NONNULL;

/* The present rules; give them back. */
const struct rules *vault_rules(struct vault *vault) NONNULL;
void vault_rules_release(struct vault *vault, const struct rules *rules);
/* Reads them again from the store. */
enum status vault_rules_reload(struct vault *vault, struct error *error)
    MUST_USE NONNULL;

/* A number for somebody new; bulk as in keys_take(). */
enum status vault_new_person(struct vault *vault, bool bulk,
    uint64_t *person, struct error *error) MUST_USE NONNULL;

/*
 * Registers a revision, in force from that instant on; *number gets its
 * number.  STATUS_CONFLICT when the store has it already, or when one is
 * announced for a later day.
 */
enum status vault_announce(struct vault *vault,
    const struct policy_source *source, int64_t in_force_from,
    struct text principal, unsigned int *number, struct error *error)
    MUST_USE NONNULL;

/* Commits what waits; tiles and a checkpoint of everything. */
enum status vault_integrate(struct vault *vault, struct error *error)
    MUST_USE NONNULL;
/* Appends a note of that text (which ends with \n), signed with its key. */
void vault_sign(const struct vault *vault, struct buf *out, struct text text)
    NONNULL;
/* The state of the log that was signed last. */
struct checkpoint vault_log_state(struct vault *vault) NONNULL;

#endif
