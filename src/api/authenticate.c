/*
 * Who comes, in which role and for which purpose.
 */
#include <strings.h>

#include "api/call.h"
#include "notice/acknowledge.h"

enum { REASON_MAX = 1000 };

/*
 * Whoever fails too often is told to wait; whoever has a key is not, even
 * behind the same front proxy.
 */
static enum status
failed(struct api_call *call, enum status status, struct error *error)
{
	struct brake *brake = call->api->brake;
	const char *address = call->x->request.address;
	int64_t now = clock_monotonic();

	if (status != STATUS_UNAUTHENTICATED)
		return status;
	if (!brake_open(brake, address, now))
		return call_problem(error, STATUS_BUSY, "rate_limited",
		    (struct words){ "認証の失敗が続いたため、しばらくお待ちください",
		    "too many failures; please wait" });
	brake_count(brake, address, now);
	return status;
}

static void
show_quota(struct api_call *call)
{
	struct buf out;

	if (call->pass.quota == 0)
		return;
	buf_init(&out, call->arena, 128);
	buf_printf(&out, "limit=%lld, remaining=%lld, reset=60",
	    (long long)call->pass.quota, (long long)call->pass.left);
	call_header(call, "RateLimit", buf_as_text(&out));
}

enum status
call_authenticate(struct api_call *call, struct error *error)
{
	struct text header = http_header(&call->x->request,
	    "authorization");
	enum status status;

	if (header.p == NULL || header.n < 7 ||
	    strncasecmp(header.p, "bearer ", 7) != 0)
		header = TEXT("");
	else
		header = text_trim(text_slice(header, 7, header.n));
	status = access_admit(&call->pass, call->api->access, header,
	    call->arena, error);
	if (status == STATUS_OK || status == STATUS_BUSY)
		show_quota(call);
	return failed(call, status, error);
}

enum status
call_audits(struct api_call *call, struct error *error)
{
	struct vault *vault = call->api->vault;
	const struct rules *rules = vault_rules(vault);
	int64_t now = clock_now(vault_clock(vault));
	const struct policy *policy = rules_in_force(rules, now)->policy;
	bool may = call->pass.kind == ACCOUNT_AUDITOR;
	enum status status;

	for (size_t i = 0; i < call->pass.roles.n; i++) {
		const struct policy_role *role = policy_role(policy,
		    call->pass.roles.ids[i]);

		may |= role != NULL && (role->kind == ROLE_AUDITOR ||
		    role->kind == ROLE_OFFICER);
	}
	vault_rules_release(vault, rules);
	if (may)
		return STATUS_OK;
	status = call_log(call, &(struct entry){ .kind = ENTRY_ACCESS,
	    .time = now, .principal = call->pass.name,
	    .subject = TEXT("read the log"),
	    .refusal = TEXT("auditors_only") }, error);
	return status == STATUS_OK ? call_problem(error, STATUS_REFUSED,
	    "auditors_only", (struct words){
	    "ログは監査の役割で見られます",
	    "the log is for auditors" }) : status;
}

enum status
call_acknowledged(struct api_call *call, struct error *error)
{
	struct vault *vault = call->api->vault;
	struct error logging;
	enum status status;

	if (call->pass.kind != ACCOUNT_STAFF)
		return STATUS_OK;
	status = acknowledge_required(vault, call->seat->reader,
	    call->pass.name, call->visit.rules,
	    vault_config(vault)->acknowledge_days, call->arena, error);
	if (status != STATUS_REFUSED)
		return status;
	status = call_log(call, &(struct entry){ .kind = ENTRY_ACCESS,
	    .time = call->visit.now, .principal = call->pass.name,
	    .revision = call->visit.revision->number,
	    .subject = TEXT("work"),
	    .refusal = TEXT("policy_not_acknowledged") }, &logging);
	if (status == STATUS_OK)
		return STATUS_REFUSED;
	*error = logging;
	return status;
}

