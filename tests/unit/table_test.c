/*
 * Tables that go out and come in: cells as spreadsheets and programs have
 * them, and what a number in a workbook is to people.
 */
#include "test.h"

#include "base/file.h"
#include "connector/table_in.h"
#include "connector/table_out.h"
#include "connector/xlsx_parts.h"
#include "folder.h"

static enum status
keep(void *context, struct bytes bytes, struct error *error)
{
	struct buf *out = context;

	buf_put(out, bytes.p, bytes.n);
	return buf_status(out, error);
}

static const struct table_column columns[] = {
	{ { "name", 4 }, { "Name", 4 } }, { { "note", 4 }, { "Note", 4 } },
};

/* The rows as that file; what it counted. */
static struct text
written(struct arena *arena, const struct table_options *options,
    const struct text (*rows)[2], size_t n, struct table_counts *counts,
    enum status wanted)
{
	struct buf out;
	struct table_out *table;
	struct error error;
	enum status status;

	buf_init(&out, arena, 1 << 20);
	assert_ok(table_out_new(&table, options, columns, 2, counts, keep,
	    &out, &error), &error);
	for (size_t i = 0; i < n; i++)
		assert_ok(table_out_row(table, rows[i], &error), &error);
	status = table_out_end(table, &error);
	assert_int_equal(status, wanted);
	if (wanted != STATUS_OK)
		assert_string_equal(error.code, "unmappable_characters");
	table_out_free(table);
	assert_int_equal(counts->rows, n);
	return (struct text){ (const char *)out.p, out.n };
}

/* A cell that a spreadsheet would run is guarded, and counted. */
static void
csv_is_guarded(void **state)
{
	const struct text rows[][2] = {
		{ TEXT("=1+1"), TEXT("a,b") }, { TEXT("+81-3"), TEXT("-5") },
		{ TEXT("@x"), TEXT("say \"=\"") }, { TEXT(""), TEXT("\tx") },
	};
	struct table_options options = { .no_bom = true };
	struct table_counts counts;

	assert_text(written(*state, &options, rows, LENGTH(rows), &counts,
	    STATUS_OK), "Name,Note\r\n'=1+1,\"a,b\"\r\n'+81-3,-5\r\n"
	    "'@x,\"say \"\"=\"\"\"\r\n,'\tx\r\n");
	assert_int_equal(counts.guarded, 4);
	options.no_bom = false;
	assert_true(text_starts_with(written(*state, &options, rows, 1,
	    &counts, STATUS_OK), "\xEF\xBB\xBF" "Name"));
}

/* What CP932 lacks is told by its column, and never another character. */
static void
cp932_tells_what_it_lacks(void **state)
{
	const struct text rows[][2] = {
		{ TEXT("\xF0\xA0\xAE\xB7\xE7\x94\xB0"), TEXT("ok") },
		{ TEXT("\xE9\xAB\x99"), TEXT("\xF0\xA0\xAE\xB7") },
		{ TEXT("\xF0\xA0\xAE\xB7"), TEXT("") },
	};
	struct table_options options = { .encoding = CSV_CP932 };
	struct table_counts counts;

	(void)written(*state, &options, rows, LENGTH(rows), &counts,
	    STATUS_INVALID);
	assert_int_equal(counts.unmappable, 3);
	assert_int_equal(counts.kind_count, 2);
	assert_int_equal(counts.kinds[0].code_point, 0x20BB7);
	assert_int_equal(counts.kinds[0].column, 0);
	assert_int_equal(counts.kinds[0].count, 2);
	options.replace = true;
	assert_text(written(*state, &options, rows, LENGTH(rows), &counts,
	    STATUS_OK), "Name,Note\r\n\x81\xAC\x93\x63,ok\r\n"
	    "\xFB\xFC,\x81\xAC\r\n\x81\xAC,\r\n");
}

static void
ndjson_leaves_out_what_is_empty(void **state)
{
	const struct text rows[][2] = {
		{ TEXT("a\n\"b"), TEXT("") }, { TEXT(""), TEXT("=1") },
	};
	struct table_options options = { .format = TABLE_NDJSON };
	struct table_counts counts;

	assert_text(written(*state, &options, rows, LENGTH(rows), &counts,
	    STATUS_OK), "{\"name\":\"a\\n\\\"b\"}\n{\"note\":\"=1\"}\n");
	assert_int_equal(counts.guarded, 0);
}

