/*
 * crowd.h - a job on many people says so to the holder of the keys.
 *
 * Before each batch it says how many people come next: that is durable in the
 * holder's journal before it counts, raises the rate at which people may be
 * opened, and has to be explained by the job's entries (verify_opened.h).  A
 * job that is faster than that rate waits between two batches.
 */
#ifndef VAULT_CROWD_H_
#define VAULT_CROWD_H_

#include "crypto/holder/holder.h"
#include "store/reader.h"
#include "vault/vault.h"

struct crowd {
	struct vault *vault;
	struct holder *holder;
	enum holder_purpose purpose;
	uint64_t chunk;		/* people announced at a time */
	uint64_t rest;		/* people to come, as far as is known */
	uint64_t ahead;		/* announced, and not yet come */
	bool begun;
};

/* Total is how many people there are, roughly. */
void crowd_begin(struct crowd *crowd, struct vault *vault,
    enum holder_purpose purpose, uint64_t total) NONNULL;

/* The next n people will be opened. */
enum status crowd_ahead(struct crowd *crowd, uint64_t n, struct error *error)
    MUST_USE NONNULL;

/*
 * crowd_ahead() of these people, whose slots are then opened many at a time
 * instead of one by one: those of their standings or, whole, of all that they
 * have.  What does not open now is told when the person is opened.
 */
enum status crowd_open(struct crowd *crowd, struct reader *reader,
    const uint64_t *people, size_t n, bool whole, struct error *error)
    MUST_USE NONNULL;

/* It is over, however it went. */
void crowd_end(struct crowd *crowd) NONNULL;

#endif
