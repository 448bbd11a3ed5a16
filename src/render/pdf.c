/*
 * Starts the helper, feeds it, and takes what it gives.
 */
#include "render/pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "render/doc_wire.h"

enum {
	CHUNK = 65536, MEMORY_MAX = 1 << 30, FILES_MAX = 64, AT_ONCE = 4,
	END_MS = 2000,
};

#ifndef SEKISHO_LIBEXEC
#define SEKISHO_LIBEXEC "/usr/local/libexec/sekisho"
#endif

struct helper {
	pid_t pid;
	int to;		/* its standard input, -1 when all is said */
	int from;	/* its standard output */
	int ended;	/* what starter_wait() takes, or -1: it is a child */
};

static enum status
find_helper(char path[PATH_SIZE], const char *given, struct error *error)
{
	char self[PATH_SIZE];
	ssize_t n;
	char *slash;

	if (given != NULL) {
		(void)snprintf(path, PATH_SIZE, "%s", given);
	} else {
		n = readlink("/proc/self/exe", self, sizeof(self) - 1);
		self[n > 0 ? n : 0] = '\0';
		slash = strrchr(self, '/');
		if (slash != NULL)
			*slash = '\0';
		if (file_join(path, self, "sekisho-pdf", error) !=
		    STATUS_OK || !file_exists(path))
			(void)snprintf(path, PATH_SIZE, "%s/sekisho-pdf",
			    SEKISHO_LIBEXEC);
	}
	if (file_exists(path))
		return STATUS_OK;
	(void)error_set(error, STATUS_NOT_FOUND, "no_pdf_helper",
	    "PDF を作るプログラム sekisho-pdf がありません",
	    "the program that draws PDF, sekisho-pdf, is not installed");
	error_remedy(error, "HTML を印刷するか、sekisho-pdf を入れてください",
	    "print the HTML, or install sekisho-pdf");
	return STATUS_NOT_FOUND;
}

static void
limit(__rlimit_resource_t resource, rlim_t most)
{
	struct rlimit both = { most, most };

	(void)setrlimit(resource, &both);
}

/* In the child, between fork and exec: only what is safe there. */
static void
become_helper(const char *path, int in, int out)
{
	char *const argv[] = { (char *)(uintptr_t)"sekisho-pdf", NULL };
	char *const environment[] = { NULL };

	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
		_exit(EXIT_FAILURE);
	if (close_range(STDERR_FILENO + 1, ~0U, 0) != 0)
		_exit(EXIT_FAILURE);
	limit(RLIMIT_CPU, PDF_SECONDS);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, FILES_MAX);
#ifndef __SANITIZE_ADDRESS__
	limit(RLIMIT_AS, MEMORY_MAX);
#endif
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	(void)execve(path, argv, environment);
	_exit(EXIT_FAILURE);
}

/* The same in a process that the starter has made. */
static void
become(const struct starter_program *program, const int *fds, size_t n)
{
	if (n == 2)
		become_helper(program->path, fds[0], fds[1]);
}

void
pdf_program(struct starter_program *out)
{
	struct error ignored;

	out->become = become;
	out->at_once = AT_ONCE;
	if (find_helper(out->path, NULL, &ignored) != STATUS_OK)
		out->path[0] = '\0';
}

static enum status
start_process(struct helper *helper, const char *path, int in, int out,
    struct error *error)
{
	const int fds[] = { in, out };

	if (starter_is_there())
		return starter_start(&helper->ended, STARTER_PDF, fds, 2,
		    error);
	helper->pid = fork();
	if (helper->pid == 0)
		become_helper(path, in, out);
	return helper->pid > 0 ? STATUS_OK : error_system(error, "fork",
	    errno);
}

