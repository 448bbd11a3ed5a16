#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "base/file_caller.h"
#include "base/file_stream.h"
#include "base/mem.h"

struct file_stream {
	char path[PATH_SIZE];
	char temporary[PATH_SIZE + 8];
	int fd;
	bool memory;			/* it has no name */
};

static enum status
failed(struct error *error, const char *what, const char *path)
{
	enum status status = error_system(error, what, errno);

	error_at(error, "%s", path);
	return status;
}

enum status
file_stream_open(struct file_stream **out, const char *path, int mode,
    struct error *error)
{
	struct file_stream *stream = mem_alloc(sizeof(*stream));
	enum status status;

	*out = NULL;
	if (stream == NULL)
		return error_memory(error);
	if (strlen(path) >= sizeof(stream->path)) {
		mem_free(stream);
		return error_set(error, STATUS_INVALID, "path_too_long",
		    "パスが長すぎます", "the path is too long");
	}
	(void)snprintf(stream->path, sizeof(stream->path), "%s", path);
	(void)snprintf(stream->temporary, sizeof(stream->temporary),
	    "%s.tmp", path);
	stream->fd = file_caller_open(stream->temporary, O_WRONLY | O_CREAT |
	    O_TRUNC | O_NOFOLLOW, mode);
	if (stream->fd < 0) {
		status = failed(error, "open", stream->temporary);
		mem_free(stream);
		return status;
	}
	*out = stream;
	return STATUS_OK;
}

enum status
file_stream_memory(struct file_stream **out, struct error *error)
{
	struct file_stream *stream = mem_alloc(sizeof(*stream));

	*out = NULL;
	if (stream == NULL)
		return error_memory(error);
	stream->memory = true;
	stream->fd = memfd_create("sekisho", MFD_CLOEXEC);
	if (stream->fd < 0) {
		mem_free(stream);
		return error_system(error, "memfd_create", errno);
	}
	(void)snprintf(stream->temporary, sizeof(stream->temporary),
	    "/proc/self/fd/%d", stream->fd);
	*out = stream;
	return STATUS_OK;
}

enum status
file_stream_nameless(struct file_stream **out, const char *folder,
    struct error *error)
{
	struct file_stream *stream = mem_alloc(sizeof(*stream));
	enum status status;

	*out = NULL;
	if (stream == NULL)
		return error_memory(error);
	stream->memory = true;
	stream->fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (stream->fd < 0) {
		status = failed(error, "open", folder);
		mem_free(stream);
		return status;
	}
	*out = stream;
	return STATUS_OK;
}

int
file_stream_take(struct file_stream *stream)
{
	int fd = stream->fd;

	stream->fd = -1;
	return fd;
}

enum status
file_stream_read(struct file_stream *stream, uint64_t at, void *out,
    size_t *n, struct error *error)
{
	size_t wanted = *n;

	*n = 0;
	while (*n < wanted) {
		ssize_t got = pread(stream->fd, (uint8_t *)out + *n,
		    wanted - *n, (off_t)(at + *n));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return failed(error, "read", stream->temporary);
		if (got == 0)
			break;
		*n += (size_t)got;
	}
	return STATUS_OK;
}

enum status
file_stream_put(struct file_stream *stream, struct bytes bytes,
    struct error *error)
{
	while (bytes.n > 0) {
		ssize_t n = write(stream->fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n == 0 ? EIO : errno;
			return failed(error, "write", stream->temporary);
		}
		bytes.p += n;
		bytes.n -= (size_t)n;
	}
	return STATUS_OK;
}

const char *
file_stream_name(const struct file_stream *stream)
{
	return stream->temporary;
}

enum status
file_stream_commit(struct file_stream *stream, struct error *error)
{
	char copy[PATH_SIZE];
	int fd = stream->fd;

	if (stream->memory)
		return STATUS_OK;
	if (fsync(fd) != 0)
		return failed(error, "fsync", stream->temporary);
	stream->fd = -1;
	if (close(fd) != 0)
		return failed(error, "close", stream->temporary);
	if (file_caller_rename(stream->temporary, stream->path) != 0)
		return failed(error, "rename", stream->path);
	stream->temporary[0] = '\0';
	memcpy(copy, stream->path, sizeof(copy));
	return file_sync(dirname(copy), error);
}

void
file_stream_free(struct file_stream *stream)
{
	if (stream == NULL)
		return;
	if (stream->fd >= 0)
		(void)close(stream->fd);
	if (stream->temporary[0] != '\0' && !stream->memory)
		(void)file_caller_unlink(stream->temporary);
	mem_free(stream);
}
