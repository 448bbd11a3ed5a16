#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "store/pg.h"

enum {
	OID_BYTEA = 17, OID_INT8 = 20, OID_INT4 = 23, OID_TEXT = 25,
	VALUES_MAX = STATEMENT_ROWS * 8, COLUMNS_MAX = 16, NAME_SIZE = 40,
	BINARY = 1,
};

/* Values as the protocol wants them. */
struct parameters {
	const char *value[VALUES_MAX];
	int length[VALUES_MAX];
	int format[VALUES_MAX];
	Oid type[VALUES_MAX];
	uint8_t number[VALUES_MAX][8];
	int n;
};

static void
put_number(uint8_t out[8], int64_t number)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
}

static void
add_value(struct parameters *p, const struct db_value *value)
{
	int at = p->n++;

	p->format[at] = BINARY;
	p->value[at] = NULL;
	p->length[at] = 0;
	switch (value->type) {
	case DB_NULL:
		p->type[at] = 0;
		return;
	case DB_INT:
		put_number(p->number[at], value->number);
		p->value[at] = (const char *)p->number[at];
		p->length[at] = 8;
		p->type[at] = OID_INT8;
		return;
	case DB_TEXT:
	case DB_BYTES:
		/* An empty one is not NULL. */
		p->value[at] = value->bytes.p == NULL ? "" :
		    (const char *)value->bytes.p;
		p->length[at] = (int)value->bytes.n;
		p->type[at] = value->type == DB_TEXT ? OID_TEXT : OID_BYTEA;
		return;
	}
}

static int64_t
get_number(const char *bytes, int n)
{
	uint64_t number = 0;

	for (int i = 0; i < n; i++)
		number = number << 8 | (uint8_t)bytes[i];
	return n == 4 ? (int32_t)(uint32_t)number : (int64_t)number;
}

/* A column of a result; other types than ours come as bytes. */
static struct db_value
column(const PGresult *result, int row, int at)
{
	const char *value = PQgetvalue(result, row, at);
	int n = PQgetlength(result, row, at);

	if (PQgetisnull(result, row, at))
		return db_null();
	switch (PQftype(result, at)) {
	case OID_INT8:
	case OID_INT4:
		return db_int(get_number(value, n));
	case OID_TEXT:
		return db_text((struct text){ value, (size_t)n });
	default:
		return db_bytes(value, (size_t)n);
	}
}

static enum status
hand_out(struct db *db, const struct pg_sent *what, const PGresult *result,
    struct error *error)
{
	struct db_value row[COLUMNS_MAX];
	int columns = PQnfields(result);
	enum status status = STATUS_OK;

	for (int i = 0; i < PQntuples(result) && status == STATUS_OK; i++) {
		for (int j = 0; j < columns && j < COLUMNS_MAX; j++)
			row[j] = column(result, i, j);
		db->delivered = true;
		status = what->each(what->context, row, error);
	}
	return status;
}

/* The next result; false when the connection is lost or says nothing. */
static bool
next_result(struct db *db, PGresult **result)
{
	int64_t until = 0;

	*result = NULL;
	while (PQisBusy(db->conn)) {
		struct pollfd fd = { .fd = PQsocket(db->conn),
		    .events = POLLIN };
		int64_t now = clock_monotonic();

		if (until == 0)
			until = now + PG_WAIT_MS;
		/* Without memory for an end it would wait for another. */
		if (now >= until || pg_starved(db->conn))
			return false;
		if (poll(&fd, 1, (int)(until - now)) < 0 && errno != EINTR)
			return false;
		if (PQconsumeInput(db->conn) == 0)
			return false;
	}
	*result = PQgetResult(db->conn);
	return PQstatus(db->conn) == CONNECTION_OK;
}

/* What one result says of what was sent. */
static enum status
take_result(struct db *db, const struct pg_sent *what,
    const PGresult *result, struct error *error)
{
	int64_t changed;

	switch (PQresultStatus(result)) {
	case PGRES_SINGLE_TUPLE:
	case PGRES_TUPLES_OK:
		return what->each == NULL ? STATUS_OK : hand_out(db, what,
		    result, error);
	case PGRES_COMMAND_OK:
		break;
	case PGRES_EMPTY_QUERY:
	case PGRES_COPY_OUT:
	case PGRES_COPY_IN:
	case PGRES_COPY_BOTH:
	case PGRES_BAD_RESPONSE:
	case PGRES_NONFATAL_ERROR:
	case PGRES_FATAL_ERROR:
	case PGRES_PIPELINE_SYNC:
	case PGRES_PIPELINE_ABORTED:
		return pg_failed(db->conn, result, error);
	}
	changed = strtoll(PQcmdTuples((PGresult *)(uintptr_t)result), NULL,
	    10);
	if (what->changed != NULL)
		*what->changed = changed;
	if (what->one && changed != 1)
		return db_moved(error);
	/* COMMIT of what has failed is answered with "ROLLBACK". */
	if (what->tag != NULL && strcmp(PQcmdStatus(
	    (PGresult *)(uintptr_t)result), what->tag) != 0)
		return error_set(error, STATUS_BUSY, "store_busy",
		    "ストアは使用中です", "the store is busy");
	return STATUS_OK;
}

static enum status
lose(struct db *db, struct error *error)
{
	enum status status = pg_gone(db->conn, error);

	pg_disconnect(db);
	return status;
}