static enum status
start(struct helper *helper, const char *path, struct error *error)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 };
	enum status status = STATUS_OK;

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		status = error_system(error, "pipe", errno);
	if (status == STATUS_OK)
		status = start_process(helper, path, in[0], out[1], error);
	if (in[0] >= 0)
		(void)close(in[0]);
	if (out[1] >= 0)
		(void)close(out[1]);
	if (status != STATUS_OK) {
		if (in[1] >= 0)
			(void)close(in[1]);
		if (out[0] >= 0)
			(void)close(out[0]);
		return status;
	}
	helper->to = in[1];
	helper->from = out[0];
	(void)fcntl(helper->to, F_SETFL, O_NONBLOCK);
	(void)fcntl(helper->from, F_SETFL, O_NONBLOCK);
	return STATUS_OK;
}

static int64_t
milliseconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
say(struct helper *helper, const struct buf *wire, size_t *said)
{
	ssize_t n = write(helper->to, wire->p + *said, wire->n - *said);

	if (n > 0)
		*said += (size_t)n;
	if (*said == wire->n || (n < 0 && errno != EAGAIN &&
	    errno != EINTR)) {
		(void)close(helper->to);
		helper->to = -1;
	}
}

/* False when it has said everything. */
static bool
hear(struct helper *helper, struct buf *pdf)
{
	uint8_t chunk[CHUNK / 4];
	ssize_t n = read(helper->from, chunk, sizeof(chunk));

	if (n > 0)
		buf_put(pdf, chunk, (size_t)n);
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static void
talk(struct helper *helper, const struct buf *wire, struct buf *pdf)
{
	int64_t end = milliseconds() + (int64_t)PDF_SECONDS * 1000, left;
	size_t said = 0;

	while ((left = end - milliseconds()) > 0 && !pdf->failed) {
		struct pollfd ends[] = {
			{ .fd = helper->from, .events = POLLIN },
			{ .fd = helper->to, .events = POLLOUT },
		};

		if (poll(ends, 2, (int)left) <= 0)
			continue;
		if (ends[1].revents != 0 && helper->to >= 0)
			say(helper, wire, &said);
		if (ends[0].revents != 0 && !hear(helper, pdf))
			return;
	}
}

/* Whether it ended by itself and well. */
static bool
finish(struct helper *helper)
{
	int how = 0;

	if (helper->to >= 0)
		(void)close(helper->to);
	(void)close(helper->from);
	if (helper->ended >= 0)
		return starter_wait(helper->ended, END_MS, &how) &&
		    WIFEXITED(how) && WEXITSTATUS(how) == 0;
	/* It has closed its output, or is not to be waited for. */
	for (int i = 0; i < 200; i++) {
		if (waitpid(helper->pid, &how, WNOHANG) == helper->pid)
			return WIFEXITED(how) && WEXITSTATUS(how) == 0;
		(void)poll(NULL, 0, 10);
	}
	(void)kill(helper->pid, SIGKILL);
	(void)waitpid(helper->pid, &how, 0);
	return false;
}

enum status
pdf_write(struct bytes *pdf, const struct doc *doc, const char *helper,
    struct arena *arena, struct error *error)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	struct helper process = {
		.to = -1, .from = -1, .ended = -1
	};
	char path[PATH_SIZE];
	struct buf wire, out;
	enum status status;
	bool well;

	buf_init(&wire, arena, DOC_WIRE_MAX);
	buf_init(&out, arena, PDF_MAX);
	doc_wire_write(&wire, doc);
	status = buf_status(&wire, error);
	if (status == STATUS_OK)
		status = find_helper(path, helper, error);
	if (status != STATUS_OK)
		return status;
	/* A helper that dies early must not take us with it. */
	(void)sigaction(SIGPIPE, &ignore, &before);
	status = start(&process, path, error);
	if (status == STATUS_OK) {
		talk(&process, &wire, &out);
		well = finish(&process);
		status = buf_status(&out, error);
		*pdf = buf_bytes(&out);
		if (status == STATUS_OK && (!well || pdf->n < 5 ||
		    memcmp(pdf->p, "%PDF-", 5) != 0))
			status = error_set(error, STATUS_FAILURE,
			    "pdf_failed", "PDF を作れませんでした",
			    "the PDF could not be drawn");
	}
	(void)sigaction(SIGPIPE, &before, NULL);
	return status;
}
