/*
 * What a decision says, and the decisions of the program itself.
 */
#include "gate/decision.h"

const char *const system_purpose_names[SYSTEM_PURPOSES] = {
	[SYSTEM_VERIFY] = "system:verify",
	[SYSTEM_REKEY] = "system:rekey",
	[SYSTEM_REINDEX] = "system:reindex",
	[SYSTEM_RETENTION] = "system:retention",
	[SYSTEM_RESTORE] = "system:restore",
	[SYSTEM_ERASE] = "system:erase",
	[SYSTEM_BACKUP] = "system:backup",
	[SYSTEM_MERGE] = "system:merge",
};

const struct decision *
gate_decide_system(enum system_purpose purpose,
    const uint8_t id[DECISION_ID_SIZE], int64_t now, struct arena *arena)
{
	struct decision *d = arena_alloc(arena, sizeof(*d));

	if (d == NULL)
		return NULL;
	memcpy(d->ask.id, id, DECISION_ID_SIZE);
	d->ask.now = now;
	d->ask.purpose = text_of(system_purpose_names[purpose]);
	d->system = true;
	return d;
}

/* What a decision says. */

enum refusal
decision_refusal(const struct decision *d)
{
	return d->refusal;
}

enum refusal
decision_item_refusal(const struct decision *d, unsigned int item)
{
	if (d->refusal != REFUSAL_NONE && d->item[item] == REFUSAL_NONE)
		return d->refusal;
	return (enum refusal)d->item[item];
}

struct bits
decision_items(const struct decision *d)
{
	return d->refusal == REFUSAL_NONE ? d->left :
	    (struct bits){ { 0 } };
}

const struct bits *
decision_masked(const struct decision *d)
{
	return &d->masked;
}

static struct text
clause(const struct decision *d, struct by by)
{
	return by.section == NULL ? policy_clause(by.declaration) :
	    policy_section_clause(d->ask.policy, by.section);
}

struct text
decision_clause(const struct decision *d)
{
	return clause(d, decision_observed(d) != REFUSAL_NONE ?
	    d->observed_by : d->by);
}

enum refusal
decision_observed(const struct decision *d)
{
	return d->refusal == REFUSAL_NONE ? d->observed : REFUSAL_NONE;
}

const uint8_t *
decision_id(const struct decision *d)
{
	return d->ask.id;
}

const struct ask *
decision_ask(const struct decision *d)
{
	return &d->ask;
}

bool
decision_needs_approval(const struct decision *d)
{
	return !d->system &&
	    (d->ask.principal->role->approvals >> d->ask.act & 1) != 0;
}

bool
decision_is_system(const struct decision *d)
{
	return d->system;
}

bool
decision_fits(const struct decision *d, uint64_t person, uint64_t version)
{
	if (d->system)
		return true;
	return d->refusal == REFUSAL_NONE && d->ask.person == person &&
	    (d->ask.standing == NULL ? version == 0 :
	    d->ask.standing->version == version);
}

struct bits
decision_record_items(const struct decision *d, size_t i)
{
	struct bits items = { { 0 } };

	if (d->refusal != REFUSAL_NONE || i >= d->ask.record_count ||
	    !d->records[i].opens)
		return items;
	items = bits_and(&d->left, &d->records[i].class->items);
	return bits_minus(&items, &d->records[i].closed);
}

/* The first of these items that names a clause, or the section. */
static struct by
first_by(const struct decision *d, const struct bits *items)
{
	BITS_EACH(number, items) {
		const struct node *item = d->ask.policy->item_at[number]->
		    node;

		if (policy_clause(item).n > 0)
			return by(item);
	}
	return by_section("items");
}

struct by
decision_by_items(const struct decision *d, const struct bits *items)
{
	struct bits these = bits_and(&d->left, items);

	return first_by(d, &these);
}

static enum status
say(enum refusal refusal, struct text clause, struct error *error)
{
	const struct refusal_row *row = &refusal_table[refusal];
	char name[sizeof(error->clause)];

	(void)snprintf(name, sizeof(name), "%.*s", TEXT_ARGS(clause));
	(void)error_say(error, row->status, row->code, row->why);
	error_remedy_say(error, row->remedy);
	error_clause(error, name, row->article);
	return row->status;
}

