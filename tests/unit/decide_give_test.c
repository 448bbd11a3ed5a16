/*
 * Handing over: recipients of every kind, consents in general and by name,
 * grounds of the law; and special care, at acquisition, in quarantine and at
 * provision.
 */
#include "gate_world.h"

static struct world *
world_to(struct arena *arena, const char *id)
{
	struct world *w = world_new(arena);

	for (size_t i = 1; i < LENGTH(w->class); i++)
		bits_add(&w->class[i].purposes, number_of(w, SPACE_PURPOSES,
		    "give"));
	w->ask.purpose = TEXT("give");
	w->ask.act = ACT_PROVIDE;
	w->ask.recipient = text_of(id);
	return w;
}

static void
who_is_not_declared(void **state)
{
	struct world *w = world_to(*state, "nobody");

	assert_refused(w, "recipient_undeclared", "s.recipients");
	w->ask.recipient = TEXT("");
	assert_refused(w, "recipient_undeclared", "s.recipients");
	/* Declared, but not for this purpose. */
	w->ask.recipient = TEXT("elsewhere");
	assert_refused(w, "recipient_undeclared", "s.recipients");
	/* Either side may say that they belong together. */
	w->ask.purpose = TEXT("study");
	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	assert_permitted(w, "name email");
	bits_add(&purpose(w, "serve")->provides,
	    recipient(w, "elsewhere")->number);
	w->ask.purpose = TEXT("serve");
	assert_permitted(w, "name email");
}

static void
third_parties_need_consent(void **state)
{
	struct world *w = world_to(*state, "partner");

	assert_refused(w, "consent_missing", "c.give");
	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	w->ask.items = items(w, "name email phone");
	assert_permitted(w, "name email");
	assert_item(w, "phone", "consent_missing", "c.give");
	(void)add_consent(w, "give_ok", CONSENT_DEEMED);
	assert_refused(w, "consent_missing", "c.give");
	(void)add_consent(w, "give_ok", CONSENT_WITHDRAWN);
	assert_refused(w, "consent_withdrawn", "c.give");
	add_consent(w, "give_ok", CONSENT_GIVEN)->expires = WORLD_NOW;
	assert_refused(w, "consent_missing", "c.give");
	/* A consent to another by name is none to this one. */
	add_consent(w, "give_ok", CONSENT_GIVEN)->recipient = TEXT("乙");
	assert_refused(w, "consent_missing", "c.give");
	/* A third party that no consent could cover. */
	recipient(w, "partner")->consent = 0;
	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	assert_refused(w, "consent_missing", "t.partner");
}

static void
what_is_not_for_the_recipient(void **state)
{
	struct world *w = world_to(*state, "named");

	w->ask.named = TEXT("乙");
	add_consent(w, "give_ok", CONSENT_GIVEN)->recipient = TEXT("乙");
	w->ask.items = items(w, "name phone");
	assert_permitted(w, "name");
	assert_item(w, "phone", "item_not_for_recipient", "t.named");
	w->ask.items = items(w, "phone note");
	assert_refused(w, "item_not_for_recipient", "t.named");
}

static void
named_recipients_need_consent_by_name(void **state)
{
	struct world *w = world_to(*state, "named");

	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	assert_refused(w, "consent_missing", "t.named");
	w->ask.named = TEXT("乙");
	assert_refused(w, "consent_missing", "c.give");
	add_consent(w, "give_ok", CONSENT_GIVEN)->recipient = TEXT("丙");
	assert_refused(w, "consent_missing", "c.give");
	add_consent(w, "give_ok", CONSENT_GIVEN)->recipient = TEXT("乙");
	assert_permitted(w, "name email");
	add_consent(w, "give_ok", CONSENT_WITHDRAWN)->recipient = TEXT("丙");
	assert_permitted(w, "name email");
	add_consent(w, "give_ok", CONSENT_WITHDRAWN)->recipient = TEXT("乙");
	assert_refused(w, "consent_withdrawn", "c.give");
	/* What is taken back in general is taken back from everybody. */
	add_consent(w, "give_ok", CONSENT_GIVEN)->recipient = TEXT("乙");
	(void)add_consent(w, "give_ok", CONSENT_WITHDRAWN);
	assert_refused(w, "consent_withdrawn", "c.give");
	add_consent(w, "give_ok", CONSENT_GIVEN)->recipient = TEXT("乙");
	assert_permitted(w, "name email");
}

/* A purpose that needs the consent that names the recipient. */
static void
purpose_and_recipient_share_a_consent(void **state)
{
	struct world *w = world_to(*state, "named");

	purpose(w, "give")->consent = consent(w, "give_ok")->number;
	w->ask.named = TEXT("乙");
	assert_refused(w, "consent_missing", "c.give");
	add_consent(w, "give_ok", CONSENT_GIVEN)->recipient = TEXT("丙");
	assert_refused(w, "consent_missing", "c.give");
	add_consent(w, "give_ok", CONSENT_GIVEN)->recipient = TEXT("乙");
	assert_permitted(w, "name email");
	w->ask.act = ACT_USE;
	assert_permitted(w, "name email");
}

