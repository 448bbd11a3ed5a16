#include "api/call.h"
#include "base/encode.h"
#include "base/json.h"
#include "base/mem.h"
#include "crypto/password.h"

enum { PROOFS_MAX = 64 };		/* that may wait for an Argon2id */

enum status
call_problem(struct error *error, enum status status, const char *code,
    struct words words)
{
	return error_say(error, status, code, words);
}

void
call_header(struct api_call *call, const char *name, struct text value)
{
	http_set(&call->x->reply, name, value);
}

void
call_header_number(struct api_call *call, const char *name, uint64_t number)
{
	struct buf out;

	buf_init(&out, call->arena, 32);
	buf_printf(&out, "%llu", (unsigned long long)number);
	call_header(call, name, buf_as_text(&out));
}

void
call_body(struct api_call *call, struct bytes body)
{
	call->x->reply.body = body;
	call->x->reply.type = text_of(call->route->type);
}

enum status
call_person(struct api_call *call, uint64_t *person, struct error *error)
{
	return id_parse(person, ID_PERSON, call->parameter[0],
	    vault_id_key(call->api->vault), error);
}

void
call_etag(struct api_call *call, uint64_t state)
{
	struct buf out;

	buf_init(&out, call->arena, 64);
	buf_printf(&out, "\"%016llx\"", (unsigned long long)state);
	call_header(call, "ETag", buf_as_text(&out));
}

static bool
client_has(struct api_call *call)
{
	struct text has = http_header(&call->x->request, "if-none-match");
	struct http_reply *reply = &call->x->reply;

	for (size_t i = 0; has.p != NULL && i < reply->header_count; i++)
		if (text_is(reply->headers[i].name, "ETag"))
			return text_equal(reply->headers[i].value, has);
	return false;
}

enum status
call_log(struct api_call *call, const struct entry *entry,
    struct error *error)
{
	struct visit_ticket *link = arena_alloc(call->arena, sizeof(*link));
	struct buf bytes;
	enum status status;

	if (link == NULL)
		return error_memory(error);
	buf_init(&bytes, call->arena, ENTRY_MAX);
	entry_write(&bytes, entry);
	status = buf_status(&bytes, error);
	if (status == STATUS_OK)
		status = store_append(vault_store(call->api->vault),
		    buf_bytes(&bytes), &link->ticket, error);
	if (status != STATUS_OK)
		return status;
	link->next = call->tickets;
	call->tickets = link;
	return STATUS_OK;
}

/* The end. */

static void
write_ids(struct api_call *call)
{
	char hex[2 * POLICY_HASH_SIZE + 1], id[ID_TEXT_SIZE];

	encode_hex(call->visit.revision->policy->hash, POLICY_HASH_SIZE,
	    hex);
	call_header(call, "Policy-Version", text_copy(call->arena,
	    text_of(hex)));
	if (call->visit.now < call->visit.rules->observed_until)
		call_header(call, "Observe-Only", TEXT("true"));
	if (call->visit.observed != REFUSAL_NONE)
		call_header(call, "Observed-Refusal", text_of(
		    refusal_table[call->visit.observed].code));
	if (!call->visit.has_decided)
		return;
	id_format_random(id, ID_DECISION, call->visit.decision);
	call_header(call, "Decision-Id", text_copy(call->arena,
	    text_of(id)));
}

/* The reply as the status has it; the answer leaves later. */
static void
make_reply(struct api_call *call)
{
	struct http_reply *reply = &call->x->reply;
	struct error memory;

	if (call->status == STATUS_OK &&
	    buf_status(&call->out, &memory) != STATUS_OK) {
		call->status = memory.status;
		call->error = memory;
	}
	if (call->status != STATUS_OK) {
		http_problem(call->x, &call->error, &call->findings);
	} else if (client_has(call)) {
		http_drop_body(reply);
		reply->status = 304;
		reply->body = (struct bytes){ NULL, 0 };
		reply->type = (struct text){ "", 0 };
	} else {
		if (reply->status == 0)
			reply->status = call->route->status;
		if (call->out.n > 0) {
			reply->type = TEXT("application/json");
			reply->body = buf_bytes(&call->out);
		}
	}
}

