#include "box.h"

#include <pthread.h>
#include <stdatomic.h>

#include "store/cache.h"

/* What is kept is what was put in, never what was dropped. */

enum {
	PEOPLE = 400, READERS = 6, WRITES = 20000,
	SMALL = 64 << 10,	/* bytes: most people do not find room */
	LARGE = 4 << 20,
};

/* A version of somebody: rows whose every byte follows from it. */
static struct rows
rows_of(uint64_t person, uint64_t version, struct arena *arena)
{
	size_t n = 1 + (person + version) % 4;
	struct row *row = arena_array(arena, n, sizeof(*row));

	assert_non_null(row);
	for (size_t i = 0; i < n; i++)
		row[i] = box_row(i, version, (uint8_t)(person ^ version),
		    1 + (person * 31 + version * 17 + i) % 300, arena);
	return (struct rows){ row, n };
}

static bool
same_rows(const struct rows *a, const struct rows *b)
{
	bool same = a->n == b->n;

	for (size_t i = 0; i < a->n && same; i++)
		same = a->row[i].seq == b->row[i].seq &&
		    a->row[i].version == b->row[i].version &&
		    a->row[i].sealed.bytes.n == b->row[i].sealed.bytes.n &&
		    memcmp(a->row[i].sealed.bytes.p,
		    b->row[i].sealed.bytes.p, b->row[i].sealed.bytes.n) == 0;
	return same;
}

static void
put(struct cache *cache, uint64_t person, uint64_t version,
    struct arena *arena)
{
	struct rows rows, found;
	uint64_t stamp;

	arena_reset(arena);
	if (cache_get(cache, person, &found, &stamp, arena))
		return;
	rows = rows_of(person, version, arena);
	cache_put(cache, person, &rows, stamp);
}

static void
remembers(void **state)
{
	struct cache *cache = cache_new(LARGE);
	struct rows rows, expected;
	uint64_t stamp;

	assert_non_null(cache);
	for (uint64_t person = 1; person <= PEOPLE; person++)
		put(cache, person, 1, *state);
	for (uint64_t person = 1; person <= PEOPLE; person++) {
		arena_reset(*state);
		assert_true(cache_get(cache, person, &rows, &stamp, *state));
		expected = rows_of(person, 1, *state);
		assert_true(same_rows(&rows, &expected));
		cache_drop(cache, person);
		assert_false(cache_get(cache, person, &rows, &stamp,
		    *state));
	}
	cache_free(cache);
}

/* Who read before a write may not put in what was read. */
static void
late_comers_are_refused(void **state)
{
	struct cache *cache = cache_new(LARGE);
	struct rows rows, old = rows_of(7, 1, *state);
	uint64_t stamp;

	assert_false(cache_get(cache, 7, &rows, &stamp, *state));
	cache_drop(cache, 7);
	cache_put(cache, 7, &old, stamp);
	assert_false(cache_get(cache, 7, &rows, &stamp, *state));
	cache_put(cache, 7, &old, stamp);
	assert_true(cache_get(cache, 7, &rows, &stamp, *state));
	/* Twice is once: the first one stays. */
	rows = rows_of(7, 2, *state);
	cache_put(cache, 7, &rows, stamp);
	assert_true(cache_get(cache, 7, &rows, &stamp, *state));
	assert_true(same_rows(&rows, &old));
	cache_free(cache);
}

/* In a small ring everybody makes room for somebody; nobody is mixed up. */
static void
goes_round(void **state)
{
	struct cache *cache = cache_new(SMALL);
	uint64_t hits = 0;

	for (uint64_t i = 0; i < 20000; i++) {
		uint64_t person = 1 + i * i % PEOPLE, stamp;
		struct rows rows, expected;

		arena_reset(*state);
		if (i % 17 == 0)
			cache_drop(cache, person);
		if (cache_get(cache, person, &rows, &stamp, *state)) {
			expected = rows_of(person, 1, *state);
			assert_true(same_rows(&rows, &expected));
			hits++;
		} else {
			put(cache, person, 1, *state);
		}
	}
	assert_true(hits > 0 && hits < 20000);
	cache_free(cache);
}

/*
 * The store, as far as the cache knows it: a version of each person, that is
 * written first and told the cache afterwards.
 */
struct world {
	struct cache *cache;
	atomic_uint_fast64_t written[PEOPLE + 1];
	atomic_uint_fast64_t told[PEOPLE + 1];
	atomic_bool over;
	atomic_uint_fast64_t hits, stale, mixed;
};

static void *
write_versions(void *context)
{
	struct world *w = context;
	uint64_t person = 1;

	for (uint64_t i = 1; i <= WRITES; i++) {
		person = 1 + person * 7919 % PEOPLE;
		atomic_store(&w->written[person], i);
		cache_drop(w->cache, person);
		atomic_store(&w->told[person], i);
	}
	atomic_store(&w->over, true);
	return NULL;
}

static void
read_one(struct world *w, uint64_t person, struct arena *arena)
{
	uint64_t least = atomic_load(&w->told[person]), stamp;
	struct rows rows, expected;

	if (!cache_get(w->cache, person, &rows, &stamp, arena)) {
		rows = rows_of(person, atomic_load(&w->written[person]),
		    arena);
		cache_put(w->cache, person, &rows, stamp);
		return;
	}
	expected = rows_of(person, rows.row[0].version, arena);
	atomic_fetch_add(&w->hits, 1);
	atomic_fetch_add(&w->stale, rows.row[0].version < least);
	atomic_fetch_add(&w->mixed, !same_rows(&rows, &expected));
}

static void *
read_versions(void *context)
{
	struct arena *arena = arena_new(1 << 20);
	struct world *w = context;

	for (uint64_t i = 0; !atomic_load(&w->over); i++) {
		arena_reset(arena);
		read_one(w, 1 + i * i % PEOPLE, arena);
	}
	arena_free(arena);
	return NULL;
}

static void
many_threads(size_t bytes, struct arena *arena)
{
	struct world *w = arena_alloc(arena, sizeof(*w));
	pthread_t reader[READERS], writer;

	assert_non_null(w);
	w->cache = cache_new(bytes);
	assert_non_null(w->cache);
	for (size_t i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&reader[i], NULL,
		    read_versions, w), 0);
	assert_int_equal(pthread_create(&writer, NULL, write_versions, w),
	    0);
	assert_int_equal(pthread_join(writer, NULL), 0);
	for (size_t i = 0; i < READERS; i++)
		assert_int_equal(pthread_join(reader[i], NULL), 0);
	assert_int_equal(atomic_load(&w->stale), 0);
	assert_int_equal(atomic_load(&w->mixed), 0);
	assert_true(atomic_load(&w->hits) > 0);
	cache_free(w->cache);
}

static void
threads_with_room(void **state)
{
	many_threads(LARGE, *state);
}

static void
threads_without_room(void **state)
{
	many_threads(SMALL, *state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(remembers),
		arena_test(late_comers_are_refused),
		arena_test(goes_round),
		arena_test(threads_with_room),
		arena_test(threads_without_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
