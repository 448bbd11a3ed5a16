/*
 * People: taking them in, finding, showing, correcting.
 */
#include "api/routes.h"
#include "vault/person_given.h"
#include "vault/person_json.h"

static void
write_made(struct api_call *call, uint64_t person)
{
	char id[ID_TEXT_SIZE];
	struct error ignored;
	struct buf where;

	if (id_format(id, ID_PERSON, person, vault_id_key(call->api->vault),
	    &ignored) != STATUS_OK) {
		buf_no_memory(&call->out);
		return;
	}
	buf_init(&where, call->arena, 128);
	buf_printf(&where, "/v1/people/%s", id);
	call_header(call, "Location", buf_as_text(&where));
	jsonw_open_object(&call->json);
	jsonw_member_string(&call->json, "person", id);
	jsonw_close_object(&call->json);
}

static enum status
take_in(struct api_call *call, uint64_t person, struct error *error)
{
	struct acquisition given;
	enum status status = person_given(&given, call->body,
	    call->api->vault, call->arena, error);

	if (status == STATUS_OK && person != 0)
		given.person = person;
	if (status == STATUS_OK)
		status = person_add(&call->visit, &given, &call->made_person,
		    NULL, error);
	if (status == STATUS_OK)
		write_made(call, call->made_person);
	return status;
}

enum status
api_person_add(struct api_call *call, struct error *error)
{
	return take_in(call, 0, error);
}

enum status
api_record_add(struct api_call *call, struct error *error)
{
	uint64_t person;
	enum status status = call_person(call, &person, error);

	return status == STATUS_OK ? take_in(call, person, error) : status;
}

/* The items of the body, or NULL for all that may be seen. */
static enum status
take_items(struct api_call *call, const struct bits **items,
    struct bits *room, struct error *error)
{
	const struct node *list = node_get(call->body, "items");
	enum status status = STATUS_OK;

	*items = list == NULL ? NULL : room;
	*room = (struct bits){ { 0 } };
	for (size_t i = 0; i < node_count(list) && status == STATUS_OK;
	    i++) {
		struct bits one;

		status = person_items(&call->visit, &node_at(list, i)->text,
		    1, &one, error);
		*room = bits_or(room, &one);
	}
	return status;
}

enum status
api_person_find(struct api_call *call, struct error *error)
{
	struct view *views = arena_array(call->arena, PERSON_FIND_MAX,
	    sizeof(*views));
	const struct bits *items;
	struct bits room;
	size_t n = 0;
	enum status status = views == NULL ? error_memory(error) :
	    take_items(call, &items, &room, error);

	if (status == STATUS_OK)
		status = person_look_up(&call->visit,
		    node_text(call->body, "item"),
		    node_text(call->body, "value"), items, PERSON_FIND_MAX,
		    views, &n, error);
	if (status != STATUS_OK)
		return status;
	call_list(call, "people");
	for (size_t i = 0; i < n; i++) {
		jsonw_open_object(&call->json);
		person_json(&call->json, &call->visit, &views[i]);
		jsonw_close_object(&call->json);
	}
	call_list_end(call);
	return STATUS_OK;
}

enum status
api_person_show(struct api_call *call, struct error *error)
{
	const struct bits *items;
	struct bits room;
	struct view view;
	uint64_t person;
	enum status status = call_items(call, &items, &room, error);

	if (status == STATUS_OK)
		status = call_person(call, &person, error);
	if (status == STATUS_OK)
		status = person_show(&call->visit, person, items, &view,
		    error);
	if (status != STATUS_OK)
		return status;
	call_etag(call, call->visit.state);
	jsonw_open_object(&call->json);
	person_json(&call->json, &call->visit, &view);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}

enum status
api_person_correct(struct api_call *call, struct error *error)
{
	struct acquisition given;
	uint64_t person;
	enum status status = call_person(call, &person, error);

	if (status == STATUS_OK)
		status = person_given(&given, call->body, call->api->vault,
		    call->arena, error);
	return status == STATUS_OK ? person_correct(&call->visit, person,
	    given.values, given.value_count, error) : status;
}

enum status
api_person_history(struct api_call *call, struct error *error)
{
	const struct bits *items;
	struct bits room;
	struct past past;
	uint64_t person;
	enum status status = call_items(call, &items, &room, error);

	if (status == STATUS_OK)
		status = call_person(call, &person, error);
	if (status == STATUS_OK)
		status = person_past(&call->visit, person, items, &past,
		    error);
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	person_json_past(&call->json, &call->visit, &past);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}
