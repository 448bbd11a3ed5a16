/*
 * zygote.c - a program that is started once and run many times, for the tests
 * of faults: most of what a short command costs is the linking of its forty
 * libraries.
 *
 * Preloaded, it stands in front of main().  It reads requests from the socket
 * ZYGOTE_FD names; for each it forks, and the child runs the program's main()
 * with the arguments, the environment and the files of the request, as if it
 * had just been started.  It answers with the child's pid, and when the child
 * has ended with its wait status; it ends when the socket is closed.
 *
 * A request: three numbers of 4 bytes in the machine's order (arguments,
 * variables, bytes that follow) and then strings that each end with a zero:
 * the files for standard input, output and error, the arguments, the
 * variables.  An answer: 4 bytes pid, and later 4 bytes status.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROOM = 1 << 16, STRINGS = 512, FILES = 3 };

typedef int main_function(int, char **, char **);
typedef int start_function(main_function *, int, char **, void (*)(void),
    void (*)(void), void (*)(void), void *);

struct request {
	uint32_t arguments, variables, bytes;
};

static main_function *program;
static char room[ROOM];
static char *strings[STRINGS];

static void
read_all(int fd, void *to, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = read(fd, (char *)to + done, size - done);

		/* Closed: nobody has a request any more. */
		if (n <= 0)
			_exit(0);
		done += (size_t)n;
	}
}

static void
say(int fd, int number)
{
	int32_t n = number;

	if (write(fd, &n, sizeof(n)) != sizeof(n))
		_exit(0);
}

/* The strings, each list with a NULL behind it. */
static void
cut(const struct request *request)
{
	uint32_t ends[3] = { FILES, FILES + request->arguments,
	    FILES + request->arguments + request->variables };
	char *at = room;
	size_t n = 0;

	if (ends[2] + 2 > STRINGS)
		abort();
	for (uint32_t i = 0; i < ends[2]; i++, at += strlen(at) + 1) {
		strings[n++] = at;
		if (i + 1 == ends[1])
			strings[n++] = NULL;
	}
	strings[n] = NULL;
}

static void
put(int fd, const char *path, int flags)
{
	int opened = open(path, flags, 0600);

	if (opened < 0 || dup2(opened, fd) != fd)
		_exit(126);
	(void)close(opened);
}

static int
child(int fd, const struct request *request)
{
	void (*shim)(void);
	char **arguments = strings + FILES;
	char **variables = arguments + request->arguments + 1;

	(void)close(fd);
	put(STDIN_FILENO, strings[0], O_RDONLY);
	put(STDOUT_FILENO, strings[1], O_WRONLY | O_CREAT | O_TRUNC);
	put(STDERR_FILENO, strings[2], O_WRONLY | O_CREAT | O_TRUNC);
	environ = variables;
	*(void **)&shim = dlsym(RTLD_DEFAULT, "shim_begin");
	if (shim != NULL)
		shim();
	return program((int)request->arguments, arguments, variables);
}

/* Returns in children only. */
static int
serve(int argc, char **argv, char **envp)
{
	int fd = atoi(getenv("ZYGOTE_FD"));

	(void)argc, (void)argv, (void)envp;
	for (;;) {
		struct request request;
		int status;
		pid_t pid;

		read_all(fd, &request, sizeof(request));
		if (request.bytes > ROOM)
			abort();
		read_all(fd, room, request.bytes);
		cut(&request);
		pid = fork();
		if (pid == 0)
			return child(fd, &request);
		say(fd, (int)pid);
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			abort();
		say(fd, status);
	}
}

int __libc_start_main(main_function *main, int argc, char **argv,
    void (*init)(void), void (*fini)(void), void (*rtld_fini)(void),
    void *stack_end);
int
__libc_start_main(main_function *main, int argc, char **argv,
    void (*init)(void), void (*fini)(void), void (*rtld_fini)(void),
    void *stack_end)
{
	start_function *real;

	*(void **)&real = dlsym(RTLD_NEXT, "__libc_start_main");
	program = main;
	return real(getenv("ZYGOTE_FD") == NULL ? main : serve, argc, argv,
	    init, fini, rtld_fini, stack_end);
}
