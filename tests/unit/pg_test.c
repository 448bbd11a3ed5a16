/*
 * What is PostgreSQL's alone: where it may connect to, what it is set to,
 * connections that are lost, and several servers on one database.
 */
#include "box.h"
#include "sql.h"

#include <pthread.h>
#include <stdatomic.h>

#include "crypto/secret.h"
#include "store/db.h"

#define BYTES(string) bytes_of(text_of(string))

static void
assert_open_fails(const char *url, enum status status, const char *code)
{
	struct error error;
	struct db *db;

	assert_fails(db_postgresql.open(&db, url, DB_DATA, DB_WRITE, &error),
	    &error, status, code);
	assert_null(db);
	/* A password is in no error. */
	assert_null(strstr(error.text[LANGUAGE_JA], "secret"));
	assert_null(strstr(error.text[LANGUAGE_EN], "secret"));
	assert_null(strstr(error.field, "secret"));
}

static void
urls_that_are_refused(void **state)
{
	char url[ENGINE_URL];

	(void)state;
	assert_open_fails("postgresql://u:secret@host:port/db",
	    STATUS_INVALID, "store_url");
	assert_open_fails("postgresql://u:secret@[::1/db", STATUS_INVALID,
	    "store_url");
	assert_open_fails("postgresql://u:secret@host/db?nothing=1",
	    STATUS_INVALID, "store_url");
	/* What falls back to plain text without a word. */
	assert_open_fails("postgresql://u:secret@host/db?sslmode=prefer",
	    STATUS_INVALID, "store_sslmode");
	assert_open_fails("postgresql://u:secret@host/db?sslmode=allow",
	    STATUS_INVALID, "store_sslmode");
	assert_open_fails("postgresql://u:secret@/db?host=/nowhere",
	    STATUS_BUSY, "store_unreachable");
	(void)snprintf(url, sizeof(url), "%s&dbname=absent",
	    getenv("SEKISHO_TEST_PG"));
	assert_open_fails(url, STATUS_NOT_FOUND, "no_database");
	(void)snprintf(url, sizeof(url), "%s&user=nobody",
	    getenv("SEKISHO_TEST_PG"));
	assert_open_fails(url, STATUS_FAILURE, "store_login");
}

/* Another encoding than UTF-8 is not ours to keep names in. */
static void
encoding_is_asserted(void **state)
{
	PGconn *conn = PQconnectdb(getenv("SEKISHO_TEST_PG"));
	char text[128], url[ENGINE_URL];
	struct error error;
	struct db *db;

	(void)state;
	(void)snprintf(text, sizeof(text), "CREATE DATABASE ascii%d ENCODING "
	    "'SQL_ASCII' LOCALE 'C' TEMPLATE template0", (int)getpid());
	PQclear(PQexec(conn, text));
	(void)snprintf(url, sizeof(url), "%s&dbname=ascii%d",
	    getenv("SEKISHO_TEST_PG"), (int)getpid());
	assert_fails(db_postgresql.open(&db, url, DB_DATA, DB_WRITE, &error),
	    &error, STATUS_FAILURE, "store_setting");
	assert_non_null(strstr(error.text[LANGUAGE_EN], "server_encoding"));
	(void)snprintf(text, sizeof(text), "DROP DATABASE ascii%d",
	    (int)getpid());
	PQclear(PQexec(conn, text));
	PQfinish(conn);
}

/* Whatever the role or the URL says, a commit is on disk. */
static void
settings(void **state)
{
	static const struct {
		const char *name, *value;
	} wanted[] = {
		{ "synchronous_commit", "on" },
		{ "transaction_isolation", "read committed" },
		{ "client_encoding", "UTF8" }, { "lock_timeout", "5s" },
		{ "idle_in_transaction_session_timeout", "10s" },
	};
	char url[ENGINE_URL + 64];
	struct box_urls urls;
	struct error error;
	struct db *db;

	(void)state;
	box_create("settings");
	urls = box_urls("settings");
	(void)snprintf(url, sizeof(url),
	    "%s%%20-csynchronous_commit%%3Doff", urls.data);
	assert_ok(db_postgresql.open(&db, url, DB_DATA, DB_WRITE, &error),
	    &error);
	assert_ok(db_postgresql.begin(db, &error), &error);
	assert_ok(db_postgresql.define(db, "CREATE TABLE seen (v TEXT)",
	    &error), &error);
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		char text[256];

		(void)snprintf(text, sizeof(text), "INSERT INTO seen SELECT "
		    "'x' WHERE current_setting('%s') = '%s'", wanted[i].name,
		    wanted[i].value);
		assert_ok(db_postgresql.define(db, text, &error), &error);
	}
	assert_ok(db_postgresql.commit(db, &error), &error);
	db_postgresql.close(db);
	assert_int_equal(sql_number(at("settings.data.db"),
	    "SELECT count(*) FROM seen"), LENGTH(wanted));
}

