/*
 * backup_record.h - what the house knows of its backups: when, where, of
 * which state, whether it was tried.
 *
 * A record is a document, written before the first byte of a backup is: what
 * was begun and never ended counts as a copy, too.  The records of the keys'
 * backups are what the horizon of an erasure rests on: while one that is
 * older than the end of a slot is not destroyed, that slot is not gone from
 * every copy.
 */
#ifndef VAULT_BACKUP_RECORD_H_
#define VAULT_BACKUP_RECORD_H_

#include "crypto/hash.h"
#include "vault/visit.h"

enum backup_kind { BACKUP_DATA = 1, BACKUP_KEYS };
enum backup_state {
	BACKUP_BEGUN = 1,
	BACKUP_MADE,
	BACKUP_GONE,		/* destroyed */
};

enum { BACKUP_ID_MAX = 64 };

struct backup_record {
	enum backup_kind kind;
	enum backup_state state;
	struct text id;
	struct text place;	/* the folder */
	int64_t made;		/* the snapshot's instant, or before it */
	int64_t expires;	/* of keys: to be destroyed by then; 0: never */
	uint64_t log_size;	/* of the state that it holds; 0: not yet */
	struct hash log_root;
	uint64_t bytes;		/* in all */
	uint64_t new_bytes;	/* that were not there before */
	int64_t verified;	/* when it was restored for trial; 0: never */
	uint64_t people;	/* that the trial compared with the log */
	uint64_t faults;	/* that it found */
	int64_t gone;		/* when it was destroyed; 0: it is not */
};

/* Writes one down, with an entry of that subject. */
enum status backup_record_put(struct visit *visit,
    const struct backup_record *record, const char *subject,
    struct error *error) MUST_USE NONNULL;

/* STATUS_NOT_FOUND when there is none. */
enum status backup_record_get(struct backup_record *record,
    struct visit *visit, enum backup_kind kind, struct text id,
    struct error *error) MUST_USE NONNULL;

/* All of them, in the order of their instants. */
enum status backup_record_list(const struct backup_record **records,
    size_t *n, struct visit *visit, struct error *error) MUST_USE NONNULL;

/* The copies of the keys that are not destroyed. */
struct key_copies {
	size_t n;
	int64_t oldest;		/* instant of the oldest; INT64_MAX: none */
	int64_t last_end;	/* when the last of them must be gone; 0 */
};
enum status backup_record_key_copies(struct key_copies *copies,
    const struct visit *visit, struct error *error) MUST_USE NONNULL;

#endif
