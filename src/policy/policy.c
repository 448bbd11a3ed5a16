#include "calendar/shape.h"
#include "policy/policy.h"

/* What compiling carries along. */
struct compiling {
	struct policy *policy;
	struct numbering *numbering;
	struct arena *arena;
	struct error *error;
	enum status status;	/* the first failure */
};

static unsigned int
number_of(struct compiling *c, enum policy_space space, struct text id)
{
	unsigned int number = 0;

	if (c->status == STATUS_OK)
		c->status = numbering_give(c->numbering, space, id, &number,
		    c->error);
	return number;
}

/* Every id of a section, as a set. */
static struct bits
all_of(struct compiling *c, enum policy_space space)
{
	const struct node *section = node_get(c->policy->root,
	    policy_language.spaces[space]);
	struct bits set = { { 0 } };

	for (size_t i = 0; i < node_count(section); i++)
		bits_add(&set, number_of(c, space,
		    node_text(node_at(section, i), "id")));
	return set;
}

/* A list of references, the word all, or nothing, which means `absent`. */
enum absent { ABSENT_NONE, ABSENT_ALL };

static struct bits
set_of(struct compiling *c, enum policy_space space, const struct node *node,
    const char *key, enum absent absent)
{
	const struct node *list = node_get(node, key);
	struct bits set = { { 0 } };

	if (list == NULL)
		return absent == ABSENT_ALL ? all_of(c, space) : set;
	if (list->kind == NODE_TEXT)
		return all_of(c, space);
	for (size_t i = 0; i < list->count; i++)
		bits_add(&set, number_of(c, space, node_at(list, i)->text));
	return set;
}

static unsigned int
reference(struct compiling *c, enum policy_space space,
    const struct node *node, const char *key)
{
	struct text id = node_text(node, key);

	return id.n == 0 ? 0 : number_of(c, space, id);
}

/* An array for a section's declarations; *count of them. */
static void *
array_for(struct compiling *c, const struct node *section, size_t size,
    size_t *count)
{
	void *array = arena_array(c->arena, node_count(section), size);

	*count = array == NULL ? 0 : node_count(section);
	if (array == NULL && c->status == STATUS_OK)
		c->status = error_memory(c->error);
	return array;
}

static int64_t
choice(const struct node *node, const char *key)
{
	const struct node *value = node_get(node, key);

	return value == NULL ? 0 : value->number;
}

static enum tier
tier_of(const struct node *node, enum item_kind kind,
    enum special_care special_care)
{
	if (node_get(node, "tier") != NULL)
		return (enum tier)choice(node, "tier");
	if (special_care != SPECIAL_NONE)
		return TIER_SPECIAL_CARE;
	if (kind == KIND_PASSWORD)
		return TIER_CREDENTIAL;
	if (kind == KIND_CARD || kind == KIND_BANK_ACCOUNT)
		return TIER_FINANCIAL;
	return TIER_PLAIN;
}

static void
compile_items(struct compiling *c)
{
	struct policy *p = c->policy;
	const struct node *section = node_get(p->root, "items");

	p->items = array_for(c, section, sizeof(*p->items), &p->item_count);
	for (size_t i = 0; i < p->item_count; i++) {
		const struct node *node = node_at(section, i);
		struct policy_item *item = &p->items[i];

		item->id = node_text(node, "id");
		item->node = node;
		item->number = number_of(c, SPACE_ITEMS, item->id);
		item->kind = (enum item_kind)choice(node, "kind");
		item->category = (enum item_category)choice(node, "category");
		item->special_care = (enum special_care)choice(node,
		    "special_care");
		item->tier = tier_of(node, item->kind, item->special_care);
		item->masking = item->kind == KIND_PASSWORD ?
		    MASKING_HIDDEN : (enum masking)choice(node, "masking");
		item->never_held = node_bool(node, "never_held", false);
		item->unique = node_bool(node, "unique", false);
		item->searchable = node_bool(node, "searchable", false) ||
		    item->unique;
		item->subjects = set_of(c, SPACE_SUBJECTS, node, "subjects",
		    ABSENT_ALL);
		p->item_at[item->number] = item;
		bits_add(&p->declared, item->number);
		if (item->never_held)
			bits_add(&p->never_held, item->number);
		if (item->special_care != SPECIAL_NONE)
			bits_add(&p->special_care, item->number);
	}
}

