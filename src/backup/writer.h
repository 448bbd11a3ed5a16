/*
 * writer.h - rows into pieces of a depot, section by section.
 *
 * A piece ends at an edge (store/dump.h), or when it is large: so what lies
 * between two edges and has not changed is the same piece as before.
 */
#ifndef BACKUP_WRITER_H_
#define BACKUP_WRITER_H_

#include "backup/header.h"

struct writer;

enum status writer_new(struct writer **writer, struct depot *depot,
    struct error *error) MUST_USE NONNULL;
void writer_free(struct writer *writer);

/* Begins a section; the one before is over. */
enum status writer_section(struct writer *writer, const char *name,
    struct error *error) MUST_USE NONNULL;
enum status writer_row(struct writer *writer, struct bytes row, bool edge,
    struct error *error) MUST_USE NONNULL;
/* A piece that an earlier backup has written. */
enum status writer_reuse(struct writer *writer,
    const struct piece_name *piece, struct error *error) MUST_USE NONNULL;

/* Ends the last section and writes the contents. */
struct written {
	struct piece_name contents;
	uint64_t bytes;		/* of all pieces, not of those reused */
	uint64_t new_bytes;
	uint64_t pieces;
};
enum status writer_end(struct writer *writer, struct written *written,
    struct error *error) MUST_USE NONNULL;

#endif
