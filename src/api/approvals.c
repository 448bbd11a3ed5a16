/*
 * Acts that need a second person: asked for, decided, spent.
 */
#include "access/approval.h"
#include "api/routes.h"

enum { LIMIT_MAX = 100 };

/* What the body is about, by the names of its members: no value of it. */
static void
take_fields(struct approval *a, const struct node *body)
{
	const struct node *values = node_get(body, "values");
	const struct node *from = values == NULL ? body : values;
	const struct node *items = node_get(body, "items");

	for (size_t i = 0; i < node_count(items) &&
	    a->field_count < APPROVAL_FIELDS; i++)
		if (text_is_id(node_at(items, i)->text))
			a->fields[a->field_count++] =
			    node_at(items, i)->text;
	for (size_t i = 0; i < node_count(from) &&
	    a->field_count < APPROVAL_FIELDS; i++)
		if (text_is_id(from->members[i].key))
			a->fields[a->field_count++] = from->members[i].key;
}

static struct text
describe(const struct api_call *call)
{
	struct buf out;

	buf_init(&out, call->arena, 1024);
	buf_printf(&out, "%s %.*s",
	    http_method_names[call->route->method],
	    TEXT_ARGS(call->x->request.path));
	return buf_as_text(&out);
}

/* Break-Glass: the act first, with a reason, where the operator allows it. */
static enum status
breaks_glass(const struct api_call *call, bool *breaks, struct error *error)
{
	enum status status;

	*breaks = http_header(&call->x->request, "break-glass").p != NULL;
	if (!*breaks || (atomic_load(&call->api->break_glass) &&
	    call->reason.n > 0))
		return STATUS_OK;
	if (!atomic_load(&call->api->break_glass))
		return call_problem(error, STATUS_REFUSED, "no_break_glass",
		    (struct words){ "緊急時の例外は認められていません",
		    "the operator allows no breaking of the glass" });
	status = call_problem(error, STATUS_INVALID, "reason_needed",
	    (struct words){ "理由 (Reason) が必要です",
	    "a reason is needed" });
	error_at(error, "Reason");
	return status;
}

static enum status
spend(void *context, struct change *change, struct entry *entry,
    struct error *error)
{
	struct api_call *call = context;
	enum status status = call->spent ? STATUS_OK : approval_spend(
	    call->approval, call->api->vault, change, entry, call->arena,
	    error);

	/* An act of several changes stands on one approval. */
	call->spent = true;
	return status == STATUS_OK && call->keyed_also.put != NULL ?
	    call->keyed_also.put(call->keyed_also.context, change, entry,
	    error) : status;
}

enum status
call_approval(struct api_call *call, struct error *error)
{
	const struct policy_role *role = call->visit.principal.role;
	struct approval wanted = {
		.requester = call->pass.name, .role = call->role,
		.purpose = call->purpose, .act = call->route->act,
		.reason = call->reason, .request = describe(call),
	};
	bool breaks = false;
	enum status status;

	/* What the gate refuses needs nobody's approval. */
	if (role == NULL || (role->approvals >> call->route->act & 1) == 0)
		return STATUS_OK;
	call->approval = arena_alloc(call->arena, sizeof(*call->approval));
	if (call->approval == NULL)
		return error_memory(error);
	call_digest(call, &wanted.digest);
	take_fields(&wanted, call->body);
	status = breaks_glass(call, &breaks, error);
	if (status == STATUS_OK)
		status = approval_check(call->approval, call->api->vault,
		    call->seat->reader, &wanted, breaks, call->arena, error);
	if (status != STATUS_OK || breaks)
		return status;
	/* A batch is many acts: it is spent before the first. */
	if (!call->route->writes || call->route->lines)
		return approval_spend(call->approval, call->api->vault, NULL,
		    NULL, call->arena, error);
	if (call->visit.also != NULL)
		call->keyed_also = *call->visit.also;
	call->also = (struct visit_also){ spend, call };
	call->visit.also = &call->also;
	return STATUS_OK;
}

static enum status
get(struct api_call *call, struct approval *a, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];

	if (!id_parse_random(id, ID_APPROVAL, call->parameter[0]))
		return id_not_found(ID_APPROVAL, error);
	return approval_get(a, call->api->vault, call->seat->reader, id,
	    call->arena, error);
}

enum status
api_approval_show(struct api_call *call, struct error *error)
{
	struct approval a;
	enum status status = get(call, &a, error);

	if (status == STATUS_OK)
		approval_json(&call->json, &a);
	return status;
}

enum status
api_approvals(struct api_call *call, struct error *error)
{
	struct approval *list;
	struct call_page page;
	size_t n;
	enum status status = call_page(call, LIMIT_MAX, &page, error);

	if (status == STATUS_OK)
		status = approval_list(&list, &n, call->api->vault,
		    call->seat->reader, page.after, page.limit, call->arena,
		    error);
	if (status != STATUS_OK)
		return status;
	call_list(call, "approvals");
	for (size_t i = 0; i < n; i++)
		approval_json(&call->json, &list[i]);
	call_page_end(call, &page, n, n == 0 ? NULL : list[n - 1].id);
	return STATUS_OK;
}

static enum status
decide(struct api_call *call, bool review, bool yes, struct error *error)
{
	struct approval a;
	enum status status = get(call, &a, error);

	if (status == STATUS_OK && review != (a.state == APPROVAL_BROKEN))
		status = call_problem(error, STATUS_CONFLICT, "not_open",
		    (struct words){ "すでに判断されたか、期限を過ぎています",
		    "it was decided already, or it is too late" });
	if (status == STATUS_OK)
		status = approval_decide(&a, call->api->vault, &call->pass,
		    yes, node_text(call->body, "note"), call->arena, error);
	if (status == STATUS_OK)
		approval_json(&call->json, &a);
	return status;
}

enum status
api_approval_decide(struct api_call *call, struct error *error)
{
	return decide(call, false, node_bool(call->body, "approve", false),
	    error);
}

enum status
api_approval_review(struct api_call *call, struct error *error)
{
	return decide(call, true, node_bool(call->body, "justified", false),
	    error);
}