/* A reader can not write, whatever it is told. */
static void
readers_read(void **state)
{
	const struct db_value name = db_text(TEXT("person"));
	struct box_urls urls;
	struct error error;
	int64_t changed;
	struct db *db;

	(void)state;
	box_create("readers");
	urls = box_urls("readers");
	assert_ok(db_postgresql.open(&db, urls.data, DB_DATA, DB_READ,
	    &error), &error);
	assert_fails(db_postgresql.run(db, STATEMENT_COUNTER_STEP, &name, 1,
	    &changed, &error), &error, STATUS_FAILURE, "store_forbidden");
	db_postgresql.close(db);
}

/* Ends every connection to a test's database; how many there were. */
static int
cut(const char *name)
{
	char schema[64], text[512];
	PGconn *conn = PQconnectdb(getenv("SEKISHO_TEST_PG"));
	PGresult *result;
	int n;

	engine_schema(schema, at("%s.data.db", name));
	(void)snprintf(text, sizeof(text), "SELECT pg_terminate_backend(pid) "
	    "FROM pg_stat_activity WHERE application_name = '%s'", schema);
	result = PQexec(conn, text);
	n = PQntuples(result);
	PQclear(result);
	PQfinish(conn);
	return n;
}

/* A store whose connections cut() finds. */
static struct store *
open_named(const char *name)
{
	char schema[64], data[ENGINE_URL + 96];
	struct box_urls urls = box_urls(name);
	const struct store_options options = {
		.data_url = data, .keys_url = urls.keys, .cache_bytes = 1 << 20
	};
	struct store *store;
	struct error error;

	engine_schema(schema, at("%s.data.db", name));
	(void)snprintf(data, sizeof(data), "%s&application_name=%s",
	    urls.data, schema);
	assert_ok(store_open(&store, &options, &error), &error);
	return store;
}

/* Connections that broke while nobody used them are made again. */
static void
lost_while_idle(void **state)
{
	struct store *store;
	struct reader *reader;

	(void)state;
	box_create("idle");
	store = open_named("idle");
	reader = box_reader(store);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(cut("idle"), 2);
		assert_int_equal(box_head(reader).size, (uint64_t)i);
		box_append(store, BYTES("entry"));
		assert_int_equal(box_head(reader).size, (uint64_t)i + 1);
	}
	reader_free(reader);
	store_close(store);
}

/* Lost inside a transaction: nothing of it is run alone. */
static void
lost_inside(void **state)
{
	const struct db_value name = db_text(TEXT("rules"));
	char schema[64], url[ENGINE_URL + 96];
	struct box_urls urls;
	struct error error;
	int64_t changed;
	struct db *db;

	(void)state;
	box_create("inside");
	urls = box_urls("inside");
	engine_schema(schema, at("inside.data.db"));
	(void)snprintf(url, sizeof(url), "%s&application_name=%s", urls.data,
	    schema);
	assert_ok(db_postgresql.open(&db, url, DB_DATA, DB_WRITE, &error),
	    &error);
	assert_ok(db_postgresql.begin(db, &error), &error);
	assert_ok(db_postgresql.run(db, STATEMENT_COUNTER_STEP, &name, 1,
	    &changed, &error), &error);
	assert_int_equal(cut("inside"), 1);
	for (int i = 0; i < 3; i++)
		assert_fails(db_postgresql.run(db, STATEMENT_COUNTER_STEP,
		    &name, 1, &changed, &error), &error, STATUS_BUSY,
		    "store_unreachable");
	assert_int_equal(db_postgresql.commit(db, &error), STATUS_BUSY);
	db_postgresql.rollback(db);
	assert_ok(db_postgresql.run(db, STATEMENT_COUNTER_STEP, &name, 1,
	    &changed, &error), &error);
	db_postgresql.close(db);
	assert_int_equal(sql_number(at("inside.data.db"),
	    "SELECT next FROM counter WHERE name = 'rules'"), 2);
}

/* Cut all the time, in the middle of groups and of commits. */

static atomic_bool cutting;

static void *
cut_on_and_on(void *context)
{
	while (cutting) {
		(void)cut(context);
		(void)usleep(3000);
	}
	return NULL;
}

static void
cut_under_load(void **state)
{
	enum { ACTS = 400 };
	struct store *store;
	struct reader *reader;
	pthread_t thread;
	uint64_t count;
	struct error error;

	box_create("load");
	store = open_named("load");
	cutting = true;
	assert_int_equal(pthread_create(&thread, NULL, cut_on_and_on,
	    (void *)(uintptr_t)"load"), 0);
	for (uint64_t i = 1; i <= ACTS; i++) {
		struct row row = box_row(0, 1, 'l', 20, *state);
		struct change *change = box_change("load");

		change_add_row(change, i, &row);
		/* Done twice, it would be a duplicate. */
		assert_ok(box_commit(store, change, &error), &error);
	}
	cutting = false;
	(void)pthread_join(thread, NULL);
	reader = box_reader(store);
	assert_ok(reader_people_count(reader, &count, &error), &error);
	assert_int_equal(count, ACTS);
	assert_int_equal(box_head(reader).size, ACTS);
	reader_free(reader);
	store_close(store);
	/* Who has left is not remembered. */
	assert_int_equal(sql_number(at("load.data.db"),
	    "SELECT count(*) FROM writer"), 0);
}

