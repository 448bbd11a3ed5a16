/*
 * How long it may be kept, and for whom it is: retention, holds, clients.
 */
#include "base/clock.h"
#include "gate/decide.h"
#include "gate/observe.h"
#include "gate/term.h"

/* What stays shut although it is only observed. */
static struct bits
observe_over(struct decision *d, const struct bits *open, struct bits over)
{
	struct bits these = bits_and(&over, open), passed;

	these = bits_and(&these, &d->left);
	passed = observe_items(d, &these, REFUSAL_RETENTION_OVER,
	    decision_by_retention(d, &these));
	return bits_minus(&over, &passed);
}

bool
decide_term_retention(struct decision *d)
{
	const struct ask *ask = &d->ask;
	struct bits held = { { 0 } }, fresh = { { 0 } }, over;

	if (ask->standing == NULL || !decide_by_purpose(d))
		return true;
	for (size_t i = 0; i < ask->record_count; i++) {
		struct judged *record = &d->records[i];
		struct bits open;

		if (!record->opens)
			continue;
		open = bits_minus(&record->class->items, &record->closed);
		held = bits_or(&held, &open);
		over = term_over(ask->policy, ask->standing,
		    ask->records[i].day, clock_tokyo_day(ask->now));
		if (ask->observe)
			over = observe_over(d, &open, over);
		record->closed = bits_or(&record->closed, &over);
		open = bits_minus(&open, &over);
		fresh = bits_or(&fresh, &open);
		open = bits_and(&open, &d->left);
		record->opens = !bits_empty(&open);
	}
	over = bits_minus(&held, &fresh);
	return decide_shut(d, &held, &fresh, REFUSAL_RETENTION_OVER,
	    decision_by_retention(d, &over));
}

/* Single items that a law wants kept yet can not be erased. */
static bool
check_required(struct decision *d)
{
	const struct ask *ask = &d->ask;
	struct bits required = { { 0 } };

	for (size_t i = 0; i < ask->record_count; i++) {
		struct bits more = term_required(ask->policy, ask->standing,
		    ask->records[i].day, clock_tokyo_day(ask->now));

		if (d->records[i].class != NULL)
			more = bits_and(&more, &d->records[i].class->items);
		required = bits_or(&required, &more);
	}
	return decide_take_out(d, &required, REFUSAL_HELD,
	    decision_by_retention(d, &required));
}

bool
decide_term_hold(struct decision *d)
{
	enum act act = d->ask.act;

	if (d->ask.standing == NULL || (act != ACT_CORRECT &&
	    act != ACT_ERASE))
		return true;
	if (standing_held(d->ask.standing, d->ask.now))
		return decide_refuse(d, REFUSAL_HELD,
		    by_section("retention"));
	return act != ACT_ERASE || bits_empty(&d->left) ||
	    check_required(d);
}

bool
decide_term_client(struct decision *d)
{
	const struct standing *s = d->ask.standing;
	const struct policy_client *client;

	if (s == NULL || s->client == 0)
		return true;
	client = policy_client(d->ask.policy, s->client);
	if (client != NULL && bits_has(&client->purposes, d->purpose->number))
		return decide_keep_only(d, &client->items,
		    REFUSAL_KEPT_AS_PROCESSOR, by(client->node));
	return decide_refuse(d, REFUSAL_KEPT_AS_PROCESSOR, client == NULL ?
	    by_section("clients") :
	    by(client->node));
}
