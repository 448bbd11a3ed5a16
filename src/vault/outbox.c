#include "base/cbor_form.h"
#include "base/mem.h"
#include "crypto/random.h"
#include "vault/commit.h"
#include "vault/outbox.h"

enum {
	PAGE = 200, FRESH_MS = 1000, BODY_MAX = 65536, ARENA = 1 << 20,
	DAY_MS = 86400000,
};

/* The webhooks. */

static enum status
list_id(uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault,
    struct error *error)
{
	return document_id(id, vault, DOCUMENT_WEBHOOK, TEXT("webhooks"),
	    error);
}

static const struct cbor_member webhook_members[] = {
	{ CBOR_AT(struct outbox_webhook, 0, id) },
	{ CBOR_AT(struct outbox_webhook, 1, url) },
	{ CBOR_AT(struct outbox_webhook, 2, kinds) },
	{ CBOR_AT(struct outbox_webhook, 3, secret) },
	{ CBOR_AT(struct outbox_webhook, 4, made) },
	{ CBOR_AT(struct outbox_webhook, 5, by) },
};
static const struct cbor_form webhook_form = CBOR_ARRAY_OF(webhook_members);
static const struct cbor_member list_members[] = {
	{ CBOR_LIST(struct outbox_webhooks, 0, list, n, &webhook_form),
	  .most = OUTBOX_WEBHOOKS },
};
static const struct cbor_form list_form = CBOR_FLAT_OF(list_members);

static enum status
broken(struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "webhook_broken",
	    "ウェブフックの文書を読めません",
	    "a webhook's document is broken");
}

enum status
outbox_webhooks(struct outbox_webhooks *out, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	struct document document;
	enum status status = list_id(id, vault, error);

	memset(out, 0, sizeof(*out));
	if (status == STATUS_OK)
		status = document_get(&document, vault, reader,
		    DOCUMENT_WEBHOOK, id, arena, error);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	out->version = document.version;
	return cbor_form_read(out, &list_form, document.body, NULL) ?
	    STATUS_OK : broken(error);
}

/* A document of ours, in a transaction of its own; body NULL: it goes. */
static enum status
write_down(struct document *document, const struct buf *body,
    struct vault *vault, struct text principal, const char *what,
    struct error *error)
{
	char subject[48];
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .principal = principal,
		.time = clock_now(vault_clock(vault)),
		.subject = { subject, (size_t)snprintf(subject,
		    sizeof(subject), "webhook:%s", what) },
	};

	return body == NULL ? commit_document_gone(vault, document, &entry,
	    error) : commit_document(vault, document, body, &entry, error);
}

enum status
outbox_webhooks_put(struct outbox_webhooks *webhooks, struct vault *vault,
    struct text principal, const char *what, struct error *error)
{
	struct document document = {
		.kind = DOCUMENT_WEBHOOK, .version = webhooks->version,
	};
	struct outbox *outbox = vault_outbox(vault);
	struct arena *arena = arena_new(ARENA);
	struct buf body;
	enum status status = arena == NULL ? error_memory(error) :
	    list_id(document.id, vault, error);

	if (status != STATUS_OK)
		return status;
	buf_init(&body, arena, BODY_MAX);
	cbor_form_write(&body, &list_form, webhooks);
	status = write_down(&document, &body, vault, principal, what, error);
	webhooks->version += status == STATUS_OK;
	(void)pthread_mutex_lock(&outbox->mutex);
	outbox->read = 0;
	(void)pthread_mutex_unlock(&outbox->mutex);
	arena_free(arena);
	return status;
}

/* The mutex is held. */
static enum status
remember(struct outbox *outbox, const struct visit *visit,
    struct error *error)
{
	struct arena *arena = arena_new(ARENA);
	struct outbox_webhooks found;
	enum status status;

	if (arena == NULL)
		return error_memory(error);
	status = outbox_webhooks(&found, visit->vault, visit->reader, arena,
	    error);
	if (status == STATUS_OK) {
		outbox->n = found.n;
		for (size_t i = 0; i < found.n; i++) {
			outbox->kinds[i] = found.list[i].kinds;
			memcpy(outbox->ids[i], found.list[i].id,
			    DOCUMENT_ID_SIZE);
		}
		outbox->read = clock_monotonic() + 1;
	}
	mem_wipe(&found, sizeof(found));
	arena_free(arena);
	return status;
}

/* Who wants to know of that kind. */
static enum status
take_wanted(struct outbox_event *event, const struct visit *visit,
    struct error *error)
{
	struct outbox *outbox = vault_outbox(visit->vault);
	enum status status = STATUS_OK;

	(void)pthread_mutex_lock(&outbox->mutex);
	if (outbox->read == 0 ||
	    clock_monotonic() - outbox->read >= FRESH_MS)
		status = remember(outbox, visit, error);
	for (size_t i = 0; status == STATUS_OK && i < outbox->n; i++) {
		if ((outbox->kinds[i] >> event->kind & 1) == 0)
			continue;
		event->deliveries[event->n] = (struct outbox_delivery){
			.state = OUTBOX_WAITS, .next = event->time };
		memcpy(event->deliveries[event->n++].webhook,
		    outbox->ids[i], DOCUMENT_ID_SIZE);
	}
	(void)pthread_mutex_unlock(&outbox->mutex);
	return status;
}

/* Events. */

static const struct cbor_member delivery_members[] = {
	{ CBOR_AT(struct outbox_delivery, 0, webhook) },
	{ CBOR_AT(struct outbox_delivery, 1, state) },
	{ CBOR_AT(struct outbox_delivery, 2, attempts) },
	{ CBOR_AT(struct outbox_delivery, 3, next) },
	{ CBOR_AT(struct outbox_delivery, 4, code) },
};
static const struct cbor_form delivery_form =
    CBOR_ARRAY_OF(delivery_members);
