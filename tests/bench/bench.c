#include <ftw.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "base/mem.h"
#include "crypto/secret.h"

struct error bench_error;
bool bench_on_postgresql;

static const char policy_text[] =
    "sekisho: 1\n"
    "operator: {name: {ja: 計測}, legal_form: other,\n"
    "  address: {on_request: true}, representative: {on_request: true},\n"
    "  officer: {title: {ja: 責任者}}, hosts: [bench.example],\n"
    "  size: {employees: 1, persons: 1}}\n"
    "subjects: [{id: customer, kind: customer, label: {ja: 顧客}}]\n"
    "services: [{id: shop, label: {ja: 店}}]\n"
    "items:\n"
    "  - {id: email, kind: email, unique: true, label: {ja: メール}}\n"
    "  - {id: phone, kind: phone, unique: true, label: {ja: 電話}}\n"
    "  - {id: number, kind: external_id, unique: true, label: {ja: 番号}}\n"
    "  - {id: note, kind: address, label: {ja: 住所}}\n"
    "acquisition:\n"
    "  - {id: form, label: {ja: 申込}, medium: web, source: person,\n"
    "     required: [email], optional: all, purposes: all}\n"
    "purposes:\n"
    "  - {id: service, label: {ja: 提供}, text: {ja: 提供のため},\n"
    "     items: all, made_known: published, clause: B1}\n"
    "roles:\n"
    "  - {id: clerk, label: {ja: 係}, kind: staff, purposes: all,\n"
    "     items: all, acts: [acquire, use, erase]}\n"
    "rights: {types: [{id: disclosure, kind: disclosure,\n"
    "  label: {ja: 開示}}]}\n"
    "desks: [{id: desk, label: {ja: 窓口}, handles: [requests]}]\n"
    "retention: [{id: all, label: {ja: 全部}, start: acquisition,\n"
    "  items: [email, phone, number, note], period: {years: 1},\n"
    "  at_end: erase, clause: B2}]\n"
    "measures: [{id: rules, group: rules, text: {ja: 規程}}]\n"
    "notices: {level: published, changes: {ways: [website]}}\n"
    "revisions: [{version: '1'}]\n"
    "text: [{states: [purposes, retention], clause: B0}]\n";

void
bench_die(const struct error *error)
{
	(void)fprintf(stderr, "bench: %s (%s) %s\n", error->text[LANGUAGE_EN],
	    error->code, error->field);
	exit(1);
}

