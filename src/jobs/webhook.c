#include <assert.h>

#include "base/encode.h"
#include "base/mem.h"
#include "crypto/random.h"
#include "jobs/webhook.h"

enum { ARENA = 16 << 20 };

enum status
webhook_kinds(uint32_t *kinds, struct text list, struct error *error)
{
	struct text rest = list;

	*kinds = list.n == 0 ? OUTBOX_KINDS : 0;
	while (rest.n > 0) {
		struct text word = text_trim(text_cut(&rest, ','));
		uint32_t bit = 0;

		for (int kind = 1; kind < ENTRY_KINDS; kind++)
			if ((OUTBOX_KINDS >> kind & 1) != 0 &&
			    text_is(word, entry_kind_names[kind]))
				bit = UINT32_C(1) << kind;
		if (bit == 0)
			return error_set(error, STATUS_INVALID, "no_event",
			    "出来事は acquire、correct、standing、erase です",
			    "events are acquire, correct, standing, erase");
		*kinds |= bit;
	}
	return STATUS_OK;
}

/* A host, perhaps a port, perhaps a path: no user, no blank, no fragment. */
static enum status
check_url(struct text url, const struct config *config, struct error *error)
{
	bool https = text_starts_with(url, "https://");
	size_t at = https ? 8 : 7;
	bool good = (https || (config->webhooks.http &&
	    text_starts_with(url, "http://"))) && url.n > at &&
	    url.n <= OUTBOX_URL && url.p[at] != '/';

	for (size_t i = 0; i < url.n; i++)
		good = good && url.p[i] > ' ' && url.p[i] <= '~' &&
		    strchr("@#\\\"<>^`{|}", url.p[i]) == NULL;
	return good ? STATUS_OK : error_set(error, STATUS_INVALID,
	    "bad_webhook_url", "https:// で始まる URL が必要です "
	    "(http は webhooks.http で認めます)",
	    "a URL with https:// is needed (http: webhooks.http)");
}

enum status
webhook_add(struct outbox_webhook *w, char secret[WEBHOOK_SECRET_TEXT],
    struct vault *vault, struct reader *reader, const struct config *config,
    struct text principal, struct arena *arena, struct error *error)
{
	struct outbox_webhooks all;
	enum status status = check_url(w->url, config, error);

	if (status == STATUS_OK)
		status = outbox_webhooks(&all, vault, reader, arena, error);
	if (status == STATUS_OK && all.n == OUTBOX_WEBHOOKS)
		status = error_set(error, STATUS_CONFLICT, "too_many_webhooks",
		    "ウェブフックは %d 個までです", "at most %d webhooks",
		    OUTBOX_WEBHOOKS);
	if (status != STATUS_OK)
		return status;
	random_bytes(w->id, sizeof(w->id));
	random_bytes(w->secret, sizeof(w->secret));
	w->made = clock_now(vault_clock(vault));
	w->by = principal;
	memcpy(secret, "whsec_", 6);
	encode_base64(w->secret, sizeof(w->secret), secret + 6);
	all.list[all.n++] = *w;
	status = outbox_webhooks_put(&all, vault, principal, "add", error);
	mem_wipe(&all, sizeof(all));
	return status;
}

static size_t
find(const struct outbox_webhooks *all, const uint8_t id[DOCUMENT_ID_SIZE])
{
	size_t i = 0;

	while (i < all->n && memcmp(all->list[i].id, id,
	    DOCUMENT_ID_SIZE) != 0)
		i++;
	return i;
}

enum status
webhook_remove(const uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault,
    struct reader *reader, struct text principal, struct arena *arena,
    struct error *error)
{
	struct outbox_webhooks all;
	size_t at;
	enum status status = outbox_webhooks(&all, vault, reader, arena,
	    error);

	if (status != STATUS_OK)
		return status;
	at = find(&all, id);
	if (at == all.n)
		return id_not_found(ID_WEBHOOK, error);
	all.n--;
	memmove(&all.list[at], &all.list[at + 1], (all.n - at) *
	    sizeof(all.list[0]));
	return outbox_webhooks_put(&all, vault, principal, "remove", error);
}

/* Every event there is. */
typedef enum status event_fn(void *context, const struct outbox_event *event,
    struct error *error);

static enum status
each_event(struct vault *vault, struct reader *reader, event_fn *act,
    void *context, struct error *error)
{
	uint8_t last[DOCUMENT_ID_SIZE] = { 0 };
	struct arena *arena = arena_new(ARENA);
	enum status status = arena == NULL ? error_memory(error) : STATUS_OK;
	bool more = true;

	while (more && status == STATUS_OK) {
		const struct outbox_event *events;
		size_t n;

		arena_reset(arena);
		status = outbox_list(&events, &n, last, &more, vault, reader,
		    arena, error);
		for (size_t i = 0; more && status == STATUS_OK && i < n; i++)
			status = act(context, &events[i], error);
	}
	arena_free(arena);
	return status;
}

struct replay {
	const uint8_t *id;
	int64_t since, now;
	uint64_t n;
	struct vault *vault;
	struct text principal;
};

static enum status
replay_one(void *context, const struct outbox_event *event,
    struct error *error)
{
	struct replay *r = context;
	struct outbox_event again = *event;
	bool found = false;

