/*
 * The schema, as numbered steps.  A step is never changed once a store has
 * it: what comes later is a new step, which first only adds (so that the
 * version before can go on running beside it) and removes a version later.
 *
 * Words in braces are the engine's own: {bytes} is its type of byte strings,
 * {number} that of a whole number which is the primary key, and {clustered}
 * keeps a table in the order of its primary key.
 */
#include "store/column.h"
#include "store/db.h"

static const char *const first_step =
    "CREATE TABLE migration (version {number} PRIMARY KEY, "
    "least BIGINT NOT NULL)";

static const char *const data_1[] = {
	"CREATE TABLE meta (name TEXT PRIMARY KEY, value {bytes} NOT NULL)",
	"CREATE TABLE counter (name TEXT PRIMARY KEY, next BIGINT NOT NULL)",
	"CREATE TABLE name (space BIGINT NOT NULL, number BIGINT NOT NULL, "
	"id TEXT NOT NULL, PRIMARY KEY (space, number), UNIQUE (space, id))",
	"CREATE TABLE revision (number {number} PRIMARY KEY, "
	"hash {bytes} NOT NULL UNIQUE, canonical TEXT NOT NULL, "
	"announced_at BIGINT NOT NULL, in_force_from BIGINT)",
	"CREATE TABLE class (number {number} PRIMARY KEY, "
	"revision BIGINT NOT NULL, way BIGINT NOT NULL, "
	"service BIGINT NOT NULL, subject BIGINT NOT NULL, "
	"purposes {bytes} NOT NULL, version BIGINT NOT NULL, "
	"UNIQUE (revision, way, service, subject))",
	"CREATE TABLE record (person BIGINT NOT NULL, seq BIGINT NOT NULL, "
	"version BIGINT NOT NULL, state BIGINT NOT NULL, "
	"class BIGINT NOT NULL, tier BIGINT NOT NULL, day BIGINT NOT NULL, "
	"sealed {bytes} NOT NULL, PRIMARY KEY (person, seq)) {clustered}",
	"CREATE TABLE history (person BIGINT NOT NULL, seq BIGINT NOT NULL, "
	"version BIGINT NOT NULL, class BIGINT NOT NULL, "
	"tier BIGINT NOT NULL, day BIGINT NOT NULL, "
	"replaced_at BIGINT NOT NULL, "
	"sealed {bytes} NOT NULL, "
	"PRIMARY KEY (person, seq, version)) {clustered}",
	"CREATE TABLE reason (person BIGINT NOT NULL, "
	"decision {bytes} NOT NULL, sealed {bytes} NOT NULL, "
	"PRIMARY KEY (person, decision)) {clustered}",
	"CREATE TABLE search_key (ix {number} PRIMARY KEY, "
	"item BIGINT NOT NULL, slot BIGINT NOT NULL, "
	"uniqueness BIGINT NOT NULL, state BIGINT NOT NULL)",
	"CREATE TABLE unique_index (ix BIGINT NOT NULL, "
	"hash {bytes} NOT NULL, person BIGINT NOT NULL, "
	"PRIMARY KEY (ix, hash)) {clustered}",
	"CREATE TABLE search_index (ix BIGINT NOT NULL, "
	"hash {bytes} NOT NULL, person BIGINT NOT NULL, "
	"PRIMARY KEY (ix, hash, person)) {clustered}",
	"CREATE TABLE document (kind BIGINT NOT NULL, id {bytes} NOT NULL, "
	"version BIGINT NOT NULL, due BIGINT NOT NULL, "
	"sealed {bytes} NOT NULL, PRIMARY KEY (kind, id)) {clustered}",
	"CREATE INDEX document_due ON document (kind, due)",
	"CREATE TABLE erasure (person BIGINT NOT NULL, "
	"number BIGINT NOT NULL, state BIGINT NOT NULL, due BIGINT NOT NULL, "
	"sealed {bytes} NOT NULL, PRIMARY KEY (person, number)) {clustered}",
	"CREATE INDEX erasure_state ON erasure (state, number)",
	"CREATE INDEX erasure_number ON erasure (number)",
	"CREATE TABLE log_head (id {number} PRIMARY KEY, "
	"size BIGINT NOT NULL, tiled BIGINT NOT NULL, "
	"epoch BIGINT NOT NULL)",
	"CREATE TABLE log_batch (first_index {number} PRIMARY KEY, "
	"count BIGINT NOT NULL, bytes {bytes} NOT NULL)",
	"INSERT INTO log_head (id, size, tiled, epoch) VALUES (1, 0, 0, 1)",
	"INSERT INTO counter (name, next) VALUES ('person', 1)",
	"INSERT INTO counter (name, next) VALUES ('slot', 1024)",
	"INSERT INTO counter (name, next) VALUES ('rules', 1)",
	"CREATE TABLE writer (id {bytes} PRIMARY KEY, "
	"groups BIGINT NOT NULL, seen_at BIGINT NOT NULL)",
	NULL
};

static const char *const keys_1[] = {
	"CREATE TABLE meta (name TEXT PRIMARY KEY, value {bytes} NOT NULL)",
	"CREATE TABLE slot (number {number} PRIMARY KEY, kek BIGINT NOT NULL, "
	"wrapped {bytes} NOT NULL)",
	NULL
};

/*
 * A step, and the least schema that a program must know to go on with it: a
 * step that only adds names the one before, so that both versions of the
 * program may run side by side.
 */
struct step {
	const char *const *sql;
	int64_t least;
};

static const struct step data_steps[] = { { data_1, 1 }, { NULL, 0 } };
static const struct step keys_steps[] = { { keys_1, 1 }, { NULL, 0 } };

struct version {
	int64_t newest;
	int64_t least;
};