static double
clock_seconds(clockid_t clock)
{
	struct timespec now;

	(void)clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct took
took_start(void)
{
	return (struct took){ clock_seconds(CLOCK_PROCESS_CPUTIME_ID),
	    clock_seconds(CLOCK_MONOTONIC) };
}

struct took
took_since(struct took start)
{
	struct took now = took_start();

	return (struct took){ now.cpu - start.cpu, now.wall - start.wall };
}

void
took_best(struct took *best, struct took took)
{
	if (best->wall == 0 || took.cpu < best->cpu)
		best->cpu = took.cpu;
	if (best->wall == 0 || took.wall < best->wall)
		best->wall = took.wall;
}

int64_t bench_ahead;

static int64_t
now_ahead(void *context)
{
	(void)context;
	return clock_now(clock_system()) + bench_ahead;
}

static struct clock
bench_clock(void)
{
	return (struct clock){ now_ahead, NULL };
}

void
bench_make_folder(char folder[PATH_SIZE])
{
	const char *where = getenv("TMPDIR");

	(void)snprintf(folder, PATH_SIZE, "%s/sekisho-bench-XXXXXX",
	    where == NULL ? "/var/tmp" : where);
	if (mkdtemp(folder) == NULL) {
		(void)error_system(&bench_error, "mkdtemp", 0);
		bench_die(&bench_error);
	}
}

/* Two new schemas, one for the data and one for the keys. */
static void
use_postgresql(struct config *config)
{
	static unsigned int number;
	const char *server = getenv("SEKISHO_TEST_PG");
	PGconn *conn = PQconnectdb(server);
	char sql[128];

	number++;
	(void)snprintf(sql, sizeof(sql), "CREATE SCHEMA data%d_%u; "
	    "CREATE SCHEMA keys%d_%u", (int)getpid(), number, (int)getpid(),
	    number);
	PQclear(PQexec(conn, sql));
	PQfinish(conn);
	(void)snprintf(config->data_url, sizeof(config->data_url),
	    "%s&options=-csearch_path%%3Ddata%d_%u", server, (int)getpid(),
	    number);
	(void)snprintf(config->keys_url, sizeof(config->keys_url),
	    "%s&options=-csearch_path%%3Dkeys%d_%u", server, (int)getpid(),
	    number);
}

static void
make_store(struct bench *bench, struct unlock_secret *secret)
{
	static char key_file[PATH_SIZE + 8];
	struct policy_source policy;
	struct findings findings;
	char store[PATH_SIZE];

	(void)snprintf(key_file, sizeof(key_file), "%s/key", bench->folder);
	*secret = (struct unlock_secret){ .key_file = key_file };
	TRY(unlock_make_key_file(key_file, &bench_error));
	TRY(file_join(store, bench->folder, "store", &bench_error));
	TRY(config_default(&bench->config, store, &bench_error));
	if (bench_on_postgresql)
		use_postgresql(&bench->config);
	findings_init(&findings, bench->arena, "bench");
	TRY(policy_source_parse(&policy, text_of(policy_text), "bench",
	    &findings, bench->arena, &bench_error));
	TRY(vault_create(&(struct vault_new){
	    .config = &bench->config, .secret = secret, .policy = &policy,
	    .principal = TEXT("bench"), .clock = bench_clock() },
	    &bench_error));
	TRY(config_read(&bench->config, store, bench->arena, &bench_error));
}

void
bench_open(struct bench *bench, size_t people, size_t cache_bytes)
{
	struct unlock_secret secret;
	struct ticket **tickets;

	memset(bench, 0, sizeof(*bench));
	TRY(secret_start(&bench_error));
	bench->arena = arena_new((size_t)256 << 20);
	bench_make_folder(bench->folder);
	make_store(bench, &secret);
	bench->config.cache_bytes = cache_bytes;
	/* What is measured is the way, not how wide the gate is set. */
	bench->config.people_per_minute = 1000000000;
	TRY(vault_open(&bench->vault, &bench->config, &secret,
	    bench_clock(), &bench_error));
	TRY(reader_new(&bench->reader, vault_store(bench->vault),
	    &bench_error));
	bench->people = mem_array(people, sizeof(*bench->people));
	tickets = mem_array(1000, sizeof(struct ticket *));
	for (size_t i = 0; i < people; i += 1000) {
		size_t n = people - i < 1000 ? people - i : 1000;

		for (size_t j = 0; j < n; j++)
			bench->people[i + j] = bench_add(bench, i + j, true,
			    &tickets[j]);
		for (size_t j = 0; j < n; j++)
			TRY(store_wait(vault_store(bench->vault), tickets[j],
			    60000, &bench_error));
	}
	bench->n = people;
	mem_free(tickets);
	TRY(vault_integrate(bench->vault, &bench_error));
}

void
bench_close(struct bench *bench)
{
	reader_free(bench->reader);
	TRY(vault_integrate(bench->vault, &bench_error));
	vault_close(bench->vault);
	arena_free(bench->arena);
	mem_free(bench->people);
	bench_remove(bench->folder);
}

void
bench_visit(struct bench *bench, struct visit *visit, struct arena *arena,
    struct reader *reader)
{
	static const struct visitor visitor = {
		.principal = { "service:bench", 13 }, .role = { "clerk", 5 },
		.purpose = { "service", 7 },
	};

	visit_begin(visit, bench->vault, reader, arena, &visitor);
}

/* People do not come in the order of their addresses. */
static uint64_t
scramble(uint64_t number)
{
	return number * 61803399 % 99999989;	/* a prime */
}

void
bench_values(struct bench_values *values, uint64_t number)
{
	size_t left;

	number = scramble(number);

	(void)snprintf(values->email, sizeof(values->email),
	    "person.%08llu@example.jp", (unsigned long long)number);
	(void)snprintf(values->phone, sizeof(values->phone),
	    "090-%04u-%04u", (unsigned int)(number / 10000 % 10000),
	    (unsigned int)(number % 10000));
	(void)snprintf(values->number, sizeof(values->number),
	    "C-%010llu", (unsigned long long)number);
	left = BENCH_RECORD - strlen(values->email) - strlen(values->phone) -
	    strlen(values->number);
	memset(values->note, 'a' + (int)(number % 26), left);
	values->note[left] = '\0';
}

uint64_t
bench_add(struct bench *bench, uint64_t number, bool bulk,
    struct ticket **ticket)
{
	static struct arena *arena;
	struct bench_values values;
	struct visit visit;
	uint64_t person;

	if (arena == NULL)
		arena = arena_new((size_t)1 << 20);
	arena_reset(arena);
	bench_values(&values, number);
	bench_visit(bench, &visit, arena, bench->reader);
	visit.bulk = bulk;
	TRY(person_add(&visit, &(struct acquisition){
	    .way = TEXT("form"), .subject = TEXT("customer"),
	    .values = (const struct given_value[]){
		{ TEXT("email"), text_of(values.email) },
		{ TEXT("phone"), text_of(values.phone) },
		{ TEXT("number"), text_of(values.number) },
		{ TEXT("note"), text_of(values.note) },
	    }, .value_count = 4 }, &person, ticket, &bench_error));
	visit_end(&visit);
	return person;
}

struct took
bench_add_singles(struct bench *bench, uint64_t *next, int n)
{
	struct took start = took_start();

	for (int i = 0; i < n; i++)
		(void)bench_add(bench, (*next)++, false, NULL);
	return took_since(start);
}

struct took
bench_add_batches(struct bench *bench, uint64_t *next, int n)
{
	static struct ticket *ticket[BENCH_BATCH];
	struct took start = took_start();

	for (int b = 0; b < n; b++) {
		for (int i = 0; i < BENCH_BATCH; i++)
			(void)bench_add(bench, (*next)++, true, &ticket[i]);
		for (int i = 0; i < BENCH_BATCH; i++)
			TRY(store_wait(vault_store(bench->vault), ticket[i],
			    60000, &bench_error));
	}
	return took_since(start);
}

static void
raw_die(struct raw *raw)
{
	(void)fprintf(stderr, "bench: %s\n", sqlite3_errmsg(raw->db));
	exit(1);
}

void
raw_run(struct raw *raw, const char *sql)
{
	if (sqlite3_exec(raw->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		raw_die(raw);
}

sqlite3_stmt *
raw_prepare(struct raw *raw, const char *sql)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(raw->db, sql, -1, &statement, NULL) !=
	    SQLITE_OK)
		raw_die(raw);
	return statement;
}

void
raw_open(struct raw *raw)
{
	char path[PATH_SIZE + 8];

	bench_make_folder(raw->folder);
	(void)snprintf(path, sizeof(path), "%s/raw.db", raw->folder);
	if (sqlite3_open(path, &raw->db) != SQLITE_OK)
		raw_die(raw);
	raw_run(raw, "PRAGMA page_size=4096; PRAGMA journal_mode=wal;"
	    "PRAGMA synchronous=full; PRAGMA wal_autocheckpoint=2000;"
	    "CREATE TABLE person (id INTEGER PRIMARY KEY,"
	    " email TEXT NOT NULL UNIQUE, phone TEXT NOT NULL UNIQUE,"
	    " number TEXT NOT NULL UNIQUE, note TEXT NOT NULL)");
	raw->insert = raw_prepare(raw,
	    "INSERT INTO person (email, phone, number, note)"
	    " VALUES (?, ?, ?, ?)");
}

void
raw_close(struct raw *raw)
{
	(void)sqlite3_finalize(raw->insert);
	(void)sqlite3_close_v2(raw->db);
	bench_remove(raw->folder);
}

void
raw_insert(struct raw *raw, uint64_t number)
{
	struct bench_values values;

	bench_values(&values, number);
	(void)sqlite3_bind_text(raw->insert, 1, values.email, -1,
	    SQLITE_STATIC);
	(void)sqlite3_bind_text(raw->insert, 2, values.phone, -1,
	    SQLITE_STATIC);
	(void)sqlite3_bind_text(raw->insert, 3, values.number, -1,
	    SQLITE_STATIC);
	(void)sqlite3_bind_text(raw->insert, 4, values.note, -1,
	    SQLITE_STATIC);
	if (sqlite3_step(raw->insert) != SQLITE_DONE)
		raw_die(raw);
	(void)sqlite3_reset(raw->insert);
}

static int
remove_one(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void
bench_remove(const char *folder)
{
	(void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int missed;

static void
print_row(const char *name, double ours, double bare, const char *unit,
    double ratio, double goal)
{
	(void)printf("%-50s %10.3f %10.3f %-6s %6.2fx  goal %.2f  %s\n",
	    name, ours, bare, unit, ratio, goal,
	    ratio >= goal ? "ok" : "MISSED");
	(void)fflush(stdout);
	missed += ratio < goal;
}

void
bench_row(const char *name, double ours, double bare, const char *unit,
    double goal)
{
	print_row(name, ours, bare, unit, bare / ours, goal);
}

void
bench_rate(const char *name, double ours, double bare, const char *unit,
    double goal)
{
	print_row(name, ours, bare, unit, ours / bare, goal);
}

void
bench_note(const char *name, double ours, double bare, const char *unit)
{
	(void)printf("%-50s %10.3f %10.3f %-6s\n", name, ours, bare, unit);
	(void)fflush(stdout);
}

int
bench_missed(void)
{
	return missed;
}
