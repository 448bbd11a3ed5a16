#include <stdlib.h>

#include "base/cbor_form.h"
#include "vault/backup_record.h"
#include "vault/commit.h"

enum { BODY_MAX = 4096, PAGE = 256, COPIES_MAX = 1024 };

static const struct cbor_member members[] = {
	{ CBOR_AT(struct backup_record, 0, kind), .least = BACKUP_DATA,
	  .most = BACKUP_KEYS },
	{ CBOR_AT(struct backup_record, 1, state), .least = BACKUP_BEGUN,
	  .most = BACKUP_GONE },
	{ CBOR_AT(struct backup_record, 2, id) },
	{ CBOR_AT(struct backup_record, 3, place) },
	{ CBOR_AT(struct backup_record, 4, made), .sign = true },
	{ CBOR_AT(struct backup_record, 5, expires), .sign = true },
	{ CBOR_AT(struct backup_record, 6, log_size) },
	{ CBOR_AT(struct backup_record, 7, log_root.bytes) },
	{ CBOR_AT(struct backup_record, 8, bytes) },
	{ CBOR_AT(struct backup_record, 9, new_bytes) },
	{ CBOR_AT(struct backup_record, 10, verified), .sign = true },
	{ CBOR_AT(struct backup_record, 11, people) },
	{ CBOR_AT(struct backup_record, 12, faults) },
	{ CBOR_AT(struct backup_record, 13, gone), .sign = true },
};
static const struct cbor_form form = CBOR_ARRAY_OF(members);

static enum status
read_body(struct backup_record *r, const struct document *document,
    struct error *error)
{
	if (cbor_form_read(r, &form, document->body, NULL))
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
	cbor_form_write(&body, &form, record);
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
