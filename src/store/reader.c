#include "base/mem.h"
#include "store/column.h"
#include "store/gather.h"
#include "store/reader.h"

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
	    DB_READ, error);
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
	reader_ahead_free(reader);
	reader->driver->close(reader->db);
	mem_free(reader);
}

enum status
reader_freeze(struct reader *reader, struct error *error)
{
	struct log_head head;
	enum status status = reader->driver->begin_read(reader->db, error);

	if (status != STATUS_OK)
		return status;
	reader->frozen = true;
	reader->rules = 0;
	/* The moment is that of the first thing that is read. */
	status = reader_log_head(reader, &head, error);
	if (status != STATUS_OK)
		reader_thaw(reader);
	return status;
}

void
reader_thaw(struct reader *reader)
{
	reader_ahead_free(reader);
	reader->frozen = false;
	reader->driver->rollback(reader->db);
}

static enum status
gather_row(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct row *out = gather_room(g, sizeof(*out));
	struct columns c = { .value = row };

	if (out == NULL)
		return error_memory(error);
	out->seq = column_number(&c, 0, 0, INT64_MAX);
	out->version = column_number(&c, 1, 1, INT64_MAX);
	out->state = (enum person_state)column_number(&c, 2, 0,
	    PERSON_STATES - 1);
	out->class = (uint32_t)column_number(&c, 3, 0, UINT32_MAX);
	out->tier = (uint8_t)column_number(&c, 4, 0, UINT8_MAX);
	out->day = column_int(&c, 5, INT64_MIN, INT64_MAX);
	out->sealed.bytes = column_bytes(&c, 6, ROW_BYTES_MAX);
	if (c.wrong)
		return column_damaged(error);
	return gather_keep(g->arena, &out->sealed.bytes, error);
}

/* What a statement says of a person: as it was read ahead, or now. */
static enum status
rows_of(struct reader *reader, enum statement statement, uint64_t person,
    db_row_fn *each, struct gathering *g, struct error *error)
{
	const struct db_value value = db_number(person);
	enum status status;

	return reader_ahead_take(reader, statement, person, SIZE_MAX, each,
	    g, &status, error) ? status : reader->driver->query(reader->db,
	    statement, &value, 1, each, g, error);
}

enum status
reader_person(struct reader *reader, uint64_t person, struct rows *rows,
    struct arena *arena, struct error *error)
{
	struct gathering g = { .arena = arena };
	struct cache *cache = reader->frozen ? NULL : reader->store->cache;
	uint64_t stamp = 0;
	enum status status;

	if (cache != NULL && cache_get(cache, person, rows, &stamp, arena))
		return rows->row == NULL ? error_memory(error) : STATUS_OK;
	status = rows_of(reader, STATEMENT_PERSON, person, gather_row, &g,
	    error);
	*rows = (struct rows){ g.rows, g.n };
	if (status == STATUS_OK && cache != NULL)
		cache_put(cache, person, rows, stamp);
	return status;
}

enum status
reader_person_first(struct reader *reader, uint64_t person, size_t max,
    struct rows *rows, struct arena *arena, struct error *error)
{
	const struct db_value value[] = { db_number(person), db_number(max) };
	struct gathering g = { .arena = arena };
	enum status status;

	if (!reader_ahead_take(reader, STATEMENT_PERSON, person, max,
	    gather_row, &g, &status, error))
		status = reader->driver->query(reader->db,
		    STATEMENT_PERSON_FIRST, value, LENGTH(value), gather_row,
		    &g, error);
	*rows = (struct rows){ g.rows, g.n };
	return status;
}

enum status
reader_person_state(struct reader *reader, uint64_t person, bool *there,
    enum person_state *state, struct arena *arena, struct error *error)
{
	struct rows rows;
	enum status status = reader_person_first(reader, person, 1, &rows,
	    arena, error);

	*there = status == STATUS_OK && rows.n > 0 && rows.row[0].seq == 0;
	*state = *there ? rows.row[0].state : PERSON_LIVE;
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
	struct columns c = { .value = row };
	uint64_t number = column_number(&c, 0, 0, INT64_MAX);

