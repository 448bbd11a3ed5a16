#include "audit/entry.h"
#include "base/cbor.h"
#include "crypto/id.h"

enum key {
	KEY_KIND, KEY_TIME, KEY_DECISION, KEY_PRINCIPAL, KEY_ROLE,
	KEY_PURPOSE, KEY_REVISION, KEY_CLAUSE, KEY_PERSON, KEY_REFUSAL,
	KEY_ITEMS, KEY_STANDING, KEY_RECORDS, KEY_COUNT, KEY_COMMITMENT,
	KEY_RECIPIENT, KEY_GROUND, KEY_SUBJECT, KEY_MASKED,
	KEY_DOCUMENTS, KEY_OBSERVED,
};
enum { KEYS = KEY_OBSERVED + 1 };

const char *const entry_kind_names[ENTRY_KINDS] = {
	[ENTRY_STORE_MADE] = "store_made",
	[ENTRY_POLICY] = "policy",
	[ENTRY_ACQUIRE] = "acquire",
	[ENTRY_USE] = "use",
	[ENTRY_SEARCH] = "search",
	[ENTRY_CORRECT] = "correct",
	[ENTRY_STANDING] = "standing",
	[ENTRY_PROVIDE] = "provide",
	[ENTRY_EXPORT] = "export",
	[ENTRY_DISCLOSE] = "disclose",
	[ENTRY_ERASE] = "erase",
	[ENTRY_ANONYMISE] = "anonymise",
	[ENTRY_KEYS] = "keys",
	[ENTRY_SYSTEM] = "system",
	[ENTRY_ACCESS] = "access",
	[ENTRY_APPROVAL] = "approval",
	[ENTRY_SETTING] = "setting",
	[ENTRY_RESTORED] = "restored",
};

/* Which keys stand. */
static uint32_t
standing_keys(const struct entry *e)
{
	const bool stands[KEYS] = {
		[KEY_KIND] = true,
		[KEY_TIME] = true,
		[KEY_DECISION] = e->has_decision,
		[KEY_PRINCIPAL] = e->principal.n > 0,
		[KEY_ROLE] = e->role.n > 0,
		[KEY_PURPOSE] = e->purpose.n > 0,
		[KEY_REVISION] = e->revision > 0,
		[KEY_CLAUSE] = e->clause.n > 0,
		[KEY_PERSON] = e->has_person,
		[KEY_REFUSAL] = e->refusal.n > 0,
		[KEY_ITEMS] = !bits_empty(&e->items),
		[KEY_STANDING] = e->standing > 0,
		[KEY_RECORDS] = e->record_count > 0,
		[KEY_COUNT] = e->count > 0,
		[KEY_COMMITMENT] = e->has_commitment,
		[KEY_RECIPIENT] = e->recipient.n > 0,
		[KEY_GROUND] = e->ground.n > 0,
		[KEY_SUBJECT] = e->subject.n > 0,
		[KEY_MASKED] = !bits_empty(&e->masked),
		[KEY_DOCUMENTS] = e->document_count > 0,
		[KEY_OBSERVED] = e->observed.n > 0,
	};
	uint32_t keys = 0;

	for (unsigned int key = 0; key < KEYS; key++)
		keys |= (uint32_t)stands[key] << key;
	return keys;
}

static void
write_records(struct buf *out, const struct entry *e)
{
	cbor_array(out, 2 * e->record_count);
	for (size_t i = 0; i < e->record_count; i++) {
		cbor_uint(out, e->records[i].seq);
		cbor_uint(out, e->records[i].version);
	}
}

static void
write_documents(struct buf *out, const struct entry *e)
{
	cbor_array(out, e->document_count);
	for (size_t i = 0; i < e->document_count; i++) {
		const struct entry_document *d = &e->documents[i];

		cbor_array(out, 3);
		cbor_uint(out, d->kind);
		cbor_bytes(out, d->id, sizeof(d->id));
		cbor_uint(out, d->version);
	}
}

