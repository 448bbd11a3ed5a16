/*
 * How long it may be kept, and for whom it is: retention, holds, clients.
 */
#include "base/clock.h"
#include "gate/decide.h"

static bool
rule_is_over(const struct policy_retention *rule, const struct ask *ask,
    const struct record_head *record)
{
	int64_t start = rule->start == START_ACQUISITION ||
	    rule->start == START_RECORD_MADE ? record->day :
	    ask->standing->event[rule->start];
	int64_t today = clock_tokyo_day(ask->now);

	if (start == 0 || rule->period.in_business_days ||
	    rule->period.calendar.count == 0)
		return false;
	if (rule->has_minimum && !rule->minimum.in_business_days &&
	    today <= period_last(start, rule->minimum.calendar,
	    PERIOD_BEGINS_DURING))
		return false;
	return today > period_last(start, rule->period.calendar,
	    PERIOD_BEGINS_DURING);
}

/* An item is over when every rule that speaks of it says so. */
static struct bits
over_in(const struct decision *d, const struct record_head *record)
{
	const struct policy *policy = d->ask.policy;
	struct bits over = { { 0 } }, alive = { { 0 } };

	for (size_t i = 0; i < policy->retention_count; i++) {
		const struct policy_retention *rule = &policy->retentions[i];

		if (!bits_has(&rule->subjects, d->ask.standing->subject))
			continue;
		if (rule_is_over(rule, &d->ask, record))
			over = bits_or(&over, &rule->items);
		else
			alive = bits_or(&alive, &rule->items);
	}
	return bits_minus(&over, &alive);
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
		over = over_in(d, &ask->records[i]);
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

bool
decide_term_hold(struct decision *d)
{
	if (d->ask.standing == NULL || (d->ask.act != ACT_CORRECT &&
	    d->ask.act != ACT_ERASE) ||
	    !standing_held(d->ask.standing, d->ask.now))
		return true;
	return decide_refuse(d, REFUSAL_HELD,
	    by_section("retention"));
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
