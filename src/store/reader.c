#include "base/mem.h"
#include "store/handle.h"
#include "store/reader.h"

struct reader {
	struct store *store;
	const struct db_driver *driver;
	struct db *db;
};

/* Rows that are being gathered into the arena. */
struct gathering {
	struct arena *arena;
	void *rows;
	size_t n, capacity;
};

/* Room for one more row of that size; NULL when memory is out. */
static void *
one_more(struct gathering *g, size_t size)
{
	if (g->n == g->capacity) {
		size_t capacity = g->capacity == 0 ? 4 : 2 * g->capacity;
		void *grown = arena_array(g->arena, capacity, size);

		if (grown == NULL)
			return NULL;
		if (g->n > 0)
			memcpy(grown, g->rows, g->n * size);
		g->rows = grown;
		g->capacity = capacity;
	}
	return (char *)g->rows + g->n++ * size;
}

static bool
keep(struct arena *arena, struct bytes *out, const struct db_value *value)
{
	struct text copy = text_copy(arena,
	    (struct text){ (const char *)value->bytes.p, value->bytes.n });

	*out = bytes_of(copy);
	return copy.p != NULL;
}

enum status
reader_new(struct reader **reader, struct store *store, struct error *error)
{
	struct reader *new = mem_alloc(sizeof(*new));
	enum status status;

	*reader = NULL;
	if (new == NULL)
		return error_memory(error);
	new->store = store;
	new->driver = store->driver;
	status = store->driver->open(&new->db, store->data_url, DB_DATA,
	    DB_READ_WRITE, error);
	if (status != STATUS_OK) {
		mem_free(new);
		return status;
	}
	*reader = new;
	return STATUS_OK;
}

void
reader_free(struct reader *reader)
{
	if (reader == NULL)
		return;
	reader->driver->close(reader->db);
	mem_free(reader);
}

static bool
take_row(struct row *out, const struct db_value *row, struct arena *arena)
{
	out->seq = (uint64_t)row[0].number;
	out->version = (uint64_t)row[1].number;
	out->state = (enum person_state)row[2].number;
	out->class = (uint32_t)row[3].number;
	out->tier = (uint8_t)row[4].number;
	out->day = row[5].number;
	return keep(arena, &out->sealed.bytes, &row[6]);
}

static enum status
gather_row(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct row *out = one_more(g, sizeof(*out));

	if (out == NULL || !take_row(out, row, g->arena))
		return error_memory(error);
	return STATUS_OK;
}

enum status
reader_person(struct reader *reader, uint64_t person, struct rows *rows,
    struct arena *arena, struct error *error)
{
	const struct db_value value = db_number(person);
	struct gathering g = { .arena = arena };
	struct cache *cache = reader->store->cache;
	uint64_t stamp = 0;
	enum status status;

	if (cache != NULL && cache_get(cache, person, rows, &stamp, arena))
		return rows->row == NULL ? error_memory(error) : STATUS_OK;
	status = reader->driver->query(reader->db, STATEMENT_PERSON, &value,
	    1, gather_row, &g, error);
	*rows = (struct rows){ g.rows, g.n };
	if (status == STATUS_OK && cache != NULL)
		cache_put(cache, person, rows, stamp);
	return status;
}

struct numbers {
	uint64_t *out;
	size_t n, max;
};

static enum status
gather_number(void *context, const struct db_value *row, struct error *error)
{
	struct numbers *numbers = context;

	(void)error;
	if (numbers->n < numbers->max)
		numbers->out[numbers->n++] = (uint64_t)row[0].number;
	return STATUS_OK;
}

enum status
reader_people(struct reader *reader, uint64_t after, size_t max,
    uint64_t *people, size_t *n, struct error *error)
{
	const struct db_value value[] = { db_number(after), db_number(max) };
	struct numbers numbers = { people, 0, max };
	enum status status = reader->driver->query(reader->db,
	    STATEMENT_PEOPLE, value, LENGTH(value), gather_number, &numbers,
	    error);

	*n = numbers.n;
	return status;
}

enum status
reader_people_count(struct reader *reader, uint64_t *count,
    struct error *error)
{
	struct numbers numbers = { count, 0, 1 };

	*count = 0;
	return reader->driver->query(reader->db, STATEMENT_PEOPLE_COUNT, NULL,
	    0, gather_number, &numbers, error);
}

