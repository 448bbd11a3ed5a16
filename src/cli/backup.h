/*
 * backup.h - what the commands about backups share.
 */
#ifndef CLI_BACKUP_H_
#define CLI_BACKUP_H_

#include "backup/backup.h"
#include "cli/session.h"

enum { BACKUP_OUTPUT_MAX = 16 << 20 };

#define DEPOT_OPTIONS \
	{ "depot", "FOLDER", { "データのバックアップの場所", \
	  "where backups of the data are" } }, \
	{ "key-depot", "FOLDER", { "鍵のバックアップの場所", \
	  "where backups of the keys are" } }

/* Folders are known by their whole path, wherever somebody stands. */
enum status backup_whole_path(const char **out, struct cli *cli,
    const char *path, struct error *error) MUST_USE NONNULL;

/* What the options say, or (not NULL) the configuration; both, or any. */
enum status backup_take_places(struct backup_places *places, struct cli *cli,
    const struct config *config, bool both, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 5);

/* A progress line on the terminal of whoever calls. */
void backup_show_progress(void *context, const char *what, uint64_t done)
    NONNULL;

#endif
