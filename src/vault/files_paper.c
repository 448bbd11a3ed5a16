#include "base/cbor_form.h"
#include "base/mem.h"
#include "crypto/id.h"
#include "vault/files_parts.h"
#include "vault/keys.h"

static const struct cbor_member members[] = {
	{ CBOR_AT(struct files_paper, 0, state), .least = FILES_COMING,
	  .most = FILES_LEAVING, .optional = true },
	{ CBOR_AT(struct files_paper, 1, item), .most = BITS_MAX - 1,
	  .optional = true },
	{ CBOR_AT(struct files_paper, 2, principal), .optional = true },
	{ CBOR_AT(struct files_paper, 3, type), .optional = true },
	{ CBOR_AT(struct files_paper, 4, pieces), .optional = true },
	{ CBOR_AT(struct files_paper, 5, bytes), .optional = true },
	{ CBOR_AT(struct files_paper, 6, hash.bytes), .optional = true },
	{ CBOR_AT(struct files_paper, 7, slot), .optional = true },
	{ CBOR_AT(struct files_paper, 8, key), .optional = true },
	{ CBOR_AT(struct files_paper, 9, person), .optional = true },
};
static const struct cbor_form form = CBOR_MAP_OF(members);

enum status
files_paper_write(struct files_paper *paper, struct arena *arena,
    struct error *error)
{
	struct buf out;

	buf_init(&out, arena, FILES_PAPER);
	cbor_form_write(&out, &form, paper);
	paper->document.body = buf_bytes(&out);
	return buf_status(&out, error);
}

enum status
files_paper_read(struct files_paper *paper, const struct document *document,
    struct error *error)
{
	memset(paper, 0, sizeof(*paper));
	paper->document = *document;
	id_format_random(paper->id, ID_FILE, document->id);
	if (cbor_form_read(paper, &form, document->body, NULL) &&
	    paper->state != 0)
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "not_a_file",
	    "ファイルの控えが読めません", "the paper of a file is broken");
}

enum status
files_paper_get(struct files_paper *paper, struct vault *vault,
    struct reader *reader, struct text id, struct arena *arena,
    struct error *error)
{
	uint8_t bytes[DOCUMENT_ID_SIZE];
	struct document document;
	enum status status = id_parse_random(bytes, ID_FILE, id) ?
	    document_get(&document, vault, reader, DOCUMENT_FILE, bytes,
	    arena, error) : STATUS_NOT_FOUND;

	if (status == STATUS_OK)
		return files_paper_read(paper, &document, error);
	return status == STATUS_NOT_FOUND ? id_not_found(ID_FILE, error) :
	    status;
}

struct seal_place
files_paper_place(struct vault *vault, const struct files_paper *paper,
    uint64_t piece)
{
	struct seal_place place = {
		.store = store_id(vault_store(vault)), .kind = SEAL_FILE,
		.seq = piece, .version = 1, .class = paper->item,
	};

	memcpy(&place.person, paper->document.id, sizeof(place.person));
	memcpy(&place.day, paper->document.id + sizeof(place.person),
	    sizeof(place.day));
	return place;
}

enum status
files_paper_piece(uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault,
    const struct files_paper *paper, uint64_t piece, struct error *error)
{
	char name[FILES_NAME];

	(void)snprintf(name, sizeof(name), "%s:%llu", paper->id,
	    (unsigned long long)piece);
	return document_id(id, vault, DOCUMENT_PIECE, text_of(name), error);
}

enum status
files_paper_key(uint8_t key[SEAL_KEY], struct vault *vault,
    const struct files_paper *paper, struct arena *arena, struct error *error)
{
	struct seal_place place = files_paper_place(vault, paper, UINT64_MAX);
	struct sealed sealed = { paper->key };
	struct slot_key slot;
	struct plain plain;
	enum status status = keys_get(vault_keys(vault), &paper->slot, 1,
	    &slot, error);

	if (status != STATUS_OK)
		return status;
	status = unseal(&plain, &place, sealed, slot.bytes, arena, error);
	mem_wipe(&slot, sizeof(slot));
	if (status == STATUS_OK && plain.n != SEAL_KEY)
		return error_set(error, STATUS_INTEGRITY, "not_a_file",
		    "ファイルの鍵が読めません", "the key of a file is broken");
	if (status == STATUS_OK)
		memcpy(key, plain.p, SEAL_KEY);
	return status;
}
