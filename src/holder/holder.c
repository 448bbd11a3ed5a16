#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "crypto/secret.h"
#include "holder/holder.h"
#include "holder/page.h"
#include "holder/wire.h"

const char *const holder_purpose_names[HOLDER_PURPOSES] = {
	[HOLDER_NO_PURPOSE] = "", [HOLDER_VERIFY] = "verify",
	[HOLDER_REINDEX] = "reindex", [HOLDER_RETENTION] = "retention",
	[HOLDER_RESTORE] = "restore", [HOLDER_ERASE] = "erase",
	[HOLDER_USE] = "use",
};

enum { MISSED = 64 };	/* requests by the socket, when the page failed */

struct holder {
	int fd;
	pid_t process;
	atomic_bool gone, unfinished;
	atomic_uint kek, older;
	atomic_int_fast64_t kek_made;
	unsigned int lane;
	pthread_mutex_t mutex;		/* for the rest */
	bool reaped;
	struct page *page;		/* NULL: the socket alone */
	unsigned int missed;		/* rounds without the page */
	uint8_t *in;			/* WIRE_REPLY_MAX, guarded */
};

static enum status
gone(struct error *error)
{
	enum status status = error_set(error, STATUS_FAILURE, "holder_gone",
	    "鍵を保持するプロセスが終了しました。これ以上何も開けません",
	    "the process that holds the keys has ended: nothing can be "
	    "opened any more");

	error_remedy(error, "起動し直してください。繰り返すときは、その"
	    "プロセスの記録 (標準エラー) を確認してください",
	    "start again; if it happens again, see what that process wrote "
	    "to standard error");
	return status;
}

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

/*
 * Nothing of this process goes along but the socket and standard error: no
 * environment, no terminal, no other file.
 */
