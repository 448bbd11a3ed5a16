/*
 * The decision, step by step in the order of refusal.h.  A step either
 * refuses the whole ask or takes items out of what is still permitted; when
 * nothing is left the later steps are not asked.
 */
#include "base/clock.h"
#include "gate/decision.h"

static struct by
by(const struct node *declaration)
{
	return (struct by){ .declaration = declaration };
}

static struct by
by_section(const char *section)
{
	return (struct by){ .section = section };
}

static bool
refuse(struct decision *d, enum refusal refusal, struct by by)
{
	d->refusal = refusal;
	d->by = by;
	d->left = (struct bits){ { 0 } };
	return false;
}

/*
 * Takes items out.  Says whether to go on: when nothing is left, the reason
 * of the step that asked first is that of the whole.
 */
static bool
take_out(struct decision *d, const struct bits *items, enum refusal refusal,
    struct by by)
{
	struct bits out = bits_and(&d->left, items);

	if (bits_empty(&out))
		return true;
	BITS_EACH(number, &out)
		d->item[number] = (uint8_t)refusal;
	d->left = bits_minus(&d->left, &out);
	if (d->refusal == REFUSAL_NONE) {
		d->refusal = refusal;
		d->by = by;
	}
	return !bits_empty(&d->left);
}

static bool
keep_only(struct decision *d, const struct bits *items, enum refusal refusal,
    struct by by)
{
	struct bits others = bits_minus(&d->left, items);

	return take_out(d, &others, refusal, by);
}

/* An exception of the policy whose ground the law has on that day. */
static bool
ground_allows(const struct ask *ask, enum ground ground,
    enum ground_scope scope)
{
	return (ask->policy->allowed[scope] >> ground & 1) != 0 &&
	    ground_article(ground, scope, clock_tokyo_day(ask->now)) != NULL;
}

/* 1. The revision, the purpose, the role. */

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
		return refuse(d, REFUSAL_USE_PROHIBITED,
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
	return refuse(d, REFUSAL_PURPOSE_UNKNOWN,
	    by_section("purposes"));
}

static bool
check_role(struct decision *d)
{
	const struct policy_role *role = d->ask.principal->role;

	if (role == NULL || !bits_has(&role->purposes, d->purpose->number))
		return refuse(d, REFUSAL_ROLE_NOT_FOR_PURPOSE, role == NULL ?
		    by_section("roles") :
		    by(role->node));
	if ((role->acts >> d->ask.act & 1) == 0)
		return refuse(d, REFUSAL_ROLE_NOT_FOR_ACT,
		    by(role->node));
	return true;
}

/* 2. The items, as the policy declares them. */

/* The clause of the first of these items that names one, or the section's. */
static struct by
by_items(const struct decision *d, const struct bits *items)
{
	struct bits these = bits_and(&d->left, items);

	BITS_EACH(number, &these) {
		const struct node *item = d->ask.policy->item_at[number]->
		    node;

		if (policy_clause(item).n > 0)
			return by(item);
	}
	return by_section("items");
}

static bool
check_items(struct decision *d)
{
	const struct ask *ask = &d->ask;
	const struct policy *policy = ask->policy;
	const struct policy_role *role = ask->principal->role;
	struct by section = by_section("items");

	if (ask->undeclared.n > 0)
		return refuse(d, REFUSAL_ITEM_UNDECLARED, section);
	if (bits_empty(&ask->items))
		return true;
	if (!keep_only(d, &policy->declared, REFUSAL_ITEM_UNDECLARED,
	    section) ||
	    !take_out(d, &policy->never_held, REFUSAL_ITEM_NEVER_HELD,
	    by_items(d, &policy->never_held)))
		return false;
	if (d->personal != NULL && !keep_only(d, &d->personal->items,
	    REFUSAL_ITEM_NOT_FOR_PURPOSE, by(d->purpose->node)))
		return false;
	if (ask->act == ACT_ACQUIRE ?
	    !keep_only(d, &ask->way->items, REFUSAL_ITEM_NOT_FOR_PURPOSE,
	    by(ask->way->node)) :
	    !keep_only(d, &d->purpose->items, REFUSAL_ITEM_NOT_FOR_PURPOSE,
	    by(d->purpose->node)))
		return false;
	return keep_only(d, &role->items, REFUSAL_ITEM_NOT_FOR_ROLE,
	    by(role->node));
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
		return refuse(d, REFUSAL_RECIPIENT_UNDECLARED,
		    by_section("recipients"));
	return keep_only(d, &d->recipient->items,
	    REFUSAL_ITEM_NOT_FOR_RECIPIENT,
	    by(d->recipient->node));
}

/* 3. The person: there, and acquired for this. */

/* Rights and duties of the law do not depend on what was agreed before. */
static bool
by_purpose(const struct decision *d)
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

