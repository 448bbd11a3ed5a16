#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/pass.h"
#include "server/console.h"
#include "server/console_files.h"

enum { FILES = 4, HEAD = 8, BACKLOG = 16, ENDING_MS = 1000 };
static const char magic[4] = "SKC1";

struct console {
	struct console_options options;
	char path[PATH_SIZE];
	int socket;
	pthread_t listener;
	bool listening;
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	int running;
};

/* One caller. */
struct visitor {
	struct console *console;
	int socket;
	int files[FILES];
	uid_t uid;
	char input[64];		/* as struct console_call */
	char *bytes;
	size_t n;
	char *words[CONSOLE_WORDS + 1];
};

static bool
address_of(struct sockaddr_un *address, const char *path)
{
	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	return snprintf(address->sun_path, sizeof(address->sun_path), "%s",
	    path) < (int)sizeof(address->sun_path);
}

/* The caller's side. */

static size_t
put_words(char *out, size_t size, const struct console_call *call)
{
	size_t n = HEAD;

	memcpy(out, magic, sizeof(magic));
	out[4] = (char)call->language;
	out[5] = (char)call->color;
	out[6] = (char)(call->argc >> 8);
	out[7] = (char)call->argc;
	for (int i = 0; i < call->argc; i++) {
		size_t length = strlen(call->argv[i]) + 1;

		if (length > size - n)
			return 0;
		memcpy(out + n, call->argv[i], length);
		n += length;
	}
	return n;
}

static int
connect_to(const char *folder)
{
	struct sockaddr_un address;
	char path[PATH_SIZE];
	struct error ignored;
	int fd;

	if (file_join(path, folder, "console", &ignored) != STATUS_OK ||
	    !address_of(&address, path) || !file_exists(path))
		return -1;
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address,
	    sizeof(address)) == 0)
		return fd;
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

/* Opens what it asks for, until it says the exit code. */
static int
hear(int fd, const struct console_call *call)
{
	char said[CONSOLE_FILES_MAX];
	ssize_t got;

	for (;;) {
		got = recv(fd, said, sizeof(said), 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got == 1)
			return (uint8_t)said[0];
		/* It ended without a word: the command failed. */
		if (got <= 0)
			return status_table[STATUS_FAILURE].exit;
		console_files_do(fd, said, (size_t)got, call->argc,
		    call->argv);
	}
}

bool
console_call(const char *folder, const struct console_call *call, int *code)
{
	int fd = connect_to(folder);
	int folder_fd = fd < 0 ? -1 : open(".", O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC);
	const int files[FILES] = {
		fileno(call->in), fileno(call->out), fileno(call->err),
		folder_fd
	};
	char *bytes = mem_alloc(CONSOLE_BYTES);
	size_t n = bytes == NULL ? 0 : put_words(bytes, CONSOLE_BYTES, call);
	bool served = fd >= 0 && folder_fd >= 0 && n > 0 &&
	    pass_send(fd, bytes, n, files, FILES);

	if (served)
		*code = hear(fd, call);
	if (fd >= 0)
		(void)close(fd);
	if (folder_fd >= 0)
		(void)close(folder_fd);
	mem_free(bytes);
	return served;
}

/* The server's side. */

static void
visitor_free(struct visitor *v)
{
	for (int i = 0; i < FILES; i++)
		if (v->files[i] >= 0)
			(void)close(v->files[i]);
	(void)close(v->socket);
	mem_free(v->bytes);
	mem_free(v);
}

static bool
receive(struct visitor *v)
{
	int fds[FILES];
	size_t files;
	ssize_t n = pass_receive(v->socket, v->bytes, CONSOLE_BYTES, fds,
	    FILES, &files);

	memcpy(v->files, fds, files * sizeof(int));
	v->n = n < 0 ? 0 : (size_t)n;
	return v->n > HEAD && files == FILES &&
	    memcmp(v->bytes, magic, sizeof(magic)) == 0 &&
	    v->bytes[v->n - 1] == '\0';
}

