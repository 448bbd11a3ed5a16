#include "base/cbor_form.h"
#include "base/encode.h"
#include "crypto/random.h"
#include "vault/commit.h"
#include "vault/disposal.h"

enum { BODY_MAX = 8192 };

const char *const disposal_method_names[DISPOSAL_METHODS] = {
	[DISPOSAL_SHREDDED] = "shredded",
	[DISPOSAL_DISSOLVED] = "dissolved",
	[DISPOSAL_BURNT] = "burnt",
	[DISPOSAL_DESTROYED] = "destroyed",
	[DISPOSAL_OVERWRITTEN] = "overwritten",
	[DISPOSAL_KEY_DESTROYED] = "key_destroyed",
};

static const struct cbor_member members[] = {
	{ CBOR_AT(struct disposal, 0, medium) },
	{ CBOR_AT(struct disposal, 1, label) },
	{ CBOR_AT(struct disposal, 2, method), .least = DISPOSAL_SHREDDED,
	  .most = DISPOSAL_METHODS - 1 },
	{ CBOR_AT(struct disposal, 3, proof) },
	{ CBOR_AT(struct disposal, 4, time), .sign = true },
	{ CBOR_AT(struct disposal, 5, who) },
	{ CBOR_AT(struct disposal, 6, confirmed), .sign = true },
	{ CBOR_AT(struct disposal, 7, by) },
};
static const struct cbor_form form = CBOR_ARRAY_OF(members);

static enum status
read_body(struct disposal *d, const struct document *document,
    struct error *error)
{
	memcpy(d->id, document->id, sizeof(d->id));
	if (cbor_form_read(d, &form, document->body, NULL))
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "not_a_disposal",
	    "廃棄の記録が読めません", "this is no record of a disposal");
}

static enum status
put(struct visit *visit, struct document *document,
    const struct disposal *d, enum entry_kind kind, const char *subject,
    struct error *error)
{
	struct entry entry = {
		.kind = kind, .time = visit->now,
		.principal = visit->principal.name,
		.subject = text_of(subject),
	};
	struct buf body;

	buf_init(&body, visit->arena, BODY_MAX);
	cbor_form_write(&body, &form, d);
	return commit_document(visit->vault, document, &body, &entry, error);
}

enum status
disposal_record(struct visit *visit, struct disposal *d, struct error *error)
{
	const struct text texts[] = { d->medium, d->label, d->proof };
	struct document document = { .kind = DOCUMENT_DISPOSAL };

	for (size_t i = 0; i < LENGTH(texts); i++)
		if (texts[i].n > DISPOSAL_TEXT_MAX)
			return error_set(error, STATUS_INVALID, "too_long",
			    "%d バイト以内で書いてください",
			    "write no more than %d bytes", DISPOSAL_TEXT_MAX);
	if (d->medium.n == 0 || d->label.n == 0)
		return error_set(error, STATUS_INVALID, "required",
		    "媒体と識別 (製造番号など) が必要です",
		    "the medium and its label (a serial number, say) are "
		    "needed");
	random_bytes(d->id, sizeof(d->id));
	memcpy(document.id, d->id, sizeof(d->id));
	d->time = visit->now;
	d->who = visit->principal.name;
	d->confirmed = 0;
	return put(visit, &document, d, ENTRY_ERASE, "disposal", error);
}

enum status
disposal_confirm(struct visit *visit, const uint8_t id[16],
    struct error *error)
{
	struct document document;
	struct disposal d;
	enum status status = document_get(&document, visit->vault,
	    visit->reader, DOCUMENT_DISPOSAL, id, visit->arena, error);

	if (status == STATUS_OK)
		status = read_body(&d, &document, error);
	if (status != STATUS_OK)
		return status;
	if (d.confirmed != 0)
		return error_set(error, STATUS_CONFLICT, "confirmed",
		    "この廃棄はすでに確認されています",
		    "this disposal is confirmed already");
	if (text_equal(d.who, visit->principal.name)) {
		(void)error_set(error, STATUS_REFUSED, "same_person",
		    "廃棄を記録した人とは別の人が確認してください",
		    "somebody other than who wrote it down must confirm it");
		error_clause(error, "", "23");
		return STATUS_REFUSED;
	}
	d.confirmed = visit->now;
	d.by = visit->principal.name;
	return put(visit, &document, &d, ENTRY_APPROVAL, "disposal", error);
}

enum status
disposal_list(struct visit *visit, const uint8_t *after, size_t max,
    const struct disposal **list, size_t *n, struct error *error)
{
	const struct document *documents;
	struct disposal *out;
	enum status status = document_list(&documents, n, visit->vault,
	    visit->reader, DOCUMENT_DISPOSAL, after, max, visit->arena,
	    error);

	if (status != STATUS_OK)
		return status;
	out = arena_array(visit->arena, *n, sizeof(*out));
	if (out == NULL)
		return error_memory(error);
	for (size_t i = 0; i < *n && status == STATUS_OK; i++)
		status = read_body(&out[i], &documents[i], error);
	*list = out;
	return status;
}

void
disposal_id(char out[DISPOSAL_ID_SIZE], const uint8_t id[16])
{
	memcpy(out, "dsp_", 4);
	encode_base32_id(id, out + 4);
}

enum status
disposal_id_parse(uint8_t id[16], struct text text, struct error *error)
{
	if (text_starts_with(text, "dsp_") &&
	    decode_base32_id(text_slice(text, 4, text.n), id))
		return STATUS_OK;
	return error_set(error, STATUS_NOT_FOUND, "no_document",
	    "その記録はありません", "there is no such document");
}
