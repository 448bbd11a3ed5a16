/*
 * People out of the store as a file: sealed on its way to the disk, and sent
 * when everything that the log has to say of it is durable.
 */
#include "api/routes.h"
#include "base/encode.h"
#include "base/file_stream.h"
#include "base/mem.h"
#include "connector/export.h"

static enum status
put_out(void *stream, struct bytes bytes, struct error *error)
{
	return file_stream_put(stream, bytes, error);
}

/* The items of the body, in its order. */
static enum status
take_items(struct api_call *call, struct export_options *options,
    struct error *error)
{
	const struct node *list = node_get(call->body, "items");
	unsigned int *items = arena_array(call->arena, BATCH_ITEMS_MAX,
	    sizeof(*items));

	if (items == NULL)
		return error_memory(error);
	if (list == NULL)
		return export_all_items(&call->visit, &options->items,
		    &options->item_count, error);
	options->items = items;
	for (size_t i = 0; i < node_count(list); i++) {
		struct bits one;
		enum status status = person_items(&call->visit,
		    &node_at(list, i)->text, 1, &one, error);

		if (status != STATUS_OK)
			return status;
		items[options->item_count++] =
		    (unsigned int)bits_next(&one, 0);
	}
	return STATUS_OK;
}

static enum status
take_options(struct api_call *call, struct export_options *options,
    struct error *error)
{
	const struct node *format = node_get(call->body, "format");
	const struct node *encoding = node_get(call->body, "encoding");
	const struct node *heads = node_get(call->body, "heads");
	bool cp932 = encoding != NULL && encoding->number == 1;

	options->table = (struct table_options){
		.format = format == NULL ? TABLE_CSV :
		    (enum table_format)format->number,
		.encoding = cp932 ? CSV_CP932 : CSV_UTF8,
		.no_bom = node_bool(call->body, "no_bom", false),
		.replace = node_bool(call->body, "replace", false),
	};
	options->with_person = node_bool(call->body, "with_person", false);
	options->heads_are_ids = heads != NULL && heads->number == 1;
	options->language = call->x->request.language;
	if (cp932 && options->table.format != TABLE_CSV) {
		(void)call_problem(error, STATUS_INVALID, "bad_encoding",
		    (struct words){ "cp932 は CSV だけで使えます",
		    "cp932 is for CSV alone" });
		error_at(error, "/encoding");
		return error->status;
	}
	return take_items(call, options, error);
}

/* Which characters of which items CP932 does not have. */
static void
tell_characters(struct api_call *call, const struct export_report *r)
{
	for (size_t i = 0; i < r->counts.kind_count; i++) {
		const struct table_unmappable *kind = &r->counts.kinds[i];
		char path[32];

		(void)snprintf(path, sizeof(path), "/items/%zu",
		    kind->column - r->options.with_person);
		(void)findings_add(&call->findings, SEVERITY_ERROR,
		    call->body, path, "unmappable_character",
		    "U+%04X は CP932 にありません (%llu 個)",
		    "U+%04X is not in CP932 (%llu times)", kind->code_point,
		    (unsigned long long)kind->count);
	}
}

static void
write_headers(struct api_call *call, const struct export_report *r)
{
	char id[2 * DOCUMENT_ID_SIZE + 1];
	struct buf name;

	encode_hex(r->id, DOCUMENT_ID_SIZE, id);
	buf_init(&name, call->arena, 128);
	buf_printf(&name, "attachment; filename=\"export-%.8s.zip\"", id);
	call_header(call, "Content-Disposition", buf_as_text(&name));
	call_header(call, "Export-Id", text_copy(call->arena, text_of(id)));
	call_header(call, "Export-Passphrase", text_copy(call->arena,
	    text_of(r->passphrase)));
	call_header_number(call, "Export-People", r->counts.rows);
	call_header_number(call, "Export-Left-Out", r->batch.left_out);
}

enum status
api_export(struct api_call *call, struct error *error)
{
	struct export_report *report = arena_alloc(call->arena,
	    sizeof(*report));
	struct export_options options = { .sink = put_out };
	struct file_stream *stream = NULL;
	enum status status = report == NULL ? error_memory(error) :
	    take_options(call, &options, error);

	if (status == STATUS_OK)
		status = file_stream_nameless(&stream,
		    vault_config(call->api->vault)->folder, error);
	if (status != STATUS_OK)
		return status;
	options.context = stream;
	status = export_people(report, &options, &call->visit, error);
	if (status == STATUS_OK) {
		write_headers(call, report);
		call->x->reply.has_file = true;
		call->x->reply.file = file_stream_take(stream);
		call->x->reply.file_size = report->bytes;
		call->x->reply.type = text_of(call->route->type);
	} else if (status == STATUS_INVALID) {
		tell_characters(call, report);
	}
	file_stream_free(stream);
	return status;
}

/* The ledger: for auditors, who see no personal data in it. */
enum status
api_exports(struct api_call *call, struct error *error)
{
	const struct export_paper *list;
	struct call_page page;
	size_t n;
	enum status status = call_page(call, EXPORT_LIST_MAX, &page, error);

	if (status == STATUS_OK)
		status = export_list(&list, &n, call->api->vault,
		    call->seat->reader, page.after, page.limit, call->arena,
		    error);
	if (status != STATUS_OK)
		return status;
	call_list(call, "exports");
	for (size_t i = 0; i < n; i++)
		export_paper_json(&call->json, &list[i]);
	call_page_end(call, &page, n, n == 0 ? NULL :
	    list[n - 1].document.id);
	return STATUS_OK;
}
