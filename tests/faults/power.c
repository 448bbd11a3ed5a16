/*
 * What the program does to files, written down for tests/faults/power_loss:
 * preloaded, it passes every call on and notes it in the order in which the
 * calls were made, with all bytes and with what was synced.  From these notes
 * a disk can be made as a power cut at any moment may leave it.
 *
 *	POWER_TRACE=FILE	notes are added to this file, outside of
 *	POWER_ROOT=FOLDER	whose files alone are noted (its real path)
 *	POWER_LIE=folders	syncs of folders are not noted: planted
 *	POWER_LIE=normal	the database is set to synchronous=NORMAL,
 *				and says that it is FULL: planted
 *
 * A note is, in the machine's byte order: kind, 3 zero bytes, the length of
 * the first and of the second path, a zero (4 bytes each); inode, offset,
 * length of the data (8 bytes each); then the paths and the data.  Kinds:
 *
 *	W write, T truncate, S sync of a file, F sync of a folder, A sync of
 *	all, C a file is made, D a folder is made, R rename, L link, U unlink,
 *	X a folder is removed, K what was written to standard output
 *
 * One call at a time is made and noted; standard output is noted before it is
 * written, everything else after it is done.
 *
 * What is written into a file's pages (mmap) is noted whenever something is
 * sent through a socket, and when the file is synced.  The process that holds
 * the keys does so; where this is preloaded, it does not confine itself: here
 * more calls are made than it may make.
 */
/* Both names of a call are defined here, so neither may stand for the other. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

struct note {
	char kind;
	char zero[3];
	uint32_t first, second, more;
	uint64_t inode, offset, size;
};

enum { MAPS = 1024, PAGES_MAX = 1 << 21 };

/* Files whose pages are written to: how far they were noted, and 1. */
static size_t mapped[MAPS];

static pthread_mutex_t one_call = PTHREAD_MUTEX_INITIALIZER;
static int trace = -1;
static char root[PATH_MAX];
static bool no_folders, normal;

static void
give_up(const char *why)
{
	(void)!syscall(SYS_write, STDERR_FILENO, why, strlen(why));
	_exit(125);
}

