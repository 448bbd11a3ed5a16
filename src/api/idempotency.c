/*
 * Idempotency-Key: the same request twice has one effect.
 *
 * What was answered is a document (DOCUMENT_IDEMPOTENCY) in the transaction
 * of the effect itself, so that neither is there without the other.  Its id
 * is made of the principal and the key; the body is a CBOR map, and holds no
 * value of anybody:
 *
 *	0 digest	bytes (32), of the request
 *	1 made		uint, ms since 1970
 *	2 person	uint, who was taken in; absent otherwise
 *	3 first		uint, of a batch: the number of its first line's
 *			person; absent otherwise
 *	4 erasure	uint, its number; absent otherwise
 */
#include "api/routes.h"
#include "base/cbor_form.h"
#include "vault/commit.h"
#include "vault/files.h"

enum { KEY_MAX = 128, KEEP_MS = 24 * 3600000, BODY_MAX = 256, SWEEP = 100 };

struct kept {
	struct hash digest;
	int64_t made;
	uint64_t person;
	uint64_t first;
	uint64_t erasure;
};

static const struct cbor_member members[] = {
	{ CBOR_AT(struct kept, 0, digest.bytes) },
	{ CBOR_AT(struct kept, 1, made) },
	{ CBOR_AT(struct kept, 2, person), .optional = true },
	{ CBOR_AT(struct kept, 3, first), .optional = true },
	{ CBOR_AT(struct kept, 4, erasure), .optional = true },
};
static const struct cbor_form form = CBOR_MAP_OF(members);

static enum status
read_kept(struct kept *kept, struct bytes body, struct error *error)
{
	memset(kept, 0, sizeof(*kept));
	return cbor_form_read(kept, &form, body, NULL) ? STATUS_OK :
	    error_set(error, STATUS_INTEGRITY, "key_broken", "保存した応答を読めません",
	    "what was answered can not be read");
}

/* Into the transaction of the effect (struct visit_also). */
static enum status
put(void *context, struct change *change, struct entry *entry,
    struct error *error)
{
	struct api_call *call = context;
	const struct kept kept = {
		.digest = call->key_digest, .made = call->visit.now,
		.person = call->made_person, .first = call->batch_first,
		.erasure = call->made_erasure == NULL ? 0 :
		    *call->made_erasure,
	};
	struct document document = {
		.kind = DOCUMENT_IDEMPOTENCY, .version = call->key_version,
		.due = kept.made + KEEP_MS,
	};
	struct buf body;
	enum status status;

	if (call->keyed_about != 0 && entry->about != call->keyed_about)
		return STATUS_OK;
	buf_init(&body, call->arena, BODY_MAX);
	cbor_form_write(&body, &form, &kept);
	status = buf_status(&body, error);
	document.body = buf_bytes(&body);
	memcpy(document.id, call->key_id, DOCUMENT_ID_SIZE);
	return status == STATUS_OK ? document_put(&document,
	    call->api->vault, change, entry, error) : status;
}

void
call_digest(const struct api_call *call, struct hash *out)
{
	const struct http_request *request = &call->x->request;
	const struct text parts[] = {
		text_of(http_method_names[request->method]), request->path,
		call->role, call->purpose, call->pass.name,
	};
	struct hash_state state;

	hash_start(&state);
	for (size_t i = 0; i < LENGTH(parts); i++) {
		hash_add(&state, &parts[i].n, sizeof(parts[i].n));
		hash_add(&state, parts[i].p, parts[i].n);
	}
	for (size_t i = 0; i < request->query_count; i++) {
		const struct http_pair *pair = &request->query[i];

		hash_add(&state, &pair->name.n, sizeof(pair->name.n));
		hash_add(&state, pair->name.p, pair->name.n);
		hash_add(&state, &pair->value.n, sizeof(pair->value.n));
		hash_add(&state, pair->value.p, pair->value.n);
	}
	hash_add(&state, request->body.p, request->body.n);
	*out = hash_end(&state);
}

static enum status
take_key(struct api_call *call, struct text key, struct error *error)
{
	struct buf name;
	enum status status;

	if (key.n == 0 || key.n > KEY_MAX) {
		status = call_problem(error, STATUS_INVALID, "bad_key",
		    (struct words){ "Idempotency-Key は1〜128文字です",
		    "an Idempotency-Key has 1 to 128 characters" });
		error_at(error, "Idempotency-Key");
		return status;
	}
	buf_init(&name, call->arena, 512);
	buf_printf(&name, "%.*s\n%.*s", TEXT_ARGS(call->pass.name),
	    TEXT_ARGS(key));
	call_digest(call, &call->key_digest);
	return document_id(call->key_id, call->api->vault,
	    DOCUMENT_IDEMPOTENCY, buf_as_text(&name), error);
}

/* Answers as it was answered before. */
static enum status
replay(struct api_call *call, const struct kept *kept, bool *replayed,
    struct error *error)
{
	char id[ID_TEXT_SIZE];
	enum status status = STATUS_OK;