enum status
reader_find(struct reader *reader, uint64_t index, bool unique,
    struct bytes hash, size_t max, uint64_t *people, size_t *n,
    struct error *error)
{
	const struct db_value value[] = {
		db_number(index), db_bytes(hash.p, hash.n), db_number(max)
	};
	struct numbers numbers = { people, 0, max };
	enum status status = reader->driver->query(reader->db, unique ?
	    STATEMENT_UNIQUE_FIND : STATEMENT_SEARCH_FIND, value,
	    unique ? 2 : 3, gather_number, &numbers, error);

	*n = numbers.n;
	return status;
}

/* Gathers a whole result; what it is stands in the callback. */
static enum status
gather(struct reader *reader, enum statement statement,
    const struct db_value *values, size_t values_n, db_row_fn *each,
    const void **rows, size_t *n, struct arena *arena, struct error *error)
{
	struct gathering g = { .arena = arena };
	enum status status = reader->driver->query(reader->db, statement,
	    values, values_n, each, &g, error);

	*rows = g.rows;
	*n = g.n;
	return status;
}

static enum status
gather_history(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct history_row *out = one_more(g, sizeof(*out));

	if (out == NULL ||
	    !keep(g->arena, &out->row.sealed.bytes, &row[6]))
		return error_memory(error);
	out->row.seq = (uint64_t)row[0].number;
	out->row.version = (uint64_t)row[1].number;
	out->row.class = (uint32_t)row[2].number;
	out->row.tier = (uint8_t)row[3].number;
	out->row.day = row[4].number;
	out->replaced_at = row[5].number;
	return STATUS_OK;
}

enum status
reader_history(struct reader *reader, uint64_t person,
    const struct history_row **rows, size_t *n, struct arena *arena,
    struct error *error)
{
	const struct db_value value = db_number(person);
	const void *found;
	enum status status = gather(reader, STATEMENT_HISTORY, &value, 1,
	    gather_history, &found, n, arena, error);

	*rows = found;
	return status;
}

static enum status
gather_reason(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct reason_row *out = one_more(g, sizeof(*out));

	if (out == NULL || !keep(g->arena, &out->sealed.bytes, &row[1]))
		return error_memory(error);
	if (row[0].bytes.n == sizeof(out->decision))
		memcpy(out->decision, row[0].bytes.p, sizeof(out->decision));
	return STATUS_OK;
}

enum status
reader_reasons(struct reader *reader, uint64_t person,
    const struct reason_row **rows, size_t *n, struct arena *arena,
    struct error *error)
{
	const struct db_value value = db_number(person);
	const void *found;
	enum status status = gather(reader, STATEMENT_REASONS, &value, 1,
	    gather_reason, &found, n, arena, error);

	*rows = found;
	return status;
}

static enum status
gather_name(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct name_row *out = one_more(g, sizeof(*out));
	struct bytes id;

	if (out == NULL || !keep(g->arena, &id, &row[2]))
		return error_memory(error);
	out->space = (uint32_t)row[0].number;
	out->number = (uint32_t)row[1].number;
	out->id = (struct text){ (const char *)id.p, id.n };
	return STATUS_OK;
}

enum status
reader_names(struct reader *reader, const struct name_row **rows, size_t *n,
    struct arena *arena, struct error *error)
{
	const void *found;
	enum status status = gather(reader, STATEMENT_NAMES, NULL, 0,
	    gather_name, &found, n, arena, error);

	*rows = found;
	return status;
}

static enum status
gather_revision(void *context, const struct db_value *row,
    struct error *error)
{
	struct gathering *g = context;
	struct revision_row *out = one_more(g, sizeof(*out));
	struct bytes canonical;

	if (out == NULL || !keep(g->arena, &canonical, &row[2]))
		return error_memory(error);
	out->number = (uint32_t)row[0].number;
	if (row[1].bytes.n == sizeof(out->hash))
		memcpy(out->hash, row[1].bytes.p, sizeof(out->hash));
	out->canonical = (struct text){ (const char *)canonical.p,
	    canonical.n };
	out->announced_at = row[3].number;
	out->in_force_from = row[4].type == DB_INT ? row[4].number :
	    INT64_MAX;
	return STATUS_OK;
}

enum status
reader_revisions(struct reader *reader, const struct revision_row **rows,
    size_t *n, struct arena *arena, struct error *error)
{
	const void *found;
	enum status status = gather(reader, STATEMENT_REVISIONS, NULL, 0,
	    gather_revision, &found, n, arena, error);

	*rows = found;
	return status;
}

