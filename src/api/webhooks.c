/*
 * Programs outside that are told what happened: for officers.
 */
#include "api/routes.h"
#include "jobs/webhook.h"

/* Who may learn of everybody that something happened to them. */
static enum status
officers_only(struct api_call *call, struct error *error)
{
	struct vault *vault = call->api->vault;
	const struct rules *rules = vault_rules(vault);
	int64_t now = clock_now(vault_clock(vault));
	const struct policy *policy = rules_in_force(rules, now)->policy;
	bool may = false;
	enum status status;

	for (size_t i = 0; i < call->pass.roles.n; i++) {
		const struct policy_role *role = policy_role(policy,
		    call->pass.roles.ids[i]);

		may |= role != NULL && role->kind == ROLE_OFFICER;
	}
	vault_rules_release(vault, rules);
	if (may)
		return STATUS_OK;
	status = call_log(call, &(struct entry){ .kind = ENTRY_ACCESS,
	    .time = now, .principal = call->pass.name,
	    .subject = TEXT("webhooks"),
	    .refusal = TEXT("officers_only") }, error);
	return status == STATUS_OK ? call_problem(error, STATUS_REFUSED,
	    "officers_only", (struct words){
	    "ウェブフックは責任者の役割で扱えます",
	    "webhooks are for officers" }) : status;
}

static enum status
take_id(struct api_call *call, uint8_t id[DOCUMENT_ID_SIZE],
    struct error *error)
{
	enum status status = officers_only(call, error);

	if (status == STATUS_OK &&
	    !id_parse_random(id, ID_WEBHOOK, call->parameter[0]))
		return id_not_found(ID_WEBHOOK, error);
	return status;
}

enum status
api_webhooks(struct api_call *call, struct error *error)
{
	struct webhook_count counts[OUTBOX_WEBHOOKS];
	struct outbox_webhooks all;
	enum status status = officers_only(call, error);

	if (status == STATUS_OK)
		status = outbox_webhooks(&all, call->api->vault,
		    call->seat->reader, call->arena, error);
	if (status == STATUS_OK)
		status = webhook_counts(counts, &all, call->api->vault,
		    call->seat->reader, error);
	if (status != STATUS_OK)
		return status;
	call_list(call, "webhooks");
	for (size_t i = 0; i < all.n; i++) {
		jsonw_open_object(&call->json);
		webhook_json(&call->json, &all.list[i], &counts[i]);
		jsonw_close_object(&call->json);
	}
	call_list_end(call);
	return STATUS_OK;
}

static enum status
take_kinds(const struct api_call *call, uint32_t *kinds,
    struct error *error)
{
	const struct node *list = node_get(call->body, "events");
	enum status status = STATUS_OK;

	if (list == NULL)
		return webhook_kinds(kinds, TEXT(""), error);
	*kinds = 0;
	for (size_t i = 0; i < node_count(list) && status == STATUS_OK;
	    i++) {
		uint32_t one;

		status = webhook_kinds(&one, node_at(list, i)->text, error);
		*kinds |= one;
	}
	if (status == STATUS_OK && *kinds == 0)
		status = webhook_kinds(kinds, TEXT("none"), error);
	if (status != STATUS_OK)
		error_at(error, "/events");
	return status;
}

enum status
api_webhook_add(struct api_call *call, struct error *error)
{
	struct outbox_webhook webhook = {
		.url = node_text(call->body, "url"),
	};
	char secret[WEBHOOK_SECRET_TEXT];
	enum status status = officers_only(call, error);

	if (status == STATUS_OK)
		status = take_kinds(call, &webhook.kinds, error);
	if (status == STATUS_OK)
		status = webhook_add(&webhook, secret, call->api->vault,
		    call->seat->reader, vault_config(call->api->vault),
		    call->pass.name, call->arena, error);
	if (status == STATUS_INVALID &&
	    strcmp(error->code, "bad_webhook_url") == 0)
		error_at(error, "/url");
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	webhook_json(&call->json, &webhook, NULL);
	jsonw_member_string(&call->json, "secret", secret);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}

enum status
api_webhook_remove(struct api_call *call, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	enum status status = take_id(call, id, error);

	return status == STATUS_OK ? webhook_remove(id, call->api->vault,
	    call->seat->reader, call->pass.name, call->arena, error) :
	    status;
}

enum status
api_webhook_replay(struct api_call *call, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	int64_t since;
	uint64_t n;
	enum status status = take_id(call, id, error);

	if (status == STATUS_OK &&
	    !clock_parse(node_text(call->body, "since"), &since)) {
		status = call_problem(error, STATUS_INVALID, "bad_time",
		    (struct words){ "2026-11-22T00:00:00Z の形の日時が必要です",
		    "a time like 2026-11-22T00:00:00Z is needed" });
		error_at(error, "/since");
	}
	if (status == STATUS_OK)
		status = webhook_replay(id, since, &n, call->api->vault,
		    call->seat->reader, call->pass.name, error);
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	jsonw_member_int(&call->json, "events", (int64_t)n);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}
