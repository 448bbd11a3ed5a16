/*
 * What PostgreSQL says, as one of our errors.
 *
 * Its own texts are left out: they can quote what somebody sent.  Only the
 * five letters of SQLSTATE are shown, and of a connection that could not be
 * made where it was to go to; a password is in neither.
 */
#include "base/mem.h"
#include "store/pg.h"

static bool
begins(const char *state, const char *class)
{
	return strncmp(state, class, strlen(class)) == 0;
}

static bool
is_one_of(const char *state, const char *const *list)
{
	while (*list != NULL && !begins(state, *list))
		list++;
	return *list != NULL;
}

/* Nothing was done, and it may go well the next time. */
static const char *const passing[] = {
	"40",		/* serialization failure, deadlock */
	"55P03",	/* a lock was not to be had in time */
	"57014",	/* cancelled */
	"25P",		/* idle in a transaction for too long, or aborted */
	NULL
};
/* The server, or the way to it, is gone. */
static const char *const gone[] = { "08", "53300", "57P", NULL };
/* The statements are ours: it is the schema or what is in it that is not. */
static const char *const damaged[] = { "42", "22", "XX", NULL };

static enum status
no_database(struct error *error)
{
	(void)error_set(error, STATUS_NOT_FOUND, "no_database",
	    "そのデータベース又はスキーマはありません",
	    "there is no such database or schema");
	error_remedy(error, "URL の名前を確かめ、なければ createdb 又は CREATE "
	    "SCHEMA で作成してください",
	    "check the name in the URL; make it with createdb or CREATE "
	    "SCHEMA");
	return STATUS_NOT_FOUND;
}

static enum status
forbidden(const char *state, struct error *error)
{
	(void)error_set(error, STATUS_FAILURE, "store_forbidden",
	    "データベースの権限が足りません (%s)",
	    "the database role may not do this (%s)", state);
	error_remedy(error, "ストアの作成と更新には表の所有者が、その他には "
	    "SELECT, INSERT, UPDATE, DELETE の権限が必要です (GRANT)",
	    "making and upgrading a store needs the owner of its tables, the "
	    "rest SELECT, INSERT, UPDATE and DELETE on them (GRANT)");
	return STATUS_FAILURE;
}

/* Its own texts are in English: the program sets no locale. */
static bool
tells_of_memory(const char *said)
{
	return strstr(said, "out of memory") != NULL ||
	    strstr(said, "annot allocate memory") != NULL;
}

bool
pg_starved(PGconn *conn)
{
	return tells_of_memory(PQerrorMessage(conn));
}

/*
 * libpq takes what it has no memory for as the end of a connection.  Whether
 * it says so or not: with less than its own buffers want, none can be opened.
 */
static bool
memory_is_out(const char *said)
{
	enum { ROOM = 64 << 10 };
	void *room;

	if (tells_of_memory(said))
		return true;
	room = mem_alloc(ROOM);
	if (room == NULL)
		return true;
	mem_wipe(room, ROOM);
	mem_free(room);
	return false;
}

enum status
pg_gone(PGconn *conn, struct error *error)
{
	return memory_is_out(PQerrorMessage(conn)) ? error_memory(error) :
	    pg_lost(error);
}

enum status
pg_failed(PGconn *conn, const PGresult *result, struct error *error)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (state == NULL)
		return pg_gone(conn, error);
	if (begins(state, "23"))
		return error_set(error, STATUS_CONFLICT, "duplicate",
		    "すでに存在します", "it exists already");
	if (is_one_of(state, passing))
		return error_set(error, STATUS_BUSY, "store_busy",
		    "ストアは使用中です", "the store is busy");
	if (is_one_of(state, gone))
		return pg_lost(error);
	if (begins(state, "53100"))
		return error_set(error, STATUS_FAILURE, "disk_full",
		    "ディスクに空きがありません", "the disk is full");
	if (begins(state, "3D") || begins(state, "3F"))
		return no_database(error);
	if (begins(state, "42501") || begins(state, "25006"))
		return forbidden(state, error);
	if (is_one_of(state, damaged))
		return error_set(error, STATUS_INTEGRITY, "store_damaged",
		    "ストアのデータベースが壊れています (%s)",
		    "the store's database is damaged (%s)", state);
	return error_set(error, STATUS_FAILURE, "store_failure",
	    "ストアの読み書きに失敗しました (%s)",
	    "the store cannot be read or written (%s)", state);
}

enum status
pg_lost(struct error *error)
{
	(void)error_set(error, STATUS_BUSY, "store_unreachable",
	    "データベースに接続できません",
	    "the database cannot be reached");
	error_remedy(error, "データベースが動いているか (pg_isready)、data と keys の "
	    "URL が正しいか (sekisho.yaml) を確かめて、もう一度お試しください",
	    "see that the database runs (pg_isready) and that data and keys "
	    "in sekisho.yaml name it, then try again");
	return STATUS_BUSY;
}

static enum status
no_login(struct error *error)
{
	(void)error_set(error, STATUS_FAILURE, "store_login",
	    "データベースにログインできません",
	    "the database refuses the login");
	error_remedy(error, "URL のロール名、パスワード (PGPASSFILE)、サーバーの "
	    "pg_hba.conf を確かめてください",
	    "check the role in the URL, its password (PGPASSFILE) and the "
	    "server's pg_hba.conf");
	return STATUS_FAILURE;
}

static enum status
bad_url(struct error *error)
{
	/* libpq's own words would quote it, and the password with it. */
	(void)error_set(error, STATUS_INVALID, "store_url",
	    "データベースの URL が正しくありません",
	    "the URL of the database is not well formed");
	error_remedy(error, "例: postgresql://ロール@ホスト/データベース",
	    "as in postgresql://role@host/database");
	return STATUS_INVALID;
}

/* What libpq says of a failed connection, for what it is. */
static enum status
why_refused(const char *said, struct error *error)
{
	if (strstr(said, "password") != NULL ||
	    strstr(said, "authentication") != NULL ||
	    strstr(said, "role \"") != NULL)
		return no_login(error);
	if (strstr(said, "certificate") != NULL ||
	    strstr(said, "SSL") != NULL)
		return error_set(error, STATUS_FAILURE, "store_tls",
		    "データベースの証明書を確認できません",
		    "the database's certificate cannot be verified");
	if (strstr(said, "does not exist") != NULL &&
	    strstr(said, "database \"") != NULL)
		return no_database(error);
	if (strstr(said, "invalid ") != NULL)
		return bad_url(error);
	return pg_lost(error);
}

enum status
pg_bad_url(char *said, struct error *error)
{
	/* It says nothing when it has no memory to say it in. */
	bool memory = said == NULL || memory_is_out(said);

	PQfreemem(said);
	return memory ? error_memory(error) : bad_url(error);
}

enum status
pg_refused(PGconn *conn, struct error *error)
{
	const char *host = PQhost(conn), *port = PQport(conn);
	const char *name = PQdb(conn), *said = PQerrorMessage(conn);
	enum status status;

	if (memory_is_out(said))
		return error_memory(error);
	status = why_refused(said, error);
	error_at(error, "postgresql: %s:%s/%s", host == NULL ? "" : host,
	    port == NULL ? "" : port, name == NULL ? "" : name);
	if (strcmp(error->code, "store_tls") == 0)
		error_remedy(error, "sslrootcert に認証局の証明書を指定してください。"
		    "同じホスト内なら Unix ソケットを使えます",
		    "name the authority's certificate in sslrootcert; on the "
		    "same host a Unix socket will do");
	return status;
}
