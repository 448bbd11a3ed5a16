/*
 * People, items and files are erased; the certificate goes to who asked.
 */
#include "api/routes.h"
#include "vault/certificate.h"
#include "vault/erase.h"
#include "vault/erasure_json.h"

static enum status
check_one(const struct node *body, struct error *error)
{
	if (node_get(body, "items") == NULL || node_get(body, "file") == NULL)
		return STATUS_OK;
	(void)call_problem(error, STATUS_INVALID, "items_or_file",
	    (struct words){ "items と file は同時に指定できません",
	    "either items or a file" });
	error_at(error, "/file");
	return error->status;
}

static enum status
take_items(struct api_call *call, struct bits *items, struct error *error)
{
	const struct node *list = node_get(call->body, "items");
	enum status status = STATUS_OK;

	*items = (struct bits){ { 0 } };
	for (size_t i = 0; i < node_count(list) && status == STATUS_OK; i++) {
		struct bits one;

		status = person_items(&call->visit, &node_at(list, i)->text,
		    1, &one, error);
		if (status == STATUS_OK)
			*items = bits_or(items, &one);
	}
	return status;
}

static enum status
erase(struct api_call *call, uint64_t person, bool dry,
    struct erasure *erasure, struct error *error)
{
	struct text file = node_text(call->body, "file");
	struct bits items;
	enum status status = take_items(call, &items, error);

	if (status != STATUS_OK)
		return status;
	if (node_get(call->body, "file") != NULL)
		return erase_file(&call->visit, person, file, dry, erasure,
		    error);
	return node_get(call->body, "items") != NULL ?
	    erase_items(&call->visit, person, &items, dry, erasure, error) :
	    erase_person(&call->visit, person, dry, erasure, error);
}

static enum status
answer(struct api_call *call, struct visit *visit,
    const struct erasure *erasure, bool dry, struct error *error)
{
	struct buf note;
	enum status status = STATUS_OK;

	buf_init(&note, call->arena, CERTIFICATE_MAX);
	if (!dry)
		status = certificate_make(&note, visit, erasure, error);
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	erasure_json(&call->json, visit, erasure, dry);
	if (!dry)
		jsonw_member_text(&call->json, "certificate",
		    buf_as_text(&note));
	jsonw_close_object(&call->json);
	return STATUS_OK;
}

static enum status
answer_about(struct api_call *call, struct visit *visit, uint64_t number,
    struct error *error)
{
	struct erasure_row row;
	struct erasure erasure;
	enum status status = reader_erasure(call->seat->reader, number, &row,
	    call->arena, error);

	if (status == STATUS_OK)
		status = erasure_open(visit, &row, &erasure, error);
	return status == STATUS_OK ? answer(call, visit, &erasure, false,
	    error) : status;
}

enum status
api_erase_again(struct api_call *call, uint64_t number, struct error *error)
{
	return answer_about(call, &call->visit, number, error);
}

enum status
api_erase(struct api_call *call, struct error *error)
{
	bool dry = node_bool(call->body, "dry", false);
	struct erasure *erasure = arena_alloc(call->arena, sizeof(*erasure));
	uint64_t person;
	enum status status = erasure == NULL ? error_memory(error) :
	    check_one(call->body, error);

	if (status == STATUS_OK)
		status = call_person(call, &person, error);
	if (status != STATUS_OK)
		return status;
	/* Who was merged into them goes first, in changes of their own. */
	call->keyed_about = person;
	call->made_erasure = &erasure->number;
	status = erase(call, person, dry, erasure, error);
	return status == STATUS_OK ? answer(call, &call->visit, erasure, dry,
	    error) : status;
}

enum status
api_erasure(struct api_call *call, struct error *error)
{
	const struct visitor visitor = { .principal = call->pass.name };
	struct visit visit;
	uint64_t number;
	enum status status = erasure_id_parse(&number, call->parameter[0],
	    error);

	if (status == STATUS_OK)
		status = vault_check_unlocked(call->api->vault, error);
	if (status != STATUS_OK)
		return status;
	visit_begin(&visit, call->api->vault, call->seat->reader,
	    call->arena, &visitor);
	status = answer_about(call, &visit, number, error);
	visit_end(&visit);
	return status;
}
