/*
 * backup.h - copies of a store that outlive it, and the way back.
 *
 * Data and keys are two backups, in two depots (depot.h), never in one: those
 * of the data may be kept as long as somebody likes; those of the keys are
 * destroyed after key_backup_days, because with them an erased person could
 * be read again.  A backup is made while the store is read and written, holds
 * one state of it, writes only what has changed since the ones before, and
 * goes on where it was stopped.
 *
 * A store is restored from a backup of the data and one of the keys that is
 * newer: it knows who was erased since then, and they are erased again before
 * anybody is served.  The restored store's log goes on under a new name, and
 * says from which state.
 */
#ifndef BACKUP_BACKUP_H_
#define BACKUP_BACKUP_H_

#include "base/finding.h"
#include "vault/backup_record.h"
#include "vault/config.h"

struct backup_places {
	const char *data;	/* folders; NULL: not wanted */
	const char *keys;
};

typedef void backup_progress_fn(void *context, const char *what,
    uint64_t done);

struct backup_job {
	struct backup_places places;
	backup_progress_fn *progress;	/* or NULL */
	void *context;
};

/* What was made; a kind of 0 was not wanted. */
struct backup_made {
	struct backup_record data, keys;
};

/*
 * Backs up the data, then the keys.  STATUS_INVALID "depots_together" when
 * one of the places lies in the other; STATUS_BUSY when somebody else writes
 * there.
 */
enum status backup_create(struct visit *visit, const struct backup_job *job,
    struct backup_made *made, struct error *error) MUST_USE NONNULL;

/*
 * Destroys backups of the keys whose time has come, and those of the data
 * that are older than so many days (0: than the keys can open), except the
 * newest of each; of the keys all, when key_backup_days is 0.  What was begun
 * and never ended goes, too.
 */
struct backup_pruned {
	uint64_t data, keys;		/* backups destroyed */
	uint64_t pieces;		/* files */
	bool keys_overdue;		/* the newest should go, but may not */
};
enum status backup_prune(struct visit *visit,
    const struct backup_places *places, int days,
    struct backup_pruned *pruned, struct error *error) MUST_USE NONNULL;

/* What lies in a depot; no key is needed. */
struct backup_listed {
	struct text id;
	int64_t made, expires;
	uint64_t log_size, bytes;
	bool whole;		/* the head is; pieces are not looked at */
};
enum status backup_list(const struct backup_listed **list, size_t *n,
    const char *folder, enum backup_kind kind, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/*
 * Restoring, into a folder without a store.
 *
 * When it was stopped, the same call goes on.  The newest backup of the data
 * that was made until then (0: of all) is taken, or the one of that id; and
 * the newest one of the keys, which must be newer than the data and not by
 * more than the horizon.  The log before, if somebody has it, tells more: it
 * goes on then, and who was erased after the last backup is erased, too.
 */
struct backup_wanted {
	struct config *to;	/* config_default(), with other URLs or not */
	struct backup_places places;
	const char *id;			/* or NULL */
	int64_t until;
	const char *log;		/* folder of the log before, or NULL */
	const char *checkpoint;		/* a file, or NULL */
	const struct unlock_secret *secret;
	struct clock clock;
	struct text principal;		/* who restores */
	backup_progress_fn *progress;	/* or NULL */
	void *context;
};

struct backup_restored {
	struct text data, keys;		/* ids of the backups */
	int64_t made;			/* of which moment the rows are */
	uint64_t rows_size;		/* of which state of the log they are */
	uint64_t known_size;		/* of the last state that is known */
	uint64_t kept_size;		/* how many entries the log still has */
	struct text origin_before, origin;
	uint64_t people_erased;		/* again */
	uint64_t items_erased;
	uint64_t datasets_erased;
	uint64_t kept_lost;		/* items that a law wants kept */
	uint64_t sessions;		/* ended */
	uint64_t indexed;		/* people */
	struct findings *findings;	/* what was lost, if it is known */
};

/* The findings are the caller's; the texts lie in the arena. */
enum status backup_restore(const struct backup_wanted *wanted,
    struct backup_restored *restored, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/*
 * Restores a backup for trial beside the store of that configuration, compares
 * everybody with the log, and throws the trial away.  The keys lie in memory
 * meanwhile where the system has such a folder.  The store itself may be in
 * use: it is not opened.  STATUS_BUSY when another trial goes on there.
 */
struct backup_tried {
	struct backup_restored restored;
	uint64_t people, records, faults;
};
enum status backup_verify(const struct config *config,
    const struct backup_wanted *wanted, struct backup_tried *tried,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Writes down what came of one; that of no record is passed over. */
enum status backup_verify_note(struct visit *visit, enum backup_kind kind,
    struct text id, uint64_t people, uint64_t faults, struct error *error)
    MUST_USE NONNULL;

#endif