static void
send(struct api_call *call)
{
	unsigned int digit = call->x->reply.status / 100;

	/* Its body may come; what it leads to is answered then. */
	if (call->coming != NULL && !call->came &&
	    call->status == STATUS_OK) {
		http_go_on(call->x);
		return;
	}
	api_stream_end(call);
	atomic_fetch_add(&call->api->answers[digit < 6 ? digit : 5], 1);
	if (call->status == STATUS_REFUSED)
		atomic_fetch_add(&call->api->refused, 1);
	http_answer(call->x);
}

void
call_answer(struct api_call *call)
{
	make_reply(call);
	send(call);
}

/* One of the entries is durable, or will not be; the last one answers. */
static void
landed(void *context, enum status status, const struct error *error)
{
	struct api_call *call = context;

	if (status != STATUS_OK) {
		(void)pthread_mutex_lock(&call->api->mutex);
		call->status = status;
		call->error = *error;
		(void)pthread_mutex_unlock(&call->api->mutex);
	}
	if (atomic_fetch_sub(&call->pending, 1) != 1)
		return;
	/* Nothing of what was read leaves without its entry. */
	if (call->status != STATUS_OK)
		make_reply(call);
	send(call);
}

void
call_give_seat(struct api *api, struct seat *seat)
{
	if (seat == NULL)
		return;
	(void)pthread_mutex_lock(&api->mutex);
	seat->next = api->seats;
	api->seats = seat;
	(void)pthread_mutex_unlock(&api->mutex);
}

static void
finish(struct api_call *call)
{
	struct store *store = vault_store(call->api->vault);
	struct visit_ticket *tickets = call->tickets, **end = &call->tickets;

	if (call->visiting) {
		write_ids(call);
		while (*end != NULL)
			end = &(*end)->next;
		*end = call->visit.tickets;
		tickets = call->tickets;
		visit_end(&call->visit);
	}
	call_give_seat(call->api, call->seat);
	call->seat = NULL;
	make_reply(call);
	/* One for itself, so that nobody answers before all are asked. */
	atomic_store(&call->pending, 1);
	for (struct visit_ticket *t = tickets; t != NULL; t = t->next)
		atomic_fetch_add(&call->pending, 1);
	while (tickets != NULL) {
		struct visit_ticket *t = tickets;

		tickets = t->next;
		store_when_done(store, t->ticket, landed, call);
	}
	landed(call, STATUS_OK, &call->error);
}

/* The way in. */

enum status
call_take_seat(struct api *api, struct seat **seat, struct error *error)
{
	enum status status;

	(void)pthread_mutex_lock(&api->mutex);
	*seat = api->seats;
	if (*seat != NULL)
		api->seats = (*seat)->next;
	(void)pthread_mutex_unlock(&api->mutex);
	if (*seat != NULL)
		return STATUS_OK;
	*seat = mem_alloc(sizeof(**seat));
	if (*seat == NULL)
		return error_memory(error);
	status = reader_new(&(*seat)->reader, vault_store(api->vault),
	    error);
	if (status != STATUS_OK) {
		mem_free(*seat);
		*seat = NULL;
	}
	return status;
}

static enum status
check_query(struct api_call *call, struct error *error)
{
	const struct http_request *request = &call->x->request;
	enum status status;

	for (size_t i = 0; i < request->query_count; i++) {
		const struct api_parameter *p = call->route->query;

		while (p != NULL && p->name != NULL &&
		    !text_is(request->query[i].name, p->name))
			p++;
		if (p != NULL && p->name != NULL)
			continue;
		status = call_problem(error, STATUS_INVALID,
		    "unknown_parameter", (struct words){
		    "知らないパラメーターがあります",
		    "there is a parameter that is not known here" });
		error_at(error, "query");
		return status;
	}
	return STATUS_OK;
}

static enum status
take_body(struct api_call *call, struct error *error)
{
	static const char *const no_spaces[] = { "" };
	const struct http_request *request = &call->x->request;
	struct shape_language language = {
		.root = call->route->body, .spaces = no_spaces,
		.space_count = 1,
	};
	enum status status;

	if (call->route->streams)
		return STATUS_OK;
	if (call->route->body == NULL)
		return request->body.n == 0 || call->route->encoded ?
		    STATUS_OK : call_problem(error,
		    STATUS_INVALID, "unexpected_body", (struct words){
		    "ここでは本文を受け取りません",
		    "no body is expected here" });
	if (call->route->lines)
		return http_is_type(request, "application/x-ndjson") ?
		    STATUS_OK : call_problem(error, STATUS_INVALID,
		    "unsupported_media_type", (struct words){
		    "本文は application/x-ndjson にしてください",
		    "the body must be application/x-ndjson" });
	if (!http_is_type(request, "application/json") &&
	    !(call->route->method == HTTP_PATCH &&
	    http_is_type(request, "application/merge-patch+json")))
		return call_problem(error, STATUS_INVALID,
		    "unsupported_media_type", (struct words){
		    "本文は application/json にしてください",
		    "the body must be application/json" });
	status = json_parse(&call->body, request->body, call->arena, error);
	if (status == STATUS_OK)
		status = shape_check(call->body, &language, &call->findings,
		    error);
	return status == STATUS_OK ? findings_status(&call->findings,
	    error) : status;
}

