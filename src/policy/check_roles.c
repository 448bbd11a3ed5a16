/*
 * Roles: that somebody can do what is promised, and nobody more.
 */
#include "policy/check_parts.h"

#define EACH_ROLE(check, r) \
	for (const struct policy_role *r = (check)->policy->roles; \
	    r < (check)->policy->roles + (check)->policy->role_count; r++)

static bool
works(const struct policy_role *role)
{
	return role->kind == ROLE_STAFF || role->kind == ROLE_SERVICE;
}

static bool
does(const struct policy_role *role, enum act act)
{
	return (role->acts & (1u << act)) != 0;
}

static bool
has_kind(const struct check *check, enum role_kind kind)
{
	EACH_ROLE(check, role)
		if (role->kind == kind)
			return true;
	return false;
}

static void
officer_missing(struct check *check)
{
	if (!has_kind(check, ROLE_OFFICER))
		check_hit(check, check_section(check, "roles"));
}

static void
auditor_missing(struct check *check)
{
	if (!has_kind(check, ROLE_AUDITOR))
		check_hit(check, check_section(check, "roles"));
}

static void
auditor_sees_data(struct check *check)
{
	EACH_ROLE(check, role)
		if (role->kind == ROLE_AUDITOR &&
		    (!bits_empty(&role->items) || role->acts != 0))
			check_hit(check, role->node);
}

static void
purpose_without_role(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++) {
		bool found = false;

		EACH_ROLE(check, role)
			found |= works(role) && bits_has(&role->purposes,
			    p->purposes[i].number);
		if (!found)
			check_hit(check, p->purposes[i].node);
	}
}

static void
way_without_role(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->way_count; i++) {
		const struct policy_way *way = &p->ways[i];
		bool found = false;

		EACH_ROLE(check, role) {
			struct bits beyond = bits_minus(&way->items,
			    &role->items);
			struct bits common = bits_and(&way->purposes,
			    &role->purposes);

			found |= works(role) && does(role, ACT_ACQUIRE) &&
			    bits_empty(&beyond) && !bits_empty(&common);
		}
		if (!found)
			check_hit(check, way->node);
	}
}

static void
purpose_item_without_role(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++) {
		const struct policy_purpose *purpose = &p->purposes[i];
		struct bits served = { { 0 } }, missing;
		bool staffed = false;

		EACH_ROLE(check, role) {
			if (!works(role) || !bits_has(&role->purposes,
			    purpose->number))
				continue;
			staffed = true;
			if (does(role, ACT_USE))
				served = bits_or(&served, &role->items);
		}
		missing = bits_minus(&purpose->items, &served);
		missing = bits_minus(&missing, &p->never_held);
		if (staffed && check_narrow(purpose->node, "items"))
			check_hit_items(check, purpose->node, &missing);
	}
}

static void
provision_without_role(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++)
		BITS_EACH(j, &p->purposes[i].provides) {
			bool found = false;

			EACH_ROLE(check, role)
				found |= works(role) &&
				    does(role, ACT_PROVIDE) &&
				    bits_has(&role->purposes,
				    p->purposes[i].number);
			if (!found)
				check_hit(check, p->purposes[i].node);
		}
}

static void
role_item_needless(struct check *check)
{
	const struct policy *p = check->policy;

	EACH_ROLE(check, role) {
		struct bits useful = { { 0 } }, useless;
		bool open = !check_narrow(role->node, "items") ||
		    role->kind == ROLE_AUDITOR;

		BITS_EACH(i, &role->purposes) {
			useful = bits_or(&useful, &p->purpose_at[i]->items);
			open |= !check_narrow(p->purpose_at[i]->node,
			    "items");
		}
		useless = bits_minus(&role->items, &useful);
		if (!open)
			check_hit_items(check, role->node, &useless);
	}
}

static void
role_masks_needless(struct check *check)
{
	EACH_ROLE(check, role) {
		struct bits beyond = bits_minus(&role->masked, &role->items);

		check_hit_items(check, role->node, &beyond);
	}
}

