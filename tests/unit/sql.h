/*
 * sql.h - SQLite itself, for what a stranger does to a closed store's files.
 */
#ifndef TESTS_UNIT_SQL_H_
#define TESTS_UNIT_SQL_H_

#include <sqlite3.h>

#include "folder.h"

/* Runs statements on a file; an SQLite code. */
__attribute__((unused)) static int
sql_try(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);

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
