#include "base/mem.h"
#include "store/column.h"
#include "store/table.h"

enum {
	FEW_ROWS = 16,		/* of batches, at a time */
	PAGE_BYTES = 512 << 20,
};

#define SMALL(NAME, name, role, columns, ...) \
	{ name, role, STATEMENT_PAGE_##NAME, STATEMENT_COPY_##NAME, \
	  STATEMENT_COUNT, false, columns, { __VA_ARGS__ } }
#define LARGE(NAME, name, role, columns, ...) \
	{ name, role, STATEMENT_PAGE_##NAME, STATEMENT_COPY_##NAME, \
	  STATEMENT_LAST_##NAME, true, columns, { __VA_ARGS__ } }

/* The log's head comes last of the data: before it, nothing is appended to. */
const struct table table_all[TABLE_COUNT] = {
	SMALL(META, "meta", DB_KEYS, 2, PART_TEXT),
	LARGE(SLOT, "slot", DB_KEYS, 3, PART_NUMBER),
	SMALL(META, "meta", DB_DATA, 2, PART_TEXT),
	SMALL(COUNTER, "counter", DB_DATA, 2, PART_TEXT),
	SMALL(NAME, "name", DB_DATA, 3, PART_NUMBER, PART_NUMBER),
	SMALL(REVISION, "revision", DB_DATA, 5, PART_NUMBER),
	SMALL(CLASS, "class", DB_DATA, 7, PART_NUMBER),
	SMALL(SEARCH_KEY, "search_key", DB_DATA, 5, PART_NUMBER),
	LARGE(RECORD, "record", DB_DATA, 8, PART_NUMBER, PART_NUMBER),
	LARGE(HISTORY, "history", DB_DATA, 8, PART_NUMBER, PART_NUMBER,
	    PART_NUMBER),
	LARGE(REASON, "reason", DB_DATA, 3, PART_NUMBER, PART_BYTES),
	LARGE(UNIQUE, "unique_index", DB_DATA, 3, PART_NUMBER, PART_BYTES),
	LARGE(SEARCH, "search_index", DB_DATA, 3, PART_NUMBER, PART_BYTES,
	    PART_NUMBER),
	LARGE(ERASURE, "erasure", DB_DATA, 5, PART_NUMBER, PART_NUMBER),
	LARGE(DOCUMENT, "document", DB_DATA, 5, PART_NUMBER, PART_BYTES),
	LARGE(LOG_BATCH, "log_batch", DB_DATA, 3, PART_NUMBER),
	SMALL(LOG_HEAD, "log_head", DB_DATA, 4, PART_NUMBER),
};

void
table_first_key(const struct table *table, struct db_value *key, size_t *n)
{
	for (*n = 0; *n < LENGTH(table->key); (*n)++)
		switch (table->key[*n]) {
		case PART_NONE:
			return;
		case PART_NUMBER:
			key[*n] = db_int(INT64_MIN);
			break;
		case PART_BYTES:
			key[*n] = db_bytes("", 0);
			break;
		case PART_TEXT:
			key[*n] = db_text(TEXT(""));
			break;
		}
}

static enum status
keep(struct arena *arena, struct db_value *out, const struct db_value *value,
    struct error *error)
{
	struct text copy;

	*out = *value;
	if (value->type != DB_TEXT && value->type != DB_BYTES)
		return STATUS_OK;
	copy = text_copy(arena, (struct text){ (const char *)value->bytes.p,
	    value->bytes.n });
	out->bytes = bytes_of(copy);
	return copy.p == NULL ? error_memory(error) : STATUS_OK;
}

static enum status
take_row(void *context, const struct db_value *row, struct error *error)
{
	struct table_page *page = context;
	struct db_value *out = page->row[page->rows];
	enum status status = STATUS_OK;

	if (page->rows == page->limit)
		return column_damaged(error);
	for (size_t i = 0; i < page->table->columns && status == STATUS_OK;
	    i++)
		status = keep(page->arena, &out[i], &row[i], error);
	page->rows++;
	return status;
}

struct found_key {
	struct table_page *page;
	struct db_value *key;
	size_t n;
};

static enum status
take_key(void *context, const struct db_value *row, struct error *error)
{
	struct found_key *found = context;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < found->n && status == STATUS_OK; i++)
		status = keep(found->page->arena, &found->key[i], &row[i],
		    error);
	return status;
}

