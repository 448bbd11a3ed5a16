#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file_caller.h"
#include "server/settings.h"

union control {
	struct cmsghdr head;
	char room[CMSG_SPACE(sizeof(int))];
};

/* In a process of its own: the file goes through the socket. */
static void
become(const struct starter_program *program, const int *fds, size_t n)
{
	int fd = n == 1 ? open(program->path, O_RDONLY | O_NOCTTY |
	    O_CLOEXEC) : -1;
	int number = fd < 0 ? errno : 0;
	union control control = { .room = { 0 } };
	struct iovec part = { &number, sizeof(number) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

	if (n != 1)
		_exit(EXIT_FAILURE);
	if (fd >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof(control);
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(sizeof(fd));
		memcpy(CMSG_DATA(&control.head), &fd, sizeof(fd));
	}
	(void)!sendmsg(fds[0], &message, MSG_NOSIGNAL);
	_exit(EXIT_SUCCESS);
}

enum status
settings_program(struct starter_program *program, const char *folder,
    struct error *error)
{
	program->become = become;
	program->at_once = 1;
	return file_join(program->path, folder, "sekisho.yaml", error);
}

/* What came, or -1 and errno. */
static int
receive(int socket)
{
	union control control = { .room = { 0 } };
	int number = EPROTO, fd = -1;
	struct iovec part = { &number, sizeof(number) };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof(control),
	};
	const struct cmsghdr *c;
	ssize_t n;

	do
		n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	c = n == sizeof(number) ? CMSG_FIRSTHDR(&message) : NULL;
	if (c != NULL && c->cmsg_level == SOL_SOCKET &&
	    c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(sizeof(fd)))
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	if (fd < 0)
		errno = n == sizeof(number) && number != 0 ? number : EACCES;
	return fd;
}

/* Only to open that one file. */
static int
act(void *context, enum file_deed deed, const char *path, const char *to,
    int flags, int mode)
{
	const char *settings = context;
	struct error error;
	int ends[2], ended, how, fd;
	enum status status;

	(void)to;
	(void)mode;
	if (deed != FILE_OPEN || strcmp(path, settings) != 0 ||
	    (flags & O_ACCMODE) != O_RDONLY ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
		errno = EACCES;
		return -1;
	}
	status = starter_start(&ended, STARTER_SETTINGS, ends + 1, 1, &error);
	(void)close(ends[1]);
	errno = EACCES;
	fd = status == STATUS_OK ? receive(ends[0]) : -1;
	how = errno;
	(void)close(ends[0]);
	if (status == STATUS_OK)
		(void)close(ended);
	errno = how;
	return fd;
}

enum status
settings_read(struct config *config, const char *folder, struct arena *arena,
    struct error *error)
{
	char path[PATH_SIZE];
	const struct file_caller caller = { act, path };
	enum status status = file_join(path, folder, "sekisho.yaml", error);

	if (status != STATUS_OK)
		return status;
	if (starter_is_there())
		file_caller_set(&caller);
	status = config_read(config, folder, arena, error);
	file_caller_set(NULL);
	return status;
}
