/*
 * The decision, step by step in the order of refusal.h: here who asks for
 * what, in decide_said.c what it was acquired for and what the person has
 * said, in decide_care.c special care and grounds, in decide_term.c how long
 * and for whom it is kept.
 */
#include "gate/decide.h"
#include "gate/observe.h"

bool
decide_refuse(struct decision *d, enum refusal refusal, struct by by)
{
	d->refusal = refusal;
	d->by = by;
	d->left = (struct bits){ { 0 } };
	return false;
}

bool
decide_take_out(struct decision *d, const struct bits *items,
    enum refusal refusal, struct by by)
{
	struct bits out = bits_and(&d->left, items);

	if (bits_empty(&out))
		return true;
	if (refusal == REFUSAL_ITEM_NOT_FOR_PURPOSE ||
	    refusal == REFUSAL_ITEM_NOT_FOR_ROLE) {
		struct bits passed = observe_items(d, &out, refusal, by);

		out = bits_minus(&out, &passed);
		if (bits_empty(&out))
			return true;
	}
	BITS_EACH(number, &out)
		d->item[number] = (uint8_t)refusal;
	d->left = bits_minus(&d->left, &out);
	if (d->refusal == REFUSAL_NONE) {
		d->refusal = refusal;
		d->by = by;
	}
	return !bits_empty(&d->left);
}

bool
decide_keep_only(struct decision *d, const struct bits *items,
    enum refusal refusal, struct by by)
{
	struct bits others = bits_minus(&d->left, items);

	return decide_take_out(d, &others, refusal, by);
}

bool
decide_shut(struct decision *d, const struct bits *shut,
    const struct bits *open, enum refusal refusal, struct by by)
{
	struct bits closed = bits_minus(shut, open);
	struct bits out = bits_and(&d->left, &closed);
	struct bits held;

	if (bits_empty(&out))
		return true;
	if (!decide_take_out(d, &out, refusal, by))
		return false;
	held = bits_and(&d->left, open);
	if (!bits_empty(&held))
		return true;
	d->left = held;
	return false;
}

bool
decide_by_purpose(const struct decision *d)
{
	switch (d->ask.act) {
	case ACT_USE:
	case ACT_PROVIDE:
	case ACT_EXPORT:
	case ACT_ANONYMISE:
		return !d->purpose->statutory;
	case ACT_ACQUIRE:
	case ACT_CORRECT:
	case ACT_STOP:
	case ACT_ERASE:
	case ACT_DISCLOSE:
		return false;
	}
	return false;
}

/* The purpose under which the policy puts what a person consented to. */
static const struct policy_purpose *
individual_purpose(const struct policy *policy)
{
	for (size_t i = 0; i < policy->purpose_count; i++)
		if (policy->purposes[i].individual)
			return &policy->purposes[i];
	return NULL;
}

static bool
find_purpose(struct decision *d)
{
	const struct ask *ask = &d->ask;
	const struct policy *policy = ask->policy;
	const struct personal_purpose *personal;
	const struct node *prohibited;

	d->purpose = policy_purpose(policy, ask->purpose);
	if (d->purpose != NULL && !d->purpose->individual)
		return true;
	prohibited = policy_prohibited(policy, ask->purpose);
	if (prohibited != NULL)
		return decide_refuse(d, REFUSAL_USE_PROHIBITED,
		    by(prohibited));
	personal = ask->standing == NULL || ask->hidden ? NULL :
	    standing_personal(ask->standing, ask->purpose);
	if (personal != NULL && personal->state == CONSENT_GIVEN &&
	    (personal->expires == 0 || ask->now < personal->expires)) {
		d->purpose = individual_purpose(policy);
		d->personal = personal;
		if (d->purpose != NULL)
			return true;
	}
	d->purpose = NULL;
	return decide_refuse(d, REFUSAL_PURPOSE_UNKNOWN,
	    by_section("purposes"));
}

static bool
check_role(struct decision *d)
{
	const struct policy_role *role = d->ask.principal->role;
	const struct limits *limits = d->ask.limits;

	/* What a key was let in for is no matter of the policy alone. */
	if (role == NULL || (limits != NULL &&
	    !bits_has(&limits->purposes, d->purpose->number)))
		return decide_refuse(d, REFUSAL_ROLE_NOT_FOR_PURPOSE,
		    role == NULL ?
		    by_section("roles") :
		    by(role->node));
	if (!bits_has(&role->purposes, d->purpose->number) &&
	    !observe_whole(d, REFUSAL_ROLE_NOT_FOR_PURPOSE, by(role->node)))
		return decide_refuse(d, REFUSAL_ROLE_NOT_FOR_PURPOSE,
		    by(role->node));
	if ((d->ask.act == ACT_ACQUIRE && limits != NULL &&
	    !bits_has(&limits->services, d->ask.service)) ||
	    ((role->acts >> d->ask.act & 1) == 0 &&
	    !observe_whole(d, REFUSAL_ROLE_NOT_FOR_ACT, by(role->node))))
		return decide_refuse(d, REFUSAL_ROLE_NOT_FOR_ACT,
		    by(role->node));
	return true;
}

