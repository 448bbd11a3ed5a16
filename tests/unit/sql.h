/*
 * sql.h - the database itself, for what a stranger does to a closed store.
 */
#ifndef TESTS_UNIT_SQL_H_
#define TESTS_UNIT_SQL_H_

#include <sqlite3.h>

#include "engine.h"

/* What the engine itself refuses is a mismatch. */
__attribute__((unused)) static int
sql_try_pg(const char *path, const char *sql)
{
	PGconn *conn = engine_connect(path);
	char text[4096];
	PGresult *result;
	const char *state;
	int code;

	engine_translate(text, sizeof(text), sql);
	result = PQexec(conn, text);
	state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	code = state == NULL ? SQLITE_OK :
	    strncmp(state, "22", 2) == 0 || strncmp(state, "42", 2) == 0 ||
	    strncmp(state, "23", 2) == 0 || strncmp(state, "54", 2) == 0 ?
	    SQLITE_MISMATCH : SQLITE_ERROR;
	if (code == SQLITE_ERROR)
		print_error("%s: %s", text, PQresultErrorMessage(result));
	PQclear(result);
	PQfinish(conn);
	return code;
}

__attribute__((unused)) static int64_t
sql_number_pg(const char *path, const char *query)
{
	PGconn *conn = engine_connect(path);
	PGresult *result = PQexec(conn, query);
	int64_t number;

	assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
	number = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
	PQclear(result);
	PQfinish(conn);
	return number;
}

/* Runs statements on a file; an SQLite code. */
__attribute__((unused)) static int
sql_try(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	int code;

	if (engine_is_pg())
		return sql_try_pg(path, sql);
	code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, sql, NULL, NULL, NULL);
	(void)sqlite3_close(db);
	return code;
}

__attribute__((unused, format(printf, 2, 3))) static void
sql(const char *path, const char *format, ...)
{
	char text[2048];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	assert_int_equal(sql_try(path, text), SQLITE_OK);
}

/* The first column of the first row, as an integer. */
__attribute__((unused)) static int64_t
sql_number(const char *path, const char *query)
{
	sqlite3_stmt *statement = NULL;
	sqlite3 *db = NULL;
	int64_t number;

	if (engine_is_pg())
		return sql_number_pg(path, query);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE,
	    NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, query, -1, &statement, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	number = sqlite3_column_int64(statement, 0);
	(void)sqlite3_finalize(statement);
	(void)sqlite3_close(db);
	return number;
}

#endif
