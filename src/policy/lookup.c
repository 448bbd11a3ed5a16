/*
 * Finding declarations of a compiled policy, and the clauses that state them.
 */
#include "policy/policy.h"

#define FIND(array, count, wanted) \
	do { \
		for (size_t i_ = 0; i_ < (count); i_++) \
			if (text_equal((array)[i_].id, (wanted))) \
				return &(array)[i_]; \
		return NULL; \
	} while (0)

const struct policy_item *
policy_item(const struct policy *policy, struct text id)
{
	FIND(policy->items, policy->item_count, id);
}

const struct policy_purpose *
policy_purpose(const struct policy *policy, struct text id)
{
	FIND(policy->purposes, policy->purpose_count, id);
}

const struct policy_role *
policy_role(const struct policy *policy, struct text id)
{
	FIND(policy->roles, policy->role_count, id);
}

const struct policy_recipient *
policy_recipient(const struct policy *policy, struct text id)
{
	FIND(policy->recipients, policy->recipient_count, id);
}

const struct policy_way *
policy_way(const struct policy *policy, struct text id)
{
	FIND(policy->ways, policy->way_count, id);
}

const struct policy_consent *
policy_consent(const struct policy *policy, struct text id)
{
	FIND(policy->consents, policy->consent_count, id);
}

const struct policy_subject *
policy_subject(const struct policy *policy, struct text id)
{
	FIND(policy->subjects, policy->subject_count, id);
}

const struct policy_client *
policy_client(const struct policy *policy, unsigned int number)
{
	for (size_t i = 0; i < policy->client_count; i++)
		if (policy->clients[i].number == number)
			return &policy->clients[i];
	return NULL;
}

static const struct node *
find_in(const struct policy *policy, const char *section, struct text id)
{
	const struct node *list = node_get(policy->root, section);

	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(node_text(node_at(list, i), "id"), id))
			return node_at(list, i);
	return NULL;
}

const struct node *
policy_prohibited(const struct policy *policy, struct text id)
{
	return find_in(policy, "prohibited_uses", id);
}

struct text
policy_clause(const struct node *declaration)
{
	const struct node *clauses = node_get(declaration, "clause");

	if (node_count(clauses) == 0)
		return (struct text){ "", 0 };
	return node_at(clauses, 0)->text;
}

struct text
policy_section_clause(const struct policy *policy, const char *section)
{
	const struct node *text = node_get(policy->root, "text");

	for (size_t i = 0; i < node_count(text); i++)
		if (node_lists(node_get(node_at(text, i), "states"),
		    text_of(section)))
			return policy_clause(node_at(text, i));
	return (struct text){ "", 0 };
}

struct text
policy_label(const struct node *label, enum language language)
{
	struct text en = node_text(label, "en");

	return language == LANGUAGE_EN && en.n > 0 ? en :
	    node_text(label, "ja");
}
