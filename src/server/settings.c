#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file_caller.h"
#include "base/pass.h"
#include "server/settings.h"

/* In a process of its own: the file goes through the socket. */
static void
become(const struct starter_program *program, const int *fds, size_t n)
{
	int fd = n == 1 ? open(program->path, O_RDONLY | O_NOCTTY |
	    O_CLOEXEC) : -1;
	int number = fd < 0 ? errno : 0;

	if (n != 1)
		_exit(EXIT_FAILURE);
	(void)pass_send(fds[0], &number, sizeof(number), &fd, fd >= 0);
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
	int number = EACCES, fd = -1;
	size_t n;

	if (pass_receive(socket, &number, sizeof(number), &fd, 1, &n) ==
	    sizeof(number) && n == 1)
		return fd;
	if (n == 1)
		(void)close(fd);
	errno = number != 0 ? number : EACCES;
	return -1;
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
