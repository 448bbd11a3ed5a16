/*
 * restore.h - what the steps of a restoring share; only src/backup includes
 * this.
 *
 * FOLDER/restoring says which backups are used and how far it is, as JSON:
 * {"data": ID, "log": ID, "keys": ID, "origin": the new log's, "kept": how
 * many entries of the old one it has, "stage": 1 while rows are written, 2
 * when the store is opened}.  It goes when sekisho.yaml comes.
 */
#ifndef BACKUP_RESTORE_H_
#define BACKUP_RESTORE_H_

#include "backup/backup.h"
#include "backup/header.h"
#include "store/fill.h"

enum { RESTORE_ORIGIN_MAX = 128 };
/* Stages; 0: nothing is begun. */
enum { RESTORE_ROWS = 1, RESTORE_OPEN = 2 };

struct restoring {
	const struct backup_wanted *wanted;
	struct backup_restored *out;
	struct arena *arena;
	struct error *error;
	struct depot *data_depot, *keys_depot;
	/* The log comes from the newest data there is of the same log. */
	struct backup_header data, log, keys;
	struct backup_contents data_contents, log_contents, keys_contents;
	char origin[RESTORE_ORIGIN_MAX];
	int stage;
	struct checkpoint known;	/* the last state of the log before */
	uint64_t kept;			/* entries of it that are there */
	struct note_verifier before;	/* of the log before */
	struct vault *vault;
	struct reader *reader;
	struct restore_dataset *datasets;	/* that were erased since */
};

/* Those that were begun with, or what is wanted; checks that they fit. */
enum status restore_choose(struct restoring *r) MUST_USE NONNULL;

/* The file of the mark, and writing it. */
enum status restore_marker(char path[PATH_SIZE], struct restoring *r)
    MUST_USE NONNULL;
enum status restore_mark(struct restoring *r, int stage) MUST_USE NONNULL;

/* Rows and entries, into new databases. */
enum status restore_fill(struct restoring *r) MUST_USE NONNULL;

/*
 * Takes down whether the entry, of after the backup, says that a dataset was
 * erased; and erases those again.
 */
enum status restore_dataset_learn(struct restoring *r,
    const struct entry *entry, struct error *error) MUST_USE NONNULL;
enum status restore_dataset_replay(struct restoring *r) MUST_USE NONNULL;

/* Everybody who was erased since the backup is erased again. */
enum status restore_replay(struct restoring *r) MUST_USE NONNULL;

#endif
