/*
 * What it was acquired for, and what the person has said since: classes,
 * consents, stops.
 */
#include "gate/decide.h"
#include "gate/observe.h"

static const struct text nobody = { "", 0 };

/*
 * What was said about a consent to a purpose: in general; or else, as a
 * consent by name, to the one that it is for, and when nothing is handed over
 * to anybody.  NULL when nothing was.
 */
static const struct consent *
said_to_purpose(const struct decision *d, unsigned int number)
{
	const struct standing *s = d->ask.standing;
	const struct consent *general = standing_consent(s, number, nobody);
	const struct consent *named = NULL;

	if (standing_is_given(general, d->ask.now))
		return general;
	for (size_t i = 0; i < s->consent_count; i++) {
		struct text name = s->consents[i].recipient;

		if (s->consents[i].number != number || name.n == 0 ||
		    (d->ask.act == ACT_PROVIDE &&
		    !text_equal(name, d->ask.named)))
			continue;
		named = standing_consent(s, number, name);
		if (standing_is_given(named, d->ask.now))
			return named;
	}
	return general != NULL ? general : named;
}

/* The items for which the person has consented to this very purpose. */
static struct bits
consented_items(const struct decision *d)
{
	const struct standing *s = d->ask.standing;
	struct bits items = { { 0 } };

	for (size_t i = 0; s != NULL && i < s->consent_count; i++) {
		unsigned int number = s->consents[i].number;
		const struct policy_consent *c = number >= BITS_MAX ? NULL :
		    d->ask.policy->consent_at[number];

		if (c != NULL && bits_has(&c->purposes, d->purpose->number) &&
		    standing_is_given(said_to_purpose(d, number), d->ask.now))
			items = bits_or(&items, &c->items);
	}
	return items;
}

/* Acquired for this purpose, which is about such people and services. */
static bool
is_acquired_for(const struct class *class,
    const struct policy_purpose *purpose)
{
	return bits_has(&class->purposes, purpose->number) &&
	    bits_has(&purpose->subjects, class->subject) &&
	    (class->service == 0 ||
	    bits_has(&purpose->services, class->service));
}

static bool
check_way(struct decision *d)
{
	const struct ask *ask = &d->ask;
	const struct policy_purpose *purpose = d->purpose;

	if (bits_has(&ask->way->purposes, purpose->number) &&
	    (ask->subject == 0 || bits_has(&purpose->subjects,
	    ask->subject)) &&
	    (ask->service == 0 || bits_has(&purpose->services,
	    ask->service)))
		return true;
	return observe_whole(d, REFUSAL_WAY_NOT_FOR_PURPOSE,
	    by(ask->way->node)) ? true :
	    decide_refuse(d, REFUSAL_WAY_NOT_FOR_PURPOSE,
	    by(ask->way->node));
}

/* Records of services that the principal was not let in for stay shut. */
static bool
is_within_limits(const struct decision *d, const struct class *class)
{
	const struct limits *limits = d->ask.limits;

	return limits == NULL || bits_has(&limits->services, class->service);
}

/* What may be opened of a record, with what is only noted. */
static struct bits
observe_record(struct decision *d, const struct class *class,
    struct bits open)
{
	struct bits closed = bits_minus(&class->items, &open);

	closed = bits_and(&closed, &d->left);
	if (bits_empty(&closed) || !is_within_limits(d, class) ||
	    !observe_class(d, class))
		return open;
	(void)observe_items(d, &closed, REFUSAL_CLASS_WITHOUT_PURPOSE,
	    by(d->purpose->node));
	return class->items;
}

