#include "base/cbor.h"
#include "base/encode.h"
#include "base/mem.h"
#include "store/column.h"
#include "store/fill.h"
#include "store/table.h"

/* More people than anybody can have taken in between two backups. */
#define PEOPLE_GAP (INT64_C(1) << 32)

struct fill {
	struct table_side side;
	struct table_page *page;
	/* The last row that lay there before, of each large table. */
	struct arena *arena;
	struct db_value last[TABLE_COUNT][TABLE_KEY_MAX];
	bool known[TABLE_COUNT];
};

/* The id is written first of all, so that a fill that ended is known. */
static enum status
claim(struct fill *fill, enum db_role role, const uint8_t id[STORE_ID_SIZE],
    struct error *error)
{
	const struct db_value meta[] = {
		db_text(TEXT("store")), db_bytes(id, STORE_ID_SIZE)
	};
	const struct db_value *rows[] = { meta };
	uint8_t found[STORE_ID_SIZE], none[STORE_ID_SIZE] = { 0 };
	const struct db_driver *driver = fill->side.driver[role];
	struct db *db = fill->side.db[role];
	enum status status = table_store_id(&fill->side, role, found, error);

	if (status != STATUS_OK || memcmp(found, id, sizeof(found)) == 0)
		return status;
	if (memcmp(found, none, sizeof(none)) != 0)
		return error_set(error, STATUS_CONFLICT, "store_exists",
		    "ここには別のストアがあります",
		    "there is another store here");
	status = driver->begin(db, error);
	if (status == STATUS_OK)
		status = driver->send(db, STATEMENT_META_PUT, rows, 1,
		    LENGTH(meta), false, error);
	if (status == STATUS_OK)
		status = driver->commit(db, error);
	if (status != STATUS_OK)
		driver->rollback(db);
	return status;
}

static enum status
open_one(struct fill *fill, enum db_role role, const char *url,
    const uint8_t id[STORE_ID_SIZE], struct error *error)
{
	enum status status = table_open(&fill->side, role, url, error);

	return status == STATUS_OK ? claim(fill, role, id, error) : status;
}

enum status
fill_open(struct fill **out, const struct store_options *options,
    const uint8_t id[STORE_ID_SIZE], struct error *error)
{
	struct fill *fill = mem_alloc(sizeof(*fill));
	enum status status;

	*out = NULL;
	if (fill == NULL)
		return error_memory(error);
	fill->page = table_page_new();
	fill->arena = arena_new(1 << 20);
	status = fill->page == NULL || fill->arena == NULL ?
	    error_memory(error) : STATUS_OK;
	if (status == STATUS_OK)
		status = open_one(fill, DB_KEYS, options->keys_url, id,
		    error);
	if (status == STATUS_OK)
		status = open_one(fill, DB_DATA, options->data_url, id,
		    error);
	if (status != STATUS_OK) {
		fill_close(fill);
		return status;
	}
	*out = fill;
	return STATUS_OK;
}

void
fill_close(struct fill *fill)
{
	if (fill == NULL)
		return;
	table_close(&fill->side);
	table_page_free(fill->page);
	arena_free(fill->arena);
	mem_free(fill);
}

static int
compare(const struct db_value *a, const struct db_value *b)
{
	size_t n = a->bytes.n < b->bytes.n ? a->bytes.n : b->bytes.n;
	int order;

	if (a->type == DB_INT)
		return (a->number > b->number) - (a->number < b->number);
	order = n == 0 ? 0 : memcmp(a->bytes.p, b->bytes.p, n);
	return order != 0 ? order : (a->bytes.n > b->bytes.n) -
	    (a->bytes.n < b->bytes.n);
}

/* What lay there when this fill began is not written again. */
static enum status
know_last(struct fill *fill, size_t table, struct error *error)
{
	struct db_value *last = fill->last[table];
	size_t n;
	enum status status;

	if (fill->known[table] || !table_all[table].large)
		return STATUS_OK;
	fill->page->table = &table_all[table];
	table_first_key(fill->page->table, last, &n);
	status = table_last_key(&fill->side, fill->page, last, n, error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		struct text copy = text_copy(fill->arena, (struct text){
		    (const char *)last[i].bytes.p, last[i].bytes.n });

		if (last[i].type == DB_INT)
			continue;
		if (copy.p == NULL)
			return error_memory(error);
		last[i].bytes = bytes_of(copy);
	}
	fill->known[table] = status == STATUS_OK;
	return status;
}

static bool
is_there(const struct fill *fill, size_t table, const struct db_value *row)
{
	const struct table *t = &table_all[table];

	if (!t->large)
		return false;
	for (size_t i = 0; i < LENGTH(t->key) && t->key[i] != PART_NONE; i++) {
		int order = compare(&row[i], &fill->last[table][i]);

		if (order != 0)
			return order < 0;
	}
	return true;
}

static void
read_value(struct cbor *in, struct db_value *value)
{
	struct text text;

	switch (cbor_peek(in)) {
	case CBOR_UINT:
	case CBOR_NEGATIVE:
		*value = db_int(cbor_read_int(in));
		return;
	case CBOR_BYTES:
		*value = db_null();
		value->type = DB_BYTES;
		value->bytes = cbor_read_bytes(in);
		return;
	case CBOR_TEXT:
		text = cbor_read_text(in);
		*value = db_text(text);
		return;
	case CBOR_NULL:
		(void)cbor_read_null(in);
		*value = db_null();
		return;
	case CBOR_END:
	case CBOR_ARRAY:
	case CBOR_MAP:
	case CBOR_BOOL:
		break;
	}
	cbor_fail(in);
}

