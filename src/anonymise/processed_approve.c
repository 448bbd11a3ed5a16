/*
 * A second person: who agrees that it was made, and that it goes out.
 */
#include "anonymise/processed_parts.h"

/* The rule of a role for an act: who approves it; NULL: nobody has to. */
static const struct node *
approval_rule(const struct policy_role *role, enum act act)
{
	const struct node *rules = role == NULL ? NULL :
	    node_get(role->node, "approvals");

	for (size_t i = 0; i < node_count(rules); i++)
		if (node_get(node_at(rules, i), "act")->number == (int64_t)act)
			return node_at(rules, i);
	return NULL;
}

static bool
rule_names(const struct node *rule, struct text role)
{
	return node_lists(node_get(rule, "by"), role) ||
	    node_lists(node_get(rule, "deputies"), role);
}

/*
 * A second person: another principal.  Accounts of the operating system are
 * trusted to say which role they act in (cli/session.h), so there another
 * role will do; both names are in the paper and in the log.
 */
static bool
is_another(const struct visit *visit, const struct node *paper)
{
	struct text maker = node_text(paper, "made_by");

	if (!text_equal(maker, visit->principal.name))
		return true;
	return text_starts_with(maker, "os:") && !text_equal(
	    node_text(paper, "role"), visit->principal.role->id);
}

static bool
may_approve(const struct visit *visit, const struct processed *processed,
    enum act act)
{
	const struct policy *policy = visit->revision->policy;
	const struct policy_role *role = visit->principal.role;

	if (role == NULL || !is_another(visit, processed->paper))
		return false;
	if (act == ACT_ANONYMISE)
		return rule_names(approval_rule(policy_role(policy,
		    node_text(processed->paper, "role")), act), role->id);
	for (size_t i = 0; i < policy->role_count; i++)
		if (rule_names(approval_rule(&policy->roles[i], act),
		    role->id))
			return true;
	return false;
}

enum status
processed_approve(struct visit *visit, struct text id, enum act act,
    struct error *error)
{
	static const struct processed_refusal no = {
		"not_an_approver", "23", {
		"この役割・この人は承認者ではありません",
		"this role, or this person, is no approver of it" }, {
		"作成者の役割に定めた承認者が、作成者とは別に承認してください",
		"somebody else approves, in a role that the maker's role "
		"names" }
	};
	struct processed processed;
	struct jsonw json;
	struct entry entry;
	struct buf note;
	enum status status = processed_get(&processed, visit->vault,
	    visit->reader, id, visit->arena, error);

	if (status != STATUS_OK)
		return status;
	if (!may_approve(visit, &processed, act))
		return processed_parts_refuse(visit, &processed, NULL, &no,
		    error);
	json = processed_parts_note(visit, &note, "act",
	    text_of(act_names[act]));
	jsonw_close_object(&json);
	entry = processed_parts_entry(visit, ENTRY_APPROVAL, NULL, id,
	    act_names[act]);
	return processed_parts_append(visit, &processed.document,
	    processed.paper, "approvals", buf_as_text(&note), &entry, error);
}

static size_t
count_approvals(const struct node *paper, const struct node *rule,
    enum act act)
{
	const struct node *list = node_get(paper, "approvals");
	size_t count = 0;

	for (size_t i = 0; i < node_count(list); i++)
		count += text_is(node_text(node_at(list, i), "act"),
		    act_names[act]) && rule_names(rule,
		    node_text(node_at(list, i), "role"));
	return count;
}

bool
processed_parts_approved(const struct visit *visit,
    const struct processed *processed, const struct decision *decision)
{
	const struct node *paper = processed->paper;
	const struct policy_role *maker = policy_role(
	    visit->revision->policy, node_text(paper, "role"));

	if (node_bool(paper, "approval_needed", false) && count_approvals(
	    paper, approval_rule(maker, ACT_ANONYMISE), ACT_ANONYMISE) == 0)
		return false;
	return !decision_needs_approval(decision) || count_approvals(paper,
	    approval_rule(visit->principal.role, ACT_EXPORT), ACT_EXPORT) >
	    node_count(node_get(paper, "uses")) +
	    node_count(node_get(paper, "provisions"));
}