static enum status
spawn(struct holder *holder, int fd, int page, struct error *error)
{
	char path[PATH_SIZE], name[] = "sekisho-holder";
	char language[] = "LC_ALL=C.UTF-8";
	char *const arguments[] = { name, NULL };
	char *const environment[] = { language, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t ways;
	int failed;
	enum status status = find_program(path, error);

	if (status != STATUS_OK)
		return status;
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

static void
reap(struct holder *holder)
{
	int ignored;

	while (!holder->reaped && waitpid(holder->process, &ignored, 0) < 0 &&
	    errno == EINTR)
		continue;
	holder->reaped = true;
}

/* The mutex is held: the other end is closed. */
static enum status
lose(struct holder *holder, struct error *error)
{
	atomic_store(&holder->gone, true);
	return gone(error);
}

static void
take_keks(struct holder *holder, const struct keyring_keks *keks)
{
	atomic_store_explicit(&holder->kek, keks->number,
	    memory_order_relaxed);
	atomic_store_explicit(&holder->older, keks->older,
	    memory_order_relaxed);
	atomic_store_explicit(&holder->kek_made, keks->made_at,
	    memory_order_relaxed);
}

/*
 * One request and its reply; the mutex is held.  size is that of the reply's
 * body when it is OK; the body lies behind the head in holder->in.
 */
static enum status
exchange(struct holder *holder, const struct wire_request *request,
    const void *body, size_t n, size_t *size, struct error *error)
{
	struct iovec parts[] = {
		{ (void *)(uintptr_t)request, sizeof(*request) },
		{ (void *)(uintptr_t)body, n },
	};
	const struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	const struct wire_reply *reply = (const void *)holder->in;
	ssize_t got;

	if (atomic_load(&holder->gone))
		return gone(error);
	do
		got = sendmsg(holder->fd, &message, MSG_NOSIGNAL);
	while (got < 0 && errno == EINTR);
	if (got != (ssize_t)(sizeof(*request) + n))
		return lose(holder, error);
	do
		got = recv(holder->fd, holder->in, WIRE_REPLY_MAX, 0);
	while (got < 0 && errno == EINTR);
	if (got < (ssize_t)sizeof(*reply))
		return lose(holder, error);
	*size = (size_t)got - sizeof(*reply);
	take_keks(holder, &reply->keks);
	holder->lane = reply->lane;
	if (reply->status == STATUS_OK)
		return STATUS_OK;
	if (*size != sizeof(*error) || reply->status >= STATUS_COUNT)
		return lose(holder, error);
	memcpy(error, reply + 1, sizeof(*error));
	return reply->status;
}

/* The same for a reply of a known size, which is copied out. */
static enum status
ask(struct holder *holder, const struct wire_request *request,
    const void *body, size_t n, void *out, size_t wanted,
    struct error *error)
{
	size_t size = 0;
	enum status status;

	(void)pthread_mutex_lock(&holder->mutex);
	status = exchange(holder, request, body, n, &size, error);
	if (status == STATUS_OK && size != wanted)
		status = lose(holder, error);
	if (status == STATUS_OK && wanted > 0)
		memcpy(out, holder->in + sizeof(struct wire_reply), wanted);
	mem_wipe(holder->in + sizeof(struct wire_reply), wanted);
	(void)pthread_mutex_unlock(&holder->mutex);
	return status;
}

static struct keyring_keks
remote_keks(void *context)
{
	struct holder *holder = context;

	return (struct keyring_keks){
		.number = atomic_load(&holder->kek),
		.older = atomic_load(&holder->older),
		.made_at = atomic_load(&holder->kek_made),
	};
}

static enum status
remote_create(void *context, uint64_t first, size_t n,
    struct wrapped_slot *out, struct slot_key *keys, struct error *error)
{
	struct holder *holder = context;
	enum status status = STATUS_OK;

	while (n > 0 && status == STATUS_OK) {
		size_t some = n < WIRE_BATCH ? n : WIRE_BATCH;
		size_t wrapped = some * sizeof(*out);
		size_t opened = keys != NULL ? some * sizeof(*keys) : 0;
		const struct wire_request request = {
			WIRE_CREATE, (uint32_t)some, first, keys != NULL
		};
		uint8_t *room = secret_alloc(wrapped + opened);

		if (room == NULL)
			return error_memory(error);
		status = ask(holder, &request, NULL, 0, room,
		    wrapped + opened, error);
		if (status == STATUS_OK)
			memcpy(out, room, wrapped);
		if (status == STATUS_OK && keys != NULL) {
			memcpy(keys, room + wrapped, opened);
			keys += some;
		}
		secret_free(room);
		out += some;
		first += some;
		n -= some;
	}
	return status;
}

static enum status
remote_check(void *context, struct error *error)
{
	struct holder *holder = context;
	struct pollfd look = { .fd = holder->fd, .events = POLLRDHUP };

	if (!atomic_load(&holder->gone) && (poll(&look, 1, 0) <= 0 ||
	    (look.revents & (POLLHUP | POLLERR | POLLRDHUP)) == 0))
		return STATUS_OK;
	atomic_store(&holder->gone, true);
	return gone(error);
}

static bool
has_gone(void *context)
{
	struct error ignored;

	return remote_check(context, &ignored) != STATUS_OK;
}

/* By the page, if that is possible: false when it was not. */
static bool
unwrap_soon(struct holder *holder, const struct wrapped_slot *slots,
    size_t n, struct slot_key *keys, enum status *status,
    struct error *error)
{
	struct page *page = holder->page;
	bool done = false;

	(void)pthread_mutex_lock(&holder->mutex);
	if (holder->missed > 0) {
		holder->missed--;
	} else if (page != NULL && !atomic_load(&holder->gone) &&
	    atomic_load_explicit(&page->awake, memory_order_relaxed)) {
		done = page_ask(page, slots, n, has_gone, holder);
		holder->missed = done ? 0 : MISSED;
	}
	if (done) {
		take_keks(holder, &page->keks);
		*status = page->status;
		if (*status == STATUS_OK)
			memcpy(keys, page->out.keys, n * sizeof(*keys));
		else
			memcpy(error, &page->out.error, sizeof(*error));
		page_done(page);
	}
	(void)pthread_mutex_unlock(&holder->mutex);
	return done;
}

static enum status
remote_unwrap(void *context, const struct wrapped_slot *slots, size_t n,
    struct slot_key *keys, struct error *error)
{
	struct holder *holder = context;
	enum status status = STATUS_OK;

	while (n > 0 && status == STATUS_OK) {
		size_t some = n < WIRE_BATCH ? n : WIRE_BATCH;
		const struct wire_request request = {
			WIRE_UNWRAP, (uint32_t)some, 0, 0
		};

		if (some > PAGE_SLOTS || !unwrap_soon(holder, slots, some,
		    keys, &status, error))
			status = ask(holder, &request, slots,
			    some * sizeof(*slots), keys,
			    some * sizeof(*keys), error);
		slots += some;
		keys += some;
		n -= some;
	}
	return status;
}

static enum status
remote_rewrap(void *context, const struct wrapped_slot *slots, size_t n,
    struct wrapped_slot *out, struct error *error)
{
	struct holder *holder = context;
	enum status status = STATUS_OK;

	while (n > 0 && status == STATUS_OK) {
		size_t some = n < WIRE_BATCH ? n : WIRE_BATCH;
		const struct wire_request request = {
			WIRE_REWRAP, (uint32_t)some, 0, 0
		};

		status = ask(holder, &request, slots, some * sizeof(*slots),
		    out, some * sizeof(*out), error);
		slots += some;
		out += some;
		n -= some;
	}
	return status;
}

static enum status
ask_plainly(struct holder *holder, enum wire_kind kind, uint64_t a,
    struct error *error)
{
	const struct wire_request request = { kind, 0, a, 0 };

	return ask(holder, &request, NULL, 0, NULL, 0, error);
}

static enum status
remote_look(void *context, struct error *error)
{
	return ask_plainly(context, WIRE_LOOK, 0, error);
}

static enum status
remote_replace_begin(void *context, int64_t now, struct error *error)
{
	return ask_plainly(context, WIRE_REPLACE, (uint64_t)now, error);
}

static enum status
remote_replace_end(void *context, struct error *error)
{
	return ask_plainly(context, WIRE_REPLACED, 0, error);
}

static void
holder_free(struct holder *holder)
{
	if (holder->fd >= 0)
		(void)close(holder->fd);
	reap(holder);
	page_free(holder->page);
	secret_free(holder->in);
	mem_free(holder);
}

static void
remote_close(void *context)
{
	struct holder *holder = context;
	struct error ignored;

	if (!atomic_load(&holder->unfinished))
		(void)!ask_plainly(holder, WIRE_END, 0, &ignored);
	holder_free(holder);
}

static const struct keyring_remote remote = {
	.keks = remote_keks, .create = remote_create,
	.unwrap = remote_unwrap, .look = remote_look,
	.replace_begin = remote_replace_begin, .rewrap = remote_rewrap,
	.replace_end = remote_replace_end, .check = remote_check,
	.close = remote_close,
};

static struct holder *
holder_new(void)
{
	struct holder *holder = mem_alloc(sizeof(*holder));

	if (holder == NULL)
		return NULL;
	holder->fd = -1;
	holder->reaped = true;
	(void)pthread_mutex_init(&holder->mutex, NULL);
	holder->in = secret_alloc(WIRE_REPLY_MAX);
	if (holder->in != NULL)
		return holder;
	holder_free(holder);
	return NULL;
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
	status = spawn(holder, ends[1], page, error);
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
unlock(struct holder *holder, const struct holder_options *options,
    struct error *error)
{
	const struct wire_request request = { WIRE_START, 0, 0, 0 };
	struct wire_start *start = secret_alloc(sizeof(*start));
	enum status status;

	if (start == NULL)
		return error_memory(error);
	memcpy(start->store, options->store, STORE_ID_SIZE);
	start->per_minute = options->people_per_minute;
	start->bulk_per_minute = options->bulk_people_per_minute;
	if (snprintf(start->folder, PATH_SIZE, "%s", options->folder) >=
	    PATH_SIZE || !put_secrets(start, options->secret)) {
		secret_free(start);
		return error_set(error, STATUS_INVALID, "path_too_long",
		    "パス又はパスフレーズが長すぎます",
		    "the path or the passphrase is too long");
	}
	status = ask(holder, &request, start, sizeof(*start), NULL, 0,
	    error);
	secret_free(start);
	return status;
}

enum status
holder_start(struct holder **out, struct keyring **keyring,
    const struct holder_options *options, struct error *error)
{
	struct holder *holder = holder_new();
	enum status status;

	*out = NULL;
	*keyring = NULL;
	if (holder == NULL)
		return error_memory(error);
	status = connect_to(holder, error);
	if (status == STATUS_OK)
		status = unlock(holder, options, error);
	if (status == STATUS_OK)
		status = keyring_attach(keyring, &remote, holder, error);
	if (status != STATUS_OK) {
		holder_free(holder);
		return status;
	}
	*out = holder;
	return STATUS_OK;
}

void
holder_unfinished(struct holder *holder)
{
	atomic_store(&holder->unfinished, true);
}

int
holder_process(const struct holder *holder)
{
	return holder->process;
}

enum status
holder_bulk(struct holder *holder, enum holder_purpose purpose,
    uint64_t people, bool begins, struct error *error)
{
	const struct wire_request request = {
		WIRE_BULK, begins, purpose, people
	};

	return ask(holder, &request, NULL, 0, NULL, 0, error);
}

enum status
holder_bulk_end(struct holder *holder, enum holder_purpose purpose,
    struct error *error)
{
	return ask_plainly(holder, WIRE_BULK_END, purpose, error);
}

unsigned int
holder_lane(const struct holder *holder)
{
	return holder->lane;
}

enum status
holder_rotate(struct holder *holder, struct error *error)
{
	return ask_plainly(holder, WIRE_ROTATE, 0, error);
}

enum status
holder_read(struct holder *holder, unsigned int lane, unsigned int segment,
    uint64_t from, struct journal_info *info,
    struct journal_cell cells[HOLDER_CELLS], size_t *n, struct error *error)
{
	const struct wire_request request = {
		WIRE_READ, 0, (uint64_t)lane << 32 | segment, from
	};
	const uint8_t *body = holder->in + sizeof(struct wire_reply);
	size_t size = 0;
	enum status status;

	*n = 0;
	(void)pthread_mutex_lock(&holder->mutex);
	status = exchange(holder, &request, NULL, 0, &size, error);
	if (status == STATUS_OK && (size < sizeof(*info) ||
	    (size - sizeof(*info)) % sizeof(*cells) != 0 ||
	    size > sizeof(*info) + HOLDER_CELLS * sizeof(*cells)))
		status = lose(holder, error);
	if (status == STATUS_OK) {
		memcpy(info, body, sizeof(*info));
		*n = (size - sizeof(*info)) / sizeof(*cells);
		memcpy(cells, body + sizeof(*info), *n * sizeof(*cells));
	}
	(void)pthread_mutex_unlock(&holder->mutex);
	return status;
}
