/*
 * archive.h - writing a ZIP archive (PKWARE APPNOTE 6.3.3), byte after byte,
 * to wherever it goes: no file beside it, and the memory of one block.
 *
 * Two kinds are written.  One that is sealed has AES-256 (crypto/zipaes.h)
 * over stored members, and ZIP64 throughout, for any size.  One that is open
 * has deflated members without ZIP64, as spreadsheets want the archives that
 * they are (XLSX): at most 4 GiB.  Sizes follow the bytes in a data
 * descriptor and stand in the central directory, by which everybody reads.
 * Member names are ASCII.
 */
#ifndef CONNECTOR_ARCHIVE_H_
#define CONNECTOR_ARCHIVE_H_

#include "base/base.h"

enum { ARCHIVE_MEMBERS = 16, ARCHIVE_NAME = 64 };

struct archive;

typedef enum status archive_sink(void *context, struct bytes bytes,
    struct error *error);

/* passphrase "": an open one.  time: ms since 1970, of all members. */
enum status archive_new(struct archive **archive, archive_sink *sink,
    void *context, struct text passphrase, int64_t time,
    struct error *error) MUST_USE NONNULL_ARGS(1, 2, 6);

/* Begins a member; the one before is ended. */
enum status archive_member(struct archive *archive, const char *name,
    struct error *error) MUST_USE NONNULL;
enum status archive_put(struct archive *archive, struct bytes bytes,
    struct error *error) MUST_USE NONNULL;

/* Ends the last member and writes the directory. */
enum status archive_end(struct archive *archive, struct error *error)
    MUST_USE NONNULL;
void archive_free(struct archive *archive);

#endif