	if (numbers->n < numbers->max)
		numbers->out[numbers->n++] = number;
	return column_status(&c, error);
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
reader_erasure_of(struct reader *reader, uint64_t person, bool *has,
    enum erasure_state *state, struct error *error)
{
	const struct db_value value = db_number(person);
	uint64_t least = 0;
	struct numbers numbers = { &least, 0, 1 };
	enum status status = reader->driver->query(reader->db,
	    STATEMENT_ERASURE_OF, &value, 1, gather_number, &numbers, error);

	*has = numbers.n > 0;
	*state = (enum erasure_state)least;
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

static enum status
gather_history(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct history_row *out = gather_room(g, sizeof(*out));
	struct columns c = { .value = row };

	if (out == NULL)
		return error_memory(error);
	out->row.seq = column_number(&c, 0, 0, INT64_MAX);
	out->row.version = column_number(&c, 1, 1, INT64_MAX);
	out->row.class = (uint32_t)column_number(&c, 2, 0, UINT32_MAX);
	out->row.tier = (uint8_t)column_number(&c, 3, 0, UINT8_MAX);
	out->row.day = column_int(&c, 4, INT64_MIN, INT64_MAX);
	out->replaced_at = column_int(&c, 5, INT64_MIN, INT64_MAX);
	out->row.sealed.bytes = column_bytes(&c, 6, ROW_BYTES_MAX);
	if (c.wrong)
		return column_damaged(error);
	return gather_keep(g->arena, &out->row.sealed.bytes, error);
}

enum status
reader_history(struct reader *reader, uint64_t person,
    const struct history_row **rows, size_t *n, struct arena *arena,
    struct error *error)
{
	struct gathering g = { .arena = arena };
	enum status status = rows_of(reader, STATEMENT_HISTORY, person,
	    gather_history, &g, error);

	*rows = g.rows;
	*n = g.n;
	return status;
}

static enum status
gather_reason(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct reason_row *out = gather_room(g, sizeof(*out));
	struct columns c = { .value = row };

	if (out == NULL)
		return error_memory(error);
	column_fixed(&c, 0, out->decision, sizeof(out->decision));
	out->sealed.bytes = column_bytes(&c, 1, ROW_BYTES_MAX);
	if (c.wrong)
		return column_damaged(error);
	return gather_keep(g->arena, &out->sealed.bytes, error);
}

enum status
reader_reasons(struct reader *reader, uint64_t person,
    const struct reason_row **rows, size_t *n, struct arena *arena,
    struct error *error)
{
	struct gathering g = { .arena = arena };
	enum status status = rows_of(reader, STATEMENT_REASONS, person,
	    gather_reason, &g, error);

	*rows = g.rows;
	*n = g.n;
	return status;
}

static enum status
gather_name(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct name_row *out = gather_room(g, sizeof(*out));
	struct columns c = { .value = row };

	if (out == NULL)
		return error_memory(error);
	out->space = (uint32_t)column_number(&c, 0, 0, UINT32_MAX);
	out->number = (uint32_t)column_number(&c, 1, 0, UINT32_MAX);
	out->id = column_text(&c, 2, ROW_BYTES_MAX);
	if (c.wrong)
		return column_damaged(error);
	return gather_keep_text(g->arena, &out->id, error);
}

enum status
reader_names(struct reader *reader, const struct name_row **rows, size_t *n,
    struct arena *arena, struct error *error)
{
	const void *found;
	enum status status = gather_rows(reader, STATEMENT_NAMES, NULL, 0,
	    gather_name, &found, n, arena, error);

	*rows = found;
	return status;
}

static enum status
gather_revision(void *context, const struct db_value *row,
    struct error *error)
{
	struct gathering *g = context;
	struct revision_row *out = gather_room(g, sizeof(*out));
	struct columns c = { .value = row };

