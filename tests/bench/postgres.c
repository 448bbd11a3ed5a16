/*
 * What has PostgreSQL in it.  Row 2: our reads, decided, opened, logged and
 * durable before the answer, over eight sockets, against prepared reads of
 * plain PostgreSQL over eight connections.  And rows 3 and 4 with our store
 * on PostgreSQL, against PostgreSQL with the same settings.
 *
 * The server is a private one (tests/pgserver.py --disk): on the same disk as
 * the rest, with its usual settings, so that what is committed is synced.
 */
#include <libpq-fe.h>
#include <pthread.h>
#include <stdlib.h>

#include "bench.h"

enum {
	PEOPLE = 10000, CONNECTIONS = 8, SECONDS = 2, SINGLES = 300,
	BATCHES = 5, BUSY_CLIENTS = 64, POOL = 8
};

static void
pg_die(const char *what)
{
	(void)fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

static PGconn *
connect_raw(void)
{
	PGconn *conn = PQconnectdb(getenv("SEKISHO_TEST_PG"));

	if (PQstatus(conn) != CONNECTION_OK)
		pg_die(PQerrorMessage(conn));
	return conn;
}

static void
run_raw(PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		pg_die(PQerrorMessage(conn));
	PQclear(result);
}

static void
prepare_raw(PGconn *conn)
{
	PQclear(PQprepare(conn, "get", "SELECT id, email, phone, number, note"
	    " FROM raw.person WHERE id = $1::int8", 1, NULL));
	PQclear(PQprepare(conn, "add", "INSERT INTO raw.person (email, phone,"
	    " number, note) VALUES ($1, $2, $3, $4)", 4, NULL));
}

static void
send_raw(PGconn *conn, uint64_t number, bool pipelined)
{
	struct bench_values v;
	const char *values[] = { v.email, v.phone, v.number, v.note };
	PGresult *result;

	bench_values(&v, number);
	if (pipelined) {
		if (PQsendQueryPrepared(conn, "add", 4, values, NULL, NULL,
		    1) == 0)
			pg_die(PQerrorMessage(conn));
		return;
	}
	result = PQexecPrepared(conn, "add", 4, values, NULL, NULL, 1);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		pg_die(PQerrorMessage(conn));
	PQclear(result);
}

/* So many rows in one transaction and one round trip. */
static void
insert_batch(PGconn *conn, uint64_t first, size_t n)
{
	PGresult *result;
	size_t ends = 0;

	run_raw(conn, "BEGIN");
	if (PQenterPipelineMode(conn) == 0)
		pg_die(PQerrorMessage(conn));
	for (size_t i = 0; i < n; i++)
		send_raw(conn, first + i, true);
	(void)PQpipelineSync(conn);
	while (ends < n + 1) {
		ExecStatusType status;

		result = PQgetResult(conn);
		if (result == NULL)
			continue;
		status = PQresultStatus(result);
		if (status != PGRES_COMMAND_OK &&
		    status != PGRES_PIPELINE_SYNC)
			pg_die(PQerrorMessage(conn));
		ends++;
		PQclear(result);
	}
	(void)PQexitPipelineMode(conn);
	run_raw(conn, "COMMIT");
}

/* Raw reads: each connection in a thread of its own. */

static double read_until;

static void *
read_raw(void *context)
{
	PGconn *conn = connect_raw();
	uint64_t *done = context, seed = *done;
	size_t sum = 0;

	prepare_raw(conn);
	*done = 0;
	while (took_start().wall < read_until) {
		char id[24];
		const char *values[] = { id };
		PGresult *result;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		(void)snprintf(id, sizeof(id), "%llu", (unsigned long long)
		    ((seed >> 33) % PEOPLE + 1));
		result = PQexecPrepared(conn, "get", 1, values, NULL, NULL,
		    1);
		if (PQntuples(result) != 1)
			pg_die(PQerrorMessage(conn));
		for (int i = 0; i < 5; i++)
			sum += (size_t)PQgetlength(result, 0, i);
		PQclear(result);
		(*done)++;
	}
	if (sum == 0)
		pg_die("no person has a value");
	PQfinish(conn);
	return NULL;
}

static double
raw_reads(void)
{
	pthread_t thread[CONNECTIONS];
	uint64_t done[CONNECTIONS];
	double all = 0;

	read_until = took_start().wall + SECONDS;
	for (uint64_t i = 0; i < CONNECTIONS; i++) {
		done[i] = i + 1;
		(void)pthread_create(&thread[i], NULL, read_raw, &done[i]);
	}
	for (int i = 0; i < CONNECTIONS; i++) {
		(void)pthread_join(thread[i], NULL);
		all += (double)done[i];
	}
	return all / SECONDS;
}

static double
larger(double a, double b)
{
	return a > b ? a : b;
}

static void
reads(struct bench *embedded, struct bench *shared)
{
	double ours = 0, raw = 0, pg = 0, durable = 0, at_once = 0;

	for (int round = 0; round < BENCH_ROUNDS; round++) {
		ours = larger(ours, bench_serve(embedded, CONNECTIONS, 2,
		    true));
		raw = larger(raw, raw_reads());
		pg = larger(pg, bench_serve(shared, CONNECTIONS, POOL, true));
		durable = larger(durable, bench_serve(shared, BUSY_CLIENTS,
		    POOL, true));
		at_once = larger(at_once, bench_serve(shared, BUSY_CLIENTS,
		    POOL, false));
	}
	bench_rate("2  embedded, 8 sockets, durable / PostgreSQL, 8",
	    ours / 1000, raw / 1000, "k/s", 1.3);
	bench_note("   our store on PostgreSQL / PostgreSQL, 8",
	    pg / 1000, raw / 1000, "k/s");
	bench_rate("3  on PostgreSQL: 64 clients, durable / not waiting",
	    durable / 1000, at_once / 1000, "k/s", 0.8);
}

static uint64_t next_number = 1000000;

static struct took
raw_singles(PGconn *conn)
{
	struct took start = took_start();

	for (int i = 0; i < SINGLES; i++)
		send_raw(conn, next_number++, false);
	return took_since(start);
}

static struct took
raw_batches(PGconn *conn)
{
	struct took start = took_start();

	for (int b = 0; b < BATCHES; b++) {
		insert_batch(conn, next_number, BENCH_BATCH);
		next_number += BENCH_BATCH;
	}
	return took_since(start);
}

static void
writes(struct bench *bench, PGconn *conn)
{
	struct took single = { 0, 0 }, batch = { 0, 0 }, raw_single = { 0, 0 },
	    raw_batch = { 0, 0 };

	for (int round = 0; round < BENCH_ROUNDS; round++) {
		took_best(&single, bench_add_singles(bench,
		    &next_number, SINGLES));
		took_best(&raw_single, raw_singles(conn));
		took_best(&batch, bench_add_batches(bench,
		    &next_number, BATCHES));
		took_best(&raw_batch, raw_batches(conn));
	}
	bench_row("4  on PostgreSQL: taken in, durable / insert",
	    single.wall / SINGLES * 1e6, raw_single.wall / SINGLES * 1e6,
	    "us", 0.8);
	bench_row("4  on PostgreSQL: a thousand at a time",
	    batch.wall / (BATCHES * BENCH_BATCH) * 1e6,
	    raw_batch.wall / (BATCHES * BENCH_BATCH) * 1e6, "us", 0.5);
}

/* The table of plain PostgreSQL, in which nobody is protected. */
static PGconn *
make_raw(void)
{
	PGconn *conn = connect_raw();
	PGresult *there = PQexec(conn, "SELECT 'raw.person'::regclass");
	bool made = PQresultStatus(there) == PGRES_TUPLES_OK;

	PQclear(there);
	if (!made)
		run_raw(conn, "CREATE SCHEMA raw; CREATE TABLE raw.person ("
		    "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
		    "email TEXT NOT NULL UNIQUE, phone TEXT NOT NULL UNIQUE, "
		    "number TEXT NOT NULL UNIQUE, note TEXT NOT NULL)");
	prepare_raw(conn);
	for (uint64_t i = 0; i < PEOPLE && !made; i += BENCH_BATCH)
		insert_batch(conn, i, BENCH_BATCH);
	return conn;
}

void
bench_raw(void)
{
	PQfinish(make_raw());
	(void)printf("%.0f\n", raw_reads());
}

void
bench_postgres(void)
{
	struct bench embedded, shared;
	PGconn *conn;

	if (getenv("SEKISHO_TEST_PG") == NULL) {
		(void)printf("2  left out: no PostgreSQL (script/bench starts "
		    "one)\n");
		return;
	}
	conn = make_raw();
	bench_open(&embedded, PEOPLE, BENCH_CACHE);
	bench_on_postgresql = true;
	bench_open(&shared, PEOPLE, BENCH_CACHE);
	bench_on_postgresql = false;
	TRY(store_start_committer(vault_store(embedded.vault),
	    &bench_error));
	TRY(store_start_committer(vault_store(shared.vault), &bench_error));
	reads(&embedded, &shared);
	writes(&shared, conn);
	PQfinish(conn);
	bench_close(&shared);
	bench_close(&embedded);
}
