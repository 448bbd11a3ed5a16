#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/mem.h"
#include "crypto/secret.h"
#include "crypto/shares.h"
#include "crypto/unlock.h"
#include "holder/holder.h"
#include "holder/page.h"
#include "holder/rate.h"
#include "holder/serve.h"
#include "holder/wire.h"

enum {
	SYNC_MS = 100,
	SOON_NS = 2000000,		/* what follows so soon may go on so */
	FIRST_NS = 50000,		/* looks at the page so long, ... */
	LOOK_NS = 30000,		/* and so long after each request */
	FEW = 4,			/* requests that a look was worth */
	PASSED_MAX = 16,		/* chances that are passed over */
	LOOK_STEPS = 32,		/* looks between looks at the clock */
	REPORT_MS = 60000,		/* bursts are reported so often */
	EXIT_LOST = 1, EXIT_CONFUSED = 7,
};

/* Lies in guarded memory as a whole: keys pass through in and out. */
struct serving {
	int fd;
	struct page *page;		/* NULL: the socket alone */
	int64_t answered;		/* the last request, nanoseconds */
	unsigned int pass, passed;	/* so many chances; so many were */
	struct keyring *keyring;
	struct journal *journal;
	struct rate rate;
	uint64_t refused;		/* since the last report */
	int64_t reported;
	uint64_t slots[WIRE_BATCH];
	_Alignas(16) uint8_t in[WIRE_REQUEST_MAX];
	_Alignas(16) uint8_t out[WIRE_REPLY_MAX];
};

static struct wire_request *
request_of(struct serving *s)
{
	return (struct wire_request *)s->in;
}

static void *
body_of(struct serving *s)
{
	return s->out + sizeof(struct wire_reply);
}

/* A line for the operations log, which does not go through the service. */
static void
report(const char *event, uint64_t count, uint64_t per_minute)
{
	char line[256], time[CLOCK_TEXT_SIZE];

	clock_format(clock_now(clock_system()), time);
	(void)snprintf(line, sizeof(line), "{\"time\":\"%s\",\"program\":"
	    "\"sekisho-holder\",\"event\":\"%s\",\"count\":%llu,"
	    "\"per_minute\":%llu}\n", time, event, (unsigned long long)count,
	    (unsigned long long)per_minute);
	(void)!write(STDERR_FILENO, line, strlen(line));
}

/* Syncs what was written, without the holder waiting for it. */
static void *
sync_now_and_then(void *context)
{
	const struct timespec pause = { 0, SYNC_MS * 1000000L };
	struct error error;

	for (;;) {
		(void)nanosleep(&pause, NULL);
		if (journal_sync(context, &error) == STATUS_OK)
			continue;
		/* What was handed out is not on record: that ends it. */
		report("journal_failed", 0, 0);
		_exit(EXIT_LOST);
	}
}

enum status
serve_confine(const char *folder, struct error *error)
{
	char opened[PATH_SIZE], kek[PATH_SIZE];
	const struct confine_path paths[] = {
		{ opened, CONFINE_READ | CONFINE_WRITE | CONFINE_MAKE },
		{ kek, CONFINE_READ | CONFINE_WRITE },
	};
	enum confine_kept kept;
	enum status status = file_join(opened, folder, "opened", error);

	if (status == STATUS_OK)
		status = file_join(kek, folder, "kek", error);
	if (status == STATUS_OK)
		status = confine_self(&kept, &(struct confine){
		    .paths = paths, .path_count = LENGTH(paths),
		    .network = CONFINE_NO_NETWORK, .strict = true }, error);
	return status;
}

/* Each with its NUL, in the order in which they were given. */
static enum status
take_shares(const struct wire_start *start, const char *files[SHARES_MAX],
    struct error *error)
{
	size_t at = 0;

	if (start->share_count > SHARES_MAX)
		return error_system(error, "shares", EPROTO);
	for (size_t i = 0; i < start->share_count; i++) {
		size_t n = strnlen(start->secret + at,
		    start->secret_size - at);

		if (at + n >= start->secret_size)
			return error_system(error, "shares", EPROTO);
		files[i] = start->secret + at;
		at += n + 1;
	}
	return STATUS_OK;
}

static enum status
open_keys(struct serving *s, const struct wire_start *start,
    struct error *error)
{
	const char *files[SHARES_MAX];
	struct unlock_secret secret = {
		.key_file = start->key_file[0] != '\0' ? start->key_file :
		    NULL,
	};
	uint8_t *root = secret_alloc(SEAL_KEY);
	char path[PATH_SIZE];
	enum status status = root == NULL ? error_memory(error) :
	    file_join(path, start->folder, "unlock.json", error);