/* "0123456789abcdef" in quotes, as call_etag() writes it. */
static enum status
take_match(struct api_call *call, struct error *error)
{
	struct text match = http_header(&call->x->request, "if-match");
	uint8_t bytes[8];

	call->visit.expected = 0;
	if (match.p == NULL && call->route->matches)
		return call_problem(error, STATUS_CONFLICT,
		    "precondition_required", (struct words){
		    "If-Match ヘッダーで、見た版の ETag を指定してください",
		    "say by If-Match which ETag you saw" });
	if (match.p == NULL || text_is(match, "*"))
		return STATUS_OK;
	if (match.n != 18 || !decode_hex(text_slice(match, 1, 17), bytes,
	    sizeof(bytes)))
		return call_problem(error, STATUS_CONFLICT,
		    "precondition_failed", (struct words){
		    "その版はありません", "there is no such version" });
	call->visit.expected = decode_number(bytes, sizeof(bytes));
	/* 0 would say: in any state. */
	call->visit.expected += call->visit.expected == 0;
	return STATUS_OK;
}

void
call_begin_visit(struct api_call *call)
{
	const struct visitor visitor = {
		.principal = call->pass.name, .role = call->role,
		.purpose = call->purpose, .reason = call->reason,
	};

	visit_begin(&call->visit, call->api->vault, call->seat->reader,
	    call->arena, &visitor);
	call->visiting = true;
	call->visit.defer = true;
	call->visit.keeps_state = true;
	if (access_limits(&call->limits, &call->pass, call->visit.rules))
		call->visit.limits = &call->limits;
}

static bool
is_dry(const struct api_call *call)
{
	return call->route->dry || (call->route->may_dry &&
	    node_bool(call->body, "dry", false));
}

static enum status
prepare(struct api_call *call, bool *replayed, struct error *error)
{
	enum status status = check_query(call, error);

	*replayed = false;
	if (status == STATUS_OK && call->route->door == DOOR_DATA)
		status = vault_check_unlocked(call->api->vault, error);
	if (status == STATUS_OK && call->route->door == DOOR_DATA)
		status = call_authorise(call, error);
	if (status == STATUS_OK)
		status = take_body(call, error);
	if (status == STATUS_OK)
		status = call_take_seat(call->api, &call->seat, error);
	if (status != STATUS_OK || call->route->door != DOOR_DATA)
		return status;
	call_begin_visit(call);
	status = call_acknowledged(call, error);
	if (status == STATUS_OK)
		status = take_match(call, error);
	if (status == STATUS_OK)
		status = call_keyed_begin(call, replayed, error);
	if (status == STATUS_OK && !*replayed && !is_dry(call) &&
	    !call->route->later)
		status = call_approval(call, error);
	return status;
}

static void
work(void *context)
{
	struct api_call *call = context;
	bool replayed;

	call->status = prepare(call, &replayed, &call->error);
	if (call->status == STATUS_OK && !replayed)
		call->status = call->route->run(call, &call->error);
	/* Two at once with one key: the second one answers as the first. */
	if (call->status == STATUS_CONFLICT && call->keyed && !replayed) {
		struct error error;

		if (call_keyed_again(call, &replayed, &error) == STATUS_OK &&
		    replayed)
			call->status = STATUS_OK;
	}
	finish(call);
}

/* Whether there is room for one more that takes long. */
static bool
take_length(struct api_call *call)
{
	if (!call->route->lengthy)
		return true;
	call->x->answer_ms = CALL_LENGTHY_MS;
	if (atomic_fetch_add(&call->api->lengthy, 1) < CALL_LENGTHY)
		return true;
	atomic_fetch_sub(&call->api->lengthy, 1);
	return false;
}