/* The type of a key part, as a first key of the table has it. */
static void
check_key(const struct fill *fill, size_t table, const struct db_value *row,
    struct cbor *in)
{
	const struct table *t = &table_all[table];

	for (size_t i = 0; i < LENGTH(t->key) && t->key[i] != PART_NONE; i++)
		if (t->large && row[i].type != fill->last[table][i].type)
			cbor_fail(in);
}

enum status
fill_rows(struct fill *fill, enum dump_part part, size_t table,
    struct bytes rows, struct error *error)
{
	struct table_page *page = fill->page;
	struct cbor in = cbor_reader(rows);
	enum status status = dump_table_name(part, table) == NULL ?
	    column_damaged(error) : know_last(fill, table, error);

	page->table = &table_all[table];
	page->rows = 0;
	while (status == STATUS_OK && cbor_peek(&in) != CBOR_END) {
		struct db_value *row = page->row[page->rows];

		if (cbor_read_array(&in) != page->table->columns)
			cbor_fail(&in);
		for (size_t i = 0; i < page->table->columns; i++)
			read_value(&in, &row[i]);
		check_key(fill, table, row, &in);
		if (in.failed)
			break;
		page->rows += !is_there(fill, table, row);
		if (page->rows < TABLE_PAGE_ROWS)
			continue;
		status = table_write_page(&fill->side, page, error);
		page->rows = 0;
	}
	if (status == STATUS_OK && !cbor_done(&in))
		status = column_damaged(error);
	if (status == STATUS_OK && page->rows > 0)
		status = table_write_page(&fill->side, page, error);
	return status;
}

/* Of the data. */
static size_t
table_of(enum statement page)
{
	size_t i = 0;

	while (table_all[i].page != page || table_all[i].role != DB_DATA)
		i++;
	return i;
}

enum status
fill_entries(struct fill *fill, uint64_t first, uint64_t count,
    struct bytes entries, struct error *error)
{
	size_t table = table_of(STATEMENT_PAGE_LOG_BATCH);
	struct table_page *page = fill->page;
	enum status status = know_last(fill, table, error);

	page->table = &table_all[table];
	page->row[0][0] = db_number(first);
	page->row[0][1] = db_number(count);
	page->row[0][2] = db_bytes(entries.p, entries.n);
	page->rows = 1;
	if (status != STATUS_OK || count == 0 ||
	    is_there(fill, table, page->row[0]))
		return status;
	return table_write_page(&fill->side, page, error);
}

struct number {
	int64_t value[3];
	size_t n;
};

static enum status
take_numbers(void *context, const struct db_value *row, struct error *error)
{
	struct number *number = context;
	struct columns c = { .value = row };

	for (size_t i = 0; i < number->n; i++)
		number->value[i] = column_int(&c, i, 0, INT64_MAX);
	return column_status(&c, error);
}

static enum status
put_row(struct fill *fill, enum statement page_of,
    const struct db_value *values, struct error *error)
{
	struct table_page *page = fill->page;

	page->table = &table_all[table_of(page_of)];
	memcpy(page->row[0], values, page->table->columns *
	    sizeof(*values));
	page->rows = 1;
	return table_write_page(&fill->side, page, error);
}

/* A counter behind all that may have been given after the dump. */
static enum status
move_counter(struct fill *fill, const char *name, int64_t least, int64_t gap,
    struct error *error)
{
	struct db_value value[2] = { db_text(text_of(name)) };
	struct number next = { .n = 1 };
	enum status status = fill->side.driver[DB_DATA]->query(
	    fill->side.db[DB_DATA], STATEMENT_COUNTER_GET, value, 1,
	    take_numbers, &next, error);

	if (status != STATUS_OK)
		return status;
	next.value[0] += gap;
	if (next.value[0] < least)
		next.value[0] = least;
	value[1] = db_int(next.value[0]);
	return put_row(fill, STATEMENT_PAGE_COUNTER, value, error);
}

enum status
fill_end(struct fill *fill, uint64_t log_size, uint64_t restored,
    struct error *error)
{
	uint8_t at[8];
	struct number head = { .n = 3 }, top = { .n = 1 };
	enum status status = fill->side.driver[DB_DATA]->query(
	    fill->side.db[DB_DATA], STATEMENT_LOG_HEAD, NULL, 0,
	    take_numbers, &head, error);

	if (status == STATUS_OK)
		status = fill->side.driver[DB_KEYS]->query(
		    fill->side.db[DB_KEYS], STATEMENT_SLOT_TOP, NULL, 0,
		    take_numbers, &top, error);
	if (status == STATUS_OK)
		status = move_counter(fill, "person", 1, PEOPLE_GAP, error);
	if (status == STATUS_OK)
		status = move_counter(fill, "slot", top.value[0] + 1, 0,
		    error);
	encode_number(at, restored, sizeof(at));
	if (status == STATUS_OK)
		status = put_row(fill, STATEMENT_PAGE_META,
		    (struct db_value[]){ db_text(TEXT("restored")),
		    db_bytes(at, sizeof(at)) }, error);
	if (status != STATUS_OK)
		return status;
	return put_row(fill, STATEMENT_PAGE_LOG_HEAD, (struct db_value[]){
	    db_int(1), db_number(log_size), db_int(0),
	    db_int(head.value[2] + 1) }, error);
}