__attribute__((constructor)) static void
start(void)
{
	const char *path = getenv("POWER_TRACE"), *lie = getenv("POWER_LIE");
	const char *folder = getenv("POWER_ROOT");

	if (path == NULL || folder == NULL)
		return;
	(void)snprintf(root, sizeof(root), "%s/", folder);
	no_folders = lie != NULL && strcmp(lie, "folders") == 0;
	normal = lie != NULL && strcmp(lie, "normal") == 0;
	trace = (int)syscall(SYS_openat, AT_FDCWD, path,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (trace < 0)
		give_up("the power layer can not write its notes\n");
}

static void
put(char kind, const char *first, const char *second, uint64_t inode,
    uint64_t offset, const void *data, size_t size)
{
	struct note note = {
		.kind = kind, .inode = inode, .offset = offset, .size = size,
		.first = (uint32_t)strlen(first),
		.second = (uint32_t)strlen(second),
	};
	struct iovec parts[] = {
		{ &note, sizeof(note) },
		{ (void *)(uintptr_t)first, note.first },
		{ (void *)(uintptr_t)second, note.second },
		{ (void *)(uintptr_t)data, size },
	};
	ssize_t whole = (ssize_t)(sizeof(note) + note.first + note.second +
	    size);

	if (syscall(SYS_writev, trace, parts, 4) != whole)
		give_up("the power layer can not write its notes\n");
}

/* The file's path, when it is one of those that are watched. */
static bool
watched_fd(int fd, char path[PATH_MAX])
{
	char name[64];
	ssize_t n;

	if (trace < 0)
		return false;
	(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	n = syscall(SYS_readlinkat, AT_FDCWD, name, path, PATH_MAX - 1);
	if (n <= 0)
		return false;
	path[n] = '\0';
	return strncmp(path, root, strlen(root)) == 0 ||
	    (strncmp(path, root, (size_t)n) == 0 && root[n] == '/' &&
	    root[n + 1] == '\0');
}

/* The name of an entry, with its folder's real path. */
static bool
watched(int folder, const char *path, char out[PATH_MAX])
{
	char above[PATH_MAX], real[PATH_MAX];
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;

	if (trace < 0)
		return false;
	if (folder != AT_FDCWD && path[0] != '/') {
		if (!watched_fd(folder, above))
			return false;
		return snprintf(out, PATH_MAX, "%s/%s", above, path) <
		    PATH_MAX;
	}
	(void)snprintf(above, sizeof(above), "%.*s", slash == NULL ? 1 :
	    (int)(slash - path) + 1, slash == NULL ? "." : path);
	if (realpath(above, real) == NULL)
		return false;
	return snprintf(out, PATH_MAX, "%s/%s", real, name) < PATH_MAX &&
	    strncmp(out, root, strlen(root)) == 0;
}

static uint64_t
inode_of(int fd, uint64_t *size)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		give_up("the power layer can not look at a file\n");
	if (size != NULL)
		*size = (uint64_t)st.st_size;
	return st.st_ino;
}

/* What was added to the file's pages since; the mutex is held. */
static void
note_pages(int fd)
{
	static uint8_t bytes[PAGES_MAX];
	char path[PATH_MAX];
	size_t from = mapped[fd] - 1;
	ssize_t n;

	if (!watched_fd(fd, path))
		return;
	n = syscall(SYS_pread64, fd, bytes, sizeof(bytes), (off_t)from);
	/* It grows from its beginning into zeros. */
	while (n > 0 && bytes[n - 1] == 0)
		n--;
	if (n <= 0)
		return;
	put('W', path, "", inode_of(fd, NULL), from, bytes, (size_t)n);
	mapped[fd] += (size_t)n;
}

static void *
map_file(void *at, size_t size, int protection, int flags, int fd, off_t from)
{
	char path[PATH_MAX];

	if (fd >= 0 && fd < MAPS && (flags & MAP_SHARED) != 0 &&
	    (protection & PROT_WRITE) != 0 && watched_fd(fd, path) &&
	    strstr(path, "-shm") == NULL)
		mapped[fd] = 1;
	return (void *)syscall(SYS_mmap, at, size, protection, flags, fd,
	    from);
}

void *
mmap(void *at, size_t size, int protection, int flags, int fd, off_t from)
{
	return map_file(at, size, protection, flags, fd, from);
}

void *mmap64(void *at, size_t size, int protection, int flags, int fd,
    off_t from);
void *
mmap64(void *at, size_t size, int protection, int flags, int fd, off_t from)
{
	return map_file(at, size, protection, flags, fd, from);
}

int
close(int fd)
{
	if (fd >= 0 && fd < MAPS)
		mapped[fd] = 0;
	return (int)syscall(SYS_close, fd);
}

ssize_t
send(int fd, const void *bytes, size_t size, int flags)
{
	(void)pthread_mutex_lock(&one_call);
	for (int i = 0; i < MAPS && trace >= 0; i++)
		if (mapped[i] > 0)
			note_pages(i);
	(void)pthread_mutex_unlock(&one_call);
	return syscall(SYS_sendto, fd, bytes, size, flags, NULL, 0);
}

/* Room for more: zeros, as when a file is cut behind its end. */
static int
give_room(int fd, off_t from, off_t size)
{
	char path[PATH_MAX];
	uint64_t now, inode;
	int code;

	if (!watched_fd(fd, path))
		return (int)syscall(SYS_fallocate, fd, 0, from, size) == 0 ?
		    0 : errno;
	(void)pthread_mutex_lock(&one_call);
	code = syscall(SYS_fallocate, fd, 0, from, size) == 0 ? 0 : errno;
	inode = inode_of(fd, &now);
	if (code == 0)
		put('T', path, "", inode, now, NULL, 0);
	(void)pthread_mutex_unlock(&one_call);
	return code;
}

int
posix_fallocate(int fd, off_t from, off_t size)
{
	return give_room(fd, from, size);
}

int posix_fallocate64(int fd, off_t from, off_t size);
int
posix_fallocate64(int fd, off_t from, off_t size)
{
	return give_room(fd, from, size);
}

/* As others call it: what would confine the process is passed over. */
long
syscall(long number, ...)
{
	static long (*real)(long, ...);
	va_list rest;
	long a[6];

	va_start(rest, number);
	for (size_t i = 0; i < 6; i++)
		a[i] = va_arg(rest, long);
	va_end(rest);
	if (trace >= 0 && (number == SYS_seccomp ||
	    number == SYS_landlock_restrict_self))
		return 0;
	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "syscall");
	return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

ssize_t
write(int fd, const void *bytes, size_t size)
{
	char path[PATH_MAX];
	bool file = fd > STDERR_FILENO && watched_fd(fd, path);
	uint64_t at = 0, end, inode;
	ssize_t n;

	if (!file && (fd != STDOUT_FILENO || trace < 0))
		return syscall(SYS_write, fd, bytes, size);
	(void)pthread_mutex_lock(&one_call);
	if (!file)
		put('K', "", "", 0, 0, bytes, size);
	if (file) {
		inode = inode_of(fd, &end);
		at = (fcntl(fd, F_GETFL) & O_APPEND) != 0 ? end :
		    (uint64_t)lseek(fd, 0, SEEK_CUR);
	}
	n = syscall(SYS_write, fd, bytes, size);
	if (file && n > 0)
		put('W', path, "", inode, at, bytes, (size_t)n);
	(void)pthread_mutex_unlock(&one_call);
	return n;
}

static ssize_t
write_at(int fd, const void *bytes, size_t size, off_t at)
{
	char path[PATH_MAX];
	bool file = watched_fd(fd, path);
	ssize_t n;

	if (!file)
		return syscall(SYS_pwrite64, fd, bytes, size, at);
	(void)pthread_mutex_lock(&one_call);
	n = syscall(SYS_pwrite64, fd, bytes, size, at);
	if (n > 0)
		put('W', path, "", inode_of(fd, NULL), (uint64_t)at, bytes,
		    (size_t)n);
	(void)pthread_mutex_unlock(&one_call);
	return n;
}

ssize_t
pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	return write_at(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t at);
ssize_t
pwrite64(int fd, const void *bytes, size_t size, off_t at)
{
	return write_at(fd, bytes, size, at);
}

/* Nothing needs to reach a real disk here. */
static int
sync_file(int fd)
{
	char path[PATH_MAX];
	struct stat st;

	if (!watched_fd(fd, path) || fstat(fd, &st) != 0)
		return (int)syscall(SYS_fsync, fd);
	(void)pthread_mutex_lock(&one_call);
	if (fd < MAPS && mapped[fd] > 0)
		note_pages(fd);
	if (!S_ISDIR(st.st_mode))
		put('S', path, "", st.st_ino, 0, NULL, 0);
	else if (!no_folders)
		put('F', path, "", st.st_ino, 0, NULL, 0);
	(void)pthread_mutex_unlock(&one_call);
	return 0;
}

int
fsync(int fd)
{
	return sync_file(fd);
}

int
fdatasync(int fd)
{
	return sync_file(fd);
}

static int
sync_all(void)
{
	if (trace < 0)
		return 0;
	(void)pthread_mutex_lock(&one_call);
	put('A', "", "", 0, 0, NULL, 0);
	(void)pthread_mutex_unlock(&one_call);
	return 0;
}

int
syncfs(int fd)
{
	char path[PATH_MAX];

	return watched_fd(fd, path) ? sync_all() :
	    (int)syscall(SYS_syncfs, fd);
}

/* Makes the call and notes it, when it is done and watched. */
#define NOTED(is_watched, kind, from, to, inode, call) \
	do { \
		bool noted_ = (is_watched); \
		long result_; \
		if (!noted_) \
			return (int)(call); \
		(void)pthread_mutex_lock(&one_call); \
		result_ = (call); \
		if (result_ >= 0) \
			put(kind, from, to, inode, 0, NULL, 0); \
		(void)pthread_mutex_unlock(&one_call); \
		return (int)result_; \
	} while (0)

int
renameat2(int from_fd, const char *from, int to_fd, const char *to,
    unsigned int flags)
{
	char old[PATH_MAX] = "", new[PATH_MAX] = "";

	NOTED(watched(from_fd, from, old) && watched(to_fd, to, new), 'R',
	    old, new, 0, syscall(SYS_renameat2, from_fd, from, to_fd, to,
	    flags));
}

int
rename(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
link(const char *from, const char *to)
{
	char old[PATH_MAX] = "", new[PATH_MAX] = "";

	NOTED(watched(AT_FDCWD, from, old) && watched(AT_FDCWD, to, new),
	    'L', old, new, 0, syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD,
	    to, 0));
}

int
unlinkat(int folder, const char *path, int flags)
{
	char real[PATH_MAX] = "";

	NOTED(watched(folder, path, real),
	    (flags & AT_REMOVEDIR) != 0 ? 'X' : 'U', real, "", 0,
	    syscall(SYS_unlinkat, folder, path, flags));
}

int
unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int
rmdir(const char *path)
{
	return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int
mkdir(const char *path, mode_t mode)
{
	char real[PATH_MAX] = "";

	NOTED(watched(AT_FDCWD, path, real), 'D', real, "", 0,
	    syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}

static int
cut_file(int fd, off_t size)
{
	char path[PATH_MAX];
	int code;

	if (!watched_fd(fd, path))
		return (int)syscall(SYS_ftruncate, fd, size);
	(void)pthread_mutex_lock(&one_call);
	code = (int)syscall(SYS_ftruncate, fd, size);
	if (code == 0)
		put('T', path, "", inode_of(fd, NULL), (uint64_t)size, NULL,
		    0);
	(void)pthread_mutex_unlock(&one_call);
	return code;
}

int
ftruncate(int fd, off_t size)
{
	return cut_file(fd, size);
}

int ftruncate64(int fd, off_t size);
int
ftruncate64(int fd, off_t size)
{
	return cut_file(fd, size);
}

static int
open_file(int folder, const char *path, int flags, mode_t mode)
{
	char real[PATH_MAX] = "";
	bool there;
	int fd;

	if ((flags & (O_CREAT | O_TRUNC)) == 0 ||
	    !watched(folder, path, real))
		return (int)syscall(SYS_openat, folder, path, flags, mode);
	(void)pthread_mutex_lock(&one_call);
	there = syscall(SYS_faccessat, folder, path, F_OK) == 0;
	fd = (int)syscall(SYS_openat, folder, path, flags, mode);
	if (fd >= 0 && !there)
		put('C', real, "", inode_of(fd, NULL), 0, NULL, 0);
	else if (fd >= 0 && (flags & O_TRUNC) != 0)
		put('T', real, "", inode_of(fd, NULL), 0, NULL, 0);
	(void)pthread_mutex_unlock(&one_call);
	return fd;
}

#include "opens.h"

/*
 * The planted fault: what many programs set for WAL, and what loses commits.
 * Only these two of SQLite's calls need to be bent for it.
 */
struct sqlite3;
struct sqlite3_stmt;

int sqlite3_exec(struct sqlite3 *db, const char *sql,
    int (*row)(void *, int, char **, char **), void *context, char **error);
int
sqlite3_exec(struct sqlite3 *db, const char *sql,
    int (*row)(void *, int, char **, char **), void *context, char **error)
{
	int (*real)(struct sqlite3 *, const char *,
	    int (*)(void *, int, char **, char **), void *, char **);

	*(void **)&real = dlsym(RTLD_NEXT, "sqlite3_exec");
	if (normal && strcmp(sql, "PRAGMA synchronous=full") == 0)
		sql = "PRAGMA synchronous=normal";
	return real(db, sql, row, context, error);
}

int sqlite3_prepare_v2(struct sqlite3 *db, const char *sql, int size,
    struct sqlite3_stmt **statement, const char **rest);
int
sqlite3_prepare_v2(struct sqlite3 *db, const char *sql, int size,
    struct sqlite3_stmt **statement, const char **rest)
{
	int (*real)(struct sqlite3 *, const char *, int,
	    struct sqlite3_stmt **, const char **);

	*(void **)&real = dlsym(RTLD_NEXT, "sqlite3_prepare_v2");
	if (normal && strcmp(sql, "PRAGMA synchronous") == 0)
		sql = "SELECT 2";
	return real(db, sql, size, statement, rest);
}