static void
compile_purposes(struct compiling *c)
{
	struct policy *p = c->policy;
	const struct node *section = node_get(p->root, "purposes");

	p->purposes = array_for(c, section, sizeof(*p->purposes),
	    &p->purpose_count);
	for (size_t i = 0; i < p->purpose_count; i++) {
		const struct node *node = node_at(section, i);
		struct policy_purpose *purpose = &p->purposes[i];

		purpose->id = node_text(node, "id");
		purpose->node = node;
		purpose->number = number_of(c, SPACE_PURPOSES, purpose->id);
		purpose->items = set_of(c, SPACE_ITEMS, node, "items",
		    ABSENT_NONE);
		purpose->subjects = set_of(c, SPACE_SUBJECTS, node,
		    "subjects", ABSENT_ALL);
		purpose->services = set_of(c, SPACE_SERVICES, node,
		    "services", ABSENT_ALL);
		purpose->consent = reference(c, SPACE_CONSENTS, node,
		    "consent");
		purpose->related = reference(c, SPACE_PURPOSES, node,
		    "related_to");
		purpose->provides = set_of(c, SPACE_RECIPIENTS, node,
		    "provides", ABSENT_NONE);
		purpose->statutory = node_bool(node, "statutory", false);
		purpose->individual = node_bool(node, "individual", false);
		p->purpose_at[purpose->number] = purpose;
	}
}

struct policy_period
policy_period_of(const struct node *period)
{
	static const struct {
		const char *key;
		enum period_unit unit;
	} units[] = {
		{ "days", PERIOD_DAYS }, { "weeks", PERIOD_WEEKS },
		{ "months", PERIOD_MONTHS }, { "years", PERIOD_YEARS },
		{ "business_days", PERIOD_DAYS },
	};
	struct policy_period out = { .in_business_days = false };

	for (size_t i = 0; i < LENGTH(units); i++)
		if (node_get(period, units[i].key) != NULL) {
			out.calendar.unit = units[i].unit;
			out.calendar.count = (int)node_int(period,
			    units[i].key, 0);
			out.in_business_days = i + 1 == LENGTH(units);
		}
	return out;
}

/* The open days of the policy's calendar, once; NULL when memory is out. */
static const struct open_days *
open_days_of(struct compiling *c)
{
	struct policy *p = c->policy;
	struct business_calendar calendar;
	struct findings findings;

	if (p->open != NULL || c->status != STATUS_OK)
		return p->open;
	findings_init(&findings, c->arena, NULL);
	p->open = arena_alloc(c->arena, sizeof(*p->open));
	c->status = p->open == NULL ? error_memory(c->error) :
	    calendar_from_node(&calendar, node_path(p->root, "rights",
	    "calendar", NULL), "/rights/calendar", &findings, c->error);
	/* One that is no calendar is named by the check. */
	if (findings_total(&findings) > 0)
		calendar = business_government;
	if (c->status == STATUS_OK)
		c->status = open_days_make(p->open, &calendar, c->arena,
		    c->error);
	return p->open;
}

static struct policy_period
period_of(struct compiling *c, const struct node *node)
{
	struct policy_period period = policy_period_of(node);

	if (period.in_business_days)
		period.open = open_days_of(c);
	return period;
}

int64_t
policy_period_last(const struct policy_period *period, int64_t day)
{
	if (period->calendar.count == 0)
		return POLICY_NEVER;
	return period->open != NULL ? open_days_after(period->open, day,
	    period->calendar.count) : period_last(day, period->calendar,
	    PERIOD_BEGINS_DURING);
}

static void
compile_consents(struct compiling *c)
{
	struct policy *p = c->policy;
	const struct node *section = node_get(p->root, "consents");

	p->consents = array_for(c, section, sizeof(*p->consents),
	    &p->consent_count);
	for (size_t i = 0; i < p->consent_count; i++) {
		const struct node *node = node_at(section, i);
		const struct node *givers = node_get(node, "given_by");
		struct policy_consent *consent = &p->consents[i];

		consent->id = node_text(node, "id");
		consent->node = node;
		consent->number = number_of(c, SPACE_CONSENTS, consent->id);
		consent->purposes = set_of(c, SPACE_PURPOSES, node,
		    "purposes", ABSENT_NONE);
		consent->recipients = set_of(c, SPACE_RECIPIENTS, node,
		    "recipients", ABSENT_NONE);
		consent->items = set_of(c, SPACE_ITEMS, node, "items",
		    ABSENT_ALL);
		consent->special_care = node_bool(node, "special_care",
		    false);
		for (size_t j = 0; j < node_count(givers); j++)
			consent->givers |= 1u << node_at(givers, j)->number;
		consent->expires = node_get(node, "expires") != NULL;
		consent->expiry = period_of(c, node_get(node, "expires"));
		p->consent_at[consent->number] = consent;
	}
}