enum status
table_last_key(const struct table_side *side, struct table_page *page,
    struct db_value *key, size_t n, struct error *error)
{
	struct found_key found = { .page = page, .key = key, .n = n };
	const struct table *table = page->table;

	return side->driver[table->role]->query(side->db[table->role],
	    table->last, NULL, 0, take_key, &found, error);
}

enum status
table_read_page(const struct table_side *side, struct table_page *page,
    struct db_value *key, size_t key_n, struct error *error)
{
	const struct table *table = page->table;
	struct db_value values[LENGTH(table->key) + 1];
	struct arena *before = page->arena;
	enum status status;

	page->arena = page->other;
	page->other = before;
	arena_reset(page->arena);
	page->limit = table->page == STATEMENT_PAGE_LOG_BATCH ? FEW_ROWS :
	    TABLE_PAGE_ROWS;
	page->rows = 0;
	memcpy(values, key, key_n * sizeof(*key));
	values[key_n] = db_number(page->limit);
	status = side->driver[table->role]->query(side->db[table->role],
	    table->page, values, key_n + 1, take_row, page, error);
	if (status == STATUS_OK && page->rows > 0)
		memcpy(key, page->row[page->rows - 1],
		    key_n * sizeof(*key));
	return status;
}

static enum status
send_rows(const struct table_side *side, const struct table_page *page,
    struct error *error)
{
	const struct table *table = page->table;
	const struct db_driver *driver = side->driver[table->role];
	size_t together = table->large ? STATEMENT_ROWS : 1;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < page->rows && status == STATUS_OK;
	    i += together) {
		const struct db_value *rows[STATEMENT_ROWS];
		size_t n = 0;

		while (n < together && i + n < page->rows) {
			rows[n] = page->row[i + n];
			n++;
		}
		status = driver->send(side->db[table->role], table->copy,
		    rows, n, table->columns, false, error);
	}
	return status;
}

enum status
table_write_page(const struct table_side *side, const struct table_page *page,
    struct error *error)
{
	const struct table *table = page->table;
	const struct db_driver *driver = side->driver[table->role];
	struct db *db = side->db[table->role];
	enum status status = driver->begin(db, error);

	if (status == STATUS_OK)
		status = send_rows(side, page, error);
	if (status == STATUS_OK)
		status = driver->commit(db, error);
	if (status != STATUS_OK)
		driver->rollback(db);
	return status;
}

struct table_page *
table_page_new(void)
{
	struct table_page *page = mem_alloc(sizeof(*page));

	if (page == NULL)
		return NULL;
	page->arena = arena_new(PAGE_BYTES);
	page->other = arena_new(PAGE_BYTES);
	if (page->arena != NULL && page->other != NULL)
		return page;
	table_page_free(page);
	return NULL;
}

void
table_page_free(struct table_page *page)
{
	if (page == NULL)
		return;
	arena_free(page->arena);
	arena_free(page->other);
	mem_free(page);
}

enum status
table_open(struct table_side *side, enum db_role role, const char *url,
    struct error *error)
{
	const struct db_driver **driver = &side->driver[role];
	struct db **db = &side->db[role];
	enum db_mode mode = DB_CREATE;
	enum status status = db_driver_find(driver, url, error);

	if (status == STATUS_OK)
		status = (*driver)->open(db, url, role, DB_CREATE, error);
	if (status == STATUS_OK && db_check_new(*driver, *db, error) ==
	    STATUS_CONFLICT)
		mode = DB_WRITE;
	return status == STATUS_OK ? db_migrate(*driver, *db, role, mode,
	    error) : status;
}

static enum status
take_id(void *context, const struct db_value *row, struct error *error)
{
	struct columns c = { .value = row };
	uint8_t *id = context;

	column_fixed(&c, 0, id, STORE_ID_SIZE);
	return column_status(&c, error);
}

enum status
table_store_id(const struct table_side *side, enum db_role role,
    uint8_t id[STORE_ID_SIZE], struct error *error)
{
	const struct db_value name = db_text(TEXT("store"));

	memset(id, 0, STORE_ID_SIZE);
	return side->driver[role]->query(side->db[role], STATEMENT_META_GET,
	    &name, 1, take_id, id, error);
}

void
table_close(struct table_side *side)
{
	for (int role = DB_DATA; role <= DB_KEYS; role++)
		if (side->db[role] != NULL)
			side->driver[role]->close(side->db[role]);
}
