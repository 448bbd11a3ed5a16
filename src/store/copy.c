#include "base/mem.h"
#include "crypto/hash.h"
#include "store/column.h"
#include "store/copy.h"
#include "store/db.h"

enum {
	PAGE_ROWS = 512, FEW_ROWS = 16,	/* at a time; of batches few */
	PAGE_BYTES = 512 << 20, COLUMNS_MAX = 8,
};

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
	LARGE(ERASURE, "erasure", DB_DATA, 5, PART_NUMBER, PART_NUMBER),
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
	/* Of this page and the one before, whose last key is still used. */
	struct arena *arena, *other;
	struct db_value row[PAGE_ROWS][COLUMNS_MAX];
	size_t rows, limit;
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

	if (page->rows == page->limit)
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
	struct arena *before = page->arena;
	enum status status;

	page->arena = page->other;
	page->other = before;
	arena_reset(page->arena);
	page->limit = table->page == STATEMENT_PAGE_LOG_BATCH ? FEW_ROWS :
	    PAGE_ROWS;
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
	}
	return status;
}

/* One row's hash: type, length and content of each of its values. */
static void
add_to_digest(struct page *page, const struct db_value *row)
{
	struct hash_state state;
	struct hash hash;

	hash_start(&state);
	for (size_t i = 0; i < page->table->columns; i++) {
		uint64_t head[2] = { row[i].type,
		    row[i].type == DB_INT ? (uint64_t)row[i].number :
		    row[i].bytes.n };

		hash_add(&state, head, sizeof(head));
		if (row[i].type == DB_TEXT || row[i].type == DB_BYTES)
			hash_add(&state, row[i].bytes.p,
			    row[i].bytes.n);
	}
	hash = hash_end(&state);
	for (size_t i = 0; i < sizeof(page->digest); i++)
		page->digest[i] ^= hash.bytes[i];
	page->count++;
}

static enum status
digest_table(const struct side *side, struct page *page,
    struct error *error)
{
	struct db_value key[LENGTH(page->table->key)];
	size_t key_n;
	enum status status = STATUS_OK;

	memset(page->digest, 0, sizeof(page->digest));
	page->count = 0;
	first_key(page->table, key, &key_n);
	while (status == STATUS_OK) {
		status = read_page(side, page, key, key_n, error);
		if (status != STATUS_OK || page->rows == 0)
			break;
		for (size_t i = 0; i < page->rows; i++)
			add_to_digest(page, page->row[i]);
	}
	return status;
}

static enum status
compare_table(const struct side *from, const struct side *to,
    struct page *page, struct copy_report *report, struct error *error)
{
	struct copy_table *out = &report->table[report->tables++];
	enum status status = digest_table(from, page, error);

	out->name = page->table->name;
	out->rows = page->count;
	memcpy(out->digest, page->digest, sizeof(out->digest));
	if (status == STATUS_OK)
		status = digest_table(to, page, error);
	if (status != STATUS_OK || (page->count == out->rows &&
	    memcmp(page->digest, out->digest, sizeof(out->digest)) == 0))
		return status;
	status = error_set(error, STATUS_INTEGRITY, "copy_differs",
	    "写しの表「%s」が元と一致しません (元 %llu 行、写し %llu 行)",
	    "table %s of the copy is not equal (%llu rows here, %llu there)",
	    out->name, (unsigned long long)out->rows,
	    (unsigned long long)page->count);
	error_remedy(error, "写しを消して、どちらも使っていないときに"
	    "やり直してください",
	    "remove the copy, and make it again while nobody uses either");
	return status;
}

/* Opening. */

static void
close_side(struct side *side)
{
	for (int role = DB_DATA; role <= DB_KEYS; role++)
		if (side->db[role] != NULL)
			side->driver[role]->close(side->db[role]);
}

static const char *
url_of(const struct store_options *options, enum db_role role)
{
	return role == DB_DATA ? options->data_url : options->keys_url;
}

static enum status
open_from(struct side *side, const struct store_options *options,
    struct error *error)
{
	enum status status = STATUS_OK;