	if (start->share_count == 0) {
		secret.passphrase = (struct text){ start->secret,
		    start->secret_size };
	} else {
		secret.share_files = files;
		secret.share_count = start->share_count;
		if (status == STATUS_OK)
			status = take_shares(start, files, error);
	}
	if (status == STATUS_OK)
		status = unlock_open(root, path, start->store, &secret,
		    error);
	if (status == STATUS_OK)
		status = keyring_open(&s->keyring, start->folder,
		    start->store, root, error);
	if (status == STATUS_OK)
		status = file_join(path, start->folder, "opened", error);
	if (status == STATUS_OK)
		status = file_make_folder(path, 0700, error);
	if (status == STATUS_OK)
		status = journal_open(&s->journal, path, start->store, root,
		    clock_system(), error);
	secret_free(root);
	return status;
}

/* Its stack is small: locked memory is little. */
static enum status
start_syncing(struct serving *s, struct error *error)
{
	pthread_attr_t small;
	pthread_t thread;
	int failed;

	(void)pthread_attr_init(&small);
	(void)pthread_attr_setstacksize(&small, 128 << 10);
	failed = pthread_create(&thread, &small, sync_now_and_then,
	    s->journal);
	(void)pthread_attr_destroy(&small);
	return failed == 0 ? STATUS_OK : error_system(error,
	    "pthread_create", failed);
}

static enum status
start(struct serving *s, size_t *size, struct error *error)
{
	struct wire_start *start = (struct wire_start *)(s->in +
	    sizeof(struct wire_request));
	int64_t now = clock_monotonic();
	enum status status;

	*size = 0;
	start->folder[PATH_SIZE - 1] = start->key_file[PATH_SIZE - 1] = '\0';
	if (start->secret_size > WIRE_SECRET)
		start->secret_size = WIRE_SECRET;
	rate_begin(&s->rate, start->per_minute, start->bulk_per_minute, now);
	s->reported = now - REPORT_MS;
	status = open_keys(s, start, error);
	mem_wipe(start->secret, WIRE_SECRET);
	if (status == STATUS_OK)
		status = start_syncing(s, error);
	/* Keys are locked one by one; all the rest where the limit allows. */
	(void)mlockall(MCL_CURRENT | MCL_ONFAULT);
	if (status == STATUS_OK)
		status = serve_confine(start->folder, error);
	if (status == STATUS_OK)
		status = journal_append(s->journal, JOURNAL_BEGAN, 0, NULL,
		    0, error);
	return status;
}

static enum status
create(struct serving *s, size_t *size, struct error *error)
{
	const struct wire_request *request = request_of(s);
	size_t n = request->count;
	struct wrapped_slot *slots = body_of(s);
	struct slot_key *keys = (struct slot_key *)(slots + n);
	const uint64_t ends[] = { request->a, request->a + n - 1 };
	enum status status = STATUS_OK;

	/* A key that nobody gets is not opened. */
	if (request->b != 0 && n > 0)
		status = journal_append(s->journal, JOURNAL_MADE,
		    rate_announced(&s->rate, clock_monotonic()), ends,
		    LENGTH(ends), error);
	*size = n * (sizeof(*slots) + (request->b != 0 ? sizeof(*keys) : 0));
	return status == STATUS_OK ? keyring_create(s->keyring, request->a,
	    n, slots, request->b != 0 ? keys : NULL, error) : status;
}

static enum status
refuse(struct serving *s, size_t n, int64_t now, struct error *error)
{
	enum status status = STATUS_OK;

	s->refused += n;
	if (now - s->reported >= REPORT_MS) {
		report("burst", s->refused, s->rate.people.per_minute);
		status = journal_append(s->journal, JOURNAL_BURST,
		    rate_announced(&s->rate, now), &s->refused, 1, error);
		s->reported = now;
		s->refused = 0;
	}
	return status == STATUS_OK ? rate_refuse(&s->rate.people, n, error) :
	    status;
}

static enum status
unwrap(struct serving *s, size_t *size, struct error *error)
{
	const struct wire_request *request = request_of(s);
	const struct wrapped_slot *slots = (const struct wrapped_slot *)
	    (s->in + sizeof(*request));
	size_t n = request->count;
	int64_t now = clock_monotonic();
	enum status status;

	*size = n * sizeof(struct slot_key);
	if (n == 0)
		return STATUS_OK;
	if (!rate_take(&s->rate, n, now))
		return refuse(s, n, now, error);
	status = keyring_unwrap(s->keyring, slots, n, body_of(s), error);
	for (size_t i = 0; i < n; i++)
		s->slots[i] = slots[i].slot;
	return status == STATUS_OK ? journal_append(s->journal,
	    JOURNAL_OPENED, rate_announced(&s->rate, now), s->slots, n,
	    error) : status;
}