static void
compile_roles(struct compiling *c)
{
	struct policy *p = c->policy;
	const struct node *section = node_get(p->root, "roles");

	p->roles = array_for(c, section, sizeof(*p->roles), &p->role_count);
	for (size_t i = 0; i < p->role_count; i++) {
		const struct node *node = node_at(section, i);
		const struct node *acts = node_get(node, "acts");
		const struct node *approvals = node_get(node, "approvals");
		struct policy_role *role = &p->roles[i];

		role->id = node_text(node, "id");
		role->node = node;
		role->number = number_of(c, SPACE_ROLES, role->id);
		role->kind = (enum role_kind)choice(node, "kind");
		role->purposes = set_of(c, SPACE_PURPOSES, node, "purposes",
		    ABSENT_NONE);
		role->items = set_of(c, SPACE_ITEMS, node, "items",
		    ABSENT_NONE);
		role->masked = set_of(c, SPACE_ITEMS, node, "masked",
		    ABSENT_NONE);
		role->unmask_with_reason = choice(node, "unmask") == 1;
		for (size_t j = 0; j < node_count(acts); j++)
			role->acts |= 1u << node_at(acts, j)->number;
		for (size_t j = 0; j < node_count(approvals); j++)
			role->approvals |= 1u << choice(node_at(approvals, j),
			    "act");
	}
}

static void
compile_recipients(struct compiling *c)
{
	struct policy *p = c->policy;
	const struct node *section = node_get(p->root, "recipients");

	p->recipients = array_for(c, section, sizeof(*p->recipients),
	    &p->recipient_count);
	for (size_t i = 0; i < p->recipient_count; i++) {
		const struct node *node = node_at(section, i);
		struct policy_recipient *recipient = &p->recipients[i];

		recipient->id = node_text(node, "id");
		recipient->node = node;
		recipient->number = number_of(c, SPACE_RECIPIENTS,
		    recipient->id);
		recipient->kind = (enum recipient_kind)choice(node, "kind");
		recipient->items = set_of(c, SPACE_ITEMS, node, "items",
		    ABSENT_NONE);
		recipient->purposes = set_of(c, SPACE_PURPOSES, node,
		    "purposes", ABSENT_ALL);
		recipient->consent = reference(c, SPACE_CONSENTS, node,
		    "consent");
		recipient->individual_consent = node_bool(node,
		    "individual_consent", false);
		recipient->has_ground = node_get(node, "ground") != NULL;
		recipient->ground = (enum ground)choice(node, "ground");
	}
}

static void
compile_ways(struct compiling *c)
{
	struct policy *p = c->policy;
	const struct node *section = node_get(p->root, "acquisition");

	p->ways = array_for(c, section, sizeof(*p->ways), &p->way_count);
	for (size_t i = 0; i < p->way_count; i++) {
		const struct node *node = node_at(section, i);
		struct policy_way *way = &p->ways[i];
		struct bits optional = set_of(c, SPACE_ITEMS, node,
		    "optional", ABSENT_NONE);

		way->id = node_text(node, "id");
		way->node = node;
		way->number = number_of(c, SPACE_ACQUISITION, way->id);
		way->source = (enum acquisition_source)choice(node, "source");
		way->subjects = set_of(c, SPACE_SUBJECTS, node, "subjects",
		    ABSENT_ALL);
		way->services = set_of(c, SPACE_SERVICES, node, "services",
		    ABSENT_ALL);
		way->required = set_of(c, SPACE_ITEMS, node, "required",
		    ABSENT_NONE);
		way->items = bits_or(&way->required, &optional);
		way->purposes = set_of(c, SPACE_PURPOSES, node, "purposes",
		    ABSENT_NONE);
		way->consents = set_of(c, SPACE_CONSENTS, node, "consents",
		    ABSENT_NONE);
		way->shown = node_get(node, "shown") != NULL;
		way->announces = node_get(node, "announcement") != NULL;
		p->way_at[way->number] = way;
	}
}

