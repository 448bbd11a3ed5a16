/*
 * The file and the method of a dataset are sealed twice: the body of their
 * document is itself a sealed record, under a slot of the dataset's own.
 * Destroying these two slots takes both out of every copy of the store.
 */
#include "anonymise/processed_parts.h"
#include "base/mem.h"
#include "vault/keys.h"

static enum status
place_of(struct seal_place *place, uint8_t id[DOCUMENT_ID_SIZE],
    struct vault *vault, enum document_kind kind, struct text name,
    struct error *error)
{
	enum status status = document_id(id, vault, kind, name, error);

	*place = (struct seal_place){
		.store = store_id(vault_store(vault)),
		.kind = SEAL_DOCUMENT, .class = kind, .version = 1,
	};
	memcpy(&place->person, id, sizeof(place->person));
	return status;
}

enum status
processed_seal_put(struct document *document, struct visit *visit,
    enum document_kind kind, struct text name, uint64_t slot,
    struct bytes bytes, struct arena *arena, struct error *error)
{
	struct seal_place place;
	struct slot_key key;
	struct sealed sealed;
	enum status status;

	memset(document, 0, sizeof(*document));
	document->kind = kind;
	status = place_of(&place, document->id, visit->vault, kind, name,
	    error);
	if (status == STATUS_OK)
		status = keys_get(vault_keys(visit->vault), &slot, 1, &key,
		    error);
	if (status != STATUS_OK)
		return status;
	status = seal(&sealed, &place, slot, key.bytes, bytes, arena, error);
	mem_wipe(&key, sizeof(key));
	if (status == STATUS_OK)
		document->body = sealed.bytes;
	return status;
}

enum status
processed_seal_open(struct bytes *bytes, struct vault *vault,
    struct reader *reader, enum document_kind kind, struct text name,
    struct arena *arena, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	struct document document;
	struct seal_place place;
	struct slot_key key;
	struct sealed sealed;
	struct plain plain;
	uint64_t slot;
	enum status status = place_of(&place, id, vault, kind, name, error);

	if (status == STATUS_OK)
		status = document_get(&document, vault, reader, kind, id,
		    arena, error);
	if (status != STATUS_OK)
		return status;
	sealed.bytes = document.body;
	status = seal_slot(&slot, sealed, error);
	if (status == STATUS_OK)
		status = keys_get(vault_keys(vault), &slot, 1, &key,
		    error);
	if (status != STATUS_OK)
		return status;
	status = unseal(&plain, &place, sealed, key.bytes, arena, error);
	mem_wipe(&key, sizeof(key));
	if (status == STATUS_OK)
		*bytes = (struct bytes){ plain.p, plain.n };
	return status;
}

/* "ano_...:n" */
struct text
processed_seal_part(char room[PROCESSED_PART_NAME], const char *id,
    uint64_t n)
{
	(void)snprintf(room, PROCESSED_PART_NAME, "%s:%llu", id,
	    (unsigned long long)n);
	return text_of(room);
}
