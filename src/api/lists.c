/*
 * Lists that are looked through: whose data is to be confirmed, who is not to
 * be taken in again.
 */
#include "api/routes.h"
#include "vault/accuracy.h"
#include "vault/suppression.h"

enum { SUPPRESSIONS_MAX = 100 };

static enum status
write_due(struct api_call *call, const struct accuracy_due *list, size_t n,
    uint64_t next, struct error *error)
{
	enum status status = STATUS_OK;

	call_list(call, "people");
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		char id[ID_TEXT_SIZE];

		status = id_format(id, ID_PERSON, list[i].person,
		    vault_id_key(call->api->vault), error);
		if (status != STATUS_OK)
			continue;
		jsonw_open_object(&call->json);
		jsonw_member_string(&call->json, "person", id);
		jsonw_member_day(&call->json, "since", list[i].since);
		jsonw_member_day(&call->json, "due", list[i].due);
		jsonw_close_object(&call->json);
	}
	jsonw_close_array(&call->json);
	if (next != 0)
		call_cursor_write(call, "next", next);
	jsonw_close_object(&call->json);
	return status;
}

enum status
api_due(struct api_call *call, struct error *error)
{
	struct accuracy_due *list = arena_array(call->arena, ACCURACY_PAGE,
	    sizeof(*list));
	uint64_t after = 0, next = 0;
	int64_t limit;
	bool given;
	size_t n = 0;
	enum status status = list == NULL ? error_memory(error) :
	    call_limit(call, 100, 100, &limit, error);

	if (status == STATUS_OK)
		status = call_cursor(call, &after, &given, error);
	if (status == STATUS_OK)
		status = accuracy_list(&call->visit, after, (size_t)limit,
		    list, &n, &next, error);
	return status == STATUS_OK ? write_due(call, list, n, next, error) :
	    status;
}

enum status
api_suppress(struct api_call *call, struct error *error)
{
	const struct node *list = node_get(call->body, "items");
	struct suppression s = {
		.cause = (enum suppression_cause)(node_get(call->body,
		    "cause")->number + SUPPRESSION_ABUSE),
		.reference = node_text(call->body, "reference"),
	};
	struct bits items = { { 0 } };
	uint64_t person;
	enum status status = call_person(call, &person, error);

	if (status == STATUS_OK)
		status = call_until(call, "until", &s.until, error);
	for (size_t i = 0; i < node_count(list) && status == STATUS_OK;
	    i++) {
		struct bits one;

		status = person_items(&call->visit, &node_at(list, i)->text,
		    1, &one, error);
		items = bits_or(&items, &one);
	}
	return status == STATUS_OK ? suppression_add(&call->visit, person,
	    &items, &s, error) : status;
}

static void
write_suppression(struct jsonw *json, const struct suppression *s)
{
	jsonw_member_string(json, "cause",
	    suppression_cause_names[s->cause]);
	jsonw_member_text(json, "item", s->item);
	jsonw_member_text(json, "by", s->by);
	jsonw_given_instant(json, "made", s->made);
	jsonw_given_instant(json, "until", s->until);
	jsonw_given_text(json, "reference", s->reference);
}

enum status
api_suppression_find(struct api_call *call, struct error *error)
{
	struct suppression found;
	bool is;
	enum status status = suppression_find(&call->visit,
	    node_text(call->body, "item"), node_text(call->body, "value"),
	    &found, &is, error);

	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	jsonw_member_bool(&call->json, "suppressed", is);
	if (is)
		write_suppression(&call->json, &found);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}

enum status
api_suppression_lift(struct api_call *call, struct error *error)
{
	return suppression_lift(&call->visit, node_text(call->body, "item"),
	    node_text(call->body, "value"), error);
}

enum status
api_suppressions(struct api_call *call, struct error *error)
{
	uint8_t last[DOCUMENT_ID_SIZE];
	const struct suppression *list = NULL;
	struct call_page page;
	size_t n = 0;
	enum status status = call_page(call, SUPPRESSIONS_MAX, &page, error);

	if (status == STATUS_OK)
		status = suppression_list(&call->visit, page.after,
		    page.limit, &list, &n, last, error);
	if (status != STATUS_OK)
		return status;
	call_list(call, "suppressions");
	for (size_t i = 0; i < n; i++) {
		jsonw_open_object(&call->json);
		write_suppression(&call->json, &list[i]);
		jsonw_close_object(&call->json);
	}
	call_page_end(call, &page, n, last);
	return STATUS_OK;
}
