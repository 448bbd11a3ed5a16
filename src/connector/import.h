/*
 * import.h - many people out of a table, all visible at once or none.
 *
 * A file is read twice.  First every record is asked for at the gate and
 * checked, and nothing is kept; when all are good (or the bad ones are to be
 * skipped) they are taken in hidden (vault/staged.h), and one writing makes
 * them visible.  The same file again goes on where it was stopped; one that
 * is visible already is refused.
 */
#ifndef CONNECTOR_IMPORT_H_
#define CONNECTOR_IMPORT_H_

#include "connector/mapping.h"
#include "vault/staged.h"

struct import_options {
	const char *path;		/* not a pipe: it is read twice */
	const char *mapping;
	struct table_in_options table;
	bool check_only;		/* nothing is kept */
	uint64_t preview;		/* > 0: only show so many records */
	bool skip_bad;			/* take the good ones alone */
	struct vault *vault;
	struct reader *reader;
	const struct visitor *visitor;
	/* A record that is bad: its line, the column ("" when it is all). */
	void (*bad)(void *context, uint64_t line, struct text column,
	    const struct error *error);
	/* Of a preview: what a record would give; STATUS_OK, or why not. */
	void (*shown)(void *context, uint64_t line,
	    const struct acquisition *given, const struct error *error);
	void (*progress)(void *context, bool checking, uint64_t done,
	    uint64_t total);
	void *context;
};

struct import_result {
	uint64_t rows;			/* records of the file */
	uint64_t taken;
	uint64_t failed;
	bool resumed;
	bool visible;
};

/*
 * STATUS_PARTIAL when records were bad (then nothing is visible, unless they
 * were to be skipped); STATUS_CONFLICT "import_done" for a file that is
 * visible.  Faults of the mapping are in findings.
 */
enum status import_file(struct import_result *result,
    const struct import_options *options, struct findings *findings,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Makes visible what was taken of a staged import, whatever is missing. */
enum status import_accept(struct staged *staged, struct vault *vault,
    struct reader *reader, const struct visitor *visitor,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
