/*
 * Each kind of process is confined as it will be, and then code is planted in
 * it that opens a file, connects, or starts a program.
 */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "base/confine.h"
#include "crypto/holder/serve.h"

enum kind { HOLDER, SERVER, JOB, HELPER, KINDS };
static const char *const kind_names[KINDS] = {
	"holder", "server", "job", "helper"
};
/* What a child answers: the errno of what it tried, or one of these. */
enum { DONE = 0, NOT_CONFINED = 200, NOT_WHOLE = 201, KILLED = 1000 };

static char secret_file[96], own_folder[96];
static int listening, program;

static int
confine_as(enum kind kind)
{
	const struct confine_path own = {
		own_folder, CONFINE_READ | CONFINE_WRITE | CONFINE_MAKE
	};
	struct confine needs = {
		.paths = &own, .path_count = 1, .system_files = true,
		.network = kind == SERVER ? CONFINE_SERVE : kind == JOB ?
		    CONFINE_CONNECT : CONFINE_NO_NETWORK,
	};
	enum confine_kept kept = CONFINE_WHOLE;
	struct error error;
	enum status status = kind == HOLDER ?
	    serve_confine(own_folder, &error) :
	    confine_self(&kept, &needs, &error);

	if (status != STATUS_OK)
		return NOT_CONFINED;
	return kept != CONFINE_WHOLE ? NOT_WHOLE : DONE;
}

static int
said(long result)
{
	return result < 0 ? errno : DONE;
}

static int
open_secret(void)
{
	return said(open(secret_file, O_RDONLY));
}

static int
make_file(void)
{
	char path[PATH_SIZE + 8];

	(void)snprintf(path, sizeof(path), "%s.new", secret_file);
	return said(open(path, O_WRONLY | O_CREAT, 0600));
}

static int
make_own_file(void)
{
	char path[PATH_SIZE + 16];

	(void)snprintf(path, sizeof(path), "%s/opened/new", own_folder);
	return said(open(path, O_WRONLY | O_CREAT, 0600));
}

static int
open_to_all(void)
{
	return said(chmod(secret_file, 0666));
}

static int
give_away(void)
{
	return said(chown(secret_file, 65534, 65534));
}

static int
cut_secret(void)
{
	return said(truncate(secret_file, 0));
}

static int
connect_out(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd < 0)
		return errno;
	(void)snprintf(to.sun_path, sizeof(to.sun_path), "%s/s", own_folder);
	return said(connect(fd, (struct sockaddr *)&to, sizeof(to)));
}

static int
raw_socket(void)
{
	return said(socket(AF_PACKET, SOCK_RAW, 0));
}

static int
start_program(void)
{
	char name[] = "/bin/true";
	char *const arguments[] = { name, NULL };

	return said(execve(name, arguments, NULL));
}

static int
fork_off(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return said(child);
}

