/*
 * What a person says, or what is said of them.
 */
#include "api/routes.h"
#include "notice/objection.h"
#include "vault/person_json.h"

enum status
api_standing_show(struct api_call *call, struct error *error)
{
	struct standing standing;
	uint64_t person;
	enum status status = call_person(call, &person, error);

	if (status == STATUS_OK)
		status = person_standing(&call->visit, person, &standing,
		    error);
	if (status != STATUS_OK)
		return status;
	call_etag(call, call->visit.state);
	jsonw_open_object(&call->json);
	person_json_standing(&call->json, &call->visit, &standing);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}

static enum status
say(struct api_call *call, const struct said *said, struct error *error)
{
	uint64_t person;
	enum status status = call_person(call, &person, error);

	return status == STATUS_OK ? person_say(&call->visit, person, said,
	    error) : status;
}

static enum consent_giver
giver(const struct api_call *call)
{
	const struct node *node = node_get(call->body, "giver");

	return node == NULL ? GIVER_PERSON :
	    (enum consent_giver)node->number;
}

static struct text
text(const struct api_call *call, const char *key)
{
	return node_text(call->body, key);
}

enum status
api_consent(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_CONSENT,
	    .id = text(call, "consent"), .text = text(call, "text"),
	    .recipient = text(call, "recipient"), .giver = giver(call) },
	    error);
}

enum status
api_withdrawal(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_WITHDRAWAL,
	    .id = text(call, "consent"),
	    .recipient = text(call, "recipient"), .giver = giver(call) },
	    error);
}

enum status
api_stop(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_STOP,
	    .id = text(call, "purpose") }, error);
}

enum status
api_resumption(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_RESUME,
	    .id = text(call, "purpose") }, error);
}

enum status
api_objection(struct api_call *call, struct error *error)
{
	int64_t revision = node_int(call->body, "revision", 0);
	uint64_t person;
	enum status status = call_person(call, &person, error);

	if (status == STATUS_OK && (revision < 0 || revision > INT32_MAX))
		return call_problem(error, STATUS_NOT_FOUND,
		    "no_such_revision", (struct words){
		    "その版はありません", "there is no such revision" });
	return status == STATUS_OK ? objection_say(&call->visit, person,
	    (unsigned int)revision, error) : status;
}

enum status
api_hold(struct api_call *call, struct error *error)
{
	struct said said = {
		.kind = SAID_HOLD, .id = text(call, "kind"),
		.text = text(call, "reference"),
	};
	enum status status = call_until(call, "until", &said.until, error);

	return status == STATUS_OK ? say(call, &said, error) : status;
}

enum status
api_release(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_RELEASE,
	    .text = text(call, "reference") }, error);
}

enum status
api_event(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_EVENT,
	    .id = text(call, "event"),
	    .day = node_get(call->body, "date")->number }, error);
}

enum status
api_personal(struct api_call *call, struct error *error)
{
	const struct node *list = node_get(call->body, "items");
	struct said said = {
		.kind = SAID_PERSONAL, .id = text(call, "id"),
		.text = text(call, "text"),
	};
	enum status status = call_until(call, "until", &said.until, error);

	for (size_t i = 0; i < node_count(list) && status == STATUS_OK;
	    i++) {
		struct bits one;

		status = person_items(&call->visit, &node_at(list, i)->text,
		    1, &one, error);
		said.items = bits_or(&said.items, &one);
	}
	return status == STATUS_OK ? say(call, &said, error) : status;
}

enum status
api_personal_end(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_PERSONAL_END,
	    .id = call->parameter[1] }, error);
}

enum status
api_ground(struct api_call *call, struct error *error)
{
	return say(call, &(struct said){ .kind = SAID_GROUND,
	    .id = text(call, "ground"),
	    .number = (uint64_t)node_int(call->body, "record", 0) }, error);
}
