#include "test.h"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "crypto/holder/page.h"

static bool
nobody_has_gone(void *context)
{
	(void)context;
	return false;
}

static bool
everybody_has_gone(void *context)
{
	++*(int *)context;
	return true;
}

static struct page *
make(struct page **other)
{
	int fd;
	struct page *page = page_new(&fd);

	assert_non_null(page);
	*other = page_of(fd);
	assert_non_null(*other);
	return page;
}

/* Whoever sleeps is not asked by the page. */
static void
nobody_looks(void **state)
{
	struct page *theirs, *ours = make(&theirs);
	struct wrapped_slot slots[PAGE_SLOTS + 1] = { { .slot = 1 } };

	(void)state;
	assert_false(page_ask(ours, slots, 1, nobody_has_gone, NULL));
	/* It says that it looks, and does not: what was asked is taken back. */
	atomic_store(&theirs->awake, true);
	assert_false(page_ask(ours, slots, 1, nobody_has_gone, NULL));
	assert_int_equal(atomic_load(&theirs->state), PAGE_FREE);
	assert_false(page_ask(ours, slots, PAGE_SLOTS + 1, nobody_has_gone,
	    NULL));
	page_free(ours);
	page_free(theirs);
	page_free(NULL);
}

static void *
answer_all(void *context)
{
	struct page *page = context;

	for (uint64_t n = 0; n < 1000; n++) {
		unsigned int asked = PAGE_ASKED;

		while (!atomic_compare_exchange_strong(&page->state, &asked,
		    PAGE_TAKEN)) {
			asked = PAGE_ASKED;
			(void)sched_yield();
		}
		for (uint32_t i = 0; i < page->count; i++)
			memset(page->out.keys[i].bytes,
			    (int)(page->slots[i].slot & 0xff), SEAL_KEY);
		page->status = STATUS_OK;
		atomic_store(&page->answered, true);
	}
	return NULL;
}

/* Each answer is that of its question, however slow either side is. */
static void
answers_fit(void **state)
{
	struct page *theirs, *ours = make(&theirs);
	struct wrapped_slot slots[PAGE_SLOTS];
	pthread_t thread;
	uint8_t zeros[SEAL_KEY] = { 0 };

	(void)state;
	atomic_store(&theirs->awake, true);
	assert_int_equal(pthread_create(&thread, NULL, answer_all, theirs),
	    0);
	for (uint64_t n = 0; n < 1000; n++) {
		size_t count = 1 + n % PAGE_SLOTS;

		for (size_t i = 0; i < count; i++)
			slots[i].slot = n + i + 1;
		while (!page_ask(ours, slots, count, nobody_has_gone, NULL))
			(void)sched_yield();
		for (size_t i = 0; i < count; i++)
			assert_int_equal(ours->out.keys[i].bytes[7],
			    (n + i + 1) & 0xff);
		page_done(ours);
		assert_memory_equal(theirs->out.keys[0].bytes, zeros,
		    SEAL_KEY);
	}
	assert_int_equal(pthread_join(thread, NULL), 0);
	page_free(ours);
	page_free(theirs);
}

static void *
take_and_die(void *context)
{
	struct page *page = context;
	unsigned int asked = PAGE_ASKED;

	while (!atomic_compare_exchange_strong(&page->state, &asked,
	    PAGE_TAKEN))
		asked = PAGE_ASKED;
	return NULL;
}

/* A request that was taken by somebody who then died is not waited for. */
static void
taken_and_gone(void **state)
{
	struct page *theirs, *ours = make(&theirs);
	struct wrapped_slot slot = { .slot = 1 };
	pthread_t thread;
	int asked = 0;

	(void)state;
	atomic_store(&theirs->awake, true);
	assert_int_equal(pthread_create(&thread, NULL, take_and_die, theirs),
	    0);
	/* Taken back as often as the other one is too slow to take it. */
	while (asked == 0)
		assert_false(page_ask(ours, &slot, 1, everybody_has_gone,
		    &asked));
	assert_int_equal(pthread_join(thread, NULL), 0);
	page_free(ours);
	page_free(theirs);
}

/* What is no page of this build is not taken for one. */
static void
other_descriptors(void **state)
{
	int ends[2];

	(void)state;
	assert_null(page_of(-1));
	assert_int_equal(pipe(ends), 0);
	assert_null(page_of(ends[0]));
	(void)close(ends[0]);
	(void)close(ends[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_looks),
		cmocka_unit_test(answers_fit),
		cmocka_unit_test(taken_and_gone),
		cmocka_unit_test(other_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
