/*
 * Files of people, piece by piece in both directions.
 *
 * What comes is asked about at the gate before its first byte is taken, and
 * each piece is durable before the next one is read.  What goes was decided
 * and logged before its first byte leaves.  No reader of the store and no
 * thread is held while a client is slow.
 */
#include "api/routes.h"
#include "base/encode.h"
#include "base/mem.h"
#include "vault/files.h"

bool
api_stream_take(struct api_call *call, struct error *error)
{
	if (atomic_fetch_add(&call->api->streams, 1) < CALL_STREAMS)
		return true;
	api_stream_give(call->api);
	(void)call_problem(error, STATUS_BUSY, "queue_full",
	    (struct words){ "混み合っています", "too many are waiting" });
	return false;
}

void
api_stream_give(struct api *api)
{
	atomic_fetch_sub(&api->streams, 1);
}

void
api_stream_end(struct api_call *call)
{
	if (call->coming == NULL)
		return;
	files_let_go(call->coming);
	call->coming = NULL;
	api_stream_give(call->api);
}

/* In. */

static enum status
take_piece(void *context, struct bytes piece, struct error *error)
{
	struct api_call *call = context;

	call->status = files_write(call->coming, piece, &call->error);
	if (call->status != STATUS_OK)
		*error = call->error;
	return call->status;
}

static void
write_made(struct api_call *call, const struct files_made *made)
{
	jsonw_open_object(&call->json);
	jsonw_member_string(&call->json, "file", made->id);
	jsonw_member_int(&call->json, "bytes", (int64_t)made->bytes);
	jsonw_member_hex(&call->json, "sha256", made->hash.bytes, HASH_SIZE);
	jsonw_close_object(&call->json);
}

static void
end_body(void *context, const struct error *error)
{
	struct api_call *call = context;
	struct files_made made;

	call->came = true;
	if (error != NULL && call->status == STATUS_OK) {
		call->status = error->status;
		call->error = *error;
	}
	if (call->status == STATUS_OK)
		call->status = files_finish(call->coming, &made,
		    &call->error);
	if (call->status == STATUS_OK)
		write_made(call, &made);
	else
		files_give_up(call->coming);
	call_answer(call);
}

static struct text
parameter(const struct api_call *call, const char *name)
{
	struct text value = http_query(&call->x->request, name);

	return value.p == NULL ? TEXT("") : value;
}

enum status
api_file_add(struct api_call *call, struct error *error)
{
	struct text type = http_header(&call->x->request, "content-type");
	const struct files_given given = {
		.way = parameter(call, "way"),
		.subject = parameter(call, "subject"),
		.service = parameter(call, "service"),
		.item = parameter(call, "item"),
		.type = type.p == NULL ? TEXT("") : type,
	};
	enum status status;

	if (!api_stream_take(call, error))
		return error->status;
	status = files_begin(&call->coming, &call->visit, &given, error);
	if (status != STATUS_OK)
		api_stream_give(call->api);
	else
		call->x->sink = (struct http_sink){ take_piece, end_body,
		    call };
	return status;
}

/* Out. */

struct sending {
	struct api *api;
	struct files_open *file;
};

static enum status
give_piece(void *context, uint8_t *out, size_t size, size_t *n,
    struct error *error)
{
	struct sending *s = context;
	struct seat *seat;
	enum status status = call_take_seat(s->api, &seat, error);

	if (status != STATUS_OK)
		return status;
	status = files_read(s->file, seat->reader, out, n, error);
	call_give_seat(s->api, seat);
	return status;
}

static void
end_sending(void *context)
{
	struct sending *s = context;

	files_close(s->file);
	api_stream_give(s->api);
	mem_free(s);
}

static void
write_headers(struct api_call *call, const struct files_about *about)
{
	char hash[2 * HASH_SIZE + 1];
	struct buf etag;

	encode_hex(about->hash.bytes, HASH_SIZE, hash);
	buf_init(&etag, call->arena, 64);
	buf_printf(&etag, "\"%.32s\"", hash);
	call_header(call, "ETag", buf_as_text(&etag));
	/* Whatever it is, no browser shows it as a page of this house. */
	call_header(call, "Content-Disposition", TEXT("attachment"));
	call_header(call, "Accept-Ranges", TEXT("none"));
	if (about->type.n > 0)
		call_header(call, "File-Type", text_copy(call->arena,
		    about->type));
}

static enum status
send_file(struct api_call *call, struct files_open *file,
    struct error *error)
{
	const struct files_about about = files_about(file);
	struct sending *s = mem_alloc(sizeof(*s));
	struct http_reply *reply = &call->x->reply;

	if (s == NULL) {
		files_close(file);
		api_stream_give(call->api);
		return error_memory(error);
	}
	*s = (struct sending){ call->api, file };
	reply->source = (struct http_source){
		.read = give_piece, .close = end_sending, .context = s,
		.sized = true, .size = about.bytes,
	};
	reply->type = text_of(call->route->type);
	write_headers(call, &about);
	return STATUS_OK;
}

enum status
api_file(struct api_call *call, struct error *error)
{
	struct files_open *file;
	uint64_t person;
	enum status status = call_person(call, &person, error);

	if (status != STATUS_OK)
		return status;
	if (!api_stream_take(call, error))
		return error->status;
	status = files_open(&file, &call->visit, person, call->parameter[1],
	    error);
	if (status == STATUS_OK)
		return send_file(call, file, error);
	api_stream_give(call->api);
	return status;
}
