/*
 * 匿名加工情報, 仮名加工情報 and masked files: made, approved, published, used,
 * provided and erased.
 *
 * A plan arrives as JSON of the shape that plan files have.  It names no path
 * of this machine: the CSV files that it needs come with it, and lie in memory
 * as long as it is run.
 */
#include "anonymise/brought.h"
#include "anonymise/report.h"
#include "api/routes.h"
#include "base/encode.h"
#include "base/json.h"
#include "base/mem.h"

enum {
	/* Bytes whose letters, and their end, fit into a piece. */
	RAW = (HTTP_PIECE / 4 - 1) * 3,
	PAGE_MAX = 16 << 20,
};

static enum status
bring(struct brought *brought, const struct node *files, struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < node_count(files) && status == STATUS_OK; i++)
		status = brought_add(brought, files->members[i].key,
		    bytes_of(node_at(files, i)->text), error);
	if (status == STATUS_INVALID)
		error_at(error, "/files");
	return status;
}

/* What is wrong in a file stands where it came, not where it lies. */
static void
point(struct error *error, const struct brought *brought)
{
	const struct plan_place *place = &brought->place;

	for (size_t i = 0; i < place->count; i++) {
		size_t n = strlen(place->paths[i]);

		if (strncmp(error->field, place->paths[i], n) != 0 ||
		    (error->field[n] != ':' && error->field[n] != '\0'))
			continue;
		error_at(error, "/files/%.*s", TEXT_ARGS(place->names[i]));
		return;
	}
}

/* The plan as it is kept with the method: what was sent, in lines. */
static enum status
plan_text(struct text *out, struct api_call *call, struct error *error)
{
	const struct node *plan = node_get(call->body, "plan");
	struct jsonw json;
	struct buf buf;

	buf_init(&buf, call->arena, PAGE_MAX);
	json = jsonw_new(&buf, true);
	jsonw_node(&json, plan);
	buf_byte(&buf, '\n');
	*out = buf_as_text(&buf);
	return buf_status(&buf, error);
}

static void
put_place(struct api_call *call, const char *where, const char *id)
{
	struct buf place;

	buf_init(&place, call->arena, 128);
	buf_printf(&place, "%s%s", where, id);
	call_header(call, "Location", buf_as_text(&place));
}

enum status
api_dataset_make(struct api_call *call, struct error *error)
{
	const struct node *kind = node_get(call->body, "kind");
	struct brought *brought = arena_alloc(call->arena, sizeof(*brought));
	struct processed_made *made = arena_alloc(call->arena, sizeof(*made));
	struct processed_order order = {
		.kind = kind == NULL ? LAWFUL_ANONYMISED :
		    (enum lawful_kind)kind->number,
		.declaration = node_text(call->body, "declaration"),
		.plan_node = node_get(call->body, "plan"),
		.threads = 1, .findings = &call->findings,
	};
	enum status status;

	if (brought == NULL || made == NULL)
		return error_memory(error);
	order.place = &brought->place;
	status = plan_text(&order.plan_text, call, error);
	if (status == STATUS_OK)
		status = bring(brought, node_get(call->body, "files"), error);
	if (status == STATUS_OK)
		status = processed_make(&call->visit, &order, made, error);
	if (status != STATUS_OK)
		point(error, brought);
	brought_free(brought);
	if (status != STATUS_OK)
		return status;
	processed_made_json(&call->json, made);
	put_place(call, "/v1/datasets/", made->id);
	processed_made_free(made);
	return STATUS_OK;
}

enum status
api_dataset_list(struct api_call *call, struct error *error)
{
	static const char *const keys[] = {
		"kind", "declaration", "purpose", "rows", "made_at",
	};
	const struct processed *all;
	size_t n;
	enum status status = processed_list_for(&all, &n, &call->visit,
	    error);

	if (status != STATUS_OK)
		return status;
	call_list(call, "datasets");
	for (size_t i = 0; i < n; i++) {
		jsonw_open_object(&call->json);
		jsonw_member_string(&call->json, "id", all[i].id);
		for (size_t k = 0; k < LENGTH(keys); k++) {
			jsonw_key(&call->json, keys[k]);
			jsonw_node(&call->json, node_get(all[i].paper,
			    keys[k]));
		}
		jsonw_close_object(&call->json);
	}
	call_list_end(call);
	return STATUS_OK;
}