enum status
decision_error(const struct decision *d, struct error *error)
{
	return say(d->refusal, decision_clause(d), error);
}

enum status
decision_observed_error(const struct decision *d, struct error *error)
{
	return say(d->observed, clause(d, d->observed_by), error);
}

/* Which consent an item lacks: that of the purpose, or of the recipient. */
static struct by
by_consent(const struct decision *d, unsigned int item)
{
	const struct policy_consent *c = d->purpose->consent == 0 ? NULL :
	    d->ask.policy->consent_at[d->purpose->consent];

	if ((c == NULL || bits_has(&c->items, item)) && d->recipient != NULL)
		c = d->recipient->consent == 0 ? NULL :
		    d->ask.policy->consent_at[d->recipient->consent];
	return c == NULL ? d->by : by(c->node);
}

static struct by
by_client(const struct decision *d)
{
	const struct policy_client *client = policy_client(d->ask.policy,
	    d->ask.standing->client);

	return client == NULL ? d->by : by(client->node);
}

/* The way does not ask for the item, or the purpose does not use it. */
static struct by
by_use(const struct decision *d, unsigned int item)
{
	if (d->ask.act != ACT_ACQUIRE || (d->personal != NULL &&
	    !bits_has(&d->personal->items, item)))
		return by(d->purpose->node);
	return by(d->ask.way->node);
}

/* The clause that stands behind the refusal of one item alone. */
static struct by
by_item(const struct decision *d, unsigned int item)
{
	struct bits one = { { 0 } };

	bits_add(&one, item);
	switch ((enum refusal)d->item[item]) {
	case REFUSAL_ITEM_NEVER_HELD:
	case REFUSAL_SPECIAL_CARE:
		return first_by(d, &one);
	case REFUSAL_ITEM_UNDECLARED:
		return by_section("items");
	case REFUSAL_ITEM_NOT_FOR_ROLE:
		return by(d->ask.principal->role->node);
	case REFUSAL_ITEM_NOT_FOR_RECIPIENT:
		return by(d->recipient->node);
	case REFUSAL_ITEM_NOT_FOR_PURPOSE:
		return by_use(d, item);
	case REFUSAL_CLASS_WITHOUT_PURPOSE:
		return by(d->purpose->node);
	case REFUSAL_CONSENT_MISSING:
		return by_consent(d, item);
	case REFUSAL_RETENTION_OVER:
		return decision_by_retention(d, &one);
	case REFUSAL_KEPT_AS_PROCESSOR:
		return by_client(d);
	case REFUSAL_NONE:
	case REFUSAL_REVISION_NOT_IN_FORCE:
	case REFUSAL_PURPOSE_UNKNOWN:
	case REFUSAL_USE_PROHIBITED:
	case REFUSAL_ROLE_NOT_FOR_PURPOSE:
	case REFUSAL_ROLE_NOT_FOR_ACT:
	case REFUSAL_RECIPIENT_UNDECLARED:
	case REFUSAL_PERSON_UNKNOWN:
	case REFUSAL_WAY_NOT_FOR_PURPOSE:
	case REFUSAL_CONSENT_WITHDRAWN:
	case REFUSAL_OBJECTED:
	case REFUSAL_USE_STOPPED:
	case REFUSAL_HELD:
		break;
	}
	return d->by;
}

enum status
decision_item_error(const struct decision *d, unsigned int item,
    struct error *error)
{
	return say(decision_item_refusal(d, item), clause(d, by_item(d, item)),
	    error);
}

struct by
decision_by_retention(const struct decision *d, const struct bits *items)
{
	size_t n = bits_empty(items) ? 0 : d->ask.policy->retention_count;

	for (size_t i = 0; i < n; i++) {
		const struct policy_retention *rule =
		    &d->ask.policy->retentions[i];
		struct bits both = bits_and(&rule->items, items);

		if (!bits_empty(&both) && bits_has(&rule->subjects,
		    d->ask.standing->subject) &&
		    policy_clause(rule->node).n > 0)
			return by(rule->node);
	}
	return by_section("retention");
}
