#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "crypto/secret.h"
#include "crypto/holder/holder_parts.h"

const char *const holder_purpose_names[HOLDER_PURPOSES] = {
	[HOLDER_NO_PURPOSE] = "", [HOLDER_VERIFY] = "verify",
	[HOLDER_REINDEX] = "reindex", [HOLDER_RETENTION] = "retention",
	[HOLDER_RESTORE] = "restore", [HOLDER_ERASE] = "erase",
	[HOLDER_USE] = "use",
};

enum { MISSED = 4 };	/* requests by the socket, when the page failed */

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

enum status
holder_exchange(struct holder *holder, const struct wire_request *request,
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
	if (holder->fd < 0)
		return keyring_locked(error);
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
	status = holder_exchange(holder, request, body, n, &size, error);
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

	/* One without a descriptor is locked. */
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

/* Asks about any number of slots: for each, something of that size. */
static enum status
ask_in_turn(struct holder *holder, enum wire_kind kind,
    const struct wrapped_slot *slots, size_t n, void *out, size_t each,
    struct error *error)
{
	uint8_t *at = out;
	enum status status = STATUS_OK;

	while (n > 0 && status == STATUS_OK) {
		size_t some = n < WIRE_BATCH ? n : WIRE_BATCH;
		const struct wire_request request = {
			kind, (uint32_t)some, 0, 0
		};

		status = ask(holder, &request, slots, some * sizeof(*slots),
		    at, some * each, error);
		slots += some;
		at += some * each;
		n -= some;
	}
	return status;
}

static enum status
remote_unwrap(void *context, const struct wrapped_slot *slots, size_t n,
    struct slot_key *keys, struct error *error)
{
	enum status status;

	if (n > 0 && n <= PAGE_SLOTS &&
	    unwrap_soon(context, slots, n, keys, &status, error))
		return status;
	return ask_in_turn(context, WIRE_UNWRAP, slots, n, keys,
	    sizeof(*keys), error);
}

static enum status
remote_rewrap(void *context, const struct wrapped_slot *slots, size_t n,
    struct wrapped_slot *out, struct error *error)
{
	return ask_in_turn(context, WIRE_REWRAP, slots, n, out, sizeof(*out),
	    error);
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

/* Nothing is wiped as surely as by the end of the process that has it. */
static void
remote_lock(void *context)
{
	struct holder *holder = context;

	(void)pthread_mutex_lock(&holder->mutex);
	holder_end(holder);
	(void)pthread_mutex_unlock(&holder->mutex);
}

static enum status
remote_unlock(void *context, const struct unlock_secret *secret,
    struct error *error)
{
	struct holder *holder = context;
	enum status status;

	(void)pthread_mutex_lock(&holder->mutex);
	status = holder_begin(holder, secret, error);
	if (status != STATUS_OK)
		holder_end(holder);
	(void)pthread_mutex_unlock(&holder->mutex);
	return status;
}

static void
remote_close(void *context)
{
	struct holder *holder = context;

	holder_end(holder);
	secret_free(holder->in);
	mem_free(holder);
}

const struct keyring_remote holder_remote = {
	.keks = remote_keks, .create = remote_create,
	.unwrap = remote_unwrap, .look = remote_look,
	.replace_begin = remote_replace_begin, .rewrap = remote_rewrap,
	.replace_end = remote_replace_end, .check = remote_check,
	.lock = remote_lock, .unlock = remote_unlock, .close = remote_close,
};

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
	status = holder_exchange(holder, &request, NULL, 0, &size, error);
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
