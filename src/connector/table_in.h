/*
 * table_in.h - a table that somebody sends: CSV (base/csv.h) or a sheet of a
 * workbook (xlsx_in.h), read alike.
 *
 * The form is found by what the file begins with, not by its name.
 */
#ifndef CONNECTOR_TABLE_IN_H_
#define CONNECTOR_TABLE_IN_H_

#include "base/csv.h"

struct table_in;

struct table_in_options {
	struct csv_options csv;
	struct text sheet;	/* of a workbook; "": the only one */
};

enum status table_in_open(struct table_in **table, const char *path,
    const struct table_in_options *options, struct error *error)
    MUST_USE NONNULL;
void table_in_close(struct table_in *table);

size_t table_in_columns(const struct table_in *table) NONNULL;
struct text table_in_name(const struct table_in *table, size_t column)
    NONNULL;
/* The column of that name, or table_in_columns(). */
size_t table_in_find(const struct table_in *table, struct text name) NONNULL;

/* SHA-256 of the file; before the first record. */
enum status table_in_hash(struct table_in *table, uint8_t hash[32],
    struct error *error) MUST_USE NONNULL;

/*
 * The next record, fields[columns], with its line.  A record that is bad by
 * itself has its reason in *bad, whose status is STATUS_OK otherwise.
 */
enum status table_in_next(struct table_in *table, struct text *fields,
    uint64_t *line, bool *more, struct error *bad, struct arena *arena,
    struct error *error) MUST_USE NONNULL;
enum status table_in_rewind(struct table_in *table, struct error *error)
    MUST_USE NONNULL;

#endif