/* Who is no third party needs no consent: 27(5). */
static void
recipients_that_are_no_third_party(void **state)
{
	static const char *const ids[] = { "vendor", "group", "heir" };

	for (size_t i = 0; i < LENGTH(ids); i++) {
		struct world *w = world_to(*state, ids[i]);

		assert_permitted(w, "name email");
		recipient(w, ids[i])->has_ground = false;
		assert_refused(w, "consent_missing", "");
	}
}

/* It handles nothing, so nothing is provided to it. */
static void
a_cloud_that_handles_nothing(void **state)
{
	struct world *w = world_to(*state, "cloud");

	assert_permitted(w, "name email");
}

/* A public body gets what an act's own ground gives it, never by kind. */
static void
public_bodies(void **state)
{
	struct world *w = world_to(*state, "office");

	assert_refused(w, "consent_missing", "t.office");
	w->ask.has_ground = true;
	w->ask.ground = GROUND_LAW;
	assert_permitted(w, "name email");
	w->ask.ground = GROUND_PUBLIC_DUTY;
	assert_refused(w, "consent_missing", "t.office");
}

static void
related_information_needs_consent(void **state)
{
	struct world *w = world_to(*state, "ads");

	assert_refused(w, "consent_missing", "c.give");
	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	assert_permitted(w, "name email");
}

/* A ground counts when the policy allows it for that, and the law has it. */
static void
grounds(void **state)
{
	struct world *w = world_to(*state, "partner");
	int64_t since;

	assert_true(clock_parse_date(TEXT("2022-04-01"), &since));
	w->ask.has_ground = true;
	for (int g = 0; g < GROUND_COUNT; g++) {
		w->ask.ground = (enum ground)g;
		if (w->ask.ground == GROUND_LAW)
			assert_permitted(w, "name email");
		else
			assert_refused(w, "consent_missing", "c.give");
	}
	/* The policy allows this one for use alone. */
	w->ask.ground = GROUND_LIFE_BODY_PROPERTY;
	assert_refused(w, "consent_missing", "c.give");
	w->policy->allowed[GROUND_PROVIDE] |=
	    1u << GROUND_LIFE_BODY_PROPERTY;
	assert_permitted(w, "name email");
	/* One of 20(2) alone justifies no provision, whatever a policy says. */
	w->policy->allowed[GROUND_PROVIDE] |= 1u << GROUND_MADE_PUBLIC;
	w->ask.ground = GROUND_MADE_PUBLIC;
	assert_refused(w, "consent_missing", "c.give");
	/* The law as it stands on the day, in Tokyo. */
	w->ask.ground = GROUND_LAW;
	w->ask.now = clock_tokyo_midnight(since);
	assert_permitted(w, "name email");
	w->ask.now--;
	assert_refused(w, "consent_missing", "c.give");
}

/* A ground of 27(5) that the act names, where the policy allows it. */
static void
a_ground_that_makes_no_third_party(void **state)
{
	struct world *w = world_to(*state, "partner");

	w->ask.has_ground = true;
	w->ask.ground = GROUND_ENTRUSTMENT;
	assert_refused(w, "consent_missing", "c.give");
	w->policy->allowed[GROUND_NOT_THIRD_PARTY] |=
	    1u << GROUND_ENTRUSTMENT;
	assert_permitted(w, "name email");
}

/* What third parties get; entrustment and duties of the law go on. */
static void
provision_can_be_stopped(void **state)
{
	struct world *w = world_to(*state, "partner");

	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	assert_permitted(w, "name email");
	w->standing.provision_stopped = true;
	assert_refused(w, "use_stopped", "s.rights");
	w->ask.has_ground = true;
	w->ask.ground = GROUND_LAW;
	assert_permitted(w, "name email");
	w->ask.has_ground = false;
	w->ask.recipient = TEXT("vendor");
	assert_permitted(w, "name email");
	bits_add(&w->standing.stops, number_of(w, SPACE_PURPOSES, "give"));
	assert_refused(w, "use_stopped", "s.rights");
}

/* Each item is refused by the consent that does not cover it. */
static void
two_consents_and_their_items(void **state)
{
	struct world *w = world_to(*state, "partner");

	purpose(w, "give")->consent = consent(w, "mail_ok")->number;
	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	bits_remove(&consent(w, "mail_ok")->items, item(w, "email"));
	w->ask.items = items(w, "name email phone");
	assert_permitted(w, "name");
	assert_item(w, "email", "consent_missing", "c.mail");
	assert_item(w, "phone", "consent_missing", "c.give");
}

/* Special care. */

