#include <pthread.h>

#include "base/mem.h"
#include "store/cache.h"

enum { SHARDS = 64, ROWS_MAX = 64, ENTRY_MAX = 16384 };

/* One person: the rows, then their bytes, in one piece of memory. */
struct entry {
	struct entry *next;	/* in the bucket */
	struct entry *newer, *older;
	uint64_t person;
	size_t size;
	size_t n;
	struct row row[];
};

struct shard {
	pthread_mutex_t mutex;
	struct entry **bucket;
	size_t buckets;		/* a power of two */
	struct entry *newest, *oldest;
	size_t used, limit;
	uint64_t stamp;		/* counts what was dropped */
};

struct cache {
	struct shard shard[SHARDS];
};

struct cache *
cache_new(size_t bytes)
{
	struct cache *cache = mem_alloc(sizeof(*cache));
	size_t buckets = 64;

	if (cache == NULL)
		return NULL;
	while (buckets * SHARDS * 512 < bytes)
		buckets *= 2;
	for (size_t i = 0; i < SHARDS; i++) {
		struct shard *s = &cache->shard[i];

		(void)pthread_mutex_init(&s->mutex, NULL);
		s->limit = bytes / SHARDS;
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
	for (size_t i = 0; i < SHARDS; i++) {
		struct shard *s = &cache->shard[i];

		while (s->newest != NULL) {
			struct entry *entry = s->newest;

			s->newest = entry->older;
			mem_free(entry);
		}
		mem_free(s->bucket);
	}
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
	return &cache->shard[scatter(person) >> 58];
}

static struct entry **
bucket_of(struct shard *s, uint64_t person)
{
	return &s->bucket[scatter(person) >> 20 & (s->buckets - 1)];
}

static struct entry *
find(struct shard *s, uint64_t person)
{
	struct entry *entry = *bucket_of(s, person);

	while (entry != NULL && entry->person != person)
		entry = entry->next;
	return entry;
}

static void
unlink_age(struct shard *s, struct entry *entry)
{
	if (entry->newer != NULL)
		entry->newer->older = entry->older;
	else
		s->newest = entry->older;
	if (entry->older != NULL)
		entry->older->newer = entry->newer;
	else
		s->oldest = entry->newer;
}

static void
link_newest(struct shard *s, struct entry *entry)
{
	entry->newer = NULL;
	entry->older = s->newest;
	if (s->newest != NULL)
		s->newest->newer = entry;
	else
		s->oldest = entry;
	s->newest = entry;
}

static void
remove_entry(struct shard *s, struct entry *entry)
{
	struct entry **at = bucket_of(s, entry->person);

	while (*at != entry)
		at = &(*at)->next;
	*at = entry->next;
	unlink_age(s, entry);
	s->used -= entry->size;
	mem_free(entry);
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

bool
cache_get(struct cache *cache, uint64_t person, struct rows *rows,
    uint64_t *stamp, struct arena *arena)
{
	struct shard *s = shard_of(cache, person);
	struct entry *entry;

	(void)pthread_mutex_lock(&s->mutex);
	*stamp = s->stamp;
	entry = find(s, person);
	if (entry != NULL) {
		struct row *copy = arena_alloc(arena, entry->size -
		    sizeof(*entry));

		if (copy != NULL)
			copy_rows(copy, entry->row, entry->n);
		*rows = (struct rows){ copy, entry->n };
		if (s->newest != entry) {
			unlink_age(s, entry);
			link_newest(s, entry);
		}
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

	if (rows->n == 0 || rows->n > ROWS_MAX || size > ENTRY_MAX ||
	    size > s->limit)
		return;
	entry = mem_alloc(size);
	if (entry == NULL)
		return;
	entry->person = person;
	entry->size = size;
	entry->n = rows->n;
	copy_rows(entry->row, rows->row, rows->n);
	(void)pthread_mutex_lock(&s->mutex);
	if (s->stamp == stamp && find(s, person) == NULL) {
		while (s->used + size > s->limit && s->oldest != NULL)
			remove_entry(s, s->oldest);
		entry->next = *bucket_of(s, person);
		*bucket_of(s, person) = entry;
		link_newest(s, entry);
		s->used += size;
		entry = NULL;
	}
	(void)pthread_mutex_unlock(&s->mutex);
	mem_free(entry);
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
		remove_entry(s, entry);
	(void)pthread_mutex_unlock(&s->mutex);
}
