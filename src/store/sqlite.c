/*
 * The embedded engine: SQLite in WAL mode.
 *
 * Settings are asserted, not hoped for: WAL, synchronous=FULL (a commit is on
 * disk when it returns), secure_delete (what is deleted is overwritten), no
 * temporary files, nothing that runs from the schema.
 */
#include <sqlite3.h>

#include "base/file.h"
#include "base/mem.h"
#include "store/db.h"
#include "store/vfs.h"

enum {
	BUSY_MS = 10000,
	TIDY_MS = 50,
	LENGTH_MAX = 128 << 20,	/* of a value: a group's batch, at most */
};

/* Search keys come in no order: their pages are wanted again soon. */
static const char WRITER_CACHE[] = "-16384";	/* KiB */

struct db {
	sqlite3 *handle;
	sqlite3_stmt *statement[STATEMENT_COUNT];
	sqlite3_stmt *rows[STATEMENT_COUNT][STATEMENT_ROWS + 1];
	sqlite3_stmt *begin, *begin_read, *commit, *rollback;
	sqlite3_stmt *savepoint, *release, *rollback_to;
};

static enum status
failed(struct db *db, int code, struct error *error)
{
	const char *what = sqlite3_errstr(code);
	int extended = db->handle == NULL ? code :
	    sqlite3_extended_errcode(db->handle);

	switch (code & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return error_set(error, STATUS_BUSY, "store_busy",
		    "ストアは使用中です", "the store is busy");
	case SQLITE_CONSTRAINT:
		return error_set(error, STATUS_CONFLICT, "duplicate",
		    "すでに存在します", "it exists already");
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_TOOBIG:
		(void)!error_set(error, STATUS_INTEGRITY, "store_damaged",
		    "ストアのファイルが壊れています (%s)",
		    "the store's file is damaged (%s)", what);
		error_remedy(error, "ファイルはそのまま別の場所へ移し、"
		    "最新のバックアップから sekisho backup restore "
		    "で戻してください",
		    "move the files away as they are, and bring the newest "
		    "backup back with sekisho backup restore");
		return STATUS_INTEGRITY;
	case SQLITE_NOMEM:
		return error_memory(error);
	case SQLITE_FULL:
		(void)!error_set(error, STATUS_FAILURE, "disk_full",
		    "ディスクに空きがありません", "the disk is full");
		error_remedy_full(error);
		return STATUS_FAILURE;
	default:
		return error_set(error, STATUS_FAILURE, "store_failure",
		    "ストアの読み書きに失敗しました (%s, %d)",
		    "the store cannot be read or written (%s, %d)", what,
		    extended);
	}
}

static enum status
not_opened(struct db *db, int code, const char *path, struct error *error)
{
	enum status status = failed(db, code, error);

	if ((code & 0xFF) == SQLITE_CANTOPEN && !file_exists(path)) {
		status = error_set(error, STATUS_NOT_FOUND,
		    "database_missing", "ストアのデータベースがありません",
		    "the store's database is missing");
		error_remedy_lost(error);
	}
	error_at(error, "%s", path);
	return status;
}

static void
close_db(struct db *db)
{
	sqlite3_stmt *others[] = {
		db->begin, db->begin_read, db->commit, db->rollback,
		db->savepoint, db->release, db->rollback_to
	};

	for (size_t i = 0; i < STATEMENT_COUNT; i++) {
		(void)sqlite3_finalize(db->statement[i]);
		for (size_t j = 0; j <= STATEMENT_ROWS; j++)
			(void)sqlite3_finalize(db->rows[i][j]);
	}
	for (size_t i = 0; i < LENGTH(others); i++)
		(void)sqlite3_finalize(others[i]);
	(void)sqlite3_close(db->handle);
	mem_free(db);
}

