/* xlsx_parts.h - what the files of xlsx_in*.c share. */
#ifndef CONNECTOR_XLSX_PARTS_H_
#define CONNECTOR_XLSX_PARTS_H_

#include "base/buf.h"
#include "connector/unzip.h"
#include "connector/xlsx_in.h"
#include "connector/xml_in.h"

/* What a number in a cell of that style is to people. */
enum xlsx_look { LOOK_NUMBER, LOOK_DATE, LOOK_TIME, LOOK_DATETIME, LOOK_ZEROS };

struct xlsx_style {
	enum xlsx_look look;
	char zeros[24];		/* "000-0000" */
};

/* All of a workbook but its sheet. */
struct xlsx_book {
	struct unzip *zip;
	struct arena *arena;		/* of the shared strings */
	const struct text *strings;
	size_t string_count;
	struct xlsx_style *styles;
	size_t style_count;
	bool from_1904;
	struct text sheet;		/* member of the sheet to be read */
};

/* Finds the sheet, reads styles and shared strings. */
enum status xlsx_book_read(struct xlsx_book *book, struct unzip *zip,
    struct text sheet, struct error *error) MUST_USE NONNULL;
void xlsx_book_free(struct xlsx_book *book) NONNULL;

/* How numbers of that format look; code "": one of the built-in formats. */
struct xlsx_style xlsx_value_style(unsigned int format, struct text code);

/*
 * A number as people see it.  STATUS_INVALID when it is no such number, day
 * or time.
 */
enum status xlsx_value_text(struct text *out, struct text number,
    const struct xlsx_style *style, bool from_1904, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* _x000D_ is a carriage return, and so on (ST_Xstring); in place. */
struct text xlsx_value_unescape(char *p, size_t n) NONNULL;

#endif
