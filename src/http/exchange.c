#include <arpa/inet.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "http/exchange.h"
#include "http/guard.h"
#include "http/problem.h"

/* Bytes behind the limit that are swallowed, so that 413 can be read. */
enum { SWALLOW = 16 };

enum { FILE_SPEED = 65536 };		/* bytes a second */

/* Exchanges come and go, their arenas stay. */

static struct exchange *
exchange_new(struct http_listener *listener)
{
	struct exchange *x = mem_alloc(sizeof(*x));
	struct arena *arena = NULL;

	if (x == NULL)
		return NULL;
	(void)pthread_mutex_lock(&listener->mutex);
	if (listener->spares > 0)
		arena = listener->spare[--listener->spares];
	listener->exchanges++;
	(void)pthread_mutex_unlock(&listener->mutex);
	if (arena == NULL)
		arena = arena_new(listener->options.limits.work);
	x->listener = listener;
	x->public.arena = arena;
	x->holders = 1;
	return x;
}

void
http_drop_body(struct http_reply *reply)
{
	if (reply->has_file)
		(void)close(reply->file);
	reply->has_file = false;
	if (reply->source.read != NULL)
		reply->source.close(reply->source.context);
	reply->source.read = NULL;
}

/* What the exchange held is wiped with its arena. */
void
exchange_let_go(struct exchange *x)
{
	struct http_listener *listener = x->listener;

	if (--x->holders > 0)
		return;
	listener->exchanges--;
	http_drop_body(&x->public.reply);
	stream_free(x);
	if (x->public.arena != NULL)
		arena_reset(x->public.arena);
	if (x->public.arena != NULL && listener->spares < SPARE_ARENAS)
		listener->spare[listener->spares++] = x->public.arena;
	else
		arena_free(x->public.arena);
	mem_free(x);
}

static void
unlink_waiting(struct exchange *x)
{
	*x->link = x->next;
	if (x->next != NULL)
		x->next->link = x->link;
	atomic_fetch_sub(&x->listener->suspended, 1);
}

void
http_answer(struct http_exchange *exchange)
{
	struct exchange *x = (struct exchange *)exchange;
	struct http_listener *listener = x->listener;

	(void)pthread_mutex_lock(&listener->mutex);
	if (x->state == RUNNING) {
		x->state = ANSWERED;
	} else if (x->state == WAITING) {
		x->state = ANSWERED;
		unlink_waiting(x);
		MHD_resume_connection(x->connection);
	}
	exchange_let_go(x);
	(void)pthread_mutex_unlock(&listener->mutex);
}

void
http_go_on(struct http_exchange *exchange)
{
	struct exchange *x = (struct exchange *)exchange;
	struct http_listener *listener = x->listener;
	bool gone, waits;

	(void)pthread_mutex_lock(&listener->mutex);
	gone = x->state == LATE;
	waits = x->state == WAITING;
	if (!gone) {
		x->state = TAKING;
		stream_count(x);
		exchange_until(x, listener->options.limits.body_ms);
	}
	if (waits) {
		unlink_waiting(x);
		MHD_resume_connection(x->connection);
	}
	(void)pthread_mutex_unlock(&listener->mutex);
	if (gone)
		stream_abort(x);
}

void
exchange_until(struct exchange *x, int64_t milliseconds)
{
	if (x->peer != NULL)
		atomic_store(&x->peer->deadline, clock_monotonic() +
		    milliseconds);
}

void
exchange_give_up(struct exchange *x)
{
	x->state = LATE;
	unlink_waiting(x);
	atomic_fetch_add(&x->listener->late, 1);
	MHD_resume_connection(x->connection);
}

/* Answers. */

static const char late_ja[] =
    "{\"type\":\"/v1/problems/busy\",\"title\":\"現在処理できません。時間をおいて"
    "再度お試しください\",\"status\":503,\"detail\":\"時間内に処理が終わらなかったため、"
    "結果は分かりません\",\"code\":\"deadline\"}";
static const char late_en[] =
    "{\"type\":\"/v1/problems/busy\",\"title\":\"Not now; try again later\","
    "\"status\":503,\"detail\":\"It was not done in time, and it is not known "
    "whether it will be\",\"code\":\"deadline\"}";

