/*
 * anonymise.h - the engine's door: rows and a plan in, a checked file and a
 * report out.
 *
 * A run reads all rows once, finds the node of the lattice that loses least
 * (or recodes locally), writes what may be shown beside its place, reads that
 * again and checks it, and only then puts it in place.  The random numbers of
 * a run are destroyed with it.
 */
#ifndef ANONYMISE_ANONYMISE_H_
#define ANONYMISE_ANONYMISE_H_

#include "anonymise/detail.h"
#include "anonymise/dice.h"
#include "anonymise/ingest.h"
#include "anonymise/plan.h"
#include "anonymise/risk.h"
#include "base/file_stream.h"
#include "base/jsonw.h"

/*
 * Where nobody says how long, a search among more nodes than these (some
 * fifteen columns) ends by itself, and its result may not be proven.
 */
enum { ANONYMISE_PATIENT_NODES = 1 << 24, ANONYMISE_PATIENCE_MS = 300000 };

struct anonymise_options {
	const char *output;	/* where the file goes; NULL: report only */
	struct file_stream **keep;	/* instead of output: it stays in
					 * memory, for the caller to free */
	struct detail **detail;	/* what a report page needs, or NULL; free it
				 * with detail_free() */
	size_t threads;
	bool exhaustive;	/* the oracle instead of the search */
	int64_t time_limit;	/* milliseconds of search; 0: until proven,
				 * or as above */
	struct dice_source dice;
	struct progress progress;	/* tell may be NULL */
};

/* Milliseconds of processor time, and what else a run took. */
struct anonymise_cost {
	double read;
	double encode;
	double search;
	double write;
	double check;
	double total;
	double wall;
	uint64_t peak_rss;	/* bytes */
};

struct anonymise_column {
	struct text name;
	uint32_t level;
	uint32_t levels;
	uint32_t values;	/* that occur */
	double loss;
};

struct anonymise_report {
	bool local;
	char optimum[VERTEX_TEXT];	/* "0-3-0"; "" when local */
	double score;
	enum quality_kind quality;
	uint64_t rows_read;
	uint64_t rows;			/* to be anonymised */
	uint64_t rows_deleted;
	uint64_t rows_outside;		/* the subset */
	uint64_t suppressed;
	uint64_t limit;			/* rows that might have been */
	uint64_t classes;
	uint64_t smallest;
	uint64_t distinct_rows;
	uint64_t nodes;			/* of the lattice */
	uint64_t nodes_checked;
	bool proven;
	size_t columns;
	struct anonymise_column column[FIELDS_MAX];	/* in the table's
							 * order */
	struct risk before;
	struct risk after;
	bool written;
	uint64_t rows_written;
	uint64_t rows_pseudo;
	bool checked;
	struct anonymise_cost cost;
	struct arena *arena;		/* of the names */
};

/*
 * STATUS_INVALID plan_impossible when no node satisfies the models within
 * the suppression limit; whatever is wrong with plan and rows together.
 * The arena holds the names in the report.
 */
enum status anonymise_run(struct anonymise_report *report,
    const struct plan *plan, struct table *rows,
    const struct anonymise_options *options, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* The report as JSON, and as people read it. */
void anonymise_report_json(struct jsonw *json,
    const struct anonymise_report *report);
void anonymise_report_text(struct buf *out,
    const struct anonymise_report *report, enum language language);

#endif