enum status
api_dataset_show(struct api_call *call, struct error *error)
{
	struct processed processed;
	enum status status = processed_show(&call->visit, call->parameter[0],
	    &processed, error);

	if (status == STATUS_OK)
		processed_json(&call->json, &processed);
	return status;
}

enum status
api_dataset_approve(struct api_call *call, struct error *error)
{
	const struct node *act = node_get(call->body, "act");

	return processed_approve(&call->visit, call->parameter[0],
	    act == NULL || act->number == 0 ? ACT_ANONYMISE : ACT_EXPORT,
	    error);
}

/* The file, as it is or in a package; piece by piece. */
struct leaving {
	struct api *api;
	struct processed_sending *file;
	struct text before, after;	/* of a package; "" without one */
	uint8_t carried[2];		/* bytes without letters yet */
	size_t carry;
	uint8_t *room;			/* of a package */
	bool packed, ended;
};

static enum status
read_file(struct leaving *l, uint8_t *out, size_t size, size_t *n,
    struct error *error)
{
	struct seat *seat;
	enum status status = call_take_seat(l->api, &seat, error);

	if (status != STATUS_OK)
		return status;
	status = processed_send_read(l->file, seat->reader, out, size, n,
	    error);
	call_give_seat(l->api, seat);
	return status;
}

static size_t
put_text(struct text *text, uint8_t *out, size_t size)
{
	size_t n = text->n < size ? text->n : size;

	memcpy(out, text->p, n);
	*text = text_slice(*text, n, text->n);
	return n;
}

/* Threes of bytes become fours of letters; one or two wait for the next. */
static enum status
read_letters(struct leaving *l, uint8_t *out, size_t *n,
    struct error *error)
{
	size_t got = 0, whole;
	enum status status;

	memcpy(l->room, l->carried, l->carry);
	status = read_file(l, l->room + l->carry, RAW - 2, &got, error);
	if (status != STATUS_OK)
		return status;
	l->ended = got == 0;
	got += l->carry;
	whole = l->ended ? got : got / 3 * 3;
	l->carry = got - whole;
	memcpy(l->carried, l->room + whole, l->carry);
	encode_base64(l->room, whole, (char *)out);
	*n = (whole + 2) / 3 * 4;
	return STATUS_OK;
}

static enum status
give_piece(void *context, uint8_t *out, size_t size, size_t *n,
    struct error *error)
{
	struct leaving *l = context;
	enum status status = STATUS_OK;

	if (!l->packed)
		return read_file(l, out, size, n, error);
	*n = put_text(&l->before, out, size);
	/* Less than three bytes may come at once. */
	while (status == STATUS_OK && *n == 0 && !l->ended)
		status = read_letters(l, out, n, error);
	if (status == STATUS_OK && *n == 0)
		*n = put_text(&l->after, out, size);
	return status;
}

static void
end_leaving(void *context)
{
	struct leaving *l = context;

	processed_send_close(l->file);
	if (l->room != NULL)
		mem_wipe(l->room, RAW);
	mem_free(l->room);
	api_stream_give(l->api);
	mem_free(l);
}

/* Takes the file, whatever comes of it. */
static enum status
let_leave(struct api_call *call, struct processed_sending *file,
    const struct leaving *like, struct error *error)
{
	struct leaving *l = mem_alloc(sizeof(*l));
	uint64_t n = processed_send_size(file);

	if (l != NULL) {
		*l = *like;
		l->room = like->packed ? mem_alloc(RAW) : NULL;
	}
	if (l == NULL || (like->packed && l->room == NULL)) {
		mem_free(l);
		processed_send_close(file);
		api_stream_give(call->api);
		return error_memory(error);
	}
	l->api = call->api;
	l->file = file;
	call->x->reply.source = (struct http_source){
		.read = give_piece, .close = end_leaving, .context = l,
		.sized = true, .size = like->packed ? like->before.n +
		    (n + 2) / 3 * 4 + like->after.n : n,
	};
	return STATUS_OK;
}

