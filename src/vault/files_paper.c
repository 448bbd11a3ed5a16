#include "base/cbor.h"
#include "base/mem.h"
#include "crypto/id.h"
#include "vault/files_parts.h"
#include "vault/keys.h"

enum key {
	KEY_STATE, KEY_ITEM, KEY_PRINCIPAL, KEY_TYPE, KEY_PIECES, KEY_BYTES,
	KEY_HASH, KEY_SLOT, KEY_SEALED, KEY_PERSON,
};

static void
put_number(struct buf *out, enum key key, uint64_t value)
{
	if (value == 0)
		return;
	cbor_uint(out, key);
	cbor_uint(out, value);
}

static void
put_text(struct buf *out, enum key key, struct text value)
{
	if (value.n == 0)
		return;
	cbor_uint(out, key);
	cbor_text(out, value);
}

enum status
files_paper_write(struct files_paper *paper, struct arena *arena,
    struct error *error)
{
	static const struct hash none;
	bool hashed = !hash_equal(&paper->hash, &none);
	struct buf out;

	buf_init(&out, arena, FILES_PAPER);
	cbor_map(&out, 2u + (paper->principal.n > 0) + (paper->type.n > 0) +
	    (paper->pieces > 0) + (paper->bytes > 0) + hashed +
	    (paper->slot > 0) + (paper->key.n > 0) + (paper->person > 0));
	put_number(&out, KEY_STATE, paper->state);
	put_number(&out, KEY_ITEM, paper->item);
	put_text(&out, KEY_PRINCIPAL, paper->principal);
	put_text(&out, KEY_TYPE, paper->type);
	put_number(&out, KEY_PIECES, paper->pieces);
	put_number(&out, KEY_BYTES, paper->bytes);
	if (hashed) {
		cbor_uint(&out, KEY_HASH);
		cbor_bytes(&out, paper->hash.bytes, HASH_SIZE);
	}
	put_number(&out, KEY_SLOT, paper->slot);
	if (paper->key.n > 0) {
		cbor_uint(&out, KEY_SEALED);
		cbor_bytes(&out, paper->key.p, paper->key.n);
	}
	put_number(&out, KEY_PERSON, paper->person);
	paper->document.body = buf_bytes(&out);
	return buf_status(&out, error);
}

static void
read_member(struct files_paper *paper, struct cbor *in, int64_t *last)
{
	switch (cbor_read_key(in, last)) {
	case KEY_STATE:
		paper->state = (enum files_state)cbor_read_uint(in);
		break;
	case KEY_ITEM: paper->item = (unsigned int)cbor_read_uint(in); break;
	case KEY_PRINCIPAL: paper->principal = cbor_read_text(in); break;
	case KEY_TYPE: paper->type = cbor_read_text(in); break;
	case KEY_PIECES: paper->pieces = cbor_read_uint(in); break;
	case KEY_BYTES: paper->bytes = cbor_read_uint(in); break;
	case KEY_HASH:
		cbor_read_fixed(in, paper->hash.bytes, HASH_SIZE);
		break;
	case KEY_SLOT: paper->slot = cbor_read_uint(in); break;
	case KEY_SEALED: paper->key = cbor_read_bytes(in); break;
	case KEY_PERSON: paper->person = cbor_read_uint(in); break;
	default: cbor_fail(in); break;
	}
}

enum status
files_paper_read(struct files_paper *paper, const struct document *document,
    struct error *error)
{
	struct cbor in = cbor_reader(document->body);
	size_t n = cbor_read_map(&in);
	int64_t last = -1;

	memset(paper, 0, sizeof(*paper));
	paper->document = *document;
	id_format_random(paper->id, ID_FILE, document->id);
	for (size_t i = 0; i < n && !in.failed; i++)
		read_member(paper, &in, &last);
	if (cbor_done(&in) && paper->state >= FILES_COMING &&
	    paper->state <= FILES_LEAVING && paper->item < BITS_MAX)
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

enum status
files_paper_commit(struct vault *vault, struct change *change,
    const struct entry *entry, enum status status, struct error *error)
{
	struct buf bytes;

	if (status == STATUS_OK) {
		buf_init(&bytes, change_arena(change), ENTRY_MAX);
		entry_write(&bytes, entry);
		status = buf_status(&bytes, error);
	}
	if (status == STATUS_OK) {
		change_entry(change, buf_bytes(&bytes));
		return store_commit(vault_store(vault), change,
		    vault_config(vault)->deadline_ms, error);
	}
	change_free(change);
	return status;
}
