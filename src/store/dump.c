#include "base/cbor.h"
#include "base/mem.h"
#include "crypto/hash.h"
#include "store/column.h"
#include "store/dump.h"
#include "store/handle.h"
#include "store/table.h"

_Static_assert((int)DUMP_TABLES == (int)TABLE_COUNT, "all of them");
_Static_assert((int)DUMP_DATA == (int)DB_DATA &&
    (int)DUMP_KEYS == (int)DB_KEYS, "a part is a role");

enum { ROW_MAX = 64 << 20, EDGE_EVERY = 128 };

struct dump {
	struct table_side side;
	enum dump_part part;
	struct table_page *page;
	struct arena *arena;
};

static bool
is_left_out(const struct table *table)
{
	return table->page == STATEMENT_PAGE_UNIQUE ||
	    table->page == STATEMENT_PAGE_SEARCH;
}

const char *
dump_table_name(enum dump_part part, size_t table)
{
	if (table >= TABLE_COUNT || (int)table_all[table].role !=
	    (int)part || is_left_out(&table_all[table]))
		return NULL;
	return table_all[table].name;
}

size_t
dump_table_find(enum dump_part part, struct text name)
{
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		const char *known = dump_table_name(part, i);

		if (known != NULL && text_is(name, known))
			return i;
	}
	return DUMP_TABLES;
}

static enum status
take_nothing(void *context, const struct db_value *row, struct error *error)
{
	(void)context;
	(void)row;
	(void)error;
	return STATUS_OK;
}

/* A snapshot begins with the first thing that is read. */
static enum status
begin(struct dump *dump, const char *url, struct error *error)
{
	const struct db_value name = db_text(TEXT("store"));
	const struct db_driver *driver = dump->side.driver[dump->part];
	enum status status = driver->open(&dump->side.db[dump->part], url,
	    (enum db_role)dump->part, DB_READ, error);

	if (status == STATUS_OK)
		status = driver->begin_read(dump->side.db[dump->part],
		    error);
	return status == STATUS_OK ? driver->query(
	    dump->side.db[dump->part], STATEMENT_META_GET, &name, 1,
	    take_nothing, NULL, error) : status;
}

enum status
dump_open(struct dump **out, struct store *store, enum dump_part part,
    struct error *error)
{
	struct dump *dump = mem_alloc(sizeof(*dump));
	enum status status;

	*out = NULL;
	if (dump == NULL)
		return error_memory(error);
	dump->part = part;
	dump->side.driver[part] = part == DUMP_DATA ? store->driver :
	    store->keys_driver;
	dump->page = table_page_new();
	dump->arena = arena_new(2 * ROW_MAX);
	status = dump->page == NULL || dump->arena == NULL ?
	    error_memory(error) : begin(dump, part == DUMP_DATA ?
	    store->data_url : store->keys_url, error);
	if (status != STATUS_OK) {
		dump_close(dump);
		return status;
	}
	*out = dump;
	return STATUS_OK;
}

void
dump_close(struct dump *dump)
{
	if (dump == NULL)
		return;
	table_close(&dump->side);
	table_page_free(dump->page);
	arena_free(dump->arena);
	mem_free(dump);
}

static void
put_value(struct buf *out, const struct db_value *value)
{
	switch (value->type) {
	case DB_NULL:
		cbor_null(out);
		break;
	case DB_INT:
		cbor_int(out, value->number);
		break;
	case DB_TEXT:
		cbor_text(out, (struct text){ (const char *)value->bytes.p,
		    value->bytes.n });
		break;
	case DB_BYTES:
		cbor_bytes(out, value->bytes.p, value->bytes.n);
		break;
	}
}

static bool
is_edge(const struct dump *dump, const struct db_value *row, size_t key_n)
{
	struct hash hash;
	struct buf key;

	buf_init(&key, dump->arena, ROW_MAX);
	for (size_t i = 0; i < key_n; i++)
		put_value(&key, &row[i]);
	hash = hash_bytes(key.p, key.n);
	return hash.bytes[0] % EDGE_EVERY == 0;
}

