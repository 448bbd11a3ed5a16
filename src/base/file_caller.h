/*
 * file_caller.h - opens files, by those for whom a thread acts if need be.
 *
 * A server that is confined (confine.h) runs commands for a caller who named
 * files on the command line.  It cannot open them; the caller can.  What these
 * calls may not do by themselves (EACCES; EROFS and ENOENT, where a service
 * manager shows them another tree) they have the thread's caller do, with the
 * caller's own rights and working directory.
 *
 * Those that are called as a call of the system return as it does, and set
 * errno.
 */
#ifndef BASE_FILE_CALLER_H_
#define BASE_FILE_CALLER_H_

#include <dirent.h>

#include "base/base.h"

enum file_deed {
	FILE_OPEN, FILE_RENAME, FILE_RENAME_NEW, FILE_UNLINK, FILE_MKDIR,
	FILE_DEEDS,
};

struct file_caller {
	/* A descriptor for FILE_OPEN, else 0; -1 and errno. */
	int (*act)(void *context, enum file_deed deed, const char *path,
	    const char *to, int flags, int mode);
	void *context;
};

/* For whom this thread acts from now on; NULL: for nobody. */
void file_caller_set(const struct file_caller *caller);

int file_caller_open(const char *path, int flags, int mode) MUST_USE NONNULL;
/* A folder to be listed; closedir(3) closes it. */
DIR *file_caller_opendir(const char *path) MUST_USE NONNULL;
/* Whether anything is there (lstat(2)); whether it leads to a folder. */
bool file_caller_sees(const char *path) NONNULL;
bool file_caller_is_folder(const char *path) NONNULL;
int file_caller_rename(const char *from, const char *to) MUST_USE NONNULL;
/* Fails with EEXIST when the new name is taken. */
int file_caller_rename_new(const char *from, const char *to)
    MUST_USE NONNULL;
int file_caller_unlink(const char *path) NONNULL;
int file_caller_mkdir(const char *path, int mode) MUST_USE NONNULL;

/* The deed itself, by this process alone. */
int file_caller_do(enum file_deed deed, const char *path, const char *to,
    int flags, int mode) MUST_USE NONNULL;

#endif