/* Whether the person has consented to this purpose, whatever the class. */
static bool
consented_to_purpose(const struct decision *d)
{
	const struct standing *s = d->ask.standing;

	if (d->personal != NULL)
		return true;
	for (size_t i = 0; s != NULL && i < s->consent_count; i++) {
		unsigned int number = s->consents[i].number;
		const struct policy_consent *c = number >= BITS_MAX ? NULL :
		    d->ask.policy->consent_at[number];

		if (c != NULL && bits_has(&c->purposes, d->purpose->number) &&
		    standing_consents(s, number, (struct text){ "", 0 },
		    d->ask.now))
			return true;
	}
	return false;
}

static bool
check_classes(struct decision *d)
{
	const struct ask *ask = &d->ask;
	struct bits may_hold = { { 0 } }, allowed = { { 0 } };
	bool all = !by_purpose(d) || consented_to_purpose(d);

	if (ask->act == ACT_ACQUIRE)
		return bits_has(&ask->way->purposes, d->purpose->number) ?
		    true : refuse(d, REFUSAL_WAY_NOT_FOR_PURPOSE,
		    by(ask->way->node));
	for (size_t i = 0; i < ask->record_count; i++) {
		const struct class *class = class_at(ask->classes,
		    ask->records[i].class);

		d->records[i].class = class;
		if (class == NULL)
			continue;
		may_hold = bits_or(&may_hold, &class->items);
		d->records[i].opens = all ||
		    bits_has(&class->purposes, d->purpose->number);
		if (d->records[i].opens)
			allowed = bits_or(&allowed, &class->items);
	}
	may_hold = bits_minus(&may_hold, &allowed);
	return take_out(d, &may_hold, REFUSAL_CLASS_WITHOUT_PURPOSE,
	    by(d->purpose->node));
}

/* 4. Consent and stops. */

static const struct consent *
consent_for(const struct decision *d, const struct policy_consent *wanted,
    struct text named)
{
	return d->ask.standing == NULL ? NULL :
	    standing_consent(d->ask.standing, wanted->number, named);
}

/* One consent that is needed, for the items that it covers. */
static bool
check_consent(struct decision *d, unsigned int number, struct text named)
{
	const struct policy_consent *wanted = d->ask.policy->
	    consent_at[number];
	const struct consent *given;
	struct bits covered;
	struct by clause;

	if (wanted == NULL)
		return refuse(d, REFUSAL_CONSENT_MISSING,
		    by(d->purpose->node));
	clause = by(wanted->node);
	given = consent_for(d, wanted, named);
	if (given != NULL && given->state == CONSENT_WITHDRAWN)
		return refuse(d, REFUSAL_CONSENT_WITHDRAWN, clause);
	if (given == NULL || given->state != CONSENT_GIVEN ||
	    (given->expires != 0 && d->ask.now >= given->expires))
		return refuse(d, REFUSAL_CONSENT_MISSING, clause);
	/* Special care has a question of its own, further down. */
	covered = bits_or(&wanted->items, &d->ask.policy->special_care);
	return keep_only(d, &covered, REFUSAL_CONSENT_MISSING, clause);
}

/* A ground of the law in place of consent, for providing. */
static bool
provided_by_ground(const struct decision *d)
{
	const struct ask *ask = &d->ask;

	if (ask->has_ground && (ground_allows(ask, ask->ground,
	    GROUND_PROVIDE) || ground_allows(ask, ask->ground,
	    GROUND_NOT_THIRD_PARTY)))
		return true;
	/* What the recipient is, is itself a ground: 27(5). */
	return d->recipient->has_ground &&
	    ground_article(d->recipient->ground, GROUND_NOT_THIRD_PARTY,
	    clock_tokyo_day(ask->now)) != NULL;
}

static bool
check_consents(struct decision *d)
{
	struct text nobody = { "", 0 };

	if (d->ask.standing == NULL)
		return true;
	if (by_purpose(d) && d->purpose->consent != 0 &&
	    !check_consent(d, d->purpose->consent, nobody))
		return false;
	if (d->ask.act != ACT_PROVIDE || provided_by_ground(d))
		return true;
	if (d->recipient->consent == 0 || (d->recipient->individual_consent &&
	    d->ask.named.n == 0))
		return refuse(d, REFUSAL_CONSENT_MISSING,
		    by(d->recipient->node));
	return check_consent(d, d->recipient->consent, d->recipient->
	    individual_consent ? d->ask.named : nobody);
}

static bool
check_stops(struct decision *d)
{
	const struct standing *s = d->ask.standing;

	if (s == NULL || !by_purpose(d))
		return true;
	if (bits_has(&s->stops, d->purpose->number) ||
	    (d->ask.act == ACT_PROVIDE && s->provision_stopped))
		return refuse(d, REFUSAL_USE_STOPPED,
		    by_section("rights"));
	return true;
}