bool
decide_said_classes(struct decision *d)
{
	const struct ask *ask = &d->ask;
	struct bits may_hold = { { 0 } }, allowed = { { 0 } };
	bool all = !decide_by_purpose(d) || d->personal != NULL;
	struct bits consented;

	if (ask->act == ACT_ACQUIRE)
		return check_way(d);
	consented = consented_items(d);
	for (size_t i = 0; i < ask->record_count; i++) {
		const struct class *class = class_at(ask->classes,
		    ask->records[i].class);
		struct judged *record = &d->records[i];
		struct bits open;

		record->class = class;
		if (class == NULL)
			continue;
		open = all || is_acquired_for(class, d->purpose) ?
		    class->items : bits_and(&class->items, &consented);
		if (d->ask.observe)
			open = observe_record(d, class, open);
		if (!is_within_limits(d, class))
			open = (struct bits){ { 0 } };
		record->opens = !bits_empty(&open);
		record->closed = bits_minus(&class->items, &open);
		may_hold = bits_or(&may_hold, &class->items);
		allowed = bits_or(&allowed, &open);
	}
	return decide_shut(d, &may_hold, &allowed,
	    REFUSAL_CLASS_WITHOUT_PURPOSE, by(d->purpose->node));
}

/* One consent that is needed, for the items that it covers. */
static bool
check_consent(struct decision *d, const struct policy_consent *wanted,
    const struct consent *said)
{
	struct by consent = by(wanted->node);
	struct bits covered;

	if (said != NULL && said->state == CONSENT_WITHDRAWN)
		return decide_refuse(d, REFUSAL_CONSENT_WITHDRAWN, consent);
	if (!standing_is_given(said, d->ask.now))
		return decide_refuse(d, REFUSAL_CONSENT_MISSING, consent);
	/* Special care has a question of its own, further down. */
	covered = bits_or(&wanted->items, &d->ask.policy->special_care);
	return decide_keep_only(d, &covered, REFUSAL_CONSENT_MISSING, consent);
}

static bool
check_recipient_consent(struct decision *d)
{
	const struct policy_recipient *r = d->recipient;
	struct text name = r->individual_consent ? d->ask.named : nobody;
	const struct policy_consent *wanted = r->consent == 0 ? NULL :
	    d->ask.policy->consent_at[r->consent];

	if (wanted == NULL || (r->individual_consent && name.n == 0))
		return decide_refuse(d, REFUSAL_CONSENT_MISSING,
		    by(r->node));
	return check_consent(d, wanted, standing_consent(d->ask.standing,
	    wanted->number, name));
}

bool
decide_said_consents(struct decision *d)
{
	unsigned int number = d->purpose->consent;
	const struct policy_consent *wanted;

	if (d->ask.standing == NULL)
		return true;
	if (decide_by_purpose(d) && number != 0) {
		wanted = d->ask.policy->consent_at[number];
		if (wanted == NULL)
			return decide_refuse(d, REFUSAL_CONSENT_MISSING,
			    by(d->purpose->node));
		if (!check_consent(d, wanted, said_to_purpose(d, number)))
			return false;
	}
	if (d->ask.act != ACT_PROVIDE || decide_care_by_ground(d))
		return true;
	return check_recipient_consent(d);
}

static bool
advertises(const struct policy_purpose *purpose)
{
	return text_is(node_text(purpose->node, "contact"), "advertising");
}

/*
 * What is stopped at a person's request, or was never agreed to: a change of
 * the policy to which they object.  Provision is what third parties
 * get with consent; duties of the law and entrustment go on.
 */
bool
decide_said_stops(struct decision *d)
{
	const struct standing *s = d->ask.standing;

	if (s == NULL || !decide_by_purpose(d))
		return true;
	/* Nobody advertises to who has died; the contract is to be wound up. */
	if (s->deceased != 0 && advertises(d->purpose))
		return decide_refuse(d, REFUSAL_USE_STOPPED,
		    by(d->purpose->node));
	if (bits_has(&s->objected, d->purpose->number))
		return decide_refuse(d, REFUSAL_OBJECTED,
		    by_section("notices"));
	if (bits_has(&s->stops, d->purpose->number) ||
	    (d->ask.act == ACT_PROVIDE && s->provision_stopped &&
	    !decide_care_by_ground(d)))
		return decide_refuse(d, REFUSAL_USE_STOPPED,
		    by_section("rights"));
	return true;
}
