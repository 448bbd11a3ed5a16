/*
 * Forms of the policy: what they show and ask for, for who draws them.
 */
#include "api/forms.h"
#include "base/encode.h"
#include "vault/display_json.h"

enum language
api_forms_language(const struct api_call *call)
{
	struct text named = http_query(&call->x->request, "lang");

	return text_is(named, "en") ? LANGUAGE_EN : text_is(named, "ja") ?
	    LANGUAGE_JA : call->x->request.language;
}

enum status
api_forms_unknown(struct error *error)
{
	return call_problem(error, STATUS_NOT_FOUND, "no_form",
	    (struct words){ "そのようなフォームはありません",
	    "there is no such form" });
}

/* The rules are given back by who took them. */
static const struct rules_revision *
present(struct api_call *call, const struct rules **rules)
{
	*rules = vault_rules(call->api->vault);
	return rules_in_force(*rules, clock_now(vault_clock(
	    call->api->vault)));
}

enum status
api_forms(struct api_call *call, struct error *error)
{
	const struct rules *rules;
	const struct policy *policy = present(call, &rules)->policy;

	call_list(call, "forms");
	for (size_t i = 0; i < policy->way_count; i++) {
		jsonw_open_object(&call->json);
		display_json_head(&call->json, &policy->ways[i],
		    api_forms_language(call));
		jsonw_close_object(&call->json);
	}
	call_list_end(call);
	vault_rules_release(call->api->vault, rules);
	return STATUS_OK;
}

static enum status
write_notice(struct api_call *call, const struct rules_revision *revision,
    struct error *error)
{
	const struct policy_way *way = policy_way(revision->policy,
	    call->parameter[0]);
	int64_t now = clock_now(vault_clock(call->api->vault));
	char token[DISPLAY_TOKEN_SIZE];
	struct display display;
	enum status status = way == NULL ? api_forms_unknown(error) :
	    display_make(&display, revision, way, api_forms_language(call),
	    call->arena, error);

	if (status == STATUS_OK)
		status = display_token(token, call->api->vault, &display,
		    now, error);
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	display_json(&call->json, &display, revision->policy);
	jsonw_member_string(&call->json, "evidence", token);
	jsonw_member_instant(&call->json, "expires", now + DISPLAY_GOOD_MS);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}

enum status
api_form_notice(struct api_call *call, struct error *error)
{
	const struct rules *rules;
	const struct rules_revision *revision = present(call, &rules);
	enum status status = write_notice(call, revision, error);

	vault_rules_release(call->api->vault, rules);
	return status;
}

enum status
api_display(struct api_call *call, struct error *error)
{
	struct display_kept kept;
	uint8_t hash[HASH_SIZE];
	enum status status = decode_hex(call->parameter[0], hash,
	    HASH_SIZE) ? display_kept(&kept, call->api->vault,
	    call->seat->reader, hash, call->arena, error) :
	    STATUS_NOT_FOUND;

	if (status == STATUS_NOT_FOUND)
		return call_problem(error, status, "no_display",
		    (struct words){ "その文は示されていません",
		    "nothing of that hash was shown" });
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	jsonw_member_text(&call->json, "hash", call->parameter[0]);
	jsonw_member_text(&call->json, "form", kept.way);
	jsonw_member_int(&call->json, "revision", kept.revision);
	jsonw_member_string(&call->json, "language",
	    kept.language == LANGUAGE_JA ? "ja" : "en");
	jsonw_member_text(&call->json, "text", kept.text);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}
