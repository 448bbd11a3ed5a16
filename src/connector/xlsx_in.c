/*
 * The sheet: row after row.
 */
#include "base/mem.h"
#include "connector/xlsx_parts.h"

enum { NAMES_ARENA = 4 << 20 };

/* From where the text of a cell comes. */
enum cell { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_TRUTH, CELL_ERROR };

struct xlsx_in {
	struct unzip *zip;
	struct xlsx_book book;
	struct xml_in *xml;
	struct arena *names_arena;
	struct text *names;
	size_t columns;

	/* The row in hand. */
	struct arena *arena;
	struct text *fields;		/* room for width */
	size_t width, used;		/* used: of the head row */
	uint64_t row, last_row;
	bool any;
	struct error *bad;

	/* The cell in hand. */
	size_t column;
	enum cell kind;
	const struct xlsx_style *style;
	bool in_cell, in_value;
	int furigana;
	char *text;			/* XLSX_CELL bytes */
	size_t length;
};

static void
fail(struct xlsx_in *x, const char *code, struct words words)
{
	struct error error;

	(void)error_say(&error, STATUS_INVALID, code, words);
	error_at(&error, "%llu", (unsigned long long)x->row);
	xml_in_fail(x->xml, &error);
}

/* The record is bad, for its first reason. */
static void
spoil(struct xlsx_in *x, const char *code, struct words words)
{
	if (x->bad->status != STATUS_OK)
		return;
	(void)error_say(x->bad, STATUS_INVALID, code, words);
	if (x->column < x->columns)
		error_at(x->bad, "%.*s", TEXT_ARGS(x->names[x->column]));
}

/* "BC12": column 54. */
static bool
column_of(struct text name, size_t *column)
{
	size_t value = 0, i = 0;

	for (; i < name.n && i < 4 && name.p[i] >= 'A' && name.p[i] <= 'Z';
	    i++)
		value = value * 26 + (size_t)(name.p[i] - 'A') + 1;
	*column = value - 1;
	return i > 0 && i < 4 && value <= 16384;
}

static void
begin_row(struct xlsx_in *x, const char *const *attributes)
{
	struct text number = xml_in_attribute(attributes, "r");
	int64_t row = (int64_t)x->last_row + 1;

	if (number.n > 0 && !text_to_int(number, &row))
		row = 0;
	if (row <= (int64_t)x->last_row || row > XLSX_ROWS) {
		fail(x, "bad_xlsx", (struct words){
		    "行の番号が不正です", "the number of a row is wrong" });
		return;
	}
	x->row = x->last_row = (uint64_t)row;
	x->column = (size_t)-1;
}

static void
begin_cell(struct xlsx_in *x, const char *const *attributes)
{
	static const struct xlsx_style plain = { .look = LOOK_NUMBER };
	struct text place = xml_in_attribute(attributes, "r");
	struct text type = xml_in_attribute(attributes, "t");
	int64_t style = 0;
	size_t before = x->column;

	x->column++;
	if (place.n > 0 && (!column_of(place, &x->column) ||
	    (before != (size_t)-1 && x->column <= before))) {
		fail(x, "bad_xlsx", (struct words){
		    "セルの位置が不正です", "the place of a cell is wrong" });
		return;
	}
	x->kind = type.n == 0 || text_is(type, "n") ? CELL_NUMBER :
	    text_is(type, "s") ? CELL_SHARED : text_is(type, "b") ?
	    CELL_TRUTH : text_is(type, "e") ? CELL_ERROR : CELL_TEXT;
	(void)text_to_int(xml_in_attribute(attributes, "s"), &style);
	x->style = style >= 0 && (size_t)style < x->book.style_count ?
	    &x->book.styles[style] : &plain;
	x->in_cell = true;
	x->length = 0;
}