static enum status
give_row(struct dump *dump, const struct db_value *row, size_t key_n,
    dump_row_fn *each, void *context, struct error *error)
{
	size_t n = dump->page->table->columns;
	struct dump_row out;
	struct buf bytes;
	enum status status;

	arena_reset(dump->arena);
	buf_init(&bytes, dump->arena, ROW_MAX);
	cbor_array(&bytes, n);
	for (size_t i = 0; i < n; i++)
		put_value(&bytes, &row[i]);
	out = (struct dump_row){
		buf_bytes(&bytes), is_edge(dump, row, key_n)
	};
	status = buf_status(&bytes, error);
	return status == STATUS_OK ? each(context, &out, error) : status;
}

enum status
dump_table(struct dump *dump, size_t table, dump_row_fn *each, void *context,
    struct error *error)
{
	struct table_page *page = dump->page;
	struct db_value key[TABLE_KEY_MAX];
	size_t key_n;
	enum status status = STATUS_OK;

	page->table = &table_all[table];
	table_first_key(page->table, key, &key_n);
	while (status == STATUS_OK) {
		status = table_read_page(&dump->side, page, key, key_n,
		    error);
		if (status != STATUS_OK || page->rows == 0)
			break;
		for (size_t i = 0; i < page->rows && status == STATUS_OK;
		    i++)
			status = give_row(dump, page->row[i], key_n, each,
			    context, error);
	}
	return status;
}

static enum status
take_number(void *context, const struct db_value *row, struct error *error)
{
	struct columns c = { .value = row };
	uint64_t *number = context;

	*number = column_number(&c, 0, 0, INT64_MAX);
	return column_status(&c, error);
}

enum status
dump_log(struct dump *dump, uint64_t *size, uint64_t *first,
    struct error *error)
{
	const struct db_value value[] = { db_int(0), db_int(1) };
	const struct db_driver *driver = dump->side.driver[DUMP_DATA];
	struct db *db = dump->side.db[DUMP_DATA];
	enum status status;

	*size = 0;
	status = driver->query(db, STATEMENT_LOG_HEAD, NULL, 0, take_number,
	    size, error);
	*first = *size;
	return status == STATUS_OK ? driver->query(db, STATEMENT_LOG_READ,
	    value, LENGTH(value), take_number, first, error) : status;
}

struct keks {
	uint32_t *out;
	size_t n;
};

static enum status
take_kek(void *context, const struct db_value *row, struct error *error)
{
	struct columns c = { .value = row };
	struct keks *keks = context;

	if (keks->n == DUMP_KEKS_MAX)
		return column_damaged(error);
	keks->out[keks->n++] = (uint32_t)column_number(&c, 0, 1, UINT32_MAX);
	return column_status(&c, error);
}

enum status
dump_keks(struct dump *dump, uint32_t out[DUMP_KEKS_MAX], size_t *n,
    struct error *error)
{
	struct keks keks = { out, 0 };
	enum status status = dump->side.driver[DUMP_KEYS]->query(
	    dump->side.db[DUMP_KEYS], STATEMENT_SLOT_COUNTS, NULL, 0,
	    take_kek, &keks, error);

	*n = keks.n;
	return status;
}

enum status
dump_take_erasure(struct bytes *rows, struct erasure_row *row,
    struct error *error)
{
	struct cbor in = cbor_reader(*rows);
	uint64_t state;

	if (cbor_read_array(&in) != 5)
		cbor_fail(&in);
	row->person = cbor_read_uint(&in);
	row->number = cbor_read_uint(&in);
	state = cbor_read_uint(&in);
	row->due = cbor_read_int(&in);
	row->sealed.bytes = cbor_read_bytes(&in);
	if (in.failed || state >= ERASURE_STATES)
		return column_damaged(error);
	row->state = (enum erasure_state)state;
	*rows = (struct bytes){ in.p, in.n };
	return STATUS_OK;
}
