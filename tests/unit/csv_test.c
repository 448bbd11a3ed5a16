#include "test.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/cp932.h"
#include "base/csv.h"
#include "base/csv_scan.h"
#include "base/workers.h"

/* A file of its own for each test. */
static const char *
file_with(const char *bytes, size_t n)
{
	static char path[64];
	int fd;

	(void)snprintf(path, sizeof(path), "/tmp/sekisho_csv_XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), (ssize_t)n);
	(void)close(fd);
	return path;
}

#define FILE_WITH(literal) file_with(literal, sizeof(literal) - 1)

static struct csv *
opened(const char *path, const struct csv_options *options)
{
	struct error error;
	struct csv *csv;

	assert_ok(csv_open(&csv, path, options, &error), &error);
	(void)unlink(path);
	return csv;
}

static const struct csv_options automatic = { .delimiter = 0 };

static void
expect_row(struct csv *csv, struct arena *arena, uint64_t line,
    const char *first, const char *second)
{
	struct text fields[CSV_COLUMNS_MAX];
	struct error error;
	uint64_t at;
	bool more;

	assert_ok(csv_next(csv, fields, &at, &more, arena, &error), &error);
	assert_true(more);
	assert_int_equal(at, line);
	assert_text(fields[0], first);
	assert_text(fields[1], second);
}

static void
expect_end(struct csv *csv, struct arena *arena)
{
	struct text fields[CSV_COLUMNS_MAX];
	struct error error;
	uint64_t at;
	bool more;

	assert_ok(csv_next(csv, fields, &at, &more, arena, &error), &error);
	assert_false(more);
}

static void
reads_records(void **state)
{
	struct csv *csv = opened(FILE_WITH("a,b\r\n1,2\r\n,\r\n\"x,y\",\"\"\"\""
	    "\r\nlast,row"), &automatic);

	assert_int_equal(csv_columns(csv), 2);
	assert_text(csv_name(csv, 0), "a");
	assert_int_equal(csv_delimiter(csv), ',');
	assert_true(csv_crlf(csv));
	assert_int_equal(csv_find(csv, TEXT("b")), 1);
	assert_int_equal(csv_find(csv, TEXT("c")), 2);
	expect_row(csv, *state, 2, "1", "2");
	expect_row(csv, *state, 3, "", "");
	expect_row(csv, *state, 4, "x,y", "\"");
	expect_row(csv, *state, 5, "last", "row");
	expect_end(csv, *state);
	csv_close(csv);
}

static void
counts_lines_inside_quotes(void **state)
{
	struct csv *csv = opened(FILE_WITH("a;b\n1;\"x\ny\r\nz\"\n2;3\n"),
	    &automatic);

	assert_int_equal(csv_delimiter(csv), ';');
	assert_false(csv_crlf(csv));
	expect_row(csv, *state, 2, "1", "x\ny\r\nz");
	expect_row(csv, *state, 5, "2", "3");
	expect_end(csv, *state);
	csv_close(csv);
}

static void
finds_separator_and_bom(void **state)
{
	const struct csv_options headless = { .headless = true };
	struct csv *csv = opened(FILE_WITH("\xEF\xBB\xBF\"a,b;c\"\tb\n1\t2\n"),
	    &automatic);

	assert_int_equal(csv_delimiter(csv), '\t');
	assert_text(csv_name(csv, 0), "a,b;c");
	expect_row(csv, *state, 2, "1", "2");
	csv_close(csv);
	csv = opened(FILE_WITH("x,y\n"), &headless);
	assert_text(csv_name(csv, 1), "2");
	expect_row(csv, *state, 1, "x", "y");
	expect_end(csv, *state);
	csv_close(csv);
}

static void
knows_encodings(void **state)
{
	struct csv *csv = opened(FILE_WITH("\x8e\x81\x96\xbc,\x94N\n"
	    "\xfb\xfc\x83\x5c,\"\x95\x5c\"\n"), &automatic);

	assert_int_equal(csv_encoding(csv), CSV_CP932);
	assert_text(csv_name(csv, 0), "氏名");
	/* A second byte of 0x5C is no separator; 髙 is of the IBM range. */
	expect_row(csv, *state, 2, "髙ソ", "表");
	csv_close(csv);
	csv = opened(FILE_WITH("氏名,年\n髙,1\n"), &automatic);
	assert_int_equal(csv_encoding(csv), CSV_UTF8);
	expect_row(csv, *state, 2, "髙", "1");
	csv_close(csv);
}

static void
fails_at(struct arena *arena, const char *path, const char *code,
    const char *line)
{
	struct text fields[CSV_COLUMNS_MAX];
	struct csv *csv;
	struct error error;
	enum status status = csv_open(&csv, path, &automatic, &error);
	uint64_t at;
	bool more = true;

	while (status == STATUS_OK && more)
		status = csv_next(csv, fields, &at, &more, arena, &error);
	assert_fails(status, &error, STATUS_INVALID, code);
	assert_true(text_ends_with(text_of(error.field), line));
	csv_close(csv);
	(void)unlink(path);
}

static void
refuses_what_is_wrong(void **state)
{
	fails_at(*state, FILE_WITH("a,b\n1,2\n3\n"), "csv_ragged", ":3");
	fails_at(*state, FILE_WITH("a,b\n1,2\n3,4,5\n"), "csv_ragged", ":3");
	fails_at(*state, FILE_WITH("a,b\n\n"), "csv_ragged", ":2");
	fails_at(*state, FILE_WITH("a,b\n1,x\"y\n"), "csv_quote", ":2");
	fails_at(*state, FILE_WITH("a,b\n1,\"x\"y\n"), "csv_quote", ":2");
	fails_at(*state, FILE_WITH("a,b\n1,\"x\n2,3\n"), "csv_quote", "");
	fails_at(*state, FILE_WITH(""), "csv_empty", "");
	fails_at(*state, FILE_WITH("\xEF\xBB\xBF"), "csv_empty", "");
	fails_at(*state, FILE_WITH("a,b\n1,\xC0\x80\n"), "csv_encoding",
	    ":2:b");
}

static void
refuses_an_endless_record(void **state)
{
	size_t n = CSV_RECORD_MAX + 3 * CSV_BLOCK;
	char *bytes = arena_alloc(*state, n);

	memset(bytes, 'x', n);
	memcpy(bytes, "a\n\"", 3);
	fails_at(*state, file_with(bytes, n), "csv_too_long", ":2");
}

static void
scans_alike(void **state)
{
	uint8_t bytes[64];
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			bytes[i] = (uint8_t)(seed >> 56);
			if ((seed >> 40 & 3) == 0)
				bytes[i] = (uint8_t)";\n\"\x80"[seed >> 42 & 3];
		}
		assert_true(csv_scan(bytes, ';') ==
		    csv_scan_plain(bytes, ';'));
	}
}

