#include "box.h"

#include <pthread.h>

#include "crypto/secret.h"

#define BYTES(string) bytes_of(text_of(string))

/* Many threads that write, each its own people. */

enum { THREADS = 8, ACTS = 150 };

struct writer {
	struct store *store;
	uint64_t number;
	size_t failures;
};

static void
entry_text(char out[64], uint64_t thread, uint64_t act)
{
	(void)snprintf(out, 64, "%llu/%llu", (unsigned long long)thread,
	    (unsigned long long)act);
}

/* Every third act is only an entry; every fifth is not waited for. */
static enum status
act(struct writer *w, uint64_t i, struct arena *arena, struct error *error)
{
	uint64_t person = w->number * ACTS + i + 1;
	struct change *change;
	struct ticket *ticket;
	struct row row;
	char text[64];
	enum status status;

	entry_text(text, w->number, i);
	if (i % 3 == 0) {
		status = store_append(w->store, BYTES(text), &ticket, error);
	} else {
		change = box_change(text);
		row = box_row(0, 1, (uint8_t)w->number, 64, arena);
		change_add_row(change, person, &row);
		status = store_submit(w->store, change, &ticket, error);
	}
	if (status != STATUS_OK)
		return status;
	if (i % 5 == 0) {
		store_forget(w->store, ticket);
		return STATUS_OK;
	}
	return store_wait(w->store, ticket, BOX_WAIT_MS, error);
}

static void *
write_acts(void *context)
{
	struct arena *arena = arena_new(1 << 20);
	struct writer *w = context;
	struct error error;

	for (uint64_t i = 0; i < ACTS; i++) {
		if (act(w, i, arena, &error) != STATUS_OK)
			w->failures++;
		arena_reset(arena);
	}
	arena_free(arena);
	return NULL;
}

struct collected {
	uint64_t next;
	bool seen[THREADS][ACTS];
};

static enum status
collect(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	struct collected *c = context;
	unsigned int thread, number;
	char text[64];

	(void)error;
	assert_int_equal(index, c->next++);
	assert_true(entry.n < sizeof(text));
	memcpy(text, entry.p, entry.n);
	text[entry.n] = '\0';
	assert_int_equal(sscanf(text, "%u/%u", &thread, &number), 2);
	assert_true(thread < THREADS && number < ACTS);
	assert_false(c->seen[thread][number]);
	c->seen[thread][number] = true;
	return STATUS_OK;
}

/* Each act once in the log, and its row beside it. */
static void
assert_complete(struct store *store, struct arena *arena)
{
	struct collected *c = arena_alloc(arena, sizeof(*c));
	struct reader *reader = box_reader(store);
	struct error error;

	assert_int_equal(box_head(reader).size, THREADS * ACTS);
	assert_ok(reader_entries(reader, 0, 1 << 20, collect, c, &error),
	    &error);
	assert_int_equal(c->next, THREADS * ACTS);
	for (uint64_t thread = 0; thread < THREADS; thread++)
		for (uint64_t i = 0; i < ACTS; i++) {
			struct rows rows;

			assert_true(c->seen[thread][i]);
			assert_ok(reader_person(reader, thread * ACTS + i + 1,
			    &rows, arena, &error), &error);
			assert_int_equal(rows.n, i % 3 == 0 ? 0 : 1);
		}
	reader_free(reader);
}

