/*
 * The machine between the program and the system, for tests: preloaded, it
 * counts what the program asks for, and lets it fail where it is told to.
 *
 * Calls that change files are counted together, from 1, in their order:
 * write, pwrite, writev, fsync, fdatasync, syncfs, rename, renameat2, link,
 * unlink, mkdir, rmdir, ftruncate, and open when it makes a file.
 *
 *	SHIM_COUNT=FILE		at the end: how many calls, how many syncs,
 *				how many allocations, how many random draws
 *	SHIM_ONLY=TEXT		count only calls on files whose path has this
 *	SHIM_KILL=K		SIGKILL at the K-th call ...
 *	SHIM_AFTER=1		... once it is done, instead of before it
 *	SHIM_FAIL=K		the K-th call fails with
 *	SHIM_ERRNO=N		this errno ...
 *	SHIM_FOREVER=1		... and so does every one behind it
 *	SHIM_SHORT=K		the K-th call, if it writes, writes half
 *	SHIM_LIE=K		the K-th call, if it writes, writes nothing and
 *				says that it wrote all
 *	SHIM_HANG=K		the K-th sync never returns
 *	SHIM_MALLOC=K		the K-th allocation fails, once (malloc, calloc,
 *				realloc, aligned ones, and mmap without a file)
 *	SHIM_STARVE=1		and so does every one behind it
 *	SHIM_SIZE=N		count only allocations of so many bytes
 *	SHIM_RANDOM=K		the K-th getrandom fails with EIO
 *	SHIM_CLOCK=SECONDS	the calendar's clock is off by that much
 *
 * Counting begins where the program does: what the C library and others do
 * before main() is left alone, and what it does to find a user's name.
 */
/* Both names of a call are defined here, so neither may stand for the other. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* Of glibc; our own names stand in front of the usual ones. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_bool on;
static atomic_long calls, syncs, allocations, draws;
static long kill_at, fail_at, short_at, lie_at, hang_at, malloc_at, random_at;
static long size_only;
static int fail_with = EIO;
static bool after, forever, starve;
static long clock_offset;
static const char *only, *count_file;

void shim_begin(void);

static long
number(const char *name)
{
	const char *value = getenv(name);

	return value == NULL ? 0 : strtol(value, NULL, 10);
}

/* Counts from here on; called again by what runs the program many times. */
__attribute__((constructor)) void
shim_begin(void)
{
	kill_at = number("SHIM_KILL");
	fail_at = number("SHIM_FAIL");
	short_at = number("SHIM_SHORT");
	lie_at = number("SHIM_LIE");
	hang_at = number("SHIM_HANG");
	malloc_at = number("SHIM_MALLOC");
	random_at = number("SHIM_RANDOM");
	size_only = number("SHIM_SIZE");
	clock_offset = number("SHIM_CLOCK");
	after = number("SHIM_AFTER") != 0;
	forever = number("SHIM_FOREVER") != 0;
	starve = number("SHIM_STARVE") != 0;
	if (getenv("SHIM_ERRNO") != NULL)
		fail_with = (int)number("SHIM_ERRNO");
	only = getenv("SHIM_ONLY");
	count_file = getenv("SHIM_COUNT");
	atomic_store(&calls, 0);
	atomic_store(&syncs, 0);
	atomic_store(&allocations, 0);
	atomic_store(&draws, 0);
	atomic_store(&on, count_file != NULL || kill_at + fail_at + short_at +
	    lie_at + hang_at + malloc_at + random_at != 0);
}

__attribute__((destructor)) static void
finish(void)
{
	char text[128];
	long fd;
	int n;

	atomic_store(&on, false);
	if (count_file == NULL)
		return;
	n = snprintf(text, sizeof(text), "%ld %ld %ld %ld\n",
	    atomic_load(&calls), atomic_load(&syncs),
	    atomic_load(&allocations), atomic_load(&draws));
	fd = syscall(SYS_openat, AT_FDCWD, count_file,
	    O_WRONLY | O_CREAT | O_TRUNC, 0600);
	(void)syscall(SYS_write, (int)fd, text, (size_t)n);
	(void)syscall(SYS_close, (int)fd);
}

