/*
 * Staff come and go; everybody can see as what they were let in.
 */
#include "api/routes.h"

enum status
api_log_in(struct api_call *call, struct error *error)
{
	struct brake *brake = call->api->brake;
	char address[HTTP_ADDRESS_SIZE + 256];
	const struct credentials given = {
		.name = node_text(call->body, "principal"),
		.password = node_text(call->body, "password"),
		.code = node_text(call->body, "code"),
	};
	char token[TOKEN_SIZE];
	enum status status;

	/* Behind a front proxy, one name's failures are not another's. */
	(void)snprintf(address, sizeof(address), "%s %.*s",
	    call->x->request.address, (int)(given.name.n < 200 ?
	    given.name.n : 200), given.name.p);
	if (!brake_open(brake, address, clock_monotonic()))
		return call_problem(error, STATUS_BUSY, "rate_limited",
		    (struct words){ "認証の失敗が続いたため、しばらくお待ちください",
		    "too many failures; please wait" });
	status = access_log_in(token, call->api->access, &given, error);
	if (status == STATUS_UNAUTHENTICATED)
		brake_count(brake, address, clock_monotonic());
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	jsonw_member_string(&call->json, "token", token);
	jsonw_member_instant(&call->json, "expires",
	    clock_now(vault_clock(call->api->vault)) + ACCESS_SESSION_MS);
	jsonw_member_int(&call->json, "idle_minutes",
	    ACCESS_IDLE_MS / 60000);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}

enum status
api_prove(struct api_call *call, struct error *error)
{
	const struct credentials given = {
		.password = node_text(call->body, "password"),
		.code = node_text(call->body, "code"),
	};

	return access_prove(call->api->access, &call->pass, &given, error);
}

enum status
api_log_out(struct api_call *call, struct error *error)
{
	if (call->pass.authenticated == 0)
		return call_problem(error, STATUS_NOT_FOUND, "no_session",
		    (struct words){ "セッションではありません",
		    "that is no session" });
	return access_log_out(call->api->access, &call->pass, error);
}

enum status
api_principal(struct api_call *call, struct error *error)
{
	const struct pass *pass = &call->pass;
	struct jsonw *json = &call->json;

	jsonw_open_object(json);
	jsonw_member_text(json, "principal", pass->name);
	jsonw_member_string(json, "kind", account_kind_names[pass->kind]);
	jsonw_member_texts(json, "roles", pass->roles.ids, pass->roles.n);
	jsonw_member_texts(json, "purposes", pass->purposes.ids,
	    pass->purposes.n);
	jsonw_member_texts(json, "items", pass->items.ids, pass->items.n);
	jsonw_member_texts(json, "services", pass->services.ids,
	    pass->services.n);
	jsonw_member_int(json, "quota", pass->quota);
	jsonw_close_object(json);
	return STATUS_OK;
}
