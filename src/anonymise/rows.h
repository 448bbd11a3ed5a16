/*
 * rows.h - where the rows to be anonymised come from: the seam.
 *
 * A source has named columns and hands out rows in numbered pieces; several
 * readers, one a thread, take pieces at once, and the numbers say in which
 * order the pieces belong.  A CSV file is one source (rows_csv); the vault
 * under a decision and an SQL query are others: whoever builds one fills the
 * table of functions below.
 */
#ifndef ANONYMISE_ROWS_H_
#define ANONYMISE_ROWS_H_

#include "base/base.h"
#include "base/csv.h"

enum { ROWS_BATCH = 256 };

/*
 * Some rows of one piece.  Cells lie row by row, as places in bytes; from
 * any cell's first byte CSV_SLACK bytes can be read.  They hold until the
 * reader is asked again.
 */
struct rows_batch {
	const uint8_t *bytes;
	const struct csv_cell *cells;
	size_t rows;		/* 0: no more */
	uint32_t piece;
	uint32_t line;		/* of the first row in the piece, from 1; the
				 * rows behind it follow line by line */
};

struct rows_reader;
struct table;

struct rows_ops {
	/* One reader for one thread. */
	enum status (*open)(struct table *rows, struct rows_reader **reader,
	    struct error *error);
	enum status (*next)(struct table *rows, struct rows_reader *reader,
	    struct rows_batch *batch, struct error *error);
	/* Call before closing, so that places behind can be told. */
	void (*close)(struct table *rows, struct rows_reader *reader);
	/* Back to the first row; only when rows->again. */
	enum status (*rewind)(struct table *rows, struct error *error);
	/* A value as text in the arena: checked or converted. */
	enum status (*text)(struct table *rows, struct text *text,
	    struct bytes value, struct arena *arena, struct error *error);
	/* Names the place of a failure; column from 1, 0: none. */
	void (*place)(struct table *rows, struct error *error, uint32_t piece,
	    uint32_t line, size_t column);
	/* How files with these rows are best written. */
	void (*form)(struct table *rows, enum csv_encoding *encoding,
	    char *delimiter, bool *crlf);
	/* How far it is: bytes or rows, total 0 when not known. */
	void (*progress)(struct table *rows, uint64_t *done, uint64_t *total);
	void (*release)(struct table *rows);
};

struct table {
	const struct rows_ops *ops;
	size_t columns;
	const struct text *names;
	bool again;		/* can be rewound, with the same pieces */
};

/* The column of that name, or rows->columns. */
size_t rows_find(const struct table *rows, struct text name) NONNULL;

/* A CSV file; csv stays the caller's and must outlive the source. */
enum status rows_csv(struct table **rows, struct csv *csv,
    struct error *error) MUST_USE NONNULL;

#endif
