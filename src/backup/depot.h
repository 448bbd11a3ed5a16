/*
 * depot.h - a folder with backups of one kind, of one store.
 *
 *	FOLDER/sekisho-depot	JSON: {"sekisho_depot": 1, "kind": "data" or
 *				"keys", "store": HEX}
 *	FOLDER/ID.backup	one backup: its header (header.h), readable
 *	FOLDER/piece/AB/ABC...	pieces, sealed; the name is 64 hex digits
 *
 * A piece is named by HMAC-SHA-256 of its content and sealed (crypto/seal.h,
 * SEAL_BACKUP, the halves of the name's head as person and seq) under the
 * store's slot for backups.  The same content is the same piece, so a backup
 * writes only what no earlier one has written; and one that was stopped finds
 * what it had written.  A header is written last, when all that it names is
 * on the disk.
 */
#ifndef BACKUP_DEPOT_H_
#define BACKUP_DEPOT_H_

#include "base/file.h"
#include "crypto/hash.h"
#include "crypto/keyring.h"
#include "vault/backup_record.h"

struct depot;

enum { DEPOT_PIECE_MAX = 64 << 20, DEPOT_HEADERS_MAX = 4096 };

/*
 * STATUS_NOT_FOUND "no_depot" when there is none and it is not to be made;
 * STATUS_CONFLICT "other_depot" when it is of another kind or store;
 * STATUS_BUSY when another one writes to it, too.
 * store is the id that it must have, or gets it when it is all zeros.
 */
enum depot_mode { DEPOT_READ, DEPOT_WRITE, DEPOT_MAKE };
enum status depot_open(struct depot **depot, const char *folder,
    enum backup_kind kind, uint8_t store[STORE_ID_SIZE],
    enum depot_mode mode, struct error *error) MUST_USE NONNULL;
void depot_close(struct depot *depot);

const char *depot_folder(const struct depot *depot) NONNULL;

/* Before pieces are put or got: the key of KEYS_SLOT_BACKUP. */
void depot_unlock(struct depot *depot, const struct slot_key *key) NONNULL;

/* Names that are known to be whole on the disk: those of a backup. */
struct piece_name {
	uint8_t bytes[HASH_SIZE];
};
enum status depot_trust(struct depot *depot, const struct piece_name *names,
    size_t n, struct error *error) MUST_USE NONNULL;

/* *new says whether it was written. */
enum status depot_put(struct depot *depot, struct bytes plain,
    struct piece_name *name, bool *new, struct error *error)
    MUST_USE NONNULL;
/* STATUS_INTEGRITY, naming the file, when it is absent or not whole. */
enum status depot_get(struct depot *depot, const struct piece_name *name,
    struct bytes *plain, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* Everything that was put is on the disk. */
enum status depot_sync(const struct depot *depot, struct error *error)
    MUST_USE NONNULL;

enum status depot_put_header(const struct depot *depot, struct text id,
    struct bytes header, struct error *error) MUST_USE NONNULL;
enum status depot_get_header(const struct depot *depot, struct text id,
    struct bytes *header, struct arena *arena, struct error *error)
    MUST_USE NONNULL;
/* The ids of all that are there, in order: that of their instants. */
enum status depot_ids(const struct depot *depot, struct text **ids,
    size_t *n, struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Overwrites and removes a header. */
enum status depot_drop_header(const struct depot *depot, struct text id,
    struct error *error) MUST_USE NONNULL;
/*
 * Overwrites and removes every piece that is not among these (NULL: none);
 * sorts them.
 */
enum status depot_sweep(struct depot *depot, struct piece_name *kept,
    size_t n, uint64_t *dropped, struct error *error)
    MUST_USE NONNULL_ARGS(1, 4, 5);

#endif
