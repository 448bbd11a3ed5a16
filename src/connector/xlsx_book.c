/*
 * A workbook around its sheet: which part is which, shared strings, styles.
 */
#include "base/mem.h"
#include "connector/xlsx_parts.h"

enum {
	RELATIONS = 1024, NAMES_BYTES = 8 << 20, FORMATS = 4096,
	STRINGS_ARENA = XLSX_STRING_BYTES + (XLSX_STRINGS * 16u) + (1u << 20),
};

struct relation {
	struct text id, type, target;
};

struct relations {
	struct relation relation[RELATIONS];
	size_t n;
	struct arena *arena;
	struct xml_in *xml;
};

static void
fail(struct xml_in *xml, const char *code, struct words words)
{
	struct error error;

	(void)error_say(&error, STATUS_INVALID, code, words);
	xml_in_fail(xml, &error);
}

static void
no_memory(struct xml_in *xml)
{
	struct error error;

	(void)error_memory(&error);
	xml_in_fail(xml, &error);
}

static const struct words too_many = {
	"XLSX の部分が多すぎます", "there are too many parts in the XLSX"
};

/* A part from its first to its last byte. */
static enum status
run(struct unzip *zip, struct text name, uint64_t max,
    struct xml_events *events, struct xml_in **xml, struct error *error)
{
	bool more;
	enum status status = xml_in_open(xml, zip, name, max, events, error);

	if (status == STATUS_OK)
		status = xml_in_step(*xml, &more, error);
	xml_in_close(*xml);
	*xml = NULL;
	return status;
}

static void
nothing(void *context, const char *name)
{
	(void)context;
	(void)name;
}

static void
on_relation(void *context, const char *name, const char *const *attributes)
{
	struct relations *r = context;
	struct relation *new = &r->relation[r->n];

	if (strcmp(name, "Relationship") != 0)
		return;
	if (r->n == RELATIONS) {
		fail(r->xml, "bad_xlsx", too_many);
		return;
	}
	new->id = text_copy(r->arena, xml_in_attribute(attributes, "Id"));
	new->type = text_copy(r->arena, xml_in_attribute(attributes, "Type"));
	new->target = text_copy(r->arena, xml_in_attribute(attributes,
	    "Target"));
	if (new->id.p == NULL || new->type.p == NULL || new->target.p == NULL)
		no_memory(r->xml);
	else
		r->n++;
}

/* "../styles.xml" beside "xl/worksheets/": "xl/styles.xml". */
static struct text
resolve(struct arena *arena, struct text folder, struct text target)
{
	struct buf out;

	buf_init(&out, arena, 2 * UNZIP_NAME);
	if (target.n > 0 && target.p[0] == '/')
		target = text_slice(target, 1, target.n);
	else
		buf_text(&out, folder);
	while (text_starts_with(target, "../") && out.n > 0) {
		target = text_slice(target, 3, target.n);
		out.n--;
		while (out.n > 0 && out.p[out.n - 1] != '/')
			out.n--;
	}
	if (text_starts_with(target, "./"))
		target = text_slice(target, 2, target.n);
	buf_text(&out, target);
	return out.failed ? (struct text){ "", 0 } : buf_as_text(&out);
}

/* The part that stands in this relation; "" when none does. */
static struct text
related(const struct relations *r, const char *type, struct text folder)
{
	for (size_t i = 0; i < r->n; i++)
		if (text_ends_with(r->relation[i].type, type))
			return resolve(r->arena, folder,
			    r->relation[i].target);
	return (struct text){ "", 0 };
}

static struct text
related_by_id(const struct relations *r, struct text id, struct text folder)
{
	for (size_t i = 0; i < r->n; i++)
		if (text_equal(r->relation[i].id, id))
			return resolve(r->arena, folder,
			    r->relation[i].target);
	return (struct text){ "", 0 };
}

static enum status
read_relations(struct relations *r, struct unzip *zip, struct text name,
    struct error *error)
{
	struct xml_events events = { .start = on_relation, .end = nothing,
	    .context = r };

	r->n = 0;
	return run(zip, name, XLSX_PART_BYTES, &events, &r->xml, error);
}

/* Sheets. */

struct choosing {
	struct xlsx_book *book;
	struct text wanted, id;
	size_t visible, found;
	struct arena *arena;
	struct xml_in *xml;
};

static bool
is_true(struct text value)
{
	return text_is(value, "1") || text_is(value, "true");
}

