#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "crypto/holder/page.h"

enum {
	TAKE_STEPS = 200,	/* until a request is taken: microseconds */
	FD_FROM = 10,
	ANSWER_STEPS = 1000,	/* until it is worth asking who lives */
	MOMENT_NS = 10000,	/* to sleep then */
};

static struct page *
map(int fd)
{
	struct page *page = mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE,
	    MAP_SHARED, fd, 0);

	if (page == MAP_FAILED)
		return NULL;
	(void)mlock(page, sizeof(*page));
	(void)madvise(page, sizeof(*page), MADV_DONTDUMP);
	(void)madvise(page, sizeof(*page), MADV_DONTFORK);
	return page;
}

struct page *
page_new(int *fd)
{
	struct page *page = NULL;
	/* Of a fixed size: nobody can take it away from under the other. */
	int low = memfd_create("sekisho-holder", MFD_CLOEXEC |
	    MFD_ALLOW_SEALING);

	/* Out of the way of the numbers that the holder's files get. */
	*fd = low >= 0 ? fcntl(low, F_DUPFD_CLOEXEC, FD_FROM) : -1;
	if (low >= 0)
		(void)close(low);
	if (*fd >= 0 && ftruncate(*fd, (off_t)sizeof(*page)) == 0 &&
	    fcntl(*fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW |
	    F_SEAL_SEAL) == 0)
		page = map(*fd);
	if (page == NULL && *fd >= 0) {
		(void)close(*fd);
		*fd = -1;
	}
	return page;
}

struct page *
page_of(int fd)
{
	struct page *page = NULL;
	off_t size = lseek(fd, 0, SEEK_END);

	if (size == (off_t)sizeof(*page))
		page = map(fd);
	if (size >= 0)
		(void)close(fd);
	return page;
}

void
page_free(struct page *page)
{
	if (page == NULL)
		return;
	mem_wipe(&page->out, sizeof(page->out));
	(void)munmap(page, sizeof(*page));
}

bool
page_ask(struct page *page, const struct wrapped_slot *slots, size_t n,
    bool (*gone)(void *context), void *context)
{
	const struct timespec moment = { 0, MOMENT_NS };
	unsigned int asked = PAGE_ASKED;

	if (n > PAGE_SLOTS || !atomic_load_explicit(&page->awake,
	    memory_order_relaxed))
		return false;
	memcpy(page->slots, slots, n * sizeof(*slots));
	page->count = (uint32_t)n;
	atomic_store_explicit(&page->state, asked, memory_order_release);
	/* Not at the state: looking there would hold up whoever takes it. */
	for (int i = 1; !atomic_load_explicit(&page->answered,
	    memory_order_acquire); i++) {
		page_pause();
		if (i == TAKE_STEPS && atomic_compare_exchange_strong(
		    &page->state, &asked, PAGE_FREE))
			return false;
		if (i % ANSWER_STEPS != 0)
			continue;
		if (gone(context))
			return false;
		/* It is not running: here is a core. */
		(void)nanosleep(&moment, NULL);
	}
	return true;
}

void
page_done(struct page *page)
{
	mem_wipe(&page->out, page->status == STATUS_OK ?
	    page->count * sizeof(page->out.keys[0]) : sizeof(page->out.error));
	atomic_store_explicit(&page->answered, false, memory_order_release);
}
