#include "base/buf.h"
#include "base/mem.h"
#include "connector/table_out.h"
#include "connector/xlsx_out.h"

enum { ROW_ARENA = 128 << 20, ROW_MAX = 32 << 20 };

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/"
#define MAIN OFFICE "spreadsheetml/2006/main"
#define PACKAGE "application/vnd.openxmlformats-"
#define SHEETML PACKAGE "officedocument.spreadsheetml."
#define RELATION OFFICE "officeDocument/2006/relationships"

/* All that a workbook of one sheet has beside it. */
static const struct {
	const char *name, *text;
} parts[] = {
	{ "[Content_Types].xml", XML
	  "<Types xmlns=\"" OFFICE "package/2006/content-types\">"
	  "<Default Extension=\"rels\" ContentType=\"" PACKAGE
	  "package.relationships+xml\"/>"
	  "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	  "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" SHEETML
	  "sheet.main+xml\"/>"
	  "<Override PartName=\"/xl/styles.xml\" ContentType=\"" SHEETML
	  "styles+xml\"/>"
	  "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\""
	  SHEETML "worksheet+xml\"/></Types>" },
	{ "_rels/.rels", XML
	  "<Relationships xmlns=\"" OFFICE "package/2006/relationships\">"
	  "<Relationship Id=\"rId1\" Type=\"" RELATION "/officeDocument\" "
	  "Target=\"xl/workbook.xml\"/></Relationships>" },
	{ "xl/workbook.xml", XML
	  "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATION "\"><sheets>"
	  "<sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
	  "</workbook>" },
	{ "xl/_rels/workbook.xml.rels", XML
	  "<Relationships xmlns=\"" OFFICE "package/2006/relationships\">"
	  "<Relationship Id=\"rId1\" Type=\"" RELATION "/worksheet\" "
	  "Target=\"worksheets/sheet1.xml\"/>"
	  "<Relationship Id=\"rId2\" Type=\"" RELATION "/styles\" "
	  "Target=\"styles.xml\"/></Relationships>" },
	/* Format 1 is "@": text, also after somebody has edited the cell. */
	{ "xl/styles.xml", XML
	  "<styleSheet xmlns=\"" MAIN "\"><fonts count=\"2\"><font>"
	  "<sz val=\"11\"/><name val=\"Yu Gothic\"/></font><font><b/>"
	  "<sz val=\"11\"/><name val=\"Yu Gothic\"/></font></fonts>"
	  "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
	  "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
	  "<borders count=\"1\"><border><left/><right/><top/><bottom/>"
	  "<diagonal/></border></borders><cellStyleXfs count=\"1\">"
	  "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
	  "</cellStyleXfs><cellXfs count=\"3\">"
	  "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" "
	  "xfId=\"0\"/><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" "
	  "borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
	  "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" "
	  "xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs>"
	  "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
	  "builtinId=\"0\"/></cellStyles></styleSheet>" },
};

struct xlsx_out {
	struct archive *archive;
	struct arena *arena;
	size_t n;
	uint64_t rows;
};

/* "A", "Z", "AA": the column of a cell's name. */
static void
put_column(struct buf *out, size_t column)
{
	char letters[4];
	size_t n = 0;

	for (size_t c = column + 1; c > 0; c = (c - 1) / 26)
		letters[n++] = (char)('A' + (c - 1) % 26);
	while (n > 0)
		buf_byte(out, (uint8_t)letters[--n]);
}

/*
 * What XML can not hold is written as _xHHHH_ (ST_Xstring), and so is a _
 * that looks as if it began such a thing.
 */
static bool
needs_code(struct text rest, uint32_t c)
{
	static const char hex[] = "0123456789abcdefABCDEF";

	if (c < ' ')
		return c != '\t' && c != '\n';
	if (c != '_')
		return c == 0xFFFE || c == 0xFFFF;
	if (rest.n < 6 || rest.p[0] != 'x' || rest.p[5] != '_')
		return false;
	for (size_t i = 1; i < 5; i++)
		if (strchr(hex, rest.p[i]) == NULL)
			return false;
	return true;
}

