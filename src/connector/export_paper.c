#include "base/cbor_form.h"
#include "connector/export_parts.h"
#include "vault/commit.h"

enum { BODY_MAX = 1 << 17 };

static const struct cbor_member members[] = {
	{ CBOR_AT(struct export_paper, 0, made) },
	{ CBOR_AT(struct export_paper, 1, principal) },
	{ CBOR_AT(struct export_paper, 2, role) },
	{ CBOR_AT(struct export_paper, 3, purpose) },
	{ CBOR_AT(struct export_paper, 4, reason) },
	{ CBOR_AT(struct export_paper, 5, format) },
	{ CBOR_LIST(struct export_paper, 6, items, item_count,
	  &cbor_form_texts), .apart = true, .most = BATCH_ITEMS_MAX },
	{ CBOR_AT(struct export_paper, 7, people) },
	{ CBOR_AT(struct export_paper, 8, left_out) },
	{ CBOR_AT(struct export_paper, 9, file) },
	{ CBOR_AT(struct export_paper, 10, bytes) },
};
static const struct cbor_form form = CBOR_WHOLE_MAP_OF(members);

static void
write_body(struct buf *out, const struct export_report *r)
{
	struct text items[BATCH_ITEMS_MAX];
	struct export_paper paper = {
		.made = r->made, .principal = r->principal, .role = r->role,
		.purpose = r->purpose, .reason = r->reason,
		.format = text_of(
		    table_format_names[r->options.table.format]),
		.items = items, .item_count = r->options.item_count,
		.people = r->counts.rows, .left_out = r->batch.left_out,
		.bytes = r->bytes,
	};

	for (size_t i = 0; i < r->options.item_count; i++)
		items[i] = r->rules->item_at[r->options.items[i]]->id;
	memcpy(paper.file, r->hash.bytes, sizeof(paper.file));
	cbor_form_write(out, &form, &paper);
}

enum status
export_paper_put(const struct export_report *r, struct visit *visit,
    struct error *error)
{
	struct entry entry = visit_entry(visit, ENTRY_EXPORT,
	    r->batch.decision, NULL);
	struct document document = { .kind = DOCUMENT_EXPORT };
	struct buf body;

	buf_init(&body, visit->arena, BODY_MAX);
	write_body(&body, r);
	memcpy(document.id, r->id, DOCUMENT_ID_SIZE);
	entry.subject = TEXT("file");
	entry.count = r->counts.rows;
	entry.has_commitment = true;
	memcpy(entry.commitment, r->hash.bytes, HASH_SIZE);
	return commit_document(visit->vault, &document, &body, &entry, error);
}

static enum status
read_body(struct export_paper *p, const struct document *document,
    struct arena *arena, struct error *error)
{
	memset(p, 0, sizeof(*p));
	p->document = *document;
	return cbor_form_read(p, &form, document->body, arena) ? STATUS_OK :
	    error_set(error, STATUS_INTEGRITY, "export_broken", "持ち出しの記録が壊れています",
	    "the export's document is damaged");
}

enum status
export_list(const struct export_paper **list, size_t *n,
    struct vault *vault, struct reader *reader, const uint8_t *after,
    size_t max, struct arena *arena, struct error *error)
{
	const struct document *documents;
	struct export_paper *out;
	enum status status = document_list(&documents, n, vault, reader,
	    DOCUMENT_EXPORT, after, max, arena, error);

	if (status != STATUS_OK)
		return status;
	out = arena_array(arena, *n + 1, sizeof(*out));
	if (out == NULL)
		return error_memory(error);
	for (size_t i = 0; i < *n && status == STATUS_OK; i++)
		status = read_body(&out[i], &documents[i], arena, error);
	*list = out;
	return status;
}

void
export_paper_json(struct jsonw *json, const struct export_paper *p)
{
	jsonw_open_object(json);
	jsonw_member_hex(json, "export", p->document.id, DOCUMENT_ID_SIZE);
	jsonw_member_instant(json, "made", p->made);
	jsonw_member_text(json, "principal", p->principal);
	jsonw_member_text(json, "role", p->role);
	jsonw_member_text(json, "purpose", p->purpose);
	jsonw_member_text(json, "reason", p->reason);
	jsonw_member_text(json, "format", p->format);
	jsonw_member_texts(json, "items", p->items, p->item_count);
	jsonw_member_int(json, "people", (int64_t)p->people);
	jsonw_member_int(json, "left_out", (int64_t)p->left_out);
	jsonw_member_int(json, "bytes", (int64_t)p->bytes);
	jsonw_member_hex(json, "sha256", p->file, sizeof(p->file));
	jsonw_close_object(json);
}
