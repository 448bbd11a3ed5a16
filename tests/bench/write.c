/*
 * Row 4: somebody is taken in (decided, sealed, three search keys, class,
 * entry, durable) against an insert into a table with three unique indexes.
 */
#include "bench.h"
#include "base/mem.h"

enum { SINGLES = 300, BATCHES = 10 };

static uint64_t next_number;

static struct took
raw_singles(struct raw *raw)
{
	struct took start = took_start();

	for (int i = 0; i < SINGLES; i++)
		raw_insert(raw, next_number++);
	return took_since(start);
}

static struct took
raw_batches(struct raw *raw)
{
	struct took start = took_start();

	for (int b = 0; b < BATCHES; b++) {
		raw_run(raw, "BEGIN IMMEDIATE");
		for (int i = 0; i < BENCH_BATCH; i++)
			raw_insert(raw, next_number++);
		raw_run(raw, "COMMIT");
	}
	return took_since(start);
}

static void
row(const char *name, struct took ours, struct took raw, double n,
    double goal)
{
	bench_row(name, ours.wall / n * 1e6, raw.wall / n * 1e6, "us",
	    goal);
	bench_note("     cpu", ours.cpu / n * 1e6, raw.cpu / n * 1e6, "us");
}

void
bench_write(void)
{
	struct took single = { 0, 0 }, batch = { 0, 0 }, raw_single = { 0, 0 },
	    raw_batch = { 0, 0 };
	struct bench bench;
	struct raw raw;

	bench_open(&bench, 0, BENCH_CACHE);
	raw_open(&raw);
	for (int round = 0; round < BENCH_ROUNDS; round++) {
		took_best(&single, bench_add_singles(&bench,
		    &next_number, SINGLES));
		took_best(&raw_single, raw_singles(&raw));
		took_best(&batch, bench_add_batches(&bench,
		    &next_number, BATCHES));
		took_best(&raw_batch, raw_batches(&raw));
	}
	row("4  person taken in, durable / SQLite insert", single, raw_single,
	    SINGLES, 0.8);
	row("4  the same, a thousand at a time", batch, raw_batch,
	    BATCHES * BENCH_BATCH, 0.5);
	raw_close(&raw);
	bench_close(&bench);
}
