#include "anonymise/approval.h"

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

bool
approval_may(const struct visit *visit, const struct node *paper,
    enum act act)
{
	const struct policy *policy = visit->revision->policy;
	const struct policy_role *role = visit->principal.role;

	if (role == NULL || !is_another(visit, paper))
		return false;
	if (act == ACT_ANONYMISE)
		return rule_names(approval_rule(policy_role(policy,
		    node_text(paper, "role")), act), role->id);
	for (size_t i = 0; i < policy->role_count; i++)
		if (rule_names(approval_rule(&policy->roles[i], act),
		    role->id))
			return true;
	return false;
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
approval_given(const struct visit *visit, const struct node *paper,
    const struct decision *decision)
{
	const struct policy_role *maker = policy_role(
	    visit->revision->policy, node_text(paper, "role"));

	if (node_bool(paper, "approval_needed", false) && count_approvals(
	    paper, approval_rule(maker, ACT_ANONYMISE), ACT_ANONYMISE) == 0)
		return false;
	if (decision == NULL || !decision_needs_approval(decision))
		return true;
	return count_approvals(paper, approval_rule(visit->principal.role,
	    ACT_EXPORT), ACT_EXPORT) > node_count(node_get(paper, "uses")) +
	    node_count(node_get(paper, "provisions"));
}
