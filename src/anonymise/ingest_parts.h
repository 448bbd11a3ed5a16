/* ingest_parts.h - what ingest.c and ingest_merge.c share. */
#ifndef ANONYMISE_INGEST_PARTS_H_
#define ANONYMISE_INGEST_PARTS_H_

#include "anonymise/ingest.h"

/* What one thread has read. */
struct ingest_shard {
	struct dict dict[KEY_FIELDS];
	struct key_field field[KEY_FIELDS];
	struct keytable table;		/* grouped */
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

#endif