static void
role_purpose_without_item(struct check *check)
{
	const struct policy *p = check->policy;

	EACH_ROLE(check, role)
		BITS_EACH(i, &role->purposes) {
			struct bits both = bits_and(&role->items,
			    &p->purpose_at[i]->items);

			if (bits_empty(&both) && role->kind != ROLE_AUDITOR)
				check_hit_by(check, role->node,
				    p->purpose_at[i]->id);
		}
}

static void
approval_by_self(struct check *check)
{
	EACH_ROLE(check, role) {
		const struct node *approvals = node_get(role->node,
		    "approvals");

		for (size_t i = 0; i < node_count(approvals); i++)
			if (node_lists(node_get(node_at(approvals, i), "by"),
			    role->id))
				check_hit_at(check, role->node,
				    node_at(approvals, i), TEXT(""));
	}
}

static void
approval_needless(struct check *check)
{
	EACH_ROLE(check, role)
		if ((role->approvals & ~role->acts) != 0)
			check_hit(check, role->node);
}

const struct check_rule check_roles_rules[] = {
	RULE("officer_missing", ERROR, "23", officer_missing,
	    "個人情報保護責任者の役割がありません",
	    "there is no role of a privacy officer",
	    "kind: officer の役割を加えます (通則ガイドライン10-3(1))",
	    "Add a role of kind officer (guideline 10-3(1))."),
	RULE("auditor_missing", WARNING, "23", auditor_missing,
	    "監査の役割がありません", "there is no role of an auditor",
	    "kind: auditor の役割を加えます (通則ガイドライン10-3(5))",
	    "Add a role of kind auditor (guideline 10-3(5))."),
	RULE("auditor_sees_data", ERROR, "23", auditor_sees_data,
	    "監査の役割が個人データを扱えます",
	    "is an auditor but may handle personal data",
	    "items と acts を空にします", "Leave items and acts empty."),
	RULE("purpose_without_role", ERROR, "24", purpose_without_role,
	    "この利用目的のために働ける役割がありません",
	    "no role may work for it",
	    "担当する役割の purposes に加えます",
	    "Add it to the purposes of the role that does it."),
	RULE("way_without_role", ERROR, "24", way_without_role,
	    "この様式の情報を受け入れられる役割がありません",
	    "no role can bring in what it acquires",
	    "acquire を行え、この様式の項目をすべて扱える役割を置きます",
	    "Let a role acquire all of its items for one of its purposes."),
	RULE("purpose_item_without_role", ERROR, "24",
	    purpose_item_without_role,
	    "この利用目的のために項目を用いられる役割がありません",
	    "nobody may use an item for it",
	    "use を行える役割の items に加えます",
	    "Add it to the items of a role that may use."),
	RULE("provision_without_role", ERROR, "24", provision_without_role,
	    "提供を行える役割がありません", "nobody can provide for it",
	    "provide を行える役割の purposes に加えます",
	    "Add it to the purposes of a role that may provide."),
	RULE("role_item_needless", ERROR, "23", role_item_needless,
	    "利用目的に要らない項目を扱えます",
	    "may handle an item that its purposes do not need",
	    "役割の items から外します (通則ガイドライン10-6(1))",
	    "Take it out of the role's items (guideline 10-6(1))."),
	RULE("role_masks_needless", ERROR, "", role_masks_needless,
	    "扱えない項目を伏せるとしています",
	    "masks an item that it may not handle",
	    "masked から外します", "Take it out of masked."),
	RULE("role_purpose_without_item", ERROR, "",
	    role_purpose_without_item,
	    "行える利用目的の項目を一つも扱えません",
	    "has no item for one of its purposes",
	    "purposes から外すか、items に加えます",
	    "Take it out of purposes, or add its items."),
	RULE("approval_by_self", ERROR, "23", approval_by_self,
	    "自分の行為を自分の役割が承認できます",
	    "approves its own acts",
	    "by を他の役割にします", "Let another role approve."),
	RULE("approval_needless", ERROR, "", approval_needless,
	    "行えない行為に承認を求めています",
	    "wants approval for an act that it may not do",
	    "acts に加えるか、approvals から外します",
	    "Add the act to acts, or drop the approval."),
	END_OF_RULES
};
