/*
 * The search keys, all of them.
 */
#include "store/column.h"
#include "store/handle.h"
#include "store/reader.h"
#include "store/table.h"

/* Of both indexes; the key is ix, hash. */
enum { PERSON_COLUMN = 2 };

static enum status
scan(const struct table_side *side, struct table_page *page,
    reader_key_fn *each, void *context, struct error *error)
{
	struct db_value key[TABLE_KEY_MAX];
	size_t n;
	enum status status;

	table_first_key(page->table, key, &n);
	do {
		status = table_read_page(side, page, key, n, error);
		for (size_t i = 0; i < page->rows && status == STATUS_OK;
		    i++) {
			struct columns c = { .value = page->row[i] };

			each(context, column_number(&c, PERSON_COLUMN, 1,
			    INT64_MAX));
			status = column_status(&c, error);
		}
	} while (status == STATUS_OK && page->rows > 0);
	return status;
}

enum status
reader_keys(struct reader *reader, reader_key_fn *each, void *context,
    struct error *error)
{
	const struct table_side side = {
		.driver[DB_DATA] = reader->driver, .db[DB_DATA] = reader->db
	};
	struct table_page *page = table_page_new();
	enum status status = page == NULL ? error_memory(error) : STATUS_OK;

	for (size_t i = 0; i < TABLE_COUNT && status == STATUS_OK; i++)
		if (table_all[i].page == STATEMENT_PAGE_UNIQUE ||
		    table_all[i].page == STATEMENT_PAGE_SEARCH) {
			page->table = &table_all[i];
			status = scan(&side, page, each, context, error);
		}
	table_page_free(page);
	return status;
}