static void
work_at_length(void *context)
{
	struct api *api = ((struct api_call *)context)->api;
	bool lengthy = ((struct api_call *)context)->route->lengthy;

	work(context);
	if (lengthy)
		atomic_fetch_sub(&api->lengthy, 1);
}

static enum status
enter(struct api_call *call, struct error *error)
{
	enum status status = STATUS_OK;

	call->route = call_match(call, error);
	if (call->route == NULL)
		return error->status;
	if (call->route->answer != NULL && !call->route->lines &&
	    !http_accepts(&call->x->request, "application/json"))
		return call_problem(error, STATUS_INVALID, "not_acceptable",
		    (struct words){ "application/json で答えます",
		    "the answer is application/json" });
	if (call->route->door != DOOR_PUBLIC)
		status = call_authenticate(call, error);
	if (status == STATUS_OK && call->route->door == DOOR_AUDIT)
		status = call_audits(call, error);
	return status;
}

void
api_handle(void *context, struct http_exchange *x)
{
	struct api *api = context;
	struct api_call *call = arena_alloc(x->arena, sizeof(*call));

	if (call == NULL) {
		x->reply.status = 500;
		http_answer(x);
		return;
	}
	call->api = api;
	call->x = x;
	call->arena = x->arena;
	findings_init(&call->findings, x->arena, NULL);
	buf_init(&call->out, x->arena, CALL_ANSWER_MAX);
	call->json = jsonw_new(&call->out, false);
	call->status = enter(call, &call->error);
	if (call->status == STATUS_OK && !call->route->slow) {
		work(call);
		return;
	}
	if (call->status == STATUS_OK) {
		bool room = take_length(call);

		if (room && pool_submit(call->route->proves ? api->proofs :
		    api->pool, work_at_length, call))
			return;
		if (room && call->route->lengthy)
			atomic_fetch_sub(&api->lengthy, 1);
		call->status = call_problem(&call->error, STATUS_BUSY,
		    "queue_full", (struct words){ "混み合っています",
		    "too many are waiting" });
	}
	finish(call);
}

/* Beginning and end. */

void
api_configure(struct api *api, const struct api_settings *settings)
{
	atomic_store(&api->break_glass, settings->break_glass);
	atomic_store(&api->file, settings->file);
}

enum status
api_open(struct api **out, const struct api_options *options,
    struct error *error)
{
	struct api *api = mem_alloc(sizeof(*api));
	struct buf description;
	enum status status = STATUS_OK;

	*out = NULL;
	if (api == NULL)
		return error_memory(error);
	api->options = *options;
	api->vault = options->vault;
	api->access = options->access;
	api_configure(api, &options->settings);
	(void)pthread_mutex_init(&api->mutex, NULL);
	api->brake = brake_new();
	api->pages = pages_new();
	api->arena = arena_new(8 << 20);
	if (api->brake == NULL || api->pages == NULL || api->arena == NULL)
		status = error_memory(error);
	if (status == STATUS_OK) {
		buf_init(&description, api->arena, 4 << 20);
		api_describe(&description);
		status = buf_status(&description, error);
		api->description = buf_as_text(&description);
	}
	if (status == STATUS_OK)
		status = pool_new(&api->pool, options->threads,
		    options->queue, error);
	if (status == STATUS_OK)
		status = pool_new(&api->proofs, PASSWORD_AT_ONCE, PROOFS_MAX,
		    error);
	if (status != STATUS_OK)
		api_close(api);
	else
		*out = api;
	return status;
}

void
api_end(struct api *api)
{
	pool_free(api->pool);
	pool_free(api->proofs);
	api->pool = api->proofs = NULL;
}

void
api_close(struct api *api)
{
	if (api == NULL)
		return;
	pool_free(api->pool);
	pool_free(api->proofs);
	while (api->seats != NULL) {
		struct seat *seat = api->seats;

		api->seats = seat->next;
		reader_free(seat->reader);
		mem_free(seat);
	}
	brake_free(api->brake);
	pages_free(api->pages);
	arena_free(api->arena);
	(void)pthread_mutex_destroy(&api->mutex);
	mem_free(api);
}

struct api_counts
api_count(struct api *api)
{
	struct api_counts counts = { .busy = pool_busy(api->pool) };

	for (size_t i = 0; i < LENGTH(counts.answers); i++)
		counts.answers[i] = atomic_load(&api->answers[i]);
	counts.refused = atomic_load(&api->refused);
	return counts;
}
