/*
 * What a person has said: consents, withdrawals, stops, purposes of their
 * own; and what was acquired for what (classes).
 */
#include "gate_world.h"

/* A consent that the purpose needs. */

static struct world *
world_for_mail(struct arena *arena)
{
	struct world *w = world_new(arena);

	w->ask.purpose = TEXT("mail");
	return w;
}

static void
a_consent_is_needed(void **state)
{
	struct world *w = world_for_mail(*state);

	assert_refused(w, "consent_missing", "c.mail");
	(void)add_consent(w, "give_ok", CONSENT_GIVEN);
	assert_refused(w, "consent_missing", "c.mail");
	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
	assert_permitted(w, "name email");
	(void)add_consent(w, "mail_ok", CONSENT_WITHDRAWN);
	assert_refused(w, "consent_withdrawn", "c.mail");
	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
	assert_permitted(w, "name email");
}

static void
consents_expire(void **state)
{
	struct world *w = world_for_mail(*state);

	add_consent(w, "mail_ok", CONSENT_GIVEN)->expires = WORLD_NOW + 1;
	assert_permitted(w, "name email");
	add_consent(w, "mail_ok", CONSENT_GIVEN)->expires = WORLD_NOW;
	assert_refused(w, "consent_missing", "c.mail");
	/* One that never ends, before it: the newest is what counts. */
	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
	add_consent(w, "mail_ok", CONSENT_GIVEN)->expires = 1;
	assert_refused(w, "consent_missing", "c.mail");
}

/* Nothing rests on a consent that somebody only takes for given. */
static void
deemed_consent_never_counts(void **state)
{
	struct world *w = world_for_mail(*state);

	(void)add_consent(w, "mail_ok", CONSENT_DEEMED);
	assert_refused(w, "consent_missing", "c.mail");
	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
	(void)add_consent(w, "mail_ok", CONSENT_DEEMED);
	assert_refused(w, "consent_missing", "c.mail");
	/* Nor does one widen what a class allows. */
	w->ask.purpose = TEXT("study");
	w->class[1].purposes = (struct bits){ { 0 } };
	(void)add_consent(w, "study_ok", CONSENT_DEEMED);
	assert_refused(w, "class_without_purpose", "p.study");
}

static void
a_consent_covers_its_items(void **state)
{
	struct world *w = world_for_mail(*state);

	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
	consent(w, "mail_ok")->items = items(w, "name");
	assert_permitted(w, "name");
	assert_item(w, "email", "consent_missing", "c.mail");
	w->ask.items = items(w, "email");
	assert_refused(w, "consent_missing", "c.mail");
}

/* A consent of which the policy has no words any more. */
static void
a_consent_that_is_gone(void **state)
{
	struct world *w = world_for_mail(*state);

	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
	w->policy->consent_at[consent(w, "mail_ok")->number] = NULL;
	assert_refused(w, "consent_missing", "p.mail");
}

/*
 * A consent that names a recipient lets the purpose go on for it; it neither
 * takes back what was said in general nor outlives its withdrawal.
 */
static void
consents_by_name(void **state)
{
	struct world *w = world_for_mail(*state);

	add_consent(w, "give_ok", CONSENT_GIVEN)->recipient = TEXT("乙");
	assert_refused(w, "consent_missing", "c.mail");
	add_consent(w, "mail_ok", CONSENT_GIVEN)->recipient = TEXT("乙");
	assert_permitted(w, "name email");
	add_consent(w, "mail_ok", CONSENT_WITHDRAWN)->recipient = TEXT("乙");
	assert_refused(w, "consent_withdrawn", "c.mail");
	(void)add_consent(w, "mail_ok", CONSENT_GIVEN);
	assert_permitted(w, "name email");
	add_consent(w, "mail_ok", CONSENT_WITHDRAWN)->recipient = TEXT("丙");
	assert_permitted(w, "name email");
	add_consent(w, "mail_ok", CONSENT_GIVEN)->recipient = TEXT("丙");
	(void)add_consent(w, "mail_ok", CONSENT_WITHDRAWN);
	assert_refused(w, "consent_withdrawn", "c.mail");
	add_consent(w, "mail_ok", CONSENT_GIVEN)->recipient = TEXT("乙");
	assert_permitted(w, "name email");
}

/* Rights and duties of the law do not hang on consent. */
static void
acts_of_right_need_no_consent(void **state)
{
	struct world *w = world_for_mail(*state);
	const enum act acts[] = {
		ACT_CORRECT, ACT_STOP, ACT_ERASE, ACT_DISCLOSE
	};

	for (size_t i = 0; i < LENGTH(acts); i++) {
		w->ask.act = acts[i];
		assert_permitted(w, "name email");
	}
}

/* Stops. */

