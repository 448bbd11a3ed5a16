#include "base/cbor.h"
#include "base/encode.h"
#include "connector/export_parts.h"
#include "vault/commit.h"

enum { BODY_MAX = 1 << 17 };
enum key {
	KEY_MADE, KEY_PRINCIPAL, KEY_ROLE, KEY_PURPOSE, KEY_REASON,
	KEY_FORMAT, KEY_ITEMS, KEY_PEOPLE, KEY_LEFT_OUT, KEY_FILE, KEY_BYTES,
};
enum { KEYS = KEY_BYTES + 1 };

static void
write_text(struct buf *out, enum key key, struct text text)
{
	cbor_uint(out, key);
	cbor_text(out, text);
}

static void
write_number(struct buf *out, enum key key, uint64_t number)
{
	cbor_uint(out, key);
	cbor_uint(out, number);
}

static void
write_body(struct buf *out, const struct export_report *r)
{
	cbor_map(out, KEYS);
	write_number(out, KEY_MADE, (uint64_t)r->made);
	write_text(out, KEY_PRINCIPAL, r->principal);
	write_text(out, KEY_ROLE, r->role);
	write_text(out, KEY_PURPOSE, r->purpose);
	write_text(out, KEY_REASON, r->reason);
	write_text(out, KEY_FORMAT, text_of(
	    table_format_names[r->options.table.format]));
	cbor_uint(out, KEY_ITEMS);
	cbor_array(out, r->options.item_count);
	for (size_t i = 0; i < r->options.item_count; i++)
		cbor_text(out, r->rules->item_at[r->options.items[i]]->id);
	write_number(out, KEY_PEOPLE, r->counts.rows);
	write_number(out, KEY_LEFT_OUT, r->batch.left_out);
	cbor_uint(out, KEY_FILE);
	cbor_bytes(out, r->hash.bytes, HASH_SIZE);
	write_number(out, KEY_BYTES, r->bytes);
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

static void
read_items(struct export_paper *p, struct cbor *in, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct text *items = n > BATCH_ITEMS_MAX ? NULL :
	    arena_array(arena, n + 1, sizeof(*items));

	if (items == NULL) {
		cbor_fail(in);
		return;
	}
	for (size_t i = 0; i < n; i++)
		items[i] = cbor_read_text(in);
	p->items = items;
	p->item_count = n;
}

static void
read_member(struct export_paper *p, enum key key, struct cbor *in,
    struct arena *arena)
{
	switch (key) {
	case KEY_MADE: p->made = (int64_t)cbor_read_uint(in); break;
	case KEY_PRINCIPAL: p->principal = cbor_read_text(in); break;
	case KEY_ROLE: p->role = cbor_read_text(in); break;
	case KEY_PURPOSE: p->purpose = cbor_read_text(in); break;
	case KEY_REASON: p->reason = cbor_read_text(in); break;
	case KEY_FORMAT: p->format = cbor_read_text(in); break;
	case KEY_ITEMS: read_items(p, in, arena); break;
	case KEY_PEOPLE: p->people = cbor_read_uint(in); break;
	case KEY_LEFT_OUT: p->left_out = cbor_read_uint(in); break;
	case KEY_FILE: cbor_read_fixed(in, p->file, sizeof(p->file)); break;
	case KEY_BYTES: p->bytes = cbor_read_uint(in); break;
	}
}

static enum status
read_body(struct export_paper *p, const struct document *document,
    struct arena *arena, struct error *error)
{
	struct cbor in = cbor_reader(document->body);
	int64_t last = -1;

	memset(p, 0, sizeof(*p));
	p->document = *document;
	if (cbor_read_map(&in) != KEYS)
		cbor_fail(&in);
	for (uint64_t key = 0; key < KEYS && !in.failed; key++) {
		if (cbor_read_key(&in, &last) != key)
			cbor_fail(&in);
		else
			read_member(p, (enum key)key, &in, arena);
	}
	return cbor_done(&in) ? STATUS_OK : error_set(error,
	    STATUS_INTEGRITY, "export_broken", "持ち出しの記録が壊れています",
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
	char id[2 * DOCUMENT_ID_SIZE + 1], made[CLOCK_TEXT_SIZE];
	char hash[2 * HASH_SIZE + 1];

	encode_hex(p->document.id, DOCUMENT_ID_SIZE, id);
	encode_hex(p->file, sizeof(p->file), hash);
	clock_format(p->made, made);
	jsonw_open_object(json);
	jsonw_member_string(json, "export", id);
	jsonw_member_string(json, "made", made);
	jsonw_member_text(json, "principal", p->principal);
	jsonw_member_text(json, "role", p->role);
	jsonw_member_text(json, "purpose", p->purpose);
	jsonw_member_text(json, "reason", p->reason);
	jsonw_member_text(json, "format", p->format);
	jsonw_key(json, "items");
	jsonw_open_array(json);
	for (size_t i = 0; i < p->item_count; i++)
		jsonw_text(json, p->items[i]);
	jsonw_close_array(json);
	jsonw_member_int(json, "people", (int64_t)p->people);
	jsonw_member_int(json, "left_out", (int64_t)p->left_out);
	jsonw_member_int(json, "bytes", (int64_t)p->bytes);
	jsonw_member_string(json, "sha256", hash);
	jsonw_close_object(json);
}