static struct world *
world_acquiring(struct arena *arena, const char *by)
{
	struct world *w = world_new(arena);

	w->ask.act = ACT_ACQUIRE;
	w->ask.way = way(w, by);
	w->ask.standing = NULL;
	w->ask.record_count = 0;
	w->ask.items = items(w, "name health");
	return w;
}

static void
acquiring_special_care(void **state)
{
	struct world *w = world_acquiring(*state, "form");

	/* The person gives it directly. */
	assert_permitted(w, "name health");
	w = world_acquiring(*state, "told");
	assert_permitted(w, "name");
	assert_item(w, "health", "special_care_without_ground", "i.health");
	w->ask.items = items(w, "health");
	assert_refused(w, "special_care_without_ground", "i.health");
	w->ask.consents_special_care = true;
	assert_permitted(w, "health");
	w->ask.consents_special_care = false;
	w->ask.has_ground = true;
	w->ask.ground = GROUND_LAW;
	assert_permitted(w, "health");
	/* In the law, but the policy does not allow it. */
	w->ask.ground = GROUND_PUBLIC_DUTY;
	assert_refused(w, "special_care_without_ground", "i.health");
	/* In the policy, but for something else. */
	w->ask.ground = GROUND_LIFE_BODY_PROPERTY;
	assert_refused(w, "special_care_without_ground", "i.health");
	w->ask.ground = GROUND_LAW;
	w->ask.now = 0;
	assert_refused(w, "special_care_without_ground", "i.health");
}

/* Once it was acquired as it must be, the purpose decides its use. */
static void
using_special_care(void **state)
{
	struct world *w = world_new(*state);

	w->ask.items = items(w, "name health");
	assert_permitted(w, "name health");
}

static void
providing_special_care(void **state)
{
	struct world *w = world_to(*state, "partner");

	w->ask.items = items(w, "name health");
	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	/* A consent that does not speak of special care is not enough. */
	assert_permitted(w, "name");
	assert_item(w, "health", "special_care_without_ground", "i.health");
	w->ask.items = items(w, "health");
	assert_refused(w, "special_care_without_ground", "i.health");
	recipient(w, "partner")->consent = consent(w, "health_ok")->number;
	assert_refused(w, "consent_missing", "c.health");
	(void)add_consent(w, "health_ok", CONSENT_GIVEN);
	assert_permitted(w, "health");
	w->ask.recipient = TEXT("vendor");
	assert_permitted(w, "health");
	w->ask.recipient = TEXT("office");
	assert_refused(w, "consent_missing", "t.office");
	w->ask.has_ground = true;
	w->ask.ground = GROUND_LAW;
	assert_permitted(w, "health");
}

/* What waits for a ground is not opened, for any act. */
static void
quarantine_bars_every_act(void **state)
{
	struct world *w = world_to(*state, "vendor");
	struct bits got;

	w->class[2].items = items(w, "note");
	w->ask.items = items(w, "name note");
	for (enum act act = ACT_USE; (int)act < ACT_COUNT; act++) {
		w->ask.act = act;
		quarantine(w, 0);
		assert_permitted(w, "name note");
		/* Records 1 and 2 can hold it too, and do not wait. */
		quarantine(w, 4);
		assert_permitted(w, "name note");
		got = decision_record_items(decide(w), 2);
		assert_true(bits_empty(&got));
		bits_remove(&w->class[1].items, item(w, "note"));
		assert_permitted(w, "name");
		assert_item(w, "note", "special_care_without_ground",
		    "s.items");
		bits_add(&w->class[1].items, item(w, "note"));
		quarantine(w, 7);
		assert_refused(w, "special_care_without_ground", "i.name");
	}
}

/* Refusing a declared item does not open what waits beside it. */
static void
quarantine_and_provision(void **state)
{
	struct world *w = world_to(*state, "partner");
	struct bits got;

	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	w->ask.items = items(w, "name email health");
	quarantine(w, 1);
	assert_permitted(w, "name email");
	got = decision_record_items(decide(w), 0);
	assert_true(bits_empty(&got));
	got = decision_record_items(decide(w), 1);
	assert_false(bits_empty(&got));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(who_is_not_declared),
		arena_test(third_parties_need_consent),
		arena_test(what_is_not_for_the_recipient),
		arena_test(named_recipients_need_consent_by_name),
		arena_test(purpose_and_recipient_share_a_consent),
		arena_test(recipients_that_are_no_third_party),
		arena_test(a_cloud_that_handles_nothing),
		arena_test(public_bodies),
		arena_test(related_information_needs_consent),
		arena_test(grounds),
		arena_test(a_ground_that_makes_no_third_party),
		arena_test(provision_can_be_stopped),
		arena_test(two_consents_and_their_items),
		arena_test(acquiring_special_care),
		arena_test(using_special_care),
		arena_test(providing_special_care),
		arena_test(quarantine_bars_every_act),
		arena_test(quarantine_and_provision),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