static void
on_book(void *context, const char *name, const char *const *attributes)
{
	struct choosing *c = context;
	struct text state, title;

	if (strcmp(name, "workbookPr") == 0)
		c->book->from_1904 = is_true(xml_in_attribute(attributes,
		    "date1904"));
	if (strcmp(name, "sheet") != 0)
		return;
	state = xml_in_attribute(attributes, "state");
	title = xml_in_attribute(attributes, "name");
	c->visible += state.n == 0 || text_is(state, "visible");
	if (c->wanted.n > 0 ? !text_equal(title, c->wanted) :
	    state.n > 0 && !text_is(state, "visible"))
		return;
	if (c->found++ > 0)
		return;
	c->id = text_copy(c->arena, xml_in_attribute(attributes, "id"));
	if (c->id.p == NULL)
		no_memory(c->xml);
}

static enum status
choose(struct xlsx_book *book, struct relations *r, struct text main,
    struct text folder, struct text wanted, struct error *error)
{
	struct choosing c = { .book = book, .wanted = wanted,
	    .arena = r->arena };
	struct xml_events events = { .start = on_book, .end = nothing,
	    .context = &c };
	enum status status = run(book->zip, main, XLSX_PART_BYTES, &events,
	    &c.xml, error);

	if (status != STATUS_OK)
		return status;
	if (wanted.n == 0 && c.found > 1)
		return error_set(error, STATUS_INVALID, "several_sheets",
		    "シートが %zu 枚あります。どれかを --sheet で指定してください",
		    "there are %zu sheets: name one with --sheet", c.found);
	book->sheet = c.found == 0 ? (struct text){ "", 0 } :
	    related_by_id(r, c.id, folder);
	if (book->sheet.n == 0 || !unzip_has(book->zip, book->sheet))
		return error_set(error, STATUS_INVALID, "no_sheet",
		    "そのシートはありません", "there is no such sheet");
	return STATUS_OK;
}

/* Shared strings. */

struct stringing {
	struct xlsx_book *book;
	struct text *strings;
	size_t n, capacity;
	uint64_t bytes;
	char *cell;			/* XLSX_CELL bytes */
	size_t length;
	bool in_text, in_item;
	int furigana;			/* depth within rPh */
	struct xml_in *xml;
};

static void
string_start(void *context, const char *name, const char *const *attributes)
{
	struct stringing *s = context;

	(void)attributes;
	if (strcmp(name, "si") == 0) {
		s->in_item = true;
		s->length = 0;
	} else if (strcmp(name, "rPh") == 0) {
		s->furigana++;
	} else if (strcmp(name, "t") == 0) {
		s->in_text = s->in_item && s->furigana == 0;
	}
}

static void
string_text(void *context, struct text text)
{
	struct stringing *s = context;

	if (!s->in_text)
		return;
	if (text.n > XLSX_CELL - s->length) {
		fail(s->xml, "cell_too_long", (struct words){
		    "長すぎる文字列があります", "a string is too long" });
		return;
	}
	memcpy(s->cell + s->length, text.p, text.n);
	s->length += text.n;
}

static bool
grow(struct stringing *s)
{
	struct text *grown = mem_room(s->strings, s->n, &s->capacity, 4096,
	    sizeof(*grown));

	if (grown == NULL)
		return false;
	s->strings = grown;
	return true;
}

static void
keep_string(struct stringing *s)
{
	struct text text = xlsx_value_unescape(s->cell, s->length);

	s->bytes += text.n;
	if (s->n == XLSX_STRINGS || s->bytes > XLSX_STRING_BYTES) {
		fail(s->xml, "too_many_strings", (struct words){
		    "文字列が多すぎます。CSV にしてください",
		    "there are too many strings: use CSV" });
		return;
	}
	text = text_copy(s->book->arena, text);
	if (text.p == NULL || !grow(s))
		no_memory(s->xml);
	else
		s->strings[s->n++] = text;
}

static void
string_end(void *context, const char *name)
{
	struct stringing *s = context;

	if (strcmp(name, "t") == 0) {
		s->in_text = false;
	} else if (strcmp(name, "rPh") == 0) {
		s->furigana--;
	} else if (strcmp(name, "si") == 0) {
		s->in_item = false;
		keep_string(s);
	}
}

static enum status
read_strings(struct xlsx_book *book, struct text name, struct error *error)
{
	struct stringing s = { .book = book };
	struct xml_events events = { string_start, string_end, string_text,
	    &s };
	enum status status;

	if (name.n == 0)
		return STATUS_OK;
	s.cell = mem_alloc(XLSX_CELL);
	status = s.cell == NULL ? error_memory(error) : run(book->zip, name,
	    XLSX_PART_BYTES, &events, &s.xml, error);
	if (s.cell != NULL)
		mem_wipe(s.cell, XLSX_CELL);
	mem_free(s.cell);
	book->strings = s.strings;
	book->string_count = s.n;
	return status;
}

/* Styles. */

struct styling {
	struct xlsx_book *book;
	struct {
		unsigned int id;
		struct xlsx_style style;
	} format[FORMATS];
	size_t formats;
	bool in_cells;
	struct xml_in *xml;
};

