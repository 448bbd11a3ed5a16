/*
 * verify_rules.h - whether the policies, classes and counters of a store are
 * those that its log, its policies and its people say.
 *
 * Every revision was announced in an entry with its hash and time; a class
 * allows what its revision says of its way of acquisition.
 */
#ifndef VAULT_VERIFY_RULES_H_
#define VAULT_VERIFY_RULES_H_

#include "audit/entry.h"
#include "base/finding.h"
#include "store/reader.h"
#include "vault/rules.h"

struct verify_rules {
	struct findings *findings;
	uint64_t faults;		/* in what follows */
	const struct revision_row *rows;
	size_t n;
	bool *announced;		/* of each row: an entry says so */
};

/* Reads the revisions into the arena. */
enum status vault_verify_rules_begin(struct verify_rules *rules,
    struct reader *reader, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* Takes an entry of the log, in its order; most are of no concern. */
void vault_verify_rules_learn(struct verify_rules *rules,
    const struct entry *entry) NONNULL;

/* The last person's number was given before: a new one would be theirs. */
enum status vault_verify_rules_counter(struct verify_rules *rules,
    struct reader *reader, uint64_t last, struct error *error)
    MUST_USE NONNULL;

/* After the last entry. */
void vault_verify_rules_end(struct verify_rules *rules,
    const struct rules *present) NONNULL;

#endif
