/* csv_parts.h - what csv.c and csv_rows.c share. */
#ifndef BASE_CSV_PARTS_H_
#define BASE_CSV_PARTS_H_

#include <pthread.h>

#include "base/csv.h"

struct csv {
	char *path;
	int fd;
	bool regular;
	uint64_t size;
	uint64_t begin;		/* of the first record that is data */
	char delimiter;
	enum csv_encoding encoding;
	bool crlf;
	size_t columns;
	struct text *names;
	struct arena *arena;	/* of the names */
	uint64_t head_lines;	/* line ends before the first record */

	/* Below: what blocks are cut from, under the lock. */
	pthread_mutex_t lock;
	uint8_t *carry;		/* begun record behind the last block */
	size_t carry_n;
	size_t carry_capacity;
	bool ended;		/* the file has been read to its end */
	uint64_t taken;		/* bytes handed out */
	uint64_t next;		/* number of the next block */
	uint64_t *lines;	/* line ends in each block */
	size_t lines_capacity;

	/* The one block of csv_next(). */
	struct csv_block single;
	bool single_open;
	struct csv_cell *cells;
};

/*
 * Reads one record whose number of fields is not known yet: at most max.
 */
enum status csv_parts_head(const struct csv *csv, struct csv_block *block,
    struct csv_cell *cells, size_t max, size_t *n, struct error *error);

#endif
