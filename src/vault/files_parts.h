/* files_parts.h - what the files of files.h share. */
#ifndef VAULT_FILES_PARTS_H_
#define VAULT_FILES_PARTS_H_

#include "crypto/seal.h"
#include "vault/document.h"
#include "vault/files.h"
#include "vault/held.h"

enum files_state {
	FILES_COMING = 1, FILES_WAITING, FILES_TAKEN, FILES_LEAVING,
};

enum {
	FILES_PAPER = 1024,		/* bytes */
	FILES_NAME = FILES_ID + 24,
	FILES_WORK = 8 << 20,		/* bytes of an arena for one piece */
	FILES_HOUR_MS = 3600000,
	FILES_LEAVING_DUE = 1,		/* before everything else */
};

/* A paper, read. */
struct files_paper {
	struct document document;
	char id[FILES_ID];
	enum files_state state;
	unsigned int item;
	struct text principal;
	struct text type;
	uint64_t pieces;
	uint64_t bytes;
	struct hash hash;
	uint64_t slot;			/* 0: destroyed */
	struct bytes key;		/* sealed; "" without a slot */
	uint64_t person;
};

/* STATUS_NOT_FOUND for what is no id of a file, too. */
enum status files_paper_get(struct files_paper *paper, struct vault *vault,
    struct reader *reader, struct text id, struct arena *arena,
    struct error *error) MUST_USE NONNULL;
enum status files_paper_read(struct files_paper *paper,
    const struct document *document, struct error *error) MUST_USE NONNULL;

/* The body of its document, into the arena; then document_put(). */
enum status files_paper_write(struct files_paper *paper,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Where a piece stands; UINT64_MAX: the key itself. */
struct seal_place files_paper_place(struct vault *vault,
    const struct files_paper *paper, uint64_t piece) NONNULL;

/* The id of the document of a piece. */
enum status files_paper_piece(uint8_t id[DOCUMENT_ID_SIZE],
    struct vault *vault, const struct files_paper *paper, uint64_t piece,
    struct error *error) MUST_USE NONNULL;

/* The key that lies under the slot. */
enum status files_paper_key(uint8_t key[SEAL_KEY], struct vault *vault,
    const struct files_paper *paper, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

#endif