/* Several handles, as several servers are. */

enum { HANDLES = 4, WRITES = 120 };

struct server {
	struct store *store;
	uint64_t number;
	size_t duplicates;
};

static void *
write_some(void *context)
{
	struct arena *arena = arena_new(1 << 20);
	struct server *s = context;
	struct error error;

	for (uint64_t i = 0; i < WRITES; i++) {
		struct row row = box_row(0, 1, 's', 30, arena);
		struct change *change = box_change("several");
		char hash[16];
		uint64_t person;
		enum status status;

		assert_ok(store_reserve(s->store, STORE_PERSON, 1, &person,
		    &error), &error);
		change_add_row(change, person, &row);
		/* Every tenth is wanted by all of them. */
		(void)snprintf(hash, sizeof(hash), "%llu", (unsigned long
		    long)(i % 10 == 0 ? i : 1000 * (s->number + 1) + i));
		change_add_unique(change, 1, BYTES(hash), person, "/mail");
		status = box_commit(s->store, change, &error);
		if (status == STATUS_CONFLICT) {
			assert_string_equal(error.field, "/mail");
			s->duplicates++;
		} else {
			assert_ok(status, &error);
		}
		arena_reset(arena);
	}
	arena_free(arena);
	return NULL;
}

static void
several_servers(void **state)
{
	struct server server[HANDLES];
	pthread_t thread[HANDLES];
	struct reader *reader;
	struct error error;
	size_t duplicates = 0;
	uint64_t count;

	(void)state;
	box_create("several");
	for (size_t i = 0; i < HANDLES; i++) {
		server[i] = (struct server){ box_open("several", 0), i, 0 };
		assert_int_equal(pthread_create(&thread[i], NULL, write_some,
		    &server[i]), 0);
	}
	for (size_t i = 0; i < HANDLES; i++) {
		(void)pthread_join(thread[i], NULL);
		duplicates += server[i].duplicates;
	}
	/* Of each that all wanted, one has it. */
	assert_int_equal(duplicates, WRITES / 10 * (HANDLES - 1));
	reader = box_reader(server[0].store);
	assert_ok(reader_people_count(reader, &count, &error), &error);
	assert_int_equal(count, HANDLES * WRITES - duplicates);
	assert_int_equal(box_head(reader).size, count);
	reader_free(reader);
	for (size_t i = 0; i < HANDLES; i++)
		store_close(server[i].store);
}

/* Nothing that another server has written is read as it was before. */
static void
no_stale_rows(void **state)
{
	struct row row = box_row(0, 1, 'a', 10, *state);
	struct change *change = box_change("made");
	struct reader *reader;
	struct store *a, *b;
	uint64_t before, after;
	struct error error;
	struct rows rows;

	box_create("stale");
	a = box_open("stale", 1 << 20);
	b = box_open("stale", 1 << 20);
	assert_true(store_shared(a));
	change_add_row(change, 1, &row);
	assert_ok(box_commit(a, change, &error), &error);
	reader = box_reader(b);
	assert_ok(reader_person(reader, 1, &rows, *state, &error), &error);
	row.version = 2;
	row.state = PERSON_HIDDEN;
	change = box_change("hidden");
	change_replace_standing(change, 1, &row, 1);
	assert_ok(box_commit(a, change, &error), &error);
	assert_ok(reader_person(reader, 1, &rows, *state, &error), &error);
	assert_int_equal(rows.row[0].state, PERSON_HIDDEN);
	/* What is kept of the policies has a number to ask for. */
	assert_ok(reader_rules(reader, &before, &error), &error);
	change = box_change("named");
	change_add_name(change, 1, 1, TEXT("email"));
	assert_ok(box_commit(a, change, &error), &error);
	assert_ok(reader_rules(reader, &after, &error), &error);
	assert_true(after > before);
	reader_free(reader);
	store_close(a);
	store_close(b);
}

static int
start(void **state)
{
	struct error error;

	return secret_start(&error) == STATUS_OK ? folder_make(state) : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urls_that_are_refused),
		cmocka_unit_test(encoding_is_asserted),
		cmocka_unit_test(settings),
		cmocka_unit_test(readers_read),
		cmocka_unit_test(lost_while_idle),
		cmocka_unit_test(lost_inside),
		arena_test(cut_under_load),
		cmocka_unit_test(several_servers),
		arena_test(no_stale_rows),
	};

	if (!engine_is_pg()) {
		(void)printf("it is about PostgreSQL, and runs as "
		    "pg_test (postgresql)\n");
		return 77;
	}
	return cmocka_run_group_tests(tests, start, folder_remove);
}
