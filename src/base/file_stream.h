/*
 * file_stream.h - a file that is written piece by piece and appears whole.
 *
 * It grows under another name beside its place; only file_stream_commit()
 * moves it there, after syncing it.  Until then, and after
 * file_stream_free() without it, nothing is seen under its name.
 */
#ifndef BASE_FILE_STREAM_H_
#define BASE_FILE_STREAM_H_

#include "base/base.h"

struct file_stream;

/* mode as for open(2). */
enum status file_stream_open(struct file_stream **stream, const char *path,
    int mode, struct error *error) MUST_USE NONNULL;

/*
 * One that never touches a disk: committing it does nothing, and it is gone
 * when it is freed.
 */
enum status file_stream_memory(struct file_stream **stream,
    struct error *error) MUST_USE NONNULL;

/*
 * One in that folder that has no name, and is gone when nobody has it open
 * any more; the same of committing it.
 */
enum status file_stream_nameless(struct file_stream **stream,
    const char *folder, struct error *error) MUST_USE NONNULL;

/* The descriptor, which is the caller's from now on. */
int file_stream_take(struct file_stream *stream) NONNULL;

/*
 * Up to *n bytes from an offset of one in memory; *n gets how many there
 * were.
 */
enum status file_stream_read(struct file_stream *stream, uint64_t at,
    void *out, size_t *n, struct error *error) MUST_USE NONNULL;

enum status file_stream_put(struct file_stream *stream, struct bytes bytes,
    struct error *error) MUST_USE NONNULL;

/* Where it grows, for whoever wants to read it before it is committed. */
const char *file_stream_name(const struct file_stream *stream) NONNULL;

enum status file_stream_commit(struct file_stream *stream,
    struct error *error) MUST_USE NONNULL;

void file_stream_free(struct file_stream *stream);

#endif