	*replayed = true;
	call_header(call, "Idempotent-Replayed", TEXT("true"));
	if (kept->erasure != 0)
		return api_erase_again(call, kept->erasure, error);
	if (kept->person == 0)
		return STATUS_OK;
	status = id_format(id, ID_PERSON, kept->person,
	    vault_id_key(call->api->vault), error);
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	jsonw_member_string(&call->json, "person", id);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}

static enum status
look(struct api_call *call, bool *replayed, struct error *error)
{
	struct document document;
	struct kept kept;
	enum status status = document_get(&document, call->api->vault,
	    call->seat->reader, DOCUMENT_IDEMPOTENCY, call->key_id,
	    call->arena, error);

	*replayed = false;
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status == STATUS_OK)
		status = read_kept(&kept, document.body, error);
	if (status != STATUS_OK)
		return status;
	call->key_version = document.version;
	if (call->visit.now - kept.made >= KEEP_MS)
		return STATUS_OK;
	if (!hash_equal(&kept.digest, &call->key_digest))
		return call_problem(error, STATUS_INVALID, "key_reused",
		    (struct words){ "この Idempotency-Key は別の内容で使われています",
		    "that Idempotency-Key stands for another request" });
	if (!call->route->lines)
		return replay(call, &kept, replayed, error);
	call->batch_first = kept.first;
	call_header(call, "Idempotent-Replayed", TEXT("true"));
	return STATUS_OK;
}

enum status
call_keyed_begin(struct api_call *call, bool *replayed, struct error *error)
{
	struct text key = http_header(&call->x->request, "idempotency-key");
	enum status status;

	*replayed = false;
	if (key.p == NULL || !call->route->writes)
		return STATUS_OK;
	status = take_key(call, key, error);
	if (status == STATUS_OK)
		status = look(call, replayed, error);
	call->keyed = status == STATUS_OK;
	call->also = (struct visit_also){ put, call };
	call->visit.also = &call->also;
	return status;
}

/* The batch's numbers, before anybody is taken in. */
static enum status
put_batch(struct api_call *call, struct error *error)
{
	struct visit *visit = &call->visit;
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .time = visit->now,
		.principal = visit->principal.name,
		.subject = TEXT("batch"),
	};
	struct change *change = change_new();
	enum status status = change == NULL ? error_memory(error) :
	    put(call, change, &entry, error);

	if (status == STATUS_OK)
		visit->also = NULL;
	return commit_entry(visit->vault, change, &entry, status, error);
}

enum status
call_keyed_batch(struct api_call *call, uint64_t n, uint64_t *first,
    bool *again, struct error *error)
{
	bool ignored;
	enum status status;

	*first = 0;
	*again = call->batch_first != 0;
	if (!call->keyed)
		return STATUS_OK;
	if (!*again) {
		status = store_reserve(vault_store(call->api->vault),
		    STORE_PERSON, n, &call->batch_first, error);
		if (status == STATUS_OK)
			status = put_batch(call, error);
		/* Somebody came with the same key meanwhile. */
		if (status == STATUS_CONFLICT) {
			call->batch_first = 0;
			status = look(call, &ignored, error);
			*again = true;
		}
		if (status != STATUS_OK)
			return status;
	}
	*first = call->batch_first;
	return STATUS_OK;
}

enum status
call_keyed_again(struct api_call *call, bool *replayed, struct error *error)
{
	return look(call, replayed, error);
}

static enum status
sweep(struct api *api, enum document_kind kind, const char *what, bool *more,
    struct error *error)
{
	int64_t now = clock_now(vault_clock(api->vault));
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .time = now,
		.principal = TEXT("system:sweep"),
		.subject = text_of(what),
	};
	const struct document *due = NULL;
	struct change *change = change_new();
	struct arena *arena = arena_new(4 << 20);
	struct reader *reader = NULL;
	enum status status = change == NULL || arena == NULL ?
	    error_memory(error) : reader_new(&reader,
	    vault_store(api->vault), error);
	size_t n = 0;

	if (status == STATUS_OK)
		status = document_due(&due, &n, api->vault, reader,
		    kind, now, SWEEP, arena, error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = document_drop(&due[i], change, &entry, error);
	*more |= n == SWEEP;
	if (status == STATUS_OK && n > 0) {
		entry.count = n;
		status = commit_entry(api->vault, change, &entry, status,
		    error);
	} else {
		change_free(change);
	}
	reader_free(reader);
	arena_free(arena);
	return status;
}

/* Files that nobody came for; keys that a record has. */
static enum status
sweep_files(struct api *api, bool *more, struct error *error)
{
	struct reader *reader = NULL;
	bool again = false;
	enum status status = reader_new(&reader, vault_store(api->vault),
	    error);

	if (status == STATUS_OK)
		status = files_sweep(api->vault, reader, false, &again,
		    error);
	*more |= again;
	reader_free(reader);
	return status;
}

enum status
api_sweep(struct api *api, bool *more, struct error *error)
{
	enum status status;

	*more = false;
	status = sweep(api, DOCUMENT_IDEMPOTENCY, "idempotency", more,
	    error);
	if (status == STATUS_OK)
		status = sweep(api, DOCUMENT_SUPPRESSION, "suppression",
		    more, error);
	return status == STATUS_OK ? sweep_files(api, more, error) : status;
}
