#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "crypto/secret.h"
#include "crypto/holder/holder_parts.h"

enum { FD_FROM = 10 };

static enum status
not_there(struct error *error, int errnum, const char *path)
{
	enum status status = error_set(error, STATUS_FAILURE,
	    "holder_start", "鍵を保持するプロセスを起動できません (%s)",
	    "the process that holds the keys cannot be started (%s)",
	    strerrordesc_np(errnum));

	error_at(error, "%s", path);
	return status;
}

/* Beside this program, or where it was installed. */
static enum status
find_program(char path[PATH_SIZE], struct error *error)
{
	char self[PATH_SIZE];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n < 0)
		return error_system(error, "readlink", errno);
	self[n] = '\0';
	if (file_join(path, dirname(self), "sekisho-holder", error) ==
	    STATUS_OK && access(path, X_OK) == 0)
		return STATUS_OK;
	return file_join(path, SEKISHO_LIBEXEC, "sekisho-holder", error);
}

static char *const environment[] = {
	(char *)(uintptr_t)"LC_ALL=C.UTF-8", NULL
};

/* The rates are arguments: whoever only has the socket cannot change them. */
static void
write_rates(char arguments[2][16], uint32_t per_minute, uint32_t bulk)
{
	(void)snprintf(arguments[0], 16, "%u", per_minute);
	(void)snprintf(arguments[1], 16, "%u", bulk);
}

/* In a process that the starter has made: files as spawn() gives them. */
static void
become(const struct starter_program *program, const int *fds, size_t n)
{
	char *const arguments[] = {
		(char *)(uintptr_t)"sekisho-holder",
		(char *)(uintptr_t)program->arguments[0],
		(char *)(uintptr_t)program->arguments[1], NULL
	};
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	/* Out of the way of the numbers that they get. */
	int fd = n > 0 ? fcntl(fds[0], F_DUPFD, FD_FROM) : -1;
	int page = n > 1 ? fcntl(fds[1], F_DUPFD, FD_FROM) : -1;

	if (nothing < 0 || fd < 0 || dup2(nothing, STDIN_FILENO) < 0 ||
	    dup2(nothing, STDOUT_FILENO) < 0 || dup2(fd, WIRE_FD) < 0 ||
	    (page >= 0 && dup2(page, WIRE_PAGE_FD) < 0) ||
	    close_range(page >= 0 ? WIRE_PAGE_FD + 1 : WIRE_FD + 1, ~0U,
	    0) != 0)
		_exit(EXIT_FAILURE);
	(void)setsid();
	(void)execve(program->path, arguments, environment);
	_exit(EXIT_FAILURE);
}

enum status
holder_program(struct starter_program *out, uint32_t per_minute,
    uint32_t bulk, struct error *error)
{
	out->become = become;
	out->at_once = 1;
	write_rates(out->arguments, per_minute, bulk);
	return find_program(out->path, error);
}

/*
 * Nothing of this process goes along but the socket and standard error: no
 * environment, no terminal, no other file.
 */
