/*
 * Row 9: entries appended in batches, durable, against write and fdatasync
 * of the same bytes; and the whole log verified against bare SHA-256 of the
 * same leaves and nodes.
 */
#include <fcntl.h>
#include <unistd.h>

#include "bench.h"
#include "audit/tree.h"
#include "audit/verify.h"
#include "base/file.h"
#include "base/mem.h"

enum { BATCH = 10000, BATCHES = 20, ENTRIES = BATCH * BATCHES };

/* A batch of entries of reads, made beforehand. */
static struct bytes *
invent_batch(struct arena *arena)
{
	struct bytes *batch = arena_array(arena, BATCH, sizeof(*batch));
	const struct entry_record record = { 1, 2 };
	struct entry entry = {
		.kind = ENTRY_USE, .has_decision = true,
		.principal = TEXT("service:bench"), .role = TEXT("clerk"),
		.purpose = TEXT("service"), .revision = 1,
		.clause = TEXT("B1"), .has_person = true, .standing = 1,
		.records = &record, .record_count = 1,
	};

	for (uint64_t i = 0; i < BATCH; i++) {
		struct buf buf;

		entry.time = 1700000000000 + (int64_t)i;
		memcpy(entry.decision, &i, sizeof(i));
		memcpy(entry.person, &i, sizeof(i));
		buf_init(&buf, arena, ENTRY_MAX);
		entry_write(&buf, &entry);
		batch[i] = buf_bytes(&buf);
	}
	return batch;
}

static struct took
our_appends(struct bench *bench, const struct bytes *batch,
    struct ticket **ticket)
{
	struct store *store = vault_store(bench->vault);
	struct took start = took_start();

	for (int b = 0; b < BATCHES; b++) {
		for (size_t i = 0; i < BATCH; i++)
			TRY(store_append(store, batch[i], &ticket[i],
			    &bench_error));
		for (size_t i = 0; i < BATCH; i++)
			TRY(store_wait(store, ticket[i], 60000,
			    &bench_error));
	}
	return took_since(start);
}

static struct took
raw_appends(int fd, const struct bytes *batch)
{
	static uint8_t bytes[BATCH * 256];
	size_t n = 0;
	struct took start;

	for (size_t i = 0; i < BATCH; i++) {
		bytes[n++] = (uint8_t)(batch[i].n >> 8);
		bytes[n++] = (uint8_t)batch[i].n;
		memcpy(bytes + n, batch[i].p, batch[i].n);
		n += batch[i].n;
	}
	start = took_start();
	for (int b = 0; b < BATCHES; b++)
		if (write(fd, bytes, n) != (ssize_t)n || fdatasync(fd) != 0)
			abort();
	return took_since(start);
}

static struct took
our_verification(struct bench *bench, uint64_t *entries)
{
	struct checkpoint state;
	struct took start = took_start();

	TRY(verify_log(&state, &(struct verify_options){
	    .folder = bench->config.log_folder,
	    .verifier = vault_verifier(bench->vault) }, &bench_error));
	*entries = state.size;
	return took_since(start);
}

/* As many leaves and nodes as the log has, all in memory. */
static struct took
raw_verification(const struct bytes *batch, uint64_t entries)
{
	struct tree tree = { .size = 0 };
	struct took start = took_start();

	for (uint64_t i = 0; i < entries; i++) {
		struct hash leaf = tree_leaf(batch[i % BATCH]);

		tree_append(&tree, &leaf);
	}
	return took_since(start);
}

static int
open_raw(char folder[PATH_SIZE])
{
	char path[PATH_SIZE + 8];
	int fd;

	bench_make_folder(folder);
	(void)snprintf(path, sizeof(path), "%s/raw", folder);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		abort();
	return fd;
}

void
bench_log(void)
{
	struct took append = { 0, 0 }, raw = { 0, 0 }, check = { 0, 0 },
	    limit = { 0, 0 };
	struct ticket **ticket = mem_array(BATCH, sizeof(struct ticket *));
	char folder[PATH_SIZE];
	int fd = open_raw(folder);
	struct bench bench;
	struct bytes *batch;
	uint64_t entries = 0;

	bench_open(&bench, 0, 0);
	batch = invent_batch(bench.arena);
	for (int round = 0; round < BENCH_ROUNDS; round++) {
		took_best(&append, our_appends(&bench, batch, ticket));
		took_best(&raw, raw_appends(fd, batch));
		TRY(vault_integrate(bench.vault, &bench_error));
	}
	for (int round = 0; round < BENCH_ROUNDS; round++) {
		took_best(&check, our_verification(&bench, &entries));
		took_best(&limit, raw_verification(batch, entries));
	}
	bench_rate("9  entries appended, durable / write, fdatasync",
	    ENTRIES / append.wall / 1e6, ENTRIES / raw.wall / 1e6, "M/s",
	    0.6);
	bench_rate("9  log verified / bare SHA-256",
	    (double)entries / check.cpu / 1e6,
	    (double)entries / limit.cpu / 1e6, "M/s cpu", 0.9);
	mem_free(ticket);
	(void)close(fd);
	bench_remove(folder);
	bench_close(&bench);
}
