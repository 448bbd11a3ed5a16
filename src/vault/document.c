#include "base/encode.h"
#include "base/mem.h"
#include "crypto/hash.h"
#include "vault/document.h"
#include "vault/keys.h"

static struct seal_place
place_of(struct vault *vault, const struct document_row *row)
{
	return (struct seal_place){
		.store = store_id(vault_store(vault)), .kind = SEAL_DOCUMENT,
		.person = decode_number(row->id, 8),
		.seq = decode_number(row->id + 8, 8),
		.version = row->version, .class = row->kind, .day = row->due,
	};
}

static enum status
fixed_key(struct slot_key *key, struct vault *vault, uint64_t slot,
    struct error *error)
{
	return keys_get(vault_keys(vault), &slot, 1, key, error);
}

enum status
document_id(uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault,
    enum document_kind kind, struct text name, struct error *error)
{
	uint8_t head = (uint8_t)kind;
	struct slot_key key;
	struct hmac_key of_kind;
	struct hash hash;
	enum status status = fixed_key(&key, vault, KEYS_SLOT_DOCUMENT_ID,
	    error);

	if (status != STATUS_OK)
		return status;
	hmac_key_make(&of_kind, key.bytes, sizeof(key.bytes));
	hash = hmac(&of_kind, &head, 1);
	hmac_key_make(&of_kind, hash.bytes, sizeof(hash.bytes));
	hash = hmac(&of_kind, name.p, name.n);
	memcpy(id, hash.bytes, DOCUMENT_ID_SIZE);
	mem_wipe(&key, sizeof(key));
	mem_wipe(&of_kind, sizeof(of_kind));
	return STATUS_OK;
}

static enum status
open_row(struct document *document, struct vault *vault,
    const struct document_row *row, struct arena *arena, struct error *error)
{
	struct seal_place place = place_of(vault, row);
	struct slot_key key;
	struct plain plain;
	uint64_t slot;
	enum status status = seal_slot(&slot, row->sealed, error);

	if (status == STATUS_OK && slot != KEYS_SLOT_DOCUMENT)
		status = error_set(error, STATUS_INTEGRITY, "seal_broken",
		    "封緘が壊れています", "the seal is broken");
	if (status == STATUS_OK)
		status = fixed_key(&key, vault, slot, error);
	if (status != STATUS_OK)
		return status;
	status = unseal(&plain, &place, row->sealed, key.bytes, arena, error);
	mem_wipe(&key, sizeof(key));
	if (status != STATUS_OK)
		return status;
	document->kind = (enum document_kind)row->kind;
	memcpy(document->id, row->id, DOCUMENT_ID_SIZE);
	document->version = row->version;
	document->due = row->due;
	document->body = (struct bytes){ plain.p, plain.n };
	return STATUS_OK;
}

enum status
document_get(struct document *document, struct vault *vault,
    struct reader *reader, enum document_kind kind,
    const uint8_t id[DOCUMENT_ID_SIZE], struct arena *arena,
    struct error *error)
{
	struct document_row row;
	enum status status = reader_document(reader, (uint32_t)kind, id, &row,
	    arena, error);

	return status == STATUS_OK ? open_row(document, vault, &row, arena,
	    error) : status;
}

static enum status
open_rows(const struct document **documents, struct vault *vault,
    const struct document_row *rows, size_t n, struct arena *arena,
    struct error *error)
{
	struct document *opened = arena_array(arena, n + 1, sizeof(*opened));
	enum status status = opened == NULL ? error_memory(error) : STATUS_OK;

	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = open_row(&opened[i], vault, &rows[i], arena, error);
	*documents = opened;
	return status;
}

enum status
document_list(const struct document **documents, size_t *n,
    struct vault *vault, struct reader *reader, enum document_kind kind,
    const uint8_t *after, size_t max, struct arena *arena,
    struct error *error)
{
	static const uint8_t first[DOCUMENT_ID_SIZE];
	const struct document_row *rows;
	enum status status = reader_documents(reader, (uint32_t)kind,
	    after == NULL ? first : after, max, &rows, n, arena, error);

	return status == STATUS_OK ? open_rows(documents, vault, rows, *n,
	    arena, error) : status;
}

enum status
document_due(const struct document **documents, size_t *n,
    struct vault *vault, struct reader *reader, enum document_kind kind,
    int64_t until, size_t max, struct arena *arena, struct error *error)
{
	const struct document_row *rows;
	enum status status = reader_documents_due(reader, (uint32_t)kind,
	    until, max, &rows, n, arena, error);

	return status == STATUS_OK ? open_rows(documents, vault, rows, *n,
	    arena, error) : status;
}

/* One more mark in the entry; they lie in the change's arena. */
static enum status
mark(struct entry *entry, struct change *change,
    const struct document *document, uint64_t version, struct error *error)
{
	size_t n = entry->document_count;
	struct entry_document *marks = arena_array(change_arena(change),
	    n + 1, sizeof(*marks));

	if (marks == NULL)
		return error_memory(error);
	if (n > 0)
		memcpy(marks, entry->documents, n * sizeof(*marks));
	marks[n].kind = (uint32_t)document->kind;
	memcpy(marks[n].id, document->id, DOCUMENT_ID_SIZE);
	marks[n].version = version;
	entry->documents = marks;
	entry->document_count = n + 1;
	return STATUS_OK;
}

enum status
document_put(struct document *document, struct vault *vault,
    struct change *change, struct entry *entry, struct error *error)
{
	struct document_row row = {
		.kind = (uint32_t)document->kind,
		.version = document->version + 1, .due = document->due,
	};
	struct slot_key key;
	struct seal_place place;
	enum status status = fixed_key(&key, vault, KEYS_SLOT_DOCUMENT,
	    error);

	if (status != STATUS_OK)
		return status;
	memcpy(row.id, document->id, DOCUMENT_ID_SIZE);
	place = place_of(vault, &row);
	status = seal(&row.sealed, &place, KEYS_SLOT_DOCUMENT, key.bytes,
	    document->body, change_arena(change), error);
	mem_wipe(&key, sizeof(key));
	if (status == STATUS_OK)
		status = mark(entry, change, document, row.version, error);
	if (status != STATUS_OK)
		return status;
	change_put_document(change, &row, document->version);
	document->version = row.version;
	return STATUS_OK;
}

enum status
document_drop(const struct document *document, struct change *change,
    struct entry *entry, struct error *error)
{
	struct document_row row = {
		.kind = (uint32_t)document->kind,
		.version = document->version,
	};
	enum status status = mark(entry, change, document, 0, error);

	if (status != STATUS_OK)
		return status;
	memcpy(row.id, document->id, DOCUMENT_ID_SIZE);
	change_drop_document(change, &row);
	return STATUS_OK;
}
