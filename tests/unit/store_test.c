#include "box.h"
#include "sql.h"

#include <sys/wait.h>

#include "crypto/secret.h"
#include "store/db.h"

static void
creates_and_opens(void **state)
{
	struct store *store = box_new("made", 0);
	uint8_t id[STORE_ID_SIZE];
	struct stat st;

	(void)state;
	memcpy(id, store_id(store), sizeof(id));
	store_close(store);
	store = box_open("made", 0);
	assert_memory_equal(id, store_id(store), sizeof(id));
	store_close(store);
	store_close(NULL);
	if (engine_is_pg())
		return;
	/* Nobody else may read the files. */
	assert_int_equal(stat(at("made.data.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(at("made.keys.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* The WAL goes with the last connection. */
	assert_false(file_exists(at("made.data.db-wal")));
	assert_false(file_exists(at("made.data.db-shm")));
}

/* Creating over a store would give it another id, under which nothing opens. */
static void
never_creates_twice(void **state)
{
	struct box_urls urls, others;
	struct store_options options;
	uint8_t id[STORE_ID_SIZE] = { 1 }, old[STORE_ID_SIZE];
	struct store *store = box_new("twice", 0);
	struct error error;

	(void)state;
	memcpy(old, store_id(store), sizeof(old));
	store_close(store);
	urls = box_urls("twice");
	others = box_urls("others");
	if (engine_is_pg())
		PQfinish(engine_connect(at("others.keys.db")));
	options = (struct store_options){ urls.data, urls.keys, 0, false };
	assert_fails(store_create(&options, id, &error), &error,
	    STATUS_CONFLICT, "store_exists");
	options = (struct store_options){ urls.data, others.keys, 0, false };
	assert_fails(store_create(&options, id, &error), &error,
	    STATUS_CONFLICT, "store_exists");
	store = box_open("twice", 0);
	assert_memory_equal(old, store_id(store), sizeof(old));
	store_close(store);
}

/* Opening makes no files and no schema. */
static void
opening_makes_nothing(void **state)
{
	struct store *store;
	struct error error;

	(void)state;
	ONLY_SQLITE();
	assert_fails(box_try_open(&store, "absent", 0, &error), &error,
	    STATUS_NOT_FOUND, "database_missing");
	assert_null(store);
	assert_non_null(strstr(error.field, "absent.data.db"));
	assert_false(file_exists(at("absent.data.db")));
	assert_false(file_exists(at("absent.keys.db")));
	/* An empty file is no store, and stays empty. */
	assert_ok(file_put(at("empty.data.db"), (struct bytes){ NULL, 0 },
	    0600, &error), &error);
	assert_fails(box_try_open(&store, "empty", 0, &error), &error,
	    STATUS_INTEGRITY, "no_store");
	assert_int_equal(sql_number(at("empty.data.db"),
	    "SELECT count(*) FROM sqlite_master"), 0);
	assert_ok(file_put(at("junk.data.db"), bytes_of(TEXT("this is no "
	    "database but a text that is longer than its head, which has a "
	    "hundred bytes, and then some more of them")), 0600, &error),
	    &error);
	assert_fails(box_try_open(&store, "junk", 0, &error), &error,
	    STATUS_INTEGRITY, "store_damaged");
}

static void
unknown_engine(void **state)
{
	static const char *const urls[] = {
		"", "sqlite", "mysql:host", "postgres:", "/a/path",
		"SQLITE:x"
	};
	struct store *store;
	struct error error;

	(void)state;
	for (size_t i = 0; i < LENGTH(urls); i++) {
		const struct store_options options = {
			.data_url = urls[i], .keys_url = urls[i]
		};

		assert_fails(store_open(&store, &options, &error), &error,
		    STATUS_INVALID, "unknown_engine");
	}
}

static void
data_and_keys_belong_together(void **state)
{
	struct box_urls a, b;
	struct store_options options;
	struct store *store;
	struct error error;

	(void)state;
	box_create("a");
	box_create("b");
	a = box_urls("a");
	b = box_urls("b");
	options = (struct store_options){ a.data, b.keys, 0, false };
	assert_fails(store_open(&store, &options, &error), &error,
	    STATUS_INTEGRITY, "other_keys");
	/* The two kinds of database are not taken for each other. */
	options = (struct store_options){ a.keys, a.data, 0, false };
	assert_int_equal(store_open(&store, &options, &error),
	    STATUS_INTEGRITY);
}

/* One at a time, in this process ... */
static void
one_handle(void **state)
{
	struct store *store, *second;
	struct error error;

	(void)state;
	ONLY_SQLITE();
	store = box_new("one", 0);
	assert_int_equal(symlink("one.data.db", at("two.data.db")), 0);
	assert_int_equal(symlink("one.keys.db", at("two.keys.db")), 0);
	assert_fails(box_try_open(&second, "one", 0, &error), &error,
	    STATUS_BUSY, "store_busy");
	assert_null(second);
	assert_fails(box_try_open(&second, "two", 0, &error), &error,
	    STATUS_BUSY, "store_busy");
	/* The first one is none the worse for it. */
	box_append(store, bytes_of(TEXT("entry")));
	store_close(store);
	store = box_open("two", 0);
	assert_fails(box_try_open(&second, "one", 0, &error), &error,
	    STATUS_BUSY, "store_busy");
	store_close(store);
}

/* ... and in all processes together. */
static void
one_process(void **state)
{
	struct store *store;
	struct error error;
	int status = -1;
	pid_t pid;

	(void)state;
	ONLY_SQLITE();
	store = box_new("proc", 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		char url[PATH_SIZE], *arguments[] = {
			(char *)(uintptr_t)"sqlite3", url,
			(char *)(uintptr_t)"SELECT count(*) FROM record",
			NULL
		};

		(void)snprintf(url, sizeof(url), "%s", at("proc.data.db"));
		if (freopen(at("said"), "w", stderr) == NULL)
			_exit(99);
		(void)execvp("sqlite3", arguments);
		_exit(98);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 98) {
		print_message("no sqlite3 tool: left out\n");
	} else {
		struct arena *arena = arena_new(1 << 16);
		struct text said;

		assert_int_not_equal(WEXITSTATUS(status), 0);
		assert_ok(file_read_text(&said, at("said"), 4096, arena,
		    &error), &error);
		assert_true(text_find(said, TEXT("locked")) >= 0);
		arena_free(arena);
	}
	/* SQLite in another process by its own means, too. */
	pid = fork();
	if (pid == 0)
		_exit(sql_try(at("proc.data.db"),
		    "SELECT count(*) FROM record") == SQLITE_BUSY &&
		    sql_try(at("proc.keys.db"), "SELECT count(*) FROM slot")
		    == SQLITE_BUSY ? 0 : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	box_append(store, bytes_of(TEXT("entry")));
	store_close(store);
	/* Closed, it is anybody's. */
	assert_int_equal(sql_number(at("proc.data.db"),
	    "SELECT count(*) FROM log_batch"), 1);
}

/* Somebody else who has the file open and in use: busy, not broken. */
static void
while_another_holds_it(void **state)
{
	struct store *store;
	struct error error;
	int ready[2], go[2], status;
	char byte = 0;
	pid_t pid;

	(void)state;
	ONLY_SQLITE();
	box_create("held");
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(go), 0);
	pid = fork();
	if (pid == 0) {
		sqlite3 *db = NULL;

		(void)close(go[1]);
		(void)sqlite3_open(at("held.data.db"), &db);
		(void)sqlite3_exec(db, "BEGIN; SELECT count(*) FROM record",
		    NULL, NULL, NULL);
		(void)!write(ready[1], "x", 1);
		(void)!read(go[0], &byte, 1);
		(void)sqlite3_close(db);
		_exit(0);
	}
	(void)close(go[0]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_fails(box_try_open(&store, "held", 0, &error), &error,
	    STATUS_BUSY, "store_busy");
	(void)close(go[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	(void)close(ready[0]);
	(void)close(ready[1]);
	store = box_open("held", 0);
	store_close(store);
}

/* What sqlite.c promises of every connection. */
static void
settings(void **state)
{
	static const struct {
		const char *pragma, *value;
	} wanted[] = {
		{ "page_size", "4096" }, { "journal_mode", "wal" },
		{ "synchronous", "2" }, { "secure_delete", "1" },
		{ "temp_store", "2" }, { "trusted_schema", "0" },
		{ "cell_size_check", "1" },
		{ "journal_size_limit", "67108864" },
	};
	char url[PATH_SIZE];
	struct error error;
	struct db *db;

	(void)state;
	ONLY_SQLITE();
	(void)snprintf(url, sizeof(url), "sqlite:%s", at("settings.db"));
	assert_ok(db_sqlite.open(&db, url, DB_DATA, DB_CREATE, &error),
	    &error);
	db_sqlite.close(db);
	assert_ok(db_sqlite.open(&db, url, DB_DATA, DB_WRITE, &error),
	    &error);
	/* One table for each setting, with a row when it is as it should be. */
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		char text[256];

		(void)snprintf(text, sizeof(text), "CREATE TABLE seen_%zu AS "
		    "SELECT * FROM pragma_%s WHERE CAST(%s AS TEXT) = '%s'",
		    i, wanted[i].pragma, wanted[i].pragma, wanted[i].value);
		assert_ok(db_sqlite.define(db, text, &error), &error);
	}
	/* Nothing is attached. */
	assert_int_not_equal(db_sqlite.define(db,
	    "ATTACH '/tmp/other.db' AS other", &error), STATUS_OK);
	db_sqlite.close(db);
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		char text[64];

		(void)snprintf(text, sizeof(text),
		    "SELECT count(*) FROM seen_%zu", i);
		if (sql_number(at("settings.db"), text) != 1)
			fail_msg("%s is not %s", wanted[i].pragma,
			    wanted[i].value);
	}
}

/* What was deleted is not in the file any more. */
static bool
holds(const char *path, const char *marker, struct arena *arena)
{
	struct bytes bytes;
	struct error error;

	arena_reset(arena);
	assert_ok(file_read(&bytes, path, 64 << 20, arena, &error), &error);
	return memmem(bytes.p, bytes.n, marker, strlen(marker)) != NULL;
}

static void
deletes_securely(void **state)
{
	struct bytes hash = bytes_of(TEXT("MARKER-OF-A-BLIND-INDEX"));
	struct arena *arena;
	struct store *store;
	struct change *change;
	struct error error;

	(void)state;
	ONLY_SQLITE();
	arena = arena_new(128 << 20);
	store = box_new("secure", 0);
	change = box_change("one");
	change_add_search(change, 1, hash, 5);
	assert_ok(box_commit(store, change, &error), &error);
	assert_ok(store_tidy(store, &error), &error);
	assert_true(holds(at("secure.data.db"), "MARKER-OF", arena));
	change = box_change("two");
	change_drop_search(change, 1, hash, 5);
	assert_ok(box_commit(store, change, &error), &error);
	assert_ok(store_tidy(store, &error), &error);
	assert_false(holds(at("secure.data.db"), "MARKER-OF", arena));
	assert_int_equal(size_of_file(at("secure.data.db-wal")), 0);
	store_close(store);
	arena_free(arena);
}

/* Schema. */

static void
newer_schema(void **state)
{
	struct store *store;
	struct error error;

	(void)state;
	box_create("newer");
	sql(at("newer.data.db"), "INSERT INTO migration VALUES (2, 2)");
	assert_fails(box_try_open(&store, "newer", 0, &error), &error,
	    STATUS_INVALID, "store_newer");
	assert_non_null(strstr(error.text[LANGUAGE_EN], "2"));
	/* A step that only adds: this version of the program may stay. */
	sql(at("newer.data.db"), "UPDATE migration SET least = 1");
	store = box_open("newer", 0);
	store_close(store);
	sql(at("newer.data.db"), "DELETE FROM migration WHERE version = 2");
	store = box_open("newer", 0);
	store_close(store);
	sql(at("newer.keys.db"),
	    "INSERT INTO migration VALUES (9223372036854775807, 2)");
	assert_fails(box_try_open(&store, "newer", 0, &error), &error,
	    STATUS_INVALID, "store_newer");
}

static void
migrates_once(void **state)
{
	struct store *store;

	(void)state;
	box_create("migrate");
	for (int i = 0; i < 3; i++) {
		store = box_open("migrate", 0);
		store_close(store);
	}
	assert_int_equal(sql_number(at("migrate.data.db"),
	    "SELECT count(*) FROM migration"), 1);
	assert_int_equal(sql_number(at("migrate.data.db"),
	    "SELECT max(version) FROM migration"), 1);
	assert_int_equal(sql_number(at("migrate.keys.db"),
	    "SELECT max(version) FROM migration"), 1);
}

/* A database that says nonsense about itself. */
static void
hostile_databases(void **state)
{
	static const char *const changes[] = {
		"DELETE FROM migration",
		"DROP TABLE migration",
		"UPDATE migration SET version = -3",
		"UPDATE migration SET version = 0",
		("DROP TABLE migration; CREATE TABLE migration (version "
		"TEXT); INSERT INTO migration VALUES ('x')"),
		"DELETE FROM meta",
		"UPDATE meta SET value = x'00'",
		"UPDATE meta SET value = 'sixteen letters!'",
		"UPDATE meta SET value = 7",
		"UPDATE meta SET value = zeroblob(100000000)",
		"UPDATE meta SET value = zeroblob(200000000)",
		"DROP TABLE meta",
		"ALTER TABLE meta RENAME COLUMN value TO other",
		"DELETE FROM log_head",
		"UPDATE log_head SET size = -1",
		"UPDATE log_head SET size = 'many'",
		"UPDATE log_head SET size = 1.5",
		"UPDATE log_head SET size = x'01'",
		"DROP TABLE log_head",
	};
	struct store *store;
	struct error error;

	(void)state;
	for (size_t i = 0; i < LENGTH(changes); i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "hostile%zu", i);
		box_create(name);
		/* PostgreSQL keeps some out, or makes a number of them. */
		if (sql_try(at("%s.data.db", name), changes[i]) ==
		    SQLITE_MISMATCH || (engine_is_pg() &&
		    strstr(changes[i], "1.5") != NULL))
			continue;
		if (box_try_open(&store, name, 0, &error) !=
		    STATUS_INTEGRITY)
			fail_msg("%s: %s", changes[i], error.code);
		assert_null(store);
	}
}

/* Counters. */

static void
reserves(void **state)
{
	struct store *store = box_new("count", 0);
	struct error error;
	uint64_t first;

	(void)state;
	assert_ok(store_reserve(store, STORE_PERSON, 1, &first, &error),
	    &error);
	assert_int_equal(first, 1);
	assert_ok(store_reserve(store, STORE_PERSON, 10, &first, &error),
	    &error);
	assert_int_equal(first, 2);
	assert_ok(store_reserve(store, STORE_SLOT, 5, &first, &error),
	    &error);
	assert_int_equal(first, 1024);
	/* The last three of ten are returned, and given again. */
	store_return(store, STORE_PERSON, 9, 3);
	assert_ok(store_reserve(store, STORE_PERSON, 1, &first, &error),
	    &error);
	assert_int_equal(first, 9);
	/* Somebody has come between: nothing is returned. */
	store_return(store, STORE_PERSON, 7, 2);
	store_return(store, STORE_PERSON, 100, 5);
	store_return(store, STORE_PERSON, 10, 0);
	assert_ok(store_reserve(store, STORE_PERSON, 1, &first, &error),
	    &error);
	assert_int_equal(first, 10);
	store_close(store);
	store = box_open("count", 0);
	assert_ok(store_reserve(store, STORE_PERSON, 0, &first, &error),
	    &error);
	assert_int_equal(first, 11);
	assert_fails(store_reserve(store, STORE_PERSON, UINT64_MAX, &first,
	    &error), &error, STATUS_INVALID, "too_many");
	assert_fails(store_reserve(store, STORE_PERSON, INT64_MAX, &first,
	    &error), &error, STATUS_INTEGRITY, "store_damaged");
	store_close(store);
}

static int64_t
lease(struct store *store, const char *name, int64_t window, int64_t share)
{
	const struct store_lease of = {
		.name = name, .window = window, .limit = 40, .share = share,
	};
	int64_t got, taken;
	struct error error;

	assert_ok(store_lease(store, &of, &got, &taken, &error), &error);
	assert_true(got >= 0 && taken <= 40);
	return got;
}

/* All that is given for a window is its limit, whoever asks how often. */
static void
leases(void **state)
{
	struct store *store;
	int64_t all = 0, got;

	(void)state;
	box_create("lease");
	store = box_open("lease", 0);
	assert_int_equal(lease(store, "quota:a", 7, 16), 2);
	assert_int_equal(lease(store, "quota:b", 7, 1), 40);
	assert_int_equal(lease(store, "quota:b", 7, 1), 0);
	while ((got = lease(store, "quota:a", 7, 4)) > 0)
		all += got;
	assert_int_equal(all, 38);
	store_close(store);
	store = box_open("lease", 0);
	assert_int_equal(lease(store, "quota:a", 7, 4), 0);
	assert_int_equal(lease(store, "quota:a", 8, 4), 10);
	/* A clock that is behind takes of the newer window. */
	assert_int_equal(lease(store, "quota:a", 7, 1), 30);
	assert_int_equal(lease(store, "quota:a", 8, 1), 0);
	/* One that was far ahead shuts nobody out for long. */
	assert_int_equal(lease(store, "quota:a", 1000, 1), 40);
	assert_int_equal(lease(store, "quota:a", 9, 1), 40);
	store_close(store);
}

/* A lease that cannot be made: the error at once, and no endless loop. */
static void
lease_without_room(void **state)
{
	const struct store_lease of = {
		.name = "quota:a", .window = 7, .limit = 40, .share = 1,
	};
	struct store *store;
	struct error error;
	int64_t got, taken;

	(void)state;
	if (engine_is_pg())
		skip();
	box_create("nolease");
	sql(at("nolease.data.db"), "CREATE TRIGGER full BEFORE INSERT ON "
	    "counter BEGIN SELECT abs(-9223372036854775808); END");
	store = box_open("nolease", 0);
	assert_fails(store_lease(store, &of, &got, &taken, &error), &error,
	    STATUS_FAILURE, "store_failure");
	assert_int_equal(got, 0);
	box_append(store, bytes_of(TEXT("still alive")));
	store_close(store);
}

/* A counter that cannot be counted on from: an error, and no endless loop. */
static void
hostile_counters(void **state)
{
	static const char *const values[] = {
		"-5", "0", "'abc'", "x'0102'", "1.5", "9223372036854775807",
	};
	struct store *store;
	struct error error;
	uint64_t first;

	(void)state;
	box_create("badcount");
	for (size_t i = 0; i < LENGTH(values); i++) {
		char text[128];

		(void)snprintf(text, sizeof(text), "UPDATE counter SET next "
		    "= %s WHERE name = 'person'", values[i]);
		/* PostgreSQL keeps some of them out, or makes a number. */
		if (sql_try(at("badcount.data.db"), text) ==
		    SQLITE_MISMATCH || (engine_is_pg() &&
		    strcmp(values[i], "1.5") == 0))
			continue;
		store = box_open("badcount", 0);
		assert_fails(store_reserve(store, STORE_PERSON, 1, &first,
		    &error), &error, STATUS_INTEGRITY, "store_damaged");
		store_close(store);
	}
	sql(at("badcount.data.db"), "DELETE FROM counter");
	store = box_open("badcount", 0);
	assert_fails(store_reserve(store, STORE_PERSON, 1, &first, &error),
	    &error, STATUS_INTEGRITY, "store_damaged");
	store_return(store, STORE_PERSON, 1, 1);
	box_append(store, bytes_of(TEXT("still alive")));
	store_close(store);
}

/* Slots. */

static void
slots(void **state)
{
	struct store *store = box_new("slots", 0);
	struct wrapped_slot made[3], read[3];
	uint64_t numbers[3] = { 70, 1, 1ULL << 40 }, top;
	struct error error;

	(void)state;
	assert_ok(store_slots_top(store, &top, &error), &error);
	assert_int_equal(top, 0);
	for (size_t i = 0; i < 3; i++) {
		made[i].slot = numbers[i];
		made[i].kek = (uint32_t)(i == 2 ? UINT32_MAX : i + 1);
		random_bytes(made[i].bytes, KEYRING_WRAPPED);
	}
	assert_ok(store_slots_add(store, made, 3, &error), &error);
	assert_ok(store_slots_add(store, made, 0, &error), &error);
	assert_ok(store_slots_get(store, numbers, 3, read, &error), &error);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(read[i].slot, made[i].slot);
		assert_int_equal(read[i].kek, made[i].kek);
		assert_memory_equal(read[i].bytes, made[i].bytes,
		    KEYRING_WRAPPED);
	}
	assert_ok(store_slots_top(store, &top, &error), &error);
	assert_int_equal(top, 1ULL << 40);
	numbers[1] = 2;
	assert_fails(store_slots_get(store, numbers, 3, read, &error),
	    &error, STATUS_NOT_FOUND, "slot_gone");
	/* All or none, and never over another. */
	made[0].slot = 71;
	assert_fails(store_slots_add(store, made, 3, &error), &error,
	    STATUS_CONFLICT, "duplicate");
	numbers[0] = 71;
	assert_fails(store_slots_get(store, numbers, 1, read, &error),
	    &error, STATUS_NOT_FOUND, "slot_gone");
	store_close(store);
}

static void
hostile_slots(void **state)
{
	static const char *const changes[] = {
		"wrapped = x'00'", "wrapped = 'text'", "wrapped = 5",
		"wrapped = zeroblob(77)", "wrapped = zeroblob(50000000)",
		"kek = -1", "kek = 0", "kek = 4294967296", "kek = 'x'",
		"kek = x'01'",
	};
	struct wrapped_slot slot = { .slot = 5, .kek = 1 };
	const uint64_t number = 5;
	struct store *store;
	struct error error;

	(void)state;
	for (size_t i = 0; i < LENGTH(changes); i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "slot%zu", i);
		store = box_new(name, 0);
		assert_ok(store_slots_add(store, &slot, 1, &error), &error);
		store_close(store);
		char text[128];

		(void)snprintf(text, sizeof(text), "UPDATE slot SET %s",
		    changes[i]);
		/* A text is bytes to PostgreSQL: four of them, or too few. */
		if (sql_try(at("%s.keys.db", name), text) == SQLITE_MISMATCH)
			continue;
		store = box_open(name, 0);
		assert_fails(store_slots_get(store, &number, 1, &slot,
		    &error), &error, STATUS_INTEGRITY, "slot_broken");
		store_close(store);
	}
}

/* What was read of a slot is not remembered beyond its change or its end. */
static void
slots_that_change(void **state)
{
	struct store *store = box_new("changing", 1 << 20);
	struct wrapped_slot old = { .slot = 5, .kek = 1 }, read;
	struct wrapped_slot new = { .slot = 5, .kek = 2 };
	const uint64_t number = 5;
	struct error error;

	(void)state;
	random_bytes(old.bytes, KEYRING_WRAPPED);
	random_bytes(new.bytes, KEYRING_WRAPPED);
	assert_fails(store_slots_get(store, &number, 1, &read, &error),
	    &error, STATUS_NOT_FOUND, "slot_gone");
	assert_ok(store_slots_add(store, &old, 1, &error), &error);
	for (int i = 0; i < 2; i++) {
		assert_ok(store_slots_get(store, &number, 1, &read, &error),
		    &error);
		assert_memory_equal(&read, &old, sizeof(old));
	}
	assert_ok(store_slots_rewrap(store, &old, &new, 1, &error), &error);
	for (int i = 0; i < 2; i++) {
		assert_ok(store_slots_get(store, &number, 1, &read, &error),
		    &error);
		assert_memory_equal(&read, &new, sizeof(new));
	}
	assert_ok(store_slots_drop(store, &number, 1, &error), &error);
	for (int i = 0; i < 2; i++)
		assert_fails(store_slots_get(store, &number, 1, &read,
		    &error), &error, STATUS_NOT_FOUND, "slot_gone");
	store_close(store);
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
		cmocka_unit_test(creates_and_opens),
		cmocka_unit_test(never_creates_twice),
		cmocka_unit_test(opening_makes_nothing),
		cmocka_unit_test(unknown_engine),
		cmocka_unit_test(data_and_keys_belong_together),
		cmocka_unit_test(one_handle),
		cmocka_unit_test(one_process),
		cmocka_unit_test(while_another_holds_it),
		cmocka_unit_test(settings),
		cmocka_unit_test(deletes_securely),
		cmocka_unit_test(newer_schema),
		cmocka_unit_test(migrates_once),
		cmocka_unit_test(hostile_databases),
		cmocka_unit_test(reserves),
		cmocka_unit_test(leases),
		cmocka_unit_test(lease_without_room),
		cmocka_unit_test(hostile_counters),
		cmocka_unit_test(slots),
		cmocka_unit_test(hostile_slots),
		cmocka_unit_test(slots_that_change),
	};

	return cmocka_run_group_tests(tests, start, folder_remove);
}