/* On record, durably, before it counts. */
static enum status
bulk(struct serving *s, struct error *error)
{
	const struct wire_request *request = request_of(s);
	uint64_t people = request->b < HOLDER_PEOPLE_MAX ? request->b :
	    HOLDER_PEOPLE_MAX;
	int64_t now = clock_monotonic();
	enum status status = rate_has_room(&s->rate, people, now, error);

	if (status == STATUS_OK)
		status = journal_append(s->journal, JOURNAL_BULK,
		    1u << request->a, &people, 1, error);
	if (status == STATUS_OK)
		status = journal_sync(s->journal, error);
	if (status == STATUS_OK)
		rate_announce(&s->rate, (enum holder_purpose)request->a,
		    people, request->count != 0, now);
	return status;
}

/* The KEK is replaced, and its slots with it: no key leaves. */
static enum status
rewrap(struct serving *s, size_t *size, struct error *error)
{
	const struct wire_request *request = request_of(s);

	*size = request->count * sizeof(struct wrapped_slot);
	return keyring_rewrap(s->keyring, (const struct wrapped_slot *)
	    (s->in + sizeof(*request)), request->count, body_of(s), error);
}

static enum status
read_journal(struct serving *s, size_t *size, struct error *error)
{
	const struct wire_request *request = request_of(s);
	struct journal_info *info = body_of(s);
	struct journal_cell *cells = (struct journal_cell *)(info + 1);
	size_t n = 0;
	enum status status = journal_read(s->journal,
	    (unsigned int)(request->a >> 32), (unsigned int)request->a,
	    request->b, info, cells, WIRE_CELLS, &n, error);

	request_of(s)->count = (uint32_t)n;
	*size = sizeof(*info) + n * sizeof(*cells);
	return status;
}

static enum status
end(struct serving *s, struct error *error)
{
	enum status status = journal_append(s->journal, JOURNAL_ENDED, 0,
	    NULL, 0, error);

	return status == STATUS_OK ? journal_rest(s->journal, error) : status;
}

static enum status
act(struct serving *s, size_t *size, struct error *error)
{
	*size = 0;
	switch ((enum wire_kind)request_of(s)->kind) {
	case WIRE_START:
		return start(s, size, error);
	case WIRE_CREATE:
		return create(s, size, error);
	case WIRE_UNWRAP:
		return unwrap(s, size, error);
	case WIRE_REPLACE:
		return keyring_replace_begin(s->keyring,
		    (int64_t)request_of(s)->a, error);
	case WIRE_REWRAP:
		return rewrap(s, size, error);
	case WIRE_REPLACED:
		return keyring_replace_end(s->keyring, error);
	case WIRE_LOOK:
		return keyring_look(s->keyring, error);
	case WIRE_BULK:
		return bulk(s, error);
	case WIRE_BULK_END:
		rate_end(&s->rate, (enum holder_purpose)request_of(s)->a);
		return STATUS_OK;
	case WIRE_ROTATE:
		return journal_rotate(s->journal, error);
	case WIRE_READ:
		return read_journal(s, size, error);
	case WIRE_END:
		return end(s, error);
	}
	return error_system(error, "request", EPROTO);
}

/* The length that a request of its kind has. */
static bool
is_request(struct serving *s, size_t n)
{
	const struct wire_request *r = request_of(s);

	if (n < sizeof(*r) || r->count > WIRE_BATCH ||
	    (s->keyring == NULL) != (r->kind == WIRE_START))
		return false;
	switch ((enum wire_kind)r->kind) {
	case WIRE_START:
		return n == sizeof(*r) + sizeof(struct wire_start);
	case WIRE_UNWRAP:
	case WIRE_REWRAP:
		return n == sizeof(*r) + r->count *
		    sizeof(struct wrapped_slot);
	case WIRE_BULK:
	case WIRE_BULK_END:
		return n == sizeof(*r) && r->count <= 1 &&
		    r->a > HOLDER_NO_PURPOSE && r->a < HOLDER_PURPOSES;
	case WIRE_CREATE:
	case WIRE_REPLACE:
	case WIRE_REPLACED:
	case WIRE_LOOK:
	case WIRE_ROTATE:
	case WIRE_READ:
	case WIRE_END:
		return n == sizeof(*r);
	}
	return false;
}