/* Sets a pragma and reads it back. */
static enum status
assert_pragma(struct db *db, const char *name, const char *value,
    const char *wanted, struct error *error)
{
	char sql[128];
	sqlite3_stmt *statement = NULL;
	bool right = false;
	int code;

	(void)snprintf(sql, sizeof(sql), "PRAGMA %s=%s", name, value);
	code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return failed(db, code, error);
	(void)snprintf(sql, sizeof(sql), "PRAGMA %s", name);
	code = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);
	if (code == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(
		    statement, 0);

		right = text != NULL && strcmp(text, wanted) == 0;
	}
	if (code == SQLITE_OK && !right)
		code = sqlite3_errcode(db->handle);
	(void)sqlite3_finalize(statement);
	if (right)
		return STATUS_OK;
	if (code == SQLITE_NOMEM)
		return error_memory(error);
	return error_set(error, STATUS_FAILURE, "store_setting",
	    "ストアの設定 %s を %s にできません",
	    "the store's setting %s cannot be made %s", name, wanted);
}

static enum status
set_up(struct db *db, enum db_mode mode, struct error *error)
{
	static const struct {
		const char *name, *value, *wanted;
	} settings[] = {
		{ "page_size", "4096", "4096" },
		{ "journal_mode", "wal", "wal" },
		{ "synchronous", "full", "2" },
		{ "secure_delete", "on", "1" },
		{ "temp_store", "memory", "2" },
		{ "trusted_schema", "off", "0" },
		{ "cell_size_check", "on", "1" },
		{ "wal_autocheckpoint", "2000", "2000" },
		{ "journal_size_limit", "67108864", "67108864" },
	};
	enum status status = STATUS_OK;

	(void)sqlite3_busy_timeout(db->handle, BUSY_MS);
	(void)sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
	(void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1,
	    NULL);
	(void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	for (size_t i = 0; i < LENGTH(settings) && status == STATUS_OK; i++)
		status = assert_pragma(db, settings[i].name,
		    settings[i].value, settings[i].wanted, error);
	if (status == STATUS_OK && mode == DB_WRITE)
		status = assert_pragma(db, "cache_size", WRITER_CACHE,
		    WRITER_CACHE, error);
	return status;
}

static enum status
prepare(struct db *db, sqlite3_stmt **statement, const char *sql,
    struct error *error)
{
	int code = sqlite3_prepare_v3(db->handle, sql, -1,
	    SQLITE_PREPARE_PERSISTENT, statement, NULL);

	/* The statements are ours: it is the schema that is not. */
	if (code == SQLITE_ERROR)
		code = SQLITE_CORRUPT;
	return code == SQLITE_OK ? STATUS_OK : failed(db, code, error);
}

static enum status
prepare_all(struct db *db, struct error *error)
{
	const struct {
		sqlite3_stmt **statement;
		const char *sql;
	} wanted[] = {
		{ &db->begin, "BEGIN IMMEDIATE" },
		{ &db->begin_read, "BEGIN" },
		{ &db->commit, "COMMIT" },
		{ &db->rollback, "ROLLBACK" },
		{ &db->savepoint, "SAVEPOINT act" },
		{ &db->release, "RELEASE act" },
		{ &db->rollback_to, "ROLLBACK TO act" },
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < LENGTH(wanted) && status == STATUS_OK; i++)
		status = prepare(db, wanted[i].statement, wanted[i].sql,
		    error);
	return status;
}

/* The path behind "sqlite:". */
static enum status
open_db(struct db **out, const char *url, enum db_role role,
    enum db_mode mode, struct error *error)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE |
	    (mode == DB_CREATE ? SQLITE_OPEN_CREATE : 0);
	const char *path = strchr(url, ':') + 1;
	struct db *db = mem_alloc(sizeof(*db));
	enum status status;
	int code;

	(void)role;
	*out = NULL;
	if (db == NULL)
		return error_memory(error);
	code = vfs_start();
	if (code == SQLITE_OK)
		code = sqlite3_open_v2(path, &db->handle, flags, VFS_NAME);
	/* Its extensions say no more than this when memory is out. */
	if (code == SQLITE_ERROR)
		code = SQLITE_NOMEM;
	if (code != SQLITE_OK) {
		status = not_opened(db, code, path, error);
		close_db(db);
		return status;
	}
	status = set_up(db, mode, error);
	if (status == STATUS_OK)
		status = prepare_all(db, error);
	if (status != STATUS_OK) {
		error_at(error, "%s", path);
		close_db(db);
		return status;
	}
	*out = db;
	return STATUS_OK;
}

