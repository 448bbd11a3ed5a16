#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/file_caller.h"

static enum status
failed(struct error *error, const char *what, const char *path)
{
	int errnum = errno;
	enum status status = error_system(error, what, errnum);

	error_at(error, "%s", path);
	return status;
}

static enum status
read_all(struct buf *buf, int fd, const char *path, struct error *error)
{
	enum status status;

	for (;;) {
		uint8_t *room;
		ssize_t n;

		if (buf->n == buf->max) {
			uint8_t more;

			n = read(fd, &more, 1);
			buf->failed = n > 0;
		} else {
			size_t want = buf->max - buf->n;

			/* What a file of known size needs is there. */
			if (buf->capacity > buf->n)
				want = buf->capacity - buf->n;
			else if (want > 65536)
				want = 65536;
			room = buf_reserve(buf, want);
			if (room == NULL)
				break;
			n = read(fd, room, want);
			if (n > 0)
				buf->n += (size_t)n;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return failed(error, "read", path);
		if (n == 0 || buf->failed)
			break;
	}
	status = buf_status(buf, error);
	if (status != STATUS_OK)
		error_at(error, "%s", path);
	return status;
}

int
file_open(const char *path)
{
	static const char own[] = "/proc/self/fd/";
	int fd = file_caller_open(path, O_RDONLY | O_NOCTTY, 0);
	int64_t number;

	if (fd < 0 && strncmp(path, own, sizeof(own) - 1) == 0 &&
	    text_to_int(text_of(path + sizeof(own) - 1), &number) &&
	    number >= 0 && number <= INT_MAX)
		return fcntl((int)number, F_DUPFD_CLOEXEC, 0);
	return fd;
}

enum status
file_read(struct bytes *content, const char *path, size_t max,
    struct arena *arena, struct error *error)
{
	bool from_stdin = strcmp(path, "-") == 0;
	int fd = from_stdin ? STDIN_FILENO : file_open(path);
	struct buf buf;
	struct stat st;
	enum status status;

	*content = (struct bytes){ NULL, 0 };
	if (fd < 0) {
		if (errno != ENOENT)
			return failed(error, "open", path);
		status = error_set(error, STATUS_NOT_FOUND, "file_not_found",
		    "ファイルがありません", "no such file");
		error_at(error, "%s", path);
		return status;
	}
	buf_init(&buf, arena, max);
	if (!from_stdin && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size > 0 && (size_t)st.st_size < max)
		(void)!buf_reserve(&buf, (size_t)st.st_size + 1);
	status = read_all(&buf, fd, path, error);
	if (!from_stdin)
		(void)close(fd);
	if (status == STATUS_OK)
		*content = buf_bytes(&buf);
	return status;
}

enum status
file_read_text(struct text *content, const char *path, size_t max,
    struct arena *arena, struct error *error)
{
	struct bytes bytes;
	enum status status = file_read(&bytes, path, max, arena, error);

	if (status != STATUS_OK)
		return status;
	if (bytes.n >= 3 && memcmp(bytes.p, "\xEF\xBB\xBF", 3) == 0)
		bytes = (struct bytes){ bytes.p + 3, bytes.n - 3 };
	if (text_from_bytes(content, bytes))
		return STATUS_OK;
	status = error_set(error, STATUS_INVALID, "not_utf8",
	    "UTF-8 のテキストではありません", "not UTF-8 text");
	error_at(error, "%s", path);
	return status;
}

static bool
write_all(int fd, struct bytes content)
{
	while (content.n > 0) {
		ssize_t n = write(fd, content.p, content.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0) {
			errno = EIO;
			return false;
		}
		content.p += n;
		content.n -= (size_t)n;
	}
	return true;
}

enum status
file_sync(const char *path, struct error *error)
{
	int fd = file_caller_open(path, O_RDONLY, 0);
	int ok;

	if (fd < 0)
		return failed(error, "open", path);
	ok = fsync(fd) == 0;
	if (!ok) {
		enum status status = failed(error, "fsync", path);

		(void)close(fd);
		return status;
	}
	(void)close(fd);
	return STATUS_OK;
}

static enum status
sync_folder_of(const char *path, struct error *error)
{
	char copy[PATH_SIZE];

	(void)snprintf(copy, sizeof(copy), "%s", path);
	return file_sync(dirname(copy), error);
}

/* What writing a whole file promises: to last, and to be the first. */
enum { DURABLE = 1 << 0, NEW = 1 << 1 };

/* Beside the path, and no other process's. */
static enum status
name_temporary(char out[PATH_SIZE], const char *path, struct error *error)
{
	uint64_t random;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return failed(error, "getrandom", path);
	if (snprintf(out, PATH_SIZE, "%s.%016llx.tmp", path,
	    (unsigned long long)random) < PATH_SIZE)
		return STATUS_OK;
	return error_set(error, STATUS_INVALID, "path_too_long",
	    "パスが長すぎます", "the path is too long");
}

/* Leaves a complete file at temporary, or none. */
static enum status
write_temporary(const char *temporary, struct bytes content, int mode,
    int promise, struct error *error)
{
	int fd = file_caller_open(temporary, O_WRONLY | O_CREAT | O_EXCL,
	    mode);
	enum status status = STATUS_OK;

	if (fd < 0)
		return failed(error, "open", temporary);
	if (!write_all(fd, content))
		status = failed(error, "write", temporary);
	else if ((promise & DURABLE) != 0 && fsync(fd) != 0)
		status = failed(error, "fsync", temporary);
	if (close(fd) != 0 && status == STATUS_OK)
		status = failed(error, "close", temporary);
	if (status != STATUS_OK)
		(void)file_caller_unlink(temporary);
	return status;
}

static enum status
put_in_place(const char *temporary, const char *path, int promise,
    struct error *error)
{
	enum status status;

	if (((promise & NEW) != 0 ? file_caller_rename_new(temporary, path) :
	    file_caller_rename(temporary, path)) == 0)
		return STATUS_OK;
	if ((promise & NEW) != 0 && errno == EEXIST) {
		status = error_set(error, STATUS_CONFLICT, "file_exists",
		    "すでに存在します", "it exists already");
		error_at(error, "%s", path);
	} else {
		status = failed(error, "rename", path);
	}
	(void)file_caller_unlink(temporary);
	return status;
}

static enum status
write_whole(const char *path, struct bytes content, int mode, int promise,
    struct error *error)
{
	char temporary[PATH_SIZE];
	enum status status = name_temporary(temporary, path, error);

	if (status == STATUS_OK)
		status = write_temporary(temporary, content, mode, promise,
		    error);
	if (status == STATUS_OK)
		status = put_in_place(temporary, path, promise, error);
	if (status == STATUS_OK && (promise & DURABLE) != 0)
		status = sync_folder_of(path, error);
	return status;
}

enum status
file_replace(const char *path, struct bytes content, int mode,
    struct error *error)
{
	return write_whole(path, content, mode, DURABLE, error);
}

enum status
file_put(const char *path, struct bytes content, int mode,
    struct error *error)
{
	return write_whole(path, content, mode, 0, error);
}

enum status
file_create(const char *path, struct bytes content, int mode,
    struct error *error)
{
	return write_whole(path, content, mode, DURABLE | NEW, error);
}

enum status
file_overwrite(const char *path, uint64_t offset, struct bytes content,
    struct error *error)
{
	int fd = file_caller_open(path, O_WRONLY | O_NOFOLLOW, 0);
	enum status status = STATUS_OK;

	if (fd < 0)
		return failed(error, "open", path);
	while (content.n > 0) {
		ssize_t n = pwrite(fd, content.p, content.n, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			status = failed(error, "write", path);
			break;
		}
		content.p += n;
		content.n -= (size_t)n;
		offset += (uint64_t)n;
	}
	if (status == STATUS_OK && fdatasync(fd) != 0)
		status = failed(error, "fdatasync", path);
	if (close(fd) != 0 && status == STATUS_OK)
		status = failed(error, "close", path);
	return status;
}

enum status
file_sync_all(const char *folder, struct error *error)
{
	int fd = file_caller_open(folder, O_RDONLY | O_DIRECTORY, 0);
	enum status status = STATUS_OK;

	if (fd < 0 || syncfs(fd) != 0)
		status = error_system(error, "syncfs", errno);
	if (fd >= 0)
		(void)close(fd);
	return status;
}

bool
file_exists(const char *path)
{
	return file_caller_sees(path);
}

static enum status
make_folder(const char *path, int mode, int promise, struct error *error)
{
	char part[PATH_SIZE];
	enum status status = STATUS_OK;

	if (strlen(path) >= sizeof(part))
		return error_set(error, STATUS_INVALID, "path_too_long",
		    "パスが長すぎます", "the path is too long");
	for (size_t i = 1; i <= strlen(path) && status == STATUS_OK; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (file_caller_mkdir(part, mode) == 0)
			status = (promise & DURABLE) != 0 ?
			    sync_folder_of(part, error) : STATUS_OK;
		else if (errno != EEXIST)
			return failed(error, "mkdir", part);
	}
	if (status != STATUS_OK || file_caller_is_folder(path))
		return status;
	errno = ENOTDIR;
	return failed(error, "mkdir", path);
}

enum status
file_make_folder(const char *path, int mode, struct error *error)
{
	return make_folder(path, mode, 0, error);
}

enum status
file_keep_folder(const char *path, int mode, struct error *error)
{
	return make_folder(path, mode, DURABLE, error);
}

enum status
file_join(char out[PATH_SIZE], const char *folder, const char *name,
    struct error *error)
{
	if (snprintf(out, PATH_SIZE, "%s/%s", folder, name) < PATH_SIZE)
		return STATUS_OK;
	return error_set(error, STATUS_INVALID, "path_too_long",
	    "パスが長すぎます", "the path is too long");
}

enum status
file_lock(int *lock, const char *path, int timeout, struct error *error)
{
	const struct timespec pause = { 0, 10 * 1000000 };
	int64_t until = clock_monotonic() + timeout;
	int fd = file_caller_open(path, O_RDWR | O_CREAT, 0600);
	enum status status = STATUS_OK;

	*lock = -1;
	if (fd < 0)
		return failed(error, "open", path);
	while (status == STATUS_OK && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			status = failed(error, "flock", path);
		} else if (clock_monotonic() >= until) {
			status = error_set(error, STATUS_BUSY, "in_use",
			    "別のプロセスが使用中です",
			    "another process is using it");
			error_at(error, "%s", path);
		} else {
			(void)nanosleep(&pause, NULL);
		}
	}
	if (status == STATUS_OK)
		*lock = fd;
	else
		(void)close(fd);
	return status;
}

void
file_unlock(int lock)
{
	if (lock >= 0)
		(void)close(lock);
}
