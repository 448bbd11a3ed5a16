/* ingest_parts.h - what ingest.c and ingest_merge.c share. */
#ifndef ANONYMISE_INGEST_PARTS_H_
#define ANONYMISE_INGEST_PARTS_H_

#include "anonymise/ingest.h"
#include "base/workers.h"

/* What one thread has read. */
struct ingest_shard {
	struct dict dict[KEY_FIELDS];
	struct key_field field[KEY_FIELDS];
	struct keytable table;		/* grouped */
	uint64_t *first;		/* by group: piece << 32 | line */
	uint32_t first_capacity;
	struct ingest_piece *pieces;
	size_t piece_count;
	size_t piece_capacity;
	uint64_t rows;
	uint32_t *value[KEY_FIELDS];	/* the merged number of a value */
	/* How it ended. */
	enum status status;
	struct error error;
	uint32_t failed_piece;
	uint32_t failed_line;
	size_t failed_column;		/* of the source, from 1; 0 none */
};

/* Groups of all shards, one behind the other, not yet united. */
struct ingest_records {
	size_t n;
	uint64_t *keys;			/* in the final layout */
	uint32_t *rows;
	uint64_t *first;
	size_t shards;
	size_t start[WORKERS_MAX];	/* where each shard's begin */
};

/* Places the columns' codes in groups->field, in that order. */
enum status ingest_parts_layout(struct ingest_groups *groups,
    const struct ingest *ingest, const uint32_t *codes, const size_t *order,
    struct error *error);
bool ingest_parts_records(struct ingest_records *records, size_t n,
    size_t words);
void ingest_parts_free_records(struct ingest_records *records);
/* Sorts the records and makes one group of equal ones. */
enum status ingest_parts_finish(struct ingest_groups *groups,
    const struct ingest_records *records, struct error *error);

#endif
