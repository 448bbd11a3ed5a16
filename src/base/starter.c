#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/pass.h"
#include "base/starter.h"

enum { PAUSE_MS = 10, PAUSES = 100 };

static int to_starter = -1;
static pid_t starter;
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

/* The starter's side. */

/* With the descriptors that follow it comes the one for the wait status. */
struct message {
	uint8_t number;
	int fds[STARTER_FDS + 1];
	size_t n;		/* descriptors */
};
_Static_assert(STARTER_FDS + 1 <= (int)PASS_MAX, "they can be passed");

static const struct starter_program *programs;
static pid_t running[STARTER_PROGRAMS][STARTER_AT_ONCE];

/* False at the end. */
static bool
receive(int socket, struct message *message)
{
	return pass_receive(socket, &message->number, 1, message->fds,
	    LENGTH(message->fds), &message->n) > 0;
}

/* A place for one more, or NULL. */
static pid_t *
find_place(enum starter_number number)
{
	const struct starter_program *program = &programs[number];

	for (unsigned int i = 0; program->path[0] != '\0' &&
	    i < program->at_once && i < STARTER_AT_ONCE; i++) {
		pid_t *place = &running[number][i];

		if (*place == 0 || waitpid(*place, NULL, WNOHANG) == *place) {
			*place = 0;
			return place;
		}
	}
	return NULL;
}

/* Who has just ended has told so, and goes a moment later. */
static pid_t *
place_for(enum starter_number number)
{
	const struct timespec pause = { 0, PAUSE_MS * 1000000L };
	pid_t *place = find_place(number);

	for (int i = 0; i < PAUSES && place == NULL; i++) {
		(void)nanosleep(&pause, NULL);
		place = find_place(number);
	}
	return place;
}

static void
take_signals(void (*handler)(int))
{
	static const int taken[] = {
		SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2
	};
	sigset_t none;

	for (size_t i = 0; i < LENGTH(taken); i++)
		(void)signal(taken[i], handler);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In a process between the starter and the program, which waits for it. */
static void
start_and_wait(const struct message *message)
{
	const struct starter_program *program = &programs[message->number];
	int report = message->fds[0], how = 0;
	pid_t child = fork();

	if (child == 0) {
		(void)close(report);
		take_signals(SIG_DFL);
		program->become(program, message->fds + 1, message->n - 1);
		_exit(EXIT_FAILURE);
	}
	/* Whoever waits for their end sees it when the program has ended. */
	for (size_t i = 1; i < message->n; i++)
		(void)close(message->fds[i]);
	while (child > 0 && waitpid(child, &how, 0) < 0 && errno == EINTR)
		continue;
	if (child > 0)
		(void)!write(report, &how, sizeof(how));
	_exit(EXIT_SUCCESS);
}

static void
run(int socket)
{
	struct message message;

	while (receive(socket, &message)) {
		pid_t *place = message.n == 0 || message.number >=
		    STARTER_PROGRAMS ? NULL :
		    place_for((enum starter_number)message.number);
		pid_t child = place == NULL ? -1 : fork();

		if (child == 0) {
			(void)close(socket);
			start_and_wait(&message);
		}
		if (child > 0)
			*place = child;
		for (size_t i = 0; i < message.n; i++)
			(void)close(message.fds[i]);
	}
	_exit(EXIT_SUCCESS);
}

/* Signals of a service manager are for the process; it ends with that. */
static void
be_starter(int socket)
{
	take_signals(SIG_IGN);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	run(socket);
}

/* The process's side. */

enum status
starter_begin(const struct starter_program list[STARTER_PROGRAMS],
    struct text secret, struct error *error)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return error_system(error, "socketpair", errno);
	starter = fork();
	if (starter == 0) {
		(void)close(ends[0]);
		mem_wipe((void *)(uintptr_t)secret.p, secret.n);
		programs = list;
		be_starter(ends[1]);
	}
	(void)close(ends[1]);
	if (starter < 0) {
		(void)close(ends[0]);
		return error_system(error, "fork", errno);
	}
	to_starter = ends[0];
	return STATUS_OK;
}

void
starter_end(void)
{
	if (to_starter < 0)
		return;
	(void)close(to_starter);
	to_starter = -1;
	while (waitpid(starter, NULL, 0) < 0 && errno == EINTR)
		continue;
}

bool
starter_is_there(void)
{
	return to_starter >= 0;
}

enum status
starter_start(int *ended, enum starter_number number, const int *fds,
    size_t n, struct error *error)
{
	int all[STARTER_FDS + 1], report[2];
	const uint8_t program = (uint8_t)number;
	bool asked;

	*ended = -1;
	if (n > STARTER_FDS)
		return error_system(error, "starter", EINVAL);
	if (pipe2(report, O_CLOEXEC) != 0)
		return error_system(error, "pipe", errno);
	all[0] = report[1];
	memcpy(all + 1, fds, n * sizeof(int));
	(void)pthread_mutex_lock(&one);
	asked = pass_send(to_starter, &program, 1, all, n + 1);
	(void)pthread_mutex_unlock(&one);
	(void)close(report[1]);
	if (asked) {
		*ended = report[0];
		return STATUS_OK;
	}
	(void)close(report[0]);
	return error_system(error, "starter", errno);
}

bool
starter_wait(int ended, int timeout_ms, int *how)
{
	struct pollfd look = { .fd = ended, .events = POLLIN };
	bool came;
	int n;

	do
		n = poll(&look, 1, timeout_ms);
	while (n < 0 && errno == EINTR);
	came = n > 0 && read(ended, how, sizeof(*how)) ==
	    (ssize_t)sizeof(*how);
	(void)close(ended);
	return came;
}
