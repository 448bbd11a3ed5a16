/*
 * log.h - turns the committed tail of the log into tiles and checkpoints.
 *
 * Entries are committed as batches in the store, in the same transaction as
 * what they record.  Integrating them reads the batches in order, writes full
 * tiles, makes those durable, lets the store forget what is in them, and
 * signs the new state.  It can be stopped anywhere and done again: the same
 * entries give the same tiles.
 *
 * Where several servers share a store they share the log's folder, too: one
 * at a time integrates and signs (FOLDER/.lock), and begins where the last
 * one ended.
 */
#ifndef AUDIT_LOG_H_
#define AUDIT_LOG_H_

#include "audit/checkpoint.h"
#include "store/reader.h"

struct log;

enum status log_open(struct log **log, struct store *store,
    const char *folder, const struct note_verifier *verifier,
    const struct sign_key *key, struct error *error) MUST_USE NONNULL;
void log_close(struct log *log);

/*
 * Integrates all that is committed and, if there is news, signs a checkpoint
 * into FOLDER/checkpoint.
 */
enum status log_integrate(struct log *log, struct error *error)
    MUST_USE NONNULL;

/* The state that was signed last. */
struct checkpoint log_state(const struct log *log) NONNULL;

#endif
