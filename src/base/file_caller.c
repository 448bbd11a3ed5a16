#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_caller.h"

static _Thread_local const struct file_caller *caller;

void
file_caller_set(const struct file_caller *new)
{
	caller = new;
}

/* Renames unless the new name is taken: errno EEXIST. */
static int
rename_new(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	/* Not every file system knows that; NFS has only links. */
	if (errno != EINVAL || link(from, to) != 0)
		return -1;
	(void)unlink(from);
	return 0;
}

int
file_caller_do(enum file_deed deed, const char *path, const char *to,
    int flags, int mode)
{
	switch (deed) {
	case FILE_OPEN:
		return open(path, flags | O_CLOEXEC, mode);
	case FILE_RENAME:
		return rename(path, to);
	case FILE_RENAME_NEW:
		return rename_new(path, to);
	case FILE_UNLINK:
		return unlink(path);
	case FILE_MKDIR:
		return mkdir(path, (mode_t)mode);
	case FILE_DEEDS:
		break;
	}
	errno = EINVAL;
	return -1;
}

/*
 * Forbidden here; or a service manager shows this process another tree: read
 * only, with a /tmp of its own.
 */
static bool
may_be_elsewhere(int number)
{
	return number == EACCES || number == EROFS || number == ENOENT;
}

static int
act(enum file_deed deed, const char *path, const char *to, int flags,
    int mode)
{
	int got = file_caller_do(deed, path, to, flags, mode);
	int own = errno;

	if (got >= 0 || caller == NULL || !may_be_elsewhere(own))
		return got;
	got = caller->act(caller->context, deed, path, to, flags, mode);
	/* What nobody may do where there is nothing: there is nothing. */
	if (got < 0 && own == ENOENT)
		errno = own;
	return got;
}

int
file_caller_open(const char *path, int flags, int mode)
{
	return act(FILE_OPEN, path, "", flags, mode);
}

DIR *
file_caller_opendir(const char *path)
{
	int fd = file_caller_open(path, O_RDONLY | O_DIRECTORY, 0);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);

	if (folder == NULL && fd >= 0)
		(void)close(fd);
	return folder;
}

/* Whether the caller, if there is one, finds it in that way. */
static bool
caller_finds(const char *path, int flags)
{
	int fd = caller == NULL ? -1 : file_caller_open(path, O_PATH | flags,
	    0);

	if (fd >= 0)
		(void)close(fd);
	return fd >= 0;
}

bool
file_caller_sees(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 || caller_finds(path, O_NOFOLLOW);
}

bool
file_caller_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? S_ISDIR(st.st_mode) :
	    caller_finds(path, O_DIRECTORY);
}

int
file_caller_rename(const char *from, const char *to)
{
	return act(FILE_RENAME, from, to, 0, 0);
}

int
file_caller_rename_new(const char *from, const char *to)
{
	return act(FILE_RENAME_NEW, from, to, 0, 0);
}

int
file_caller_unlink(const char *path)
{
	return act(FILE_UNLINK, path, "", 0, 0);
}

int
file_caller_mkdir(const char *path, int mode)
{
	return act(FILE_MKDIR, path, "", 0, mode);
}