/* Items that are about other kinds of person than the one who comes. */
static struct bits
items_of_others(const struct decision *d)
{
	struct bits others = { { 0 } };

	if (d->ask.subject == 0)
		return others;
	BITS_EACH(number, &d->left)
		if (!bits_has(&d->ask.policy->item_at[number]->subjects,
		    d->ask.subject))
			bits_add(&others, (unsigned int)number);
	return others;
}

static bool
check_use_of_items(struct decision *d)
{
	const struct ask *ask = &d->ask;
	struct bits others;

	if (d->personal != NULL && !decide_keep_only(d, &d->personal->items,
	    REFUSAL_ITEM_NOT_FOR_PURPOSE, by(d->purpose->node)))
		return false;
	if (ask->act != ACT_ACQUIRE)
		return decide_keep_only(d, &d->purpose->items,
		    REFUSAL_ITEM_NOT_FOR_PURPOSE,
		    by(d->purpose->node));
	others = items_of_others(d);
	return decide_keep_only(d, &ask->way->items,
	    REFUSAL_ITEM_NOT_FOR_PURPOSE, by(ask->way->node)) &&
	    decide_take_out(d, &others, REFUSAL_ITEM_NOT_FOR_PURPOSE,
	    by(ask->way->node));
}

static bool
check_items(struct decision *d)
{
	const struct ask *ask = &d->ask;
	const struct policy *policy = ask->policy;
	const struct policy_role *role = ask->principal->role;
	struct by section = by_section("items");

	if (ask->undeclared.n > 0)
		return decide_refuse(d, REFUSAL_ITEM_UNDECLARED, section);
	if (bits_empty(&ask->items))
		return true;
	if (!decide_keep_only(d, &policy->declared, REFUSAL_ITEM_UNDECLARED,
	    section) ||
	    !decide_take_out(d, &policy->never_held, REFUSAL_ITEM_NEVER_HELD,
	    decision_by_items(d, &policy->never_held)))
		return false;
	return check_use_of_items(d) && decide_keep_only(d, &role->items,
	    REFUSAL_ITEM_NOT_FOR_ROLE, by(role->node)) &&
	    (ask->limits == NULL || decide_keep_only(d,
	    &ask->limits->items, REFUSAL_ITEM_NOT_FOR_ROLE,
	    by(role->node)));
}

static bool
check_recipient(struct decision *d)
{
	const struct ask *ask = &d->ask;

	if (ask->act != ACT_PROVIDE)
		return true;
	d->recipient = policy_recipient(ask->policy, ask->recipient);
	if (d->recipient == NULL ||
	    (!bits_has(&d->purpose->provides, d->recipient->number) &&
	    !bits_has(&d->recipient->purposes, d->purpose->number)))
		return decide_refuse(d, REFUSAL_RECIPIENT_UNDECLARED,
		    by_section("recipients"));
	return decide_keep_only(d, &d->recipient->items,
	    REFUSAL_ITEM_NOT_FOR_RECIPIENT,
	    by(d->recipient->node));
}

static bool
check_person(struct decision *d)
{
	return d->ask.hidden ? decide_refuse(d, REFUSAL_PERSON_UNKNOWN,
	    (struct by){ NULL, NULL }) : true;
}

static void
mask(struct decision *d)
{
	const struct ask *ask = &d->ask;
	const struct policy_role *role = ask->principal->role;
	bool shown = role->unmask_with_reason && ask->reason_given;

	d->masked = shown ? (struct bits){ { 0 } } :
	    bits_and(&d->left, &role->masked);
	BITS_EACH(number, &d->left)
		if (ask->policy->item_at[number]->masking == MASKING_HIDDEN)
			bits_add(&d->masked, (unsigned int)number);
}

static void
judge(struct decision *d)
{
	static bool (*const steps[])(struct decision *d) = {
		find_purpose, check_role, check_items, check_recipient,
		check_person, decide_said_classes, decide_said_consents,
		decide_said_stops, decide_care, decide_term_retention,
		decide_term_hold, decide_term_client,
	};

	if (d->ask.now < d->ask.in_force_from) {
		(void)decide_refuse(d, REFUSAL_REVISION_NOT_IN_FORCE,
		    by_section("revisions"));
		return;
	}
	for (size_t i = 0; i < LENGTH(steps); i++)
		if (!steps[i](d))
			return;
	/* Something is left: what was taken out stands item by item. */
	d->refusal = REFUSAL_NONE;
	d->by = by(d->purpose->node);
	mask(d);
}

const struct policy_item *
gate_ask_item(struct ask *ask, struct text id)
{
	const struct policy_item *item = policy_item(ask->policy, id);

	if (item != NULL)
		bits_add(&ask->items, item->number);
	else if (ask->undeclared.n == 0)
		ask->undeclared = id;
	return item;
}

const struct decision *
gate_decide(const struct ask *ask, struct arena *arena)
{
	struct decision *d = arena_alloc(arena, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->ask = *ask;
	d->left = ask->items;
	d->records = arena_array(arena, ask->record_count,
	    sizeof(*d->records));
	if (d->records == NULL)
		return NULL;
	judge(d);
	return d;
}
