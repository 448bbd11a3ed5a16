#include "gate/observe.h"

static bool
is_observed(const struct decision *d)
{
	if (!d->ask.observe || d->ask.principal->role == NULL ||
	    d->ask.principal->role->kind == ROLE_AUDITOR)
		return false;
	return d->ask.act == ACT_USE || d->ask.act == ACT_ACQUIRE ||
	    d->ask.act == ACT_CORRECT;
}

static void
note(struct decision *d, enum refusal refusal, struct by by)
{
	if (d->observed != REFUSAL_NONE)
		return;
	d->observed = refusal;
	d->observed_by = by;
}

bool
observe_whole(struct decision *d, enum refusal refusal, struct by by)
{
	if (!is_observed(d))
		return false;
	note(d, refusal, by);
	return true;
}

/* Items of a tier that needs no more care than any other. */
static struct bits
plain_items(const struct decision *d, const struct bits *items)
{
	struct bits plain = { { 0 } };

	BITS_EACH(number, items) {
		const struct policy_item *item =
		    d->ask.policy->item_at[number];

		if (item != NULL && item->tier == TIER_PLAIN &&
		    item->special_care == SPECIAL_NONE)
			bits_add(&plain, (unsigned int)number);
	}
	return d->ask.limits == NULL ? plain : bits_and(&plain,
	    &d->ask.limits->items);
}

struct bits
observe_items(struct decision *d, const struct bits *items,
    enum refusal refusal, struct by by)
{
	struct bits none = { { 0 } }, passed;

	/* What is taken in stands in the class by which it is used. */
	if (!is_observed(d) || d->ask.act == ACT_ACQUIRE)
		return none;
	if (refusal == REFUSAL_RETENTION_OVER ||
	    refusal == REFUSAL_CLASS_WITHOUT_PURPOSE)
		passed = *items;
	else if (refusal == REFUSAL_ITEM_NOT_FOR_PURPOSE ||
	    refusal == REFUSAL_ITEM_NOT_FOR_ROLE)
		passed = plain_items(d, items);
	else
		return none;
	if (!bits_empty(&passed))
		note(d, refusal, by);
	return passed;
}

bool
observe_class(const struct decision *d, const struct class *class)
{
	const struct policy_purpose *purpose = d->purpose;

	return is_observed(d) && d->personal == NULL &&
	    class->revision == d->ask.revision &&
	    bits_has(&purpose->subjects, class->subject) &&
	    (class->service == 0 ||
	    bits_has(&purpose->services, class->service));
}