	for (size_t i = 0; i < again.n && again.time >= r->since; i++) {
		struct outbox_delivery *d = &again.deliveries[i];

		if (memcmp(d->webhook, r->id, DOCUMENT_ID_SIZE) != 0 ||
		    d->state == OUTBOX_WAITS)
			continue;
		d->state = OUTBOX_WAITS;
		d->attempts = 0;
		d->next = r->now;
		found = true;
	}
	r->n += found;
	return found ? outbox_put(&again, r->vault, r->principal, "replay",
	    error) : STATUS_OK;
}

enum status
webhook_replay(const uint8_t id[DOCUMENT_ID_SIZE], int64_t since,
    uint64_t *n, struct vault *vault, struct reader *reader,
    struct text principal, struct error *error)
{
	struct arena *arena = arena_new(ARENA);
	struct outbox_webhooks all;
	struct replay replay = {
		.id = id, .since = since, .vault = vault,
		.now = clock_now(vault_clock(vault)), .principal = principal,
	};
	enum status status = arena == NULL ? error_memory(error) :
	    outbox_webhooks(&all, vault, reader, arena, error);

	if (status == STATUS_OK && find(&all, id) == all.n)
		status = id_not_found(ID_WEBHOOK, error);
	if (status == STATUS_OK)
		status = each_event(vault, reader, replay_one, &replay,
		    error);
	arena_free(arena);
	*n = replay.n;
	return status;
}

struct counting {
	const struct outbox_webhooks *webhooks;
	struct webhook_count *counts;
};

static enum status
count_one(void *context, const struct outbox_event *event,
    struct error *error)
{
	const struct counting *c = context;

	(void)error;
	for (size_t i = 0; i < event->n; i++) {
		const struct outbox_delivery *d = &event->deliveries[i];
		size_t at = find(c->webhooks, d->webhook);

		if (at == c->webhooks->n)
			continue;
		c->counts[at].waits += d->state == OUTBOX_WAITS;
		c->counts[at].told += d->state == OUTBOX_TOLD;
		c->counts[at].failed += d->state == OUTBOX_FAILED;
	}
	return STATUS_OK;
}

enum status
webhook_counts(struct webhook_count counts[OUTBOX_WEBHOOKS],
    const struct outbox_webhooks *webhooks, struct vault *vault,
    struct reader *reader, struct error *error)
{
	struct counting counting = { webhooks, counts };

	memset(counts, 0, OUTBOX_WEBHOOKS * sizeof(*counts));
	return each_event(vault, reader, count_one, &counting, error);
}

void
webhook_json(struct jsonw *json, const struct outbox_webhook *w,
    const struct webhook_count *count)
{
	char id[ID_TEXT_SIZE];

	id_format_random(id, ID_WEBHOOK, w->id);
	jsonw_member_string(json, "webhook", id);
	jsonw_member_text(json, "url", w->url);
	jsonw_key(json, "events");
	jsonw_open_array(json);
	for (int kind = 1; kind < ENTRY_KINDS; kind++)
		if ((w->kinds >> kind & 1) != 0)
			jsonw_text(json, text_of(entry_kind_names[kind]));
	jsonw_close_array(json);
	jsonw_member_instant(json, "made", w->made);
	jsonw_member_text(json, "by", w->by);
	if (count == NULL)
		return;
	jsonw_member_int(json, "waits", (int64_t)count->waits);
	jsonw_member_int(json, "told", (int64_t)count->told);
	jsonw_member_int(json, "failed", (int64_t)count->failed);
}

enum status
webhook_body(struct buf *out, const struct outbox_event *event,
    struct vault *vault, struct error *error)
{
	char id[ID_TEXT_SIZE], person[ID_TEXT_SIZE], decision[ID_TEXT_SIZE];
	struct jsonw json = jsonw_new(out, false);
	enum status status = id_format(person, ID_PERSON, event->person,
	    vault_id_key(vault), error);

	if (status != STATUS_OK)
		return status;
	id_format_random(id, ID_EVENT, event->id);
	id_format_random(decision, ID_DECISION, event->decision);
	jsonw_open_object(&json);
	jsonw_member_string(&json, "id", id);
	jsonw_member_string(&json, "type", entry_kind_names[event->kind]);
	jsonw_member_instant(&json, "time", event->time);
	jsonw_member_string(&json, "person", person);
	jsonw_member_string(&json, "decision", decision);
	jsonw_given_text(&json, "subject", event->subject);
	jsonw_close_object(&json);
	return buf_status(out, error);
}

void
webhook_sign(char out[WEBHOOK_HEADER], const struct outbox_webhook *w,
    const char *id, int64_t seconds, struct bytes body)
{
	char head[ID_TEXT_SIZE + 32], signature[BASE64_SIZE(HASH_SIZE)];
	uint8_t signed_bytes[2048];
	int n = snprintf(head, sizeof(head), "%s.%lld.", id,
	    (long long)seconds);
	struct hmac_key key;
	struct hash hash;

	/* Bodies are ids: far shorter than this. */
	assert((size_t)n + body.n <= sizeof(signed_bytes));
	memcpy(signed_bytes, head, (size_t)n);
	memcpy(signed_bytes + n, body.p, body.n);
	hmac_key_make(&key, w->secret, sizeof(w->secret));
	hash = hmac(&key, signed_bytes, (size_t)n + body.n);
	encode_base64(hash.bytes, HASH_SIZE, signature);
	(void)snprintf(out, WEBHOOK_HEADER, "webhook-signature: v1,%s",
	    signature);
	mem_wipe(&key, sizeof(key));
}
