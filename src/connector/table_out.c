#include "base/cp932.h"
#include "base/jsonw.h"
#include "base/mem.h"
#include "connector/table_out.h"
#include "connector/xlsx_out.h"

enum { ROW_ARENA = 64 << 20, ROW_MAX = 24 << 20 };

const char *const table_format_names[] = { "csv", "xlsx", "ndjson", NULL };

struct table_out {
	struct table_options options;
	const struct table_column *columns;
	size_t n;
	struct table_counts *counts;
	archive_sink *sink;
	void *context;
	struct arena *arena;		/* of the row in hand */
	struct buf row;
	struct xlsx_out *xlsx;
};

/* Of a file of CP932: one more that it has no code for. */
static void
count_unmappable(struct table_out *t, size_t column, uint32_t code_point)
{
	struct table_counts *c = t->counts;

	c->unmappable++;
	for (size_t i = 0; i < c->kind_count; i++) {
		if (c->kinds[i].column != column ||
		    c->kinds[i].code_point != code_point)
			continue;
		c->kinds[i].count++;
		return;
	}
	if (c->kind_count < TABLE_UNMAPPABLE_MAX)
		c->kinds[c->kind_count++] = (struct table_unmappable){
			column, code_point, 1
		};
}

/* Character by character, because there is one that has no code. */
static enum status
put_replaced(struct table_out *t, struct buf *out, size_t column,
    struct text text, struct error *error)
{
	uint32_t code_point;

	while (text_next(&text, &code_point)) {
		char bytes[4];
		struct text one = { bytes, text_encode(code_point, bytes) };
		struct error ignored;

		if (cp932_encode(out, one, &ignored) == STATUS_OK)
			continue;
		if (ignored.status != STATUS_INVALID) {
			*error = ignored;
			return ignored.status;
		}
		count_unmappable(t, column, code_point);
		buf_put(out, "\x81\xAC", 2);		/* 〓 */
	}
	return STATUS_OK;
}

static enum status
put_encoded(struct table_out *t, size_t column, struct text text,
    struct error *error)
{
	struct buf all;
	enum status status;

	if (t->options.encoding != CSV_CP932) {
		buf_text(&t->row, text);
		return STATUS_OK;
	}
	buf_init(&all, t->arena, 2 * text.n + 16);
	status = cp932_encode(&all, text, error);
	if (status == STATUS_OK) {
		buf_put(&t->row, all.p, all.n);
		return STATUS_OK;
	}
	return status == STATUS_INVALID ? put_replaced(t, &t->row, column,
	    text, error) : status;
}

static enum status
put_field(struct table_out *t, size_t column, struct text value,
    struct error *error)
{
	struct buf guarded, field;

	if (column > 0)
		buf_byte(&t->row, ',');
	buf_init(&field, t->arena, 2 * value.n + 16);
	if (csv_is_formula(value)) {
		t->counts->guarded++;
		buf_init(&guarded, t->arena, value.n + 1);
		buf_byte(&guarded, '\'');
		buf_text(&guarded, value);
		value = buf_as_text(&guarded);
	}
	csv_put(&field, value, ',');
	return field.failed ? buf_status(&field, error) :
	    put_encoded(t, column, buf_as_text(&field), error);
}

static enum status
flush(struct table_out *t, struct error *error)
{
	enum status status = buf_status(&t->row, error);

	return status == STATUS_OK ? t->sink(t->context, buf_bytes(&t->row),
	    error) : status;
}

static void
begin_row(struct table_out *t)
{
	arena_reset(t->arena);
	buf_init(&t->row, t->arena, ROW_MAX);
}

static enum status
csv_row(struct table_out *t, const struct text *values, struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < t->n && status == STATUS_OK; i++)
		status = put_field(t, i, values[i], error);
	buf_string(&t->row, "\r\n");
	return status == STATUS_OK ? flush(t, error) : status;
}

static enum status
ndjson_row(struct table_out *t, const struct text *values,
    struct error *error)
{
	struct jsonw json = jsonw_new(&t->row, false);
	char key[64];

	jsonw_open_object(&json);
	for (size_t i = 0; i < t->n; i++) {
		if (values[i].n == 0)
			continue;
		(void)snprintf(key, sizeof(key), "%.*s",
		    TEXT_ARGS(t->columns[i].id));
		jsonw_member_text(&json, key, values[i]);
	}
	jsonw_close_object(&json);
	buf_byte(&t->row, '\n');
	return flush(t, error);
}

static enum status
put_head(struct table_out *t, struct error *error)
{
	struct text kept[TABLE_COLUMNS_MAX];

	for (size_t i = 0; i < t->n; i++)
		kept[i] = t->columns[i].name;
	if (t->options.format == TABLE_XLSX)
		return xlsx_out_new(&t->xlsx, kept, t->n, t->options.time,
		    t->sink, t->context, error);
	begin_row(t);
	if (t->options.encoding != CSV_CP932 && !t->options.no_bom)
		buf_string(&t->row, "\xEF\xBB\xBF");
	return csv_row(t, kept, error);
}

enum status
table_out_new(struct table_out **out, const struct table_options *options,
    const struct table_column *columns, size_t n,
    struct table_counts *counts, archive_sink *sink, void *context,
    struct error *error)
{
	struct table_out *t = mem_alloc(sizeof(*t));
	enum status status = STATUS_OK;

	*out = t;
	if (t == NULL)
		return error_memory(error);
	t->options = *options;
	t->columns = columns;
	t->n = n;
	t->counts = counts;
	t->sink = sink;
	t->context = context;
	memset(counts, 0, sizeof(*counts));
	t->arena = arena_new(ROW_ARENA);
	if (t->arena == NULL)
		status = error_memory(error);
	else if (n > TABLE_COLUMNS_MAX)
		status = error_set(error, STATUS_INVALID, "too_many_items",
		    "項目が多すぎます", "there are too many items");
	else if (options->format != TABLE_NDJSON)
		status = put_head(t, error);
	if (status == STATUS_OK)
		return STATUS_OK;
	table_out_free(t);
	*out = NULL;
	return status;
}

enum status
table_out_row(struct table_out *t, const struct text *values,
    struct error *error)
{
	t->counts->rows++;
	begin_row(t);
	switch (t->options.format) {
	case TABLE_CSV:
		return csv_row(t, values, error);
	case TABLE_XLSX:
		return xlsx_out_row(t->xlsx, values, error);
	case TABLE_NDJSON:
		return ndjson_row(t, values, error);
	}
	return STATUS_OK;
}

enum status
table_out_end(struct table_out *t, struct error *error)
{
	enum status status = t->xlsx != NULL ? xlsx_out_end(t->xlsx, error) :
	    STATUS_OK;

	if (status != STATUS_OK || t->counts->unmappable == 0 ||
	    t->options.replace)
		return status;
	status = error_set(error, STATUS_INVALID, "unmappable_characters",
	    "CP932 で表せない文字が %llu 個あります",
	    "%llu characters have no code in CP932",
	    (unsigned long long)t->counts->unmappable);
	error_remedy(error, "UTF-8 又は XLSX にするか、〓 に置き換えてください",
	    "use UTF-8 or XLSX, or let them be replaced by 〓");
	return status;
}

void
table_out_free(struct table_out *t)
{
	if (t == NULL)
		return;
	xlsx_out_free(t->xlsx);
	arena_free(t->arena);
	mem_free(t);
}
