/*
 * The order in which the gate asks.  Every reason for a refusal is a way to
 * spoil an ask that would be permitted; every set of reasons that can stand
 * together is tried, for every act, and the answer must be the first of them
 * (refusal.h).  The same item by item.
 */
#include "gate_world.h"

/* Spoils the ask about the items in it, for that reason and no other. */
typedef void spoil_fn(struct world *w);

static void
not_in_force(struct world *w)
{
	w->ask.in_force_from = WORLD_NOW + 1;
}

static void
unknown_purpose(struct world *w)
{
	w->ask.purpose = TEXT("nothing");
}

static void
prohibited(struct world *w)
{
	w->ask.purpose = TEXT("selling");
}

static void
role_without_purpose(struct world *w)
{
	w->role.purposes = (struct bits){ { 0 } };
}

static void
role_without_act(struct world *w)
{
	w->role.acts = 0;
}

static void
undeclared(struct world *w)
{
	w->ask.undeclared = TEXT("nothing");
}

static void
never_held(struct world *w)
{
	w->policy->never_held = w->ask.items;
}

static void
not_for_purpose(struct world *w)
{
	purpose(w, "give")->items = (struct bits){ { 0 } };
	way(w, "form")->items = (struct bits){ { 0 } };
}

static void
not_for_role(struct world *w)
{
	w->role.items = (struct bits){ { 0 } };
}

static void
recipient_undeclared(struct world *w)
{
	purpose(w, "give")->provides = (struct bits){ { 0 } };
	recipient(w, "partner")->purposes = (struct bits){ { 0 } };
}

static void
not_for_recipient(struct world *w)
{
	recipient(w, "partner")->items = (struct bits){ { 0 } };
}

static void
hidden(struct world *w)
{
	w->ask.hidden = true;
}

static void
way_without_purpose(struct world *w)
{
	way(w, "form")->purposes = (struct bits){ { 0 } };
}

static void
class_without_purpose(struct world *w)
{
	for (size_t i = 1; i < LENGTH(w->class); i++)
		w->class[i].purposes = (struct bits){ { 0 } };
}

static void
consent_missing(struct world *w)
{
	purpose(w, "give")->consent = number_of(w, SPACE_CONSENTS,
	    "mail_ok");
}

static void
consent_withdrawn(struct world *w)
{
	consent_missing(w);
	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
	(void)add_consent(w, "mail_ok", CONSENT_WITHDRAWN);
}

static void
stopped(struct world *w)
{
	bits_add(&w->standing.stops, number_of(w, SPACE_PURPOSES, "give"));
}

static void
objected(struct world *w)
{
	bits_add(&w->standing.objected, number_of(w, SPACE_PURPOSES,
	    "give"));
}

/* Told by somebody else, or waiting for a ground. */
static void
special_care(struct world *w)
{
	if (w->ask.act == ACT_ACQUIRE) {
		w->policy->special_care = w->ask.items;
		way(w, "form")->source = SOURCE_THIRD_PARTY;
	}
	quarantine(w, 7);
}

static void
over(struct world *w)
{
	w->standing.event[START_CONTRACT_END] = WORLD_DAY - 400;
}

static void
held(struct world *w)
{
	add_hold(w, 0);
}

static void
for_a_client(struct world *w)
{
	w->standing.client = number_of(w, SPACE_CLIENTS, "chain");
}

#define A(act) (1u << ACT_##act)
#define BY_PURPOSE (A(USE) | A(PROVIDE) | A(EXPORT) | A(ANONYMISE))
#define HELD (BY_PURPOSE | A(CORRECT) | A(STOP) | A(ERASE) | A(DISCLOSE))
#define EVERY (HELD | A(ACQUIRE))