static enum status
step(struct db *db, sqlite3_stmt *statement, struct error *error)
{
	int code = sqlite3_step(statement);
	enum status status = code == SQLITE_DONE || code == SQLITE_ROW ?
	    STATUS_OK : failed(db, code, error);

	(void)sqlite3_reset(statement);
	return status;
}

static enum status
begin(struct db *db, struct error *error)
{
	return step(db, db->begin, error);
}

static enum status
begin_read(struct db *db, struct error *error)
{
	return step(db, db->begin_read, error);
}

static enum status
commit(struct db *db, struct error *error)
{
	return step(db, db->commit, error);
}

static void
rollback(struct db *db)
{
	struct error ignored;

	if (sqlite3_get_autocommit(db->handle) == 0)
		(void)step(db, db->rollback, &ignored);
}

static enum status
savepoint(struct db *db, struct error *error)
{
	return step(db, db->savepoint, error);
}

static enum status
release(struct db *db, struct error *error)
{
	return step(db, db->release, error);
}

static enum status
rollback_to(struct db *db, struct error *error)
{
	enum status status = step(db, db->rollback_to, error);

	return status == STATUS_OK ? release(db, error) : status;
}

static int
bind_value(sqlite3_stmt *statement, int at, const struct db_value *value)
{
	switch (value->type) {
	case DB_NULL:
		return sqlite3_bind_null(statement, at);
	case DB_INT:
		return sqlite3_bind_int64(statement, at, value->number);
	case DB_TEXT:
		return sqlite3_bind_text64(statement, at,
		    (const char *)value->bytes.p, value->bytes.n,
		    SQLITE_STATIC, SQLITE_UTF8);
	case DB_BYTES:
		/* An empty byte string is not NULL. */
		return sqlite3_bind_blob64(statement, at,
		    value->bytes.p == NULL ? (const uint8_t *)"" :
		    value->bytes.p, value->bytes.n, SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

static enum status
bind_values(struct db *db, sqlite3_stmt *statement, size_t at,
    const struct db_value *values, size_t n, struct error *error)
{
	for (size_t i = 0; i < n; i++) {
		int code = bind_value(statement, (int)(at + i) + 1,
		    &values[i]);

		if (code != SQLITE_OK)
			return failed(db, code, error);
	}
	return STATUS_OK;
}

static enum status
ready(struct db *db, enum statement number, const struct db_value *values,
    size_t n, struct error *error)
{
	sqlite3_stmt **statement = &db->statement[number];

	if (*statement == NULL) {
		enum status status = prepare(db, statement,
		    statement_text[number], error);

		if (status != STATUS_OK)
			return status;
	}
	return bind_values(db, *statement, 0, values, n, error);
}

/*
 * One that fails takes its transaction with it, as whoever sent it would do:
 * otherwise SQLite keeps a copy of each page that it may have to put back.
 */
static void
write_insert(char *sql, enum statement number, size_t row_count, size_t n)
{
	static const char insert[] = "INSERT OR ROLLBACK";
	size_t more = strlen(insert) - strlen("INSERT");

	statement_rows(sql + more, number, row_count, n);
	memcpy(sql, insert, strlen(insert));
}

static enum status
run_rows(struct db *db, enum statement number,
    const struct db_value *const *rows, size_t row_count, size_t n,
    struct error *error)
{
	sqlite3_stmt **statement = &db->rows[number][row_count];
	enum status status = STATUS_OK;

	if (*statement == NULL) {
		char sql[STATEMENT_ROWS_MAX + 32];

		write_insert(sql, number, row_count, n);
		status = prepare(db, statement, sql, error);
	}
	for (size_t i = 0; i < row_count && status == STATUS_OK; i++)
		status = bind_values(db, *statement, i * n, rows[i], n,
		    error);
	return status == STATUS_OK ? step(db, *statement, error) : status;
}

static enum status
run(struct db *db, enum statement number, const struct db_value *values,
    size_t n, int64_t *changed, struct error *error)
{
	enum status status = ready(db, number, values, n, error);

	*changed = 0;
	if (status == STATUS_OK)
		status = step(db, db->statement[number], error);
	if (status == STATUS_OK)
		*changed = sqlite3_changes64(db->handle);
	return status;
}

/* Here everything is done at once. */
static enum status
send(struct db *db, enum statement number,
    const struct db_value *const *rows, size_t row_count, size_t n, bool one,
    struct error *error)
{
	int64_t changed;
	enum status status;

	if (row_count > 1)
		return run_rows(db, number, rows, row_count, n, error);
	status = run(db, number, rows[0], n, &changed, error);
	if (status == STATUS_OK && one && changed != 1)
		status = db_moved(error);
	return status;
}

static enum status
flush(struct db *db, size_t *failed_at, struct error *error)
{
	(void)db;
	(void)error;
	*failed_at = 0;
	return STATUS_OK;
}

static struct db_value
column(sqlite3_stmt *statement, int at)
{
	switch (sqlite3_column_type(statement, at)) {
	case SQLITE_INTEGER:
		return db_int(sqlite3_column_int64(statement, at));
	case SQLITE_TEXT:
		return (struct db_value){ .type = DB_TEXT, .bytes = {
		    sqlite3_column_text(statement, at),
		    (size_t)sqlite3_column_bytes(statement, at) } };
	case SQLITE_BLOB:
		return db_bytes(sqlite3_column_blob(statement, at),
		    (size_t)sqlite3_column_bytes(statement, at));
	default:
		return db_null();
	}
}

static enum status
query(struct db *db, enum statement number, const struct db_value *values,
    size_t n, db_row_fn *each, void *context, struct error *error)
{
	enum { COLUMNS_MAX = 16 };
	struct db_value row[COLUMNS_MAX];
	enum status status = ready(db, number, values, n, error);
	sqlite3_stmt *statement = db->statement[number];
	int columns, code = SQLITE_ROW;

	if (status != STATUS_OK)
		return status;
	columns = sqlite3_column_count(statement);
	while (status == STATUS_OK &&
	    (code = sqlite3_step(statement)) == SQLITE_ROW) {
		for (int i = 0; i < columns; i++)
			row[i] = column(statement, i);
		status = each(context, row, error);
	}
	if (status == STATUS_OK && code != SQLITE_DONE)
		status = failed(db, code, error);
	(void)sqlite3_reset(statement);
	return status;
}

static enum status
define(struct db *db, const char *sql, struct error *error)
{
	static const struct statement_words words = {
		"BLOB", "INTEGER", "WITHOUT ROWID"
	};
	char out[STATEMENT_DEFINE_MAX];
	int code;

	statement_define(out, sql, &words);
	code = sqlite3_exec(db->handle, out, NULL, NULL, NULL);
	return code == SQLITE_OK ? STATUS_OK : failed(db, code, error);
}

static enum status
inspect(struct db *db, store_problem_fn *each, void *context,
    struct error *error)
{
	char sql[64];
	sqlite3_stmt *statement;
	int code;

	(void)snprintf(sql, sizeof(sql), "PRAGMA integrity_check(%d)",
	    DB_PROBLEMS_MAX);
	code = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(statement);
		if (code == SQLITE_ROW && strcmp("ok",
		    (const char *)sqlite3_column_text(statement, 0)) != 0)
			each(context, text_of((const char *)
			    sqlite3_column_text(statement, 0)));
	}
	(void)sqlite3_finalize(statement);
	return code == SQLITE_DONE ? STATUS_OK : failed(db, code, error);
}

static enum status
tidy(struct db *db, struct error *error)
{
	int code;

	/* Nobody may commit meanwhile, so it does not wait for readers long. */
	(void)sqlite3_busy_timeout(db->handle, TIDY_MS);
	code = sqlite3_wal_checkpoint_v2(db->handle, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	(void)sqlite3_busy_timeout(db->handle, BUSY_MS);
	return code == SQLITE_OK ? STATUS_OK : failed(db, code, error);
}

const struct db_driver db_sqlite = {
	.scheme = "sqlite",
	.open = open_db,
	.close = close_db,
	.begin = begin,
	.begin_read = begin_read,
	.commit = commit,
	.rollback = rollback,
	.savepoint = savepoint,
	.release = release,
	.rollback_to = rollback_to,
	.send = send,
	.flush = flush,
	.run = run,
	.run_rows = run_rows,
	.query = query,
	.define = define,
	.inspect = inspect,
	.tidy = tidy,
};