/*
 * Whether it is the server that says so.  Where libpq has no memory for what
 * came, it makes an error of its own, or a result without a word.
 */
static bool
is_answer(const struct pg_sent *what, const PGresult *result)
{
	ExecStatusType says = PQresultStatus(result);

	if (says == PGRES_FATAL_ERROR)
		return PQresultErrorField(result, PG_DIAG_SQLSTATE) != NULL;
	return says != PGRES_COMMAND_OK || what->prepared != NULL ||
	    PQcmdStatus((PGresult *)(uintptr_t)result)[0] != '\0';
}

/*
 * All results of one thing; false when the connection is lost.  The last one
 * says how it went: where it is missing, libpq had no memory for it.
 */
static bool
take_all(struct db *db, const struct pg_sent *what, enum status *status,
    struct error *error)
{
	PGresult *result;
	struct error other;
	bool complete = false;

	if (what->singly)
		(void)PQsetSingleRowMode(db->conn);
	for (;;) {
		enum status one;

		if (!next_result(db, &result) || (result != NULL &&
		    !is_answer(what, result))) {
			PQclear(result);
			return false;
		}
		if (result == NULL)
			return complete;
		complete = PQresultStatus(result) != PGRES_SINGLE_TUPLE;
		one = *status != STATUS_OK && PQresultStatus(result) ==
		    PGRES_SINGLE_TUPLE ? STATUS_OK : take_result(db, what,
		    result, *status == STATUS_OK ? error : &other);
		if (one != STATUS_OK && what->prepared != NULL)
			*what->prepared = false;
		if (*status == STATUS_OK)
			*status = one;
		PQclear(result);
	}
}

enum status
pg_settle(struct db *db, struct error *error)
{
	enum status status = STATUS_OK;
	PGresult *result;

	if (db->conn == NULL)
		return pg_lost(error);
	if (db->sent_n == 0)
		return STATUS_OK;
	if (PQpipelineSync(db->conn) == 0)
		return lose(db, error);
	for (size_t i = 0; i < db->sent_n; i++) {
		enum status before = status;

		if (!take_all(db, &db->sent[i], &status, error))
			return lose(db, error);
		if (before == STATUS_OK && status != STATUS_OK)
			db->failed_at = db->counted;
		db->counted += db->sent[i].counted;
	}
	if (!next_result(db, &result) ||
	    PQresultStatus(result) != PGRES_PIPELINE_SYNC) {
		PQclear(result);
		return lose(db, error);
	}
	PQclear(result);
	db->sent_n = db->ones = 0;
	return status;
}

/* Opens what is lost, unless a transaction went with it. */
static enum status
ready(struct db *db, struct error *error)
{
	enum { ROOM = 64, BOTH = 2 };	/* a PREPARE and what it is for */

	if (db->conn == NULL) {
		enum status status = db->in_transaction ? pg_lost(error) :
		    pg_connect(db, error);

		if (status != STATUS_OK)
			return status;
	}
	if (db->sent_n + BOTH > db->sent_capacity) {
		size_t capacity = ROOM + 2 * db->sent_capacity;
		struct pg_sent *grown = mem_grow(db->sent,
		    db->sent_capacity, capacity, sizeof(*grown));

		if (grown == NULL)
			return error_memory(error);
		db->sent = grown;
		db->sent_capacity = capacity;
	}
	return STATUS_OK;
}

enum status
pg_put_text(struct db *db, const char *sql, struct pg_sent what,
    struct error *error)
{
	enum status status = ready(db, error);

	if (status != STATUS_OK)
		return status;
	if (PQsendQueryParams(db->conn, sql, 0, NULL, NULL, NULL, NULL,
	    BINARY) == 0)
		return lose(db, error);
	db->sent[db->sent_n++] = what;
	db->ones += what.one;
	return STATUS_OK;
}

static bool
prepare(struct db *db, const char *name, enum statement statement,
    size_t row_count, const struct parameters *p)
{
	bool *prepared = &db->prepared[statement][row_count];
	char rows[STATEMENT_ROWS_MAX];
	const char *sql = statement_text[statement];

	if (*prepared)
		return true;
	if (row_count > 1) {
		statement_rows(rows, statement, row_count,
		    (size_t)p->n / row_count);
		sql = rows;
	}
	if (PQsendPrepare(db->conn, name, sql, p->n, p->type) == 0)
		return false;
	*prepared = true;
	db->sent[db->sent_n++] = (struct pg_sent){ .prepared = prepared };
	return true;
}

enum status
pg_put(struct db *db, enum statement statement,
    const struct db_value *const *rows, size_t row_count, size_t n,
    struct pg_sent what, struct error *error)
{
	struct parameters p;
	char name[NAME_SIZE];
	enum status status = ready(db, error);

	if (status != STATUS_OK)
		return status;
	p.n = 0;
	for (size_t i = 0; i < row_count; i++)
		for (size_t j = 0; j < n; j++)
			add_value(&p, &rows[i][j]);
	(void)snprintf(name, sizeof(name), "s%dx%zu", (int)statement,
	    row_count);
	if (!prepare(db, name, statement, row_count, &p) ||
	    PQsendQueryPrepared(db->conn, name, p.n, p.value, p.length,
	    p.format, BINARY) == 0)
		return lose(db, error);
	db->sent[db->sent_n++] = what;
	db->ones += what.one;
	return STATUS_OK;
}