static void
die(void)
{
	(void)syscall(SYS_kill, getpid(), SIGKILL);
	for (;;)
		(void)pause();
}

static bool
path_counts(const char *path)
{
	return atomic_load(&on) && path != NULL &&
	    (only == NULL || strstr(path, only) != NULL);
}

static bool
fd_counts(int fd)
{
	char name[64], path[PATH_MAX];
	ssize_t n;

	/* What is said on the terminal is not in a file. */
	if (!atomic_load(&on) || fd <= STDERR_FILENO)
		return false;
	(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	n = syscall(SYS_readlinkat, AT_FDCWD, name, path, sizeof(path) - 1);
	if (n <= 0)
		return false;
	path[n] = '\0';
	return path[0] == '/' && path_counts(path);
}

/* The number of this call; 0 when it is not counted.  May not return. */
static long
enter(bool counts)
{
	long n;

	if (!counts)
		return 0;
	n = atomic_fetch_add(&calls, 1) + 1;
	if (n == kill_at && !after)
		die();
	return n;
}

static bool
fails(long n)
{
	if (n == 0 || fail_at == 0 || (forever ? n < fail_at : n != fail_at))
		return false;
	errno = fail_with;
	return true;
}

static long
leave(long n, long result)
{
	if (n != 0 && n == kill_at && after)
		die();
	return result;
}

static void
sync_comes(bool counts)
{
	if (counts && atomic_fetch_add(&syncs, 1) + 1 == hang_at)
		for (;;)
			(void)pause();
}

#define GUARDED(counts, failed, call) \
	do { \
		long n_ = enter(counts); \
		if (fails(n_)) \
			return (failed); \
		return (__typeof__(failed))leave(n_, (call)); \
	} while (0)

static bool
lies(long n)
{
	return n != 0 && n == lie_at;
}

static size_t
cut(long n, size_t size)
{
	return n != 0 && n == short_at && size > 1 ? size / 2 : size;
}

ssize_t
write(int fd, const void *bytes, size_t size)
{
	long n = enter(fd_counts(fd));

	if (fails(n))
		return -1;
	if (lies(n))
		return (ssize_t)size;
	return leave(n, syscall(SYS_write, fd, bytes, cut(n, size)));
}

static ssize_t
write_at(int fd, const void *bytes, size_t size, off_t at)
{
	long n = enter(fd_counts(fd));

	if (fails(n))
		return -1;
	if (lies(n))
		return (ssize_t)size;
	return leave(n, syscall(SYS_pwrite64, fd, bytes, cut(n, size), at));
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

ssize_t
writev(int fd, const struct iovec *parts, int count)
{
	GUARDED(fd_counts(fd), (ssize_t)-1, syscall(SYS_writev, fd, parts,
	    count));
}

int
fsync(int fd)
{
	bool counts = fd_counts(fd);

	sync_comes(counts);
	GUARDED(counts, -1, syscall(SYS_fsync, fd));
}

int
fdatasync(int fd)
{
	bool counts = fd_counts(fd);

	sync_comes(counts);
	GUARDED(counts, -1, syscall(SYS_fdatasync, fd));
}

int
syncfs(int fd)
{
	bool counts = fd_counts(fd);

	sync_comes(counts);
	GUARDED(counts, -1, syscall(SYS_syncfs, fd));
}

int
rename(const char *from, const char *to)
{
	GUARDED(path_counts(to), -1, syscall(SYS_renameat2, AT_FDCWD, from,
	    AT_FDCWD, to, 0));
}

int
renameat2(int from_fd, const char *from, int to_fd, const char *to,
    unsigned int flags)
{
	GUARDED(path_counts(to), -1, syscall(SYS_renameat2, from_fd, from,
	    to_fd, to, flags));
}

int
link(const char *from, const char *to)
{
	GUARDED(path_counts(to), -1, syscall(SYS_linkat, AT_FDCWD, from,
	    AT_FDCWD, to, 0));
}

int
unlink(const char *path)
{
	GUARDED(path_counts(path), -1, syscall(SYS_unlinkat, AT_FDCWD, path,
	    0));
}

int
unlinkat(int folder, const char *path, int flags)
{
	GUARDED(path_counts(path), -1, syscall(SYS_unlinkat, folder, path,
	    flags));
}

int
mkdir(const char *path, mode_t mode)
{
	GUARDED(path_counts(path), -1, syscall(SYS_mkdirat, AT_FDCWD, path,
	    mode));
}

int
rmdir(const char *path)
{
	GUARDED(path_counts(path), -1, syscall(SYS_unlinkat, AT_FDCWD, path,
	    AT_REMOVEDIR));
}

static int
cut_file(int fd, off_t size)
{
	GUARDED(fd_counts(fd), -1, syscall(SYS_ftruncate, fd, size));
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

/* Only when there is a file to be made. */
static int
open_file(int folder, const char *path, int flags, mode_t mode)
{
	bool makes = (flags & O_CREAT) != 0 && path_counts(path) &&
	    syscall(SYS_faccessat, folder, path, F_OK) != 0;

	GUARDED(makes, -1, syscall(SYS_openat, folder, path, flags, mode));
}

#include "opens.h"

/* Allocations. */

/* In glibc's name service, which asserts that there is memory. */
static _Thread_local bool spared;

static bool
memory_is_out(size_t size)
{
	long n;

	if (spared || !atomic_load(&on) ||
	    (size_only != 0 && size != (size_t)size_only))
		return false;
	n = atomic_fetch_add(&allocations, 1) + 1;
	if (malloc_at == 0 || (starve ? n < malloc_at : n != malloc_at))
		return false;
	errno = ENOMEM;
	return true;
}

void *
malloc(size_t size)
{
	return memory_is_out(size) ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return memory_is_out(count * size) ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
	return memory_is_out(size) ? NULL : __libc_realloc(old, size);
}

int
posix_memalign(void **out, size_t alignment, size_t size)
{
	*out = memory_is_out(size) ? NULL : __libc_memalign(alignment, size);
	return *out == NULL ? ENOMEM : 0;
}

void *
aligned_alloc(size_t alignment, size_t size)
{
	return memory_is_out(size) ? NULL : __libc_memalign(alignment, size);
}

static void *
map(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
	if ((flags & MAP_ANONYMOUS) != 0 && memory_is_out(size))
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, at, size, protection, flags, fd,
	    offset);
}

void *
mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
	return map(at, size, protection, flags, fd, offset);
}

void *mmap64(void *at, size_t size, int protection, int flags, int fd,
    off_t offset);
void *
mmap64(void *at, size_t size, int protection, int flags, int fd,
    off_t offset)
{
	return map(at, size, protection, flags, fd, offset);
}

int
getpwuid_r(uid_t user, struct passwd *entry, char *room, size_t n,
    struct passwd **found)
{
	int (*real)(uid_t, struct passwd *, char *, size_t,
	    struct passwd **);
	int failure;

	spared = true;
	*(void **)&real = dlsym(RTLD_NEXT, "getpwuid_r");
	failure = real(user, entry, room, n, found);
	spared = false;
	return failure;
}

/* Randomness and time. */

ssize_t getrandom(void *bytes, size_t size, unsigned int flags);
ssize_t
getrandom(void *bytes, size_t size, unsigned int flags)
{
	if (atomic_load(&on) &&
	    atomic_fetch_add(&draws, 1) + 1 == random_at) {
		errno = EIO;
		return -1;
	}
	return syscall(SYS_getrandom, bytes, size, flags);
}

int
clock_gettime(clockid_t clock, struct timespec *now)
{
	long result = syscall(SYS_clock_gettime, clock, now);

	if (result == 0 && clock == CLOCK_REALTIME)
		now->tv_sec += clock_offset;
	return (int)result;
}