static void
write_value(struct buf *out, const struct entry *e, enum key key)
{
	switch (key) {
	case KEY_KIND: cbor_uint(out, (uint64_t)e->kind); break;
	case KEY_TIME: cbor_uint(out, (uint64_t)e->time); break;
	case KEY_DECISION:
		cbor_bytes(out, e->decision, DECISION_ID_SIZE);
		break;
	case KEY_PRINCIPAL: cbor_text(out, e->principal); break;
	case KEY_ROLE: cbor_text(out, e->role); break;
	case KEY_PURPOSE: cbor_text(out, e->purpose); break;
	case KEY_REVISION: cbor_uint(out, e->revision); break;
	case KEY_CLAUSE: cbor_text(out, e->clause); break;
	case KEY_PERSON:
		cbor_bytes(out, e->person, PSEUDONYM_SIZE);
		break;
	case KEY_REFUSAL: cbor_text(out, e->refusal); break;
	case KEY_ITEMS: cbor_bits(out, &e->items); break;
	case KEY_STANDING: cbor_uint(out, e->standing); break;
	case KEY_RECORDS: write_records(out, e); break;
	case KEY_COUNT: cbor_uint(out, e->count); break;
	case KEY_COMMITMENT:
		cbor_bytes(out, e->commitment, sizeof(e->commitment));
		break;
	case KEY_RECIPIENT: cbor_text(out, e->recipient); break;
	case KEY_GROUND: cbor_text(out, e->ground); break;
	case KEY_SUBJECT: cbor_text(out, e->subject); break;
	case KEY_MASKED: cbor_bits(out, &e->masked); break;
	case KEY_DOCUMENTS: write_documents(out, e); break;
	case KEY_OBSERVED: cbor_text(out, e->observed); break;
	}
}

void
entry_write(struct buf *out, const struct entry *e)
{
	uint32_t keys = standing_keys(e);

	cbor_map(out, (size_t)__builtin_popcount(keys));
	for (; keys != 0; keys &= keys - 1) {
		int key = __builtin_ctz(keys);

		cbor_uint(out, (uint64_t)key);
		write_value(out, e, (enum key)key);
	}
}

static void
read_records(struct entry *e, struct cbor *in, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct entry_record *records = arena_array(arena, n / 2 + 1,
	    sizeof(*records));

	if (n % 2 != 0 || records == NULL) {
		cbor_fail(in);
		return;
	}
	for (size_t i = 0; i < n / 2; i++) {
		records[i].seq = cbor_read_uint(in);
		records[i].version = cbor_read_uint(in);
	}
	e->records = records;
	e->record_count = n / 2;
}

static uint64_t
read_up_to(struct cbor *in, uint64_t max)
{
	uint64_t value = cbor_read_uint(in);

	if (value <= max)
		return value;
	cbor_fail(in);
	return 0;
}

static void
read_documents(struct entry *e, struct cbor *in, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct entry_document *documents = arena_array(arena, n + 1,
	    sizeof(*documents));

	if (documents == NULL) {
		cbor_fail(in);
		return;
	}
	for (size_t i = 0; i < n && !in->failed; i++) {
		if (cbor_read_array(in) != 3)
			cbor_fail(in);
		documents[i].kind = (uint32_t)read_up_to(in, UINT32_MAX);
		cbor_read_fixed(in, documents[i].id,
		    sizeof(documents[i].id));
		documents[i].version = cbor_read_uint(in);
	}
	e->documents = documents;
	e->document_count = n;
}

static void
read_value(struct entry *e, struct cbor *in, enum key key,
    struct arena *arena)
{
	switch (key) {
	case KEY_KIND:
		e->kind = (enum entry_kind)read_up_to(in, ENTRY_KINDS - 1);
		break;
	case KEY_TIME: e->time = (int64_t)read_up_to(in, INT64_MAX); break;
	case KEY_DECISION:
		e->has_decision = true;
		cbor_read_fixed(in, e->decision, DECISION_ID_SIZE);
		break;
	case KEY_PRINCIPAL: e->principal = cbor_read_text(in); break;
	case KEY_ROLE: e->role = cbor_read_text(in); break;
	case KEY_PURPOSE: e->purpose = cbor_read_text(in); break;
	case KEY_REVISION:
		e->revision = (uint32_t)read_up_to(in, UINT32_MAX);
		break;
	case KEY_CLAUSE: e->clause = cbor_read_text(in); break;
	case KEY_PERSON:
		e->has_person = true;
		cbor_read_fixed(in, e->person, PSEUDONYM_SIZE);
		break;
	case KEY_REFUSAL: e->refusal = cbor_read_text(in); break;
	case KEY_ITEMS: cbor_read_bits(in, &e->items); break;
	case KEY_STANDING: e->standing = cbor_read_uint(in); break;
	case KEY_RECORDS: read_records(e, in, arena); break;
	case KEY_COUNT: e->count = cbor_read_uint(in); break;
	case KEY_COMMITMENT:
		e->has_commitment = true;
		cbor_read_fixed(in, e->commitment, sizeof(e->commitment));
		break;
	case KEY_RECIPIENT: e->recipient = cbor_read_text(in); break;
	case KEY_GROUND: e->ground = cbor_read_text(in); break;
	case KEY_SUBJECT: e->subject = cbor_read_text(in); break;
	case KEY_MASKED: cbor_read_bits(in, &e->masked); break;
	case KEY_DOCUMENTS: read_documents(e, in, arena); break;
	case KEY_OBSERVED: e->observed = cbor_read_text(in); break;
	}
}

