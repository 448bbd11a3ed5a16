#include <stdlib.h>

#include "base/cbor.h"
#include "vault/backup_record.h"
#include "vault/commit.h"

enum { BODY_MAX = 4096, FIELDS = 14, PAGE = 256, COPIES_MAX = 1024 };

static void
write_body(struct buf *out, const struct backup_record *r)
{
	cbor_array(out, FIELDS);
	cbor_uint(out, (uint64_t)r->kind);
	cbor_uint(out, (uint64_t)r->state);
	cbor_text(out, r->id);
	cbor_text(out, r->place);
	cbor_int(out, r->made);
	cbor_int(out, r->expires);
	cbor_uint(out, r->log_size);
	cbor_bytes(out, r->log_root.bytes, HASH_SIZE);
	cbor_uint(out, r->bytes);
	cbor_uint(out, r->new_bytes);
	cbor_int(out, r->verified);
	cbor_uint(out, r->people);
	cbor_uint(out, r->faults);
	cbor_int(out, r->gone);
}

static enum status
read_body(struct backup_record *r, const struct document *document,
    struct error *error)
{
	struct cbor in = cbor_reader(document->body);
	uint64_t kind, state;

	if (cbor_read_array(&in) != FIELDS)
		cbor_fail(&in);
	kind = cbor_read_uint(&in);
	state = cbor_read_uint(&in);
	r->id = cbor_read_text(&in);
	r->place = cbor_read_text(&in);
	r->made = cbor_read_int(&in);
	r->expires = cbor_read_int(&in);
	r->log_size = cbor_read_uint(&in);
	cbor_read_fixed(&in, r->log_root.bytes, HASH_SIZE);
	r->bytes = cbor_read_uint(&in);
	r->new_bytes = cbor_read_uint(&in);
	r->verified = cbor_read_int(&in);
	r->people = cbor_read_uint(&in);
	r->faults = cbor_read_uint(&in);
	r->gone = cbor_read_int(&in);
	if (kind < BACKUP_DATA || kind > BACKUP_KEYS ||
	    state < BACKUP_BEGUN || state > BACKUP_GONE)
		cbor_fail(&in);
	r->kind = (enum backup_kind)kind;
	r->state = (enum backup_state)state;
	if (cbor_done(&in))
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "not_a_backup_record",
	    "バックアップの記録が読めません",
	    "this is no record of a backup");
}

static enum status
id_of(uint8_t id[DOCUMENT_ID_SIZE], const struct visit *visit,
    enum backup_kind kind, struct text name, struct error *error)
{
	char text[BACKUP_ID_MAX + 8];

	(void)snprintf(text, sizeof(text), "%s/%.*s", kind == BACKUP_DATA ?
	    "data" : "keys", TEXT_ARGS(name));
	return document_id(id, visit->vault, DOCUMENT_BACKUP, text_of(text),
	    error);
}

static enum status
get(struct document *document, const struct visit *visit,
    enum backup_kind kind, struct text name, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	enum status status = id_of(id, visit, kind, name, error);

	if (status != STATUS_OK)
		return status;
	status = document_get(document, visit->vault, visit->reader,
	    DOCUMENT_BACKUP, id, visit->arena, error);
	if (status == STATUS_NOT_FOUND) {
		memset(document, 0, sizeof(*document));
		document->kind = DOCUMENT_BACKUP;
		memcpy(document->id, id, sizeof(id));
	}
	return status;
}

enum status
backup_record_put(struct visit *visit, const struct backup_record *record,
    const char *subject, struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .time = clock_now(vault_clock(
		    visit->vault)), .principal = visit->principal.name,
		.purpose = text_of(system_purpose_names[SYSTEM_BACKUP]),
		.subject = text_of(subject),
	};
	struct document document;
	struct buf body;
	enum status status = get(&document, visit, record->kind, record->id,
	    error);

	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	buf_init(&body, visit->arena, BODY_MAX);
	write_body(&body, record);
	/* Only copies of the keys are asked for by their end. */
	document.due = record->kind == BACKUP_KEYS &&
	    record->state != BACKUP_GONE ? record->expires : 0;
	return commit_document(visit->vault, &document, &body, &entry, error);
}

enum status
backup_record_get(struct backup_record *record, struct visit *visit,
    enum backup_kind kind, struct text id, struct error *error)
{
	struct document document;
	enum status status = get(&document, visit, kind, id, error);

	return status == STATUS_OK ? read_body(record, &document, error) :
	    status;
}

static int
by_time(const void *a, const void *b)
{
	const struct backup_record *x = a, *y = b;

	return (x->made > y->made) - (x->made < y->made);
}

enum status
backup_record_list(const struct backup_record **records, size_t *n,
    struct visit *visit, struct error *error)
{
	struct backup_record *list = NULL;
	const struct document *documents;
	const uint8_t *after = NULL;
	size_t got = PAGE;
	enum status status = STATUS_OK;

	*n = 0;
	while (got == PAGE && status == STATUS_OK) {
		struct backup_record *more;

		status = document_list(&documents, &got, visit->vault,
		    visit->reader, DOCUMENT_BACKUP, after, PAGE,
		    visit->arena, error);
		if (status != STATUS_OK)
			break;
		more = arena_array(visit->arena, *n + got + 1,
		    sizeof(*more));
		if (more == NULL)
			return error_memory(error);
		if (*n > 0)
			memcpy(more, list, *n * sizeof(*more));
		list = more;
		for (size_t i = 0; i < got && status == STATUS_OK; i++)
			status = read_body(&list[(*n)++], &documents[i],
			    error);
		after = got > 0 ? documents[got - 1].id : NULL;
	}
	if (*n > 0)
		qsort(list, *n, sizeof(*list), by_time);
	*records = list;
	return status;
}

enum status
backup_record_key_copies(struct key_copies *copies,
    const struct visit *visit, struct error *error)
{
	const struct document *documents;
	size_t n = 0;
	enum status status = document_due(&documents, &n, visit->vault,
	    visit->reader, DOCUMENT_BACKUP, INT64_MAX, COPIES_MAX,
	    visit->arena, error);

	*copies = (struct key_copies){ .oldest = INT64_MAX };
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		struct backup_record r;

		status = read_body(&r, &documents[i], error);
		if (status != STATUS_OK || r.kind != BACKUP_KEYS ||
		    r.state == BACKUP_GONE)
			continue;
		copies->n++;
		if (r.made < copies->oldest)
			copies->oldest = r.made;
		if (r.expires > copies->last_end)
			copies->last_end = r.expires;
	}
	return status;
}
