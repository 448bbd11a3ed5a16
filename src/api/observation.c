/*
 * The weeks in which some refusals are noted and not enforced.
 */
#include "api/routes.h"
#include "vault/observe.h"

/* In the first of the caller's roles that may turn it. */
static struct observer
observer_of(struct api_call *call, bool auditor)
{
	struct vault *vault = call->api->vault;
	const struct rules *rules = vault_rules(vault);
	const struct policy *policy = rules_in_force(rules,
	    clock_now(vault_clock(vault)))->policy;
	struct observer who = {
		.vault = vault, .reader = call->seat->reader,
		.arena = call->arena, .principal = call->pass.name,
		.role = { "", 0 },
	};

	for (size_t i = 0; i < call->pass.roles.n; i++) {
		const struct policy_role *role = policy_role(policy,
		    call->pass.roles.ids[i]);

		if (role != NULL && who.role.n == 0 &&
		    (role->kind == ROLE_OFFICER ||
		    (auditor && role->kind == ROLE_AUDITOR)))
			who.role = call->pass.roles.ids[i];
	}
	vault_rules_release(vault, rules);
	return who;
}

static enum status
answer(struct api_call *call, enum status status, struct error *error)
{
	struct observation o;

	if (status == STATUS_OK)
		status = observe_get(&o, call->api->vault,
		    call->seat->reader, call->arena, error);
	if (status == STATUS_OK)
		observe_json(&call->json, &o);
	return status;
}

enum status
api_observation(struct api_call *call, struct error *error)
{
	return answer(call, STATUS_OK, error);
}

enum status
api_observation_ask(struct api_call *call, struct error *error)
{
	struct observer who = observer_of(call, false);

	return answer(call, observe_ask(&who, node_int(call->body, "days",
	    0), node_text(call->body, "reason"), error), error);
}

enum status
api_observation_approve(struct api_call *call, struct error *error)
{
	struct observer who = observer_of(call, true);

	return answer(call, observe_approve(&who, error), error);
}

enum status
api_observation_end(struct api_call *call, struct error *error)
{
	struct observer who = observer_of(call, true);

	return answer(call, observe_end(&who, error), error);
}

enum status
api_observation_report(struct api_call *call, struct error *error)
{
	const struct observed *list;
	struct observation o;
	uint64_t decisions;
	size_t n;
	enum status status = observe_get(&o, call->api->vault,
	    call->seat->reader, call->arena, error);

	if (status == STATUS_OK)
		status = observe_report(&list, &n, &decisions, &o,
		    call->api->vault, call->arena, error);
	if (status == STATUS_OK)
		observe_report_json(&call->json, list, n, decisions);
	return status;
}
