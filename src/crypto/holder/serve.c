#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "crypto/secret.h"
#include "crypto/shares.h"
#include "crypto/unlock.h"
#include "crypto/holder/act.h"
#include "crypto/holder/page.h"
#include "crypto/holder/serve.h"

enum {
	SYNC_MS = 100,
	SOON_NS = 2000000,		/* what follows so soon may go on so */
	FIRST_NS = 100000,		/* looks at the page so long, ... */
	LOOK_NS = 30000,		/* and so long after each request */
	FEW = 4,			/* requests that a look was worth */
	PASSED_MAX = 16,		/* chances that are passed over */
	LOOK_STEPS = 32,		/* looks between looks at the clock */
	EXIT_LOST = 1, EXIT_CONFUSED = 7,
};

/* Lies in guarded memory as a whole: keys pass through in and out. */
struct serving {
	int fd;
	struct page *page;		/* NULL: the socket alone */
	int64_t answered;		/* the last request, nanoseconds */
	unsigned int pass, passed;	/* so many chances; so many were */
	struct error error;		/* of the page's request */
	struct acting act;
};

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
		act_report("journal_failed", 0, 0);
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
open_keys(struct acting *a, const struct wire_start *start,
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
		status = keyring_open(&a->keyring, start->folder,
		    start->store, root, error);
	if (status == STATUS_OK)
		status = file_join(path, start->folder, "opened", error);
	if (status == STATUS_OK)
		status = file_make_folder(path, 0700, error);
	if (status == STATUS_OK)
		status = journal_open(&a->journal, path, start->store, root,
		    clock_system(), error);
	secret_free(root);
	return status;
}

/* Its stack is small: locked memory is little. */
static enum status
start_syncing(struct acting *a, struct error *error)
{
	pthread_attr_t small;
	pthread_t thread;
	int failed;

	(void)pthread_attr_init(&small);
	(void)pthread_attr_setstacksize(&small, 128 << 10);
	failed = pthread_create(&thread, &small, sync_now_and_then,
	    a->journal);
	(void)pthread_attr_destroy(&small);
	return failed == 0 ? STATUS_OK : error_system(error,
	    "pthread_create", failed);
}

static enum status
start(struct acting *a, struct wire_start *start, struct error *error)
{
	enum status status;

	start->folder[PATH_SIZE - 1] = start->key_file[PATH_SIZE - 1] = '\0';
	if (start->secret_size > WIRE_SECRET)
		start->secret_size = WIRE_SECRET;
	status = open_keys(a, start, error);
	mem_wipe(start->secret, WIRE_SECRET);
	if (status == STATUS_OK)
		status = act_begin(a, error);
	if (status == STATUS_OK)
		status = start_syncing(a, error);
	/* Keys are locked one by one; all the rest where the limit allows. */
	(void)mlockall(MCL_CURRENT | MCL_ONFAULT);
	if (status == STATUS_OK)
		status = serve_confine(start->folder, error);
	if (status == STATUS_OK)
		status = journal_append(a->journal, JOURNAL_BEGAN, 0, NULL,
		    0, error);
	return status;
}

/* False when the other end has gone. */
static bool
answer(struct serving *s)
{
	size_t size = act_answer(&s->act);
	ssize_t sent;

	do
		sent = send(s->fd, s->act.out, size, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	mem_wipe(s->act.out, size);
	return sent == (ssize_t)size;
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
	struct wire_request *request = (struct wire_request *)s->act.in;
	size_t size = 0;
	enum status status;

	*request = (struct wire_request){ WIRE_UNWRAP, page->count, 0, 0 };
	if (request->count > PAGE_SLOTS || s->act.keyring == NULL)
		return false;
	memcpy(request + 1, page->slots,
	    request->count * sizeof(page->slots[0]));
	status = act_unwrap(&s->act, &size, &s->error);
	page->status = status;
	page->keks = keyring_keks(s->act.keyring);
	if (status == STATUS_OK)
		memcpy(page->out.keys, act_body(&s->act), size);
	else
		page->out.error = s->error;
	atomic_store_explicit(&page->answered, true, memory_order_release);
	mem_wipe(act_body(&s->act), size);
	return true;
}

static bool
is_asked(struct page *page)
{
	unsigned int asked = PAGE_ASKED;

	if (atomic_load_explicit(&page->state, memory_order_relaxed) !=
	    PAGE_ASKED)
		return false;
	/* The first slot lies in this line and the next. */
	__builtin_prefetch(&page->slots[1]);
	return atomic_compare_exchange_strong(&page->state, &asked,
	    PAGE_TAKEN);
}

/*
 * Looks at the page for a moment, until the other side wakes up, and longer
 * while there is something.  When it was not worth it, the next chances are
 * passed over.  Who goes by the socket instead says so: awake is false then.
 */
static bool
look_at_page(struct serving *s)
{
	int64_t until = nanoseconds() + FIRST_NS;
	unsigned int answered = 0;
	bool well = true;

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
	} while (well && nanoseconds() < until &&
	    atomic_load_explicit(&s->page->awake, memory_order_relaxed));
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
	act_report("not_a_request", 1, 0);
	return EXIT_CONFUSED;
}

static int
serve_all(struct serving *s)
{
	for (;;) {
		ssize_t n = recv(s->fd, s->act.in,
		    sizeof(s->act.in), 0);
		bool look;

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		if (!act_is_request(&s->act, (size_t)n))
			return confused();
		look = may_look(s, nanoseconds() - s->answered < SOON_NS);
		/* Said before the answer, so that it is not said too late. */
		if (look)
			atomic_store(&s->page->awake, true);
		if (!answer(s))
			return EXIT_LOST;
		s->answered = nanoseconds();
		if (look && !look_at_page(s))
			return confused();
	}
}

int
serve(int fd, int page, uint32_t per_minute, uint32_t bulk_per_minute)
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
	s->act.start = start;
	s->act.per_minute = per_minute;
	s->act.bulk_per_minute = bulk_per_minute;
	/* On one core, whoever looks keeps the other from working. */
	s->page = page_of(page);
	if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		page_free(s->page);
		s->page = NULL;
	}
	code = serve_all(s);
	keyring_close(s->act.keyring);
	if (s->act.journal != NULL)
		(void)!journal_sync(s->act.journal, &error);
	page_free(s->page);
	secret_free(s);
	return code;
}
