/*
 * The gate, asked without doing anything.
 */
#include "api/routes.h"
#include "vault/person_json.h"

static enum status
bad(struct error *error, const char *field, const char *code,
    struct words words)
{
	enum status status = call_problem(error, STATUS_INVALID, code,
	    words);

	error_at(error, "%s", field);
	return status;
}

static void
take_items(const struct api_call *call, struct ask *ask)
{
	const struct node *list = node_get(call->body, "items");

	for (size_t i = 0; i < node_count(list); i++)
		(void)gate_ask_item(ask, node_at(list, i)->text);
}

static enum status
take_way(const struct api_call *call, struct ask *ask, struct error *error)
{
	struct text subject = node_text(call->body, "subject");

	if (ask->act != ACT_ACQUIRE)
		return STATUS_OK;
	ask->way = policy_way(ask->policy, node_text(call->body, "way"));
	if (ask->way == NULL)
		return bad(error, "/way", "unknown_way", (struct words){
		    "ポリシーの取得方法を指定してください",
		    "a way of acquisition of the policy is needed" });
	if (subject.n > 0 && policy_subject(ask->policy, subject) == NULL)
		return bad(error, "/subject", "unknown_subject",
		    (struct words){ "ポリシーにない本人の種類です",
		    "the policy declares no such kind of person" });
	if (subject.n > 0)
		ask->subject = policy_subject(ask->policy, subject)->number;
	return STATUS_OK;
}

static enum status
take_ask(const struct api_call *call, struct ask *ask, struct error *error)
{
	const struct node *act = node_get(call->body, "act");
	struct text ground = node_text(call->body, "ground");

	ask->act = act == NULL ? ACT_USE : (enum act)act->number;
	take_items(call, ask);
	ask->recipient = node_text(call->body, "recipient");
	ask->named = node_text(call->body, "named");
	ask->has_ground = ground.n > 0 && ground_find(ground, &ask->ground);
	if (ground.n > 0 && !ask->has_ground)
		return bad(error, "/ground", "unknown_ground",
		    (struct words){ "法律にそのような根拠はありません",
		    "the law has no such ground" });
	return take_way(call, ask, error);
}

/* The question about a person is an entry: it tells something of them. */
static enum status
log_question(struct api_call *call, const struct decision *decision,
    const struct opened *opened, struct error *error)
{
	struct entry entry = visit_entry(&call->visit, ENTRY_USE, decision,
	    opened);

	entry.subject = TEXT("dry");
	return visit_log(&call->visit, &entry, error);
}

enum status
api_decide(struct api_call *call, struct error *error)
{
	struct text id = node_text(call->body, "person");
	const struct decision *decision = NULL;
	struct opened opened;
	struct ask ask;
	uint64_t person = 0;
	enum status status = STATUS_OK;

	if (id.n > 0)
		status = id_parse(&person, ID_PERSON, id,
		    vault_id_key(call->api->vault), error);
	if (status == STATUS_OK && id.n > 0)
		status = visit_open(&call->visit, person, &opened, error);
	if (status != STATUS_OK) {
		error_at(error, "/person");
		return status;
	}
	ask = visit_ask(&call->visit, ACT_USE, id.n > 0 ? &opened : NULL);
	status = take_ask(call, &ask, error);
	if (status == STATUS_OK)
		status = visit_decide(&call->visit, &ask, &decision, error);
	if (status == STATUS_OK && id.n > 0)
		status = log_question(call, decision, &opened, error);
	if (status == STATUS_OK)
		person_json_decision(&call->json, decision,
		    &call->visit.rules->numbering);
	return status;
}
