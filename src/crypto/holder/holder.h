/*
 * holder.h - the service's side of the process that holds the keys.
 *
 * holder_start() starts sekisho-holder, which unlocks the store, and gives a
 * keyring (crypto/keyring.h) without any key in it.  When that process ends,
 * whatever the reason, every call fails with "holder_gone" from then on:
 * nothing takes its place, and a service that sees it has to end.
 *
 * The holder opens only so many slots a minute.  A person costs one for each
 * kind of record that is read; a job on many people announces them first.  An
 * announcement is durable in the journal before it counts, and the log must
 * have the entries that explain it.
 */
#ifndef CRYPTO_HOLDER_HOLDER_H_
#define CRYPTO_HOLDER_HOLDER_H_

#include "base/starter.h"
#include "crypto/unlock.h"
#include "crypto/holder/journal.h"

struct holder;
struct keyring;

/* What a bulk job may be for; the number stands in the journal. */
enum holder_purpose {
	HOLDER_NO_PURPOSE,
	HOLDER_VERIFY,
	HOLDER_REINDEX,
	HOLDER_RETENTION,
	HOLDER_RESTORE,
	HOLDER_ERASE,
	HOLDER_USE,	/* many people under a purpose of the policy */
};
enum {
	HOLDER_PURPOSES = HOLDER_USE + 1,
	HOLDER_SLOTS_A_PERSON = 6,	/* an announced one; five tiers */
	HOLDER_PEOPLE_MAX = 1 << 30,
};
/* "verify" and so on, as in the names of system purposes. */
extern const char *const holder_purpose_names[HOLDER_PURPOSES];

struct holder_options {
	const char *folder;		/* KEK file, unlock file, journal */
	const uint8_t *store;		/* STORE_ID_SIZE bytes */
	const struct unlock_secret *secret;
	uint32_t people_per_minute;
	uint32_t bulk_people_per_minute;
};

/*
 * Fails as unlock_open() and keyring_open() do, or with "holder_start" when
 * the program is not there.  keyring_close() ends the holder, too.
 */
enum status holder_start(struct holder **holder, struct keyring **keyring,
    const struct holder_options *options, struct error *error)
    MUST_USE NONNULL;

/*
 * How a starter starts holders (base/starter.h), one at a time, with these
 * rates.
 */
enum status holder_program(struct starter_program *out, uint32_t per_minute,
    uint32_t bulk, struct error *error) MUST_USE NONNULL;

/*
 * Something was opened, and its entry could not be written (memory, disk): the
 * journal will say that this process did not end in order, as if it had died.
 */
void holder_unfinished(struct holder *holder) NONNULL;

/* Its process, for tests. */
int holder_process(const struct holder *holder) NONNULL;

/*
 * A job goes on to that many people (vault/crowd.h does this): the rate is that
 * of bulk jobs until they were opened.  begins: it is the job's first call.
 * STATUS_BUSY "key_rate": this many must wait.
 */
enum status holder_bulk(struct holder *holder, enum holder_purpose purpose,
    uint64_t people, bool begins, struct error *error) MUST_USE NONNULL;
enum status holder_bulk_end(struct holder *holder,
    enum holder_purpose purpose, struct error *error) MUST_USE NONNULL;

/* The journal; see journal_read(). */
unsigned int holder_lane(const struct holder *holder) NONNULL;
enum status holder_rotate(struct holder *holder, struct error *error)
    MUST_USE NONNULL;
enum { HOLDER_CELLS = 512 };
enum status holder_read(struct holder *holder, unsigned int lane,
    unsigned int segment, uint64_t from, struct journal_info *info,
    struct journal_cell cells[HOLDER_CELLS], size_t *n, struct error *error)
    MUST_USE NONNULL;

#endif
