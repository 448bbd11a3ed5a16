/*
 * verify.h - compares the store with its log.
 *
 * The log says, for every person, which version of the standing and of each
 * record was written last.  A row that is older, newer, absent or that nobody
 * wrote is found, and so is one that does not open where it stands, an
 * earlier version or a reason that is not whole (verify_past.h), a policy or
 * class that is not the announced one (verify_rules.h), somebody who was
 * erased and is not gone (verify_erased.h), and what the database finds wrong
 * with its own files.  All of it is looked at as it is at one moment, so that
 * others may write meanwhile.  People are opened under system:verify, batch by
 * batch, and each batch is an entry.
 */
#ifndef VAULT_VERIFY_H_
#define VAULT_VERIFY_H_

#include "base/finding.h"
#include "vault/visit.h"

struct vault_check {
	uint64_t people;	/* that were compared */
	uint64_t records;
	uint64_t entries;	/* of the log that speak of people */
	uint64_t blind;		/* pseudonyms that no person has any more */
	uint64_t erased;	/* people of whom the log says so */
	uint64_t faults;	/* all of them; the first are in findings */
	void (*progress)(void *context, uint64_t done, uint64_t total);
	void *context;
};

/*
 * STATUS_OK when the comparison could be made; what is wrong is in findings.
 */
enum status vault_verify(struct vault *vault, struct reader *reader,
    struct text principal, struct vault_check *check,
    struct findings *findings, struct error *error) MUST_USE NONNULL;

#endif