enum status
entry_read(struct entry *entry, struct bytes bytes, struct arena *arena,
    struct error *error)
{
	struct cbor in = cbor_reader(bytes);
	size_t n = cbor_read_map(&in);
	uint32_t keys = 0;
	int64_t last = -1;

	memset(entry, 0, sizeof(*entry));
	for (size_t i = 0; i < n && !in.failed; i++) {
		uint64_t key = cbor_read_key(&in, &last);

		if (key >= KEYS) {
			cbor_fail(&in);
			break;
		}
		keys |= (uint32_t)1 << key;
		read_value(entry, &in, (enum key)key, arena);
	}
	/* What is empty has no key, so that an entry has one encoding. */
	if (cbor_done(&in) && entry->kind >= ENTRY_STORE_MADE &&
	    keys == standing_keys(entry))
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "not_an_entry",
	    "ログ記録として読めません", "this is not a log entry");
}

static void
json_bits(struct jsonw *json, const char *key, const struct bits *set)
{
	if (bits_empty(set))
		return;
	jsonw_key(json, key);
	jsonw_open_array(json);
	BITS_EACH(number, set)
		jsonw_int(json, number);
	jsonw_close_array(json);
}

static void
json_records(struct jsonw *json, const struct entry *e)
{
	if (e->record_count == 0)
		return;
	jsonw_key(json, "records");
	jsonw_open_array(json);
	for (size_t i = 0; i < e->record_count; i++) {
		jsonw_open_object(json);
		jsonw_member_int(json, "seq", (int64_t)e->records[i].seq);
		jsonw_member_int(json, "version",
		    (int64_t)e->records[i].version);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
json_documents(struct jsonw *json, const struct entry *e)
{
	if (e->document_count == 0)
		return;
	jsonw_key(json, "documents");
	jsonw_open_array(json);
	for (size_t i = 0; i < e->document_count; i++) {
		const struct entry_document *d = &e->documents[i];

		jsonw_open_object(json);
		jsonw_member_int(json, "kind", d->kind);
		jsonw_member_hex(json, "id", d->id, sizeof(d->id));
		jsonw_member_int(json, "version", (int64_t)d->version);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

void
entry_json(struct jsonw *json, const struct entry *e, uint64_t index)
{
	const struct {
		const char *key;
		struct text text;
	} texts[] = {
		{ "principal", e->principal }, { "role", e->role },
		{ "purpose", e->purpose }, { "clause", e->clause },
		{ "refusal", e->refusal }, { "recipient", e->recipient },
		{ "ground", e->ground }, { "subject", e->subject },
		{ "observed", e->observed },
	};
	char decision[ID_TEXT_SIZE];

	jsonw_open_object(json);
	jsonw_member_int(json, "index", (int64_t)index);
	jsonw_member_instant(json, "time", e->time);
	jsonw_member_string(json, "kind", entry_kind_names[e->kind]);
	if (e->has_decision) {
		id_format_random(decision, ID_DECISION, e->decision);
		jsonw_member_string(json, "decision", decision);
	}
	for (size_t i = 0; i < LENGTH(texts); i++)
		jsonw_given_text(json, texts[i].key, texts[i].text);
	if (e->revision > 0)
		jsonw_member_int(json, "revision", e->revision);
	if (e->has_person)
		jsonw_member_hex(json, "person", e->person, PSEUDONYM_SIZE);
	json_bits(json, "items", &e->items);
	json_bits(json, "masked", &e->masked);
	if (e->standing > 0)
		jsonw_member_int(json, "standing", (int64_t)e->standing);
	json_records(json, e);
	json_documents(json, e);
	if (e->count > 0)
		jsonw_member_int(json, "count", (int64_t)e->count);
	if (e->has_commitment)
		jsonw_member_hex(json, "commitment", e->commitment, 32);
	jsonw_close_object(json);
}
