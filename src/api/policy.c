/*
 * What the business publishes, and what the API says of itself.
 */
#include "api/routes.h"
#include "base/encode.h"
#include "notice/acknowledge.h"

enum { HASH_HEX = 2 * POLICY_HASH_SIZE };

enum status
api_description(struct api_call *call, struct error *error)
{
	call_body(call, bytes_of(call->api->description));
	call_header(call, "Cache-Control", TEXT("no-cache"));
	return STATUS_OK;
}

enum status
api_problem_type(struct api_call *call, struct error *error)
{
	for (int i = STATUS_OK + 1; i < STATUS_COUNT; i++) {
		const struct status_row *row = &status_table[i];

		if (!text_is(call->parameter[0], row->name))
			continue;
		jsonw_open_object(&call->json);
		jsonw_member_string(&call->json, "type", row->name);
		jsonw_member_int(&call->json, "status", row->http);
		jsonw_key(&call->json, "title");
		jsonw_open_object(&call->json);
		jsonw_member_string(&call->json, "ja", row->title.ja);
		jsonw_member_string(&call->json, "en", row->title.en);
		jsonw_close_object(&call->json);
		jsonw_close_object(&call->json);
		return STATUS_OK;
	}
	return call_problem(error, STATUS_NOT_FOUND, "no_problem_type",
	    (struct words){ "そのような種類はありません", "no such type" });
}

static void
write_members(struct api_call *call, const struct rules_revision *r,
    bool in_force)
{
	jsonw_member_int(&call->json, "number", r->number);
	jsonw_member_hex(&call->json, "hash", r->policy->hash,
	    POLICY_HASH_SIZE);
	jsonw_member_instant(&call->json, "announced_at", r->announced_at);
	jsonw_member_instant(&call->json, "in_force_from", r->in_force_from);
	jsonw_member_bool(&call->json, "in_force", in_force);
}

static void
write_revision(struct api_call *call, const struct rules_revision *r,
    bool in_force)
{
	call_etag(call, decode_number(r->policy->hash, 8) ^
	    (uint64_t)in_force);
	call_header(call, "Cache-Control", TEXT("no-cache"));
	jsonw_open_object(&call->json);
	write_members(call, r, in_force);
	jsonw_key(&call->json, "policy");
	jsonw_raw(&call->json, r->policy->canonical);
	jsonw_close_object(&call->json);
}

enum status
api_policy_now(struct api_call *call, struct error *error)
{
	const struct rules *rules = vault_rules(call->api->vault);

	write_revision(call, rules_in_force(rules,
	    clock_now(vault_clock(call->api->vault))), true);
	vault_rules_release(call->api->vault, rules);
	return STATUS_OK;
}

enum status
api_policy_list(struct api_call *call, struct error *error)
{
	const struct rules *rules = vault_rules(call->api->vault);
	const struct rules_revision *now = rules_in_force(rules,
	    clock_now(vault_clock(call->api->vault)));

	call_list(call, "revisions");
	for (size_t i = 0; i < rules->revision_count; i++) {
		jsonw_open_object(&call->json);
		write_members(call, &rules->revisions[i],
		    &rules->revisions[i] == now);
		jsonw_close_object(&call->json);
	}
	call_list_end(call);
	vault_rules_release(call->api->vault, rules);
	return STATUS_OK;
}

enum status
api_policy_by_hash(struct api_call *call, struct error *error)
{
	const struct rules *rules = vault_rules(call->api->vault);
	const struct rules_revision *found = NULL, *now = rules_in_force(
	    rules, clock_now(vault_clock(call->api->vault)));
	uint8_t hash[POLICY_HASH_SIZE];

	if (call->parameter[0].n == HASH_HEX &&
	    decode_hex(call->parameter[0], hash, sizeof(hash)))
		for (size_t i = 0; i < rules->revision_count; i++)
			if (memcmp(rules->revisions[i].policy->hash, hash,
			    sizeof(hash)) == 0)
				found = &rules->revisions[i];
	if (found != NULL)
		write_revision(call, found, found == now);
	vault_rules_release(call->api->vault, rules);
	return found != NULL ? STATUS_OK : call_problem(error,
	    STATUS_NOT_FOUND, "no_revision", (struct words){
	    "その版はありません", "there is no such revision" });
}

enum status
api_policy_acknowledge(struct api_call *call, struct error *error)
{
	struct vault *vault = call->api->vault;
	const struct rules *rules = vault_rules(vault);
	int64_t number = node_int(call->body, "revision",
	    rules->revisions[rules->revision_count - 1].number);
	const struct rules_revision *found = number < 1 ||
	    number > INT32_MAX ? NULL : rules_revision(rules,
	    (unsigned int)number);
	enum status status = found == NULL ? call_problem(error,
	    STATUS_NOT_FOUND, "no_such_revision", (struct words){
	    "その版はありません", "there is no such revision" }) :
	    acknowledge_revision(vault, call->seat->reader, call->pass.name,
	    found->number, call->arena, error);

	vault_rules_release(vault, rules);
	return status;
}