static void
write_together(const char *name, bool with_committer, struct arena *arena)
{
	struct store *store = box_new(name, 1 << 20);
	struct writer writer[THREADS];
	pthread_t thread[THREADS];
	struct error error;

	if (with_committer)
		assert_ok(store_start_committer(store, &error), &error);
	for (size_t i = 0; i < THREADS; i++) {
		writer[i] = (struct writer){ store, i, 0 };
		assert_int_equal(pthread_create(&thread[i], NULL, write_acts,
		    &writer[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(thread[i], NULL), 0);
		assert_int_equal(writer[i].failures, 0);
	}
	assert_ok(store_commit_now(store, &error), &error);
	assert_complete(store, arena);
	store_close(store);
	store = box_open(name, 0);
	assert_complete(store, arena);
	store_close(store);
}

static void
whoever_waits_commits(void **state)
{
	write_together("waiters", false, *state);
}

static void
a_thread_commits(void **state)
{
	write_together("committer", true, *state);
}

/* A counter that every thread moves: each write sees what it replaces. */

static void *
increment(void *context)
{
	struct arena *arena = arena_new(1 << 20);
	struct writer *w = context;
	struct reader *reader = box_reader(w->store);
	struct error error;

	for (int done = 0; done < 25;) {
		struct change *change = box_change("increment");
		struct rows rows;
		struct row row;
		enum status status;

		assert_ok(reader_person(reader, 1, &rows, arena, &error),
		    &error);
		row = rows.row[0];
		row.version++;
		change_replace_standing(change, 1, &row, row.version - 1);
		status = box_commit(w->store, change, &error);
		done += status == STATUS_OK;
		w->failures += status != STATUS_OK &&
		    status != STATUS_CONFLICT;
		arena_reset(arena);
	}
	reader_free(reader);
	arena_free(arena);
	return NULL;
}

static void
no_lost_update(void **state)
{
	struct store *store = box_new("counter", 1 << 20);
	struct row row = box_row(0, 1, 'c', 10, *state);
	struct change *change = box_change("counter");
	struct writer writer[THREADS];
	pthread_t thread[THREADS];
	struct reader *reader;
	struct error error;
	struct rows rows;

	change_add_row(change, 1, &row);
	assert_ok(box_commit(store, change, &error), &error);
	for (size_t i = 0; i < THREADS; i++) {
		writer[i] = (struct writer){ store, i, 0 };
		assert_int_equal(pthread_create(&thread[i], NULL, increment,
		    &writer[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(thread[i], NULL), 0);
		assert_int_equal(writer[i].failures, 0);
	}
	reader = box_reader(store);
	assert_ok(reader_person(reader, 1, &rows, *state, &error), &error);
	assert_int_equal(rows.row[0].version, 1 + THREADS * 25);
	assert_int_equal(box_head(reader).size, 1 + THREADS * 25);
	reader_free(reader);
	store_close(store);
}

/* Numbers that are reserved and returned at once by many are given once. */

static void *
reserve(void *context)
{
	struct writer *w = context;
	struct error error;
	uint64_t first;

	for (int i = 0; i < 60; i++) {
		struct row row;
		struct change *change = box_change("taken");
		struct arena *arena = arena_new(1 << 16);

		assert_ok(store_reserve(w->store, STORE_PERSON, 3, &first,
		    &error), &error);
		/* Two are used, the third may be returned. */
		for (uint64_t j = 0; j < 2; j++) {
			row = box_row(0, 1, 'r', 8, arena);
			change_add_row(change, first + j, &row);
		}
		w->failures += box_commit(w->store, change, &error) !=
		    STATUS_OK;
		store_return(w->store, STORE_PERSON, first + 2, 1);
		arena_free(arena);
	}
	return NULL;
}

static void
reserved_once(void **state)
{
	struct store *store = box_new("reserve", 0);
	struct writer writer[THREADS];
	pthread_t thread[THREADS];
	struct reader *reader;
	struct error error;
	uint64_t count;

	(void)state;
	for (size_t i = 0; i < THREADS; i++) {
		writer[i] = (struct writer){ store, i, 0 };
		assert_int_equal(pthread_create(&thread[i], NULL, reserve,
		    &writer[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(thread[i], NULL), 0);
		/* A number given twice would be a duplicate row. */
		assert_int_equal(writer[i].failures, 0);
	}
	reader = box_reader(store);
	assert_ok(reader_people_count(reader, &count, &error), &error);
	assert_int_equal(count, THREADS * 60 * 2);
	reader_free(reader);
	store_close(store);
}

static int
start(void **state)
{
	struct error error;

	return secret_start(&error) == STATUS_OK ? folder_make(state) : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(whoever_waits_commits),
		arena_test(a_thread_commits),
		arena_test(no_lost_update),
		cmocka_unit_test(reserved_once),
	};

	return cmocka_run_group_tests(tests, start, folder_remove);
}
