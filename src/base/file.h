/*
 * file.h - whole files, and files that must be there after a power cut.
 *
 * Every byte that the program itself puts on disk (SQLite's aside) goes
 * through here, so that the fault tests find all of it below one seam.
 */
#ifndef BASE_FILE_H_
#define BASE_FILE_H_

#include "base/base.h"

/* Reads a regular file of at most max bytes, or standard input for "-". */
enum status file_read(struct bytes *content, const char *path, size_t max,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * Opens for reading, from the beginning.  Where "/proc/self/fd/N" cannot be
 * opened it is the descriptor N itself: who handed it over could read it.
 */
int file_open(const char *path) MUST_USE NONNULL;

/* The same as file_read(), and checks that it is text. */
enum status file_read_text(struct text *content, const char *path, size_t max,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * Writes path anew: a temporary file beside it, synced, renamed over it, the
 * folder synced.  Afterwards the old or the new content is there, whole; a
 * crash may leave the temporary file, "path.*.tmp", which nobody reads.
 */
enum status file_replace(const char *path, struct bytes content, int mode,
    struct error *error) MUST_USE NONNULL;

/*
 * Like file_replace, but refuses (STATUS_CONFLICT) when path exists: of
 * several who create it at once, one does.
 */
enum status file_create(const char *path, struct bytes content, int mode,
    struct error *error) MUST_USE NONNULL;

/*
 * Like file_replace without any sync: for files that can be made again.
 */
enum status file_put(const char *path, struct bytes content, int mode,
    struct error *error) MUST_USE NONNULL;

/* Writes n bytes at an offset of an existing file and syncs; no new blocks. */
enum status file_overwrite(const char *path, uint64_t offset,
    struct bytes content, struct error *error) MUST_USE NONNULL;

/* Syncs a file's or folder's content. */
enum status file_sync(const char *path, struct error *error) MUST_USE NONNULL;

/* The whole file system that a folder lies on: for many small files. */
enum status file_sync_all(const char *folder, struct error *error)
    MUST_USE NONNULL;

bool file_exists(const char *path) NONNULL;

/* Makes the folder, and those above it, with that mode if absent. */
enum status file_make_folder(const char *path, int mode, struct error *error)
    MUST_USE NONNULL;

/* The same; what it makes is still there after a power cut. */
enum status file_keep_folder(const char *path, int mode, struct error *error)
    MUST_USE NONNULL;

enum { PATH_SIZE = 1024 };
/* "folder/name" into out; STATUS_INVALID when it is too long. */
enum status file_join(char out[PATH_SIZE], const char *folder,
    const char *name, struct error *error) MUST_USE NONNULL;

/*
 * An exclusive lock on a file, made if absent, for as long as the process
 * lives or until file_unlock().  STATUS_BUSY when another process holds it
 * after timeout milliseconds; the lock is then -1.
 */
enum status file_lock(int *lock, const char *path, int timeout,
    struct error *error) MUST_USE NONNULL;
void file_unlock(int lock);

#endif