static void
on_start(void *context, const char *name, const char *const *attributes)
{
	struct xlsx_in *x = context;

	if (strcmp(name, "row") == 0)
		begin_row(x, attributes);
	else if (strcmp(name, "c") == 0)
		begin_cell(x, attributes);
	else if (strcmp(name, "rPh") == 0)
		x->furigana++;
	else if (x->in_cell && x->furigana == 0)
		x->in_value = strcmp(name, "v") == 0 ||
		    strcmp(name, "t") == 0;
}

static void
on_text(void *context, struct text text)
{
	struct xlsx_in *x = context;

	if (!x->in_value)
		return;
	if (text.n > XLSX_CELL - x->length) {
		spoil(x, "cell_too_long", (struct words){
		    "長すぎるセルです", "the cell is too long" });
		return;
	}
	memcpy(x->text + x->length, text.p, text.n);
	x->length += text.n;
}

static enum status
shared_text(struct xlsx_in *x, struct text raw, struct text *out)
{
	int64_t index;

	if (!text_to_int(raw, &index) || index < 0 ||
	    (size_t)index >= x->book.string_count) {
		spoil(x, "bad_xlsx", (struct words){
		    "存在しない文字列を指すセルです",
		    "the cell points to a string that is not there" });
		return STATUS_INVALID;
	}
	*out = x->book.strings[index];
	return STATUS_OK;
}

static enum status
cell_text(struct xlsx_in *x, struct text *out)
{
	struct text raw = { x->text, x->length };
	struct error error;
	enum status status;

	switch (x->kind) {
	case CELL_SHARED:
		return shared_text(x, raw, out);
	case CELL_TEXT:
		*out = xlsx_value_unescape(x->text, x->length);
		return STATUS_OK;
	case CELL_TRUTH:
		*out = text_is(raw, "1") ? TEXT("true") : TEXT("false");
		return STATUS_OK;
	case CELL_ERROR:
		spoil(x, "cell_error", (struct words){
		    "エラー値 (#N/A など) のセルです",
		    "the cell is an error (#N/A or the like)" });
		return STATUS_INVALID;
	case CELL_NUMBER:
		break;
	}
	status = xlsx_value_text(out, raw, x->style, x->book.from_1904,
	    x->arena, &error);
	if (status == STATUS_FAILURE)
		xml_in_fail(x->xml, &error);
	else if (status != STATUS_OK)
		spoil(x, error.code, (struct words){ error.text[LANGUAGE_JA],
		    error.text[LANGUAGE_EN] });
	return status;
}

static void
end_cell(struct xlsx_in *x)
{
	struct text text;

	x->in_cell = x->in_value = false;
	if (x->length == 0 || cell_text(x, &text) != STATUS_OK ||
	    text.n == 0) {
		x->any |= x->length > 0;
		return;
	}
	x->any = true;
	if (x->column >= x->width) {
		spoil(x, "too_many_cells", (struct words){
		    "見出しのない列に値があります",
		    "there is a value in a column without a head" });
		return;
	}
	text = text_copy(x->arena, text);
	if (text.p == NULL) {
		struct error error;

		(void)error_memory(&error);
		xml_in_fail(x->xml, &error);
		return;
	}
	x->fields[x->column] = text;
	if (x->column >= x->used)
		x->used = x->column + 1;
}

static void
on_end(void *context, const char *name)
{
	struct xlsx_in *x = context;

	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		x->in_value = false;
	else if (strcmp(name, "rPh") == 0)
		x->furigana--;
	else if (strcmp(name, "c") == 0)
		end_cell(x);
	else if (strcmp(name, "row") == 0 && x->any)
		xml_in_pause(x->xml);
}

static enum status
begin(struct xlsx_in *x, struct error *error)
{
	const struct xml_events events = { on_start, on_end, on_text, x };

	xml_in_close(x->xml);
	x->xml = NULL;
	x->last_row = 0;
	x->in_cell = x->in_value = false;
	x->furigana = 0;
	return xml_in_open(&x->xml, x->zip, x->book.sheet, XLSX_SHEET_BYTES,
	    &events, error);
}