/* For which acts each is a reason; NULL is the one that is no refusal. */
static const struct {
	spoil_fn *spoil;
	uint32_t acts;
} reasons[REFUSAL_COUNT] = {
	[REFUSAL_REVISION_NOT_IN_FORCE] = { not_in_force, EVERY },
	[REFUSAL_PURPOSE_UNKNOWN] = { unknown_purpose, EVERY },
	[REFUSAL_USE_PROHIBITED] = { prohibited, EVERY },
	[REFUSAL_ROLE_NOT_FOR_PURPOSE] = { role_without_purpose, EVERY },
	[REFUSAL_ROLE_NOT_FOR_ACT] = { role_without_act, EVERY },
	[REFUSAL_ITEM_UNDECLARED] = { undeclared, EVERY },
	[REFUSAL_ITEM_NEVER_HELD] = { never_held, EVERY },
	[REFUSAL_ITEM_NOT_FOR_PURPOSE] = { not_for_purpose, EVERY },
	[REFUSAL_ITEM_NOT_FOR_ROLE] = { not_for_role, EVERY },
	[REFUSAL_RECIPIENT_UNDECLARED] = { recipient_undeclared, A(PROVIDE) },
	[REFUSAL_ITEM_NOT_FOR_RECIPIENT] = { not_for_recipient, A(PROVIDE) },
	[REFUSAL_PERSON_UNKNOWN] = { hidden, EVERY },
	[REFUSAL_WAY_NOT_FOR_PURPOSE] = { way_without_purpose, A(ACQUIRE) },
	[REFUSAL_CLASS_WITHOUT_PURPOSE] = { class_without_purpose,
	    BY_PURPOSE },
	[REFUSAL_CONSENT_MISSING] = { consent_missing, BY_PURPOSE },
	[REFUSAL_CONSENT_WITHDRAWN] = { consent_withdrawn, BY_PURPOSE },
	[REFUSAL_OBJECTED] = { objected, BY_PURPOSE },
	[REFUSAL_USE_STOPPED] = { stopped, BY_PURPOSE },
	[REFUSAL_SPECIAL_CARE] = { special_care, EVERY },
	[REFUSAL_RETENTION_OVER] = { over, BY_PURPOSE },
	[REFUSAL_HELD] = { held, A(CORRECT) | A(ERASE) },
	[REFUSAL_KEPT_AS_PROCESSOR] = { for_a_client, EVERY },
};

/* Each pair is one question with two answers: they never stand together. */
static const struct {
	enum refusal a, b;
} apart[] = {
	{ REFUSAL_PURPOSE_UNKNOWN, REFUSAL_USE_PROHIBITED },
	{ REFUSAL_CONSENT_MISSING, REFUSAL_CONSENT_WITHDRAWN },
};

#define RULE "  - {id: c, " LABEL ", items: all, start: contract_end, " \
	"period: {years: 1}, at_end: erase, clause: n.c}\n"

/*
 * A world in which the act is permitted for "give", copied for every case:
 * compiling is slow, and a case changes what it likes.
 */
struct mould {
	struct world world;
	struct policy policy;
	struct policy_purpose purposes[16];
	struct policy_recipient recipients[16];
	struct policy_way ways[4];
};

static void
cast(struct mould *m, const struct world *w)
{
	const struct policy *p = w->policy;

	m->world = *w;
	m->policy = *p;
	assert_in_range(p->purpose_count, 1, LENGTH(m->purposes));
	assert_in_range(p->recipient_count, 1, LENGTH(m->recipients));
	assert_in_range(p->way_count, 1, LENGTH(m->ways));
	memcpy(m->purposes, p->purposes, p->purpose_count *
	    sizeof(*m->purposes));
	memcpy(m->recipients, p->recipients, p->recipient_count *
	    sizeof(*m->recipients));
	memcpy(m->ways, p->ways, p->way_count * sizeof(*m->ways));
	m->policy.purposes = m->purposes;
	m->policy.recipients = m->recipients;
	m->policy.ways = m->ways;
	m->world.policy = &m->policy;
	m->world.principal.role = &m->world.role;
	m->world.classes.class = m->world.class;
	m->world.ask.policy = &m->policy;
	m->world.ask.principal = &m->world.principal;
	m->world.ask.standing = &m->world.standing;
	m->world.ask.classes = &m->world.classes;
	m->world.ask.records = m->world.head;
	m->world.ask.way = &m->ways[0];
}