/* The handler may still be writing to the exchange: nothing of it is used. */
static struct http_reply
late_reply(const struct exchange *x)
{
	bool ja = x->public.request.language == LANGUAGE_JA;
	struct http_reply reply = {
		.status = 503, .type = TEXT("application/problem+json"),
		.body = bytes_of(text_of(ja ? late_ja : late_en)),
	};

	return reply;
}

static void
add_header(struct MHD_Response *response, struct text name,
    struct text value)
{
	char key[64], string[1024];

	if (name.n >= sizeof(key) || value.n >= sizeof(string))
		return;
	(void)snprintf(key, sizeof(key), "%.*s", TEXT_ARGS(name));
	(void)snprintf(string, sizeof(string), "%.*s", TEXT_ARGS(value));
	(void)MHD_add_response_header(response, key, string);
}

static void
add_headers(struct MHD_Response *response, const struct exchange *x,
    const struct http_reply *reply)
{
	static const struct {
		const char *name, *value;
	} unless[] = {
		{ "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Cache-Control", "no-store" },
		{ "Content-Security-Policy",
		  "default-src 'none'; frame-ancestors 'none'" },
	};

	for (size_t i = 0; i < LENGTH(unless); i++) {
		bool set = false;

		for (size_t j = 0; j < reply->header_count; j++)
			set |= text_is(reply->headers[j].name,
			    unless[i].name);
		if (!set)
			(void)MHD_add_response_header(response,
			    unless[i].name, unless[i].value);
	}
	for (size_t i = 0; i < reply->header_count; i++)
		add_header(response, reply->headers[i].name,
		    reply->headers[i].value);
	add_header(response, TEXT("Request-Id"),
	    text_of(x->public.request.id));
	if (x->listener->options.certificate.n > 0)
		add_header(response, TEXT("Strict-Transport-Security"),
		    TEXT("max-age=31536000"));
	if (reply->type.n > 0)
		add_header(response, TEXT("Content-Type"), reply->type);
	if (reply->close || x->listener->stopping)
		add_header(response, TEXT("Connection"), TEXT("close"));
}