static void
a_stop_bars_its_purpose(void **state)
{
	struct world *w = world_new(*state);
	const enum act barred[] = { ACT_USE, ACT_EXPORT, ACT_ANONYMISE };

	bits_add(&w->standing.stops, number_of(w, SPACE_PURPOSES, "study"));
	assert_permitted(w, "name email");
	bits_add(&w->standing.stops, number_of(w, SPACE_PURPOSES, "serve"));
	for (size_t i = 0; i < LENGTH(barred); i++) {
		w->ask.act = barred[i];
		assert_refused(w, "use_stopped", "s.rights");
	}
	w->ask.act = ACT_CORRECT;
	assert_permitted(w, "name email");
	w->ask.act = ACT_USE;
	bits_remove(&w->standing.stops, number_of(w, SPACE_PURPOSES,
	    "serve"));
	assert_permitted(w, "name email");
	/* All provision stopped: use goes on. */
	w->standing.provision_stopped = true;
	assert_permitted(w, "name email");
}

static void
no_stop_bars_a_duty(void **state)
{
	struct world *w = world_new(*state);

	w->ask.purpose = TEXT("keep");
	bits_add(&w->standing.stops, number_of(w, SPACE_PURPOSES, "keep"));
	assert_permitted(w, "name email");
}

/* Purposes of one person alone. */

static struct personal_purpose *
own_purpose(struct world *w, const char *ids)
{
	struct personal_purpose *own = arena_alloc(w->arena, sizeof(*own));

	assert_non_null(own);
	*own = (struct personal_purpose){
		.id = TEXT("party"), .text = TEXT("宴会の案内"),
		.items = items(w, ids), .state = CONSENT_GIVEN,
	};
	w->standing.personal = own;
	w->standing.personal_count = 1;
	w->ask.purpose = own->id;
	return own;
}

static void
a_purpose_of_ones_own(void **state)
{
	struct world *w = world_new(*state);
	struct personal_purpose *own = own_purpose(w, "name phone");

	assert_permitted(w, "name");
	assert_text(decision_clause(decide(w)), "p.own");
	assert_item(w, "email", "item_not_for_purpose", "p.own");
	w->ask.items = items(w, "email");
	assert_refused(w, "item_not_for_purpose", "p.own");
	w->ask.items = items(w, "name email");
	/* The class that lacks it does not matter: the person said so. */
	w->class[1].purposes = (struct bits){ { 0 } };
	w->class[2].purposes = (struct bits){ { 0 } };
	assert_permitted(w, "name");
	own->expires = WORLD_NOW + 1;
	assert_permitted(w, "name");
	own->expires = WORLD_NOW;
	assert_refused(w, "purpose_unknown", "s.purposes");
	own->expires = 0;
	own->state = CONSENT_DEEMED;
	assert_refused(w, "purpose_unknown", "s.purposes");
	own->state = CONSENT_WITHDRAWN;
	assert_refused(w, "purpose_unknown", "s.purposes");
}

/* Acquired for it: neither what it is not for, nor what no form asks. */
static void
acquired_for_ones_own_purpose(void **state)
{
	struct world *w = world_new(*state);

	(void)own_purpose(w, "name note");
	w->ask.act = ACT_ACQUIRE;
	w->ask.way = way(w, "form");
	bits_remove(&way(w, "form")->items, item(w, "note"));
	w->ask.items = items(w, "name email note");
	assert_permitted(w, "name");
	assert_item(w, "email", "item_not_for_purpose", "p.own");
	assert_item(w, "note", "item_not_for_purpose", "w.form");
	bits_remove(&way(w, "form")->purposes, number_of(w, SPACE_PURPOSES,
	    "own"));
	assert_refused(w, "way_not_for_purpose", "w.form");
}

/* It is for whom the role of such purposes is, and never for never-held. */
static void
a_purpose_of_ones_own_has_limits(void **state)
{
	struct world *w = world_new(*state);

	(void)own_purpose(w, "name creed");
	w->ask.items = items(w, "name creed");
	assert_permitted(w, "name");
	assert_item(w, "creed", "item_never_held", "i.creed");
	w->principal.role = policy_role(w->policy, TEXT("guest"));
	assert_refused(w, "role_not_for_purpose", "r.guest");
	/* A policy without such a purpose allows none. */
	w->principal.role = &w->role;
	purpose(w, "own")->individual = false;
	assert_refused(w, "purpose_unknown", "s.purposes");
}

/* A word of the policy wins over a person's own. */
static void
nobody_shadows_the_policy(void **state)
{
	struct world *w = world_new(*state);

	own_purpose(w, "name email phone note")->id = TEXT("selling");
	w->ask.purpose = TEXT("selling");
	assert_refused(w, "use_prohibited", "x.selling");
	own_purpose(w, "name")->id = TEXT("mail");
	w->ask.purpose = TEXT("mail");
	assert_refused(w, "consent_missing", "c.mail");
}

/* Classes. */