/* What a workbook holds comes back as it was, control characters too. */
static void
a_workbook_comes_back(void **state)
{
	static const char controls[] = "a\r\n\x01 _x0041_ <&>\"'";
	const struct text rows[][2] = {
		{ TEXT("007"), TEXT("=1+1") },
		{ text_of(controls), TEXT(" \xE9\xAB\x99\xF0\xA0\xAE\xB7 ") },
	};
	struct table_options options = { .format = TABLE_XLSX };
	struct table_counts counts;
	struct arena *arena = arena_new(64 << 20);
	struct table_in_options in = { .sheet = { "", 0 } };
	struct text book, fields[2];
	struct table_in *table;
	struct error error, bad;
	uint64_t line;
	bool more;

	(void)state;
	assert_non_null(arena);
	book = written(arena, &options, rows, LENGTH(rows), &counts,
	    STATUS_OK);
	assert_ok(file_replace(at("book.xlsx"), bytes_of(book), 0600,
	    &error), &error);
	assert_ok(table_in_open(&table, at("book.xlsx"), &in, &error),
	    &error);
	assert_int_equal(table_in_columns(table), 2);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < LENGTH(rows); i++) {
			assert_ok(table_in_next(table, fields, &line, &more,
			    &bad, arena, &error), &error);
			assert_true(more);
			assert_int_equal(bad.status, STATUS_OK);
			assert_int_equal(line, i + 2);
			for (size_t f = 0; f < 2; f++)
				assert_true(text_equal(fields[f],
				    rows[i][f]));
		}
		assert_ok(table_in_next(table, fields, &line, &more, &bad,
		    arena, &error), &error);
		assert_false(more);
		assert_ok(table_in_rewind(table, &error), &error);
	}
	table_in_close(table);
	arena_free(arena);
}

static void
a_cell_has_an_end(void **state)
{
	char *text = arena_alloc(*state, TABLE_CELL_XLSX + 1);
	struct table_options options = { .format = TABLE_XLSX };
	struct text row[2] = { { text, TABLE_CELL_XLSX }, { "", 0 } };
	struct table_counts counts;
	struct table_out *table;
	struct error error;
	struct buf out;

	memset(text, 'a', TABLE_CELL_XLSX + 1);
	buf_init(&out, *state, 1 << 20);
	assert_ok(table_out_new(&table, &options, columns, 2, &counts, keep,
	    &out, &error), &error);
	assert_ok(table_out_row(table, row, &error), &error);
	row[0].n++;
	assert_fails(table_out_row(table, row, &error), &error,
	    STATUS_INVALID, "cell_too_long");
	table_out_free(table);
}

static void
numbers_are_what_people_see(void **state)
{
	static const struct {
		unsigned int format;
		const char *code, *number, *text;	/* NULL: refused */
		bool from_1904;
	} seen[] = {
		{ 0, "", "12", "12", false },
		{ 0, "", "0.10000000000000001", "0.1", false },
		{ 0, "", "1.2E+3", "1200", false },
		{ 0, "", "123456789012345678", "123456789012345678", false },
		{ 0, "", "1.2345678901234568E+17", NULL, false },
		{ 0, "", "0x10", NULL, false },
		{ 0, "", "nan", NULL, false },
		{ 0, "", "1e999", NULL, false },
		{ 0, "000-0000", "1500001", "150-0001", false },
		{ 0, "00000", "42", "00042", false },
		{ 0, "00000", "4.5", "4.5", false },
		{ 14, "", "45390", "2024-04-08", false },
		{ 14, "", "43928", "2024-04-08", true },
		{ 14, "", "1", "1900-01-01", false },
		{ 14, "", "59", "1900-02-28", false },
		{ 14, "", "60", NULL, false },
		{ 14, "", "61", "1900-03-01", false },
		{ 14, "", "2958465", "9999-12-31", false },
		{ 14, "", "2958467", NULL, false },
		{ 14, "", "-1", NULL, false },
		{ 22, "", "45390.4375", "2024-04-08T10:30:00+09:00", false },
		{ 14, "", "45390.4375", "2024-04-08", false },
		{ 20, "", "0.4375", "10:30:00", false },
		{ 0, "yyyy\"年\"m\"月\"d\"日\"", "45390", "2024-04-08", false },
		{ 0, "[$-411]ggge\"年\"m\"月\"d\"日\";@", "45390",
		  "2024-04-08", false },
		{ 0, "0.00E+00", "45390", "45390", false },
		{ 0, "\"day\" 0", "45390", "45390", false },
		{ 0, "[h]:mm", "0.5", "12:00:00", false },
	};

	for (size_t i = 0; i < LENGTH(seen); i++) {
		struct xlsx_style style = xlsx_value_style(seen[i].format,
		    text_of(seen[i].code));
		struct error error;
		struct text text;
		enum status status = xlsx_value_text(&text,
		    text_of(seen[i].number), &style, seen[i].from_1904,
		    *state, &error);

		if (seen[i].text == NULL) {
			assert_int_equal(status, STATUS_INVALID);
			continue;
		}
		assert_ok(status, &error);
		assert_text(text, seen[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(csv_is_guarded),
		arena_test(cp932_tells_what_it_lacks),
		arena_test(ndjson_leaves_out_what_is_empty),
		arena_test(a_workbook_comes_back),
		arena_test(a_cell_has_an_end),
		arena_test(numbers_are_what_people_see),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