/* The library has a descriptor of its own, and closes that. */
static struct MHD_Response *
make_response(struct exchange *x, const struct http_reply *reply)
{
	struct MHD_Response *response;
	int fd;

	if (reply->source.read != NULL)
		return stream_response(x);
	if (!reply->has_file)
		return MHD_create_response_from_buffer(reply->body.n,
		    (void *)(uintptr_t)reply->body.p,
		    MHD_RESPMEM_PERSISTENT);
	fd = fcntl(reply->file, F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		return NULL;
	response = MHD_create_response_from_fd64(reply->file_size, fd);
	if (response == NULL)
		(void)close(fd);
	return response;
}

/* Who reads a file has the time that it takes at FILE_SPEED. */
static int64_t
reply_ms(const struct exchange *x, const struct http_reply *reply)
{
	return x->listener->options.limits.reply_ms + (reply->has_file ?
	    (int64_t)(reply->file_size / FILE_SPEED) * 1000 : 0);
}

static enum MHD_Result
send_reply(struct exchange *x)
{
	struct http_reply late = late_reply(x);
	const struct http_reply *reply = x->state == LATE ? &late :
	    &x->public.reply;
	struct MHD_Response *response = make_response(x, reply);
	enum MHD_Result result;

	if (response == NULL)
		return MHD_NO;
	add_headers(response, x, reply);
	exchange_until(x, reply_ms(x, reply));
	result = MHD_queue_response(x->connection, reply->status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result
refuse(struct exchange *x, const struct error *error)
{
	atomic_fetch_add(&x->listener->refused, 1);
	x->state = ANSWERED;
	x->public.reply.close = true;
	http_problem(&x->public, error, NULL);
	return send_reply(x);
}

/* Requests. */

struct collecting {
	struct http_pair *pairs;
	size_t n, max;
};

static enum MHD_Result
collect(void *context, enum MHD_ValueKind kind, const char *key,
    size_t key_size, const char *value, size_t value_size)
{
	struct collecting *c = context;

	if (c->n == c->max)
		return MHD_NO;
	c->pairs[c->n++] = (struct http_pair){ { key, key_size },
	    { value == NULL ? "" : value, value_size } };
	return MHD_YES;
}

/* One more than may be there, so that the guard sees there are too many. */
static enum status
collect_all(struct exchange *x, struct http_raw *raw, struct error *error)
{
	struct collecting headers = { .max = HTTP_FIELDS_MAX + 1 };
	struct collecting query = { .max = HTTP_QUERY_MAX + 1 };

	headers.pairs = arena_array(x->public.arena, headers.max,
	    sizeof(*headers.pairs));
	query.pairs = arena_array(x->public.arena, query.max,
	    sizeof(*query.pairs));
	if (headers.pairs == NULL || query.pairs == NULL)
		return error_memory(error);
	(void)MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND,
	    collect, &headers);
	(void)MHD_get_connection_values_n(x->connection,
	    MHD_GET_ARGUMENT_KIND, collect, &query);
	raw->headers = headers.pairs;
	raw->header_count = headers.n;
	raw->query = query.pairs;
	raw->query_count = query.n;
	return STATUS_OK;
}

static void
take_address(struct exchange *x)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *address = info == NULL ? NULL :
	    info->client_addr;
	char *out = x->public.request.address;
	const void *from;

	if (address == NULL)
		return;
	from = address->sa_family == AF_INET6 ?
	    (const void *)&((const struct sockaddr_in6 *)(const void *)
	    address)->sin6_addr :
	    (const void *)&((const struct sockaddr_in *)(const void *)
	    address)->sin_addr;
	(void)inet_ntop(address->sa_family, from, out, HTTP_ADDRESS_SIZE);
}

static enum status
too_large(struct exchange *x, struct error *error)
{
	return error_set(error, STATUS_INVALID, "too_large",
	    "本文が大きすぎます (%zu バイトまで)",
	    "the body is too large (%zu bytes at most)",
	    x->max > 0 ? (size_t)x->max : x->listener->options.limits.body);
}

bool
exchange_wait(struct exchange *x)
{
	struct http_listener *listener = x->listener;

	/* The daemon is about to end, which no suspended one may see. */
	if (listener->cutting)
		return false;
	x->state = WAITING;
	x->deadline = clock_monotonic() + (x->public.answer_ms > 0 ?
	    x->public.answer_ms : listener->options.limits.answer_ms);
	x->next = listener->waiting;
	x->link = &listener->waiting;
	if (x->next != NULL)
		x->next->link = &x->next;
	listener->waiting = x;
	atomic_fetch_add(&listener->suspended, 1);
	MHD_suspend_connection(x->connection);
	return true;
}

/*
 * Who is refused before a short body, and sends it without asking first, is
 * read to its end: closing on what nobody has read loses the answer.
 */
static enum MHD_Result
send_or_swallow(struct exchange *x)
{
	if (!x->swallows || x->begun)
		return send_reply(x);
	x->begun = true;
	exchange_until(x, x->listener->options.limits.body_ms);
	return MHD_YES;
}

/* Calls the handler, which answers at once or later. */
static enum MHD_Result
run(struct exchange *x)
{
	struct http_listener *listener = x->listener;
	enum exchange_state state;
	bool closes;

	(void)pthread_mutex_lock(&listener->mutex);
	closes = listener->cutting;
	(void)pthread_mutex_unlock(&listener->mutex);
	/* Nothing is done of which nobody would be told. */
	if (closes)
		return MHD_NO;
	if (x->peer != NULL)
		atomic_store(&x->peer->deadline, INT64_MAX);
	x->state = RUNNING;
	x->holders++;
	atomic_fetch_add(&listener->requests, 1);
	listener->options.handle(listener->options.context, &x->public);
	(void)pthread_mutex_lock(&listener->mutex);
	closes = x->state == RUNNING && !exchange_wait(x);
	state = x->state;
	x->begun = state == TAKING;
	(void)pthread_mutex_unlock(&listener->mutex);
	if (closes)
		return MHD_NO;
	return state == ANSWERED ? send_or_swallow(x) : MHD_YES;
}

static enum MHD_Result
begin(struct exchange *x, const struct http_raw *line)
{
	const struct http_options *options = &x->listener->options;
	const struct http_limits *limits = &options->limits;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    x->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct http_raw raw = *line;
	uint8_t id[16];
	int64_t length;
	struct error error;
	enum status status;

	x->peer = info == NULL ? NULL : info->socket_context;
	if (x->peer != NULL)
		atomic_store(&x->peer->deadline, clock_monotonic() +
		    limits->body_ms);
	x->listener->options.random(id, sizeof(id));
	encode_hex(id, sizeof(id), x->public.request.id);
	take_address(x);
	status = collect_all(x, &raw, &error);
	if (status == STATUS_OK)
		status = http_guard(&x->public.request, &raw, &length,
		    x->public.arena, &error);
	if (status == STATUS_OK && options->streams != NULL)
		x->max = options->streams(options->context,
		    &x->public.request);
	if (status == STATUS_OK && length > (int64_t)(x->max > 0 ? x->max :
	    limits->body))
		status = too_large(x, &error);
	if (status != STATUS_OK)
		return refuse(x, &error);
	x->swallows = x->max > 0 && length > 0 && length <= HTTP_PIECE &&
	    http_header(&x->public.request, "expect").p == NULL;
	if (x->max > 0)
		return run(x);
	buf_init(&x->body, x->public.arena, limits->body);
	return MHD_YES;
}

static enum MHD_Result
take_body(struct exchange *x, const char *upload, size_t *upload_size)
{
	size_t max = x->listener->options.limits.body;

	if (x->state != READING)
		return MHD_NO;
	x->too_large |= *upload_size > max - x->body.n;
	if (!x->too_large)
		buf_put(&x->body, upload, *upload_size);
	else if (x->body.max++ > max + SWALLOW)
		return MHD_NO;
	*upload_size = 0;
	return MHD_YES;
}

static enum MHD_Result
dispatch(struct exchange *x)
{
	struct error error;

	if (x->too_large || buf_status(&x->body, &error) != STATUS_OK) {
		(void)too_large(x, &error);
		return refuse(x, &error);
	}
	x->public.request.body = buf_bytes(&x->body);
	return run(x);
}

/* A call without bytes: between header and body, at the end, or again. */
static enum MHD_Result
go_on(struct exchange *x)
{
	switch (x->state) {
	case READING:
		return dispatch(x);
	case TAKING:
		if (x->begun)
			return stream_end(x);
		x->begun = true;
		return MHD_YES;
	case RUNNING:
	case WAITING:
	case ANSWERED:
	case LATE:
		break;
	}
	return send_or_swallow(x);
}

enum MHD_Result
exchange_request(void *context, struct MHD_Connection *connection,
    const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **request)
{
	struct exchange *x = *request;

	if (x == NULL) {
		x = exchange_new(context);
		if (x == NULL)
			return MHD_NO;
		*request = x;
		x->connection = connection;
		return x->public.arena == NULL ? MHD_NO : begin(x,
		    &(struct http_raw){ .method = method,
		    .version = version, .url = url });
	}
	if (*upload_size == 0)
		return go_on(x);
	if (x->swallows && x->state != TAKING) {
		*upload_size = 0;
		return MHD_YES;
	}
	return x->state == TAKING ? stream_take(x, upload, upload_size) :
	    take_body(x, upload, upload_size);
}

void
exchange_completed(void *context, struct MHD_Connection *connection,
    void **request, enum MHD_RequestTerminationCode code)
{
	struct http_listener *listener = context;
	struct exchange *x = *request;
	bool open;

	if (x == NULL)
		return;
	*request = NULL;
	exchange_until(x, listener->options.limits.idle_ms);
	(void)pthread_mutex_lock(&listener->mutex);
	/* Its connection went away while it waited. */
	if (x->state == WAITING)
		unlink_waiting(x);
	open = stream_is_open(x);
	listener->streams -= x->counted;
	x->counted = false;
	x->state = LATE;
	x->connection = NULL;
	exchange_let_go(x);
	(void)pthread_mutex_unlock(&listener->mutex);
	if (open)
		stream_abort(x);
}
