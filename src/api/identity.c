/*
 * Who a person is: merged and parted, renamed, deceased, confirmed.
 */
#include "api/routes.h"
#include "vault/merge.h"
#include "vault/person_given.h"

enum status
api_merge(struct api_call *call, struct error *error)
{
	uint64_t person, into;
	enum status status = call_person(call, &person, error);

	if (status == STATUS_OK) {
		status = id_parse(&into, ID_PERSON, node_text(call->body,
		    "into"), vault_id_key(call->api->vault), error);
		if (status != STATUS_OK)
			error_at(error, "/into");
	}
	return status == STATUS_OK ? merge_people(&call->visit, person, into,
	    error) : status;
}

enum status
api_unmerge(struct api_call *call, struct error *error)
{
	uint64_t person;
	enum status status = call_person(call, &person, error);

	return status == STATUS_OK ? merge_undo(&call->visit, person,
	    error) : status;
}

enum status
api_rename(struct api_call *call, struct error *error)
{
	struct acquisition given;
	uint64_t person;
	enum status status = call_person(call, &person, error);

	if (status == STATUS_OK)
		status = person_given(&given, call->body, call->api->vault,
		    call->arena, error);
	return status == STATUS_OK ? person_rename(&call->visit, person,
	    given.values, given.value_count, node_bool(call->body,
	    "searchable", true), error) : status;
}

enum status
api_forget_names(struct api_call *call, struct error *error)
{
	uint64_t person;
	enum status status = call_person(call, &person, error);

	return status == STATUS_OK ? person_forget_names(&call->visit,
	    person, error) : status;
}

static enum status
say(struct api_call *call, const struct said *said, struct error *error)
{
	uint64_t person;
	enum status status = call_person(call, &person, error);

	return status == STATUS_OK ? person_say(&call->visit, person, said,
	    error) : status;
}

enum status
api_deceased(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_DECEASED,
	    .day = node_get(call->body, "date")->number }, error);
}

enum status
api_living(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_LIVING }, error);
}

enum status
api_confirmed(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_CONFIRMED }, error);
}
