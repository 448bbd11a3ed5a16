/*
 * header.h - what stands at the head of a backup, for whoever holds it.
 *
 * A signed note (audit/note.h) of the log's key, whose text is one JSON
 * object: kind, id, store, when, which state of the log, how large, which
 * piece holds the contents.  A backup of the keys has in it what opens it
 * with the operator's secret and nothing else: the unlock file, the KEK file
 * and the wrapped slot of backups.
 *
 * The contents are a CBOR array of sections, in the order in which they are
 * restored: [name (text), [piece (bytes (32)), ...]].  A section that has a
 * table's name holds rows of it (store/dump.h); "log" holds entries as tiles
 * have them; "entries" and "tail" of the keys hold [index, entry]: entries
 * about erasing, and all since the newest backup of the data.
 */
#ifndef BACKUP_HEADER_H_
#define BACKUP_HEADER_H_

#include "audit/note.h"
#include "backup/depot.h"

struct backup_header {
	enum backup_kind kind;
	struct text id;
	uint8_t store[STORE_ID_SIZE];
	struct text origin;		/* of the log */
	struct text vkey;		/* that verifies this and the log */
	int64_t made;			/* not after the snapshot */
	int64_t expires;		/* of keys */
	int kek_days, key_backup_days;	/* as the store has them */
	uint64_t log_size;
	struct hash log_root;
	struct piece_name contents;
	uint64_t bytes;
	/* of keys only */
	uint64_t tail_from;		/* it has the log from there on */
	struct bytes unlock_file, kek_file;
	struct wrapped_slot slot;
};

enum { HEADER_SECTIONS_MAX = 32, HEADER_ID_SIZE = 32 };

struct backup_section {
	struct text name;
	const struct piece_name *pieces;
	size_t n;
};
struct backup_contents {
	struct backup_section section[HEADER_SECTIONS_MAX];
	size_t n;
};

/* An id that sorts by time: "20261122-093152-123-1a2b". */
void header_new_id(char out[HEADER_ID_SIZE], int64_t now);

/* The text of the note; the caller signs it. */
enum status header_write(struct buf *out, const struct backup_header *header,
    struct error *error) MUST_USE NONNULL;

/*
 * STATUS_INTEGRITY when the note is not whole by the key that it names:
 * whose that is, only the store's keys tell (header_check()).
 */
enum status header_read(struct backup_header *header, struct bytes note,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* The header of that id. */
enum status header_get(struct backup_header *header,
    const struct depot *depot, struct text id, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* STATUS_INTEGRITY when another key than this store's has signed it. */
enum status header_check(const struct backup_header *header,
    const struct note_verifier *verifier, struct error *error)
    MUST_USE NONNULL;

void header_write_contents(struct buf *out,
    const struct backup_contents *contents) NONNULL;
enum status header_get_contents(struct backup_contents *contents,
    struct depot *depot, const struct backup_header *header,
    struct arena *arena, struct error *error) MUST_USE NONNULL;
/* A section of that name, or an empty one. */
struct backup_section header_section(const struct backup_contents *contents,
    const char *name) NONNULL;

#endif
