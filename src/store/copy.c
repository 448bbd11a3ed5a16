#include "crypto/hash.h"
#include "store/copy.h"
#include "store/table.h"

_Static_assert((int)TABLE_COUNT <= (int)COPY_TABLES_MAX,
    "the report has room");

/* A page, and what its table comes to. */
struct copying {
	struct table_page *page;
	uint8_t digest[32];
	uint64_t count;
};

static enum status
copy_table(const struct table_side *from, const struct table_side *to,
    struct table_page *page, struct copy_report *report, struct error *error)
{
	const struct table *table = page->table;
	struct db_value key[TABLE_KEY_MAX];
	uint64_t rows = 0;
	size_t key_n;
	enum status status = STATUS_OK;

	table_first_key(table, key, &key_n);
	if (table->large)
		status = table_last_key(to, page, key, key_n, error);
	while (status == STATUS_OK) {
		status = table_read_page(from, page, key, key_n, error);
		if (status != STATUS_OK || page->rows == 0)
			break;
		status = table_write_page(to, page, error);
		rows += page->rows;
		if (report->progress != NULL)
			report->progress(report->context, table->name, rows);
	}
	return status;
}

/* One row's hash: type, length and content of each of its values. */
static void
add_to_digest(struct copying *c, const struct db_value *row)
{
	struct hash_state state;
	struct hash hash;

	hash_start(&state);
	for (size_t i = 0; i < c->page->table->columns; i++) {
		uint64_t head[2] = { row[i].type,
		    row[i].type == DB_INT ? (uint64_t)row[i].number :
		    row[i].bytes.n };

		hash_add(&state, head, sizeof(head));
		if (row[i].type == DB_TEXT || row[i].type == DB_BYTES)
			hash_add(&state, row[i].bytes.p,
			    row[i].bytes.n);
	}
	hash = hash_end(&state);
	for (size_t i = 0; i < sizeof(c->digest); i++)
		c->digest[i] ^= hash.bytes[i];
	c->count++;
}

static enum status
digest_table(const struct table_side *side, struct copying *c,
    struct error *error)
{
	struct table_page *page = c->page;
	struct db_value key[TABLE_KEY_MAX];
	size_t key_n;
	enum status status = STATUS_OK;

	memset(c->digest, 0, sizeof(c->digest));
	c->count = 0;
	table_first_key(page->table, key, &key_n);
	while (status == STATUS_OK) {
		status = table_read_page(side, page, key, key_n, error);
		if (status != STATUS_OK || page->rows == 0)
			break;
		for (size_t i = 0; i < page->rows; i++)
			add_to_digest(c, page->row[i]);
	}
	return status;
}

static enum status
compare_table(const struct table_side *from, const struct table_side *to,
    struct table_page *page, struct copy_report *report, struct error *error)
{
	struct copy_table *out = &report->table[report->tables++];
	struct copying c = { .page = page };
	enum status status = digest_table(from, &c, error);

	out->name = page->table->name;
	out->rows = c.count;
	memcpy(out->digest, c.digest, sizeof(out->digest));
	if (status == STATUS_OK)
		status = digest_table(to, &c, error);
	if (status != STATUS_OK || (c.count == out->rows &&
	    memcmp(c.digest, out->digest, sizeof(out->digest)) == 0))
		return status;
	status = error_set(error, STATUS_INTEGRITY, "copy_differs",
	    "写しの表「%s」が元と一致しません (元 %llu 行、写し %llu 行)",
	    "table %s of the copy is not equal (%llu rows here, %llu there)",
	    out->name, (unsigned long long)out->rows,
	    (unsigned long long)c.count);
	error_remedy(error, "写しを消して、どちらも使っていないときに"
	    "やり直してください",
	    "remove the copy, and make it again while nobody uses either");
	return status;
}

/* Opening. */

static const char *
url_of(const struct store_options *options, enum db_role role)
{
	return role == DB_DATA ? options->data_url : options->keys_url;
}

static enum status
open_from(struct table_side *side, const struct store_options *options,
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
open_to(struct table_side *side, const struct store_options *options,
    struct error *error)
{
	enum status status = STATUS_OK;

	for (int i = DB_DATA; i <= DB_KEYS && status == STATUS_OK; i++) {
		enum db_role role = (enum db_role)i;

		status = table_open(side, role, url_of(options, role),
		    error);
	}
	return status;
}

/* What is there already must be the same store's. */
static enum status
check_same(const struct table_side *from, const struct table_side *to,
    struct error *error)
{
	uint8_t id[2][STORE_ID_SIZE] = { { 0 } }, none[STORE_ID_SIZE] = { 0 };
	enum status status = STATUS_OK;

	for (int i = DB_DATA; i <= DB_KEYS && status == STATUS_OK; i++) {
		enum db_role role = (enum db_role)i;

		status = table_store_id(from, role, id[0], error);
		if (status == STATUS_OK)
			status = table_store_id(to, role, id[1], error);
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
copy_all(const struct table_side *from, const struct table_side *to,
    struct table_page *page, struct copy_report *report, struct error *error)
{
	enum status status = check_same(from, to, error);

	for (size_t i = 0; i < TABLE_COUNT && status == STATUS_OK; i++) {
		page->table = &table_all[i];
		status = copy_table(from, to, page, report, error);
	}
	for (size_t i = 0; i < TABLE_COUNT && status == STATUS_OK; i++) {
		page->table = &table_all[i];
		status = compare_table(from, to, page, report, error);
	}
	return status;
}

enum status
copy_store(const struct store_options *from_options,
    const struct store_options *to_options, struct copy_report *report,
    struct error *error)
{
	struct table_side from = { .db = { NULL, NULL } };
	struct table_side to = { .db = { NULL, NULL } };
	struct table_page *page = table_page_new();
	enum status status;

	report->tables = 0;
	status = page == NULL ? error_memory(error) :
	    open_from(&from, from_options, error);
	if (status == STATUS_OK)
		status = open_to(&to, to_options, error);
	if (status == STATUS_OK)
		status = copy_all(&from, &to, page, report, error);
	table_close(&from);
	table_close(&to);
	table_page_free(page);
	return status;
}