static enum status
spawn(struct holder *holder, int fd, int page, struct error *error)
{
	char path[PATH_SIZE], name[] = "sekisho-holder", rates[2][16];
	char *const arguments[] = { name, rates[0], rates[1], NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t ways;
	int failed;
	enum status status = find_program(path, error);

	if (status != STATUS_OK)
		return status;
	write_rates(rates, holder->people_per_minute,
	    holder->bulk_people_per_minute);
	(void)posix_spawn_file_actions_init(&files);
	(void)posix_spawnattr_init(&ways);
	failed = posix_spawn_file_actions_adddup2(&files, fd, WIRE_FD);
	if (failed == 0)
		failed = posix_spawn_file_actions_addopen(&files,
		    STDIN_FILENO, "/dev/null", O_RDWR, 0);
	if (failed == 0)
		failed = posix_spawn_file_actions_adddup2(&files,
		    STDIN_FILENO, STDOUT_FILENO);
	if (failed == 0 && page >= 0)
		failed = posix_spawn_file_actions_adddup2(&files, page,
		    WIRE_PAGE_FD);
	if (failed == 0)
		failed = posix_spawn_file_actions_addclosefrom_np(&files,
		    page >= 0 ? WIRE_PAGE_FD + 1 : WIRE_FD + 1);
	if (failed == 0)
		failed = posix_spawnattr_setflags(&ways, POSIX_SPAWN_SETSID);
	if (failed == 0)
		failed = posix_spawn(&holder->process, path, &files, &ways,
		    arguments, environment);
	(void)posix_spawn_file_actions_destroy(&files);
	(void)posix_spawnattr_destroy(&ways);
	holder->reaped = failed != 0;
	return failed == 0 ? STATUS_OK : failed == ENOMEM ?
	    error_memory(error) : not_there(error, failed, path);
}

static enum status
start_process(struct holder *holder, int fd, int page, struct error *error)
{
	const int fds[] = { fd, page };

	return starter_is_there() ? starter_start(&holder->ended,
	    STARTER_HOLDER, fds, page >= 0 ? 2 : 1, error) :
	    spawn(holder, fd, page, error);
}

static void
reap(struct holder *holder)
{
	int ignored;

	if (holder->ended >= 0)
		(void)starter_wait(holder->ended, -1, &ignored);
	holder->ended = -1;
	while (!holder->reaped && waitpid(holder->process, &ignored, 0) < 0 &&
	    errno == EINTR)
		continue;
	holder->reaped = true;
}

static enum status
connect_to(struct holder *holder, struct error *error)
{
	int ends[2], page = -1;
	enum status status;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return error_system(error, "socketpair", errno);
	holder->fd = ends[0];
	holder->page = page_new(&page);
	status = start_process(holder, ends[1], page, error);
	(void)close(ends[1]);
	if (page >= 0)
		(void)close(page);
	return status;
}

/* False when it has no room. */
static bool
put_secret(struct wire_start *start, struct text part)
{
	if (part.n > WIRE_SECRET - start->secret_size)
		return false;
	memcpy(start->secret + start->secret_size, part.p, part.n);
	start->secret_size += (uint32_t)part.n;
	return true;
}

static bool
put_secrets(struct wire_start *start, const struct unlock_secret *secret)
{
	bool fits = true;

	if (secret->key_file != NULL && secret->share_count == 0)
		return snprintf(start->key_file, PATH_SIZE, "%s",
		    secret->key_file) < PATH_SIZE;
	if (secret->share_count == 0)
		return put_secret(start, secret->passphrase);
	start->share_count = (uint32_t)secret->share_count;
	for (size_t i = 0; i < secret->share_count && fits; i++)
		fits = put_secret(start, (struct text){
		    secret->share_files[i],
		    strlen(secret->share_files[i]) + 1 });
	return fits;
}

static enum status
unlock(struct holder *holder, const struct unlock_secret *secret,
    struct error *error)
{
	const struct wire_request request = { WIRE_START, 0, 0, 0 };
	struct wire_start *start = secret_alloc(sizeof(*start));
	size_t size = 0;
	enum status status;

	if (start == NULL)
		return error_memory(error);
	memcpy(start->store, holder->store, STORE_ID_SIZE);
	memcpy(start->folder, holder->folder, PATH_SIZE);
	if (put_secrets(start, secret))
		status = holder_exchange(holder, &request, start,
		    sizeof(*start), &size, error);
	else
		status = error_set(error, STATUS_INVALID, "path_too_long",
		    "パス又はパスフレーズが長すぎます",
		    "the path or the passphrase is too long");
	secret_free(start);
	return status;
}

enum status
holder_begin(struct holder *holder, const struct unlock_secret *secret,
    struct error *error)
{
	enum status status = connect_to(holder, error);

	atomic_store(&holder->unfinished, false);
	if (status == STATUS_OK)
		status = unlock(holder, secret, error);
	holder->serves = status == STATUS_OK;
	return status;
}

void
holder_end(struct holder *holder)
{
	const struct wire_request request = { WIRE_END, 0, 0, 0 };
	struct error ignored;
	size_t size;
	int fd;

	if (holder->serves && !atomic_load(&holder->unfinished))
		(void)!holder_exchange(holder, &request, NULL, 0, &size,
		    &ignored);
	holder->serves = false;
	fd = atomic_exchange(&holder->fd, -1);
	if (fd >= 0)
		(void)close(fd);
	reap(holder);
	page_free(holder->page);
	holder->page = NULL;
}

static struct holder *
holder_new(const struct holder_options *options)
{
	struct holder *holder = mem_alloc(sizeof(*holder));

	if (holder == NULL)
		return NULL;
	holder->fd = holder->ended = -1;
	holder->reaped = true;
	(void)pthread_mutex_init(&holder->mutex, NULL);
	(void)snprintf(holder->folder, PATH_SIZE, "%s", options->folder);
	memcpy(holder->store, options->store, STORE_ID_SIZE);
	holder->people_per_minute = options->people_per_minute;
	holder->bulk_people_per_minute = options->bulk_people_per_minute;
	holder->in = secret_alloc(WIRE_REPLY_MAX);
	if (holder->in != NULL)
		return holder;
	mem_free(holder);
	return NULL;
}

enum status
holder_start(struct holder **out, struct keyring **keyring,
    const struct holder_options *options, struct error *error)
{
	struct holder *holder = holder_new(options);
	enum status status;

	*out = NULL;
	*keyring = NULL;
	if (holder == NULL)
		return error_memory(error);
	status = holder_begin(holder, options->secret, error);
	if (status == STATUS_OK)
		status = keyring_attach(keyring, &holder_remote, holder,
		    error);
	if (status != STATUS_OK) {
		holder_remote.close(holder);
		return status;
	}
	*out = holder;
	return STATUS_OK;
}