static enum status
next(struct xlsx_in *x, struct text *fields, size_t width, bool *more,
    struct error *bad, struct arena *arena, struct error *error)
{
	for (size_t i = 0; i < width; i++)
		fields[i] = (struct text){ "", 0 };
	memset(bad, 0, sizeof(*bad));
	x->fields = fields;
	x->width = width;
	x->used = 0;
	x->any = false;
	x->bad = bad;
	x->arena = arena;
	return xml_in_step(x->xml, more, error);
}

static enum status
read_head(struct xlsx_in *x, struct error *error)
{
	struct text *names = arena_array(x->names_arena, XLSX_COLUMNS,
	    sizeof(*names));
	struct error bad;
	bool more;
	enum status status = names == NULL ? error_memory(error) :
	    next(x, names, XLSX_COLUMNS, &more, &bad, x->names_arena, error);

	if (status != STATUS_OK)
		return status;
	if (!more || x->used == 0)
		return error_set(error, STATUS_INVALID, "xlsx_empty",
		    "シートが空です", "the sheet is empty");
	if (bad.status != STATUS_OK) {
		*error = bad;
		return bad.status;
	}
	x->names = names;
	x->columns = x->used;
	for (size_t i = 0; i < x->columns; i++)
		if (text_trim(names[i]).n == 0)
			return error_set(error, STATUS_INVALID, "no_head",
			    "%zu 列目に見出しがありません",
			    "column %zu has no head", i + 1);
	return STATUS_OK;
}

enum status
xlsx_in_open(struct xlsx_in **out, const char *path, struct text sheet,
    struct error *error)
{
	struct xlsx_in *x = mem_alloc(sizeof(*x));
	enum status status;

	*out = NULL;
	if (x == NULL)
		return error_memory(error);
	x->names_arena = arena_new(NAMES_ARENA);
	x->text = mem_alloc(XLSX_CELL);
	status = x->names_arena == NULL || x->text == NULL ?
	    error_memory(error) : unzip_open(&x->zip, path, error);
	if (status == STATUS_OK)
		status = xlsx_book_read(&x->book, x->zip, sheet, error);
	if (status == STATUS_OK)
		status = begin(x, error);
	if (status == STATUS_OK)
		status = read_head(x, error);
	if (status == STATUS_OK)
		*out = x;
	else
		xlsx_in_close(x);
	return status;
}

void
xlsx_in_close(struct xlsx_in *x)
{
	if (x == NULL)
		return;
	xml_in_close(x->xml);
	xlsx_book_free(&x->book);
	unzip_close(x->zip);
	arena_free(x->names_arena);
	if (x->text != NULL)
		mem_wipe(x->text, XLSX_CELL);
	mem_free(x->text);
	mem_free(x);
}

enum status
xlsx_in_hash(struct xlsx_in *x, uint8_t hash[32], struct error *error)
{
	return unzip_hash(x->zip, hash, error);
}

size_t
xlsx_in_columns(const struct xlsx_in *x)
{
	return x->columns;
}

struct text
xlsx_in_name(const struct xlsx_in *x, size_t column)
{
	return x->names[column];
}

enum status
xlsx_in_next(struct xlsx_in *x, struct text *fields, uint64_t *line,
    bool *more, struct error *bad, struct arena *arena, struct error *error)
{
	enum status status = next(x, fields, x->columns, more, bad, arena,
	    error);

	*line = x->row;
	return status;
}

enum status
xlsx_in_rewind(struct xlsx_in *x, struct error *error)
{
	struct arena *arena = arena_new(NAMES_ARENA);
	struct text *fields;
	struct error bad;
	bool more;
	enum status status = begin(x, error);

	fields = arena == NULL ? NULL : arena_array(arena, XLSX_COLUMNS,
	    sizeof(*fields));
	if (status == STATUS_OK)
		status = fields == NULL ? error_memory(error) :
		    next(x, fields, XLSX_COLUMNS, &more, &bad, arena, error);
	arena_free(arena);
	return status;
}