static int
split_words(struct visitor *v)
{
	int wanted = (uint8_t)v->bytes[6] << 8 | (uint8_t)v->bytes[7];
	int n = 0;

	for (size_t at = HEAD; at < v->n && n < CONSOLE_WORDS;
	    at += strlen(v->bytes + at) + 1)
		v->words[n++] = v->bytes + at;
	return n == wanted ? n : 0;
}

static bool
may_call(struct visitor *v)
{
	struct ucred peer;
	socklen_t n = sizeof(peer);

	if (getsockopt(v->socket, SOL_SOCKET, SO_PEERCRED, &peer, &n) != 0)
		return false;
	v->uid = peer.uid;
	return peer.uid == 0 || peer.uid == geteuid();
}

/* Its standard input by name, which is no path that can be opened again. */
static int
act_for(void *context, enum file_deed deed, const char *path,
    const char *to, int flags, int mode)
{
	struct visitor *v = context;

	if (deed == FILE_OPEN && strcmp(path, v->input) == 0)
		return fcntl(v->files[0], F_DUPFD_CLOEXEC, 0);
	return console_files_ask(v->socket, deed, path, to, flags, mode);
}

static int
run_words(struct visitor *v, int argc)
{
	const struct file_caller caller = { act_for, v };
	struct console *console = v->console;
	struct console_call call = {
		.argc = argc, .argv = v->words, .uid = v->uid,
		.language = v->bytes[4] == LANGUAGE_EN ? LANGUAGE_EN :
		    LANGUAGE_JA,
		.color = v->bytes[5] != 0,
	};
	int code = status_table[STATUS_FAILURE].exit;

	(void)snprintf(call.input, sizeof(call.input), "/proc/self/fd/%d",
	    v->files[0]);
	(void)snprintf(v->input, sizeof(v->input), "%s", call.input);
	call.in = fdopen(v->files[0], "r");
	call.out = fdopen(v->files[1], "w");
	call.err = fdopen(v->files[2], "w");
	file_caller_set(&caller);
	if (call.in != NULL && call.out != NULL && call.err != NULL)
		code = console->options.run(console->options.context, &call);
	file_caller_set(NULL);
	/* Their files are closed with them. */
	if (call.in != NULL && fclose(call.in) == 0)
		v->files[0] = -1;
	if (call.out != NULL && fclose(call.out) != 0 && code == 0)
		code = status_table[STATUS_FAILURE].exit;
	if (call.out != NULL)
		v->files[1] = -1;
	if (call.err != NULL && fclose(call.err) == 0)
		v->files[2] = -1;
	return code;
}

static void *
serve(void *context)
{
	struct visitor *v = context;
	struct console *console = v->console;
	uint8_t code = (uint8_t)status_table[STATUS_FAILURE].exit;
	int argc;

	v->bytes = mem_alloc(CONSOLE_BYTES + 1);
	/* A working directory of the thread's own: the caller's. */
	if (v->bytes != NULL && may_call(v) && receive(v) &&
	    (argc = split_words(v)) > 0 && unshare(CLONE_FS) == 0 &&
	    fchdir(v->files[FILES - 1]) == 0)
		code = (uint8_t)run_words(v, argc);
	(void)send(v->socket, &code, 1, MSG_NOSIGNAL);
	visitor_free(v);
	(void)pthread_mutex_lock(&console->mutex);
	console->running--;
	(void)pthread_cond_signal(&console->ended);
	(void)pthread_mutex_unlock(&console->mutex);
	return NULL;
}

