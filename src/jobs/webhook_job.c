/*
 * Tells what waits to be told, one event after the other.
 */
#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/net.h"
#include "jobs/webhook.h"

enum {
	BATCH = 50, ARENA = 4 << 20, DAY_MS = 86400000, BODY_MAX = 1500,
	CONNECT_SECONDS = 10, TELL_SECONDS = 20, ANSWER_MAX = 65536,
	FIRST_WAIT_MS = 5000, WAIT_MAX_MS = 3 * 3600000,
};

struct telling {
	struct job_run *run;
	struct arena *arena;		/* of a batch */
	struct outbox_webhooks webhooks;
	CURL *curl;
	size_t got;			/* bytes of an answer */
	bool inside;			/* it would have gone inside */
	bool down[OUTBOX_WEBHOOKS];	/* did not answer in this batch */
};

static struct vault *
vault_of(const struct job_run *run)
{
	return run->host->vault;
}

enum status
webhook_job_waits(struct job_run *run, bool *waits, struct error *error)
{
	const struct outbox_event *events;
	size_t n;
	enum status status = outbox_due(&events, &n, vault_of(run),
	    run->reader, clock_now(vault_clock(vault_of(run))), 1,
	    run->arena, error);

	*waits = status == STATUS_OK && n > 0;
	return status;
}

/*
 * The address is looked at when it is known, however its name was resolved:
 * who can make us ask somebody inside reads what nobody may.
 */
static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct telling *t = context;

	(void)purpose;
	if (!t->run->host->config->webhooks.private &&
	    !net_is_public(&to->addr)) {
		t->inside = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* What they say is nothing to us, and not much of it is read. */
static size_t
ignore(char *bytes, size_t size, size_t n, void *context)
{
	struct telling *t = context;

	(void)bytes;
	t->got += size * n;
	return t->got > ANSWER_MAX ? 0 : size * n;
}

static int
look(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	struct telling *t = context;

	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return job_ends(t->run);
}

static bool
set_up(struct telling *t)
{
	bool http = t->run->host->config->webhooks.http;
	CURLcode failed = CURLE_OK;

#define SET(option, value) \
	(failed = failed != CURLE_OK ? failed : \
	    curl_easy_setopt(t->curl, option, value))
	SET(CURLOPT_PROTOCOLS_STR, http ? "https,http" : "https");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	SET(CURLOPT_TIMEOUT, (long)TELL_SECONDS);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_USERAGENT, "Sekisho/" SEKISHO_VERSION);
	SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
	SET(CURLOPT_OPENSOCKETDATA, t);
	SET(CURLOPT_WRITEFUNCTION, ignore);
	SET(CURLOPT_WRITEDATA, t);
	SET(CURLOPT_NOPROGRESS, 0L);
	SET(CURLOPT_XFERINFOFUNCTION, look);
	SET(CURLOPT_XFERINFODATA, t);
#undef SET
	return failed == CURLE_OK;
}

static struct curl_slist *
headers_of(const struct outbox_webhook *w, const struct outbox_event *event,
    int64_t now, struct bytes body)
{
	char id[ID_TEXT_SIZE], line[WEBHOOK_HEADER];
	struct curl_slist *list, *more;

	id_format_random(id, ID_EVENT, event->id);
	list = curl_slist_append(NULL, "Content-Type: application/json");
	for (int i = 0; i < 3 && list != NULL; i++) {
		if (i == 0)
			(void)snprintf(line, sizeof(line), "webhook-id: %s",
			    id);
		else if (i == 1)
			(void)snprintf(line, sizeof(line),
			    "webhook-timestamp: %lld",
			    (long long)(now / 1000));
		else
			webhook_sign(line, w, id, now / 1000, body);
		more = curl_slist_append(list, line);
		if (more == NULL) {
			curl_slist_free_all(list);
			return NULL;
		}
		list = more;
	}
	return list;
}

/* The status that was answered; 0 with *code when there was none. */
static long
post(struct telling *t, const struct outbox_webhook *w,
    const struct outbox_event *event, struct bytes body, const char **code)
{
	int64_t now = clock_now(vault_clock(vault_of(t->run)));
	struct curl_slist *headers = headers_of(w, event, now, body);
	struct text url = text_copy(t->arena, w->url);
	CURLcode result = CURLE_OUT_OF_MEMORY;
	long status = 0;

	t->got = 0;
	t->inside = false;
	if (headers != NULL && url.p != NULL &&
	    curl_easy_setopt(t->curl, CURLOPT_URL, url.p) == CURLE_OK &&
	    curl_easy_setopt(t->curl, CURLOPT_HTTPHEADER, headers) ==
	    CURLE_OK && curl_easy_setopt(t->curl, CURLOPT_POSTFIELDS,
	    (const char *)body.p) == CURLE_OK &&
	    curl_easy_setopt(t->curl, CURLOPT_POSTFIELDSIZE,
	    (long)body.n) == CURLE_OK)
		result = curl_easy_perform(t->curl);
	(void)curl_easy_setopt(t->curl, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	*code = t->inside ? "address_inside" :
	    result == CURLE_UNSUPPORTED_PROTOCOL ? "not_https" :
	    "unreachable";
	if (result == CURLE_OK)
		(void)curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE,
		    &status);
	return status;
}

