/*
 * tile.h - the log as static files (C2SP tlog-tiles).
 *
 *	FOLDER/checkpoint		the newest signed state
 *	FOLDER/tile/L/N			256 hashes of level 8L, 8,192 bytes
 *	FOLDER/tile/L/N.p/W		the first W of them, W < 256
 *	FOLDER/tile/entries/N[.p/W]	256 (W) entries, each with its length
 *					before it (2 bytes, high byte first)
 *
 * N is written in groups of three digits, all but the last with an x before:
 * 1234067 is x001/x234/067.  A full file never changes.  Partial files stand
 * for the size of a checkpoint and can be made again from the store.
 */
#ifndef AUDIT_TILE_H_
#define AUDIT_TILE_H_

#include "audit/tree.h"
#include "base/base.h"

enum {
	TILE_WIDTH = 256,
	TILE_HEIGHT = 8,
	TILE_LEVELS = 8,
	TILE_ENTRIES = -1,	/* in place of a level */
	TILE_ENTRY_MAX = 65535,
	TILE_PATH_SIZE = 96,
};

/* "tile/0/x001/234"; width is TILE_WIDTH for a full tile. */
void tile_path(char out[TILE_PATH_SIZE], int level, uint64_t n,
    unsigned int width) NONNULL;

/* How many hashes a log of that size has at that level of tiles. */
uint64_t tile_count(uint64_t size, int level);

/* Reads a log folder at one size. */
struct tile_log;

/*
 * size is that of a checkpoint (whose partial tiles are there).
 * STATUS_NOT_FOUND when the folder holds no log.
 */
enum status tile_log_open(struct tile_log **log, const char *folder,
    uint64_t size, struct error *error) MUST_USE NONNULL;
void tile_log_close(struct tile_log *log);

/*
 * Hashes out of tiles; a tile that is absent or has another length makes it
 * fail, with STATUS_INTEGRITY in tile_log_error().
 */
struct tree_reader tile_log_reader(struct tile_log *log) NONNULL;
const struct error *tile_log_error(const struct tile_log *log) NONNULL;

/* The entries of one bundle: calls back for each, in order. */
typedef enum status tile_entry_fn(void *context, uint64_t index,
    struct bytes entry, struct error *error);
enum status tile_log_entries(struct tile_log *log, uint64_t first,
    uint64_t end, tile_entry_fn *each, void *context, struct error *error)
    MUST_USE NONNULL_ARGS(1, 4, 6);

/* The row of hashes of level 0 that a tile holds; *n of them. */
enum status tile_log_hashes(struct tile_log *log, uint64_t tile,
    const struct hash **row, size_t *n, struct error *error)
    MUST_USE NONNULL;

#endif