	if (out == NULL)
		return error_memory(error);
	out->number = (uint32_t)column_number(&c, 0, 1, UINT32_MAX);
	column_fixed(&c, 1, out->hash, sizeof(out->hash));
	out->canonical = column_text(&c, 2, ROW_BYTES_MAX);
	out->announced_at = column_int(&c, 3, INT64_MIN, INT64_MAX);
	out->in_force_from = row[4].type == DB_NULL ? INT64_MAX :
	    column_int(&c, 4, INT64_MIN, INT64_MAX);
	if (c.wrong)
		return column_damaged(error);
	return gather_keep_text(g->arena, &out->canonical, error);
}

enum status
reader_revisions(struct reader *reader, const struct revision_row **rows,
    size_t *n, struct arena *arena, struct error *error)
{
	const void *found;
	enum status status = gather_rows(reader, STATEMENT_REVISIONS, NULL, 0,
	    gather_revision, &found, n, arena, error);

	*rows = found;
	return status;
}

static enum status
gather_class(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct class_row *out = gather_room(g, sizeof(*out));
	struct columns c = { .value = row };

	if (out == NULL)
		return error_memory(error);
	out->number = (uint32_t)column_number(&c, 0, 1, UINT32_MAX);
	out->revision = (uint32_t)column_number(&c, 1, 0, UINT32_MAX);
	out->way = (uint32_t)column_number(&c, 2, 0, UINT32_MAX);
	out->service = (uint32_t)column_number(&c, 3, 0, UINT32_MAX);
	out->subject = (uint32_t)column_number(&c, 4, 0, UINT32_MAX);
	out->purposes = column_bytes(&c, 5, ROW_BYTES_MAX);
	out->version = column_number(&c, 6, 1, INT64_MAX);
	if (c.wrong)
		return column_damaged(error);
	return gather_keep(g->arena, &out->purposes, error);
}

enum status
reader_classes(struct reader *reader, const struct class_row **rows,
    size_t *n, struct arena *arena, struct error *error)
{
	const void *found;
	enum status status = gather_rows(reader, STATEMENT_CLASSES, NULL, 0,
	    gather_class, &found, n, arena, error);

	*rows = found;
	return status;
}

static enum status
gather_search_key(void *context, const struct db_value *row,
    struct error *error)
{
	struct search_key_row *out = gather_room(context, sizeof(*out));
	struct columns c = { .value = row };

	if (out == NULL)
		return error_memory(error);
	out->index = column_number(&c, 0, 0, INT64_MAX);
	out->item = (uint32_t)column_number(&c, 1, 0, UINT32_MAX);
	out->slot = column_number(&c, 2, 0, INT64_MAX);
	out->unique = column_number(&c, 3, 0, 1) == 1;
	out->state = (enum search_state)column_number(&c, 4, 0,
	    SEARCH_STATES - 1);
	return column_status(&c, error);
}

enum status
reader_search_keys(struct reader *reader, const struct search_key_row **rows,
    size_t *n, struct arena *arena, struct error *error)
{
	const void *found;
	enum status status = gather_rows(reader, STATEMENT_SEARCH_KEYS, NULL, 0,
	    gather_search_key, &found, n, arena, error);

	*rows = found;
	return status;
}

static enum status
gather_bytes(void *context, const struct db_value *row, struct error *error)
{
	struct gathering *g = context;
	struct bytes *out = gather_room(g, sizeof(*out));
	struct columns c = { .value = row };

	if (out == NULL)
		return error_memory(error);
	*out = column_bytes(&c, 0, ROW_BYTES_MAX);
	if (c.wrong)
		return column_damaged(error);
	return gather_keep(g->arena, out, error);
}

enum status
reader_meta(struct reader *reader, struct text name, struct bytes *value,
    struct arena *arena, struct error *error)
{
	const struct db_value key = db_text(name);
	const void *found;
	size_t n;
	enum status status = gather_rows(reader, STATEMENT_META_GET, &key, 1,
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
read_counter(struct reader *reader, struct text name, uint64_t *next,
    struct error *error)
{
	const struct db_value value = db_text(name);
	struct numbers numbers = { next, 0, 1 };
	enum status status = reader->driver->query(reader->db,
	    STATEMENT_COUNTER_GET, &value, 1, gather_number, &numbers, error);

	return status == STATUS_OK && numbers.n == 0 ?
	    column_damaged(error) : status;
}

enum status
reader_rules(struct reader *reader, uint64_t *stamp, struct error *error)
{
	enum status status = STATUS_OK;

	if (!reader->frozen || reader->rules == 0)
		status = read_counter(reader, TEXT("rules"), &reader->rules,
		    error);
	*stamp = reader->rules;
	return status;
}

enum status
reader_next_person(struct reader *reader, uint64_t *next,
    struct error *error)
{
	return read_counter(reader, TEXT("person"), next, error);
}
