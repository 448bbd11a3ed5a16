/*
 * Row 1: a read that was decided, opened and logged, against a prepared
 * read of raw SQLite; and finding by e-mail against a unique index.
 *
 * Entries are on disk before a read counts: reads go in groups, as they do
 * in a busy server, and each group waits for its entries.
 */
#include "bench.h"
#include "base/mem.h"
#include "vault/keys.h"

enum { PEOPLE = 10000, READS = 100000, GROUP = 1000, COLD_READS = 10000 };

struct reads {
	struct bench *bench;
	struct arena *arena;
	struct ticket **ticket;
	size_t tickets;
	uint64_t seed;
};

static uint64_t
next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

static void
settle(struct reads *reads)
{
	struct store *store = vault_store(reads->bench->vault);

	for (size_t i = 0; i < reads->tickets; i++)
		TRY(store_wait(store, reads->ticket[i], 60000,
		    &bench_error));
	reads->tickets = 0;
}

static void
take_tickets(struct reads *reads, struct visit *visit)
{
	for (struct visit_ticket *t = visit->tickets; t != NULL; t = t->next)
		reads->ticket[reads->tickets++] = t->ticket;
	if (reads->tickets >= GROUP)
		settle(reads);
}

static void
read_one(struct reads *reads, uint64_t person)
{
	struct bench *bench = reads->bench;
	struct visit visit;
	struct view view;

	arena_reset(reads->arena);
	bench_visit(bench, &visit, reads->arena, bench->reader);
	visit.defer = true;
	TRY(person_show(&visit, person, NULL, &view, &bench_error));
	if (view.count != 1 || view.records[0].count != 4)
		abort();
	take_tickets(reads, &visit);
	visit_end(&visit);
}

static struct took
our_reads(struct reads *reads)
{
	struct took start = took_start();

	for (size_t i = 0; i < READS; i++)
		read_one(reads, reads->bench->people[
		    next_random(&reads->seed) % reads->bench->n]);
	settle(reads);
	return took_since(start);
}

/* Every key was forgotten: each read unwraps one. */
static struct took
our_cold_reads(struct reads *reads)
{
	struct took start;

	keys_forget(vault_keys(reads->bench->vault), 0);
	start = took_start();
	for (size_t i = 0; i < COLD_READS; i++)
		read_one(reads, reads->bench->people[i]);
	settle(reads);
	return took_since(start);
}

static struct took
our_finds(struct reads *reads)
{
	struct took start = took_start();

	for (size_t i = 0; i < READS; i++) {
		struct visit visit;
		struct view *view;
		struct bench_values values;
		size_t found;

		arena_reset(reads->arena);
		view = arena_alloc(reads->arena, sizeof(*view));
		bench_values(&values,
		    next_random(&reads->seed) % reads->bench->n);
		bench_visit(reads->bench, &visit, reads->arena,
		    reads->bench->reader);
		visit.defer = true;
		TRY(person_look_up(&visit, TEXT("email"),
		    text_of(values.email), NULL, 1, view, &found, &bench_error));
		if (found != 1 || view->count != 1)
			abort();
		take_tickets(reads, &visit);
		visit_end(&visit);
	}
	settle(reads);
	return took_since(start);
}

static void
raw_step(sqlite3_stmt *statement)
{
	static volatile size_t sum;

	if (sqlite3_step(statement) != SQLITE_ROW)
		abort();
	for (int c = 0; c < 5; c++)
		sum += (size_t)*(const char *)sqlite3_column_blob(statement,
		    c) + (size_t)sqlite3_column_bytes(statement, c);
	(void)sqlite3_reset(statement);
}

static struct took
raw_reads(struct raw *raw, sqlite3_stmt *select, bool transaction)
{
	static uint64_t seed = 1;
	struct took start = took_start();

	if (transaction)
		raw_run(raw, "BEGIN");
	for (size_t i = 0; i < READS; i++) {
		(void)sqlite3_bind_int64(select, 1,
		    (int64_t)(next_random(&seed) % PEOPLE) + 1);
		raw_step(select);
	}
	if (transaction)
		raw_run(raw, "COMMIT");
	return took_since(start);
}

static struct took
raw_finds(sqlite3_stmt *select)
{
	static uint64_t seed = 1;
	struct took start = took_start();

	for (size_t i = 0; i < READS; i++) {
		struct bench_values values;

		bench_values(&values, next_random(&seed) % PEOPLE);
		(void)sqlite3_bind_text(select, 1, values.email, -1,
		    SQLITE_TRANSIENT);
		raw_step(select);
	}
	return took_since(start);
}

static void
row(const char *name, struct took ours, struct took raw, size_t our_n,
    double goal)
{
	bench_row(name, ours.cpu / (double)our_n * 1e6,
	    raw.cpu / READS * 1e6, "us cpu", goal);
	bench_note("", ours.wall / (double)our_n * 1e6,
	    raw.wall / READS * 1e6, "us");
}

struct figures {
	struct took hot, cold, find, raw, raw_in, raw_find;
};

static void
measure(struct figures *f, struct reads *reads)
{
	struct raw raw;
	sqlite3_stmt *by_id, *by_email;

	raw_open(&raw);
	raw_run(&raw, "BEGIN");
	for (unsigned int i = 0; i < PEOPLE; i++)
		raw_insert(&raw, i);
	raw_run(&raw, "COMMIT");
	by_id = raw_prepare(&raw, "SELECT * FROM person WHERE id = ?");
	by_email = raw_prepare(&raw,
	    "SELECT * FROM person WHERE email = ?");
	for (int round = 0; round < BENCH_ROUNDS; round++) {
		took_best(&f->cold, our_cold_reads(reads));
		took_best(&f->raw, raw_reads(&raw, by_id, false));
		took_best(&f->hot, our_reads(reads));
		took_best(&f->raw_in, raw_reads(&raw, by_id, true));
		took_best(&f->find, our_finds(reads));
		took_best(&f->raw_find, raw_finds(by_email));
	}
	(void)sqlite3_finalize(by_id);
	(void)sqlite3_finalize(by_email);
	raw_close(&raw);
}

void
bench_read(void)
{
	struct figures f;
	struct bench bench;
	struct reads reads = { .bench = &bench, .seed = 1 };

	memset(&f, 0, sizeof(f));
	bench_open(&bench, PEOPLE, BENCH_CACHE);
	reads.arena = arena_new((size_t)1 << 20);
	reads.ticket = mem_array(GROUP + 4, sizeof(struct ticket *));
	measure(&f, &reads);
	row("1  read, key cached / SQLite, autocommit", f.hot, f.raw, READS,
	    1.0);
	row("1  read, key cached / SQLite, in a transaction", f.hot,
	    f.raw_in, READS, 0.6);
	row("1  read, key cold / SQLite, autocommit", f.cold, f.raw,
	    COLD_READS, 0.4);
	row("   found by e-mail and read / SQLite, unique index", f.find,
	    f.raw_find, READS, 0.5);
	mem_free(reads.ticket);
	arena_free(reads.arena);
	bench_close(&bench);
}
