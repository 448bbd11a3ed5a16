/*
 * Each shard is a ring of memory: people are put in at its end, and make room
 * at its beginning.  Who was read meanwhile is put in once more instead.
 */
#include <pthread.h>
#include <sys/mman.h>

#include "base/mem.h"
#include "store/cache.h"

enum {
	SHARDS = 16, SHARD_BITS = 4,
	ROWS_MAX = 64, ENTRY_MAX = 16384,	/* of one person */
	UNIT = 16,			/* entries begin at multiples */
	USUAL_SIZE = 512,		/* of an entry */
	SECOND_CHANCES = 4,		/* at each time of making room */
	FETCH_AHEAD = 768, LINE = 64,	/* bytes */
};

/* One person: the rows, then their bytes. */
struct entry {
	uint64_t person;		/* 0: nobody any more */
	uint32_t next;			/* in the bucket: place + 1, or 0 */
	uint32_t size;			/* a multiple of UNIT */
	uint32_t n;
	bool used;
	_Alignas(UNIT) struct row row[];
};

struct shard {
	pthread_mutex_t mutex;
	uint8_t *ring;
	uint32_t *bucket;		/* place + 1, or 0 */
	uint32_t buckets;		/* a power of two */
	uint32_t size;
	uint32_t first;			/* place of the oldest */
	uint32_t end;			/* where the next one goes */
	uint32_t used;			/* bytes from first to end */
	uint64_t stamp;			/* counts what was dropped */
};

struct cache {
	struct shard shard[SHARDS];
	void *memory;
	size_t size;
};

/* One piece for all, on large pages where the system has them. */
static bool
take_memory(struct cache *cache, size_t bytes)
{
	cache->size = bytes / SHARDS / UNIT * UNIT * SHARDS;
	cache->memory = mmap(NULL, cache->size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (cache->memory == MAP_FAILED) {
		cache->memory = NULL;
		return false;
	}
	(void)madvise(cache->memory, cache->size, MADV_HUGEPAGE);
	return true;
}

struct cache *
cache_new(size_t bytes)
{
	struct cache *cache = mem_alloc(sizeof(*cache));
	uint32_t buckets = 64;

	if (cache == NULL)
		return NULL;
	if (bytes > CACHE_MAX)
		bytes = CACHE_MAX;
	if (!take_memory(cache, bytes)) {
		cache_free(cache);
		return NULL;
	}
	while ((size_t)buckets * SHARDS * USUAL_SIZE < bytes)
		buckets *= 2;
	for (size_t i = 0; i < SHARDS; i++) {
		struct shard *s = &cache->shard[i];

		(void)pthread_mutex_init(&s->mutex, NULL);
		s->size = (uint32_t)(cache->size / SHARDS);
		s->ring = (uint8_t *)cache->memory + i * s->size;
		s->buckets = buckets;
		s->bucket = mem_array(buckets, sizeof(*s->bucket));
		if (s->bucket == NULL) {
			cache_free(cache);
			return NULL;
		}
	}
	return cache;
}

void
cache_free(struct cache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < SHARDS; i++)
		mem_free(cache->shard[i].bucket);
	if (cache->memory != NULL)
		(void)munmap(cache->memory, cache->size);
	mem_free(cache);
}

/* Numbers are given in order; spread them. */
static uint64_t
scatter(uint64_t person)
{
	return person * 0x9E3779B97F4A7C15u;
}

static struct shard *
shard_of(struct cache *cache, uint64_t person)
{
	return &cache->shard[scatter(person) >> (64 - SHARD_BITS)];
}

static uint32_t *
bucket_of(struct shard *s, uint64_t person)
{
	return &s->bucket[scatter(person) >> 20 & (s->buckets - 1)];
}

static struct entry *
entry_at(struct shard *s, uint32_t place)
{
	return (struct entry *)(void *)(s->ring + place);
}

/*
 * Asks for an entry's memory at once, so that its lines do not come one
 * after the other; of most people this is all there is.
 */
static void
prefetch(const struct entry *entry)
{
	for (size_t i = 0; i < FETCH_AHEAD; i += LINE)
		__builtin_prefetch((const char *)entry + i);
}

static struct entry *
find(struct shard *s, uint64_t person)
{
	for (uint32_t at = *bucket_of(s, person); at != 0;) {
		struct entry *entry = entry_at(s, at - 1);

		prefetch(entry);
		if (entry->person == person)
			return entry;
		at = entry->next;
	}
	return NULL;
}

/* Takes somebody out of their bucket; the memory stays until its turn. */
static void
leave(struct shard *s, struct entry *entry)
{
	uint32_t *at = bucket_of(s, entry->person);

	while (entry_at(s, *at - 1) != entry)
		at = &entry_at(s, *at - 1)->next;
	*at = entry->next;
	entry->person = 0;
}

/* Moves the end on; what does not fit before the ring's end goes round. */
static struct entry *
append(struct shard *s, uint32_t size)
{
	uint32_t rest = s->size - s->end;
	struct entry *entry;

	if (rest < size) {
		if (s->used + rest + size > s->size)
			return NULL;
		if (rest >= sizeof(*entry)) {
			entry = entry_at(s, s->end);
			entry->person = 0;
			entry->size = rest;
		}
		s->used += rest;
		s->end = 0;
	}
	if (s->used + size > s->size)
		return NULL;
	entry = entry_at(s, s->end);
	s->end += size;
	s->used += size;
	return entry;
}

