/*
 * verify_opened.h - which slots the holder opened that no entry explains.
 *
 * The holder's journal says which slots were opened and when; the rows say
 * whose they are; the log says who was concerned by what, and when.  An
 * opening is explained by
 *
 *	- an entry about that person whose act began at most the deadline of
 *	  the log (deadline_ms) before it; each entry explains one opening of
 *	  each of the person's slots,
 *	- while a bulk job was announced, an entry of that system: purpose, or
 *	  one about many people, within a minute,
 *	- an entry about people who are not named (a search) as those before,
 *	  as many openings as it counts,
 *	- the store itself: its own keys and those of its search indexes.
 *
 * What nothing explains so, an entry that is up to five minutes later may, one
 * opening of each slot: a clock that was set back makes that (store_clock()).
 * It is a warning.
 *
 * A holder has the clock of the system.  Where the vault has another one (in
 * tests), times explain nothing and are left out.
 *
 * What a process opened in its last minute before it ended without order (it
 * was killed, the power went, the disk or memory failed) is a warning that
 * names the process: it had no time to write its entry.  That it was so is an
 * entry of the log.  What it opened before, more than can have been under way,
 * and whatever a process opened that ended in order or goes on, is a fault.
 *
 * Only src/vault/verify*.c and doctor.c include this.
 */
#ifndef VAULT_VERIFY_OPENED_H_
#define VAULT_VERIFY_OPENED_H_

#include "vault/verify.h"

struct openings;

/* Begins a new segment and reads those before it. */
enum status verify_opened_load(struct openings **openings,
    struct vault *vault, struct reader *reader, struct vault_check *check,
    struct findings *findings, struct error *error) MUST_USE NONNULL;
void verify_opened_free(struct openings *openings);

/* A batch of people will be opened by the comparison: that is an entry. */
enum status verify_opened_batch(struct openings *openings,
    struct reader *reader, struct text principal, uint64_t count,
    const uint8_t id[DECISION_ID_SIZE], struct error *error)
    MUST_USE NONNULL;

/* An entry of the log as far as it says what was audited last. */
void verify_opened_audited(struct openings *openings,
    const struct entry *entry) NONNULL;

/* Whose slots the rows of a person name. */
void verify_opened_person(struct openings *openings,
    const struct opened *opened) NONNULL;

/*
 * Goes through the log for what explains them, and reports the rest.  When all
 * is explained, it writes the entry that says up to where, and removes those
 * segments.
 */
enum status verify_opened_end(struct openings *openings,
    struct reader *reader, struct text principal, struct error *error)
    MUST_USE NONNULL;

/* Names the processes that ended so since the journal was compared last. */
enum status verify_opened_unfinished(struct vault *vault,
    struct reader *reader, struct findings *findings, struct error *error)
    MUST_USE NONNULL;

#endif
