/*
 * Opening a connection: where to, how far it is trusted, what it is set to.
 *
 * A URL is libpq's own ("postgresql://..."): service files, PGPASSFILE and the
 * other PG* variables work as everywhere.  Over a network the certificate is
 * verified unless the URL, a service or PGSSLMODE says otherwise; what would
 * fall back to plain text without a word (allow, prefer) is refused.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "store/pg.h"

/*
 * Asserted, not hoped for: a commit is on disk when it returns, texts are
 * UTF-8, and a transaction that nobody goes on with lets its locks go.
 */
static const char settings_text[] =
    "SELECT set_config('synchronous_commit', "
    "CASE current_setting('synchronous_commit') WHEN 'remote_apply' "
    "THEN 'remote_apply' ELSE 'on' END, false), "
    "set_config('default_transaction_isolation', $1, false), "
    "set_config('default_transaction_read_only', $2, false), "
    "set_config('lock_timeout', '5s', false), "
    "set_config('idle_in_transaction_session_timeout', '10s', false), "
    "current_setting('server_encoding'), "
    "COALESCE(current_setting('fsync', true), 'on'), "
    "COALESCE(current_setting('full_page_writes', true), 'on')";

enum setting {
	SETTING_COMMIT, SETTING_ISOLATION, SETTING_READ_ONLY, SETTING_LOCK,
	SETTING_IDLE, SETTING_ENCODING, SETTING_FSYNC, SETTING_PAGES,
	SETTINGS
};

static enum status
setting_wrong(const char *name, const char *wanted, struct error *error)
{
	(void)error_set(error, STATUS_FAILURE, "store_setting",
	    "ストアの設定 %s を %s にできません",
	    "the store's setting %s cannot be made %s", name, wanted);
	error_remedy(error, "データベースのサーバーの設定です。postgresql.conf "
	    "(文字コードは createdb --encoding) を直してください",
	    "it is one of the database server: mend it in postgresql.conf "
	    "(an encoding: createdb --encoding)");
	return STATUS_FAILURE;
}

static enum status
check_settings(PGconn *conn, const PGresult *result,
    const char *const *values, struct error *error)
{
	const struct {
		enum setting setting;
		const char *name, *wanted, *or;
	} settings[] = {
		{ SETTING_COMMIT, "synchronous_commit", "on", "remote_apply" },
		{ SETTING_ISOLATION, "default_transaction_isolation",
		  values[0], values[0] },
		{ SETTING_READ_ONLY, "default_transaction_read_only",
		  values[1], values[1] },
		{ SETTING_ENCODING, "server_encoding", "UTF8", "UTF8" },
		{ SETTING_FSYNC, "fsync", "on", "on" },
		{ SETTING_PAGES, "full_page_writes", "on", "on" },
	};

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		return pg_failed(conn, result, error);
	if (PQntuples(result) != 1 || PQnfields(result) != SETTINGS)
		return setting_wrong("*", "*", error);
	for (size_t i = 0; i < LENGTH(settings); i++) {
		const char *is = PQgetvalue(result, 0,
		    (int)settings[i].setting);

		if (strcmp(is, settings[i].wanted) != 0 &&
		    strcmp(is, settings[i].or) != 0)
			return setting_wrong(settings[i].name,
			    settings[i].wanted, error);
	}
	return STATUS_OK;
}

static enum status
set_up(struct db *db, struct error *error)
{
	/* A reader's pipeline is one snapshot. */
	const char *const values[] = {
		db->mode == DB_READ ? "repeatable read" : "read committed",
		db->mode == DB_READ ? "on" : "off",
	};
	PGresult *result = PQexecParams(db->conn, settings_text,
	    LENGTH(values), NULL, values, NULL, NULL, 0);
	enum status status = check_settings(db->conn, result, values,
	    error);

	PQclear(result);
	if (status == STATUS_OK && PQenterPipelineMode(db->conn) == 0)
		status = pg_gone(db->conn, error);
	return status;
}

/* The value of an option, NULL when it is not there or empty. */
static const char *
option(const PQconninfoOption *options, const char *name)
{
	for (; options != NULL && options->keyword != NULL; options++)
		if (strcmp(options->keyword, name) == 0)
			return options->val == NULL || options->val[0] ==
			    '\0' ? NULL : options->val;
	return NULL;
}

static bool
is_encrypted_or_meant(const char *sslmode)
{
	return sslmode == NULL || (strcmp(sslmode, "allow") != 0 &&
	    strcmp(sslmode, "prefer") != 0);
}

