/*
 * Grounds of the law in place of consent, and special care: 20(2) and 27.
 */
#include "base/clock.h"
#include "gate/decide.h"

/* An exception of the policy whose ground the law has on that day. */
static bool
ground_allows(const struct ask *ask, enum ground ground,
    enum ground_scope scope)
{
	return (ask->policy->allowed[scope] >> ground & 1) != 0 &&
	    ground_article(ground, scope, clock_tokyo_day(ask->now)) != NULL;
}

bool
decide_care_by_ground(const struct decision *d)
{
	const struct ask *ask = &d->ask;

	/* Where nothing is handled, nothing is provided (Q&A 7-53 (M)). */
	if (d->recipient->kind == RECIPIENT_CLOUD_WITHOUT_HANDLING)
		return true;
	if (ask->has_ground && (ground_allows(ask, ask->ground,
	    GROUND_PROVIDE) || ground_allows(ask, ask->ground,
	    GROUND_NOT_THIRD_PARTY)))
		return true;
	/* What the recipient is, is itself a ground: 27(5). */
	return d->recipient->has_ground &&
	    ground_article(d->recipient->ground, GROUND_NOT_THIRD_PARTY,
	    clock_tokyo_day(ask->now)) != NULL;
}

/* 20(2): consent, a ground, or given directly by the person (GL 3-3-2). */
static bool
may_acquire(const struct decision *d)
{
	const struct ask *ask = &d->ask;

	return (ask->way->source == SOURCE_PERSON && !ask->source_unknown) ||
	    ask->consents_special_care || (ask->has_ground &&
	    ground_allows(ask, ask->ground, GROUND_ACQUIRE));
}

static bool
may_provide(const struct decision *d)
{
	const struct policy_consent *c = d->recipient->consent == 0 ? NULL :
	    d->ask.policy->consent_at[d->recipient->consent];

	return decide_care_by_ground(d) || (c != NULL && c->special_care);
}

static bool
check_declared(struct decision *d)
{
	const struct bits *special = &d->ask.policy->special_care;
	struct bits these = bits_and(&d->left, special);

	if (bits_empty(&these) ||
	    (d->ask.act != ACT_ACQUIRE && d->ask.act != ACT_PROVIDE) ||
	    (d->ask.act == ACT_ACQUIRE && may_acquire(d)) ||
	    (d->ask.act == ACT_PROVIDE && may_provide(d)))
		return true;
	return decide_take_out(d, &these, REFUSAL_SPECIAL_CARE,
	    decision_by_items(d, &these));
}

/* Shuts the records that wait for a ground, and what they alone hold. */
static bool
check_quarantine(struct decision *d)
{
	const struct ask *ask = &d->ask;
	struct bits waiting = { { 0 } }, free = { { 0 } }, shut;

	if (ask->standing == NULL || ask->standing->quarantine_count == 0)
		return true;
	for (size_t i = 0; i < ask->record_count; i++) {
		struct judged *record = &d->records[i];
		struct bits open;

		if (!record->opens)
			continue;
		open = bits_minus(&record->class->items, &record->closed);
		if (standing_quarantines(ask->standing,
		    ask->records[i].seq)) {
			record->opens = false;
			waiting = bits_or(&waiting, &open);
		} else {
			free = bits_or(&free, &open);
		}
	}
	shut = bits_minus(&waiting, &free);
	return decide_shut(d, &waiting, &free, REFUSAL_SPECIAL_CARE,
	    decision_by_items(d, &shut));
}

bool
decide_care(struct decision *d)
{
	return check_declared(d) && check_quarantine(d);
}
