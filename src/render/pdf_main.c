/*
 * sekisho-pdf: a document (doc_wire.h) on standard input, PDF on standard
 * output.  It is started by pdf_write() and by nobody else.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "render/doc_wire.h"
#include "render/pdf_draw.h"

/* Readings, layouts and the PDF itself. */
#define MEMORY_MAX ((size_t)512 << 20)

#define REFUSE(call) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), \
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

/*
 * What a program that draws never needs.  It may still open files to read,
 * because fonts are read as they are used; what it reads can only go into
 * the PDF.
 */
static void
shut_doors(void)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		REFUSE(__NR_socket),
		REFUSE(__NR_socketpair),
		REFUSE(__NR_connect),
		REFUSE(__NR_execve),
		REFUSE(__NR_execveat),
		REFUSE(__NR_ptrace),
		REFUSE(__NR_kill),
		REFUSE(__NR_process_vm_readv),
		REFUSE(__NR_process_vm_writev),
		REFUSE(__NR_unlinkat),
		REFUSE(__NR_renameat2),
		REFUSE(__NR_mkdirat),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { LENGTH(rules), rules };

	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	/* A kernel without seccomp leaves the other bounds. */
	(void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

static enum status
put(struct bytes bytes, struct error *error)
{
	ssize_t n;

	for (size_t at = 0; at < bytes.n; at += (size_t)n) {
		n = write(STDOUT_FILENO, bytes.p + at, bytes.n - at);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n <= 0)
			return error_system(error, "write", errno);
	}
	return STATUS_OK;
}

int
main(void)
{
	struct arena *arena = arena_new(MEMORY_MAX);
	struct error error = { .status = STATUS_OK };
	struct bytes in;
	struct doc *doc;
	struct buf out;
	enum status status;

	if (arena == NULL)
		return EXIT_FAILURE;
	shut_doors();
	buf_init(&out, arena, MEMORY_MAX / 4);
	status = file_read(&in, "-", DOC_WIRE_MAX, arena, &error);
	if (status == STATUS_OK)
		status = doc_wire_read(&doc, in, arena, &error);
	if (status == STATUS_OK)
		status = pdf_draw(&out, doc, arena, &error);
	if (status == STATUS_OK)
		status = buf_status(&out, &error);
	if (status == STATUS_OK)
		status = put(buf_bytes(&out), &error);
	if (status != STATUS_OK)
		(void)fprintf(stderr, "sekisho-pdf: %s\n",
		    error.text[LANGUAGE_EN]);
	arena_free(arena);
	return status == STATUS_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
