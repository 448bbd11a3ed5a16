#include "store/handle.h"

/* By a connection of its own: the others go on meanwhile. */
static enum status
inspect(const struct db_driver *driver, const char *url, enum db_role role,
    store_problem_fn *each, void *context, struct error *error)
{
	struct db *db;
	enum status status;

	if (driver->inspect == NULL)
		return STATUS_OK;
	status = driver->open(&db, url, role, DB_READ, error);
	if (status != STATUS_OK)
		return status;
	status = driver->inspect(db, each, context, error);
	driver->close(db);
	return status;
}

enum status
store_inspect(struct store *store, store_problem_fn *each, void *context,
    struct error *error)
{
	enum status status = inspect(store->driver, store->data_url, DB_DATA,
	    each, context, error);

	return status == STATUS_OK ? inspect(store->keys_driver,
	    store->keys_url, DB_KEYS, each, context, error) : status;
}