static const struct outbox_webhook *
find(const struct telling *t, const uint8_t id[DOCUMENT_ID_SIZE])
{
	for (size_t i = 0; i < t->webhooks.n; i++)
		if (memcmp(t->webhooks.list[i].id, id,
		    DOCUMENT_ID_SIZE) == 0)
			return &t->webhooks.list[i];
	return NULL;
}

static void
judge(struct telling *t, const struct outbox_event *event,
    struct outbox_delivery *d, long status, const char *code, int64_t now)
{
	bool late = now - event->time >
	    (int64_t)WEBHOOK_TRY_DAYS * DAY_MS;

	d->attempts++;
	if (status >= 200 && status < 300) {
		d->state = OUTBOX_TOLD;
		d->code = TEXT("");
		t->run->count++;
		return;
	}
	d->code = text_of(status == 410 ? "gone" : status != 0 ?
	    "refused_there" : code);
	if (status == 410 || (late && d->attempts > 1))
		d->state = OUTBOX_FAILED;
	else
		d->next = now + schedule_wait(d->attempts, FIRST_WAIT_MS, 3,
		    WAIT_MAX_MS);
}

/* Who did not answer once is not waited for again and again. */
static long
tell_one(struct telling *t, const struct outbox_webhook *w,
    const struct outbox_event *event, struct bytes body, const char **code)
{
	bool *down = &t->down[w - t->webhooks.list];
	long said = 0;

	*code = "unreachable";
	if (!*down)
		said = post(t, w, event, body, code);
	*down = said == 0;
	return said;
}

static enum status
tell(struct telling *t, struct outbox_event event, struct error *error)
{
	int64_t now = clock_now(vault_clock(vault_of(t->run)));
	uint64_t told = t->run->count;
	struct buf body;
	enum status status;

	if (outbox_is_over(&event, now))
		return outbox_drop(&event, vault_of(t->run),
		    t->run->host->principal, error);
	buf_init(&body, t->arena, BODY_MAX);
	status = webhook_body(&body, &event, vault_of(t->run), error);
	for (size_t i = 0; i < event.n && status == STATUS_OK; i++) {
		struct outbox_delivery *d = &event.deliveries[i];
		const struct outbox_webhook *w = find(t, d->webhook);
		const char *code = "";
		long said;

		if (d->state != OUTBOX_WAITS || d->next > now)
			continue;
		if (w == NULL) {
			d->state = OUTBOX_FAILED;
			d->code = TEXT("removed");
			continue;
		}
		said = tell_one(t, w, &event, buf_bytes(&body), &code);
		if (job_ends(t->run))
			return error_stopped(error);
		judge(t, &event, d, said, code, now);
	}
	return status == STATUS_OK ? outbox_put(&event, vault_of(t->run),
	    t->run->host->principal, t->run->count > told ? "told" :
	    "not told", error) : status;
}

static enum status
tell_batch(struct telling *t, bool *more, struct error *error)
{
	const struct outbox_event *events;
	size_t n;
	enum status status;

	arena_reset(t->run->arena);
	arena_reset(t->arena);
	memset(t->down, 0, sizeof(t->down));
	status = outbox_webhooks(&t->webhooks, vault_of(t->run),
	    t->run->reader, t->run->arena, error);
	if (status == STATUS_OK)
		status = outbox_due(&events, &n, vault_of(t->run),
		    t->run->reader,
		    clock_now(vault_clock(vault_of(t->run))), BATCH,
		    t->run->arena, error);
	*more = status == STATUS_OK && n > 0;
	for (size_t i = 0; *more && i < n && status == STATUS_OK; i++) {
		status = job_ends(t->run) ? error_stopped(error) :
		    tell(t, events[i], error);
		/* Told again meanwhile: what was written first holds. */
		if (status == STATUS_CONFLICT)
			status = STATUS_OK;
	}
	return status;
}

enum status
webhook_job_run(struct job_run *run, struct error *error)
{
	struct telling t = { .run = run, .arena = arena_new(ARENA) };
	bool more = true;
	enum status status = t.arena == NULL ? error_memory(error) :
	    net_start(error);

	if (status == STATUS_OK) {
		t.curl = curl_easy_init();
		if (t.curl == NULL || !set_up(&t))
			status = error_memory(error);
	}
	while (more && status == STATUS_OK)
		status = tell_batch(&t, &more, error);
	curl_easy_cleanup(t.curl);
	arena_free(t.arena);
	return status;
}