static void
enter(struct shard *s, struct entry *entry, uint64_t person, uint32_t size)
{
	uint32_t *bucket = bucket_of(s, person);

	entry->person = person;
	entry->size = size;
	entry->used = false;
	entry->next = *bucket;
	*bucket = (uint32_t)((uint8_t *)entry - s->ring) + 1;
}

/* The oldest makes room; true when somebody was there who was read. */
static bool
remove_oldest(struct shard *s, uint8_t copy[ENTRY_MAX])
{
	uint32_t rest = s->size - s->first;
	struct entry *entry = entry_at(s, s->first);
	uint32_t size = rest < sizeof(*entry) ? rest : entry->size;
	bool again = rest >= sizeof(*entry) && entry->person != 0 &&
	    entry->used;

	if (again)
		memcpy(copy, entry, size);
	if (rest >= sizeof(*entry) && entry->person != 0)
		leave(s, entry);
	s->used -= size;
	s->first = size == rest ? 0 : s->first + size;
	return again;
}

/* Copies rows and their bytes to memory that is large enough. */
static void
copy_rows(struct row *to, const struct row *from, size_t n)
{
	uint8_t *bytes = (uint8_t *)(to + n);

	for (size_t i = 0; i < n; i++) {
		to[i] = from[i];
		memcpy(bytes, from[i].sealed.bytes.p, from[i].sealed.bytes.n);
		to[i].sealed.bytes.p = bytes;
		bytes += from[i].sealed.bytes.n;
	}
}

static size_t
size_of(const struct row *row, size_t n)
{
	size_t size = n * sizeof(*row);

	for (size_t i = 0; i < n; i++)
		size += row[i].sealed.bytes.n;
	return size;
}

/* Puts a copy in again, at the end, if there is room without another. */
static void
put_again(struct shard *s, const uint8_t copy[ENTRY_MAX])
{
	const struct entry *old = (const struct entry *)(const void *)copy;
	struct entry *entry = append(s, old->size);
	uint8_t *bytes;

	if (entry == NULL)
		return;
	memcpy(entry, old, old->size);
	bytes = (uint8_t *)(entry->row + entry->n);
	for (size_t i = 0; i < entry->n; i++) {
		entry->row[i].sealed.bytes.p = bytes;
		bytes += entry->row[i].sealed.bytes.n;
	}
	enter(s, entry, old->person, old->size);
}

static struct entry *
make_room(struct shard *s, uint32_t size)
{
	_Alignas(UNIT) uint8_t copy[ENTRY_MAX];
	struct entry *entry = append(s, size);
	int chances = SECOND_CHANCES;

	while (entry == NULL && s->used > 0) {
		if (remove_oldest(s, copy) && chances-- > 0)
			put_again(s, copy);
		entry = append(s, size);
	}
	return entry;
}

bool
cache_get(struct cache *cache, uint64_t person, struct rows *rows,
    uint64_t *stamp, struct arena *arena)
{
	struct shard *s = shard_of(cache, person);
	struct entry *entry;

	__builtin_prefetch(bucket_of(s, person));
	(void)pthread_mutex_lock(&s->mutex);
	*stamp = s->stamp;
	entry = find(s, person);
	if (entry != NULL) {
		struct row *copy = arena_alloc(arena, entry->size -
		    sizeof(*entry));

		if (copy != NULL)
			copy_rows(copy, entry->row, entry->n);
		*rows = (struct rows){ copy, entry->n };
		entry->used = true;
	}
	(void)pthread_mutex_unlock(&s->mutex);
	return entry != NULL;
}

void
cache_put(struct cache *cache, uint64_t person, const struct rows *rows,
    uint64_t stamp)
{
	struct shard *s = shard_of(cache, person);
	size_t size = sizeof(struct entry) + size_of(rows->row, rows->n);
	struct entry *entry;

	size = (size + UNIT - 1) / UNIT * UNIT;
	if (rows->n == 0 || rows->n > ROWS_MAX || size > ENTRY_MAX ||
	    size > s->size / 2)
		return;
	(void)pthread_mutex_lock(&s->mutex);
	if (s->stamp == stamp && find(s, person) == NULL) {
		entry = make_room(s, (uint32_t)size);
		if (entry != NULL) {
			entry->n = (uint32_t)rows->n;
			copy_rows(entry->row, rows->row, rows->n);
			enter(s, entry, person, (uint32_t)size);
		}
	}
	(void)pthread_mutex_unlock(&s->mutex);
}

void
cache_drop(struct cache *cache, uint64_t person)
{
	struct shard *s = shard_of(cache, person);
	struct entry *entry;

	(void)pthread_mutex_lock(&s->mutex);
	s->stamp++;
	entry = find(s, person);
	if (entry != NULL)
		leave(s, entry);
	(void)pthread_mutex_unlock(&s->mutex);
}
