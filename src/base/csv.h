/*
 * csv.h - comma-separated values: RFC 4180, strict, and as fast as memory.
 *
 * Records end with LF or CRLF; fields are separated by a comma, a semicolon
 * or a tab (found from the first line when nobody says); quotes stand around
 * a whole field and are doubled inside it.  Every record has as many fields
 * as the first.  What breaks these rules is an error with its line:
 * csv_ragged, csv_quote, csv_too_long, csv_empty.  A byte order mark is
 * skipped.
 *
 * A file is cut into blocks of whole records, which several threads may take
 * and read at once; a block's fields are places in its bytes, in the file's
 * own encoding.  CP932 never holds a separator, a quote or a line end as the
 * second byte of a character, so both encodings are cut alike and only the
 * values that somebody looks at need csv_text().
 *
 * csv_next() is the simple way for one thread: record after record, as text.
 */
#ifndef BASE_CSV_H_
#define BASE_CSV_H_

#include "base/base.h"
#include "base/buf.h"

enum {
	CSV_COLUMNS_MAX = 1024,
	CSV_BLOCK = 1 << 20,		/* bytes read at a time */
	CSV_RECORD_MAX = 1 << 24,	/* bytes of one record */
	CSV_SLACK = 64,			/* readable bytes behind a block */
	CSV_NAME_SIZE = 256,
};

enum csv_encoding { CSV_AUTO, CSV_UTF8, CSV_CP932 };

/* Names of the encodings, for plans and options; ends with NULL. */
extern const char *const csv_encoding_names[];

struct csv_options {
	char delimiter;			/* 0: found from the first line */
	enum csv_encoding encoding;
	bool headless;			/* the first record is data */
};

struct csv;

/* One field: bytes [at, at + n) of its block, unquoted. */
struct csv_cell {
	uint32_t at;
	uint32_t n;
};

/*
 * A piece of the file, one thread's at a time.  Zero it before the first
 * use; csv_block_free() at the end.
 */
struct csv_block {
	uint8_t *bytes;
	size_t n;
	size_t capacity;
	uint64_t number;	/* 0, 1, 2, ... in the order of the file */
	/* Where the reader stands. */
	size_t at;
	size_t window;
	uint64_t mask;
	uint64_t lines;		/* line ends passed */
	bool open;
};

/* "-" is standard input, which cannot be rewound. */
enum status csv_open(struct csv **csv, const char *path,
    const struct csv_options *options, struct error *error)
    MUST_USE NONNULL;
void csv_close(struct csv *csv);

/* How it was written. */
size_t csv_columns(const struct csv *csv) NONNULL;
struct text csv_name(const struct csv *csv, size_t column) NONNULL;
/* The column of that name, or csv_columns(). */
size_t csv_find(const struct csv *csv, struct text name) NONNULL;
char csv_delimiter(const struct csv *csv) NONNULL;
enum csv_encoding csv_encoding(const struct csv *csv) NONNULL;
bool csv_crlf(const struct csv *csv) NONNULL;
const char *csv_path(const struct csv *csv) NONNULL;
/* Bytes of the file (0 when not known) and bytes handed out. */
uint64_t csv_size(const struct csv *csv) NONNULL;
uint64_t csv_taken(struct csv *csv) NONNULL;

/* Back to the first record.  STATUS_INVALID for what cannot be rewound. */
enum status csv_rewind(struct csv *csv, struct error *error) MUST_USE NONNULL;

/*
 * Takes the next block; *more is false at the end.  Many threads may call
 * it, each with its own block.
 */
enum status csv_block_next(struct csv *csv, struct csv_block *block,
    bool *more, struct error *error) MUST_USE NONNULL;

/*
 * Reads up to max records into cells (record by record) and their number
 * into *rows: 0 at the end of the block.  It stops behind a record of many
 * lines, so that all records of a call but the last have one.  An error's
 * place is the line in the block, block->lines + 1: see csv_line().
 */
enum status csv_block_rows(const struct csv *csv, struct csv_block *block,
    struct csv_cell *cells, size_t max, size_t *rows, struct error *error)
    MUST_USE NONNULL;

/* Tells how many lines a block had, when no other is taken after it. */
void csv_block_done(struct csv *csv, struct csv_block *block) NONNULL;
void csv_block_free(struct csv_block *block);

/*
 * The line of the file at which a line of a block stands (both from 1), once
 * all blocks before it have been read to their end.
 */
uint64_t csv_line(const struct csv *csv, uint64_t number, uint64_t line)
    NONNULL;
/* "file:line" or, with a column (from 1), "file:line:column name". */
void csv_place(const struct csv *csv, struct error *error, uint64_t line,
    size_t column) NONNULL;

/*
 * A cell's bytes as text in the arena; checks UTF-8, decodes CP932.
 * STATUS_INVALID "csv_encoding".
 */
enum status csv_text(const struct csv *csv, struct text *text,
    struct bytes bytes, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/*
 * The next record as text in the arena, fields[csv_columns()], with its
 * line; *more is false at the end.  Not to be mixed with blocks.
 */
enum status csv_next(struct csv *csv, struct text *fields, uint64_t *line,
    bool *more, struct arena *arena, struct error *error) MUST_USE NONNULL;

/* A field with quotes where it needs them. */
void csv_put(struct buf *out, struct text field, char delimiter) NONNULL;

/*
 * Whether a spreadsheet would take the field for a formula: it begins with
 * = + - @, a tab or a line end, has more than that and is no plain number.
 */
bool csv_is_formula(struct text field);

#endif
