/*
 * box.h - a store in the test's folder, without keys or policy.
 */
#ifndef TESTS_UNIT_BOX_H_
#define TESTS_UNIT_BOX_H_

#include "engine.h"

#include "crypto/random.h"
#include "store/change.h"
#include "store/reader.h"

enum { BOX_WAIT_MS = 20000 };

struct box_urls {
	char data[ENGINE_URL];
	char keys[ENGINE_URL];
};

__attribute__((unused)) static struct box_urls
box_urls(const char *name)
{
	struct box_urls urls;

	engine_url(urls.data, at("%s.data.db", name));
	engine_url(urls.keys, at("%s.keys.db", name));
	return urls;
}

__attribute__((unused)) static enum status
box_try_open(struct store **store, const char *name, size_t cache_bytes,
    struct error *error)
{
	struct box_urls urls = box_urls(name);
	const struct store_options options = {
		.data_url = urls.data, .keys_url = urls.keys,
		.cache_bytes = cache_bytes,
	};

	return store_open(store, &options, error);
}

__attribute__((unused)) static struct store *
box_open(const char *name, size_t cache_bytes)
{
	struct store *store;
	struct error error;

	assert_ok(box_try_open(&store, name, cache_bytes, &error), &error);
	return store;
}

__attribute__((unused)) static void
box_create(const char *name)
{
	struct box_urls urls = box_urls(name);
	const struct store_options options = {
		.data_url = urls.data, .keys_url = urls.keys,
	};
	uint8_t id[STORE_ID_SIZE];
	struct error error;

	if (engine_is_pg()) {
		PQfinish(engine_connect(at("%s.data.db", name)));
		PQfinish(engine_connect(at("%s.keys.db", name)));
	}
	random_bytes(id, sizeof(id));
	assert_ok(store_create(&options, id, &error), &error);
}

__attribute__((unused)) static struct store *
box_new(const char *name, size_t cache_bytes)
{
	box_create(name);
	return box_open(name, cache_bytes);
}

__attribute__((unused)) static struct reader *
box_reader(struct store *store)
{
	struct reader *reader;
	struct error error;

	assert_ok(reader_new(&reader, store, &error), &error);
	return reader;
}

__attribute__((unused)) static struct log_head
box_head(struct reader *reader)
{
	struct log_head head;
	struct error error;

	assert_ok(reader_log_head(reader, &head, &error), &error);
	return head;
}

/* An entry that is only in the log. */
__attribute__((unused)) static void
box_append(struct store *store, struct bytes entry)
{
	struct ticket *ticket;
	struct error error;

	assert_ok(store_append(store, entry, &ticket, &error), &error);
	assert_ok(store_wait(store, ticket, BOX_WAIT_MS, &error), &error);
}

/* Many, in one group. */
__attribute__((unused)) static void
box_append_many(struct store *store, uint64_t first, uint64_t end,
    struct bytes (*entry)(uint64_t i, char room[64]))
{
	struct error error;
	char room[64];

	for (uint64_t i = first; i < end; i++) {
		struct ticket *ticket;

		assert_ok(store_append(store, entry(i, room), &ticket,
		    &error), &error);
		store_forget(store, ticket);
	}
	assert_ok(store_commit_now(store, &error), &error);
}

/* A row of a person that holds so many bytes of that kind. */
__attribute__((unused)) static struct row
box_row(uint64_t seq, uint64_t version, uint8_t fill, size_t n,
    struct arena *arena)
{
	uint8_t *bytes = arena_alloc(arena, n);

	assert_non_null(bytes);
	memset(bytes, fill, n);
	return (struct row){
		.seq = seq, .version = version, .class = seq == 0 ? 0 : 3,
		.tier = seq == 0 ? 0 : 2, .day = 20000 + (int64_t)seq,
		.sealed = { { bytes, n } },
	};
}

__attribute__((unused)) static struct change *
box_change(const char *entry)
{
	struct change *change = change_new();

	assert_non_null(change);
	if (entry != NULL)
		change_entry(change, bytes_of(text_of(entry)));
	return change;
}

__attribute__((unused)) static enum status
box_commit(struct store *store, struct change *change, struct error *error)
{
	return store_commit(store, change, BOX_WAIT_MS, error);
}

#endif
