#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/pass.h"

union control {
	struct cmsghdr head;
	char room[CMSG_SPACE(PASS_MAX * sizeof(int))];
};
_Static_assert(PASS_MAX % 2 == 0, "there is room for no more than so many");

bool
pass_send(int socket, const void *bytes, size_t size, const int *fds,
    size_t n)
{
	union control control = { .room = { 0 } };
	struct iovec part = { (void *)(uintptr_t)bytes, size };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	ssize_t sent;

	if (n > PASS_MAX) {
		errno = EINVAL;
		return false;
	}
	if (n > 0) {
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE(n * sizeof(int));
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(n * sizeof(int));
		memcpy(CMSG_DATA(&control.head), fds, n * sizeof(int));
	}
	do
		sent = sendmsg(socket, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)size;
}

/* Those that came with a message; nothing else is asked for. */
static size_t
take(struct msghdr *message, int *fds, size_t max)
{
	const struct cmsghdr *c = CMSG_FIRSTHDR(message);
	size_t came, n;
	int all[PASS_MAX];

	if (c == NULL || c->cmsg_level != SOL_SOCKET ||
	    c->cmsg_type != SCM_RIGHTS)
		return 0;
	came = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
	memcpy(all, CMSG_DATA(c), came * sizeof(int));
	n = came < max ? came : max;
	memcpy(fds, all, n * sizeof(int));
	for (size_t i = n; i < came; i++)
		(void)close(all[i]);
	return n;
}

ssize_t
pass_receive(int socket, void *bytes, size_t size, int *fds, size_t max,
    size_t *n)
{
	union control control = { .room = { 0 } };
	struct iovec part = { bytes, size };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof(control),
	};
	ssize_t got;

	*n = 0;
	do
		got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return got;
	*n = take(&message, fds, max);
	if ((message.msg_flags & MSG_TRUNC) == 0)
		return got;
	while (*n > 0)
		(void)close(fds[--*n]);
	errno = EMSGSIZE;
	return -1;
}
