/*
 * Row 8: a person is erased, stage 1 with the certificate, beside one
 * fdatasync; with 10 records and with 100,000.  And how long it takes until
 * 100,000 people whose retention is over are gone.
 */
#include <fcntl.h>
#include <unistd.h>

#include "bench.h"
#include "base/mem.h"
#include "retention/retention.h"
#include "vault/certificate.h"
#include "vault/erase.h"

enum {
	FEW = 10, MANY = 100000, TIMES = 10, TIMES_MANY = 5,
	PEOPLE = 100000,
	CHANGE_ROWS = 10000, SEALED = 330
};

/* Rows that nobody will open: what is erased is not read. */
static void
add_rows(struct bench *b, uint64_t person, size_t n)
{
	static uint8_t bytes[SEALED] = { SEAL_SUITE_AES_256_GCM };
	const struct entry entry = {
		.kind = ENTRY_SETTING, .subject = TEXT("bench")
	};

	for (size_t at = 0; at < n; at += CHANGE_ROWS) {
		struct change *change = change_new();
		struct buf out;

		for (size_t i = at; i < n && i < at + CHANGE_ROWS; i++) {
			const struct row row = {
				.seq = 1000 + i, .version = 1, .class = 1,
				.sealed = { { bytes, SEALED } },
			};

			change_add_row(change, person, &row);
		}
		arena_reset(b->arena);
		buf_init(&out, b->arena, ENTRY_MAX);
		entry_write(&out, &entry);
		change_entry(change, buf_bytes(&out));
		TRY(store_commit(vault_store(b->vault), change, 60000,
		    &bench_error));
	}
	TRY(store_tidy(vault_store(b->vault), &bench_error));
}

/* Records that are looked into for search keys. */
static void
add_records(struct bench *b, uint64_t person, size_t n)
{
	char text[BENCH_RECORD + 1];
	const struct given_value value = { TEXT("note"), {
	    text, BENCH_RECORD } };
	const struct acquisition more = {
		.way = TEXT("form"), .subject = TEXT("customer"),
		.shown = true, .values = &value, .value_count = 1,
		.person = person,
	};

	memset(text, 'a', BENCH_RECORD);
	for (size_t i = 0; i < n; i++) {
		struct visit visit;
		uint64_t same;

		arena_reset(b->arena);
		bench_visit(b, &visit, b->arena, b->reader);
		TRY(person_add(&visit, &more, &same, NULL, &bench_error));
		visit_end(&visit);
	}
}

struct erased {
	double erased;		/* seconds until it was durable */
	double certified;	/* ... and the certificate made */
};

/* One erasure, to the certificate; the better of both. */
static void
erase_one(struct bench *b, uint64_t person, struct erased *best)
{
	struct erasure erasure;
	struct visit visit;
	struct took start;
	struct buf note;
	double erased, certified;

	arena_reset(b->arena);
	start = took_start();
	bench_visit(b, &visit, b->arena, b->reader);
	TRY(erase_person(&visit, person, false, &erasure, &bench_error));
	erased = took_since(start).wall;
	buf_init(&note, b->arena, CERTIFICATE_MAX);
	TRY(certificate_make(&note, &visit, &erasure, &bench_error));
	certified = took_since(start).wall;
	visit_end(&visit);
	if (erased < best->erased)
		best->erased = erased;
	if (certified < best->certified)
		best->certified = certified;
}

static double
fdatasync_time(const struct bench *b)
{
	char path[PATH_SIZE], block[4096] = { 1 };
	double best = 1e9;
	int fd;

	TRY(file_join(path, b->folder, "sync", &bench_error));
	fd = open(path, O_CREAT | O_WRONLY, 0600);
	for (int i = 0; i < 50; i++) {
		struct took start;
		double wall;

		if (write(fd, block, sizeof(block)) != sizeof(block))
			abort();
		start = took_start();
		if (fdatasync(fd) != 0)
			abort();
		wall = took_since(start).wall;
		if (wall < best)
			best = wall;
	}
	(void)close(fd);
	return best;
}

void
bench_erase(void)
{
	struct bench b;
	struct erased few = { 1e9, 1e9 }, many = { 1e9, 1e9 };
	double sync;

	bench_open(&b, 1000, BENCH_CACHE);
	sync = fdatasync_time(&b);
	for (size_t i = 0; i < TIMES; i++) {
		add_records(&b, b.people[i], FEW - 1);
		erase_one(&b, b.people[i], &few);
	}
	for (size_t i = 0; i < TIMES_MANY; i++) {
		add_rows(&b, b.people[TIMES + i], MANY);
		erase_one(&b, b.people[TIMES + i], &many);
	}
	bench_note("8 erasure, 10 records; one fdatasync", few.erased * 1e3,
	    sync * 1e3, "ms");
	bench_row("8 ... with its certificate ÷ fdatasync",
	    few.certified * 1e3, sync * 1e3, "ms", 1.0 / 8);
	bench_row("8 ... of 100,000 records ÷ of 10 records",
	    many.certified * 1e3, few.certified * 1e3, "ms", 1.0 / 1.5);
	bench_close(&b);
}

void
bench_expire(void)
{
	struct retention_run run = { .day = 0 };
	struct took start, took;
	struct bench b;

	bench_open(&b, PEOPLE, BENCH_CACHE);
	bench_ahead = (int64_t)400 * DAY_SECONDS * 1000;
	start = took_start();
	TRY(retention_erase(b.vault, b.reader, TEXT("bench"), &run,
	    &bench_error));
	took = took_since(start);
	bench_ahead = 0;
	if (run.whole != PEOPLE)
		abort();
	bench_row("expire 100,000 people ÷ 30 s", took.wall, 30, "s", 1);
	bench_close(&b);
}
