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
	OUT_MAX = 8 << 20,	/* of a file that is answered */
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

static enum status
read_stream(struct bytes *out, struct file_stream *stream,
    struct arena *arena, struct error *error)
{
	uint8_t *room = arena_alloc(arena, OUT_MAX);
	size_t n = OUT_MAX;
	enum status status = room == NULL ? error_memory(error) :
	    file_stream_read(stream, 0, room, &n, error);

	*out = (struct bytes){ room, status == STATUS_OK ? n : 0 };
	return status;
}

enum status
api_dataset_use(struct api_call *call, struct error *error)
{
	const struct node *use = node_get(call->body, "for");
	struct processed_out out = { .max = OUT_MAX };
	struct bytes bytes;
	enum status status = processed_use(&call->visit, call->parameter[0],
	    use == NULL ? PROCESSED_ANALYSIS :
	    (enum processed_use)use->number, &out, error);

	if (status == STATUS_OK)
		status = read_stream(&bytes, out.memory, call->arena, error);
	if (status == STATUS_OK)
		call_body(call, bytes);
	file_stream_free(out.memory);
	return status;
}

static enum status
write_package(struct api_call *call,
    const struct processed_provision *provision, struct error *error)
{
	struct bytes bytes;
	char *base64;
	enum status status = read_stream(&bytes, provision->data,
	    call->arena, error);

	if (status != STATUS_OK)
		return status;
	base64 = arena_alloc(call->arena, BASE64_SIZE(bytes.n));
	if (base64 == NULL)
		return error_memory(error);
	encode_base64(bytes.p, bytes.n, base64);
	jsonw_open_object(&call->json);
	jsonw_key(&call->json, "manifest");
	jsonw_raw(&call->json, text_trim(provision->manifest));
	jsonw_member_text(&call->json, "statement", provision->statement);
	jsonw_member_string(&call->json, "data", base64);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}

enum status
api_dataset_provide(struct api_call *call, struct error *error)
{
	struct processed_provision provision = {
		.recipient = node_text(call->body, "recipient"),
		.way = node_text(call->body, "way"),
		.max = OUT_MAX,
	};
	enum status status = processed_provide(&call->visit,
	    call->parameter[0], &provision, error);

	if (status == STATUS_OK)
		status = write_package(call, &provision, error);
	file_stream_free(provision.data);
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