static enum status
falls_back(struct error *error)
{
	(void)error_set(error, STATUS_INVALID, "store_sslmode",
	    "sslmode には verify-full、verify-ca、require 又は disable を"
	    "指定してください",
	    "sslmode must be verify-full, verify-ca, require or disable");
	error_remedy(error, "allow と prefer は、黙って暗号化なしになることがあります",
	    "allow and prefer may fall back to no encryption without a word");
	return STATUS_INVALID;
}

/* Whether the URL or its surroundings say how far to trust the network. */
static enum status
check_url(const char *url, bool *says, struct error *error)
{
	char *said = NULL;
	PQconninfoOption *options = PQconninfoParse(url, &said);
	const char *sslmode = option(options, "sslmode");
	enum status status = STATUS_OK;

	if (options == NULL)
		return pg_bad_url(said, error);
	*says = sslmode != NULL || option(options, "service") != NULL ||
	    getenv("PGSSLMODE") != NULL || getenv("PGSERVICE") != NULL;
	if (!is_encrypted_or_meant(sslmode))
		status = falls_back(error);
	PQconninfoFree(options);
	return status;
}

/* What came out of the URL, the service file and the environment together. */
static enum status
check_connection(PGconn *conn, struct error *error)
{
	PQconninfoOption *options = PQconninfo(conn);
	const char *host = PQhost(conn);
	enum status status = options == NULL ? error_memory(error) :
	    STATUS_OK;

	if (status == STATUS_OK && host != NULL && host[0] != '/' &&
	    !is_encrypted_or_meant(option(options, "sslmode")))
		status = falls_back(error);
	PQconninfoFree(options);
	return status;
}

/* Nothing that the server warns of goes to standard error. */
static void
say_nothing(void *context, const PGresult *result)
{
	(void)context;
	(void)result;
}

static enum status
try_connect(struct db *db, struct error *error)
{
	const char *names[10], *values[10];
	bool says_how = false;
	size_t n = 0;
	enum status status = check_url(db->url, &says_how, error);
	const char *const usual[][2] = {
		{ "connect_timeout", "5" }, { "keepalives_idle", "10" },
		{ "keepalives_interval", "5" }, { "keepalives_count", "3" },
		{ "tcp_user_timeout", "15000" },
		{ "sslmode", says_how ? NULL : "verify-full" },
		{ "dbname", db->url }, { "client_encoding", "UTF8" },
		{ "fallback_application_name", "sekisho" }, { NULL, NULL },
	};

	if (status != STATUS_OK)
		return status;
	for (; n < LENGTH(usual); n++) {
		names[n] = usual[n][0];
		values[n] = usual[n][1];
	}
	db->conn = PQconnectdbParams(names, values, 1);
	if (db->conn == NULL)
		return error_memory(error);
	if (PQstatus(db->conn) != CONNECTION_OK) {
		status = pg_refused(db->conn, error);
	} else {
		(void)PQsetNoticeReceiver(db->conn, say_nothing, NULL);
		status = check_connection(db->conn, error);
		if (status == STATUS_OK)
			status = set_up(db, error);
	}
	if (status != STATUS_OK)
		pg_disconnect(db);
	return status;
}

enum status
pg_connect(struct db *db, struct error *error)
{
	int64_t started = clock_monotonic();
	enum status status = try_connect(db, error);

	if (status != STATUS_BUSY)
		db->lost_since = 0;
	else if (db->lost_since == 0)
		db->lost_since = started;
	return status;
}

void
pg_disconnect(struct db *db)
{
	PQfinish(db->conn);
	db->conn = NULL;
	db->sent_n = db->ones = 0;
	memset(db->prepared, 0, sizeof(db->prepared));
}

enum status
pg_open(struct db **out, const char *url, enum db_role role,
    enum db_mode mode, struct error *error)
{
	struct db *db = mem_alloc(sizeof(*db));
	enum status status;

	(void)role;
	*out = NULL;
	if (db == NULL)
		return error_memory(error);
	db->mode = mode;
	db->url = mem_string(url);
	status = db->url == NULL ? error_memory(error) :
	    pg_connect(db, error);
	if (status != STATUS_OK) {
		pg_close(db);
		return status;
	}
	*out = db;
	return STATUS_OK;
}

void
pg_close(struct db *db)
{
	PQfinish(db->conn);
	/* The password may be in it. */
	if (db->url != NULL)
		mem_wipe(db->url, strlen(db->url));
	mem_free(db->url);
	mem_free(db->sent);
	mem_free(db);
}