static int
trace_parent(void)
{
	return said(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int
ring(void)
{
	return said(syscall(SYS_io_uring_setup, 1, NULL));
}

static int
kill_parent(void)
{
	return said(kill(getppid(), 0));
}

static void *
nothing(void *context)
{
	return context;
}

static int
start_thread(void)
{
	pthread_t thread;
	int failed = pthread_create(&thread, NULL, nothing, NULL);

	if (failed == 0)
		(void)pthread_join(thread, NULL);
	return failed;
}

static int
write_terminal(void)
{
	return said(write(STDERR_FILENO, "", 0));
}

/* Code of one's own, in memory that can be written to or could be. */
static int
code_at_once(void)
{
	return said((long)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

static int
code_of_nothing(void)
{
	return said((long)mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

static int
code_of_data(void)
{
	void *data = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return data == MAP_FAILED ? NOT_CONFINED : said(mprotect(data, 4096,
	    PROT_READ | PROT_EXEC));
}

static int
code_with_a_key(void)
{
	void *data = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return data == MAP_FAILED ? NOT_CONFINED : said(syscall(
	    SYS_pkey_mprotect, data, 4096, PROT_READ | PROT_EXEC, -1));
}

/* As a library is loaded. */
static int
code_of_a_file(void)
{
	return said((long)mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE,
	    program, 0));
}

static int
data_of_nothing(void)
{
	void *data = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return data == MAP_FAILED ? errno : said(mprotect(data, 4096,
	    PROT_NONE));
}

/* Confines a child as that kind and plants the act in it. */
static int
planted(enum kind kind, int (*act)(void))
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		int kept = confine_as(kind);

		_exit(kept != DONE ? kept : act());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? KILLED + WTERMSIG(status) :
	    WEXITSTATUS(status);
}

static void
no_file_but_its_own(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KINDS; kind++) {
		print_message("%s\n", kind_names[kind]);
		assert_int_equal(planted(kind, open_secret), EACCES);
		assert_int_equal(planted(kind, make_file), EACCES);
		assert_int_equal(planted(kind, open_to_all), EACCES);
		assert_int_equal(planted(kind, give_away), EACCES);
		assert_int_equal(planted(kind, cut_secret), EACCES);
		assert_int_equal(planted(kind, make_own_file), DONE);
		assert_int_equal(planted(kind, write_terminal), DONE);
	}
}

static void
no_connection_but_where_it_is_needed(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KINDS; kind++) {
		assert_int_equal(planted(kind, connect_out),
		    kind == JOB ? DONE : EACCES);
		assert_int_equal(planted(kind, raw_socket), EACCES);
	}
}

/* Nothing that it could explain: the process ends. */
static void
no_other_program(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KINDS; kind++) {
		assert_int_equal(planted(kind, start_program),
		    KILLED + SIGSYS);
		assert_int_equal(planted(kind, trace_parent),
		    KILLED + SIGSYS);
		assert_int_equal(planted(kind, fork_off), EACCES);
		assert_int_equal(planted(kind, ring), ENOSYS);
	}
}

static void
threads_where_they_are_needed(void **state)
{
	(void)state;
	for (enum kind kind = SERVER; kind < KINDS; kind++)
		assert_int_equal(planted(kind, start_thread), DONE);
	assert_int_not_equal(planted(HOLDER, start_thread), DONE);
}

static void
no_code_but_of_libraries(void **state)
{
	(void)state;
	for (enum kind kind = 0; kind < KINDS; kind++) {
		print_message("%s\n", kind_names[kind]);
		assert_int_equal(planted(kind, code_at_once), EACCES);
		assert_int_equal(planted(kind, code_of_nothing), EACCES);
		assert_int_equal(planted(kind, code_of_data), EACCES);
		assert_int_equal(planted(kind, code_with_a_key), EACCES);
		assert_int_equal(planted(kind, code_of_a_file),
		    kind == HOLDER ? EACCES : DONE);
		assert_int_equal(planted(kind, data_of_nothing), DONE);
	}
}

/* From version 6 of Landlock on; the holder may not signal at all. */
static void
no_signal_to_others(void **state)
{
	(void)state;
	assert_int_equal(planted(HOLDER, kill_parent), EACCES);
	if (syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION) < 6) {
		print_message("skipped: this kernel cannot scope signals\n");
		skip();
	}
	assert_int_equal(planted(SERVER, kill_parent), EPERM);
}

static int
setup(void **state)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	FILE *file;
	int kept;

	if (folder_make(state) != 0)
		return -1;
	(void)snprintf(secret_file, sizeof(secret_file), "%s", at("secret"));
	(void)snprintf(own_folder, sizeof(own_folder), "%s", at("own"));
	file = fopen(secret_file, "w");
	if (file == NULL || fclose(file) != 0 ||
	    mkdir(own_folder, 0700) != 0 || mkdir(at("own/opened"), 0700) != 0)
		return -1;
	(void)snprintf(name.sun_path, sizeof(name.sun_path), "%s/s",
	    own_folder);
	program = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	listening = socket(AF_UNIX, SOCK_STREAM, 0);
	if (program < 0 || bind(listening, (struct sockaddr *)&name, sizeof(name)) != 0 ||
	    listen(listening, 16) != 0)
		return -1;
	kept = planted(SERVER, write_terminal);
	if (kept != NOT_CONFINED && kept != NOT_WHOLE)
		return 0;
	(void)folder_remove(state);
	print_message("skipped: %s\n", kept == NOT_WHOLE ?
	    "this kernel cannot confine a process" :
	    "this machine does not let a process confine itself");
	exit(77);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_file_but_its_own),
		cmocka_unit_test(no_connection_but_where_it_is_needed),
		cmocka_unit_test(no_other_program),
		cmocka_unit_test(threads_where_they_are_needed),
		cmocka_unit_test(no_code_but_of_libraries),
		cmocka_unit_test(no_signal_to_others),
	};

	return cmocka_run_group_tests(tests, setup, folder_remove);
}
