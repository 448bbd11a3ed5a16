/*
 * table_out.h - rows of text as a file for people or programs: CSV, XLSX,
 * NDJSON.  Row after row, whatever their number, in the memory of one.
 *
 * CSV is RFC 4180 with CRLF, in UTF-8 (with a byte order mark, unless it is
 * not wanted) or CP932.  A value that a spreadsheet would take for a formula
 * gets an apostrophe before it.  A character that CP932 lacks (𠮷) is never
 * silently another one: it is counted, and becomes 〓 only where that is
 * wanted; otherwise table_out_end() fails.
 *
 * XLSX has one sheet of text cells, so that leading zeros stay and nothing is
 * a formula, under a frozen head.  NDJSON has an object a line, the columns'
 * ids its keys; what is empty is left out.
 */
#ifndef CONNECTOR_TABLE_OUT_H_
#define CONNECTOR_TABLE_OUT_H_

#include "base/csv.h"
#include "connector/archive.h"

enum table_format { TABLE_CSV, TABLE_XLSX, TABLE_NDJSON };
/* "csv", "xlsx", "ndjson"; ends with NULL. */
extern const char *const table_format_names[];

enum {
	TABLE_COLUMNS_MAX = 128,
	TABLE_ROWS_XLSX = 1048576,	/* with the head: Excel's limit */
	TABLE_CELL_XLSX = 32767,	/* UTF-16 units: Excel's limit */
	TABLE_UNMAPPABLE_MAX = 200,	/* kinds that are told apart */
};

struct table_column {
	struct text id;		/* of NDJSON */
	struct text name;	/* of the head */
};

/* A character of a column that CP932 does not have, and how often. */
struct table_unmappable {
	size_t column;
	uint32_t code_point;
	uint64_t count;
};

struct table_options {
	enum table_format format;
	enum csv_encoding encoding;	/* of CSV; CSV_AUTO: UTF-8 */
	bool no_bom;
	bool replace;			/* 〓 for what CP932 lacks */
	int64_t time;			/* of XLSX: ms since 1970 */
};

struct table_counts {
	uint64_t rows;
	uint64_t guarded;		/* values with an apostrophe */
	uint64_t unmappable;		/* characters */
	struct table_unmappable kinds[TABLE_UNMAPPABLE_MAX];
	size_t kind_count;
};

struct table_out;

/* Columns and counts are the caller's and outlive it. */
enum status table_out_new(struct table_out **table,
    const struct table_options *options, const struct table_column *columns,
    size_t n, struct table_counts *counts, archive_sink *sink, void *context,
    struct error *error) MUST_USE NONNULL_ARGS(1, 2, 3, 5, 6, 8);
enum status table_out_row(struct table_out *table, const struct text *values,
    struct error *error) MUST_USE NONNULL;
/* STATUS_INVALID "unmappable_characters": nobody may be given the file. */
enum status table_out_end(struct table_out *table, struct error *error)
    MUST_USE NONNULL;
void table_out_free(struct table_out *table);

#endif