	for (int i = DB_DATA; i <= DB_KEYS && status == STATUS_OK; i++) {
		enum db_role role = (enum db_role)i;
		const char *url = url_of(options, role);

		status = db_driver_find(&side->driver[role], url, error);
		if (status == STATUS_OK)
			status = side->driver[role]->open(&side->db[role],
			    url, role, DB_WRITE, error);
		if (status == STATUS_OK)
			status = db_migrate(side->driver[role],
			    side->db[role], role, DB_WRITE, error);
		/* One state of it all, whatever is written meanwhile. */
		if (status == STATUS_OK)
			status = side->driver[role]->begin_read(
			    side->db[role], error);
	}
	return status;
}

/* A new database, or one that a copy has begun. */
static enum status
open_to(struct side *side, const struct store_options *options,
    struct error *error)
{
	enum status status = STATUS_OK;

	for (int i = DB_DATA; i <= DB_KEYS && status == STATUS_OK; i++) {
		enum db_role role = (enum db_role)i;
		const char *url = url_of(options, role);
		enum db_mode mode = DB_CREATE;

		status = db_driver_find(&side->driver[role], url, error);
		if (status == STATUS_OK)
			status = side->driver[role]->open(&side->db[role],
			    url, role, DB_CREATE, error);
		if (status == STATUS_OK && db_check_new(side->driver[role],
		    side->db[role], error) == STATUS_CONFLICT)
			mode = DB_WRITE;
		if (status == STATUS_OK)
			status = db_migrate(side->driver[role],
			    side->db[role], role, mode, error);
	}
	return status;
}

static enum status
take_id(void *context, const struct db_value *row, struct error *error)
{
	struct columns c = { .value = row };
	uint8_t *id = context;

	column_fixed(&c, 0, id, STORE_ID_SIZE);
	return column_status(&c, error);
}

/* What is there already must be the same store's. */
static enum status
check_same(const struct side *from, const struct side *to,
    struct error *error)
{
	const struct db_value name = db_text(TEXT("store"));
	uint8_t id[2][STORE_ID_SIZE] = { { 0 } }, none[STORE_ID_SIZE] = { 0 };
	enum status status = STATUS_OK;

	for (int role = DB_DATA; role <= DB_KEYS && status == STATUS_OK;
	    role++) {
		memset(id, 0, sizeof(id));
		status = from->driver[role]->query(from->db[role],
		    STATEMENT_META_GET, &name, 1, take_id, id[0], error);
		if (status == STATUS_OK)
			status = to->driver[role]->query(to->db[role],
			    STATEMENT_META_GET, &name, 1, take_id, id[1],
			    error);
		if (status == STATUS_OK && memcmp(id[1], none,
		    sizeof(none)) != 0 && memcmp(id[0], id[1],
		    sizeof(none)) != 0)
			status = error_set(error, STATUS_CONFLICT,
			    "other_store",
			    "写し先には別のストアがあります",
			    "there is another store where the copy is to be");
	}
	return status;
}

static enum status
copy_all(const struct side *from, const struct side *to, struct page *page,
    struct copy_report *report, struct error *error)
{
	enum status status = check_same(from, to, error);

	for (size_t i = 0; i < LENGTH(tables) && status == STATUS_OK; i++) {
		page->table = &tables[i];
		status = copy_table(from, to, page, report, error);
	}
	for (size_t i = 0; i < LENGTH(tables) && status == STATUS_OK; i++) {
		page->table = &tables[i];
		status = compare_table(from, to, page, report, error);
	}
	return status;
}

enum status
copy_store(const struct store_options *from_options,
    const struct store_options *to_options, struct copy_report *report,
    struct error *error)
{
	struct side from = { .db = { NULL, NULL } };
	struct side to = { .db = { NULL, NULL } };
	struct page *page = mem_alloc(sizeof(*page));
	enum status status;

	report->tables = 0;
	if (page == NULL)
		return error_memory(error);
	page->arena = arena_new(PAGE_BYTES);
	page->other = arena_new(PAGE_BYTES);
	status = page->arena == NULL || page->other == NULL ?
	    error_memory(error) : open_from(&from, from_options, error);
	if (status == STATUS_OK)
		status = open_to(&to, to_options, error);
	if (status == STATUS_OK)
		status = copy_all(&from, &to, page, report, error);
	close_side(&from);
	close_side(&to);
	arena_free(page->arena);
	arena_free(page->other);
	mem_free(page);
	return status;
}