static enum status
check_role_named(const struct api_call *call, struct error *error)
{
	enum status status;

	if (call->role.n > 0)
		return STATUS_OK;
	status = call_problem(error, STATUS_INVALID, "role_needed",
	    (struct words){ "Role ヘッダーで役割を指定してください",
	    "say in which role, by the Role header" });
	error_at(error, "Role");
	return status;
}

/* The purposes of the role, so that somebody who forgot one finds it. */
static void
list_purposes(struct api_call *call, const struct policy *policy,
    struct error *error)
{
	const struct policy_role *role = policy_role(policy, call->role);
	struct buf out;

	if (role == NULL)
		return;
	buf_init(&out, call->arena, 480);
	for (size_t i = 0; i < policy->purpose_count; i++)
		if (bits_has(&role->purposes, policy->purposes[i].number))
			buf_printf(&out, "%s%.*s", out.n > 0 ? ", " : "",
			    TEXT_ARGS(policy->purposes[i].id));
	if (!out.failed)
		error_remedy(error, "この役割の利用目的: %.*s",
		    "purposes of this role: %.*s",
		    TEXT_ARGS(buf_as_text(&out)));
}

static enum status
check_purpose(struct api_call *call, const struct policy *policy,
    struct error *error)
{
	enum status status;

	if (call->purpose.n > 0 && text_is_id(call->purpose))
		return STATUS_OK;
	status = call_problem(error, STATUS_INVALID, "purpose_needed",
	    (struct words){ "Purpose ヘッダーで利用目的を指定してください",
	    "say for which purpose, by the Purpose header" });
	error_at(error, "Purpose");
	list_purposes(call, policy, error);
	return status;
}

/* Staff must have proved who they are not too long ago. */
static enum status
check_age(const struct api_call *call, const struct policy *policy,
    struct error *error)
{
	const struct policy_role *role = policy_role(policy, call->role);
	int64_t minutes = role == NULL ? 0 : node_int(role->node,
	    "reauthenticate_minutes", 0);
	int64_t now = clock_now(vault_clock(call->api->vault));

	if (minutes == 0 || call->pass.authenticated == 0 ||
	    now - call->pass.authenticated < minutes * 60000)
		return STATUS_OK;
	return call_problem(error, STATUS_UNAUTHENTICATED,
	    "proof_too_old", (struct words){
	    "もう一度パスワードとコードで認証してください",
	    "please prove again who you are" });
}

static enum status
take_reason(struct api_call *call, struct error *error)
{
	struct text reason = http_header(&call->x->request, "reason");
	enum status status;

	call->reason = reason.p == NULL ? TEXT("") : text_trim(reason);
	if (text_length(call->reason) <= REASON_MAX)
		return STATUS_OK;
	status = call_problem(error, STATUS_INVALID, "too_long",
	    (struct words){ "理由が長すぎます", "the reason is too long" });
	error_at(error, "Reason");
	return status;
}

enum status
call_authorise(struct api_call *call, struct error *error)
{
	const struct http_request *request = &call->x->request;
	const struct rules *rules = vault_rules(call->api->vault);
	const struct policy *policy = rules_in_force(rules,
	    clock_now(vault_clock(call->api->vault)))->policy;
	enum status status;

	call->role = http_header(request, "role");
	if (call->role.p == NULL)
		call->role = call->pass.roles.n == 1 ?
		    call->pass.roles.ids[0] : TEXT("");
	call->purpose = http_header(request, "purpose");
	if (call->purpose.p == NULL)
		call->purpose = TEXT("");
	status = check_role_named(call, error);
	if (status == STATUS_OK)
		status = check_purpose(call, policy, error);
	if (status == STATUS_OK)
		status = check_age(call, policy, error);
	if (status == STATUS_OK)
		status = take_reason(call, error);
	/* A role that was not given is none: the gate refuses, and logs it. */
	if (!access_list_has(&call->pass.roles, call->role))
		call->role = TEXT("");
	vault_rules_release(call->api->vault, rules);
	return status;
}
