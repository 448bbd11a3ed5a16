/*
 * Statistics: made, shown, approved, and the budget of their noise.
 */
#include "api/routes.h"
#include "statistics/release.h"

enum { TABLE_MAX = 4 << 20 };

/* A fraction of the body; *given says whether it is there. */
static enum status
take_ratio(const struct api_call *call, const char *key,
    struct sampler_ratio *out, bool *given, struct error *error)
{
	const struct node *node = node_get(call->body, key);
	enum status status;

	*given = node != NULL;
	if (node == NULL || sampler_ratio_parse(out, node->text))
		return STATUS_OK;
	status = call_problem(error, STATUS_INVALID, "bad_value",
	    (struct words){ "0.5 や 1/3 のような正の数を指定してください",
	    "a positive number like 0.5 or 1/3 is needed" });
	error_at(error, "/%s", key);
	return status;
}

/* How it is protected; one of four. */
static enum status
take_mode(const struct api_call *call, struct release_order *order,
    struct error *error)
{
	int64_t base = node_int(call->body, "round", 0);
	bool laplace, gaussian;
	enum status status = take_ratio(call, "epsilon", &order->epsilon,
	    &laplace, error);

	if (status == STATUS_OK)
		status = take_ratio(call, "variance", &order->variance,
		    &gaussian, error);
	if (status != STATUS_OK)
		return status;
	if (laplace + gaussian + (base > 0) > 1) {
		status = call_problem(error, STATUS_INVALID, "bad_value",
		    (struct words){
		    "round、epsilon、variance のうち一つだけを指定してください",
		    "give one of round, epsilon and variance" });
		error_at(error, "/round");
		return status;
	}
	order->base = (uint64_t)base;
	order->mode = laplace ? RELEASE_LAPLACE : gaussian ?
	    RELEASE_GAUSSIAN : base > 0 ? RELEASE_ROUND : RELEASE_SUPPRESS;
	return STATUS_OK;
}

enum status
api_release_make(struct api_call *call, struct error *error)
{
	struct release_order order = {
		.statistic = call->parameter[0],
		.rows = node_text(call->body, "rows"),
		.columns = node_text(call->body, "columns"),
		.dice = dice_system(),
	};
	struct release release;
	struct buf place;
	enum status status = take_mode(call, &order, error);

	if (status == STATUS_OK)
		status = release_make(&call->visit, &order, &release, error);
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	jsonw_member_string(&call->json, "id", release.id);
	jsonw_member_bool(&call->json, "needs_approval",
	    node_bool(release.paper, "approval_needed", false));
	jsonw_close_object(&call->json);
	buf_init(&place, call->arena, 128);
	buf_printf(&place, "/v1/releases/%s", release.id);
	call_header(call, "Location", buf_as_text(&place));
	return STATUS_OK;
}

enum status
api_release_list(struct api_call *call, struct error *error)
{
	const struct release *all;
	size_t n;
	enum status status = release_list(&all, &n, &call->visit, error);

	if (status != STATUS_OK)
		return status;
	call_list(call, "releases");
	for (size_t i = 0; i < n; i++)
		release_json_line(&call->json, &all[i]);
	call_list_end(call);
	return STATUS_OK;
}

enum status
api_release_show(struct api_call *call, struct error *error)
{
	struct release release;
	enum status status = release_show(&call->visit, call->parameter[0],
	    &release, error);

	if (status == STATUS_OK)
		release_json(&call->json, &release);
	return status;
}

enum status
api_release_table(struct api_call *call, struct error *error)
{
	struct release release;
	struct buf table;
	enum status status = release_show(&call->visit, call->parameter[0],
	    &release, error);

	if (status != STATUS_OK)
		return status;
	buf_init(&table, call->arena, TABLE_MAX);
	release_text(&table, &release, true, call->x->request.language);
	status = buf_status(&table, error);
	if (status == STATUS_OK)
		call_body(call, buf_bytes(&table));
	return status;
}

enum status
api_release_approve(struct api_call *call, struct error *error)
{
	return release_approve(&call->visit, call->parameter[0], error);
}

enum status
api_budget_show(struct api_call *call, struct error *error)
{
	struct budget budget;
	enum status status = budget_read(&budget, &call->visit,
	    call->parameter[0], error);

	if (status == STATUS_OK)
		budget_json(&call->json, &budget);
	return status;
}

enum status
api_budget_set(struct api_call *call, struct error *error)
{
	const struct node *period = node_get(call->body, "period");
	struct budget_amount limit = { 0, 0 };
	struct sampler_ratio epsilon, rho;
	bool has_epsilon, has_rho;
	enum status status = take_ratio(call, "epsilon", &epsilon,
	    &has_epsilon, error);

	if (status == STATUS_OK)
		status = take_ratio(call, "rho", &rho, &has_rho, error);
	if (status == STATUS_OK && !has_epsilon && !has_rho) {
		status = call_problem(error, STATUS_INVALID, "missing_key",
		    (struct words){ "epsilon か rho を指定してください",
		    "epsilon or rho is needed" });
		error_at(error, "/epsilon");
	}
	if (status != STATUS_OK)
		return status;
	if (has_epsilon)
		limit.epsilon = budget_epsilon(epsilon);
	if (has_rho)
		limit.rho = budget_rho(rho);
	status = budget_set(&call->visit, call->parameter[0], limit,
	    period == NULL ? BUDGET_MONTH :
	    (enum budget_period)period->number, error);
	return status == STATUS_OK ? api_budget_show(call, error) : status;
}
