/*
 * unzip.h - reading members out of a ZIP archive that somebody sent.
 *
 * Nothing in it is believed: the directory has at most UNZIP_MEMBERS members,
 * each place and size must lie in the file, what is inflated ends at the size
 * that the caller allows, and the CRC must agree.  Encrypted members, ZIP64
 * and other methods than stored and deflated are refused.  A member is read
 * as a stream; its bytes are never on a disk.
 */
#ifndef CONNECTOR_UNZIP_H_
#define CONNECTOR_UNZIP_H_

#include "base/base.h"

enum { UNZIP_MEMBERS = 4096, UNZIP_NAME = 256 };

struct unzip;
struct unzip_stream;

/* STATUS_INVALID "not_a_zip" or "zip_encrypted"; the path must be a file. */
enum status unzip_open(struct unzip **zip, const char *path,
    struct error *error) MUST_USE NONNULL;
void unzip_close(struct unzip *zip);

/* SHA-256 of the whole file. */
enum status unzip_hash(struct unzip *zip, uint8_t hash[32],
    struct error *error) MUST_USE NONNULL;

/* Whether there is a member of that name. */
bool unzip_has(const struct unzip *zip, struct text name) NONNULL;

/*
 * STATUS_NOT_FOUND when there is none; STATUS_INVALID "zip_too_large" when it
 * says, or turns out, to be larger than max bytes.
 */
enum status unzip_stream_open(struct unzip_stream **stream,
    struct unzip *zip, struct text name, uint64_t max, struct error *error)
    MUST_USE NONNULL;
void unzip_stream_close(struct unzip_stream *stream);

/* Up to *n bytes; 0 at the end, when the CRC was right. */
enum status unzip_read(struct unzip_stream *stream, void *out, size_t *n,
    struct error *error) MUST_USE NONNULL;

#endif
