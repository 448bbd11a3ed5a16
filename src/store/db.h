/*
 * db.h - what the store asks of a database; each engine is one driver.
 *
 * Only src/store includes this, and only sqlite.c and pg*.c include a
 * database's own header.  The SQL (statement.c) is one text for all engines,
 * in their common subset: $1, $2, ... in order of first use, integers, texts
 * and byte strings, ON CONFLICT, RETURNING.
 *
 * A connection serves one thread at a time.  Rows are valid only inside the
 * callback.
 */
#ifndef STORE_DB_H_
#define STORE_DB_H_

#include "base/base.h"
#include "store/statement.h"
#include "store/store.h"

enum db_type { DB_NULL, DB_INT, DB_TEXT, DB_BYTES };

struct db_value {
	enum db_type type;
	int64_t number;
	struct bytes bytes;	/* DB_TEXT and DB_BYTES */
};

static inline struct db_value
db_int(int64_t number)
{
	return (struct db_value){ .type = DB_INT, .number = number };
}

static inline struct db_value
db_number(uint64_t number)
{
	return (struct db_value){ .type = DB_INT,
	    .number = (int64_t)number };
}

static inline struct db_value
db_bytes(const void *p, size_t n)
{
	return (struct db_value){ .type = DB_BYTES,
	    .bytes = { p, n } };
}

static inline struct db_value
db_text(struct text text)
{
	return (struct db_value){ .type = DB_TEXT,
	    .bytes = { (const uint8_t *)text.p, text.n } };
}

static inline struct db_value
db_null(void)
{
	return (struct db_value){ .type = DB_NULL };
}

/* Which of the two databases; each has its own schema. */
enum db_role { DB_DATA, DB_KEYS };

/* A connection that only reads has less of a cache. */
enum db_mode { DB_CREATE, DB_WRITE, DB_READ };

enum { DB_PROBLEMS_MAX = 20 };

struct db;

/* Called for each row; anything but STATUS_OK stops the query. */
typedef enum status db_row_fn(void *context, const struct db_value *row,
    struct error *error);

struct db_driver {
	const char *scheme;	/* of the URL: "sqlite", "postgresql" */
	/*
	 * Several processes may have one database open: what was read may
	 * have changed, and STATUS_BUSY means that the transaction was not
	 * done and may be tried again, except from commit, when it is not
	 * known.
	 */
	bool shared;
	enum status (*open)(struct db **db, const char *url,
	    enum db_role role, enum db_mode mode, struct error *error);
	void (*close)(struct db *db);
	/*
	 * Since when it cannot be reached (clock_monotonic()), or 0; NULL
	 * where it always can.
	 */
	int64_t (*lost_since)(const struct db *db);
	/* A write transaction; reads outside one are their own snapshot. */
	enum status (*begin)(struct db *db, struct error *error);
	enum status (*begin_read)(struct db *db, struct error *error);
	enum status (*commit)(struct db *db, struct error *error);
	void (*rollback)(struct db *db);
	/* One act inside a transaction that carries many. */
	enum status (*savepoint)(struct db *db, struct error *error);
	enum status (*release)(struct db *db, struct error *error);
	enum status (*rollback_to)(struct db *db, struct error *error);
	/*
	 * Runs a statement, inside a transaction, for one or up to
	 * STATEMENT_ROWS rows of n values: perhaps not at once.  one says
	 * that exactly one row must change, or it is STATUS_CONFLICT "moved".
	 * What failed is said by send(), or by the next flush(), commit() or
	 * query(); all that was sent after it is not done.
	 */
	enum status (*send)(struct db *db, enum statement statement,
	    const struct db_value *const *rows, size_t row_count, size_t n,
	    bool one, struct error *error);
	/*
	 * Waits for what was sent.  If it fails, *failed_at is the number of
	 * the one of send()'s that did, from 0 at the last flush or begin.
	 */
	enum status (*flush)(struct db *db, size_t *failed_at,
	    struct error *error);
	/*
	 * Runs a statement; *changed gets the number of rows.
	 * STATUS_CONFLICT "duplicate" when a unique key stands already.
	 */
	enum status (*run)(struct db *db, enum statement statement,
	    const struct db_value *values, size_t n, int64_t *changed,
	    struct error *error);
	/*
	 * Runs an INSERT for up to STATEMENT_ROWS rows at once, each of n
	 * values: all of them, or none.
	 */
	enum status (*run_rows)(struct db *db, enum statement statement,
	    const struct db_value *const *rows, size_t row_count, size_t n,
	    struct error *error);
	enum status (*query)(struct db *db, enum statement statement,
	    const struct db_value *values, size_t n, db_row_fn *each,
	    void *context, struct error *error);
	/* One statement of a migration, with the engine's words put in. */
	enum status (*define)(struct db *db, const char *sql,
	    struct error *error);
	/*
	 * What the engine itself finds wrong with its files, at most
	 * DB_PROBLEMS_MAX; NULL when the engine looks after that by itself.
	 */
	enum status (*inspect)(struct db *db, store_problem_fn *each,
	    void *context, struct error *error);
	/* Writes what is pending to its final place and truncates the WAL. */
	enum status (*tidy)(struct db *db, struct error *error);
};

extern const struct db_driver db_postgresql;
extern const struct db_driver db_sqlite;

/* The error of a row that is not as it was expected to be. */
enum status db_moved(struct error *error) NONNULL;

/* The driver for a URL; STATUS_INVALID when there is none. */
enum status db_driver_find(const struct db_driver **driver, const char *url,
    struct error *error) MUST_USE NONNULL;

/*
 * STATUS_CONFLICT "store_exists" when there is a schema; what the server says
 * when none can be made.  It makes nothing.
 */
enum status db_check_new(const struct db_driver *driver, struct db *db,
    struct error *error) MUST_USE NONNULL;

/*
 * Brings a database to the newest schema; refuses a newer one than ours.
 * DB_CREATE takes only a database without one (STATUS_CONFLICT), the other
 * modes only one that has it (STATUS_INTEGRITY).
 */
enum status db_migrate(const struct db_driver *driver, struct db *db,
    enum db_role role, enum db_mode mode, struct error *error)
    MUST_USE NONNULL;

#endif