/* 5. Special care. */

/* 20(2): consent, a ground, or given directly by the person (GL 3-3-2). */
static bool
may_acquire_special(const struct decision *d)
{
	const struct ask *ask = &d->ask;

	return ask->way->source == SOURCE_PERSON ||
	    ask->consents_special_care || (ask->has_ground &&
	    ground_allows(ask, ask->ground, GROUND_ACQUIRE));
}

static bool
may_provide_special(const struct decision *d)
{
	const struct policy_consent *c = d->recipient->consent == 0 ? NULL :
	    d->ask.policy->consent_at[d->recipient->consent];

	return provided_by_ground(d) || (c != NULL && c->special_care);
}

/* Items that are held only in records waiting for a ground. */
static struct bits
quarantined(struct decision *d)
{
	const struct ask *ask = &d->ask;
	struct bits waiting = { { 0 } }, free = { { 0 } };

	for (size_t i = 0; i < ask->record_count; i++) {
		struct judged *record = &d->records[i];
		bool waits;

		if (!record->opens)
			continue;
		waits = standing_quarantines(ask->standing,
		    ask->records[i].seq);
		record->opens = !waits;
		if (waits)
			waiting = bits_or(&waiting, &record->class->items);
		else
			free = bits_or(&free, &record->class->items);
	}
	return bits_minus(&waiting, &free);
}

static bool
check_special_care(struct decision *d)
{
	const struct policy *policy = d->ask.policy;
	struct bits special = bits_and(&d->left, &policy->special_care);
	struct by clause = by_items(d, &special);
	int first = bits_next(&special, 0);

	if (first >= 0 && ((d->ask.act == ACT_ACQUIRE &&
	    !may_acquire_special(d)) || (d->ask.act == ACT_PROVIDE &&
	    !may_provide_special(d))))
		return take_out(d, &special, REFUSAL_SPECIAL_CARE, clause);
	if (d->ask.standing == NULL || d->ask.standing->quarantine_count == 0)
		return true;
	special = quarantined(d);
	return take_out(d, &special, REFUSAL_SPECIAL_CARE, clause);
}

/* 6. Retention, holds, clients. */

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

static bool
check_retention(struct decision *d)
{
	const struct ask *ask = &d->ask;
	struct bits held = { { 0 } }, fresh = { { 0 } };

	if (ask->standing == NULL || !by_purpose(d))
		return true;
	for (size_t i = 0; i < ask->record_count; i++) {
		struct judged *record = &d->records[i];
		struct bits rest;

		if (!record->opens)
			continue;
		record->over = over_in(d, &ask->records[i]);
		record->has_over = !bits_empty(&record->over);
		rest = bits_minus(&record->class->items, &record->over);
		held = bits_or(&held, &record->class->items);
		fresh = bits_or(&fresh, &rest);
		rest = bits_and(&rest, &d->left);
		record->opens = !bits_empty(&rest);
	}
	held = bits_minus(&held, &fresh);
	return take_out(d, &held, REFUSAL_RETENTION_OVER,
	    decision_by_retention(d, &held));
}

static bool
check_hold(struct decision *d)
{
	if (d->ask.standing == NULL || (d->ask.act != ACT_CORRECT &&
	    d->ask.act != ACT_ERASE) ||
	    !standing_held(d->ask.standing, d->ask.now))
		return true;
	return refuse(d, REFUSAL_HELD,
	    by_section("retention"));
}

static bool
check_client(struct decision *d)
{
	const struct standing *s = d->ask.standing;
	const struct policy_client *client;

	if (s == NULL || s->client == 0)
		return true;
	client = policy_client(d->ask.policy, s->client);
	if (client != NULL && bits_has(&client->purposes, d->purpose->number))
		return true;
	return refuse(d, REFUSAL_KEPT_AS_PROCESSOR, client == NULL ?
	    by_section("clients") :
	    by(client->node));
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

static bool
check_person(struct decision *d)
{
	if (!d->ask.hidden)
		return true;
	return refuse(d, REFUSAL_PERSON_UNKNOWN, (struct by){ .section = NULL });
}

static void
judge(struct decision *d)
{
	if (d->ask.now < d->ask.in_force_from) {
		(void)refuse(d, REFUSAL_REVISION_NOT_IN_FORCE,
		    by_section("revisions"));
		return;
	}
	if (!find_purpose(d) || !check_role(d) || !check_items(d) ||
	    !check_recipient(d) || !check_person(d) || !check_classes(d) ||
	    !check_consents(d) || !check_stops(d) || !check_special_care(d) ||
	    !check_retention(d) || !check_hold(d) || !check_client(d))
		return;
	/* Something is left: what was taken out stands item by item. */
	d->refusal = REFUSAL_NONE;
	d->by = by(d->purpose->node);
	mask(d);
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
