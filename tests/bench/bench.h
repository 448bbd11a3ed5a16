/*
 * bench.h - what the benches share: a policy, a store, raw SQLite, clocks.
 *
 * Every row measures our side and the bare one in the same run, alternating,
 * several rounds; the best of each is compared.  CPU time is that of the
 * process; wall time is shown beside it.
 */
#ifndef BENCH_BENCH_H_
#define BENCH_BENCH_H_

#include <sqlite3.h>

#include "vault/person.h"

enum {
	BENCH_ROUNDS = 5,
	BENCH_BATCH = 1000,		/* people of a batch */
	BENCH_RECORD = 300,		/* bytes of personal data */
	BENCH_CACHE = 16 << 20,
};

struct took {
	double cpu;		/* seconds */
	double wall;
};

struct took took_start(void);
struct took took_since(struct took start);
/* Keeps the better of both. */
void took_best(struct took *best, struct took took);

/* Prints the error and ends the program. */
void bench_die(const struct error *error) __attribute__((noreturn));
#define TRY(call) \
	do { \
		if ((call) != STATUS_OK) \
			bench_die(&bench_error); \
	} while (0)
extern struct error bench_error;

/* An opened store in a folder of its own, with people 1 to n. */
struct bench {
	char folder[PATH_SIZE];
	struct config config;
	struct vault *vault;
	struct reader *reader;
	struct arena *arena;
	uint64_t *people;	/* numbers */
	size_t n;
};

/*
 * While it is set, stores lie on the server of SEKISHO_TEST_PG (see
 * tests/pgserver.py): each in two schemas of its own.
 */
extern bool bench_on_postgresql;

void bench_open(struct bench *bench, size_t people, size_t cache_bytes);
void bench_close(struct bench *bench);

/* How far the stores' clock is ahead of the machine's, in milliseconds. */
extern int64_t bench_ahead;

/* Adds one invented person; with a ticket, does not wait. */
uint64_t bench_add(struct bench *bench, uint64_t number, bool bulk,
    struct ticket **ticket);
/* n people one by one, or n batches of BENCH_BATCH, from number *next on. */
struct took bench_add_singles(struct bench *bench, uint64_t *next, int n);
struct took bench_add_batches(struct bench *bench, uint64_t *next, int n);
/* What that person gives: BENCH_RECORD bytes in all. */
struct bench_values {
	char email[64], phone[32], number[32], note[BENCH_RECORD + 1];
};
void bench_values(struct bench_values *values, uint64_t number);

/* A visit that may show everything. */
void bench_visit(struct bench *bench, struct visit *visit,
    struct arena *arena, struct reader *reader);

/*
 * Raw SQLite: WAL, synchronous=FULL, the same page size; one table of the
 * same values with three unique indexes.
 */
struct raw {
	char folder[PATH_SIZE];
	sqlite3 *db;
	sqlite3_stmt *insert;
};
void raw_open(struct raw *raw);
void raw_close(struct raw *raw);
sqlite3_stmt *raw_prepare(struct raw *raw, const char *sql);
void raw_run(struct raw *raw, const char *sql);
void raw_insert(struct raw *raw, uint64_t number);

void bench_make_folder(char folder[PATH_SIZE]);
void bench_remove(const char *folder);

/*
 * Prints a row: ours, bare, their ratio, the goal.  bench_row() compares
 * costs (the less the better), bench_rate() rates.
 */
void bench_row(const char *name, double ours, double bare, const char *unit,
    double goal);
void bench_rate(const char *name, double ours, double bare,
    const char *unit, double goal);
/* One that has no goal of its own. */
void bench_note(const char *name, double ours, double bare,
    const char *unit);

/*
 * Reads that are decided, opened and logged, asked for over so many sockets
 * and served by so many threads; answers a second.  wait: only when their
 * entries are durable.
 */
double bench_serve(struct bench *bench, int clients, int servers, bool wait);

/* How many rows missed their goal. */
int bench_missed(void);

/* The rows, one function each. */
void bench_read(void);		/* 1 */
void bench_postgres(void);
void bench_raw(void);	/* 2, and what 3 and 4 are on PostgreSQL */
void bench_durable(void);	/* 3 */
void bench_write(void);		/* 4 */
void bench_erase(void);		/* 8 */
void bench_expire(void);	/* retention of everybody */
void bench_log(void);		/* 9 */
void bench_space(void);		/* 10 */

#endif