/* Fields that need care, from a generator. */
static struct text
awkward(uint64_t *seed, char room[16])
{
	static const char letters[] = "a1 ,;\"\n\r\xE3\x81\x82";
	size_t n = 0, length;

	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	length = *seed >> 60;
	while (n < length && n < 12) {
		*seed = *seed * 6364136223846793005u + 1442695040888963407u;
		if ((*seed >> 33) % 9 == 8) {
			memcpy(room + n, letters + 8, 3);
			n += 3;
		} else {
			room[n++] = letters[(*seed >> 33) % 8];
		}
	}
	return (struct text){ room, n };
}

static void
reads_what_it_writes(void **state)
{
	enum { ROUNDS = 3000 };
	struct buf buf;
	struct csv *csv;
	uint64_t seed = 7;
	char room[2][16];

	buf_init(&buf, *state, 1 << 20);
	buf_string(&buf, "a;b\n");
	for (int i = 0; i < ROUNDS; i++) {
		csv_put(&buf, awkward(&seed, room[0]), ';');
		buf_byte(&buf, ';');
		csv_put(&buf, awkward(&seed, room[1]), ';');
		buf_byte(&buf, '\n');
	}
	assert_false(buf.failed);
	csv = opened(file_with((char *)buf.p, buf.n), &automatic);
	seed = 7;
	for (int i = 0; i < ROUNDS; i++) {
		struct text first = awkward(&seed, room[0]);
		struct text second = awkward(&seed, room[1]);
		struct text fields[2];
		struct error error;
		uint64_t line;
		bool more;

		assert_ok(csv_next(csv, fields, &line, &more, *state,
		    &error), &error);
		/* A CR at the end of a line's last field belongs to CRLF. */
		assert_true(text_equal(fields[0], first));
		assert_true(text_equal(fields[1], second));
	}
	expect_end(csv, *state);
	csv_close(csv);
}

/* Many threads read one file: every row once, in known pieces. */
struct sharing {
	struct csv *csv;
	uint64_t sum[4];
	uint64_t rows[4];
	bool failed[4];
};