static void
admit(struct console *console, int fd)
{
	struct visitor *v = mem_alloc(sizeof(*v));
	pthread_t thread;

	if (v == NULL) {
		(void)close(fd);
		return;
	}
	v->console = console;
	v->socket = fd;
	for (int i = 0; i < FILES; i++)
		v->files[i] = -1;
	(void)pthread_mutex_lock(&console->mutex);
	while (console->running == CONSOLE_AT_ONCE)
		(void)pthread_cond_wait(&console->ended, &console->mutex);
	console->running++;
	(void)pthread_mutex_unlock(&console->mutex);
	if (pthread_create(&thread, NULL, serve, v) == 0) {
		(void)pthread_detach(thread);
		return;
	}
	(void)pthread_mutex_lock(&console->mutex);
	console->running--;
	(void)pthread_mutex_unlock(&console->mutex);
	visitor_free(v);
}

static void *
listen_on(void *context)
{
	struct console *console = context;

	for (;;) {
		int fd = accept4(console->socket, NULL, NULL, SOCK_CLOEXEC);

		if (fd >= 0)
			admit(console, fd);
		else if (errno != EINTR && errno != ECONNABORTED)
			return NULL;	/* shut down */
	}
}

static enum status
bind_to(struct console *console, struct error *error)
{
	struct sockaddr_un address;

	if (!address_of(&address, console->path))
		return error_set(error, STATUS_INVALID, "path_too_long",
		    "ストアのパスが長すぎます",
		    "the path of the store is too long");
	/* The store is ours, so whatever lies there is of a dead server. */
	(void)unlink(console->path);
	console->socket = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (console->socket < 0)
		return error_system(error, "socket", errno);
	if (bind(console->socket, (struct sockaddr *)&address,
	    sizeof(address)) != 0 || chmod(console->path, 0600) != 0 ||
	    listen(console->socket, BACKLOG) != 0)
		return error_system(error, "bind", errno);
	return STATUS_OK;
}

enum status
console_open(struct console **out, const struct console_options *options,
    struct error *error)
{
	struct console *console = mem_alloc(sizeof(*console));
	enum status status;

	*out = NULL;
	if (console == NULL)
		return error_memory(error);
	console->options = *options;
	console->socket = -1;
	(void)pthread_mutex_init(&console->mutex, NULL);
	(void)pthread_cond_init(&console->ended, NULL);
	status = file_join(console->path, options->folder, "console", error);
	if (status == STATUS_OK)
		status = bind_to(console, error);
	if (status != STATUS_OK) {
		console_close(console);
		return status;
	}
	*out = console;
	return STATUS_OK;
}

enum status
console_begin(struct console *console, struct error *error)
{
	int failure = pthread_create(&console->listener, NULL, listen_on,
	    console);

	console->listening = failure == 0;
	return failure == 0 ? STATUS_OK : error_system(error,
	    "pthread_create", failure);
}

static void
take_away(const struct starter_program *program, const int *fds, size_t n)
{
	(void)fds;
	(void)n;
	(void)unlink(program->path);
	_exit(EXIT_SUCCESS);
}

enum status
console_program(struct starter_program *program, const char *folder,
    struct error *error)
{
	program->become = take_away;
	program->at_once = 1;
	return file_join(program->path, folder, "console", error);
}

/* A server that is confined may not; the next one would, too. */
static void
remove_socket(const struct console *console)
{
	const int none = -1;
	struct error ignored;
	int ended, how;

	if (unlink(console->path) != 0 && errno == EACCES &&
	    starter_is_there() && starter_start(&ended, STARTER_CONSOLE,
	    &none, 0, &ignored) == STATUS_OK)
		(void)starter_wait(ended, ENDING_MS, &how);
}

void
console_close(struct console *console)
{
	if (console == NULL)
		return;
	remove_socket(console);
	if (console->listening) {
		(void)shutdown(console->socket, SHUT_RDWR);
		(void)pthread_join(console->listener, NULL);
	}
	(void)pthread_mutex_lock(&console->mutex);
	while (console->running > 0)
		(void)pthread_cond_wait(&console->ended, &console->mutex);
	(void)pthread_mutex_unlock(&console->mutex);
	if (console->socket >= 0)
		(void)close(console->socket);
	(void)pthread_cond_destroy(&console->ended);
	(void)pthread_mutex_destroy(&console->mutex);
	mem_free(console);
}
