/*
 * The big engine: PostgreSQL 15, and what speaks its protocol and shards by
 * key.  Several servers may have one database open at once.
 */
#include "store/pg.h"

static enum status
begin(struct db *db, struct error *error)
{
	enum status status = pg_put_text(db, "BEGIN", (struct pg_sent){
	    .tag = "BEGIN" }, error);

	if (status == STATUS_OK) {
		db->in_transaction = true;
		db->counted = db->failed_at = 0;
	}
	return status;
}

static enum status
begin_read(struct db *db, struct error *error)
{
	enum status status = pg_put_text(db,
	    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	    (struct pg_sent){ .tag = "BEGIN" }, error);

	db->in_transaction = status == STATUS_OK;
	/* It holds no lock: whoever compares takes as long as it takes. */
	return status == STATUS_OK ? pg_put_text(db,
	    "SET LOCAL idle_in_transaction_session_timeout = 0",
	    (struct pg_sent){ .tag = "SET" }, error) : status;
}

/*
 * COMMIT goes out behind what was sent: if any of that fails, the server
 * leaves out all the rest.  Only where rows must have changed is that known
 * first.  If the answer is lost, whether it was done has to be looked up.
 */
static enum status
commit(struct db *db, struct error *error)
{
	enum status status = db->ones == 0 ? STATUS_OK : pg_settle(db, error);

	if (status != STATUS_OK)
		return status;
	status = pg_put_text(db, "COMMIT", (struct pg_sent){
	    .tag = "COMMIT" }, error);
	if (status == STATUS_OK)
		status = pg_settle(db, error);
	if (status == STATUS_OK)
		db->in_transaction = false;
	/* By whatever it was lost, memory, too. */
	else if (db->conn == NULL)
		status = pg_lost(error);
	return status;
}

static void
rollback(struct db *db)
{
	struct error ignored;
	enum status status;

	/* What was sent and not asked after fails or is undone. */
	if (db->conn != NULL)
		(void)!pg_settle(db, &ignored);
	if (db->conn != NULL && PQtransactionStatus(db->conn) !=
	    PQTRANS_IDLE) {
		status = pg_put_text(db, "ROLLBACK", (struct pg_sent){
		    .tag = "ROLLBACK" }, &ignored);
		if (status == STATUS_OK)
			status = pg_settle(db, &ignored);
		if (status != STATUS_OK)
			pg_disconnect(db);
	}
	db->in_transaction = false;
}

static enum status
savepoint(struct db *db, struct error *error)
{
	return pg_put_text(db, "SAVEPOINT act", (struct pg_sent){
	    .tag = "SAVEPOINT" }, error);
}

static enum status
release(struct db *db, struct error *error)
{
	return pg_put_text(db, "RELEASE SAVEPOINT act", (struct pg_sent){
	    .tag = "RELEASE" }, error);
}

static enum status
rollback_to(struct db *db, struct error *error)
{
	enum status status = pg_put_text(db, "ROLLBACK TO SAVEPOINT act",
	    (struct pg_sent){ .tag = "ROLLBACK" }, error);

	return status == STATUS_OK ? release(db, error) : status;
}

static enum status
send(struct db *db, enum statement statement,
    const struct db_value *const *rows, size_t row_count, size_t n, bool one,
    struct error *error)
{
	return pg_put(db, statement, rows, row_count, n, (struct pg_sent){
	    .counted = true, .one = one }, error);
}

static enum status
flush(struct db *db, size_t *failed_at, struct error *error)
{
	enum status status = pg_settle(db, error);

	*failed_at = db->failed_at;
	db->counted = db->failed_at = 0;
	return status;
}

static enum status
run(struct db *db, enum statement statement, const struct db_value *values,
    size_t n, int64_t *changed, struct error *error)
{
	enum status status;

	*changed = 0;
	status = pg_put(db, statement, &values, 1, n, (struct pg_sent){
	    .changed = changed }, error);
	return status == STATUS_OK ? pg_settle(db, error) : status;
}

static enum status
run_rows(struct db *db, enum statement statement,
    const struct db_value *const *rows, size_t row_count, size_t n,
    struct error *error)
{
	enum status status = pg_put(db, statement, rows, row_count, n,
	    (struct pg_sent){ .one = false }, error);

	return status == STATUS_OK ? pg_settle(db, error) : status;
}

static enum status
ask(struct db *db, enum statement statement, const struct db_value *values,
    size_t n, db_row_fn *each, void *context, struct error *error)
{
	enum status status = pg_put(db, statement, &values, 1, n,
	    (struct pg_sent){ .each = each, .context = context,
	    .singly = statement_streams(statement) }, error);

	return status == STATUS_OK ? pg_settle(db, error) : status;
}

/*
 * A connection that broke while nobody used it is found out by the next one
 * who does: outside a transaction, and before a row was handed out, it is
 * opened again and asked again.
 */
static enum status
query(struct db *db, enum statement statement, const struct db_value *values,
    size_t n, db_row_fn *each, void *context, struct error *error)
{
	enum status status;

	db->delivered = false;
	status = ask(db, statement, values, n, each, context, error);
	if (status == STATUS_BUSY && db->conn == NULL &&
	    !db->in_transaction && !db->delivered)
		status = ask(db, statement, values, n, each, context, error);
	return status;
}

static enum status
define(struct db *db, const char *sql, struct error *error)
{
	static const struct statement_words words = { "BYTEA", "BIGINT", "" };
	char out[STATEMENT_DEFINE_MAX];
	enum status status;

	statement_define(out, sql, &words);
	status = pg_put_text(db, out, (struct pg_sent){ .one = false },
	    error);
	return status == STATUS_OK ? pg_settle(db, error) : status;
}

/* The server does that by itself. */
static enum status
tidy(struct db *db, struct error *error)
{
	(void)db;
	(void)error;
	return STATUS_OK;
}

static int64_t
lost_since(const struct db *db)
{
	return db->lost_since;
}

const struct db_driver db_postgresql = {
	.scheme = "postgresql",
	.shared = true,
	.open = pg_open,
	.close = pg_close,
	.lost_since = lost_since,
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
	.tidy = tidy,
};