enum status
api_dataset_use(struct api_call *call, struct error *error)
{
	const struct node *use = node_get(call->body, "for");
	struct processed_out out = { .path = NULL };
	enum status status;

	if (!api_stream_take(call, error))
		return error->status;
	status = processed_use(&call->visit, call->parameter[0],
	    use == NULL ? PROCESSED_ANALYSIS :
	    (enum processed_use)use->number, &out, error);
	if (status != STATUS_OK) {
		api_stream_give(call->api);
		return status;
	}
	call->x->reply.type = text_of(call->route->type);
	return let_leave(call, out.sending, &(struct leaving){
	    .packed = false }, error);
}

/* {"manifest": ..., "statement": ..., "data": "..."} around the file. */
static enum status
pack(struct api_call *call, const struct processed_provision *provision,
    struct error *error)
{
	struct leaving leaving = { .packed = true, .after = TEXT("\"}") };
	struct jsonw json;
	struct buf out;

	buf_init(&out, call->arena, PAGE_MAX);
	json = jsonw_new(&out, false);
	jsonw_open_object(&json);
	jsonw_key(&json, "manifest");
	jsonw_raw(&json, text_trim(provision->manifest));
	jsonw_member_text(&json, "statement", provision->statement);
	jsonw_key(&json, "data");
	buf_byte(&out, '"');
	if (buf_status(&out, error) != STATUS_OK) {
		processed_send_close(provision->sending);
		api_stream_give(call->api);
		return error->status;
	}
	leaving.before = buf_as_text(&out);
	call->x->reply.type = TEXT("application/json");
	return let_leave(call, provision->sending, &leaving, error);
}

enum status
api_dataset_provide(struct api_call *call, struct error *error)
{
	struct processed_provision provision = {
		.recipient = node_text(call->body, "recipient"),
		.way = node_text(call->body, "way"),
	};
	enum status status;

	if (!api_stream_take(call, error))
		return error->status;
	status = processed_provide(&call->visit, call->parameter[0],
	    &provision, error);
	if (status == STATUS_OK)
		return pack(call, &provision, error);
	api_stream_give(call->api);
	return status;
}

enum status
api_dataset_method(struct api_call *call, struct error *error)
{
	const struct node *method;
	enum status status = processed_method(&call->visit,
	    call->parameter[0], &method, error);

	if (status == STATUS_OK)
		jsonw_node(&call->json, method);
	return status;
}

enum status
api_dataset_report(struct api_call *call, struct error *error)
{
	bool paper = text_is(text_of(call->route->type), "application/pdf");
	const struct node *method;
	struct processed processed;
	struct doc *doc;
	struct buf out;
	enum status status = processed_method(&call->visit,
	    call->parameter[0], &method, error);

	if (status == STATUS_OK)
		status = processed_get(&processed, call->api->vault,
		    call->seat->reader, call->parameter[0], call->arena,
		    error);
	if (status == STATUS_OK)
		status = report_dataset(&doc, &processed, method,
		    call->x->request.language, call->arena, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, call->arena, PAGE_MAX);
	status = report_write(&out, doc, paper, call->arena, error);
	if (status == STATUS_OK)
		call_body(call, buf_bytes(&out));
	return status;
}

enum status
api_dataset_evaluate(struct api_call *call, struct error *error)
{
	return processed_evaluate(&call->visit, call->parameter[0],
	    node_text(call->body, "result"), error);
}

enum status
api_dataset_erase(struct api_call *call, struct error *error)
{
	return processed_erase(&call->visit, call->parameter[0], error);
}

enum status
api_processing_publish(struct api_call *call, struct error *error)
{
	const struct node *from = node_get(call->body, "from");
	struct processed_notice notice = {
		.declaration = call->parameter[0],
		.where = node_text(call->body, "where"),
		.ways = node_bool(call->body, "ways", false),
	};

	/* A day that has begun is now. */
	if (from != NULL && from->number != clock_tokyo_day(call->visit.now))
		notice.from = clock_tokyo_midnight(from->number);
	return processed_publish(&call->visit, &notice, error);
}

enum status
api_processing_state(struct api_call *call, struct error *error)
{
	return processed_status(&call->json, call->api->vault,
	    call->seat->reader, call->arena, error);
}
