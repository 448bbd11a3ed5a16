#include "crypto/hash.h"
#include "store/column.h"
#include "store/copy.h"
#include "store/db.h"

enum { PAGE_ROWS = 512, PAGE_BYTES = 768 << 20, COLUMNS_MAX = 8 };

/* What is the first part of a key that sorts before all others. */
enum part { PART_NONE, PART_NUMBER, PART_BYTES, PART_TEXT };

struct table {
	const char *name;
	enum db_role role;
	enum statement page, copy;
	enum statement last;		/* of a large one */
	bool large;
	size_t columns;
	enum part key[3];		/* the first columns */
};

#define SMALL(NAME, name, role, columns, ...) \
	{ name, role, STATEMENT_PAGE_##NAME, STATEMENT_COPY_##NAME, \
	  STATEMENT_COUNT, false, columns, { __VA_ARGS__ } }
#define LARGE(NAME, name, role, columns, ...) \
	{ name, role, STATEMENT_PAGE_##NAME, STATEMENT_COPY_##NAME, \
	  STATEMENT_LAST_##NAME, true, columns, { __VA_ARGS__ } }

/* The log's head comes last of the data: before it, nothing is appended to. */
static const struct table tables[] = {
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
	LARGE(DOCUMENT, "document", DB_DATA, 5, PART_NUMBER, PART_BYTES),
	LARGE(LOG_BATCH, "log_batch", DB_DATA, 3, PART_NUMBER),
	SMALL(LOG_HEAD, "log_head", DB_DATA, 4, PART_NUMBER),
};
_Static_assert(LENGTH(tables) <= COPY_TABLES_MAX, "the report has room");

struct side {
	const struct db_driver *driver[2];	/* by role */
	struct db *db[2];
};

/* Rows that were read, in the order of their keys. */
struct page {
	const struct table *table;
	struct arena *arena;
	struct db_value row[PAGE_ROWS][COLUMNS_MAX];
	size_t rows;
	uint8_t digest[32];
	uint64_t count;
};

static void
first_key(const struct table *table, struct db_value *key, size_t *n)
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
	struct page *page = context;
	struct db_value *out = page->row[page->rows];
	enum status status = STATUS_OK;

	if (page->rows == PAGE_ROWS)
		return column_damaged(error);
	for (size_t i = 0; i < page->table->columns && status == STATUS_OK;
	    i++)
		status = keep(page->arena, &out[i], &row[i], error);
	page->rows++;
	return status;
}

struct found_key {
	struct page *page;
	struct db_value *key;
	size_t n;
	bool found;
};

static enum status
take_key(void *context, const struct db_value *row, struct error *error)
{
	struct found_key *found = context;
	enum status status = STATUS_OK;

	found->found = true;
	for (size_t i = 0; i < found->n && status == STATUS_OK; i++)
		status = keep(found->page->arena, &found->key[i], &row[i],
		    error);
	return status;
}

/* The rows behind a key; the key becomes that of the last one. */
static enum status
read_page(const struct side *side, struct page *page, struct db_value *key,
    size_t key_n, struct error *error)
{
	const struct table *table = page->table;
	struct db_value values[LENGTH(table->key) + 1];
	enum status status;

	memcpy(values, key, key_n * sizeof(*key));
	values[key_n] = db_int(PAGE_ROWS);
	page->rows = 0;
	status = side->driver[table->role]->query(side->db[table->role],
	    table->page, values, key_n + 1, take_row, page, error);
	if (status == STATUS_OK && page->rows > 0)
		memcpy(key, page->row[page->rows - 1],
		    key_n * sizeof(*key));
	return status;
}

static enum status
send_rows(const struct side *side, const struct page *page,
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

static enum status
write_page(const struct side *side, const struct page *page,
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

static enum status
copy_table(const struct side *from, const struct side *to, struct page *page,
    struct copy_report *report, struct error *error)
{
	const struct table *table = page->table;
	struct db_value key[LENGTH(table->key)];
	struct found_key last = { .page = page, .key = key };
	uint64_t rows = 0;
	enum status status = STATUS_OK;

	arena_reset(page->arena);
	first_key(table, key, &last.n);
	if (table->large)
		status = to->driver[table->role]->query(to->db[table->role],
		    table->last, NULL, 0, take_key, &last, error);
	while (status == STATUS_OK) {
		status = read_page(from, page, key, last.n, error);
		if (status != STATUS_OK || page->rows == 0)
			break;
		status = write_page(to, page, error);
		rows += page->rows;
		if (report->progress != NULL)
			report->progress(report->context, table->name, rows);
		/* What the key points to moves to the new page's arena. */
		if (page->rows < PAGE_ROWS)
			break;
	}
	return status;
}

/* One row's hash: type, length and content of each of its values. */
static void
add_to_digest(struct page *page, const struct db_value *row)
{
	struct hasher hasher;
	struct hash hash;

	hash_begin(&hasher);
	for (size_t i = 0; i < page->table->columns; i++) {
		uint64_t head[2] = { row[i].type,
		    row[i].type == DB_INT ? (uint64_t)row[i].number :
		    row[i].bytes.n };

		hash_add(&hasher, head, sizeof(head));
		if (row[i].type == DB_TEXT || row[i].type == DB_BYTES)
			hash_add(&hasher, row[i].bytes.p, row[i].bytes.n);
	}
	hash = hash_end(&hasher);
	for (size_t i = 0; i < sizeof(page->digest); i++)
		page->digest[i] ^= hash.bytes[i];
	page->count++;
}