static void
compile_clients(struct compiling *c)
{
	struct policy *p = c->policy;
	const struct node *section = node_get(p->root, "clients");

	p->clients = array_for(c, section, sizeof(*p->clients),
	    &p->client_count);
	for (size_t i = 0; i < p->client_count; i++) {
		const struct node *node = node_at(section, i);
		struct policy_client *client = &p->clients[i];

		client->id = node_text(node, "id");
		client->node = node;
		client->number = number_of(c, SPACE_CLIENTS, client->id);
		client->purposes = set_of(c, SPACE_PURPOSES, node, "purposes",
		    ABSENT_NONE);
		client->items = set_of(c, SPACE_ITEMS, node, "items",
		    ABSENT_NONE);
	}
}

static void
compile_subjects(struct compiling *c)
{
	struct policy *p = c->policy;
	const struct node *section = node_get(p->root, "subjects");

	p->subjects = array_for(c, section, sizeof(*p->subjects),
	    &p->subject_count);
	for (size_t i = 0; i < p->subject_count; i++) {
		const struct node *node = node_at(section, i);
		struct policy_subject *subject = &p->subjects[i];

		subject->id = node_text(node, "id");
		subject->node = node;
		subject->number = number_of(c, SPACE_SUBJECTS, subject->id);
		subject->guardian_under = node_int(node, "guardian_under", 0);
		subject->confirm = period_of(c, node_get(node,
		    "confirm_every"));
	}
}

static void
compile_retentions(struct compiling *c)
{
	struct policy *p = c->policy;
	const struct node *section = node_get(p->root, "retention");

	p->retentions = array_for(c, section, sizeof(*p->retentions),
	    &p->retention_count);
	for (size_t i = 0; i < p->retention_count; i++) {
		const struct node *node = node_at(section, i);
		const struct node *minimum = node_path(node, "minimum",
		    "period", NULL);
		struct policy_retention *r = &p->retentions[i];

		r->id = node_text(node, "id");
		r->node = node;
		r->items = set_of(c, SPACE_ITEMS, node, "items",
		    ABSENT_NONE);
		r->subjects = set_of(c, SPACE_SUBJECTS, node, "subjects",
		    ABSENT_ALL);
		r->start = (enum retention_start)choice(node, "start");
		r->period = period_of(c, node_get(node, "period"));
		r->has_minimum = minimum != NULL;
		r->minimum = period_of(c, minimum);
	}
}

/* Services are only numbered; exceptions say which grounds are allowed. */
static void
compile_rest(struct compiling *c)
{
	const struct node *exceptions = node_get(c->policy->root,
	    "exceptions");
	const struct node *services = node_get(c->policy->root, "services");

	/* Items have their numbers by now, in the order of the file. */
	for (size_t i = 0; i < c->policy->subject_count; i++) {
		struct policy_subject *subject = &c->policy->subjects[i];
		struct text id = node_text(subject->node, "birth_date");

		if (id.n > 0)
			subject->birth = number_of(c, SPACE_ITEMS, id);
	}
	for (size_t i = 0; i < node_count(services); i++)
		c->policy->service_at[number_of(c, SPACE_SERVICES,
		    node_text(node_at(services, i), "id"))] =
		    node_at(services, i);
	for (size_t i = 0; i < node_count(exceptions); i++) {
		const struct node *node = node_at(exceptions, i);
		const struct node *scopes = node_get(node, "scopes");

		for (size_t j = 0; j < node_count(scopes); j++)
			c->policy->allowed[node_at(scopes, j)->number] |=
			    1u << choice(node, "ground");
	}
}

enum status
policy_compile(const struct policy **policy,
    const struct policy_source *source, struct numbering *numbering,
    struct arena *arena, struct error *error)
{
	struct compiling c = {
		.policy = arena_alloc(arena, sizeof(struct policy)),
		.numbering = numbering, .arena = arena, .error = error,
		.status = STATUS_OK,
	};

	*policy = NULL;
	if (c.policy == NULL)
		return error_memory(error);
	memcpy(c.policy->hash, source->hash, POLICY_HASH_SIZE);
	c.policy->root = source->root;
	c.policy->canonical = source->canonical;
	compile_subjects(&c);
	compile_items(&c);
	compile_purposes(&c);
	compile_consents(&c);
	compile_roles(&c);
	compile_recipients(&c);
	compile_ways(&c);
	compile_clients(&c);
	compile_retentions(&c);
	compile_rest(&c);
	if (c.status == STATUS_OK)
		*policy = c.policy;
	return c.status;
}