/* False when the other end has gone. */
static bool
answer(struct serving *s)
{
	struct wire_reply *reply = (struct wire_reply *)s->out;
	struct error error = { .status = STATUS_OK };
	size_t size;
	ssize_t sent;
	enum status status = act(s, &size, &error);

	if (status != STATUS_OK) {
		memcpy(body_of(s), &error, sizeof(error));
		size = sizeof(error);
	}
	*reply = (struct wire_reply){
		.status = status, .count = request_of(s)->count,
		.lane = s->journal != NULL ? journal_lane(s->journal) : 0,
	};
	if (s->keyring != NULL)
		reply->keks = keyring_keks(s->keyring);
	do
		sent = send(s->fd, s->out, sizeof(*reply) + size,
		    MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	mem_wipe(body_of(s), size);
	return sent == (ssize_t)(sizeof(*reply) + size);
}

static int64_t
nanoseconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* The request of the page, which is copied before it is looked at. */
static bool
answer_page(struct serving *s)
{
	struct page *page = s->page;
	struct wire_request *request = request_of(s);
	struct error error = { .status = STATUS_OK };
	size_t size = 0;
	enum status status;

	*request = (struct wire_request){ WIRE_UNWRAP, page->count, 0, 0 };
	if (request->count > PAGE_SLOTS || s->keyring == NULL)
		return false;
	memcpy(request + 1, page->slots,
	    request->count * sizeof(page->slots[0]));
	status = unwrap(s, &size, &error);
	page->status = status;
	page->keks = keyring_keks(s->keyring);
	if (status == STATUS_OK)
		memcpy(page->out.keys, body_of(s), size);
	else
		page->out.error = error;
	mem_wipe(body_of(s), size);
	atomic_store_explicit(&page->state, PAGE_ANSWERED,
	    memory_order_release);
	return true;
}

static bool
is_asked(struct page *page)
{
	unsigned int asked = PAGE_ASKED;

	return atomic_load_explicit(&page->state, memory_order_relaxed) ==
	    PAGE_ASKED && atomic_compare_exchange_strong(&page->state, &asked,
	    PAGE_TAKEN);
}

/*
 * Looks at the page for a moment, and longer while there is something.  When
 * it was not worth it, the next chances are passed over.
 */
static bool
look_at_page(struct serving *s)
{
	int64_t until = nanoseconds() + FIRST_NS;
	unsigned int answered = 0;
	bool well = true;

	atomic_store(&s->page->awake, true);
	do {
		for (int i = 0; i < LOOK_STEPS && well; i++) {
			if (is_asked(s->page)) {
				well = answer_page(s);
				s->answered = nanoseconds();
				until = s->answered + LOOK_NS;
				answered++;
			}
			page_pause();
		}
	} while (well && nanoseconds() < until);
	atomic_store(&s->page->awake, false);
	s->passed = 0;
	s->pass = answered >= FEW ? 0 : s->pass == 0 ? 1 :
	    s->pass < PASSED_MAX ? 2 * s->pass : s->pass;
	return well;
}

/* What followed at once is likely to do so again. */
static bool
may_look(struct serving *s, bool soon)
{
	return soon && s->page != NULL && ++s->passed > s->pass;
}

static int
confused(void)
{
	report("not_a_request", 1, 0);
	return EXIT_CONFUSED;
}

static int
serve_all(struct serving *s)
{
	for (;;) {
		ssize_t n = recv(s->fd, s->in, sizeof(s->in), 0);
		bool soon;

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		if (!is_request(s, (size_t)n))
			return confused();
		soon = nanoseconds() - s->answered < SOON_NS;
		if (!answer(s))
			return EXIT_LOST;
		s->answered = nanoseconds();
		if (may_look(s, soon) && !look_at_page(s))
			return confused();
	}
}

int
serve(int fd, int page)
{
	struct serving *s;
	struct error error;
	int code;

	if (secret_start(&error) != STATUS_OK)
		return EXIT_LOST;
	s = secret_alloc(sizeof(*s));
	if (s == NULL)
		return EXIT_LOST;
	s->fd = fd;
	/* On one core, whoever looks keeps the other from working. */
	s->page = page_of(page);
	if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		page_free(s->page);
		s->page = NULL;
	}
	code = serve_all(s);
	keyring_close(s->keyring);
	if (s->journal != NULL)
		(void)!journal_sync(s->journal, &error);
	page_free(s->page);
	secret_free(s);
	return code;
}
