#include "gate/term.h"

_Static_assert((int)TERM_NEVER == (int)POLICY_NEVER, "one never");

static int64_t
start_of(const struct policy_retention *rule, const struct standing *standing,
    int64_t acquired)
{
	return rule->start == START_ACQUISITION ||
	    rule->start == START_RECORD_MADE ? acquired :
	    standing->event[rule->start];
}

static int64_t
last_of(const struct policy_period *period, int64_t start)
{
	return start == 0 ? TERM_NEVER : policy_period_last(period, start);
}

/* The day with which the law's minimum ends; 0 when there is none. */
static int64_t
minimum_last(const struct policy_retention *rule,
    const struct standing *standing, int64_t acquired)
{
	return rule->has_minimum ? last_of(&rule->minimum,
	    start_of(rule, standing, acquired)) : 0;
}

int64_t
term_last(const struct policy_retention *rule,
    const struct standing *standing, int64_t acquired)
{
	int64_t last = last_of(&rule->period, start_of(rule, standing,
	    acquired));
	int64_t least = minimum_last(rule, standing, acquired);

	return least > last ? least : last;
}

static bool
is_about(const struct policy_retention *rule,
    const struct standing *standing)
{
	return bits_has(&rule->subjects, standing->subject);
}

/* The calendar is asked only where the shortest that it may be is over. */
static bool
is_over(const struct policy_retention *rule, const struct standing *standing,
    int64_t acquired, int64_t today)
{
	int64_t days = today - start_of(rule, standing, acquired);

	if (!rule->period.in_business_days &&
	    days <= period_shortest(rule->period.calendar))
		return false;
	return today > term_last(rule, standing, acquired);
}

struct bits
term_over(const struct policy *policy, const struct standing *standing,
    int64_t acquired, int64_t today)
{
	struct bits over = { { 0 } }, alive = { { 0 } };

	for (size_t i = 0; i < policy->retention_count; i++) {
		const struct policy_retention *rule = &policy->retentions[i];

		if (!is_about(rule, standing))
			continue;
		if (is_over(rule, standing, acquired, today))
			over = bits_or(&over, &rule->items);
		else
			alive = bits_or(&alive, &rule->items);
	}
	return bits_minus(&over, &alive);
}

struct bits
term_required(const struct policy *policy, const struct standing *standing,
    int64_t acquired, int64_t today)
{
	struct bits required = { { 0 } };

	for (size_t i = 0; i < policy->retention_count; i++) {
		const struct policy_retention *rule = &policy->retentions[i];

		if (rule->has_minimum && is_about(rule, standing) &&
		    today <= minimum_last(rule, standing, acquired))
			required = bits_or(&required, &rule->items);
	}
	return required;
}

int64_t
term_required_until(const struct policy *policy,
    const struct standing *standing, unsigned int item, int64_t acquired,
    int64_t today, const struct policy_retention **rule)
{
	int64_t latest = 0;

	for (size_t i = 0; i < policy->retention_count; i++) {
		const struct policy_retention *r = &policy->retentions[i];
		int64_t last = minimum_last(r, standing, acquired);

		if (is_about(r, standing) && bits_has(&r->items, item) &&
		    today <= last && last > latest) {
			latest = last;
			*rule = r;
		}
	}
	return latest;
}
