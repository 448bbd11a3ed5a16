#include "box.h"

#include <pthread.h>
#include <stdatomic.h>

#include "crypto/secret.h"

/*
 * Many connections of one process on one database, over store/vfs.c: what a
 * read sees is one state, never an older one than was acknowledged, while
 * others write, connections come and go, and the WAL goes round.
 */

enum {
	PEOPLE = 12, RECORDS = 3, READERS = 5, WRITERS = 2,
	WRITES = 100,		/* of each writer */
	LARGE = 60000,		/* bytes: each write is some pages of the WAL */
};

struct world {
	struct store *store;
	atomic_uint_fast64_t written[PEOPLE + 1];	/* acknowledged */
	atomic_int working;				/* writers */
	atomic_uint_fast64_t reads, torn, stale, failed;
};

struct worker {
	struct world *world;
	uint64_t number;
};

static uint8_t
fill_of(uint64_t person, uint64_t version)
{
	return (uint8_t)(person * 16 + version);
}

/* The whole person becomes the next version, in one change. */
static struct change *
next_version(uint64_t person, uint64_t version, struct arena *arena)
{
	struct change *change = box_change("write");

	for (uint64_t seq = 0; seq <= RECORDS; seq++) {
		struct row row = box_row(seq, version, fill_of(person,
		    version), 100 + LARGE * (seq == 1), arena);

		if (version == 1)
			change_add_row(change, person, &row);
		else if (seq == 0)
			change_replace_standing(change, person, &row,
			    version - 1);
		else
			change_replace_record(change, person, &row,
			    version - 1, 0);
	}
	return change;
}

static void *
write_people(void *context)
{
	struct worker *me = context;
	struct world *w = me->world;
	struct arena *arena = arena_new(4 << 20);
	struct error error;

	for (uint64_t i = 0; i < WRITES; i++) {
		/* Writers share nobody: versions are theirs to count. */
		uint64_t person = 1 + me->number +
		    WRITERS * (i % (PEOPLE / WRITERS));
		uint64_t version = atomic_load(&w->written[person]) + 1;

		arena_reset(arena);
		if (box_commit(w->store, next_version(person, version,
		    arena), &error) == STATUS_OK)
			atomic_store(&w->written[person], version);
		else
			atomic_fetch_add(&w->failed, 1);
	}
	atomic_fetch_sub(&w->working, 1);
	arena_free(arena);
	return NULL;
}

/* All rows of one version, each byte as it was written. */
static bool
whole(const struct rows *rows, uint64_t person)
{
	if (rows->n != RECORDS + 1)
		return rows->n == 0;
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->row[i];
		uint8_t fill = fill_of(person, rows->row[0].version);

		if (row->version != rows->row[0].version || row->seq != i)
			return false;
		for (size_t j = 0; j < row->sealed.bytes.n; j++)
			if (row->sealed.bytes.p[j] != fill)
				return false;
	}
	return true;
}

static void
read_one(struct world *w, struct reader *reader, uint64_t person,
    struct arena *arena)
{
	uint64_t least = atomic_load(&w->written[person]);
	struct rows rows;
	struct error error;

	arena_reset(arena);
	if (reader_person(reader, person, &rows, arena, &error) !=
	    STATUS_OK) {
		atomic_fetch_add(&w->failed, 1);
		return;
	}
	atomic_fetch_add(&w->reads, 1);
	atomic_fetch_add(&w->torn, !whole(&rows, person));
	atomic_fetch_add(&w->stale, least > 0 && (rows.n == 0 ||
	    rows.row[0].version < least));
}

/* A connection for a few reads, then another one. */
static void *
read_people(void *context)
{
	struct worker *me = context;
	struct world *w = me->world;
	struct arena *arena = arena_new(4 << 20);
	uint64_t i = me->number;

	while (atomic_load(&w->working) > 0) {
		struct reader *reader;
		struct error error;

		if (reader_new(&reader, w->store, &error) != STATUS_OK) {
			atomic_fetch_add(&w->failed, 1);
			continue;
		}
		for (uint64_t n = 0; n < 1 + i % 40; n++)
			read_one(w, reader, 1 + (i + n) % PEOPLE, arena);
		reader_free(reader);
		i += 7;
	}
	arena_free(arena);
	return NULL;
}

static void
assert_written(struct world *w, struct arena *arena)
{
	struct reader *reader = box_reader(w->store);

	for (uint64_t person = 1; person <= PEOPLE; person++) {
		struct rows rows;
		struct error error;

		arena_reset(arena);
		assert_ok(reader_person(reader, person, &rows, arena,
		    &error), &error);
		assert_true(rows.n == RECORDS + 1 && whole(&rows, person));
		assert_int_equal(rows.row[0].version,
		    atomic_load(&w->written[person]));
	}
	assert_int_equal(box_head(reader).size, WRITERS * WRITES);
	reader_free(reader);
}

static void
work_together(const char *name, size_t cache_bytes, bool with_committer,
    struct arena *arena)
{
	struct world w = { .store = box_new(name, cache_bytes) };
	struct worker worker[READERS + WRITERS];
	pthread_t thread[READERS + WRITERS];
	struct error error;

	if (with_committer)
		assert_ok(store_start_committer(w.store, &error), &error);
	atomic_store(&w.working, WRITERS);
	for (size_t i = 0; i < LENGTH(thread); i++) {
		worker[i] = (struct worker){ &w, i % READERS };
		if (i >= READERS)
			worker[i].number = i - READERS;
		assert_int_equal(pthread_create(&thread[i], NULL,
		    i < READERS ? read_people : write_people, &worker[i]),
		    0);
	}
	for (size_t i = 0; i < LENGTH(thread); i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	assert_int_equal(atomic_load(&w.failed), 0);
	assert_int_equal(atomic_load(&w.torn), 0);
	assert_int_equal(atomic_load(&w.stale), 0);
	assert_true(atomic_load(&w.reads) > 0);
	assert_written(&w, arena);
	store_close(w.store);
	/* The last connection has put the WAL away; nothing was in it only. */
	assert_false(file_exists(at("%s.data.db-wal", name)));
	w.store = box_open(name, 0);
	assert_written(&w, arena);
	store_close(w.store);
}

static void
without_cache(void **state)
{
	work_together("bare", 0, false, *state);
}

static void
with_cache(void **state)
{
	work_together("cached", 4 << 20, true, *state);
}

static void
with_too_small_a_cache(void **state)
{
	work_together("small", 256 << 10, true, *state);
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
		arena_test(without_cache),
		arena_test(with_cache),
		arena_test(with_too_small_a_cache),
	};

	return cmocka_run_group_tests(tests, start, folder_remove);
}