static void
share(void *context, size_t index)
{
	struct sharing *sharing = context;
	struct csv_block block = { .n = 0 };
	struct error error;
	bool more = true;

	while (csv_block_next(sharing->csv, &block, &more, &error) ==
	    STATUS_OK && more) {
		struct csv_cell cells[2 * 7];
		size_t rows = 1;

		while (rows > 0) {
			sharing->failed[index] |= csv_block_rows(sharing->csv,
			    &block, cells, 7, &rows, &error) != STATUS_OK;
			for (size_t r = 0; r < rows; r++) {
				int64_t value = 0;

				(void)text_to_int((struct text){
				    (char *)block.bytes + cells[r * 2].at,
				    cells[r * 2].n }, &value);
				sharing->sum[index] += (uint64_t)value;
			}
			sharing->rows[index] += rows;
		}
	}
	csv_block_free(&block);
}

static void
shares_blocks_among_threads(void **state)
{
	enum { ROWS = 400000 };
	struct sharing sharing = { .csv = NULL };
	uint64_t sum = 0, rows = 0;
	struct error error;
	struct buf buf;

	buf_init(&buf, *state, (size_t)1 << 25);
	buf_string(&buf, "n,text\n");
	for (int i = 0; i < ROWS; i++)
		buf_printf(&buf, "%d,\"%s\"\n", i, i % 1000 == 0 ? "a\nb" :
		    "c");
	sharing.csv = opened(file_with((char *)buf.p, buf.n), &automatic);
	for (int pass = 0; pass < 2; pass++) {
		memset(sharing.sum, 0, sizeof(sharing.sum));
		memset(sharing.rows, 0, sizeof(sharing.rows));
		workers_run(4, share, &sharing);
		sum = rows = 0;
		for (size_t i = 0; i < 4; i++) {
			assert_false(sharing.failed[i]);
			sum += sharing.sum[i];
			rows += sharing.rows[i];
		}
		assert_int_equal(rows, ROWS);
		assert_int_equal(sum, (uint64_t)ROWS * (ROWS - 1) / 2);
		assert_ok(csv_rewind(sharing.csv, &error), &error);
	}
	csv_close(sharing.csv);
}

static void
guards_formulas(void **state)
{
	(void)state;
	assert_true(csv_is_formula(TEXT("=1+1")));
	assert_true(csv_is_formula(TEXT("@SUM(A1)")));
	assert_true(csv_is_formula(TEXT("-cmd")));
	assert_true(csv_is_formula(TEXT("+1a")));
	assert_true(csv_is_formula(TEXT("\tx")));
	assert_false(csv_is_formula(TEXT("-12.5")));
	assert_false(csv_is_formula(TEXT("+81")));
	assert_false(csv_is_formula(TEXT("<=50K")));
	assert_false(csv_is_formula(TEXT("-")));
	assert_false(csv_is_formula(TEXT("")));
}

static void
encodes_cp932(void **state)
{
	struct buf buf;
	struct error error;
	struct text text;

	buf_init(&buf, *state, 100);
	assert_ok(cp932_encode(&buf, TEXT("髙﨑①㈱～"), &error), &error);
	assert_int_equal(buf.n, 10);
	assert_memory_equal(buf.p, "\xfb\xfc\xfa\xb1\x87\x40\x87\x8a\x81\x60",
	    10);
	assert_fails(cp932_encode(&buf, TEXT("𠮷"), &error), &error,
	    STATUS_INVALID, "not_in_cp932");
	assert_ok(cp932_decode(&text, (struct bytes){
	    (const uint8_t *)"\x81\x60\x81\x7c\xb1", 5 }, *state, &error),
	    &error);
	assert_text(text, "～－ｱ");
	assert_fails(cp932_decode(&text, (struct bytes){
	    (const uint8_t *)"\x81", 1 }, *state, &error), &error,
	    STATUS_INVALID, "not_cp932");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(reads_records),
		arena_test(counts_lines_inside_quotes),
		arena_test(finds_separator_and_bom),
		arena_test(knows_encodings),
		arena_test(refuses_what_is_wrong),
		arena_test(refuses_an_endless_record),
		cmocka_unit_test(scans_alike),
		arena_test(reads_what_it_writes),
		arena_test(shares_blocks_among_threads),
		cmocka_unit_test(guards_formulas),
		arena_test(encodes_cp932),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
