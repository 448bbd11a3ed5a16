/*
 * emit.h - writing the rows that may be shown.
 *
 * A row is put together from ready pieces: the labels of its class as one
 * text, and the values of other columns as they were read.  Rows come in
 * their old order or shuffled; suppressed ones with * in the
 * quasi-identifiers or not at all; rows that were deleted, or are outside
 * the subset, never.
 */
#ifndef ANONYMISE_EMIT_H_
#define ANONYMISE_EMIT_H_

#include "anonymise/dataset.h"
#include "anonymise/outcome.h"
#include "base/file_stream.h"

struct emitted {
	uint64_t rows;		/* of data in the file */
	uint64_t suppressed;	/* of these, marked with * */
	uint64_t pseudo;	/* of these, artificial */
	uint8_t *is_pseudo;	/* a bit for each row; NULL when none are */
};

/*
 * Writes header and rows.  dataset_rows() is called from here: afterwards
 * the dataset's rows are groups.
 */
enum status emit_rows(struct emitted *emitted, struct file_stream *stream,
    struct dataset *dataset, const struct problem *problem,
    const struct outcome *outcome, struct error *error) MUST_USE NONNULL;

void emit_free(struct emitted *emitted);

#endif