/* Acquired before the purpose was: revision 2 has it, the class has not. */
static void
a_wider_purpose_is_not_for_older_records(void **state)
{
	struct world *w = world_new(*state);
	unsigned int study = number_of(w, SPACE_PURPOSES, "study");

	w->ask.purpose = TEXT("study");
	bits_remove(&w->class[1].purposes, study);
	bits_remove(&w->class[2].purposes, study);
	assert_refused(w, "class_without_purpose", "p.study");
	/* A record that came by a class that has it is open. */
	w->class[2].purposes = w->policy->ways[0].purposes;
	assert_permitted(w, "name");
	assert_item(w, "email", "class_without_purpose", "p.study");
}

static void
consent_opens_older_records(void **state)
{
	struct world *w = world_new(*state);
	struct bits wanted, got;

	w->ask.purpose = TEXT("study");
	w->ask.items = items(w, "name email phone");
	w->class[1].purposes = w->class[2].purposes =
	    (struct bits){ { 0 } };
	assert_refused(w, "class_without_purpose", "p.study");
	add_consent(w, "study_ok", CONSENT_GIVEN)->expires = WORLD_NOW;
	assert_refused(w, "class_without_purpose", "p.study");
	(void)add_consent(w, "study_ok", CONSENT_GIVEN);
	/* As far as it goes. */
	assert_permitted(w, "name email");
	assert_item(w, "phone", "class_without_purpose", "p.study");
	(void)add_consent(w, "study_ok", CONSENT_WITHDRAWN);
	assert_refused(w, "class_without_purpose", "p.study");
	/* A newer record is open as it came; the older as consented. */
	(void)add_consent(w, "study_ok", CONSENT_GIVEN);
	w->class[2].purposes = w->policy->ways[0].purposes;
	w->class[2].items = items(w, "phone");
	assert_permitted(w, "name email phone");
	wanted = items(w, "name email");
	got = decision_record_items(decide(w), 0);
	assert_memory_equal(&got, &wanted, sizeof(got));
	wanted = items(w, "phone");
	got = decision_record_items(decide(w), 2);
	assert_memory_equal(&got, &wanted, sizeof(got));
}

static void
statutory_purposes_open_all(void **state)
{
	struct world *w = world_new(*state);

	w->ask.purpose = TEXT("keep");
	w->class[1].purposes = w->class[2].purposes =
	    (struct bits){ { 0 } };
	assert_permitted(w, "name email");
}

/* Nothing that a record holds is open: the whole is refused. */
static void
nothing_was_acquired_for_it(void **state)
{
	struct world *w = world_new(*state);

	w->ask.purpose = TEXT("study");
	w->class[1].purposes = w->class[2].purposes =
	    (struct bits){ { 0 } };
	bits_remove(&w->class[1].items, item(w, "phone"));
	w->ask.items = items(w, "name phone");
	assert_refused(w, "class_without_purpose", "p.study");
	/* Where nothing is held at all, nothing is shut either. */
	w->ask.items = items(w, "phone");
	assert_permitted(w, "phone");
}

/* A purpose is about kinds of person and services (subjects, services). */
static void
a_purpose_is_of_its_people(void **state)
{
	struct world *w = world_new(*state);
	unsigned int teach = number_of(w, SPACE_PURPOSES, "teach");

	w->ask.purpose = TEXT("teach");
	for (size_t i = 1; i < LENGTH(w->class); i++)
		bits_add(&w->class[i].purposes, teach);
	assert_permitted(w, "name email");
	w->class[1].service = number_of(w, SPACE_SERVICES, "school");
	assert_permitted(w, "name email");
	w->class[1].service = number_of(w, SPACE_SERVICES, "shop");
	assert_permitted(w, "name");
	assert_item(w, "email", "class_without_purpose", "p.teach");
	w->class[1].service = w->class[2].service = 0;
	w->class[1].subject = w->class[2].subject = number_of(w,
	    SPACE_SUBJECTS, "staff");
	assert_refused(w, "class_without_purpose", "p.teach");
}

static void
nothing_is_held(void **state)
{
	struct world *w = world_new(*state);

	w->ask.record_count = 0;
	assert_permitted(w, "name email");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(a_consent_is_needed),
		arena_test(consents_expire),
		arena_test(deemed_consent_never_counts),
		arena_test(a_consent_covers_its_items),
		arena_test(a_consent_that_is_gone),
		arena_test(consents_by_name),
		arena_test(acts_of_right_need_no_consent),
		arena_test(a_stop_bars_its_purpose),
		arena_test(no_stop_bars_a_duty),
		arena_test(a_purpose_of_ones_own),
		arena_test(acquired_for_ones_own_purpose),
		arena_test(a_purpose_of_ones_own_has_limits),
		arena_test(nobody_shadows_the_policy),
		arena_test(a_wider_purpose_is_not_for_older_records),
		arena_test(consent_opens_older_records),
		arena_test(statutory_purposes_open_all),
		arena_test(nothing_was_acquired_for_it),
		arena_test(a_purpose_is_of_its_people),
		arena_test(nothing_is_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