static enum status
take_version(void *context, const struct db_value *row, struct error *error)
{
	struct columns c = { .value = row };
	struct version *version = context;

	version->newest = column_int(&c, 0, 1, INT64_MAX);
	version->least = column_int(&c, 1, 1, version->newest);
	return column_status(&c, error);
}

static enum status
run_step(const struct db_driver *driver, struct db *db,
    const struct step *step, int64_t number, struct error *error)
{
	const struct db_value value[] = {
		db_int(number), db_int(step->least)
	};
	enum status status = driver->begin(db, error);
	int64_t changed;

	if (status != STATUS_OK)
		return status;
	if (number == 1)
		status = driver->define(db, first_step, error);
	/* First of all, so that of several servers one does it. */
	if (status == STATUS_OK)
		status = driver->run(db, STATEMENT_SCHEMA_DONE, value,
		    LENGTH(value), &changed, error);
	for (const char *const *sql = step->sql;
	    *sql != NULL && status == STATUS_OK; sql++)
		status = driver->define(db, *sql, error);
	if (status == STATUS_OK)
		status = driver->commit(db, error);
	if (status != STATUS_OK)
		driver->rollback(db);
	return status;
}

static enum status
store_exists(struct error *error)
{
	(void)error_set(error, STATUS_CONFLICT, "store_exists",
	    "すでにストアがあります", "there is a store already");
	error_remedy(error, "空のデータベース又はスキーマを指定してください",
	    "name a database or schema that is empty");
	return STATUS_CONFLICT;
}

static enum status
no_store(const struct db_driver *driver, struct error *error)
{
	(void)error_set(error, STATUS_INTEGRITY, "no_store",
	    "ストアのデータベースではないか、壊れています",
	    "this is not a store's database, or it is damaged");
	if (driver->shared)
		error_remedy(error, "sekisho.yaml の data と keys の URL を"
		    "確かめてください。正しければ、最新のバックアップから "
		    "sekisho backup restore で復元してください",
		    "see that data and keys in sekisho.yaml name it; if they "
		    "do, bring the newest backup back (sekisho backup "
		    "restore)");
	return STATUS_INTEGRITY;
}

/* Which steps a database has; 0 for a new one. */
static enum status
read_version(const struct db_driver *driver, struct db *db,
    enum db_mode mode, struct version *version, struct error *error)
{
	enum status status = driver->query(db, STATEMENT_SCHEMA_VERSION, NULL,
	    0, take_version, version, error);

	if (mode != DB_CREATE)
		return status == STATUS_INTEGRITY ? no_store(driver, error) :
		    status;
	if (status == STATUS_OK)
		return store_exists(error);
	/* It has no such table, as it should be. */
	*version = (struct version){ 0, 0 };
	return status == STATUS_INTEGRITY ? STATUS_OK : status;
}

enum status
db_check_new(const struct db_driver *driver, struct db *db,
    struct error *error)
{
	struct version version = { 0, 0 };
	enum status status = read_version(driver, db, DB_CREATE, &version,
	    error);

	/* A file is made by opening it; elsewhere: is there a place to make
	 * tables in, and may we? */
	if (status != STATUS_OK || !driver->shared)
		return status;
	status = driver->begin(db, error);
	if (status == STATUS_OK)
		status = driver->define(db, first_step, error);
	driver->rollback(db);
	return status;
}

static enum status
too_new(const struct version *version, int64_t newest, struct error *error)
{
	(void)error_set(error, STATUS_INVALID, "store_newer",
	    "このストアは新しい版のプログラムで作られています "
	    "(スキーマ %lld、対応 %lld まで)",
	    "this store was made by a newer program (schema %lld, "
	    "this one knows %lld)", (long long)version->newest,
	    (long long)newest);
	error_remedy(error, "このサーバーにも新しい版をインストールしてください。"
	    "古い版には更新前のバックアップでしか戻れません",
	    "install the newer version here, too; only a backup from before "
	    "the upgrade is good for an older one");
	return STATUS_INVALID;
}

enum status
db_migrate(const struct db_driver *driver, struct db *db, enum db_role role,
    enum db_mode mode, struct error *error)
{
	const struct step *steps = role == DB_DATA ? data_steps : keys_steps;
	struct version version = { 0, 0 };
	int64_t newest = 0;
	enum status status = read_version(driver, db, mode, &version, error);

	if (status != STATUS_OK)
		return status;
	while (steps[newest].sql != NULL)
		newest++;
	if (version.least > newest)
		return too_new(&version, newest, error);
	while (version.newest < newest && status == STATUS_OK) {
		int64_t at = version.newest;

		status = run_step(driver, db, &steps[at], at + 1, error);
		version.newest = at + 1;
		/* Somebody else may have taken the step meanwhile. */
		if (status == STATUS_CONFLICT && mode != DB_CREATE)
			status = read_version(driver, db, mode, &version,
			    error);
	}
	return status;
}

enum status
db_moved(struct error *error)
{
	return error_set(error, STATUS_CONFLICT, "moved",
	    "その間に変更されました。もう一度お試しください",
	    "it was changed meanwhile; please try again");
}

enum status
db_driver_find(const struct db_driver **driver, const char *url,
    struct error *error)
{
	static const struct db_driver *const drivers[] = {
		&db_sqlite, &db_postgresql
	};

	for (size_t i = 0; i < LENGTH(drivers); i++) {
		size_t n = strlen(drivers[i]->scheme);

		if (strncmp(url, drivers[i]->scheme, n) == 0 &&
		    url[n] == ':') {
			*driver = drivers[i];
			return STATUS_OK;
		}
	}
	return error_set(error, STATUS_INVALID, "unknown_engine",
	    "このデータベースには対応していません",
	    "there is no driver for this database");
}
