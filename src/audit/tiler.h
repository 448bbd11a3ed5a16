/*
 * tiler.h - writes the tiles of a log that grows.
 *
 * Entries are appended in order; whenever 256 are complete, their bundle and
 * their hashes become full tiles, and so on upwards.  tiler_flush() makes the
 * full tiles durable: only then may the store forget those entries.
 *
 * Once a function has failed, what is in memory and what is on disk may
 * differ, and every later one fails, too: open it anew.
 */
#ifndef AUDIT_TILER_H_
#define AUDIT_TILER_H_

#include "audit/tile.h"

struct tiler;

/*
 * full is how many entries are in durable full tiles (a multiple of 256, as
 * the store remembers it); what comes after is appended again.
 */
enum status tiler_open(struct tiler **tiler, const char *folder,
    uint64_t full, struct error *error) MUST_USE NONNULL;
void tiler_close(struct tiler *tiler);

enum status tiler_append(struct tiler *tiler, struct bytes entry,
    struct error *error) MUST_USE NONNULL;

/* Makes every full tile durable. */
enum status tiler_flush(struct tiler *tiler, struct error *error)
    MUST_USE NONNULL;

/* Writes the partial tiles of the present size. */
enum status tiler_write_partial(struct tiler *tiler, struct error *error)
    MUST_USE NONNULL;

/*
 * Makes the partial files of earlier sizes again that are not what they must
 * be: they are not synced, and a power cut can leave them empty.
 */
enum status tiler_mend_partial(struct tiler *tiler, struct error *error)
    MUST_USE NONNULL;

uint64_t tiler_size(const struct tiler *tiler) NONNULL;
/* How many entries are in full tiles. */
uint64_t tiler_full(const struct tiler *tiler) NONNULL;
struct hash tiler_root(const struct tiler *tiler) NONNULL;

#endif
