/*
 * engine.h - on which engine the tests of the store run.
 *
 * SQLite, in the test's folder; or, when SEKISHO_TEST_PG names a server (see
 * tests/pgserver.py), PostgreSQL: there every database of a test is a schema
 * of its own, whose name comes from the file's.
 */
#ifndef TESTS_UNIT_ENGINE_H_
#define TESTS_UNIT_ENGINE_H_

#include <libpq-fe.h>
#include <stdlib.h>

#include "folder.h"

enum { ENGINE_URL = PATH_SIZE + 16 };

__attribute__((unused)) static bool
engine_is_pg(void)
{
	return getenv("SEKISHO_TEST_PG") != NULL;
}

/* For tests that are about SQLite's files. */
#define ONLY_SQLITE() \
	do { \
		if (engine_is_pg()) \
			skip(); \
	} while (0)

/* "/tmp/x/made.data.db" stands for the schema "t123_made_data". */
__attribute__((unused)) static void
engine_schema(char out[64], const char *path)
{
	size_t n = strlen(folder_path);

	(void)snprintf(out, 64, "t%d_%s", (int)getpid(), strncmp(path,
	    folder_path, n) == 0 ? path + n + 1 : path);
	n = strlen(out);
	if (n > 3 && strcmp(out + n - 3, ".db") == 0)
		out[n - 3] = '\0';
	for (char *c = out; *c != '\0'; c++)
		if (*c == '.' || *c == '/')
			*c = '_';
}

__attribute__((unused)) static void
engine_url(char out[ENGINE_URL], const char *path)
{
	char schema[64];

	if (!engine_is_pg()) {
		(void)snprintf(out, ENGINE_URL, "sqlite:%s", path);
		return;
	}
	engine_schema(schema, path);
	(void)snprintf(out, ENGINE_URL,
	    "%s&options=-csearch_path%%3D%s", getenv("SEKISHO_TEST_PG"),
	    schema);
}

/*
 * A connection to the schema of a path, which is made if it is absent, with
 * zeroblob() as SQLite has it, for all but the largest.
 */
__attribute__((unused)) static PGconn *
engine_connect(const char *path)
{
	char schema[64], text[512];
	PGconn *conn = PQconnectdb(getenv("SEKISHO_TEST_PG"));

	engine_schema(schema, path);
	(void)snprintf(text, sizeof(text),
	    "SET client_min_messages = error; "
	    "CREATE SCHEMA IF NOT EXISTS %s; SET search_path = %s;"
	    "CREATE OR REPLACE FUNCTION %s.zeroblob(n bigint) RETURNS bytea "
	    "LANGUAGE sql AS 'SELECT decode(repeat(''00'', CASE WHEN n > "
	    "20000000 THEN 1 / 0 ELSE n::int END), ''hex'')'",
	    schema, schema, schema);
	PQclear(PQexec(conn, text));
	assert_int_equal(PQstatus(conn), CONNECTION_OK);
	return conn;
}

/* x'00' is a byte string in SQLite, and in PostgreSQL '\x00'::bytea. */
__attribute__((unused)) static void
engine_translate(char *out, size_t size, const char *sql)
{
	static const char ignore[] = "OR IGNORE ";
	size_t n = 0;

	while (*sql != '\0' && n + 32 < size) {
		const char *end;

		if (strncmp(sql, ignore, sizeof(ignore) - 1) == 0) {
			sql += sizeof(ignore) - 1;
			continue;
		}
		end = sql[0] == 'x' && sql[1] == '\'' ?
		    strchr(sql + 2, '\'') : NULL;
		if (end == NULL) {
			out[n++] = *sql++;
			continue;
		}
		n += (size_t)snprintf(out + n, size - n, "'\\x%.*s'::bytea",
		    (int)(end - sql - 2), sql + 2);
		sql = end + 1;
	}
	out[n] = '\0';
}

#endif
