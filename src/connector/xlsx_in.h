/*
 * xlsx_in.h - the rows of one sheet of a workbook (ECMA-376), as text.
 *
 * The first row holds the columns' names; every other one is a record, its
 * number in the sheet its line; rows without a value are passed over.  What a
 * cell is:
 *
 *   text (shared or in the cell)	as it is, without its furigana
 *   number				15 digits; padded where the format is
 *					nothing but zeros and -
 *   number in a format for dates	2024-04-08, 2024-04-08T10:30:00+09:00,
 *					10:30:00
 *   truth				true, false
 *   formula				what was computed last
 *   error (#N/A), a day that is none	a bad record
 *
 * It is read as a stream, twice if wanted; only the shared strings are kept
 * in memory.  Nothing in it is believed: see unzip.h; xml_in.h; the
 * enum below bounds the rest.
 */
#ifndef CONNECTOR_XLSX_IN_H_
#define CONNECTOR_XLSX_IN_H_

#include "base/base.h"

enum {
	XLSX_COLUMNS = 1024, XLSX_ROWS = 1048576,
	XLSX_STRINGS = 1 << 24, XLSX_STYLES = 65536,
	XLSX_STRING_BYTES = 512 << 20,	/* of shared strings, in all */
	XLSX_CELL = 1 << 18,		/* bytes of one */
};
#define XLSX_SHEET_BYTES ((uint64_t)4 << 30)	/* unpacked */
#define XLSX_PART_BYTES ((uint64_t)1 << 30)

struct xlsx_in;

/*
 * sheet "": the only visible one; STATUS_INVALID "several_sheets" when there
 * are more.
 */
enum status xlsx_in_open(struct xlsx_in **xlsx, const char *path,
    struct text sheet, struct error *error) MUST_USE NONNULL;
void xlsx_in_close(struct xlsx_in *xlsx);

enum status xlsx_in_hash(struct xlsx_in *xlsx, uint8_t hash[32],
    struct error *error) MUST_USE NONNULL;
size_t xlsx_in_columns(const struct xlsx_in *xlsx) NONNULL;
struct text xlsx_in_name(const struct xlsx_in *xlsx, size_t column) NONNULL;

/*
 * The next record into fields[columns]; a record that is bad has its reason
 * in *bad (its status is not STATUS_OK then).
 */
enum status xlsx_in_next(struct xlsx_in *xlsx, struct text *fields,
    uint64_t *line, bool *more, struct error *bad, struct arena *arena,
    struct error *error) MUST_USE NONNULL;
enum status xlsx_in_rewind(struct xlsx_in *xlsx, struct error *error)
    MUST_USE NONNULL;

#endif