static struct world *
world_for(struct arena *arena, enum act act)
{
	struct world *w = world_keeps(arena, RULE);

	for (size_t i = 1; i < LENGTH(w->class); i++)
		w->class[i].purposes = w->class[1].purposes;
	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	w->ask.purpose = TEXT("give");
	w->ask.act = act;
	w->ask.recipient = TEXT("partner");
	w->ask.way = way(w, "form");
	w->ask.subject = w->standing.subject;
	return w;
}

static bool
stand_together(uint32_t set)
{
	for (size_t i = 0; i < LENGTH(apart); i++)
		if ((set >> apart[i].a & 1) != 0 &&
		    (set >> apart[i].b & 1) != 0)
			return false;
	return true;
}

/* The reasons of the set, spoiled in; true when the answer is right. */
static bool
right_for(const struct world *model, uint32_t set, struct arena *arena)
{
	enum refusal first = set == 0 ? REFUSAL_NONE :
	    (enum refusal)__builtin_ctz(set);
	const struct decision *decision;
	struct mould mould;

	cast(&mould, model);
	mould.world.arena = arena;
	for (uint32_t rest = set; rest != 0; rest &= rest - 1)
		reasons[__builtin_ctz(rest)].spoil(&mould.world);
	decision = decide(&mould.world);
	if (decision_refusal(decision) == first)
		return true;
	print_error("%s, reasons %x: %s, not %s\n",
	    act_names[mould.world.ask.act], set,
	    code_of(decision_refusal(decision)), code_of(first));
	return false;
}

/*
 * All sets of reasons for one act: 2^18 at most.  `few` leaves out those of
 * more than that many reasons.
 */
static uint64_t
try_all(struct world *model, enum act act, int few)
{
	struct arena *arena = arena_new(1 << 20);
	uint32_t of_act = 0;
	uint64_t tried = 0, wrong = 0;

	assert_non_null(arena);
	for (unsigned int i = 1; i < REFUSAL_COUNT; i++)
		if (reasons[i].acts >> act & 1)
			of_act |= 1u << i;
	/* All subsets of a mask, by the usual trick. */
	for (uint32_t set = of_act;; set = (set - 1) & of_act) {
		if (__builtin_popcount(set) <= few && stand_together(set)) {
			arena_reset(arena);
			wrong += !right_for(model, set, arena);
			tried++;
		}
		if (set == 0 || wrong > 20)
			break;
	}
	arena_free(arena);
	assert_int_equal(wrong, 0);
	return tried;
}

static void
the_first_reason_is_the_answer(void **state)
{
	uint64_t tried = 0;

	for (enum act act = ACT_ACQUIRE; (int)act < ACT_COUNT; act++)
		tried += try_all(world_for(*state, act), act, act ==
		    ACT_PROVIDE || act == ACT_ACQUIRE || act == ACT_CORRECT ?
		    REFUSAL_COUNT : 4);
	print_message("%llu sets of reasons\n", (unsigned long long)tried);
	assert_in_range(tried, 200000, 2000000);
}

/* What is a reason for one act and not for another does not bar the other. */
static void
reasons_are_of_their_acts(void **state)
{
	for (enum act act = ACT_ACQUIRE; (int)act < ACT_COUNT; act++) {
		struct world *model = world_for(*state, act);

		for (unsigned int i = 1; i < REFUSAL_COUNT; i++) {
			const struct decision *decision;
			struct mould mould;

			if (reasons[i].acts >> act & 1)
				continue;
			cast(&mould, model);
			reasons[i].spoil(&mould.world);
			decision = decide(&mould.world);
			if (decision_refusal(decision) != REFUSAL_NONE)
				print_error("%s: %s\n", act_names[act],
				    refusal_table[i].code);
			assert_int_equal(decision_refusal(decision),
			    REFUSAL_NONE);
		}
	}
}

/* Reasons that can hold for one item and not for the one beside it. */

static void
item_undeclared(struct world *w, unsigned int i)
{
	bits_remove(&w->policy->declared, i);
}

static void
item_never_held(struct world *w, unsigned int i)
{
	bits_add(&w->policy->never_held, i);
}

static void
item_not_for_purpose(struct world *w, unsigned int i)
{
	bits_remove(&purpose(w, "give")->items, i);
}

static void
item_not_for_role(struct world *w, unsigned int i)
{
	bits_remove(&w->role.items, i);
}