static unsigned int
number_of(struct text text)
{
	int64_t value = 0;

	return text_to_int(text, &value) && value >= 0 && value <= INT32_MAX ?
	    (unsigned int)value : 0;
}

static struct xlsx_style
style_of(const struct styling *s, unsigned int id)
{
	for (size_t i = 0; i < s->formats; i++)
		if (s->format[i].id == id)
			return s->format[i].style;
	return xlsx_value_style(id, (struct text){ "", 0 });
}

static void
style_start(void *context, const char *name, const char *const *attributes)
{
	struct styling *s = context;
	struct xlsx_book *book = s->book;
	struct text code = xml_in_attribute(attributes, "formatCode");

	if (strcmp(name, "cellXfs") == 0) {
		s->in_cells = true;
	} else if (strcmp(name, "numFmt") == 0 && s->formats < FORMATS &&
	    code.n > 0) {
		s->format[s->formats].id = number_of(xml_in_attribute(
		    attributes, "numFmtId"));
		s->format[s->formats++].style = xlsx_value_style(0, code);
	} else if (strcmp(name, "xf") == 0 && s->in_cells) {
		if (book->style_count == XLSX_STYLES)
			fail(s->xml, "bad_xlsx", too_many);
		else
			book->styles[book->style_count++] = style_of(s,
			    number_of(xml_in_attribute(attributes,
			    "numFmtId")));
	}
}

static void
style_end(void *context, const char *name)
{
	struct styling *s = context;

	if (strcmp(name, "cellXfs") == 0)
		s->in_cells = false;
}

static enum status
read_styles(struct xlsx_book *book, struct text name, struct error *error)
{
	struct styling *s = mem_alloc(sizeof(*s));
	struct xml_events events = { .start = style_start,
	    .end = style_end, .context = s };
	enum status status = STATUS_OK;

	book->styles = mem_array(XLSX_STYLES, sizeof(*book->styles));
	if (s == NULL || book->styles == NULL) {
		status = error_memory(error);
	} else if (name.n > 0) {
		s->book = book;
		status = run(book->zip, name, XLSX_PART_BYTES, &events,
		    &s->xml, error);
	}
	mem_free(s);
	return status;
}

/* "xl/workbook.xml" has its relations in "xl/_rels/workbook.xml.rels". */
static struct text
relations_of(struct arena *arena, struct text part, struct text *folder)
{
	size_t slash = part.n;
	struct buf out;

	while (slash > 0 && part.p[slash - 1] != '/')
		slash--;
	*folder = text_slice(part, 0, slash);
	buf_init(&out, arena, 2 * UNZIP_NAME);
	buf_printf(&out, "%.*s_rels/%.*s.rels", TEXT_ARGS(*folder),
	    TEXT_ARGS(text_slice(part, slash, part.n)));
	return out.failed ? (struct text){ "", 0 } : buf_as_text(&out);
}

static enum status
read_all(struct xlsx_book *book, struct relations *r, struct text sheet,
    struct error *error)
{
	struct text main, folder, name;
	enum status status = read_relations(r, book->zip,
	    TEXT("_rels/.rels"), error);

	if (status != STATUS_OK)
		return status;
	main = related(r, "/officeDocument", (struct text){ "", 0 });
	name = relations_of(r->arena, main, &folder);
	status = read_relations(r, book->zip, name, error);
	if (status == STATUS_OK)
		status = choose(book, r, main, folder, sheet, error);
	if (status == STATUS_OK)
		status = read_styles(book, related(r, "/styles", folder),
		    error);
	if (status == STATUS_OK)
		status = read_strings(book, related(r, "/sharedStrings",
		    folder), error);
	if (status == STATUS_OK) {
		book->sheet = text_copy(book->arena, book->sheet);
		if (book->sheet.p == NULL)
			status = error_memory(error);
	}
	return status;
}

enum status
xlsx_book_read(struct xlsx_book *book, struct unzip *zip, struct text sheet,
    struct error *error)
{
	struct relations *r = mem_alloc(sizeof(*r));
	enum status status;

	memset(book, 0, sizeof(*book));
	book->zip = zip;
	book->arena = arena_new(STRINGS_ARENA);
	if (r != NULL)
		r->arena = arena_new(NAMES_BYTES);
	status = r == NULL || r->arena == NULL || book->arena == NULL ?
	    error_memory(error) : read_all(book, r, sheet, error);
	if (status == STATUS_NOT_FOUND)
		error->status = status = STATUS_INVALID;
	if (r != NULL)
		arena_free(r->arena);
	mem_free(r);
	if (status != STATUS_OK)
		xlsx_book_free(book);
	return status;
}

void
xlsx_book_free(struct xlsx_book *book)
{
	mem_free((void *)(uintptr_t)book->strings);
	mem_free(book->styles);
	arena_free(book->arena);
	memset(book, 0, sizeof(*book));
}
