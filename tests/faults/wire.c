/*
 * The wire between the program and PostgreSQL, for tests: preloaded, it counts
 * the messages that go out to a database (send() on a socket of its), from 1,
 * and lets one of them go wrong.
 *
 *	WIRE_COUNT=FILE		at the end: how many messages there were
 *	WIRE_KILL=K		SIGKILL at the K-th message ...
 *	WIRE_CUT=K		the connection breaks at the K-th message ...
 *	WIRE_AFTER=1		... once it is under way, instead of before it
 *	WIRE_LATE=K		the connection breaks, for the program, at the
 *				K-th message; that reaches the server all the
 *				same, but later:
 *	WIRE_BY=J		when J more messages have gone out
 */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef ssize_t send_fn(int fd, const void *bytes, size_t n, int flags);

static send_fn *real;
static atomic_long messages;
static long kill_at, cut_at, late_at, by;
static bool after;
static const char *count_file;
/* What is under way for so long; only one message is. */
static int late_fd = -1;
static void *late_bytes;
static size_t late_n;

static long
number(const char *name)
{
	const char *value = getenv(name);

	return value == NULL ? 0 : strtol(value, NULL, 10);
}

__attribute__((constructor)) static void
start(void)
{
	void *found = dlsym(RTLD_NEXT, "send");

	memcpy(&real, &found, sizeof(real));
	kill_at = number("WIRE_KILL");
	cut_at = number("WIRE_CUT");
	late_at = number("WIRE_LATE");
	by = number("WIRE_BY");
	after = number("WIRE_AFTER") != 0;
	count_file = getenv("WIRE_COUNT");
}

__attribute__((destructor)) static void
finish(void)
{
	FILE *file = count_file == NULL ? NULL : fopen(count_file, "w");

	if (file == NULL)
		return;
	(void)fprintf(file, "%ld\n", atomic_load(&messages));
	(void)fclose(file);
}

static bool
is_database(int fd)
{
	struct sockaddr_un peer = { .sun_family = AF_UNSPEC };
	socklen_t n = sizeof(peer);

	return getpeername(fd, (struct sockaddr *)&peer, &n) == 0 &&
	    peer.sun_family == AF_UNIX &&
	    strstr(peer.sun_path, ".s.PGSQL.") != NULL;
}

static ssize_t
broken(void)
{
	errno = ECONNRESET;
	return -1;
}

/* The program closes its socket; the server sees this one. */
static ssize_t
keep_for_later(int fd, const void *bytes, size_t n)
{
	late_bytes = malloc(n);
	if (late_bytes == NULL)
		abort();
	memcpy(late_bytes, bytes, n);
	late_n = n;
	late_fd = dup(fd);
	/* libpq still reads whatever the server has to say. */
	(void)shutdown(fd, SHUT_RD);
	return broken();
}

static void
arrive(void)
{
	(void)!real(late_fd, late_bytes, late_n, MSG_NOSIGNAL);
	/* It is read before the end of it is. */
	(void)close(late_fd);
	late_fd = -1;
}

ssize_t
send(int fd, const void *bytes, size_t n, int flags)
{
	long at;
	ssize_t sent;

	if (!is_database(fd))
		return real(fd, bytes, n, flags);
	at = atomic_fetch_add(&messages, 1) + 1;
	if (at == late_at)
		return keep_for_later(fd, bytes, n);
	if (late_fd >= 0 && at >= late_at + by)
		arrive();
	if (at == kill_at && !after)
		(void)raise(SIGKILL);
	if (at == cut_at && !after) {
		(void)shutdown(fd, SHUT_RDWR);
		return broken();
	}
	sent = real(fd, bytes, n, flags);
	if (at == kill_at)
		(void)raise(SIGKILL);
	if (at == cut_at)
		(void)shutdown(fd, SHUT_RDWR);
	return sent;
}
