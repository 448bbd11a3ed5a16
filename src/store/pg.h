/*
 * pg.h - the PostgreSQL driver, inside: only src/store/pg*.c includes this.
 *
 * A connection is always in libpq's pipeline mode.  What is sent goes into a
 * queue of what was sent; pg_settle() ends it with a synchronisation point
 * and reads all results in order.  So a whole group of changes costs one
 * round trip, and so does a read.
 *
 * When the connection is lost, everything outside a transaction opens it
 * again; inside one, every statement fails until the transaction is rolled
 * back, so that nothing of it can be run alone.
 */
#ifndef STORE_PG_H_
#define STORE_PG_H_

#include <libpq-fe.h>

#include "store/db.h"

enum { PG_WAIT_MS = 30000 };	/* without a byte from the server */

/* Something that was sent and has no result yet. */
struct pg_sent {
	bool *prepared;		/* of a PREPARE: undone if it fails */
	bool counted;		/* it is one of send()'s */
	bool one;		/* it must change exactly one row */
	bool singly;		/* its rows may be too many for memory */
	const char *tag;	/* that the result must have; or NULL */
	db_row_fn *each;
	void *context;
	int64_t *changed;
};

struct db {
	PGconn *conn;		/* NULL: lost */
	int64_t lost_since;	/* when it first was in vain; or 0 */
	char *url;
	enum db_mode mode;
	bool in_transaction;
	bool delivered;		/* a row of the query in hand was handed out */
	bool prepared[STATEMENT_COUNT][STATEMENT_ROWS + 1];
	struct pg_sent *sent;
	size_t sent_n, sent_capacity;
	size_t counted;		/* send()s answered since the last flush */
	size_t ones;		/* sent that must change exactly one row */
	size_t failed_at;	/* how many went well before one failed */
};

/* pg_open.c; pg_connect() also opens a lost one again. */
enum status pg_open(struct db **db, const char *url, enum db_role role,
    enum db_mode mode, struct error *error) MUST_USE NONNULL;
enum status pg_connect(struct db *db, struct error *error) MUST_USE NONNULL;
void pg_disconnect(struct db *db) NONNULL;
void pg_close(struct db *db) NONNULL;

/* pg_error.c: what a result or a connection says, as one of our errors. */
enum status pg_failed(PGconn *conn, const PGresult *result,
    struct error *error) NONNULL_ARGS(1, 3);
enum status pg_lost(struct error *error) NONNULL;
/* What a connection that goes no further says: lost, or memory is out. */
enum status pg_gone(PGconn *conn, struct error *error) NONNULL;
/* Whether libpq had no memory for something of what came. */
bool pg_starved(PGconn *conn) NONNULL;
/* said, or NULL: what libpq says of a URL; it is freed. */
enum status pg_bad_url(char *said, struct error *error) NONNULL_ARGS(2);
enum status pg_refused(PGconn *conn, struct error *error) NONNULL;

/* pg_pipe.c.  The text of a statement that is not one of the numbered. */
enum status pg_put_text(struct db *db, const char *sql, struct pg_sent what,
    struct error *error) MUST_USE NONNULL;
/* A numbered statement with so many rows of n values. */
enum status pg_put(struct db *db, enum statement statement,
    const struct db_value *const *rows, size_t row_count, size_t n,
    struct pg_sent what, struct error *error) MUST_USE NONNULL_ARGS(1, 7);
/* Waits for everything that was sent; the first failure of all. */
enum status pg_settle(struct db *db, struct error *error) MUST_USE NONNULL;

#endif