/* STATUS_INVALID when it is longer than a cell may be. */
static enum status
put_text(struct buf *out, struct text text, struct error *error)
{
	size_t units = 0;
	uint32_t c;

	while (text_next(&text, &c)) {
		char bytes[4];

		units += c > 0xFFFF ? 2 : 1;
		if (needs_code(text, c))
			buf_printf(out, "_x%04X_", c);
		else if (c == '&')
			buf_string(out, "&amp;");
		else if (c == '<')
			buf_string(out, "&lt;");
		else if (c == '>')
			buf_string(out, "&gt;");
		else
			buf_put(out, bytes, text_encode(c, bytes));
	}
	return units <= TABLE_CELL_XLSX ? STATUS_OK : error_set(error,
	    STATUS_INVALID, "cell_too_long",
	    "XLSX のセルに入らない長さの値があります (上限 %d 文字)",
	    "a value is too long for a cell of XLSX (at most %d characters)",
	    TABLE_CELL_XLSX);
}

static enum status
put_row(struct xlsx_out *x, const struct text *values, int style,
    struct error *error)
{
	struct buf out;
	enum status status = STATUS_OK;

	if (x->rows == TABLE_ROWS_XLSX)
		return error_set(error, STATUS_INVALID, "too_many_rows",
		    "XLSX に入る行数 (%d) を超えました",
		    "there are more rows than XLSX holds (%d)",
		    TABLE_ROWS_XLSX);
	arena_reset(x->arena);
	buf_init(&out, x->arena, ROW_MAX);
	x->rows++;
	buf_printf(&out, "<row r=\"%llu\">", (unsigned long long)x->rows);
	for (size_t i = 0; i < x->n && status == STATUS_OK; i++) {
		if (values[i].n == 0)
			continue;
		buf_string(&out, "<c r=\"");
		put_column(&out, i);
		buf_printf(&out, "%llu\" s=\"%d\" t=\"inlineStr\"><is>"
		    "<t xml:space=\"preserve\">",
		    (unsigned long long)x->rows, style);
		status = put_text(&out, values[i], error);
		buf_string(&out, "</t></is></c>");
	}
	buf_string(&out, "</row>");
	if (status == STATUS_OK)
		status = buf_status(&out, error);
	return status == STATUS_OK ? archive_put(x->archive,
	    buf_bytes(&out), error) : status;
}

static enum status
put_string(struct xlsx_out *x, const char *string, struct error *error)
{
	return archive_put(x->archive, bytes_of(text_of(string)), error);
}

static enum status
begin(struct xlsx_out *x, const struct text *names, struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < LENGTH(parts) && status == STATUS_OK; i++) {
		status = archive_member(x->archive, parts[i].name, error);
		if (status == STATUS_OK)
			status = put_string(x, parts[i].text, error);
	}
	if (status == STATUS_OK)
		status = archive_member(x->archive,
		    "xl/worksheets/sheet1.xml", error);
	if (status == STATUS_OK)
		status = put_string(x, XML "<worksheet xmlns=\"" MAIN "\">"
		    "<sheetViews><sheetView workbookViewId=\"0\">"
		    "<pane ySplit=\"1\" topLeftCell=\"A2\" "
		    "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>"
		    "</sheetViews><sheetFormatPr defaultColWidth=\"18\" "
		    "defaultRowHeight=\"15\"/><sheetData>", error);
	return status == STATUS_OK ? put_row(x, names, 2, error) : status;
}

enum status
xlsx_out_new(struct xlsx_out **out, const struct text *names, size_t n,
    int64_t time, archive_sink *sink, void *context, struct error *error)
{
	struct xlsx_out *x = mem_alloc(sizeof(*x));
	enum status status;

	*out = NULL;
	if (x == NULL)
		return error_memory(error);
	x->n = n;
	x->arena = arena_new(ROW_ARENA);
	status = x->arena == NULL ? error_memory(error) : archive_new(
	    &x->archive, sink, context, (struct text){ "", 0 }, time, error);
	if (status == STATUS_OK)
		status = begin(x, names, error);
	if (status == STATUS_OK)
		*out = x;
	else
		xlsx_out_free(x);
	return status;
}

enum status
xlsx_out_row(struct xlsx_out *x, const struct text *values,
    struct error *error)
{
	return put_row(x, values, 1, error);
}

enum status
xlsx_out_end(struct xlsx_out *x, struct error *error)
{
	enum status status = put_string(x, "</sheetData></worksheet>",
	    error);

	return status == STATUS_OK ? archive_end(x->archive, error) : status;
}

void
xlsx_out_free(struct xlsx_out *x)
{
	if (x == NULL)
		return;
	archive_free(x->archive);
	arena_free(x->arena);
	mem_free(x);
}