static void
item_not_for_recipient(struct world *w, unsigned int i)
{
	bits_remove(&recipient(w, "partner")->items, i);
}

/* Only the class that was told of has it. */
static void
item_class(struct world *w, unsigned int i)
{
	bits_remove(&w->class[1].items, i);
	bits_add(&w->class[2].items, i);
	bits_remove(&w->class[2].purposes, number_of(w, SPACE_PURPOSES,
	    "give"));
}

static void
item_consent(struct world *w, unsigned int i)
{
	struct policy_consent *wanted = consent(w, "mail_ok");

	bits_remove(&wanted->items, i);
	purpose(w, "give")->consent = wanted->number;
	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
}

/* Of a tier of its own, that waits: record 3 alone has it. */
static void
item_special(struct world *w, unsigned int i)
{
	bits_remove(&w->class[1].items, i);
	bits_add(&w->class[2].items, i);
	quarantine(w, 4);
}

static void
item_over(struct world *w, unsigned int i)
{
	struct policy_retention *rule = &w->policy->retentions[0];

	if (w->standing.event[START_CONTRACT_END] == 0)
		rule->items = (struct bits){ { 0 } };
	bits_add(&rule->items, i);
	w->standing.event[START_CONTRACT_END] = WORLD_DAY - 400;
}

static const struct {
	enum refusal refusal;
	void (*spoil)(struct world *w, unsigned int i);
} item_reasons[] = {
	{ REFUSAL_ITEM_UNDECLARED, item_undeclared },
	{ REFUSAL_ITEM_NEVER_HELD, item_never_held },
	{ REFUSAL_ITEM_NOT_FOR_PURPOSE, item_not_for_purpose },
	{ REFUSAL_ITEM_NOT_FOR_ROLE, item_not_for_role },
	{ REFUSAL_ITEM_NOT_FOR_RECIPIENT, item_not_for_recipient },
	{ REFUSAL_CLASS_WITHOUT_PURPOSE, item_class },
	{ REFUSAL_CONSENT_MISSING, item_consent },
	{ REFUSAL_SPECIAL_CARE, item_special },
	{ REFUSAL_RETENTION_OVER, item_over },
};

/* name and note are spoiled, each for its reason; email is not. */
static void
check_pair(struct arena *arena, size_t a, size_t b, bool with_rest)
{
	struct world *w = world_for(arena, ACT_PROVIDE);
	enum refusal of_a = item_reasons[a].refusal;
	enum refusal of_b = item_reasons[b].refusal;
	const struct decision *decision;

	/* Both stand in the class of record 3: then it is one reason. */
	if ((of_a == REFUSAL_CLASS_WITHOUT_PURPOSE &&
	    of_b == REFUSAL_SPECIAL_CARE) ||
	    (of_b == REFUSAL_CLASS_WITHOUT_PURPOSE &&
	    of_a == REFUSAL_SPECIAL_CARE))
		return;
	w->class[2].items = (struct bits){ { 0 } };
	w->ask.items = items(w, with_rest ? "name email phone" :
	    "name phone");
	bits_add(&consent(w, "give_ok")->items, item(w, "phone"));
	item_reasons[a].spoil(w, item(w, "name"));
	item_reasons[b].spoil(w, item(w, "phone"));
	decision = decide(w);
	assert_string_equal(code_of(decision_item_refusal(decision,
	    item(w, "name"))), code_of(of_a));
	assert_string_equal(code_of(decision_item_refusal(decision,
	    item(w, "phone"))), code_of(of_b));
	if (with_rest) {
		assert_permitted(w, "email");
		return;
	}
	assert_string_equal(code_of(decision_refusal(decision)),
	    code_of(of_a < of_b ? of_a : of_b));
}

static void
items_are_judged_one_by_one(void **state)
{
	for (size_t a = 0; a < LENGTH(item_reasons); a++)
		for (size_t b = 0; b < LENGTH(item_reasons); b++) {
			arena_reset(*state);
			check_pair(*state, a, b, true);
			arena_reset(*state);
			check_pair(*state, a, b, false);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(the_first_reason_is_the_answer),
		arena_test(reasons_are_of_their_acts),
		arena_test(items_are_judged_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