static const struct cbor_member event_members[] = {
	{ CBOR_AT(struct outbox_event, 0, kind), .most = ENTRY_KINDS - 1 },
	{ CBOR_AT(struct outbox_event, 1, subject) },
	{ CBOR_AT(struct outbox_event, 2, person) },
	{ CBOR_AT(struct outbox_event, 3, decision) },
	{ CBOR_AT(struct outbox_event, 4, time) },
	{ CBOR_LIST(struct outbox_event, 5, deliveries, n, &delivery_form),
	  .most = OUTBOX_WEBHOOKS },
};
static const struct cbor_form event_form = CBOR_MAP_OF(event_members);

static enum status
read_event(struct outbox_event *e, const struct document *document,
    struct error *error)
{
	memset(e, 0, sizeof(*e));
	memcpy(e->id, document->id, sizeof(e->id));
	e->version = document->version;
	return cbor_form_read(e, &event_form, document->body, NULL) ?
	    STATUS_OK : broken(error);
}

/* When somebody has to see to it: the next try, or its end. */
static int64_t
due_of(const struct outbox_event *e)
{
	int64_t due = INT64_MAX;

	for (size_t i = 0; i < e->n; i++)
		if (e->deliveries[i].state == OUTBOX_WAITS &&
		    e->deliveries[i].next < due)
			due = e->deliveries[i].next;
	return due != INT64_MAX ? due :
	    e->time + (int64_t)OUTBOX_KEEP_DAYS * DAY_MS;
}

bool
outbox_is_over(const struct outbox_event *e, int64_t now)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->deliveries[i].state == OUTBOX_WAITS)
			return false;
	return now >= due_of(e);
}

static void
document_of(struct document *document, struct buf *body,
    const struct outbox_event *e, struct arena *arena)
{
	*document = (struct document){
		.kind = DOCUMENT_WEBHOOK, .version = e->version,
		.due = due_of(e),
	};
	memcpy(document->id, e->id, sizeof(document->id));
	buf_init(body, arena, BODY_MAX);
	cbor_form_write(body, &event_form, e);
}

enum status
outbox_add(const struct visit *visit, struct change *change,
    struct entry *entry, struct error *error)
{
	struct outbox_event event = {
		.kind = entry->kind, .subject = entry->subject,
		.person = entry->about, .time = entry->time,
	};
	struct document document;
	struct buf body;
	enum status status;

	if (entry->about == 0 || (OUTBOX_KINDS >> entry->kind & 1) == 0 ||
	    rules_is_hidden(visit->rules, entry->about))
		return STATUS_OK;
	memcpy(event.decision, entry->decision, sizeof(event.decision));
	status = take_wanted(&event, visit, error);
	if (status != STATUS_OK || event.n == 0)
		return status;
	random_bytes(event.id, sizeof(event.id));
	document_of(&document, &body, &event, change_arena(change));
	document.body = buf_bytes(&body);
	status = buf_status(&body, error);
	return status == STATUS_OK ? document_put(&document, visit->vault,
	    change, entry, error) : status;
}

/* The list of webhooks is no event; *n becomes how many there are. */
static enum status
read_all(const struct outbox_event **out, size_t *n,
    const struct document *documents, struct vault *vault,
    struct arena *arena, struct error *error)
{
	struct outbox_event *events = arena_array(arena, *n + 1,
	    sizeof(*events));
	uint8_t list[DOCUMENT_ID_SIZE];
	size_t read = 0;
	enum status status = events == NULL ? error_memory(error) :
	    list_id(list, vault, error);

	for (size_t i = 0; i < *n && status == STATUS_OK; i++)
		if (memcmp(documents[i].id, list, sizeof(list)) != 0)
			status = read_event(&events[read++], &documents[i],
			    error);
	*out = events;
	*n = read;
	return status;
}

enum status
outbox_due(const struct outbox_event **events, size_t *n,
    struct vault *vault, struct reader *reader, int64_t until, size_t max,
    struct arena *arena, struct error *error)
{
	const struct document *documents;
	enum status status = document_due(&documents, n, vault, reader,
	    DOCUMENT_WEBHOOK, until, max, arena, error);

	return status == STATUS_OK ? read_all(events, n, documents, vault,
	    arena, error) : status;
}

enum status
outbox_list(const struct outbox_event **events, size_t *n,
    uint8_t last[DOCUMENT_ID_SIZE], bool *more, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
{
	const struct document *documents;
	enum status status = document_list(&documents, n, vault, reader,
	    DOCUMENT_WEBHOOK, last, PAGE, arena, error);

	*more = status == STATUS_OK && *n > 0;
	if (!*more)
		return status;
	memcpy(last, documents[*n - 1].id, DOCUMENT_ID_SIZE);
	return read_all(events, n, documents, vault, arena, error);
}

static enum status
put_or_drop(const struct outbox_event *e, struct vault *vault,
    struct text principal, const char *what, bool gone, struct error *error)
{
	struct arena *arena = arena_new(ARENA);
	struct document document;
	struct buf body;
	enum status status;

	if (arena == NULL)
		return error_memory(error);
	document_of(&document, &body, e, arena);
	status = write_down(&document, gone ? NULL : &body, vault, principal,
	    what, error);
	arena_free(arena);
	return status;
}

enum status
outbox_put(struct outbox_event *e, struct vault *vault,
    struct text principal, const char *what, struct error *error)
{
	enum status status = put_or_drop(e, vault, principal, what, false,
	    error);

	e->version += status == STATUS_OK;
	return status;
}

enum status
outbox_drop(const struct outbox_event *e, struct vault *vault,
    struct text principal, struct error *error)
{
	return put_or_drop(e, vault, principal, "forget", true, error);
}