static enum status
gather_class(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct class_row *out = one_more(g, sizeof(*out));

	if (out == NULL || !keep(g->arena, &out->purposes, &row[5]))
		return error_memory(error);
	out->number = (uint32_t)row[0].number;
	out->revision = (uint32_t)row[1].number;
	out->way = (uint32_t)row[2].number;
	out->service = (uint32_t)row[3].number;
	out->subject = (uint32_t)row[4].number;
	out->version = (uint64_t)row[6].number;
	return STATUS_OK;
}

enum status
reader_classes(struct reader *reader, const struct class_row **rows,
    size_t *n, struct arena *arena, struct error *error)
{
	const void *found;
	enum status status = gather(reader, STATEMENT_CLASSES, NULL, 0,
	    gather_class, &found, n, arena, error);

	*rows = found;
	return status;
}

static enum status
gather_search_key(void *context, const struct db_value *row,
    struct error *error)
{
	struct search_key_row *out = one_more(context, sizeof(*out));

	if (out == NULL)
		return error_memory(error);
	out->index = (uint64_t)row[0].number;
	out->item = (uint32_t)row[1].number;
	out->slot = (uint64_t)row[2].number;
	out->unique = row[3].number != 0;
	out->state = (enum search_state)row[4].number;
	return STATUS_OK;
}

enum status
reader_search_keys(struct reader *reader, const struct search_key_row **rows,
    size_t *n, struct arena *arena, struct error *error)
{
	const void *found;
	enum status status = gather(reader, STATEMENT_SEARCH_KEYS, NULL, 0,
	    gather_search_key, &found, n, arena, error);

	*rows = found;
	return status;
}

static enum status
gather_bytes(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct bytes *out = one_more(g, sizeof(*out));

	if (out == NULL || !keep(g->arena, out, &row[0]))
		return error_memory(error);
	return STATUS_OK;
}

enum status
reader_meta(struct reader *reader, struct text name, struct bytes *value,
    struct arena *arena, struct error *error)
{
	const struct db_value key = db_text(name);
	const void *found;
	size_t n;
	enum status status = gather(reader, STATEMENT_META_GET, &key, 1,
	    gather_bytes, &found, &n, arena, error);

	if (status == STATUS_OK && n == 0)
		return error_set(error, STATUS_NOT_FOUND, "no_setting",
		    "設定「%.*s」はありません", "there is no setting \"%.*s\"",
		    TEXT_ARGS(name));
	if (status == STATUS_OK)
		*value = *(const struct bytes *)found;
	return status;
}

static enum status
gather_head(void *context, const struct db_value *row, struct error *error)
{
	struct log_head *head = context;

	(void)error;
	head->size = (uint64_t)row[0].number;
	head->tiled = (uint64_t)row[1].number;
	return STATUS_OK;
}

enum status
reader_log_head(struct reader *reader, struct log_head *head,
    struct error *error)
{
	memset(head, 0, sizeof(*head));
	return reader->driver->query(reader->db, STATEMENT_LOG_HEAD, NULL, 0,
	    gather_head, head, error);
}

/* Batches that are read entry by entry. */
struct unpacking {
	uint64_t first;
	reader_entry_fn *each;
	void *context;
};

static enum status
unpack_batch(void *context, const struct db_value *row, struct error *error)
{
	struct unpacking *u = context;
	uint64_t index = (uint64_t)row[0].number;
	struct bytes rest = row[2].bytes;

	for (int64_t i = 0; i < row[1].number; i++, index++) {
		size_t n = rest.n < 2 ? SIZE_MAX :
		    (size_t)rest.p[0] << 8 | rest.p[1];
		enum status status = STATUS_OK;

		if (n > rest.n - 2)
			return error_set(error, STATUS_INTEGRITY,
			    "log_damaged", "ログの記録が壊れています (%llu)",
			    "the log is damaged (%llu)",
			    (unsigned long long)index);
		if (index >= u->first)
			status = u->each(u->context, index,
			    (struct bytes){ rest.p + 2, n }, error);
		if (status != STATUS_OK)
			return status;
		rest = (struct bytes){ rest.p + 2 + n, rest.n - 2 - n };
	}
	return STATUS_OK;
}

enum status
reader_entries(struct reader *reader, uint64_t first, uint64_t batches,
    reader_entry_fn *each, void *context, struct error *error)
{
	const struct db_value value[] = {
		db_number(first), db_number(batches)
	};
	struct unpacking u = { first, each, context };

	return reader->driver->query(reader->db, STATEMENT_LOG_READ, value,
	    LENGTH(value), unpack_batch, &u, error);
}
