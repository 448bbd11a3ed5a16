/*
 * Mail to a person: ordered, and what became of it.
 */
#include "api/routes.h"
#include "jobs/mail.h"

static struct text
text(const struct api_call *call, const char *key)
{
	return node_text(call->body, key);
}

enum status
api_mail_order(struct api_call *call, struct error *error)
{
	const struct node *language = node_get(call->body, "language");
	struct mail mail = {
		.category = text(call, "category"),
		.template = text(call, "template"),
		.language = language == NULL ? LANGUAGE_JA :
		    (enum language)language->number,
		.item = text(call, "item"),
		.reference = text(call, "reference"),
		.date = text(call, "date"), .url = text(call, "url"),
	};
	enum status status = call_person(call, &mail.person, error);

	if (status == STATUS_OK)
		status = mail_order(&call->visit, &mail, error);
	return status == STATUS_OK ? mail_json(&call->json, &mail,
	    call->api->vault, error) : status;
}

/* Somebody else's is none. */
enum status
api_mail_show(struct api_call *call, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	struct mail mail;
	enum status status;

	if (!id_parse_random(id, ID_MAIL, call->parameter[0]))
		return id_not_found(ID_MAIL, error);
	status = mail_get(&mail, call->api->vault, call->seat->reader, id,
	    call->arena, error);
	if (status == STATUS_OK &&
	    !text_equal(mail.principal, call->pass.name))
		status = id_not_found(ID_MAIL, error);
	return status == STATUS_OK ? mail_json(&call->json, &mail,
	    call->api->vault, error) : status;
}
