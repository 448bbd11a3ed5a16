/*
 * plant.c - makes a running process call what it never does itself, for
 * tests/api/confined: what somebody could try who runs code in it.
 *
 *	plant PID open PATH	opens a file to read
 *	plant PID write PATH	opens a file to write
 *	plant PID make PATH	makes one
 *	plant PID connect PORT	connects to that port of 127.0.0.1
 *	plant PID exec PATH	becomes another program
 *
 * PID is that of a thread that waits in a system call.  That call is broken
 * off, the planted one made in its place, and then the first one again.
 * Standard output says how it went: "refused EACCES" and so on, "killed SIGSYS"
 * or "done".  Exit code 77: this machine does not let one look into processes.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIPPED = 77, BELOW = 4096, TRIES = 100 };

#ifdef __x86_64__
static pid_t thread;

static _Noreturn void
skip(const char *what)
{
	(void)printf("skipped: %s: %s\n", what, strerror(errno));
	exit(SKIPPED);
}

/* Waits for its next stop; says so when it was killed instead. */
static void
await(void)
{
	int how;

	if (waitpid(thread, &how, __WALL) != thread)
		skip("waitpid");
	if (!WIFSTOPPED(how)) {
		(void)printf("killed SIG%s\n", WIFSIGNALED(how) ?
		    sigabbrev_np(WTERMSIG(how)) : "?");
		exit(EXIT_SUCCESS);
	}
}

/* Stops it in a system call, whose instruction is just behind it. */
static void
stop_in_call(struct user_regs_struct *regs)
{
	for (int i = 0; i < TRIES; i++) {
		long code;

		if (ptrace(PTRACE_INTERRUPT, thread, 0, 0) != 0)
			skip("interrupt");
		await();
		if (ptrace(PTRACE_GETREGS, thread, 0, regs) != 0)
			skip("getregs");
		code = ptrace(PTRACE_PEEKTEXT, thread, regs->rip - 2, 0);
		if ((code & 0xffff) == 0x050f && (long)regs->orig_rax >= 0)
			return;
		if (ptrace(PTRACE_CONT, thread, 0, 0) != 0)
			skip("cont");
		(void)usleep(1000);
	}
	skip("it does not wait in a system call");
}

static void
write_there(uint64_t at, const void *bytes, size_t n)
{
	for (size_t i = 0; i < n; i += sizeof(long)) {
		long word = 0;

		memcpy(&word, (const char *)bytes + i, n - i < sizeof(word) ?
		    n - i : sizeof(word));
		if (ptrace(PTRACE_POKEDATA, thread, at + i, word) != 0)
			skip("pokedata");
	}
}

static long
call(const struct user_regs_struct *regs, long number, uint64_t a, uint64_t b,
    uint64_t c, uint64_t d)
{
	struct user_regs_struct new = *regs;

	new.rip -= 2;
	new.rax = (uint64_t)number;
	new.orig_rax = UINT64_MAX;	/* nothing is begun again */
	new.rdi = a;
	new.rsi = b;
	new.rdx = c;
	new.r10 = d;
	if (ptrace(PTRACE_SETREGS, thread, 0, &new) != 0 ||
	    ptrace(PTRACE_SINGLESTEP, thread, 0, 0) != 0)
		skip("setregs");
	await();
	if (ptrace(PTRACE_GETREGS, thread, 0, &new) != 0)
		skip("getregs");
	return (long)new.rax;
}

static long
connect_to(const struct user_regs_struct *regs, uint64_t at, const char *port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)atoi(port)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	long fd = call(regs, SYS_socket, AF_INET, SOCK_STREAM, 0, 0), result;

	if (fd < 0)
		return fd;
	write_there(at, &address, sizeof(address));
	result = call(regs, SYS_connect, (uint64_t)fd, at, sizeof(address),
	    0);
	(void)call(regs, SYS_close, (uint64_t)fd, 0, 0, 0);
	return result;
}

static long
open_there(const struct user_regs_struct *regs, uint64_t at, int flags)
{
	long fd = call(regs, SYS_openat, (uint64_t)AT_FDCWD, at,
	    (uint64_t)flags, 0600);

	if (fd >= 0)
		(void)call(regs, SYS_close, (uint64_t)fd, 0, 0, 0);
	return fd;
}

static long
plant(const struct user_regs_struct *regs, const char *what, const char *name)
{
	uint64_t at = (regs->rsp - BELOW) & ~UINT64_C(15);

	if (strcmp(what, "connect") == 0)
		return connect_to(regs, at, name);
	write_there(at, name, strlen(name) + 1);
	if (strcmp(what, "open") == 0)
		return open_there(regs, at, O_RDONLY);
	if (strcmp(what, "write") == 0)
		return open_there(regs, at, O_WRONLY);
	if (strcmp(what, "make") == 0)
		return open_there(regs, at, O_WRONLY | O_CREAT | O_EXCL);
	return call(regs, SYS_execve, at, 0, 0, 0);
}

int
main(int argc, char **argv)
{
	struct user_regs_struct regs;
	long result;

	if (argc != 4)
		return 2;
	thread = atoi(argv[1]);
	if (ptrace(PTRACE_SEIZE, thread, 0, 0) != 0)
		skip("seize");
	stop_in_call(&regs);
	result = plant(&regs, argv[2], argv[3]);
	(void)ptrace(PTRACE_SETREGS, thread, 0, &regs);
	(void)ptrace(PTRACE_DETACH, thread, 0, 0);
	if (result < 0)
		(void)printf("refused %s\n", strerrorname_np((int)-result));
	else
		(void)puts("done");
	return EXIT_SUCCESS;
}
#else
int
main(void)
{
	(void)puts("skipped: it knows the registers of x86-64 only");
	return SKIPPED;
}
#endif
